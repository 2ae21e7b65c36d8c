//! What the people of the demo have done so far: written, saved, approved, reserved, changed their minds.
//!
//! Everything goes the way it would go if they did it themselves, so the demo can hold nothing that the rules
//! forbid; only the times are made up.

mod meetings;
mod talk;
mod writing;

use super::super::{Operator, OperatorError};
use crate::agreement::decide::{Command, NewAnswer, NewMandate, NewReview, NewSheet};
use crate::agreement::description::{Description, SectionDescription};
use crate::agreement::entry::Actor;
use crate::agreement::id::{AgreementId, MemberId, SectionId};
use crate::agreement::refusal::{Language, Refusal};
use crate::agreement::revision::RevisionNumber;
use crate::agreement::sign_off::MandateKind;
use crate::agreement::state::State;
use crate::approving::{Approving, ApprovingError, SignedOff, When};
use crate::discussing::Discussions;
use crate::drafting::Rooms;
use crate::founding::first_text;
use crate::text::block::Block;
use crate::text::markdown;
use jiff::civil::Time;
use jiff::{SignedDuration, Span, Timestamp};
use meetings::Met;
use serde::Deserialize;
use std::sync::Arc;
use talk::Talk;
use writing::Grown;

const STORY: &str = include_str!("story.json");

/// So many days before the end of the story the agreement was founded.
const DAYS: i64 = 84;

/// One thing that somebody did.
#[derive(Deserialize)]
struct Step {
    /// At least 1: it has happened already.
    days_ago: i64,
    /// In the agreement's time zone.
    time: Time,
    /// Which member, counted from 0 in the description; nobody for what the server did by itself.
    by: Option<usize>,
    #[serde(flatten)]
    what: What,
}

/// Done on the record or in the text, said beside it, or done about a meeting.
#[derive(Deserialize)]
#[serde(untagged)]
enum What {
    Done(Deed),
    Said(Talk),
    Met(Met),
}

/// Members and sections are counted from 0 in the description.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Deed {
    RecordMandate {
        member: usize,
        kind: MandateKind,
        issuer: Said,
        paragraph: String,
        given_days_before: i64,
        valid_days: Option<i64>,
        /// The sheet it answers, counted from 0 among those that were made.
        sheet: Option<usize>,
    },
    /// Somebody writes their part of the paragraphs; those before have written theirs.
    Write {
        section: usize,
        part: usize,
        of: usize,
    },
    /// Somebody writes another paragraph in the place of one.
    Edit {
        section: usize,
        block: usize,
        text: Said,
    },
    Save {
        section: usize,
        name: Said,
        note: Said,
    },
    SaveByItself {
        section: usize,
    },
    SaveWhole {
        name: Said,
        note: Said,
    },
    SignOff {
        section: usize,
        reservation: Option<Said>,
    },
    Withdraw {
        section: usize,
        reason: Said,
    },
    Reserve {
        section: usize,
        personal: bool,
        text: Said,
    },
    Reopen {
        section: usize,
        reason: Said,
    },
    Lock {
        section: usize,
        reason: Said,
    },
    Restore {
        section: usize,
        revision: u32,
    },
    AskReview {
        sections: Vec<usize>,
        reviewers: Vec<usize>,
        question: Said,
        due_days: i64,
    },
    /// In the latest review, about the revision that was asked about.
    AnswerReview {
        section: usize,
        ready: bool,
        because: Option<Said>,
    },
    /// Organisations are counted from 0 in their party.
    MakeSheet {
        party: usize,
        organisation: usize,
        sections: Vec<usize>,
        mandate_asked: Said,
        questions: Option<Said>,
        due_days: i64,
    },
}

/// The same in both languages.
#[derive(Deserialize)]
struct Said {
    sv: String,
    en: String,
}

impl Said {
    fn in_words(&self, language: Language) -> &str {
        Self::either(language, &self.sv, &self.en)
    }

    fn either<T>(language: Language, swedish: T, english: T) -> T {
        match language {
            Language::Swedish => swedish,
            Language::English => english,
        }
    }
}

/// Where a story is told.
pub(super) struct Telling<'a> {
    pub(super) operator: &'a Operator,
    pub(super) approving: &'a Approving,
    pub(super) rooms: &'a Arc<Rooms>,
    pub(super) discussions: &'a Discussions,
    pub(super) agreement: AgreementId,
    pub(super) description: &'a Description,
    pub(super) language: Language,
    /// When it is told: the end of the story.
    pub(super) now: Timestamp,
}

/// When the demo's agreement was founded.
pub(super) fn beginning(now: Timestamp) -> Timestamp {
    now.saturating_sub(SignedDuration::from_hours(24 * DAYS)).unwrap_or(now)
}

impl Telling<'_> {
    /// Tells it from beginning to end.
    pub(super) async fn tell(&self) -> Result<(), OperatorError> {
        let steps: Vec<Step> = serde_json::from_str(STORY)?;
        for step in steps {
            let state = self.operator.records.state(self.agreement).await?;
            self.step(&state, step).await?;
        }
        Ok(())
    }

    async fn step(&self, state: &Arc<State>, step: Step) -> Result<(), OperatorError> {
        let at = self.moment(state, step.days_ago, step.time);
        let member = step.by.map(|index| member(state, index)).transpose()?;
        let by = member.map_or(Actor::Server, |member| Actor::Member { member });
        let member = member.ok_or(Refusal::NotAMember);
        let (agreement, approving) = (self.agreement, self.approving);
        let say = |said: &Said| said.in_words(self.language).to_owned();
        let deed = match step.what {
            What::Done(deed) => deed,
            What::Said(talk) => return self.talk(state, talk, member?, at).await,
            What::Met(met) => return self.meet(state, met, member?, at).await,
        };
        match deed {
            Deed::RecordMandate { member, kind, issuer, paragraph, given_days_before, valid_days, sheet } => {
                let date = state.day_of(at).saturating_sub(Span::new().days(given_days_before));
                let valid_until = valid_days.map(|days| date.saturating_add(Span::new().days(days)));
                let holder = self::member(state, member)?;
                let issuer = say(&issuer);
                let made = sheet.map(|sheet| state.sheets().get(sheet).ok_or(Refusal::NoSuchSheet));
                let sheet = made.transpose()?.map(|sheet| sheet.id);
                let mandate =
                    NewMandate { member: holder, kind, issuer, date, paragraph, valid_until, sheet };
                self.run(Command::RecordMandate(mandate), by, at).await?;
            }
            Deed::Write { section, part, of } => {
                let (id, described) = self.section(state, section)?;
                let member = member?;
                for Grown { after, text } in writing::growth(&self.whole(described)?, part, of) {
                    let at = at.saturating_add(after).unwrap_or(at);
                    approving.write(id, member, &text, When::At(at)).await?;
                }
            }
            Deed::Edit { section, block, text } => {
                let (id, _) = self.section(state, section)?;
                let mut blocks = approving.now(state, id).await?.read.blocks.clone();
                let paragraph = markdown::blocks(text.in_words(self.language));
                blocks.splice(block..=block, paragraph);
                approving.write(id, member?, &blocks, When::At(at)).await?;
            }
            Deed::Save { section, name, note } => {
                let (id, _) = self.section(state, section)?;
                approving.save(agreement, id, (&say(&name), &say(&note)), by, When::At(at)).await?;
            }
            Deed::SaveByItself { section } => {
                let (id, _) = self.section(state, section)?;
                approving.save(agreement, id, ("", ""), by, When::At(at)).await?;
            }
            Deed::SaveWhole { name, note } => {
                approving.save_whole(agreement, (&say(&name), &say(&note)), by, When::At(at)).await?;
            }
            Deed::SignOff { section, reservation } => {
                let (id, _) = self.section(state, section)?;
                let member = member?;
                let said = approval(state, id, member, reservation.as_ref().map(say))?;
                approving.sign_off(agreement, id, member, said, When::At(at), |_| vec![]).await?;
            }
            Deed::Withdraw { section, reason } => {
                let (id, _) = self.section(state, section)?;
                let given = state.section(id).and_then(|section| section.sign_offs.last());
                let sign_off = given.ok_or(Refusal::NoSuchSignOff)?.given.id;
                self.run(Command::WithdrawSignOff { sign_off, reason: say(&reason) }, by, at).await?;
            }
            Deed::Reserve { section, personal, text } => {
                let (id, _) = self.section(state, section)?;
                let latest = state.section(id).and_then(|section| section.latest());
                let revision = latest.ok_or(Refusal::NoRevision)?.number;
                let text = say(&text);
                self.run(Command::MakeReservation { section: id, revision, text, personal }, by, at).await?;
            }
            Deed::Reopen { section, reason } => {
                let (id, _) = self.section(state, section)?;
                approving.reopen(agreement, id, member?, &say(&reason), When::At(at)).await?;
            }
            Deed::Lock { section, reason } => {
                let (id, _) = self.section(state, section)?;
                approving.lock(agreement, id, member?, &say(&reason), When::At(at)).await?;
            }
            Deed::Restore { section, revision } => {
                let (id, _) = self.section(state, section)?;
                approving.restore(agreement, id, RevisionNumber(revision), member?, When::At(at)).await?;
            }
            Deed::AskReview { sections, reviewers, question, due_days } => {
                let reviewers = reviewers.into_iter().map(|index| self::member(state, index));
                let new = NewReview {
                    sections: self.at_their_latest(state, &sections)?,
                    reviewers: reviewers.collect::<Result<_, _>>()?,
                    question: say(&question),
                    due: state.day_of(at).saturating_add(Span::new().days(due_days)),
                };
                self.run(Command::AskReview(new), by, at).await?;
            }
            Deed::AnswerReview { section, ready, because } => {
                let (section, _) = self.section(state, section)?;
                let review = state.reviews().last().ok_or(Refusal::NoSuchReview)?;
                let asked = review.about(section).ok_or(Refusal::SectionNotInReview)?;
                let (review, revision, hash) = (review.asked.id, asked.revision, asked.hash);
                let because = because.as_ref().map(say).unwrap_or_default();
                let new = NewAnswer { review, section, revision, hash, ready, because };
                self.run(Command::AnswerReview(new), by, at).await?;
            }
            Deed::MakeSheet { party, organisation, sections, mandate_asked, questions, due_days } => {
                let party = state.parties().get(party).ok_or(Refusal::NoSuchParty)?.id;
                let organisation = state.organisations_of(party).nth(organisation);
                let new = NewSheet {
                    organisation: organisation.ok_or(Refusal::NoSuchOrganisation)?.id,
                    sections: self.at_their_latest(state, &sections)?,
                    questions: questions.as_ref().map(say).unwrap_or_default(),
                    mandate_asked: say(&mandate_asked),
                    due: Some(state.day_of(at).saturating_add(Span::new().days(due_days))),
                };
                self.run(Command::MakeSheet(new), by, at).await?;
            }
        }
        Ok(())
    }

    /// A time of a day so many days ago, where the agreement is at home.
    fn moment(&self, state: &State, days_ago: i64, time: Time) -> Timestamp {
        let day = state.day_of(self.now).saturating_sub(Span::new().days(days_ago));
        let zone = state.matter().map_or("UTC", |matter| matter.time_zone.as_str());
        day.to_datetime(time).in_tz(zone).map_or(self.now, |moment| moment.timestamp())
    }

    async fn run(&self, command: Command, by: Actor, at: Timestamp) -> Result<(), OperatorError> {
        Ok(self.operator.records.run(self.agreement, command, by, at).await.map(drop)?)
    }

    fn section(
        &self,
        state: &State,
        index: usize,
    ) -> Result<(SectionId, &SectionDescription), OperatorError> {
        let described = self.description.sections.get(index);
        let found = state.sections().get(index).map(|section| section.id).zip(described);
        Ok(found.ok_or(ApprovingError::Refused(Refusal::NoSuchRevision))?)
    }

    fn at_their_latest(
        &self,
        state: &State,
        sections: &[usize],
    ) -> Result<Vec<(SectionId, RevisionNumber)>, OperatorError> {
        let latest = |index: &usize| {
            let (id, _) = self.section(state, *index)?;
            let latest = state.section(id).and_then(|section| section.latest());
            Ok((id, latest.ok_or(Refusal::NoRevision)?.number))
        };
        sections.iter().map(latest).collect()
    }

    fn whole(&self, described: &SectionDescription) -> Result<Vec<Block>, OperatorError> {
        let language = self.description.languages.first().map_or("sv", String::as_str);
        Ok(first_text::blocks(described, language)?)
    }
}

fn member(state: &State, index: usize) -> Result<MemberId, OperatorError> {
    let member = state.members().get(index).map(|member| member.id);
    member.ok_or_else(|| OperatorError::NotAMember(index.to_string()))
}

/// What a member says who has read the latest revision.
fn approval(
    state: &State,
    section: SectionId,
    member: MemberId,
    reservation: Option<String>,
) -> Result<SignedOff, Refusal> {
    let section = state.section(section).ok_or(Refusal::NoSuchSection(section))?;
    let latest = section.latest().ok_or(Refusal::NoRevision)?;
    let mandate = state.mandates().iter().find(|mandate| mandate.member == member);
    let mandate = mandate.ok_or(Refusal::NoSuchMandate)?.id;
    let name = state.member(member).and_then(|member| member.name.text()).unwrap_or_default().to_owned();
    Ok(SignedOff { revision: latest.number, hash: latest.hash, mandate, name, reservation })
}
