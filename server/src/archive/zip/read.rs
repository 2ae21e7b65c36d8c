//! Reads the archives that [`Writer`] makes, and no others: any byte that is not where it would have put it is
//! damage. Contents are read one at a time.

use super::{CENTRAL, END, END_64, LOCAL, LOCAL_BYTES, Writer};
use std::io::{self, Read, Seek, SeekFrom};

/// More than any name in an export.
const LONGEST_NAME: usize = 300;

/// An archive that is being read.
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    /// In the order in which they stand.
    files: Vec<File>,
}

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path.
    pub name: String,
    /// Where its content begins.
    pub(super) start: u64,
    /// How long its content is.
    pub size: u32,
    /// The checksum that its header names.
    crc: u32,
}

/// How an archive differs from one of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// It does not even begin as one.
    NotAnArchive,
    /// Where a file should begin stands something else.
    Header {
        /// The file before; `None` at the beginning.
        after: Option<String>,
        /// Which byte.
        at: u64,
    },
    /// It ends in the midst of a file.
    CutOff {
        /// Which file.
        file: String,
    },
    /// The directory at the end says something else of a file than stands there.
    Directory {
        /// Which file.
        file: String,
        /// Which byte.
        at: u64,
    },
    /// What stands after the directory is not its end, or something follows.
    Ending {
        /// Which byte.
        at: u64,
    },
}

/// Why an archive is not read.
#[derive(Debug)]
pub enum ReadError {
    /// The file cannot be read.
    Io(io::Error),
    /// It can, and is not what we write.
    Damage(Damage),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Damage> for ReadError {
    fn from(damage: Damage) -> Self {
        Self::Damage(damage)
    }
}

impl<R: Read + Seek> Reader<R> {
    /// Finds the files, and sees to it that nothing stands before, between or after them.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn open(mut source: R) -> Result<Self, ReadError> {
        let length = source.seek(SeekFrom::End(0))?;
        let mut writer = Writer::default();
        let mut files: Vec<File> = Vec::new();
        let mut at = 0;
        while let Some(header) = Header::read(&mut source, at, length)? {
            let after = || files.last().map(|file: &File| file.name.clone());
            let Header { bytes, name, crc, size } = header.ok_or_else(|| match at {
                0 => Damage::NotAnArchive,
                _ => Damage::Header { after: after(), at },
            })?;
            let expected = writer.header(&name, crc, size);
            if let Some(differs) = first_difference(&expected, &bytes) {
                return Err(Damage::Header { after: after(), at: at + differs }.into());
            }
            let start = at + bytes.len() as u64;
            at = start + u64::from(size);
            if at > length {
                return Err(Damage::CutOff { file: name }.into());
            }
            files.push(File { name, start, size, crc });
        }
        check_end(&mut source, &writer, at, length)?;
        Ok(Self { source, files })
    }

    /// The files, in the order in which they stand.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// A file by its path.
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.iter().find(|file| file.name == name)
    }

    /// The content of a file, and whether its checksum is the one that its header names.
    ///
    /// # Errors
    /// Those of reading.
    pub fn content(&mut self, file: &File) -> io::Result<(Vec<u8>, bool)> {
        let content = bytes_at(&mut self.source, file.start, u64::from(file.size))?;
        let is_right = crc32fast::hash(&content) == file.crc;
        Ok((content, is_right))
    }
}

/// A file's header, read without asking whether it is one of ours.
struct Header {
    bytes: Vec<u8>,
    name: String,
    crc: u32,
    size: u32,
}

impl Header {
    /// The header at a place: `None` if the directory begins there, `Some(None)` if neither stands there.
    #[allow(clippy::option_option, reason = "three outcomes, at one place")]
    fn read(source: &mut (impl Read + Seek), at: u64, length: u64) -> io::Result<Option<Option<Self>>> {
        let bytes = bytes_at(source, at, LOCAL_BYTES.min(length - at))?;
        let word = |index: usize| {
            let four = bytes.get(index..index + 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
            four.map(u32::from_le_bytes)
        };
        match word(0) {
            Some(CENTRAL | END | END_64) if at > 0 => return Ok(None),
            Some(LOCAL) if bytes.len() as u64 == LOCAL_BYTES => {}
            _ => return Ok(Some(None)),
        }
        let (Some(crc), Some(size)) = (word(14), word(18)) else { return Ok(Some(None)) };
        let name_length = usize::from(u16::from_le_bytes([bytes[26], bytes[27]]));
        let left = length - at - LOCAL_BYTES;
        if name_length > LONGEST_NAME || name_length as u64 > left {
            return Ok(Some(None));
        }
        let name = bytes_at(source, at + LOCAL_BYTES, name_length as u64)?;
        let Some(name) = String::from_utf8(name).ok().filter(|name| is_name(name)) else {
            return Ok(Some(None));
        };
        let bytes = [bytes.as_slice(), name.as_bytes()].concat();
        Ok(Some(Some(Self { bytes, name, crc, size })))
    }
}

/// Whether a path is one that stands in an export, so that unpacking it writes nowhere else.
fn is_name(name: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('.');
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-_./".contains(letter);
    name.chars().all(is_letter) && name.split('/').all(is_part)
}

fn check_end(
    source: &mut (impl Read + Seek),
    writer: &Writer,
    at: u64,
    length: u64,
) -> Result<(), ReadError> {
    let expected = writer.end();
    let found = bytes_at(source, at, (expected.len() as u64).min(length - at))?;
    if let Some(differs) = first_difference(&expected, &found) {
        let mut end = 0;
        for entry in &writer.entries {
            end += entry.central().len() as u64;
            if differs < end {
                return Err(Damage::Directory { file: entry.name.clone(), at: at + differs }.into());
            }
        }
        return Err(Damage::Ending { at: at + differs }.into());
    }
    let end = at + expected.len() as u64;
    if end == length { Ok(()) } else { Err(Damage::Ending { at: end }.into()) }
}

fn bytes_at(source: &mut (impl Read + Seek), at: u64, length: u64) -> io::Result<Vec<u8>> {
    source.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    source.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Where two stretches of bytes differ first, if they do.
pub(in crate::archive) fn first_difference(expected: &[u8], found: &[u8]) -> Option<u64> {
    let same = expected.iter().zip(found).take_while(|(one, other)| one == other).count();
    (same < expected.len().max(found.len())).then_some(same as u64)
}
