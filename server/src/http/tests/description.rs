//! What the server says of its own interface.

use super::*;

#[tokio::test]
async fn problems_are_described_as_problems_and_every_field_of_an_answer_is_there() {
    let fixture = Fixture::new().await;
    let description = fixture.get("/api/openapi.json", &[]).await.json();
    let mut problems = 0;
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            for (status, response) in operation["responses"].as_object().unwrap() {
                if status.starts_with(['4', '5']) {
                    let content: Vec<_> = response["content"].as_object().unwrap().keys().collect();
                    assert_eq!(content, ["application/problem+json"], "{method} {path} {status}");
                    problems += 1;
                }
            }
        }
    }
    assert!(problems > 50, "only {problems} problems are described");
    let schemas = &description["components"]["schemas"];
    for (schema, field) in [("Agreement", "signing"), ("Member", "party"), ("RecordEntry", "section")] {
        let required = schemas[schema]["required"].as_array().unwrap();
        assert!(required.contains(&json!(field)), "{schema}.{field}");
    }
    let reason = json!("reason");
    assert!(!schemas["Problem"]["required"].as_array().unwrap().contains(&reason));
}

#[tokio::test]
async fn the_program_prints_what_the_server_serves() {
    let fixture = Fixture::new().await;
    let served = fixture.get("/api/openapi.json", &[]).await.json();
    let printed: Value = serde_json::from_str(&crate::http::description()).unwrap();
    assert_eq!(printed, served);
}
