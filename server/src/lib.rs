//! The analysis of budget documents, and the server and command line that show it.

pub mod capital;
pub mod identity;
