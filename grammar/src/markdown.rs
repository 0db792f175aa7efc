//! Markdown, line by line: which lines are tables, and which are not.
//!
//! Decides about every line what [CommonMark] and [GFM]'s tables decide, from the line and a small [`State`] alone, so
//! that reading can restart at any line and stop where the state is the one that was there before.
//!
//! Where the two specifications leave a choice it is comrak's, with tables as the only extension; the tests compare
//! with it. Known differences, none in a document that a person would write:
//!
//! * A last line without a line ending is read as if it had one; comrak reads `1.` and `<div` there as text.
//! * A table has 65,534 columns at most, comrak's 65,535. Comrak ends a table whose rows lack 500,000 cells in all,
//!   its guard against hostile documents; there is no such end here.
//! * Link reference definitions, in the corners that `Definitions` lists. They matter where a paragraph of nothing
//!   else stands above a setext underline, or alone in a list item.
//!
//! [CommonMark]: https://spec.commonmark.org/0.31.2/
//! [GFM]: https://github.github.com/gfm/#tables-extension-

mod cells;
mod containers;
mod cursor;
mod definitions;
mod html;
mod start;

pub use cells::{cells, unescape};

use containers::{Container, Containers, Innermost};
use cursor::Cursor;
use definitions::Definitions;
use html::{Html, Interrupting};
use start::{CODE_INDENT, Fence, Start};

/// Whether a line that begins with `text` and a blank is another block than a row: `-|` is a row, and `- |` an item of
/// a list.
pub(crate) fn begins_block(text: &str) -> bool {
    Start::of(&format!("{text} a"), Interrupting::Other).is_some()
}

/// Containers that one line may open, so that nesting costs no more than comrak lets it.
const MOST_OPENED: usize = 99;

/// Everything before a line that decides how it is read. The default is the start of a document.
///
/// Equal states read all further lines alike. 16 bytes; a clone allocates nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    leaf: Leaf,
    containers: Containers,
}

impl State {
    /// Whether a table goes on.
    pub fn is_in_table(&self) -> bool {
        self.leaf == Leaf::Table
    }

    /// Whether neither a table nor fenced code nor HTML goes on: what stands there is text to a reader, indented or
    /// not.
    pub fn is_text(&self) -> bool {
        !matches!(self.leaf, Leaf::Table | Leaf::Fence(_) | Leaf::Html(_))
    }

    /// Whether HTML that a tag began goes on, outside of block quotes and lists.
    pub fn is_in_html(&self) -> bool {
        self.leaf == Leaf::Html(Html::Tag) && self.containers.is_empty()
    }
}

/// What a line is. Lines inside block quotes and list items are [`Block::Other`], whatever they hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Block {
    /// A blank line, unless a fenced code block or an HTML block goes on over it.
    Blank,
    /// An ATX heading.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// The underline of a setext heading; the paragraph above is the heading's text.
    Setext {
        /// 1 or 2.
        level: u8,
    },
    /// An HTML comment that begins and ends on this line, with nothing else on the line.
    Comment,
    /// A line of a paragraph. The last one is a table's header if a [`Block::Delimiter`] follows.
    Paragraph,
    /// A table's delimiter row; the line before it is the header row.
    Delimiter,
    /// A table's body row.
    Row,
    /// Everything else: code, HTML, thematic breaks, block quotes, lists.
    Other,
}

/// The open block without children that a line may continue. Blocks that nothing continues need no entry: headings,
/// thematic breaks, and indented code, which reads the lines after it as if it were not there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Leaf {
    #[default]
    None,
    Paragraph(Paragraph),
    Table,
    Fence(Fence),
    Html(Html),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Paragraph {
    definitions: Definitions,
    header: Header,
}

/// How many cells the last line of a paragraph would have as the header row of a table; 0 if it is no row.
///
/// One value is kept back to say that neither this line nor a later one is a header. It costs tables of exactly 65,535
/// columns, the most that comrak reads, and halves what a paragraph adds to the state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Header(u16);

impl Header {
    const SPENT: Self = Self(u16::MAX);

    /// The header that a paragraph's further line would be. Comrak reads the whole paragraph to find the header; a
    /// line with too many cells spoils all of it.
    fn next(self, line: &str) -> Self {
        if self == Self::SPENT {
            return self;
        }
        u16::try_from(cells::count(line)).map_or(Self::SPENT, Self)
    }

    /// Whether a line that has the shape of a delimiter row has one delimiter for each of the header's cells.
    fn fits(self, delimiters: &str) -> bool {
        self != Self::SPENT && cells::count(delimiters) == usize::from(self.0)
    }
}

impl Paragraph {
    /// With one more line.
    fn with(self, line: &str) -> Self {
        Self { definitions: self.definitions.with(line), header: self.header.next(line) }
    }

    /// With a line that has the shape of a delimiter row but does not fit its header: text, as are all further
    /// delimiter rows of the paragraph. Neither specification says so; it is how cmark-gfm and comrak keep from
    /// reading a paragraph over and over.
    fn with_misfit(self, line: &str) -> Self {
        Self { definitions: self.definitions.with(line), header: Header::SPENT }
    }
}

/// The text of an ATX heading, without its marks (CommonMark 4.2); `None` for the underline of a setext heading.
pub fn heading_text(line: &str) -> Option<&str> {
    let marked = line.trim().strip_prefix('#')?.trim_start_matches('#').trim();
    let bare = marked.trim_end_matches('#');
    let is_closed = bare.is_empty() || bare.ends_with([' ', '\t']);
    Some(if is_closed { bare.trim_end() } else { marked })
}

/// The level of a heading, 1 to 6, by its line of marks or the one that underlines it (CommonMark 4.2 and 4.3).
pub fn heading_level(line: &str) -> u8 {
    let line = line.trim_start();
    match line.bytes().take_while(|byte| *byte == b'#').count() {
        0 if line.starts_with('=') => 1,
        0 => 2,
        marks => u8::try_from(marks.min(6)).unwrap_or(6),
    }
}

/// Reads one line: what it is, and the state before the next one. `line` has no line ending.
///
/// Lines of tables and paragraphs cost one pass over their bytes at most, to count pipes; lines inside containers
/// one step per container besides.
pub fn read(state: &State, line: &str) -> (Block, State) {
    let mut cursor = Cursor::new(line);
    let empty = cursor.is_blank();
    let innermost = match state.leaf {
        Leaf::None => Innermost::HasNone,
        _ => Innermost::HasLeaf,
    };
    let held = state.containers.hold(innermost, &mut cursor);
    let reached = held == state.containers.len();
    let leaf = if reached { state.leaf } else { Leaf::None };
    if let Some(leaf) = leaf.taking_all(&cursor) {
        let containers = state.containers.clone();
        return (Block::Other, State { leaf, containers });
    }
    let mut place = Place { leaf, containers: state.containers.outermost(held) };
    if cursor.is_blank() {
        let block = if empty { Block::Blank } else { Block::Other };
        return (block, place.after_blank());
    }
    match (place.begin(&mut cursor, state.leaf), state.leaf) {
        (Begun::Nothing, _) => (Block::Other, place.after_blank()),
        (Begun::Block(block, leaf), _) => place.with(block, leaf),
        (Begun::Text, Leaf::Paragraph(paragraph)) if !reached && held == place.containers.len() => {
            // A lazy continuation line, which keeps its indentation.
            let leaf = Leaf::Paragraph(paragraph.with(cursor.unread()));
            let containers = state.containers.clone();
            (Block::Other, State { leaf, containers })
        }
        (Begun::Text, _) => place.text(&cursor),
    }
}

impl Leaf {
    /// The leaf after a line that it takes whatever the line holds, as code and HTML do.
    fn taking_all(self, line: &Cursor<'_>) -> Option<Self> {
        let ends = match self {
            Self::Fence(fence) => fence.is_closed_by(line),
            Self::Html(html) if line.is_blank() && html.ends_at_blank() => return None,
            Self::Html(html) => html.ends_with(line.text()),
            Self::None | Self::Paragraph(_) | Self::Table => return None,
        };
        Some(if ends { Self::None } else { self })
    }

    fn is_paragraph(self) -> bool {
        matches!(self, Self::Paragraph(_))
    }
}

/// What a line that no code or HTML has taken begins, behind the containers it opens.
enum Begun {
    /// No leaf block: nothing stands behind the containers.
    Nothing,
    /// A leaf block; what remains open of it.
    Block(Block, Leaf),
    /// Text of a paragraph or a table.
    Text,
}

/// Where in the tree of blocks a line has got to: the containers it stands in, and the leaf it may continue.
struct Place {
    leaf: Leaf,
    containers: Containers,
}

impl Place {
    /// Opens the containers that the line begins and names the leaf block that it begins in them. `before` is the
    /// leaf that was open before the line, which text may continue lazily.
    fn begin(&mut self, cursor: &mut Cursor<'_>, before: Leaf) -> Begun {
        let mut opened = 0;
        loop {
            if cursor.is_blank() {
                return Begun::Nothing;
            }
            if cursor.indent() >= CODE_INDENT {
                let continues = opened == 0 && before.is_paragraph();
                return if continues { Begun::Text } else { Begun::Block(Block::Other, Leaf::None) };
            }
            let container = match Start::of(cursor.text(), self.interrupting()) {
                Some(Start::Quote) => Container::quote(cursor),
                Some(Start::Item { marker }) if opened < MOST_OPENED => Container::item(marker, cursor),
                start => return self.begin_leaf(start, cursor.text()),
            };
            self.containers.open(container);
            self.leaf = Leaf::None;
            opened += 1;
        }
    }

    fn begin_leaf(&self, start: Option<Start>, text: &str) -> Begun {
        let (block, leaf) = match (start, self.leaf) {
            (Some(Start::Heading { level }), _) => (Block::Heading { level }, Leaf::None),
            (Some(Start::Fence(fence)), _) => (Block::Other, Leaf::Fence(fence)),
            (Some(Start::Html(html)), _) if html.ends_with(text) => {
                let alone = html == Html::Comment && html::is_comment(text);
                (if alone { Block::Comment } else { Block::Other }, Leaf::None)
            }
            (Some(Start::Html(html)), _) => (Block::Other, Leaf::Html(html)),
            (Some(Start::ThematicBreak), _) => (Block::Other, Leaf::None),
            // With nothing but definitions above, the underline is the first line of text.
            (Some(Start::Setext { .. }), Leaf::Paragraph(above)) if above.definitions.is_all() => {
                let definitions = Definitions::default();
                let paragraph = Paragraph { definitions, ..above }.with(text);
                (Block::Paragraph, Leaf::Paragraph(paragraph))
            }
            (Some(Start::Setext { level }), _) => (Block::Setext { level }, Leaf::None),
            (Some(Start::Quote | Start::Item { .. }) | None, _) => return Begun::Text,
        };
        Begun::Block(block, leaf)
    }

    fn interrupting(&self) -> Interrupting {
        if self.leaf.is_paragraph() { Interrupting::Paragraph } else { Interrupting::Other }
    }

    /// A line of text, which no block begins.
    fn text(self, cursor: &Cursor<'_>) -> (Block, State) {
        let text = cursor.text();
        let (block, leaf) = match self.leaf {
            Leaf::Table if cells::is_row(text) => (Block::Row, Leaf::Table),
            Leaf::Paragraph(above) if cursor.indent() < CODE_INDENT && cells::is_delimiter(text) => {
                if above.header.fits(text) {
                    (Block::Delimiter, Leaf::Table)
                } else {
                    (Block::Paragraph, Leaf::Paragraph(above.with_misfit(text)))
                }
            }
            Leaf::Paragraph(above) => (Block::Paragraph, Leaf::Paragraph(above.with(text))),
            Leaf::None | Leaf::Table | Leaf::Fence(_) | Leaf::Html(_) => {
                (Block::Paragraph, Leaf::Paragraph(Paragraph::default().with(text)))
            }
        };
        self.with(block, leaf)
    }

    /// With `leaf` in the innermost container; `block` is what the line is outside of containers.
    fn with(mut self, block: Block, leaf: Leaf) -> (Block, State) {
        let vanishing = matches!(
            leaf,
            Leaf::Paragraph(Paragraph { definitions, .. }) if definitions != Definitions::Text
        );
        if !vanishing {
            self.containers.fill();
        }
        let block = if self.containers.is_empty() { block } else { Block::Other };
        let Self { leaf: _, containers } = self;
        (block, State { leaf, containers })
    }

    /// The state after a blank line, which ends every leaf that has not taken it.
    fn after_blank(mut self) -> State {
        if let Leaf::Paragraph(paragraph) = self.leaf
            && !paragraph.definitions.is_all()
        {
            self.containers.fill();
        }
        State { leaf: Leaf::None, containers: self.containers }
    }
}

#[cfg(test)]
mod tests;
