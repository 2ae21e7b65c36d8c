//! A run: every work, done by every server in turn.

use crate::process::Cores;
use crate::results::{Remark, Results, Work};
use crate::servers::{Ground, Kind, install};
use crate::sessions::{made_up, to_replay};
use crate::works::{Sessions, Task};
use crate::{machine, on_one_core};
use anyhow::{Context as _, Result, anyhow, ensure};
use clap::{Args, ValueEnum};
use futures_util::FutureExt;
use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// The longest that one server may take for one work.
const MOST: Duration = Duration::from_secs(4 * 60);
/// The text for the restart: so many edits leave so many characters.
const LONG_SESSION: (usize, usize) = (260_000, 105_000);
/// The same in a short run.
const SHORT_SESSION: (usize, usize) = (26_000, 10_500);

#[derive(Args)]
pub(crate) struct Run {
    /// The servers, in the order in which they take their turns
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["overens", "relay", "hocuspocus", "y-websocket"])]
    servers: Vec<Kind>,
    /// The works
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Work::value_variants().to_vec())]
    works: Vec<Work>,
    /// Where to keep the figures
    #[arg(long, default_value = "target/bench/results.json")]
    out: PathBuf,
    /// A folder for the peers and everybody's data
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// Överens' release binary
    #[arg(long, env = "OVERENS_BIN", default_value = "target/release/overens")]
    overens: PathBuf,
    /// Two minutes instead of ten, with rougher figures
    #[arg(long)]
    quick: bool,
}

pub(crate) fn run(run: Run) -> Result<()> {
    fs::create_dir_all(&run.folder)?;
    let folder = std::path::absolute(&run.folder)?;
    let overens = std::path::absolute(&run.overens)?;
    if run.servers.contains(&Kind::Overens) {
        ensure!(overens.is_file(), "{} is missing; build it first", overens.display());
    }
    // Peers are installed with all cores, before the generator keeps to its own.
    let cores = Cores { apart: None };
    let mut ground = Ground { overens, folder, cores };
    let mut results = Results { machine: machine::describe()?, quick: run.quick, ..Results::default() };
    for kind in run.servers {
        match on_one_core(install(&ground, kind)) {
            Ok(()) => results.servers.push(kind),
            Err(error) => {
                eprintln!("== {} is left out: {error:#}", kind.name());
                let text = format!("left out: {error:#}");
                results.remarks.push(Remark { server: kind, work: None, text });
            }
        }
    }
    let begun = Instant::now();
    ground.cores = Cores::share_out()?;
    let sessions = prepare(&run.works, run.quick)?;
    for work in run.works {
        let name = work.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        eprintln!("== {name}, {} s after the start", begun.elapsed().as_secs());
        for kind in results.servers.clone() {
            if let Err(error) = one(&ground, (kind, work), run.quick, &sessions, &mut results) {
                eprintln!("   {:<12} failed: {error:#}", kind.name());
                let text = format!("failed: {error:#}");
                results.remarks.push(Remark { server: kind, work: Some(work), text });
            }
            keep(&results, &run.out)?;
        }
    }
    eprintln!("== Done in {} s; the figures are in {}", begun.elapsed().as_secs(), run.out.display());
    Ok(())
}

fn one(
    ground: &Ground,
    (kind, work): (Kind, Work),
    quick: bool,
    sessions: &Sessions,
    results: &mut Results,
) -> Result<()> {
    let task = Task::new(ground, (kind, work), quick, sessions, results);
    on_one_core(async {
        // A server that answers nonsense must not take the other works with it.
        let done = timeout(MOST, AssertUnwindSafe(task.carry_out()).catch_unwind()).await;
        let done = done.with_context(|| format!("took more than {} seconds", MOST.as_secs()))?;
        done.unwrap_or_else(|_| Err(anyhow!("what the server sent made no sense")))
    })
}

fn prepare(works: &[Work], quick: bool) -> Result<Sessions> {
    let mut sessions = Sessions::default();
    if works.contains(&Work::Replay) {
        sessions.replayed = to_replay(quick)?.into_iter().map(Rc::new).collect();
    }
    if works.contains(&Work::Restart) {
        let (changes, characters) = if quick { SHORT_SESSION } else { LONG_SESSION };
        sessions.long = Some(Rc::new(made_up("long", 1, changes, characters)?));
    }
    Ok(sessions)
}

fn keep(results: &Results, file: &Path) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(file, serde_json::to_vec_pretty(results)?)?)
}
