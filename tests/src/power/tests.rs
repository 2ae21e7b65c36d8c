//! The library itself: only what was synced is left.

use super::{Power, Unsynced};
use rand::SeedableRng;
use rand::rngs::StdRng;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const FOLDER: &str = "POWER_CUT_FOLDER";
const DEED: &str = "POWER_CUT_DEED";

/// Not a test: what the watched process does.
#[test]
#[ignore = "run by the tests of this file, in a process of its own"]
fn a_process_that_writes() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).unwrap());
    let path = folder.join("text");
    match std::env::var(DEED).unwrap().as_str() {
        "write" => {
            let mut file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
            file.write_all(b"synced ").unwrap();
            file.sync_data().unwrap();
            file.write_all(b"not ").unwrap();
            file.write_all(b"synced").unwrap();
            file.write_at(b"S", 0).unwrap();
        }
        "replace" => fs::write(&path, "another text, and a longer one").unwrap(),
        "truncate" => OpenOptions::new().write(true).open(&path).unwrap().set_len(2).unwrap(),
        "names" => {
            fs::remove_file(&path).unwrap();
            fs::create_dir(folder.join("inner")).unwrap();
            fs::write(folder.join("inner/new"), "new").unwrap();
            fs::write(folder.join("a"), "of a").unwrap();
            fs::rename(folder.join("a"), folder.join("b")).unwrap();
        }
        "names, synced" => {
            fs::write(folder.join("a"), "of a").unwrap();
            fs::File::open(folder.join("a")).unwrap().sync_all().unwrap();
            fs::rename(folder.join("a"), &path).unwrap();
            fs::File::open(&folder).unwrap().sync_all().unwrap();
        }
        "full" => {
            let file = OpenOptions::new().write(true).open(&path).unwrap();
            let full = file.write_at(b"x", 0).unwrap_err();
            assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
            assert_eq!(fs::write(folder.join("new"), "x").unwrap_err().kind(), full.kind());
        }
        "failing sync" => {
            let file = OpenOptions::new().write(true).open(&path).unwrap();
            file.write_at(b"X", 0).unwrap();
            assert_eq!(file.sync_data().unwrap_err().raw_os_error(), Some(5));
            assert_eq!(fs::read_to_string(&path).unwrap(), "as it was", "what was not synced is still shown");
            // The second one calls itself a success, as Linux has it.
            file.sync_data().unwrap();
            file.write_at(b"A", 0).unwrap();
            file.sync_data().unwrap();
        }
        deed => panic!("no such deed: {deed}"),
    }
}

struct Place {
    around: TempDir,
    power: Power,
    random: StdRng,
}

impl Place {
    fn new() -> Self {
        let around = tempfile::tempdir().unwrap();
        let watched = around.path().join("watched");
        fs::create_dir(&watched).unwrap();
        fs::write(watched.join("text"), "as it was").unwrap();
        let power = Power::over_path(watched, around.path().join("journal"));
        Self { around, power, random: StdRng::seed_from_u64(1) }
    }

    fn path(&self) -> PathBuf {
        self.around.path().join("watched")
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(self.path())
            .unwrap()
            .map(|item| item.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn text(&self) -> String {
        read(&self.path().join("text"))
    }

    fn run(&self, deed: &str) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "power::tests::a_process_that_writes", "--ignored"]).env(DEED, deed);
        let output = self.power.feed_command(&mut command).output().unwrap();
        assert!(output.status.success(), "{deed}: {}", String::from_utf8_lossy(&output.stdout));
    }

    fn cut(&mut self, unsynced: Unsynced) {
        self.power.cut(unsynced, &mut self.random);
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn only_what_was_synced_is_left_of_what_was_written() {
    let mut place = Place::new();
    place.run("write");
    // Appending, a write at a place goes to the end all the same.
    assert_eq!(place.text(), "as it wassynced not syncedS");
    place.cut(Unsynced::Gone);
    assert_eq!(place.text(), "as it wassynced ");
}

#[test]
fn what_was_not_synced_may_be_there_in_part() {
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..40 {
        let mut place = Place::new();
        place.random = StdRng::seed_from_u64(seed);
        place.run("write");
        place.cut(Unsynced::Begun);
        seen.insert(place.text());
    }
    let whole = "as it wassynced not syncedS";
    let begun = [whole, &whole[..26], &whole[..20], &whole[..16]];
    assert_eq!(
        seen.iter().map(String::as_str).collect::<Vec<_>>(),
        begun.into_iter().rev().collect::<Vec<_>>()
    );
}

#[test]
fn what_was_replaced_or_cut_off_without_a_sync_is_back() {
    for deed in ["replace", "truncate"] {
        let mut place = Place::new();
        place.run(deed);
        assert_ne!(place.text(), "as it was");
        place.cut(Unsynced::Gone);
        assert_eq!(place.text(), "as it was", "{deed}");
    }
}

#[test]
fn names_are_as_the_last_sync_of_their_folder_left_them() {
    let mut place = Place::new();
    place.run("names");
    assert_eq!(place.names(), ["b", "inner"]);
    place.cut(Unsynced::Gone);
    assert_eq!(place.names(), ["text"]);
    assert_eq!(place.text(), "as it was");
    place.run("names, synced");
    place.cut(Unsynced::Gone);
    assert_eq!(place.names(), ["text"]);
    assert_eq!(place.text(), "of a");
}

#[test]
fn a_full_disk_takes_nothing() {
    let mut place = Place::new();
    place.power.fill_disk();
    place.run("full");
    place.power.make_room();
    place.cut(Unsynced::Gone);
    assert_eq!((place.names(), place.text()), (vec!["text".to_owned()], "as it was".to_owned()));
}

#[test]
fn what_a_failed_sync_should_have_covered_is_gone_whatever_later_ones_say() {
    let mut place = Place::new();
    place.power.fail_next_sync();
    place.run("failing sync");
    assert!(!place.power.awaits_sync());
    place.cut(Unsynced::Gone);
    assert_eq!(place.text(), "As it was");
}
