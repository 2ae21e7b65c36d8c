//! An agreement leaves the house as one file, and anybody can check it without a server.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use overens_tests::Group;
use overens_tests::binary::{self, Finished};
use overens_tests::server::Launch;
use serde_json::json;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// A group that has agreed on a section; what Bo has a receipt of.
async fn agreed() -> Group {
    let group = Group::gather().await;
    let section = group.section("free");
    group.write("Asta", section, "En fyr lyser.").await;
    group.erik.save(section, "Till styrelserna").await;
    group.agree_on(section).await;
    group
}

fn path_of(group: &Group) -> String {
    format!("/api/agreements/{}/export", group.seeded.agreement)
}

async fn asked(group: &Group, first_name: &str) -> reqwest::Response {
    let url = group.server.url(&path_of(group));
    reqwest::Client::new().get(url).bearer_auth(group.seeded.token(first_name)).send().await.unwrap()
}

/// The export as Erik downloads it.
async fn downloaded(group: &Group) -> PathBuf {
    let answer = asked(group, "Erik").await;
    assert_eq!(answer.status(), 200);
    let disposition = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(
        disposition.starts_with("attachment; filename=") && disposition.contains(".zip"),
        "{disposition}"
    );
    assert_eq!(answer.headers()["content-type"], "application/zip");
    let file = group.folder.beside("downloaded.zip");
    std::fs::write(&file, answer.bytes().await.unwrap()).unwrap();
    file
}

async fn verify(file: &Path, more: &[&str]) -> Finished {
    let mut arguments = vec!["verify", file.to_str().unwrap()];
    arguments.extend(more);
    binary::run(&arguments).await
}

async fn export(group: &Group, file: &Path) -> Finished {
    let (agreement, data) = (group.seeded.agreement.to_string(), group.folder.argument());
    binary::run(&["export", &agreement, "--data", &data, "--output", file.to_str().unwrap()]).await
}

#[tokio::test]
async fn what_is_downloaded_is_whole_and_a_changed_byte_is_found() {
    let group = agreed().await;
    let file = downloaded(&group).await;
    let key = group.erik.get("/api/signing-key").await.done();
    let digits = key["key"].as_str().unwrap();
    let keep = |name: &str, content: &[u8]| {
        let path = group.folder.beside(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let key_file = keep("key.json", key.to_string().as_bytes());
    let sign_offs = format!("/api/agreements/{}/sign-offs", group.seeded.agreement);
    let all = group.bo.get(&sign_offs).await.done();
    let bo = group.seeded.member("Bo").id.to_string();
    let own = all.as_array().unwrap().iter().find(|one| one["member"] == bo.as_str()).unwrap();
    let receipt = group.bo.get(&format!("{sign_offs}/{}/receipt", own["id"].as_str().unwrap())).await.done();
    let receipt = keep("kvitto.json", receipt.to_string().as_bytes());

    let alone = verify(&file, &[]).await;
    assert_eq!(alone.code, Some(0), "{}", alone.errors);
    assert!(alone.output.contains("signer not checked"), "{}", alone.output);
    for key in [digits, &key_file] {
        let known = verify(&file, &["--key", key, "--receipt", &receipt, "--language", "sv"]).await;
        assert_eq!(known.code, Some(0), "{}", known.errors);
        assert!(known.output.contains("Undertecknat med den nyckel du angav"), "{}", known.output);
        assert!(known.output.contains("Kvitton som stämmer med ärendeloggen: 1."), "{}", known.output);
    }
    let other = verify(&file, &["--key", &"1".repeat(64)]).await;
    assert_eq!(other.code, Some(1));
    assert!(other.errors.contains("signed by somebody else"), "{}", other.errors);

    let bytes = std::fs::read(&file).unwrap();
    let name = b"Bo Lots";
    let at = bytes.windows(3).position(|window| window == &name[..3]).unwrap();
    let mut changed = bytes.clone();
    changed[at] = b'M';
    let changed = keep("changed.zip", &changed);
    let found = verify(Path::new(&changed), &["--language", "sv"]).await;
    assert_eq!((found.code, found.output.as_str()), (Some(1), ""));
    assert!(found.errors.starts_with("overens: I words.jsonl är namnet i post "), "{}", found.errors);

    for (arguments, said) in [
        (vec![], "cannot be read"),
        (vec!["--key", "no-such-key"], "--key"),
        (vec!["--receipt", key_file.as_str()], "is no receipt"),
    ] {
        let missing = if arguments.is_empty() { group.folder.beside("none.zip") } else { file.clone() };
        let unread = verify(&missing, &arguments).await;
        assert_eq!(unread.code, Some(2), "{arguments:?}");
        assert!(unread.errors.contains(said), "{}", unread.errors);
    }
}

#[tokio::test]
async fn only_coordinators_take_an_agreement_out() {
    let group = agreed().await;
    for first_name in ["Olle", "Rut", "Bo"] {
        let answer = asked(&group, first_name).await;
        assert_eq!(answer.status(), 403, "{first_name}");
        let problem: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(problem["type"], "/problems/not-a-coordinator");
    }
    let nobody = reqwest::get(group.server.url(&path_of(&group))).await.unwrap();
    assert_eq!(nobody.status(), 401);
    for first_name in ["Erik", "Maja"] {
        assert_eq!(asked(&group, first_name).await.status(), 200, "{first_name}");
    }
}

#[tokio::test]
async fn the_same_record_is_the_same_file_whoever_writes_it() {
    let group = agreed().await;
    let answer = asked(&group, "Erik").await;
    let tag = answer.headers()["etag"].clone();
    let bytes = answer.bytes().await.unwrap();
    let url = group.server.url(&path_of(&group));
    let token = group.seeded.token("Maja");
    let again = reqwest::Client::new().get(url).bearer_auth(token).header("if-none-match", tag);
    assert_eq!(again.send().await.unwrap().status(), 304);

    let running = group.folder.beside("running.zip");
    let done = export(&group, &running).await;
    assert_eq!(done.code, Some(0), "{}", done.errors);
    let said: serde_json::Value = serde_json::from_str(&done.output).unwrap();
    assert_eq!(said["agreement"], json!(group.seeded.agreement.to_string()));
    assert_eq!(said["bytes"], json!(bytes.len()));
    assert_eq!(std::fs::read(&running).unwrap(), bytes);
    assert_eq!(running.metadata().unwrap().permissions().mode() & 0o777, 0o600);

    let refused = export(&group, &running).await;
    assert_eq!(refused.code, Some(1));
    assert!(refused.errors.contains("is there already"), "{}", refused.errors);
    assert_eq!(std::fs::read(&running).unwrap(), bytes);

    let Group { folder, seeded, server, .. } = group;
    server.stop().await;
    let stopped = folder.beside("stopped.zip");
    let (agreement, data) = (seeded.agreement.to_string(), folder.argument());
    let output = stopped.to_str().unwrap();
    let done = binary::run(&["export", &agreement, "--data", &data, "--output", output]).await;
    assert_eq!(done.code, Some(0), "{}", done.errors);
    assert_eq!(std::fs::read(&stopped).unwrap(), bytes);
    let left: Vec<_> = std::fs::read_dir(folder.beside("")).unwrap().flatten().collect();
    assert!(left.iter().all(|item| !item.file_name().to_string_lossy().ends_with(".part")), "{left:?}");

    let unknown = "01a20458-1c65-76d4-bf14-63463ffbcb7b";
    let nothing = folder.beside("nothing.zip");
    let output = nothing.to_str().unwrap();
    let none = binary::run(&["export", unknown, "--data", &data, "--output", output]).await;
    assert_eq!(none.code, Some(1));
    assert!(none.errors.contains("there is no agreement"), "{}", none.errors);
    assert!(!nothing.exists());
    // The server is another one after a restart, and signs with the same key.
    let server = Launch::new(&folder).start().await;
    let path = format!("/api/agreements/{}/export", seeded.agreement);
    let token = seeded.token("Erik");
    let later = reqwest::Client::new().get(server.url(&path)).bearer_auth(token).send().await.unwrap();
    assert_eq!(later.bytes().await.unwrap(), bytes);
}
