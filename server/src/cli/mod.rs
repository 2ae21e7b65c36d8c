//! The command line: serve, demo, seed, admit, invite, export, verify, backup, restore, doctor, openapi.
//!
//! Whatever goes wrong is said on standard error, each thing on one line that begins with `overens:`, and
//! the exit code is 1 (2 for a command line that is none, or for what `verify` or `doctor` cannot read). Standard output holds
//! only what was asked for.

mod admit;
mod approvals;
mod backup;
mod demo;
mod doctor;
mod export;
#[cfg(feature = "faults")]
mod fault;
mod figures;
mod flags;
mod invite;
mod limits;
mod log;
mod mail;
mod offline;
mod openapi;
mod restore;
mod seed;
mod serve;
mod server;
mod signals;
mod telling;
mod verify;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

/// How long work that no longer matters may hold up the end of the process.
const LAST_WORK: Duration = Duration::from_millis(500);

/// Agreement text, written together.
#[derive(Parser)]
#[command(name = "overens", version, about, max_term_width = 110)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server
    Serve(flags::Serve),
    /// Run the server with a made-up agreement, and print a sign-in link for each side
    Demo(demo::Demo),
    /// Add an agreement from a file, and print its ids and sign-in links as one JSON object
    Seed(seed::Seed),
    /// Let somebody create agreements, and print a sign-in link for them
    Admit(admit::Admit),
    /// Print a new sign-in link for a member
    Invite(invite::Invite),
    /// Write an agreement into a new file that anybody can check, of a stopped or a running server
    Export(export::Export),
    /// Check an export, without a server
    Verify(verify::Verify),
    /// Write all there is, the signing key included, into a new file, of a stopped or a running server
    Backup(backup::Backup),
    /// Put a backup into an empty or a new data folder
    Restore(restore::Restore),
    /// Say what can be read of a data folder that no server runs on, and put that into a new one; nothing in it is changed
    Doctor(doctor::Doctor),
    /// Print the description of the HTTP API (OpenAPI, JSON)
    Openapi,
    /// For tests: let a section take no text
    #[cfg(feature = "faults")]
    Lock(fault::Of),
    /// For tests: let a section take text again
    #[cfg(feature = "faults")]
    Unlock(fault::Of),
    /// For tests: let a section's document begin anew, as after a restore
    #[cfg(feature = "faults")]
    NewEpoch(fault::Of),
    /// For tests: print the steps at which OVERENS_FAULT_STEP kills, one to a line
    #[cfg(feature = "faults")]
    Steps,
}

/// Does what the command line says.
pub fn run() -> ExitCode {
    let CommandLine { command } = CommandLine::parse();
    if let Command::Verify(flags) = command {
        return verify::run(flags);
    }
    if let Command::Doctor(flags) = command {
        return doctor::run(flags);
    }
    let done = with_runtime(async {
        match command {
            Command::Serve(flags) => serve::run(flags).await,
            Command::Demo(flags) => demo::run(flags).await,
            Command::Seed(flags) => seed::run(flags).await,
            Command::Admit(flags) => admit::run(flags).await,
            Command::Invite(flags) => invite::run(flags).await,
            Command::Export(flags) => export::run(flags).await,
            // These have exit codes of their own.
            Command::Verify(_) | Command::Doctor(_) => Ok(()),
            Command::Backup(flags) => backup::run(flags).await,
            Command::Restore(flags) => restore::run(flags).await,
            Command::Openapi => openapi::run(),
            #[cfg(feature = "faults")]
            Command::Lock(of) => fault::run(crate::operator::Fault::Lock, of).await,
            #[cfg(feature = "faults")]
            Command::Unlock(of) => fault::run(crate::operator::Fault::Unlock, of).await,
            #[cfg(feature = "faults")]
            Command::NewEpoch(of) => fault::run(crate::operator::Fault::NewEpoch, of).await,
            #[cfg(feature = "faults")]
            Command::Steps => fault::steps(),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

/// Says what went wrong: one line for each thing, whatever wrote it.
fn complain(error: &anyhow::Error) {
    for line in format!("{error:#}").lines() {
        eprintln!("overens: {line}");
    }
}

/// Writes to standard output; whoever reads it may have gone.
fn print(text: &str) -> anyhow::Result<()> {
    let mut output = io::stdout().lock();
    output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        .context("what was done could not be printed")
}

fn with_runtime<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the process cannot start its threads")?;
    let done = runtime.block_on(work);
    runtime.shutdown_timeout(LAST_WORK);
    done
}
