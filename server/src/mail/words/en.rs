//! Letters in English.

use super::Part::{Aside, Link, Text};
use super::{Invitation, Receipt, SignIn, Words, listed};
use crate::agreement::member::Role;
use jiff::Zoned;

pub(super) fn invitation(facts: &Invitation) -> Words {
    let Invitation { name, by, title, party, roles, until, link } = facts;
    let invited = match by {
        Some((inviter, Some(party))) => {
            format!("{inviter} ({party}) has invited you to take part in the work on")
        }
        Some((inviter, None)) => format!("{inviter} has invited you to take part in the work on"),
        None => "You are invited to take part in the work on".to_owned(),
    };
    let place = match party {
        Some(party) => format!("You take part for {party} as {}.", roles_of(roles)),
        None => format!("You take part as {}, and belong to no party.", roles_of(roles)),
    };
    Words {
        subject: format!("Invitation: {title}"),
        parts: vec![
            Text(format!("Hello {name},")),
            Text(format!("{invited} “{title}”. The text is written together in Överens, right in the browser.")),
            Text(place),
            Text("Open the link and press the button on the page, and you are signed in. No password is needed.".to_owned()),
            Link("Sign in", link.clone()),
            Text(format!(
                "The link holds until {} and works once. If you need a new one, ask whoever invited you.",
                moment(until)
            )),
            Aside(
                "The link is yours alone: do not pass it on, because whoever presses the button is signed in as you. \
                 If this was not meant for you, there is nothing you need to do. Throw it away, and the link ends by itself."
                    .to_owned(),
            ),
        ],
    }
}

pub(super) fn sign_in(facts: &SignIn) -> Words {
    let SignIn { name, minutes, link } = facts;
    Words {
        subject: "Your link to sign in to Överens".to_owned(),
        parts: vec![
            Text(format!("Hello {name},")),
            Text(
                "Here is the link you asked for. Open it and press the button on the page, and you are signed in \
                 in the browser you open it with."
                    .to_owned(),
            ),
            Link("Sign in", link.clone()),
            Text(format!("The link holds for {minutes} minutes and works once.")),
            Aside(
                "You did not ask for a link? Then somebody else gave your address, perhaps by mistake. There is nothing \
                 you need to do: nobody gets in without this letter. Do not pass it on."
                    .to_owned(),
            ),
        ],
    }
}

pub(super) fn receipt(facts: &Receipt) -> Words {
    let Receipt { name, title, section, revision, party, at, text, file, link } = facts;
    Words {
        subject: format!("Receipt: you have approved “{section}”"),
        parts: vec![
            Text(format!("Hello {name},")),
            Text(format!(
                "You approved the section “{section}” of “{title}”, revision {revision}, for {party} on {}.",
                moment(at)
            )),
            Text(format!("The text's fingerprint (SHA-256) is {text}.")),
            Text(format!(
                "Your receipt, signed by the server, is attached as {file}. Keep it. It shows which text you approved, \
                 and with it anybody can check that a later export of the record was not changed \
                 behind your back: overens verify FILE --receipt {file}"
            )),
            Link("Read the section", link.clone()),
            Aside(
                "You do not recognise this? Tell your party's coordinator at once. An approval can be taken back until \
                 the party has decided."
                    .to_owned(),
            ),
        ],
    }
}

fn roles_of(roles: &[Role]) -> String {
    let name = |role: &Role| match role {
        Role::Coordinator => "coordinator",
        Role::Drafter => "drafter",
        Role::Reviewer => "reviewer",
        Role::Approver => "approver",
        Role::Observer => "observer",
    };
    listed(&roles.iter().map(name).collect::<Vec<_>>(), "and")
}

fn moment(at: &Zoned) -> String {
    at.strftime("%-d %B %Y at %H:%M").to_string()
}
