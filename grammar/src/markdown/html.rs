//! HTML blocks, [CommonMark §4.6].
//!
//! [CommonMark §4.6]: https://spec.commonmark.org/0.31.2/#html-blocks

use memchr::{memchr, memchr_iter, memmem};

/// The tags of kind 1, whose contents are not Markdown.
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];

/// The tags of kind 6, in the order of the alphabet.
const BLOCKS: [&str; 62] = [
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
];

/// The kinds of HTML blocks, numbered as in CommonMark, by what ends them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Html {
    /// Kind 1, `<pre>`: ends with a line that has `</pre>` or one of its like.
    Verbatim,
    /// Kind 2, `<!--`: ends with the line that has `-->`.
    Comment,
    /// Kind 3, `<?`: ends with the line that has `?>`.
    Instruction,
    /// Kind 4, `<!X`: ends with the line that has `>`.
    Declaration,
    /// Kind 5, `<![CDATA[`: ends with the line that has `]]>`.
    Data,
    /// Kinds 6 and 7, a tag: ends before a blank line.
    Tag,
}

impl Html {
    /// The block that begins on a line whose text begins with `<`. `interrupting` a paragraph, a tag must be one of
    /// kind 6.
    pub(super) fn starting(text: &str, interrupting: Interrupting) -> Option<Self> {
        let bytes = text.as_bytes();
        match bytes {
            [b'<', b'!', b'-', b'-', ..] => Some(Self::Comment),
            [b'<', b'?', ..] => Some(Self::Instruction),
            [b'<', b'!', letter, ..] if letter.is_ascii_alphabetic() => Some(Self::Declaration),
            [b'<', b'!', cdata @ ..] => {
                cdata.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"[CDATA[")).then_some(Self::Data)
            }
            [b'<', b'/', tag @ ..] => {
                let known = is_block(tag) || (interrupting.allows_any() && is_closing_line(tag));
                known.then_some(Self::Tag)
            }
            [b'<', tag @ ..] => {
                if is_verbatim(tag) {
                    return Some(Self::Verbatim);
                }
                let known = is_block(tag) || (interrupting.allows_any() && is_opening_line(tag));
                known.then_some(Self::Tag)
            }
            _ => None,
        }
    }

    /// Whether the block ends with this line, its first one included.
    pub(super) fn ends_with(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        match self {
            Self::Verbatim => memmem::find_iter(bytes, b"</").any(|at| {
                bytes.get(at + 2..).and_then(|tag| name_in(tag, &VERBATIM)).is_some_and(|rest| rest.starts_with(b">"))
            }),
            Self::Comment => memmem::find(bytes, b"-->").is_some(),
            Self::Instruction => memmem::find(bytes, b"?>").is_some(),
            Self::Declaration => memchr(b'>', bytes).is_some(),
            Self::Data => memmem::find(bytes, b"]]>").is_some(),
            Self::Tag => false,
        }
    }

    /// Whether a blank line ends the block.
    pub(super) fn ends_at_blank(self) -> bool {
        self == Self::Tag
    }
}

/// What stands directly above a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Interrupting {
    /// A line of a paragraph, which only some blocks may interrupt.
    Paragraph,
    /// Anything else.
    Other,
}

impl Interrupting {
    fn allows_any(self) -> bool {
        self == Self::Other
    }
}

/// Whether a text that begins with `<!--` is a comment and nothing else; `<!-->` and `<!--->` are.
pub(super) fn is_comment(text: &str) -> bool {
    let text = text.trim_end_matches([' ', '\t']).as_bytes();
    memchr_iter(b'>', text)
        .find(|&at| text.get(2..at).is_some_and(|body| body.ends_with(b"--")))
        .is_some_and(|at| at + 1 == text.len())
}

fn is_verbatim(tag: &[u8]) -> bool {
    name_in(tag, &VERBATIM).is_some_and(|rest| matches!(rest.first(), None | Some(b'>')) || starts_with_space(rest))
}

fn is_block(tag: &[u8]) -> bool {
    name_in(tag, &BLOCKS)
        .is_some_and(|rest| matches!(rest, [] | [b'>', ..] | [b'/', b'>', ..]) || starts_with_space(rest))
}

/// What stands behind the tag's name, if it is one of `names`.
fn name_in<'a>(tag: &'a [u8], names: &[&str]) -> Option<&'a [u8]> {
    let length = tag.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (name, rest) = tag.split_at_checked(length)?;
    names.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(name)).then_some(rest)
}

/// Whether the line is one whole opening tag, `<` taken off.
fn is_opening_line(tag: &[u8]) -> bool {
    let Some(mut rest) = behind_name(tag) else {
        return false;
    };
    loop {
        let spaces = count(rest, is_space);
        let (_, next) = rest.split_at_checked(spaces).unwrap_or_default();
        match next {
            [b'>', after @ ..] | [b'/', b'>', after @ ..] => return is_line_end(after),
            [b'a'..=b'z' | b'A'..=b'Z' | b'_' | b':', ..] if spaces > 0 => {
                let Some(behind) = behind_attribute(next) else {
                    return false;
                };
                rest = behind;
            }
            _ => return false,
        }
    }
}

/// Whether the line is one whole closing tag, `</` taken off.
fn is_closing_line(tag: &[u8]) -> bool {
    let rest = behind_name(tag).map(|rest| behind(rest, is_space));
    rest.and_then(|rest| rest.strip_prefix(b">")).is_some_and(is_line_end)
}

fn behind_name(tag: &[u8]) -> Option<&[u8]> {
    tag.first()?.is_ascii_alphabetic().then(|| behind(tag, |byte| byte.is_ascii_alphanumeric() || byte == b'-'))
}

/// What stands behind an attribute's name and value.
fn behind_attribute(text: &[u8]) -> Option<&[u8]> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b":._-".contains(&byte);
    let rest = behind(text, is_name);
    let Some(value) = behind(rest, is_space).strip_prefix(b"=") else {
        return Some(rest);
    };
    match behind(value, is_space) {
        [quote @ (b'"' | b'\''), quoted @ ..] => {
            let end = memchr(*quote, quoted)?;
            quoted.get(end + 1..)
        }
        bare => {
            let length = count(bare, |byte| !is_space(byte) && !b"\"'=<>`".contains(&byte));
            (length > 0).then(|| bare.get(length..)).flatten()
        }
    }
}

fn behind(text: &[u8], wanted: impl Fn(u8) -> bool) -> &[u8] {
    text.get(count(text, wanted)..).unwrap_or_default()
}

fn count(text: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    text.iter().take_while(|&&byte| wanted(byte)).count()
}

fn starts_with_space(text: &[u8]) -> bool {
    text.first().is_some_and(|&byte| is_space(byte))
}

/// Whether nothing but spaces follows; a vertical tab is none to comrak here.
fn is_line_end(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\x0c'))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\x0b' | b'\x0c')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starting(text: &str) -> Option<Html> {
        Html::starting(text, Interrupting::Other)
    }

    #[test]
    fn kinds() {
        assert_eq!(starting("<PRE>"), Some(Html::Verbatim));
        assert_eq!(starting("<style"), Some(Html::Verbatim));
        assert_eq!(starting("<!-- 第 7 页"), Some(Html::Comment));
        assert_eq!(starting("<?xml"), Some(Html::Instruction));
        assert_eq!(starting("<!doctype html>"), Some(Html::Declaration));
        assert_eq!(starting("<![cdata[ x"), Some(Html::Data));
        assert_eq!(starting("<Table border=1"), Some(Html::Tag));
        assert_eq!(starting("</td/>x"), Some(Html::Tag));
        for text in ["<", "<!", "<!1", "<prefix", "<tables", "</ td>", "<1>", "< p>", "</>"] {
            assert_eq!(starting(text), None, "{text}");
        }
    }

    #[test]
    fn any_whole_tag_begins_a_block_outside_paragraphs() {
        for text in ["<span>", "<a-1 b c = d/ :e='>' f=\"\"/>  ", "</span\t> ", "<b c=d/>", "<b  />"] {
            assert_eq!(starting(text), Some(Html::Tag), "{text}");
            assert_eq!(Html::starting(text, Interrupting::Paragraph), None, "{text}");
        }
        for text in
            ["<span> x", "<span", "<b c='>", "<b c=>", "<b =c>", "<b'c'>", "<b / >", "<b a=\"\"c>", "</b c>", "<b>\x0b"]
        {
            assert_eq!(starting(text), None, "{text}");
        }
    }

    #[test]
    fn ends() {
        assert!(Html::Verbatim.ends_with("x</ul></STYLE>"));
        assert!(!Html::Verbatim.ends_with("</pre >"));
        assert!(Html::Comment.ends_with("第 7 页 --> 后"));
        assert!(Html::Instruction.ends_with("?>"));
        assert!(Html::Declaration.ends_with("a>b"));
        assert!(Html::Data.ends_with("]]>"));
        assert!(!Html::Tag.ends_with("</table>"));
    }

    #[test]
    fn comments_that_fill_their_line() {
        for text in ["<!-- 第 7 页 -->", "<!-- a -->\t ", "<!-->", "<!--->", "<!---->", "<!-- > -- -->"] {
            assert!(is_comment(text), "{text}");
        }
        for text in ["<!-- a", "<!-- a --> b", "<!-- a --> -->", "<!--"] {
            assert!(!is_comment(text), "{text}");
        }
    }
}
