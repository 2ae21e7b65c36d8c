//! `overens lock`, `unlock` and `new-epoch`: for tests, in builds with the feature `faults` only.

use super::flags::Data;
use super::offline;
use crate::agreement::id::SectionId;
use crate::operator::{Fault, Request};
use clap::Args;

/// What each of them takes.
#[derive(Args, Debug)]
pub(super) struct Of {
    #[command(flatten)]
    data: Data,

    /// The section's id
    #[arg(value_name = "SECTION")]
    section: SectionId,
}

pub(super) async fn run(fault: Fault, of: Of) -> anyhow::Result<()> {
    offline::carry_out(&of.data.data, Request::Fault { fault, section: of.section }).await?;
    Ok(())
}

pub(super) fn steps() -> anyhow::Result<()> {
    let names = crate::store::steps::Step::ALL.iter().map(|step| step.name());
    super::print(&names.map(|name| format!("{name}\n")).collect::<String>())
}
