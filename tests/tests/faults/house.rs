//! Data folders with everything in them, made once and copied for each fault.

use overens_tests::server::Launch;
use overens_tests::{Client, Folder, Group, Pass, Server};
use serde_json::{Value, json};

/// Entries of the long log. One pack takes 4,096; the load writes the rest, so that packing comes under load.
const LONG: usize = 4_080;

/// A stopped service and the people who have signed in to it.
pub struct House {
    group: Group,
}

impl House {
    /// People with sessions, texts with revisions, and one long log.
    pub async fn furnish() -> Self {
        let mut group = Group::gather().await;
        let section = group.section("commitments").clone();
        let client = group.open("Asta", &section).await;
        client.edit(|document| document.new_paragraph("Långt"));
        for _ in 0..LONG {
            client.edit(|document| document.append("å"));
        }
        client.until_saved().await;
        client.leave().await;
        group.write("Maja", group.section("free"), "Det här står kvar.").await;
        for section in &group.seeded.sections {
            group.erik.save(&section.id, "").await;
        }
        stop(&mut group.server).await;
        Self { group }
    }

    /// One whose bodies have decided, so that its working material may be purged; and what to purge it with.
    pub async fn decided() -> (Self, Value) {
        let mut group = Group::gather().await;
        let agreement = group.seeded.agreement.clone();
        group.write("Maja", group.section("free"), "Det här står kvar.").await;
        for section in &group.seeded.sections {
            group.erik.save(&section.id, "").await;
            group.agree_on(&section.id).await;
        }
        let phase = json!({"phase": "approval"});
        group.erik.post(&format!("/api/agreements/{agreement}/phase"), phase).await.done();
        let seen = group.agreement().await;
        let mut last = Value::Null;
        for (person, party, body) in [(&group.erik, 0, "Kommunfullmäktige"), (&group.maja, 1, "Årsmötet")]
        {
            let decision = json!({"party": seen["parties"][party]["id"], "body": body, "date": "2026-01-20",
                "paragraph": "§ 12", "hash": seen["agreed"], "minutes": null});
            last = person.post(&format!("/api/agreements/{agreement}/decisions"), decision).await.done();
        }
        stop(&mut group.server).await;
        (Self { group }, json!({"decision": last["id"]}))
    }

    /// A folder like this one.
    pub fn copy(&self) -> Folder {
        self.group.folder.copy()
    }

    /// The people, at a server on a folder like this one.
    pub fn group(&self, folder: Folder, server: Server) -> Group {
        let Group { seeded, erik, asta, maja, bo, ivar, .. } = &self.group;
        Group {
            folder,
            seeded: seeded.clone(),
            erik: erik.at(&server),
            asta: asta.at(&server),
            maja: maja.at(&server),
            bo: bo.at(&server),
            ivar: ivar.at(&server),
            server,
        }
    }

    /// The people, at a server that has just been started on a folder like this one.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn open(&self, folder: Folder) -> Group {
        let server = Launch::new(&folder).start().await;
        self.group(folder, server)
    }
}

/// The same people, after another start.
///
/// # Panics
/// If it does not start.
pub async fn start_again(group: &mut Group, launch: &Launch) {
    group.server = launch.start().await;
    for person in [&mut group.erik, &mut group.asta, &mut group.maja, &mut group.bo, &mut group.ivar] {
        *person = person.at(&group.server);
    }
}

/// What a section says to somebody who was not there before.
pub async fn text_of(group: &Group, kind: &str) -> String {
    let pass = Pass::plain(group.seeded.token("Olle"));
    let reader = Client::join(&group.server, group.section(kind), &pass).await;
    let text = reader.text();
    reader.leave().await;
    text
}

async fn stop(server: &mut Server) {
    server.terminate();
    let status = server.ended(overens_tests::PATIENCE).await;
    assert!(status.success(), "it ended with {status}: {}", server.log());
}
