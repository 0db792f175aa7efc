//! A document in the place of the one that was read: the old file is whole until the new one is.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, ErrorKind, Write},
    path::Path,
};

use anyhow::anyhow;

use crate::finding::Language;

/// Puts `new` in the place of `old`, which is what was read from `path`. Owner and permissions stay, and so does a
/// symbolic link: the file that it leads to is replaced.
///
/// # Errors
/// The file is as it was, byte for byte, and nothing else is left in its folder; the message says what to do.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8], language: Language) -> anyhow::Result<()> {
    replace_whole(path, old, new).map_err(|refusal| anyhow!(refusal.sentence(language)))
}

fn replace_whole(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Refusal> {
    let target = fs::canonicalize(path)?;
    let metadata = replaceable(&target)?;
    // Only a file in the same folder is sure to be on the same file system, where renaming is atomic.
    let folder = target.parent().unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".budget-lsp-").tempfile_in(folder).map_err(Refusal::of_folder)?;
    file.as_file().write_all(new)?;
    give(file.as_file(), &metadata)?;
    // Else a power cut after the renaming could leave an empty file under the name.
    file.as_file().sync_all()?;
    if fs::read(&target)? != old {
        return Err(Refusal::Changed);
    }
    file.persist(&target).map_err(|error| error.error)?;
    // The name as well survives a power cut. Where a folder cannot be synced, one of two whole files does, and that is
    // all that is needed.
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
    Ok(())
}

/// What is known of a file that may be replaced.
fn replaceable(target: &Path) -> Result<Metadata, Refusal> {
    let metadata = fs::metadata(target)?;
    if !metadata.is_file() {
        return Err(Refusal::Irregular);
    }
    let others = other_names(&metadata);
    if others > 0 {
        return Err(Refusal::Linked(others));
    }
    // Renaming asks the folder only, and would pass over what the file itself forbids.
    if metadata.permissions().readonly() {
        return Err(Refusal::ReadOnly);
    }
    OpenOptions::new().write(true).open(target)?;
    Ok(metadata)
}

#[cfg(unix)]
fn other_names(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata).saturating_sub(1)
}

#[cfg(not(unix))]
fn other_names(_: &Metadata) -> u64 {
    0
}

/// Gives a file the owner and permissions of another; a new file has those of whoever runs this.
#[cfg(unix)]
fn give(file: &File, old: &Metadata) -> Result<(), Refusal> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        fchown(file, Some(old.uid()), Some(old.gid())).map_err(|_| Refusal::Owned)?;
    }
    if new.mode() != old.mode() {
        file.set_permissions(old.permissions())?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn give(_: &File, _: &Metadata) -> Result<(), Refusal> {
    Ok(())
}

/// Why a file was left as it was.
#[derive(Debug)]
enum Refusal {
    ReadOnly,
    /// How many other names it has.
    Linked(u64),
    Irregular,
    Owned,
    Changed,
    /// Its folder takes no new file.
    Folder,
    ReadOnlyDisk,
    Full,
    Other(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::PermissionDenied => Self::ReadOnly,
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyDisk,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::Full,
            _ => Self::Other(error),
        }
    }
}

impl Refusal {
    fn of_folder(error: io::Error) -> Self {
        if error.kind() == ErrorKind::PermissionDenied { Self::Folder } else { Self::from(error) }
    }

    fn sentence(&self, language: Language) -> String {
        let (chinese, english) = match self {
            Self::ReadOnly => (
                "文件是只读的，未作修改；请取消只读后再运行",
                "read-only, and left as it is; make it writable and run this again",
            ),
            Self::Linked(others) => {
                return language.choose(
                    || format!("另有 {others} 个硬链接指向这个文件，替换后两者内容会不同，未作修改；请先把它复制成单独的文件"),
                    || format!("has {others} more hard links, which would keep the old text, and was left as it is; copy it to a file of its own first"),
                );
            }
            Self::Irregular => (
                "不是普通文件，不能替换；请用 - 从标准输入读取",
                "no regular file, and cannot be replaced; use - to read standard input",
            ),
            Self::Owned => (
                "替换后文件会换成别的所有者，未作修改；请由文件的所有者运行",
                "would get another owner, and was left as it is; have its owner run this",
            ),
            Self::Changed => (
                "读取之后又被其他程序改过，没有覆盖；请再运行一次",
                "changed by another program since it was read, and not overwritten; run this again",
            ),
            Self::Folder => (
                "所在文件夹没有写入权限，文件未作修改；请检查文件夹的权限",
                "in a folder that may not be written to, and left as it is; check the permissions of the folder",
            ),
            Self::ReadOnlyDisk => (
                "所在磁盘是只读的，文件未作修改；请复制到可以写入的位置",
                "on a read-only disk, and left as it is; copy it to where it can be written",
            ),
            Self::Full => (
                "磁盘空间不足或超出限额，文件未作修改；请腾出空间后再运行",
                "the disk is full or a limit is reached, and the file was left as it is; free some space and run this again",
            ),
            Self::Other(error) => {
                return language.choose(
                    || format!("未能写入，文件未作修改：{error}；请排除原因后再运行"),
                    || format!("could not be written, and was left as it is: {error}; see to that and run this again"),
                );
            }
        };
        language.choose(|| chinese.to_owned(), || english.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_since_it_was_read_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("预算.md");
        fs::write(&path, "后来的\n").unwrap();
        let refused = replace(&path, "先前的\n".as_bytes(), "改过的\n".as_bytes(), Language::Chinese).unwrap_err();
        assert_eq!(refused.to_string(), "读取之后又被其他程序改过，没有覆盖；请再运行一次");
        assert_eq!(fs::read_to_string(&path).unwrap(), "后来的\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
        replace(&path, "后来的\n".as_bytes(), "改过的\n".as_bytes(), Language::Chinese).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "改过的\n");
    }

    #[test]
    fn a_file_that_went_away_is_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("预算.md");
        let refused = replace(&path, b"", b"a", Language::English).unwrap_err().to_string();
        assert!(refused.starts_with("could not be written, and was left as it is: "), "{refused}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
