//! The language of budget Markdown.

pub mod span;

pub use span::Span;
