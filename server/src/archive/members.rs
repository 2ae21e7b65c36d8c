//! The register of members: who took part, for whom, in which roles from when to when, under which mandates.

use super::chronicle::{Chronicle, ToldMember};
use super::material::Material;
use crate::agreement::digest::Digest;
use crate::agreement::entry::Actor;
use crate::agreement::id::{AgreementId, MandateId, MemberId, PartyId};
use crate::agreement::member::Role;
use crate::agreement::party::Letter;
use crate::agreement::sign_off::MandateKind;
use crate::agreement::words::Words;
use crate::text::wording::moment;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// Everybody who took part.
#[derive(Serialize)]
pub(super) struct Register {
    format: u32,
    agreement: AgreementId,
    members: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: MemberId,
    name: Shown,
    party: Option<Party>,
    organisation: Option<String>,
    added: Moment,
    removed: Option<Moment>,
    roles: Vec<Roles>,
    mandates: Vec<Mandate>,
}

/// A name or text, or who erased it when.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Shown {
    Text(String),
    Erased { entry: u64, at: Timestamp, by: Actor },
}

#[derive(Serialize)]
struct Party {
    id: PartyId,
    letter: Letter,
    name: String,
}

/// Where something stands in the record, and when that was.
#[derive(Clone, Copy, Serialize)]
struct Moment {
    entry: u64,
    at: Timestamp,
}

#[derive(Serialize)]
struct Roles {
    from: Moment,
    roles: Vec<Role>,
}

#[derive(Serialize)]
struct Mandate {
    id: MandateId,
    kind: MandateKind,
    issuer: Shown,
    date: Date,
    paragraph: Shown,
    valid_until: Option<Date>,
    recorded: Moment,
}

/// The register as the record's last entry leaves it.
pub(super) fn register(material: &Material, told: &Chronicle) -> Register {
    let members = told.members.iter().map(|member| Row::of(material, told, member)).collect();
    Register { format: 1, agreement: material.agreement, members }
}

/// RFC 8785.
pub(super) fn json(register: &Register) -> Vec<u8> {
    // These types always serialize; an empty file would be found at the first check.
    serde_json_canonicalizer::to_vec(register).unwrap_or_default()
}

/// The same for a spreadsheet (RFC 4180, with a mark that it is UTF-8).
pub(super) fn csv(register: &Register) -> String {
    let mut lines = String::from("\u{feff}");
    let mut line = |fields: &[String]| {
        let quoted: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
        lines.push_str(&quoted.join(","));
        lines.push_str("\r\n");
    };
    line(
        &["id", "name", "party", "organisation", "added", "removed", "roles", "mandates"].map(str::to_owned),
    );
    for row in &register.members {
        let party = row.party.as_ref().map(|party| format!("{} {}", party.letter, party.name));
        let roles: Vec<String> = row.roles.iter().map(Roles::in_words).collect();
        let mandates: Vec<String> = row.mandates.iter().map(Mandate::in_words).collect();
        line(&[
            row.id.to_string(),
            row.name.in_words(),
            party.unwrap_or_default(),
            row.organisation.clone().unwrap_or_default(),
            moment(row.added.at),
            row.removed.map(|removed| moment(removed.at)).unwrap_or_default(),
            roles.join("; "),
            mandates.join("; "),
        ]);
    }
    lines
}

impl Row {
    fn of(material: &Material, told: &Chronicle, member: &ToldMember) -> Self {
        let party = member.party.and_then(|id| told.state.party(id));
        let moment = |(entry, at)| Moment { entry, at };
        let roles = member.roles.iter().map(|(entry, at, roles)| Roles {
            from: Moment { entry: *entry, at: *at },
            roles: roles.iter().copied().collect(),
        });
        let mandates = told.state.mandates().iter().filter(|mandate| mandate.member == member.id);
        let mandates = mandates.map(|mandate| Mandate {
            id: mandate.id,
            kind: mandate.kind,
            issuer: Shown::of(material, &mandate.issuer),
            date: mandate.date,
            paragraph: Shown::of(material, &mandate.paragraph),
            valid_until: mandate.valid_until,
            recorded: Moment { entry: mandate.position.0, at: mandate.at },
        });
        Self {
            id: member.id,
            name: Shown::of(material, &member.name),
            party: party.map(|party| Party { id: party.id, letter: party.letter, name: party.name.clone() }),
            organisation: member.organisation.and_then(|id| told.organisations.get(&id).cloned()),
            added: moment(member.added),
            removed: member.removed.map(moment),
            roles: roles.collect(),
            mandates: mandates.collect(),
        }
    }
}

impl Shown {
    fn of(material: &Material, words: &Words) -> Self {
        let by = |digest: Digest| {
            let position = *material.erased.get(&digest)?;
            material.entries.get(usize::try_from(position).ok()?)
        };
        match (words.text(), by(words.digest())) {
            (_, Some(erasing)) => Self::Erased { entry: erasing.position, at: erasing.at, by: erasing.by },
            (text, None) => Self::Text(text.unwrap_or_default().to_owned()),
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Erased { entry, at, .. } => {
                format!("(raderat/erased {}, post/entry {entry})", moment(*at))
            }
        }
    }
}

impl Roles {
    fn in_words(&self) -> String {
        let role = |role: &Role| {
            let name = serde_json::to_value(role).ok();
            name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
        };
        let roles: Vec<String> = self.roles.iter().map(role).collect();
        format!("{} {}", moment(self.from.at), roles.join(" + "))
    }
}

impl Mandate {
    fn in_words(&self) -> String {
        let until = self.valid_until.map(|day| format!(" – {day}")).unwrap_or_default();
        format!("{} {} {}{until}", self.issuer.in_words(), self.date, self.paragraph.in_words())
    }
}

/// A field between quotation marks, that no spreadsheet takes for a formula.
fn quoted(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, field.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_field_is_neither_two_fields_nor_a_formula() {
        assert_eq!(quoted("Åsa \"Å\", Dahl"), "\"Åsa \"\"Å\"\", Dahl\"");
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
    }
}
