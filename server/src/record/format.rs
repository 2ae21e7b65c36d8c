//! The worked example of docs/record-format.md, made anew.

use super::chain::{Break, Tip};
use crate::agreement::digest::Digest;
use crate::agreement::entry::{Actor, Entry, Matter};
use crate::agreement::id::{AgreementId, MandateId, MemberId, PartyId, SectionId, SignOffId};
use crate::agreement::member::{Member, Role};
use crate::agreement::revision::{Contribution, Revision, RevisionNumber};
use crate::agreement::sign_off::SignOff;
use crate::agreement::words::{Salt, Words};
use crate::record::signature::{RecordHead, Signatory, Signed};
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
            accepted_by_another_party: false,
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
    let section: SectionId = "0192f0c1-7a00-7000-8000-000000000003".parse().unwrap();
    let saved = Entry::RevisionSaved {
        revision: Revision {
            section,
            number: RevisionNumber(1),
            hash: Digest([4; 32]),
            text_position: 27,
            automatic: false,
            restored_from: None,
            name: Some(words("Till styrelserna", 5)),
            note: None,
            contributors: vec![Contribution { member, characters: 812 }],
            characters: 903,
        },
    };
    let signed_off = Entry::SectionSignedOff {
        sign_off: SignOff {
            id: "0192f0c1-7a00-7000-8000-000000000006".parse::<SignOffId>().unwrap(),
            section,
            revision: RevisionNumber(1),
            hash: Digest([4; 32]),
            member,
            party: "0192f0c1-7a00-7000-8000-000000000004".parse::<PartyId>().unwrap(),
            mandate: "0192f0c1-7a00-7000-8000-000000000005".parse::<MandateId>().unwrap(),
        },
    };
    let asa = Actor::Member { member };
    let by = [(founded, Actor::Operator), (added, Actor::Operator), (saved, asa), (signed_off, asa)];
    let mut tip = Tip::start(agreement());
    let sealed = by.into_iter().map(|(entry, by)| {
        let (bytes, next) = tip.seal(&entry, by, at).unwrap();
        tip = next;
        (bytes, next)
    });
    sealed.collect()
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
    let is_entry = |line: &&str| line.starts_with("{\"agreement\"") && line.contains("\"previous\"");
    let mut lines = PAGE.lines().filter(is_entry);
    for line in lines.clone() {
        tip = tip.open(line.as_bytes()).unwrap().1;
    }
    assert_eq!(tip, example()[3].1);
    let last_alone = Tip::start(agreement()).open(lines.next_back().unwrap().as_bytes());
    assert_eq!(last_alone.unwrap_err().why, Break::Position(3));
}

#[test]
fn the_page_shows_the_signed_head_of_its_example() {
    let (_, tip) = example().pop().unwrap();
    let signed = Signatory::of_bytes([1; 32]).sign(RecordHead::of(agreement(), tip)).unwrap();
    let line = String::from_utf8(serde_json_canonicalizer::to_vec(&signed).unwrap()).unwrap();
    assert!(PAGE.contains(&format!("\n{line}\n")), "not on the page:\n{line}");
    let read: Signed<RecordHead> = serde_json::from_str(&line).unwrap();
    assert!(read.is_consistent());
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
