//! Latency in one busy room, and what a delivery costs in fifty quiet ones.

use super::Task;
use crate::connection::Place;
use crate::process::cpu_seconds;
use crate::servers::{Running, Stand};
use crate::typing::{Typing, type_in_rooms};
use anyhow::Result;
use std::ops::Range;
use std::time::Duration;

const PEOPLE: usize = 10;
/// Characters a second: fast for a person.
const RATE: f64 = 5.0;
const DRAIN: Duration = Duration::from_secs(5);

/// Everybody types in one room.
pub(super) async fn one_room(task: &mut Task<'_>) -> Result<()> {
    let stand = Stand::prepare(task.ground, task.kind, 2).await?;
    let server = stand.start().await?;
    let warm_up = Typing { typists: PEOPLE, rate: RATE, duration: Duration::from_secs(1), drain: DRAIN };
    type_in_rooms(&places(&stand, &server, 0..1, PEOPLE)?, warm_up, || {}).await?;
    let duration = Duration::from_secs(if task.quick { 4 } else { 12 });
    let outcome =
        type_in_rooms(&places(&stand, &server, 1..2, PEOPLE)?, Typing { duration, ..warm_up }, || {}).await?;
    task.figure("typing.p50", outcome.latency(50.0));
    task.figure("typing.p99", outcome.latency(99.0));
    if outcome.delivered < outcome.expected {
        task.remark(format!(
            "lost {} of {} deliveries",
            outcome.expected - outcome.delivered,
            outcome.expected
        ));
    }
    task.finish(server).await
}

/// Two of ten type in each of fifty rooms.
pub(super) async fn fifty_rooms(task: &mut Task<'_>) -> Result<()> {
    const ROOMS: usize = 50;
    let stand = Stand::prepare(task.ground, task.kind, ROOMS + 1).await?;
    let server = stand.start().await?;
    let duration = Duration::from_secs(if task.quick { 4 } else { 12 });
    let typing = Typing { typists: 2, rate: RATE, duration, drain: DRAIN };
    let warm_up = Typing { duration: Duration::from_secs(1), ..typing };
    type_in_rooms(&places(&stand, &server, ROOMS..ROOMS + 1, PEOPLE)?, warm_up, || {}).await?;
    let mut before = Ok(0.0);
    let places = places(&stand, &server, 0..ROOMS, PEOPLE)?;
    let outcome = type_in_rooms(&places, typing, || before = cpu_seconds(server.pid)).await?;
    let used = cpu_seconds(server.pid)? - before?;
    task.figure("listening.cpu_micros", used * 1e6 / outcome.delivered.max(1) as f64);
    task.figure("listening.p99", outcome.latency(99.0));
    if outcome.delivered < outcome.expected {
        task.remark(format!(
            "lost {} of {} deliveries",
            outcome.expected - outcome.delivered,
            outcome.expected
        ));
    }
    task.finish(server).await
}

/// The ways in for so many people in each of these rooms.
pub(super) fn places(
    stand: &Stand,
    server: &Running,
    rooms: Range<usize>,
    people: usize,
) -> Result<Vec<Vec<Place>>> {
    rooms.map(|room| (0..people).map(|person| stand.place(server, room, person, false)).collect()).collect()
}
