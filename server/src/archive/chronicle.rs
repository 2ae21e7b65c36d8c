//! What a record tells, from its first entry to its last: which files an export has, and what stands on them.

use super::slug::slug;
use crate::agreement::decision::Attachment;
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::{AgreementId, MemberId, OrganisationId, PartyId, SectionId};
use crate::agreement::meeting::{NOTES_KIND, notes_title};
use crate::agreement::member::Role;
use crate::agreement::party::Letter;
use crate::agreement::revision::{Revision, RevisionNumber, SectionRevision};
use crate::agreement::state::State;
use crate::agreement::words::Words;
use crate::record::chain::Sealed;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// What is needed of a record to write its export.
#[derive(Clone, Debug)]
pub struct Chronicle {
    /// The agreement after the last entry.
    pub state: State,
    /// Every section that was ever added, and the notes of every meeting, in the order of adding and calling.
    pub sections: Vec<ToldSection>,
    /// Every revision of the whole.
    pub wholes: Vec<ToldRevision>,
    /// Every file that an entry names, each content once.
    pub attachments: Vec<(Attachment, u64)>,
    /// Everybody who ever took part, in the order of adding.
    pub members: Vec<ToldMember>,
    /// Every organisation that ever was, by its last name.
    pub organisations: BTreeMap<OrganisationId, String>,
}

/// A section.
#[derive(Clone, Debug)]
pub struct ToldSection {
    /// Which section.
    pub id: SectionId,
    /// Its folder: made of its place in the order of adding and the first title, so that it never changes.
    pub folder: String,
    /// Its title now.
    pub title: String,
    /// Whether it is no section but a meeting's notes, which are told of as one: under the meeting's day, with a revision
    /// for each time that they were closed.
    pub is_notes: bool,
    /// Its revisions.
    pub revisions: Vec<ToldRevision>,
}

/// A revision of a section or of the whole, under the circumstances of its time.
#[derive(Clone, Debug)]
pub struct ToldRevision {
    /// Its number.
    pub number: RevisionNumber,
    /// The hash of its text.
    pub hash: Digest,
    /// Where it stands in the record.
    pub position: u64,
    /// When it was saved.
    pub at: Timestamp,
    /// What it is called.
    pub name: Option<Words>,
    /// The title then, of the section or of the agreement; `None` if that was erased.
    pub title: Option<String>,
    /// The section's kind; empty for the whole.
    pub kind: String,
    /// The parties that answered for it then, by name.
    pub responsible: Vec<(PartyId, String)>,
    /// The parties then.
    pub parties: Vec<(PartyId, Letter, String)>,
    /// The first language of the text then.
    pub language: String,
    /// The case number then.
    pub case_number: String,
    /// Of the whole, its sections.
    pub sections: Vec<SectionRevision>,
}

/// A member.
#[derive(Clone, Debug)]
pub struct ToldMember {
    /// Who.
    pub id: MemberId,
    /// What they are called.
    pub name: Words,
    /// Their party.
    pub party: Option<PartyId>,
    /// Their organisation.
    pub organisation: Option<OrganisationId>,
    /// When they were added, and where that stands.
    pub added: (u64, Timestamp),
    /// When they left.
    pub removed: Option<(u64, Timestamp)>,
    /// The roles that they held from a position on.
    pub roles: Vec<(u64, Timestamp, BTreeSet<Role>)>,
}

impl Chronicle {
    /// What is told before the first entry: nothing.
    pub(super) fn before(agreement: AgreementId) -> Self {
        Self {
            state: State::before(agreement),
            sections: Vec::new(),
            wholes: Vec::new(),
            attachments: Vec::new(),
            members: Vec::new(),
            organisations: BTreeMap::new(),
        }
    }

    /// Takes in the next entry.
    pub(super) fn apply(&mut self, sealed: &Sealed) {
        self.note(&sealed.entry, sealed.position, sealed.at);
        self.state.apply(&sealed.entry, sealed.by, sealed.at);
    }

    /// A section.
    pub fn section(&self, id: SectionId) -> Option<&ToldSection> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// A revision of the whole.
    pub fn whole(&self, number: RevisionNumber) -> Option<&ToldRevision> {
        self.wholes.iter().find(|revision| revision.number == number)
    }

    /// Somebody who took or takes part.
    pub fn member(&self, id: MemberId) -> Option<&ToldMember> {
        self.members.iter().find(|member| member.id == id)
    }

    /// Notes an entry while the state is the one before it. Kinds that lead to no file and to nothing in the
    /// register of members are the state's to know.
    fn note(&mut self, entry: &Entry, position: u64, at: Timestamp) {
        for attachment in entry.attachments() {
            if self.attachments.iter().all(|(known, _)| known.content != attachment.content) {
                self.attachments.push((attachment.clone(), position));
            }
        }
        match entry {
            Entry::SectionAdded { section } => {
                let ordinal = self.sections.iter().filter(|one| !one.is_notes).count() + 1;
                let folder = format!("sections/{ordinal:02}-{}", slug(&section.title));
                let (id, title) = (section.id, section.title.clone());
                self.sections.push(ToldSection { id, folder, title, is_notes: false, revisions: Vec::new() });
            }
            Entry::MeetingCalled { meeting } => {
                let ordinal = self.sections.iter().filter(|one| one.is_notes).count() + 1;
                let title = notes_title(meeting.date);
                let folder = format!("meetings/{ordinal:02}-{title}");
                let id = meeting.notes;
                self.sections.push(ToldSection { id, folder, title, is_notes: true, revisions: Vec::new() });
            }
            Entry::MeetingChanged { meeting, change } => {
                let notes = self.state.meeting(*meeting).map(|meeting| meeting.notes());
                let told = self.sections.iter_mut().find(|one| Some(one.id) == notes);
                if let (Some(told), Some(date)) = (told, change.date) {
                    told.title = notes_title(date);
                }
            }
            Entry::MeetingNotesClosed { meeting, hash, .. } => {
                let Some(meeting) = self.state.meeting(*meeting) else { return };
                let number = RevisionNumber::after(meeting.closed.len());
                let told = ToldRevision {
                    title: Some(notes_title(meeting.called.date)),
                    kind: NOTES_KIND.to_owned(),
                    ..self.told(number, *hash, &None, position, at)
                };
                let notes = self.sections.iter_mut().find(|one| one.id == meeting.notes());
                notes.into_iter().for_each(|notes| notes.revisions.push(told.clone()));
            }
            Entry::SectionRenamed { section, title } => {
                for told in self.sections.iter_mut().filter(|one| one.id == *section) {
                    told.title.clone_from(title);
                }
            }
            Entry::RevisionSaved { revision } => {
                let told = self.told_section(revision, position, at);
                let section = self.sections.iter_mut().find(|one| one.id == revision.section);
                section.into_iter().for_each(|section| section.revisions.push(told.clone()));
            }
            Entry::RevisionNamed { section, revision, name, .. } => {
                let section = self.sections.iter_mut().find(|one| one.id == *section);
                let revisions = section.into_iter().flat_map(|section| &mut section.revisions);
                for named in revisions.filter(|one| one.number == *revision) {
                    named.name.clone_from(name);
                }
            }
            Entry::AgreementRevisionSaved { revision } => {
                let mut told = self.told(revision.number, revision.hash, &revision.name, position, at);
                told.title = self.state.title().map(str::to_owned);
                told.sections.clone_from(&revision.sections);
                self.wholes.push(told);
            }
            Entry::MemberAdded { member } => self.members.push(ToldMember {
                id: member.id,
                name: member.name.clone(),
                party: member.party,
                organisation: member.organisation,
                added: (position, at),
                removed: None,
                roles: vec![(position, at, member.roles.clone())],
            }),
            Entry::RolesChanged { member, roles } => {
                for told in self.members.iter_mut().filter(|one| one.id == *member) {
                    told.roles.push((position, at, roles.clone()));
                }
            }
            Entry::MemberRemoved { member } => {
                for told in self.members.iter_mut().filter(|one| one.id == *member) {
                    told.removed = Some((position, at));
                }
            }
            Entry::OrganisationAdded { organisation } => {
                self.organisations.insert(organisation.id, organisation.name.clone());
            }
            Entry::OrganisationRenamed { organisation, name } => {
                self.organisations.insert(*organisation, name.clone());
            }
            Entry::AgreementFounded { .. }
            | Entry::PartyAdded { .. }
            | Entry::PhaseEntered { .. }
            | Entry::ApprovalChanged { .. }
            | Entry::MandateRecorded { .. }
            | Entry::SectionSignedOff { .. }
            | Entry::SignOffWithdrawn { .. }
            | Entry::ReservationMade { .. }
            | Entry::ReviewAsked { .. }
            | Entry::ReviewAnswered { .. }
            | Entry::ReviewExtended { .. }
            | Entry::ReviewClosed { .. }
            | Entry::AnchoringSheetMade { .. }
            | Entry::SectionLocked { .. }
            | Entry::SectionReopened { .. }
            | Entry::DecisionRecorded { .. }
            | Entry::SigningRecorded { .. }
            | Entry::AgreementChanged { .. }
            | Entry::PlanChanged { .. }
            | Entry::PartyChanged { .. }
            | Entry::OrganisationRemoved { .. }
            | Entry::SectionsOrdered { .. }
            | Entry::SectionRetired { .. }
            | Entry::SectionBroughtBack { .. }
            | Entry::ResponsibleChanged { .. }
            | Entry::MemberAnonymised { .. }
            | Entry::WordsErased { .. }
            | Entry::WorkingMaterialPurged { .. }
            | Entry::CoAuthorsOrdered { .. }
            | Entry::CoAuthorWithheld { .. }
            | Entry::MeetingAttended { .. }
            | Entry::MeetingFileAdded { .. }
            | Entry::MeetingFileRemoved { .. }
            | Entry::MeetingCancelled { .. }
            | Entry::MeetingNotesReopened { .. } => {}
        }
    }

    fn told_section(&self, revision: &Revision, position: u64, at: Timestamp) -> ToldRevision {
        let section = self.state.section(revision.section);
        let kind = section.and_then(|section| serde_json::to_value(section.kind).ok());
        let named = |id: &PartyId| Some((*id, self.state.party(*id)?.name.clone()));
        let responsible = section.map(|section| section.responsible.iter().filter_map(named).collect());
        ToldRevision {
            title: section.map(|section| section.title.clone()),
            kind: kind.and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default(),
            responsible: responsible.unwrap_or_default(),
            ..self.told(revision.number, revision.hash, &revision.name, position, at)
        }
    }

    fn told(
        &self,
        number: RevisionNumber,
        hash: Digest,
        name: &Option<Words>,
        position: u64,
        at: Timestamp,
    ) -> ToldRevision {
        let matter = self.state.matter();
        let language = matter.and_then(|matter| matter.languages.first().cloned());
        let parties = self.state.parties().iter();
        ToldRevision {
            number,
            hash,
            position,
            at,
            name: name.clone(),
            title: None,
            kind: String::new(),
            responsible: Vec::new(),
            parties: parties.map(|party| (party.id, party.letter, party.name.clone())).collect(),
            language: language.unwrap_or_else(|| "sv".to_owned()),
            case_number: matter.map(|matter| matter.case_number.clone()).unwrap_or_default(),
            sections: Vec::new(),
        }
    }
}
