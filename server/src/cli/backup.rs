//! `overens backup`.

use super::flags::Data;
use super::offline;
use crate::operator::Request;
use anyhow::Context as _;
use clap::Args;
use std::path::{self, PathBuf};

/// What `overens backup` takes.
#[derive(Args, Debug)]
pub(super) struct Backup {
    #[command(flatten)]
    data: Data,

    /// The file to write, readable by its owner only; it must not be there yet. It holds the signing key and what
    /// people have written: keep it as you keep the data folder
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) async fn run(flags: Backup) -> anyhow::Result<()> {
    // A running server has a working folder of its own.
    let file = path::absolute(&flags.output).context("the output has no path")?;
    // Or a folder would be made, of which there is nothing to keep.
    let folder = &flags.data.data;
    anyhow::ensure!(folder.is_dir(), "{} is no data folder; name the one to back up", folder.display());
    let done = offline::carry_out(folder, Request::Backup { file }).await?;
    super::print(&format!("{}\n", serde_json::to_string_pretty(&done)?))
}
