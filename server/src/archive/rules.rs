//! What can be checked of a record's entries again, without the server that took them in.

use super::chronicle::{Chronicle, ToldRevision, took_part};
use super::material::{Material, erased_by, fields_of};
use super::problem::Rule;
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::SectionId;
use crate::agreement::member::Role;
use crate::agreement::revision::RevisionNumber;
use crate::agreement::sign_off::SignOff;
use crate::record::chain::Sealed;
use crate::text::canonical::{ReadAgreement, ReadSection};
use unicode_normalization::UnicodeNormalization as _;

/// Whether an entry follows from those before it.
pub(super) fn check(told: &Chronicle, material: &Material, sealed: &Sealed) -> Result<(), Rule> {
    if told.state.last_at().is_some_and(|last| sealed.at < last) {
        return Err(Rule::Time);
    }
    took_part(told, sealed.by)?;
    let entry = &sealed.entry;
    check_erasure(material, sealed)?;
    if let Entry::RevisionSaved { revision } = entry {
        let section = told.section(revision.section).ok_or(Rule::Unknown)?;
        is_next(revision.number, section.revisions.len())?;
        if revision.contributors.iter().any(|one| told.member(one.member).is_none()) {
            return Err(Rule::Unknown);
        }
    }
    if let Entry::AgreementRevisionSaved { revision } = entry {
        is_next(revision.number, told.wholes.len())?;
        for one in &revision.sections {
            has_hash(told, one.section, one.revision, one.hash)?;
        }
    }
    if let Entry::RevisionNamed { section, revision, .. } = entry {
        let section = told.section(*section).ok_or(Rule::Unknown)?;
        section.revisions.iter().find(|one| one.number == *revision).ok_or(Rule::Unknown)?;
    }
    if let Entry::SectionLocked { section, revision, hash, .. } = entry {
        has_hash(told, *section, *revision, *hash)?;
    }
    if let Entry::MandateRecorded { mandate } = entry {
        told.member(mandate.member).ok_or(Rule::Unknown)?;
    }
    if let Entry::SectionSignedOff { sign_off } = entry {
        has_hash(told, sign_off.section, sign_off.revision, sign_off.hash)?;
        may_approve(told, sign_off)?;
    }
    if let Entry::SignOffWithdrawn { sign_off, .. } = entry {
        told.state.sign_off(*sign_off).ok_or(Rule::Unknown)?;
    }
    if let Entry::DecisionRecorded { decision } = entry {
        told.state.party(decision.party).ok_or(Rule::Unknown)?;
        is_whole(told, decision.revision, decision.hash)?;
    }
    if let Entry::SigningRecorded { signing } = entry {
        is_whole(told, signing.revision, signing.hash)?;
    }
    Ok(())
}

/// Words are erased that an entry before holds, and no others.
fn check_erasure(material: &Material, sealed: &Sealed) -> Result<(), Rule> {
    let earlier = |digest: &Digest| {
        let before = material.entries.iter().take_while(|earlier| earlier.position < sealed.position);
        before.into_iter().any(|earlier| fields_of(&earlier.entry).contains_key(digest))
    };
    if erased_by(&sealed.entry).iter().all(earlier) { Ok(()) } else { Err(Rule::Erasure) }
}

fn is_next(number: RevisionNumber, before: usize) -> Result<(), Rule> {
    if u64::from(number.0) == before as u64 + 1 { Ok(()) } else { Err(Rule::Number) }
}

fn has_hash(
    told: &Chronicle,
    section: SectionId,
    number: RevisionNumber,
    hash: Digest,
) -> Result<(), Rule> {
    let section = told.section(section).ok_or(Rule::Unknown)?;
    let revision = section.revisions.iter().find(|one| one.number == number).ok_or(Rule::Unknown)?;
    if revision.hash == hash { Ok(()) } else { Err(Rule::Hash) }
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
