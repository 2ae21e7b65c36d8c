//! What this floor promises, on a store in memory that lets the writes in one by one.

mod every_order;
mod turnstile;

use super::{Approving, SignedOff, When};
use crate::agreement::decide::{Command, NewMandate};
use crate::agreement::digest::Digest;
use crate::agreement::entry::Actor;
use crate::agreement::id::{AgreementId, MemberId, SectionId};
use crate::agreement::revision::RevisionNumber;
use crate::agreement::sample::{description, named, noon};
use crate::agreement::sign_off::MandateKind;
use crate::agreement::state::State;
use crate::discussing::Discussions;
use crate::drafting::{Limits, Rooms};
use crate::record::Records;
use crate::store::{Append, MemoryStore, Position, Store};
use crate::text::block::Block;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry, text_log};
use std::sync::Arc;
use turnstile::Turnstile;

/// The sample agreement with a revision of its first section, and mandates for Bo and Cilla, who approve for
/// one party each.
struct House {
    turnstile: Arc<Turnstile>,
    agreement: AgreementId,
    section: SectionId,
    astrid: MemberId,
    bo: MemberId,
    cilla: MemberId,
    hash: Digest,
}

impl House {
    async fn build() -> Self {
        let store = Arc::new(MemoryStore::new());
        let records = Records::new(store.clone());
        let mut described = description();
        // One approver of each party is enough.
        described.parties[1].approval = Default::default();
        let mut founding = records.found(&described, None, noon()).unwrap();
        for section in founding.state.sections() {
            let entry =
                first_epoch(&[Block::of_text("paragraph", "Vi vill samma sak.")], 0, EpochReason::Created);
            founding.batch.appends.push(Append {
                log: text_log(section.id),
                expected: Position::START,
                entries: vec![entry.encode().unwrap().into()],
            });
        }
        store.commit(founding.batch).await.unwrap();
        let (agreement, section) = (founding.agreement, founding.state.sections()[0].id);
        let member = |name| named(&founding.state, name);
        let (astrid, bo, cilla) = (member("Astrid"), member("Bo"), member("Cilla"));
        for (coordinator, member) in [(astrid, bo), (cilla, cilla)] {
            let mandate = Command::RecordMandate(NewMandate {
                member,
                kind: MandateKind::Minutes,
                issuer: "Styrelsen".into(),
                date: jiff::civil::date(2027, 1, 10),
                paragraph: "§ 3".into(),
                valid_until: None,
                sheet: None,
            });
            records.run(agreement, mandate, Actor::Member { member: coordinator }, noon()).await.unwrap();
        }
        let turnstile = Turnstile::before(store);
        let mut house = Self { turnstile, agreement, section, astrid, bo, cilla, hash: Digest([0; 32]) };
        let by = Actor::Member { member: astrid };
        let saved = house.process().save(agreement, section, ("", ""), by, When::At(noon())).await.unwrap();
        house.hash = saved.state.section(section).unwrap().latest().unwrap().hash;
        house
    }

    /// A process of its own on the same store.
    fn process(&self) -> Approving {
        self.process_with_rooms().0
    }

    fn process_with_rooms(&self) -> (Approving, Arc<Rooms>) {
        let store: Arc<dyn Store> = self.turnstile.clone();
        let records = Records::new(store.clone());
        let rooms = Rooms::new(store.clone(), records.clone(), Limits::default());
        let discussions = Discussions::new(store.clone());
        (Approving::new(store, records, rooms.clone(), discussions), rooms)
    }

    /// The record as somebody reads it who has nothing in memory.
    async fn state(&self) -> Arc<State> {
        Records::new(self.turnstile.clone()).state(self.agreement).await.unwrap()
    }

    async fn log(&self) -> Vec<TextEntry> {
        let read = self.turnstile.read(text_log(self.section), Position::START, 1000).await.unwrap();
        read.iter().map(|bytes| TextEntry::decode(bytes).unwrap()).collect()
    }

    /// What a member says who has read the first revision.
    async fn said(&self, member: MemberId) -> SignedOff {
        let state = self.state().await;
        let mandate = state.mandates().iter().find(|mandate| mandate.member == member).unwrap().id;
        let name = state.member(member).unwrap().name.text().unwrap().to_owned();
        SignedOff { revision: RevisionNumber(1), hash: self.hash, mandate, name, reservation: None }
    }
}
