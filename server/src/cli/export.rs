//! `overens export`.

use super::flags::Data;
use super::offline;
use crate::agreement::id::AgreementId;
use crate::operator::Request;
use anyhow::Context as _;
use clap::Args;
use jiff::civil::Date;
use std::path::{self, PathBuf};

/// What `overens export` takes.
#[derive(Args, Debug)]
pub(super) struct Export {
    /// The agreement's id
    agreement: AgreementId,

    #[command(flatten)]
    data: Data,

    /// The file to write, readable by its owner only; it must not be there yet. It holds names
    #[arg(long, value_name = "FILE")]
    output: PathBuf,

    /// Write how the texts came to be instead, up to the day that --as-of names
    #[arg(long, requires = "as_of")]
    working_material: bool,

    /// The last day of the working material, in the agreement's time zone, as 2027-03-01
    #[arg(long, value_name = "DATE", requires = "working_material")]
    as_of: Option<Date>,
}

pub(super) async fn run(flags: Export) -> anyhow::Result<()> {
    // A running server has a working folder of its own.
    let file = path::absolute(&flags.output).context("the output has no path")?;
    // Or a folder would be made, in which there is nothing to export.
    let folder = &flags.data.data;
    anyhow::ensure!(folder.is_dir(), "{} is no data folder", folder.display());
    let request = Request::Export { agreement: flags.agreement, as_of: flags.as_of, file };
    let done = offline::carry_out(folder, request).await?;
    super::print(&format!("{}\n", serde_json::to_string_pretty(&done)?))
}
