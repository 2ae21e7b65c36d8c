//! What the system says about processes, and on which core they run.

use anyhow::{Context as _, Result};
use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, setrlimit};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::fs;
use std::time::Duration;

/// What `/proc` counts processor time in; 100 a second on every Linux of today.
const TICKS_PER_SECOND: f64 = 100.0;

/// Who runs where.
#[derive(Clone, Copy, Debug)]
pub struct Cores {
    /// The server's core, and the generator's; `None` if there is only one for both.
    pub apart: Option<(usize, usize)>,
}

impl Cores {
    /// The first core of this machine for the server, the last for the generator, which moves there now. Also
    /// lets it have as many files open as the system allows.
    ///
    /// # Errors
    /// If the system forbids it.
    pub fn share_out() -> Result<Self> {
        let limit = getrlimit(Resource::Nofile);
        setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum })?;
        let ours = sched_getaffinity(None)?;
        let cores: Vec<usize> = (0..CpuSet::MAX_CPU).filter(|core| ours.is_set(*core)).collect();
        let (Some(first), Some(last)) = (cores.first().copied(), cores.last().copied()) else {
            return Ok(Self { apart: None });
        };
        if first == last {
            return Ok(Self { apart: None });
        }
        let mut own = CpuSet::new();
        own.set(last);
        sched_setaffinity(None, &own)?;
        Ok(Self { apart: Some((first, last)) })
    }
}

/// Processor seconds of a process, its threads and its children, so far.
///
/// # Errors
/// If there is no such process.
pub fn cpu_seconds(pid: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let ticks = cpu_ticks(&stat).context("/proc/PID/stat is not as proc(5) has it")?;
    let mut children = 0.0;
    for thread in fs::read_dir(format!("/proc/{pid}/task"))? {
        // A thread or a child may end meanwhile; what it used is its parent's then.
        let Ok(listed) = fs::read_to_string(thread?.path().join("children")) else { continue };
        for child in listed.split_whitespace().filter_map(|child| child.parse().ok()) {
            children += cpu_seconds(child).unwrap_or(0.0);
        }
    }
    Ok(ticks as f64 / TICKS_PER_SECOND + children)
}

/// utime, stime, cutime and cstime: the 14th to the 17th field. The second, the name, may hold anything.
fn cpu_ticks(stat: &str) -> Option<u64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let fields = rest.split_whitespace().skip(11).take(4);
    fields.map(|field| field.parse::<u64>().ok()).sum()
}

/// Memory of a process in KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Now in memory.
    pub resident: u64,
    /// The most that ever was.
    pub peak: u64,
}

/// Reads a process' memory.
///
/// # Errors
/// If there is no such process.
pub fn memory(pid: u32) -> Result<Memory> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    read_memory(&status).context("/proc/PID/status is not as proc(5) has it")
}

fn read_memory(status: &str) -> Option<Memory> {
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix("kB")?.trim().parse().ok()
    };
    Some(Memory { resident: field("VmRSS:")?, peak: field("VmHWM:")? })
}

/// Waits until a process does next to nothing, at most so long. Tells whether it came to rest.
///
/// # Errors
/// If it has ended.
pub async fn at_rest(pid: u32, most: Duration) -> Result<bool> {
    const LOOK: Duration = Duration::from_millis(500);
    /// Of a second, within one look.
    const IDLE: f64 = 0.02;
    let mut waited = Duration::ZERO;
    let mut before = cpu_seconds(pid)?;
    while waited < most {
        tokio::time::sleep(LOOK).await;
        waited += LOOK;
        let now = cpu_seconds(pid)?;
        if now - before <= IDLE {
            return Ok(true);
        }
        before = now;
    }
    Ok(false)
}

/// Sends a signal to a process that this program started.
///
/// # Errors
/// If it has ended.
pub fn signal(pid: u32, signal: Signal) -> Result<()> {
    let pid = Pid::from_raw(i32::try_from(pid)?).context("0 is no process")?;
    Ok(kill_process(pid, signal)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_read_past_a_name_with_spaces_and_brackets() {
        let stat = "42 (node (2) x) S 1 42 42 0 -1 4194304 900 0 1 0 250 50 7 3 20 0 11 0 100 0 0";
        assert_eq!(cpu_ticks(stat), Some(310));
        assert_eq!(cpu_ticks("42 (cut"), None);
    }

    #[test]
    fn memory_is_read_in_kibibytes() {
        let status = "Name:\tnode\nVmHWM:\t   92164 kB\nVmRSS:\t   80000 kB\nThreads:\t11\n";
        assert_eq!(read_memory(status), Some(Memory { resident: 80_000, peak: 92_164 }));
        assert_eq!(read_memory("Name:\tzombie\n"), None);
    }

    #[test]
    fn this_process_has_time_and_memory() {
        assert!(cpu_seconds(std::process::id()).unwrap() >= 0.0);
        let memory = memory(std::process::id()).unwrap();
        assert!(memory.peak >= memory.resident && memory.resident > 0);
    }
}
