//! A running server: how its parts are put together, and how it stops.

use super::flags::{Serve, public_urls};
use super::limits::connections_possible;
use super::signals::Signals;
use crate::access::Access;
use crate::access::public_url::PublicUrl;
use crate::approving::{self, Approving};
use crate::discussing::Discussions;
use crate::drafting::Rooms;
use crate::http::pace::Paces;
use crate::http::{self, App, Readiness, Settings, listen};
use crate::mail::Mail;
use crate::notices::Notices;
use crate::operator::Operator;
use crate::operator::demo::Doors;
use crate::operator::socket::OperatorSocket;
use crate::record::Records;
use crate::record::signature::Signatory;
use crate::store::{DataFolder, SledOptions, Store};
use anyhow::{Context as _, bail};
use jiff::Timestamp;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How long clients and requests that have begun may take to end. With what follows it stays below 10 s.
const DRAINING: Duration = Duration::from_secs(6);

/// How long the store may take to close.
const CLOSING: Duration = Duration::from_secs(2);

/// How often sessions and links that are over are cleared away.
const SWEEPING: Duration = Duration::from_secs(24 * 60 * 60);

/// A server that takes connections.
pub(super) struct Server {
    pub(super) operator: Operator,
    pub(super) public_urls: Vec<PublicUrl>,
    approving: Approving,
    discussions: Arc<Discussions>,
    store: Arc<dyn Store>,
    rooms: Arc<Rooms>,
    readiness: Readiness,
    stop: CancellationToken,
    http: JoinHandle<()>,
    socket: JoinHandle<()>,
    signals: Signals,
    _folder: DataFolder,
}

/// Opens a data folder and the store in it.
pub(super) async fn open(path: &Path, options: SledOptions) -> anyhow::Result<(DataFolder, Arc<dyn Store>)> {
    let path = path.to_owned();
    let opened = tokio::task::spawn_blocking(move || {
        let folder = DataFolder::open(&path)?;
        let store = folder.store(options)?;
        anyhow::Ok((folder, store))
    });
    let (folder, store) = opened.await??;
    Ok((folder, store))
}

impl Server {
    /// Opens the data folder and begins to take connections.
    pub(super) async fn start(flags: Serve) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(&flags.listen)
            .await
            .with_context(|| format!("cannot listen on {}", flags.listen))?;
        let address = listener.local_addr()?;
        let figures = flags.figures.open().await?;
        let public_urls = public_urls(flags.public_urls, address)?;
        let mail = flags.mail.settings(&first(&public_urls)?)?;
        let (folder, store) = open(&flags.data.data, flags.limits.store()).await?;
        // Not before: opening a large store takes a while, and whoever stops that is not to wait for it.
        let signals = Signals::listen()?;
        let records = Records::new(Arc::clone(&store));
        let access = Access::new(Arc::clone(&store));
        let rooms = Rooms::new(Arc::clone(&store), Arc::clone(&records), flags.limits.rooms());
        let signatory = Arc::new(Signatory::of_folder(folder.path())?);
        let readiness = Readiness::default();
        let stop = CancellationToken::new();
        let operator = Operator {
            store: Arc::clone(&store),
            records: Arc::clone(&records),
            access: access.clone(),
            public_url: first(&public_urls)?,
            folder: folder.path().to_owned(),
        };
        if let Some(figures) = figures {
            figures.serve(Arc::clone(&rooms), folder.path(), stop.clone())?;
        }
        let socket = OperatorSocket::bind(folder.path())
            .with_context(|| format!("cannot put a socket into {}", folder.path().display()))?;
        let socket = tokio::spawn(socket.serve(operator.clone(), stop.clone()));
        tokio::spawn(sweep(access.clone(), stop.clone()));
        let discussions = Discussions::new(Arc::clone(&store));
        let notices =
            Notices::new(Arc::clone(&store), Arc::clone(&records), Arc::clone(&discussions), access.clone());
        let mail = match mail {
            Some(settings) => Mail::start(
                Arc::clone(&store),
                Arc::clone(&records),
                access.clone(),
                Arc::clone(&notices),
                Arc::clone(&signatory),
                settings,
                stop.clone(),
            ),
            None => Mail::none(),
        };
        let approving = Approving::new(
            Arc::clone(&store),
            Arc::clone(&records),
            Arc::clone(&rooms),
            Arc::clone(&discussions),
        );
        if let Some(spell) = flags.approvals.quiet() {
            tokio::spawn(approving::save_when_quiet(approving.clone(), spell, stop.clone()));
        }
        let timeout = flags.limits.request_timeout();
        let settings = Settings::new(public_urls.clone(), timeout, flags.approvals.fresh_sign_in());
        let settings = settings.behind(flags.trusted_proxies);
        let app = App {
            discussions: Arc::clone(&discussions),
            notices,
            store: Arc::clone(&store),
            records,
            access,
            signatory,
            mail,
            paces: Arc::new(Paces::new(flags.limits.allowed())),
            rooms: Arc::clone(&rooms),
            approving: approving.clone(),
            settings: Arc::new(settings),
            readiness: readiness.clone(),
        };
        let most_connections = connections_possible(flags.limits.max_connections);
        let http = tokio::spawn(listen::serve(listener, http::router(app), most_connections, stop.clone()));
        announce(address, &public_urls, folder.path());
        Ok(Self {
            operator,
            public_urls,
            approving,
            discussions,
            store,
            rooms,
            readiness,
            stop,
            http,
            socket,
            signals,
            _folder: folder,
        })
    }

    /// The doors that everybody uses.
    pub(super) fn doors(&self) -> Doors<'_> {
        Doors { approving: &self.approving, rooms: &self.rooms, discussions: &self.discussions }
    }

    /// Serves until a signal says to stop, and stops: takes no connections any more, tells the clients, finishes
    /// what was begun, and closes the store.
    pub(super) async fn until_stopped(mut self) -> anyhow::Result<()> {
        let signal = tokio::select! {
            signal = self.signals.next() => signal,
            _ = &mut self.http => bail!("the server does not take connections any more; the log says why"),
        };
        tracing::info!(signal, "stopping");
        self.signals.end_at_the_next();
        self.readiness.withdraw();
        self.stop.cancel();
        let drained = async { tokio::join!(self.rooms.shut_down(), self.http, self.socket) };
        if tokio::time::timeout(DRAINING, drained).await.is_err() {
            tracing::warn!("some connections did not end in time and are cut");
        }
        let closed = tokio::time::timeout(CLOSING, self.store.close()).await;
        closed.context("the store did not close in time; what was acknowledged is on disk")??;
        tracing::info!("stopped");
        Ok(())
    }
}

fn first(urls: &[PublicUrl]) -> anyhow::Result<PublicUrl> {
    urls.first().cloned().context("there is no public URL")
}

fn announce(address: SocketAddr, public_urls: &[PublicUrl], folder: &Path) {
    let public_urls: Vec<&str> = public_urls.iter().map(PublicUrl::origin).collect();
    tracing::info!(
        %address,
        public_urls = public_urls.join(" "),
        data = %folder.display(),
        version = env!("CARGO_PKG_VERSION"),
        "listening"
    );
}

/// Clears away what is over, now and every day.
async fn sweep(access: Access, stop: CancellationToken) {
    let mut days = tokio::time::interval(SWEEPING);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = days.tick() => {}
        }
        match access.sweep(Timestamp::now()).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "cleared away old sessions and links"),
            Err(error) => tracing::warn!(%error, "old sessions and links were not cleared away"),
        }
    }
}
