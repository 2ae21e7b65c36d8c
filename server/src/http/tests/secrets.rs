//! What the log must never hold.

use super::*;
use std::io::{self, Write};
use std::sync::Mutex;
use tracing_subscriber::fmt::MakeWriter;

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_names_routes_and_holds_no_secret_at_any_level() {
    let kept = Kept::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(kept.clone())
        .finish();
    // With one subscriber alone, whichever thread logs first at a place decides whether that place logs at all,
    // and the other tests' threads have none.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let _logging = tracing::subscriber::set_default(subscriber);

    let fixture = Fixture::new().await;
    let link = fixture.link(0);
    fixture.get(&link, &[]).await;
    fixture.get(&format!("/api{link}"), &[]).await;
    fixture.get(&format!("{link}/mistyped"), &[]).await;
    let cookie = fixture.sign_in(0).await;
    fixture.ask(Method::POST, &link, &[], "").await;
    fixture.get("/api/me", &[("cookie", &cookie)]).await;
    let bearer = fixture.bearer(0);
    fixture.get("/api/me", &[("authorization", &bearer)]).await;
    let offered = bearer.replace("Bearer ", "bearer.");
    fixture.get("/api/me", &[("sec-websocket-protocol", &offered)]).await;
    let token = offered.replace("bearer.", "");
    fixture.get(&format!("/api/me?token={token}"), &[]).await;

    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("route=\"/sign-in/{secret}\""), "{log}");
    for secret in [link.replace("/sign-in/", ""), cookie.replace("overens_session=", ""), token] {
        assert!(!log.contains(&secret), "{log}");
    }
}
