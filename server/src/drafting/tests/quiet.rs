//! Which sections were written in, and are quiet now.

use super::house::House;
use crate::drafting::Limits;
use crate::text::log::TextEntry;
use std::time::Duration;
use tokio::time::advance;

const SPELL: Duration = Duration::from_secs(600);

#[tokio::test(start_paused = true)]
async fn a_section_is_told_of_once_after_each_spell_of_quiet() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.save(|astrid| astrid.type_at(0, 0, "Ett ")).await;
    advance(SPELL / 2).await;
    astrid.save(|astrid| astrid.type_at(0, 0, "Två ")).await;
    advance(SPELL / 2).await;
    assert_eq!(house.rooms.quiet_since(SPELL), [], "it was written in since");
    advance(SPELL / 2).await;
    assert_eq!(house.rooms.quiet_since(SPELL), [house.section]);
    advance(SPELL).await;
    assert_eq!(house.rooms.quiet_since(SPELL), [], "it was told of already");
    astrid.save(|astrid| astrid.type_at(0, 0, "Tre ")).await;
    advance(SPELL).await;
    assert_eq!(house.rooms.quiet_since(SPELL), [house.section]);
}

#[tokio::test(start_paused = true)]
async fn it_is_told_of_when_nobody_is_there_any_more() {
    let house = House::build(Limits { idle_room: Duration::from_secs(1), ..Limits::default() }).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.save(|astrid| astrid.type_at(0, 0, "Ett ")).await;
    drop(astrid);
    let gone = async {
        while house.rooms.is_open(house.section) {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    tokio::time::timeout(SPELL / 2, gone).await.expect("the room stays open");
    advance(SPELL).await;
    assert_eq!(house.rooms.quiet_since(SPELL), [house.section]);
}

#[tokio::test(start_paused = true)]
async fn a_section_that_was_opened_may_hold_text_from_before() {
    let house = House::build(Limits::default()).await;
    let _bo = house.guest(house.bo, 1).await;
    advance(SPELL).await;
    assert_eq!(house.rooms.quiet_since(SPELL), [house.section]);
    // Who looks at a text, or locks it, has not written in it.
    house.rooms.text(house.section).await.unwrap();
    house.append(&[TextEntry::Lock { at: 0, revision: [7; 32] }]).await;
    house.rooms.text(house.section).await.unwrap();
    advance(SPELL).await;
    assert_eq!(house.rooms.quiet_since(SPELL), []);
}

#[tokio::test(start_paused = true)]
async fn one_that_was_put_back_is_told_of_again_after_a_spell() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    advance(SPELL).await;
    assert_eq!(house.rooms.quiet_since(SPELL), [house.section]);
    house.rooms.put_back(house.section);
    assert_eq!(house.rooms.quiet_since(SPELL), []);
    advance(SPELL / 2).await;
    astrid.save(|astrid| astrid.type_at(0, 0, "Ett ")).await;
    house.rooms.put_back(house.section);
    advance(SPELL / 2).await;
    assert_eq!(house.rooms.quiet_since(SPELL), [], "it was written in since it was put back");
    advance(SPELL / 2).await;
    assert_eq!(house.rooms.quiet_since(SPELL), [house.section]);
}
