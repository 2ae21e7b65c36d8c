//! The journal that `power-cut/power_cut.c` writes: what was changed, what was there before, what was synced.

use std::fs;
use std::path::{Path, PathBuf};

/// Numbers of eight bytes at the head of each record.
const HEAD_NUMBERS: usize = 7;
const HEAD_BYTES: usize = HEAD_NUMBERS * 8;

/// What was changed.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// Bytes of a file.
    Write { offset: u64, size_before: u64, before: Vec<u8>, after: Vec<u8> },
    /// A file's size.
    Resize { size: u64, size_before: u64, cut_off: Vec<u8> },
    /// A file got a name.
    Create { path: PathBuf },
    /// A file lost a name.
    Unlink { path: PathBuf, inode: u64 },
    /// A name was moved, and perhaps replaced another.
    Rename { from: PathBuf, to: PathBuf, replaced: Option<u64> },
    /// A folder was made.
    MakeFolder { path: PathBuf },
    /// A folder was removed.
    RemoveFolder { path: PathBuf },
}

impl Change {
    /// The name that was changed.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Write { .. } | Self::Resize { .. } => None,
            Self::Create { path }
            | Self::Unlink { path, .. }
            | Self::Rename { to: path, .. }
            | Self::MakeFolder { path }
            | Self::RemoveFolder { path } => Some(path),
        }
    }
}

/// A change that no sync had covered when the power went.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// The inode whose sync would have covered it.
    pub(super) key: u64,
    pub(super) change: Change,
    /// Where its record stands.
    place: u64,
}

struct Record<'a> {
    head: [u64; HEAD_NUMBERS],
    before: &'a [u8],
    after: &'a [u8],
}

/// Reads a journal and leaves what nothing covers, in its order. A record that the kill cut short stands for a
/// change that was not made.
pub(super) fn uncovered(journal: &Path) -> Vec<Open> {
    let bytes = match fs::read(journal) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        read => read.expect("a readable journal"),
    };
    let mut open: Vec<Open> = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((record, after)) = next(rest) {
        let place = (bytes.len() - rest.len()) as u64;
        rest = after;
        let [kind, key, inode, offset, size, ..] = record.head;
        let path = |bytes: &[u8]| PathBuf::from(str::from_utf8(bytes).expect("plain names"));
        let change = match kind {
            1 => Change::Write {
                offset,
                size_before: size,
                before: record.before.to_vec(),
                after: record.after.to_vec(),
            },
            2 => Change::Resize { size: offset, size_before: size, cut_off: record.before.to_vec() },
            3 => Change::Create { path: path(record.before) },
            4 => Change::Unlink { path: path(record.before), inode },
            5 => Change::Rename {
                from: path(record.before),
                to: path(record.after),
                replaced: (size != 0).then_some(size),
            },
            6 => Change::MakeFolder { path: path(record.before) },
            7 => Change::RemoveFolder { path: path(record.before) },
            // What a failed sync should have covered is gone from the file already.
            8 | 9 => {
                open.retain(|change| change.key != key || change.place >= offset);
                continue;
            }
            other => panic!("a record of kind {other}"),
        };
        open.push(Open { key, change, place });
    }
    open
}

fn next(bytes: &[u8]) -> Option<(Record<'_>, &[u8])> {
    let (numbers, rest) = bytes.split_at_checked(HEAD_BYTES)?;
    let mut head = [0; HEAD_NUMBERS];
    for (number, bytes) in head.iter_mut().zip(numbers.chunks_exact(8)) {
        *number = u64::from_ne_bytes(bytes.try_into().expect("eight bytes"));
    }
    let [.., before, after] = head;
    let (before, rest) = rest.split_at_checked(usize::try_from(before).expect("a length"))?;
    let (after, rest) = rest.split_at_checked(usize::try_from(after).expect("a length"))?;
    Some((Record { head, before, after }, rest))
}
