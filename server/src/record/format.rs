//! The worked example of docs/record-format.md, made anew.

use super::chain::{Break, Tip};
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry, Matter};
use crate::agreement::id::{AgreementId, MemberId};
use crate::agreement::member::{Member, Role};
use crate::agreement::words::{Salt, Words};
use bytes::Bytes;
use jiff::Timestamp;

const PAGE: &str = include_str!("../../../docs/record-format.md");

fn words(text: &str, salt: u8) -> Words {
    Words::new(text, Salt([salt; 32]))
}

fn agreement() -> AgreementId {
    "0192f0c1-7a00-7000-8000-000000000001".parse().unwrap()
}

/// The example's entries with the tip after each.
fn example() -> Vec<(Bytes, Tip)> {
    let at: Timestamp = "2027-03-01T08:15:30.25Z".parse().unwrap();
    let member: MemberId = "0192f0c1-7a00-7000-8000-000000000002".parse().unwrap();
    let founded = Entry::AgreementFounded {
        matter: Matter {
            title: words("Avtal om ån", 1),
            case_number: "KS 2027-0007".into(),
            time_zone: "Europe/Stockholm".into(),
            languages: vec!["sv".into()],
            parity: false,
        },
    };
    let added = Entry::MemberAdded {
        member: Member {
            id: member,
            name: words("Åsa Dahl", 2),
            email: words("asa@an.example", 3),
            party: None,
            organisation: None,
            roles: [Role::Drafter, Role::Coordinator].into(),
        },
    };
    let first = Tip::start(agreement()).seal(&founded, Actor::Operator, at).unwrap();
    let second = first.1.seal(&added, Actor::Operator, at).unwrap();
    vec![first, second]
}

#[test]
fn the_page_on_the_format_shows_what_is_written() {
    for (entry, tip) in example() {
        let line = format!("\n{}\n", std::str::from_utf8(&entry).unwrap());
        assert!(PAGE.contains(&line), "not on the page:{line}");
        let hash = format!("\n{}\n", tip.hash());
        assert!(PAGE.contains(&hash), "not on the page:{hash}");
        assert_eq!(tip.hash(), Digest::of(&[&entry]));
    }
}

#[test]
fn what_the_page_shows_is_read_as_a_chain() {
    let mut tip = Tip::start(agreement());
    let mut lines = PAGE.lines().filter(|line| line.starts_with("{\"agreement\""));
    for line in lines.clone() {
        tip = tip.open(line.as_bytes()).unwrap().1;
    }
    assert_eq!(tip, example()[1].1);
    let second_alone = Tip::start(agreement()).open(lines.next_back().unwrap().as_bytes());
    assert_eq!(second_alone.unwrap_err().why, Break::Position(1));
}

#[test]
fn every_kind_of_entry_is_on_the_page() {
    // serde lists them when it meets another.
    let unknown = serde_json::from_str::<Entry>(r#"{"kind":"?"}"#).unwrap_err().to_string();
    let (_, kinds) = unknown.split_once("expected one of ").unwrap();
    let kinds: Vec<&str> = kinds.split('`').skip(1).step_by(2).collect();
    assert!(kinds.len() >= 8, "{unknown}");
    for kind in kinds {
        assert!(PAGE.contains(&format!("| `{kind}` |")), "{kind}");
    }
}
