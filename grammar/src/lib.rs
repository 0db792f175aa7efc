//! The language of budget Markdown.

pub mod amount;
pub mod codes;
pub mod metadata;
pub mod name;
pub mod row;
pub mod sequence;
pub mod span;
pub mod sum;
pub mod table;
pub mod text;

pub use span::Span;
