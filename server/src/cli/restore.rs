//! `overens restore`.

use super::flags::Data;
use crate::operator::backup;
use clap::Args;
use jiff::Timestamp;
use std::path::PathBuf;

/// What `overens restore` takes.
#[derive(Args, Debug)]
pub(super) struct Restore {
    #[command(flatten)]
    data: Data,

    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) async fn run(flags: Restore) -> anyhow::Result<()> {
    let restored = backup::restore(&flags.file, &flags.data.data, Timestamp::now()).await?;
    super::print(&format!("{}\n", serde_json::to_string_pretty(&restored)?))
}
