//! Approval: mandates, sign-offs, reservations, locks, and the parties' rules.

use super::given::same_name;
use super::{Asked, NewMandate, NewSignOff};
use crate::agreement::entry::Entry;
use crate::agreement::id::{MandateId, MemberId, PartyId, ReservationId, SectionId, SignOffId};
use crate::agreement::party::Approval;
use crate::agreement::refusal::{Field, ProposalRefusal, Refusal};
use crate::agreement::revision::{RevisionNumber, TextNow};
use crate::agreement::section::Section;
use crate::agreement::sign_off::{Mandate, Reservation, SignOff};

impl Asked<'_> {
    pub(super) fn change_approval(&self, party: PartyId, approval: Approval) -> Result<Vec<Entry>, Refusal> {
        let coordinator = self.state.coordinating(self.member()?)?;
        let changed = self.state.party(party).ok_or(Refusal::NoSuchParty)?;
        if coordinator.party != Some(party) {
            return Err(Refusal::OtherPartysMatter(changed.letter));
        }
        if self.state.sections().iter().any(|section| section.lock.is_some()) {
            return Err(Refusal::ApprovalUnderWay);
        }
        if approval == (Approval::AtLeast { count: 0 }) {
            return Err(Refusal::NobodyApproves);
        }
        Ok(if changed.approval == approval {
            vec![]
        } else {
            vec![Entry::ApprovalChanged { party, approval }]
        })
    }

    pub(super) fn record_mandate(&mut self, new: &NewMandate) -> Result<Vec<Entry>, Refusal> {
        let party = self.state.may_record_mandates(self.member()?)?;
        let holder = self.state.member(new.member).ok_or(Refusal::NoSuchMember(new.member))?;
        if holder.party != Some(party.id) {
            let other = holder.party.and_then(|party| self.state.party(party));
            return Err(Refusal::OtherParty(other.map(|party| party.letter)));
        }
        if new.date > self.today() {
            return Err(Refusal::DayAhead);
        }
        if new.valid_until.is_some_and(|last| last < new.date) {
            return Err(Refusal::EndsBeforeItBegins);
        }
        let mandate = Mandate {
            id: MandateId(self.chance.id()),
            member: new.member,
            kind: new.kind,
            issuer: self.words(Field::Issuer, &new.issuer)?,
            date: new.date,
            paragraph: self.words(Field::Paragraph, &new.paragraph)?,
            valid_until: new.valid_until,
            sheet: new.sheet.map(|sheet| self.sheet_of(sheet, holder.organisation)).transpose()?,
        };
        Ok(vec![Entry::MandateRecorded { mandate }])
    }

    pub(super) fn sign_off(&mut self, new: NewSignOff) -> Result<Vec<Entry>, Refusal> {
        let member = self.member()?;
        let (section, party) = self.state.may_sign_off(member, new.section)?;
        let revision = at_its_latest(section, &new.text)?;
        // What was read, by number and by hash: either alone could be a mistake of whoever showed it.
        let latest = section.revision(revision).ok_or(Refusal::NoSuchRevision)?;
        if latest.number != new.revision || latest.hash != new.hash {
            return Err(Refusal::OtherText(latest.number));
        }
        if new.open_proposals > 0 {
            return Err(ProposalRefusal::StillOpen(new.open_proposals).into());
        }
        self.mandate_of(member, new.mandate)?;
        let name = self.state.taking_part(member)?.name.text().unwrap_or_default();
        if !same_name(name, &new.name) {
            return Err(Refusal::NameDiffers);
        }
        let mut entries = Vec::new();
        let counts =
            section.sign_offs.iter().any(|one| one.given.party == party && section.counts_for(one, member));
        // One that was given before the section was opened counts, and does not lock it again.
        if !counts || section.lock.is_none() {
            let id = SignOffId(self.chance.id());
            let hash = latest.hash;
            let sign_off =
                SignOff { id, section: section.id, revision, hash, member, party, mandate: new.mandate };
            entries.push(Entry::SectionSignedOff { sign_off });
        }
        if let Some(text) = new.reservation.filter(|text| !text.trim().is_empty()) {
            entries.extend(self.reserve(new.section, revision, &text, false)?);
        }
        Ok(entries)
    }

    fn mandate_of(&self, member: MemberId, mandate: MandateId) -> Result<(), Refusal> {
        let mandate = self.state.mandate(mandate).ok_or(Refusal::NoSuchMandate)?;
        if mandate.member != member {
            return Err(Refusal::MandateOfAnother);
        }
        if !mandate.is_valid_on(self.today()) {
            return Err(Refusal::MandateNotValid);
        }
        Ok(())
    }

    pub(super) fn withdraw(&mut self, sign_off: SignOffId, reason: &str) -> Result<Vec<Entry>, Refusal> {
        let member = self.member()?;
        self.state.taking_part(member)?;
        let (section, given) = self.state.sign_off(sign_off).ok_or(Refusal::NoSuchSignOff)?;
        self.state.may_withdraw(member, given)?;
        let mut withdrawn = vec![sign_off];
        // Whoever approved the same text twice takes back both, or nothing would be taken back.
        if section.counts_for(given, member) {
            let own = section.sign_offs.iter().filter(|one| section.counts_for(one, member));
            withdrawn.extend(own.map(|one| one.given.id).filter(|id| *id != sign_off));
        }
        let entry =
            |sign_off| Ok(Entry::SignOffWithdrawn { sign_off, reason: self.words(Field::Reason, reason)? });
        withdrawn.into_iter().map(entry).collect()
    }

    pub(super) fn reserve(
        &mut self,
        section: SectionId,
        revision: RevisionNumber,
        text: &str,
        personal: bool,
    ) -> Result<Vec<Entry>, Refusal> {
        let member = self.member()?;
        let party = self.state.may_reserve(member, section, personal)?;
        let latest = self.state.section(section).and_then(Section::latest).ok_or(Refusal::NoRevision)?;
        if latest.number != revision {
            return Err(Refusal::OtherText(latest.number));
        }
        // The same once more is a request that was sent twice.
        let known = self.state.section(section).map_or(&[][..], |section| &section.reservations);
        let is_known = |one: &Reservation| {
            (one.member, one.revision, one.personal) == (member, revision, personal)
                && one.text.text() == Some(text.trim())
        };
        if known.iter().any(|one| is_known(one)) {
            return Ok(vec![]);
        }
        let reservation = Reservation {
            id: ReservationId(self.chance.id()),
            section,
            revision,
            member,
            party,
            personal,
            text: self.words(Field::Reservation, text)?,
        };
        Ok(vec![Entry::ReservationMade { reservation }])
    }

    pub(super) fn lock(
        &mut self,
        section: SectionId,
        text: &TextNow,
        reason: &str,
    ) -> Result<Vec<Entry>, Refusal> {
        let locked = self.state.may_lock(self.member()?, section)?;
        let revision = at_its_latest(locked, text)?;
        let reason = self.words(Field::Reason, reason)?;
        Ok(vec![Entry::SectionLocked { section, revision, hash: text.hash, reason }])
    }

    pub(super) fn reopen(&mut self, section: SectionId, reason: &str) -> Result<Vec<Entry>, Refusal> {
        self.state.may_reopen(self.member()?, section)?;
        let reason = self.words(Field::Reason, reason)?;
        Ok(vec![Entry::SectionReopened { section, reason }])
    }
}

/// The latest revision of a section whose text now is just that, and can be shown to a reader.
fn at_its_latest(section: &Section, text: &TextNow) -> Result<RevisionNumber, Refusal> {
    let latest = section.latest().ok_or(Refusal::NoRevision)?;
    if latest.hash != text.hash {
        return Err(Refusal::EditedSince(latest.number));
    }
    if !text.sound {
        return Err(Refusal::StrangeText);
    }
    Ok(latest.number)
}
