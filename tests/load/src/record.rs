//! The record's own figures: an agreement with a long record, and a store with many agreements. The server is the
//! binary that `OVERENS_BIN` names.

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use overens_tests::people::{SectionId, lighthouses, seed_with};
use overens_tests::{Folder, Group, Person, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Measures what opening an agreement costs, and prints the figures as a table
#[derive(Args)]
pub struct Record {
    /// Entries in the long record
    #[arg(long, default_value_t = 10_000)]
    entries: u64,
    /// Agreements in the store with many
    #[arg(long, default_value_t = 1_000)]
    agreements: usize,
}

/// Questions of each kind.
const ASKED: usize = 300;

/// One line of the table.
struct Line {
    what: String,
    times: Vec<Duration>,
    bytes: usize,
}

/// Measures both, and prints.
///
/// # Errors
/// If the server refuses something.
pub async fn measure(asked: Record) -> Result<()> {
    let mut lines = long_record(&asked).await?;
    lines.extend(many_agreements(&asked).await?);
    println!("| what is asked | answer (KiB) | first after a start (ms) | p50 (ms) | p99 (ms) |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for Line { what, times, bytes } in lines {
        let first = times.first().context("asked at least once")?;
        let mut others = times[1..].to_vec();
        others.sort_unstable();
        let at = |share: f64| milliseconds(others[((others.len() - 1) as f64 * share) as usize]);
        let first = milliseconds(*first);
        println!("| {what} | {:.1} | {first:.1} | {:.2} | {:.2} |", bytes as f64 / 1024.0, at(0.5), at(0.99));
    }
    Ok(())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Asks for a path again and again, one question after the other.
async fn ask(person: &Person, what: &str, path: &str) -> Line {
    let mut times = Vec::with_capacity(ASKED + 1);
    let mut bytes = 0;
    for _ in 0..=ASKED {
        let begun = Instant::now();
        bytes = person.bytes(path).await.len();
        times.push(begun.elapsed());
    }
    Line { what: what.to_owned(), times, bytes }
}

async fn long_record(asked: &Record) -> Result<Vec<Line>> {
    let mut group = Group::gather().await;
    let section = group.section("free").clone();
    group.erik.save(&section, "").await;
    while entries(&group).await? < asked.entries {
        for _ in 0..50 {
            a_round(&group, &section).await;
        }
    }
    let entries = entries(&group).await?;
    group.server.stop().await;
    group.server = Server::start(&group.folder).await;
    let erik = group.erik.at(&group.server);
    let agreement = format!("/api/agreements/{}", group.seeded.agreement);
    let mut lines = Vec::new();
    for (what, path) in [
        (format!("an agreement with {entries} entries in its record"), agreement.clone()),
        ("the texts of its sections as they stand".to_owned(), format!("{agreement}/texts")),
        ("the newest page of its record".to_owned(), format!("{agreement}/record")),
        ("its record's entries of one kind".to_owned(), format!("{agreement}/record?kind=phase_entered")),
        ("every sign-off".to_owned(), format!("{agreement}/sign-offs")),
    ] {
        lines.push(ask(&erik, &what, &path).await);
    }
    Ok(lines)
}

async fn entries(group: &Group) -> Result<u64> {
    group.agreement().await["position"].as_u64().context("an agreement has a position")
}

/// Six entries: a sign-off and its withdrawal, a reservation, a reopening, a lock and its reopening.
async fn a_round(group: &Group, section: &SectionId) {
    let given = group.asta.sign_off(section).await.done();
    let own =
        json!({"revision": given["revision"], "text": "Jag hade velat ha det kortare.", "personal": true});
    group.maja.post(&format!("/api/sections/{section}/reservations"), own).await.done();
    let given = given["id"].as_str().unwrap_or_default();
    let withdrawal = format!("/api/agreements/{}/sign-offs/{given}/withdrawal", group.seeded.agreement);
    group.asta.post(&withdrawal, json!({"reason": "Styrelsen vill läsa en gång till."})).await.done();
    group.reopen(section).await;
    let lock = json!({"reason": "Nu läser alla samma text."});
    group.erik.post(&format!("/api/sections/{section}/lock"), lock).await.done();
    group.reopen(section).await;
}

async fn many_agreements(asked: &Record) -> Result<Vec<Line>> {
    let folder = Folder::new();
    let mut lines = Vec::new();
    let own = seed_with(&folder, &lighthouses()).await;
    let server = Server::start(&folder).await;
    let person = Person::sign_in(&server, own.member("Erik")).await;
    server.stop().await;
    let server = Server::start(&folder).await;
    lines.push(ask(&person.at(&server), "one's agreements, with 1 in the store", "/api/agreements").await);
    for number in 1..asked.agreements {
        let seeded = seed_with(&folder, &of_others(number)?).await;
        ensure!(!seeded.members.is_empty(), "an agreement of nobody");
    }
    server.stop().await;
    let server = Server::start(&folder).await;
    let what = format!("one's agreements, with {} in the store", asked.agreements);
    lines.push(ask(&person.at(&server), &what, "/api/agreements").await);
    Ok(lines)
}

/// The same agreement among people who are in no other.
fn of_others(number: usize) -> Result<Value> {
    let mut description = lighthouses();
    let members = description["members"].as_array_mut().context("a description has members")?;
    for member in members {
        let email = member["email"].as_str().unwrap_or_default();
        member["email"] = json!(format!("n{number}.{email}"));
    }
    Ok(description)
}
