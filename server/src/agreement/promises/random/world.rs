//! An agreement to which anything may happen, and all that was recorded of it.

use super::invariants;
use super::wish::{Amiss, Asked, Wish};
use crate::agreement::chance::Seed;
use crate::agreement::decide::{
    Command, Context, NewDecision, NewMandate, NewSignOff, NewSignatory, NewSigning, SaveRevision, decide,
};
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{AgreementId, MandateId, MemberId, SectionId, SignOffId};
use crate::agreement::member::Role;
use crate::agreement::party::{Approval, Party};
use crate::agreement::revision::{RevisionNumber, TextNow};
use crate::agreement::sample::noon;
use crate::agreement::section::{Phase, Section};
use crate::agreement::sign_off::MandateKind;
use crate::agreement::state::State;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::test_runner::TestCaseError;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) type Step = Result<(), TestCaseError>;

/// What was recorded, by whom and when.
pub(super) type Line = (Entry, Actor, Timestamp);

#[derive(Debug)]
pub(super) struct World {
    pub(super) state: State,
    pub(super) record: Vec<Line>,
    pub(super) now: Timestamp,
    /// Who took part at the beginning, and somebody who never did.
    everybody: Vec<MemberId>,
    texts: BTreeMap<SectionId, u8>,
    asked: u64,
}

pub(super) fn pick<T>(from: &[T], number: u8) -> &T {
    &from[usize::from(number) % from.len()]
}

impl World {
    pub(super) fn new(state: State, record: Vec<Line>) -> Self {
        let mut everybody: Vec<_> = state.members().iter().map(|one| one.id).collect();
        everybody.push(MemberId::new());
        Self { state, record, now: noon(), everybody, texts: BTreeMap::new(), asked: 0 }
    }

    pub(super) fn begun(agreement: AgreementId, entries: Vec<Entry>) -> Self {
        let mut state = State::before(agreement);
        let record: Vec<Line> = entries.into_iter().map(|entry| (entry, Actor::Operator, noon())).collect();
        record.iter().for_each(|(entry, by, at)| state.apply(entry, *by, *at));
        Self::new(state, record)
    }

    pub(super) fn happens(&mut self, wish: Wish) -> Step {
        match wish {
            Wish::Wait { hours } => self.now += SignedDuration::from_hours(hours.into()),
            Wish::Write { section, words } => drop(self.texts.insert(self.section(section).id, words)),
            Wish::Ask { by, what } => {
                let by = self.actor(by);
                let command = self.command(by, what);
                self.ask(by, command)?;
            }
            Wish::EverybodySignsOff { section } => self.everybody_signs_off(section)?,
            Wish::EveryBodyDecides => self.every_body_decides()?,
        }
        Ok(())
    }

    /// Asks, applies what is decided, and sees whether all that always holds still does.
    fn ask(&mut self, by: Actor, command: Command) -> Step {
        self.asked += 1;
        let mut seed = Seed([0; 32]);
        seed.0[..8].copy_from_slice(&self.asked.to_be_bytes());
        let context = Context { by, at: self.now, seed };
        let Ok(entries) = decide(&self.state, command.clone(), &context) else { return Ok(()) };
        let again = decide(&self.state, command.clone(), &context);
        proptest::prop_assert_eq!(again.as_ref(), Ok(&entries));
        let before = self.state.clone();
        for entry in entries {
            invariants::of_an_entry(self, &entry, by)?;
            self.state.apply(&entry, by, self.now);
            if let Entry::MemberAdded { member } = &entry {
                self.everybody.push(member.id);
            }
            self.record.push((entry, by, self.now));
        }
        invariants::of_a_command(&before, self, &command, by)
    }

    /// The operator, the server, a member, one who has left, or a stranger; mostly a member.
    fn actor(&self, number: u8) -> Actor {
        match number {
            0..4 => Actor::Operator,
            4..8 => Actor::Server,
            _ => Actor::Member { member: *pick(&self.everybody, number) },
        }
    }

    pub(super) fn section(&self, number: u8) -> &Section {
        pick::<Arc<Section>>(self.state.sections(), number)
    }

    pub(super) fn person(&self, number: u8) -> MemberId {
        *pick(&self.everybody, number)
    }

    /// Half of the time that of who asks, if they have one.
    pub(super) fn party_of(&self, by: Actor, number: u8) -> &Party {
        let own = by.member().and_then(|member| self.state.member(member)?.party);
        let own = own.filter(|_| number < 128).and_then(|party| self.state.party(party));
        own.unwrap_or_else(|| pick(self.state.parties(), number))
    }

    pub(super) fn text(&self, section: &Section) -> TextNow {
        let words = self.texts.get(&section.id).copied().unwrap_or(0);
        TextNow {
            hash: Digest::of(&[
                section.id.0.as_bytes(),
                &[words],
                format!("{:?}", section.heading).as_bytes(),
            ]),
            position: self.asked,
            contributors: vec![],
            characters: words.into(),
            sound: true,
        }
    }

    fn whole(&self) -> Digest {
        let hashes: Vec<_> = self.state.sections().iter().map(|one| self.text(one).hash.0).collect();
        let parties = self.state.parties().iter().map(|party| (party.id, &party.name));
        let heading = format!("{:?} {:?}", self.state.title(), parties.collect::<Vec<_>>());
        Digest::of(&[&hashes.concat(), heading.as_bytes()])
    }

    pub(super) fn today(&self) -> Date {
        self.now.in_tz("Europe/Stockholm").unwrap().date()
    }

    fn own_mandates(&self, by: Actor) -> Vec<MandateId> {
        let own = self.state.mandates().iter().filter(|one| Some(one.member) == by.member());
        own.map(|one| one.id).collect()
    }

    fn sign_off(&self, by: Actor, section: &Section, mandate: MandateId) -> NewSignOff {
        let text = self.text(section);
        let member = by.member().and_then(|member| self.state.member(member));
        let name = member.and_then(|member| member.name.text()).unwrap_or_default().to_owned();
        let revision = section.latest().map_or(RevisionNumber(1), |latest| latest.number);
        let hash = section.latest().map_or(text.hash, |latest| latest.hash);
        NewSignOff {
            section: section.id,
            revision,
            hash,
            text,
            mandate,
            name,
            reservation: None,
            open_proposals: 0,
        }
    }

    fn command(&self, by: Actor, what: Asked) -> Command {
        let person = |number| self.person(number);
        let reason = "Därför.".to_owned();
        match what {
            Asked::ChangeRoles { of, roles } => Command::ChangeRoles { member: person(of), roles },
            Asked::Remove { of } => Command::RemoveMember { member: person(of) },
            Asked::Rename { section, title } => {
                Command::RenameSection { section: self.section(section).id, title: format!("Rubrik {title}") }
            }
            Asked::ChangeApproval { party, count } => {
                let count = count.into();
                let approval = if count == 3 { Approval::Any } else { Approval::AtLeast { count } };
                Command::ChangeApproval { party: self.party_of(by, party).id, approval }
            }
            Asked::Save { section, named, restored_from } => {
                let section = self.section(section);
                let name = if named { "Ett namn".to_owned() } else { String::new() };
                let restored_from = restored_from.map(|number| RevisionNumber(number.into()));
                let (section, text) = (section.id, self.text(section));
                Command::SaveRevision(SaveRevision { section, text, note: name.clone(), name, restored_from })
            }
            Asked::SaveWhole => {
                let texts = self.state.sections().iter().map(|one| (one.id, self.text(one))).collect();
                let (name, note) = (String::new(), String::new());
                Command::SaveAgreementRevision { texts, hash: self.whole(), name, note }
            }
            Asked::RecordMandate { of, begun, ends } => {
                let days = |days: i8| self.today() + i32::from(days).days();
                Command::RecordMandate(new_mandate(person(of), days(begun), ends.map(days)))
            }
            Asked::SignOff { section, mandate, amiss, reserved } => {
                let own = self.own_mandates(by);
                let all: Vec<_> = self.state.mandates().iter().map(|one| one.id).collect();
                let from = if mandate > 40 && !own.is_empty() { own } else { all };
                let mandate = if from.is_empty() { MandateId::new() } else { *pick(&from, mandate) };
                let mut new = self.sign_off(by, self.section(section), mandate);
                match amiss {
                    None => {}
                    Some(Amiss::Revision) => new.revision.0 += 1,
                    Some(Amiss::Hash) => new.hash = Digest([0; 32]),
                    Some(Amiss::Name) => new.name.push('x'),
                    Some(Amiss::Unsound) => new.text.sound = false,
                }
                new.reservation = reserved.then(|| reason.clone());
                Command::SignOff(new)
            }
            Asked::Withdraw { which } => {
                let all = self.state.sections().iter().flat_map(|one| &one.sign_offs);
                let own = all.clone().filter(|one| Some(one.given.member) == by.member() && which > 40);
                let own: Vec<_> = own.map(|one| one.given.id).collect();
                let all: Vec<_> = all.map(|one| one.given.id).collect();
                let from = if own.is_empty() { all } else { own };
                let sign_off = if from.is_empty() { SignOffId::new() } else { *pick(&from, which) };
                Command::WithdrawSignOff { sign_off, reason }
            }
            Asked::Reserve { section, revision, personal } => {
                let revision = RevisionNumber(revision.into());
                let section = self.section(section).id;
                Command::MakeReservation { section, revision, text: reason, personal }
            }
            Asked::Lock { section } => {
                let section = self.section(section);
                Command::LockSection { section: section.id, text: self.text(section), reason }
            }
            Asked::Reopen { section } => Command::ReopenSection { section: self.section(section).id, reason },
            Asked::Decide { party, body } => {
                let party = self.party_of(by, party);
                let other = "Någon nämnd".to_owned();
                let bodies: Vec<&String> = party.bodies.iter().chain([&other]).collect();
                self.decision(party, pick::<&String>(&bodies, body))
            }
            Asked::Sign { parties } => {
                let listed = self.state.parties().iter().enumerate();
                let signing = listed.filter(|(index, _)| parties & (1 << index) != 0);
                let signatories = signing.map(|(_, party)| NewSignatory {
                    party: party.id,
                    name: "Siv Berg".into(),
                    title: "Ordförande".into(),
                    authority: "Delegation".into(),
                });
                let (place, signatories) = ("Björkdal".into(), signatories.collect());
                Command::RecordSigning(NewSigning { date: self.today(), place, signatories, scan: None })
            }
            Asked::Enter { phase } => Command::EnterPhase { phase },
            Asked::Shape(what) => self.shaping(by, what),
            Asked::Meet(what) => self.meeting(by, what),
            Asked::Review(what) => self.reviewing(by, what),
        }
    }

    fn decision(&self, party: &Party, body: &str) -> Command {
        let (body, paragraph) = (body.to_owned(), "§ 1".into());
        let decision = NewDecision { party: party.id, body, date: self.today(), paragraph, minutes: None };
        Command::RecordDecision { decision, hash: self.whole() }
    }

    fn everybody_signs_off(&mut self, section: u8) -> Step {
        let section = self.section(section).id;
        let save = self.state.section(section).map(|one| self.text(one)).map(|text| SaveRevision {
            section,
            text,
            name: String::new(),
            note: String::new(),
            restored_from: None,
        });
        self.ask(Actor::Server, Command::SaveRevision(save.unwrap()))?;
        for approver in self.state.clone().members().iter().filter(|one| one.is(Role::Approver)) {
            let coordinators = self.state.members().iter().filter(|one| one.is(Role::Coordinator));
            let coordinator = coordinators.filter(|one| one.party == approver.party).map(|one| one.id).next();
            let Some(coordinator) = coordinator else { continue };
            let new = new_mandate(approver.id, self.today(), None);
            self.ask(Actor::Member { member: coordinator }, Command::RecordMandate(new))?;
            let by = Actor::Member { member: approver.id };
            let Some(mandate) = self.own_mandates(by).pop() else { continue };
            let new = self.state.section(section).map(|section| self.sign_off(by, section, mandate));
            self.ask(by, Command::SignOff(new.unwrap()))?;
        }
        Ok(())
    }

    fn every_body_decides(&mut self) -> Step {
        for section in 0..self.state.sections().len() {
            self.everybody_signs_off(u8::try_from(section).unwrap())?;
        }
        for party in self.state.parties().to_vec() {
            let coordinators = self.state.members_of(party.id).filter(|one| one.is(Role::Coordinator));
            let Some(by) = coordinators.map(|one| Actor::Member { member: one.id }).next() else { continue };
            self.ask(by, Command::EnterPhase { phase: Phase::Approval })?;
            let bodies =
                if party.bodies.is_empty() { vec!["Årsmötet".to_owned()] } else { party.bodies.clone() };
            for body in bodies {
                self.ask(by, self.decision(&party, &body))?;
            }
        }
        Ok(())
    }
}

pub(super) fn new_mandate(member: MemberId, date: Date, valid_until: Option<Date>) -> NewMandate {
    let (issuer, paragraph) = ("Styrelsen".into(), "§ 2".into());
    NewMandate { member, kind: MandateKind::Decision, issuer, date, paragraph, valid_until, sheet: None }
}
