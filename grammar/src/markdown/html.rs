//! HTML blocks: seven ways to begin, and how each ends (CommonMark §4.6).

/// The kind of an open HTML block, by its start condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Html {
    /// `<script`, `<pre`, `<style`, `<textarea`.
    Verbatim,
    /// `<!--`.
    Comment,
    /// `<?`.
    Instruction,
    /// `<!DOCTYPE`.
    Declaration,
    /// `<![CDATA[`.
    CharacterData,
    /// `<table`, `</div>` and the like: ends at a blank line.
    Block,
    /// Any other tag alone on its line: ends at a blank line, and cannot interrupt a paragraph.
    Tag,
}

const VERBATIM_TAGS: [&str; 4] = ["script", "pre", "textarea", "style"];
const BLOCK_TAGS: [&str; 63] = [
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
    "",
];

impl Html {
    /// The block that begins with `text` (from its first non-blank on), other than [`Html::Tag`].
    pub(super) fn start(text: &str) -> Option<Self> {
        let inside = text.strip_prefix('<')?;
        if let Some(declaration) = inside.strip_prefix('!') {
            return if declaration.starts_with("--") {
                Some(Self::Comment)
            } else if starts_with_ignoring_case(declaration, "[cdata[") {
                Some(Self::CharacterData)
            } else {
                declaration.starts_with(|character: char| character.is_ascii_alphabetic()).then_some(Self::Declaration)
            };
        }
        if inside.starts_with('?') {
            return Some(Self::Instruction);
        }
        let (name, rest) = tag_name(inside);
        let is_ended = rest.is_empty() || rest.starts_with([' ', '\t', '\u{b}', '\u{c}', '>']);
        if is_ended && is_one_of(&VERBATIM_TAGS, name) {
            return Some(Self::Verbatim);
        }
        let (name, rest) = tag_name(inside.strip_prefix('/').unwrap_or(inside));
        let is_ended =
            rest.is_empty() || rest.starts_with([' ', '\t', '\u{b}', '\u{c}', '>']) || rest.starts_with("/>");
        (is_ended && is_one_of(&BLOCK_TAGS, name)).then_some(Self::Block)
    }

    /// Whether `text` is one complete tag and nothing else.
    pub(super) fn is_lone_tag(text: &str) -> bool {
        let Some(inside) = text.strip_prefix('<') else { return false };
        let rest = match inside.strip_prefix('/') {
            Some(closing) => closing_tag(closing),
            None => opening_tag(inside),
        };
        rest.is_some_and(|rest| rest.trim_matches([' ', '\t', '\u{c}']).is_empty())
    }

    /// Whether a line with `text` (from its first non-blank on) ends the block.
    pub(super) fn ends_with(self, text: &str) -> bool {
        match self {
            Self::Verbatim => VERBATIM_TAGS.iter().any(|tag| {
                text.match_indices("</").any(|(at, _)| {
                    let tail = text.get(at + 2..).unwrap_or_default();
                    starts_with_ignoring_case(tail, tag)
                        && tail.get(tag.len()..).is_some_and(|tail| tail.starts_with('>'))
                })
            }),
            Self::Comment => text.contains("-->"),
            Self::Instruction => text.contains("?>"),
            Self::Declaration => text.contains('>'),
            Self::CharacterData => text.contains("]]>"),
            Self::Block | Self::Tag => false,
        }
    }

    /// Whether a blank line ends the block.
    pub(super) fn ends_at_blank(self) -> bool {
        matches!(self, Self::Block | Self::Tag)
    }
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn is_one_of(tags: &[&str], name: &str) -> bool {
    !name.is_empty() && tags.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

/// Splits a tag's name off: a letter, then letters, digits and hyphens.
fn tag_name(text: &str) -> (&str, &str) {
    if !text.starts_with(|character: char| character.is_ascii_alphabetic()) {
        return ("", text);
    }
    let end = text.find(|character: char| !character.is_ascii_alphanumeric() && character != '-');
    text.split_at_checked(end.unwrap_or(text.len())).unwrap_or((text, ""))
}

fn closing_tag(text: &str) -> Option<&str> {
    let (name, rest) = tag_name(text);
    (!name.is_empty()).then(|| rest.trim_start_matches(SPACES))?.strip_prefix('>')
}

const SPACES: [char; 4] = [' ', '\t', '\u{b}', '\u{c}'];

fn opening_tag(text: &str) -> Option<&str> {
    let (name, mut rest) = tag_name(text);
    if name.is_empty() {
        return None;
    }
    while let Some(behind) = attribute(rest) {
        rest = behind;
    }
    let rest = rest.trim_start_matches(SPACES);
    rest.strip_prefix('/').unwrap_or(rest).strip_prefix('>')
}

/// What stands behind one attribute: white space, a name, and perhaps `=` and a value.
fn attribute(text: &str) -> Option<&str> {
    let name = text.trim_start_matches(SPACES);
    if name.len() == text.len() || !name.starts_with(|first: char| first.is_ascii_alphabetic() || "_:".contains(first))
    {
        return None;
    }
    let end = name.find(|character: char| !character.is_ascii_alphanumeric() && !"_:.-".contains(character));
    let rest = name.get(end.unwrap_or(name.len())..)?;
    let Some(value) = rest.trim_start_matches(SPACES).strip_prefix('=') else { return Some(rest) };
    let value = value.trim_start_matches(SPACES);
    for quote in ['"', '\''] {
        if let Some(inside) = value.strip_prefix(quote) {
            return inside.split_once(quote).map(|(_, rest)| rest);
        }
    }
    let end = value.find([' ', '\t', '\u{b}', '\u{c}', '"', '\'', '=', '<', '>', '`']).unwrap_or(value.len());
    if end == 0 { None } else { value.get(end..) }
}
