//! Updates that Yjs takes and no editor or reader could make anything of.

use overens_tests::document::yrs::types::Attrs;
use overens_tests::document::yrs::{
    Any, Array, Doc, Map, MapPrelim, ReadTxn, StateVector, Text, Transact, WriteTxn, Xml, XmlElementPrelim,
    XmlFragment, XmlTextPrelim,
};
use overens_tests::wire::{self, Said};
use overens_tests::{PATIENCE, Pass, Room, Server};
use serde_json::Value;

/// The section can be read in every way there is.
async fn can_be_read(room: &Room) {
    for part in ["", "/text", "/authors", "/history"] {
        let url = room.server.url(&format!("/api/sections/{}{part}", room.section));
        let asked =
            reqwest::Client::new().get(url).bearer_auth(room.seeded.token("Olle")).send().await.unwrap();
        assert_eq!(asked.status(), 200, "{part}");
    }
}

#[tokio::test]
async fn elements_nested_without_end_are_4400() {
    let room = Room::open().await;
    // At once, and a little deeper with each update.
    for levels_at_once in [5_000, 10] {
        let mut document = room.copy(None).await;
        document.take_made();
        let mut inner = document
            .change(|root, transaction| root.push_back(transaction, XmlElementPrelim::empty("blockquote")));
        for _ in 0..5_000 / levels_at_once {
            document.change(|_, transaction| {
                for _ in 0..levels_at_once {
                    inner = inner.push_back(transaction, XmlElementPrelim::empty("blockquote"));
                }
            });
        }
        let mut socket = room.erik().await;
        for update in document.take_made() {
            if socket.send(wire::update(&update)).await.is_err() {
                break;
            }
        }
        let closed = socket.closed().await;
        assert_eq!(closed.code, 4400, "{levels_at_once} at once: {closed:?}");
        can_be_read(&room).await;
    }
    room.maja.was_not_disturbed().await;
}

/// A document of its own with something odd in it, as one update.
fn odd(make: fn(&Doc)) -> Vec<u8> {
    let doc = Doc::with_client_id(rand::random_range(1..1 << 32));
    make(&doc);
    doc.transact().encode_state_as_update_v1(&StateVector::default())
}

/// Something odd: what it is, and how to make it.
type Oddity = (&'static str, fn(&Doc));

#[tokio::test]
async fn what_no_editor_can_open_is_4400() {
    let room = Room::open().await;
    // Between the blocks the editors' binding knows elements only; anything else there makes it throw, and nobody
    // could open the section any more.
    let oddities: [Oddity; 3] = [
        ("a text where elements stand", |doc| {
            let root = doc.get_or_insert_xml_fragment("default");
            root.push_back(&mut doc.transact_mut(), XmlTextPrelim::new("Utan stycke."));
        }),
        ("a map among the blocks", |doc| {
            let mut transaction = doc.transact_mut();
            let list = transaction.get_or_insert_array("default");
            list.push_back(&mut transaction, MapPrelim::from([("key", "value")]));
        }),
        ("the root as a plain text", |doc| {
            let text = doc.get_or_insert_text("default");
            text.insert(&mut doc.transact_mut(), 0, "Rakt in.");
        }),
    ];
    for (what, make) in oddities {
        let closed = room.closes_for(wire::update(&odd(make))).await;
        assert_eq!(closed.code, 4400, "{what}: {closed:?}");
    }
    room.stayed_as_it_was().await;
}

#[tokio::test]
async fn what_no_section_has_keeps_no_section_from_being_read() {
    let room = Room::open().await;
    let oddities: [Oddity; 5] = [
        ("a root of another name", |doc| {
            doc.get_or_insert_map("more").insert(&mut doc.transact_mut(), "key", "value");
        }),
        ("an element that no schema has", |doc| {
            let root = doc.get_or_insert_xml_fragment("default");
            let mut transaction = doc.transact_mut();
            let script = root.push_back(&mut transaction, XmlElementPrelim::empty("script"));
            script.insert_attribute(&mut transaction, "src", "https://elak.example/x.js");
            script.push_back(&mut transaction, XmlTextPrelim::new("alert(1)"));
        }),
        ("an attribute that is a map of maps", |doc| {
            let root = doc.get_or_insert_xml_fragment("default");
            let mut transaction = doc.transact_mut();
            let heading = root.push_back(&mut transaction, XmlElementPrelim::empty("heading"));
            let value = Any::from_json(r#"{"a":{"b":[1,null,"x",{"c":-1.5e300}]}}"#).unwrap();
            heading.insert_attribute(&mut transaction, "level", value);
        }),
        ("marks that no schema has", |doc| {
            let root = doc.get_or_insert_xml_fragment("default");
            let mut transaction = doc.transact_mut();
            let paragraph = root.push_back(&mut transaction, XmlElementPrelim::empty("paragraph"));
            let text = paragraph.push_back(&mut transaction, XmlTextPrelim::new("blink"));
            let marks = Attrs::from([("blink".into(), Any::Bool(true)), ("".into(), Any::from(f64::NAN))]);
            text.format(&mut transaction, 0, 5, marks);
        }),
        ("something embedded in a text", |doc| {
            let root = doc.get_or_insert_xml_fragment("default");
            let mut transaction = doc.transact_mut();
            let paragraph = root.push_back(&mut transaction, XmlElementPrelim::empty("paragraph"));
            let text = paragraph.push_back(&mut transaction, XmlTextPrelim::new("bild"));
            text.insert_embed(&mut transaction, 2, Any::from_json(r#"{"image":"x"}"#).unwrap());
        }),
    ];
    for (what, make) in oddities {
        let mut socket = room.enter(&Pass::ours(room.seeded.token("Erik"))).await;
        socket.send(wire::update(&odd(make))).await.unwrap();
        // Taken or refused, but not a failure of the room, which would be 1013.
        let heard = async {
            loop {
                match socket.hear().await {
                    Ok(Said::Saved(1)) => return None,
                    Ok(_) => {}
                    Err(closed) => return Some(closed.code),
                }
            }
        };
        let ended = tokio::time::timeout(PATIENCE, heard).await.expect("an answer in time");
        assert!(matches!(ended, None | Some(4400)), "{what}: {ended:?}");
        can_be_read(&room).await;
    }
    // All that everybody wrote is read, by every reader alike, also after a restart.
    room.maja.more_saves().await;
    let Room { folder, seeded, mut server, section, maja } = room;
    maja.was_not_disturbed().await;
    let path = format!("/api/sections/{section}/text");
    let read = async |server: &Server| -> Value {
        let asked = reqwest::Client::new().get(server.url(&path)).bearer_auth(seeded.token("Olle"));
        asked.send().await.unwrap().json().await.unwrap()
    };
    let before = read(&server).await;
    for words in ["Lotsar och fyrar.", "»abc"] {
        assert!(before.to_string().contains(words), "{words} is missing: {before}");
    }
    server.kill_9().await;
    assert_eq!(read(&Server::start(&folder).await).await, before);
}
