//! Fictional budget documents, and documents with one known fault, the same ones for the same seed.
//!
//! A [`Sheet`] adds up to the last digit. A [`fault::Fault`] is one with a slip in it, the places where a finding about
//! it may stand, and the documents that a fix may restore. [`kinds::Clean`] are the forms in which a document without a
//! fault comes.

pub mod dice;
pub mod document;
pub mod fault;
pub mod indicators;
pub mod kinds;
mod mistake;
pub mod render;
pub mod slips;
pub mod words;

pub use dice::Dice;
pub use document::{Level, Row, Sheet};
