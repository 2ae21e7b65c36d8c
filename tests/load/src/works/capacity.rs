//! The highest rate that a server keeps up with.

use super::Task;
use super::typing::places;
use crate::process::{at_rest, cpu_seconds};
use crate::servers::{Running, Stand};
use crate::typing::{Outcome, Typing, type_in_rooms};
use anyhow::Result;
use std::time::{Duration, Instant};

const ROOMS: usize = 20;
const PEOPLE: usize = 5;
/// Deliveries a second of the first step; the next ones double it until one is too much.
const FIRST_RATE: f64 = 10_000.0;
const HIGHEST_RATE: f64 = 1_300_000.0;
/// A step is good below this.
const MOST_P99_MILLIS: f64 = 200.0;
/// And if so much of what was asked for was sent, and all of that came.
const KEPT_UP: f64 = 0.95;
/// The generator is the limit when it has its core to itself and needs so much of it.
const FULL_CORE: f64 = 0.9;
const MOST_STEPS: usize = 14;

struct Step {
    good: bool,
    rate: f64,
    cpu_micros: f64,
    server_share: f64,
    generator_share: f64,
}

/// Doubles the rate until it is too much, then halves the interval.
pub(super) async fn highest_rate(task: &mut Task<'_>) -> Result<()> {
    let stand = Stand::prepare(task.ground, task.kind, ROOMS * MOST_STEPS).await?;
    let server = stand.start().await?;
    let duration = Duration::from_secs(if task.quick { 2 } else { 3 });
    let (mut best, mut too_much): (Option<Step>, Option<(f64, Step)>) = (None, None);
    let mut rate = FIRST_RATE;
    let mut refinements = if task.quick { 1 } else { 3 };
    for round in 0..MOST_STEPS {
        let step = match step(&stand, &server, round, rate, duration).await {
            Ok(step) => step,
            Err(error) => {
                task.remark(format!("at {rate:.0} deliveries a second: {error:#}"));
                Step { good: false, rate: 0.0, cpu_micros: 0.0, server_share: 0.0, generator_share: 0.0 }
            }
        };
        eprintln!(
            "   {:<12} {rate:>9.0}/s asked, {:>9.0}/s came: {}; server {:.0} %, generator {:.0} %",
            task.kind.name(),
            step.rate,
            if step.good { "kept up" } else { "too much" },
            step.server_share * 100.0,
            step.generator_share * 100.0
        );
        // What an overloaded server still has to do is not to count against the next step.
        at_rest(server.pid, Duration::from_secs(10)).await?;
        if step.good {
            best = Some(step);
            match &too_much {
                None if rate >= HIGHEST_RATE => break,
                None => rate *= 2.0,
                Some((upper, _)) => rate = (rate * upper).sqrt(),
            }
        } else {
            let below = best.as_ref().map_or(rate / 4.0, |best| best.rate);
            too_much = Some((rate, step));
            rate = (rate * below).sqrt();
        }
        if too_much.is_some() {
            if refinements == 0 {
                break;
            }
            refinements -= 1;
        }
    }
    if let Some(best) = best {
        task.figure("capacity.rate", best.rate);
        task.figure("capacity.cpu_micros", best.cpu_micros);
    } else {
        task.remark("kept up with no step");
    }
    if let Some((_, step)) = too_much
        && step.generator_share >= FULL_CORE
        && step.server_share < FULL_CORE
    {
        task.remark(format!(
            "the generator was the limit: its core was full, the server used {:.0} % of its own",
            step.server_share * 100.0
        ));
    }
    task.finish(server).await
}

async fn step(stand: &Stand, server: &Running, round: usize, rate: f64, duration: Duration) -> Result<Step> {
    let typists = ROOMS * PEOPLE;
    let each = rate / (typists * (PEOPLE - 1)) as f64;
    let typing = Typing { typists: PEOPLE, rate: each, duration, drain: Duration::from_secs(3) };
    let rooms = places(stand, server, round * ROOMS..(round + 1) * ROOMS, PEOPLE)?;
    let mut before = (Instant::now(), Ok(0.0), Ok(0.0));
    let look = || (Instant::now(), cpu_seconds(server.pid), cpu_seconds(std::process::id()));
    let outcome = type_in_rooms(&rooms, typing, || before = look()).await?;
    let (ended, server_now, own_now) = look();
    let server_used = server_now? - before.1?;
    let wall = (ended - before.0).as_secs_f64();
    Ok(Step {
        good: kept_up(&outcome),
        rate: outcome.rate(),
        cpu_micros: server_used * 1e6 / outcome.delivered.max(1) as f64,
        server_share: server_used / wall,
        generator_share: (own_now? - before.2?) / wall,
    })
}

fn kept_up(outcome: &Outcome) -> bool {
    let sent_in_time = outcome.sent as f64 >= outcome.asked as f64 * KEPT_UP;
    sent_in_time && outcome.delivered == outcome.expected && outcome.latency(99.0) < MOST_P99_MILLIS
}
