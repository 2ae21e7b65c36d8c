//! The server fetches nothing: whatever addresses people write, it asks nobody.

use overens_tests::{Person, Place};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

/// A body for a schema in which every text is this, so far as it is described.
fn filled(schema: &Value, all: &Value, text: &str, depth: usize) -> Value {
    if depth > 8 {
        return Value::Null;
    }
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return filled(&all["components"]["schemas"][name], all, text, depth + 1);
    }
    for one_of in ["oneOf", "anyOf", "allOf"] {
        if let Some(schemas) = schema[one_of].as_array() {
            let schema = schemas.iter().find(|schema| schema["type"] != "null");
            return schema.map_or(Value::Null, |schema| filled(schema, all, text, depth + 1));
        }
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").cloned().unwrap_or_default(),
        kind => kind.clone(),
    };
    match kind.as_str() {
        Some("object") => {
            let none = Map::new();
            let properties = schema["properties"].as_object().unwrap_or(&none);
            let fields =
                properties.iter().map(|(name, schema)| (name.clone(), filled(schema, all, text, depth + 1)));
            Value::Object(fields.collect())
        }
        Some("array") => json!([filled(&schema["items"], all, text, depth + 1)]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("string") => match schema["format"].as_str() {
            Some("uuid") => json!(uuid()),
            Some("date") => json!("2030-01-01"),
            Some("date-time") => json!("2030-01-01T12:00:00Z"),
            _ => json!(text),
        },
        _ => Value::Null,
    }
}

fn uuid() -> &'static str {
    "00000000-0000-4000-8000-000000000000"
}

#[tokio::test]
async fn no_address_in_any_field_is_ever_asked() {
    let place = Place::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let here = listener.local_addr().unwrap();
    let erik = Person::sign_in(&place.server, place.seeded.member("Erik")).await;
    let description = place.get("/api/openapi.json").await;
    let mut asked = 0;
    for (path, methods) in description["paths"].as_object().unwrap() {
        let schema = &methods["post"]["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            continue;
        }
        let id = if path.contains("/sections/") {
            place.seeded.section("free").to_string()
        } else {
            place.seeded.agreement.to_string()
        };
        let path = path.replace("{id}", &id).replace(['{', '}'], "");
        for text in [
            format!("http://{here}/a"),
            format!("<img src=\"http://{here}/b\">"),
            format!("//{here}/c"),
            format!("x@{here}"),
        ] {
            let answer = erik.post(&path, filled(schema, &description, &text, 0)).await;
            assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
            asked += 1;
        }
    }
    assert!(asked > 100, "only {asked} requests");
    // In headers, too: who one is said to be, and where one came from.
    for header in ["host", "x-forwarded-host", "x-forwarded-for", "referer", "forwarded"] {
        let request =
            reqwest::Client::new().get(place.server.url("/api/server")).header(header, here.to_string());
        let body = request.send().await.unwrap().text().await.unwrap();
        assert!(!body.contains(&here.to_string()), "{header} is repeated: {body}");
    }
    for path in ["/api/agreements", "/api/notices", "/api/me"] {
        erik.get(path).await;
    }
    // Everything is answered; a server that asked somebody would have come by now, or comes at its end.
    place.server.stop().await;
    let came = tokio::select! {
        biased;
        came = listener.accept() => Some(came),
        () = std::future::ready(()) => None,
    };
    assert!(came.is_none(), "the server asked {here}");
}
