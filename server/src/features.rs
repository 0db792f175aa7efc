//! What editors show and offer: an analysis in, plain values out. Nothing here knows a protocol.

pub mod actions;
pub mod card;
pub mod completion;
pub mod difference;
pub mod folding;
pub mod format;
pub mod hierarchy;
pub mod hints;
pub mod hover;
pub mod initials;
pub mod lens;
pub mod linked;
pub mod navigation;
pub mod overview;
pub mod place;
pub mod refactor;
pub mod rename;
pub mod repeated;
pub mod search;
pub mod selection;
pub mod share;
pub mod spreadsheet;
mod statement;
pub mod symbols;
pub mod tokens;
