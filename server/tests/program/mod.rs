//! The program as it is installed, started by a test.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

/// What the program said, and how it ended.
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The program, about to be started in a folder.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_budget-lsp"));
    command.current_dir(folder);
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command
}

/// Waited for, by whoever started it.
pub(crate) fn ended(output: Output) -> Ended {
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    let code = output.status.code().expect("the program ends by itself");
    Ended { code, stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A folder with these documents.
pub(crate) fn folder(documents: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in documents {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a name in the folder")).expect("its folder");
        fs::write(path, text).expect("a document");
    }
    folder
}
