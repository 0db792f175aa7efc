//! The documents below a folder, for the command line and the server alike.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use ignore::{DirEntry, WalkBuilder};

/// A walk through a folder, sorted, that leaves out what is hidden and what a `.gitignore` names; a folder that is
/// handed on without its repository keeps its `.gitignore`.
pub(crate) fn walk(folder: &Path) -> WalkBuilder {
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false).sort_by_file_name(OsStr::cmp);
    walk
}

/// Whether the walk has come to a Markdown document. A pipe or a device is none, since reading it may never end; what
/// cannot be looked at is left to whoever reads it.
pub(crate) fn is_document(found: &DirEntry) -> bool {
    has_ending(found.path()) && fs::metadata(found.path()).map_or(true, |metadata| metadata.is_file())
}

/// Whether a path is one of a Markdown document by its ending.
pub(crate) fn has_ending(path: &Path) -> bool {
    let is_markdown = |ending: &OsStr| ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown");
    path.extension().is_some_and(is_markdown)
}

/// Those of some paths that the walk through a folder would come to. Cost: that of listing the folders on the way to
/// them.
pub(crate) fn reached(folder: &Path, paths: Vec<PathBuf>) -> impl Iterator<Item = PathBuf> {
    let mut walk = walk(folder);
    walk.filter_entry(move |found| paths.iter().any(|path| path.starts_with(found.path())));
    walk.build().filter_map(Result::ok).filter(is_document).map(DirEntry::into_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_some_paths_those_that_are_not_ignored_are_reached() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("甲/乙")).unwrap();
        fs::write(path(".gitignore"), "旧*.md\n").unwrap();
        for name in ["预算.md", "旧预算.md", "甲/乙/预算.MD", "甲/预算.txt", "甲/另.markdown"] {
            fs::write(path(name), "").unwrap();
        }
        let asked = ["预算.md", "旧预算.md", "甲/乙/预算.MD", "甲/预算.txt", "没有.md"].map(path);
        let reached: Vec<_> = reached(folder.path(), asked.into()).collect();
        assert_eq!(reached, [path("甲/乙/预算.MD"), path("预算.md")]);
    }
}
