//! Promises of the operator's commands.

use super::demo::Doors;
use super::socket::OperatorSocket;
use super::{Answer, Invited, Operator, Request, client};
use crate::access::Access;
use crate::access::identity::Credential;
use crate::agreement::description::Description;
use crate::agreement::id::{AgreementId, SectionId};
use crate::agreement::member::{ROLES, Role};
use crate::agreement::refusal::Language;
use crate::agreement::section::SectionKind;
use crate::approving::Approving;
use crate::discussing::Discussions;
use crate::drafting::past::Timeline;
use crate::drafting::{Limits, Rooms};
use crate::record::Records;
use crate::store::{LogKind, MemoryStore, Store};
use crate::text::log::{TextEntry, text_log};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

fn operator() -> Operator {
    operator_of(PathBuf::new())
}

pub(super) fn operator_of(folder: PathBuf) -> Operator {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    Operator {
        records: Records::new(Arc::clone(&store)),
        access: Access::new(Arc::clone(&store)),
        store,
        public_url: "https://overens.example".parse().unwrap(),
        folder,
    }
}

/// Two sides with one person each.
pub(super) fn small() -> Value {
    json!({
        "title": "Liten", "case_number": "1",
        "parties": [
            {"letter": "A", "name": "Kommunen", "kind": "public"},
            {"letter": "B", "name": "Föreningen", "kind": "civil"}
        ],
        "members": [
            {"name": "Ada", "email": "ada@a.example", "party": "A", "roles": ["coordinator", "drafter"]},
            {"name": "Bo", "email": "bo@b.example", "party": "B", "roles": ["coordinator", "drafter"]},
            {"name": "Cia", "email": "cia@c.example", "roles": ["observer"]}
        ],
        "sections": [{"kind": "principle", "title": "Dialog"}, {"kind": "free", "title": "Fri", "text": "Hej"}]
    })
}

pub(super) fn seed(description: &Value, tokens: bool) -> Request {
    Request::Seed { description: description.to_string(), tokens, public_url: None }
}

async fn seeded(operator: &Operator, tokens: bool) -> Value {
    match operator.answer(seed(&small(), tokens)).await {
        Answer::Done(seeded) => seeded,
        Answer::Refused(why) => panic!("{why}"),
    }
}

#[tokio::test]
async fn what_was_seeded_is_there_with_first_texts_and_links_that_sign_in() {
    let operator = operator();
    let seeded = seeded(&operator, true).await;
    let agreement: AgreementId = serde_json::from_value(seeded["agreement"].clone()).unwrap();
    let state = operator.records.state(agreement).await.unwrap();
    assert_eq!(state.title(), Some("Liten"));
    assert_eq!(seeded["sections"][0]["kind"], "principle");
    for section in seeded["sections"].as_array().unwrap() {
        let id: SectionId = serde_json::from_value(section["id"].clone()).unwrap();
        let log = operator.store.read(text_log(id), Default::default(), 9).await.unwrap();
        assert!(matches!(TextEntry::decode(&log[0]).unwrap(), TextEntry::Epoch { .. }));
    }
    assert_eq!(seeded["members"][0]["party"], "A");
    assert_eq!(seeded["members"][2]["party"], Value::Null);
    for member in seeded["members"].as_array().unwrap() {
        let link = member["link"].as_str().unwrap();
        let secret = link.strip_prefix("https://overens.example/sign-in/").unwrap();
        let (link, _) = operator.access.spend_link(secret, None, Timestamp::now()).await.unwrap();
        assert_eq!(json!(link.member), member["id"]);
        let token = Credential::Token(member["token"].as_str().unwrap());
        let identity = operator.access.identify(token, Timestamp::now()).await.unwrap();
        assert_eq!(json!(identity.member_in(&state)), member["id"]);
    }
}

#[tokio::test]
async fn tokens_are_made_only_where_they_were_asked_for() {
    let operator = operator();
    let seeded = seeded(&operator, false).await;
    assert!(seeded["members"][0].get("token").is_none());
    assert!(operator.store.scan("token").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_wrong_description_names_the_field_and_writes_nothing() {
    let operator = operator();
    let mut wrong = small();
    wrong["members"][1]["party"] = json!("C");
    let Answer::Refused(why) = operator.answer(seed(&wrong, true)).await else { panic!("it was seeded") };
    assert!(why.contains("members[1].party"), "{why}");
    assert!(operator.store.scan("").await.unwrap().is_empty());
    assert!(operator.store.logs(LogKind::Record).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_same_people_in_two_agreements_are_the_same_accounts() {
    let operator = operator();
    seeded(&operator, false).await;
    seeded(&operator, false).await;
    assert_eq!(operator.store.scan("account/").await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_member_is_invited_by_id_or_by_address_and_nobody_else() {
    let operator = operator();
    let seeded = seeded(&operator, false).await;
    let agreement: AgreementId = serde_json::from_value(seeded["agreement"].clone()).unwrap();
    let member = serde_json::from_value(seeded["members"][1]["id"].clone()).unwrap();
    let invite = |who| Request::Invite { agreement, who, public_url: Some("http://localhost:8080".into()) };
    for who in [Invited::Member(member), Invited::Email("BO@b.example".into())] {
        let Answer::Done(invitation) = operator.answer(invite(who)).await else { panic!("refused") };
        assert_eq!(invitation["name"], "Bo");
        assert!(invitation["link"].as_str().unwrap().starts_with("http://localhost:8080/sign-in/"));
    }
    let nobody = operator.answer(invite(Invited::Email("x@b.example".into()))).await;
    assert!(matches!(nobody, Answer::Refused(why) if why.contains("x@b.example")));
}

#[test]
fn the_demo_has_what_it_promises_in_both_languages() {
    for text in [include_str!("demo/sv.json"), include_str!("demo/en.json")] {
        let demo = Description::parse(text).unwrap();
        assert_eq!(demo.parties.len(), 2);
        assert!(demo.parity);
        for party in &demo.parties {
            let members = || demo.members.iter().filter(|member| member.party == Some(party.letter));
            assert_eq!(members().count(), 5);
            assert_eq!(members().filter(|member| member.roles.contains(&Role::Drafter)).count(), 3);
            for role in ROLES {
                assert!(members().any(|member| member.roles.contains(&role)), "{role:?}");
            }
        }
        let kinds: Vec<_> = demo.sections.iter().map(|section| section.kind).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == SectionKind::Principle).count(), 6);
        for kind in [SectionKind::StartingPoints, SectionKind::Commitments, SectionKind::FollowUp] {
            assert!(kinds.contains(&kind), "{kind:?}");
        }
    }
}

/// What the demo is told through.
struct House {
    approving: Approving,
    rooms: Arc<Rooms>,
    discussions: Arc<Discussions>,
}

impl House {
    fn of(operator: &Operator) -> Self {
        let (store, records) = (operator.store.clone(), operator.records.clone());
        let rooms = Rooms::new(store.clone(), records.clone(), Limits::default());
        let discussions = Discussions::new(store.clone());
        let approving = Approving::new(store, records, rooms.clone(), discussions.clone());
        Self { approving, rooms, discussions }
    }

    fn doors(&self) -> Doors<'_> {
        Doors { approving: &self.approving, rooms: &self.rooms, discussions: &self.discussions }
    }
}

#[tokio::test]
async fn a_later_start_of_the_demo_gives_new_links_to_the_same_agreement() {
    let operator = operator();
    let urls = ["http://127.0.0.1:8080".parse().unwrap(), "http://localhost:8080".parse().unwrap()];
    let first = operator.demo(Language::Swedish, &urls, House::of(&operator).doors()).await.unwrap();
    assert!(first[0].link.starts_with("http://127.0.0.1:8080/"));
    assert!(first[1].link.starts_with("http://localhost:8080/"));
    let later = operator.demo(Language::English, &urls, House::of(&operator).doors()).await.unwrap();
    assert_eq!((&later[0].name, &later[1].party), (&first[0].name, &first[1].party));
    assert!(first.iter().all(|old| later.iter().all(|new| new.link != old.link)));
    assert_eq!(operator.store.logs(LogKind::Record).await.unwrap().len(), 1);
}

/// A quarter of a year of work is to be seen in the demo, and not a second's.
#[tokio::test]
async fn the_demo_s_texts_grew_over_weeks_by_several_hands_between_meetings() {
    let operator = operator();
    let house = House::of(&operator);
    let urls = ["http://127.0.0.1:8080".parse().unwrap()];
    operator.demo(Language::English, &urls, house.doors()).await.unwrap();
    let agreement = AgreementId(operator.store.logs(LogKind::Record).await.unwrap()[0].owner);
    let state = operator.records.state(agreement).await.unwrap();
    let today = state.day_of(Timestamp::now());
    for section in state.sections() {
        let past = house.rooms.past().timeline(section.id, Duration::from_secs(30)).await.unwrap();
        let Timeline::Read(line) = past else { panic!("{} is still being read", section.title) };
        let days: BTreeSet<_> = line
            .sessions()
            .iter()
            .map(|session| state.day_of(Timestamp::from_millisecond(session.started).unwrap()))
            .collect();
        let writers: BTreeSet<_> =
            line.sessions().iter().flat_map(|session| &session.members).map(|part| part.member).collect();
        let weeks = days.first().unwrap().until((jiff::Unit::Week, *days.last().unwrap())).unwrap();
        assert!(writers.len() >= 2, "{} has {writers:?}", section.title);
        assert!(days.len() >= 2 && line.sessions().len() >= 2, "{} was written on {days:?}", section.title);
        assert!(line.steps().len() > 5, "{} has no steps", section.title);
        assert!(*days.last().unwrap() < today && weeks.get_weeks() < 13, "{days:?}");
    }
    let [first, second, ahead] = state.meetings() else { panic!("{:?}", state.meetings()) };
    for held in [first, second] {
        assert!(held.notes_closed && held.called.date < today && !held.called.sections.is_empty());
        assert!(held.attended.as_ref().is_some_and(|attended| attended.present.len() > 3));
        assert!(house.approving.notes(held).await.unwrap().len() > 3);
    }
    assert_eq!(second.files.len(), 1);
    assert!(!ahead.notes_closed && ahead.called.date > today);
    assert!(house.approving.notes(ahead).await.unwrap().len() > 1, "it has an agenda");
}

#[tokio::test]
async fn the_demo_leaves_a_store_alone_that_holds_something_else() {
    let operator = operator();
    seeded(&operator, false).await;
    assert!(operator.demo(Language::Swedish, &[], House::of(&operator).doors()).await.unwrap().is_empty());
    assert_eq!(operator.store.logs(LogKind::Record).await.unwrap().len(), 1);
}

async fn ask(folder: &Path, request: Request) -> std::io::Result<Option<Answer>> {
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || client::ask(&folder, &request)).await.unwrap()
}

fn serve(folder: &Path) -> (CancellationToken, JoinHandle<()>) {
    let stop = CancellationToken::new();
    let socket = OperatorSocket::bind(folder).unwrap();
    (stop.clone(), tokio::spawn(socket.serve(operator(), stop)))
}

#[tokio::test]
async fn a_running_server_is_asked_through_a_socket_only_its_owner_can_reach() {
    let folder = tempfile::tempdir().unwrap();
    assert!(ask(folder.path(), seed(&small(), false)).await.unwrap().is_none());
    let (stop, serving) = serve(folder.path());
    let rights = fs::metadata(folder.path().join("overens.sock")).unwrap().permissions().mode();
    assert_eq!(rights & 0o777, 0o600);
    let answer = ask(folder.path(), seed(&small(), true)).await.unwrap();
    assert!(matches!(answer, Some(Answer::Done(seeded)) if seeded["members"][0]["token"].is_string()));
    let answer = ask(folder.path(), seed(&json!({}), true)).await.unwrap();
    assert!(matches!(answer, Some(Answer::Refused(why)) if why.contains("title")));
    stop.cancel();
    serving.await.unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn a_socket_left_by_a_killed_server_counts_as_none_and_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    drop(std::os::unix::net::UnixListener::bind(folder.path().join("overens.sock")).unwrap());
    drop(std::os::unix::net::UnixListener::bind(folder.path().join("overens.sock.new")).unwrap());
    assert!(ask(folder.path(), seed(&small(), false)).await.unwrap().is_none());
    let (_stop, _serving) = serve(folder.path());
    assert!(ask(folder.path(), seed(&small(), false)).await.unwrap().is_some());
}

#[tokio::test]
async fn a_folder_with_a_long_path_has_a_socket_too() {
    let folder = tempfile::tempdir().unwrap();
    let deep: PathBuf = folder.path().join("a".repeat(100)).join("b".repeat(100));
    fs::create_dir_all(&deep).unwrap();
    let (_stop, _serving) = serve(&deep);
    assert!(ask(&deep, seed(&small(), false)).await.unwrap().is_some());
}
