//! What a crash loses: somebody types, somebody else already has it, and the server is killed. What of that does it
//! not have when it comes back?

use super::Task;
use crate::connection::{Connection, LARGE_BUFFER};
use crate::frames::Said;
use crate::servers::{Running, Stand};
use crate::typing::new_clients;
use crate::update::{OPENING_UNITS, added, opening, typed};
use anyhow::{Result, bail};
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

/// Characters a second.
const RATE: f64 = 10.0;
/// A server that is silent for so long has said what it has.
const SILENCE: Duration = Duration::from_millis(1_500);

pub(super) async fn crash(task: &mut Task<'_>) -> Result<()> {
    if !task.kind.keeps() {
        task.remark("keeps nothing, so a crash loses everything");
        return Ok(());
    }
    // Different moments: some servers write every few seconds.
    let moments: &[f64] = if task.quick { &[3.3] } else { &[2.7, 5.6, 8.9] };
    let stand = Stand::prepare(task.ground, task.kind, moments.len()).await?;
    let mut most = 0;
    for (room, seconds) in moments.iter().enumerate() {
        let lost = round(task, &stand, room, Duration::from_secs_f64(*seconds)).await?;
        eprintln!("   {:<12} killed after {seconds} s of typing: {lost} updates lost", task.kind.name());
        most = most.max(lost);
    }
    task.figure("crash.updates", f64::from(most));
    task.figure("crash.seconds", f64::from(most) / RATE);
    Ok(())
}

/// How many updates another client had and the restarted server lacks.
async fn round(task: &mut Task<'_>, stand: &Stand, room: usize, after: Duration) -> Result<u32> {
    let server = stand.start().await?;
    let client = new_clients(1);
    let received = type_until_killed(task, stand, server, room, (client, after)).await?;
    let server = stand.start().await?;
    let mut connection = Connection::open(&stand.place(&server, room, 2, false)?, LARGE_BUFFER).await?;
    let mut kept = 0;
    while let Ok(said) = timeout(SILENCE, connection.hear()).await {
        kept = kept.max(units(said?, client)?);
    }
    task.finish(server).await?;
    Ok(received.saturating_sub(kept.max(OPENING_UNITS)))
}

/// Types, kills the server, and tells how far the other client had come.
async fn type_until_killed(
    task: &mut Task<'_>,
    stand: &Stand,
    server: Running,
    room: usize,
    (client, after): (u64, Duration),
) -> Result<u32> {
    let mut reader = Connection::join(&stand.place(&server, room, 1, false)?, LARGE_BUFFER).await?.connection;
    let mut writer = Connection::join(&stand.place(&server, room, 0, false)?, LARGE_BUFFER).await?.connection;
    writer.feed_update(&opening(client)?).await?;
    writer.flush().await?;
    let (mut clock, mut received) = (OPENING_UNITS, 0);
    let mut ticks = interval(Duration::from_secs_f64(1.0 / RATE));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let killing = Instant::now() + after;
    loop {
        tokio::select! {
            _ = ticks.tick() => {
                writer.feed_update(&typed(client, clock, b'a' + (clock % 26) as u8)).await?;
                writer.flush().await?;
                clock += 1;
            }
            said = reader.hear() => received = received.max(units(said?, client)?),
            said = writer.hear() => drop(said?),
            () = sleep_until(killing) => break,
        }
    }
    task.use_of(&server)?;
    server.kill_9().await?;
    // What was on its way is the reader's as well.
    while let Ok(Ok(said)) = timeout(SILENCE, reader.hear()).await {
        received = received.max(units(said, client)?);
    }
    if received <= OPENING_UNITS {
        bail!("the reader had nothing when the server was killed");
    }
    Ok(received)
}

/// How many units of a client's somebody has who is told this.
fn units(said: Said, client: u64) -> Result<u32> {
    let mut units = 0;
    match said {
        Said::Step2(update) | Said::Update(update) => added(&update, |run| {
            if run.client == client {
                units = units.max(run.clock + run.length);
            }
        })?,
        Said::Step1 | Said::Saved(_) | Said::Other => {}
        Said::Refused(why) => bail!("the server refuses: {why}"),
    }
    Ok(units)
}
