//! Where a settings file is, and what it says.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use budget_grammar::text::Text;

use super::{
    Read, Settings,
    complaint::{Complaint, Fault, Reason},
};

/// What a settings file is called.
pub const NAME: &str = ".budget-lsp.toml";

/// The most bytes that a settings file is read to; what is longer is no such file.
const MOST: u64 = 1 << 20;

/// The nearest settings file in `folder` or above it. Cost: one look at the disk a folder.
pub fn nearest(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

/// The text of a settings file; `None` where there is none any more.
fn text(path: &Path) -> Option<Result<String, Reason>> {
    let reason = |error: io::Error| match error.kind() {
        io::ErrorKind::InvalidData => Reason::Encoding,
        _ => Reason::Other(error.to_string()),
    };
    let mut text = String::new();
    let read = fs::File::open(path).and_then(|file| file.take(MOST + 1).read_to_string(&mut text));
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => Some(Err(reason(error))),
        Ok(length) if u64::try_from(length).is_ok_and(|length| length <= MOST) => Some(Ok(text)),
        Ok(_) => Some(Err(Reason::Length)),
    }
}

/// A settings file with what is in force of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsFile {
    /// The text that was read last.
    pub text: Text,
    /// What counts: what the text says, or the last one that could be used.
    pub settings: Settings,
    /// What is wrong with the text.
    pub complaints: Vec<Complaint>,
}

impl SettingsFile {
    /// Reads the file again. Where it cannot be used, the settings stay as they are.
    pub fn read(&mut self, path: &Path) {
        match text(path) {
            None => *self = Self::default(),
            Some(Ok(text)) => {
                let Read { settings, faults } = Settings::parse(&text);
                self.text = Text::from(text.as_str());
                self.complaints = faults;
                if let Some(settings) = settings {
                    self.settings = settings;
                }
            }
            Some(Err(reason)) => {
                self.text = Text::default();
                self.complaints = vec![Complaint::new(&self.text, 0..0, Fault::Unreadable(reason))];
            }
        }
    }
}
