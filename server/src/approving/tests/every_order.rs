//! Two approvers sign and a writer types at the same instant, in every order in which their writes can reach the
//! disk. Each of the three is a process of its own, and each has looked before any of them writes.

use super::House;
use super::turnstile::From;
use crate::agreement::id::MemberId;
use crate::agreement::refusal::Refusal;
use crate::agreement::section::SectionState;
use crate::agreement::sign_off::Standing;
use crate::approving::{ApprovingError, When};
use crate::drafting::{Closing, Connection, Rooms};
use crate::text::document::{TEXT_ROOT, empty};
use crate::text::log::TextEntry;
use crate::text::reader::{Reader, write_buffer, write_number};
use std::sync::Arc;
use std::time::Duration;
use yrs::updates::decoder::Decode;
use yrs::{Text, Transact, Update, XmlFragment};

const PATIENCE: Duration = Duration::from_secs(20);

/// A writer with the section open, who has received its text.
struct Writer {
    connection: Connection,
    document: yrs::Doc,
}

fn frame(step: u64, payload: &[u8]) -> bytes::Bytes {
    let mut frame = Vec::new();
    write_number(&mut frame, 0);
    write_number(&mut frame, step);
    write_buffer(&mut frame, payload);
    frame.into()
}

impl Writer {
    async fn sit_down(rooms: &Arc<Rooms>, house: &House) -> Self {
        let connection = rooms.join(house.section, house.astrid, false).await.unwrap();
        let document = empty(4711);
        document.get_or_insert_xml_fragment(TEXT_ROOT);
        // The state vector of somebody who has nothing.
        connection.receive(frame(0, &[0])).await.unwrap();
        let reading = async {
            loop {
                for received in connection.outgoing().await.frames {
                    let mut reader = Reader::new(&received);
                    if reader.number() == Ok(0) && reader.number() == Ok(1) {
                        let update = Update::decode_v1(reader.buffer().unwrap()).unwrap();
                        document.transact_mut().apply_update(update).unwrap();
                        return;
                    }
                }
            }
        };
        tokio::time::timeout(PATIENCE, reading).await.expect("the text comes");
        Self { connection, document }
    }

    async fn types(&self) {
        let update = {
            let root = self.document.get_or_insert_xml_fragment(TEXT_ROOT);
            let mut transaction = self.document.transact_mut();
            let block = root.get(&transaction, 0).unwrap().into_xml_element().unwrap();
            let text = block.get(&transaction, 0).unwrap().into_xml_text().unwrap();
            text.insert(&mut transaction, 0, "Alltid: ");
            transaction.encode_update_v1()
        };
        self.connection.receive(frame(2, &update)).await.unwrap();
    }

    /// Why the connection was closed, once it is.
    async fn closed(&self) -> Closing {
        let closing = async {
            loop {
                if let Some(closing) = self.connection.outgoing().await.closing {
                    return closing;
                }
            }
        };
        tokio::time::timeout(PATIENCE, closing).await.expect("the connection is closed")
    }
}

fn orders(house: &House) -> Vec<[From; 3]> {
    let [b, c, w] = [From::Member(house.bo), From::Member(house.cilla), From::Writer];
    vec![[b, c, w], [b, w, c], [c, b, w], [c, w, b], [w, b, c], [w, c, b]]
}

async fn signs(house: &House, member: MemberId) -> Result<(), ApprovingError> {
    let said = house.said(member).await;
    let process = house.process();
    let at = crate::agreement::sample::noon();
    process.sign_off(house.agreement, house.section, member, said, When::At(at), |_| vec![]).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_approval_is_of_a_text_its_giver_did_not_see() {
    for index in 0..6 {
        let house = House::build().await;
        let order = orders(&house)[index];
        let (_, rooms) = house.process_with_rooms();
        let writer = Writer::sit_down(&rooms, &house).await;
        house.turnstile.order(&order);
        let all = async { tokio::join!(signs(&house, house.bo), signs(&house, house.cilla), writer.types()) };
        let (bo, cilla, ()) = tokio::time::timeout(PATIENCE, all).await.expect("nobody waits for ever");

        let state = house.state().await;
        let section = state.section(house.section).unwrap();
        let log = house.log().await;
        if order[0] == From::Writer {
            for refused in [bo, cilla] {
                assert!(
                    matches!(refused, Err(ApprovingError::Refused(Refusal::EditedSince(_)))),
                    "{order:?}: {refused:?}"
                );
            }
            assert!(section.sign_offs.is_empty() && section.lock.is_none(), "{order:?}");
            assert!(
                matches!(log.as_slice(), [TextEntry::Epoch { .. }, TextEntry::Update { .. }]),
                "{order:?}"
            );
        } else {
            bo.unwrap();
            cilla.unwrap();
            assert_eq!(writer.closed().await, Closing::Locked, "{order:?}");
            let hash = house.hash.0;
            assert!(
                matches!(log.as_slice(), [TextEntry::Epoch { .. }, TextEntry::Lock { revision, .. }] if *revision == hash),
                "{order:?}: one lock, at what was read, and no word after it: {log:?}"
            );
            assert_eq!(section.sign_offs.len(), 2);
            assert!(section.sign_offs.iter().all(|one| section.standing(one) == Standing::Current));
            assert_eq!(state.section_state(section), SectionState::Agreed, "{order:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approver_and_somebody_who_reopens_are_decided_one_after_the_other() {
    for approver_first in [true, false] {
        let house = House::build().await;
        signs(&house, house.bo).await.unwrap();
        let (approver, drafter) = (From::Member(house.cilla), From::Member(house.astrid));
        house.turnstile.order(&if approver_first { [approver, drafter] } else { [drafter, approver] });
        let at = crate::agreement::sample::noon();
        let reopener = house.process();
        let reopening =
            reopener.reopen(house.agreement, house.section, house.astrid, "Ett fel.", When::At(at));
        let all = async { tokio::join!(signs(&house, house.cilla), reopening) };
        let (signed, reopened) = tokio::time::timeout(PATIENCE, all).await.expect("nobody waits for ever");
        signed.unwrap();
        reopened.unwrap();
        let state = house.state().await;
        let section = state.section(house.section).unwrap();
        // The text has not changed, so both approvals are of it; whether it is locked depends on who was last.
        let is_locked = section.lock.is_some();
        assert_eq!(is_locked, !approver_first);
        let last = house.log().await.into_iter().next_back().unwrap();
        assert_eq!(matches!(last, TextEntry::Lock { .. }), is_locked, "the text's log says the same");
        assert_eq!(section.approvers_of(state.parties()[1].id), 1);
    }
}
