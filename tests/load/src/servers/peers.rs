//! Other servers of Yjs documents, installed from the package registry into the bench's own folder.

use super::{Ground, Kind};
use anyhow::{Context as _, Result, ensure};
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;
use tokio::time::timeout;

/// The longest that an installation may take; SQLite is compiled on some machines.
const INSTALLING: Duration = Duration::from_secs(8 * 60);

struct Peer {
    package: &'static str,
    lock: &'static str,
    start: &'static str,
}

fn peer(kind: Kind) -> Option<Peer> {
    match kind {
        Kind::Overens | Kind::Relay => None,
        Kind::Hocuspocus => Some(Peer {
            package: include_str!("../../peers/hocuspocus/package.json"),
            lock: include_str!("../../peers/hocuspocus/package-lock.json"),
            start: include_str!("../../peers/hocuspocus/start.mjs"),
        }),
        Kind::YWebsocket => Some(Peer {
            package: include_str!("../../peers/y-websocket/package.json"),
            lock: include_str!("../../peers/y-websocket/package-lock.json"),
            start: include_str!("../../peers/y-websocket/start.mjs"),
        }),
    }
}

/// Where a peer is installed.
pub(super) fn folder(ground: &Ground, kind: Kind) -> PathBuf {
    ground.folder.join("peers").join(kind.folder())
}

/// Installs a peer, unless this very version is there.
///
/// # Errors
/// If it cannot be installed; in one line.
pub async fn install(ground: &Ground, kind: Kind) -> Result<()> {
    let Some(peer) = peer(kind) else { return Ok(()) };
    let folder = folder(ground, kind);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("start.mjs"), peer.start)?;
    fs::write(folder.join("package.json"), peer.package)?;
    // Written last: what says so is whole.
    let installed = folder.join("installed");
    if fs::read_to_string(&installed).is_ok_and(|lock| lock == peer.lock) {
        return Ok(());
    }
    fs::write(folder.join("package-lock.json"), peer.lock)?;
    eprintln!("== Installing {} (the first time takes some minutes)", kind.name());
    let npm = Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let done = timeout(INSTALLING, npm).await.context("npm takes too long")?.context("npm does not start")?;
    let words = String::from_utf8_lossy(&done.stderr);
    let last = words.lines().rev().find(|line| line.contains("error") || line.contains("ERR"));
    ensure!(done.status.success(), "npm ci fails: {}", last.unwrap_or("without a word"));
    fs::write(&installed, peer.lock)?;
    Ok(())
}
