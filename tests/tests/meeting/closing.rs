//! Two close a meeting's notes at the same instant, and somebody types: one closes them, and what they say then is
//! what was saved.

use super::{call, close, look, notes, reopen};
use futures_util::future::join3;
use overens_tests::Group;
use std::time::Duration;

const ROUNDS: usize = 16;

#[tokio::test]
async fn of_two_who_close_one_does_and_a_word_is_either_noted_or_its_writer_s() {
    let group = Group::gather().await;
    let (meeting, text) = call(&group).await;
    let (mut noted, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let writer = group.open("Bo", &text).await;
        let word = format!("ord{round};");
        let offset = |step: usize| Duration::from_micros(((round * step) % 5 * 400) as u64);
        let closes = async |person: &overens_tests::Person, wait: Duration| {
            tokio::time::sleep(wait).await;
            close(person, &meeting).await
        };
        let type_a_word = async {
            tokio::time::sleep(offset(3)).await;
            writer.edit(|document| document.append(&word));
        };
        let (erik, maja, ()) =
            join3(closes(&group.erik, offset(1)), closes(&group.maja, offset(2)), type_a_word).await;
        let (done, other) = if erik.status.is_success() { (erik, maja) } else { (maja, erik) };
        let closed = done.done();
        assert_eq!(other.code(), "notes-closed", "{other:?}");
        assert_eq!(look(&group.ivar, &meeting).await["notes_closed"], closed["notes_closed"]);

        // Both are told, whoever was first: that it is saved, or that it is refused.
        let is_saved = writer.holds_within(overens_tests::PATIENCE, |state| state.all_saved()).await;
        let (said, is_closed) = notes(&group.ivar, &meeting).await;
        assert!(is_closed);
        assert_eq!(said.contains(&word), is_saved, "{said}");
        if is_saved {
            noted += 1;
        } else {
            refused += 1;
            assert_eq!(writer.until_closed().await.code, 4423);
        }
        // Nobody's words come in later, and what was refused does not come back by itself.
        reopen(&group.erik, &meeting).await;
        assert_eq!(notes(&group.ivar, &meeting).await, (said, false));
    }
    println!("{noted} words were noted before the notes were closed, {refused} refused");
}
