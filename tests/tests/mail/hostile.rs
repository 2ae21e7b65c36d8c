//! Names and addresses that want to be more than that.

use crate::house::{House, SIV};
use serde_json::json;

#[tokio::test]
async fn no_header_and_no_second_recipient_is_smuggled_in() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let new = |name: &str, email: &str| json!({"name": name, "email": email, "organisation": null, "roles": ["drafter"]});
    for (name, email) in [
        ("Siv\r\nBcc: bo@lotsar.example", SIV),
        ("Siv\nX-Spam: no", SIV),
        ("Siv", "siv@kuststad.example\r\nBcc: bo@lotsar.example"),
        ("Siv", "siv@kuststad.example\nRCPT TO:<bo@lotsar.example>"),
        ("Siv", "siv@kuststad.example, bo@lotsar.example"),
        ("Siv", "\"siv\r\nBcc: bo@lotsar.example\"@kuststad.example"),
        ("Siv", "siv@kuststad.example>,<bo@lotsar.example"),
        ("Siv", "siv"),
        ("Siv", "sív@kuststad.example"),
    ] {
        let refused = erik.post(&house.path("/members"), new(name, email)).await;
        assert_eq!(refused.status, 422, "{name:?} {email:?}: {refused:?}");
    }
    let name = "Siv \"Bcc: bo@lotsar.example\" <bo@lotsar.example>, =?utf-8?q?=0D=0ABcc:_x?= <b>&";
    erik.post(&house.path("/members"), new(name, SIV)).await.done();
    let letter = house.post.letter_to(SIV).await;
    assert_eq!(letter.to, [SIV]);
    let read = letter.read();
    let to: Vec<_> = read.to().unwrap().iter().map(|to| (to.address(), to.name())).collect();
    assert_eq!(to.len(), 1, "{to:?}");
    assert_eq!(to[0].0, Some(SIV));
    assert!(read.bcc().is_none() && read.cc().is_none());
    assert!(letter.html().contains("&lt;b&gt;&amp;"), "{}", letter.html());
    assert_eq!(house.post.letters().len(), 1);
}

#[tokio::test]
async fn a_title_with_marks_and_long_names_stays_a_title() {
    let house = House::open().await;
    let erik = house.signed_in("Erik").await;
    let title = format!("<script>alert(1)</script> & \"fyrar\" {}", "ö".repeat(120));
    erik.post(&house.path("/matter"), json!({ "title": title })).await.done();
    house.invite_siv(&erik).await;
    let letter = house.post.letter_to(SIV).await;
    assert_eq!(letter.subject(), format!("Inbjudan: {title}"));
    assert!(!letter.html().contains("<script>"), "{}", letter.html());
    // The longest line that every mail server takes.
    assert!(letter.raw.split(|byte| *byte == b'\n').all(|line| line.len() < 998));
}
