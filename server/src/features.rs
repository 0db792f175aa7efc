//! What editors show and offer: an analysis in, plain values out. Nothing here knows a protocol.

pub mod actions;
pub mod card;
pub mod hover;
pub mod overview;
pub mod refactor;
pub mod share;
pub mod tokens;
