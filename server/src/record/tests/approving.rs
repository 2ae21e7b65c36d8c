//! An agreement in which Bo can approve the first section, for the tests beside this one.

use super::*;
use crate::agreement::decide::{NewMandate, NewSignOff, SaveRevision};
use crate::agreement::digest::Digest;
use crate::agreement::id::MandateId;
use crate::agreement::revision::TextNow;
use crate::agreement::section::Section;
use crate::agreement::sign_off::MandateKind;
use crate::text::block::{Block, PARAGRAPH};
use crate::text::canonical::SectionText;

pub(super) struct Ready {
    pub(super) store: Arc<Fake>,
    pub(super) records: Arc<Records>,
    pub(super) agreement: AgreementId,
    pub(super) section: SectionId,
    pub(super) bo: MemberId,
    mandate: MandateId,
}

impl Ready {
    pub(super) async fn made() -> Self {
        let (store, records, Founding { agreement, state, .. }) = founded().await;
        let (section, bo) = (state.sections()[0].id, named(&state, "Bo"));
        let by = Actor::Member { member: named(&state, "Astrid") };
        let mut ready = Self { store, records, agreement, section, bo, mandate: MandateId::new() };
        let save = |section: &Section| SaveRevision {
            section: section.id,
            text: text_now(agreement, section),
            name: "Till styrelsen".into(),
            note: String::new(),
            restored_from: None,
        };
        ready.run(by, Command::SaveRevision(save(&state.sections()[0]))).await;
        let mandate = NewMandate {
            member: bo,
            kind: MandateKind::Decision,
            issuer: "Kommunstyrelsen".into(),
            date: "2027-01-15".parse().unwrap(),
            paragraph: "§ 7".into(),
            valid_until: None,
            sheet: None,
        };
        let state = ready.run(by, Command::RecordMandate(mandate)).await;
        ready.mandate = state.mandates()[0].id;
        ready
    }

    pub(super) async fn run(&self, by: Actor, command: Command) -> Arc<State> {
        self.records.run(self.agreement, command, by, noon()).await.unwrap()
    }

    pub(super) async fn state(&self) -> Arc<State> {
        self.records.state(self.agreement).await.unwrap()
    }

    pub(super) fn signing(&self, seen: &State) -> NewSignOff {
        let section = seen.section(self.section).unwrap();
        let text = text_now(self.agreement, section);
        NewSignOff {
            section: self.section,
            revision: section.latest().unwrap().number,
            hash: text.hash,
            text,
            mandate: self.mandate,
            name: "Bo Lindh".into(),
            reservation: None,
            open_proposals: 0,
        }
    }

    /// Bo approves.
    pub(super) async fn signed_off(&self) -> Arc<State> {
        let command = Command::SignOff(self.signing(&*self.state().await));
        self.run(Actor::Member { member: self.bo }, command).await
    }

    /// The bytes of the record's entries.
    pub(super) fn log(&self) -> Vec<Bytes> {
        self.store.logs.lock().unwrap()[&LogId::record(self.agreement.0)].clone()
    }
}

/// The canonical form of a section in which there is one paragraph.
pub(super) fn canonical(agreement: AgreementId, section: &Section) -> Vec<u8> {
    let blocks = [Block::of_text(PARAGRAPH, "Vi vill samma sak.")];
    let (title, responsible) = (section.title.as_str(), &[]);
    SectionText { agreement, section: section.id, kind: "preamble", title, responsible, blocks: &blocks }
        .canonical_bytes()
}

fn text_now(agreement: AgreementId, section: &Section) -> TextNow {
    let hash = Digest::of(&[&canonical(agreement, section)]);
    TextNow { hash, position: 1, contributors: vec![], characters: 18, sound: true }
}
