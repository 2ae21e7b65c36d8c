//! The rules, each under the name of what it promises; and all of them, whatever is asked by whomever.

mod decisions;
mod forgetting;
mod founding;
mod inviting;
mod locks;
mod mandates;
mod meetings;
mod members;
mod proposing;
mod random;
mod reservations;
mod reviews;
mod revisions;
mod shaping;
mod sheets;
mod sign_offs;
mod signing_and_phases;

use super::decide::{Command, Context, NewDecision, NewMandate, NewSignOff, SaveRevision, decide};
use super::digest::Digest;
use super::entry::{Actor, Entry};
use super::id::{MandateId, MemberId, PartyId, SectionId, SignOffId};
use super::party::{Approval, Letter};
use super::refusal::Refusal;
use super::revision::{Contribution, RevisionNumber, TextNow};
use super::sample::{asked_by, description, founded, named, noon};
use super::section::{Phase, Section, SectionState};
use super::sign_off::{GivenSignOff, MandateKind, Standing};
use super::state::State;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

fn member(member: MemberId) -> Actor {
    Actor::Member { member }
}

fn letter(letter: char) -> Letter {
    Letter::new(letter).unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// What `by` is answered; entries are applied.
fn ask(state: &mut State, command: Command, by: Actor) -> Result<Vec<Entry>, Refusal> {
    let entries = decide(state, command, &asked_by(by))?;
    entries.iter().for_each(|entry| state.apply(entry, by, noon()));
    Ok(entries)
}

/// The sample agreement while it is worked on: Astrid (coordinator, drafter) and Bo (approver) of party A, of
/// which any approver is enough; Cilla (coordinator, approver) and David (drafter, approver) of party B, of
/// which it takes two; Elin (coordinator, drafter) of none. Party A has one listed body, party B none.
struct Work {
    state: State,
    now: Timestamp,
    /// What stands in each section just now.
    texts: BTreeMap<SectionId, char>,
    asked: u64,
}

impl Work {
    fn begun() -> Self {
        Self { state: founded(description()), now: noon(), texts: BTreeMap::new(), asked: 0 }
    }

    /// With a first revision of every section, and mandates for Bo, Cilla and David.
    fn ready_to_sign() -> (Self, Mandates) {
        let mut work = Self::begun();
        for index in 0..3 {
            work.save(index, 'a');
        }
        let mandates = Mandates {
            bo: work.mandate("Astrid", "Bo"),
            cilla: work.mandate("Cilla", "Cilla"),
            david: work.mandate("Cilla", "David"),
        };
        (work, mandates)
    }

    /// With every section agreed.
    fn agreed() -> (Self, Mandates) {
        let (mut work, mandates) = Self::ready_to_sign();
        for index in 0..3 {
            work.sign_all(index, &mandates);
        }
        (work, mandates)
    }

    /// In the phase of approval, with every section agreed.
    fn in_approval() -> (Self, Mandates) {
        let (mut work, mandates) = Self::agreed();
        work.enter(Phase::Approval).unwrap();
        (work, mandates)
    }

    fn at(&mut self, instant: &str) -> &mut Self {
        self.now = instant.parse().unwrap();
        self
    }

    fn member(&self, name: &str) -> MemberId {
        named(&self.state, name)
    }

    fn party(&self, which: char) -> PartyId {
        self.state.parties().iter().find(|party| party.letter == letter(which)).unwrap().id
    }

    fn id(&self, index: usize) -> SectionId {
        self.state.sections()[index].id
    }

    fn section(&self, index: usize) -> &Section {
        &self.state.sections()[index]
    }

    fn standing_of(&self, index: usize) -> SectionState {
        self.state.section_state(self.section(index))
    }

    fn sign_off(&self, index: usize, at: usize) -> &GivenSignOff {
        &self.section(index).sign_offs[at]
    }

    fn standings(&self, index: usize) -> Vec<Standing> {
        let section = self.section(index);
        section.sign_offs.iter().map(|one| section.standing(one)).collect()
    }

    /// What somebody is answered; entries are applied, and a refusal leaves all as it was.
    fn ask(&mut self, by: &str, command: Command) -> Result<Vec<Entry>, Refusal> {
        let by = member(self.member(by));
        self.ask_as(by, command)
    }

    fn ask_as(&mut self, by: Actor, command: Command) -> Result<Vec<Entry>, Refusal> {
        self.asked += 1;
        let mut context = Context { at: self.now, ..asked_by(by) };
        context.seed.0[..8].copy_from_slice(&self.asked.to_be_bytes());
        let entries = decide(&self.state, command, &context)?;
        entries.iter().for_each(|entry| self.state.apply(entry, by, self.now));
        Ok(entries)
    }

    /// A section's text as it stands: the hash covers words and title, as the real one does.
    fn text(&self, index: usize) -> TextNow {
        let section = self.section(index);
        let words = self.texts.get(&section.id).copied().unwrap_or(' ').to_string();
        TextNow {
            hash: Digest::of(&[section.id.0.as_bytes(), words.as_bytes(), section.title.as_bytes()]),
            position: 1,
            contributors: vec![Contribution { member: self.member("Astrid"), characters: 1 }],
            characters: 1,
            sound: true,
        }
    }

    fn write(&mut self, index: usize, words: char) {
        self.texts.insert(self.id(index), words);
    }

    fn saving(&self, index: usize) -> SaveRevision {
        SaveRevision {
            section: self.id(index),
            text: self.text(index),
            name: String::new(),
            note: String::new(),
            restored_from: None,
        }
    }

    fn save_named(&mut self, index: usize, name: &str) -> Result<Vec<Entry>, Refusal> {
        let saving = SaveRevision { name: name.to_owned(), ..self.saving(index) };
        self.ask("Astrid", Command::SaveRevision(saving))
    }

    /// Writes and saves.
    fn save(&mut self, index: usize, words: char) -> RevisionNumber {
        self.write(index, words);
        self.save_named(index, "").unwrap();
        self.section(index).latest().unwrap().number
    }

    fn save_all(&mut self, by: &str) -> Result<Vec<Entry>, Refusal> {
        let texts: Vec<_> = (0..3).map(|index| (self.id(index), self.text(index))).collect();
        let hash = self.whole();
        self.ask(by, Command::SaveAgreementRevision { texts, hash, name: String::new(), note: String::new() })
    }

    /// The hash of the whole as it stands.
    fn whole(&self) -> Digest {
        let hashes: Vec<_> = (0..3).map(|index| self.text(index).hash.0).collect();
        Digest::of(&[&hashes.concat()])
    }

    fn new_mandate(&self, holder: &str) -> NewMandate {
        NewMandate {
            member: self.member(holder),
            kind: MandateKind::Minutes,
            issuer: "Styrelsen".into(),
            date: day("2027-01-15"),
            paragraph: "§ 4".into(),
            valid_until: None,
            sheet: None,
        }
    }

    fn mandate(&mut self, by: &str, holder: &str) -> MandateId {
        let new = self.new_mandate(holder);
        match self.ask(by, Command::RecordMandate(new)).unwrap().as_slice() {
            [Entry::MandateRecorded { mandate }] => mandate.id,
            other => panic!("{other:?}"),
        }
    }

    /// Approval of the latest revision, as it would be asked for on the screen.
    fn signing(&self, name: &str, index: usize, mandate: MandateId) -> NewSignOff {
        let latest = self.section(index).latest().unwrap();
        let full = self.state.member(self.member(name)).unwrap().name.text().unwrap().to_owned();
        NewSignOff {
            section: self.id(index),
            revision: latest.number,
            hash: latest.hash,
            text: self.text(index),
            mandate,
            name: full,
            reservation: None,
            open_proposals: 0,
        }
    }

    fn sign(&mut self, name: &str, index: usize, mandate: MandateId) -> Result<Vec<Entry>, Refusal> {
        let signing = self.signing(name, index, mandate);
        self.ask(name, Command::SignOff(signing))
    }

    fn sign_all(&mut self, index: usize, mandates: &Mandates) {
        for (name, mandate) in [("Bo", mandates.bo), ("Cilla", mandates.cilla), ("David", mandates.david)] {
            self.sign(name, index, mandate).unwrap();
        }
    }

    fn withdraw(&mut self, name: &str, sign_off: SignOffId) -> Result<Vec<Entry>, Refusal> {
        self.ask(name, Command::WithdrawSignOff { sign_off, reason: "Nytt underlag.".into() })
    }

    fn lock(&mut self, name: &str, index: usize) -> Result<Vec<Entry>, Refusal> {
        let (section, text) = (self.id(index), self.text(index));
        self.ask(name, Command::LockSection { section, text, reason: "Färdigskrivet.".into() })
    }

    fn reopen(&mut self, name: &str, index: usize) -> Result<Vec<Entry>, Refusal> {
        let section = self.id(index);
        self.ask(name, Command::ReopenSection { section, reason: "Ett fel i rubriken.".into() })
    }

    fn rename(&mut self, name: &str, index: usize, title: &str) -> Result<Vec<Entry>, Refusal> {
        let section = self.id(index);
        self.ask(name, Command::RenameSection { section, title: title.to_owned() })
    }

    fn change_approval(&mut self, by: &str, which: char, approval: Approval) -> Result<Vec<Entry>, Refusal> {
        let party = self.party(which);
        self.ask(by, Command::ChangeApproval { party, approval })
    }

    fn new_decision(&self, which: char, body: &str) -> NewDecision {
        NewDecision {
            party: self.party(which),
            body: body.to_owned(),
            date: day("2027-02-01"),
            paragraph: "§ 12".into(),
            minutes: None,
        }
    }

    fn decide(&mut self, by: &str, which: char, body: &str) -> Result<Vec<Entry>, Refusal> {
        let decision = self.new_decision(which, body);
        let hash = self.whole();
        self.ask(by, Command::RecordDecision { decision, hash })
    }

    fn enter(&mut self, phase: Phase) -> Result<Vec<Entry>, Refusal> {
        self.ask("Elin", Command::EnterPhase { phase })
    }
}

/// What the approvers' authority rests on.
struct Mandates {
    bo: MandateId,
    cilla: MandateId,
    david: MandateId,
}
