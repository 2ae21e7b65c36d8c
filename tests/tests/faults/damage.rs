//! Files of the data folder that are torn, changed, missing, empty or older than they should be: the server starts and
//! is right, or it says in one line which file and what to do. Nothing is silently empty, wrong, or hangs.

use super::any_time::rounds;
use super::due::{Due, export_is_whole};
use super::house::{House, text_of};
use futures_util::future::join_all;
use overens_tests::server::Launch;
use overens_tests::{Folder, Group};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// Places in each file at which a byte is changed, for each of `OVERENS_FAULT_ROUNDS`.
const FLIPS: u64 = 6;

/// Where each file is cut off.
const CUTS: u64 = 2;

/// What is right in a folder: what it said before it was damaged.
#[derive(Debug, PartialEq)]
pub struct Right {
    texts: Vec<String>,
    record: Value,
}

impl Right {
    /// What a running server says.
    pub async fn of(group: &Group) -> Self {
        let mut texts = Vec::new();
        for kind in ["free", "commitments", "principle", "starting_points"] {
            texts.push(text_of(group, kind).await);
        }
        let path = format!("/api/agreements/{}/record?most=200", group.seeded.agreement);
        let record = group.erik.get(&path).await.done()["entries"].clone();
        Self { texts, record }
    }
}

/// Something that happens to a file.
#[derive(Clone, Debug)]
pub enum Damage {
    /// A byte is another one.
    Flip { file: PathBuf, at: u64, bit: u8 },
    /// It ends too early.
    Cut { file: PathBuf, length: u64 },
    /// It is gone.
    Gone(PathBuf),
    /// It is there, and empty.
    Empty(PathBuf),
    /// It is as it was some time ago.
    Older(PathBuf),
}

impl Damage {
    fn to(&self, folder: &Path, older: &Path) {
        match self {
            Self::Flip { file, at, bit } => {
                let file = OpenOptions::new().read(true).write(true).open(folder.join(file)).unwrap();
                let mut byte = [0];
                file.read_exact_at(&mut byte, *at).unwrap();
                file.write_all_at(&[byte[0] ^ 1 << bit], *at).unwrap();
            }
            Self::Cut { file, length } => {
                let file = OpenOptions::new().write(true).open(folder.join(file)).unwrap();
                file.set_len(*length).unwrap();
            }
            Self::Gone(file) => fs::remove_file(folder.join(file)).unwrap(),
            Self::Empty(file) => fs::write(folder.join(file), "").unwrap(),
            Self::Older(file) => drop(fs::copy(older.join(file), folder.join(file)).unwrap()),
        }
    }
}

/// Everything that is to be tried with the files of a folder.
fn damages(folder: &Folder, older: &Path, random: &mut StdRng) -> Vec<Damage> {
    let mut damages = Vec::new();
    for (path, content) in folder.listing() {
        let Some(content) = content else { continue };
        let file = path.strip_prefix(folder.path()).unwrap().to_owned();
        // Nobody reads it.
        if file == Path::new("lock") {
            continue;
        }
        let length = content.len() as u64;
        damages.push(Damage::Gone(file.clone()));
        if length == 0 {
            continue;
        }
        damages.push(Damage::Empty(file.clone()));
        if fs::read(older.join(&file)).is_ok_and(|old| old != content) {
            damages.push(Damage::Older(file.clone()));
        }
        for _ in 0..rounds(1) * FLIPS {
            let (at, bit) = (random.random_range(0..length), random.random_range(0..8));
            damages.push(Damage::Flip { file: file.clone(), at, bit });
        }
        for _ in 0..rounds(1) * CUTS {
            damages.push(Damage::Cut { file: file.clone(), length: random.random_range(0..length) });
        }
    }
    damages
}

/// What came of it.
#[derive(Debug, PartialEq)]
enum Outcome {
    Right,
    Refused,
}

/// Starts a server on a damaged folder.
async fn tried(house: &House, folder: Folder, damage: &Damage, right: &Right) -> Outcome {
    match Launch::new(&folder).try_start().await {
        Ok(server) => {
            let group = house.group(folder, server);
            assert_eq!(Right::of(&group).await, *right, "it starts, and is wrong: {damage:?}");
            let log = group.server.log();
            assert!(!log.contains("panicked"), "{damage:?}: {log}");
            export_is_whole(&group, &format!("{damage:?}")).await;
            group.server.stop().await;
            Outcome::Right
        }
        Err(log) => {
            let said: Vec<&str> = log.lines().filter(|line| !line.starts_with('{')).collect();
            let [line] = said.as_slice() else { panic!("{damage:?} is not refused in one line: {log}") };
            assert!(line.starts_with("overens: "), "{damage:?}: {line}");
            let (Damage::Flip { file, .. }
            | Damage::Cut { file, .. }
            | Damage::Gone(file)
            | Damage::Empty(file)
            | Damage::Older(file)) = damage;
            let name = file.file_name().unwrap().to_str().unwrap();
            // A change of one of the store's files may show in what the others say.
            let of_store = ["db", "journal", "progress", "seal"].iter().any(|file| line.contains(file));
            assert!(
                line.to_lowercase().contains(&name.to_lowercase()) || file.starts_with("store") && of_store,
                "{damage:?} is not named: {line}"
            );
            let tells = ["doctor", "restore", "key", "empty or a new folder", "newer release"];
            assert!(tells.iter().any(|tell| line.contains(tell)), "{damage:?}: nothing to do in {line}");
            Outcome::Refused
        }
    }
}

/// Tries everything with the files of a folder, some side by side.
async fn all_tried(house: &House, whole: &Folder, older: &Path, right: &Right, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let damages = damages(whole, older, &mut random);
    assert!(damages.len() > 40, "{damages:?}");
    let mut refused = 0;
    for some in damages.chunks(4) {
        let outcomes = join_all(some.iter().map(async |damage| {
            let folder = whole.copy();
            damage.to(&folder.path(), older);
            tried(house, folder, damage, right).await
        }));
        refused += outcomes.await.iter().filter(|outcome| **outcome == Outcome::Refused).count();
    }
    // Or the damage would be none.
    assert!(refused > 10, "only {refused} of {} were noticed", damages.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_to_a_file_after_a_clean_stop_the_server_is_right_or_says_which_file() {
    let house = House::furnish().await;
    let older = house.copy();
    let group = house.open(house.copy()).await;
    group.write("Maja", group.section("free"), "Det nyaste.").await;
    let right = Right::of(&group).await;
    let Group { folder, server, .. } = group;
    server.stop().await;
    all_tried(&house, &folder, &older.path(), &right, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_to_a_file_after_a_crash_the_server_is_right_or_says_which_file() {
    let house = House::furnish().await;
    let older = house.copy();
    let group = house.open(house.copy()).await;
    group.write("Maja", group.section("free"), "Det nyaste.").await;
    let right = Right::of(&group).await;
    Due::default().is_there(&group, "before").await;
    let Group { folder, mut server, .. } = group;
    server.kill_9().await;
    all_tried(&house, &folder, &older.path(), &right, 2).await;
}
