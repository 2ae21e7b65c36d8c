//! A recorded session through one room, as fast as the server takes it, until a reader has all of it.

use super::Task;
use crate::connection::{Connection, Joined, LARGE_BUFFER};
use crate::frames::Said;
use crate::servers::{Kind, Stand};
use crate::sessions::Session;
use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use overens_tests::Document;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

/// So many updates may be on their way without a word of them: a client that is flooded would look like that.
const WINDOW: usize = 2_000;
/// Frames for which a socket is flushed once.
const BATCH: usize = 100;
/// The longest that a session may take.
const MOST: Duration = Duration::from_secs(90);

pub(super) async fn replay(task: &mut Task<'_>) -> Result<()> {
    let sessions = task.sessions.replayed.clone();
    let stand = Stand::prepare(task.ground, task.kind, sessions.len()).await?;
    let server = stand.start().await?;
    for (room, session) in sessions.iter().enumerate() {
        let writer = stand.place(&server, room, 0, true)?;
        let reader = stand.place(&server, room, 1, false)?;
        let joined = Connection::join(&reader, LARGE_BUFFER).await?;
        let before = joined.content.clone();
        let writer = Connection::join(&writer, LARGE_BUFFER).await?;
        let played = play(session, writer, joined.connection, task.kind == Kind::Overens).await?;
        let mut document = Document::stock();
        before.iter().chain(&played.heard).for_each(|update| document.receive(update));
        if !session.is_whole_in(&document) {
            bail!("the reader of {} has another text than was typed", session.name);
        }
        let rate = session.updates.len() as f64 / played.took.as_secs_f64();
        task.figure(&format!("replay.{}", session.name), rate);
    }
    task.finish(server).await
}

/// What the reader of a session heard.
pub(super) struct Played {
    /// Every update, in its order.
    pub(super) heard: Vec<Bytes>,
    /// From the first update until the reader had the last one.
    pub(super) took: Duration,
}

/// Sends a session through one connection: to wait for each other at every turn of the authors would measure the
/// way there and back. With `saves`, what is under way is what the server has not said to be saved.
pub(super) async fn play(
    session: &Session,
    writer: Joined,
    reader: Connection,
    saves: bool,
) -> Result<Played> {
    let begun = Instant::now();
    let (arrived, arrivals) = watch::channel(0);
    let playing = async {
        let reading = read(session, reader, arrived);
        let writing = write(session, writer, arrivals, saves);
        tokio::select! {
            heard = reading => heard,
            wrote = writing => match wrote {
                Ok(()) => bail!("the writer ended before the reader had everything"),
                Err(error) => Err(error),
            },
        }
    };
    let through = timeout(MOST, playing).await;
    let through =
        through.with_context(|| format!("{} took more than {} seconds", session.name, MOST.as_secs()));
    let (heard, ended) = through??;
    Ok(Played { heard, took: ended - begun })
}

async fn read(
    session: &Session,
    mut reader: Connection,
    arrived: watch::Sender<usize>,
) -> Result<(Vec<Bytes>, Instant)> {
    let mut heard = Vec::with_capacity(session.updates.len());
    let mut reached = 0;
    loop {
        match reader.hear().await? {
            Said::Update(update) | Said::Step2(update) => {
                reached = reached.max(session.reached(&update)?);
                heard.push(update);
                if reached == session.updates.len() {
                    return Ok((heard, Instant::now()));
                }
                arrived.send_replace(reached);
            }
            Said::Step1 => reader.answer_step_1().await?,
            Said::Saved(_) | Said::Other => {}
            Said::Refused(why) => bail!("the server refuses: {why}"),
        }
    }
}

async fn write(
    session: &Session,
    writer: Joined,
    mut arrivals: watch::Receiver<usize>,
    saves: bool,
) -> Result<()> {
    let Joined { mut connection, sent: mut before, .. } = writer;
    let (mut sent, mut through) = (0, 0);
    loop {
        let until = session.updates.len().min(through + WINDOW).min(sent + BATCH);
        for update in &session.updates[sent..until.max(sent)] {
            connection.feed_update(update).await?;
        }
        if until > sent {
            connection.flush().await?;
            sent = until;
        }
        let may_go_on = sent < session.updates.len().min(through + WINDOW);
        tokio::select! {
            biased;
            said = connection.hear() => match said? {
                Said::Saved(count) => through = through.max((count.saturating_sub(before)) as usize),
                Said::Step1 => {
                    connection.answer_step_1().await?;
                    before += 1;
                }
                Said::Step2(_) | Said::Update(_) | Said::Other => {}
                Said::Refused(why) => bail!("the server refuses: {why}"),
            },
            changed = arrivals.changed(), if !saves => {
                changed.context("the reader is gone")?;
                through = *arrivals.borrow_and_update();
            }
            () = std::future::ready(()), if may_go_on => tokio::task::yield_now().await,
        }
    }
}
