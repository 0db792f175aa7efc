//! The documents that were asked for: found, and read.

use std::{
    collections::HashSet,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, anyhow};
use budget_grammar::text::lines_of;

use super::harmless::harmless;
use crate::{
    files::{is_document, walk},
    finding::Language,
};

/// A document that was asked for.
#[derive(Debug)]
pub(super) enum Source {
    /// Standard input.
    Input,
    /// A file.
    File(PathBuf),
}

impl Source {
    /// What it is called in the output; a name from a folder of somebody else's cannot steer the terminal.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Input => "<stdin>".to_owned(),
            Self::File(path) => shown(path),
        }
    }

    /// Its text.
    pub(super) fn read(&self, language: Language) -> anyhow::Result<String> {
        let bytes = match self {
            Self::Input => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File(path) => fs::read(path),
        };
        let bytes = bytes.map_err(|error| unreadable(&error, language)).with_context(|| self.name())?;
        decode(bytes, language).with_context(|| self.name())
    }
}

/// A path as it is shown.
pub(super) fn shown(path: &Path) -> String {
    harmless(&path.display().to_string())
}

/// The documents behind `paths`, each once, in the order of the arguments and sorted inside a folder; or why there are
/// none.
pub(super) fn documents(paths: &[PathBuf], language: Language) -> impl Iterator<Item = anyhow::Result<Source>> + Send {
    let (mut seen, mut is_input_seen) = (HashSet::new(), false);
    let found = paths.iter().flat_map(move |path| documents_at(path, language));
    found.filter(move |source| match source {
        Ok(Source::File(path)) => seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
        Ok(Source::Input) => !std::mem::replace(&mut is_input_seen, true),
        Err(_) => true,
    })
}

fn documents_at(path: &Path, language: Language) -> Box<dyn Iterator<Item = anyhow::Result<Source>> + Send> {
    if path == Path::new("-") {
        return Box::new(std::iter::once(Ok(Source::Input)));
    }
    if !path.is_dir() {
        return Box::new(std::iter::once(Ok(Source::File(path.to_owned()))));
    }
    Box::new(walk(path).build().filter_map(move |entry| match entry {
        Ok(entry) => is_document(&entry).then(|| Ok(Source::File(entry.into_path()))),
        Err(error) => Some(Err(unwalkable(error, language))),
    }))
}

fn unwalkable(error: ignore::Error, language: Language) -> anyhow::Error {
    let place = place_of(&error).map(shown);
    let reason = match error.io_error() {
        Some(error) => unreadable(error, language),
        None => anyhow!("{error}"),
    };
    match place {
        Some(place) => reason.context(place),
        None => reason,
    }
}

fn place_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place_of(err),
        _ => None,
    }
}

/// Why something could not be read, and what to do.
fn unreadable(error: &io::Error, language: Language) -> anyhow::Error {
    let reason = match (error.kind(), language) {
        (io::ErrorKind::NotFound, Language::Chinese) => "没有这个文件或文件夹；请检查路径".to_owned(),
        (io::ErrorKind::NotFound, Language::English) => "no such file or folder; check the path".to_owned(),
        (io::ErrorKind::PermissionDenied, Language::Chinese) => "没有读取权限；请检查权限".to_owned(),
        (io::ErrorKind::PermissionDenied, Language::English) => "may not be read; check its permissions".to_owned(),
        (_, Language::Chinese) => format!("未能读取：{error}"),
        (_, Language::English) => format!("could not be read: {error}"),
    };
    anyhow!(reason)
}

fn decode(bytes: Vec<u8>, language: Language) -> anyhow::Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..offset).and_then(|before| str::from_utf8(before).ok()).unwrap_or_default();
        let line = lines_of(before).count();
        let message = language.choose(
            || format!("不是 UTF-8：第 {line} 行，字节偏移 {offset}；请用 UTF-8 重新保存"),
            || format!("not UTF-8: line {line}, byte offset {offset}; save it again as UTF-8"),
        );
        anyhow!(message)
    })
}
