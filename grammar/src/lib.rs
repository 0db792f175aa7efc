//! The language of budget Markdown.

pub mod sequence;
pub mod span;

pub use span::Span;
