//! Somebody signed in with a browser's cookie, who asks the HTTP interface as the web client would.

use crate::people::{SectionId, SeededMember};
use crate::{Seeded, Server};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

/// A person with a session.
#[derive(Clone, Debug)]
pub struct Person {
    client: Client,
    base: String,
    name: String,
}

/// What was answered: the status and the JSON body, or null for none.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Value,
}

impl Answer {
    /// The body of a request that was done.
    ///
    /// # Panics
    /// If it was refused.
    pub fn done(self) -> Value {
        assert!(self.status.is_success(), "refused: {self:?}");
        self.body
    }

    /// The code of the problem; empty if it was done.
    pub fn code(&self) -> &str {
        let problem = self.body["type"].as_str().unwrap_or_default();
        problem.strip_prefix("/problems/").unwrap_or_default()
    }
}

impl Person {
    /// Signs a member in by their link, which is then used up.
    ///
    /// # Panics
    /// If the link does not sign in.
    pub async fn sign_in(server: &Server, member: &SeededMember) -> Self {
        Self::sign_in_by(server, &member.link, &member.name).await
    }

    /// Signs somebody in by a link, which is then used up.
    ///
    /// # Panics
    /// If the link does not sign in.
    pub async fn sign_in_by(server: &Server, link: &str, name: &str) -> Self {
        let person = Self::nobody(server);
        let status = person.press(link).await.0;
        assert_eq!(status, StatusCode::SEE_OTHER, "{name} is not signed in");
        assert_eq!(person.get("/api/me").await.status, StatusCode::OK, "{name} is not signed in");
        Self { name: name.to_owned(), ..person }
    }

    /// Somebody who has not signed in.
    ///
    /// # Panics
    /// If there can be no client.
    pub fn nobody(server: &Server) -> Self {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .user_agent("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        Self { client: client.build().unwrap(), base: server.url(""), name: String::new() }
    }

    /// Presses the button on a sign-in link's page: the status, and where it leads.
    ///
    /// # Panics
    /// If it is no link, or the server does not answer.
    pub async fn press(&self, link: &str) -> (StatusCode, String) {
        let path = &link[link.find("/sign-in/").expect("a sign-in link")..];
        let answer = self.client.post(format!("{}{path}", self.base)).send().await.unwrap();
        let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        (answer.status(), to.unwrap_or_default())
    }

    /// What a link's page would say; it spends nothing.
    pub async fn look(&self, link: &str) -> Answer {
        let path = &link[link.find("/sign-in/").expect("a sign-in link")..];
        self.get(&format!("/api{path}")).await
    }

    /// The same person, when the server has come back at another address.
    #[must_use]
    pub fn at(&self, server: &Server) -> Self {
        Self { base: server.url(""), ..self.clone() }
    }

    /// Their name, as they would type it.
    pub fn name(&self) -> &str {
        &self.name
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> reqwest::Result<Answer> {
        let request = self.client.request(method, format!("{}{path}", self.base));
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        let answer = request.send().await?;
        let status = answer.status();
        let body = answer.bytes().await?;
        Ok(Answer { status, body: serde_json::from_slice(&body).unwrap_or(Value::Null) })
    }

    /// What a route shows.
    ///
    /// # Panics
    /// If the server does not answer.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await.unwrap()
    }

    /// What a route shows of a server that may go away meanwhile.
    ///
    /// # Errors
    /// If there was no answer.
    pub async fn try_get(&self, path: &str) -> reqwest::Result<Answer> {
        self.ask(Method::GET, path, None).await
    }

    /// Ends something, at a server that may go away meanwhile.
    ///
    /// # Errors
    /// If there was no answer.
    pub async fn try_delete(&self, path: &str) -> reqwest::Result<Answer> {
        self.ask(Method::DELETE, path, None).await
    }

    /// Asks for something to be done.
    ///
    /// # Panics
    /// If the server does not answer.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.try_post(path, &body).await.unwrap()
    }

    /// Asks for something to be done by a server that may go away meanwhile.
    ///
    /// # Errors
    /// If there was no answer.
    pub async fn try_post(&self, path: &str, body: &Value) -> reqwest::Result<Answer> {
        self.ask(Method::POST, path, Some(body)).await
    }

    /// Sends a file, with a name and what it says of itself.
    ///
    /// # Panics
    /// If the server does not answer.
    pub async fn send_file(&self, path: &str, name: &str, said: &str, content: Vec<u8>) -> Answer {
        let mut address = reqwest::Url::parse(&format!("{}{path}", self.base)).unwrap();
        address.query_pairs_mut().append_pair("name", name);
        let request = self.client.post(address).header("content-type", said).body(content);
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let body = answer.bytes().await.unwrap();
        Answer { status, body: serde_json::from_slice(&body).unwrap_or(Value::Null) }
    }

    /// Asks with a body that says it is JSON, and may be none.
    ///
    /// # Panics
    /// If the server does not answer.
    pub async fn post_text(&self, path: &str, body: &str) -> Answer {
        let request = self.client.post(format!("{}{path}", self.base)).body(body.to_owned());
        let answer = request.header("content-type", "application/json").send().await.unwrap();
        let status = answer.status();
        let body = answer.bytes().await.unwrap();
        Answer { status, body: serde_json::from_slice(&body).unwrap_or(Value::Null) }
    }

    /// The headers of an answer.
    ///
    /// # Panics
    /// If the server does not answer.
    pub async fn headers(&self, path: &str) -> reqwest::header::HeaderMap {
        self.client.get(format!("{}{path}", self.base)).send().await.unwrap().headers().clone()
    }

    /// The bytes of an answer.
    ///
    /// # Panics
    /// If it was refused.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let answer = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.bytes().await.unwrap().to_vec()
    }

    /// Saves a section's text; its number.
    ///
    /// # Panics
    /// If it is refused.
    pub async fn save(&self, section: &SectionId, name: &str) -> Value {
        self.post(&format!("/api/sections/{section}/revisions"), json!({"name": name, "note": ""}))
            .await
            .done()
    }

    /// What they would say to approve a section as they see it now.
    pub async fn approval(&self, section: &SectionId) -> Value {
        let seen = self.get(&format!("/api/sections/{section}/approval")).await.done();
        json!({
            "revision": seen["revision"]["number"],
            "hash": seen["revision"]["hash"],
            "mandate": seen["mandates"][0]["id"],
            "name": seen["name"],
            "reservation": null,
        })
    }

    /// Reads a section, and approves it.
    pub async fn sign_off(&self, section: &SectionId) -> Answer {
        let approval = self.approval(section).await;
        self.post(&format!("/api/sections/{section}/sign-offs"), approval).await
    }

    /// Records a mandate that holds now, for a member of their own party.
    ///
    /// # Panics
    /// If it is refused.
    pub async fn record_mandate(&self, seeded: &Seeded, first_name: &str) -> Value {
        let mandate = json!({
            "member": seeded.member(first_name).id.0, "kind": "minutes", "issuer": "Styrelsen",
            "date": "2020-01-15", "paragraph": "§ 4", "valid_until": null,
        });
        self.post(&format!("/api/agreements/{}/mandates", seeded.agreement), mandate).await.done()
    }
}
