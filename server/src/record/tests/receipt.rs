//! What an approver takes home holds against the record, then and later.

use super::approving::Ready;
use super::*;
use crate::agreement::digest::Digest;
use crate::agreement::id::SignOffId;
use crate::record::chain::Sealed;
use crate::record::receipt::Receipt;
use crate::record::signature::{Signatory, Signed};

/// Whether a record is one that continues the one that the receipt was given of.
fn holds(receipt: &Receipt, log: &[Bytes]) -> bool {
    let hash_at = |position: u64| log.get(position as usize).map(|bytes| Digest::of(&[bytes]));
    hash_at(receipt.entry_position) == Some(receipt.entry)
        && hash_at(receipt.head.position - 1) == Some(receipt.head.hash)
}

#[tokio::test]
async fn a_receipt_says_what_was_approved_and_where_that_stands() {
    let ready = Ready::made().await;
    let state = ready.signed_off().await;
    let given = &state.section(ready.section).unwrap().sign_offs[0].given;
    let receipt = ready.records.receipt(ready.agreement, given.id).await.unwrap().unwrap();
    assert_eq!(
        (receipt.sign_off, receipt.section, receipt.revision),
        (given.id, given.section, given.revision)
    );
    assert_eq!((receipt.text, receipt.member, receipt.party), (given.hash, ready.bo, given.party));
    assert_eq!((receipt.mandate, receipt.at), (given.mandate, noon()));
    assert_eq!(receipt.section_title, "Inledning");
    assert_eq!((receipt.member_name.as_str(), receipt.party_name.as_str()), ("Bo Lindh", "Björkdals kommun"));
    let log = ready.log();
    let entry = Sealed::read(&log[receipt.entry_position as usize]).unwrap().entry;
    assert_eq!(entry, Entry::SectionSignedOff { sign_off: given.what });
    assert!(holds(&receipt, &log));
    assert_eq!(receipt.head.position, log.len() as u64);
}

#[tokio::test]
async fn a_receipt_is_signed_and_read_as_it_was_written() {
    let ready = Ready::made().await;
    let state = ready.signed_off().await;
    let id = state.section(ready.section).unwrap().sign_offs[0].given.id;
    let receipt = ready.records.receipt(ready.agreement, id).await.unwrap().unwrap();
    let signed = Signatory::of_bytes([1; 32]).sign(receipt).unwrap();
    assert!(signed.is_consistent());
    let json = serde_json::to_string(&signed).unwrap();
    assert!(json.starts_with("{\"kind\":\"sign-off-receipt\","), "{json}");
    let read: Signed<Receipt> = serde_json::from_str(&json).unwrap();
    assert_eq!(read, signed);
    assert!(read.is_consistent());
    let mut forged = read;
    forged.what.text = Digest([0; 32]);
    assert!(!forged.is_consistent());
}

#[tokio::test]
async fn a_receipt_holds_against_the_later_record_and_against_no_other() {
    let ready = Ready::made().await;
    let state = ready.signed_off().await;
    let id = state.section(ready.section).unwrap().sign_offs[0].given.id;
    let receipt = ready.records.receipt(ready.agreement, id).await.unwrap().unwrap();
    let cilla = Actor::Member { member: named(&state, "Cilla") };
    ready.run(cilla, Command::RemoveMember { member: named(&state, "David") }).await;
    let later = ready.log();
    assert!(holds(&receipt, &later));
    let again = ready.records.receipt(ready.agreement, id).await.unwrap().unwrap();
    assert_eq!((again.entry, again.entry_position), (receipt.entry, receipt.entry_position));
    assert_eq!(again.head.position, receipt.head.position + 1);
    // A host that leaves the approval out, and ties the rest together anew.
    let without: Vec<_> = (0..later.len()).filter(|at| *at as u64 != receipt.entry_position).collect();
    let mut tip = super::Tip::start(ready.agreement);
    let mut rewritten = Vec::new();
    for at in without {
        let sealed = Sealed::read(&later[at]).unwrap();
        let (bytes, next) = tip.seal(&sealed.entry, sealed.by, sealed.at).unwrap();
        rewritten.push(bytes);
        tip = next;
    }
    assert!(!holds(&receipt, &rewritten));
}

#[tokio::test]
async fn there_is_no_receipt_of_what_was_not_approved() {
    let ready = Ready::made().await;
    assert_eq!(ready.records.receipt(ready.agreement, SignOffId::new()).await, Ok(None));
}
