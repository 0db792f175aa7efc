//! The language of budget Markdown.

#![forbid(unsafe_code)]

pub mod amount;
pub mod classification;
pub mod codes;
pub mod department;
pub mod document;
pub mod html_table;
pub mod indicator;
pub mod kinds;
pub mod line;
pub mod markdown;
pub mod metadata;
pub mod name;
mod numbering;
pub mod outline;
pub mod prose;
mod reader;
pub mod row;
pub mod sequence;
pub mod span;
pub mod stage;
pub mod statement;
pub mod sum;
pub mod suppression;
pub mod table;
pub mod tally;
pub mod text;
pub mod vocabulary;
mod words;
pub mod writing;
pub mod written;

pub use span::Span;
