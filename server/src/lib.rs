//! The analysis of budget documents, and the server and command line that show it.

#![forbid(unsafe_code)]

pub mod analysis;
pub mod capital;
pub mod cause;
pub mod cli;
pub mod component;
pub mod department;
pub mod features;
mod files;
pub mod finding;
pub mod fix;
pub mod history;
pub mod identity;
pub mod kept;
pub mod lsp;
mod ratio;
pub mod reading;
pub mod remedy;
pub mod repair;
pub mod rules;
pub mod scope;
pub mod settings;
pub mod severities;
mod skeleton;
pub mod statement;
pub mod suppressions;
pub mod width;
