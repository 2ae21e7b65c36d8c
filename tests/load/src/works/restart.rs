//! A large text after a restart: when the server is ready, when the first client has everything, and how many bytes
//! the edits take on disk.

use super::Task;
use super::replay::play;
use crate::connection::{Connection, LARGE_BUFFER, Place};
use crate::frames::Said;
use crate::process::at_rest;
use crate::servers::{Kind, Running, Stand};
use crate::sessions::Session;
use anyhow::{Context as _, Result, bail};
use overens_tests::Document;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How long a first client may wait for the text.
const MOST: Duration = Duration::from_secs(30);
/// How long a server may work on what it has taken in before it is stopped.
const SETTLING: Duration = Duration::from_secs(60);

pub(super) async fn restart(task: &mut Task<'_>) -> Result<()> {
    if !task.kind.keeps() {
        task.remark("keeps nothing, so there is nothing to restart with");
        return Ok(());
    }
    let session = task.sessions.long.clone().context("the long session is made before")?;
    let stand = Stand::prepare(task.ground, task.kind, 1).await?;
    let empty = disk_bytes(stand.data())?;
    let server = stand.start().await?;
    let joined = Connection::join(&stand.place(&server, 0, 1, false)?, LARGE_BUFFER).await?;
    let writer = Connection::join(&stand.place(&server, 0, 0, true)?, LARGE_BUFFER).await?;
    let played = play(&session, writer, joined.connection, task.kind == Kind::Overens).await?;
    task.figure("restart.filling", session.updates.len() as f64 / played.took.as_secs_f64());
    if !at_rest(server.pid, SETTLING).await? {
        task.remark("still worked a minute after it had passed everything on");
    }
    task.finish(server).await?;
    let bytes = disk_bytes(stand.data())?.saturating_sub(empty);
    task.figure("disk.per_update", bytes as f64 / session.updates.len() as f64);
    if let Some(bytes) = packed_bytes_per_keystroke(task, &stand).await {
        task.figure("disk.packed", bytes);
    }
    let server = stand.start().await?;
    task.figure("restart.ready", server.ready.as_secs_f64() * 1000.0);
    measure(task, &stand, &server, &session, "restart.first_sync").await?;
    if task.kind == Kind::Overens {
        task.use_of(&server)?;
        server.kill_9().await?;
        let server = stand.start().await?;
        task.figure("restart.ready_after_kill", server.ready.as_secs_f64() * 1000.0);
        measure(task, &stand, &server, &session, "restart.first_sync_after_kill").await?;
        return task.finish(server).await;
    }
    task.finish(server).await
}

async fn measure(
    task: &mut Task<'_>,
    stand: &Stand,
    server: &Running,
    session: &Session,
    metric: &str,
) -> Result<()> {
    let place = stand.place(server, 0, 1, false)?;
    match timeout(MOST, until_whole(&place, session)).await {
        Ok(took) => task.figure(metric, took?.as_secs_f64() * 1000.0),
        Err(_) => task.remark(format!("did not bring the whole text within {} seconds", MOST.as_secs())),
    }
    Ok(())
}

/// From the connect until the first client has everything that was typed, in as many pieces as it comes.
async fn until_whole(place: &Place, session: &Session) -> Result<Duration> {
    let begun = Instant::now();
    let mut connection = Connection::open(place, LARGE_BUFFER).await?;
    let mut document = Document::stock();
    loop {
        match connection.hear().await? {
            Said::Step2(update) | Said::Update(update) => {
                let heard = begun.elapsed();
                // Reading it is the client's work, and not in the figure.
                document.receive(&update);
                if session.is_whole_in(&document) {
                    return Ok(heard);
                }
            }
            Said::Step1 => connection.answer_step_1().await?,
            Said::Saved(_) | Said::Other => {}
            Said::Refused(why) => bail!("the server refuses: {why}"),
        }
    }
}

/// Bytes that a folder takes on disk, in whole blocks as `du` counts them.
///
/// # Errors
/// If it cannot be read.
pub fn disk_bytes(folder: &Path) -> Result<u64> {
    const BLOCK: u64 = 512;
    let mut bytes = 0;
    for item in fs::read_dir(folder)? {
        let item = item?;
        let metadata = item.metadata()?;
        bytes += if metadata.is_dir() { disk_bytes(&item.path())? } else { metadata.blocks() * BLOCK };
    }
    Ok(bytes)
}

/// What a keystroke's packed form takes, as `overens report` says of the stopped server's folder; nothing is
/// reckoned here. A server without that report, or one that says nothing of it, gives none.
async fn packed_bytes_per_keystroke(task: &mut Task<'_>, stand: &Stand) -> Option<f64> {
    if task.kind != Kind::Overens {
        return None;
    }
    let mut report = tokio::process::Command::new(&task.ground.overens);
    report.arg("report").arg("--data").arg(stand.data().join("data")).env_clear().kill_on_drop(true);
    let said = match timeout(MOST, report.output()).await {
        Ok(Ok(output)) if output.status.success() => serde_json::from_slice(&output.stdout).ok(),
        Ok(_) | Err(_) => None,
    };
    let bytes = said.and_then(|said: serde_json::Value| said.get("packed_bytes_per_keystroke")?.as_f64());
    if bytes.is_none() {
        task.remark("packed bytes per keystroke: not reported");
    }
    bytes
}
