//! The laws of the whole program, which property tests hold against documents, and fuzzing against any bytes.

pub mod fixes;
pub mod format;
pub mod fresh;
