//! The documents that were asked for, each with its settings, worked on by all cores.

use std::{io, num::NonZeroUsize, ops::ControlFlow, thread};

use super::{
    arguments::Documents,
    documents::{Source, documents},
    in_order::{Weighed, in_order},
    settings::{Folders, InForce},
};
use crate::finding::Language;

/// A document, with its settings, which were read in the order of the documents.
pub(super) struct Task {
    pub(super) source: Source,
    pub(super) settings: InForce,
}

/// Does `work` to every document that was asked for, or to why there is none, and shows what came of it in that order.
///
/// # Errors
/// `show` failed; nothing further was begun.
pub(super) fn for_each<R: Weighed + Send>(
    asked: &Documents,
    locale: Language,
    work: impl Fn(anyhow::Result<Task>) -> R + Sync,
    mut show: impl FnMut(R) -> io::Result<()> + Send,
) -> io::Result<()> {
    let mut folders = Folders::new(asked.language, locale);
    let mut task = |source| {
        let settings = folders.of(&source);
        Task { source, settings }
    };
    let language = asked.language.unwrap_or(locale);
    let tasks = documents(&asked.paths, language).map(|source| source.map(&mut task));
    let threads = asked.threads.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    if let Some(threads) = asked.threads {
        // A large document is shared out by itself. The pool is made once: whoever asked for threads in this program
        // asked first.
        drop(rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global());
    }
    let mut shown = Ok(());
    in_order(threads, tasks, work, |result| {
        shown = show(result);
        if shown.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    shown
}
