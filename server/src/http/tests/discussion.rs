//! How much of each section is open, as each member sees it.

use super::approving::{ADA, BO, CIA, EVA};
use super::*;

impl Fixture {
    /// What is open of a section, as a member sees it: proposals, threads, and threads with news.
    async fn open(&self, member: usize, section: usize) -> (u64, u64, u64) {
        let got = self.read(&format!("{}/discussion", self.agreement()), member).await;
        assert_eq!(got.status, StatusCode::OK);
        let id = self.seeded["sections"][section]["id"].as_str().unwrap();
        let open = &got.json()["sections"][id];
        let count = |name: &str| open[name].as_u64().unwrap();
        (count("proposals"), count("threads"), count("unread"))
    }

    /// Does something, and gives what came of it.
    async fn done(&self, path: &str, member: usize, body: Value) -> Value {
        let got = self.post(path, member, &body).await;
        assert!(got.status.is_success(), "{path}: {}", String::from_utf8_lossy(&got.body));
        got.json()
    }
}

#[tokio::test]
async fn each_member_sees_how_much_is_open_and_what_is_news_to_them() {
    let fixture = Fixture::new().await;
    let section = fixture.section(0);
    for member in [ADA, BO, EVA] {
        assert_eq!((fixture.open(member, 0).await, fixture.open(member, 1).await), ((0, 0, 0), (0, 0, 0)));
    }
    let said = |text: &str| json!({"anchor": null, "text": text});
    let threads = format!("{section}/threads");
    let first = fixture.done(&threads, CIA, said("Vad menas?")).await;
    fixture.done(&threads, CIA, said("Och här?")).await;
    let text = fixture.read(&format!("{section}/text"), CIA).await.json();
    let mut base = text["ids"][0].clone();
    base["block"] = text["blocks"][0].clone();
    let proposed = json!({"base": [base], "blocks": [], "reason": null});
    let proposal = fixture.done(&format!("{section}/proposals"), CIA, proposed).await;
    // One's own words are no news.
    assert_eq!((fixture.open(CIA, 0).await, fixture.open(ADA, 0).await), ((1, 2, 0), (1, 2, 2)));
    assert_eq!(fixture.open(ADA, 1).await, (0, 0, 0), "another section");

    let thread = format!("/api/threads/{}", first["id"].as_str().unwrap());
    let got = fixture.post(&format!("{thread}/readings"), ADA, &json!({"comments": 1})).await;
    assert_eq!(got.status, StatusCode::NO_CONTENT);
    assert_eq!((fixture.open(ADA, 0).await, fixture.open(BO, 0).await), ((1, 2, 1), (1, 2, 2)));
    fixture.done(&format!("{thread}/comments"), ADA, json!({"text": "Att vi möts."})).await;
    assert_eq!((fixture.open(CIA, 0).await, fixture.open(ADA, 0).await), ((1, 2, 1), (1, 2, 1)));
    // What is settled, or decided, waits for nobody; also where somebody has not read it.
    fixture.done(&format!("{thread}/resolutions"), ADA, json!({})).await;
    let withdrawals = format!("/api/proposals/{}/withdrawals", proposal["id"].as_str().unwrap());
    fixture.done(&withdrawals, CIA, json!({"reason": null})).await;
    assert_eq!((fixture.open(CIA, 0).await, fixture.open(BO, 0).await), ((0, 1, 0), (0, 1, 1)));
}

#[tokio::test]
async fn what_is_open_is_sent_again_only_when_it_is_another_for_who_asks() {
    let fixture = Fixture::new().await;
    let path = format!("{}/discussion", fixture.agreement());
    let thread = json!({"anchor": null, "text": "Vad menas?"});
    fixture.done(&format!("{}/threads", fixture.section(0)), CIA, thread).await;
    let first = fixture.read(&path, ADA).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.len() > 10, "{tag}");
    let (ada, cia) = (fixture.bearer(ADA), fixture.bearer(CIA));
    let again =
        async |bearer: &str| fixture.get(&path, &[("authorization", bearer), ("if-none-match", &tag)]).await;
    let same = again(&ada).await;
    assert_eq!(
        (same.status, same.body.len(), same.header("etag")),
        (StatusCode::NOT_MODIFIED, 0, tag.as_str())
    );
    // It is no news to its author; and no more to Ada, once she has read it.
    assert_eq!(again(&cia).await.status, StatusCode::OK);
    let listed = fixture.read(&format!("{}/threads", fixture.section(0)), ADA).await.json();
    let thread = listed["threads"][0]["id"].as_str().unwrap();
    fixture.post(&format!("/api/threads/{thread}/readings"), ADA, &json!({"comments": 1})).await;
    let now = again(&ada).await;
    assert_eq!(now.status, StatusCode::OK);
    let id = fixture.seeded["sections"][0]["id"].as_str().unwrap();
    assert_eq!(now.json()["sections"][id], json!({"proposals": 0, "threads": 1, "unread": 0}));
}
