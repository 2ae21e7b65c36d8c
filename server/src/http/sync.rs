//! The WebSocket of docs/wire.md: carries frames between a socket and a connection, and nothing else.

use super::App;
use super::identity::BEARER_SUBPROTOCOL;
use super::problem::{Problem, ProblemBody};
use crate::access::identity::Identity;
use crate::access::standing::Standing;
use crate::agreement::id::SectionId;
use crate::drafting::{Closing, Connection, explanation};
use crate::meters::{self, Door};
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::response::Response;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use std::time::{Duration, Instant};
use tokio::time::timeout;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The subprotocol of our own web client.
const OURS: &str = "overens.v1";

/// A small buffer for each connection: hundreds of people read along for every one who types.
const READ_BUFFER_BYTES: usize = 4 << 10;

/// Asks the other end for a sign of life.
const PING_INTERVAL: Duration = Duration::from_secs(20);

/// No sign of life for so long: the connection is gone.
const SILENCE: Duration = Duration::from_secs(60);

/// How long one batch of frames may take to be taken by the network.
const SENDING: Duration = Duration::from_secs(30);

/// How long a client may take to answer a close.
const PARTING: Duration = Duration::from_secs(2);

/// Why a connection ended that the client ended, or the network.
const GONE: &str = "gone";

pub(super) fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sync))
}

/// A section's live text: upgrades to a WebSocket that speaks the y-websocket protocol.
///
/// Who is not let in is told so by the WebSocket's close code.
#[utoipa::path(get, path = "/sync/{section}", tag = "sections",
    params(("section" = Uuid, Path, description = "The section's id")),
    responses(
        (status = 101, description = "The WebSocket; its close codes tell refusals apart"),
        (status = 400, description = "`bad-request`: not an upgrade to a WebSocket", body = ProblemBody),
        (status = 403, description = "`wrong-origin`", body = ProblemBody),
    ),
)]
async fn sync(
    upgrade: WebSocketUpgrade,
    Path(section): Path<String>,
    State(app): State<App>,
    headers: HeaderMap,
    identity: Result<Identity, Problem>,
) -> Response {
    let selected = select_subprotocol(&headers);
    let ours = selected.as_deref() == Some(OURS);
    // What is longer is cut off while it comes in.
    let most = app.rooms.limits().frame_bytes;
    upgrade
        .protocols(selected)
        .read_buffer_size(READ_BUFFER_BYTES)
        .max_message_size(most)
        .max_frame_size(most)
        .on_upgrade(move |mut socket| async move {
            // A refusal is a close code, not an HTTP status: y-websocket takes only the former for final.
            match join(&app, &section, identity, ours).await {
                Ok((connection, standing)) => {
                    let (id, opened) = (connection.id().0, Instant::now());
                    tracing::info!(connection = id, %section, member = %connection.member(), "connection opened");
                    let reason = converse(socket, connection, standing).await;
                    let seconds = opened.elapsed().as_secs();
                    tracing::info!(connection = id, %section, reason, seconds, "connection closed");
                }
                Err(closing) => {
                    tracing::info!(%section, reason = closing.name(), "connection turned away");
                    meters::refused(Door::Sync, closing.name());
                    let (code, reason) = (closing.code(), closing.to_string().into());
                    let close = Message::Close(Some(CloseFrame { code, reason }));
                    let parting = async {
                        if let Some(explanation) = explanation(closing, ours) {
                            socket.send(Message::Binary(explanation)).await?;
                        }
                        socket.send(close).await
                    };
                    // A client that is gone already does not need to hear it.
                    drop(timeout(PARTING, parting).await);
                    drop(timeout(PARTING, async { while socket.recv().await.is_some() {} }).await);
                }
            }
        })
}

/// The subprotocol to speak: ours if it is offered, else the first plain one. A token is none.
fn select_subprotocol(headers: &HeaderMap) -> Option<String> {
    let offers = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|header| header.to_str().ok());
    let mut plain = offers
        .flat_map(|header| header.split(','))
        .map(str::trim)
        .filter(|offer| !offer.is_empty() && !offer.starts_with(BEARER_SUBPROTOCOL));
    let first = plain.next()?;
    let ours = first == OURS || plain.any(|offer| offer == OURS);
    Some(if ours { OURS } else { first }.to_owned())
}

async fn join(
    app: &App,
    section: &str,
    identity: Result<Identity, Problem>,
    ours: bool,
) -> Result<(Connection, Standing), Closing> {
    let identity = identity.map_err(|problem| match problem {
        Problem::NotSignedIn => Closing::NotSignedIn,
        _ => Closing::Unavailable,
    })?;
    let section: SectionId = section.parse().map_err(|_| Closing::NoSuchSection)?;
    let agreement = app.records.of_section(section).await.map_err(|_| Closing::Unavailable)?;
    let agreement = agreement.ok_or(Closing::NoSuchSection)?;
    let state = app.records.state(agreement).await.map_err(|_| Closing::Unavailable)?;
    let member = identity.member_in(&state).ok_or(Closing::NotAMember)?;
    let standing = app.access.watch(&identity);
    let connection = app.rooms.join(section, member, ours).await?;
    Ok((connection, standing))
}

/// Carries frames until one side closes, and answers why it did.
async fn converse(socket: WebSocket, connection: Connection, mut standing: Standing) -> &'static str {
    let (mut sink, mut stream) = socket.split();
    // One task for both directions: an idle connection should cost little.
    let goodbye = {
        let mut listening = std::pin::pin!(listen(&mut stream, &connection));
        let mut speaking = std::pin::pin!(speak(&mut sink, &connection));
        let mut heard_all = false;
        let mut stands = true;
        loop {
            tokio::select! {
                goodbye = &mut speaking => break goodbye,
                closing = &mut listening, if !heard_all => {
                    heard_all = true;
                    match closing {
                        Some(closing) => connection.close(closing),
                        None => break None,
                    }
                }
                () = standing.ended(), if stands => {
                    stands = false;
                    // Nothing more of it is taken, even if it takes its time to hear why.
                    heard_all = true;
                    connection.close(Closing::NotSignedIn);
                }
            }
        }
    };
    if goodbye.is_some() {
        // What the client has sent meanwhile is read to its end: dropping it would reset the connection,
        // and the reason would be lost on the way.
        drop(timeout(PARTING, async { while let Some(Ok(_)) = stream.next().await {} }).await);
    }
    goodbye.map_or(GONE, Closing::name)
}

/// Reads until the client is gone (`None`) or has to go.
async fn listen(stream: &mut SplitStream<WebSocket>, connection: &Connection) -> Option<Closing> {
    let mut patience = connection.first_message();
    loop {
        match timeout(patience, stream.next()).await {
            Err(_) if patience == SILENCE => return None,
            Err(_) => return Some(Closing::Silent),
            Ok(None) => return None,
            Ok(Some(Ok(Message::Binary(frame)))) => {
                patience = SILENCE;
                if let Err(closing) = connection.receive(frame).await {
                    return Some(closing);
                }
            }
            Ok(Some(Ok(Message::Text(_)))) => return Some(Closing::Malformed("a message in text")),
            Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
            Ok(Some(Ok(Message::Close(_)))) => return None,
            Ok(Some(Err(error))) => return closing_for(&error),
        }
    }
}

/// Writes until the connection is closed from this side, for a reason, or the socket is gone.
async fn speak(sink: &mut SplitSink<WebSocket, Message>, connection: &Connection) -> Option<Closing> {
    let mut ping = tokio::time::interval(PING_INTERVAL);
    loop {
        // Pings go out whatever else does: a client that only reads answers nothing else.
        let outgoing = tokio::select! {
            outgoing = connection.outgoing() => outgoing,
            _ = ping.tick() => {
                let ping = sink.send(Message::Ping(bytes::Bytes::new()));
                if !matches!(timeout(SENDING, ping).await, Ok(Ok(()))) {
                    return None;
                }
                continue;
            }
        };
        let sending = async {
            for frame in outgoing.frames {
                sink.feed(Message::Binary(frame)).await?;
            }
            if let Some(closing) = outgoing.closing {
                let (code, reason) = (closing.code(), closing.to_string().into());
                sink.feed(Message::Close(Some(CloseFrame { code, reason }))).await?;
            }
            sink.flush().await
        };
        if !matches!(timeout(SENDING, sending).await, Ok(Ok(()))) {
            return None;
        }
        if outgoing.closing.is_some() {
            return outgoing.closing;
        }
        if outgoing.behind {
            connection.caught_up().await;
        }
    }
}

/// What to answer to a frame that is not WebSocket; nothing if the connection is just gone.
fn closing_for(error: &axum::Error) -> Option<Closing> {
    use std::error::Error;
    let mut source: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<std::io::Error>() {
            tracing::debug!(%error, "connection lost");
            return None;
        }
        source = error.source();
    }
    let error = error.to_string();
    if error.contains("too long") || error.contains("too large") {
        return Some(Closing::TooLarge("a frame"));
    }
    if error.contains("closed") || error.contains("Connection reset") || error.contains("without closing") {
        return None;
    }
    tracing::debug!(%error, "frame not understood");
    Some(Closing::Malformed("not a WebSocket frame"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn selected(offered: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(offered));
        select_subprotocol(&headers)
    }

    #[test]
    fn a_token_is_never_selected_and_so_never_echoed() {
        assert_eq!(selected("bearer.overens_secret, yjs"), Some("yjs".into()));
        assert_eq!(selected("yjs, overens.v1, bearer.overens_secret"), Some("overens.v1".into()));
        assert_eq!(selected("bearer.overens_secret"), None);
    }
}
