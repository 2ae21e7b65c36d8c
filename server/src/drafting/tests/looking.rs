//! What others see who look at a text.

use super::house::House;
use crate::drafting::load;
use crate::drafting::{Limits, stored_text};
use crate::store::{Position, Store};
use crate::text::block::Block;
use crate::text::log::{TextEntry, text_log};
use crate::text::read;
use std::sync::Arc;

#[tokio::test]
async fn a_text_says_of_which_position_it_is_who_wrote_it_and_whether_it_is_locked() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let before = house.rooms.text(house.section).await.unwrap();
    assert_eq!((before.position, before.locked, before.characters), (Position(1), false, 1));
    assert_eq!(before.contributors, []);
    astrid.write(astrid.client.type_at(0, 0, "Vi 🙂")).await;
    astrid.until(|astrid| astrid.saved == 2).await;
    let text = house.rooms.text(house.section).await.unwrap();
    assert_eq!((text.position, text.locked, text.characters), (Position(2), false, 6));
    assert_eq!(
        text.contributors.iter().map(|one| (one.member, one.characters)).collect::<Vec<_>>(),
        [(house.astrid, 5)]
    );
    house.append(&[TextEntry::Lock { at: 0, revision: [7; 32] }]).await;
    let locked = house.rooms.text(house.section).await.unwrap();
    assert_eq!((locked.position, locked.locked), (Position(3), true));
}

#[tokio::test]
async fn a_text_that_nobody_changes_is_read_once_however_many_look() {
    let house = House::build(Limits::default()).await;
    let first = house.rooms.standing(house.section).await.unwrap();
    assert!(!house.rooms.is_open(house.section), "looking opened a room");
    let second = house.rooms.standing(house.section).await.unwrap();
    assert!(Arc::ptr_eq(&first, &second));
    let mut astrid = house.guest(house.astrid, 1).await;
    let with_a_room = house.rooms.standing(house.section).await.unwrap();
    assert!(Arc::ptr_eq(&first, &with_a_room));
    astrid.write(astrid.client.type_at(0, 0, "Ny ")).await;
    astrid.until(|astrid| astrid.saved == 2).await;
    let changed = house.rooms.standing(house.section).await.unwrap();
    assert_eq!(changed.blocks, [Block::of_text("paragraph", "Ny ¶")]);
    assert!(Arc::ptr_eq(&changed, &house.rooms.standing(house.section).await.unwrap()));
}

#[tokio::test]
async fn a_text_seen_while_others_write_is_just_what_the_log_comes_to_at_its_position() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut seen = Vec::new();
    for number in 0..40_u64 {
        house.gate.shut();
        astrid.write(astrid.client.type_at(0, 0, "a")).await;
        house.gate.somebody_waits().await;
        // On its way to the disk is one; another is staged behind it.
        astrid.write(astrid.client.type_at(0, 0, "b")).await;
        let (rooms, section) = (house.rooms.clone(), house.section);
        let looking = tokio::spawn(async move {
            rooms.read(section, Position::START, |document, position| document.text(position)).await
        });
        tokio::task::yield_now().await;
        astrid.write(astrid.client.type_at(0, 0, "c")).await;
        house.gate.open();
        astrid.until(|astrid| astrid.saved == number * 3 + 4).await;
        seen.push(looking.await.unwrap().unwrap());
    }
    let whole = house.store.read(text_log(house.section), Position::START, 1000).await.unwrap();
    for text in &seen {
        let document = load::load_at(&*house.store, house.section, text.position).await.unwrap();
        assert_eq!(text.blocks, read::blocks(&document.document));
        assert!(text.position <= Position(whole.len() as u64));
    }
    assert!(seen.iter().any(|text| text.position.0 % 3 != 1), "nothing was seen in the midst of writing");
    let stored = stored_text(&*house.store, house.section).await.unwrap();
    assert_eq!(stored.position, Position(whole.len() as u64));
}
