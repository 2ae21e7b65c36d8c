//! An agreement with every role on either side and on none, taken as far as a route needs it.

use super::route::Route;
use super::*;
use crate::store::{LogId, LogKind, Versioned};
use std::collections::BTreeMap;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// Without a credential.
    Nobody,
    /// A member of another agreement.
    Stranger,
    CoordinatorA,
    DrafterA,
    ReviewerA,
    ApproverA,
    ObserverA,
    CoordinatorB,
    ApproverB,
    NeutralCoordinator,
    NeutralObserver,
}

impl Who {
    pub(super) const ALL: [Self; 11] = [
        Self::Nobody,
        Self::Stranger,
        Self::CoordinatorA,
        Self::DrafterA,
        Self::ReviewerA,
        Self::ApproverA,
        Self::ObserverA,
        Self::CoordinatorB,
        Self::ApproverB,
        Self::NeutralCoordinator,
        Self::NeutralObserver,
    ];

    /// Those in the agreement, in the order of its description.
    const MEMBERS: [Self; 9] = [
        Self::CoordinatorA,
        Self::DrafterA,
        Self::ReviewerA,
        Self::ApproverA,
        Self::ObserverA,
        Self::CoordinatorB,
        Self::ApproverB,
        Self::NeutralCoordinator,
        Self::NeutralObserver,
    ];

    pub(super) fn is_member(self) -> bool {
        Self::MEMBERS.contains(&self)
    }

    fn name(self) -> String {
        format!("{self:?}")
    }

    fn email(self) -> String {
        format!("{self:?}@roles.example")
    }

    fn described(self) -> Value {
        let (party, role) = match self {
            Self::CoordinatorA => (Some("A"), "coordinator"),
            Self::DrafterA => (Some("A"), "drafter"),
            Self::ReviewerA => (Some("A"), "reviewer"),
            Self::ApproverA => (Some("A"), "approver"),
            Self::ObserverA => (Some("A"), "observer"),
            Self::CoordinatorB => (Some("B"), "coordinator"),
            Self::ApproverB => (Some("B"), "approver"),
            Self::NeutralCoordinator => (None, "coordinator"),
            Self::NeutralObserver | Self::Nobody | Self::Stranger => (None, "observer"),
        };
        json!({"name": self.name(), "email": self.email(), "party": party, "roles": [role]})
    }
}

/// How far the agreement has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// It was founded, and a file was uploaded to it.
    Begun,
    /// A reviewer of party A has proposed another wording, and no more.
    Proposed,
    /// Every section and the whole have a revision, and the approvers their mandates.
    Saved,
    /// One of party A has approved the first section.
    SignedOff,
    /// Every section is agreed, in the phase of approval.
    Agreed,
    /// Every body has decided.
    Decided,
}

pub(super) struct House {
    pub(super) fixture: Fixture,
    seeded: Value,
    cookies: BTreeMap<Who, String>,
    mandates: BTreeMap<Who, String>,
    attachment: String,
    /// One whose notes are open, and one whose are closed.
    meetings: [String; 2],
    /// A thread of the reviewer's, and its comment.
    thread: [String; 2],
    proposal: String,
    title: String,
    parties: [String; 2],
    organisation: String,
    review: String,
    sheet: String,
}

impl House {
    pub(super) async fn new() -> Self {
        let fixture = Fixture::new().await;
        let members: Vec<Value> = Who::MEMBERS.into_iter().map(Who::described).collect();
        let description = json!({
            "title": "Roller",
            "parties": [
                {"letter": "A", "name": "Kommunen", "kind": "public", "bodies": ["Fullmäktige"],
                 "organisations": ["Styrelsen"]},
                {"letter": "B", "name": "Föreningen", "kind": "civil", "bodies": ["Årsmötet"]}
            ],
            "members": members,
            "sections": [{"kind": "free", "title": "Ett", "text": "Hej"}, {"kind": "free", "title": "Två", "text": "Du"}]
        });
        let asked = Asked::Seed { description: description.to_string(), tokens: false, public_url: None };
        let Answer::Done(seeded) = fixture.operator.answer(asked).await else { panic!("it is not seeded") };
        let mut house = Self {
            fixture,
            seeded,
            cookies: BTreeMap::new(),
            mandates: BTreeMap::new(),
            attachment: String::new(),
            meetings: [String::new(), String::new()],
            thread: [String::new(), String::new()],
            proposal: String::new(),
            title: String::new(),
            parties: [String::new(), String::new()],
            organisation: String::new(),
            review: String::new(),
            sheet: String::new(),
        };
        house.move_in().await;
        house
    }

    async fn move_in(&mut self) {
        let links = Who::MEMBERS.iter().zip(self.seeded["members"].as_array().unwrap());
        let links: Vec<_> = links.map(|(who, member)| (*who, text(&member["link"]))).collect();
        for (who, link) in links {
            let link = link[link.find("/sign-in/").unwrap()..].to_owned();
            let got = self.fixture.ask(Method::POST, &link, &[("origin", URL)], "").await;
            self.cookies.insert(who, got.cookie());
        }
        // Eva, an observer of the other agreement.
        self.cookies.insert(Who::Stranger, self.fixture.sign_in(4).await);
        let agreement = format!("/api/agreements/{}", self.agreement());
        let parties = self.read(&format!("{agreement}/parties")).await;
        self.parties = [text(&parties[0]["id"]), text(&parties[1]["id"])];
        self.organisation = text(&parties[0]["organisations"][0]["id"]);
        let record = self.read(&format!("{agreement}/record?kind=agreement_founded")).await;
        self.title = text(&record["entries"][0]["words"][0]["digest"]);
        let path = format!("{agreement}/attachments?name=protokoll.pdf");
        let file = self.send(Who::CoordinatorA, "POST", &path, "%PDF-1.7\n").await;
        self.attachment = text(&file.json()["id"]);
        for meeting in 0..2 {
            let body = json!({"date": "2026-01-02", "title": "Ett möte"}).to_string();
            let got = self.done(Who::CoordinatorA, "/api/agreements/{id}/meetings", &body).await;
            self.meetings[meeting] = text(&got.json()["id"]);
        }
        let closing = format!("/api/meetings/{}/notes/closing", self.meetings[1]);
        let got = self.send(Who::CoordinatorA, "POST", &closing, "{}").await;
        assert_eq!(got.status, StatusCode::OK, "{}", got.text());
        let question = r#"{"anchor": null, "text": "Hur då?"}"#;
        let thread = self.done(Who::ReviewerA, "/api/sections/{id}/threads", question).await.json();
        self.thread = [text(&thread["id"]), text(&thread["comments"][0]["id"])];
    }

    pub(super) async fn at(stage: Stage) -> Self {
        let mut house = Self::new().await;
        if stage == Stage::Proposed {
            let body = house.filled(super::table::PROPOSAL, Who::ReviewerA, 0).await;
            let proposed = house.done(Who::ReviewerA, "/api/sections/{id}/proposals", &body).await;
            house.proposal = text(&proposed.json()["id"]);
        }
        if stage >= Stage::Saved {
            house.save().await;
        }
        if stage >= Stage::SignedOff {
            house.sign_off(Who::ApproverA, 0).await;
        }
        if stage >= Stage::Agreed {
            for (who, section) in [(Who::ApproverA, 1), (Who::ApproverB, 0), (Who::ApproverB, 1)] {
                house.sign_off(who, section).await;
            }
            house.done(Who::CoordinatorA, "/api/agreements/{id}/phase", r#"{"phase": "approval"}"#).await;
        }
        if stage >= Stage::Decided {
            for (who, party, body) in
                [(Who::CoordinatorA, 0, "Fullmäktige"), (Who::CoordinatorB, 1, "Årsmötet")]
            {
                let hash =
                    text(&house.read(&format!("/api/agreements/{}", house.agreement())).await["agreed"]);
                let decision = json!({"party": house.parties[party], "body": body, "date": "2026-01-01",
                                      "paragraph": "§ 1", "hash": hash, "minutes": null});
                house.done(who, "/api/agreements/{id}/decisions", &decision.to_string()).await;
            }
        }
        house
    }

    async fn save(&mut self) {
        self.done(Who::CoordinatorA, "/api/agreements/{id}/revisions", "{}").await;
        for (by, who) in [(Who::CoordinatorA, Who::ApproverA), (Who::CoordinatorB, Who::ApproverB)] {
            let mandate = json!({"member": self.member(who), "kind": "decision", "issuer": "Styrelsen",
                                 "date": "2026-01-01", "paragraph": "§ 7", "valid_until": null});
            let got = self.done(by, "/api/agreements/{id}/mandates", &mandate.to_string()).await;
            self.mandates.insert(who, text(&got.json()["id"]));
        }
        let sections = json!([{"section": self.section(0), "revision": 1}]);
        let review = json!({"sections": sections, "reviewers": [self.member(Who::ReviewerA)],
                            "question": "Klart?", "due": "2099-01-01"});
        let path = "/api/agreements/{id}/reviews";
        let got = self.done(Who::CoordinatorA, path, &review.to_string()).await;
        self.review = text(&got.json()["id"]);
        let sheet = json!({"organisation": self.organisation, "sections": sections, "mandate_asked": "Ja."});
        let path = "/api/agreements/{id}/anchoring-sheets";
        let got = self.done(Who::CoordinatorA, path, &sheet.to_string()).await;
        self.sheet = text(&got.json()["id"]);
    }

    async fn sign_off(&self, who: Who, section: usize) {
        let body = self
            .filled(
                r#"{"revision": 1, "hash": "{text}", "mandate": "{mandate}", "name": "{name}",
                                   "reservation": null}"#,
                who,
                section,
            )
            .await;
        let path = format!("/api/sections/{}/sign-offs", self.section(section));
        let got = self.send(who, "POST", &path, &body).await;
        assert_eq!(got.status, StatusCode::CREATED, "{}", got.text());
    }

    /// What is asked for succeeds.
    async fn done(&self, who: Who, path: &str, body: &str) -> Got {
        let got = self.send(who, "POST", &self.path(path, who).await, body).await;
        assert!(got.status.is_success(), "{path}: {}", got.text());
        got
    }

    async fn read(&self, path: &str) -> Value {
        self.send(Who::CoordinatorA, "GET", path, "").await.json()
    }

    /// Asks a route of the table.
    pub(super) async fn ask(&self, route: &Route, who: Who) -> Got {
        let (method, path) = route.name().split_once(' ').unwrap();
        let path = format!("{}{}", self.path(path, who).await, route.question);
        let body = self.filled(route.body, who, 0).await;
        self.send(who, method, &path, &body).await
    }

    async fn send(&self, who: Who, method: &str, path: &str, body: &str) -> Got {
        let cookie = self.cookies.get(&who).map(|cookie| ("cookie", cookie.as_str()));
        let kind = if body.starts_with('%') { "application/pdf" } else { "application/json" };
        let headers: Vec<_> = cookie.into_iter().chain([("origin", URL), ("content-type", kind)]).collect();
        self.fixture.ask(method.parse().unwrap(), path, &headers, body).await
    }

    /// A route's path, with what its parameters name here.
    async fn path(&self, path: &str, who: Who) -> String {
        let nobody = uuid::Uuid::nil().to_string();
        let path = path
            .replace("/api/agreements/{id}", &format!("/api/agreements/{}", self.agreement()))
            .replace("/api/sections/{id}", &format!("/api/sections/{}", self.section(0)))
            .replace(
                "/api/meetings/{id}/notes/reopening",
                &format!("/api/meetings/{}/notes/reopening", self.meetings[1]),
            )
            .replace("/api/meetings/{id}", &format!("/api/meetings/{}", self.meetings[0]))
            .replace("/api/reviews/{id}", &format!("/api/reviews/{}", self.review))
            .replace("/api/anchoring-sheets/{id}", &format!("/api/anchoring-sheets/{}", self.sheet))
            .replace("/api/threads/{id}", &format!("/api/threads/{}", self.thread[0]))
            .replace("{comment}", &self.thread[1])
            .replace("/api/proposals/{id}", &format!("/api/proposals/{}", self.proposal))
            .replace("{member}", &self.member(Who::DrafterA))
            .replace("{party}", &self.parties[0])
            .replace("{organisation}", &self.organisation)
            .replace("{position}", "0")
            .replace("{moment}", "1")
            .replace("{number}", "1")
            .replace("{section}", &self.section(0))
            .replace("{hash}", &self.attachment)
            .replace("{secret}", "no")
            .replace("{id}", &nobody);
        self.filled(&path, who, 0).await
    }

    /// A body with what stands in braces here: of who asks, and of a section.
    async fn filled(&self, body: &str, who: Who, section: usize) -> String {
        // Whoever has no mandate tries another's.
        let mandate = self.mandates.get(&who).or(self.mandates.get(&Who::ApproverA)).cloned();
        let mut body = body
            .replace("{name}", &who.name())
            .replace("{email}", &who.email())
            .replace("{party}", &self.parties[0])
            .replace("{organisation}", &self.organisation)
            .replace("{other}", &self.parties[1])
            .replace("{approver}", &self.member(Who::ApproverA))
            .replace("{attachment}", &self.attachment)
            .replace("{title}", &self.title)
            .replace("{agreement}", &self.agreement())
            .replace("{first}", &self.section(0))
            .replace("{second}", &self.section(1))
            .replace("{mandate}", &mandate.unwrap_or_default());
        for (name, path, field) in [
            ("{text}", format!("/api/sections/{}", self.section(section)), "hash"),
            ("{agreed}", format!("/api/agreements/{}", self.agreement()), "agreed"),
        ] {
            if body.contains(name) {
                body = body.replace(name, &text(&self.read(&path).await[field]));
            }
        }
        if body.contains("{run}") {
            let now = self.read(&format!("/api/sections/{}/text", self.section(section))).await;
            let mut run = now["ids"][0].clone();
            run["block"] = now["blocks"][0].clone();
            body = body.replace("{run}", &run.to_string());
        }
        for (name, list) in [("{sign_off}", "sign-offs"), ("{decision}", "decisions")] {
            if body.contains(name) {
                let found = self.read(&format!("/api/agreements/{}/{list}", self.agreement())).await;
                body = body.replace(name, &text(&found[0]["id"]));
            }
        }
        body
    }

    pub(super) async fn remove(&self, who: Who) {
        let path = format!("/api/agreements/{}/members/{}/remove", self.agreement(), self.member(who));
        let got = self.send(Who::CoordinatorA, "POST", &path, "{}").await;
        assert_eq!(got.status, StatusCode::NO_CONTENT, "{}", got.text());
    }

    /// All that the store keeps, apart from what it takes to know who asks.
    pub(super) async fn everything(&self) -> (Vec<(LogId, u64)>, Vec<(String, Versioned)>) {
        let mut heads = Vec::new();
        for kind in [LogKind::Record, LogKind::Text, LogKind::Discussion] {
            for log in self.fixture.store.logs(kind).await.unwrap() {
                heads.push((log, self.fixture.store.head(log).await.unwrap().0));
            }
        }
        (heads, self.fixture.store.scan("").await.unwrap())
    }

    fn agreement(&self) -> String {
        text(&self.seeded["agreement"])
    }

    fn section(&self, index: usize) -> String {
        text(&self.seeded["sections"][index]["id"])
    }

    fn member(&self, who: Who) -> String {
        let index = Who::MEMBERS.iter().position(|member| *member == who).unwrap();
        text(&self.seeded["members"][index]["id"])
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
}
