//! Language servers side by side, over stdio: `tests/bench/run`, which installs them first.
//!
//! Each round starts every server anew with the document of every size, one server after the other; what is said are
//! medians over the rounds. The time of a message is that when its last byte was read, on a thread that does nothing
//! else; what it says is looked at later. `docs/performance.md` says what is measured.

#[path = "peers/check.rs"]
mod check;
#[path = "peers/documents.rs"]
mod documents;
#[path = "peers/machine.rs"]
mod machine;
#[path = "peers/measure.rs"]
mod measure;
#[path = "peers/prepared.rs"]
mod prepared;
#[path = "peers/report.rs"]
mod report;
#[path = "peers/servers.rs"]
mod servers;
#[path = "peers/session.rs"]
mod session;

use std::{fs, path::PathBuf, process::ExitCode};

use budget_tests::bench::table::between;
use clap::Parser;
use measure::Record;
use report::Size;

/// Measure language servers side by side.
#[derive(Debug, Parser)]
#[command(args_override_self = true)]
struct Arguments {
    /// The folder that the servers are installed in
    #[arg(long)]
    cache: Option<PathBuf>,
    /// The sizes of the documents in bytes
    #[arg(long, value_delimiter = ',', default_values_t = budget_tests::drafts::SIZES)]
    sizes: Vec<usize>,
    /// Only servers whose names contain one of these; the null server is always measured
    #[arg(long, value_delimiter = ',')]
    servers: Vec<String>,
    /// How often every server is started with every document
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Leave out the check of a folder
    #[arg(long)]
    no_check: bool,
    /// The page whose tables are written again
    #[arg(long)]
    page: Option<PathBuf>,
    /// What cargo says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if !arguments.bench {
        return ExitCode::SUCCESS;
    }
    let Some(cache) = &arguments.cache else {
        eprintln!("the servers are not installed; run tests/bench/run, which does that");
        return ExitCode::FAILURE;
    };
    match measured(&arguments, cache) {
        Ok(faults) if faults.is_empty() => ExitCode::SUCCESS,
        Ok(faults) => {
            eprintln!("not everything could be measured:");
            faults.iter().for_each(|fault| eprintln!("  {fault}"));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measured(arguments: &Arguments, cache: &std::path::Path) -> Result<Vec<String>, String> {
    let machine = machine::machine();
    println!("{machine}");
    let mut servers = servers::all(cache);
    let is_asked_for = |name: &str| arguments.servers.iter().any(|part| name.contains(part.as_str()));
    servers.retain(|server| arguments.servers.is_empty() || is_asked_for(server.name) || server.name == "null server");
    let nothing = || vec![Record::default(); servers.len()];
    let mut sizes: Vec<Size> = arguments.sizes.iter().map(|&bytes| Size { bytes, records: nothing() }).collect();
    for round in 1..=arguments.rounds {
        for size in &mut sizes {
            eprintln!("round {round} of {}, {}", arguments.rounds, report::size_of(size.bytes));
            measure::round(&servers, size.bytes, &mut size.records);
        }
    }
    let mut faults = report::faults(&servers, &sizes);
    let peers = format!("{machine} · {} 轮 rounds\n\n{}", arguments.rounds, report::servers(&servers, &sizes));
    println!("{peers}");
    let mut tables = vec![("peers", peers)];
    if !arguments.no_check {
        let (table, more) = check::check(cache, arguments.rounds);
        println!("{table}");
        faults.extend(more);
        tables.push(("check", table));
    }
    let Some(path) = &arguments.page else { return Ok(faults) };
    let page = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let page = tables.iter().try_fold(page, |page, (name, table)| between(&page, name, table));
    let page = page.map_err(|error| format!("{}: {error}", path.display()))?;
    fs::write(path, page).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(faults)
}
