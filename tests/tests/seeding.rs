//! What `overens seed` promises.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use overens_tests::binary::{self, Finished};
use overens_tests::folder::Listing;
use overens_tests::people::{Token, lighthouses, seed_with};
use overens_tests::{Client, Folder, Pass, Seeded, Server, seed};
use serde_json::{Value, json};

async fn get(server: &Server, token: &Token, path: &str) -> Value {
    let asked = reqwest::Client::new().get(server.url(path)).bearer_auth(token).send().await.unwrap();
    assert_eq!(asked.status(), 200, "{path}");
    asked.json().await.unwrap()
}

async fn seed_text(folder: &Folder, text: &str, more: &[&str]) -> Finished {
    let file = folder.beside("wrong.json");
    std::fs::write(&file, text).unwrap();
    let (data, file) = (folder.argument(), file.to_str().unwrap().to_owned());
    let mut arguments = vec!["seed", "--data", &data];
    arguments.extend(more);
    arguments.push(&file);
    binary::run(&arguments).await
}

/// The agreement with one thing changed.
fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut description = lighthouses();
    change(&mut description);
    description.to_string()
}

async fn is_refused_naming(field: &str, text: &str) {
    let folder = Folder::new();
    let finished = seed_text(&folder, text, &[]).await;
    assert!(finished.code.is_some_and(|code| code != 0), "{field}: {finished:?}");
    assert!(finished.errors.contains(field), "{field} is not named: {}", finished.errors);
    assert_eq!(finished.output, "");
    assert_eq!(folder.listing(), Listing::new(), "{field}: something was written");
}

#[tokio::test]
async fn every_field_of_a_description_arrives() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let server = Server::start(&folder).await;
    let token = seeded.token("Erik");
    let agreement = get(&server, token, &format!("/api/agreements/{}", seeded.agreement)).await;
    let description = lighthouses();
    for field in ["title", "case_number", "time_zone", "languages", "parity"] {
        assert_eq!(agreement[field], description[field], "{field}");
    }
    assert_eq!(agreement["parity_met"], true);
    for (party, described) in std::iter::zip(list(&agreement["parties"]), list(&description["parties"])) {
        for field in ["letter", "name", "kind", "approval"] {
            assert_eq!(party[field], described[field], "parties.{field}");
        }
        let names: Vec<_> = list(&party["organisations"]).iter().map(|one| one["name"].clone()).collect();
        assert_eq!(Value::from(names), described["organisations"]);
    }
    let letter = |party: &Value| {
        let parties = list(&agreement["parties"]);
        parties.iter().find(|one| one["id"] == *party).map_or(Value::Null, |one| one["letter"].clone())
    };
    let (members, described) = (list(&agreement["members"]), list(&description["members"]));
    assert_eq!(members.len(), described.len());
    for (member, described) in std::iter::zip(members, described) {
        assert_eq!(member["name"], described["name"]);
        assert_eq!(letter(&member["party"]), described["party"]);
        assert_eq!(member["organisation"], described.get("organisation").cloned().unwrap_or_default());
        assert_eq!(sorted(&member["roles"]), sorted(&described["roles"]));
    }
    let (sections, described) = (list(&agreement["sections"]), list(&description["sections"]));
    assert_eq!(sections.len(), described.len());
    for (section, described) in std::iter::zip(sections, described) {
        assert_eq!((&section["kind"], &section["title"]), (&described["kind"], &described["title"]));
        assert_eq!(section["state"], "drafting");
        let responsible: Vec<_> = list(&section["responsible"]).iter().map(letter).collect();
        assert_eq!(Value::from(responsible), described.get("responsible").cloned().unwrap_or(json!([])));
    }
    let starting_points = Client::join(&server, seeded.section("starting_points"), &Pass::plain(token)).await;
    assert_eq!(starting_points.text(), "Fyrarna är allas.");
    let me = get(&server, token, "/api/me").await;
    assert_eq!(
        (&me["account"]["name"], &me["account"]["email"]),
        (&json!("Erik Våg"), &json!("erik@kuststad.example"))
    );
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

fn sorted(roles: &Value) -> Vec<String> {
    let mut roles: Vec<_> = list(roles).iter().map(|role| role.as_str().unwrap().to_owned()).collect();
    roles.sort();
    roles
}

#[tokio::test]
async fn what_is_printed_is_what_is_there() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let server = Server::start(&folder).await;
    let agreement =
        get(&server, seeded.token("Maja"), &format!("/api/agreements/{}", seeded.agreement)).await;
    for (printed, section) in std::iter::zip(&seeded.sections, list(&agreement["sections"])) {
        assert_eq!(section["id"], printed.id.0);
        assert_eq!((&section["kind"], &section["title"]), (&json!(printed.kind), &json!(printed.title)));
    }
    for (printed, member) in std::iter::zip(&seeded.members, list(&agreement["members"])) {
        assert_eq!(member["id"], printed.id.0);
        assert_eq!(member["name"], printed.name.as_str());
        assert!(printed.link.starts_with("http"), "{}", printed.link);
        let me = get(&server, printed.token.as_ref().unwrap(), "/api/me").await;
        assert_eq!(me["memberships"][0]["member"]["id"], printed.id.0);
    }
}

#[tokio::test]
async fn tokens_are_only_given_when_asked_for() {
    let folder = Folder::new();
    let finished = seed_text(&folder, &lighthouses().to_string(), &[]).await;
    let seeded: Seeded = serde_json::from_str(&finished.output).unwrap();
    assert!(seeded.members.iter().all(|member| member.token.is_none()));
    assert!(!finished.output.contains("token"));
}

#[tokio::test]
async fn a_running_server_has_a_new_agreement_at_once() {
    let folder = Folder::new();
    let first = seed(&folder).await;
    let server = Server::start(&folder).await;
    // Its links lead to the running server.
    let second = seed(&folder).await;
    assert_ne!(first.agreement, second.agreement);
    assert!(second.members[0].link.starts_with(&server.url("/sign-in/")), "{}", second.members[0].link);
    let client = Client::join(&server, second.section("free"), &Pass::ours(second.token("Bo"))).await;
    client.edit(|document| document.append(" Och bojar."));
    client.until_saved().await;
    // Erik of both agreements is one person with two memberships; his token still speaks for one.
    let agreements = get(&server, first.token("Erik"), "/api/agreements").await;
    assert_eq!(list(&agreements).len(), 1);
}

#[tokio::test]
async fn what_a_running_server_was_given_survives_its_death() {
    let folder = Folder::new();
    let mut server = Server::start(&folder).await;
    let seeded = seed(&folder).await;
    server.kill_9().await;
    let server = Server::start(&folder).await;
    let client = Client::join(&server, seeded.section("free"), &Pass::ours(seeded.token("Bo"))).await;
    assert_eq!(client.text(), "Lotsar och fyrar.");
}

#[tokio::test]
async fn links_begin_with_the_public_url_that_is_asked_for() {
    let folder = Folder::new();
    let more = ["--public-url", "https://fyrar.example"];
    let finished = seed_text(&folder, &lighthouses().to_string(), &more).await;
    let seeded: Seeded = serde_json::from_str(&finished.output).expect(&finished.errors);
    for member in seeded.members {
        assert!(member.link.starts_with("https://fyrar.example/sign-in/"), "{}", member.link);
    }
}

#[tokio::test]
async fn a_principle_without_text_begins_with_its_questions() {
    for (language, questions) in [
        ("sv", ["Vad handlar det om?", "Varför är det viktigt?", "Vilka genomför?"]),
        ("en", ["What is it about?", "Why does it matter?", "Who carries it out?"]),
    ] {
        let folder = Folder::new();
        let mut description = lighthouses();
        description["languages"] = json!([language]);
        let seeded = seed_with(&folder, &description).await;
        let server = Server::start(&folder).await;
        let client =
            Client::join(&server, seeded.section("principle"), &Pass::plain(seeded.token("Olle"))).await;
        let blocks = client.state().document.blocks();
        for question in questions {
            assert!(blocks.contains(&("heading".to_owned(), question.to_owned())), "{blocks:?}");
        }
        assert!(blocks.iter().any(|(name, _)| name == "measure"), "no place for measures: {blocks:?}");
        let path = format!("/api/sections/{}/authors", seeded.section("principle"));
        let authors = get(&server, seeded.token("Olle"), &path).await;
        for run in list(&authors["runs"]) {
            assert_eq!(run["member"], Value::Null, "the template's words are nobody's");
        }
    }
}

#[tokio::test]
async fn a_wrong_file_is_refused_with_its_field_and_nothing_is_written() {
    let wrong: Vec<(&str, String)> = vec![
        ("title", changed(|all| drop(all.as_object_mut().unwrap().remove("title")))),
        ("title", changed(|all| all["title"] = json!(""))),
        ("titel", changed(|all| all["titel"] = json!("x"))),
        ("case_number", changed(|all| all["case_number"] = json!(7))),
        ("time_zone", changed(|all| all["time_zone"] = json!("Europe/Atlantis"))),
        ("languages", changed(|all| all["languages"] = json!([]))),
        ("parity", changed(|all| all["parity"] = json!("yes"))),
        ("parties", changed(|all| drop(all["parties"].as_array_mut().unwrap().pop()))),
        ("parties[1].letter", changed(|all| all["parties"][1]["letter"] = json!("A"))),
        ("parties[0].kind", changed(|all| all["parties"][0]["kind"] = json!("private"))),
        ("parties[1].approval.count", changed(|all| all["parties"][1]["approval"]["count"] = json!(0))),
        ("parties[1].approval", changed(|all| all["parties"][1]["approval"] = json!({ "rule": "most" }))),
        (
            "parties[0].organisations",
            changed(|all| all["parties"][0]["organisations"][1] = json!("Kommunstyrelsen")),
        ),
        ("members[2].party", changed(|all| all["members"][2]["party"] = json!("C"))),
        ("members[1].organisation", changed(|all| all["members"][1]["organisation"] = json!("Fyrvännerna"))),
        ("members[3].roles", changed(|all| all["members"][3]["roles"] = json!([]))),
        ("members[3].roles", changed(|all| all["members"][3]["roles"][0] = json!("boss"))),
        ("members[7].roles", changed(|all| all["members"][7]["roles"] = json!(["approver"]))),
        ("members[1].email", changed(|all| all["members"][1]["email"] = json!("ERIK@kuststad.example"))),
        ("members[1].email", changed(|all| all["members"][1]["email"] = json!("asta"))),
        ("sections", changed(|all| all["sections"] = json!([]))),
        ("sections[0].kind", changed(|all| all["sections"][0]["kind"] = json!("poem"))),
        ("sections[1].responsible", changed(|all| all["sections"][1]["responsible"] = json!(["Q"]))),
        ("sections[3].text", changed(|all| all["sections"][3]["text"] = json!(["x"]))),
        ("line 1", "{ \"title\": ".to_owned()),
    ];
    for (field, text) in wrong {
        is_refused_naming(field, &text).await;
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named() {
    let folder = Folder::new();
    let finished = binary::run(&["seed", "--data", &folder.argument(), "/nowhere/agreement.json"]).await;
    assert_ne!(finished.code, Some(0));
    assert!(finished.errors.contains("/nowhere/agreement.json"), "{}", finished.errors);
    assert_eq!(folder.listing(), Listing::new());
}

#[tokio::test]
async fn a_wrong_file_changes_nothing_in_a_running_server() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let server = Server::start(&folder).await;
    let before = get(&server, seeded.token("Erik"), &format!("/api/agreements/{}", seeded.agreement)).await;
    let wrong = changed(|all| all["members"][2]["party"] = json!("C"));
    let finished = seed_text(&folder, &wrong, &[]).await;
    assert_ne!(finished.code, Some(0));
    assert!(finished.errors.contains("members[2].party"), "{}", finished.errors);
    let after = get(&server, seeded.token("Erik"), &format!("/api/agreements/{}", seeded.agreement)).await;
    assert_eq!(before, after);
    let agreements = get(&server, seeded.token("Erik"), "/api/agreements").await;
    assert_eq!(list(&agreements).len(), 1);
}
