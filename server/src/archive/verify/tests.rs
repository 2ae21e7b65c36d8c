//! Whatever is changed in an export is found, and named.

mod independent;
mod remade;
mod single_bytes;
mod working;

use super::super::problem::{Place, Rule, WrongEntry, WrongWords};
use super::super::sample::{KEY, Sample, public};
use super::super::zip::Damage;
use super::*;
use crate::agreement::refusal::Language;
use remade::Remade;
use serde_json::{Value, json};
use std::io::Cursor;

fn verified(bytes: &[u8], against: &Against) -> Result<Verified, Problem> {
    verify(Cursor::new(bytes), against).map_err(|failure| match failure {
        Failure::Wrong(problem) => *problem,
        Failure::Unreadable(error) => panic!("{error}"),
    })
}

/// What is wrong, if nothing is known from elsewhere.
fn wrong(bytes: &[u8]) -> Problem {
    let problem = verified(bytes, &Against::default()).unwrap_err();
    for language in [Language::Swedish, Language::English] {
        assert!(sentence(&problem, language).ends_with(['.', ')']), "{problem:?}");
    }
    problem
}

/// The first entry of a kind.
fn of<'a>(entries: &'a mut [Value], kind: &str) -> &'a mut Value {
    entries.iter_mut().find(|one| one["entry"]["kind"] == kind).unwrap()
}

fn position_of(remade: &mut Remade, kind: &str) -> usize {
    let kind = format!("\"kind\":\"{kind}\"");
    remade.lines(RECORD).iter().position(|line| line.contains(&kind)).unwrap()
}

#[tokio::test]
async fn an_export_is_whole_and_always_the_same() {
    let sample = Sample::tell().await;
    let bytes = sample.export().await;
    assert_eq!(bytes, sample.export().await);
    let found = verified(&bytes, &Against::default()).unwrap();
    assert_eq!(found.entries, sample.entries().await);
    assert_eq!((found.is_signer_checked, found.erased), (false, 3));
    assert!(said(&found, Language::English).contains("Consistent, signer not checked."));
    let receipts = vec![("kvitto.json".to_owned(), sample.receipt("Bo").await)];
    let found = verified(&bytes, &Against { key: Some(public(KEY)), receipts }).unwrap();
    assert_eq!((found.is_signer_checked, found.receipts), (true, 1));
    assert!(said(&found, Language::Swedish).contains("Undertecknat med den nyckel du angav"));
    assert!(said(&found, Language::English).contains("Receipts that agree with the record: 1."));
}

#[tokio::test]
async fn what_is_changed_in_the_record_is_named_by_its_entry() {
    let whole = Remade::of(&Sample::tell().await.export().await);

    let mut dated = whole.clone();
    dated.replace(RECORD, "\"date\":\"2027-01-10\"", "\"date\":\"2027-01-11\"");
    let mandate = position_of(&mut dated, "mandate_recorded") as u64;
    let Problem::Entry(place, WrongEntry::Changed) = wrong(&dated.zip()) else { panic!() };
    assert_eq!((place.position, place.kind.as_deref()), (mandate, Some("mandate_recorded")));

    let mut swapped = whole.clone();
    let mut lines = swapped.lines(RECORD);
    lines.swap(20, 21);
    swapped.set_lines(RECORD, &lines);
    assert!(matches!(
        wrong(&swapped.zip()),
        Problem::Entry(Place { position: 20, .. }, WrongEntry::Broken(_))
    ));

    let mut dropped = whole.clone();
    let mut lines = dropped.lines(RECORD);
    lines.pop();
    dropped.set_lines(RECORD, &lines);
    let signed = lines.len() as u64 + 1;
    assert_eq!(wrong(&dropped.zip()), Problem::Head { signed, found: signed - 1 });

    let mut without = whole.clone();
    let mut lines = without.lines(RECORD);
    lines.remove(30);
    without.set_lines(RECORD, &lines);
    assert!(matches!(wrong(&without.zip()), Problem::Entry(Place { position: 30, .. }, _)));

    // The chain is made anew: then it ends elsewhere than was signed.
    let mut chained = whole.clone();
    let lines = chained.lines(RECORD);
    let entries = lines.iter().map(|line| serde_json::from_str(line).unwrap());
    let mut entries: Vec<Value> = entries.collect();
    of(&mut entries, "organisation_added")["entry"]["organisation"]["name"] = json!("En annan");
    let lines: Vec<String> =
        remade::chained(entries).iter().map(|line| String::from_utf8(line.to_vec()).unwrap()).collect();
    chained.set_lines(RECORD, &lines);
    assert_eq!(wrong(&chained.zip()), Problem::Head { signed, found: signed });

    let mut spaced = whole.clone();
    spaced.replace(RECORD, "\"format\":1", "\"format\": 1");
    assert!(matches!(wrong(&spaced.zip()), Problem::Entry(Place { position: 0, .. }, WrongEntry::Broken(_))));
}

#[tokio::test]
async fn what_is_changed_in_names_and_texts_is_named_by_what_it_is() {
    let whole = Remade::of(&Sample::tell().await.export().await);

    let mut forged = whole.clone();
    forged.replace(WORDS, "Gun Holm", "Gun Holk");
    let Problem::Words(WrongWords::Other { place, field, found }) = wrong(&forged.zip()) else { panic!() };
    assert_eq!((place.kind.as_deref(), field.as_str()), (Some("signing_recorded"), "name"));
    assert_eq!(found, "Gun Holk");

    let mut lines = whole.clone().lines(WORDS);
    let removed = lines.pop().unwrap();
    let mut missing = whole.clone();
    missing.set_lines(WORDS, &lines);
    assert!(matches!(wrong(&missing.zip()), Problem::Words(WrongWords::Missing { .. })));

    lines.extend([
        removed,
        json!({"digest": "00".repeat(32), "salt": "11".repeat(32), "text": "x"}).to_string(),
    ]);
    let mut more = whole.clone();
    more.set_lines(WORDS, &lines);
    let line = lines.len();
    assert_eq!(wrong(&more.zip()), Problem::Words(WrongWords::Unknown { line }));

    // What was erased must not come back.
    let erased = Sample::tell_without_forgetting().await;
    let before = Remade::of(&erased.sample.export().await).lines(WORDS);
    let name = before.iter().find(|line| line.contains("David Ask")).unwrap().clone();
    let mut back = Remade::of(&erased.forgotten().await.export().await);
    let mut lines = back.lines(WORDS);
    lines.insert(8, name);
    back.set_lines(WORDS, &lines);
    let Problem::Words(WrongWords::Erased { place, field, by }) = wrong(&back.zip()) else { panic!() };
    assert_eq!((place.kind.as_deref(), field.as_str()), (Some("member_added"), "name"));
    assert_eq!(by.kind.as_deref(), Some("member_anonymised"));
}

#[tokio::test]
async fn what_is_changed_among_the_files_is_named_by_its_file() {
    let bytes = Sample::tell().await.export().await;
    let whole = Remade::of(&bytes);
    let json = "sections/01-inledning/r0001.json";

    let mut changed = whole.clone();
    changed.replace(json, "Vi vill", "Ni vill");
    let Problem::Hash { file, .. } = wrong(&changed.zip()) else { panic!() };
    assert_eq!(file, json);
    // Signing it again does not help: the record names the hash.
    changed.sign(KEY);
    assert!(matches!(wrong(&changed.zip()), Problem::Hash { .. }));

    // A page that says something else than the text, in an export that is signed anew.
    for page in ["sections/01-inledning/r0001.html", "agreement/r0001.md", "members.csv", "README.txt"] {
        let mut painted = whole.clone();
        painted.content(page).extend(b"<p>Mera.</p>\n");
        painted.sign(KEY);
        let Problem::Differs(difference) = wrong(&painted.zip()) else { panic!() };
        assert_eq!(difference.file, page);
    }

    let attachment = whole.files.iter().find(|(path, _)| path.starts_with("attachments/")).unwrap().0.clone();
    let mut other = whole.clone();
    other.content(&attachment).push(b'!');
    assert!(matches!(wrong(&other.zip()), Problem::Hash { file, .. } if file == attachment));

    let mut contents = whole.clone();
    let (one, another) = (contents.text(json), contents.text("sections/01-inledning/r0002.json"));
    *contents.content(json) = another.into_bytes();
    *contents.content("sections/01-inledning/r0002.json") = one.into_bytes();
    assert!(matches!(wrong(&contents.zip()), Problem::Hash { file, .. } if file == json));

    let mut order = whole.clone();
    order.files.swap(6, 7);
    assert!(matches!(wrong(&order.zip()), Problem::OutOfOrder { .. }));
    let mut missing = whole.clone();
    missing.files.retain(|(path, _)| path != &attachment);
    assert_eq!(wrong(&missing.zip()), Problem::Missing(attachment));
    let mut more = whole.clone();
    more.files.insert(3, ("mer.txt".to_owned(), b"mer".to_vec()));
    assert_eq!(wrong(&more.zip()), Problem::Unexpected("mer.txt".to_owned()));
    let mut twice = whole.clone();
    twice.files.insert(1, twice.files[0].clone());
    assert_eq!(wrong(&twice.zip()), Problem::Unexpected("README.txt".to_owned()));

    let appended = [&bytes[..], b"\0"].concat();
    assert_eq!(wrong(&appended), Problem::Archive(Damage::Ending { at: bytes.len() as u64 }));
    let first_file = whole.files[0].1.len() + 30 + "README.txt".len();
    let mut between = bytes.clone();
    between.insert(first_file, b' ');
    let Problem::Archive(Damage::Header { after, .. }) = wrong(&between) else { panic!() };
    assert_eq!(after.as_deref(), Some("README.txt"));
    assert_eq!(wrong(b"hej"), Problem::Archive(Damage::NotAnArchive));
    let newer = String::from_utf8(whole.clone().content(MANIFEST).clone()).unwrap();
    let mut later = whole.clone();
    *later.content(MANIFEST) = newer.replace("\"format\":1", "\"format\":2").into_bytes();
    assert_eq!(wrong(&later.zip()), Problem::NewerFormat(2));
}

#[tokio::test]
async fn an_export_signed_by_another_is_found_with_the_key_and_only_then() {
    let sample = Sample::tell().await;
    let forged = sample.export_signed([1; 32]).await.unwrap();
    let found = verified(&forged, &Against::default()).unwrap();
    assert_eq!((found.is_signer_checked, found.signed_by), (false, public([1; 32])));
    let against = Against { key: Some(public(KEY)), ..Against::default() };
    let expected = WrongSignature::OtherKey { expected: public(KEY), found: public([1; 32]) };
    assert_eq!(verified(&forged, &against), Err(Problem::Signature(expected)));

    // A signature that does not hold, or is written otherwise, or is of something else.
    let whole = Remade::of(&sample.export().await);
    let mut loud = whole.clone();
    let signature: Value = serde_json::from_slice(loud.content(SIGNATURE)).unwrap();
    let digits = signature["signature"].as_str().unwrap();
    loud.replace(SIGNATURE, digits, &digits.to_uppercase());
    assert_eq!(wrong(&loud.zip()), Problem::Signature(WrongSignature::Forged));
    let mut keyed = whole.clone();
    keyed.replace(SIGNATURE, &public(KEY).to_string(), &public([1; 32]).to_string());
    assert_eq!(wrong(&keyed.zip()), Problem::Signature(WrongSignature::Forged));
    let mut other = whole.clone();
    let manifest = signature["manifest"].as_str().unwrap();
    other.replace(SIGNATURE, manifest, &"0".repeat(64));
    assert_eq!(wrong(&other.zip()), Problem::Signature(WrongSignature::OtherFiles));
}

#[tokio::test]
async fn a_record_that_the_server_itself_rewrote_is_found_by_an_approvers_receipt() {
    let sample = Sample::tell_without_forgetting().await.sample;
    let receipt = sample.receipt("Bo").await;
    let at = receipt.what.entry_position;
    let against =
        Against { key: Some(public(KEY)), receipts: vec![("kvitto.json".to_owned(), receipt.clone())] };
    let mut whole = Remade::of(&sample.export().await);
    let again = whole.rewritten(KEY, |_| {});
    assert_eq!(verified(&again, &against).map(|found| found.receipts), Ok(1));

    // Something before the sign-off; it is whole to whoever has no receipt.
    let earlier = whole.rewritten(KEY, |entries| {
        of(entries, "organisation_added")["entry"]["organisation"]["name"] = json!("En annan");
    });
    verified(&earlier, &Against { receipts: vec![], ..against.clone() }).unwrap();
    let Err(Problem::Receipt(_, WrongReceipt::Entry { position, .. })) = verified(&earlier, &against) else {
        panic!()
    };
    assert_eq!(position, at);

    // Something after it.
    let later = whole.rewritten(KEY, |entries| {
        let decision = entries.iter_mut().find(|one| one["entry"]["kind"] == "decision_recorded").unwrap();
        decision["entry"]["decision"]["date"] = json!("2026-12-01");
    });
    let problem = verified(&later, &against).unwrap_err();
    assert!(matches!(problem, Problem::Receipt(_, WrongReceipt::Head { .. })));
    // The end, cut off.
    let shorter = whole.rewritten(KEY, |entries| drop(entries.pop()));
    verified(&shorter, &Against::default()).unwrap();
    let problem = verified(&shorter, &against).unwrap_err();
    assert!(matches!(problem, Problem::Receipt(_, WrongReceipt::Head { .. })));

    // A receipt that was itself changed, or is of another server's or agreement's.
    let bytes = sample.export().await;
    let with =
        |receipt: Signed<Receipt>| Against { receipts: vec![("k".to_owned(), receipt)], ..against.clone() };
    let mut changed = receipt.clone();
    changed.what.member_name = "Någon annan".to_owned();
    let wrong = |why| Err(Problem::Receipt("k".to_owned(), why));
    assert_eq!(verified(&bytes, &with(changed)), wrong(WrongReceipt::Forged));
    let other = crate::record::signature::Signatory::of_bytes([1; 32]).sign(receipt.what).unwrap();
    assert_eq!(verified(&bytes, &with(other)), wrong(WrongReceipt::OtherKey));
    let another = Sample::tell().await.receipt("Bo").await;
    assert_eq!(verified(&bytes, &with(another)), wrong(WrongReceipt::OtherAgreement));
}

#[tokio::test]
async fn what_cannot_be_is_found_even_if_the_server_signs_it() {
    let whole = Remade::of(&Sample::tell().await.export().await);
    let material = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut entries: Vec<Value> =
            whole.clone().lines(RECORD).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        change(&mut entries);
        let kept = whole.clone().lines(WORDS);
        let kept = kept.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        let material = Material::read(remade::chained(entries)).unwrap().with_words(kept).unwrap();
        match super::super::telling::tell(&material) {
            Err(Problem::Entry(_, WrongEntry::Rule(rule))) => Some(rule),
            Err(problem) => panic!("{problem:?}"),
            Ok(_) => None,
        }
    };
    assert_eq!(material(&|_| {}), None);
    type Change = fn(&mut Vec<Value>);
    let changes: [(Rule, Change); 8] = [
        (Rule::Time, |entries| entries[30]["at"] = json!("2026-01-01T00:00:00Z")),
        (Rule::Actor, |entries| {
            of(entries, "section_renamed")["by"]["member"] = json!("01a3708d-3780-7cdb-9eff-000000000000");
        }),
        (Rule::Number, |entries| of(entries, "revision_saved")["entry"]["revision"]["number"] = json!(2)),
        (Rule::Hash, |entries| {
            of(entries, "section_signed_off")["entry"]["sign_off"]["hash"] = json!("0".repeat(64));
        }),
        (Rule::Hash, |entries| {
            of(entries, "decision_recorded")["entry"]["decision"]["hash"] = json!("0".repeat(64));
        }),
        (Rule::Hash, |entries| {
            of(entries, "signing_recorded")["entry"]["signing"]["hash"] = json!("0".repeat(64));
        }),
        (Rule::Approver, |entries| {
            let sign_off = of(entries, "section_signed_off")["entry"]["sign_off"].clone();
            let other =
                entries.iter().rev().find(|one| one["entry"]["kind"] == "section_signed_off").unwrap();
            let member = other["entry"]["sign_off"]["member"].clone();
            assert_ne!(sign_off["member"], member);
            of(entries, "section_signed_off")["entry"]["sign_off"]["member"] = member;
        }),
        (Rule::Erasure, |entries| of(entries, "words_erased")["entry"]["position"] = json!(1)),
    ];
    for (rule, change) in changes {
        assert_eq!(material(&change), Some(rule));
    }
}

#[test]
fn the_worked_example_is_right() {
    let page = include_str!("../../../../docs/export-format.md");
    let example = page.split("```json\n").nth(1).unwrap().split("\n```").next().unwrap();
    let seal: Signed<Seal> = serde_json::from_str(example).unwrap();
    assert_eq!(canonical(&seal).unwrap(), example.as_bytes());
    assert_eq!(crate::record::signature::Signatory::of_bytes(KEY).sign(seal.what.clone()).unwrap(), seal);
}

#[tokio::test]
async fn no_address_is_in_an_export_and_one_that_is_put_in_is_found() {
    let sample = Sample::tell().await;
    let mut remade = Remade::of(&sample.export().await);
    let names = remade.lines(WORDS);
    assert!(names.len() > 10 && !names.iter().any(|line| line.contains(".example")), "{names:?}");
    // Of somebody who is not erased, as the server has it.
    let state = sample.state().await;
    let member = state.members().iter().find(|member| member.email.text().is_some()).unwrap();
    let content = member.email.content().unwrap().clone();
    let mut line = serde_json::to_value(content).unwrap();
    line["digest"] = json!(member.email.digest());
    let line = String::from_utf8(serde_json_canonicalizer::to_vec(&line).unwrap()).unwrap();
    remade.set_lines(WORDS, &[names, vec![line]].concat());
    remade.sign(KEY);
    assert!(matches!(wrong(&remade.zip()), Problem::Words(WrongWords::Unknown { .. })));
}

#[tokio::test]
async fn a_record_of_empty_lines_ends_at_the_first() {
    let sample = Sample::tell().await;
    let mut remade = Remade::of(&sample.export().await);
    let first = remade.lines(RECORD)[0].clone();
    *remade.content(RECORD) = format!("{first}\n{}", "\n".repeat(100_000)).into_bytes();
    remade.sign(KEY);
    assert!(matches!(wrong(&remade.zip()), Problem::Unreadable { line: Some(2), .. }));
}
