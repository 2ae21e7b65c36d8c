//! Reviews and anchoring sheets: what becomes of them, and who is still waited for.

use super::State;
use crate::agreement::entry::Entry;
use crate::agreement::id::{MemberId, OrganisationId, ReviewId, SectionId, SheetId};
use crate::agreement::recorded::{Circumstances, Recorded};
use crate::agreement::review::{AskedReview, Sheet};
use crate::agreement::revision::SectionRevision;
use crate::agreement::words::Words;
use jiff::civil::Date;
use std::sync::Arc;

impl State {
    /// Takes in an entry about a review or a sheet. Any other changes nothing.
    pub(super) fn review_or_sheet(&mut self, entry: &Entry, when: Circumstances) {
        match entry {
            Entry::ReviewAsked { review } => self.reviews.push(Arc::new(AskedReview {
                due: review.due,
                asked: when.of(review.clone()),
                answers: Vec::new(),
                closed: None,
            })),
            Entry::ReviewAnswered { answer } => {
                self.change_review(answer.review, |review| review.answers.push(when.of(answer.clone())));
            }
            Entry::ReviewExtended { review, due } => self.change_review(*review, |review| review.due = *due),
            Entry::ReviewClosed { review } => {
                self.change_review(*review, |review| review.closed = Some(when.of(())));
            }
            Entry::AnchoringSheetMade { sheet } => self.sheets.push(Arc::new(when.of(sheet.clone()))),
            _ => {}
        }
    }

    fn change_review(&mut self, review: ReviewId, change: impl FnOnce(&mut AskedReview)) {
        if let Some(review) = self.reviews.iter_mut().find(|known| known.asked.id == review) {
            change(Arc::make_mut(review));
        }
    }

    /// Lets go of the words in reviews and sheets that are to be forgotten.
    pub(super) fn forget_reviewed(&mut self, forget: impl Fn(&mut Words)) {
        for review in &mut self.reviews {
            let review = Arc::make_mut(review);
            forget(&mut review.asked.what.question);
            review.answers.iter_mut().filter_map(|answer| answer.what.because.as_mut()).for_each(&forget);
        }
        for sheet in &mut self.sheets {
            let Sheet { questions, mandate_asked, .. } = &mut Arc::make_mut(sheet).what;
            questions.iter_mut().chain([mandate_asked]).for_each(&forget);
        }
    }

    /// Every review, in the order they were asked.
    pub fn reviews(&self) -> &[Arc<AskedReview>] {
        &self.reviews
    }

    /// One review.
    pub fn review(&self, id: ReviewId) -> Option<&AskedReview> {
        self.reviews.iter().find(|review| review.asked.id == id).map(Arc::as_ref)
    }

    /// Every anchoring sheet, in the order they were made.
    pub fn sheets(&self) -> &[Arc<Recorded<Sheet>>] {
        &self.sheets
    }

    /// One anchoring sheet.
    pub fn sheet(&self, id: SheetId) -> Option<&Recorded<Sheet>> {
        self.sheets.iter().find(|sheet| sheet.id == id).map(Arc::as_ref)
    }

    /// The sections that a member is still to answer for: none once the review is closed, or the member has left
    /// or only observes; and none that is no part of the text any more.
    pub fn unanswered(&self, review: &AskedReview, member: MemberId) -> Vec<SectionId> {
        if self.may_answer(member, review).is_err() {
            return Vec::new();
        }
        let asked = review.asked.sections.iter().map(|asked| asked.section);
        let open = asked.filter(|section| self.section(*section).is_some());
        open.filter(|section| review.answer_of(member, *section).is_none()).collect()
    }

    /// Whether a member has let the last day go by on which they were to answer.
    pub fn is_late(&self, review: &AskedReview, member: MemberId, today: Date) -> bool {
        review.due < today && !self.unanswered(review, member).is_empty()
    }

    /// What an organisation was shown of a section before a sheet: on its latest sheet before that one, if the
    /// section was on it or on an earlier one.
    pub fn shown_before(&self, sheet: &Recorded<Sheet>, section: SectionId) -> Option<&SectionRevision> {
        self.shown_to(sheet.organisation)
            .filter(|before| before.position.0 < sheet.position.0)
            .find_map(|before| before.sections.iter().find(|shown| shown.section == section))
    }

    /// The sheets of an organisation, newest first.
    fn shown_to(&self, organisation: OrganisationId) -> impl Iterator<Item = &Recorded<Sheet>> {
        let newest_first = self.sheets.iter().rev().map(Arc::as_ref);
        newest_first.filter(move |sheet| sheet.organisation == organisation)
    }
}
