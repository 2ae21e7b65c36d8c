//! An agreement as a whole.

use super::ending::BodyStanding;
use super::{AgreementRevision, Decision, Member, Party, Permission, Section, Signing};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Actor;
use crate::agreement::id::{AgreementId, DecisionId, MemberId, SectionId};
use crate::agreement::refusal::Language;
use crate::agreement::section::{self, Phase, SectionKind};
use crate::agreement::state::State;
use crate::approving::agreed_hash;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An agreement by its title.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AgreementTitle {
    id: AgreementId,
    title: String,
}

impl AgreementTitle {
    pub(in crate::http) fn of(state: &State) -> Self {
        Self { id: state.agreement(), title: state.title().unwrap_or_default().to_owned() }
    }
}

/// An agreement, its parties, members and sections, and how far it has come; not its text.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Agreement {
    id: AgreementId,
    title: String,
    /// Null while there is none.
    case_number: Option<String>,
    /// IANA name of the time zone in which its dates are read.
    #[schema(example = "Europe/Stockholm")]
    time_zone: String,
    /// BCP 47 tags of the languages its text is written in; the first leads.
    #[schema(example = json!(["sv"]))]
    languages: Vec<String>,
    /// Whether the parties shall have equally many drafters.
    parity: bool,
    /// Whether somebody of another party than its author's accepts a proposal.
    accepted_by_another_party: bool,
    /// Whether they have; null where it is not asked for.
    parity_met: Option<bool>,
    phase: Phase,
    /// When each phase began, oldest first.
    phases: Vec<PhaseBegun>,
    /// When phases are planned to begin, in their order.
    plan: Vec<PlannedPhase>,
    /// How many entries its record has.
    position: u64,
    record: RecordSoFar,
    parties: Vec<Party>,
    /// Who takes part now.
    members: Vec<Member>,
    /// Those who have left; shown by name where they wrote or signed.
    former_members: Vec<Member>,
    /// In the order of the text.
    sections: Vec<Section>,
    /// Those that are no part of the text any more, in the order they were retired.
    retired_sections: Vec<RetiredSection>,
    /// That how the texts came to be was purged; null while it is kept.
    purged: Option<Purged>,
    /// Every section is agreed.
    ready: bool,
    /// SHA-256 of the whole as it is agreed; null while a section is not. A decision names it.
    agreed: Option<Digest>,
    /// Null before the first.
    latest_revision: Option<AgreementRevision>,
    /// Those that must decide.
    bodies: Vec<BodyStanding>,
    /// In the order they were recorded.
    decisions: Vec<Decision>,
    /// Null before it is signed.
    signing: Option<Signing>,
    /// Who I am in it.
    me: Member,
    may: MayInAgreement,
}

/// When a phase began.
#[derive(Serialize, ToSchema)]
struct PhaseBegun {
    phase: Phase,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// When a phase is planned to begin.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct PlannedPhase {
    pub(in crate::http) phase: Phase,
    #[schema(value_type = String, format = Date)]
    pub(in crate::http) date: Date,
}

/// A section that is no part of the text any more.
#[derive(Serialize, ToSchema)]
struct RetiredSection {
    id: SectionId,
    kind: SectionKind,
    title: String,
    /// When it was retired.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// That working material was purged.
#[derive(Serialize, ToSchema)]
struct Purged {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The decision that it rests on.
    decision: DecisionId,
}

/// The record as it is now.
#[derive(Serialize, ToSchema)]
struct RecordSoFar {
    entries: u64,
    /// When the agreement was founded.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// The hash of the last entry; it stands for the whole.
    hash: Digest,
}

/// What I may do in the agreement now.
#[derive(Serialize, ToSchema)]
struct MayInAgreement {
    /// Of the whole agreement.
    save_revision: Permission,
    /// For members of my party.
    record_mandate: Permission,
    record_decision: Permission,
    record_signing: Permission,
    /// Of members of any party.
    ask_review: Permission,
    /// For organisations of my party.
    make_sheets: Permission,
    /// Title, plan, sections and their order.
    shape: Permission,
    add_party: Permission,
    /// What my party is called, is, and who decides for it.
    change_party: Permission,
    /// How my party approves.
    change_approval: Permission,
    /// Those of my party.
    manage_members: Permission,
    export: Permission,
    /// Words of the record.
    erase: Permission,
    purge: Permission,
    /// The phases that I may take the agreement to.
    enter_phases: Vec<Phase>,
}

impl Agreement {
    /// As `member` sees it, who reads `language`; `hash` is that of the record's last entry. `None` for somebody
    /// who is no member.
    pub(in crate::http) fn of(
        state: &State,
        hash: Digest,
        member: MemberId,
        language: Language,
    ) -> Option<Self> {
        let me = Member::me(state, member)?;
        let matter = state.matter()?;
        let phases = state.phases().iter().map(|phase| PhaseBegun { phase: phase.what, at: phase.at });
        Some(Self {
            id: state.agreement(),
            title: state.title().unwrap_or_default().to_owned(),
            case_number: case_number(state),
            time_zone: matter.time_zone.clone(),
            languages: matter.languages.clone(),
            parity: state.parity(),
            accepted_by_another_party: state.another_party_accepts(),
            parity_met: state.parity_met(),
            phase: state.phase(),
            phases: phases.collect(),
            plan: state
                .plan()
                .iter()
                .map(|(phase, date)| PlannedPhase { phase: *phase, date: *date })
                .collect(),
            position: state.position().0,
            record: RecordSoFar { entries: state.position().0, since: matter.at, hash },
            parties: state.parties().iter().map(|party| Party::of(state, party)).collect(),
            members: state.members().iter().map(|member| Member::of(state, member)).collect(),
            former_members: state.former_members().iter().map(|member| Member::of(state, member)).collect(),
            sections: state.sections().iter().map(|section| Section::of(state, section)).collect(),
            retired_sections: state
                .retired_sections()
                .iter()
                .filter_map(|one| RetiredSection::of(one))
                .collect(),
            purged: state.purged().map(|purged| Purged { at: purged.at, decision: purged.decision }),
            ready: state.is_ready(),
            agreed: agreed_hash(state),
            latest_revision: state.revisions().last().map(|last| AgreementRevision::of(state, last)),
            bodies: BodyStanding::all(state),
            decisions: state.decisions().iter().map(|decision| Decision::of(state, decision)).collect(),
            signing: state.signing().map(Signing::of),
            me,
            may: MayInAgreement::of(state, member, language),
        })
    }
}

impl RetiredSection {
    fn of(section: &section::Section) -> Option<Self> {
        let at = section.retired.as_ref()?.at;
        Some(Self { id: section.id, kind: section.kind, title: section.title.clone(), at })
    }
}

impl MayInAgreement {
    fn of(state: &State, member: MemberId, language: Language) -> Self {
        Self {
            save_revision: Permission::of(state.may_save(Actor::Member { member }), language),
            record_mandate: Permission::of(state.may_record_mandates(member), language),
            record_decision: Permission::of(state.may_record_decisions(member), language),
            record_signing: Permission::of(state.may_record_signing(member), language),
            ask_review: Permission::of(state.may_ask_review(member), language),
            make_sheets: Permission::of(state.may_make_sheets(member), language),
            shape: Permission::of(state.may_shape(member), language),
            add_party: Permission::of(state.may_shape(member), language),
            change_party: Permission::of(state.may_change_party(member), language),
            change_approval: Permission::of(state.may_change_approval(member), language),
            manage_members: Permission::of(state.may_manage(member), language),
            export: Permission::of(state.may_export(member), language),
            erase: Permission::of(state.may_export(member), language),
            purge: Permission::of(state.may_purge(member), language),
            enter_phases: state.may_enter(member).unwrap_or_default(),
        }
    }
}

/// The agreement's case number, once it has one.
pub(in crate::http) fn case_number(state: &State) -> Option<String> {
    let number = state.matter().map(|matter| matter.case_number.clone());
    number.filter(|number| !number.is_empty())
}
