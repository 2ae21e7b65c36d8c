//! The listener for whoever watches over the server.

use crate::drafting::Rooms;
use crate::http::{figures, listen};
use crate::meters::{self, Watch};
use anyhow::Context as _;
use clap::Args;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Connections to it: some machines ask now and then.
const CONNECTIONS: usize = 16;

/// What was timed is added up so often, also while nobody asks.
const TIDYING: Duration = Duration::from_secs(5);

/// Where the figures are.
#[derive(Args, Debug)]
pub(super) struct Figures {
    /// The address at which the server's figures are, at /metrics in Prometheus' format. Anybody who reaches it may
    /// read them, so choose one that only your monitoring reaches; port 0 takes any free one [default: none]
    #[arg(long, env = "OVERENS_METRICS_LISTEN", value_name = "ADDR")]
    metrics_listen: Option<String>,
}

/// A listener that nobody is answered at yet; everything is counted from here on.
pub(super) struct Opened {
    listener: TcpListener,
    watch: Watch,
}

impl Figures {
    /// Takes the address, if one is wanted. Before anything else is started, or that would not be counted.
    pub(super) async fn open(&self) -> anyhow::Result<Option<Opened>> {
        let Some(address) = &self.metrics_listen else { return Ok(None) };
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address} for /metrics"))?;
        Ok(Some(Opened { listener, watch: meters::install()? }))
    }
}

impl Opened {
    /// Answers until `stop`.
    pub(super) fn serve(
        self,
        rooms: Arc<Rooms>,
        folder: &Path,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        let Self { listener, watch } = self;
        tracing::info!(address = %listener.local_addr()?, "figures at /metrics");
        let router = figures::router(watch.clone(), rooms, folder);
        tokio::spawn(listen::serve(listener, router, CONNECTIONS, stop.clone()));
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(TIDYING);
            loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    _ = ticks.tick() => watch.tidy(),
                }
            }
        });
        Ok(())
    }
}
