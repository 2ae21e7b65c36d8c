//! Meetings, the register of measures, and who stands under a title.

use super::approving::{ADA, EVA};
use super::*;

impl Fixture {
    async fn call_meeting(&self, title: &str) -> Value {
        let body = json!({"date": "2026-03-04", "title": title, "place": "Kl. 13"});
        let got = self.post(&format!("{}/meetings", self.agreement()), ADA, &body).await;
        assert_eq!(got.status, StatusCode::CREATED);
        got.json()
    }

    async fn do_in(&self, meeting: &Value, what: &str, body: &Value) -> Got {
        self.post(&format!("/api/meetings/{}{what}", meeting["id"].as_str().unwrap()), ADA, body).await
    }
}

/// Fields as a spreadsheet takes them out of CSV.
fn parsed(table: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut letters = table.chars().peekable();
    while let Some(letter) = letters.next() {
        let row = rows.last_mut().unwrap();
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ';' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'));
                rows.push(vec![String::new()]);
            }
            letter => row.last_mut().unwrap().push(letter),
        }
    }
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last row ends as the others do");
    rows
}

#[tokio::test]
async fn notes_that_are_closed_are_kept_as_they_were() {
    let fixture = Fixture::new().await;
    let meeting = fixture.call_meeting("Arbetsgruppen").await;
    assert_eq!((&meeting["title"], &meeting["notes_closed"]), (&json!("Arbetsgruppen"), &Value::Null));
    let closed = fixture.do_in(&meeting, "/notes/closing", &json!({})).await.json();
    let hash = closed["notes_closed"]["hash"].as_str().unwrap().to_owned();
    let again = fixture.do_in(&meeting, "/notes/closing", &json!({})).await;
    assert_eq!((again.status, again.problem().as_str()), (StatusCode::CONFLICT, "notes-closed"));
    let path = format!("/api/meetings/{}/notes", meeting["id"].as_str().unwrap());
    let notes = fixture.read(&path, EVA).await.json();
    assert_eq!(notes, json!({"closed": true, "blocks": [{"type": "paragraph"}]}));
    let opened = fixture.do_in(&meeting, "/notes/reopening", &json!({})).await.json();
    assert_eq!(opened["notes_closed"], Value::Null);
    let closed = fixture.do_in(&meeting, "/notes/closing", &json!({})).await.json();
    assert_eq!(closed["notes_closed"]["hash"], json!(hash), "the same notes have the same hash");
}

#[tokio::test]
async fn a_meeting_s_file_is_what_was_uploaded_under_a_name_that_leads_nowhere() {
    let fixture = Fixture::new().await;
    let meeting = fixture.call_meeting("Möte").await;
    let mut file = fixture.upload("kallelse.pdf", ADA).await.json();
    for (name, code) in [
        ("../../etc/passwd", "field-unreadable"),
        ("..\\kallelse.pdf", "field-unreadable"),
        (".dold", "field-unreadable"),
        ("a\u{202e}fdp.exe", "field-unreadable"),
        (" ", "field-missing"),
    ] {
        file["name"] = json!(name);
        let got = fixture.do_in(&meeting, "/files", &file).await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, code),
            "{name:?}"
        );
    }
    file["name"] = json!("Kallelse.pdf");
    // What it is and how large is not the client's to say.
    file["media_type"] = json!("text/html");
    file["bytes"] = json!(1);
    let got = fixture.do_in(&meeting, "/files", &file).await.json();
    let kept = &got["files"][0]["file"];
    assert_eq!((&kept["media_type"], &kept["name"]), (&json!("application/pdf"), &json!("Kallelse.pdf")));
    assert_ne!(kept["bytes"], json!(1));
    file["id"] = json!("0".repeat(64));
    let unknown = fixture.do_in(&meeting, "/files", &file).await;
    assert_eq!((unknown.status, unknown.problem().as_str()), (StatusCode::NOT_FOUND, "attachment-unknown"));
    let path = format!("/files/{}/remove", kept["id"].as_str().unwrap());
    let got = fixture.do_in(&meeting, &path, &json!({})).await.json();
    assert_eq!(got["files"], json!([]));
}

#[tokio::test]
async fn a_meeting_is_its_agreement_s_own() {
    let fixture = Fixture::new().await;
    let meeting = fixture.call_meeting("Möte").await;
    let other = seed(&fixture.operator, "Annan").await;
    let bearer = format!("Bearer {}", other["members"][1]["token"].as_str().unwrap());
    let path = format!("/api/meetings/{}", meeting["id"].as_str().unwrap());
    let got = fixture.get(&path, &[("authorization", &bearer)]).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::FORBIDDEN, "not-a-member"));
    for unknown in [uuid::Uuid::nil().to_string(), "möte".to_owned()] {
        let path = format!(
            "/api/meetings/{}",
            percent_encoding::utf8_percent_encode(&unknown, percent_encoding::NON_ALPHANUMERIC)
        );
        let got = fixture.read(&path, ADA).await;
        assert_eq!((got.status, got.problem().as_str()), (StatusCode::NOT_FOUND, "no-such-meeting"));
    }
}

#[tokio::test]
async fn the_register_of_measures_is_read_by_a_spreadsheet() {
    let fixture = Fixture::new().await;
    let description = json!({
        "title": "Åtgärder",
        "parties": [{"letter": "A", "name": "Kommunen", "kind": "public"}, {"letter": "B", "name": "Föreningen", "kind": "civil"}],
        "members": [
            {"name": "Ada", "email": "ada@m.example", "party": "A", "roles": ["coordinator"]},
            {"name": "Bo", "email": "bo@m.example", "party": "B", "roles": ["coordinator"]}
        ],
        "sections": [{"kind": "principle", "title": "Dialog; \"öppen\"",
                      "text": "## Åtgärder\n\n1. =SUMMA(A1:A9)\n2. Ett möte om året; minst\n"}]
    });
    let asked = Asked::Seed { description: description.to_string(), tokens: true, public_url: None };
    let Answer::Done(seeded) = fixture.operator.answer(asked).await else { panic!("it is not seeded") };
    let bearer = format!("Bearer {}", seeded["members"][0]["token"].as_str().unwrap());
    let agreement = format!("/api/agreements/{}", seeded["agreement"].as_str().unwrap());
    let register = fixture.get(&format!("{agreement}/measures"), &[("authorization", &bearer)]).await.json();
    assert_eq!(register["measures"][1]["text"], "Ett möte om året; minst");
    assert_eq!((&register["measures"][1]["number"], &register["revision"]), (&json!(2), &Value::Null));
    let got =
        fixture.get(&format!("{agreement}/measures.csv?language=sv"), &[("authorization", &bearer)]).await;
    assert_eq!(got.header("content-type"), "text/csv; charset=utf-8");
    assert!(got.header("content-disposition").starts_with("attachment; "));
    let table = String::from_utf8(got.body).unwrap();
    let rows = parsed(table.strip_prefix('\u{feff}').unwrap());
    let title = "Dialog; \"öppen\"";
    assert_eq!(rows[0], ["Avsnitt", "Nummer", "Åtgärd", "Ansvarar", "Delaktighetsnivå", "Senast"]);
    assert_eq!(rows[1], [title, "1", "'=SUMMA(A1:A9)", "", "", ""]);
    assert_eq!(rows[2], [title, "2", "Ett möte om året; minst", "", "", ""]);
    assert_eq!(rows.len(), 3);
    let unknown =
        fixture.get(&format!("{agreement}/measures?revision=9"), &[("authorization", &bearer)]).await;
    assert_eq!(unknown.problem(), "no-such-revision");
    let odd =
        fixture.get(&format!("{agreement}/measures.csv?language=xx"), &[("authorization", &bearer)]).await;
    assert_eq!(odd.problem(), "bad-request");
}

#[tokio::test]
async fn nobody_stands_under_a_title_of_whom_nothing_stands_in_the_text() {
    let fixture = Fixture::new().await;
    let section = fixture.seeded["sections"][0]["id"].as_str().unwrap().to_owned();
    let member = fixture.seeded["members"][1]["id"].clone();
    let path = format!("/api/sections/{section}/co-authors");
    let line = fixture.read(&path, EVA).await.json();
    assert_eq!(line["co_authors"], json!([]));
    let got = fixture.post(&format!("{path}/order"), ADA, &json!({"order": [member]})).await;
    assert_eq!((got.status, got.problem().as_str()), (StatusCode::CONFLICT, "nothing-stands"));
    let line = fixture.post(&format!("{path}/withheld"), EVA, &json!({"withheld": true})).await.json();
    assert_eq!((&line["withheld"], &line["co_authors"]), (&json!(true), &json!([])));
    assert_eq!(fixture.read(&path, ADA).await.json()["withheld"], json!(false), "it is about Eva alone");
}

#[tokio::test]
async fn the_line_of_a_section_has_the_meetings_that_concerned_it_and_were_held() {
    let fixture = Fixture::new().await;
    let section = fixture.seeded["sections"][0]["id"].clone();
    let other = fixture.seeded["sections"][1]["id"].clone();
    let meetings = format!("{}/meetings", fixture.agreement());
    let mut ids = Vec::new();
    for (date, concerned) in
        [("2026-02-04", &section), ("2026-02-03", &section), ("2026-02-05", &other), ("2999-01-01", &section)]
    {
        let body = json!({"date": date, "title": date, "sections": [concerned]});
        ids.push(fixture.post(&meetings, ADA, &body).await.json());
    }
    let called_off = json!({"date": "2026-02-06", "title": "Inställt", "sections": [section]});
    let called_off = fixture.post(&meetings, ADA, &called_off).await.json();
    assert_eq!(
        fixture.do_in(&called_off, "/cancellation", &json!({"reason": "Snö"})).await.status,
        StatusCode::OK
    );
    let line = fixture.read(&format!("{}/timeline", fixture.section(0)), EVA).await.json()["line"].clone();
    let mark = |index: usize, date: &str| json!({"id": ids[index]["id"], "title": date, "date": date, "position": line["first"]});
    assert_eq!(line["meetings"], json!([mark(1, "2026-02-03"), mark(0, "2026-02-04")]));
}
