//! What the benchmarks against other servers are made of: messages on the wire, figures, and tables in a page.

pub mod figures;
pub mod table;
pub mod wire;
