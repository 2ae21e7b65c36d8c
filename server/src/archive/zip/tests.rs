//! Promises of the archive's layout.

use super::*;
use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};

fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = Writer::default();
    let mut bytes = Vec::new();
    for (name, content) in files {
        bytes.extend(writer.file(name, content).unwrap());
        bytes.extend(content);
    }
    bytes.extend(writer.end());
    bytes
}

fn some() -> Vec<(String, Vec<u8>)> {
    [("README.txt", "Hej på er\n"), ("a/tom.json", ""), ("a/b/text.html", "<p>Åtta</p>")]
        .map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec()))
        .to_vec()
}

fn read_back(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut reader = Reader::open(Cursor::new(bytes)).unwrap();
    let files = reader.files().to_vec();
    let content = |file: File| {
        let (content, is_right) = reader.content(&file).unwrap();
        assert!(is_right);
        (file.name, content)
    };
    files.into_iter().map(content).collect()
}

/// The names and contents that Python's zipfile finds, after it has checked everything that it checks.
fn by_python(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let script = "import io,sys,zipfile,json\n\
        z=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))\n\
        assert z.testzip() is None\n\
        print(json.dumps([[i.filename,z.read(i).hex()] for i in z.infolist()]))";
    let started =
        Command::new("python3").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut python = started.inspect_err(|error| eprintln!("skipped: no python3 here ({error})")).ok()?;
    python.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    let files: Vec<(String, String)> = serde_json::from_slice(&output.stdout).unwrap();
    Some(files.into_iter().map(|(name, content)| (name, hex::decode(content).unwrap())).collect())
}

/// The same by the `zip` crate.
fn by_crate(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let file = |index| {
        let mut file = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        assert_eq!((file.unix_mode(), file.compression()), (Some(0o100_644), zip::CompressionMethod::Stored));
        (file.name().to_owned(), content)
    };
    (0..count).map(file).collect()
}

#[test]
fn what_is_written_is_read_by_us_and_by_others() {
    let bytes = archive(&some());
    assert_eq!(bytes, archive(&some()));
    assert_eq!(read_back(&bytes), some());
    assert_eq!(by_crate(&bytes), some());
    if let Some(read) = by_python(&bytes) {
        assert_eq!(read, some());
    }
}

#[test]
fn more_files_than_sixteen_bits_count_are_read_by_us_and_by_others() {
    let many: Vec<_> = (0..66_000).map(|index: u32| (format!("{index:05}"), Vec::new())).collect();
    let bytes = archive(&many);
    assert_eq!(Reader::open(Cursor::new(&bytes)).unwrap().files().len(), many.len());
    assert_eq!(zip::ZipArchive::new(Cursor::new(&bytes)).unwrap().len(), many.len());
    if let Some(read) = by_python(&bytes) {
        assert_eq!(read, many);
    }
}

#[test]
fn a_file_beyond_four_gibibytes_is_found_by_way_of_zip64() {
    // Only the ends of it are written: what lies between stands for files that are there.
    let far = 0x1_2345_6789_u64;
    let mut writer = Writer { offset: far, entries: Vec::new() };
    let header = writer.file("far.txt", b"x").unwrap();
    let end = writer.end();
    assert_eq!(writer.offset, far + header.len() as u64 + 1);
    let extra = [&1u16.to_le_bytes()[..], &8u16.to_le_bytes(), &far.to_le_bytes()].concat();
    assert!(end.windows(extra.len()).any(|window| window == extra));
    let locator = end.len() - 22 - 20;
    assert_eq!(end[locator..locator + 4], LOCATOR_64.to_le_bytes());
    assert_eq!(end[locator - 8..locator], writer.offset.to_le_bytes());
}

#[test]
fn whatever_byte_of_the_layout_is_changed_left_out_or_added_it_is_found() {
    let bytes = archive(&some());
    let contents: Vec<std::ops::Range<usize>> = Reader::open(Cursor::new(&bytes))
        .unwrap()
        .files()
        .iter()
        .map(|file| file.start as usize..file.start as usize + file.size as usize)
        .collect();
    for index in 0..bytes.len() {
        for change in [1, 0x20, 0x80] {
            let mut changed = bytes.clone();
            changed[index] ^= change;
            match Reader::open(Cursor::new(&changed)) {
                // A changed name is a name, if the directory says the same; a content is seen by its checksum.
                Ok(mut reader) => {
                    assert!(contents.iter().any(|range| range.contains(&index)), "byte {index}");
                    let files = reader.files().to_vec();
                    assert!(files.iter().any(|file| !reader.content(file).unwrap().1), "byte {index}");
                }
                Err(ReadError::Damage(_)) => {}
                Err(ReadError::Io(error)) => panic!("{error}"),
            }
        }
        let mut shorter = bytes.clone();
        shorter.remove(index);
        assert!(Reader::open(Cursor::new(&shorter)).is_err(), "without byte {index}");
        let mut longer = bytes.clone();
        longer.insert(index, 7);
        assert!(Reader::open(Cursor::new(&longer)).is_err(), "another before byte {index}");
        assert!(Reader::open(Cursor::new(&bytes[..index])).is_err(), "cut at {index}");
    }
    let appended = [&bytes[..], b"\n"].concat();
    let Err(ReadError::Damage(damage)) = Reader::open(Cursor::new(&appended)) else { panic!() };
    assert_eq!(damage, Damage::Ending { at: bytes.len() as u64 });
}

#[test]
fn a_name_that_leads_elsewhere_is_no_name_of_ours() {
    for name in ["../x", "/x", "a//b", ".x", "a/../b", "å", "a\\b", ""] {
        let bytes = archive(&[(name.to_owned(), b"x".to_vec())]);
        assert!(Reader::open(Cursor::new(&bytes)).is_err(), "{name}");
    }
}
