//! Secrets that might be left lying about: in the log, in the data folder, in addresses.

use overens_tests::server::Launch;
use overens_tests::{Client, Folder, Pass, Person, PostOffice, seed};
use serde_json::json;

/// The part of an address behind its last slash.
fn secret_of(link: &str) -> String {
    link.rsplit('/').next().unwrap().trim_end_matches('>').to_owned()
}

#[tokio::test]
async fn a_whole_visit_leaves_no_secret_and_no_word_in_the_log() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let post = PostOffice::open().await;
    let flags = post.flags();
    let mut flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    flags.extend(["--log-level", "trace", "--at-once-seconds", "1"]);
    let mut server = Launch::new(&folder).arguments(&flags).start().await;
    let agreement = format!("/api/agreements/{}", seeded.agreement);
    let section = seeded.section("free");
    let mut secrets: Vec<String> = seeded.members.iter().map(|member| secret_of(&member.link)).collect();
    secrets.extend(seeded.members.iter().filter_map(|member| member.token.as_ref()).map(ToString::to_string));

    // In by a link, a token made, somebody invited, a thread that names Maja, a revision, an approval that fails.
    let erik = Person::sign_in(&server, seeded.member("Erik")).await;
    let made =
        erik.post("/api/tokens", json!({"agreement": seeded.agreement.0, "label": "skript"})).await.done();
    secrets.push(made["token"].as_str().unwrap().to_owned());
    let siv = json!({"name": "Siv Hemlighet", "email": "siv@kuststad.example", "organisation": null, "roles": ["drafter"]});
    erik.post(&format!("{agreement}/members"), siv).await.done();
    let invitation = post.letter_to("siv@kuststad.example").await.link();
    secrets.push(secret_of(&invitation));
    let siv = Person::sign_in_by(&server, &invitation, "Siv").await;
    siv.get(&format!("{agreement}/people")).await.done();
    Person::nobody(&server).post("/api/sign-in", json!({"email": "maja@fyrar.example"})).await;
    let asked = post.letter_to("maja@fyrar.example").await.link();
    secrets.push(secret_of(&asked));
    Person::nobody(&server).look(&asked).await.done();
    let maja = Person::sign_in_by(&server, &asked, "Maja").await;
    for pass in [Pass::ours(seeded.token("Asta")), Pass::beside(seeded.token("Bo"), "overens.v1")] {
        let client = Client::join(&server, section, &pass).await;
        client.edit(|document| document.append("Förtroligheter."));
        client.until_saved().await;
        client.leave().await;
    }
    erik.save(section, "Förtrolig fassung").await;
    let thread = json!({"anchor": null, "text": "Förtrolig fråga", "mentions": [seeded.member("Maja").id.0]});
    erik.post(&format!("/api/sections/{section}/threads"), thread).await.done();
    let letters = post.letters_to("maja@fyrar.example", 2).await;
    let headers = String::from_utf8_lossy(&letters[1].raw).into_owned();
    let unsubscribe = headers.split('<').find(|part| part.contains("/unsubscribe/")).unwrap();
    let unsubscribe = secret_of(unsubscribe.split('>').next().unwrap());
    assert!(unsubscribe.len() > 16, "{headers}");
    maja.get(&format!("/api/unsubscribe/{unsubscribe}")).await.done();
    secrets.push(unsubscribe);
    // By mistake: where they do not belong, and in what is refused.
    for secret in secrets.clone() {
        for path in [
            format!("/api/me?token={secret}"),
            format!("/{secret}"),
            format!("/api/{secret}"),
            format!("/sync/{secret}"),
        ] {
            erik.get(&path).await;
        }
        erik.post("/api/sign-in", json!({ "email": secret })).await;
        erik.post_text("/api/tokens", &format!("{{\"agreement\":\"{secret}\"")).await;
    }
    maja.post("/api/sign-out", json!({})).await;
    server.terminate();
    server.ended(std::time::Duration::from_secs(15)).await;
    let log = server.log();
    assert!(log.contains("a letter was sent") && log.contains("/sign-in/{secret}"), "{log}");
    assert!(secrets.len() > 10);
    for secret in secrets {
        assert!(secret.len() > 16, "{secret}");
        let held = log.lines().find(|line| line.contains(&secret));
        assert_eq!(held, None, "a secret is in the log");
        for (path, bytes) in folder.listing() {
            let found = bytes
                .is_some_and(|bytes| bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
            assert!(!found, "a secret is in {}", path.display());
        }
    }
    for word in
        ["Hemlighet", "Förtrolig", "overens_session=", "@kuststad.example", "@fyrar.example", "Bearer "]
    {
        let held = log.lines().find(|line| line.contains(word));
        assert!(
            held.is_none()
                || word == "@fyrar.example"
                    && held.is_some_and(|line| line.contains("overens@fyrar.example")),
            "{word}: {held:?}"
        );
    }
}
