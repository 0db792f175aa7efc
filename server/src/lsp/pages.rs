//! The pages of the rules as files, for editors to open from a finding, with no network.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use etcetera::BaseStrategy;
use tower_lsp::ls_types::Uri;

use crate::rules::Rule;

/// Where the page of a rule stands, in the user's folder of caches; `None` where it cannot be written there.
///
/// It is written when a finding of the rule is shown for the first time, unless it stands there already.
pub(super) fn href(rule: &Rule) -> Option<Uri> {
    static WRITTEN: Mutex<BTreeMap<&'static str, Option<Uri>>> = Mutex::new(BTreeMap::new());
    let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
    written.entry(rule.id).or_insert_with(|| Uri::from_file_path(page(rule)?)).clone()
}

fn page(rule: &Rule) -> Option<PathBuf> {
    let caches = etcetera::base_strategy::choose_native_strategy().ok()?.cache_dir();
    let folder = caches.join(env!("CARGO_PKG_NAME")).join(env!("CARGO_PKG_VERSION")).join("rules");
    let path = folder.join(rule.id).with_extension("md");
    match write(&folder, &path, rule.page) {
        Ok(()) => Some(path),
        Err(error) => {
            tracing::debug!(%error, path = %path.display(), "the page of a rule is not written");
            None
        }
    }
}

/// Writes a page at once as a whole: another server may be writing the same one.
fn write(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    let unfinished = path.with_extension(format!("{}.tmp", std::process::id()));
    let written = fs::write(&unfinished, text).and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // Nothing else can be done about what may have been left behind.
        drop(fs::remove_file(&unfinished));
    }
    written
}
