//! kill -9 while proposals are accepted: each has come in wholly or not at all, in the text and in the discussion.
//!
//! The control plays the same with a build that acknowledges before it writes. It must be caught.

use crate::talk::{TYPED_IN, Talk};
use overens_tests::crash::faulty_binary;
use overens_tests::server::Launch;
use overens_tests::{Folder, Person};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Crashes. Each comes a little sooner than the one before if that came too late, and a little later if it came too
/// soon: so they gather where an accept is on its way to the disk.
const CRASHES: u32 = 30;

/// Crashes of the control, if it is not caught before.
const CONTROL_CRASHES: u32 = 12;

/// What is wrong after a crash.
#[derive(Debug)]
struct Wrong(String);

/// How many accepts were not there after a crash, and how many were.
type Outcomes = [usize; 2];

#[tokio::test(flavor = "multi_thread")]
async fn after_a_crash_a_proposal_is_accepted_if_and_only_if_its_words_stand() {
    let outcomes = play(CRASHES, Launch::new).await.unwrap_or_else(|Wrong(what)| panic!("{what}"));
    println!("{} accepts were not there after a crash, {} were", outcomes[0], outcomes[1]);
    assert!(outcomes.iter().all(|count| *count > 0), "the crashes came all at the same moment: {outcomes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn control_an_accept_that_is_confirmed_before_it_is_written_is_caught() {
    let Some(binary) = faulty_binary() else { return };
    let launch = |folder: &Folder| {
        Launch::new(folder).binary(binary.clone()).variable("OVERENS_FAULT_ACKNOWLEDGE_EARLY", "1")
    };
    let played = play(CONTROL_CRASHES, launch).await;
    assert!(played.is_err(), "a store that lies was not caught in {CONTROL_CRASHES} crashes: {played:?}");
}

/// One of two accepts that a crash meets.
struct Accept {
    proposal: String,
    paragraph: usize,
    /// What it brings, and nothing else does.
    words: String,
    body: Value,
    answered: bool,
}

async fn play(crashes: u32, launch: impl Fn(&Folder) -> Launch) -> Result<Outcomes, Wrong> {
    let mut talk = Talk::begin().await;
    let launch = launch(&talk.group.folder);
    talk.group.server.terminate();
    talk.group.server.ended(overens_tests::PATIENCE).await;
    talk.restart(&launch).await;
    let mut outcomes = [0; 2];
    let mut delay = how_long_it_takes(&talk).await / 2;
    for crash in 0..crashes {
        let mut accepts = Vec::new();
        for paragraph in 0..2 {
            accepts.push(begin(&talk, paragraph, &format!("krasch{crash}för{paragraph}.")).await);
        }
        let writer = talk.group.open("Bo", &talk.section).await;
        let begun = Instant::now();
        let asked: Vec<_> = std::iter::zip(&accepts, [&talk.group.erik, &talk.group.maja])
            .map(|(accept, person)| tokio::spawn(ask(person.clone(), accept)))
            .collect();
        // Something else is in the same batches.
        let mut typed = 0;
        // A timer would be too coarse.
        while begun.elapsed() < delay {
            if typed < 3 {
                writer.edit(|document| document.append_to(TYPED_IN, &format!(" bo{crash}x{typed}")));
                typed += 1;
            }
            std::hint::spin_loop();
        }
        talk.group.server.kill_9().await;
        for (accept, asked) in std::iter::zip(&mut accepts, asked) {
            accept.answered = asked.await.unwrap();
        }
        talk.restart(&launch).await;

        for (index, accept) in accepts.iter().enumerate() {
            let is_in = holds(&talk, crash, accept).await?;
            outcomes[usize::from(is_in)] += 1;
            if index == 0 {
                delay = if is_in { delay * 3 / 4 } else { delay * 4 / 3 };
            }
            if !is_in {
                // Whoever got no answer asks again, and it comes in once.
                let again = talk.acceptance(accept.paragraph).await;
                talk.group.asta.post(&format!("{}/acceptances", accept.proposal), again).await.done();
            }
        }
        for accept in &mut accepts {
            accept.answered = true;
            holds(&talk, crash, accept).await?;
        }
    }
    Ok(outcomes)
}

/// What text and discussion say of an accept agrees, and with what was answered; whether it has come in.
async fn holds(talk: &Talk, crash: u32, accept: &Accept) -> Result<bool, Wrong> {
    let Accept { proposal, paragraph, words, answered, .. } = accept;
    let known = talk.group.erik.get(proposal).await;
    if !known.status.is_success() {
        return Err(Wrong(format!("a proposal that was made is gone after crash {crash}: {known:?}")));
    }
    let state = known.body["state"].as_str().unwrap_or_default().to_owned();
    let text = talk.text().await;
    let stands = text.matches(words.as_str()).count();
    let in_place = text.lines().nth(*paragraph).is_some_and(|line| line.ends_with(words.as_str()));
    let is_in = match (state.as_str(), stands, in_place) {
        ("accepted", 1, true) => true,
        ("open", 0, false) => false,
        _ => {
            return Err(Wrong(format!(
                "after crash {crash} it is {state}, and its words stand {stands} times: {text}"
            )));
        }
    };
    if *answered && !is_in {
        return Err(Wrong(format!("an accept that was confirmed is gone after crash {crash}")));
    }
    Ok(is_in)
}

async fn begin(talk: &Talk, paragraph: usize, words: &str) -> Accept {
    let proposal = talk.propose(&talk.rut, paragraph, &format!("Fyrarna lyser, {words}")).await;
    let body = talk.acceptance(paragraph).await;
    Accept { proposal, paragraph, words: words.to_owned(), body, answered: false }
}

/// Whether it was answered that it is done.
fn ask(person: Person, accept: &Accept) -> impl Future<Output = bool> + use<> {
    let (path, body) = (format!("{}/acceptances", accept.proposal), accept.body.clone());
    async move { person.try_post(&path, &body).await.is_ok_and(|answer| answer.status.is_success()) }
}

/// How long an accept takes that nobody disturbs.
async fn how_long_it_takes(talk: &Talk) -> Duration {
    let accept = begin(talk, 0, "ostört.").await;
    let begun = Instant::now();
    assert!(ask(talk.group.erik.clone(), &accept).await, "nobody disturbs it");
    begun.elapsed()
}
