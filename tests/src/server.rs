//! A server in a process of its own.

use crate::{Folder, PATIENCE, binary};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::time::timeout;

/// Lines of the log that a failed test shows.
const SHOWN_LINES: usize = 60;

/// How a server is to be started.
#[derive(Clone, Debug)]
pub struct Launch {
    data: PathBuf,
    binary: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
}

/// A running server; killed when it is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    address: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
    log_ended: watch::Receiver<usize>,
}

impl Launch {
    /// A server of the program under test on a data folder.
    pub fn new(folder: &Folder) -> Self {
        Self {
            data: folder.path(),
            binary: binary::overens(),
            arguments: Vec::new(),
            environment: Vec::new(),
        }
    }

    /// Another build of the program.
    pub fn binary(mut self, binary: PathBuf) -> Self {
        self.binary = binary;
        self
    }

    /// More arguments.
    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(OsString::from));
        self
    }

    /// A variable of the environment, which is empty otherwise.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    fn spawn(&self) -> Child {
        Command::new(&self.binary)
            .arg("serve")
            .arg("--data")
            .arg(&self.data)
            .args(["--listen", "127.0.0.1:0", "--log-format", "json"])
            .args(&self.arguments)
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", self.binary.display()))
    }

    /// Starts it and kills it after a while, wherever it is by then.
    ///
    /// # Panics
    /// If it cannot be started.
    pub async fn start_and_kill(&self, after: Duration) {
        let mut child = self.spawn();
        // It may end by itself only with an error, which the next start will meet as well.
        drop(timeout(after, child.wait()).await);
        child.kill().await.expect("a child can be killed");
    }

    /// Starts it, and waits until it says that it is ready.
    ///
    /// # Panics
    /// If it ends or does not get ready in time.
    pub async fn start(&self) -> Server {
        self.try_start().await.unwrap_or_else(|log| panic!("the server did not start: {log}"))
    }

    /// Starts it, and waits until it says that it is ready.
    ///
    /// # Errors
    /// Its last words, if it ends before.
    ///
    /// # Panics
    /// If it does not get ready in time.
    pub async fn try_start(&self) -> Result<Server, String> {
        let mut child = self.spawn();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (told, mut lines) = watch::channel(0);
        let mut stderr = BufReader::new(child.stderr.take().expect("it was piped")).lines();
        let into = log.clone();
        tokio::spawn(async move {
            while let Ok(Some(line)) = stderr.next_line().await {
                into.lock().unwrap().push(line);
                told.send_modify(|count| *count += 1);
            }
        });
        let log_ended = lines.clone();
        let address = timeout(PATIENCE, async {
            loop {
                if let Some(address) = log.lock().unwrap().iter().find_map(|line| announced(line)) {
                    return Ok(address);
                }
                if lines.changed().await.is_err() {
                    // The process has ended: its last words say why.
                    return Err(log.lock().unwrap().join("\n"));
                }
            }
        })
        .await
        .unwrap_or_else(|_| panic!("the server does not say where it listens: {:?}", log.lock().unwrap()))?;
        let server = Server { child, address, log, log_ended };
        server.until_ready().await;
        Ok(server)
    }
}

/// The address in the log's line that says where the server listens.
fn announced(line: &str) -> Option<SocketAddr> {
    let line: Value = serde_json::from_str(line).ok()?;
    if line["message"] != "listening" {
        return None;
    }
    line["address"].as_str()?.parse().ok()
}

impl Server {
    /// A server of the program under test with nothing but defaults.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn start(folder: &Folder) -> Self {
        Launch::new(folder).start().await
    }

    async fn until_ready(&self) {
        let client = reqwest::Client::new();
        let mut pause = Duration::from_millis(1);
        let asking = async {
            loop {
                if let Ok(answer) = client.get(self.url("/readyz")).send().await
                    && answer.status() == 200
                {
                    return;
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_millis(100));
            }
        };
        timeout(PATIENCE, asking)
            .await
            .unwrap_or_else(|_| panic!("the server does not get ready: {}", self.log()));
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// An address on it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The memory it has now, in KiB.
    ///
    /// # Panics
    /// If it does not run.
    pub fn resident_kib(&self) -> u64 {
        let id = self.child.id().expect("it is running");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("a process has a status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("with its memory");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// Everything it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().join("\n")
    }

    /// Ends it as a crash would: at once, wherever it is.
    pub async fn kill_9(&mut self) {
        self.child.start_kill().expect("a running process can be killed");
        self.child.wait().await.expect("a killed process ends");
    }

    /// Sends SIGKILL and waits for nothing: for a kill while others use the server.
    pub fn send_kill(&self) {
        self.signal(Signal::KILL);
    }

    /// Sends SIGTERM.
    pub fn terminate(&self) {
        self.signal(Signal::TERM);
    }

    fn signal(&self, signal: Signal) {
        let id = self.child.id().expect("it is running");
        let id = Pid::from_raw(i32::try_from(id).expect("a process id")).expect("not zero");
        kill_process(id, signal).expect("a running process can be sent a signal");
    }

    /// Waits for its end and for the rest of its log.
    ///
    /// # Panics
    /// If it does not end within `most`.
    pub async fn ended(&mut self, most: Duration) -> ExitStatus {
        let ended = timeout(most, self.child.wait()).await;
        let status = ended.unwrap_or_else(|_| panic!("it still runs after {most:?}: {}", self.log()));
        while self.log_ended.changed().await.is_ok() {}
        status.expect("a child can be waited for")
    }

    /// Stops it as an operator would, and waits for its end.
    pub async fn stop(mut self) {
        self.terminate();
        let status = self.ended(PATIENCE).await;
        assert!(status.success(), "it ended with {status}: {}", self.log());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = self.log.lock().unwrap();
            let shown = &log[log.len().saturating_sub(SHOWN_LINES)..];
            eprintln!("the server's log ends with:\n{}", shown.join("\n"));
        }
    }
}
