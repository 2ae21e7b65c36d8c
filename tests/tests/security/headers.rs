//! What every answer forbids the browser.

use overens_tests::server::Launch;
use overens_tests::{Folder, Server, seed};
use reqwest::header::HeaderMap;

async fn headers(server: &Server, path: &str) -> HeaderMap {
    reqwest::get(server.url(path)).await.unwrap().headers().clone()
}

fn policy(headers: &HeaderMap) -> Vec<(String, Vec<String>)> {
    let policy = headers["content-security-policy"].to_str().unwrap();
    let directives = policy.split(';').map(|directive| {
        let mut words = directive.split_whitespace().map(str::to_owned);
        (words.next().expect("a directive has a name"), words.collect())
    });
    directives.collect()
}

#[tokio::test]
async fn nothing_inline_runs_or_styles_and_nothing_comes_from_elsewhere() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let server = Server::start(&folder).await;
    let link = &seeded.member("Erik").link;
    let link = &link[link.find("/sign-in/").unwrap()..];
    for path in [
        "/",
        "/account",
        "/manual/sv/",
        "/assets/none.js",
        "/api/me",
        "/api/none",
        "/healthz",
        link,
        "/sync/x",
    ] {
        let headers = headers(&server, path).await;
        let policy = policy(&headers);
        let of = |name: &str| {
            policy.iter().find(|(known, _)| known == name).map(|(_, sources)| sources.as_slice())
        };
        for name in ["default-src", "script-src", "style-src"] {
            assert_eq!(of(name), Some(&["'self'".to_owned()][..]), "{path}: {name}");
        }
        for name in ["object-src", "base-uri", "frame-ancestors", "frame-src"] {
            assert_eq!(of(name), Some(&["'none'".to_owned()][..]), "{path}: {name}");
        }
        assert_eq!(of("form-action"), Some(&["'self'".to_owned()][..]), "{path}");
        for (name, sources) in &policy {
            let loose = |source: &&String| {
                source.contains("unsafe")
                    || source.contains('*')
                    || source.starts_with("http")
                    || source.starts_with("blob")
            };
            assert_eq!(sources.iter().find(loose), None, "{path}: {name}");
            // Pictures may stand in a style sheet; nothing else may be data.
            assert!(
                name == "img-src" || !sources.iter().any(|source| source.starts_with("data")),
                "{path}: {name}"
            );
        }
        for (name, expected) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(headers[name], expected, "{path}");
        }
        let permissions = headers["permissions-policy"].to_str().unwrap();
        for power in ["camera", "microphone", "geolocation", "payment", "usb"] {
            assert!(permissions.contains(&format!("{power}=()")), "{path}: {power}");
        }
        assert!(!headers.contains_key("server") && !headers.contains_key("x-powered-by"), "{path}");
    }
}

#[tokio::test]
async fn behind_tls_the_browser_is_told_to_stay_there_and_otherwise_not() {
    for (url, expected) in
        [("https://overens.example", Some("max-age=31536000")), ("http://127.0.0.1:1", None)]
    {
        let folder = Folder::new();
        let server = Launch::new(&folder).arguments(&["--public-url", url]).start().await;
        for path in ["/", "/api/me"] {
            let headers = headers(&server, path).await;
            let told = headers.get("strict-transport-security").map(|value| value.to_str().unwrap());
            assert_eq!(told, expected, "{url} {path}");
        }
    }
}

#[tokio::test]
async fn no_page_tells_another_site_where_it_was() {
    let folder = Folder::new();
    let seeded = seed(&folder).await;
    let server = Server::start(&folder).await;
    let link = &seeded.member("Erik").link;
    let link = &link[link.find("/sign-in/").unwrap()..];
    for (path, expected) in [("/", "no-referrer"), ("/account", "no-referrer"), (link, "strict-origin")] {
        assert_eq!(headers(&server, path).await["referrer-policy"], expected, "{path}");
    }
    let headers = headers(&server, link).await;
    assert_eq!(headers["cache-control"], "no-store");
}
