use super::client::Client;
use crate::agreement::description::Description;
use crate::agreement::id::{MemberId, SectionId};
use crate::agreement::sample::{DESCRIPTION, noon};
use crate::drafting::protocol::{self, AwarenessEntry};
use crate::drafting::{Closing, Connection, Limits, Outgoing, Rooms};
use crate::record::Records;
use crate::text::reader::Reader;

use crate::store::{Append, Batch, MemoryStore, Position, Store, StoreError};
use crate::text::block::Block;
use crate::text::epoch::first_epoch;
use crate::text::log::{EpochReason, TextEntry, text_log};
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;
use yrs::updates::encoder::Encode;

/// An agreement with its first section open to be written in.
struct House {
    store: Arc<MemoryStore>,
    rooms: Arc<Rooms>,
    section: SectionId,
    /// Two drafters of two parties, and an approver who may only read.
    astrid: MemberId,
    david: MemberId,
    bo: MemberId,
}

impl House {
    async fn build(limits: Limits) -> Self {
        let store = Arc::new(MemoryStore::new());
        let records = Records::new(store.clone());
        let mut founding = records.found(&Description::parse(DESCRIPTION).unwrap(), noon()).unwrap();
        let section = founding.state.sections()[0].id;
        for section in founding.state.sections() {
            let entry = first_epoch(&[Block::of_text("paragraph", "¶")], 0, EpochReason::Created);
            founding.batch.appends.push(Append {
                log: text_log(section.id),
                expected: Position::START,
                entries: vec![entry.encode().unwrap().into()],
            });
        }
        store.commit(founding.batch).await.unwrap();
        let member = |name: &str| {
            let members = founding.state.members();
            members.iter().find(|member| member.name.text() == Some(name)).unwrap().id
        };
        let (astrid, david, bo) = (member("Astrid Moberg"), member("David Ask"), member("Bo Lindh"));
        let rooms = Rooms::new(store.clone(), records, limits);
        Self { store, rooms, section, astrid, david, bo }
    }

    async fn guest(&self, member: MemberId, client: u64) -> Guest {
        let connection = self.rooms.join(self.section, member, true).await.unwrap();
        let mut guest =
            Guest { connection, client: Client::new(client), saved: 0, last: Closed::No, frames: Vec::new() };
        guest.say(protocol::step_1(&guest.client.state_vector().encode_v1())).await;
        guest.until(|guest| guest.client.text() != "").await;
        guest
    }
}

#[derive(Debug, PartialEq)]
enum Closed {
    No,
    For(Closing),
}

/// A connection with a document, as the web client has.
struct Guest {
    connection: Connection,
    client: Client,
    saved: u64,
    last: Closed,
    frames: Vec<Bytes>,
}

impl Guest {
    /// What it was told about its text, in order.
    fn verdicts(&self) -> Vec<u8> {
        let verdict = |frame: &Bytes| (frame[0] == 104).then(|| frame[1]);
        self.frames.iter().filter_map(verdict).collect()
    }

    async fn say(&self, frame: Bytes) {
        self.connection.receive(frame).await.unwrap();
    }

    async fn write(&self, update: Vec<u8>) {
        self.say(protocol::update(&update)).await;
    }

    /// Takes what comes until something holds; fails if it does not within a while.
    async fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        let waiting = async {
            while !holds(self) {
                let Outgoing { frames, closing, behind } = self.connection.outgoing().await;
                for frame in frames {
                    self.hear(frame).await;
                }
                if behind {
                    self.connection.caught_up().await;
                }
                if let Some(closing) = closing {
                    self.last = Closed::For(closing);
                    assert!(holds(self), "closed: {closing}");
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("it never came");
    }

    async fn hear(&mut self, frame: Bytes) {
        self.frames.push(frame.clone());
        let mut reader = Reader::new(&frame);
        match reader.number().unwrap() {
            0 => match reader.number().unwrap() {
                0 => self.say(protocol::step_2(&self.client.everything())).await,
                _ => self.client.apply(reader.buffer().unwrap()),
            },
            101 => self.saved = reader.number().unwrap(),
            _ => {}
        }
    }
}

#[tokio::test]
async fn what_one_writes_the_other_reads_and_the_writer_hears_that_it_is_saved() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    astrid.write(astrid.client.type_at(0, 0, "Vi möts tidigt.")).await;
    david.until(|david| david.client.text() == "Vi möts tidigt.¶\n").await;
    astrid.until(|astrid| astrid.saved == 2).await;
    let read = house.rooms.text(house.section).await.unwrap();
    assert_eq!(read.blocks.len(), 1);
    let authors = house.rooms.authors(house.section).await.unwrap();
    assert_eq!(authors.contributors.len(), 1);
    assert_eq!(authors.contributors[0].member, house.astrid);
}

#[tokio::test]
async fn nobody_sees_what_could_not_be_saved() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    house.store.fail_with(Some(StoreError::Unavailable("full".into())));
    astrid.write(astrid.client.type_at(0, 0, "Osparat")).await;
    david.until(|david| david.last == Closed::For(Closing::Unavailable)).await;
    assert_eq!(david.client.text(), "¶\n");
    astrid.until(|astrid| astrid.last == Closed::For(Closing::Unavailable)).await;
    assert!(astrid.saved < 2);

    house.store.fail_with(None);
    let mut david = house.guest(house.david, 3).await;
    assert_eq!(david.client.text(), "¶\n");
    // The writer comes back with the same document and brings what was not saved.
    astrid.connection = house.rooms.join(house.section, house.astrid, true).await.unwrap();
    astrid.saved = 0;
    astrid.say(protocol::step_1(&astrid.client.state_vector().encode_v1())).await;
    astrid.until(|astrid| astrid.saved == 1).await;
    david.until(|david| david.client.text() == "Osparat¶\n").await;
}

#[tokio::test]
async fn a_lock_written_by_somebody_else_stops_what_comes_after_it_and_nothing_before() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    astrid.write(astrid.client.type_at(0, 0, "Före.")).await;
    astrid.until(|astrid| astrid.saved == 2).await;
    let log = text_log(house.section);
    let lock = TextEntry::Lock { at: 0, revision: [7; 32] }.encode().unwrap();
    let expected = house.store.head(log).await.unwrap();
    let batch = crate::store::Batch {
        appends: vec![Append { log, expected, entries: vec![lock.into()] }],
        ..Default::default()
    };
    house.store.commit(batch).await.unwrap();
    astrid.write(astrid.client.type_at(0, 5, " Efter.")).await;
    astrid.until(|astrid| astrid.last == Closed::For(Closing::Locked)).await;
    david.until(|david| david.client.text() == "Före.¶\n").await;
    let text = house.rooms.text(house.section).await.unwrap();
    assert_eq!(text.blocks, [Block::of_text("paragraph", "Före.¶")]);
}

#[tokio::test]
async fn a_new_epoch_shows_everybody_out_and_takes_nothing_of_the_old_one() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.write(astrid.client.type_at(0, 0, "Före")).await;
    astrid.until(|astrid| astrid.saved == 2).await;
    let restored = first_epoch(&[Block::of_text("paragraph", "Ur kopian")], 0, EpochReason::Restored);
    let log = text_log(house.section);
    let append = Append {
        log,
        expected: house.store.head(log).await.unwrap(),
        entries: vec![restored.encode().unwrap().into()],
    };
    house.store.commit(Batch { appends: vec![append], ..Batch::default() }).await.unwrap();
    astrid.until(|astrid| astrid.last == Closed::For(Closing::OtherEpoch)).await;
    let text = house.rooms.text(house.section).await.unwrap();
    assert_eq!(text.blocks, [Block::of_text("paragraph", "Ur kopian")]);
}

#[tokio::test]
async fn a_slow_reader_costs_its_bound_and_gets_everything_in_the_end() {
    let limits = Limits { outbox_bytes: 2_000, ..Limits::default() };
    let house = House::build(limits).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    // David's socket takes nothing while Astrid writes far more than his outbox holds.
    for n in 0..400 {
        astrid.write(astrid.client.type_at(0, 0, &format!("Mening nummer {n}. "))).await;
    }
    astrid.until(|astrid| astrid.saved == 401).await;
    let whole = astrid.client.text();
    let before = david.frames.len();
    david.until(|david| david.client.text() == whole).await;
    assert!(david.frames.len() - before < 100, "it was told in {} pieces", david.frames.len() - before);
    astrid.write(astrid.client.type_at(0, 0, "Sist. ")).await;
    david.until(|david| david.client.text().starts_with("Sist. ")).await;
}

#[tokio::test]
async fn a_reader_is_refused_at_the_first_word_and_the_others_go_on() {
    let house = House::build(Limits::default()).await;
    let mut bo = house.guest(house.bo, 3).await;
    let mut david = house.guest(house.david, 2).await;
    bo.write(bo.client.type_at(0, 0, "Jag också")).await;
    bo.until(|bo| bo.last == Closed::For(Closing::ReadOnly)).await;
    david.write(david.client.type_at(0, 0, "Vi")).await;
    david.until(|david| david.saved == 2).await;
    assert_eq!(david.client.text(), "Vi¶\n");
}

#[tokio::test]
async fn text_before_sync_step_1_is_refused() {
    let house = House::build(Limits::default()).await;
    let connection = house.rooms.join(house.section, house.astrid, false).await.unwrap();
    let client = Client::new(1);
    connection.receive(protocol::update(&client.paragraph(0, "för tidigt"))).await.unwrap();
    let closing = loop {
        if let Some(closing) = connection.outgoing().await.closing {
            break closing;
        }
    };
    assert_eq!(closing.code(), 4400);
}

#[tokio::test]
async fn a_gap_is_asked_about_and_mended() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    let _lost = astrid.client.type_at(0, 0, "ett");
    astrid.write(astrid.client.type_at(0, 3, " två")).await;
    astrid.until(|astrid| astrid.saved == 3).await;
    let text = house.rooms.text(house.section).await.unwrap();
    assert_eq!(text.blocks, [Block::of_text("paragraph", "ett två¶")]);
}

#[tokio::test]
async fn a_client_id_is_its_first_announcers() {
    let house = House::build(Limits::default()).await;
    let astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    let entry = |state: &str| AwarenessEntry { client: 1, clock: 1, state: state.into() };
    let said = entry(r#"{"user":{"name":"Någon annan"}}"#);
    astrid.say(protocol::awareness([&said].into_iter())).await;
    let told = |guest: &Guest, text: &str| {
        guest.frames.iter().any(|frame| String::from_utf8_lossy(frame).contains(text))
    };
    david.until(|david| told(david, "Astrid Moberg")).await;
    assert!(!told(&david, "Någon annan"));
    david.say(protocol::awareness([&said].into_iter())).await;
    david.until(|david| david.last == Closed::For(Closing::ForeignText)).await;
}

#[tokio::test(start_paused = true)]
async fn an_empty_room_leaves_memory_and_opens_again_from_its_checkpoint() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.write(astrid.client.type_at(0, 0, "Kvar")).await;
    astrid.until(|astrid| astrid.saved == 2).await;
    assert!(house.store.checkpoint(text_log(house.section)).await.unwrap().is_none());
    drop(astrid);
    let kept = async {
        while house.store.checkpoint(text_log(house.section)).await.unwrap().is_none() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(120), kept).await.expect("no checkpoint was kept");
    let david = house.guest(house.david, 2).await;
    assert_eq!(david.client.text(), "Kvar¶\n");
}

#[tokio::test]
async fn everybody_is_told_when_the_server_restarts_and_all_is_kept() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.write(astrid.client.type_at(0, 0, "Kvar")).await;
    house.rooms.shut_down().await;
    astrid.until(|astrid| astrid.last == Closed::For(Closing::Restart)).await;
    let saved = astrid.saved;
    let records = Records::new(house.store.clone());
    let again = Rooms::new(house.store.clone(), records, Limits::default());
    let text = again.text(house.section).await.unwrap();
    if saved == 2 {
        assert_eq!(text.blocks, [Block::of_text("paragraph", "Kvar¶")]);
    }
    assert!(matches!(house.rooms.join(house.section, house.astrid, true).await, Err(Closing::Restart)));
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_just_as_an_empty_room_ends_is_let_in() {
    let house = House::build(Limits { idle_room: Duration::from_millis(50), ..Limits::default() }).await;
    for client in 1..30 {
        let mut astrid = house.guest(house.astrid, client).await;
        astrid.write(astrid.client.type_at(0, 0, "x")).await;
        astrid.until(|astrid| astrid.saved == 2).await;
        drop(astrid);
        // The next one comes at about the time at which the room gives up waiting.
        tokio::time::sleep(Duration::from_millis(48 + client % 4)).await;
    }
    let david = house.guest(house.david, 99).await;
    assert_eq!(david.client.text().matches('x').count(), 29);
}

#[tokio::test]
async fn a_caret_clock_at_its_end_harms_nobody() {
    let house = House::build(Limits::default()).await;
    let entry = |clock| AwarenessEntry { client: 7, clock, state: "{}".into() };
    let last = (1_u32 << 31) - 1;
    for clocks in [&[last][..], &[0, last], &[0, last], &[3]] {
        let guest = house.guest(house.bo, 50).await;
        for clock in clocks {
            guest.say(protocol::awareness([&entry(*clock)].into_iter())).await;
        }
    }
    let mut david = house.guest(house.david, 2).await;
    david.write(david.client.type_at(0, 0, "Vi")).await;
    david.until(|david| david.saved == 2).await;
}

#[tokio::test]
async fn one_who_shows_no_caret_is_not_taken_for_those_it_hears() {
    let house = House::build(Limits::default()).await;
    let astrid = house.guest(house.astrid, 1).await;
    let mut silent = house.guest(house.david, 2).await;
    let said = AwarenessEntry { client: 1, clock: 1, state: r#"{"cursor":null}"#.into() };
    astrid.say(protocol::awareness([&said].into_iter())).await;
    let told = |guest: &Guest| {
        guest.frames.iter().any(|frame| String::from_utf8_lossy(frame).contains("Astrid Moberg"))
    };
    silent.until(told).await;
    // Stock clients repeat what they hear of others.
    let echo = silent.frames.iter().rfind(|frame| String::from_utf8_lossy(frame).contains("Astrid")).cloned();
    silent.say(echo.unwrap()).await;
    silent.write(silent.client.type_at(0, 0, "Vi")).await;
    silent.until(|silent| silent.saved == 2).await;
}

#[tokio::test(start_paused = true)]
async fn a_client_learns_whether_its_text_is_the_servers() {
    let house = House::build(Limits::default()).await;
    let mut astrid = house.guest(house.astrid, 1).await;
    astrid.write(astrid.client.type_at(0, 0, "Lika ")).await;
    astrid.until(|astrid| astrid.saved == 2).await;
    let vector = astrid.client.state_vector().encode_v1();
    let own = crate::text::fingerprint::fingerprint(&astrid.client.document).unwrap();
    let mut other_vector = astrid.client.state_vector();
    other_vector.inc_by(yrs::ClientID::new(77), 1);
    let asked = [
        (vector.clone(), own, 0),
        (vector.clone(), own, 2),
        (vector.clone(), [0; 32], 1),
        (other_vector.encode_v1(), own, 2),
    ];
    for (index, (vector, fingerprint, verdict)) in asked.into_iter().enumerate() {
        // The second question comes too soon after the first.
        if index != 1 {
            tokio::time::advance(Duration::from_secs(21)).await;
        }
        let before = astrid.verdicts().len();
        astrid.say(protocol::check(&vector, &fingerprint)).await;
        astrid.until(|astrid| astrid.verdicts().len() > before).await;
        assert_eq!(astrid.verdicts()[before], verdict, "question {index}");
    }
}

#[tokio::test(start_paused = true)]
async fn of_too_many_carets_the_latest_is_told() {
    let limits = Limits { presences_per_second: 3, ..Limits::default() };
    let house = House::build(limits).await;
    let astrid = house.guest(house.astrid, 1).await;
    let mut david = house.guest(house.david, 2).await;
    let here = |clock: u32| AwarenessEntry { client: 1, clock, state: format!(r#"{{"cursor":{clock}}}"#) };
    for clock in 1..=200 {
        astrid.say(protocol::awareness([&here(clock)].into_iter())).await;
    }
    let heard = |guest: &Guest, clock: u32| {
        let said = format!("\"cursor\":{clock},");
        guest.frames.iter().any(|frame| String::from_utf8_lossy(frame).contains(&said))
    };
    david.until(|david| heard(david, 200)).await;
    let told = (1..=200).filter(|clock| heard(&david, *clock)).count();
    assert!(told <= 4, "{told} of them were told");
}

#[tokio::test(start_paused = true)]
async fn old_entries_are_packed_and_nothing_of_them_is_lost() {
    let house = House::build(Limits::default()).await;
    let log = text_log(house.section);
    let mut astrid = house.guest(house.astrid, 1).await;
    let keystrokes = 2 * crate::drafting::packer::ENTRIES as u64 + 100;
    for number in 0..keystrokes {
        astrid.write(astrid.client.type_at(0, 0, "x")).await;
        if number % 100 == 0 {
            astrid.until(|astrid| astrid.saved == number + 2).await;
        }
    }
    astrid.until(|astrid| astrid.saved == keystrokes + 1).await;
    let text = astrid.client.text();
    drop(astrid);
    let packed = async {
        while house.store.packed(log).await.unwrap().until.0 < 2 * crate::drafting::packer::ENTRIES as u64 {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(300), packed).await.expect("nothing was packed");
    // Read from the very beginning, every entry is there, and makes the same text.
    let mut position = Position::START;
    let mut document = None;
    loop {
        let entries = crate::text::history::read(&*house.store, log, position, 1000).await.unwrap();
        if entries.is_empty() {
            break;
        }
        for bytes in &entries {
            match (TextEntry::decode(bytes).unwrap(), &mut document) {
                (TextEntry::Epoch { initial, .. }, None) => {
                    let client = Client::new(9);
                    client.apply(&initial);
                    document = Some(client);
                }
                (TextEntry::Update { update, member, at, .. }, Some(document)) => {
                    assert!(member == house.astrid && at > 0);
                    document.apply(&update);
                }
                (entry, _) => panic!("{entry:?}"),
            }
        }
        position = position.after(entries.len());
    }
    assert_eq!(position, house.store.head(log).await.unwrap());
    assert_eq!(document.unwrap().text(), text);
}
