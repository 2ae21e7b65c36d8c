//! What somebody may come to ask for about reviews and anchoring sheets, and what holds of the entries.

use super::world::{Step, World, new_mandate, pick};
use crate::agreement::decide::{Command, NewAnswer, NewMandate, NewReview, NewSheet};
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry};
use crate::agreement::id::{MemberId, OrganisationId, ReviewId, SectionId, SheetId};
use crate::agreement::member::Role;
use crate::agreement::review::ReviewAnswer;
use crate::agreement::revision::{RevisionNumber, SectionRevision};
use crate::agreement::state::State;
use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub(in crate::agreement::promises::random) enum Reviewing {
    Ask { sections: u8, reviewers: [u8; 4], due: i8, stale: bool },
    Answer { review: u8, section: u8, revision: Option<u8>, ready: bool, because: bool, forged: bool },
    Extend { review: u8, due: i8 },
    Close { review: u8 },
    MakeSheet { organisation: u8, sections: u8, due: Option<i8> },
    RecordMandate { of: u8, sheet: u8 },
}

pub(super) fn some_reviewing() -> impl Strategy<Value = Reviewing> {
    let n = any::<u8>;
    let due = || -1..9_i8;
    prop_oneof![
        6 => (n(), any::<[u8; 4]>(), due(), prop::bool::weighted(0.1))
            .prop_map(|(sections, reviewers, due, stale)| Reviewing::Ask { sections, reviewers, due, stale }),
        12 => (n(), n(), prop::option::weighted(0.3, 0..4_u8), any::<[bool; 2]>(), prop::bool::weighted(0.1))
            .prop_map(|(review, section, revision, [ready, because], forged)| {
                Reviewing::Answer { review, section, revision, ready, because, forged }
            }),
        8 => (n(), due()).prop_map(|(review, due)| Reviewing::Extend { review, due }),
        3 => n().prop_map(|review| Reviewing::Close { review }),
        5 => (n(), n(), prop::option::of(due()))
            .prop_map(|(organisation, sections, due)| Reviewing::MakeSheet { organisation, sections, due }),
        3 => (n(), n()).prop_map(|(of, sheet)| Reviewing::RecordMandate { of, sheet }),
    ]
}

impl World {
    pub(super) fn reviewing(&self, by: Actor, what: Reviewing) -> Command {
        let day = |days: i8| self.today() + i32::from(days).days();
        let review = |which: u8| match self.state.reviews() {
            [] => ReviewId::new(),
            some => pick(some, which).asked.id,
        };
        match what {
            Reviewing::Ask { sections, reviewers, due, stale } => Command::AskReview(NewReview {
                sections: self.chosen(sections, stale),
                reviewers: self.asked(reviewers),
                question: "Är det klart?".to_owned(),
                due: day(due),
            }),
            Reviewing::Answer { review, section, revision, ready, because, forged } => {
                Command::AnswerReview(self.answer(by, review, section, revision, (ready, because, forged)))
            }
            Reviewing::Extend { review: which, due } => {
                Command::ExtendReview { review: review(which), due: day(due) }
            }
            Reviewing::Close { review: which } => Command::CloseReview { review: review(which) },
            Reviewing::MakeSheet { organisation, sections, due } => Command::MakeSheet(NewSheet {
                organisation: self.organisation_of(by, organisation),
                sections: self.chosen(sections, false),
                questions: String::new(),
                mandate_asked: "Att godkänna.".to_owned(),
                due: due.map(day),
            }),
            Reviewing::RecordMandate { of, sheet } => {
                let sheets = self.state.sheets();
                let sheet = if sheets.is_empty() { SheetId::new() } else { pick(sheets, sheet).id };
                let organisation = self.state.sheet(sheet).map(|sheet| sheet.organisation);
                let holds = self.state.members().iter().find(|one| one.organisation == organisation);
                let holder = holds.filter(|_| of < 128).map_or(self.person(of), |holder| holder.id);
                let new = new_mandate(holder, self.today(), None);
                Command::RecordMandate(NewMandate { sheet: Some(sheet), ..new })
            }
        }
    }

    /// Mostly those who can be asked.
    fn asked(&self, reviewers: [u8; 4]) -> Vec<MemberId> {
        let all = reviewers.map(|number| self.person(number));
        let can = all.iter().copied().filter(|person| self.state.may_be_asked(*person).is_ok());
        if reviewers[0] < 40 { all.into() } else { can.collect() }
    }

    /// One section or two, by their latest revisions.
    fn chosen(&self, sections: u8, stale: bool) -> Vec<(SectionId, RevisionNumber)> {
        let both = [self.section(sections), self.section(sections / 2)];
        let latest = both.map(|section| {
            let latest = section.latest().map_or(1, |latest| latest.number.0);
            (section.id, RevisionNumber(latest - u32::from(stale)))
        });
        latest.into()
    }

    /// Mostly about a section that was asked about, at its latest revision.
    fn answer(
        &self,
        by: Actor,
        review: u8,
        section: u8,
        revision: Option<u8>,
        (ready, because, forged): (bool, bool, bool),
    ) -> NewAnswer {
        let own = self.state.reviews().iter().filter(|review| {
            let reviewers = &review.asked.reviewers;
            by.member().is_some_and(|member| reviewers.contains(&member))
        });
        let own: Vec<_> = own.collect();
        let found = if own.is_empty() { None } else { Some(pick(&own, review)) };
        let asked = found.map(|review| pick(&review.asked.sections, section).section);
        let section = asked.filter(|_| section > 30).unwrap_or(self.section(section).id);
        let known = self.state.section(section);
        let latest = known.and_then(|known| known.latest()).map_or(RevisionNumber(1), |one| one.number);
        let revision = revision.map_or(latest, |number| RevisionNumber(number.into()));
        let read = known.and_then(|known| known.revision(revision)).map(|one| one.hash);
        let hash = read.filter(|_| !forged).unwrap_or(Digest([0; 32]));
        let because = if because { "För mycket står öppet.".to_owned() } else { String::new() };
        let review = found.map_or(ReviewId::new(), |review| review.asked.id);
        NewAnswer { review, section, revision, hash, ready, because }
    }

    /// Mostly of the asker's own party.
    fn organisation_of(&self, by: Actor, number: u8) -> OrganisationId {
        let party = self.party_of(by, number).id;
        let own: Vec<_> = self.state.organisations_of(party).collect();
        if own.is_empty() { OrganisationId::new() } else { pick(&own, number).id }
    }
}

/// Before an entry about a review or a sheet is taken in: that what it tells is so.
pub(super) fn of_an_entry(world: &World, entry: &Entry, by: Actor) -> Step {
    let state = &world.state;
    match entry {
        Entry::ReviewAsked { review } => {
            is_coordinator(state, by)?;
            are_latest(state, &review.sections)?;
            prop_assert!(!review.reviewers.is_empty() && review.due >= world.today());
            for reviewer in &review.reviewers {
                let roles = &state.member(*reviewer).unwrap().roles;
                prop_assert!(roles.iter().any(|role| *role != Role::Observer));
            }
        }
        Entry::ReviewAnswered { answer } => answers_for_themselves(state, answer, by)?,
        Entry::ReviewExtended { review, due } => {
            is_coordinator(state, by)?;
            let review = state.review(*review).unwrap();
            prop_assert!(review.closed.is_none() && *due >= world.today() && *due != review.due);
        }
        Entry::ReviewClosed { review } => {
            is_coordinator(state, by)?;
            prop_assert!(state.review(*review).unwrap().closed.is_none());
        }
        Entry::AnchoringSheetMade { sheet } => {
            is_coordinator(state, by)?;
            are_latest(state, &sheet.sections)?;
            let maker = state.member(by.member().unwrap()).unwrap();
            prop_assert_eq!(maker.party, Some(state.organisation(sheet.organisation).unwrap().party));
            prop_assert!(sheet.due.is_none_or(|due: Date| due >= world.today()));
        }
        Entry::MandateRecorded { mandate } => {
            if let Some(sheet) = mandate.sheet {
                let of = state.sheet(sheet).unwrap().organisation;
                prop_assert_eq!(state.member(mandate.member).unwrap().organisation, Some(of));
            }
        }
        _ => {}
    }
    Ok(())
}

/// What was asked stays as it was asked, answers are only added, and what is closed stays so.
pub(super) fn go_on(before: &State, after: &State) -> Step {
    for was in before.reviews() {
        let is = after.review(was.asked.id).unwrap();
        prop_assert_eq!((was.asked.at, was.asked.by), (is.asked.at, is.asked.by));
        let recorded = |what: &_| serde_json::to_value(what).unwrap();
        prop_assert_eq!(recorded(&was.asked.what), recorded(&is.asked.what));
        prop_assert!(is.answers.len() >= was.answers.len());
        for (old, new) in was.answers.iter().zip(&is.answers) {
            prop_assert_eq!(
                serde_json::to_value(&old.what).unwrap(),
                serde_json::to_value(&new.what).unwrap()
            );
        }
        if was.closed.is_some() {
            prop_assert_eq!(
                (&was.closed, was.due, was.answers.len()),
                (&is.closed, is.due, is.answers.len())
            );
        }
    }
    Ok(())
}

fn is_coordinator(state: &State, by: Actor) -> Step {
    let member: Option<MemberId> = by.member();
    prop_assert!(member.and_then(|member| state.member(member)).is_some_and(|one| one.is(Role::Coordinator)));
    Ok(())
}

/// At least one section, none twice, each at its latest revision.
fn are_latest(state: &State, sections: &[SectionRevision]) -> Step {
    prop_assert!(!sections.is_empty());
    let distinct: BTreeSet<_> = sections.iter().map(|one| one.section).collect();
    prop_assert_eq!(distinct.len(), sections.len());
    for one in sections {
        let latest = state.section(one.section).unwrap().latest().unwrap();
        prop_assert_eq!((latest.number, latest.hash), (one.revision, one.hash));
    }
    Ok(())
}

fn answers_for_themselves(state: &State, answer: &ReviewAnswer, by: Actor) -> Step {
    prop_assert_eq!(by, Actor::Member { member: answer.member });
    let review = state.review(answer.review).unwrap();
    prop_assert!(review.closed.is_none() && review.asked.reviewers.contains(&answer.member));
    let asked = review.asked.sections.iter().find(|asked| asked.section == answer.section).unwrap();
    prop_assert!(answer.revision >= asked.revision);
    let read = state.section(answer.section).unwrap().revision(answer.revision).unwrap();
    prop_assert_eq!(read.hash, answer.hash);
    prop_assert!(answer.ready || answer.because.is_some());
    Ok(())
}
