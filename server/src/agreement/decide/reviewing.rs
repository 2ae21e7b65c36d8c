//! Reviews before a consultation, and anchoring sheets.

use super::{Asked, NewAnswer, NewReview, NewSheet};
use crate::agreement::entry::Entry;
use crate::agreement::id::{OrganisationId, ReviewId, SectionId, SheetId};
use crate::agreement::refusal::{Field, Refusal};
use crate::agreement::review::{Review, ReviewAnswer, Sheet};
use crate::agreement::revision::{RevisionNumber, SectionRevision};
use crate::agreement::section::Section;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

impl Asked<'_> {
    pub(super) fn ask_review(&mut self, new: NewReview) -> Result<Vec<Entry>, Refusal> {
        self.state.may_ask_review(self.member()?)?;
        let sections = self.shown(&new.sections)?;
        let mut seen = BTreeSet::new();
        let mut reviewers = new.reviewers;
        reviewers.retain(|reviewer| seen.insert(*reviewer));
        if reviewers.is_empty() {
            return Err(Refusal::NobodyAsked);
        }
        reviewers.iter().try_for_each(|reviewer| self.state.may_be_asked(*reviewer).map(drop))?;
        let review = Review {
            id: ReviewId(self.chance.id()),
            sections,
            reviewers,
            question: self.words(Field::Question, &new.question)?,
            due: self.not_past(new.due)?,
        };
        Ok(vec![Entry::ReviewAsked { review }])
    }

    pub(super) fn answer_review(&mut self, new: NewAnswer) -> Result<Vec<Entry>, Refusal> {
        let member = self.member()?;
        let NewAnswer { review: id, section, revision, hash, ready, because } = new;
        let review = self.state.review(id).ok_or(Refusal::NoSuchReview)?;
        self.state.may_answer(member, review)?;
        let asked = review.about(section).ok_or(Refusal::SectionNotInReview)?;
        let known = self.state.section(section).ok_or(Refusal::NoSuchSection(section))?;
        let read = known.revision(revision).ok_or(Refusal::NoSuchRevision)?;
        if read.number < asked.revision {
            return Err(Refusal::EarlierRevision(asked.revision));
        }
        // By number and by hash: either alone could be a mistake of whoever showed it.
        if read.hash != hash {
            return Err(Refusal::OtherText(latest_of(known)?.revision));
        }
        let because = if ready {
            self.words_if_any(Field::Because, &because)?
        } else {
            Some(self.words(Field::Because, &because)?)
        };
        // The same once more is a request that was sent twice.
        let said = because.as_ref().and_then(|because| because.text());
        let is_said = review.answer_of(member, section).is_some_and(|before| {
            let before_said = before.because.as_ref().and_then(|because| because.text());
            (before.revision, before.ready, before_said) == (revision, ready, said)
        });
        if is_said {
            return Ok(vec![]);
        }
        let answer = ReviewAnswer { review: id, section, revision, hash, member, ready, because };
        Ok(vec![Entry::ReviewAnswered { answer }])
    }

    pub(super) fn extend_review(&self, id: ReviewId, due: Date) -> Result<Vec<Entry>, Refusal> {
        let member = self.member()?;
        self.state.coordinating(member)?;
        let review = self.state.review(id).ok_or(Refusal::NoSuchReview)?;
        self.state.may_lead_review(member, review)?;
        if review.due == due {
            return Ok(vec![]);
        }
        Ok(vec![Entry::ReviewExtended { review: id, due: self.not_past(due)? }])
    }

    pub(super) fn close_review(&self, id: ReviewId) -> Result<Vec<Entry>, Refusal> {
        let member = self.member()?;
        self.state.coordinating(member)?;
        let review = self.state.review(id).ok_or(Refusal::NoSuchReview)?;
        self.state.may_lead_review(member, review)?;
        Ok(vec![Entry::ReviewClosed { review: id }])
    }

    pub(super) fn make_sheet(&mut self, new: NewSheet) -> Result<Vec<Entry>, Refusal> {
        let own = self.state.may_make_sheets(self.member()?)?;
        let organisation = self.state.organisation(new.organisation).ok_or(Refusal::NoSuchOrganisation)?;
        if organisation.party != own.id {
            let other = self.state.party(organisation.party).ok_or(Refusal::NoSuchParty)?;
            return Err(Refusal::OtherPartysMatter(other.letter));
        }
        let sheet = Sheet {
            id: SheetId(self.chance.id()),
            organisation: organisation.id,
            sections: self.shown(&new.sections)?,
            questions: self.words_if_any(Field::Questions, &new.questions)?,
            mandate_asked: self.words(Field::MandateAsked, &new.mandate_asked)?,
            due: new.due.map(|due| self.not_past(due)).transpose()?,
        };
        Ok(vec![Entry::AnchoringSheetMade { sheet }])
    }

    /// The sheet that a mandate of a member came of: one of the organisation they belong to.
    pub(super) fn sheet_of(
        &self,
        sheet: SheetId,
        organisation: Option<OrganisationId>,
    ) -> Result<SheetId, Refusal> {
        let sheet = self.state.sheet(sheet).ok_or(Refusal::NoSuchSheet)?;
        if organisation == Some(sheet.organisation) { Ok(sheet.id) } else { Err(Refusal::SheetOfAnother) }
    }

    /// The latest revisions of sections, in the order of the text, if they are those that were chosen: what people
    /// are to read is what is newest, and what whoever chose it has seen.
    fn shown(&self, chosen: &[(SectionId, RevisionNumber)]) -> Result<Vec<SectionRevision>, Refusal> {
        if chosen.is_empty() {
            return Err(Refusal::NoSectionChosen);
        }
        let mut wanted = BTreeMap::new();
        for (section, revision) in chosen {
            let known = self.state.section(*section).ok_or(Refusal::NoSuchSection(*section))?;
            let latest = latest_of(known)?;
            if latest.revision != *revision {
                return Err(Refusal::OtherText(latest.revision));
            }
            wanted.insert(*section, latest);
        }
        let in_order = self.state.sections().iter().filter_map(|section| wanted.remove(&section.id));
        Ok(in_order.collect())
    }

    /// A day on which somebody can still do what is asked of them.
    fn not_past(&self, day: Date) -> Result<Date, Refusal> {
        if day < self.today() { Err(Refusal::DayPast) } else { Ok(day) }
    }
}

fn latest_of(section: &Section) -> Result<SectionRevision, Refusal> {
    let latest = section.latest().ok_or(Refusal::NoRevision)?;
    Ok(SectionRevision { section: section.id, revision: latest.number, hash: latest.hash })
}
