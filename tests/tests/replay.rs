//! Sessions as people typed them, played through real clients: the same keystrokes, the same concurrency.
//!
//! A session names for each change who made it and on which state it was typed. Each author has a copy that holds
//! exactly that state; what is typed there goes out through that author's connection, and only when the connection
//! has brought what it rests on, as it was when it was recorded.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use flate2::read::GzDecoder;
use overens_tests::client::State;
use overens_tests::document::utf16;
use overens_tests::people::SectionId;
use overens_tests::{Client, Document, Folder, Pass, Seeded, Server, seed};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Who plays the authors of a session.
const NAMES: [&str; 4] = ["Erik", "Maja", "Asta", "Bo"];

/// Of a hundred characters, how many must be named for the author under whose client id they stand. The rest is
/// what the authors moved: words that one removed and inserted again stay with who wrote them.
const UNMOVED: usize = 95;

/// A recorded session; positions count characters.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    end_content: String,
    txns: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    /// The changes that make up the state it was typed on, with all that they rest on.
    parents: Vec<usize>,
    agent: usize,
    patches: Vec<(usize, usize, String)>,
}

/// One author: the copy they type in, and the connection.
struct Author {
    copy: Document,
    client: Client,
    /// How many changes of each author the copy holds; those of one author come in order.
    holds: Vec<usize>,
    /// Whether everything so far is ASCII, so that characters and units are the same.
    plain: bool,
}

impl Author {
    fn type_patches(&mut self, patches: &[(usize, usize, String)]) -> Vec<Vec<u8>> {
        for (position, removed, inserted) in patches {
            let (at, length) = if self.plain {
                (*position as u32, *removed as u32)
            } else {
                let text = self.copy.blocks()[0].1.clone();
                let until = |count: usize| utf16(&text.chars().take(count).collect::<String>());
                (until(*position), until(position + removed) - until(*position))
            };
            self.plain &= inserted.is_ascii();
            if *removed > 0 {
                self.copy.remove(0, at, length);
            }
            if !inserted.is_empty() {
                self.copy.insert(0, at, inserted);
            }
        }
        self.copy.take_made()
    }
}

/// Which changes of each author a change rests on, itself included.
fn knowledge(session: &Session, authors: usize) -> Vec<Vec<usize>> {
    let mut counts = vec![0; authors];
    let mut known: Vec<Vec<usize>> = Vec::with_capacity(session.txns.len());
    for change in &session.txns {
        let mut own = vec![0; authors];
        for parent in &change.parents {
            for (own, parents) in std::iter::zip(&mut own, &known[*parent]) {
                *own = (*own).max(*parents);
            }
        }
        assert_eq!(own[change.agent], counts[change.agent], "an author's changes follow on each other");
        counts[change.agent] += 1;
        own[change.agent] = counts[change.agent];
        known.push(own);
    }
    known
}

/// What an author made in one change.
struct Made {
    updates: Vec<Vec<u8>>,
    /// How many units of the author there are after it.
    units: u32,
}

/// Plays a session; checks that everybody ends with its text and that each one's words are theirs.
async fn replay(session: &Session) {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let server = Server::start(&folder).await;
    let section = seeded.section("commitments");
    let count = session.txns.iter().map(|change| change.agent).max().unwrap() + 1;
    let mut authors = Vec::new();
    for name in &NAMES[..count] {
        let client = Client::join(&server, section, &Pass::ours(seeded.token(name))).await;
        let mut copy = Document::new(client.state().document.client());
        copy.receive(&client.state().document.state());
        authors.push(Author { copy, client, holds: vec![0; count], plain: true });
    }
    let clients: Vec<u64> = authors.iter().map(|author| author.copy.client()).collect();
    // Every change's updates, and which changes are whose.
    let mut made: Vec<Made> = Vec::new();
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (change, known) in std::iter::zip(&session.txns, &knowledge(session, count)) {
        let author = &mut authors[change.agent];
        let mut news: Vec<usize> = Vec::new();
        for other in 0..count {
            if other == change.agent || author.holds[other] >= known[other] {
                continue;
            }
            let changes = &of[other][author.holds[other]..known[other]];
            news.extend(changes);
            author.holds[other] = known[other];
            let units = changes.last().map_or(0, |last| made[*last].units);
            let rests_on = |state: &State| state.document.units_of(clients[other]) >= units;
            author.client.until("it has come what this rests on", rests_on).await;
        }
        if !news.is_empty() {
            // In the order in which they were made: they rest on each other.
            news.sort_unstable();
            news.iter()
                .flat_map(|change| &made[*change].updates)
                .for_each(|update| author.copy.receive(update));
            author.plain = author.plain && author.copy.text().is_ascii();
        }
        let updates = author.type_patches(&change.patches);
        author.client.edit(|document| updates.iter().for_each(|update| document.make(update)));
        of[change.agent].push(made.len());
        made.push(Made { updates, units: author.copy.units_of(clients[change.agent]) });
    }
    for author in &authors {
        author.client.until_saved().await;
        let is_whole = |state: &State| state.document.text() == session.end_content;
        author.client.until("the author has the whole text", is_whole).await;
    }
    let fresh = Client::join(&server, section, &Pass::plain(seeded.token("Olle"))).await;
    assert_eq!(fresh.text(), session.end_content);
    words_are_their_authors(&server, &seeded, section, session, &clients).await;
}

async fn words_are_their_authors(
    server: &Server,
    seeded: &Seeded,
    section: &SectionId,
    session: &Session,
    clients: &[u64],
) {
    let asked = reqwest::Client::new()
        .get(server.url(&format!("/api/sections/{section}/authors")))
        .bearer_auth(seeded.token("Olle"));
    let authors: Value = asked.send().await.unwrap().json().await.unwrap();
    let (mut text, mut unmoved, mut of) = (String::new(), 0, HashMap::new());
    for run in authors["runs"].as_array().unwrap() {
        let words = run["text"].as_str().unwrap();
        let author =
            clients.iter().position(|client| run["client"] == *client).expect("a client of this session");
        let member = run["member"].as_str().expect("somebody wrote it");
        if seeded.member(NAMES[author]).id.0 == member {
            unmoved += words.chars().count();
        }
        *of.entry(member.to_owned()).or_insert(0) += u64::from(utf16(words));
        text.push_str(words);
    }
    assert_eq!(text, session.end_content);
    let all = text.chars().count();
    assert!(unmoved * 100 >= all * UNMOVED, "{unmoved} of {all} characters belong to who typed them");
    for contributor in authors["contributors"].as_array().unwrap() {
        let member = contributor["member"].as_str().unwrap();
        assert_eq!(
            contributor["characters"].as_u64(),
            of.remove(member),
            "the share is not the sum of the runs"
        );
    }
    assert!(of.is_empty(), "somebody has words and is no contributor");
}

/// A file among the recorded sessions: in the folder that `OVERENS_TRACES` names, or in `shared/data/traces` of a
/// folder somewhere around the checkout.
fn recorded(name: &str) -> Option<PathBuf> {
    let file = match std::env::var_os("OVERENS_TRACES") {
        Some(folder) => PathBuf::from(folder).join(name),
        None => {
            let around = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
            let traces = |folder: &Path| folder.join("shared").join("data").join("traces").join(name);
            around.map(traces).find(|file| file.is_file())?
        }
    };
    file.is_file().then_some(file)
}

#[tokio::test]
async fn two_people_who_edit_one_sentence_at_once() {
    let session = include_str!("../sessions/two_hands.json");
    replay(&serde_json::from_str(session).unwrap()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_hour_of_two_people_writing_as_they_did() {
    let Some(file) = recorded("clownschool.json.gz") else {
        eprintln!("skipped: the recorded sessions are not here; OVERENS_TRACES can name their folder");
        return;
    };
    let file = std::io::BufReader::new(GzDecoder::new(File::open(file).unwrap()));
    replay(&serde_json::from_reader(file).unwrap()).await;
}
