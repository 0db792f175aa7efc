//! The documents below the workspace's folders that are not open, and which of them are to be looked at again.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use tower_lsp::ls_types::Uri;

use super::documents::Key;
use crate::{analysis::Options, files, kept::Kept};

/// All closed documents. What is open is never among them.
#[derive(Default)]
pub(super) struct Closed {
    pub(super) documents: BTreeMap<Key, ClosedDocument>,
    folders: Vec<PathBuf>,
    due: Due,
    /// Whether they are being looked at.
    is_working: bool,
}

/// One closed document.
pub(super) struct ClosedDocument {
    pub(super) uri: Uri,
    pub(super) path: PathBuf,
    pub(super) kept: Arc<Kept>,
    /// What its findings are told apart by: see [`super::pull`].
    pub(super) report: u64,
    pub(super) stamp: Stamp,
    pub(super) options: Options,
}

/// What tells whether a file is the one that was read. `None` is no file's.
pub(super) type Stamp = Option<(SystemTime, u64)>;

/// What is to be looked at again.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Due {
    /// All folders, each file where it is another than before.
    pub(super) all: bool,
    /// Files that are another, whatever their stamps say.
    pub(super) files: BTreeSet<PathBuf>,
}

impl Closed {
    pub(super) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Takes over the folders of the workspace.
    pub(super) fn set_folders(&mut self, folders: Vec<PathBuf>) {
        self.folders = folders;
        self.due.all = true;
    }

    /// Leaves some folders and takes over others.
    pub(super) fn change_folders(&mut self, removed: &[PathBuf], added: Vec<PathBuf>) {
        self.folders.retain(|folder| !removed.contains(folder) && !added.contains(folder));
        self.folders.extend(added);
        self.due.all = true;
    }

    /// Everything is looked at again where the disk or the settings say something else.
    pub(super) fn look_again(&mut self) {
        self.due.all = !self.folders.is_empty();
    }

    /// A file is another, has come or has gone. Gives whether it will be looked at.
    pub(super) fn touch(&mut self, path: &Path) -> bool {
        let is_inside = files::has_ending(path) && self.folders.iter().any(|folder| path.starts_with(folder));
        if is_inside {
            self.due.files.insert(path.to_owned());
        }
        is_inside
    }

    /// What is to be looked at, which is then taken care of; `None` for nothing.
    pub(super) fn take_due(&mut self) -> Option<Due> {
        let due = std::mem::take(&mut self.due);
        let is_any = due != Due::default();
        self.is_working |= is_any;
        is_any.then_some(due)
    }

    /// All that was due is done. Gives whether something is due again.
    pub(super) fn rest(&mut self) -> bool {
        self.is_working = self.due != Due::default();
        self.is_working
    }

    /// Whether all that is known is as the disk has it.
    pub(super) fn is_settled(&self) -> bool {
        !self.is_working && self.due == Due::default()
    }
}

/// The file that a URI names.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.as_str().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"));
    uri.to_file_path().filter(|_| is_file).map(std::borrow::Cow::into_owned)
}
