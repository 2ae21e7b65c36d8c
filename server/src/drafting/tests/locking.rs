//! Entries of the log that no room has written: locks, and other epochs.

use super::client::Client;
use super::house::{Closed, Guest, House};
use crate::drafting::{Closing, Limits, protocol};
use crate::store::{Position, Store};
use crate::text::block::Block;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry, text_log};
use yrs::updates::encoder::Encode;

const LOCK: TextEntry = TextEntry::Lock { at: 0, revision: [7; 32] };
const UNLOCK: TextEntry = TextEntry::Unlock { at: 1 };

/// How often somebody was told that the agreement, or their right to write, has changed.
fn notices(guest: &Guest) -> usize {
    let is_notice =
        |frame: &&bytes::Bytes| String::from_utf8_lossy(frame).contains(r#"{"kind":"agreement"}"#);
    guest.frames.iter().filter(is_notice).count()
}

#[tokio::test]
async fn a_lock_written_by_somebody_else_stops_what_comes_after_it_and_nothing_before() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    astrid.save(|astrid| astrid.type_at(0, 0, "Före.")).await;
    house.append(&[LOCK]).await;
    astrid.write(astrid.client.type_at(0, 5, " Efter.")).await;
    astrid.until(|astrid| astrid.last == Closed::For(Closing::Locked)).await;
    david.until(|david| david.client.text() == "Före.¶\n").await;
    let text = house.rooms.text(house.section).await.unwrap();
    assert_eq!(text.blocks, [Block::of_text("paragraph", "Före.¶")]);
}

#[tokio::test]
async fn everybody_hears_of_a_lock_and_of_its_end_and_goes_on_without_coming_anew() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut bo = house.guest(house.bo, 3).await;
    astrid.save(|astrid| astrid.type_at(0, 0, "Före.")).await;
    let before = (notices(&astrid), notices(&bo));
    house.append(&[LOCK]).await;
    astrid.until(|astrid| notices(astrid) > before.0).await;
    bo.until(|bo| notices(bo) > before.1).await;
    // Somebody who comes now hears so at once.
    let cilla = house.guest(house.cilla, 4).await;
    assert!(String::from_utf8_lossy(&cilla.frames[0]).contains(r#""why_not":"section-locked""#));
    let locked = (notices(&astrid), notices(&bo));
    house.append(&[UNLOCK]).await;
    astrid.until(|astrid| notices(astrid) > locked.0).await;
    bo.until(|bo| notices(bo) > locked.1).await;
    astrid.save(|astrid| astrid.type_at(0, 5, " Efter.")).await;
    bo.until(|bo| bo.client.text() == "Före. Efter.¶\n").await;
}

#[tokio::test]
async fn what_is_staged_when_a_lock_lands_is_refused_and_its_writers_keep_it() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    let mut bo = house.guest(house.bo, 3).await;
    for guest in [&mut astrid, &mut david, &mut bo] {
        guest.until(|guest| guest.is_saved() && guest.sent.get() == 1).await;
    }
    let told = notices(&bo);
    house.gate.shut();
    astrid.write(astrid.client.type_at(0, 0, "På väg. ")).await;
    house.gate.somebody_waits().await;
    david.write(david.client.type_at(0, 0, "Bakom. ")).await;
    // Elin comes in just then: what she is answered is computed from a text that holds what will be refused.
    let connection = house.rooms.join(house.section, house.elin, true).await.unwrap();
    let mut elin = Guest::sitting_at(connection, Client::new(4));
    elin.say(protocol::step_1(&elin.client.state_vector().encode_v1())).await;
    // The room's turn.
    tokio::task::yield_now().await;
    house.append(&[LOCK]).await;
    house.gate.open();
    astrid.until(|astrid| astrid.last == Closed::For(Closing::Locked)).await;
    david.until(|david| david.last == Closed::For(Closing::Locked)).await;
    assert!(!astrid.is_saved() && !david.is_saved());
    bo.until(|bo| notices(bo) > told).await;
    elin.until(|elin| elin.client.text() == "¶\n").await;
    assert_eq!((bo.client.text(), &bo.last), ("¶\n".to_owned(), &Closed::No));
    let entries = house.store.read(text_log(house.section), Position::START, 9).await.unwrap();
    let entries: Vec<_> = entries.iter().map(|entry| TextEntry::decode(entry).unwrap()).collect();
    assert!(matches!(&entries[..], [TextEntry::Epoch { .. }, TextEntry::Lock { .. }]), "{entries:?}");

    // Their documents still hold it, and once the section is open again it comes in.
    house.append(&[UNLOCK]).await;
    for mut guest in [astrid, david] {
        let member = if guest.client.text().contains("På väg") { house.astrid } else { house.david };
        guest.connection = house.rooms.join(house.section, member, true).await.unwrap();
        guest.say(protocol::step_1(&guest.client.state_vector().encode_v1())).await;
        (guest.saved, guest.last) = (0, Closed::No);
        guest.sent.set(0);
        guest.until(|guest| guest.sent.get() == 1 && guest.is_saved()).await;
    }
    let holds = |text: &str| text.contains("På väg. ") && text.contains("Bakom. ");
    bo.until(|bo| holds(&bo.client.text())).await;
    elin.until(|elin| holds(&elin.client.text())).await;
}

#[tokio::test]
async fn a_lock_that_is_taken_away_at_once_costs_nobody_their_words() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut bo = house.guest(house.bo, 3).await;
    house.gate.shut();
    astrid.write(astrid.client.type_at(0, 0, "Ändå. ")).await;
    house.gate.somebody_waits().await;
    house.append(&[LOCK, UNLOCK]).await;
    house.gate.open();
    astrid.until(Guest::is_saved).await;
    bo.until(|bo| bo.client.text() == "Ändå. ¶\n").await;
    assert_eq!(astrid.last, Closed::No);
    let text = house.rooms.text(house.section).await.unwrap();
    assert_eq!((text.position, text.locked), (Position(4), false));
}

#[tokio::test]
async fn a_new_epoch_shows_everybody_out_and_takes_nothing_of_the_old_one() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.save(|astrid| astrid.type_at(0, 0, "Före")).await;
    let restored = first_epoch(&[Block::of_text("paragraph", "Ur kopian")], 0, EpochReason::Restored);
    house.append(&[restored]).await;
    astrid.until(|astrid| astrid.last == Closed::For(Closing::OtherEpoch)).await;
    let text = house.rooms.text(house.section).await.unwrap();
    assert_eq!(text.blocks, [Block::of_text("paragraph", "Ur kopian")]);
}
