//! The server's figures, for whoever watches over it: a listener of their own, because they are not for everybody.

use super::Rooms;
use crate::meters::Watch;
use crate::store::DataFolder;
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Prometheus' text format.
const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Whom the figures are about.
#[derive(Clone)]
struct Watched {
    watch: Watch,
    rooms: Arc<Rooms>,
    folder: Arc<PathBuf>,
}

/// Answers `GET /metrics` with the figures, whoever asks.
pub fn router(watch: Watch, rooms: Arc<Rooms>, folder: &Path) -> Router {
    let watched = Watched { watch, rooms, folder: Arc::new(folder.to_owned()) };
    Router::new().route("/metrics", get(figures)).with_state(watched)
}

async fn figures(State(watched): State<Watched>) -> impl IntoResponse {
    let Watched { watch, rooms, folder } = watched;
    let census = rooms.census();
    let looking = tokio::task::spawn_blocking(move || DataFolder::occupied(&folder));
    let occupied = looking.await.unwrap_or_default();
    ([(CONTENT_TYPE, FORMAT)], watch.written(&census, occupied))
}
