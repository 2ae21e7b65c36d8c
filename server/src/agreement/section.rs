//! Sections, and the phases of the agreement they belong to.

use super::id::{MemberId, PartyId, SectionId};
use super::party::Party;
use super::recorded::Recorded;
use super::revision::{Revision, RevisionNumber};
use super::sign_off::{GivenSignOff, Reservation, Standing};
use super::words::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// Why there is an agreement.
    Preamble,
    /// Where it leads.
    Vision,
    /// What it rests on.
    StartingPoints,
    /// What its words mean.
    Definitions,
    /// What stands in the way.
    Challenges,
    /// A principle: a sheet with guiding questions and measures. Principles are numbered.
    Principle,
    /// What the parties take upon themselves.
    Commitments,
    /// How it is seen to.
    FollowUp,
    /// Anything else.
    Free,
}

/// Where a section stands. Derived, never recorded as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionState {
    /// Its text may change.
    Drafting,
    /// Locked at a revision by its first sign-off.
    InApproval,
    /// Every party's rule is met on one revision.
    Agreed,
}

/// A section as it was added.
///
/// Its title is written in clear: it is a heading of the text, and every revision's hash covers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSection {
    /// Which section.
    pub id: SectionId,
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading.
    pub title: String,
    /// The parties that answer for it, in the order given; may be empty.
    pub responsible: Vec<PartyId>,
}

/// Why a section takes no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// The revision it is locked at.
    pub revision: RevisionNumber,
    /// Why, as a drafter or coordinator put it; `None` when its first sign-off locked it.
    pub reason: Option<Words>,
}

/// What of a section its revisions' hashes cover besides the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its title.
    pub title: String,
    /// The parties that answer for it, with the names they go by, in the order of their ids.
    pub responsible: Vec<(PartyId, String)>,
}

/// A section as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Which section.
    pub id: SectionId,
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading.
    pub title: String,
    /// The parties that answer for it.
    pub responsible: Vec<PartyId>,
    /// Title and responsible parties as they are now.
    pub heading: Heading,
    /// Those when its latest revision was saved, which that revision's hash covers.
    pub saved_heading: Heading,
    /// Its revisions, in the order of their numbers.
    pub revisions: Vec<Arc<Recorded<Revision>>>,
    /// Every sign-off of any of them, oldest first.
    pub sign_offs: Vec<GivenSignOff>,
    /// Every reservation on any of them, oldest first.
    pub reservations: Vec<Recorded<Reservation>>,
    /// What keeps it from taking text.
    pub lock: Option<Recorded<Lock>>,
    /// Why it was opened last, if it was locked before and is not now.
    pub reopened: Option<Recorded<Words>>,
    /// Why it is no part of the text any more.
    pub retired: Option<Recorded<Words>>,
    /// How its co-authors stand under its title.
    pub co_authors: CoAuthors,
}

/// How the co-authors of a section stand under its title. Who they are its text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoAuthors {
    /// Those who come first.
    pub order: Vec<MemberId>,
    /// Those who prefer not to stand there.
    pub withheld: BTreeSet<MemberId>,
}

impl CoAuthors {
    /// These, who are given most first, in the order in which they stand, those who are left out with them.
    pub fn ordered<T>(&self, mut authors: Vec<T>, member: impl Fn(&T) -> MemberId) -> Vec<T> {
        let place = |id| self.order.iter().position(|one| *one == id).unwrap_or(usize::MAX);
        authors.sort_by_key(|one| place(member(one)));
        authors
    }
}

impl Heading {
    fn of(title: &str, responsible: &[PartyId], parties: &[Party]) -> Self {
        let named = parties.iter().filter(|party| responsible.contains(&party.id));
        let mut responsible: Vec<_> = named.map(|party| (party.id, party.name.clone())).collect();
        responsible.sort_unstable();
        Self { title: title.to_owned(), responsible }
    }
}

impl Section {
    /// A section that was just added.
    pub(super) fn new(section: NewSection, parties: &[Party]) -> Self {
        let NewSection { id, kind, title, responsible } = section;
        let heading = Heading::of(&title, &responsible, parties);
        Self {
            id,
            kind,
            saved_heading: heading.clone(),
            heading,
            title,
            responsible,
            revisions: Vec::new(),
            sign_offs: Vec::new(),
            reservations: Vec::new(),
            lock: None,
            reopened: None,
            retired: None,
            co_authors: CoAuthors::default(),
        }
    }

    /// Takes note of what it is called, who answers for it, or what they are called, after a change.
    pub(super) fn head(&mut self, parties: &[Party]) {
        self.heading = Heading::of(&self.title, &self.responsible, parties);
    }

    /// Its latest revision.
    pub fn latest(&self) -> Option<&Recorded<Revision>> {
        self.revisions.last().map(Arc::as_ref)
    }

    /// One of its revisions.
    pub fn revision(&self, number: RevisionNumber) -> Option<&Recorded<Revision>> {
        let index = usize::try_from(number.0).ok()?.checked_sub(1)?;
        self.revisions.get(index).map(Arc::as_ref)
    }

    /// Whether a sign-off counts: if it is of the latest revision's text, under the heading the section has
    /// now, and was not taken back.
    pub fn standing(&self, sign_off: &GivenSignOff) -> Standing {
        let is_same_heading = self.heading == self.saved_heading;
        if sign_off.withdrawn.is_some() {
            Standing::Withdrawn
        } else if is_same_heading && self.latest().is_some_and(|latest| latest.hash == sign_off.given.hash) {
            Standing::Current
        } else {
            Standing::Stale
        }
    }

    /// Whether a sign-off is a member's own and current.
    pub fn counts_for(&self, sign_off: &GivenSignOff, member: MemberId) -> bool {
        sign_off.given.member == member && self.standing(sign_off) == Standing::Current
    }

    /// The later revision that brought back the text of a current sign-off, if it is for that that it counts.
    pub fn again_since(&self, sign_off: &GivenSignOff) -> Option<RevisionNumber> {
        let latest = self.latest()?.number;
        let again = self.standing(sign_off) == Standing::Current && latest != sign_off.given.revision;
        again.then_some(latest)
    }

    /// How many approvers of a party have approved the latest revision's text.
    pub fn approvers_of(&self, party: PartyId) -> usize {
        let current = self.sign_offs.iter().filter(|one| self.standing(one) == Standing::Current);
        let own = current.filter(|one| one.given.party == party);
        own.map(|one| one.given.member).collect::<BTreeSet<_>>().len()
    }
}

/// Where an agreement stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Parties and members are gathered.
    Preparation,
    /// The text is written.
    Drafting,
    /// A draft is out on consultation (*remiss*).
    Consultation,
    /// The parties approve.
    Approval,
    /// Every listed body of every party has decided.
    Decided,
    /// Signed.
    Signed,
    /// In force, and open for adhesion.
    InForce,
    /// Being written anew, while the adopted version stays in force.
    UnderRevision,
    /// Over.
    Ended,
}

impl Phase {
    /// Whether text may change: from the decision on it is the one that was decided, until a revision begins.
    pub fn allows_writing(self) -> bool {
        match self {
            Self::Preparation
            | Self::Drafting
            | Self::Consultation
            | Self::Approval
            | Self::UnderRevision => true,
            Self::Decided | Self::Signed | Self::InForce | Self::Ended => false,
        }
    }

    /// Whether approvals of sections are given in it.
    pub fn allows_sign_off(self) -> bool {
        match self {
            Self::Drafting | Self::Consultation | Self::Approval => true,
            Self::Preparation
            | Self::Decided
            | Self::Signed
            | Self::InForce
            | Self::UnderRevision
            | Self::Ended => false,
        }
    }

    /// The phases to which a coordinator may take the agreement from here. Into [`Decided`](Self::Decided) and
    /// [`Signed`](Self::Signed) it is taken by the last decision and by the signing.
    pub fn followed_by(self) -> &'static [Self] {
        match self {
            Self::Preparation => &[Self::Drafting],
            Self::UnderRevision => &[Self::Approval],
            Self::Drafting => &[Self::Consultation, Self::Approval],
            Self::Consultation | Self::Approval => &[Self::Drafting],
            Self::Signed => &[Self::InForce],
            Self::InForce => &[Self::UnderRevision, Self::Ended],
            Self::Decided | Self::Ended => &[],
        }
    }
}
