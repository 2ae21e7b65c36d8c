//! Every route: how far the agreement must have come, what is sent, who may, and what they are answered.

use super::house::{Stage, Who};

/// Who may ask a route.
#[derive(Clone, Copy)]
enum Allowed {
    /// Anybody; what the route says no to, it says otherwise than by rights.
    Open,
    /// Whoever is signed in.
    SignedIn,
    /// Every member.
    Members,
    /// Just these.
    Only(&'static [Who]),
}

/// A route.
pub(super) struct Route {
    name: &'static str,
    allowed: Allowed,
    pub(super) stage: Stage,
    pub(super) question: &'static str,
    pub(super) body: &'static str,
    /// What whoever may ask is answered.
    pub(super) answer: u16,
}

impl Route {
    /// Method and path, as described.
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.allowed, Allowed::Open)
    }

    pub(super) fn is_within_an_agreement(&self) -> bool {
        let within =
            ["/api/agreements/", "/api/sections/", "/api/threads/", "/api/proposals/", "/api/meetings/"];
        within.iter().any(|within| self.name.contains(within))
    }

    pub(super) fn is_for(&self, who: Who) -> bool {
        match self.allowed {
            Allowed::Open => false,
            Allowed::SignedIn => who != Who::Nobody,
            Allowed::Members => who.is_member(),
            Allowed::Only(some) => some.contains(&who),
        }
    }
}

use Allowed::{Members, Only, Open, SignedIn};
use Stage::{Agreed, Begun, Decided, Proposed, Saved, SignedOff};
use Who::{ApproverA, ApproverB, CoordinatorA, CoordinatorB, DrafterA, NeutralCoordinator, ReviewerA};

/// What concerns the whole.
const COORDINATORS: Allowed = Only(&[CoordinatorA, CoordinatorB, NeutralCoordinator]);
/// What is done for one's own party.
const OF_A_PARTY: Allowed = Only(&[CoordinatorA, CoordinatorB]);
/// What is party A's own.
const OF_PARTY_A: Allowed = Only(&[CoordinatorA]);
/// Whoever takes part and does not only observe.
const TAKING_PART: Allowed =
    Only(&[CoordinatorA, DrafterA, ReviewerA, ApproverA, CoordinatorB, ApproverB, NeutralCoordinator]);
/// Another wording of a section's first block.
pub(super) const PROPOSAL: &str = r#"{"base": [{run}], "blocks": [
    {"type": "paragraph", "content": [{"type": "text", "text": "Hej på er"}]}], "reason": null}"#;
/// Who fixes texts, locks and opens them.
const KEEPERS: Allowed = Only(&[CoordinatorA, CoordinatorB, NeutralCoordinator, DrafterA]);

/// Who takes part in discussions.
const DISCUSSING: Allowed =
    Only(&[CoordinatorA, DrafterA, ReviewerA, ApproverA, CoordinatorB, ApproverB, NeutralCoordinator]);

const fn read(name: &'static str, allowed: Allowed, stage: Stage) -> Route {
    Route { name, allowed, stage, question: "", body: "", answer: 200 }
}

const fn open(name: &'static str) -> Route {
    read(name, Open, Begun)
}

const fn act(name: &'static str, allowed: Allowed, stage: Stage, body: &'static str, answer: u16) -> Route {
    Route { name, allowed, stage, question: "", body, answer }
}

const fn asking(question: &'static str, route: Route) -> Route {
    Route { question, ..route }
}

/// All of them.
pub(super) const TABLE: &[Route] = &[
    open("GET /healthz"),
    open("GET /readyz"),
    open("GET /api/openapi.json"),
    open("GET /api/server"),
    open("GET /api/signing-key"),
    open("POST /api/sign-in"),
    open("GET /api/sign-in/{secret}"),
    open("GET /sign-in/{secret}"),
    open("POST /sign-in/{secret}"),
    // Says no by the WebSocket's close code.
    open("GET /sync/{section}"),
    open("GET /unsubscribe/{secret}"),
    open("POST /unsubscribe/{secret}"),
    open("GET /api/unsubscribe/{secret}"),
    read("GET /api/me", SignedIn, Begun),
    read("GET /api/agreements", SignedIn, Begun),
    read("GET /api/template", SignedIn, Begun),
    read("GET /api/sessions", SignedIn, Begun),
    read("GET /api/tokens", SignedIn, Begun),
    read("GET /api/notices", SignedIn, Begun),
    read("GET /api/notices/unread", SignedIn, Begun),
    read("GET /api/notices/settings", SignedIn, Begun),
    act("POST /api/notices/readings", SignedIn, Begun, r#"{"notices": [], "seen": []}"#, 204),
    act(
        "POST /api/notices/settings",
        SignedIn,
        Begun,
        r#"{"digest": false, "hour": null, "mention": true, "sign_off": true, "language": null}"#,
        200,
    ),
    act("POST /api/sign-out", SignedIn, Begun, "", 204),
    act("POST /api/sessions/end-others", SignedIn, Begun, "", 204),
    act("POST /api/sessions/{id}/end", SignedIn, Begun, "", 404),
    act("DELETE /api/tokens/{id}", SignedIn, Begun, "", 404),
    act("POST /api/tokens", Members, Begun, r#"{"agreement": "{agreement}", "label": "x"}"#, 201),
    act(
        "POST /api/agreements",
        COORDINATORS,
        Begun,
        r#"{"title": "Ny", "parties": [
            {"letter": "A", "name": "Ett", "kind": "civil"}, {"letter": "B", "name": "Två", "kind": "civil"}],
            "members": [
            {"name": "{name}", "email": "{email}", "party": "A", "roles": ["coordinator"]},
            {"name": "Ny", "email": "ny@ny.example", "party": "B", "roles": ["coordinator"]}],
            "sections": [{"kind": "free", "title": "Ett"}]}"#,
        201,
    ),
    read("GET /api/agreements/{id}", Members, Begun),
    read("GET /api/agreements/{id}/decisions", Members, Begun),
    read("GET /api/agreements/{id}/mandates", Members, Begun),
    read("GET /api/agreements/{id}/members", Members, Begun),
    read("GET /api/agreements/{id}/parties", Members, Begun),
    read("GET /api/agreements/{id}/people", Members, Begun),
    read("GET /api/agreements/{id}/export", COORDINATORS, Begun),
    asking("?as_of=2099-01-01", read("GET /api/agreements/{id}/working-material", COORDINATORS, Begun)),
    act("POST /api/agreements/{id}/purge", COORDINATORS, Decided, r#"{"decision": "{decision}"}"#, 204),
    read("GET /api/agreements/{id}/discussion", Members, Begun),
    read("GET /api/agreements/{id}/presence", Members, Begun),
    read("GET /api/agreements/{id}/record", Members, Begun),
    read("GET /api/agreements/{id}/record/head", Members, Begun),
    read("GET /api/agreements/{id}/revisions", Members, Begun),
    read("GET /api/agreements/{id}/revisions/{number}", Members, Saved),
    read("GET /api/agreements/{id}/revisions/{number}/canonical", Members, Saved),
    read("GET /api/agreements/{id}/sections", Members, Begun),
    read("GET /api/agreements/{id}/sign-offs", Members, Begun),
    read("GET /api/agreements/{id}/texts", Members, Begun),
    read("GET /api/agreements/{id}/attachments/{hash}", Members, Begun),
    read(
        "GET /api/agreements/{id}/sign-offs/{sign_off}/receipt",
        Only(&[ApproverA, CoordinatorA]),
        SignedOff,
    ),
    asking("?name=a.pdf", act("POST /api/agreements/{id}/attachments", KEEPERS, Begun, "%PDF-1.7\n", 201)),
    act(
        "POST /api/agreements/{id}/decisions",
        OF_PARTY_A,
        Agreed,
        r#"{"party": "{party}", "body": "Fullmäktige", "date": "2026-01-01", "paragraph": "§ 1",
            "hash": "{agreed}", "minutes": null}"#,
        201,
    ),
    act(
        "POST /api/agreements/{id}/mandates",
        OF_PARTY_A,
        Begun,
        r#"{"member": "{approver}", "kind": "decision", "issuer": "Styrelsen", "date": "2026-01-01",
            "paragraph": "§ 7", "valid_until": null}"#,
        201,
    ),
    act("POST /api/agreements/{id}/matter", COORDINATORS, Begun, r#"{"title": "Ny titel"}"#, 204),
    act(
        "POST /api/agreements/{id}/plan",
        COORDINATORS,
        Begun,
        r#"{"plan": [{"phase": "approval", "date": "2027-01-01"}]}"#,
        204,
    ),
    act(
        "POST /api/agreements/{id}/members",
        OF_A_PARTY,
        Begun,
        r#"{"name": "Ny", "email": "ny@ny.example", "organisation": null, "roles": ["approver"]}"#,
        201,
    ),
    act(
        "POST /api/agreements/{id}/members/{member}/roles",
        OF_PARTY_A,
        Begun,
        r#"{"roles": ["approver"]}"#,
        204,
    ),
    act("POST /api/agreements/{id}/members/{member}/remove", OF_PARTY_A, Begun, "{}", 204),
    act(
        "POST /api/agreements/{id}/members/{member}/anonymise",
        OF_PARTY_A,
        Begun,
        r#"{"ground": null}"#,
        204,
    ),
    // This server sends no mail, and says so to those who could have some sent.
    act("POST /api/agreements/{id}/members/{member}/invite-again", OF_PARTY_A, Begun, "{}", 409),
    act(
        "POST /api/agreements/{id}/parties",
        COORDINATORS,
        Begun,
        r#"{"letter": "C", "name": "Tredje", "kind": "civil", "approval": {"rule": "any"}, "bodies": [],
            "coordinator": {"name": "Ny", "email": "ny@ny.example"}}"#,
        201,
    ),
    act("POST /api/agreements/{id}/parties/{party}", OF_PARTY_A, Begun, r#"{"name": "Staden"}"#, 204),
    act(
        "POST /api/agreements/{id}/parties/{party}/approval",
        OF_PARTY_A,
        Begun,
        r#"{"rule": "at_least", "count": 2}"#,
        204,
    ),
    act(
        "POST /api/agreements/{id}/parties/{party}/organisations",
        OF_PARTY_A,
        Begun,
        r#"{"name": "Ny"}"#,
        201,
    ),
    act(
        "POST /api/agreements/{id}/organisations/{organisation}",
        OF_PARTY_A,
        Begun,
        r#"{"name": "Ny"}"#,
        204,
    ),
    act("POST /api/agreements/{id}/organisations/{organisation}/remove", OF_PARTY_A, Begun, "{}", 204),
    act("POST /api/agreements/{id}/phase", COORDINATORS, Begun, r#"{"phase": "approval"}"#, 204),
    act(
        "POST /api/agreements/{id}/record/{position}/erase",
        COORDINATORS,
        Begun,
        r#"{"words": "{title}", "reason": "Fel."}"#,
        204,
    ),
    act("POST /api/agreements/{id}/revisions", KEEPERS, Begun, "{}", 201),
    act(
        "POST /api/agreements/{id}/sections",
        COORDINATORS,
        Begun,
        r#"{"kind": "free", "title": "Tre", "responsible": []}"#,
        201,
    ),
    act(
        "POST /api/agreements/{id}/sections/order",
        COORDINATORS,
        Begun,
        r#"{"sections": ["{second}", "{first}"]}"#,
        204,
    ),
    act("POST /api/agreements/{id}/sections/{section}/bring-back", COORDINATORS, Begun, "{}", 204),
    act(
        "POST /api/agreements/{id}/sign-offs/{sign_off}/withdrawal",
        Only(&[ApproverA]),
        SignedOff,
        r#"{"reason": "Fel."}"#,
        200,
    ),
    act(
        "POST /api/agreements/{id}/signing",
        COORDINATORS,
        Decided,
        r#"{"date": "2026-01-02", "place": "Björkdal", "scan": null, "signatories": [
            {"party": "{party}", "name": "Siv", "title": "Ordförande", "authority": "Delegation"},
            {"party": "{other}", "name": "Ulf", "title": "Ordförande", "authority": "Stadgar"}]}"#,
        201,
    ),
    read("GET /api/agreements/{id}/measures", Members, Begun),
    read("GET /api/agreements/{id}/measures.csv", Members, Begun),
    read("GET /api/agreements/{id}/meetings", Members, Begun),
    act(
        "POST /api/agreements/{id}/meetings",
        KEEPERS,
        Begun,
        r#"{"date": "2026-01-02", "title": "Arbetsgruppen", "place": "", "convener": null, "sections": ["{first}"]}"#,
        201,
    ),
    read("GET /api/meetings/{id}", Members, Begun),
    read("GET /api/meetings/{id}/notes", Members, Begun),
    act("POST /api/meetings/{id}", KEEPERS, Begun, r#"{"title": "Ett annat"}"#, 200),
    act(
        "POST /api/meetings/{id}/attendance",
        KEEPERS,
        Begun,
        r#"{"present": ["{approver}"], "absent": [], "guests": null}"#,
        200,
    ),
    act("POST /api/meetings/{id}/cancellation", KEEPERS, Begun, r#"{"reason": "Sjukdom."}"#, 200),
    act(
        "POST /api/meetings/{id}/files",
        KEEPERS,
        Begun,
        r#"{"id": "{attachment}", "name": "kallelse.pdf", "media_type": "application/pdf", "bytes": 9}"#,
        200,
    ),
    act("POST /api/meetings/{id}/files/{hash}/remove", KEEPERS, Begun, "{}", 200),
    act("POST /api/meetings/{id}/notes/closing", KEEPERS, Begun, "{}", 200),
    act("POST /api/meetings/{id}/notes/reopening", COORDINATORS, Begun, "{}", 200),
    read("GET /api/proposals/{id}", Members, Proposed),
    act("POST /api/proposals/{id}/acceptances", Only(&[DrafterA]), Proposed, r#"{"seen": [{run}]}"#, 200),
    act("POST /api/proposals/{id}/rejections", KEEPERS, Proposed, r#"{"reason": "Nej."}"#, 200),
    act("POST /api/proposals/{id}/withdrawals", Only(&[ReviewerA]), Proposed, r#"{"reason": null}"#, 200),
    act("POST /api/proposals/{id}/renewals", Only(&[ReviewerA]), Proposed, PROPOSAL, 200),
    read("GET /api/agreements/{id}/reviews", Members, Begun),
    act(
        "POST /api/agreements/{id}/reviews",
        COORDINATORS,
        Saved,
        r#"{"sections": [{"section": "{first}", "revision": 1}], "reviewers": ["{approver}"],
            "question": "Klart?", "due": "2099-01-01"}"#,
        201,
    ),
    read("GET /api/reviews/{id}", Members, Saved),
    act(
        "POST /api/reviews/{id}/answers",
        Only(&[ReviewerA]),
        Saved,
        r#"{"section": "{first}", "revision": 1, "hash": "{text}", "ready": true}"#,
        200,
    ),
    act("POST /api/reviews/{id}/extension", COORDINATORS, Saved, r#"{"due": "2099-02-01"}"#, 200),
    act("POST /api/reviews/{id}/closing", COORDINATORS, Saved, "{}", 200),
    read("GET /api/agreements/{id}/anchoring-sheets", Members, Begun),
    act(
        "POST /api/agreements/{id}/anchoring-sheets",
        OF_PARTY_A,
        Saved,
        r#"{"organisation": "{organisation}", "sections": [{"section": "{first}", "revision": 1}],
            "mandate_asked": "Att godkänna."}"#,
        201,
    ),
    read("GET /api/anchoring-sheets/{id}", Members, Saved),
    read("GET /api/anchoring-sheets/{id}/page", Members, Saved),
    read("GET /api/sections/{id}", Members, Begun),
    read("GET /api/sections/{id}/approval", Only(&[ApproverA, ApproverB]), Saved),
    read("GET /api/sections/{id}/authors", Members, Begun),
    asking("?from=1", read("GET /api/sections/{id}/comparison", Members, Saved)),
    read("GET /api/sections/{id}/co-authors", Members, Begun),
    act("POST /api/sections/{id}/co-authors/order", KEEPERS, Begun, r#"{"order": []}"#, 200),
    act("POST /api/sections/{id}/co-authors/withheld", Members, Begun, r#"{"withheld": true}"#, 200),
    read("GET /api/sections/{id}/revisions/{number}/co-authors", Members, Saved),
    asking("?from=1", read("GET /api/sections/{id}/comparison/writers", Members, Saved)),
    read("GET /api/sections/{id}/history", Members, Begun),
    read("GET /api/sections/{id}/moments/{moment}", Members, Begun),
    read("GET /api/sections/{id}/proposals", Members, Proposed),
    act("POST /api/sections/{id}/proposals", TAKING_PART, Begun, PROPOSAL, 201),
    read("GET /api/sections/{id}/reservations", Members, Begun),
    read("GET /api/sections/{id}/revisions", Members, Begun),
    read("GET /api/sections/{id}/revisions/{number}", Members, Saved),
    read("GET /api/sections/{id}/revisions/{number}/authors", Members, Saved),
    read("GET /api/sections/{id}/revisions/{number}/canonical", Members, Saved),
    read("GET /api/sections/{id}/text", Members, Begun),
    read("GET /api/sections/{id}/timeline", Members, Begun),
    act("POST /api/sections/{id}/heading", COORDINATORS, Begun, r#"{"title": "Nytt"}"#, 204),
    act("POST /api/sections/{id}/lock", KEEPERS, Saved, r#"{"reason": "Klart."}"#, 200),
    act("POST /api/sections/{id}/reopening", KEEPERS, SignedOff, r#"{"reason": "Ett fel."}"#, 200),
    act(
        "POST /api/sections/{id}/reservations",
        TAKING_PART,
        Saved,
        r#"{"revision": 1, "text": "Jag anser annat.", "personal": true}"#,
        201,
    ),
    act("POST /api/sections/{id}/retire", COORDINATORS, Begun, r#"{"reason": "Hör inte hit."}"#, 204),
    act("POST /api/sections/{id}/revisions", KEEPERS, Begun, "{}", 201),
    act("POST /api/sections/{id}/revisions/{number}/restoration", Only(&[DrafterA]), Saved, "{}", 200),
    act(
        "POST /api/sections/{id}/sign-offs",
        Only(&[ApproverA, ApproverB]),
        Saved,
        r#"{"revision": 1, "hash": "{text}", "mandate": "{mandate}", "name": "{name}", "reservation": null}"#,
        201,
    ),
    read("GET /api/agreements/{id}/threads", Members, Begun),
    read("GET /api/sections/{id}/threads", Members, Begun),
    act(
        "POST /api/sections/{id}/threads",
        DISCUSSING,
        Begun,
        r#"{"anchor": null, "text": "Är det här rätt?", "mentions": []}"#,
        201,
    ),
    read("GET /api/threads/{id}", Members, Begun),
    act(
        "POST /api/threads/{id}/comments",
        DISCUSSING,
        Begun,
        r#"{"text": "Ja.", "mentions": ["{approver}"]}"#,
        201,
    ),
    act(
        "POST /api/threads/{id}/comments/{comment}/edits",
        Only(&[ReviewerA]),
        Begun,
        r#"{"text": "Jo."}"#,
        200,
    ),
    act("DELETE /api/threads/{id}/comments/{comment}", Only(&[ReviewerA]), Begun, "", 204),
    act("POST /api/threads/{id}/resolutions", DISCUSSING, Begun, "{}", 200),
    act("POST /api/threads/{id}/reopenings", DISCUSSING, Begun, "{}", 200),
    act("POST /api/threads/{id}/readings", Members, Begun, r#"{"comments": 1}"#, 204),
];
