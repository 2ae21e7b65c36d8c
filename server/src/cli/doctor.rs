//! `overens doctor`: looks at a data folder without changing anything in it.

use super::flags::Data;
use crate::operator::doctor;
use clap::Args;
use jiff::Timestamp;
use std::path::PathBuf;
use std::process::ExitCode;

/// Something cannot be read, or would be lost.
const NOT_WHOLE: u8 = 1;
/// Nothing was looked at.
const NOT_LOOKED_AT: u8 = 2;

/// What `overens doctor` takes.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0 all of it is whole, 1 something of it is not, 2 it was not looked at (a server runs on it, or it is no data folder)."
)]
pub(super) struct Doctor {
    #[command(flatten)]
    data: Data,

    /// Say it as one JSON object
    #[arg(long)]
    json: bool,

    /// Put what can be read into this folder, which is empty or new, for a server to go on with
    #[arg(long, value_name = "NEWDIR")]
    rebuild: Option<PathBuf>,

    /// A backup to take from what cannot be read any more
    #[arg(long, value_name = "FILE", requires = "rebuild")]
    backup: Option<PathBuf>,
}

pub(super) fn run(flags: Doctor) -> ExitCode {
    match super::with_runtime(look(flags)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(NOT_WHOLE),
        Err(error) => {
            super::complain(&error);
            ExitCode::from(NOT_LOOKED_AT)
        }
    }
}

async fn look(flags: Doctor) -> anyhow::Result<bool> {
    let folder = &flags.data.data;
    let report = match &flags.rebuild {
        None => doctor::examine(folder).await?,
        Some(new) => doctor::rebuild(folder, new, flags.backup.as_deref(), Timestamp::now()).await?,
    };
    super::print(&if flags.json {
        format!("{}\n", serde_json::to_string_pretty(&report)?)
    } else {
        report.to_string()
    })?;
    Ok(report.is_whole)
}
