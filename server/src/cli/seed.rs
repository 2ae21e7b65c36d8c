//! `overens seed`.

use super::flags::Data;
use super::offline;
use crate::access::public_url::PublicUrl;
use crate::agreement::description::Description;
use crate::operator::Request;
use anyhow::{Context as _, anyhow};
use clap::Args;
use std::fs;
use std::path::PathBuf;

/// What `overens seed` takes.
#[derive(Args, Debug)]
pub(super) struct Seed {
    #[command(flatten)]
    data: Data,

    /// Give each member a personal access token, too
    #[arg(long)]
    tokens: bool,

    /// What the sign-in links begin with [default: the running server's own, or http://127.0.0.1:8080]
    #[arg(long = "public-url", value_name = "URL")]
    public_url: Option<PublicUrl>,

    /// The description of the agreement, as JSON
    #[arg(value_name = "FILE.json")]
    file: PathBuf,
}

pub(super) async fn run(flags: Seed) -> anyhow::Result<()> {
    let file = flags.file.display();
    let description = fs::read_to_string(&flags.file).with_context(|| format!("{file} cannot be read"))?;
    // Looked at here, so that a wrong file touches no folder.
    Description::parse(&description).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| format!("{file}: {problem}")).collect();
        anyhow!(lines.join("\n"))
    })?;
    let request = Request::Seed {
        description,
        tokens: flags.tokens,
        public_url: flags.public_url.map(|url| url.to_string()),
    };
    let seeded = offline::carry_out(&flags.data.data, request).await?;
    super::print(&format!("{}\n", serde_json::to_string_pretty(&seeded)?))
}
