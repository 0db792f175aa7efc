//! The folders of the workspace, and what the client says about the files in them.

use std::path::{Path, PathBuf};

use tower_lsp::ls_types::{
    ClientCapabilities, DeleteFilesParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    FileOperationFilter, FileOperationPattern, FileOperationPatternKind, FileOperationPatternOptions,
    FileOperationRegistrationOptions, InitializeParams, OneOf, RenameFilesParams, Uri,
    WorkspaceFileOperationsServerCapabilities, WorkspaceFolder, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

use super::{
    closed::path_of,
    documents::{Documents, Signals},
    negotiation::Support,
};
use crate::{files, settings::file::NAME};

/// What the client tells about files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    has_folders: Support,
    tells_renames: Support,
    tells_deletions: Support,
}

impl Abilities {
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let Some(workspace) = client.workspace.as_ref() else { return Self::default() };
        let files = workspace.file_operations.as_ref();
        Self {
            has_folders: workspace.workspace_folders.into(),
            tells_renames: files.and_then(|files| files.did_rename).into(),
            tells_deletions: files.and_then(|files| files.did_delete).into(),
        }
    }

    pub(super) fn offered(self) -> Option<WorkspaceServerCapabilities> {
        let folders =
            WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
        let told = |support: Support| (support == Support::Yes).then(documents_and_folders);
        let files = WorkspaceFileOperationsServerCapabilities {
            did_rename: told(self.tells_renames),
            did_delete: told(self.tells_deletions),
            ..WorkspaceFileOperationsServerCapabilities::default()
        };
        let offered = WorkspaceServerCapabilities {
            workspace_folders: (self.has_folders == Support::Yes).then_some(folders),
            file_operations: (files != WorkspaceFileOperationsServerCapabilities::default()).then_some(files),
        };
        (offered != WorkspaceServerCapabilities::default()).then_some(offered)
    }
}

/// A client that deletes or renames a folder may tell nothing of the files in it.
fn documents_and_folders() -> FileOperationRegistrationOptions {
    let filter = |glob: &str, matches| FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern {
            glob: glob.to_owned(),
            matches: Some(matches),
            options: Some(FileOperationPatternOptions { ignore_case: Some(true) }),
        },
    };
    let documents = filter("**/*.{md,markdown}", FileOperationPatternKind::File);
    FileOperationRegistrationOptions { filters: vec![documents, filter("**", FileOperationPatternKind::Folder)] }
}

/// What the handlers of the protocol call.
pub(super) struct Folders {
    documents: Documents,
    signals: Signals,
}

impl Folders {
    pub(super) fn new(documents: Documents, signals: Signals) -> Self {
        Self { documents, signals }
    }

    /// Takes over the folders that the client has open when it starts the server.
    pub(super) fn initialize(&self, params: &InitializeParams) {
        self.documents.lock().closed.set_folders(folders(params));
    }

    /// Begins to look at the closed documents.
    pub(super) fn start(&self) {
        self.signals.due.notify_one();
    }

    /// Folders were added to the workspace, or removed.
    pub(super) fn change(&self, params: DidChangeWorkspaceFoldersParams) {
        let (added, removed) = (paths(&params.event.added), paths(&params.event.removed));
        self.documents.lock().closed.change_folders(&removed, added);
        self.signals.due.notify_one();
    }

    /// Files are others on the disk.
    pub(super) fn watched(&self, params: &DidChangeWatchedFilesParams) {
        self.touch(params.changes.iter().map(|change| &change.uri));
    }

    /// Files or folders have another name.
    pub(super) fn renamed(&self, params: &RenameFilesParams) {
        let names = params.files.iter().flat_map(|file| [&file.old_uri, &file.new_uri]);
        let uris: Vec<Uri> = names.filter_map(|uri| uri.parse().ok()).collect();
        self.touch(uris.iter());
    }

    /// Files or folders are gone.
    pub(super) fn deleted(&self, params: &DeleteFilesParams) {
        let uris: Vec<Uri> = params.files.iter().filter_map(|file| file.uri.parse().ok()).collect();
        self.touch(uris.iter());
    }

    /// Looks again at what a client that watches no files may not have told.
    pub(super) fn look_again(&self) {
        self.documents.lock().closed.look_again();
        self.signals.due.notify_one();
    }

    fn touch<'a>(&self, uris: impl Iterator<Item = &'a Uri>) {
        let mut state = self.documents.lock();
        for path in uris.filter_map(path_of) {
            // Whatever is no document may be a folder of some, or say how some are checked.
            if !state.closed.touch(&path) && (is_settings(&path) || !files::has_ending(&path)) {
                state.closed.look_again();
            }
        }
        self.signals.due.notify_one();
    }
}

fn is_settings(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == NAME)
}

/// The folders that a client has open; of clients before LSP 3.6 the one root.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    if let Some(folders) = &params.workspace_folders {
        return paths(folders);
    }
    #[expect(deprecated, reason = "clients that know no workspace folders say nothing else")]
    let (uri, path) = (params.root_uri.as_ref(), params.root_path.as_ref());
    let path = path.map(PathBuf::from).filter(|path| path.is_absolute());
    uri.and_then(path_of).or(path).into_iter().collect()
}

fn paths(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|folder| path_of(&folder.uri)).collect()
}
