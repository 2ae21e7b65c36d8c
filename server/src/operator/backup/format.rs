//! The file: a line that says what it is, a zstd frame with items one after the other, and the SHA-256 of both.
//!
//! An item stands behind its length (4 bytes, little-endian), in postcard's encoding.

use super::BackupError;
use crate::store::{LogId, LogKind, MAX_VALUE_BYTES};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Take, Write};
use std::path::{Path, PathBuf};
use uuid::Uuid;
use zstd::stream::read::Decoder;
use zstd::stream::write::Encoder;

/// The format of backups as written today.
const FORMAT: u32 = 1;

/// What the first line says before the number.
const FIRST_LINE: &str = "overens backup, format ";

/// The longest first line, of any format.
const LONGEST_LINE: u64 = 64;

/// Bytes of the checksum at the end.
const SUM_BYTES: u64 = 32;

/// The longest item: a value as large as the store takes, and what names it.
const LONGEST_ITEM: usize = MAX_VALUE_BYTES + (1 << 20);

/// How hard zstd tries: its own default, quicker than most disks.
const LEVEL: i32 = 3;

/// What a backup consists of, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::operator) enum Item {
    /// The first.
    Begin {
        /// When it was begun, in milliseconds since 1970 in UTC.
        at: i64,
        /// Which release wrote it.
        release: String,
        /// The content of the file with the signing key, if there is one.
        signing_key: Option<Vec<u8>>,
    },
    /// A log; its packs and entries follow, without gaps from what is purged to its head.
    Log {
        /// What it is for.
        kind: Kind,
        /// The agreement or the section it belongs to.
        owner: Uuid,
        /// Position of the first entry that was not purged.
        purged: u64,
        /// Where its head stood.
        head: u64,
    },
    /// The next entries of the log, packed.
    Pack {
        /// How many.
        entries: u64,
        /// All of them.
        payload: Vec<u8>,
    },
    /// The next entries of the log.
    Entries(Vec<Vec<u8>>),
    /// A value of the register.
    Value {
        /// Its name.
        key: String,
        /// Its content.
        value: Vec<u8>,
    },
    /// A blob; its name follows from its content.
    Blob(Vec<u8>),
    /// The last.
    End(Counts),
}

/// What a log is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::operator) enum Kind {
    Record,
    Text,
    Discussion,
}

impl From<LogKind> for Kind {
    fn from(kind: LogKind) -> Self {
        match kind {
            LogKind::Record => Self::Record,
            LogKind::Text => Self::Text,
            LogKind::Discussion => Self::Discussion,
        }
    }
}

impl Kind {
    pub(in crate::operator) fn log(self, owner: Uuid) -> LogId {
        let kind = match self {
            Self::Record => LogKind::Record,
            Self::Text => LogKind::Text,
            Self::Discussion => LogKind::Discussion,
        };
        LogId { kind, owner }
    }
}

/// How much is in a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Agreements: logs that are records.
    pub agreements: u64,
    /// Sections: logs that are texts.
    pub sections: u64,
    /// Entries of all logs, packed or not.
    pub entries: u64,
    /// Values of the register.
    pub values: u64,
    /// Blobs.
    pub blobs: u64,
}

impl Counts {
    fn add(&mut self, item: &Item) {
        match item {
            Item::Log { kind: Kind::Record, .. } => self.agreements += 1,
            Item::Log { kind: Kind::Text, .. } => self.sections += 1,
            Item::Pack { entries, .. } => self.entries += entries,
            Item::Entries(entries) => self.entries += entries.len() as u64,
            Item::Value { .. } => self.values += 1,
            Item::Blob(_) => self.blobs += 1,
            Item::Begin { .. } | Item::Log { kind: Kind::Discussion, .. } | Item::End(_) => {}
        }
    }
}

/// Hashes what passes.
struct Hashing<T> {
    inner: T,
    hash: Sha256,
}

impl<T: Write> Write for Hashing<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Hashing<T> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.hash.update(&into[..read]);
        Ok(read)
    }
}

/// Writes a backup.
pub(super) struct Writer {
    items: Encoder<'static, Hashing<BufWriter<File>>>,
    counts: Counts,
}

impl Writer {
    pub(super) fn new(file: File) -> io::Result<Self> {
        let mut out = Hashing { inner: BufWriter::new(file), hash: Sha256::new() };
        writeln!(out, "{FIRST_LINE}{FORMAT}")?;
        Ok(Self { items: Encoder::new(out, LEVEL)?, counts: Counts::default() })
    }

    pub(super) fn add(&mut self, item: &Item) -> io::Result<()> {
        self.counts.add(item);
        let bytes = postcard::to_stdvec(item).map_err(io::Error::other)?;
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        self.items.write_all(&length.to_le_bytes())?;
        self.items.write_all(&bytes)
    }

    /// Ends the file; it is not synced yet.
    pub(super) fn finish(mut self) -> io::Result<(File, Counts, [u8; 32])> {
        let counts = self.counts;
        self.add(&Item::End(counts))?;
        let Hashing { inner: mut out, hash } = self.items.finish()?;
        let sum: [u8; 32] = hash.finalize().into();
        out.write_all(&sum)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok((file, counts, sum))
    }
}

type Compressed = BufReader<Hashing<Take<BufReader<File>>>>;

/// Reads a backup. Whoever reads it relies on nothing of it until the end has come.
pub(in crate::operator) struct Reader {
    path: PathBuf,
    items: Decoder<'static, Compressed>,
    counts: Counts,
    /// Entries of the present log that have not come yet.
    missing: u64,
    has_begun: bool,
}

/// What a whole backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::operator) struct Whole {
    pub(super) counts: Counts,
    pub(super) sum: [u8; 32],
}

impl Reader {
    pub(in crate::operator) fn open(path: &Path) -> Result<Self, BackupError> {
        let failed = |error: io::Error| BackupError::Read { file: path.to_owned(), error };
        let mut file = BufReader::new(File::open(path).map_err(failed)?);
        let mut line = Vec::new();
        (&mut file).take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(failed)?;
        let format =
            str::from_utf8(&line).ok().and_then(|line| line.strip_prefix(FIRST_LINE)?.strip_suffix('\n'));
        let Some(format) = format else { return Err(BackupError::NotABackup(path.to_owned())) };
        if format != FORMAT.to_string() {
            let is_number = !format.is_empty() && format.bytes().all(|byte| byte.is_ascii_digit());
            let (file, found) = (path.to_owned(), format.to_owned());
            return Err(if is_number {
                BackupError::NewerFormat { file, found, known: FORMAT }
            } else {
                BackupError::NotABackup(file)
            });
        }
        let length = file.get_ref().metadata().map_err(failed)?.len();
        let damaged = || BackupError::Damaged { file: path.to_owned(), what: "it ends too early".to_owned() };
        let rest = length.checked_sub(line.len() as u64 + SUM_BYTES).ok_or_else(damaged)?;
        let mut hash = Sha256::new();
        hash.update(&line);
        let items = Decoder::with_buffer(BufReader::new(Hashing { inner: file.take(rest), hash }));
        let items = items.map_err(failed)?.single_frame();
        let counts = Counts::default();
        Ok(Self { path: path.to_owned(), items, counts, missing: 0, has_begun: false })
    }

    /// Reads to the end and compares everything.
    pub(in crate::operator) fn verify(mut self) -> Result<Whole, BackupError> {
        while self.next_item()?.is_some() {}
        self.finish()
    }

    /// The next item; `None` at the end, after which [`finish`](Self::finish) says whether it was all of it.
    pub(in crate::operator) fn next_item(&mut self) -> Result<Option<Item>, BackupError> {
        let item = self.read_item().map_err(|what| self.damaged(what))?;
        if !std::mem::replace(&mut self.has_begun, true) != matches!(item, Item::Begin { .. }) {
            return Err(self.damaged("it does not begin as it should"));
        }
        match &item {
            Item::Log { purged, head, .. } if self.missing == 0 => {
                self.missing =
                    head.checked_sub(*purged).ok_or_else(|| self.damaged("a log ends before it begins"))?;
            }
            Item::Pack { entries, .. } => self.pass(*entries)?,
            Item::Entries(entries) => self.pass(entries.len() as u64)?,
            Item::End(counts) if self.missing == 0 => {
                return if *counts == self.counts {
                    Ok(None)
                } else {
                    Err(self.damaged("it holds more or less than it says"))
                };
            }
            Item::Begin { .. } | Item::Value { .. } | Item::Blob(_) if self.missing == 0 => {}
            _ => return Err(self.damaged("a log ends too early")),
        }
        self.counts.add(&item);
        Ok(Some(item))
    }

    fn pass(&mut self, entries: u64) -> Result<(), BackupError> {
        self.missing =
            self.missing.checked_sub(entries).ok_or_else(|| self.damaged("a log is longer than it says"))?;
        Ok(())
    }

    fn read_item(&mut self) -> Result<Item, String> {
        let cannot = |error: io::Error| format!("it cannot be unpacked: {error}");
        let mut length = [0; 4];
        self.items.read_exact(&mut length).map_err(cannot)?;
        let length = u32::from_le_bytes(length) as usize;
        if length > LONGEST_ITEM {
            return Err("it claims an impossible length".to_owned());
        }
        let mut bytes = vec![0; length];
        self.items.read_exact(&mut bytes).map_err(cannot)?;
        let (item, rest) = postcard::take_from_bytes(&bytes).map_err(|error| error.to_string())?;
        if rest.is_empty() { Ok(item) } else { Err("an item is longer than it says".to_owned()) }
    }

    /// Compares the checksum, after the last item.
    pub(in crate::operator) fn finish(mut self) -> Result<Whole, BackupError> {
        let counts = self.counts;
        let damaged = |what: &str| BackupError::Damaged { file: self.path.clone(), what: what.to_owned() };
        let cannot = |_| damaged("it cannot be read to its end");
        let mut one = [0];
        if self.items.read(&mut one).map_err(cannot)? != 0 {
            return Err(damaged("something follows its end"));
        }
        let mut compressed = self.items.finish();
        if !compressed.fill_buf().map_err(cannot)?.is_empty() {
            return Err(damaged("something follows its end"));
        }
        let Hashing { inner, hash } = compressed.into_inner();
        let sum: [u8; 32] = hash.finalize().into();
        let mut found = Vec::new();
        let mut file = inner.into_inner();
        file.read_to_end(&mut found).map_err(cannot)?;
        if found != sum { Err(damaged("its checksum does not match")) } else { Ok(Whole { counts, sum }) }
    }

    fn damaged(&self, what: impl Into<String>) -> BackupError {
        BackupError::Damaged { file: self.path.clone(), what: what.into() }
    }
}
