//! Every figure that the server tells of itself: what it is called, what kind it is, and what it says.
//!
//! docs/metrics.md lists them for operators; a test holds the two together.

/// How a figure behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It only grows, and begins at zero with the process.
    Counter,
    /// It stands where it stands.
    Gauge,
    /// How often something took how much.
    Histogram,
}

/// A figure.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Its name, as Prometheus knows it.
    pub name: &'static str,
    /// How it behaves.
    pub kind: Kind,
    /// What it says, in one line.
    pub help: &'static str,
}

macro_rules! figures {
    ($($constant:ident, $kind:ident, $name:literal, $help:literal;)*) => {
        $(pub(super) const $constant: &str = $name;)*

        /// All that Överens itself tells.
        pub const FIGURES: &[Figure] = &[$(Figure { name: $name, kind: Kind::$kind, help: $help }),*];
    };
}

figures! {
    CONNECTIONS, Gauge, "overens_connections", "WebSockets that have a section open";
    ROOMS, Gauge, "overens_rooms", "sections in memory because somebody has them open, or had a moment ago";
    ROOM_UNITS, Gauge, "overens_room_units", "length of the texts in memory in UTF-16 units, deleted ones included, by `stat` (`sum`, `max`)";
    UNSAVED_AGE, Gauge, "overens_unsaved_age_seconds", "age of the oldest text that was taken and is not on disk yet; 0 if there is none";
    MAILBOX, Gauge, "overens_mailbox_messages", "messages that wait for a section, by `stat` (`sum`, `max`; a mailbox holds 1,024)";
    OUTBOX, Gauge, "overens_outbox_bytes", "bytes that wait for the sockets of all readers";
    SAVE_SECONDS, Histogram, "overens_save_seconds", "time from an update being taken until it is on disk";
    UPDATES, Counter, "overens_updates_total", "updates saved";
    DELIVERIES, Counter, "overens_deliveries_total", "updates handed to readers' queues";
    BEHIND, Counter, "overens_readers_behind_total", "times that a reader was too slow, and gets one merged update later";
    REFUSALS, Counter, "overens_refusals_total", "connections closed (`door=\"sync\"`) and requests answered with a problem (`door=\"http\"`), by `reason`";
    REQUESTS, Counter, "overens_http_requests_total", "requests answered, by `route`, `method` and `status`";
    REQUEST_SECONDS, Histogram, "overens_http_request_seconds", "time until a request was answered";
    COMMITS_WAITING, Gauge, "overens_commits_waiting", "batches that wait for the store";
    SYNC_SECONDS, Histogram, "overens_store_sync_seconds", "time that one write of the journal took, with its sync";
    GATHERED, Histogram, "overens_store_gathered", "batches written with one sync";
    PAYLOAD_BYTES, Counter, "overens_store_payload_bytes_total", "bytes of the values that the store was given to write";
    JOURNAL_BYTES, Counter, "overens_store_journal_bytes_total", "bytes written to the journal for them";
    STORE_FAILURES, Counter, "overens_store_failures_total", "times that the store was shut because a write failed";
    STORE_BYTES, Gauge, "overens_store_bytes", "space that the store takes on disk, by `part` (`journal`, `tree`)";
    DISK_FREE, Gauge, "overens_disk_free_bytes", "space that is left on the data folder's disk";
    LETTERS_WAITING, Gauge, "overens_letters_waiting", "letters that wait for the mail server";
    LETTERS, Counter, "overens_letters_total", "letters, by `outcome` (`sent`, `failed` for a try that failed, `given-up`)";
    BUILD, Gauge, "overens_build_info", "always 1; its `version` is the server's";
}

/// Those that are the system's to tell of any process.
pub const OF_THE_PROCESS: &[Figure] = &[
    Figure { name: "process_resident_memory_bytes", kind: Kind::Gauge, help: "memory in use" },
    Figure { name: "process_cpu_seconds_total", kind: Kind::Counter, help: "processor time used" },
    Figure { name: "process_open_fds", kind: Kind::Gauge, help: "open file descriptors" },
    Figure { name: "process_max_fds", kind: Kind::Gauge, help: "file descriptors that may be open" },
    Figure { name: "process_start_time_seconds", kind: Kind::Gauge, help: "when it started, in Unix time" },
];
