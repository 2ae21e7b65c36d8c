//! Where the figures gather, and how they are written out.

use super::figures::{self, FIGURES, Kind};
use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;
use std::time::Duration;

/// Upper ends of the buckets of times, in seconds: from what a quick disk takes to what a request may take.
const SECONDS: [f64; 14] =
    [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

/// Upper ends of the buckets of batches written at once.
const BATCHES: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 500.0, 4096.0];

/// Why nothing can be counted.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// Something else in this process counts already.
    #[error("figures are counted already")]
    Twice,
    /// The buckets are not as they should be.
    #[error("figures cannot be counted: {0}")]
    Buckets(#[from] BuildError),
}

/// What the sections in memory come to at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Census {
    /// Connections to them.
    pub connections: usize,
    /// How many they are.
    pub rooms: usize,
    /// Their length in UTF-16 units with what was deleted, and that of the longest.
    pub units: (u64, u64),
    /// The messages that wait for them, and for the one with most.
    pub waiting: (u64, u64),
    /// Bytes that wait for sockets.
    pub outbox_bytes: usize,
    /// How long the oldest text has waited for the disk.
    pub unsaved: Duration,
}

/// What the store takes on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Store {
    /// The journal's bytes.
    pub journal: u64,
    /// Those of everything else.
    pub tree: u64,
    /// What is left on the disk, if the system tells.
    pub free: Option<u64>,
}

/// Writes the figures out.
#[derive(Clone)]
pub struct Watch {
    handle: PrometheusHandle,
    process: Collector,
}

/// Counts from here on, for this whole process.
///
/// # Errors
/// If something counts already.
pub fn install() -> Result<Watch, InstallError> {
    let recorder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .set_buckets_for_metric(Matcher::Full(figures::GATHERED.to_owned()), &BATCHES)?
        .build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).map_err(|_| InstallError::Twice)?;
    let process = Collector::default();
    process.describe();
    for figure in FIGURES {
        let unit = if figure.name.ends_with("_bytes") || figure.name.ends_with("_bytes_total") {
            Unit::Bytes
        } else if figure.name.contains("_seconds") {
            Unit::Seconds
        } else {
            Unit::Count
        };
        match figure.kind {
            Kind::Counter => describe_counter!(figure.name, unit, figure.help),
            Kind::Gauge => describe_gauge!(figure.name, unit, figure.help),
            Kind::Histogram => describe_histogram!(figure.name, unit, figure.help),
        }
    }
    gauge!(figures::BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(Watch { handle, process })
}

impl Watch {
    /// The figures as they stand, in Prometheus' text format 0.0.4.
    pub fn written(&self, census: &Census, store: Store) -> String {
        let set = |name: &'static str, value: f64| gauge!(name).set(value);
        let stat = |name: &'static str, (sum, max): (u64, u64)| {
            gauge!(name, "stat" => "sum").set(sum as f64);
            gauge!(name, "stat" => "max").set(max as f64);
        };
        set(figures::CONNECTIONS, census.connections as f64);
        set(figures::ROOMS, census.rooms as f64);
        stat(figures::ROOM_UNITS, census.units);
        stat(figures::MAILBOX, census.waiting);
        set(figures::OUTBOX, census.outbox_bytes as f64);
        set(figures::UNSAVED_AGE, census.unsaved.as_secs_f64());
        gauge!(figures::STORE_BYTES, "part" => "journal").set(store.journal as f64);
        gauge!(figures::STORE_BYTES, "part" => "tree").set(store.tree as f64);
        if let Some(free) = store.free {
            set(figures::DISK_FREE, free as f64);
        }
        self.process.collect();
        self.handle.render()
    }

    /// Adds up what was timed since the last time, so that it does not pile up where nobody asks.
    pub fn tidy(&self) {
        self.handle.run_upkeep();
    }
}
