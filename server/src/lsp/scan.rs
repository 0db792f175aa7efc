//! Looks at the documents that are not open, on a thread of its own and a little at a time.

use std::{
    collections::{HashSet, VecDeque},
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use tokio::task::spawn_blocking;
use tower_lsp::{Client, ls_types::Uri};

use super::{
    closed::{ClosedDocument, Due, Stamp},
    documents::{Documents, Key, Signals, State},
    progress::Progress,
    settings::Look,
};
use crate::{analysis::Analysis, files, kept::Kept};

/// How long documents are looked at before what was found is told.
const SLICE: Duration = Duration::from_millis(50);

/// Looks at whatever is due, for as long as the server runs.
pub(super) async fn run(client: Client, documents: Documents, signals: Signals) {
    loop {
        signals.due.notified().await;
        let mut round = Round::default();
        let mut progress = Progress::new(client.clone(), &documents);
        loop {
            let due = documents.lock().closed.take_due();
            if let Some(due) = due {
                round = aside(round, &documents, move |round, documents| round.plan(due, documents)).await;
            }
            if round.queue.is_empty() && !documents.lock().closed.rest() {
                break;
            }
            round = aside(round, &documents, |round, documents| round.advance(documents)).await;
            signals.changed.notify_one();
            progress.report(round.done, round.done + round.queue.len()).await;
        }
        progress.end().await;
        signals.changed.notify_one();
    }
}

/// Works on a round on a thread of its own. A panic in it ends the round and nothing else.
async fn aside(
    mut round: Round,
    documents: &Documents,
    work: impl FnOnce(&mut Round, &Documents) + Send + 'static,
) -> Round {
    let documents = documents.clone();
    let worked = spawn_blocking(move || {
        work(&mut round, &documents);
        round
    });
    worked.await.unwrap_or_default()
}

/// The documents that are still to be looked at.
#[derive(Default)]
struct Round {
    queue: VecDeque<Task>,
    look: Look,
    done: usize,
}

struct Task {
    path: PathBuf,
    /// Whether it is read even where its stamp is the one that it had.
    is_forced: bool,
}

impl Round {
    /// Finds the files that are due, and forgets those that are no longer there. What was asked for by itself comes
    /// first.
    fn plan(&mut self, due: Due, documents: &Documents) {
        self.look = Look::default();
        let folders = documents.lock().closed.folders().to_vec();
        if due.all {
            let is_wanted = !documents.lock().configuration.client().ignores_closed();
            let wanted = folders.iter().filter(|_| is_wanted);
            let walked = wanted.flat_map(|folder| files::walk(folder).build().filter_map(Result::ok));
            let mut seen = HashSet::new();
            let found = walked.filter(files::is_document).map(ignore::DirEntry::into_path);
            let found: Vec<_> = found.filter(|path| seen.insert(path.clone())).collect();
            documents.lock().forget(|path| !seen.contains(path));
            self.queue = found.into_iter().map(|path| Task { path, is_forced: false }).collect();
        }
        let below = |folder: &Path| due.files.iter().filter(|path| path.starts_with(folder)).cloned().collect();
        let reached: HashSet<PathBuf> =
            folders.iter().flat_map(|folder| files::reached(folder, below(folder))).collect();
        documents.lock().forget(|path| due.files.contains(path) && !reached.contains(path));
        reached.into_iter().for_each(|path| self.queue.push_front(Task { path, is_forced: true }));
    }

    /// Looks at as many documents as a slice of time has room for.
    fn advance(&mut self, documents: &Documents) {
        let start = Instant::now();
        while start.elapsed() < SLICE
            && let Some(task) = self.queue.pop_front()
        {
            self.done += 1;
            look_at(&task, &mut self.look, documents);
        }
    }
}

fn look_at(task: &Task, look: &mut Look, documents: &Documents) {
    let Some(uri) = Uri::from_file_path(&task.path) else { return };
    let (key, stamp) = (Key::new(uri.as_str()), stamp(&task.path));
    let (options, encoding) = {
        let mut state = documents.lock();
        let State { client, open, configuration, closed, .. } = &mut *state;
        if open.contains_key(&key) {
            return;
        }
        let options = configuration.options(&uri, client.language, look);
        let is_known = |document: &ClosedDocument| document.stamp == stamp && document.options == options;
        if !task.is_forced && stamp.is_some() && closed.documents.get(&key).is_some_and(is_known) {
            return;
        }
        (options, client.encoding)
    };
    let read = if options.ignores_closed { None } else { read(&task.path) };
    let kept = read.and_then(|text| {
        // The fault of one document is not that of the next.
        catch_unwind(AssertUnwindSafe(|| Kept::of(&Analysis::new(&text, options.clone()), encoding))).ok()
    });
    let kept = kept.unwrap_or_default().into();
    documents.lock().keep(key, ClosedDocument { uri, path: task.path.clone(), kept, report: 0, stamp, options });
}

fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// The text of a document; what cannot be read is left to whoever opens it.
fn read(path: &Path) -> Option<String> {
    match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) => {
            tracing::info!(%error, path = %path.display(), "a document that is not open is not checked");
            None
        }
    }
}
