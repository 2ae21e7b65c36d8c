//! Entries of the log that no room has written: locks, and other epochs.

use super::house::{Closed, House};
use crate::drafting::{Closing, Limits};
use crate::text::block::Block;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry};

const LOCK: TextEntry = TextEntry::Lock { at: 0, revision: [7; 32] };

#[tokio::test]
async fn a_lock_written_by_somebody_else_stops_what_comes_after_it_and_nothing_before() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    astrid.write(astrid.client.type_at(0, 0, "Före.")).await;
    astrid.until(|astrid| astrid.saved == 2).await;
    house.append(&[LOCK]).await;
    astrid.write(astrid.client.type_at(0, 5, " Efter.")).await;
    astrid.until(|astrid| astrid.last == Closed::For(Closing::Locked)).await;
    david.until(|david| david.client.text() == "Före.¶\n").await;
    let text = house.rooms.text(house.section).await.unwrap();
    assert_eq!(text.blocks, [Block::of_text("paragraph", "Före.¶")]);
}

#[tokio::test]
async fn a_new_epoch_shows_everybody_out_and_takes_nothing_of_the_old_one() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.write(astrid.client.type_at(0, 0, "Före")).await;
    astrid.until(|astrid| astrid.saved == 2).await;
    let restored = first_epoch(&[Block::of_text("paragraph", "Ur kopian")], 0, EpochReason::Restored);
    house.append(&[restored]).await;
    astrid.until(|astrid| astrid.last == Closed::For(Closing::OtherEpoch)).await;
    let text = house.rooms.text(house.section).await.unwrap();
    assert_eq!(text.blocks, [Block::of_text("paragraph", "Ur kopian")]);
}
