//! The process that started the server (LSP 3.17, `InitializeParams.processId`).
//!
//! An editor that is killed says no `exit`, and its end of the pipe may stay open in a process that it had started: the
//! server would stay behind with the documents of a drafter in its memory.

use std::time::Duration;

use sysinfo::{Pid, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System};

/// How often it is looked whether it is still there. Nothing that is as good on every system says so by itself.
const INTERVAL: Duration = Duration::from_secs(1);

/// Waits until a process is no longer there; for ever where the system does not tell.
pub(super) async fn gone(process: u32) {
    let pid = Pid::from_u32(process);
    let Ok(mut system) = System::new() else { return std::future::pending().await };
    let mut began = None;
    while let Some(beginning) = beginning(&mut system, pid) {
        // A process that began later has taken over the number.
        if *began.get_or_insert(beginning) != beginning {
            break;
        }
        tokio::time::sleep(INTERVAL).await;
    }
    tracing::warn!(process, "the process that started the server is gone: the server ends");
}

/// When a process began, in seconds; `None` where there is none, or one that has ended and that nobody has taken note
/// of.
fn beginning(system: &mut System, pid: Pid) -> Option<u64> {
    let nothing_else = ProcessRefreshKind::nothing().without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, nothing_else);
    let process = system.process(pid)?;
    let has_ended = matches!(process.status(), ProcessStatus::Zombie | ProcessStatus::Dead);
    (!has_ended).then(|| process.start_time())
}
