//! Brev på svenska.

use super::Part::{Aside, Link, Text};
use super::{Invitation, Receipt, SignIn, Words, listed};
use crate::agreement::member::Role;
use jiff::Zoned;
use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

pub(super) fn invitation(facts: &Invitation) -> Words {
    let Invitation { name, by, title, party, roles, until, link } = facts;
    let invited = match by {
        Some((inviter, Some(party))) => format!("{inviter} ({party}) har bjudit in dig till arbetet med"),
        Some((inviter, None)) => format!("{inviter} har bjudit in dig till arbetet med"),
        None => "Du är inbjuden till arbetet med".to_owned(),
    };
    let place = match party {
        Some(party) => format!("Du är med för {party} som {}.", roles_of(roles)),
        None => format!("Du är med som {}, utan att höra till någon part.", roles_of(roles)),
    };
    Words {
        subject: format!("Inbjudan: {title}"),
        parts: vec![
            Text(format!("Hej {name}!")),
            Text(format!("{invited} ”{title}”. Texten skrivs gemensamt i Överens, direkt i webbläsaren.")),
            Text(place),
            Text("Öppna länken och tryck på knappen på sidan, så är du inloggad. Inget lösenord behövs.".to_owned()),
            Link("Logga in", link.clone()),
            Text(format!(
                "Länken gäller till {} och fungerar en gång. Behöver du en ny, be den som bjöd in dig.",
                moment(until)
            )),
            Aside(
                "Länken är bara din: skicka den inte vidare, för den som trycker på knappen loggas in som du. \
                 Var brevet inte till dig behöver du inte göra något. Släng det, så slutar länken att gälla av sig själv."
                    .to_owned(),
            ),
        ],
    }
}

pub(super) fn sign_in(facts: &SignIn) -> Words {
    let SignIn { name, minutes, link } = facts;
    Words {
        subject: "Din länk för att logga in i Överens".to_owned(),
        parts: vec![
            Text(format!("Hej {name}!")),
            Text(
                "Här är länken du bad om. Öppna den och tryck på knappen på sidan, så är du inloggad \
                 i den webbläsare där du öppnar den."
                    .to_owned(),
            ),
            Link("Logga in", link.clone()),
            Text(format!("Länken gäller i {minutes} minuter och fungerar en gång.")),
            Aside(
                "Bad du inte om någon länk? Då har någon annan skrivit din adress, kanske av misstag. Du behöver inte \
                 göra något: ingen kommer in utan det här brevet. Skicka det inte vidare."
                    .to_owned(),
            ),
        ],
    }
}

pub(super) fn receipt(facts: &Receipt) -> Words {
    let Receipt { name, title, section, revision, party, at, text, file, link } = facts;
    Words {
        subject: format!("Kvitto: du har godkänt ”{section}”"),
        parts: vec![
            Text(format!("Hej {name}!")),
            Text(format!(
                "Du godkände avsnittet ”{section}” i ”{title}”, revision {revision}, för {party} den {}.",
                moment(at)
            )),
            Text(format!("Textens fingeravtryck (SHA-256) är {text}.")),
            Text(format!(
                "Ditt kvitto, undertecknat av servern, är bifogat som {file}. Spara det. Det visar vilken text du godkände, \
                 och med det kan vem som helst kontrollera att en senare export av ärendeloggen inte har ändrats \
                 bakåt: overens verify FIL --receipt {file}"
            )),
            Link("Läs avsnittet", link.clone()),
            Aside(
                "Känner du inte igen det här? Säg genast till den som samordnar din part. Ett godkännande kan tas \
                 tillbaka innan parten har beslutat."
                    .to_owned(),
            ),
        ],
    }
}

fn roles_of(roles: &[Role]) -> String {
    let name = |role: &Role| match role {
        Role::Coordinator => "samordnare",
        Role::Drafter => "skribent",
        Role::Reviewer => "granskare",
        Role::Approver => "godkännare",
        Role::Observer => "läsare",
    };
    listed(&roles.iter().map(name).collect::<Vec<_>>(), "och")
}

fn moment(at: &Zoned) -> String {
    format!("{} kl. {}", day(at.date()), at.strftime("%H.%M"))
}

pub(super) fn day(date: Date) -> String {
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    format!("{} {} {}", date.day(), month.unwrap_or(&""), date.year())
}
