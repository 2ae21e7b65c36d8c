//! An earlier text brought back.

use super::house::{Guest, House};
use crate::agreement::id::MemberId;
use crate::agreement::refusal::Refusal;
use crate::drafting::{Limits, LoadError, Restoration, RestoreError, Rooms, Text};
use crate::record::Records;
use crate::store::{Batch, Pack, Position, Store};
use crate::text::block::Block;
use crate::text::canonical::canonical_blocks;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry, text_log};
use crate::text::pack::pack;
use std::sync::Arc;

impl House {
    pub(super) async fn standing(&self) -> Arc<Text> {
        self.rooms.standing(self.section).await.unwrap()
    }

    pub(super) async fn restore(&self, by: MemberId, revision: &Text) -> Result<Restoration, RestoreError> {
        let blocks = canonical_blocks(&revision.blocks);
        let now = jiff::Timestamp::now();
        self.rooms.restore(self.section, by, &blocks, revision.position, now).await
    }

    /// The text as it is written, and who wrote it.
    pub(super) async fn authors(&self) -> Vec<(String, Option<MemberId>)> {
        authors(&self.rooms, self).await
    }
}

pub(super) async fn authors(rooms: &Arc<Rooms>, house: &House) -> Vec<(String, Option<MemberId>)> {
    let mut joined: Vec<(String, Option<MemberId>)> = Vec::new();
    for run in rooms.past().authors(house.section).await.unwrap().runs.iter().cloned() {
        match joined.last_mut() {
            Some((text, member)) if *member == run.member => text.push_str(&run.text),
            _ => joined.push((run.text, run.member)),
        }
    }
    joined
}

/// A paragraph that Astrid and David have written.
pub(super) async fn written() -> (House, Guest, Guest) {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    astrid.save(|astrid| astrid.paragraph(1, "Parterna möts innan beslut.")).await;
    david.until(|david| david.client.text().ends_with("beslut.\n")).await;
    david.save(|david| david.type_at(1, 14, "tidigt och ")).await;
    astrid.until(|astrid| astrid.client.text().contains("tidigt")).await;
    (house, astrid, david)
}

#[tokio::test]
async fn words_of_two_that_a_third_deleted_are_theirs_when_a_fourth_brings_them_back() {
    let (house, _, mut david) = written().await;
    let revision = house.standing().await;
    let before = house.authors().await;
    assert_eq!(before.len(), 4, "{before:?}");
    let mut elin = house.guest(house.elin, 3).await;
    elin.save(|elin| elin.remove_block(1)).await;
    elin.save(|elin| elin.type_at(0, 1, " Nytt.")).await;
    assert_eq!(house.restore(house.cilla, &revision).await.unwrap(), Restoration::Restored);
    let text = house.standing().await;
    assert_eq!(canonical_blocks(&text.blocks), canonical_blocks(&revision.blocks));
    assert_eq!(text.contributors, revision.contributors);
    assert_eq!(house.authors().await, before);
    // Everybody sees it come back, and what is typed now is typed into it.
    elin.until(|elin| elin.client.text() == "¶\nParterna möts tidigt och innan beslut.\n").await;
    elin.save(|elin| elin.type_at(1, 9, "alla ")).await;
    david.until(|david| david.client.text().contains("Parterna alla möts")).await;
    let after = house.authors().await;
    assert_eq!(after[2], ("alla ".to_owned(), Some(house.elin)), "{after:?}");
    house.rooms.shut_down().await;
    let rooms = Rooms::new(house.store.clone(), Records::new(house.store.clone()), Limits::default());
    assert_eq!(authors(&rooms, &house).await, after);
}

#[tokio::test]
async fn a_text_that_stands_is_not_brought_back() {
    let (house, ..) = written().await;
    let revision = house.standing().await;
    assert_eq!(house.restore(house.elin, &revision).await.unwrap(), Restoration::Unchanged);
    assert_eq!(house.standing().await.position, revision.position);
}

#[tokio::test]
async fn what_is_typed_meanwhile_stays_and_is_its_typists() {
    let (house, mut astrid, mut david) = written().await;
    let revision = house.standing().await;
    astrid.save(|astrid| astrid.delete(1, 0, 9)).await;
    david.until(|david| david.client.text().contains("\nmöts")).await;
    house.gate.shut();
    let meanwhile = async {
        // The text is on its way, and Astrid has not heard of it.
        house.gate.somebody_waits().await;
        astrid.write(astrid.client.type_at(1, 0, "¤")).await;
        david.write(david.client.type_at(0, 1, " Mer.")).await;
        house.gate.open();
    };
    let (restored, ()) = tokio::join!(house.restore(house.elin, &revision), meanwhile);
    assert_eq!(restored.unwrap(), Restoration::Restored);
    astrid.until(Guest::is_saved).await;
    david.until(|david| david.is_saved() && david.client.text().contains('¤')).await;
    astrid.until(|astrid| astrid.client.text() == david.client.text()).await;
    let text = house.authors().await;
    let by = |member, words: &str| text.iter().any(|(text, by)| *by == Some(member) && text.contains(words));
    assert!(by(house.astrid, "¤"), "{text:?}");
    assert!(by(house.astrid, "Parterna"), "{text:?}");
    assert!(!text.iter().any(|(_, by)| *by == Some(house.elin)), "{text:?}");
    let whole: String = text.into_iter().map(|(text, _)| text).collect();
    assert_eq!(whole.replace('¤', ""), "¶ Mer.Parterna möts tidigt och innan beslut.");
}

#[tokio::test]
async fn who_may_not_write_brings_nothing_back_and_nobody_does_in_a_locked_section() {
    let (house, mut astrid, _) = written().await;
    let revision = house.standing().await;
    astrid.save(|astrid| astrid.type_at(1, 0, "Vi: ")).await;
    let refused = house.restore(house.bo, &revision).await;
    assert!(matches!(refused, Err(RestoreError::Refused(Refusal::NotADrafter))), "{refused:?}");
    let later = Text { position: Position(100), ..(*revision).clone() };
    let unreadable = house.restore(house.astrid, &later).await;
    assert!(
        matches!(unreadable, Err(RestoreError::Unreadable(LoadError::Short(Position(4))))),
        "{unreadable:?}"
    );
    house.append(&[TextEntry::Lock { at: 0, revision: [7; 32] }]).await;
    let locked = house.restore(house.astrid, &revision).await;
    assert!(matches!(locked, Err(RestoreError::Locked)), "{locked:?}");
    assert_eq!(house.standing().await.position, Position(5));
}

#[tokio::test]
async fn a_lock_that_lands_while_a_text_comes_back_is_before_it() {
    let (house, mut astrid, _) = written().await;
    let revision = house.standing().await;
    astrid.save(|astrid| astrid.type_at(1, 0, "Vi: ")).await;
    house.gate.shut();
    let lock = async {
        house.gate.somebody_waits().await;
        house.append(&[TextEntry::Lock { at: 0, revision: [7; 32] }]).await;
        house.gate.open();
    };
    let (locked, ()) = tokio::join!(house.restore(house.elin, &revision), lock);
    assert!(matches!(locked, Err(RestoreError::Locked)), "{locked:?}");
    let text = house.standing().await;
    assert_eq!((text.position, text.locked), (Position(5), true));
    assert!(text.contributors.iter().all(|one| one.member != house.elin));
}

#[tokio::test]
async fn a_lock_taken_away_at_once_only_makes_it_come_back_later() {
    let (house, mut astrid, _) = written().await;
    let revision = house.standing().await;
    astrid.save(|astrid| astrid.type_at(1, 0, "Vi: ")).await;
    house.gate.shut();
    let lock = async {
        house.gate.somebody_waits().await;
        house.append(&[TextEntry::Lock { at: 0, revision: [7; 32] }, TextEntry::Unlock { at: 1 }]).await;
        house.gate.open();
    };
    let (restored, ()) = tokio::join!(house.restore(house.elin, &revision), lock);
    assert_eq!(restored.unwrap(), Restoration::Restored);
    assert_eq!(house.standing().await.blocks, revision.blocks);
}

#[tokio::test]
async fn the_past_is_read_through_packs() {
    let (house, mut astrid, _) = written().await;
    let revision = house.standing().await;
    let before = house.authors().await;
    for _ in 0..3 {
        astrid.save(|astrid| astrid.delete(1, 0, 5)).await;
    }
    let log = text_log(house.section);
    let entries = house.store.read(log, Position::START, 100).await.unwrap();
    let payload = pack(&entries).unwrap();
    let packs = vec![(log, Pack { from: Position::START, entries: entries.len(), payload })];
    house.store.commit(Batch { packs, ..Batch::default() }).await.unwrap();
    assert_eq!(house.restore(house.elin, &revision).await.unwrap(), Restoration::Restored);
    assert_eq!(house.authors().await, before);
}

#[tokio::test]
async fn words_of_another_epoch_come_back_as_nobodys() {
    let (house, ..) = written().await;
    let revision = house.standing().await;
    let restored = first_epoch(&[Block::of_text("paragraph", "Ur kopian")], 0, EpochReason::Restored);
    house.append(&[restored]).await;
    assert_eq!(house.restore(house.elin, &revision).await.unwrap(), Restoration::Restored);
    let text = house.standing().await;
    assert_eq!(canonical_blocks(&text.blocks), canonical_blocks(&revision.blocks));
    assert_eq!(text.contributors, []);
}

#[tokio::test]
async fn ones_own_words_are_ones_own_again() {
    let (house, mut astrid, _) = written().await;
    let revision = house.standing().await;
    let before = house.authors().await;
    astrid.save(|astrid| astrid.remove_block(1)).await;
    assert_eq!(house.restore(house.david, &revision).await.unwrap(), Restoration::Restored);
    assert_eq!(house.authors().await, before);
}
