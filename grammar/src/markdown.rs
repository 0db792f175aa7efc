//! Markdown, line by line: which lines of a text are tables, headings or something else.
//!
//! CommonMark's blocks with GFM's tables, read with a state that is small, comparable and complete: a line is understood
//! from its text and the state before it alone, so that reading can start at any line and stop where the state is the
//! old one again. Only tables at the top level of the document are told apart; what stands in quotes and lists is
//! followed as far as it decides where those end. For any text the tables and their cells are those of `comrak`.

mod cells;
mod cursor;
mod definition;
mod html;
mod starts;

use std::sync::Arc;

pub use cells::{cells, unescape};
use cells::{cells_from, delimiter, is_row};
use cursor::Cursor;
use definition::is_only_definitions;
use html::Html;

/// Blocks nested deeper than this begin no list on the same line, as in the reference implementations.
const DEEPEST: usize = 100;

/// The longest paragraph that is kept to see whether it consists of link reference definitions, in bytes; a longer one
/// counts as text. Kept only for paragraphs that begin with `[`.
const LONGEST_DEFINITIONS: usize = 4096;

/// Everything before a line that decides how it is read. The default is the start of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The open quotes and list items, outermost first; none at the top level, which is nearly everywhere.
    containers: Option<Arc<[Container]>>,
    leaf: Leaf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Quote,
    Item {
        /// Columns that a line must be indented by to belong to it.
        indent: usize,
        /// Whether it holds nothing yet: a blank line ends it then.
        is_empty: bool,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Leaf {
    #[default]
    None,
    Paragraph(Paragraph),
    Fence {
        mark: u8,
        length: usize,
        indent: usize,
    },
    Html(Html),
    Indented,
    Table,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Paragraph {
    /// How many cells its last line has as a header row.
    cells: u32,
    /// Whether a delimiter row was refused already: no further one is looked for.
    is_refused: bool,
    /// Its text so far, where it may be nothing but link reference definitions.
    definitions: Option<Arc<str>>,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// A blank line, outside of code and HTML.
    Blank,
    /// An ATX heading at the top level.
    Heading,
    /// The underline of a setext heading at the top level: the paragraph above is the heading.
    Setext,
    /// An HTML comment at the top level that begins and ends on this line, with nothing beside it.
    Comment,
    /// A line of a paragraph at the top level.
    Paragraph,
    /// The delimiter row of a table at the top level: the line above is its header row.
    Delimiter,
    /// A body row of such a table.
    Row,
    /// Anything else: code, HTML, thematic breaks, and whatever stands in a quote or a list.
    Other,
}

/// Reads one line, given without its line ending.
///
/// Cost: the line's length, and the depth of the quotes and lists that are open.
pub fn read(state: &State, line: &str) -> (Block, State) {
    if let Some(shortcut) = shortcut(state, line) {
        return shortcut;
    }
    let mut reader = Reader { cursor: Cursor::new(line), before: state, containers: Vec::new() };
    reader.read()
}

/// The commonest lines by far: a row of an open table, and a blank line at the top level.
fn shortcut(state: &State, line: &str) -> Option<(Block, State)> {
    if state.containers.is_some() {
        return None;
    }
    match (&state.leaf, line.as_bytes().first()) {
        (Leaf::Table, Some(b'|')) if is_row(line) => Some((Block::Row, state.clone())),
        (Leaf::None | Leaf::Table | Leaf::Paragraph(_), None) => Some((Block::Blank, State::default())),
        _ => None,
    }
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    before: &'a State,
    /// The containers that are open: those before the line that it belongs to, then those that it opens.
    containers: Vec<Container>,
}

/// What the line's text is added to, before new blocks are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Container,
    Paragraph,
    Table,
}

/// What a line turned out to be below its containers.
enum Found {
    Blank,
    Text,
    Leaf(Block, Leaf),
}

impl Reader<'_> {
    fn read(&mut self) -> (Block, State) {
        let open: &[Container] = self.before.containers.as_deref().unwrap_or_default();
        let matched = self.match_containers(open);
        let all = matched == open.len();
        if all && let Some(leaf) = self.continue_verbatim() {
            return self.finish(Found::Leaf(Block::Other, leaf), 0);
        }
        let mut into = Into::Container;
        if all && !self.cursor.is_blank() {
            into = match &self.before.leaf {
                Leaf::Paragraph(_) => Into::Paragraph,
                Leaf::Table if is_row(self.cursor.rest()) => Into::Table,
                _ => Into::Container,
            };
        }
        let found = self.open_blocks(into);
        let opened = self.containers.len() - matched;
        let is_lazy = !all && opened == 0 && matches!((&found, &self.before.leaf), (Found::Text, Leaf::Paragraph(_)));
        if is_lazy {
            let text = self.cursor.unindented();
            let state = State {
                containers: self.before.containers.clone(),
                leaf: self.paragraph(cells_from(text, 0).count(), text, false),
            };
            return (Block::Other, state);
        }
        let found = match found {
            Found::Text => {
                let text = self.cursor.rest();
                let is_new = into != Into::Paragraph || opened > 0;
                Found::Leaf(Block::Paragraph, self.paragraph(cells_from(text, 0).count(), text, is_new))
            }
            found => found,
        };
        self.finish(found, opened)
    }

    /// Takes the prefixes of the open containers off; how many the line belongs to.
    fn match_containers(&mut self, open: &[Container]) -> usize {
        for container in open {
            let matches = match container {
                Container::Quote => self.cursor.take_quote(),
                Container::Item { indent, .. } if self.cursor.indent() >= *indent => {
                    self.cursor.advance_columns(*indent);
                    true
                }
                Container::Item { is_empty, .. } => self.cursor.is_blank() && !is_empty,
            };
            if !matches {
                break;
            }
            self.containers.push(*container);
        }
        self.containers.len()
    }

    /// The leaf behind a line of code or HTML; `None` for a line of anything else.
    fn continue_verbatim(&mut self) -> Option<Leaf> {
        let rest = self.cursor.rest();
        match &self.before.leaf {
            Leaf::Fence { mark, length, .. } => {
                let closes = self.cursor.indent() <= 3 && starts::closes_fence(rest, *mark, *length);
                Some(if closes { Leaf::None } else { self.before.leaf.clone() })
            }
            Leaf::Html(html) if html.ends_at_blank() && self.cursor.is_blank() => None,
            Leaf::Html(html) => Some(if html.ends_with(rest) { Leaf::None } else { Leaf::Html(*html) }),
            Leaf::Indented if self.cursor.indent() >= 4 || self.cursor.is_blank() => Some(Leaf::Indented),
            Leaf::Indented | Leaf::None | Leaf::Paragraph(_) | Leaf::Table => None,
        }
    }

    /// Looks for the blocks that begin on this line, from the outside in.
    fn open_blocks(&mut self, mut into: Into) -> Found {
        let mut may_be_lazy = matches!(self.before.leaf, Leaf::Paragraph(_));
        for depth in 1.. {
            let rest = self.cursor.rest();
            let is_indented = self.cursor.indent() >= 4;
            if !is_indented {
                if self.cursor.take_quote() {
                    self.containers.push(Container::Quote);
                    (into, may_be_lazy) = (Into::Container, false);
                    continue;
                }
                if let Some(found) = self.leaf_start(rest, into) {
                    return found;
                }
                if depth < DEEPEST
                    && let Some(item) = self.item(rest, into)
                {
                    self.containers.push(item);
                    (into, may_be_lazy) = (Into::Container, false);
                    continue;
                }
            } else if !may_be_lazy && !self.cursor.is_blank() {
                return Found::Leaf(Block::Other, Leaf::Indented);
            }
            if into == Into::Table && !is_indented {
                return Found::Leaf(Block::Row, Leaf::Table);
            }
            break;
        }
        if self.cursor.is_blank() { Found::Blank } else { Found::Text }
    }

    /// A leaf block that begins with `rest`, in the order in which CommonMark looks for them.
    fn leaf_start(&self, rest: &str, into: Into) -> Option<Found> {
        let first = *rest.as_bytes().first()?;
        let leaf = |block, leaf| Some(Found::Leaf(block, leaf));
        match first {
            b'#' if starts::is_heading(rest) => return leaf(Block::Heading, Leaf::None),
            b'`' | b'~' => {
                if let Some(length) = starts::fence(rest) {
                    return leaf(Block::Other, Leaf::Fence { mark: first, length, indent: self.cursor.indent() });
                }
            }
            b'<' => {
                if let Some(html) = Self::html(rest, into) {
                    let is_over = html.ends_with(rest);
                    let block = if is_over && is_lone_comment(rest) { Block::Comment } else { Block::Other };
                    return leaf(block, if is_over { Leaf::None } else { Leaf::Html(html) });
                }
            }
            b'=' | b'-' if into == Into::Paragraph && starts::is_setext(rest) => {
                return if self.is_only_definitions() { Some(Found::Text) } else { leaf(Block::Setext, Leaf::None) };
            }
            _ => {}
        }
        if matches!(first, b'*' | b'_' | b'-') && starts::is_thematic_break(rest) {
            return leaf(Block::Other, Leaf::None);
        }
        let is_list = self.item_marker(rest, into).is_some();
        if into == Into::Paragraph && !is_list {
            return self.table_start(rest);
        }
        None
    }

    fn html(rest: &str, into: Into) -> Option<Html> {
        let lone_tag = || (into != Into::Paragraph && Html::is_lone_tag(rest)).then_some(Html::Tag);
        Html::start(rest).or_else(lone_tag)
    }

    /// A table, where the paragraph's last line and this one are its header and delimiter rows.
    fn table_start(&self, rest: &str) -> Option<Found> {
        let Leaf::Paragraph(paragraph) = &self.before.leaf else { return None };
        if paragraph.is_refused {
            return None;
        }
        let columns = delimiter(rest)?;
        if u32::try_from(columns) == Ok(paragraph.cells) {
            return Some(Found::Leaf(Block::Delimiter, Leaf::Table));
        }
        Some(Found::Leaf(Block::Paragraph, self.refused(columns, rest)))
    }

    /// The paragraph with a line at its end that would have been a delimiter row if its cells had fitted.
    fn refused(&self, columns: usize, rest: &str) -> Leaf {
        match self.paragraph(columns, rest, false) {
            Leaf::Paragraph(paragraph) => Leaf::Paragraph(Paragraph { is_refused: true, ..paragraph }),
            leaf => leaf,
        }
    }

    fn item_marker(&self, rest: &str, into: Into) -> Option<usize> {
        let interrupts =
            if into == Into::Paragraph { starts::Interrupts::Paragraph } else { starts::Interrupts::Nothing };
        starts::list_marker(rest, interrupts)
    }

    /// A list item that begins here.
    fn item(&mut self, rest: &str, into: Into) -> Option<Container> {
        let marker = self.item_marker(rest, into)?;
        let own = self.cursor.indent();
        self.cursor.advance_to_rest();
        self.cursor.advance_bytes(marker);
        let padding = self.cursor.take_padding();
        Some(Container::Item { indent: own + marker + padding, is_empty: true })
    }

    /// The paragraph with this line at its end.
    fn paragraph(&self, cells: usize, text: &str, is_new: bool) -> Leaf {
        let before = match &self.before.leaf {
            Leaf::Paragraph(paragraph) if !is_new => Some(paragraph),
            _ => None,
        };
        let kept = match before {
            Some(paragraph) => paragraph.definitions.as_deref(),
            None => text.starts_with('[').then_some(""),
        };
        let kept = kept.filter(|kept| kept.len() + text.len() < LONGEST_DEFINITIONS);
        let definitions = kept.map(|kept| format!("{kept}{text}\n").into());
        let is_refused = before.is_some_and(|paragraph| paragraph.is_refused);
        Leaf::Paragraph(Paragraph { cells: count(cells), is_refused, definitions })
    }

    fn is_only_definitions(&self) -> bool {
        match &self.before.leaf {
            Leaf::Paragraph(paragraph) => paragraph.definitions.as_deref().is_some_and(is_only_definitions),
            _ => false,
        }
    }

    /// The state behind the line, `opened` of whose containers began on it.
    fn finish(&mut self, found: Found, opened: usize) -> (Block, State) {
        let (block, leaf) = match found {
            Found::Leaf(block, leaf) => (block, leaf),
            Found::Blank | Found::Text => (Block::Blank, Leaf::None),
        };
        let holds_something = block != Block::Blank;
        let last = self.containers.len().checked_sub(1);
        for (depth, container) in self.containers.iter_mut().enumerate() {
            if let Container::Item { is_empty, .. } = container
                && (Some(depth) != last || holds_something)
            {
                *is_empty = false;
            }
        }
        let is_top_level = self.containers.is_empty();
        let block = if is_top_level || (block == Block::Blank && opened == 0) { block } else { Block::Other };
        let is_unchanged = self.before.containers.as_deref().is_some_and(|before| before == self.containers);
        let containers = match &self.before.containers {
            _ if is_top_level => None,
            before if is_unchanged => before.clone(),
            _ => Some(self.containers.as_slice().into()),
        };
        (block, State { containers, leaf })
    }
}

fn count(cells: usize) -> u32 {
    // More columns than a 16-bit number holds make no table in the reference implementations.
    if cells < usize::from(u16::MAX) { u32::try_from(cells).unwrap_or(0) } else { 0 }
}

fn is_lone_comment(text: &str) -> bool {
    let text = text.trim_end_matches([' ', '\t']);
    text.starts_with("<!--") && text.find("-->").is_some_and(|end| end + 3 == text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<Block> {
        let mut state = State::default();
        let mut read_line = |line| {
            let (block, after) = read(&state, line);
            state = after;
            block
        };
        text.lines().map(&mut read_line).collect()
    }

    use Block::{Blank, Comment, Delimiter, Heading, Other, Paragraph, Row, Setext};

    #[test]
    fn a_table_with_what_may_stand_around_it() {
        let text = "## 表\n\n单位：万元\n\n| 甲 | 1.00 |\n|---|---|\n| 乙 | 2.00 |\n乙 | 3\n\n<!-- page 7 -->\n";
        let expected = [Heading, Blank, Paragraph, Blank, Paragraph, Delimiter, Row, Row, Blank, Comment];
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn the_header_is_the_last_line_of_a_paragraph() {
        assert_eq!(blocks("文字\n| 甲 | 乙 |\n|-|-|\n| 1 | 2 |"), [Paragraph, Paragraph, Delimiter, Row]);
        assert_eq!(
            blocks("| 甲 | 乙 |\n|-|\n|-|-|"),
            [Paragraph, Paragraph, Paragraph],
            "refused once, refused for good"
        );
    }

    #[test]
    fn tables_in_code_comments_quotes_and_lists_are_none() {
        for text in ["```\n|a|\n|-|\n```", "<!--\n|a|\n|-|\n-->", "> |a|\n> |-|", "- |a|\n  |-|", "    |a|\n    |-|"] {
            let blocks = blocks(text);
            assert!(blocks.iter().all(|block| *block == Other), "{text:?}: {blocks:?}");
        }
    }

    #[test]
    fn another_block_ends_a_table() {
        for (line, block) in
            [("# 一", Heading), ("> 一", Other), ("- 一", Other), ("***", Other), ("<b>", Other), ("|", Paragraph)]
        {
            assert_eq!(blocks(&format!("|a|\n|-|\n|1|\n{line}")).last(), Some(&block), "{line:?}");
        }
    }

    #[test]
    fn underlines_of_headings() {
        assert_eq!(blocks("标题\n==="), [Paragraph, Setext]);
        assert_eq!(blocks("[a]: /u\n===\n| a |\n|-|"), [Paragraph, Paragraph, Paragraph, Delimiter]);
    }

    #[test]
    fn a_lazy_line_belongs_to_its_list() {
        assert_eq!(blocks("- 甲\n| a |\n|---|\n"), [Other, Other, Other]);
        assert_eq!(blocks("- 甲\n\n| a |\n|---|\n"), [Other, Blank, Paragraph, Delimiter]);
    }
}
