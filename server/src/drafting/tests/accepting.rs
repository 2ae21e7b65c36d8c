//! A proposal put into the text by its room.

use super::house::{Guest, House};
use crate::agreement::id::{AgreementId, MemberId, ProposalId};
use crate::agreement::refusal::Refusal;
use crate::drafting::{AcceptError, Acceptance, Limits, Rooms};
use crate::record::Records;
use crate::store::{Append, Batch, LogId, Position, Store};
use crate::text::block::{Block, HEADING, PARAGRAPH};
use crate::text::canonical::canonical_blocks;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry, text_log};
use crate::text::passage::SeenBlock;
use crate::text::reader::Reader;
use bytes::Bytes;
use std::sync::Arc;

fn paragraph(text: &str) -> Block {
    Block::of_text(PARAGRAPH, text)
}

/// What is written beside, in a log of nobody else's.
fn beside(log: LogId, expected: u64) -> Append {
    Append { log, expected: Position(expected), entries: vec![Bytes::from_static(b"accepted")] }
}

fn discussion() -> LogId {
    LogId::discussion(AgreementId::new().0)
}

impl House {
    /// A run of blocks as it stands.
    async fn seen(&self, run: std::ops::Range<usize>) -> Vec<SeenBlock> {
        let text = self.standing().await;
        let one = |index: usize| {
            let id = text.ids[index].unwrap();
            SeenBlock { client: id.client, clock: id.clock, block: text.blocks[index].clone() }
        };
        run.map(one).collect()
    }

    async fn accept(
        &self,
        (author, accepter): (MemberId, MemberId),
        seen: &[SeenBlock],
        (proposed, accepted): (&[Block], &[Block]),
        beside: Append,
    ) -> Result<(), AcceptError> {
        let acceptance = Acceptance {
            proposal: ProposalId::new(),
            author,
            accepter,
            seen: seen.to_vec(),
            proposed: proposed.to_vec(),
            accepted: accepted.to_vec(),
        };
        self.rooms.accept(self.section, Arc::new(acceptance), beside).await
    }

    async fn head(&self, log: LogId) -> u64 {
        self.store.head(log).await.unwrap().0
    }
}

/// A paragraph of Astrid's, after the template's first.
async fn written() -> (House, Guest, Guest) {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    astrid.save(|astrid| astrid.paragraph(1, "Parterna möts innan beslut.")).await;
    david.until(|david| david.client.text().ends_with("beslut.\n")).await;
    (house, astrid, david)
}

/// Kinds of the notices among frames, and `update` for what changes the text, in order.
fn told(frames: &[Bytes]) -> Vec<String> {
    let kind = |frame: &Bytes| {
        let mut reader = Reader::new(frame);
        match (reader.number().unwrap(), reader.number().unwrap()) {
            (0, 2) => Some("update".to_owned()),
            (103, _) => {
                let json: serde_json::Value = serde_json::from_slice(reader.rest()).unwrap();
                Some(json["kind"].as_str().unwrap().to_owned())
            }
            _ => None,
        }
    };
    frames.iter().filter_map(kind).filter(|kind| kind != "presence").collect()
}

#[tokio::test]
async fn an_accepted_proposal_is_the_proposers_and_words_that_stay_are_whose_they_were() {
    let (house, mut astrid, mut david) = written().await;
    let (seen, log) = (house.seen(1..2).await, discussion());
    let proposed = [paragraph("Parterna möts tidigt, innan beslut bereds."), paragraph("Och igen efteråt.")];
    astrid.frames.clear();
    let by = (house.bo, house.elin);
    house.accept(by, &seen, (&proposed, &proposed), beside(log, 0)).await.unwrap();
    assert_eq!(canonical_blocks(&house.standing().await.blocks[1..]), proposed);
    assert_eq!(house.head(log).await, 1);
    // Bo may not write, and what he proposed is his; Elin, who accepted it, has written nothing.
    let authors = house.authors().await;
    // Which of two blanks is whose, nobody can say.
    let of = |member| {
        let own = authors.iter().filter(|(_, by)| *by == Some(member));
        own.map(|(text, _)| text.replace(' ', "")).collect::<String>()
    };
    assert_eq!(of(house.astrid), "Parternamötsinnanbeslut.", "{authors:?}");
    assert_eq!(of(house.bo), "tidigt,beredsOchigenefteråt.", "{authors:?}");
    assert_eq!(of(house.elin), "");
    // Everybody is told just before it comes, and it comes at once.
    for guest in [&mut astrid, &mut david] {
        guest.until(|guest| guest.client.text().contains("efteråt")).await;
    }
    let told = told(&astrid.frames);
    let at = told.iter().position(|kind| kind == "accepted").expect("it is announced");
    assert_eq!(told[at..].iter().filter(|kind| *kind == "update").count(), 1, "{told:?}");
    assert_eq!(told[at + 1], "update", "{told:?}");
    // Who reads the log finds the same.
    house.rooms.shut_down().await;
    let rooms = Rooms::new(house.store.clone(), Records::new(house.store.clone()), Limits::default());
    assert_eq!(super::restoring::authors(&rooms, &house).await, authors);
}

#[tokio::test]
async fn what_the_accepter_changed_in_it_is_the_accepters() {
    let (house, mut astrid, _) = written().await;
    let (seen, log) = (house.seen(1..2).await, discussion());
    let proposed = [paragraph("Parterna möts tidigt innan beslut.")];
    let accepted = [paragraph("Parterna möts tidigt och ofta innan beslut."), paragraph("Helt mitt eget.")];
    astrid.frames.clear();
    house.accept((house.bo, house.elin), &seen, (&proposed, &accepted), beside(log, 0)).await.unwrap();
    assert_eq!(canonical_blocks(&house.standing().await.blocks[1..]), accepted);
    let authors = house.authors().await;
    let wrote =
        |member, words: &str| authors.iter().any(|(text, by)| *by == Some(member) && text.contains(words));
    assert!(wrote(house.astrid, "Parterna möts "), "{authors:?}");
    assert!(wrote(house.astrid, "innan beslut."), "{authors:?}");
    assert!(wrote(house.bo, "tidigt"), "{authors:?}");
    assert!(wrote(house.elin, "och ofta") && wrote(house.elin, "Helt mitt eget."), "{authors:?}");
    // Two entries, and one change for whoever sees it.
    let entries = house.store.read(text_log(house.section), Position(2), 10).await.unwrap();
    let kept: Vec<TextEntry> = entries.iter().map(|bytes| TextEntry::decode(bytes).unwrap()).collect();
    let by = |entry: &TextEntry| match entry {
        TextEntry::Accepted { member, author, .. } => (*member, *author),
        other => panic!("{other:?}"),
    };
    assert_eq!(kept.iter().map(by).collect::<Vec<_>>(), [(house.elin, house.bo), (house.elin, house.elin)]);
    astrid.until(|astrid| astrid.client.text().contains("eget")).await;
    assert_eq!(told(&astrid.frames).iter().filter(|kind| *kind == "update").count(), 1);
}

#[tokio::test]
async fn the_accepter_takes_it_back_and_brings_it_back_and_everybody_keeps_their_words() {
    let (house, _, _) = written().await;
    let mut elin = house.guest(house.elin, 3).await;
    let (seen, log) = (house.seen(1..2).await, discussion());
    let before = house.authors().await;
    let proposed = [Block::of_text(HEADING, "Något annat av Bo").with("level", 2)];
    house.accept((house.bo, house.elin), &seen, (&proposed, &proposed), beside(log, 0)).await.unwrap();
    elin.until(|elin| elin.client.text().contains("Något annat")).await;
    let after = house.authors().await;
    // What an undo of an editor does: what came goes, and what went is put in again under the undoing client.
    elin.save(|elin| elin.remove_block(1)).await;
    elin.save(|elin| elin.paragraph(1, "Parterna möts innan beslut.")).await;
    assert_eq!(house.authors().await, before);
    elin.save(|elin| elin.remove_block(1)).await;
    elin.save(|elin| elin.paragraph(1, "Något annat av Bo")).await;
    assert_eq!(house.authors().await, after);
}

#[tokio::test]
async fn a_heading_made_of_a_paragraph_keeps_its_words_authors() {
    let (house, ..) = written().await;
    let (seen, log) = (house.seen(1..2).await, discussion());
    let before = house.authors().await;
    let proposed = [Block::of_text(HEADING, "Parterna möts innan beslut.").with("level", 2)];
    house.accept((house.bo, house.elin), &seen, (&proposed, &proposed), beside(log, 0)).await.unwrap();
    assert_eq!(house.authors().await, before);
    assert_eq!(house.standing().await.blocks[1].kind, HEADING);
}

#[tokio::test]
async fn nothing_is_put_in_where_the_text_is_not_as_it_was_seen() {
    let (house, mut astrid, _) = written().await;
    let (seen, log) = (house.seen(0..2).await, discussion());
    let proposed = [paragraph("Nytt.")];
    let by = (house.bo, house.elin);
    astrid.save(|astrid| astrid.type_at(1, 0, "x")).await;
    let changed = house.accept(by, &seen, (&proposed, &proposed), beside(log, 0)).await;
    assert!(matches!(changed, Err(AcceptError::Changed)), "{changed:?}");
    let seen = house.seen(0..2).await;
    astrid.save(|astrid| astrid.paragraph(1, "emellan")).await;
    let apart = house.accept(by, &seen, (&proposed, &proposed), beside(log, 0)).await;
    assert!(matches!(apart, Err(AcceptError::Gone)), "{apart:?}");
    let seen = house.seen(1..2).await;
    astrid.save(|astrid| astrid.remove_block(1)).await;
    let gone = house.accept(by, &seen, (&proposed, &proposed), beside(log, 0)).await;
    assert!(matches!(gone, Err(AcceptError::Gone)), "{gone:?}");
    assert_eq!(house.head(log).await, 0);
    // Another epoch has other blocks, also where it says the same.
    let seen = house.seen(1..2).await;
    let text = house.standing().await;
    house.append(&[first_epoch(&text.blocks, 0, EpochReason::Purged)]).await;
    let another = house.accept(by, &seen, (&proposed, &proposed), beside(log, 0)).await;
    assert!(matches!(another, Err(AcceptError::Gone)), "{another:?}");
    assert_eq!((house.head(log).await, house.standing().await.blocks.len()), (0, 2));
}

#[tokio::test]
async fn who_may_not_write_accepts_nothing_and_nobody_does_in_a_locked_section() {
    let (house, ..) = written().await;
    let (seen, log) = (house.seen(1..2).await, discussion());
    let proposed = [paragraph("Nytt.")];
    let refused = house.accept((house.elin, house.bo), &seen, (&proposed, &proposed), beside(log, 0)).await;
    assert!(matches!(refused, Err(AcceptError::Refused(Refusal::NotADrafter))), "{refused:?}");
    house.append(&[TextEntry::Lock { at: 0, revision: [7; 32] }]).await;
    let locked = house.accept((house.bo, house.elin), &seen, (&proposed, &proposed), beside(log, 0)).await;
    assert!(matches!(locked, Err(AcceptError::Locked)), "{locked:?}");
    assert_eq!(house.head(log).await, 0);
}

#[tokio::test]
async fn a_lock_that_lands_while_it_is_put_in_is_before_it() {
    let (house, astrid, _) = written().await;
    let (seen, log) = (house.seen(1..2).await, discussion());
    let proposed = [paragraph("Nytt.")];
    house.gate.shut();
    let lock = async {
        house.gate.somebody_waits().await;
        house.append(&[TextEntry::Lock { at: 0, revision: [7; 32] }]).await;
        house.gate.open();
    };
    let accepting = house.accept((house.bo, house.elin), &seen, (&proposed, &proposed), beside(log, 0));
    let (accepted, ()) = tokio::join!(accepting, lock);
    assert!(matches!(accepted, Err(AcceptError::Moved)), "{accepted:?}");
    assert_eq!(house.head(log).await, 0, "neither is there");
    assert_eq!(house.standing().await.blocks[1], seen[0].block);
    assert!(astrid.client.text().contains("innan beslut"));
}

#[tokio::test]
async fn a_conflict_beside_shows_nobody_out_and_loses_nothing_that_is_typed() {
    let (house, mut astrid, mut david) = written().await;
    let (seen, log) = (house.seen(1..2).await, discussion());
    let proposed = [paragraph("Nytt.")];
    house.store.commit(Batch { appends: vec![beside(log, 0)], ..Batch::default() }).await.unwrap();
    house.gate.shut();
    let typing = async {
        house.gate.somebody_waits().await;
        astrid.write(astrid.client.type_at(1, 0, "Ny början: ")).await;
        david.write(david.client.type_at(0, 1, " Mer.")).await;
        house.gate.open();
    };
    let accepting = house.accept((house.bo, house.elin), &seen, (&proposed, &proposed), beside(log, 0));
    let (accepted, ()) = tokio::join!(accepting, typing);
    assert!(matches!(accepted, Err(AcceptError::Moved)), "{accepted:?}");
    astrid.until(Guest::is_saved).await;
    david.until(|david| david.is_saved() && david.client.text().contains("Ny början")).await;
    let text = house.standing().await;
    assert_eq!(text.blocks[1], paragraph("Ny början: Parterna möts innan beslut."));
    assert_eq!(house.head(log).await, 1, "only what was there before");
    // And then it goes through, onto what was seen then.
    let seen = house.seen(1..2).await;
    house.accept((house.bo, house.elin), &seen, (&proposed, &proposed), beside(log, 1)).await.unwrap();
    astrid.until(|astrid| astrid.client.text() == "¶ Mer.\nNytt.\n").await;
}

#[tokio::test]
async fn two_at_once_wait_for_each_other() {
    let (house, ..) = written().await;
    let log = discussion();
    let (first, second) = (house.seen(0..1).await, house.seen(1..2).await);
    let (one, other) = ([paragraph("Ett.")], [paragraph("Två.")]);
    house.gate.shut();
    let open = async {
        house.gate.somebody_waits().await;
        house.gate.open();
    };
    let by = (house.bo, house.elin);
    let accepting = house.accept(by, &first, (&one, &one), beside(log, 0));
    let meanwhile = async {
        house.gate.somebody_waits().await;
        house.accept(by, &second, (&other, &other), beside(log, 0)).await
    };
    let (accepted, also, ()) = tokio::join!(accepting, meanwhile, open);
    accepted.unwrap();
    assert!(
        matches!(also, Err(AcceptError::Moved)),
        "it was decided on what the first has changed: {also:?}"
    );
    house.accept(by, &second, (&other, &other), beside(log, 1)).await.unwrap();
    assert_eq!(house.standing().await.blocks, [paragraph("Ett."), paragraph("Två.")]);
}

#[tokio::test]
async fn a_run_is_taken_out_and_a_text_keeps_a_block_to_write_in() {
    let (house, ..) = written().await;
    let log = discussion();
    let by = (house.bo, house.elin);
    let seen = house.seen(1..2).await;
    house.accept(by, &seen, (&[], &[]), beside(log, 0)).await.unwrap();
    assert_eq!(house.standing().await.blocks, [paragraph("¶")]);
    let seen = house.seen(0..1).await;
    house.accept(by, &seen, (&[], &[]), beside(log, 1)).await.unwrap();
    assert_eq!(house.standing().await.blocks, [paragraph("")]);
}

#[tokio::test]
async fn a_proposal_beyond_what_the_section_holds_is_refused_and_nothing_stays_of_it() {
    let house = House::build(Limits { document_units: 60, ..Limits::default() }).await;
    let (seen, log) = (house.seen(0..1).await, discussion());
    let (proposed, accepted) = ([paragraph("¶ kort")], [paragraph(&format!("¶ kort {}", "x".repeat(100)))]);
    let by = (house.bo, house.elin);
    let refused = house.accept(by, &seen, (&proposed, &accepted), beside(log, 0)).await;
    assert!(matches!(refused, Err(AcceptError::Closed(_))), "{refused:?}");
    assert_eq!((house.standing().await.blocks.clone(), house.head(log).await), (vec![paragraph("¶")], 0));
}

#[tokio::test]
async fn that_the_discussion_has_grown_is_told_to_those_who_want_to_know() {
    let (house, mut astrid, _) = written().await;
    let agreement = Records::new(house.store.clone()).of_section(house.section).await.unwrap().unwrap();
    let log = LogId::discussion(agreement.0);
    let heard = |guest: &Guest| told(&guest.frames).iter().any(|kind| kind == "discussion");
    assert!(!heard(&astrid));
    house.store.commit(Batch { appends: vec![beside(log, 0)], ..Batch::default() }).await.unwrap();
    astrid.until(heard).await;
}
