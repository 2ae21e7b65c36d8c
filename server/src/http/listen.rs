//! Takes connections from the network: how many at once, how long a request's head may take, how large it may be.
//!
//! axum's own `serve` leaves the two latter open, which lets a few slow clients hold every connection.

use super::client::Peer;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{HttpService, Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long a client may take for a request's head, and how long a connection may lie idle between requests.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Bytes of a request's head: cookies of neighbours on the same host fit, and not much else.
const HEAD_SIZE: usize = 32 * 1024;

/// Bytes hyper may gather for one connection.
const BUFFER_SIZE: usize = 64 * 1024;

/// How long an answer may take to go out when the server stops.
const LAST_ANSWER: Duration = Duration::from_secs(1);

/// How long a client may go on sending after the connection was closed from here, unheard.
const PARTING: Duration = Duration::from_secs(5);

/// A pause after an error that is the machine's, such as no free file descriptor.
const ACCEPT_PAUSE: Duration = Duration::from_millis(500);

/// Takes connections until `stop`; then finishes the requests that have begun, and returns when the last
/// connection is closed. WebSockets are not waited for: whoever took them over closes them.
pub async fn serve(listener: TcpListener, router: Router, most_connections: usize, stop: CancellationToken) {
    let room = Arc::new(Semaphore::new(most_connections.min(Semaphore::MAX_PERMITS)));
    let connections = TaskTracker::new();
    while let Some((stream, peer, permit)) = next(&listener, &room, &stop).await {
        // Without it a small frame waits up to 40 ms for the one before it to be acknowledged.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection was gone before it began");
            continue;
        }
        let stream = Counted::new(stream, permit);
        connections.spawn(converse(stream, Peer(peer), router.clone(), stop.clone()));
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

/// The next connection, once there is room for it; `None` when it is time to stop.
async fn next(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(TcpStream, IpAddr, OwnedSemaphorePermit)> {
    let accept = async {
        let permit = Arc::clone(room).acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => return Some((stream, peer.ip(), permit)),
                Err(error) if is_the_clients(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "no connection can be taken now");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    };
    tokio::select! {
        biased;
        () = stop.cancelled() => None,
        accepted = accept => accepted,
    }
}

/// The client hung up while it was waiting; the next one is not concerned.
fn is_the_clients(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// One connection, from its first request to its last.
async fn converse(stream: Counted, peer: Peer, router: Router, stop: CancellationToken) {
    let working = Working::default();
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .max_header_size(HEAD_SIZE)
            .max_buf_size(BUFFER_SIZE)
            .serve_connection(TokioIo::new(stream), working.counting(peer, router))
            .with_upgrades()
    );
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                ended = connection => ended,
                () = working.rests() => return,
            }
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}

/// How many requests of one connection are being worked on.
#[derive(Clone, Default)]
struct Working(Arc<AtomicUsize>);

/// One of them, while it lasts.
struct Work(Arc<AtomicUsize>);

impl Working {
    /// `router`, counting what it works on, and telling it who asks.
    fn counting(
        &self,
        peer: Peer,
        router: Router,
    ) -> impl HttpService<Incoming, ResBody = Body, Error = Infallible, Future: Send> {
        let (count, service) = (Arc::clone(&self.0), TowerToHyperService::new(router));
        service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            count.fetch_add(1, Ordering::Relaxed);
            let work = Work(Arc::clone(&count));
            let answer = service.call(request);
            async move {
                let answer = answer.await;
                drop(work);
                answer
            }
        })
    }

    /// Resolves once nothing is worked on and an answer has had time to go out. Browsers open connections that
    /// they may need, and hyper would wait for the first request on them.
    async fn rests(&self) {
        loop {
            tokio::time::sleep(LAST_ANSWER).await;
            if self.0.load(Ordering::Relaxed) == 0 {
                return;
            }
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection that gives its place free when it is closed, also after a WebSocket took it over.
struct Counted {
    /// There until this is dropped.
    stream: Option<TcpStream>,
    permit: Option<OwnedSemaphorePermit>,
    /// Whether the client has said all that it will say.
    has_ended: bool,
}

impl Counted {
    fn new(stream: TcpStream, permit: OwnedSemaphorePermit) -> Self {
        Self { stream: Some(stream), permit: Some(permit), has_ended: false }
    }

    fn stream(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        self.stream.as_mut().map(Pin::new).ok_or_else(|| io::ErrorKind::NotConnected.into())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let (Some(stream), Some(permit), false) = (self.stream.take(), self.permit.take(), self.has_ended)
        else {
            return;
        };
        // Without a runtime the process is about to end.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(part(stream, permit));
        }
    }
}

/// Lets a client finish its sentence. A socket that is closed with something unread resets the connection, and
/// the client would never read why: of a message that is too long it has sent a part only.
async fn part(mut stream: TcpStream, permit: OwnedSemaphorePermit) {
    let parting = async {
        stream.shutdown().await?;
        let mut unread = [0; 4 << 10];
        while stream.read(&mut unread).await? > 0 {}
        io::Result::Ok(())
    };
    // Whoever takes longer, or has hung up, does not hear it.
    drop(timeout(PARTING, parting).await);
    drop(permit);
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = ready!(self.stream()?.poll_read(context, buffer));
        self.has_ended |= read.is_err() || (buffer.filled().len() == before && buffer.remaining() > 0);
        Poll::Ready(read)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.as_ref().is_some_and(TcpStream::is_write_vectored)
    }
}
