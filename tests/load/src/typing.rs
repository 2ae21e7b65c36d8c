//! People in rooms, some of them typing at a steady rate, and how long it takes until the others have it.

use crate::connection::{Connection, LARGE_BUFFER, Place};
use crate::frames::Said;
use crate::update::{OPENING_UNITS, added, opening, typed};
use anyhow::{Context as _, Result, bail};
use hdrhistogram::Histogram;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

/// Latencies are kept in microseconds with three digits, up to so many.
const LONGEST_MICROS: u64 = 120_000_000;
/// How often the end is looked for.
const LOOK: Duration = Duration::from_millis(5);

/// Client ids, each once in a run: a server may bind them to people for good.
static NEXT_CLIENT: AtomicU64 = AtomicU64::new(1_000_000);

/// So many client ids that nobody has; the first of them.
pub fn new_clients(count: u64) -> u64 {
    NEXT_CLIENT.fetch_add(count, Ordering::Relaxed)
}

/// What is typed.
#[derive(Clone, Copy, Debug)]
pub struct Typing {
    /// In each room, so many of the people there type.
    pub typists: usize,
    /// Characters a second of each.
    pub rate: f64,
    /// For so long.
    pub duration: Duration,
    /// So long the last ones may be on their way afterwards.
    pub drain: Duration,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// Updates that were sent.
    pub sent: u64,
    /// What the rate asked for.
    pub asked: u64,
    /// Updates that came to somebody else than their sender, each reader counted.
    pub delivered: u64,
    /// How many there should have been.
    pub expected: u64,
    /// From the first update until the last one came.
    pub took: Duration,
    latencies: Histogram<u64>,
}

impl Outcome {
    /// A percentile of the latencies, in milliseconds.
    pub fn latency(&self, percentile: f64) -> f64 {
        self.latencies.value_at_percentile(percentile) as f64 / 1000.0
    }

    /// Deliveries a second while it was typed.
    pub fn rate(&self) -> f64 {
        self.delivered as f64 / self.took.as_secs_f64()
    }
}

/// Who sent what when, and what came.
struct Ledger {
    first_client: u64,
    /// When each character of each client was sent.
    sent: Vec<Vec<Instant>>,
    opened: u64,
    delivered: u64,
    expected: u64,
    last: Instant,
    latencies: Histogram<u64>,
}

impl Ledger {
    fn take(&mut self, own: Option<u64>, update: &[u8]) -> Result<()> {
        let now = Instant::now();
        added(update, |run| {
            if own == Some(run.client) || run.client < self.first_client {
                return;
            }
            let Some(times) = self.sent.get((run.client - self.first_client) as usize) else { return };
            for clock in run.clock..run.clock + run.length {
                match clock.checked_sub(OPENING_UNITS) {
                    None => self.opened += 1,
                    Some(index) => {
                        let Some(sent) = times.get(index as usize) else { continue };
                        self.delivered += 1;
                        self.last = now;
                        let micros = now.duration_since(*sent).as_micros() as u64;
                        self.latencies.saturating_record(micros.max(1));
                    }
                }
            }
        })
    }
}

/// Opens connections to all places, lets the first of each room type, and measures.
///
/// `begun` is called between the last join and the first update, `over` when the last one has come.
///
/// # Errors
/// If a connection ends, or somebody cannot come in.
pub async fn type_in_rooms(rooms: &[Vec<Place>], typing: Typing, begun: impl FnOnce()) -> Result<Outcome> {
    let people: usize = rooms.iter().map(Vec::len).sum();
    let first_client = new_clients(people as u64);
    let ledger = Rc::new(RefCell::new(Ledger {
        first_client,
        sent: vec![Vec::new(); people],
        opened: 0,
        delivered: 0,
        expected: 0,
        last: Instant::now(),
        latencies: Histogram::new_with_bounds(1, LONGEST_MICROS, 3)?,
    }));
    let (start, starts) = watch::channel(None);
    let mut tasks = JoinSet::new();
    let (mut person, mut typists, mut openings) = (0, 0, 0);
    for room in rooms {
        for (index, place) in room.iter().enumerate() {
            let mut connection = Connection::join(place, LARGE_BUFFER).await?.connection;
            let client = first_client + person as u64;
            let types = index < typing.typists;
            if types {
                connection.feed_update(&opening(client)?).await?;
                connection.flush().await?;
                typists += 1;
                // Those who come later have it in their step 2.
                openings += index as u64 * u64::from(OPENING_UNITS);
            }
            let typist = types.then_some(Typist { client, person, others: room.len() as u64 - 1 });
            tasks.spawn_local(converse(connection, typist, typing, ledger.clone(), starts.clone()));
            person += 1;
        }
    }
    until(&mut tasks, Duration::from_secs(10), || ledger.borrow().opened >= openings).await?;
    begun();
    let begin = Instant::now() + Duration::from_millis(50);
    let end = begin + typing.duration;
    start.send(Some(begin)).context("nobody is there")?;
    let arrived = || {
        let ledger = ledger.borrow();
        Instant::now() >= end && ledger.delivered >= ledger.expected
    };
    until(&mut tasks, typing.duration + typing.drain, arrived).await?;
    tasks.shutdown().await;
    let ledger = Rc::into_inner(ledger).context("somebody still types")?.into_inner();
    Ok(Outcome {
        sent: ledger.sent.iter().map(|times| times.len() as u64).sum(),
        asked: (typing.rate * typing.duration.as_secs_f64()) as u64 * typists,
        delivered: ledger.delivered,
        expected: ledger.expected,
        took: ledger.last.duration_since(begin).max(typing.duration),
        latencies: ledger.latencies,
    })
}

/// Waits until something holds, at most so long; fails when a connection ends before.
async fn until(tasks: &mut JoinSet<Result<()>>, most: Duration, holds: impl Fn() -> bool) -> Result<()> {
    let latest = Instant::now() + most;
    while !holds() && Instant::now() < latest {
        tokio::select! {
            ended = tasks.join_next() => match ended {
                Some(ended) => ended??,
                None => bail!("nobody is there"),
            },
            () = sleep(LOOK) => {}
        }
    }
    Ok(())
}

struct Typist {
    client: u64,
    person: usize,
    others: u64,
}

/// One connection's life: hears what comes, and types if it is a typist's.
async fn converse(
    mut connection: Connection,
    typist: Option<Typist>,
    typing: Typing,
    ledger: Rc<RefCell<Ledger>>,
    mut starts: watch::Receiver<Option<Instant>>,
) -> Result<()> {
    let own = typist.as_ref().map(|typist| typist.client);
    let Some(typist) = typist else {
        loop {
            let said = connection.hear().await?;
            take(said, own, &ledger, &mut connection).await?;
        }
    };
    let begin = loop {
        tokio::select! {
            said = connection.hear() => take(said?, own, &ledger, &mut connection).await?,
            started = starts.wait_for(Option::is_some) => break (*started?).context("just seen")?,
        }
    };
    let pause = Duration::from_secs_f64(1.0 / typing.rate);
    // Not all at the same moment: spread evenly, as far as that goes without a pattern between rooms.
    let mut due = begin + pause.mul_f64((typist.person as f64 * 0.618_034).fract());
    let end = begin + typing.duration;
    let mut clock = OPENING_UNITS;
    loop {
        tokio::select! {
            said = connection.hear() => take(said?, own, &ledger, &mut connection).await?,
            () = sleep_until(due), if due < end => {
                let now = Instant::now();
                while due <= now && due < end {
                    let update = typed(typist.client, clock, b'a' + (clock % 26) as u8);
                    {
                        let mut ledger = ledger.borrow_mut();
                        ledger.expected += typist.others;
                        if let Some(times) = ledger.sent.get_mut(typist.person) {
                            times.push(now);
                        }
                    }
                    connection.feed_update(&update).await?;
                    clock += 1;
                    due += pause;
                }
                connection.flush().await?;
            }
        }
    }
}

async fn take(
    said: Said,
    own: Option<u64>,
    ledger: &RefCell<Ledger>,
    connection: &mut Connection,
) -> Result<()> {
    match said {
        Said::Update(update) | Said::Step2(update) => ledger.borrow_mut().take(own, &update),
        Said::Step1 => connection.answer_step_1().await,
        Said::Saved(_) | Said::Other => Ok(()),
        Said::Refused(why) => bail!("the server refuses: {why}"),
    }
}
