//! What is written is saved, and what is not saved is not shown.

use super::client::Client;
use super::house::{Closed, House};
use crate::drafting::{Closing, Limits, Rooms, protocol};
use crate::record::Records;
use crate::store::{Position, Store, StoreError};
use crate::text::block::Block;
use crate::text::log::{TextEntry, text_log};
use std::time::Duration;
use yrs::updates::encoder::Encode;

#[tokio::test]
async fn what_one_writes_the_other_reads_and_the_writer_hears_that_it_is_saved() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    astrid.write(astrid.client.type_at(0, 0, "Vi möts tidigt.")).await;
    david.until(|david| david.client.text() == "Vi möts tidigt.¶\n").await;
    astrid.until(|astrid| astrid.saved == 2).await;
    let read = house.rooms.text(house.section).await.unwrap();
    assert_eq!(read.blocks.len(), 1);
    let authors = house.rooms.past().authors(house.section).await.unwrap();
    assert_eq!(authors.contributors.len(), 1);
    assert_eq!(authors.contributors[0].0, house.astrid);
}

#[tokio::test]
async fn nobody_sees_what_could_not_be_saved() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    house.store.fail_with(Some(StoreError::Unavailable("full".into())));
    astrid.write(astrid.client.type_at(0, 0, "Osparat")).await;
    david.until(|david| david.last == Closed::For(Closing::Unavailable)).await;
    assert_eq!(david.client.text(), "¶\n");
    astrid.until(|astrid| astrid.last == Closed::For(Closing::Unavailable)).await;
    assert!(astrid.saved < 2);

    house.store.fail_with(None);
    let mut david = house.guest(house.david, 3).await;
    assert_eq!(david.client.text(), "¶\n");
    // The writer comes back with the same document and brings what was not saved.
    astrid.connection = house.rooms.join(house.section, house.astrid, true).await.unwrap();
    astrid.saved = 0;
    astrid.say(protocol::step_1(&astrid.client.state_vector().encode_v1())).await;
    astrid.until(|astrid| astrid.saved == 1).await;
    david.until(|david| david.client.text() == "Osparat¶\n").await;
}

#[tokio::test]
async fn a_slow_reader_costs_its_bound_and_gets_everything_in_the_end() {
    let limits = Limits { outbox_bytes: 2_000, ..Limits::default() };
    let house = House::build(limits).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    // David's socket takes nothing while Astrid writes far more than his outbox holds.
    for n in 0..400 {
        astrid.write(astrid.client.type_at(0, 0, &format!("Mening nummer {n}. "))).await;
    }
    astrid.until(|astrid| astrid.saved == 401).await;
    let whole = astrid.client.text();
    let before = david.frames.len();
    david.until(|david| david.client.text() == whole).await;
    assert!(david.frames.len() - before < 100, "it was told in {} pieces", david.frames.len() - before);
    astrid.write(astrid.client.type_at(0, 0, "Sist. ")).await;
    david.until(|david| david.client.text().starts_with("Sist. ")).await;
}

#[tokio::test]
async fn a_gap_is_asked_about_and_mended() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let _lost = astrid.client.type_at(0, 0, "ett");
    astrid.write(astrid.client.type_at(0, 3, " två")).await;
    astrid.until(|astrid| astrid.saved == 3).await;
    let text = house.rooms.text(house.section).await.unwrap();
    assert_eq!(text.blocks, [Block::of_text("paragraph", "ett två¶")]);
}

#[tokio::test(start_paused = true)]
async fn an_empty_room_leaves_memory_and_opens_again_from_its_checkpoint() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.write(astrid.client.type_at(0, 0, "Kvar")).await;
    astrid.until(|astrid| astrid.saved == 2).await;
    assert!(house.store.checkpoint(text_log(house.section)).await.unwrap().is_none());
    drop(astrid);
    let kept = async {
        while house.store.checkpoint(text_log(house.section)).await.unwrap().is_none() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(120), kept).await.expect("no checkpoint was kept");
    let david = house.guest(house.david, 2).await;
    assert_eq!(david.client.text(), "Kvar¶\n");
}

#[tokio::test]
async fn everybody_is_told_when_the_server_restarts_and_all_is_kept() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.write(astrid.client.type_at(0, 0, "Kvar")).await;
    house.rooms.shut_down().await;
    astrid.until(|astrid| astrid.last == Closed::For(Closing::Restart)).await;
    let saved = astrid.saved;
    let records = Records::new(house.store.clone());
    let again = Rooms::new(house.store.clone(), records, Limits::default());
    let text = again.text(house.section).await.unwrap();
    if saved == 2 {
        assert_eq!(text.blocks, [Block::of_text("paragraph", "Kvar¶")]);
    }
    assert!(matches!(house.rooms.join(house.section, house.astrid, true).await, Err(Closing::Restart)));
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_just_as_an_empty_room_ends_is_let_in() {
    let house = House::build(Limits { idle_room: Duration::from_millis(50), ..Limits::default() }).await;
    for client in 1..30 {
        let mut astrid = house.guest(house.astrid, client).await;
        astrid.write(astrid.client.type_at(0, 0, "x")).await;
        astrid.until(|astrid| astrid.saved == 2).await;
        drop(astrid);
        // The next one comes at about the time at which the room gives up waiting.
        tokio::time::sleep(Duration::from_millis(48 + client % 4)).await;
    }
    let david = house.guest(house.david, 99).await;
    assert_eq!(david.client.text().matches('x').count(), 29);
}

#[tokio::test(start_paused = true)]
async fn old_entries_are_packed_and_nothing_of_them_is_lost() {
    let house = House::build(Limits::default()).await;
    let log = text_log(house.section);
    let mut astrid = house.guest(house.astrid, 1).await;
    let keystrokes = 2 * crate::drafting::packer::ENTRIES as u64 + 100;
    for number in 0..keystrokes {
        astrid.write(astrid.client.type_at(0, 0, "x")).await;
        if number % 100 == 0 {
            astrid.until(|astrid| astrid.saved == number + 2).await;
        }
    }
    astrid.until(|astrid| astrid.saved == keystrokes + 1).await;
    let text = astrid.client.text();
    drop(astrid);
    let packed = async {
        while house.store.packed(log).await.unwrap().until.0 < 2 * crate::drafting::packer::ENTRIES as u64 {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(300), packed).await.expect("nothing was packed");
    // Read from the very beginning, every entry is there, and makes the same text.
    let mut position = Position::START;
    let mut document = None;
    loop {
        let entries = crate::text::history::read(&*house.store, log, position, 1000).await.unwrap();
        if entries.is_empty() {
            break;
        }
        for bytes in &entries {
            match (TextEntry::decode(bytes).unwrap(), &mut document) {
                (TextEntry::Epoch { initial, .. }, None) => {
                    let client = Client::new(9);
                    client.apply(&initial);
                    document = Some(client);
                }
                (TextEntry::Update { update, member, at, .. }, Some(document)) => {
                    assert!(member == house.astrid && at > 0);
                    document.apply(&update);
                }
                (entry, _) => panic!("{entry:?}"),
            }
        }
        position = position.after(entries.len());
    }
    assert_eq!(position, house.store.head(log).await.unwrap());
    assert_eq!(document.unwrap().text(), text);
}
