//! Reviews, and how far each reviewer has come.

use super::{Actor, Permission, text, text_if_any};
use crate::agreement::digest::Digest;
use crate::agreement::id::{MemberId, ReviewId, SectionId};
use crate::agreement::recorded::Recorded;
use crate::agreement::refusal::Language;
use crate::agreement::review::{AskedReview, ReviewAnswer};
use crate::agreement::revision::{RevisionNumber, SectionRevision};
use crate::agreement::state::State;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// Sections that some members are asked whether they are ready.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Review {
    id: ReviewId,
    /// Empty if it was erased.
    question: String,
    /// The last day to answer, in the agreement's time zone.
    #[schema(value_type = String, format = Date)]
    due: Date,
    /// Whether that day is over.
    overdue: bool,
    #[schema(value_type = String, format = DateTime)]
    asked_at: Timestamp,
    asked_by: Actor,
    /// In the order of the text as it was then.
    sections: Vec<ReviewedSection>,
    reviewers: Vec<Reviewer>,
    /// Newest first.
    answers: Vec<Answer>,
    /// Null while it takes answers.
    closed: Option<Closed>,
    may: MayInReview,
}

/// A section that is asked about.
#[derive(Serialize, ToSchema)]
struct ReviewedSection {
    section: SectionId,
    /// As it is now.
    title: String,
    /// From 1 among the principles; null for other kinds.
    number: Option<usize>,
    /// The revision that is asked about.
    revision: RevisionNumber,
    hash: Digest,
    /// The latest revision now; null if the section is no part of the text any more.
    latest: Option<RevisionNumber>,
}

/// Somebody who is asked.
#[derive(Serialize, ToSchema)]
struct Reviewer {
    member: MemberId,
    /// Whether they still take part, with a role that answers.
    takes_part: bool,
    /// The sections that they are still to answer for.
    waiting: Vec<SectionId>,
    /// Whether they have let the last day go by.
    late: bool,
}

/// What a reviewer says about a section.
#[derive(Serialize, ToSchema)]
struct Answer {
    member: MemberId,
    section: SectionId,
    /// The revision that was read.
    revision: RevisionNumber,
    hash: Digest,
    ready: bool,
    /// Why not yet; empty if nothing was said (or it was erased).
    because: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Whether it is their latest about the section.
    counts: bool,
}

/// That a review takes no more answers.
#[derive(Serialize, ToSchema)]
struct Closed {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: Actor,
}

/// What I may do in a review now.
#[derive(Serialize, ToSchema)]
struct MayInReview {
    /// For myself.
    answer: Permission,
    /// Move its last day, and close it.
    lead: Permission,
}

impl Review {
    /// As `me` sees it `at` a time.
    pub(in crate::http) fn of(
        state: &State,
        review: &AskedReview,
        me: MemberId,
        language: Language,
        at: Timestamp,
    ) -> Self {
        let today = state.day_of(at);
        let asked = &review.asked;
        let reviewer = |member: &MemberId| Reviewer {
            member: *member,
            takes_part: state.may_be_asked(*member).is_ok(),
            waiting: state.unanswered(review, *member),
            late: state.is_late(review, *member, today),
        };
        let closed = review.closed.as_ref();
        Self {
            id: asked.id,
            question: text(&asked.question),
            due: review.due,
            overdue: review.due < today,
            asked_at: asked.at,
            asked_by: Actor::of(asked.by),
            sections: asked.sections.iter().map(|asked| ReviewedSection::of(state, asked)).collect(),
            reviewers: asked.reviewers.iter().map(reviewer).collect(),
            answers: review.answers.iter().rev().map(|answer| Answer::of(review, answer)).collect(),
            closed: closed.map(|closed| Closed { at: closed.at, by: Actor::of(closed.by) }),
            may: MayInReview {
                answer: Permission::of(state.may_answer(me, review), language),
                lead: Permission::of(state.may_lead_review(me, review), language),
            },
        }
    }
}

impl ReviewedSection {
    fn of(state: &State, asked: &SectionRevision) -> Self {
        let known = state.section(asked.section);
        let retired = state.retired_section(asked.section).ok();
        let title = known.or(retired).map(|section| section.title.clone());
        Self {
            section: asked.section,
            title: title.unwrap_or_default(),
            number: state.number(asked.section),
            revision: asked.revision,
            hash: asked.hash,
            latest: known.and_then(|section| section.latest()).map(|latest| latest.number),
        }
    }
}

impl Answer {
    fn of(review: &AskedReview, answer: &Recorded<ReviewAnswer>) -> Self {
        let counting = review.answer_of(answer.member, answer.section);
        Self {
            member: answer.member,
            section: answer.section,
            revision: answer.revision,
            hash: answer.hash,
            ready: answer.ready,
            because: text_if_any(answer.because.as_ref()),
            at: answer.at,
            counts: counting.is_some_and(|counting| counting.position == answer.position),
        }
    }
}
