//! Promises of the HTTP interface, asked of the whole router.

use super::pace::{Allowed, Paces};
use super::{App, Readiness, Settings, router};
use crate::access::Access;
use crate::access::public_url::PublicUrl;
use crate::approving::Approving;
use crate::discussing::Discussions;
use crate::drafting::{Limits, Rooms};
use crate::mail::Mail;
use crate::notices::Notices;
use crate::operator::{Answer, Operator, Request as Asked};
use crate::record::Records;
use crate::record::signature::Signatory;
use crate::store::{MemoryStore, Store};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt as _;

mod approving;
mod attachments;
mod commands;
mod description;
mod discussion;
mod export;
mod headers;
mod identity;
mod listening;
mod meetings;
mod problems;
mod proposals;
mod reading;
mod record;
mod reviewing;
mod roles;
mod secrets;
mod threads;

const URL: &str = "http://127.0.0.1:8080";

/// A server in memory, with an agreement of two sides.
struct Fixture {
    router: Router,
    operator: Operator,
    records: Arc<Records>,
    store: Arc<MemoryStore>,
    readiness: Readiness,
    seeded: Value,
}

/// What came back.
struct Got {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Got {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The code of the problem it is.
    fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        problem["type"].as_str().unwrap().strip_prefix("/problems/").unwrap().to_owned()
    }

    /// What a browser would send back.
    fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap().to_owned()
    }
}

impl Fixture {
    async fn new() -> Self {
        Self::at(&[URL, "http://localhost:8080"]).await
    }

    async fn at(urls: &[&str]) -> Self {
        let memory = Arc::new(MemoryStore::new());
        let store: Arc<dyn Store> = memory.clone();
        let records = Records::new(Arc::clone(&store));
        let access = Access::new(Arc::clone(&store));
        let urls: Vec<PublicUrl> = urls.iter().map(|url| url.parse().unwrap()).collect();
        let operator = Operator {
            store: Arc::clone(&store),
            records: Arc::clone(&records),
            access: access.clone(),
            public_url: urls[0].clone(),
            folder: std::path::PathBuf::new(),
        };
        let readiness = Readiness::default();
        let rooms = Rooms::new(Arc::clone(&store), Arc::clone(&records), Limits::default());
        let discussions = Discussions::new(Arc::clone(&store));
        let router = router(App {
            approving: Approving::new(
                Arc::clone(&store),
                Arc::clone(&records),
                Arc::clone(&rooms),
                Arc::clone(&discussions),
            ),
            discussions: Arc::clone(&discussions),
            notices: Notices::new(Arc::clone(&store), Arc::clone(&records), discussions, access.clone()),
            rooms,
            store,
            records: Arc::clone(&records),
            access,
            signatory: Arc::new(Signatory::of_bytes([7; 32])),
            mail: Mail::none(),
            paces: Arc::new(Paces::new(Allowed::default())),
            settings: Arc::new(Settings::new(urls, Duration::from_secs(30), None)),
            readiness: readiness.clone(),
        });
        let seeded = seed(&operator, "Liten").await;
        Self { router, operator, records, store: memory, readiness, seeded }
    }

    async fn send(&self, request: Request<Body>) -> Got {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Got { status: parts.status, headers: parts.headers, body }
    }

    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Got {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Got {
        self.ask(Method::GET, path, headers, "").await
    }

    /// Sends JSON in a member's name, by their token.
    async fn post(&self, path: &str, member: usize, body: &Value) -> Got {
        let bearer = self.bearer(member);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        self.ask(Method::POST, path, &headers, &body.to_string()).await
    }

    /// Asks in a member's name, by their token.
    async fn read(&self, path: &str, member: usize) -> Got {
        self.get(path, &[("authorization", &self.bearer(member))]).await
    }

    /// The path of a member's sign-in link.
    fn link(&self, member: usize) -> String {
        let link = self.seeded["members"][member]["link"].as_str().unwrap();
        link[link.find("/sign-in/").unwrap()..].to_owned()
    }

    /// `Authorization` of a member's token.
    fn bearer(&self, member: usize) -> String {
        format!("Bearer {}", self.seeded["members"][member]["token"].as_str().unwrap())
    }

    /// `Cookie` of a member who signs in by their link.
    async fn sign_in(&self, member: usize) -> String {
        let got = self.ask(Method::POST, &self.link(member), &[("origin", URL)], "").await;
        assert_eq!(got.status, StatusCode::SEE_OTHER);
        got.cookie()
    }

    fn agreement(&self) -> String {
        format!("/api/agreements/{}", self.seeded["agreement"].as_str().unwrap())
    }

    fn section(&self, index: usize) -> String {
        format!("/api/sections/{}", self.seeded["sections"][index]["id"].as_str().unwrap())
    }
}

async fn seed(operator: &Operator, title: &str) -> Value {
    let description = json!({
        "title": title, "case_number": "1",
        "parties": [
            {"letter": "A", "name": "Kommunen", "kind": "public", "organisations": ["Styrelsen"],
             "bodies": ["Fullmäktige"]},
            {"letter": "B", "name": "Föreningen", "kind": "civil"}
        ],
        "members": [
            {"name": "Ada", "email": "ada@a.example", "party": "A", "organisation": "Styrelsen",
             "roles": ["coordinator", "drafter"]},
            {"name": "Bo", "email": format!("bo@{title}.example"), "party": "B", "roles": ["coordinator"]},
            {"name": "Cia", "email": format!("cia@{title}.example"), "party": "B", "roles": ["approver"]},
            {"name": "Dag", "email": format!("dag@{title}.example"), "party": "A", "roles": ["approver"]},
            {"name": "Eva", "email": format!("eva@{title}.example"), "party": "A", "roles": ["observer"]},
        ],
        "sections": [
            {"kind": "free", "title": "Fri", "text": "Hej **du**"},
            {"kind": "principle", "title": "Dialog", "responsible": ["A"]},
        ]
    });
    let description = description.to_string();
    match operator.answer(Asked::Seed { description, tokens: true, public_url: None }).await {
        Answer::Done(seeded) => seeded,
        Answer::Refused(why) => panic!("{why}"),
    }
}
