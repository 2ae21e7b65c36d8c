//! What `overens serve` promises to whoever runs it.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use overens_tests::binary::{self, Finished};
use overens_tests::folder::differences;
use overens_tests::server::Launch;
use overens_tests::{Client, Folder, Pass, Server, seed};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a server may take to end after SIGTERM.
const TO_END: Duration = Duration::from_secs(10);

async fn serve(data: &Path) -> Finished {
    binary::run(&["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0"]).await
}

/// One line that says what is wrong, and a failure.
fn is_refusal(finished: &Finished, says: &str) {
    assert!(finished.code.is_some_and(|code| code != 0), "{finished:?}");
    assert_eq!(finished.errors.lines().count(), 1, "more than one line: {}", finished.errors);
    assert!(finished.errors.contains(says), "it does not say {says:?}: {}", finished.errors);
    assert_eq!(finished.output, "");
}

/// A data folder that holds an agreement and is not in use.
async fn left_folder() -> Folder {
    let folder = Folder::new();
    seed(&folder).await;
    folder
}

/// A folder that was harmed is refused as damaged and left as it is.
async fn is_refused_and_left_alone(folder: &Folder, says: &str) {
    let before = folder.listing();
    let finished = serve(&folder.path()).await;
    is_refusal(&finished, says);
    assert_eq!(differences(&before, &folder.listing()), Vec::<PathBuf>::new());
}

/// Files of the store, the largest first.
fn store_files(folder: &Folder) -> Vec<PathBuf> {
    let mut files: Vec<_> = folder
        .listing()
        .into_iter()
        .filter_map(|(path, content)| Some((content?.len(), path)))
        .filter(|(_, path)| path.parent().is_some_and(|parent| parent != folder.path()))
        .collect();
    files.sort();
    files.into_iter().rev().map(|(_, path)| path).collect()
}

/// The file that holds the logs.
fn database(folder: &Folder) -> PathBuf {
    let files = store_files(folder);
    files.into_iter().find(|path| path.file_name().is_some_and(|name| name == "db")).expect("sled's db file")
}

#[tokio::test]
async fn help_explains_every_option_with_its_default_and_its_variable() {
    let help = binary::run(&["serve", "--help"]).await;
    assert_eq!(help.code, Some(0));
    let mut options: Vec<String> = Vec::new();
    for line in help.output.lines() {
        let start = line.trim_start();
        if start.starts_with('-') && line.len() - start.len() <= 6 {
            options.push(start.to_owned());
        } else if let Some(option) = options.last_mut() {
            option.push(' ');
            option.push_str(start);
        }
    }
    options.retain(|option| !option.contains("--help") && !option.contains("--version"));
    assert!(options.len() >= 4, "{}", help.output);
    for option in options {
        let flag = option.split_whitespace().find(|word| word.starts_with("--")).unwrap();
        let variable = format!("OVERENS_{}", flag[2..].to_uppercase().replace('-', "_"));
        assert!(
            option.contains(&format!("[env: {variable}")),
            "{flag} names no variable {variable}: {option}"
        );
        assert!(option.contains("[default: "), "{flag} names no default: {option}");
        let words = option.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count();
        assert!(words >= 3, "{flag} is not explained: {option}");
    }
    for flag in ["--data", "--listen", "--public-url", "--log-format"] {
        assert!(help.output.contains(flag), "{flag} is missing");
    }
}

#[tokio::test]
async fn an_option_can_be_given_by_the_environment() {
    let folder = Folder::new();
    let launch =
        Launch::new(&folder).variable("OVERENS_PUBLIC_URL", "http://fyr.example,http://vrak.example");
    let server = launch.start().await;
    let client = reqwest::Client::new();
    for (origin, is_ours) in [("http://vrak.example", true), ("http://annan.example", false)] {
        let asked = client.post(server.url("/api/sign-out")).header("origin", origin).send().await.unwrap();
        assert_eq!(asked.status() != 403, is_ours, "{origin}");
    }
}

#[tokio::test]
async fn a_folder_in_use_is_refused_and_its_server_goes_on() {
    let folder = left_folder().await;
    let server = Server::start(&folder).await;
    is_refused_and_left_alone(&folder, "in use").await;
    let health = reqwest::get(server.url("/healthz")).await.unwrap();
    assert_eq!(health.status(), 200);
}

#[tokio::test]
async fn a_folder_below_a_file_is_refused() {
    let folder = Folder::new();
    let file = folder.beside("file");
    fs::write(&file, "a file").unwrap();
    is_refusal(&serve(&file.join("data")).await, file.to_str().unwrap());
    assert_eq!(fs::read_to_string(&file).unwrap(), "a file");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_refused() {
    // Nobody can make anything there, root neither.
    is_refusal(&serve(Path::new("/proc/overens")).await, "/proc/overens");
}

#[tokio::test]
async fn a_file_instead_of_a_folder_is_refused() {
    let folder = Folder::new();
    fs::write(folder.path(), "a file").unwrap();
    is_refusal(&serve(&folder.path()).await, folder.path().to_str().unwrap());
    assert_eq!(fs::read_to_string(folder.path()).unwrap(), "a file");
}

#[tokio::test]
async fn a_folder_of_somebody_else_is_refused() {
    let folder = Folder::new();
    fs::create_dir(folder.path()).unwrap();
    fs::write(folder.path().join("letters.txt"), "Kära Maja").unwrap();
    is_refused_and_left_alone(&folder, "not an Överens data folder").await;
}

#[tokio::test]
async fn a_folder_of_a_newer_format_is_refused() {
    let folder = left_folder().await;
    let file = folder.path().join("FORMAT");
    let format = fs::read_to_string(&file).unwrap();
    let words = format.trim_end().trim_end_matches(char::is_numeric);
    fs::write(&file, format!("{words}999\n")).unwrap();
    is_refused_and_left_alone(&folder, "999").await;
}

#[tokio::test]
async fn a_folder_with_an_unreadable_format_is_refused() {
    let folder = left_folder().await;
    fs::write(folder.path().join("FORMAT"), [0xff, 0, 7]).unwrap();
    is_refused_and_left_alone(&folder, "damaged").await;
}

#[tokio::test]
async fn a_store_overwritten_with_garbage_is_refused() {
    let folder = left_folder().await;
    let database = database(&folder);
    let length = fs::metadata(&database).unwrap().len() as usize;
    let garbage: Vec<u8> = (0..length).map(|byte| (byte * 31 % 251) as u8).collect();
    fs::write(&database, garbage).unwrap();
    is_refused_and_left_alone(&folder, "damaged").await;
}

#[tokio::test]
async fn a_store_with_a_hole_in_it_is_refused() {
    let folder = left_folder().await;
    let database = database(&folder);
    let mut content = fs::read(&database).unwrap();
    let last = content.iter().rposition(|byte| *byte != 0).unwrap();
    content[last / 4..last / 2].fill(0xa5);
    fs::write(&database, content).unwrap();
    is_refused_and_left_alone(&folder, "damaged").await;
}

#[tokio::test]
async fn a_truncated_store_is_refused() {
    let folder = left_folder().await;
    let database = database(&folder);
    let content = fs::read(&database).unwrap();
    let last = content.iter().rposition(|byte| *byte != 0).unwrap();
    fs::write(&database, &content[..last / 2]).unwrap();
    is_refused_and_left_alone(&folder, "damaged").await;
}

#[tokio::test]
async fn an_emptied_store_is_refused() {
    let folder = left_folder().await;
    fs::write(database(&folder), "").unwrap();
    is_refused_and_left_alone(&folder, "damaged").await;
}

#[tokio::test]
async fn a_store_whose_main_file_is_missing_is_refused() {
    let folder = left_folder().await;
    fs::remove_file(database(&folder)).unwrap();
    is_refused_and_left_alone(&folder, "damaged").await;
}

#[tokio::test]
async fn a_folder_whose_store_is_missing_is_refused() {
    let folder = left_folder().await;
    let store = database(&folder).parent().unwrap().to_owned();
    fs::remove_dir_all(store).unwrap();
    is_refused_and_left_alone(&folder, "damaged").await;
}

#[tokio::test]
async fn a_port_in_use_is_refused() {
    let folder = Folder::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let finished = binary::run(&["serve", "--data", &folder.argument(), "--listen", &address]).await;
    is_refusal(&finished, &address);
}

#[tokio::test]
async fn health_and_readiness_are_told() {
    let folder = Folder::new();
    let server = Server::start(&folder).await;
    for path in ["/healthz", "/readyz"] {
        let answer = reqwest::get(server.url(path)).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.text().await.unwrap().trim(), "ok");
    }
}

#[tokio::test]
async fn a_log_in_json_has_one_object_a_line() {
    let folder = left_folder().await;
    let mut server = Server::start(&folder).await;
    reqwest::get(server.url("/api/me")).await.unwrap();
    server.terminate();
    server.ended(TO_END).await;
    let log = server.log();
    assert!(log.lines().count() >= 2, "{log}");
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
        for field in ["timestamp", "level", "message"] {
            assert!(line[field].is_string(), "no {field}: {line}");
        }
    }
}

#[tokio::test]
async fn sigterm_under_load_tells_the_clients_and_keeps_what_was_saved() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let mut server = Server::start(&folder).await;
    let mut writers = Vec::new();
    for (name, kind) in [("Erik", "free"), ("Maja", "free"), ("Asta", "commitments"), ("Bo", "principle")] {
        let section = seeded.section(kind);
        writers.push((section, Client::join(&server, section, &Pass::ours(seeded.token(name))).await));
    }
    // Everybody types as fast as the server takes it; it is stopped in the midst of that.
    let typing = async {
        for round in 0.. {
            for (number, (_, client)) in writers.iter().enumerate() {
                client.edit(|document| document.append(&format!("‹{number}.{round}›")));
            }
            if round == 200 {
                server.terminate();
            }
            if writers.iter().all(|(_, client)| client.state().closed.is_some()) {
                return;
            }
            tokio::task::yield_now().await;
            if round % 8 == 0 {
                let (_, client) = &writers[0];
                client.holds_within(Duration::from_millis(5), |state| state.sent < state.saved + 32).await;
            }
        }
    };
    let began = Instant::now();
    tokio::time::timeout(Duration::from_secs(30), typing).await.expect("the clients are told");
    let status = server.ended(TO_END).await;
    assert!(status.success(), "it ended with {status}: {}", server.log());
    assert!(began.elapsed() < TO_END + Duration::from_secs(5));
    let server = Server::start(&folder).await;
    for (number, (section, client)) in writers.into_iter().enumerate() {
        assert_eq!(client.until_closed().await.code, 1012);
        let (sent, saved) = {
            let state = client.state();
            (state.sent, state.saved)
        };
        assert!(saved > 100, "only {saved} of {sent} messages were saved");
        let fresh = Client::join(&server, section, &Pass::plain(seeded.token("Olle"))).await;
        // Its first message with text was the answer to the server's step 1.
        let text = fresh.text();
        for round in 0..saved - 1 {
            assert!(text.contains(&format!("‹{number}.{round}›")), "{round} of {saved} is lost");
        }
    }
}

#[tokio::test]
async fn sigterm_does_not_wait_for_clients_that_do_not_read() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let mut server = Server::start(&folder).await;
    let client = Client::join(&server, seeded.section("free"), &Pass::plain(seeded.token("Erik"))).await;
    client.read(false);
    // A request whose end never comes.
    let half = tokio::net::TcpStream::connect(server.address()).await.unwrap();
    half.try_write(b"POST /api/tokens HTTP/1.1\r\nhost: x\r\n").unwrap();
    server.terminate();
    let status = server.ended(TO_END).await;
    assert!(status.success(), "it ended with {status}");
}

#[tokio::test]
async fn no_secret_is_ever_logged() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let mut server = Launch::new(&folder).arguments(&["--log-level", "trace"]).start().await;
    let (section, token) = (seeded.section("free"), seeded.token("Erik"));
    for pass in [Pass::plain(token), Pass::ours(token), Pass::beside(token, "overens.v1")] {
        let client = Client::join(&server, section, &pass).await;
        client.edit(|document| document.append("Hemliga ord."));
        client.leave().await;
    }
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let link = &seeded.member("Maja").link;
    let path = &link[link.find("/sign-in/").unwrap()..];
    http.get(server.url(path)).send().await.unwrap();
    http.get(server.url(&format!("/api{path}"))).send().await.unwrap();
    let signed_in = http.post(server.url(path)).send().await.unwrap();
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap();
    let session = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let me = http.get(server.url("/api/me")).header("cookie", format!("overens_session={session}"));
    assert_eq!(me.send().await.unwrap().status(), 200);
    let made = http
        .post(server.url("/api/tokens"))
        .header("cookie", format!("overens_session={session}"))
        .json(&serde_json::json!({ "agreement": seeded.agreement.0, "label": "ett skript" }));
    let made: Value = made.send().await.unwrap().json().await.unwrap();
    let made = made["token"].as_str().unwrap().to_owned();
    // Once more as somebody might do it by mistake.
    http.get(server.url(&format!("/api/me?token={made}"))).send().await.unwrap();
    server.terminate();
    server.ended(TO_END).await;
    let log = server.log();
    for secret in [&token.0, &session, &made, path.rsplit('/').next().unwrap()] {
        assert!(secret.len() > 16);
        assert!(!log.contains(secret), "{:?}", log.lines().find(|line| line.contains(secret)));
    }
    assert!(!log.contains("Hemliga"), "what people write is not the log's business");
}
