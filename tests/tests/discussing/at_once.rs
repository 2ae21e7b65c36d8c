//! Two decide on one proposal at the same instant, while somebody types in the same section.

use crate::talk::{PARAGRAPHS, TYPED_IN, Talk};
use futures_util::future::join3;
use overens_tests::{Client, Pass, Person};
use serde_json::{Value, json};
use std::cell::Cell;
use std::time::{Duration, Instant};

/// Rounds: each kind of decision meets each other, and each begins before the other by so much and so little.
const ROUNDS: usize = 60;

/// How one of two decides: by which route and with which words, and how the proposal then ended.
struct Decision<'a> {
    by: &'a Person,
    path: String,
    body: Value,
    state: &'static str,
}

impl Talk {
    async fn accepts<'a>(&self, by: &'a Person, proposal: &str) -> Decision<'a> {
        let (path, body) = (format!("{proposal}/acceptances"), self.acceptance(0).await);
        Decision { by, path, body, state: "accepted" }
    }
}

fn rejects<'a>(by: &'a Person, proposal: &str) -> Decision<'a> {
    let (path, body) = (format!("{proposal}/rejections"), json!({"reason": "Nej."}));
    Decision { by, path, body, state: "rejected" }
}

fn withdraws<'a>(by: &'a Person, proposal: &str) -> Decision<'a> {
    let (path, body) = (format!("{proposal}/withdrawals"), json!({"reason": "Ångrar mig."}));
    Decision { by, path, body, state: "withdrawn" }
}

/// How often words stand in a text.
fn times(words: &str, text: &str) -> usize {
    text.matches(words).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_decide_at_once_one_has_decided_and_the_text_is_as_they_said() {
    let talk = Talk::begin().await;
    let (erik, maja, rut) = (&talk.group.erik, &talk.group.maja, &talk.rut);
    let writer = talk.group.open("Bo", &talk.section).await;
    // How often the first of the two was first.
    let (mut accepted, mut typed, mut firsts) = (0, 0, 0);
    for round in 0..ROUNDS {
        let (before, entries) = (talk.paragraphs().await[0].0.clone(), talk.position().await);
        let words = format!("lydelse {round}.");
        let proposal = talk.propose(rut, 0, &format!("Lotsar och fyrar, {words}")).await;
        let one = talk.accepts(erik, &proposal).await;
        let other = match round % 3 {
            0 => talk.accepts(maja, &proposal).await,
            1 => rejects(maja, &proposal),
            _ => withdraws(rut, &proposal),
        };
        let decide = async |decision: &Decision<'_>, begins: Duration| {
            let since = Instant::now();
            // A timer would be too coarse; and the others go on.
            while since.elapsed() < begins {
                tokio::task::yield_now().await;
            }
            decision.by.post(&decision.path, decision.body.clone()).await
        };
        let decided = Cell::new(0);
        let both = async |decision: &Decision<'_>, begins: Duration| {
            let answer = decide(decision, begins).await;
            decided.set(decided.get() + 1);
            answer
        };
        let typing = async {
            while decided.get() < 2 {
                writer.edit(|document| document.append_to(TYPED_IN, &format!(" ord{typed}.")));
                typed += 1;
                writer.until_saved().await;
            }
        };
        let offset = |step: usize| Duration::from_micros(((round / 3 * step) % 5 * 250) as u64);
        let (said, said_other, ()) = join3(both(&one, offset(2)), both(&other, offset(3)), typing).await;

        let is_first = said.status.is_success();
        let (winner, won, late) =
            if is_first { (&one, said, said_other) } else { (&other, said_other, said) };
        let won = won.done();
        assert_eq!((late.status.as_u16(), late.code()), (409, "proposal-closed"), "round {round}: {late:?}");
        let now = talk.look(&proposal).await;
        for answer in [&won, &now] {
            assert_eq!(answer["state"], winner.state, "round {round}");
            assert_eq!(answer["closed"]["by"], talk.id(winner.by), "round {round}");
        }
        assert_eq!(talk.position().await, entries + 2, "made, and ended once, in round {round}");
        let is_in = winner.state == "accepted";
        let text = talk.text().await;
        assert_eq!(times(&words, &text), usize::from(is_in), "round {round}: {text}");
        let stands = if is_in { format!("Lotsar och fyrar, {words}") } else { before };
        assert_eq!(talk.paragraphs().await[0].0, stands, "round {round}");
        (accepted, firsts) = (accepted + usize::from(is_in), firsts + usize::from(is_first));
    }
    println!("the first of the two was first {firsts} times of {ROUNDS}; {typed} words were typed meanwhile");
    assert!(firsts > 0 && firsts < ROUNDS, "it was no race: the same one was always first");
    assert!(typed > ROUNDS, "nobody typed meanwhile");

    // What was typed meanwhile stands once, and everybody has one text.
    let kinds = talk.history().await;
    assert_eq!(kinds.iter().filter(|kind| *kind == "accepted").count(), accepted);
    let expected = (0..typed).map(|word| format!(" ord{word}.")).collect::<String>();
    let text = talk.text().await;
    assert_eq!(text.lines().last().unwrap(), format!("{}{expected}", PARAGRAPHS[2]));
    assert_eq!(text.lines().count(), PARAGRAPHS.len(), "{text}");
    writer.until("the writer has the same text", |state| state.document.text() == text).await;
    let pass = Pass::plain(talk.group.seeded.token("Olle"));
    let fresh = Client::join(&talk.group.server, &talk.section, &pass).await;
    assert_eq!(fresh.text(), text);
}
