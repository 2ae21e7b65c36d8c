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
use tokio::time::{Instant, sleep, timeout};

/// How long a first client may wait for the text.
const MOST: Duration = Duration::from_secs(60);
/// A server that does nothing for so long has written what it had; waiting for a disk is doing nothing, too.
const QUIET: Duration = Duration::from_secs(3);
/// The newest edits are not packed: too few for a pack, or not covered by a checkpoint.
const LAST_UNPACKED: u64 = 20_000;
/// Between two looks at how far the packing has come.
const BETWEEN_QUESTIONS: Duration = Duration::from_millis(500);
/// How long a server may work on what it has taken in before it is stopped.
const SETTLING: Duration = Duration::from_secs(120);

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
    if let Some(bytes) = packed_bytes(task, &stand, &server, session.updates.len()).await {
        task.figure("disk.packed", bytes);
    }
    if !at_rest(server.pid, QUIET, SETTLING).await? {
        task.remark("still wrote two minutes after it had passed everything on");
    }
    task.finish(server).await?;
    let bytes = disk_bytes(stand.data())?.saturating_sub(empty);
    task.figure("disk.per_update", bytes as f64 / session.updates.len() as f64);
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
    let mut document = Document::stock();
    match timeout(MOST, until_whole(&place, session, &mut document)).await {
        Ok(took) => task.figure(metric, took?.as_secs_f64() * 1000.0),
        Err(_) => {
            let (has, all) = (document.text().len(), session.text.len());
            task.remark(format!(
                "brought {has} of {all} bytes of text within {} seconds of a restart",
                MOST.as_secs()
            ));
        }
    }
    Ok(())
}

/// From the connect until the first client has everything that was typed, in as many pieces as it comes.
async fn until_whole(place: &Place, session: &Session, document: &mut Document) -> Result<Duration> {
    let begun = Instant::now();
    let mut connection = Connection::open(place, LARGE_BUFFER).await?;
    loop {
        match connection.hear().await? {
            Said::Step2(update) | Said::Update(update) => {
                let heard = begun.elapsed();
                // Reading it is the client's work, and not in the figure.
                document.receive(&update);
                if session.is_whole_in(document) {
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

/// What an edit's packed form takes, with its time, sender and authors, as the server says of the section; it packs
/// in the background, so it is asked until nearly all are packed. Nothing is reckoned here.
async fn packed_bytes(task: &mut Task<'_>, stand: &Stand, server: &Running, edits: usize) -> Option<f64> {
    if task.kind != Kind::Overens {
        return None;
    }
    let asking = async {
        loop {
            let packed = stand.history(server, 0).await?;
            if packed.entries + LAST_UNPACKED >= edits as u64 {
                return anyhow::Ok(packed.bytes as f64 / packed.entries as f64);
            }
            sleep(BETWEEN_QUESTIONS).await;
        }
    };
    match timeout(SETTLING, asking).await {
        Ok(Ok(bytes)) => Some(bytes),
        Ok(Err(error)) => {
            task.remark(format!("packed bytes: {error:#}"));
            None
        }
        Err(_) => {
            task.remark("had not packed the edits after two minutes");
            None
        }
    }
}
