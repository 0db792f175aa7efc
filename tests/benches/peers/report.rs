//! What was measured, as tables.

use std::time::Duration;

use budget_tests::bench::{
    figures::{figure, median, milliseconds, percentile},
    table::Table,
};

use super::{
    measure::{Record, Series},
    servers::{Server, Way},
    session::{PATIENCE, Trouble},
};

/// What was measured at one size, a record for each server.
pub struct Size {
    pub bytes: usize,
    pub records: Vec<Record>,
}

/// All tables of the servers.
pub fn servers(servers: &[Server], sizes: &[Size]) -> String {
    let mut text = format!("{}\n", overview(servers, sizes).markdown());
    for size in sizes {
        text += &format!("**{}**\n\n{}\n", size_of(size.bytes), at_size(servers, size).markdown());
    }
    text + &ratios(servers, sizes)
}

fn overview(servers: &[Server], sizes: &[Size]) -> Table {
    let mut table = Table::new(&["", "版本 version", "文本 changes", "启动 start-up, ms"]);
    for (number, server) in servers.iter().enumerate() {
        let records: Vec<&Record> = sizes.iter().filter_map(|size| size.records.get(number)).collect();
        let mut start = Series::default();
        for record in &records {
            start.times.extend(&record.start.times);
            start.trouble = start.trouble.or(record.start.trouble.clone());
        }
        let version = server.version.clone().unwrap_or_else(|_| "未能安装 not installed".to_owned());
        let way = records.iter().find_map(|record| record.way_of_changes).unwrap_or("–");
        table.row(vec![server.name.to_owned(), version, way.to_owned(), cell(&start, 50)]);
    }
    table
}

fn at_size(servers: &[Server], size: &Size) -> Table {
    let mut table = Table::new(&[
        "ms",
        "打开 open",
        "按键 keystroke p50",
        "p95",
        "100 次按键 100 keystrokes",
        "推送 publishes",
        "悬停 hover",
        "内存 RSS, MB",
        "峰值 peak, MB",
    ]);
    for (server, record) in servers.iter().zip(&size.records) {
        let (now, most) = match record.memory() {
            Some((now, most)) => (megabytes(now), megabytes(most)),
            None => ("–".to_owned(), "–".to_owned()),
        };
        let mut publishes = record.publishes.clone();
        publishes.sort_unstable();
        let publishes = publishes.get(publishes.len() / 2).filter(|_| server.way == Way::Push);
        table.row(vec![
            server.name.to_owned(),
            cell(&record.open, 50),
            cell(&record.keystroke, 50),
            cell(&record.keystroke, 95),
            cell(&record.burst, 50),
            publishes.map_or_else(|| "–".to_owned(), usize::to_string),
            cell(&record.hover, 50),
            now,
            most,
        ]);
    }
    table
}

/// How a keystroke grows with the document, and how far it is above the server that does nothing.
fn ratios(servers: &[Server], sizes: &[Size]) -> String {
    let [small, .., large] = sizes else { return String::new() };
    let keystroke = |size: &Size, number: usize| size.records.get(number).and_then(Record::median_keystroke);
    let floor = servers.len().checked_sub(1).and_then(|null| keystroke(large, null));
    let title = format!("按键 keystroke, {} ÷ {}", size_of(large.bytes), size_of(small.bytes));
    let mut table = Table::new(&["", &title, &format!("{} ÷ null server", size_of(large.bytes))]);
    for (number, server) in servers.iter().enumerate() {
        let (one, other) = (keystroke(large, number), keystroke(small, number));
        table.row(vec![server.name.to_owned(), ratio(one, other), ratio(one, floor)]);
    }
    table.markdown()
}

fn ratio(of: Option<Duration>, to: Option<Duration>) -> String {
    match (of, to) {
        (Some(of), Some(to)) if !to.is_zero() => figure(of.as_secs_f64() / to.as_secs_f64()),
        _ => "–".to_owned(),
    }
}

fn cell(series: &Series, percent: usize) -> String {
    match (&series.trouble, percentile(&series.times, percent)) {
        (Some(Trouble::Slow), _) => format!("> {} s", PATIENCE.as_secs()),
        (Some(Trouble::Never), _) => "从不 never".to_owned(),
        (Some(Trouble::Gone(_)), _) => "未应答 no answer".to_owned(),
        (None, Some(time)) => milliseconds(time),
        (None, None) => "–".to_owned(),
    }
}

fn megabytes(kilobytes: u64) -> String {
    figure(kilobytes as f64 * 1_024.0 / 1e6)
}

/// `50 KB`, `10 MB`.
pub fn size_of(bytes: usize) -> String {
    if bytes < 1_000_000 { format!("{} KB", bytes / 1_000) } else { format!("{} MB", bytes / 1_000_000) }
}

/// The servers that cannot be compared with, each with the reason.
pub fn faults(servers: &[Server], sizes: &[Size]) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, server) in servers.iter().enumerate() {
        if let Err(reason) = &server.version {
            faults.push(format!("{} is not installed: {reason}", server.name));
        }
        for (size, record) in sizes.iter().filter_map(|size| Some((size, size.records.get(number)?))) {
            let all = [&record.start, &record.open, &record.keystroke, &record.burst, &record.hover];
            for trouble in all.into_iter().filter_map(|series| series.trouble.as_ref()) {
                if let Trouble::Gone(reason) = trouble {
                    faults.push(format!("{} did not answer at {}: {reason}", server.name, size_of(size.bytes)));
                }
            }
        }
        // At the smallest size every server finds what is typed; where it does not, the comparison is wrong.
        let found = |size: &Size| size.records.get(number).is_none_or(|record| !record.keystroke.times.is_empty());
        if server.version.is_ok() && !sizes.first().is_none_or(found) {
            faults.push(format!("{} does not find what is typed", server.name));
        }
    }
    faults.dedup();
    faults
}

/// The middle of some times, as a figure for a cell.
pub fn middle(times: &[Duration]) -> String {
    median(times).map_or_else(|| "–".to_owned(), milliseconds)
}
