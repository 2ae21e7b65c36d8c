//! What can be checked of a record's entries again, without the server that took them in.

use super::chronicle::{Chronicle, ToldRevision};
use super::material::{Material, fields_of};
use super::problem::Rule;
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::member::Role;
use crate::agreement::revision::{Contribution, RevisionNumber, SectionRevision};
use crate::agreement::sign_off::SignOff;
use crate::record::chain::Sealed;
use crate::text::canonical::{ReadAgreement, ReadSection};
use unicode_normalization::UnicodeNormalization as _;

/// Whether an entry follows from those before it.
pub(super) fn check(told: &Chronicle, material: &Material, sealed: &Sealed) -> Result<(), Rule> {
    if told.state.last_at().is_some_and(|last| sealed.at < last) {
        return Err(Rule::Time);
    }
    took_part(told, material, sealed)?;
    match &sealed.entry {
        Entry::RevisionSaved { revision } => {
            let section = told.section(revision.section).ok_or(Rule::Unknown)?;
            is_next(revision.number, section.revisions.len())?;
            let is_known = |one: &Contribution| told.member(one.member).is_some();
            if revision.contributors.iter().all(is_known) { Ok(()) } else { Err(Rule::Unknown) }
        }
        Entry::AgreementRevisionSaved { revision } => {
            is_next(revision.number, told.wholes.len())?;
            have_hashes(told, &revision.sections)
        }
        Entry::RevisionNamed { section, revision, .. } => {
            let section = told.section(*section).ok_or(Rule::Unknown)?;
            let named = section.revisions.iter().find(|one| one.number == *revision);
            named.map(drop).ok_or(Rule::Unknown)
        }
        Entry::SectionLocked { section, revision, hash, .. } => has_hash(told, *section, *revision, *hash),
        Entry::MandateRecorded { mandate } => {
            let is_known = mandate.sheet.is_none_or(|sheet| told.state.sheet(sheet).is_some());
            told.member(mandate.member).filter(|_| is_known).map(drop).ok_or(Rule::Unknown)
        }
        Entry::ReviewAsked { review } => {
            let is_known = |reviewer: &MemberId| told.state.member(*reviewer).is_some();
            have_hashes(told, &review.sections)?;
            if review.reviewers.iter().all(is_known) { Ok(()) } else { Err(Rule::Unknown) }
        }
        Entry::ReviewAnswered { answer } => {
            let review = told.state.review(answer.review).ok_or(Rule::Unknown)?;
            has_hash(told, answer.section, answer.revision, answer.hash)?;
            let is_asked =
                review.about(answer.section).is_some_and(|asked| asked.revision <= answer.revision);
            let is_own = sealed.by.member() == Some(answer.member);
            let answers = is_own && review.asked.reviewers.contains(&answer.member);
            if is_asked && answers { Ok(()) } else { Err(Rule::Actor) }
        }
        Entry::ReviewExtended { review, .. } | Entry::ReviewClosed { review } => {
            told.state.review(*review).map(drop).ok_or(Rule::Unknown)
        }
        Entry::AnchoringSheetMade { sheet } => {
            told.state.organisation(sheet.organisation).ok_or(Rule::Unknown)?;
            have_hashes(told, &sheet.sections)
        }
        Entry::SectionSignedOff { sign_off } => {
            has_hash(told, sign_off.section, sign_off.revision, sign_off.hash)?;
            may_approve(told, sign_off)
        }
        Entry::SignOffWithdrawn { sign_off, .. } => {
            told.state.sign_off(*sign_off).map(drop).ok_or(Rule::Unknown)
        }
        Entry::DecisionRecorded { decision } => {
            told.state.party(decision.party).ok_or(Rule::Unknown)?;
            is_whole(told, decision.revision, decision.hash)
        }
        Entry::SigningRecorded { signing } => is_whole(told, signing.revision, signing.hash),
        Entry::WorkingMaterialPurged { decision, .. } => {
            told.state.decision(*decision).map(drop).ok_or(Rule::Unknown)
        }
        Entry::MemberAnonymised { member, erased, .. } => {
            let added = told.member(*member).ok_or(Rule::Unknown)?.added.0;
            are_words_at(material, added, erased)
        }
        Entry::WordsErased { position, words, .. } if *position < sealed.position => {
            are_words_at(material, *position, &[*words])
        }
        Entry::WordsErased { .. } => Err(Rule::Erasure),
        Entry::CoAuthorWithheld { member, .. } if sealed.by.member() != Some(*member) => Err(Rule::Actor),
        Entry::MeetingCalled { meeting } => {
            let is_new = told.state.meeting(meeting.id).is_none() && told.section(meeting.notes).is_none();
            if is_new { Ok(()) } else { Err(Rule::Unknown) }
        }
        Entry::MeetingChanged { meeting, .. }
        | Entry::MeetingAttended { meeting, .. }
        | Entry::MeetingFileAdded { meeting, .. }
        | Entry::MeetingFileRemoved { meeting, .. }
        | Entry::MeetingCancelled { meeting, .. }
        | Entry::MeetingNotesClosed { meeting, .. }
        | Entry::MeetingNotesReopened { meeting } => {
            told.state.meeting(*meeting).map(drop).ok_or(Rule::Unknown)
        }
        Entry::AgreementFounded { .. }
        | Entry::PartyAdded { .. }
        | Entry::OrganisationAdded { .. }
        | Entry::MemberAdded { .. }
        | Entry::SectionAdded { .. }
        | Entry::PhaseEntered { .. }
        | Entry::RolesChanged { .. }
        | Entry::MemberRemoved { .. }
        | Entry::SectionRenamed { .. }
        | Entry::ApprovalChanged { .. }
        | Entry::ReservationMade { .. }
        | Entry::SectionReopened { .. }
        | Entry::AgreementChanged { .. }
        | Entry::PlanChanged { .. }
        | Entry::PartyChanged { .. }
        | Entry::OrganisationRenamed { .. }
        | Entry::OrganisationRemoved { .. }
        | Entry::SectionsOrdered { .. }
        | Entry::SectionRetired { .. }
        | Entry::SectionBroughtBack { .. }
        | Entry::ResponsibleChanged { .. }
        | Entry::CoAuthorsOrdered { .. }
        | Entry::CoAuthorWithheld { .. } => Ok(()),
    }
}

/// Whoever did it took part then. A founder does so by one of the entries that found the agreement, and one who
/// forgets themselves has left by the entry before.
fn took_part(told: &Chronicle, material: &Material, sealed: &Sealed) -> Result<(), Rule> {
    let Some(by) = sealed.by.member() else { return Ok(()) };
    let is_added = |entry: &Entry| matches!(entry, Entry::MemberAdded { member } if member.id == by);
    let beginning = material.entries.first().map(|first| first.at);
    let mut founding = material.entries.iter().take_while(|entry| Some(entry.at) == beginning);
    let founds = Some(sealed.at) == beginning && founding.any(|entry| is_added(&entry.entry));
    let forgets_self = matches!(sealed.entry, Entry::MemberAnonymised { member, .. } if member == by);
    if told.state.member(by).is_some() || founds || forgets_self { Ok(()) } else { Err(Rule::Actor) }
}

/// Words are erased that the entry at a position has.
fn are_words_at(material: &Material, position: u64, erased: &[Digest]) -> Result<(), Rule> {
    let entry = usize::try_from(position).ok().and_then(|position| material.entries.get(position));
    let fields = fields_of(&entry.ok_or(Rule::Erasure)?.entry);
    if erased.iter().all(|digest| fields.contains_key(digest)) { Ok(()) } else { Err(Rule::Erasure) }
}

fn is_next(number: RevisionNumber, before: usize) -> Result<(), Rule> {
    if u64::from(number.0) == before as u64 + 1 { Ok(()) } else { Err(Rule::Number) }
}

fn has_hash(told: &Chronicle, section: SectionId, number: RevisionNumber, hash: Digest) -> Result<(), Rule> {
    let section = told.section(section).ok_or(Rule::Unknown)?;
    let revision = section.revisions.iter().find(|one| one.number == number).ok_or(Rule::Unknown)?;
    if revision.hash == hash { Ok(()) } else { Err(Rule::Hash) }
}

fn have_hashes(told: &Chronicle, shown: &[SectionRevision]) -> Result<(), Rule> {
    shown.iter().try_for_each(|one| has_hash(told, one.section, one.revision, one.hash))
}

fn is_whole(told: &Chronicle, number: RevisionNumber, hash: Digest) -> Result<(), Rule> {
    let revision = told.whole(number).ok_or(Rule::Unknown)?;
    if revision.hash == hash { Ok(()) } else { Err(Rule::Hash) }
}

/// An approver of the party, under a mandate of theirs.
fn may_approve(told: &Chronicle, sign_off: &SignOff) -> Result<(), Rule> {
    let member = told.state.member(sign_off.member).ok_or(Rule::Approver)?;
    let mandate = told.state.mandate(sign_off.mandate).ok_or(Rule::Unknown)?;
    let may = member.is(Role::Approver) && member.party == Some(sign_off.party);
    if may && mandate.member == sign_off.member { Ok(()) } else { Err(Rule::Approver) }
}

/// Whether a section's text is the one that the record told of when it was saved.
pub(super) fn is_text_of(
    material: &Material,
    section: SectionId,
    told: &ToldRevision,
    text: &ReadSection,
) -> bool {
    let mut responsible: Vec<_> =
        told.responsible.iter().map(|(id, name)| (*id, name.nfc().collect::<String>())).collect();
    responsible.sort_unstable();
    responsible.dedup();
    let title: Option<String> = told.title.as_ref().map(|title| title.nfc().collect());
    text.agreement == material.agreement
        && text.section == section
        && text.kind == told.kind
        && title.as_ref() == Some(&text.title)
        && text.responsible == responsible
}

/// Whether the whole is the one that the record told of; its title is compared unless that was erased.
pub(super) fn is_whole_of(material: &Material, told: &ToldRevision, text: &ReadAgreement) -> bool {
    let sections: Vec<Digest> = text.sections.iter().map(|hash| Digest(hash.0)).collect();
    let expected: Vec<Digest> = told.sections.iter().map(|one| one.hash).collect();
    let mut parties: Vec<_> = told
        .parties
        .iter()
        .map(|(id, letter, name)| (*id, *letter, name.nfc().collect::<String>()))
        .collect();
    parties.sort_unstable_by_key(|(id, letter, _)| (*letter, *id));
    text.agreement == material.agreement
        && sections == expected
        && text.parties == parties
        && told.title.as_ref().is_none_or(|title| title.nfc().eq(text.title.chars()))
}
