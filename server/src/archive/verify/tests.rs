//! Whatever is changed in an export is found, and named.

use super::super::sample::{KEY, Sample, public};
use super::*;
use crate::agreement::refusal::Language;
use std::io::Cursor;

fn verified(bytes: &[u8], against: &Against) -> Result<Verified, Problem> {
    verify(Cursor::new(bytes), against).map_err(|failure| match failure {
        Failure::Wrong(problem) => *problem,
        Failure::Unreadable(error) => panic!("{error}"),
    })
}

#[tokio::test]
async fn an_export_is_whole_and_always_the_same() {
    let sample = Sample::tell().await;
    let bytes = sample.export().await;
    assert_eq!(bytes, sample.export().await);
    let found = verified(&bytes, &Against::default()).unwrap();
    assert_eq!(found.entries, sample.entries().await);
    assert_eq!((found.is_expected, found.erased), (None, 3));
    let receipts = vec![("kvitto.json".to_owned(), sample.receipt("Bo").await)];
    let found = verified(&bytes, &Against { key: Some(public(KEY)), receipts }).unwrap();
    assert_eq!((found.is_expected, found.receipts), (Some(()), 1));
    println!("{}{}", said(&found, Language::Swedish), said(&found, Language::English));
    std::fs::write("/tmp/s5/sample.zip", &bytes).unwrap();
}
