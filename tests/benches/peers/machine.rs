//! The machine that it was measured on, as the system tells of it.

use std::{fs, thread};

/// One line: processor, cores, memory, kernel.
pub fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (cpu, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    let value = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        line.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    let unknown = || "?".to_owned();
    let model = value(&cpu, "model name").unwrap_or_else(unknown);
    let cores = thread::available_parallelism().map_or_else(|_| unknown(), |count| count.to_string());
    let kilobytes = value(&memory, "MemTotal").and_then(|said| said.split(' ').next()?.parse::<f64>().ok());
    let memory = kilobytes.map_or_else(unknown, |kilobytes| format!("{:.0} GB", kilobytes * 1_024.0 / 1e9));
    let kernel = read("/proc/sys/kernel/osrelease");
    let load = read("/proc/loadavg").split(' ').next().map_or_else(unknown, str::to_owned);
    format!(
        "{model} · {cores} 核 cores · 内存 memory {memory} · {} {} · 开始时负载 load at the start {load}",
        std::env::consts::OS,
        kernel.trim()
    )
}
