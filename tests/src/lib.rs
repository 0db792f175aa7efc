//! What the tests of the whole program share.

#![forbid(unsafe_code)]

pub mod bench;
pub mod classified;
pub mod client;
pub mod departments;
pub mod drafter;
pub mod drafts;
pub mod drawing;
pub mod folder;
pub mod generator;
pub mod html;
pub mod laws;
pub mod national;
pub mod page;
pub mod positions;
pub mod said;

use std::path::PathBuf;

/// A document of the project's own corpus.
pub fn corpus(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file of the real corpus, where it stands beside the project.
pub fn shared(name: &str) -> Option<String> {
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(name)).ok()
}
