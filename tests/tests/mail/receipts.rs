//! The receipt that goes to an approver.

use crate::house::House;
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::Value;

#[tokio::test]
async fn a_sign_off_brings_its_receipt_by_mail_and_its_signature_is_the_servers() {
    let house = House::open().await;
    let (erik, asta) = (house.signed_in("Erik").await, house.signed_in("Asta").await);
    let section = house.seeded.section("free");
    erik.save(section, "").await;
    erik.record_mandate(&house.seeded, "Asta").await;
    let given = asta.sign_off(section).await.done();
    let letter = house.post.letter_to("asta@kuststad.example").await;
    assert!(letter.subject().contains("Ordlista"), "{}", letter.subject());
    assert!(letter.text().contains(given["hash"].as_str().unwrap()), "{}", letter.text());
    assert!(letter.text().contains(&house.server.url(&format!("/sections/{section}"))), "{}", letter.text());
    let (name, content) = letter.file();
    assert_eq!(name, format!("receipt-{}.json", given["id"].as_str().unwrap()));
    let mut receipt: Value = serde_json::from_slice(&content).unwrap();
    assert_eq!(receipt["sign_off"], given["id"]);
    assert_eq!(receipt["text"], given["hash"]);

    let published = asta.get("/api/signing-key").await.done();
    let key: [u8; 32] = hex::decode(receipt["key"].as_str().unwrap()).unwrap().try_into().unwrap();
    assert!(published.to_string().contains(receipt["key"].as_str().unwrap()), "{published}");
    let signature = receipt.as_object_mut().unwrap().remove("signature").unwrap();
    let signature = Signature::from_slice(&hex::decode(signature.as_str().unwrap()).unwrap()).unwrap();
    let key = VerifyingKey::from_bytes(&key).unwrap();
    // serde_json writes keys in order and nothing between them, which here is the canonical form.
    key.verify_strict(receipt.to_string().as_bytes(), &signature).unwrap();
    receipt["revision"] = 2.into();
    assert!(key.verify_strict(receipt.to_string().as_bytes(), &signature).is_err());
}

#[tokio::test]
async fn nobody_else_gets_a_receipt_and_one_sign_off_brings_one() {
    let house = House::open().await;
    let (erik, asta) = (house.signed_in("Erik").await, house.signed_in("Asta").await);
    let section = house.seeded.section("free");
    erik.save(section, "").await;
    erik.record_mandate(&house.seeded, "Asta").await;
    asta.sign_off(section).await.done();
    house.post.letter_to("asta@kuststad.example").await;
    // Approving again what is approved already gives no new one.
    asta.sign_off(section).await;
    crate::house::ask(&house.server, "rut@kuststad.example").await;
    house.post.letter_to("rut@kuststad.example").await;
    assert_eq!(house.post.letters().len(), 2);
}
