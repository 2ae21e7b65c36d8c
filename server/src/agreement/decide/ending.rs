//! The way to a signed agreement: decisions, the signing, phases.

use super::given::{needed, same_name};
use super::{Asked, NewAttachment, NewDecision, NewSigning};
use crate::agreement::decision::{Attachment, Decision, Signatory, Signing};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Entry;
use crate::agreement::id::{DecisionId, PartyId};
use crate::agreement::refusal::{Field, Refusal};
use crate::agreement::revision::{RevisionNumber, SectionRevision};
use crate::agreement::section::Phase;

impl Asked<'_> {
    /// The decision, after a revision of the agreement if the agreed texts have none yet; the last one
    /// takes the agreement to [`Phase::Decided`].
    pub(super) fn record_decision(&mut self, new: NewDecision, hash: Digest) -> Result<Vec<Entry>, Refusal> {
        let member = self.member()?;
        let own = self.state.coordinating(member)?.party;
        let party = self.state.party(new.party).ok_or(Refusal::NoSuchParty)?;
        if own != Some(party.id) {
            return Err(Refusal::OtherPartysMatter(party.letter));
        }
        self.state.may_record_decisions(member)?;
        let typed = needed(Field::Body, &new.body)?;
        // As it is listed, or a capital letter would keep the last decision from being the last.
        let listed = party.bodies.iter().find(|listed| same_name(listed, typed));
        let body = listed.map_or(typed, String::as_str).to_owned();
        if self.state.current_decisions().any(|one| one.party == party.id && same_name(&one.body, &body)) {
            return Err(Refusal::BodyHasDecided);
        }
        if new.date > self.today() {
            return Err(Refusal::DayAhead);
        }
        let mut entries = Vec::new();
        let (revision, hash) = match self.state.agreed_revision() {
            Some(saved) => (saved.number, saved.hash),
            None => {
                let sections = self.state.sections().iter().map(|section| {
                    let latest = section.latest().ok_or(Refusal::NoRevision)?;
                    Ok(SectionRevision { section: section.id, revision: latest.number, hash: latest.hash })
                });
                let sections = sections.collect::<Result<_, Refusal>>()?;
                entries.push(self.next_agreement_revision(sections, hash, None, None));
                (RevisionNumber::after(self.state.revisions().len()), hash)
            }
        };
        let decision = Decision {
            id: DecisionId(self.chance.id()),
            party: party.id,
            body,
            date: new.date,
            paragraph: self.words(Field::Paragraph, &new.paragraph)?,
            minutes: new.minutes.map(|minutes| self.attachment(minutes)).transpose()?,
            revision,
            hash,
        };
        let last = self.is_last(&decision);
        entries.push(Entry::DecisionRecorded { decision });
        if last {
            entries.push(Entry::PhaseEntered { phase: Phase::Decided });
        }
        Ok(entries)
    }

    /// Whether with this decision every listed body has decided, and at least one of each party.
    fn is_last(&self, new: &Decision) -> bool {
        let has_decided = |party: PartyId, body: Option<&str>| {
            let mut all = self.state.current_decisions().map(|one| &one.what).chain([new]);
            all.any(|one| one.party == party && body.is_none_or(|body| one.body == body))
        };
        self.state.parties().iter().all(|party| {
            has_decided(party.id, None) && party.bodies.iter().all(|body| has_decided(party.id, Some(body)))
        })
    }

    pub(super) fn record_signing(&mut self, new: NewSigning) -> Result<Vec<Entry>, Refusal> {
        self.state.may_record_signing(self.member()?)?;
        for party in self.state.parties() {
            if !new.signatories.iter().any(|one| one.party == party.id) {
                return Err(Refusal::NoSignatory(party.letter));
            }
        }
        if new.date > self.today() {
            return Err(Refusal::DayAhead);
        }
        let decided = self.state.agreed_revision().ok_or(Refusal::NotDecided)?;
        let (revision, hash) = (decided.number, decided.hash);
        let mut signatories = Vec::with_capacity(new.signatories.len());
        for one in &new.signatories {
            self.state.party(one.party).ok_or(Refusal::NoSuchParty)?;
            signatories.push(Signatory {
                party: one.party,
                name: self.words(Field::Name, &one.name)?,
                title: self.words(Field::Title, &one.title)?,
                authority: self.words(Field::Authority, &one.authority)?,
            });
        }
        let signing = Signing {
            date: new.date,
            place: self.words(Field::Place, &new.place)?,
            signatories,
            scan: new.scan.map(|scan| self.attachment(scan)).transpose()?,
            revision,
            hash,
        };
        Ok(vec![Entry::SigningRecorded { signing }, Entry::PhaseEntered { phase: Phase::Signed }])
    }

    pub(super) fn enter(&self, phase: Phase) -> Result<Vec<Entry>, Refusal> {
        let member = self.member()?;
        let allowed = self.state.may_enter(member)?;
        if self.state.phase() == phase {
            return Ok(vec![]);
        }
        if !allowed.contains(&phase) {
            return Err(Refusal::WrongPhase);
        }
        Ok(vec![Entry::PhaseEntered { phase }])
    }

    pub(super) fn attachment(&mut self, new: NewAttachment) -> Result<Attachment, Refusal> {
        let NewAttachment { content, name, media_type, bytes } = new;
        Ok(Attachment { content, name: self.words(Field::FileName, &name)?, media_type, bytes })
    }
}
