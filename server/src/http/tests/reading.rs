//! What members read.

use super::*;

#[tokio::test]
async fn an_agreement_is_read_whole_and_not_again_while_it_stays_the_same() {
    let fixture = Fixture::new().await;
    let bearer = fixture.bearer(0);
    let got = fixture.get(&fixture.agreement(), &[("authorization", &bearer)]).await;
    let agreement = got.json();
    assert_eq!(agreement["title"], "Liten");
    assert_eq!(agreement["phase"], "drafting");
    assert_eq!(agreement["parity_met"], Value::Null);
    assert_eq!(agreement["parties"][0]["organisations"][0]["name"], "Styrelsen");
    assert_eq!(agreement["members"][1]["roles"], json!(["coordinator"]));
    assert_eq!(agreement["me"]["name"], "Ada");
    assert_eq!(agreement["sections"][0]["number"], Value::Null);
    assert_eq!(agreement["sections"][1]["number"], 1);
    assert_eq!(agreement["sections"][1]["responsible"][0], agreement["parties"][0]["id"]);
    let tag = got.header("etag");
    for known in [tag.to_owned(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let headers = [("authorization", bearer.as_str()), ("if-none-match", known.as_str())];
        let again = fixture.get(&fixture.agreement(), &headers).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{known}");
    }
}

#[tokio::test]
async fn an_agreement_is_sent_again_to_another_reader_or_in_another_language() {
    let fixture = Fixture::new().await;
    let (ada, bo) = (fixture.bearer(0), fixture.bearer(1));
    let got = fixture.get(&fixture.agreement(), &[("authorization", &ada)]).await;
    let tag = got.header("etag");
    for headers in [
        &[("authorization", bo.as_str()), ("if-none-match", tag)][..],
        &[("authorization", ada.as_str()), ("if-none-match", tag), ("accept-language", "en")],
    ] {
        let other = fixture.get(&fixture.agreement(), headers).await;
        assert_eq!(other.status, StatusCode::OK);
        assert_ne!(other.header("etag"), tag);
    }
}

#[tokio::test]
async fn an_agreement_says_how_far_it_has_come_and_what_i_may_do() {
    let fixture = Fixture::new().await;
    let bearer = fixture.bearer(0);
    let token = [("authorization", bearer.as_str()), ("accept-language", "en")];
    let agreement = fixture.get(&fixture.agreement(), &token).await.json();
    assert_eq!(agreement["case_number"], "1");
    assert_eq!(agreement["record"]["entries"], agreement["position"]);
    assert_eq!(agreement["record"]["hash"].as_str().unwrap().len(), 64);
    assert_eq!(agreement["phases"][0]["phase"], "drafting");
    assert_eq!((&agreement["ready"], &agreement["signing"]), (&json!(false), &Value::Null));
    assert_eq!(agreement["former_members"], json!([]));
    assert_eq!(agreement["parties"][0]["bodies"], json!(["Fullmäktige"]));
    let standing = json!([{
        "party": agreement["parties"][0]["id"], "body": "Fullmäktige", "decision": null
    }]);
    assert_eq!(agreement["bodies"], standing);
    let section = &agreement["sections"][0];
    for missing in ["latest", "locked", "reopened"] {
        assert_eq!(section[missing], Value::Null, "{missing}");
    }
    assert_eq!(section["approvals"][0]["needed"], 1);
    let may = &agreement["may"];
    assert_eq!(may["record_mandate"], json!({"allowed": true, "code": null, "reason": null}));
    assert_eq!(may["record_decision"]["code"], "not-in-approval");
    assert!(may["record_decision"]["reason"].as_str().unwrap().starts_with("Decisions"));
    assert_eq!(may["enter_phases"], json!(["consultation", "approval"]));
}

#[tokio::test]
async fn the_parts_of_an_agreement_are_read_by_themselves_as_in_the_whole() {
    let fixture = Fixture::new().await;
    let bearer = fixture.bearer(1);
    let token = [("authorization", bearer.as_str())];
    let whole = fixture.get(&fixture.agreement(), &token).await.json();
    for part in ["parties", "members", "sections"] {
        let got = fixture.get(&format!("{}/{part}", fixture.agreement()), &token).await;
        assert_eq!(got.json(), whole[part], "{part}");
    }
}

#[tokio::test]
async fn a_section_says_who_may_write_and_why_not() {
    let fixture = Fixture::new().await;
    for (member, may_write, why_not) in [(0, true, Value::Null), (1, false, json!("not-a-drafter"))] {
        let bearer = fixture.bearer(member);
        let section = fixture.get(&fixture.section(0), &[("authorization", &bearer)]).await.json();
        assert_eq!(section["section"]["title"], "Fri");
        assert_eq!((&section["may_write"], &section["why_not"]), (&json!(may_write), &why_not));
        assert_eq!(section["contributors"], json!([]));
    }
}

#[tokio::test]
async fn a_text_is_read_as_blocks_with_its_hash_its_authors_and_its_history() {
    let fixture = Fixture::new().await;
    let bearer = fixture.bearer(1);
    let token = [("authorization", bearer.as_str())];
    let path = fixture.section(0);
    let text = fixture.get(&format!("{path}/text"), &token).await.json();
    assert_eq!(
        text["blocks"][0]["content"][1],
        json!({"type": "text", "text": "du", "marks": [{"type": "bold"}]})
    );
    assert_eq!(text["hash"].as_str().unwrap().len(), 64);
    let authors = fixture.get(&format!("{path}/authors"), &token).await.json();
    assert_eq!(authors["epoch"], text["epoch"]);
    assert_eq!(authors["runs"][0]["member"], Value::Null);
    let history = fixture.get(&format!("{path}/history"), &token).await.json();
    assert_eq!(history["entries"][0]["kind"], "epoch");
    assert_eq!((history["entries"].as_array().unwrap().len(), &history["next"]), (1, &Value::Null));
}

#[tokio::test]
async fn history_is_read_in_parts_from_anywhere() {
    let fixture = Fixture::new().await;
    let bearer = fixture.bearer(1);
    let token = [("authorization", bearer.as_str())];
    let path = fixture.section(0);
    let packed = json!({"entries": 0, "bytes": 0});
    for query in ["from=1", "from=18446744073709551615", "from=9&most=0"] {
        let page = fixture.get(&format!("{path}/history?{query}"), &token).await.json();
        assert_eq!(page, json!({"entries": [], "next": null, "packed": packed, "purged": 0}), "{query}");
    }
    for query in ["from=-1", "most=x"] {
        let got = fixture.get(&format!("{path}/history?{query}"), &token).await;
        assert_eq!((got.status, got.problem().as_str()), (StatusCode::BAD_REQUEST, "bad-request"), "{query}");
    }
}

#[tokio::test]
async fn nobody_is_present_where_nobody_is() {
    let fixture = Fixture::new().await;
    let bearer = fixture.bearer(1);
    let presence =
        fixture.get(&format!("{}/presence", fixture.agreement()), &[("authorization", &bearer)]).await;
    assert_eq!(presence.json(), json!({"sections": {}}));
}
