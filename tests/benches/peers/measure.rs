//! Rounds over all servers, so that whatever else the machine does hits all alike.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use budget_tests::bench::figures::median;

use super::{
    documents::{Document, State},
    prepared::{Prepared, Texts},
    servers::Server,
    session::{Session, Trouble},
};

/// How many keystrokes, and hovers, one session is measured with.
const KEYSTROKES: usize = 20;
const HOVERS: usize = 10;
/// How long a session goes on with them: of a slow server there are fewer. What takes longer is measured in one round
/// only.
const ENOUGH: Duration = Duration::from_secs(5);

/// What was measured, or why there is no more.
#[derive(Clone, Debug, Default)]
pub struct Series {
    pub times: Vec<Duration>,
    pub trouble: Option<Trouble>,
}

impl Series {
    /// Whether it may be measured again: it was there before, and did not take long.
    fn is_quick(&self) -> bool {
        self.trouble.is_none() && self.times.iter().all(|time| *time < ENOUGH)
    }

    /// Measures once more; whether there is a figure.
    fn add(&mut self, measure: impl FnOnce() -> Result<Duration, Trouble>) -> bool {
        match measure() {
            Ok(time) => self.times.push(time),
            Err(trouble) => self.trouble = Some(trouble),
        }
        self.trouble.is_none()
    }
}

/// One server with the document of one size.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub start: Series,
    pub open: Series,
    pub keystroke: Series,
    pub burst: Series,
    /// How many lists of findings came for a hundred keystrokes.
    pub publishes: Vec<usize>,
    pub hover: Series,
    /// In kB, now and at most.
    pub memory: Vec<(u64, u64)>,
    pub way_of_changes: Option<&'static str>,
}

impl Record {
    /// The middle of the memory, and the most of all.
    pub fn memory(&self) -> Option<(u64, u64)> {
        let mut now: Vec<u64> = self.memory.iter().map(|(now, _)| *now).collect();
        now.sort_unstable();
        Some((*now.get(now.len() / 2)?, self.memory.iter().map(|(_, most)| *most).max()?))
    }

    /// The median of its keystrokes.
    pub fn median_keystroke(&self) -> Option<Duration> {
        median(&self.keystroke.times)
    }
}

/// All servers at one size, as many records as there are servers; one that cannot be started at all has an empty one.
pub fn round(servers: &[Server], size: usize, records: &mut [Record]) {
    for (server, record) in servers.iter().zip(records) {
        if server.version.is_err() || !record.open.is_quick() {
            continue;
        }
        let document = (server.document)(size);
        let folder = tempfile::tempdir().expect("there is a place for temporary files");
        session(server, &document, folder.path(), record);
    }
}

fn session(server: &Server, document: &Document, folder: &Path, record: &mut Record) {
    let texts = Texts::new(document);
    let mut session = match Session::start(server, folder) {
        Ok(session) => session,
        Err(trouble) => {
            record.start.trouble = Some(trouble.clone());
            record.open.trouble = Some(trouble);
            return;
        }
    };
    record.start.times.push(session.start);
    let prepared = Prepared::new(document, &texts, folder, &session.capabilities);
    record.way_of_changes = Some(prepared.way_of_changes());
    record.open.add(|| session.open(&prepared));
    let is_open = record.open.trouble.is_none();
    if is_open && record.keystroke.trouble.is_none() {
        keystrokes(&mut session, &prepared, &mut record.keystroke);
    }
    // One that answers without the finding can still be asked.
    if is_open || record.open.trouble == Some(Trouble::Never) {
        hovers(&mut session, &prepared, &mut record.hover);
    }
    record.memory.extend(session.memory());
    if is_open && record.keystroke.trouble.is_none() && record.burst.is_quick() {
        let publishes = &mut record.publishes;
        record.burst.add(|| {
            let (time, count) = session.burst(&prepared)?;
            publishes.push(count);
            Ok(time)
        });
    }
}

/// Each a pair: one that mends the document and one that breaks it again.
fn keystrokes(session: &mut Session<'_>, prepared: &Prepared<'_>, series: &mut Series) {
    let start = Instant::now();
    for _ in 0..KEYSTROKES / 2 {
        let is_done = series.add(|| session.keystroke(prepared, State::First, State::Right))
            && series.add(|| session.keystroke(prepared, State::Right, State::First));
        if !is_done || start.elapsed() > ENOUGH {
            break;
        }
    }
}

fn hovers(session: &mut Session<'_>, prepared: &Prepared<'_>, series: &mut Series) {
    let start = Instant::now();
    for _ in 0..HOVERS {
        match session.hover(prepared) {
            Ok(None) => break,
            Ok(Some(time)) => series.times.push(time),
            Err(trouble) => series.trouble = Some(trouble),
        }
        if series.trouble.is_some() || start.elapsed() > ENOUGH {
            break;
        }
    }
}
