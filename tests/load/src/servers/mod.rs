//! The servers under load: each is prepared with rooms, started on its own core, measured, and stopped.

mod peers;
mod ready;
mod seeds;

pub use peers::install;

use crate::connection::Place;
use crate::frames::Framing;
use crate::process::{self, Cores};
use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use rustix::process::Signal;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How long a server may take to stop by itself.
const STOPPING: Duration = Duration::from_secs(30);

/// A server that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Överens' release binary.
    Overens,
    /// The bare relay.
    Relay,
    /// Hocuspocus with SQLite.
    Hocuspocus,
    /// y-websocket's server with LevelDB.
    YWebsocket,
}

impl Kind {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overens => "Överens",
            Self::Relay => "bare relay",
            Self::Hocuspocus => "Hocuspocus",
            Self::YWebsocket => "y-websocket",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Overens => "overens",
            Self::Relay => "relay",
            Self::Hocuspocus => "hocuspocus",
            Self::YWebsocket => "y-websocket",
        }
    }

    /// Whether it keeps anything on disk.
    pub fn keeps(self) -> bool {
        match self {
            Self::Overens | Self::Hocuspocus | Self::YWebsocket => true,
            Self::Relay => false,
        }
    }
}

/// Where everything is.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Överens' binary.
    pub overens: PathBuf,
    /// The bench's own folder, outside version control.
    pub folder: PathBuf,
    /// Who runs where.
    pub cores: Cores,
}

/// A server with its data and its rooms, running or not.
#[derive(Debug)]
pub struct Stand {
    /// Which.
    pub kind: Kind,
    ground: Ground,
    data: PathBuf,
    rooms: Vec<String>,
    tokens: Vec<String>,
}

/// A server that runs.
#[derive(Debug)]
pub struct Running {
    /// Its process.
    pub pid: u32,
    /// From the start of the process until it answered.
    pub ready: Duration,
    address: SocketAddr,
    child: Child,
}

/// What a server has used since it was started.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// Processor seconds.
    pub cpu_seconds: f64,
    /// The most memory that it ever had, in KiB.
    pub peak_kib: u64,
}

impl Stand {
    /// An empty server with so many rooms.
    ///
    /// # Errors
    /// If the rooms cannot be made.
    pub async fn prepare(ground: &Ground, kind: Kind, rooms: usize) -> Result<Self> {
        let data = ground.folder.join("data").join(kind.folder());
        if data.exists() {
            fs::remove_dir_all(&data)?;
        }
        fs::create_dir_all(&data)?;
        let (rooms, tokens) = match kind {
            Kind::Overens => seeds::seed(&ground.overens, &data, rooms).await?,
            Kind::Relay | Kind::Hocuspocus | Kind::YWebsocket => {
                ((0..rooms).map(|room| format!("room-{room}")).collect(), Vec::new())
            }
        };
        Ok(Self { kind, ground: ground.clone(), data, rooms, tokens })
    }

    /// Where it keeps its data.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// If it does not.
    pub async fn start(&self) -> Result<Running> {
        // Any free port; nobody else is likely to take it in the moment until the server does.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let log = self.log();
        let mut command = self.command(address)?;
        let path = std::env::var_os("PATH").context("PATH is not set")?;
        command.env_clear().env("PATH", path).env("NODE_ENV", "production");
        command
            .stdin(Stdio::null())
            .stdout(File::create(&log)?)
            .stderr(File::options().append(true).open(&log)?);
        let begun = Instant::now();
        let mut child = command.kill_on_drop(true).spawn().context("the server does not start")?;
        let pid = child.id().context("the server ended at once")?;
        let answering = ready::until_answering(self.kind, address);
        tokio::select! {
            answered = answering => answered?,
            ended = child.wait() => {
                let words = fs::read_to_string(&log).unwrap_or_default();
                let last = words.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
                bail!("{} ended with {}: {last}", self.kind.name(), ended?);
            }
        }
        Ok(Running { pid, ready: begun.elapsed(), address, child })
    }

    fn command(&self, address: SocketAddr) -> Result<Command> {
        let mut words: Vec<std::ffi::OsString> = Vec::new();
        if let Some((core, _)) = self.ground.cores.apart {
            words.extend(["taskset".into(), "-c".into(), core.to_string().into()]);
        }
        match self.kind {
            Kind::Overens => {
                words.push(self.ground.overens.clone().into());
                words.extend(["serve".into(), "--data".into(), self.data.join("data").into()]);
                words.extend(["--listen".into(), address.to_string().into()]);
                words.extend(["--log-format".into(), "json".into(), "--log-level".into(), "warn".into()]);
            }
            Kind::Relay => {
                words.push(std::env::current_exe()?.into());
                words.extend(["relay".into(), "--listen".into(), address.to_string().into()]);
            }
            Kind::Hocuspocus | Kind::YWebsocket => {
                words.extend(["node".into(), "start.mjs".into(), std::path::absolute(&self.data)?.into()]);
                words.push(address.port().to_string().into());
            }
        }
        let (program, arguments) = words.split_first().context("a command has a program")?;
        let mut command = Command::new(program);
        command.args(arguments);
        if matches!(self.kind, Kind::Hocuspocus | Kind::YWebsocket) {
            command.current_dir(peers::folder(&self.ground, self.kind));
        }
        Ok(command)
    }

    fn log(&self) -> PathBuf {
        self.ground.folder.join("data").join(format!("{}.log", self.kind.folder()))
    }
    /// How much of a room's history Överens has packed.
    ///
    /// # Errors
    /// If it does not say.
    pub async fn history(&self, running: &Running, room: usize) -> Result<PackedEdits> {
        #[derive(serde::Deserialize)]
        struct History {
            packed: PackedEdits,
        }
        let url = format!("http://{}/api/sections/{}/history?most=1", running.address, self.rooms[room]);
        let asked = reqwest::Client::new().get(url).bearer_auth(&self.tokens[0]).send().await?;
        Ok(asked.error_for_status()?.json::<History>().await?.packed)
    }

    /// The way into a room. With `acknowledged`, by the protocol in which the server says what is saved, if it has one.
    ///
    /// # Errors
    /// If there is no such room.
    pub fn place(&self, running: &Running, room: usize, person: usize, acknowledged: bool) -> Result<Place> {
        let name = self.rooms.get(room).context("no such room")?.clone();
        let (path, framing, subprotocols) = match self.kind {
            Kind::Overens => {
                let token =
                    self.tokens.get(person % self.tokens.len().max(1)).context("nobody has a token")?;
                let spoken = if acknowledged { "overens.v1" } else { "y-websocket" };
                (format!("/sync/{name}"), Framing::Plain, Some(format!("bearer.{token}, {spoken}")))
            }
            Kind::Relay | Kind::YWebsocket => (format!("/{name}"), Framing::Plain, None),
            Kind::Hocuspocus => ("/".to_owned(), Framing::Hocuspocus(name), None),
        };
        Ok(Place { address: running.address, path, framing, subprotocols })
    }
}

impl Running {
    /// What it has used so far.
    ///
    /// # Errors
    /// If it has ended.
    pub fn usage(&self) -> Result<Usage> {
        Ok(Usage { cpu_seconds: process::cpu_seconds(self.pid)?, peak_kib: process::memory(self.pid)?.peak })
    }

    /// Stops it as an operator would. Tells whether it stopped by itself.
    ///
    /// # Errors
    /// If it cannot be reached.
    pub async fn stop(mut self) -> Result<bool> {
        process::signal(self.pid, Signal::TERM)?;
        if let Ok(ended) = timeout(STOPPING, self.child.wait()).await {
            ended?;
            return Ok(true);
        }
        self.child.kill().await?;
        Ok(false)
    }

    /// Ends it as a crash would.
    ///
    /// # Errors
    /// If it has ended already.
    pub async fn kill_9(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }
}

/// What Överens says of the packed part of a history.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
pub struct PackedEdits {
    /// How many edits are packed.
    pub entries: u64,
    /// In how many bytes.
    pub bytes: u64,
}
