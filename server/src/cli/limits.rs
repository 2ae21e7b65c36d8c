//! Bounds that the operator can set, and the one the system sets.

use crate::drafting;
use crate::http::pace::Allowed;
use crate::store::SledOptions;
use clap::Args;
use clap::builder::RangedU64ValueParser;
use std::num::NonZeroU32;
use std::ops::RangeInclusive;
use std::time::Duration;

/// Open files besides connections: the store's, the sockets and some to spare.
const FILES_BESIDES_CONNECTIONS: usize = 100;

/// Bounds of the server.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Limits")]
pub(super) struct Limits {
    /// Connections at once, those of open sections included; further ones wait until one is closed
    #[arg(long, env = "OVERENS_MAX_CONNECTIONS", value_name = "COUNT", default_value_t = 12_000, value_parser = count())]
    pub(super) max_connections: usize,

    /// Seconds that a request may take; to open a section is one
    #[arg(long, env = "OVERENS_REQUEST_SECONDS", value_name = "SECONDS", default_value_t = 30, value_parser = seconds())]
    request_seconds: u64,

    /// Connections to sections at once; further ones are refused
    #[arg(long, env = "OVERENS_SECTION_CONNECTIONS", value_name = "COUNT", default_value_t = usual().connections, value_parser = count())]
    section_connections: usize,

    /// Connections to sections that one member may have at once
    #[arg(long, env = "OVERENS_MEMBER_CONNECTIONS", value_name = "COUNT", default_value_t = usual().connections_per_member, value_parser = count())]
    member_connections: usize,

    /// Bytes of one message of a client; the largest is all that somebody wrote while offline
    #[arg(long, env = "OVERENS_FRAME_BYTES", value_name = "BYTES", default_value_t = usual().frame_bytes, value_parser = bytes())]
    frame_bytes: usize,

    /// Bytes that wait for a slow reader before they are merged into one update
    #[arg(long, env = "OVERENS_OUTBOX_BYTES", value_name = "BYTES", default_value_t = usual().outbox_bytes, value_parser = bytes())]
    outbox_bytes: usize,

    /// Messages of one connection that are worked on at once
    #[arg(long, env = "OVERENS_FRAMES_IN_WORK", value_name = "COUNT", default_value_t = usual().frames_in_work, value_parser = count())]
    frames_in_work: usize,

    /// Messages with text that one connection may send in a second for long; more are taken more slowly
    #[arg(long, env = "OVERENS_UPDATES_PER_SECOND", value_name = "COUNT", default_value_t = usual().updates_per_second)]
    updates_per_second: NonZeroU32,

    /// How many of them may come at once before that
    #[arg(long, env = "OVERENS_UPDATE_BURST", value_name = "COUNT", default_value_t = usual().update_burst)]
    update_burst: NonZeroU32,

    /// How often in a second one connection's presence is taken; of more, only the latest
    #[arg(long, env = "OVERENS_PRESENCE_PER_SECOND", value_name = "COUNT", default_value_t = usual().presences_per_second, value_parser = clap::value_parser!(u32).range(1..))]
    presence_per_second: u32,

    /// Bytes of one client's presence
    #[arg(long, env = "OVERENS_AWARENESS_BYTES", value_name = "BYTES", default_value_t = usual().awareness_bytes, value_parser = bytes())]
    awareness_bytes: usize,

    /// Comparisons with the whole text that one connection may ask for within --comparison-seconds
    #[arg(long, env = "OVERENS_COMPARISONS", value_name = "COUNT", default_value_t = usual().comparisons, value_parser = clap::value_parser!(u32).range(1..))]
    comparisons: u32,

    /// Seconds in which those are counted
    #[arg(long, env = "OVERENS_COMPARISON_SECONDS", value_name = "SECONDS", default_value_t = usual().comparison_window.as_secs(), value_parser = seconds())]
    comparison_seconds: u64,

    /// Seconds that a connection to a section may take until its first message
    #[arg(long, env = "OVERENS_FIRST_MESSAGE_SECONDS", value_name = "SECONDS", default_value_t = usual().first_message.as_secs(), value_parser = seconds())]
    first_message_seconds: u64,

    /// Seconds that a section nobody has open stays in memory
    #[arg(long, env = "OVERENS_IDLE_SECTION_SECONDS", value_name = "SECONDS", default_value_t = usual().idle_room.as_secs(), value_parser = seconds())]
    idle_section_seconds: u64,

    /// Characters that one section may come to hold, deleted ones included
    #[arg(long, env = "OVERENS_SECTION_CHARACTERS", value_name = "COUNT", default_value_t = usual().document_units, value_parser = clap::value_parser!(u64).range(1..))]
    section_characters: u64,

    /// Sign-in letters to one address in an hour; asked for more often they are refused
    #[arg(long, env = "OVERENS_LETTERS_PER_ADDRESS", value_name = "COUNT", default_value_t = Allowed::default().letters_per_address)]
    letters_per_address: NonZeroU32,

    /// Sign-in letters that one client may ask for in a minute
    #[arg(long, env = "OVERENS_LETTERS_PER_CLIENT", value_name = "COUNT", default_value_t = Allowed::default().letters_per_client)]
    letters_per_client: NonZeroU32,

    /// Sign-in links that one client may look at or use in a minute
    #[arg(long, env = "OVERENS_LINKS_PER_CLIENT", value_name = "COUNT", default_value_t = Allowed::default().links_per_client)]
    links_per_client: NonZeroU32,

    /// Mebibytes of memory for what was lately read from the disk
    #[arg(long, env = "OVERENS_CACHE_MIB", value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(8..=1 << 20))]
    cache_mib: u64,
}

impl Limits {
    /// How long a request may take.
    pub(super) fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_seconds)
    }

    /// How often somebody may ask for letters and try links.
    pub(super) fn allowed(&self) -> Allowed {
        Allowed {
            letters_per_address: self.letters_per_address,
            letters_per_client: self.letters_per_client,
            links_per_client: self.links_per_client,
        }
    }

    /// How the store uses the machine.
    pub(super) fn store(&self) -> SledOptions {
        SledOptions { cache_capacity: self.cache_mib << 20, ..SledOptions::default() }
    }

    /// Bounds of the live texts.
    pub(super) fn rooms(&self) -> drafting::Limits {
        drafting::Limits {
            frame_bytes: self.frame_bytes,
            outbox_bytes: self.outbox_bytes,
            frames_in_work: self.frames_in_work,
            updates_per_second: self.updates_per_second,
            update_burst: self.update_burst,
            awareness_bytes: self.awareness_bytes,
            presences_per_second: self.presence_per_second,
            comparisons: self.comparisons,
            comparison_window: Duration::from_secs(self.comparison_seconds),
            connections_per_member: self.member_connections,
            connections: self.section_connections,
            first_message: Duration::from_secs(self.first_message_seconds),
            idle_room: Duration::from_secs(self.idle_section_seconds),
            document_units: self.section_characters,
        }
    }
}

fn usual() -> drafting::Limits {
    drafting::Limits::default()
}

fn count() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=10_000_000)
}

/// From what a protocol message needs to what a machine can hold.
fn bytes() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1024..=1 << 30)
}

/// Up to a day.
fn seconds() -> RangedU64ValueParser<u64> {
    const DAY: RangeInclusive<u64> = 1..=24 * 60 * 60;
    RangedU64ValueParser::new().range(DAY)
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
