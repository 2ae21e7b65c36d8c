//! Whoever may not do something is told so, whatever it is.

use super::approving::{ADA, EVA};
use super::*;

/// Every route here that changes something in an agreement, what is sent to it, and what an observer is told.
fn commands() -> Vec<(&'static str, Value, &'static str)> {
    let nobody = uuid::Uuid::nil();
    let mandate = json!({"member": nobody, "kind": "decision", "issuer": "x", "date": "2026-01-01",
                         "paragraph": "1", "valid_until": null});
    let signing = json!({"date": "2026-01-01", "place": "x", "signatories": [], "scan": null});
    let party = json!({"letter": "X", "name": "X", "kind": "civil", "approval": {"rule": "any"}, "bodies": [],
                       "coordinator": {"name": "X", "email": "x@x.example"}});
    let review = json!({"sections": [], "reviewers": [], "question": "x", "due": "2099-01-01"});
    let sheet = json!({"organisation": nobody, "sections": [], "mandate_asked": "x"});
    vec![
        ("reviews", review, "not-a-coordinator"),
        ("anchoring-sheets", sheet, "not-a-coordinator"),
        ("phase", json!({"phase": "approval"}), "not-a-coordinator"),
        ("mandates", mandate, "not-a-coordinator"),
        ("signing", signing, "not-a-coordinator"),
        ("attachments?name=a.pdf", json!("no PDF either"), "not-a-drafter-or-coordinator"),
        ("meetings", json!({"date": "2026-01-01", "title": "X"}), "not-a-drafter-or-coordinator"),
        ("sign-offs/{sign_off}/withdrawal", json!({"reason": "x"}), "not-yours"),
        ("matter", json!({"title": "Ny titel"}), "not-a-coordinator"),
        ("plan", json!({"plan": []}), "not-a-coordinator"),
        ("parties", party, "not-a-coordinator"),
        ("parties/{nobody}", json!({"name": "X"}), "not-a-coordinator"),
        ("parties/{nobody}/approval", json!({"rule": "any"}), "not-a-coordinator"),
        ("parties/{nobody}/organisations", json!({"name": "X"}), "not-a-coordinator"),
        ("organisations/{nobody}", json!({"name": "X"}), "not-a-coordinator"),
        ("sections", json!({"kind": "free", "title": "X", "responsible": []}), "not-a-coordinator"),
        ("sections/order", json!({"sections": []}), "not-a-coordinator"),
        ("purge", json!({"decision": nobody}), "not-a-coordinator"),
        ("record/0/erase", json!({"words": "0".repeat(64), "reason": "x"}), "not-a-coordinator"),
    ]
}

#[tokio::test]
async fn every_command_refuses_strangers_and_members_without_the_role() {
    let fixture = Fixture::new().await;
    let sign_off = fixture.with_a_sign_off().await.to_string();
    let other = seed(&fixture.operator, "Annan").await;
    let stranger = format!("Bearer {}", other["members"][1]["token"].as_str().unwrap());
    let observer = fixture.sign_in(EVA).await;
    let before = fixture.read(&fixture.agreement(), EVA).await.json()["position"].clone();
    for (command, body, refusal) in commands() {
        let nobody = uuid::Uuid::nil().to_string();
        let path = format!("{}/{command}", fixture.agreement());
        let path = path.replace("{sign_off}", &sign_off).replace("{nobody}", &nobody);
        for (who, status, code) in [
            (&[][..], StatusCode::UNAUTHORIZED, "not-signed-in"),
            (&[("authorization", stranger.as_str())], StatusCode::FORBIDDEN, "not-a-member"),
            (&[("cookie", observer.as_str())], StatusCode::FORBIDDEN, refusal),
            (
                &[("cookie", observer.as_str()), ("origin", "https://evil.example")],
                StatusCode::FORBIDDEN,
                "wrong-origin",
            ),
        ] {
            let headers = [who, &[("content-type", "application/json")]].concat();
            let got = fixture.ask(Method::POST, &path, &headers, &body.to_string()).await;
            assert_eq!((got.status, got.problem().as_str()), (status, code), "{command}");
        }
    }
    let after = fixture.read(&fixture.agreement(), EVA).await.json()["position"].clone();
    assert_eq!(before, after, "nothing was done");
}

#[tokio::test]
async fn every_command_says_what_is_wrong_with_its_body() {
    let fixture = Fixture::new().await;
    let sign_off = fixture.with_a_sign_off().await.to_string();
    for (command, body, _) in commands().into_iter().filter(|(_, body, _)| body.is_object()) {
        let nobody = uuid::Uuid::nil().to_string();
        let path = format!("{}/{command}", fixture.agreement());
        let path = path.replace("{sign_off}", &sign_off).replace("{nobody}", &nobody);
        let mut unknown = body.clone();
        unknown["more"] = json!(1);
        for wrong in [unknown, json!({}), json!([]), Value::Null] {
            let got = fixture.post(&path, ADA, &wrong).await;
            // What may leave out everything changes nothing.
            if wrong == json!({}) && ["matter", "parties/{nobody}"].contains(&command) {
                continue;
            }
            assert_eq!(
                (got.status, got.problem().as_str()),
                (StatusCode::BAD_REQUEST, "bad-request"),
                "{command}"
            );
            assert!(!got.json()["reason"].as_str().unwrap().is_empty(), "{command}");
        }
        let large = json!({"reason": "x".repeat(super::super::BODY_SIZE)});
        let got = fixture.post(&path, ADA, &large).await;
        assert_eq!((got.status, got.problem().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too-large"));
    }
}
