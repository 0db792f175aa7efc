//! The laws of the language, held against any text: what a fuzzer calls, and what the tests call with the texts that it
//! left.

#![forbid(unsafe_code)]

mod laws;
mod script;

use std::{fs, path::Path};

pub use laws::{edits, parse};
pub use script::{Edit, Script};

/// Holds a law against every text that is kept in a folder; gives how many there were.
///
/// # Panics
///
/// Where the folder cannot be read, or a text breaks the law.
pub fn replay(folder: &Path, law: impl Fn(&[u8])) -> usize {
    let listed = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = listed.map(|kept| kept.expect("the folder can be read").path());
    paths.map(|path| law(&fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))).count()
}
