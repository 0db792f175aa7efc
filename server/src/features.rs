//! What editors show and offer: an analysis in, plain values out. Nothing here knows a protocol.

pub mod actions;
pub mod card;
pub mod completion;
pub mod folding;
pub mod hints;
pub mod hover;
pub mod initials;
pub mod overview;
pub mod refactor;
pub mod selection;
pub mod share;
pub mod symbols;
pub mod tokens;
