//! What notices say, and what they do not say any more.

use super::house::{ASTRID, BO, CILLA, DAVID, House};
use crate::access::telling::LetterSettings;
use crate::agreement::decide::{Command, Erasure};
use crate::notices::Wanted;
use crate::notices::path_from_letter;
use jiff::SignedDuration;

const TWO_MINUTES: SignedDuration = SignedDuration::from_mins(2);

#[tokio::test]
async fn a_notice_says_the_words_on_one_line_shortened_and_without_what_nobody_sees() {
    let mut house = House::new().await;
    let text = format!("Först\n\n  det   här. {}", "Mycket mer text. ".repeat(60));
    house.open(ASTRID, 0, &text, &[CILLA]).await;
    let said = house.digest_says(CILLA).await;
    let words = said[0].words.clone().unwrap();
    assert!(words.starts_with("Först det här. Mycket mer text."), "{words}");
    let last = words.strip_suffix('…').unwrap().rsplit(' ').next().unwrap();
    assert!(["Mycket", "mer", "text."].contains(&last) && words.chars().count() <= 401, "{words}");
    assert_eq!(super::super::shown::excerpt("a\u{202e}b\u{200b}c"), Some("abc".to_owned()));
    assert_eq!(super::super::shown::excerpt(" \n\u{200b}"), None);
}

#[tokio::test]
async fn a_deleted_comment_is_neither_shown_nor_counted_nor_sent() {
    let mut house = House::new().await;
    let comment = house.open(ASTRID, 0, "Bort med det.", &[CILLA]).await;
    let ranges = house.digest(CILLA, house.now).await.unwrap();
    assert!(house.delete(ASTRID, comment).await);
    assert!(house.says(CILLA, &ranges, house.now).await.is_empty(), "deleted after the letter was queued");
    let places = house.notices.places(house.account(CILLA).await.id).await.unwrap();
    let wanted = Wanted { unread_only: false, most: 10 };
    let listed = house.notices.list(house.account(CILLA).await.id, &places, wanted, house.now).await.unwrap();
    assert_eq!((listed.shown.len(), listed.unread), (0, 0));
}

#[tokio::test]
async fn what_is_told_at_once_waits_and_is_not_told_if_it_was_deleted_or_read_by_then() {
    let mut house = House::new().await;
    let first = house.open(ASTRID, 0, "Ett", &[BO, CILLA, DAVID]).await;
    let bo_reads = house.last_discussed().await;
    house.pass(SignedDuration::from_secs(119));
    assert!(house.at_once(TWO_MINUTES).await.is_empty());
    house.reads(BO, &[bo_reads]).await;
    // Who has read the thread itself has read it as well.
    let member = house.member(DAVID);
    house.discussions.note_reading(house.agreement, member, first.0, 1).await.unwrap();
    house.pass(SignedDuration::from_secs(1));
    let due = house.at_once(TWO_MINUTES).await;
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].account, house.account(CILLA).await.id);
    assert_eq!(house.at_once_says(&due[0]).await[0].words.as_deref(), Some("Ett"));
    house.delete(ASTRID, first).await;
    assert!(house.at_once_says(&due[0]).await.is_empty(), "deleted before it was sent");

    house.open(ASTRID, 0, "Två", &[CILLA]).await;
    let second = house.open(ASTRID, 0, "Tre", &[CILLA]).await;
    house.delete(ASTRID, second).await;
    house.pass(TWO_MINUTES);
    let due = house.at_once(TWO_MINUTES).await;
    assert_eq!(due.iter().map(|due| due.sources.len()).sum::<usize>(), 1);
}

#[tokio::test]
async fn what_was_told_at_once_the_digest_does_not_repeat() {
    let mut house = House::new().await;
    let (thread, _) = house.open(ASTRID, 0, "Ett", &[CILLA]).await;
    house.pass(TWO_MINUTES);
    assert_eq!(house.at_once(TWO_MINUTES).await.len(), 1);
    house.reply(ASTRID, thread, "Två", &[]).await;
    let said: Vec<_> = house.digest_says(CILLA).await.into_iter().map(|shown| shown.words.unwrap()).collect();
    assert_eq!(said, ["Två"]);
    house.begin_anew();
    house.pass(TWO_MINUTES);
    assert!(house.at_once(TWO_MINUTES).await.is_empty(), "not by a new process either");
    assert!(house.digest_says(CILLA).await.is_empty());
}

#[tokio::test]
async fn who_wants_no_letter_at_once_finds_it_in_the_digest() {
    let mut house = House::new().await;
    house.wants(CILLA, LetterSettings { mention: false, ..LetterSettings::default() }).await;
    house.open(ASTRID, 0, "Ett", &[CILLA]).await;
    house.pass(TWO_MINUTES);
    assert!(house.at_once(TWO_MINUTES).await.is_empty());
    assert_eq!(house.digest_says(CILLA).await.len(), 1);
}

#[tokio::test]
async fn who_turns_digests_on_again_is_not_told_the_past() {
    let mut house = House::new().await;
    let off = LetterSettings { digest: false, mention: false, ..LetterSettings::default() };
    house.wants(CILLA, off).await;
    house.open(ASTRID, 0, "Ett", &[CILLA]).await;
    assert!(house.digest_says(CILLA).await.is_empty());
    house.wants(CILLA, LetterSettings { mention: false, ..LetterSettings::default() }).await;
    house.pass(SignedDuration::from_hours(24));
    house.open(ASTRID, 0, "Två", &[CILLA]).await;
    let said: Vec<_> = house.digest_says(CILLA).await.into_iter().map(|shown| shown.words.unwrap()).collect();
    assert_eq!(said, ["Två"]);
}

#[tokio::test]
async fn who_has_left_is_told_nothing_more_not_even_what_was_queued() {
    let mut house = House::new().await;
    let (thread, _) = house.open(ASTRID, 0, "Ett", &[DAVID]).await;
    let ranges = house.digest(DAVID, house.now).await.unwrap();
    let member = house.member(DAVID);
    house.run(CILLA, Command::RemoveMember { member }).await;
    assert!(house.says(DAVID, &ranges, house.now).await.is_empty());
    house.pass(TWO_MINUTES);
    house.reply(ASTRID, thread, "Två", &[]).await;
    assert!(house.digest_says(DAVID).await.is_empty());
    assert!(house.at_once(SignedDuration::ZERO).await.is_empty());
}

#[tokio::test]
async fn erased_words_are_not_sent() {
    let mut house = House::new().await;
    let section = house.section(1);
    house.lock(ASTRID, section, "Ring Siv på 070.").await;
    let ranges = house.digest(DAVID, house.now).await.unwrap();
    let state = house.state().await;
    let lock = state.section(section).unwrap().lock.as_ref().unwrap();
    let words = lock.reason.as_ref().unwrap().digest();
    let sealed = house.records.entry_at(house.agreement, lock.position).await.unwrap().unwrap();
    let (position, entry, by) = (lock.position.0, Box::new(sealed.entry), sealed.by);
    let erasure = Erasure { position, entry, by, words, reason: "Ett telefonnummer.".to_owned() };
    house.run(ASTRID, Command::EraseWords(erasure)).await;
    let said = house.says(DAVID, &ranges, house.now).await;
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].words, None);
}

#[test]
fn a_letters_link_leads_to_the_same_place_and_names_the_notice() {
    let agreement = crate::agreement::id::AgreementId(uuid::Uuid::nil());
    let source = crate::notices::notice::Source::Record(7);
    let id = "00000000-0000-0000-0000-000000000000.record-7";
    for (path, with) in [
        ("/a", format!("/a?notice={id}")),
        ("/a#b", format!("/a?notice={id}#b")),
        ("/a?c=d#b", format!("/a?c=d&notice={id}#b")),
    ] {
        assert_eq!(path_from_letter(path, agreement, source), with);
    }
}
