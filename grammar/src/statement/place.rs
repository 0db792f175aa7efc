//! Where the cells of a statement stand, in a table of Markdown or of HTML.

use crate::Span;

/// Where a cell of a statement stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CellPlace {
    /// How many lines below the first delimiter row of the tables, or the first line where that is HTML; negative in
    /// the header of a page without one.
    pub below: i32,
    /// Where in its line; of a content that goes on in the next line, what stands in the first.
    pub span: Span,
    /// How it is written there.
    pub form: Form,
}

/// How a cell is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Between pipes.
    #[default]
    Piped,
    /// Between tags, and what it says is what stands there.
    Tagged,
    /// What it says is not what stands there, so that nothing can be put in its place: it has tags or character
    /// references in it, goes on in the next line, is covered by another cell, or is missing.
    Indirect,
}

impl CellPlace {
    /// Whether nothing stands there.
    pub fn is_empty(self) -> bool {
        self.span.is_empty()
    }

    /// Whether a text put there is what the cell then says.
    pub fn is_replaceable(self) -> bool {
        self.form != Form::Indirect
    }

    /// From here to the end of another cell of the row, as far as that is in the same line.
    #[must_use]
    pub fn to(self, last: Self) -> Self {
        let end = if last.below == self.below { last.span.end.max(self.span.end) } else { self.span.end };
        Self { span: Span { end, ..self.span }, ..self }
    }
}
