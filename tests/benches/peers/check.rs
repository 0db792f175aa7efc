//! A folder of documents at the command line.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use budget_tests::{
    bench::{figures::median, table::Table},
    client::binary,
    folder::Folder,
};

use super::{
    documents::{Document, State, budget, markdown},
    report::middle,
    servers::RUMDL_RULES,
};

const DOCUMENTS: usize = 2_000;
const SIZE: usize = 50_000;

/// A program that checks a folder.
struct Checker {
    name: &'static str,
    program: PathBuf,
    document: fn(usize) -> Document,
    /// What it is told for that many threads.
    arguments: fn(usize) -> Vec<String>,
}

/// The table, and what went wrong.
pub fn check(cache: &Path, rounds: usize) -> (String, Vec<String>) {
    let checkers = [
        Checker {
            name: "budget-lsp check",
            program: binary().to_owned(),
            document: budget,
            arguments: |threads| ["check", ".", "--threads", &threads.to_string()].map(str::to_owned).into(),
        },
        Checker {
            name: "rumdl check",
            program: cache.join("python/bin/rumdl"),
            document: markdown,
            arguments: |_| ["check", ".", "--no-cache", "--config", RUMDL_RULES].map(str::to_owned).into(),
        },
    ];
    let (mut table, mut faults) =
        (Table::new(&["", "1 线程 thread, ms", "2 线程 threads, ms", "2 线程 MB/s with 2 threads"]), Vec::new());
    let folders: Vec<(Folder, usize)> = checkers.iter().map(|checker| folder(&(checker.document)(SIZE))).collect();
    let mut times: Vec<[Vec<Duration>; 2]> = vec![Default::default(); checkers.len()];
    // The first round is for the system's cache of files, and for what is found.
    for round in 0..=rounds {
        for ((checker, (folder, _)), times) in checkers.iter().zip(&folders).zip(&mut times) {
            for (threads, times) in [1, 2].into_iter().zip(times) {
                match run(checker, folder, threads) {
                    Ok(time) if round > 0 => times.push(time),
                    Ok(_) => {}
                    Err(fault) => faults.push(format!("{}: {fault}", checker.name)),
                }
            }
        }
    }
    for ((checker, (_, bytes)), [one, two]) in checkers.iter().zip(&folders).zip(&times) {
        let speed = median(two).map(|time| *bytes as f64 / 1e6 / time.as_secs_f64());
        let speed = speed.map_or_else(|| "–".to_owned(), |speed| format!("{speed:.0}"));
        table.row(vec![checker.name.to_owned(), middle(one), middle(two), speed]);
    }
    faults.dedup();
    (table.markdown(), faults)
}

/// The documents, each with one finding; how many bytes there are.
fn folder(document: &Document) -> (Folder, usize) {
    let (folder, text) = (Folder::default(), document.in_state(State::First));
    (0..DOCUMENTS).for_each(|number| folder.write(&format!("{:02}/{number:04}.md", number / 100), &text));
    (folder, text.len() * DOCUMENTS)
}

/// Both are held to as many cores as they have threads where the system can do that, so that one thread is one.
fn run(checker: &Checker, folder: &Folder, threads: usize) -> Result<Duration, String> {
    let cores = if threads == 1 { "0" } else { "0,1" };
    let can_pin = Command::new("taskset").arg("--version").output().is_ok_and(|said| said.status.success());
    let mut command = Command::new(if can_pin { Path::new("taskset") } else { &checker.program });
    if can_pin {
        command.args(["-c", cores]).arg(&checker.program);
    }
    command.args((checker.arguments)(threads));
    command.current_dir(folder.path("")).env("RAYON_NUM_THREADS", threads.to_string());
    command.stdin(Stdio::null()).stderr(Stdio::null()).stdout(Stdio::piped());
    let start = Instant::now();
    let output = command.output().map_err(|error| format!("it cannot be started: {error}"))?;
    let time = start.elapsed();
    let said = String::from_utf8_lossy(&output.stdout);
    let found = said.lines().filter(|line| line.contains("MD018") || line.contains("[row-sum]")).count();
    match (output.status.code(), found) {
        (Some(1), DOCUMENTS) => Ok(time),
        (code, found) => Err(format!("{found} findings instead of {DOCUMENTS}, exit code {code:?}")),
    }
}
