//! `overens invite`.

use super::flags::Data;
use super::offline;
use crate::access::public_url::PublicUrl;
use crate::agreement::id::{AgreementId, MemberId};
use crate::operator::{Invited, Request};
use anyhow::Context as _;
use clap::Args;

/// What `overens invite` takes.
#[derive(Args, Debug)]
pub(super) struct Invite {
    #[command(flatten)]
    data: Data,

    /// The agreement's id
    #[arg(long, value_name = "ID")]
    agreement: AgreementId,

    #[command(flatten)]
    who: Who,

    /// What the link begins with [default: the running server's own, or http://127.0.0.1:8080]
    #[arg(long = "public-url", value_name = "URL")]
    public_url: Option<PublicUrl>,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct Who {
    /// The member's id
    #[arg(long, value_name = "ID")]
    member: Option<MemberId>,

    /// The member's e-mail address
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
}

pub(super) async fn run(flags: Invite) -> anyhow::Result<()> {
    let who = match (flags.who.member, flags.who.email) {
        (Some(member), _) => Invited::Member(member),
        (None, email) => Invited::Email(email.context("name the member by --member or --email")?),
    };
    let public_url = flags.public_url.map(|url| url.to_string());
    let request = Request::Invite { agreement: flags.agreement, who, public_url };
    let invitation = offline::carry_out(&flags.data.data, request).await?;
    let link = invitation.get("link").and_then(serde_json::Value::as_str);
    super::print(&format!("{}\n", link.context("the running server answered without a link")?))
}
