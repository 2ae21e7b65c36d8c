//! Proposals, from the request to the text.

use super::approving::{ADA, BO, CIA, DAG, EVA};
use super::*;

impl Fixture {
    /// A run of one section's blocks, as whoever reads it sees it.
    async fn run_of(&self, section: usize, count: usize) -> Vec<Value> {
        let now = self.read(&format!("{}/text", self.section(section)), EVA).await.json();
        let block = |index: usize| {
            let mut seen = now["ids"][index].clone();
            seen["block"] = now["blocks"][index].clone();
            seen
        };
        (0..count).map(block).collect()
    }

    async fn propose(&self, by: usize, text: &str) -> Got {
        let body =
            json!({"base": self.run_of(0, 1).await, "blocks": [paragraph(text)], "reason": "Klarare."});
        self.post(&format!("{}/proposals", self.section(0)), by, &body).await
    }

    async fn proposed(&self, by: usize, text: &str) -> String {
        let got = self.propose(by, text).await;
        assert_eq!(got.status, StatusCode::CREATED, "{}", String::from_utf8_lossy(&got.body));
        format!("/api/proposals/{}", got.json()["id"].as_str().unwrap())
    }

    async fn words(&self) -> String {
        let text = self.read(&format!("{}/text", self.section(0)), EVA).await.json();
        text["blocks"][0]["content"][0]["text"].as_str().unwrap_or_default().to_owned()
    }
}

fn paragraph(text: &str) -> Value {
    json!({"type": "paragraph", "content": [{"type": "text", "text": text}]})
}

/// Somebody who drafts, if any of the fixture's does.
async fn drafter(fixture: &Fixture) -> usize {
    for member in [ADA, BO, CIA, DAG, EVA] {
        if fixture.read(&fixture.section(0), member).await.json()["may_write"] == json!(true) {
            return member;
        }
    }
    panic!("nobody drafts")
}

#[tokio::test]
async fn accept_and_reject_at_once_end_in_one_of_them_recorded_once() {
    let fixture = Fixture::new().await;
    let drafter = drafter(&fixture).await;
    for round in 0..12 {
        let text = format!("Lydelse {round}");
        let proposal = fixture.proposed(CIA, &text).await;
        let (before, seen) = (fixture.words().await, fixture.run_of(0, 1).await);
        let (acceptances, rejections) = (format!("{proposal}/acceptances"), format!("{proposal}/rejections"));
        let (seen, reason) = (json!({"seen": seen}), json!({"reason": "Nej."}));
        let accept = fixture.post(&acceptances, drafter, &seen);
        let reject = fixture.post(&rejections, ADA, &reason);
        let (accepted, rejected) = match round % 2 {
            0 => tokio::join!(accept, reject),
            _ => {
                let (rejected, accepted) = tokio::join!(reject, accept);
                (accepted, rejected)
            }
        };
        let is_accepted = accepted.status == StatusCode::OK;
        let (done, late) = if is_accepted { (accepted, rejected) } else { (rejected, accepted) };
        assert_eq!(done.status, StatusCode::OK, "{}", String::from_utf8_lossy(&done.body));
        assert_eq!((late.status, late.problem().as_str()), (StatusCode::CONFLICT, "proposal-closed"));
        let state = if is_accepted { "accepted" } else { "rejected" };
        let now = fixture.read(&proposal, EVA).await.json();
        assert_eq!((now["state"].as_str(), now["closed"]["edited"].as_bool()), (Some(state), Some(false)));
        assert_eq!(fixture.words().await, if is_accepted { text } else { before });
        // Once more is too late, whoever asks.
        for (path, body) in [(&acceptances, &seen), (&rejections, &reason)] {
            let again = fixture.post(path, drafter, body).await;
            assert_eq!((again.status, again.problem().as_str()), (StatusCode::CONFLICT, "proposal-closed"));
            assert!(again.json()["detail"].as_str().unwrap().len() > 20);
        }
    }
}

#[tokio::test]
async fn a_proposal_whose_text_has_changed_is_looked_at_before_it_comes_in() {
    let fixture = Fixture::new().await;
    let drafter = drafter(&fixture).await;
    // With none of its words left, the block is still that block.
    let first = fixture.proposed(CIA, "Allt annorlunda").await;
    let second = fixture.proposed(CIA, "Ingenting gäller").await;
    let seen = fixture.run_of(0, 1).await;
    let conflicts = fixture.read(&first, EVA).await.json()["conflicts"].clone();
    assert_eq!(format!("/api/proposals/{}", conflicts[0].as_str().unwrap()), second);
    let accept = |path: &str, body: Value| {
        let path = format!("{path}/acceptances");
        let fixture = &fixture;
        async move { fixture.post(&path, drafter, &body).await }
    };
    assert_eq!(accept(&first, json!({"seen": seen})).await.status, StatusCode::OK);
    let now = fixture.read(&second, EVA).await.json();
    assert_eq!((&now["standing"], &now["conflicts"]), (&json!("changed"), &json!([])));
    assert_eq!(accept(&second, json!({"seen": seen})).await.problem(), "proposal-text-changed");
    let seen = fixture.run_of(0, 1).await;
    assert_eq!(accept(&second, json!({"seen": seen})).await.problem(), "proposal-must-be-looked-at");
    let merged = json!({"seen": seen, "blocks": [paragraph("Allt annorlunda, och ingenting gäller")]});
    let done = accept(&second, merged).await;
    assert_eq!(done.status, StatusCode::OK, "{}", String::from_utf8_lossy(&done.body));
    assert_eq!(done.json()["closed"]["edited"], json!(true));
    assert_eq!(fixture.words().await, "Allt annorlunda, och ingenting gäller");
}

#[tokio::test]
async fn what_is_no_proposal_is_refused_with_what_to_do() {
    let fixture = Fixture::new().await;
    let run = fixture.run_of(0, 1).await;
    let mut others = run.clone();
    others[0]["client"] = json!(4711);
    let mut other_words = run.clone();
    other_words[0]["block"] = paragraph("Det här stod aldrig där");
    let mut deep = paragraph("djupt");
    for _ in 0..55 {
        deep = json!({"type": "blockquote", "content": [deep]});
    }
    let new = json!([paragraph("Nytt")]);
    for (base, blocks, status, code) in [
        (json!([]), new.clone(), 422, "proposal-without-blocks"),
        (json!([run[0], run[0]]), new.clone(), 422, "proposal-without-blocks"),
        (json!(others), new.clone(), 409, "proposal-gone"),
        (json!(other_words), new.clone(), 409, "proposal-text-changed"),
        (json!(run), json!([run[0]["block"]]), 422, "proposal-changes-nothing"),
        (json!(run), json!([{"type": "script"}]), 422, "proposal-strange"),
        (json!(run), json!([paragraph("a\u{202e}b")]), 422, "proposal-unreadable"),
        (json!(run), json!([paragraph(&"x".repeat(70_000))]), 422, "proposal-too-large"),
        (json!(run), json!([deep]), 422, "proposal-too-large"),
        (json!(run), json!([{"type": "text", "text": "löst"}]), 400, "bad-request"),
        (json!("allt"), new.clone(), 400, "bad-request"),
    ] {
        let body = json!({"base": base, "blocks": blocks});
        let got = fixture.post(&format!("{}/proposals", fixture.section(0)), CIA, &body).await;
        assert_eq!((got.status.as_u16(), got.problem().as_str()), (status, code), "{base}");
    }
    let listed = fixture.read(&format!("{}/proposals", fixture.section(0)), EVA).await.json();
    assert_eq!((&listed["proposals"], &listed["position"]), (&json!([]), &json!(0)));
}

#[tokio::test]
async fn the_same_offered_again_because_no_answer_came_is_one_proposal() {
    let fixture = Fixture::new().await;
    let first = fixture.proposed(CIA, "Lydelse ett").await;
    assert_eq!(fixture.proposed(CIA, "Lydelse ett").await, first);
    let others = [fixture.proposed(CIA, "Lydelse två").await, fixture.proposed(BO, "Lydelse ett").await];
    assert!(!others.contains(&first));
    // What was taken back and is offered again is another.
    fixture.post(&format!("{first}/withdrawals"), CIA, &json!({})).await;
    assert_ne!(fixture.proposed(CIA, "Lydelse ett").await, first);
    let listed = fixture.read(&format!("{}/proposals", fixture.section(0)), EVA).await.json();
    assert_eq!(listed["proposals"].as_array().unwrap().len(), 4);
}
