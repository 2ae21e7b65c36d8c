//! What a run found out, as it is kept between `run` and `report`.

use crate::servers::Kind;
use serde::{Deserialize, Serialize};

/// A whole run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Results {
    /// The machine, in a line.
    pub machine: String,
    /// Whether it was the short run.
    pub quick: bool,
    /// What servers were looked at, in the order of the table.
    pub servers: Vec<Kind>,
    /// Everything that was measured.
    pub figures: Vec<Figure>,
    /// What has to be said beside.
    pub remarks: Vec<Remark>,
}

/// One number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Of which server.
    pub server: Kind,
    /// Which work it came from.
    pub work: Work,
    /// What it is, as in the table of metrics; `cpu_seconds` and `peak_kib` exist for every work.
    pub metric: String,
    /// In the metric's unit.
    pub value: f64,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// About which server.
    pub server: Kind,
    /// About which work; `None` for the server as such.
    pub work: Option<Work>,
    /// The sentence.
    pub text: String,
}

/// A kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// One room, ten people typing.
    Typing,
    /// Fifty rooms with listeners.
    Listening,
    /// Recorded sessions as fast as possible.
    Replay,
    /// The highest rate.
    Capacity,
    /// Connections that only are there.
    Idle,
    /// A large text after a restart, and what it takes on disk.
    Restart,
    /// What a crash loses.
    Crash,
}

impl Results {
    /// A figure, if it was measured.
    pub fn value(&self, server: Kind, metric: &str) -> Option<f64> {
        let figure = self.figures.iter().find(|figure| figure.server == server && figure.metric == metric);
        figure.map(|figure| figure.value)
    }

    /// What a work used of a server's machine.
    pub fn used(&self, server: Kind, work: Work, metric: &str) -> Option<f64> {
        let of_it =
            |figure: &&Figure| figure.server == server && figure.work == work && figure.metric == metric;
        self.figures.iter().find(of_it).map(|figure| figure.value)
    }
}
