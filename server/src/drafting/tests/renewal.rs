//! A document that begins anew: with the text it has, or with nothing left of how it came to be.

use super::house::{Closed, Guest, House};
use super::restoring::{authors, written};
use crate::drafting::protocol;
use crate::drafting::{Closing, Limits, Restoration, Rooms, new_epoch};
use crate::record::Records;
use crate::store::{Batch, Position, Store};
use crate::text::canonical::canonical_blocks;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry, text_log};
use std::sync::Arc;
use yrs::updates::encoder::Encode;

impl House {
    /// The document goes on in a new epoch, as after a restore; with a checkpoint or without.
    async fn renew(&self, with_checkpoint: bool) {
        let batch = new_epoch(&*self.store, self.section, EpochReason::Restored, 0).await.unwrap();
        let checkpoints = if with_checkpoint { batch.checkpoints } else { vec![] };
        self.store.commit(Batch { checkpoints, ..batch }).await.unwrap();
    }

    /// All that is known of how the text came to be goes.
    async fn purge(&self) {
        let log = text_log(self.section);
        let text = self.standing().await;
        let entry = first_epoch(&canonical_blocks(&text.blocks), 0, EpochReason::Purged);
        let expected = self.store.head(log).await.unwrap();
        assert_eq!(expected, text.position);
        let entries = vec![entry.encode().unwrap().into()];
        let appends = vec![crate::store::Append { log, expected, entries }];
        self.store
            .commit(Batch { appends, purges: vec![(log, expected)], ..Batch::default() })
            .await
            .unwrap();
    }

    /// Others that know only what is on disk.
    fn other_rooms(&self) -> Arc<Rooms> {
        Rooms::new(self.store.clone(), Records::new(self.store.clone()), Limits::default())
    }
}

async fn is_shown_out(guest: &mut Guest) {
    guest.until(|guest| guest.last == Closed::For(Closing::OtherEpoch)).await;
}

#[tokio::test]
async fn a_text_that_goes_on_in_a_new_epoch_keeps_its_words_and_their_authors() {
    for with_checkpoint in [true, false] {
        let (house, mut astrid, mut david) = written().await;
        let (before, by) = (house.standing().await, house.authors().await);
        assert_eq!(by.len(), 4, "{by:?}");
        house.renew(with_checkpoint).await;
        is_shown_out(&mut astrid).await;
        is_shown_out(&mut david).await;
        let after = house.standing().await;
        assert_ne!(after.epoch, before.epoch);
        assert_eq!((&after.blocks, after.characters), (&before.blocks, before.characters));
        assert_eq!(after.contributors, before.contributors);
        assert_eq!(house.authors().await, by);
        assert_eq!(authors(&house.other_rooms(), &house).await, by);
        // And once more, with something written between.
        let mut elin = house.guest(house.elin, 9).await;
        elin.save(|elin| elin.type_at(1, 0, "Nu: ")).await;
        let by = house.authors().await;
        assert!(by.contains(&("Nu: ".to_owned(), Some(house.elin))), "{by:?}");
        house.renew(with_checkpoint).await;
        is_shown_out(&mut elin).await;
        assert_eq!(house.authors().await, by);
    }
}

#[tokio::test]
async fn whoever_holds_the_epoch_before_is_told_and_nothing_of_theirs_comes_in() {
    let (house, mut astrid, _) = written().await;
    house.renew(true).await;
    is_shown_out(&mut astrid).await;
    let before = house.standing().await;
    // Comes back with what was written under the same ids, and more.
    let unseen = astrid.client.type_at(0, 0, "Aldrig sparat. ");
    let connection = house.rooms.join(house.section, house.astrid, true).await.unwrap();
    let mut back = Guest::sitting_at(connection, astrid.client);
    back.say(protocol::step_1(&back.client.state_vector().encode_v1())).await;
    // Whether the connection still takes it or not.
    let _ = back.connection.receive(protocol::update(&unseen)).await;
    is_shown_out(&mut back).await;
    assert_eq!(house.standing().await.blocks, before.blocks);
    let mut anew = house.guest(house.astrid, 11).await;
    anew.save(|astrid| astrid.type_at(0, 0, "Ny. ")).await;
    assert!(anew.client.text().starts_with("Ny. "), "{}", anew.client.text());
}

#[tokio::test]
async fn a_locked_section_is_locked_in_its_next_epoch_too() {
    let (house, ..) = written().await;
    house.append(&[TextEntry::Lock { at: 0, revision: [7; 32] }]).await;
    house.renew(false).await;
    assert!(house.standing().await.locked);
    house.append(&[TextEntry::Unlock { at: 0 }]).await;
    house.renew(true).await;
    assert!(!house.standing().await.locked);
}

#[tokio::test]
async fn words_from_before_a_restore_come_back_as_their_writers() {
    let (house, mut astrid, _) = written().await;
    let (revision, by) = (house.standing().await, house.authors().await);
    astrid.save(|astrid| astrid.remove_block(1)).await;
    house.renew(true).await;
    is_shown_out(&mut astrid).await;
    assert_eq!(house.restore(house.elin, &revision).await.unwrap(), Restoration::Restored);
    assert_eq!(house.authors().await, by);
}

#[tokio::test]
async fn after_a_purge_the_text_stands_and_an_older_one_can_still_be_brought_back() {
    let (house, mut astrid, _) = written().await;
    let revision = house.standing().await;
    astrid.save(|astrid| astrid.remove_block(1)).await;
    let before = house.standing().await;
    house.purge().await;
    is_shown_out(&mut astrid).await;
    let after = house.standing().await;
    assert_eq!(canonical_blocks(&after.blocks), canonical_blocks(&before.blocks));
    assert_eq!((after.position, after.contributors.len()), (Position(before.position.0 + 1), 0));
    assert_eq!(house.other_rooms().text(house.section).await.unwrap().blocks, after.blocks);
    let mut david = house.guest(house.david, 12).await;
    david.save(|david| david.type_at(0, 0, "Efter. ")).await;
    assert_eq!(house.restore(house.elin, &revision).await.unwrap(), Restoration::Restored);
    let text = house.standing().await;
    assert_eq!(canonical_blocks(&text.blocks), canonical_blocks(&revision.blocks));
    // Who wrote it is not known any more; it is not Elin because she brought it back.
    assert_eq!(text.contributors, []);
}
