//! Reads sled's file without sled, piece by piece, past whatever is damaged in it, and changes nothing.
//!
//! sled 0.34 writes segments of 512 KiB: a header of 20 bytes, then messages one after the other. A message is
//! `crc32, kind, length, number of the segment, page, body`; it replaces a page, adds a change to one, or frees it.
//! What a page holds is its last replacement and the changes since. A message that cannot be read is passed over; the
//! page it was for is then as it was before it, which the marks of the values and their count show.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// What sled writes as one, as its `conf` says for every store of ours.
const SEGMENT_BYTES: usize = 512 * 1024;
const SEGMENT_HEADER_BYTES: usize = 20;

/// sled begins no message so near to a segment's end.
const LONGEST_HEADER_BYTES: usize = 32;

/// The end of a segment's messages.
const CAP: u8 = 2;
const FREE: u8 = 4;
const NODE: u8 = 8;
const LINK: u8 = 10;
/// Those whose body is a file of its own; ours are never so large.
const APART: [u8; 3] = [7, 9, 11];
const HIGHEST_KIND: u8 = 11;

/// What is in the tree.
pub(super) type Tree = BTreeMap<Vec<u8>, Vec<u8>>;

/// What could be read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The values, each where it stood last.
    pub(super) tree: Tree,
    /// Places within the file, each with bytes that are no message and stand before one that is.
    pub(super) damaged: Vec<u64>,
}

/// Where a message lies that is about a page.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Counts up with everything sled writes.
    lsn: u64,
    kind: u8,
    offset: u64,
    bytes: usize,
}

/// A message's head.
#[derive(Debug)]
struct Head {
    kind: u8,
    /// Of the body.
    bytes: usize,
    segment: u64,
    page: u64,
    /// Of the head itself.
    head_bytes: usize,
}

/// A page: values, or what leads to other pages.
struct Node {
    prefix: Vec<u8>,
    high: Vec<u8>,
    leaf: Option<Vec<(Vec<u8>, Vec<u8>)>>,
}

/// Reads the file at `path`.
pub(super) fn read(path: &Path) -> io::Result<Read> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut pages: HashMap<u64, Vec<Place>> = HashMap::new();
    let mut read = Read::default();
    let mut segment = vec![0; SEGMENT_BYTES];
    let mut at = 0;
    while at < length {
        let bytes = usize::try_from(length - at).unwrap_or(SEGMENT_BYTES).min(SEGMENT_BYTES);
        let part = &mut segment[..bytes];
        file.read_exact_at(part, at)?;
        scan(part, at, &mut pages, &mut read.damaged);
        at += SEGMENT_BYTES as u64;
    }
    let mut since = HashMap::new();
    for mut places in pages.into_values() {
        places.sort_by_key(|place| place.lsn);
        gather(&file, &places, &mut read.tree, &mut since)?;
    }
    Ok(read)
}

/// Notes where the messages of a segment lie, and where there is something else between them.
fn scan(segment: &[u8], offset: u64, pages: &mut HashMap<u64, Vec<Place>>, damaged: &mut Vec<u64>) {
    let mut number = segment_number(segment);
    let mut at = SEGMENT_HEADER_BYTES;
    let mut lost = (number.is_none() && segment.iter().any(|byte| *byte != 0)).then_some(offset);
    while at + LONGEST_HEADER_BYTES <= segment.len() {
        let head = message(&segment[at..]).filter(|head| number.is_none_or(|number| number == head.segment));
        let Some(head) = head else {
            lost = lost.or(Some(offset + at as u64));
            at += 1;
            continue;
        };
        damaged.extend(lost.take());
        number = Some(head.segment);
        if head.kind == CAP {
            return;
        }
        let body = at + head.head_bytes;
        if [FREE, NODE, LINK].contains(&head.kind) || APART.contains(&head.kind) {
            let lsn = head.segment * SEGMENT_BYTES as u64 + at as u64;
            let place = Place { lsn, kind: head.kind, offset: offset + body as u64, bytes: head.bytes };
            pages.entry(head.page).or_default().push(place);
        }
        at = body + head.bytes;
    }
}

/// Which of all segments it is, if its header can be read.
fn segment_number(segment: &[u8]) -> Option<u64> {
    let header = segment.get(..SEGMENT_HEADER_BYTES)?;
    let checksum = u32::from_le_bytes(header[..4].try_into().ok()?) ^ u32::MAX;
    let lsn = u64::from_le_bytes(header[4..12].try_into().ok()?) ^ (u64::MAX >> 1);
    let whole = crc32fast::hash(&header[4..]) == checksum && lsn % SEGMENT_BYTES as u64 == 0;
    whole.then_some(lsn / SEGMENT_BYTES as u64)
}

/// The head of the message at the beginning of some bytes, if there is one and all of it is as it was written.
fn message(bytes: &[u8]) -> Option<Head> {
    let kind = *bytes.get(4)?;
    if kind == 0 || kind > HIGHEST_KIND {
        return None;
    }
    let checksum = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?);
    let mut rest = &bytes[5..];
    let length = usize::try_from(number(&mut rest)?).ok()?;
    let (segment, page) = (number(&mut rest)?, number(&mut rest)?);
    let body = rest.get(..length)?;
    let head_bytes = bytes.len() - rest.len();
    let mut found = crc32fast::Hasher::new();
    found.update(body);
    found.update(&bytes[4..head_bytes]);
    let head = Head { kind, bytes: length, segment, page, head_bytes };
    (found.finalize() ^ u32::MAX == checksum).then_some(head)
}

/// Puts a page together. What another page has at a key and wrote later stays.
fn gather(
    file: &File,
    places: &[Place],
    tree: &mut Tree,
    since: &mut HashMap<Vec<u8>, u64>,
) -> io::Result<()> {
    let last = places.iter().rposition(|place| place.kind == NODE || place.kind == FREE);
    let Some(last) = last.filter(|last| places[*last].kind == NODE) else { return Ok(()) };
    let base = places[last];
    let body = |place: &Place| {
        let mut body = vec![0; place.bytes];
        file.read_exact_at(&mut body, place.offset).map(|()| body)
    };
    let Some(node) = node(&body(&base)?) else { return Ok(()) };
    let Some(pairs) = node.leaf else { return Ok(()) };
    let mut values: BTreeMap<Vec<u8>, Vec<u8>> = pairs.into_iter().collect();
    for place in places[last + 1..].iter().filter(|place| place.kind == LINK) {
        match link(&body(place)?) {
            Some((key, Some(value))) => drop(values.insert(key, value)),
            Some((key, None)) => drop(values.remove(&key)),
            None => {}
        }
    }
    for (key, value) in values {
        let key = [node.prefix.as_slice(), &key].concat();
        let is_within = node.high.is_empty() || key < node.high;
        if is_within && since.get(&key).is_none_or(|known| *known < base.lsn) {
            since.insert(key.clone(), base.lsn);
            tree.insert(key, value);
        }
    }
    Ok(())
}

fn node(bytes: &[u8]) -> Option<Node> {
    let mut rest = bytes;
    let (_next, _merging_child) = (number(&mut rest)?, number(&mut rest)?);
    let (_merging, prefix_bytes) = (byte(&mut rest)?, byte(&mut rest)?);
    let (low, high) = (string(&mut rest)?, string(&mut rest)?);
    let prefix = low.get(..usize::from(prefix_bytes))?.to_vec();
    let is_leaf = byte(&mut rest)? == 0;
    let count = number(&mut rest)?;
    let leaf = if is_leaf {
        let keys = (0..count).map(|_| string(&mut rest)).collect::<Option<Vec<_>>>()?;
        let values = (0..count).map(|_| string(&mut rest)).collect::<Option<Vec<_>>>()?;
        Some(keys.into_iter().zip(values).collect())
    } else {
        None
    };
    Some(Node { prefix, high, leaf })
}

/// A key that gets a value or loses it; `None` for what is about pages only.
fn link(bytes: &[u8]) -> Option<(Vec<u8>, Option<Vec<u8>>)> {
    let mut rest = bytes;
    match byte(&mut rest)? {
        0 => Some((string(&mut rest)?, Some(string(&mut rest)?))),
        1 => Some((string(&mut rest)?, None)),
        _ => None,
    }
}

fn byte(rest: &mut &[u8]) -> Option<u8> {
    let (first, after) = rest.split_first()?;
    *rest = after;
    Some(*first)
}

fn string(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(number(rest)?).ok()?;
    let (string, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(string.to_vec())
}

/// sled's numbers: one byte up to 240, two up to 2,287, three up to 67,823; beyond that the first says how many follow.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let first = byte(rest)?;
    match first {
        0..=240 => Some(u64::from(first)),
        241..=248 => Some(240 + 256 * (u64::from(first) - 241) + u64::from(byte(rest)?)),
        249 => Some(2288 + 256 * u64::from(byte(rest)?) + u64::from(byte(rest)?)),
        250..=255 => {
            let (low, after) = rest.split_at_checked(usize::from(first) - 247)?;
            *rest = after;
            let mut bytes = [0; 8];
            bytes[..low.len()].copy_from_slice(low);
            Some(u64::from_le_bytes(bytes))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn random_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(0_u8..=255, 0..200)) {
            let (mut pages, mut damaged) = (HashMap::new(), Vec::new());
            scan(&bytes, 0, &mut pages, &mut damaged);
            let _ = (node(&bytes), link(&bytes), message(&bytes));
        }
    }

    #[test]
    fn numbers_are_read_as_sled_writes_them() {
        let read = |bytes: &[u8]| number(&mut &*bytes);
        assert_eq!(read(&[240]), Some(240));
        assert_eq!(read(&[241, 1]), Some(241));
        assert_eq!(read(&[249, 0, 5]), Some(2293));
        assert_eq!(read(&[250, 1, 2, 3]), Some(0x03_0201));
        assert_eq!(read(&[255, 1, 0, 0, 0, 0, 0, 0, 1]), Some(0x0100_0000_0000_0001));
        assert_eq!(read(&[251, 1]), None);
    }
}
