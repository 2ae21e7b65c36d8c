//! A client's document, as an editor would change it.

use yrs::block::ClientID;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, GetString, OffsetKind, Options, ReadTxn, StateVector, Text, Transact, TransactionMut, Update, Xml,
    XmlElementPrelim, XmlElementRef, XmlFragment, XmlFragmentRef, XmlTextPrelim, XmlTextRef,
};

/// Somebody's document.
pub(in crate::drafting) struct Client {
    pub(in crate::drafting) document: yrs::Doc,
    root: XmlFragmentRef,
}

impl Client {
    pub(in crate::drafting) fn new(client: u64) -> Self {
        let document = yrs::Doc::with_options(Options {
            offset_kind: OffsetKind::Utf16,
            cleanup_formatting: false,
            ..Options::with_client_id(ClientID::new(client))
        });
        let root = document.get_or_insert_xml_fragment("default");
        Self { document, root }
    }

    pub(in crate::drafting) fn apply(&self, update: &[u8]) {
        let update = Update::decode_v1(update).unwrap();
        self.document.transact_mut().apply_update(update).unwrap();
    }

    /// Does something and returns it as an update.
    pub(in crate::drafting) fn edit(
        &self,
        change: impl FnOnce(&XmlFragmentRef, &mut TransactionMut<'_>),
    ) -> Vec<u8> {
        let mut transaction = self.document.transact_mut();
        change(&self.root, &mut transaction);
        transaction.encode_update_v1()
    }

    pub(in crate::drafting) fn paragraph(&self, index: u32, text: &str) -> Vec<u8> {
        self.edit(|root, transaction| insert(root, transaction, index, "paragraph", text))
    }

    pub(in crate::drafting) fn type_at(&self, block: u32, at: u32, text: &str) -> Vec<u8> {
        self.edit(|root, transaction| text_of(root, transaction, block).insert(transaction, at, text))
    }

    pub(in crate::drafting) fn type_bold(&self, block: u32, at: u32, text: &str) -> Vec<u8> {
        self.edit(|root, transaction| {
            let marks = yrs::types::Attrs::from([("bold".into(), Any::from(true))]);
            text_of(root, transaction, block).insert_with_attributes(transaction, at, text, marks);
        })
    }

    pub(in crate::drafting) fn delete(&self, block: u32, at: u32, length: u32) -> Vec<u8> {
        self.edit(|root, transaction| text_of(root, transaction, block).remove_range(transaction, at, length))
    }

    /// What Enter does in the editor: the rest of the block goes, and stands again in a new one.
    pub(in crate::drafting) fn split(&self, block: u32, at: u32) -> Vec<u8> {
        self.edit(|root, transaction| {
            let text = text_of(root, transaction, block);
            let whole: Vec<u16> = text.get_string(transaction).encode_utf16().collect();
            let rest = String::from_utf16(&whole[at as usize..]).unwrap();
            text.remove_range(transaction, at, whole.len() as u32 - at);
            insert(root, transaction, block + 1, "paragraph", &rest);
        })
    }

    /// What turning a paragraph into a heading does: another element with the same text.
    pub(in crate::drafting) fn make_heading(&self, block: u32) -> Vec<u8> {
        self.edit(|root, transaction| {
            let text = text_of(root, transaction, block).get_string(transaction);
            root.remove_range(transaction, block, 1);
            insert(root, transaction, block, "heading", &text);
            let heading = root.get(transaction, block).unwrap().into_xml_element().unwrap();
            heading.insert_attribute(transaction, "level", Any::from(2));
        })
    }

    pub(in crate::drafting) fn remove_block(&self, block: u32) -> Vec<u8> {
        self.edit(|root, transaction| root.remove_range(transaction, block, 1))
    }

    pub(in crate::drafting) fn state_vector(&self) -> StateVector {
        self.document.transact().state_vector()
    }

    pub(in crate::drafting) fn everything(&self) -> Vec<u8> {
        self.document.transact().encode_state_as_update_v1(&StateVector::default())
    }

    pub(in crate::drafting) fn text(&self) -> String {
        let transaction = self.document.transact();
        (0..self.root.len(&transaction))
            .map(|block| text_of(&self.root, &transaction, block).get_string(&transaction) + "\n")
            .collect()
    }
}

fn insert(root: &XmlFragmentRef, transaction: &mut TransactionMut<'_>, index: u32, kind: &str, text: &str) {
    let block: XmlElementRef = root.insert(transaction, index, XmlElementPrelim::empty(kind));
    block.push_back(transaction, XmlTextPrelim::new(text));
}

fn text_of(root: &XmlFragmentRef, transaction: &impl ReadTxn, block: u32) -> XmlTextRef {
    let block = root.get(transaction, block).unwrap().into_xml_element().unwrap();
    block.get(transaction, 0).unwrap().into_xml_text().unwrap()
}
