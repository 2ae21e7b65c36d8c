//! The load generator: the same work for Överens, a bare relay and other servers of Yjs documents, and a page that
//! sets the figures side by side. `docs/performance.md` says what the works are and how to read the figures.

mod comparison;
mod connection;
mod frames;
mod history;
mod machine;
mod process;
mod record;
mod relay;
mod report;
mod results;
mod run;
mod servers;
mod sessions;
mod typing;
mod update;
mod works;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use results::Results;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::task::LocalSet;

/// Puts servers of Yjs documents under load and compares them
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Does the works and keeps the figures
    Run(run::Run),
    /// Writes the figures into the documentation
    Report {
        /// What `run` has kept
        #[arg(long, default_value = "target/bench/results.json")]
        results: PathBuf,
        /// The folder with performance.md
        #[arg(long, default_value = "docs")]
        docs: PathBuf,
    },
    /// Measures what opening an agreement with a long record costs
    Record(record::Record),
    /// Measures what looking back costs in a section with a long history
    History(history::History),
    /// Measures how long comparing two long texts takes
    Comparison(comparison::Comparison),
    /// Serves as the bare relay
    Relay {
        /// The address to listen on
        #[arg(long)]
        listen: SocketAddr,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Run(run) => run::run(run),
        Command::Report { results, docs } => {
            let kept = fs::read(&results).with_context(|| format!("{} is missing", results.display()))?;
            let results: Results = serde_json::from_slice(&kept)?;
            report::write(&results, &docs)
        }
        Command::Record(asked) => on_one_core(record::measure(asked)),
        Command::History(asked) => on_one_core(history::measure(asked)),
        Command::Comparison(asked) => comparison::measure(&asked),
        Command::Relay { listen } => on_one_core(relay::serve(listen)),
    }
}

/// One thread for everything: the generator and the relay each have one core.
fn on_one_core<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, work)
}
