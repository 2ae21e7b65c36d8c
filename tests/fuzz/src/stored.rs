//! What the store gives back, and a backup brings in.

use bytes::Bytes;
use overens::discussing;
use overens::record::chain::Sealed;
use overens::text::canonical;
use overens::text::log::TextEntry;
use overens::text::pack;

/// An entry of a text log.
pub(crate) fn text_entry(bytes: &[u8]) {
    let Ok(entry) = TextEntry::decode(bytes) else { return };
    let written = entry.encode().expect("what was read can be written");
    assert_eq!(TextEntry::decode(&written).ok().as_ref(), Some(&entry));
    let entries = [Bytes::copy_from_slice(bytes), written.into()];
    // What would not come back the same is not packed; the log keeps it as it is.
    if let Ok(packed) = pack::pack(&entries) {
        assert_eq!(pack::unpack(&packed).expect("what was packed"), entries);
    }
}

/// Packed entries of a text log.
pub(crate) fn pack(bytes: &[u8]) {
    let Ok(entries) = pack::unpack(bytes) else { return };
    if let Ok(again) = pack::pack(&entries) {
        assert_eq!(pack::unpack(&again).expect("what was packed"), entries);
    }
}

/// An entry of the record.
pub(crate) fn record_entry(bytes: &[u8]) {
    let Ok(sealed) = Sealed::read(bytes) else { return };
    let written = serde_json_canonicalizer::to_vec(&sealed).expect("what was read can be written");
    assert_eq!(Sealed::read(&written).as_ref(), Ok(&sealed), "an entry has one meaning");
}

/// An entry of a discussion log.
pub(crate) fn discussion_entry(bytes: &[u8]) {
    let Ok(entry) = discussing::Entry::decode(bytes) else { return };
    let written = entry.encode().expect("what was read can be written");
    assert_eq!(discussing::Entry::decode(&written).ok(), Some(entry));
}

/// A revision's text in its canonical form.
pub(crate) fn canonical(bytes: &[u8]) {
    if let Ok(read) = canonical::read(bytes) {
        assert_eq!(canonical::canonical_blocks(&read.blocks), read.blocks, "what was read is canonical");
    }
    drop(canonical::read_agreement(bytes));
}
