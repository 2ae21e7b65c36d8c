//! An agreement for tests, of invented people.

use super::chance::Seed;
use super::decide::{Command, Context, decide};
use super::description::Description;
use super::entry::Actor;
use super::id::{AgreementId, MemberId};
use super::state::State;
use jiff::Timestamp;

/// Two parties with a coordinator each, a neutral process leader, three sections; parity asked for.
pub(crate) const DESCRIPTION: &str = r#"{
  "title": "Överenskommelse om fritid för unga",
  "case_number": "KS 2027-0042",
  "languages": ["sv", "fi"],
  "parity": true,
  "parties": [
    {
      "letter": "A", "name": "Björkdals kommun", "kind": "public",
      "approval": { "rule": "any" },
      "bodies": ["Kommunfullmäktige"],
      "organisations": ["Fritidsnämnden"]
    },
    {
      "letter": "B", "name": "Föreningsrådet", "kind": "civil",
      "approval": { "rule": "at_least", "count": 2 },
      "organisations": ["Simsällskapet", "Teaterkällaren"]
    }
  ],
  "members": [
    { "name": "Astrid Moberg", "email": "astrid@bjorkdal.example", "party": "A", "organisation": "Fritidsnämnden", "roles": ["coordinator", "drafter"] },
    { "name": "Bo Lindh", "email": "bo@bjorkdal.example", "party": "A", "roles": ["approver"] },
    { "name": "Cilla Roos", "email": "cilla@simma.example", "party": "B", "organisation": "Simsällskapet", "roles": ["coordinator", "approver"] },
    { "name": "David Ask", "email": "david@teater.example", "party": "B", "organisation": "Teaterkällaren", "roles": ["drafter", "approver"] },
    { "name": "Elin Vik", "email": "elin@process.example", "party": null, "roles": ["coordinator", "drafter"] }
  ],
  "sections": [
    { "kind": "preamble", "title": "Inledning", "text": "Vi vill *samma* sak.\n" },
    { "kind": "principle", "title": "Öppenhet", "responsible": ["A", "B"] },
    { "kind": "principle", "title": "Mångfald" }
  ]
}"#;

/// The description above.
pub(crate) fn description() -> Description {
    Description::parse(DESCRIPTION).unwrap()
}

/// A time for things to happen at.
pub(crate) fn noon() -> Timestamp {
    "2027-02-01T11:00:00Z".parse().unwrap()
}

/// A context in which `by` asks.
pub(crate) fn asked_by(by: Actor) -> Context {
    Context { by, at: noon(), seed: Seed([3; 32]) }
}

/// The state after founding `description`.
pub(crate) fn founded(description: Description) -> State {
    let mut state = State::before(AgreementId::new());
    let command = Command::Found(Box::new(description));
    for entry in decide(&state, command, &asked_by(Actor::Operator)).unwrap() {
        state.apply(&entry, Actor::Operator, noon());
    }
    state
}

/// A member by the beginning of their name.
pub(crate) fn named(state: &State, name: &str) -> MemberId {
    let mut members = state.members().iter();
    members.find(|member| member.name.text().unwrap().starts_with(name)).unwrap().id
}
