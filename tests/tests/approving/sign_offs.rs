//! A sign-off is of exactly one text.

use overens_tests::{Group, Person};
use serde_json::{Value, json};
use yrs::{XmlElementPrelim, XmlFragment, XmlTextPrelim};

fn pairs(standings: &[(&str, &str)]) -> Vec<(String, String)> {
    standings.iter().map(|(name, standing)| ((*name).to_owned(), (*standing).to_owned())).collect()
}

#[tokio::test]
async fn a_section_is_agreed_once_every_partys_rule_is_met_on_one_text() {
    let group = Group::gather().await;
    let section = group.section("free");
    group.erik.save(section, "").await;
    assert_eq!(group.look(section).await["state"], "drafting");
    group.asta.sign_off(section).await.done();
    assert_eq!(group.look(section).await["state"], "in_approval");
    group.bo.sign_off(section).await.done();
    assert_eq!(group.look(section).await["state"], "in_approval", "party B's rule asks for two");
    group.ivar.sign_off(section).await.done();
    let agreed = group.look(section).await;
    assert_eq!(agreed["state"], "agreed");
    assert_eq!(agreed["approvals"][1]["needed"], 2);
    assert!(agreed["approvals"].as_array().unwrap().iter().all(|party| party["met"] == true));
}

#[tokio::test]
async fn nobody_approves_a_text_they_were_not_shown() {
    let group = Group::gather().await;
    let section = group.section("free");
    let path = format!("/api/sections/{section}/sign-offs");
    group.erik.save(section, "").await;
    let seen = group.asta.approval(section).await;

    group.write("Bo", section, "En ny mening.").await;
    assert_eq!(group.asta.post(&path, seen.clone()).await.code(), "edited-since");
    group.erik.save(section, "").await;
    let answer = group.asta.post(&path, seen.clone()).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (409, "other-text"));

    let mut other = group.asta.approval(section).await;
    other["hash"] = json!("0".repeat(64));
    assert_eq!(group.asta.post(&path, other).await.code(), "other-text");
    let mut other = group.asta.approval(section).await;
    other["revision"] = json!(1);
    assert_eq!(group.asta.post(&path, other).await.code(), "other-text");
    group.asta.sign_off(section).await.done();
}

#[tokio::test]
async fn an_approval_takes_the_role_a_mandate_of_ones_own_and_ones_name() {
    let group = Group::gather().await;
    let section = group.section("free");
    let path = format!("/api/sections/{section}/sign-offs");
    group.erik.save(section, "").await;
    let seen = group.asta.approval(section).await;
    let with = |field: &str, value: Value| {
        let mut changed = seen.clone();
        changed[field] = value;
        changed
    };
    assert_eq!(group.erik.post(&path, seen.clone()).await.code(), "not-an-approver");
    assert_eq!(group.bo.post(&path, seen.clone()).await.code(), "mandate-of-another");
    assert_eq!(group.asta.post(&path, with("name", json!("Asta"))).await.code(), "name-differs");
    let nobody = "0192f0c1-7a00-7000-8000-000000000001";
    assert_eq!(group.asta.post(&path, with("mandate", json!(nobody))).await.code(), "no-such-mandate");
    let expired = json!({
        "member": group.seeded.member("Asta").id.0, "kind": "decision", "issuer": "Nämnden",
        "date": "2020-01-01", "paragraph": "§ 1", "valid_until": "2020-12-31",
    });
    let mandates = format!("/api/agreements/{}/mandates", group.seeded.agreement);
    let expired = group.erik.post(&mandates, expired).await.done();
    assert_eq!(
        group.asta.post(&path, with("mandate", expired["id"].clone())).await.code(),
        "mandate-not-valid"
    );
    assert_eq!(group.look(section).await["state"], "drafting", "a refusal locks nothing");
    assert_eq!(group.asta.post(&path, with("name", json!("  asta   brygga "))).await.status, 201);
}

#[tokio::test]
async fn a_sign_off_needs_a_person_who_signed_in_lately() {
    let group = Group::gather_with(|launch| launch.arguments(&["--fresh-sign-in-seconds", "1"])).await;
    let section = group.section("free");
    group.erik.save(section, "").await;
    let path = format!("/api/sections/{section}/sign-offs");
    let approval = group.asta.approval(section).await;
    let stale = async {
        loop {
            let seen = group.asta.get(&format!("/api/sections/{section}/approval")).await.done();
            if seen["sign_in_needed"] == true {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(overens_tests::PATIENCE, stale).await.expect("the sign-in grows old");
    let answer = group.asta.post(&path, approval.clone()).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (403, "fresh-sign-in-needed"));
    let by_token = reqwest::Client::new()
        .post(group.server.url(&path))
        .bearer_auth(group.seeded.token("Asta"))
        .json(&approval)
        .send()
        .await
        .unwrap();
    assert_eq!(by_token.status(), 403);
    assert_eq!(by_token.json::<Value>().await.unwrap()["type"], "/problems/session-needed");
}

#[tokio::test]
async fn later_edits_make_approvals_stale_and_the_old_text_makes_them_current_again() {
    let group = Group::gather().await;
    let section = group.section("free");
    group.erik.save(section, "").await;
    group.agree_on(section).await;
    group.reopen(section).await;
    assert_eq!(group.look(section).await["state"], "drafting");
    group.write("Bo", section, "Något nytt.").await;
    group.erik.save(section, "").await;
    let stale = pairs(&[("Asta", "stale"), ("Bo", "stale"), ("Ivar", "stale")]);
    assert_eq!(group.standings(section).await, stale);

    let path = format!("/api/sections/{section}/revisions/1/restoration");
    assert_eq!(group.erik.post(&path, json!({})).await.done()["number"], 3);
    let current = pairs(&[("Asta", "current"), ("Bo", "current"), ("Ivar", "current")]);
    assert_eq!(group.standings(section).await, current);
    let approvals = group.look(section).await["approvals"].clone();
    assert_eq!(approvals[0]["sign_offs"][0]["again_since"], 3, "and why: {approvals}");
    // Nobody needs to approve anew; it is enough to lock it.
    let lock = json!({"reason": "Texten är åter den godkända."});
    let locked = group.erik.post(&format!("/api/sections/{section}/lock"), lock).await.done();
    assert_eq!(locked["state"], "agreed");
}

#[tokio::test]
async fn an_approval_is_withdrawn_by_its_giver_with_a_reason() {
    let group = Group::gather().await;
    let section = group.section("free");
    group.erik.save(section, "").await;
    let given = group.asta.sign_off(section).await.done();
    let path = format!(
        "/api/agreements/{}/sign-offs/{}/withdrawal",
        group.seeded.agreement,
        given["id"].as_str().unwrap()
    );
    assert_eq!(group.bo.post(&path, json!({"reason": "Nej."})).await.code(), "not-yours");
    assert_eq!(group.asta.post(&path, json!({"reason": "  "})).await.code(), "field-missing");
    let withdrawn = group.asta.post(&path, json!({"reason": "Styrelsen ångrade sig."})).await.done();
    assert_eq!(withdrawn["standing"], "withdrawn");
    assert_eq!(withdrawn["withdrawn"]["reason"], "Styrelsen ångrade sig.");
    assert_eq!(group.asta.post(&path, json!({"reason": "Igen."})).await.code(), "already-withdrawn");
    // What is withdrawn can be given anew.
    assert_ne!(group.asta.sign_off(section).await.done()["id"], given["id"]);
}

#[tokio::test]
async fn a_reservation_stands_beside_the_approval_and_hinders_nobody() {
    let group = Group::gather().await;
    let section = group.section("free");
    group.erik.save(section, "").await;
    let mut approval = group.asta.approval(section).await;
    approval["reservation"] = json!("Vi hade velat ha ett datum.");
    group.asta.post(&format!("/api/sections/{section}/sign-offs"), approval).await.done();
    let own = json!({"revision": 1, "text": "Jag hade velat mer.", "personal": true});
    let path = format!("/api/sections/{section}/reservations");
    group.maja.post(&path, own.clone()).await.done();
    let olle = Person::sign_in(&group.server, group.seeded.member("Olle")).await;
    assert_eq!(olle.post(&path, own).await.code(), "observers-read");
    let made = group.ivar.get(&path).await.done();
    let made: Vec<_> = made.as_array().unwrap().iter().map(|one| (&one["personal"], &one["text"])).collect();
    let expected = [
        (&json!(false), &json!("Vi hade velat ha ett datum.")),
        (&json!(true), &json!("Jag hade velat mer.")),
    ];
    assert_eq!(made, expected);
    group.bo.sign_off(section).await.done();
    group.ivar.sign_off(section).await.done();
    assert_eq!(group.look(section).await["state"], "agreed");
}

#[tokio::test]
async fn an_approver_is_shown_what_changed_since_they_or_their_party_approved() {
    let group = Group::gather().await;
    let section = group.section("free");
    group.erik.save(section, "").await;
    let path = format!("/api/sections/{section}/approval");
    assert_eq!(group.bo.get(&path).await.done()["changes"]["from"], Value::Null);
    group.bo.sign_off(section).await.done();
    group.reopen(section).await;
    group.write("Asta", section, "Fyren släcks aldrig.").await;
    group.erik.save(section, "").await;
    let own = group.bo.get(&path).await.done()["changes"].clone();
    assert_eq!((&own["from"], &own["whose"]), (&json!(1), &json!("own")));
    assert_eq!(own["comparison"]["words_added"], 3);
    let partys = group.ivar.get(&path).await.done()["changes"].clone();
    assert_eq!((&partys["from"], &partys["whose"]), (&json!(1), &json!("party")));
    assert_eq!(group.erik.get(&path).await.code(), "not-an-approver");
}

#[tokio::test]
async fn a_receipt_proves_the_entry_and_is_its_givers() {
    let group = Group::gather().await;
    let section = group.section("free");
    group.erik.save(section, "").await;
    let given = group.asta.sign_off(section).await.done();
    let agreement = &group.seeded.agreement;
    let path = format!("/api/agreements/{agreement}/sign-offs/{}/receipt", given["id"].as_str().unwrap());
    let receipt: Value = serde_json::from_slice(&group.asta.bytes(&path).await).unwrap();
    assert_eq!((&receipt["text"], &receipt["kind"]), (&given["hash"], &json!("sign-off-receipt")));
    assert_eq!(group.bo.get(&path).await.status, 403, "the other party's");
    let record =
        group.bo.get(&format!("/api/agreements/{agreement}/record?kind=section_signed_off")).await.done();
    let entry = &record["entries"][0];
    assert_eq!((&entry["position"], &entry["hash"]), (&receipt["entry_position"], &receipt["entry"]));
    let key =
        reqwest::get(group.server.url("/api/signing-key")).await.unwrap().json::<Value>().await.unwrap();
    assert_eq!(key["key"], receipt["key"]);
}

#[tokio::test]
async fn a_text_with_words_that_no_page_shows_cannot_be_approved() {
    let group = Group::gather().await;
    let section = group.section("free");
    let maja = group.open("Maja", section).await;
    maja.edit(|document| {
        document.change(|root, transaction| {
            let paragraph = root.get(transaction, 0).unwrap().into_xml_element().unwrap();
            let line_break = paragraph.push_back(transaction, XmlElementPrelim::empty("hardBreak"));
            line_break.push_back(transaction, XmlTextPrelim::new("B betalar allt"));
        });
    });
    maja.until_saved().await;
    group.erik.save(section, "").await;
    let answer = group.asta.sign_off(section).await;
    assert_eq!(answer.code(), "strange-text", "{answer:?}");
    let lock = json!({"reason": "Nu ska den läsas."});
    assert_eq!(group.erik.post(&format!("/api/sections/{section}/lock"), lock).await.code(), "strange-text");
}
