//! The journal: every write, durable before anybody sees it, until sled's own file has it too.
//!
//! To make one small write durable, sled writes whole pages through threads of its own and syncs twice. So what
//! is to be written goes into this file first, in one piece and with one sync; then sled takes it into memory
//! and writes it when it likes. When the journal is full, sled is told to write all it has, and the journal
//! begins anew at its beginning. After a stop that was not clean, what sled lacks is taken from here.
//!
//! A record is `crc32, length of the rest, sequence, changes`: 4, 4 and 8 bytes, little-endian; the checksum is
//! over all that follows it. A change is the key and the value behind their lengths (4 bytes each), with the
//! length `u32::MAX` and no value for a removal. Records follow each other with sequences that count up; where
//! that ends, what follows is from an earlier round, or was being written when the machine stopped.

use super::disk::{Disk, sync_folder};
use super::keys::Key;
use crate::store::steps::{self, Step};
use bytes::{Buf, Bytes};
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// The file's name within the store's folder.
pub(super) const NAME: &str = "journal";
/// Its name until it is whole.
const UNFINISHED: &str = "journal.new";

/// Bytes of the file. It is written in full when it is made, because a file that does not grow is synced faster.
///
/// Small enough that sled's file is synced before sled has written some segments of 512 KiB: it takes what it has
/// handed to the system for written, and writes over the places of what it has written anew one segment later.
const CAPACITY: u64 = 128 << 10;

/// Checksum, length and sequence.
const HEADER_BYTES: usize = 16;

/// The length of a removal's value.
const REMOVED: u32 = u32::MAX;

/// What to do to one key of the tree: give it a value, or remove it.
pub(super) type Change = (Key, Option<Bytes>);

/// The file, open.
pub(super) struct Journal {
    file: File,
    /// Where the next record goes.
    at: u64,
}

/// One record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) sequence: u64,
    pub(super) changes: Vec<Change>,
}

impl Journal {
    /// Opens the journal in the store's folder, or makes one. It goes on at the beginning: whoever opens it reads
    /// [`records`](Self::records) first, and lets sled write them.
    pub(super) fn open(folder: &Path, disk: &dyn Disk) -> io::Result<Self> {
        let path = folder.join(NAME);
        if !path.exists() {
            let unfinished = folder.join(UNFINISHED);
            fs::write(&unfinished, vec![0; CAPACITY as usize])?;
            File::open(&unfinished)?.sync_all()?;
            steps::taken(Step::JournalMade);
            fs::rename(unfinished, &path)?;
            steps::taken(Step::JournalPlaced);
            sync_folder(folder)?;
        }
        Ok(Self { file: disk.open(&path)?, at: 0 })
    }

    /// Opens the journal that is there, to read what it has.
    pub(super) fn open_to_read(folder: &Path) -> io::Result<Self> {
        Ok(Self { file: File::open(folder.join(NAME))?, at: 0 })
    }

    /// Every record from the beginning, up to the first that is not whole or not the next.
    pub(super) fn records(&self) -> io::Result<Vec<Record>> {
        let length = self.file.metadata()?.len();
        let mut bytes = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        self.file.read_exact_at(&mut bytes, 0)?;
        let mut rest = Bytes::from(bytes);
        let mut records: Vec<Record> = Vec::new();
        while let Some(record) = take_record(&mut rest) {
            if records.last().is_some_and(|last| record.sequence != last.sequence + 1) {
                break;
            }
            records.push(record);
        }
        Ok(records)
    }

    /// Whether it should begin anew before so much is added.
    pub(super) fn is_full(&self, record: &[u8]) -> bool {
        self.at > 0 && self.at + record.len() as u64 > CAPACITY
    }

    /// Adds a record, durably. After an error nothing is known of what the file holds.
    pub(super) fn append(&mut self, record: &[u8], disk: &dyn Disk) -> io::Result<()> {
        self.file.write_all_at(record, self.at)?;
        steps::taken(Step::JournalWritten);
        disk.sync(&self.file)?;
        steps::taken(Step::JournalSynced);
        self.at += record.len() as u64;
        Ok(())
    }

    /// Leaves nothing of what earlier rounds wrote, durably. Only while sled's file has everything.
    pub(super) fn wipe(&mut self, disk: &dyn Disk) -> io::Result<()> {
        self.file.set_len(CAPACITY)?;
        self.file.write_all_at(&vec![0; CAPACITY as usize], 0)?;
        disk.sync(&self.file)?;
        self.at = 0;
        Ok(())
    }

    /// Goes on at the beginning, because sled's file has everything.
    pub(super) fn begin_anew(&mut self) -> io::Result<()> {
        if self.at > CAPACITY {
            self.file.set_len(CAPACITY)?;
        }
        self.at = 0;
        Ok(())
    }
}

/// A record's bytes.
pub(super) fn record(sequence: u64, changes: &[Change]) -> Vec<u8> {
    let mut record = vec![0; HEADER_BYTES];
    for (key, value) in changes {
        // Keys and chunks of values are far below 4 GiB.
        record.extend_from_slice(&(key.len() as u32).to_le_bytes());
        record.extend_from_slice(key);
        let length = value.as_ref().map_or(REMOVED, |value| value.len() as u32);
        record.extend_from_slice(&length.to_le_bytes());
        record.extend_from_slice(value.as_deref().unwrap_or_default());
    }
    let length = (record.len() - HEADER_BYTES) as u32;
    record[4..8].copy_from_slice(&length.to_le_bytes());
    record[8..HEADER_BYTES].copy_from_slice(&sequence.to_le_bytes());
    let checksum = crc32fast::hash(&record[4..]);
    record[..4].copy_from_slice(&checksum.to_le_bytes());
    record
}

/// The record at the beginning of some bytes; `None` if it is not whole.
fn take_record(rest: &mut Bytes) -> Option<Record> {
    let checksum = rest.try_get_u32_le().ok()?;
    let length = rest.clone().try_get_u32_le().ok()? as usize;
    let mut body = rest.get(..HEADER_BYTES - 4 + length).map(|body| rest.slice_ref(body))?;
    if length == 0 || crc32fast::hash(&body) != checksum {
        return None;
    }
    rest.advance(body.len());
    body.advance(4);
    let sequence = body.get_u64_le();
    let mut changes = Vec::new();
    while !body.is_empty() {
        let key = take_bytes(&mut body)??.to_vec();
        changes.push((key, take_bytes(&mut body)?));
    }
    Some(Record { sequence, changes })
}

/// Bytes behind their length; `Some(None)` for a removal.
fn take_bytes(rest: &mut Bytes) -> Option<Option<Bytes>> {
    let length = rest.try_get_u32_le().ok()?;
    if length == REMOVED {
        return Some(None);
    }
    let length = length as usize;
    (length <= rest.len()).then(|| Some(rest.split_to(length)))
}

#[cfg(test)]
mod tests {
    use super::super::disk::RealDisk;
    use super::*;

    fn changes(text: &str) -> Vec<Change> {
        vec![(b"key".to_vec(), Some(Bytes::copy_from_slice(text.as_bytes()))), (b"gone".to_vec(), None)]
    }

    fn add(journal: &mut Journal, sequence: u64, text: &str) {
        journal.append(&record(sequence, &changes(text)), &RealDisk).unwrap();
    }

    fn sequences(journal: &Journal) -> Vec<u64> {
        journal.records().unwrap().iter().map(|record| record.sequence).collect()
    }

    #[test]
    fn what_was_added_is_read_and_what_an_earlier_round_left_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), &RealDisk).unwrap();
        assert_eq!(journal.records().unwrap(), []);
        for sequence in 5..9 {
            add(&mut journal, sequence, "some value");
        }
        let journal_again = Journal::open(folder.path(), &RealDisk).unwrap();
        assert_eq!(sequences(&journal_again), [5, 6, 7, 8]);
        assert_eq!(journal_again.records().unwrap()[0].changes, changes("some value"));
        journal.begin_anew().unwrap();
        add(&mut journal, 9, "some value");
        assert_eq!(sequences(&journal), [9]);
        add(&mut journal, 10, "a longer one, which ends within an older record");
        assert_eq!(sequences(&journal), [9, 10]);
    }

    #[test]
    fn a_torn_record_ends_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), &RealDisk).unwrap();
        for sequence in 1..4 {
            add(&mut journal, sequence, "value");
        }
        let end = journal.at;
        for byte in [end - 1, end / 3 * 2 + 1, end / 3 * 2 + 5, end / 3 * 2 + 9] {
            let mut old = [0];
            journal.file.read_exact_at(&mut old, byte).unwrap();
            journal.file.write_all_at(&[old[0] ^ 0x40], byte).unwrap();
            assert_eq!(sequences(&journal), [1, 2], "byte {byte}");
            journal.file.write_all_at(&old, byte).unwrap();
        }
        assert_eq!(sequences(&journal), [1, 2, 3]);
    }

    #[test]
    fn a_record_larger_than_the_file_fits_and_the_file_shrinks_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), &RealDisk).unwrap();
        let large = vec![(b"key".to_vec(), Some(Bytes::from(vec![7; CAPACITY as usize + 1])))];
        let bytes = record(1, &large);
        assert!(!journal.is_full(&bytes));
        journal.append(&bytes, &RealDisk).unwrap();
        assert_eq!(journal.records().unwrap(), [Record { sequence: 1, changes: large }]);
        assert!(journal.is_full(&record(2, &changes("value"))));
        journal.begin_anew().unwrap();
        assert_eq!(fs::metadata(folder.path().join(NAME)).unwrap().len(), CAPACITY);
    }

    proptest::proptest! {
        #[test]
        fn random_bytes_are_no_record_and_no_panic(bytes in proptest::collection::vec(0_u8..4, 0..64)) {
            let mut rest = Bytes::from(bytes);
            while take_record(&mut rest).is_some() {}
        }
    }
}
