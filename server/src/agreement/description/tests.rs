//! What a description may say, and how it is told what is wrong with it.

use super::*;
use crate::agreement::sample::DESCRIPTION;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The sample with the value at `pointer` replaced (`null` as text removes it).
fn with(pointer: &str, value: Option<Value>) -> String {
    let mut sample: Value = serde_json::from_str(DESCRIPTION).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = sample.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Object(object), Some(value)) => drop(object.insert(key.to_owned(), value)),
        (Value::Object(object), None) => drop(object.remove(key).unwrap()),
        (Value::Array(array), Some(value)) => array[key.parse::<usize>().unwrap()] = value,
        _ => panic!("nothing to replace at {pointer}"),
    }
    sample.to_string()
}

fn problems(json: &str) -> String {
    Description::parse(json).unwrap_err().to_string()
}

#[test]
fn every_field_of_a_description_is_read() {
    let read = Description::parse(DESCRIPTION).unwrap();
    assert_eq!(read.title, "Överenskommelse om fritid för unga");
    assert_eq!(read.case_number, "KS 2027-0042");
    assert_eq!(read.languages, ["sv", "fi"]);
    assert!(read.parity);
    assert_eq!(read.parties[0].bodies, ["Kommunfullmäktige"]);
    assert_eq!(read.parties[1].approval, ApprovalDescription { rule: ApprovalRule::AtLeast, count: Some(2) });
    assert_eq!(read.members[0].organisation.as_deref(), Some("Fritidsnämnden"));
    assert_eq!(read.members[4].party, None);
    assert_eq!(read.sections[0].text.as_deref(), Some("Vi vill *samma* sak.\n"));
    assert_eq!(read.sections[1].responsible.len(), 2);
}

#[test]
fn what_is_left_out_has_a_default() {
    let mut sample: Value = serde_json::from_str(DESCRIPTION).unwrap();
    let object = sample.as_object_mut().unwrap();
    object.remove("parity");
    object.remove("languages");
    let read = Description::parse(&sample.to_string()).unwrap();
    assert_eq!(
        (read.time_zone.as_str(), read.languages, read.parity),
        ("Europe/Stockholm", vec!["sv".to_owned()], false)
    );
}

#[test]
fn the_example_on_the_page_about_seeding_can_be_seeded() {
    let page = include_str!("../../../../docs/seed-format.md");
    let example = page.split("```json").nth(1).unwrap().split("```").next().unwrap();
    Description::parse(example).unwrap();
}

#[test]
fn a_description_written_out_reads_the_same() {
    let read = Description::parse(DESCRIPTION).unwrap();
    assert_eq!(Description::parse(&serde_json::to_string(&read).unwrap()).unwrap(), read);
}

#[test]
fn a_problem_names_its_field_and_what_would_be_right() {
    let cases = [
        (
            "/members/2/party",
            json!("C"),
            r#"members[2].party: there is no party "C"; the parties are A and B"#,
        ),
        ("/members/1/party", json!("a"), r#"members[1].party: "a" is not one letter of A to Z"#),
        ("/members/1/party", json!(7), "members[1].party: invalid type: integer"),
        ("/members/0/roles", json!([]), "members[0].roles: must name at least one role"),
        ("/members/0/roles/1", json!("boss"), "members[0].roles[1]: unknown variant `boss`"),
        ("/members/0/roles/1", json!("coordinator"), "members[0].roles[1]: stands here twice"),
        ("/members/0/email", json!("astrid"), r#"members[0].email: "astrid" is not an e-mail address"#),
        (
            "/members/1/email",
            json!("ASTRID@bjorkdal.example"),
            r#"members[1].email: "ASTRID@bjorkdal.example" is members[0]'s already"#,
        ),
        (
            "/members/0/organisation",
            json!("Simsällskapet"),
            r#"members[0].organisation: party A has no organisation "Simsällskapet"; it has "Fritidsnämnden""#,
        ),
        (
            "/members/4/organisation",
            json!("Simsällskapet"),
            "members[4].organisation: who belongs to no party",
        ),
        (
            "/members/4/roles/0",
            json!("approver"),
            "members[4].roles[0]: who belongs to no party may not approve",
        ),
        ("/members", json!({}), "members: invalid type: map"),
        ("/parties/1/letter", json!("A"), "parties[1].letter: A is parties[0]'s already"),
        ("/parties/1/name", json!(" "), "parties[1].name: must not be empty"),
        (
            "/parties/1/name",
            json!("Björkdals kommun"),
            "parties[1].name: \"Björkdals kommun\" is parties[0]'s",
        ),
        ("/parties/0/kind", json!("private"), "parties[0].kind: unknown variant `private`"),
        ("/parties/0/approval/count", json!(1), "parties[0].approval.count: goes with the rule"),
        ("/parties/1/approval/count", json!(0), "parties[1].approval.count: must be at least 1"),
        ("/parties/1/approval/count", json!(-1), "parties[1].approval.count: invalid value: integer `-1`"),
        ("/parties/1/approval/count", json!("two"), "parties[1].approval.count: invalid type: string"),
        ("/parties/1/approval/rule", json!("all"), "parties[1].approval.rule: unknown variant `all`"),
        (
            "/parties/1/organisations/1",
            json!("Simsällskapet"),
            "parties[1].organisations[1]: \"Simsällskapet\" st",
        ),
        ("/parties/0/bodies/0", json!("a\nb"), "parties[0].bodies[0]: \"a\\nb\" must not hold line breaks"),
        ("/sections", json!([]), "sections: there must be at least 1, and there are 0"),
        ("/sections/0/kind", json!("chapter"), "sections[0].kind: unknown variant `chapter`"),
        ("/sections/0/text", json!("\u{0}"), "sections[0].text: must not hold control characters"),
        ("/sections/1/responsible/1", json!("Q"), r#"sections[1].responsible[1]: there is no party "Q""#),
        ("/sections/1/responsible/1", json!("A"), r#"sections[1].responsible[1]: "A" stands here twice"#),
        ("/title", json!("x".repeat(301)), "title: has 301 characters; at most 300"),
        ("/case_number", json!("x "), "case_number: \"x \" must not begin or end with a space"),
        ("/time_zone", json!("Mars/Olympus"), r#"time_zone: "Mars/Olympus" is not the name of a time zone"#),
        ("/languages/1", json!("svenska"), r#"languages[1]: "svenska" is not a language tag"#),
        ("/parity", json!("yes"), "parity: invalid type: string"),
        ("/sections/0/colour", json!("red"), "sections[0].colour: unknown field `colour`"),
    ];
    for (pointer, value, expected) in cases {
        let said = problems(&with(pointer, Some(value)));
        assert!(said.lines().any(|line| line.starts_with(expected)), "{pointer}:\n{said}\nnot\n{expected}");
    }
}

#[test]
fn a_missing_field_is_named() {
    assert!(problems(&with("/title", None)).starts_with("title: is missing"));
    assert!(problems(&with("/members/3/email", None)).starts_with("members[3].email: is missing"));
    let said = problems(&with("/parties/1/approval/count", None));
    assert!(said.starts_with("parties[1].approval.count: is missing"), "{said}");
}

#[test]
fn every_broken_rule_is_said_at_once() {
    let mut sample: Value = serde_json::from_str(DESCRIPTION).unwrap();
    sample["title"] = json!("");
    sample["members"][0]["email"] = json!("@");
    sample["parties"].as_array_mut().unwrap().truncate(1);
    let found = Description::parse(&sample.to_string()).unwrap_err();
    let fields: Vec<&str> = found.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "title",
            "parties",
            "members[0].email",
            "members[2].party",
            "members[3].party",
            "sections[1].responsible[1]"
        ]
    );
}

#[test]
fn what_is_no_json_is_said_with_its_place() {
    assert!(problems("{\"title\": ").contains("line 1"));
    assert!(problems(&format!("{DESCRIPTION} x")).contains("trailing characters"));
}

proptest! {
    #[test]
    fn no_input_makes_the_reader_panic(pointer in 0usize..12, text in ".{0,40}", number in any::<i64>()) {
        let pointers = [
            "/title", "/case_number", "/time_zone", "/languages/0", "/parties/0/letter", "/parties/0/name",
            "/parties/1/approval/count", "/members/0/email", "/members/0/party", "/members/0/roles",
            "/sections/0/text", "/sections/0/title",
        ];
        for value in [json!(text), json!(number), json!([text]), json!({ "x": number }), Value::Null] {
            if let Err(found) = Description::parse(&with(pointers[pointer], Some(value))) {
                prop_assert!(found.iter().all(|problem| !problem.field.is_empty()), "{}", found);
            }
        }
    }
}

#[test]
fn a_party_may_begin_without_a_coordinator_and_with_too_few_approvers() {
    let mut described: serde_json::Value = serde_json::from_str(DESCRIPTION).unwrap();
    described["members"][2]["roles"] = json!(["drafter"]);
    described["parties"][1]["approval"]["count"] = json!(3);
    described.as_object_mut().unwrap().remove("case_number");
    let read = Description::parse(&described.to_string()).unwrap();
    assert_eq!(read.case_number, "");
}
