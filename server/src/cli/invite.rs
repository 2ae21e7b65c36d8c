//! `overens invite`.

use super::flags::Data;
use super::offline;
use crate::access::public_url::PublicUrl;
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::member::Role;
use crate::agreement::party::Letter;
use crate::operator::{Invited, NewPerson, Request};
use anyhow::Context as _;
use clap::Args;
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};

/// What `overens invite` takes.
#[derive(Args, Debug)]
pub(super) struct Invite {
    #[command(flatten)]
    data: Data,

    /// The agreement's id
    #[arg(value_name = "AGREEMENT")]
    agreement: AgreementId,

    /// The member's id
    #[arg(long, value_name = "ID", conflicts_with_all = ["email", "new"])]
    member: Option<MemberId>,

    /// The member's e-mail address
    #[arg(long, value_name = "ADDRESS", required_unless_present = "member")]
    email: Option<String>,

    /// Somebody new, whom no coordinator can invite: a neutral person, or a party's first coordinator if it has none
    #[arg(long, requires_all = ["name", "email"])]
    new: bool,

    /// What somebody new is called
    #[arg(long, value_name = "NAME", requires = "new")]
    name: Option<String>,

    /// The letter of the party that somebody new is to coordinate
    #[arg(long, value_name = "LETTER", requires = "new", value_parser = named::<Letter>)]
    party: Option<Letter>,

    /// What somebody new may do: coordinator, drafter, reviewer, approver or observer; may be given several times
    #[arg(long = "role", value_name = "ROLE", requires = "new", value_parser = named::<Role>)]
    roles: Vec<Role>,

    /// What the link begins with [default: the running server's own, or http://127.0.0.1:8080]
    #[arg(long = "public-url", value_name = "URL")]
    public_url: Option<PublicUrl>,
}

pub(super) async fn run(flags: Invite) -> anyhow::Result<()> {
    let Invite { data, agreement, member, email, new, name, party, roles, public_url } = flags;
    let public_url = public_url.map(|url| url.to_string());
    let nobody = "name the member by --member or --email";
    let request = match (member, email) {
        (Some(member), _) => Request::Invite { agreement, who: Invited::Member(member), public_url },
        (None, Some(email)) if new => {
            let name = name.context("give a --name")?;
            let person = NewPerson { name, email, party, roles };
            Request::InviteNew { agreement, person, public_url }
        }
        (None, email) => {
            let who = Invited::Email(email.context(nobody)?);
            Request::Invite { agreement, who, public_url }
        }
    };
    let invitation = offline::carry_out(&data.data, request).await?;
    let link = invitation.get("link").and_then(serde_json::Value::as_str);
    super::print(&format!("{}\n", link.context("the running server answered without a link")?))
}

/// Reads what has a name in JSON.
fn named<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Error> {
    T::deserialize(StrDeserializer::new(text))
}
