//! A folder of documents on the disk.

use std::{fs, path::PathBuf};

use tempfile::TempDir;

/// A folder that is gone when it is dropped.
pub struct Folder(TempDir);

impl Default for Folder {
    fn default() -> Self {
        Self(tempfile::tempdir().expect("there is a place for temporary files"))
    }
}

impl Folder {
    /// A folder with a file in it.
    pub fn with(name: &str, text: &str) -> Self {
        let folder = Self::default();
        folder.write(name, text);
        folder
    }

    /// The path of a file.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and the folders that it is in.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        let parent = path.parent().expect("a file is in a folder");
        fs::create_dir_all(parent).and_then(|()| fs::write(&path, text)).expect("the folder can be written to");
    }

    /// Deletes a file.
    pub fn delete(&self, name: &str) {
        fs::remove_file(self.path(name)).expect("the file is there");
    }

    /// The URI of a file, as most editors write it; that of the folder for an empty name.
    pub fn uri(&self, name: &str) -> String {
        let path = if name.is_empty() { self.0.path().to_owned() } else { self.path(name) };
        let encoded = path.to_str().expect("in UTF-8").bytes().map(|byte| match byte {
            b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        });
        format!("file://{}", encoded.collect::<String>())
    }
}
