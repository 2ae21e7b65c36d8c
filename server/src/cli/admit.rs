//! `overens admit`.

use super::flags::Data;
use super::offline;
use crate::access::public_url::PublicUrl;
use crate::operator::Request;
use anyhow::Context as _;
use clap::Args;

/// What `overens admit` takes.
#[derive(Args, Debug)]
pub(super) struct Admit {
    #[command(flatten)]
    data: Data,

    /// The person's name
    #[arg(long, value_name = "NAME")]
    name: String,

    /// The person's e-mail address
    #[arg(long, value_name = "ADDRESS")]
    email: String,

    /// What the link begins with [default: the running server's own, or http://127.0.0.1:8080]
    #[arg(long = "public-url", value_name = "URL")]
    public_url: Option<PublicUrl>,
}

pub(super) async fn run(flags: Admit) -> anyhow::Result<()> {
    let public_url = flags.public_url.map(|url| url.to_string());
    let request = Request::Admit { name: flags.name, email: flags.email, public_url };
    let admitted = offline::carry_out(&flags.data.data, request).await?;
    let link = admitted.get("link").and_then(serde_json::Value::as_str);
    super::print(&format!("{}\n", link.context("the running server answered without a link")?))
}
