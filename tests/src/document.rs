//! A client's copy of a section: a yrs document with an XML fragment `default`, as the web client has it.
//!
//! The structure operations delete text and insert it again, because that is what the editor does.

use std::sync::{Arc, Mutex};
/// For tests that make what the methods here do not.
pub use yrs;
use yrs::types::text::YChange;
use yrs::undo::UndoManager;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Any, ClientID, Doc, OffsetKind, Options, Out, ReadTxn, StateVector, Text, Transact, TransactionMut,
    Update, Xml, XmlElementPrelim, XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut, XmlTextPrelim,
    XmlTextRef,
};

/// Marks what came from the server: it is not sent back, and undo leaves it alone.
const FROM_SERVER: &str = "from the server";

/// Client ids of stock clients: yjs draws 32 bits.
const STOCK_CLIENT_IDS: std::ops::Range<u64> = 1..1 << 32;

/// A copy of a section's text.
pub struct Document {
    doc: Doc,
    root: XmlFragmentRef,
    /// Updates made here that nobody has taken yet.
    made: Arc<Mutex<Vec<Vec<u8>>>>,
    undo: Option<UndoManager<()>>,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Document")
            .field("client", &self.client())
            .field("text", &self.text())
            .finish()
    }
}

impl Document {
    /// An empty copy that writes under `client`.
    pub fn new(client: u64) -> Self {
        let doc = Doc::with_options(Options {
            // Yjs counts as JavaScript does.
            offset_kind: OffsetKind::Utf16,
            cleanup_formatting: false,
            ..Options::with_client_id(ClientID::new(client))
        });
        let root = doc.get_or_insert_xml_fragment("default");
        let made = Arc::new(Mutex::new(Vec::new()));
        let into = made.clone();
        doc.observe_update_v1("made", move |transaction, event| {
            if transaction.origin() != Some(&FROM_SERVER.into()) {
                into.lock().unwrap().push(event.update.clone());
            }
        })
        .expect("no transaction is open");
        Self { doc, root, made, undo: None }
    }

    /// An empty copy that writes under an id of its own choice.
    pub fn stock() -> Self {
        Self::new(rand::random_range(STOCK_CLIENT_IDS))
    }

    /// The client id that it writes under.
    pub fn client(&self) -> u64 {
        self.doc.client_id().get()
    }

    /// Everything in it, as one update.
    pub fn state(&self) -> Vec<u8> {
        self.lacking_in(&StateVector::default().encode_v1())
    }

    /// Its state vector.
    pub fn state_vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// How many units of a client it holds.
    pub fn units_of(&self, client: u64) -> u32 {
        self.doc.transact().state_vector().get(&ClientID::new(client))
    }

    /// What somebody lacks who has this state vector.
    ///
    /// # Panics
    /// If it is none.
    pub fn lacking_in(&self, state_vector: &[u8]) -> Vec<u8> {
        let state_vector = StateVector::decode_v1(state_vector).expect("a state vector");
        self.doc.transact().encode_state_as_update_v1(&state_vector)
    }

    /// Takes in what the server sent.
    ///
    /// # Panics
    /// If it is no update, or leaves a gap: a server sends what can be shown at once.
    pub fn receive(&mut self, update: &[u8]) {
        let update = Update::decode_v1(update).expect("the server sends updates");
        let mut transaction = self.doc.transact_mut_with(FROM_SERVER);
        transaction.apply_update(update).expect("the server sends updates that can be applied");
        assert!(!transaction.has_missing_updates(), "the server sent an update that rests on others");
    }

    /// Takes in an update as if it had been made here.
    ///
    /// # Panics
    /// If it is no update.
    pub fn make(&mut self, update: &[u8]) {
        let update = Update::decode_v1(update).expect("an update");
        self.doc.transact_mut().apply_update(update).expect("an update that can be applied");
    }

    /// Updates made here since the last call, in their order.
    pub fn take_made(&mut self) -> Vec<Vec<u8>> {
        std::mem::take(&mut self.made.lock().unwrap())
    }

    /// The text of each block, one to a line.
    pub fn text(&self) -> String {
        let transaction = self.doc.transact();
        let blocks = self.root.children(&transaction);
        blocks.map(|block| text_of(&block, &transaction)).collect::<Vec<_>>().join("\n")
    }

    /// The blocks by name and text.
    pub fn blocks(&self) -> Vec<(String, String)> {
        let transaction = self.doc.transact();
        let block = |block: XmlOut| {
            let name = match &block {
                XmlOut::Element(element) => element.tag().to_string(),
                XmlOut::Text(_) | XmlOut::Fragment(_) => String::new(),
            };
            (name, text_of(&block, &transaction))
        };
        self.root.children(&transaction).map(block).collect()
    }

    /// Remembers from here on what to undo; each change by itself.
    pub fn remember(&mut self) {
        let options = yrs::undo::Options { capture_timeout_millis: 0, ..Default::default() };
        let mut undo = UndoManager::with_options(options);
        undo.expand_scope(&self.doc, &self.root);
        self.undo = Some(undo);
    }

    /// Takes the last change back; false if there is none.
    ///
    /// # Panics
    /// Without [`Self::remember`].
    pub fn undo(&mut self) -> bool {
        self.undo.as_mut().expect("remembered").undo_blocking()
    }

    /// One change: everything that `change` does goes into one update.
    pub fn change<T>(&mut self, change: impl FnOnce(&XmlFragmentRef, &mut TransactionMut<'_>) -> T) -> T {
        let mut transaction = self.doc.transact_mut();
        change(&self.root, &mut transaction)
    }

    /// A new paragraph after the last block.
    pub fn new_paragraph(&mut self, text: &str) {
        self.begin_paragraph(text);
    }

    /// Types into a block at an offset in UTF-16 units.
    pub fn insert(&mut self, block: u32, offset: u32, text: &str) {
        self.change(|root, transaction| {
            text_in(root, transaction, block).insert(transaction, offset, text);
        });
    }

    /// Types at the end of a block.
    pub fn append_to(&mut self, block: u32, text: &str) {
        self.change(|root, transaction| {
            let into = text_in(root, transaction, block);
            let end = into.len(transaction);
            into.insert(transaction, end, text);
        });
    }

    /// A new paragraph after the last block; its text stays at hand whatever others do to what is around it.
    pub fn begin_paragraph(&mut self, text: &str) -> XmlTextRef {
        self.change(|root, transaction| {
            let paragraph = root.push_back(transaction, XmlElementPrelim::empty("paragraph"));
            paragraph.push_back(transaction, XmlTextPrelim::new(text))
        })
    }

    /// Types at the end of a text at hand.
    pub fn append_into(&mut self, place: &XmlTextRef, text: &str) {
        self.change(|_, transaction| {
            let end = place.len(transaction);
            place.insert(transaction, end, text);
        });
    }

    /// What a text at hand holds.
    pub fn read(&self, place: &XmlTextRef) -> String {
        plain(place, &self.doc.transact())
    }

    /// Types at the end of the last block; makes a paragraph if there is none.
    pub fn append(&mut self, text: &str) {
        let blocks = self.blocks().len();
        match u32::try_from(blocks).expect("few blocks").checked_sub(1) {
            Some(last) => self.append_to(last, text),
            None => self.new_paragraph(text),
        }
    }

    /// Removes a run of a block's text; offsets in UTF-16 units.
    pub fn remove(&mut self, block: u32, offset: u32, length: u32) {
        self.change(|root, transaction| {
            text_in(root, transaction, block).remove_range(transaction, offset, length);
        });
    }

    /// Removes the first place where `text` stands. A block may hold several texts beside each other: two people
    /// who begin an empty one at once each bring their own.
    ///
    /// # Panics
    /// If it stands nowhere.
    pub fn remove_text(&mut self, text: &str) {
        self.change(|root, transaction| {
            let texts = root.successors(transaction).filter_map(XmlOut::into_xml_text);
            let place = texts.map(|place| (plain(&place, transaction), place));
            let place = place
                .into_iter()
                .find_map(|(content, place)| content.find(text).map(|at| (place, utf16(&content[..at]))));
            let (place, at) = place.unwrap_or_else(|| panic!("{text:?} stands nowhere"));
            place.remove_range(transaction, at, utf16(text));
        });
    }

    /// Enter inside a paragraph: what stands after `offset` goes into a new paragraph below.
    pub fn split(&mut self, block: u32, offset: u32) {
        self.change(|root, transaction| {
            let from = text_in(root, transaction, block);
            let content = plain(&from, transaction);
            let tail: Vec<u16> = content.encode_utf16().skip(offset as usize).collect();
            let length = u32::try_from(tail.len()).expect("short texts");
            from.remove_range(transaction, offset, length);
            let below = root.insert(transaction, block + 1, XmlElementPrelim::empty("paragraph"));
            below.push_back(
                transaction,
                XmlTextPrelim::new(String::from_utf16(&tail).expect("whole characters")),
            );
        });
    }

    /// Makes a block a heading: a new element with the same words in the place of the old one.
    pub fn make_heading(&mut self, block: u32, level: i32) {
        self.change(|root, transaction| {
            let content = plain(&text_in(root, transaction, block), transaction);
            root.remove(transaction, block);
            let heading = root.insert(transaction, block, XmlElementPrelim::empty("heading"));
            heading.insert_attribute(transaction, "level", Any::from(level));
            heading.push_back(transaction, XmlTextPrelim::new(content));
        });
    }

    /// Removes a whole block.
    pub fn remove_block(&mut self, block: u32) {
        self.change(|root, transaction| root.remove(transaction, block));
    }
}

/// How long a text is for Yjs.
pub fn utf16(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).expect("short texts")
}

/// The text in a block; an empty block gets one, as in the editor.
fn text_in(root: &XmlFragmentRef, transaction: &mut TransactionMut<'_>, block: u32) -> XmlTextRef {
    let Some(XmlOut::Element(element)) = root.get(transaction, block) else {
        panic!("block {block} is no element")
    };
    first_text(&element, transaction)
}

fn first_text(element: &XmlElementRef, transaction: &mut TransactionMut<'_>) -> XmlTextRef {
    match element.get(transaction, 0) {
        Some(XmlOut::Text(text)) => text,
        Some(XmlOut::Element(inner)) => first_text(&inner, transaction),
        _ => element.push_back(transaction, XmlTextPrelim::new("")),
    }
}

fn text_of<T: ReadTxn>(node: &XmlOut, transaction: &T) -> String {
    match node {
        XmlOut::Text(text) => plain(text, transaction),
        XmlOut::Element(element) => {
            element.children(transaction).map(|child| text_of(&child, transaction)).collect()
        }
        XmlOut::Fragment(fragment) => {
            fragment.children(transaction).map(|child| text_of(&child, transaction)).collect()
        }
    }
}

/// A text without its marks.
fn plain<T: ReadTxn>(text: &XmlTextRef, transaction: &T) -> String {
    let runs = text.diff(transaction, YChange::identity);
    let run = |run: yrs::types::text::Diff<YChange>| match run.insert {
        Out::Any(Any::String(run)) => run.to_string(),
        _ => String::new(),
    };
    runs.into_iter().map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_here_is_handed_out_and_what_comes_from_the_server_is_not() {
        let (mut one, mut other) = (Document::stock(), Document::stock());
        one.new_paragraph("Räksmörgås 🙂");
        one.split(0, 5);
        let made = one.take_made();
        assert_eq!(made.len(), 2);
        made.iter().for_each(|update| other.receive(update));
        assert_eq!(other.text(), "Räksm\nörgås 🙂");
        assert!(other.take_made().is_empty());
    }

    #[test]
    fn undo_brings_back_what_was_removed() {
        let mut document = Document::stock();
        document.new_paragraph("fyr");
        document.remember();
        document.make_heading(0, 2);
        document.remove_block(0);
        assert!(document.undo());
        assert_eq!(document.blocks(), [("heading".to_owned(), "fyr".to_owned())]);
    }
}
