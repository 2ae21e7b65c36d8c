//! Bounds that the operator can set, and the one the system sets.

use clap::Args;
use clap::builder::RangedU64ValueParser;
use std::time::Duration;

/// Open files besides connections: the store's, the sockets and some to spare.
const FILES_BESIDES_CONNECTIONS: usize = 100;

/// Bounds of the server.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Limits")]
pub(super) struct Limits {
    /// Connections at once, WebSockets included; more wait until one is closed
    #[arg(
        long,
        env = "OVERENS_MAX_CONNECTIONS",
        value_name = "COUNT",
        default_value_t = 20_000,
        value_parser = RangedU64ValueParser::<usize>::new().range(1..=10_000_000),
    )]
    pub(super) max_connections: usize,

    /// Seconds that a request may take; for a WebSocket, until it is open
    #[arg(
        long,
        env = "OVERENS_REQUEST_TIMEOUT",
        value_name = "SECONDS",
        default_value_t = 30,
        value_parser = clap::value_parser!(u64).range(1..=3600),
    )]
    request_timeout: u64,
}

impl Limits {
    /// How long a request may take.
    pub(super) fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_timeout)
    }
}

/// Lets this process have as many files open as the system allows it, and answers for how many connections
/// that is enough. Many systems begin with 1,024.
pub(super) fn connections_possible(wanted: usize) -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let current = match setrlimit(Resource::Nofile, raised) {
        Ok(()) => limit.maximum,
        Err(_) => limit.current,
    };
    let files = current.map_or(usize::MAX, |files| usize::try_from(files).unwrap_or(usize::MAX));
    let possible = files.saturating_sub(FILES_BESIDES_CONNECTIONS).max(1);
    if possible < wanted {
        tracing::warn!(
            wanted,
            possible,
            "the system allows fewer open files than connections are wanted; raise its limit (ulimit -n)"
        );
    }
    wanted.min(possible)
}
