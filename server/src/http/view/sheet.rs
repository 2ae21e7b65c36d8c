//! Anchoring sheets: in a list, and with all that stands on them.

use super::{Actor, AgreementTitle, Mandate, is_shown, text, text_if_any};
use crate::agreement::digest::Digest;
use crate::agreement::id::{MemberId, OrganisationId, PartyId, SectionId, SheetId};
use crate::agreement::recorded::Recorded;
use crate::agreement::review;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::state::State;
use crate::approving::ShownSection;
use crate::text::block::Block;
use crate::text::comparison::Comparison;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// One page that tells an organisation where the text is, and what it is asked for.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Sheet {
    id: SheetId,
    organisation: OrganisationId,
    /// Empty if the organisation is not of the agreement any more.
    organisation_name: String,
    /// Null if the organisation is not of the agreement any more.
    party: Option<PartyId>,
    /// In the order of the text as it was then.
    sections: Vec<SheetSection>,
    /// What is still open; empty if nothing is (or it was erased).
    questions: String,
    /// What mandate is asked for; empty if it was erased.
    mandate_asked: String,
    /// The last day to answer, in the agreement's time zone; null if there is none.
    #[schema(value_type = Option<String>, format = Date)]
    due: Option<Date>,
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    made_by: Actor,
    /// The mandates that it led to.
    mandates: Vec<Mandate>,
    /// Whether the organisation has a later sheet.
    replaced: bool,
    /// Whether an answer is still waited for: it led to no mandate, and no later sheet took its place.
    waiting: bool,
    /// Whether it is waited for, and the last day is over.
    late: bool,
}

/// A section on a sheet.
#[derive(Serialize, ToSchema)]
struct SheetSection {
    section: SectionId,
    /// As it is now.
    title: String,
    revision: RevisionNumber,
    hash: Digest,
}

/// An anchoring sheet with all that stands on it.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct SheetToRead {
    sheet: Sheet,
    agreement: AgreementTitle,
    /// Null while there is none.
    case_number: Option<String>,
    /// BCP 47 tag of the language that leads in the text.
    #[schema(example = "sv")]
    language: String,
    /// Whom to answer.
    answer_to: AnswerTo,
    texts: Vec<SheetText>,
}

/// Whom to answer.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AnswerTo {
    /// Empty if it was erased.
    pub(in crate::http) name: String,
    /// Null unless I coordinate their party, or it is me.
    pub(in crate::http) email: Option<String>,
}

/// The text of a section on a sheet.
#[derive(Serialize, ToSchema)]
struct SheetText {
    section: SectionId,
    /// The title that the revision has.
    title: String,
    revision: RevisionNumber,
    /// When the revision was saved.
    #[schema(value_type = String, format = DateTime)]
    saved_at: Timestamp,
    /// Blocks in ProseMirror's JSON form.
    #[schema(value_type = Vec<Object>)]
    blocks: Vec<Block>,
    /// The revision that the organisation was shown before; null if it was not shown any.
    shown_before: Option<RevisionNumber>,
    /// What changed since then; null if nothing did, or it was not shown before.
    #[schema(value_type = Option<Comparison>)]
    changed: Option<Arc<Comparison>>,
}

impl Sheet {
    pub(in crate::http) fn of(state: &State, sheet: &Recorded<review::Sheet>, at: Timestamp) -> Self {
        let today = state.day_of(at);
        let organisation = state.organisation(sheet.organisation);
        let led_to = state.mandates().iter().filter(|mandate| mandate.sheet == Some(sheet.id));
        let mandates: Vec<_> = led_to.map(|mandate| Mandate::of(mandate, today)).collect();
        let later = |one: &Arc<Recorded<review::Sheet>>| {
            one.organisation == sheet.organisation && one.position.0 > sheet.position.0
        };
        let replaced = state.sheets().iter().any(later);
        let waiting = mandates.is_empty() && !replaced && organisation.is_some();
        Self {
            id: sheet.id,
            organisation: sheet.organisation,
            organisation_name: organisation.map(|one| one.name.clone()).unwrap_or_default(),
            party: organisation.map(|organisation| organisation.party),
            sections: sheet.sections.iter().map(|one| SheetSection::of(state, one)).collect(),
            questions: text_if_any(sheet.questions.as_ref()),
            mandate_asked: text(&sheet.mandate_asked),
            due: sheet.due,
            made_at: sheet.at,
            made_by: Actor::of(sheet.by),
            mandates,
            replaced,
            waiting,
            late: waiting && sheet.due.is_some_and(|due| due < today),
        }
    }
}

impl SheetSection {
    fn of(state: &State, shown: &crate::agreement::revision::SectionRevision) -> Self {
        let retired = || state.retired_section(shown.section).ok();
        let known = state.section(shown.section).or_else(retired);
        Self {
            section: shown.section,
            title: known.map(|section| section.title.clone()).unwrap_or_default(),
            revision: shown.revision,
            hash: shown.hash,
        }
    }
}

impl AnswerTo {
    /// Whoever made a sheet, as `me` may see them.
    pub(in crate::http) fn of(state: &State, sheet: &Recorded<review::Sheet>, me: MemberId) -> Self {
        let maker = sheet.by.member().and_then(|member| state.present_or_former(member));
        let email = maker.filter(|maker| is_shown(state, me, maker)).and_then(|maker| maker.email.text());
        Self {
            name: maker.map(|maker| text(&maker.name)).unwrap_or_default(),
            email: email.map(str::to_owned),
        }
    }
}

impl SheetToRead {
    /// As `me` may see it; `shown` are its sections' texts, in their order.
    pub(in crate::http) fn of(
        state: &State,
        sheet: &Recorded<review::Sheet>,
        shown: Vec<ShownSection>,
        me: MemberId,
        at: Timestamp,
    ) -> Self {
        let texts = sheet.sections.iter().zip(shown).map(|(fixed, shown)| {
            let retired = || state.retired_section(fixed.section).ok();
            let known = state.section(fixed.section).or_else(retired);
            let saved = known.and_then(|section| section.revision(fixed.revision));
            SheetText {
                section: fixed.section,
                title: shown.text.title,
                revision: fixed.revision,
                saved_at: saved.map_or(sheet.at, |saved| saved.at),
                blocks: shown.text.blocks,
                shown_before: state.shown_before(sheet, fixed.section).map(|before| before.revision),
                changed: shown.changed,
            }
        });
        Self {
            sheet: Sheet::of(state, sheet, at),
            agreement: AgreementTitle::of(state),
            case_number: super::case_number(state),
            language: leading_language(state),
            answer_to: AnswerTo::of(state, sheet, me),
            texts: texts.collect(),
        }
    }
}

/// The language that leads in an agreement's text.
pub(in crate::http) fn leading_language(state: &State) -> String {
    let languages = state.matter().and_then(|matter| matter.languages.first().cloned());
    languages.unwrap_or_else(|| "sv".to_owned())
}
