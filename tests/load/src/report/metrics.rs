//! What is compared, in which unit, and what Överens is to reach.

use crate::results::{Results, Work};

/// What to reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Goal {
    /// Less is better.
    AtMost(f64),
    /// More is better.
    AtLeast(f64),
}

impl Goal {
    pub(super) fn met_by(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }

    pub(super) fn value(self) -> f64 {
        match self {
            Self::AtMost(value) | Self::AtLeast(value) => value,
        }
    }
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Metric {
    pub(super) id: String,
    pub(super) work: Work,
    pub(super) label: String,
    pub(super) unit: &'static str,
    pub(super) goal: Option<Goal>,
}

const REPLAYED: Goal = Goal::AtLeast(30_000.0);

/// All of them in the order of the table; the sessions that were replayed as they come in the results.
pub(super) fn metrics(results: &Results) -> Vec<Metric> {
    use Goal::{AtLeast, AtMost};
    let row = |work, id: &str, label: &str, unit, goal| Metric {
        id: id.to_owned(),
        work,
        label: label.to_owned(),
        unit,
        goal,
    };
    let mut rows = vec![
        row(Work::Typing, "typing.p50", "ten typing in a room: latency, median", "ms", Some(AtMost(2.0))),
        row(Work::Typing, "typing.p99", "ten typing in a room: latency, p99", "ms", Some(AtMost(15.0))),
        row(
            Work::Listening,
            "listening.cpu_micros",
            "fifty rooms: processor time per delivery",
            "µs",
            Some(AtMost(25.0)),
        ),
        row(Work::Listening, "listening.p99", "fifty rooms: latency, p99", "ms", None),
    ];
    let mut replayed: Vec<&str> = Vec::new();
    for figure in &results.figures {
        if let Some(name) = figure.metric.strip_prefix("replay.")
            && !replayed.contains(&name)
        {
            replayed.push(name);
        }
    }
    for name in replayed {
        let (id, label) = (format!("replay.{name}"), format!("replay of {name}"));
        rows.push(row(Work::Replay, &id, &label, "updates/s", Some(REPLAYED)));
    }
    rows.extend([
        row(
            Work::Capacity,
            "capacity.rate",
            "highest rate with p99 < 200 ms",
            "deliveries/s",
            Some(AtLeast(110_000.0)),
        ),
        row(Work::Capacity, "capacity.cpu_micros", "processor time per delivery at that rate", "µs", None),
        row(Work::Idle, "idle.connection", "memory of an idle connection", "KiB", Some(AtMost(12.0))),
        row(Work::Idle, "idle.room", "memory of an open room", "KiB", Some(AtMost(10.0))),
        row(Work::Restart, "restart.first_sync", "first full sync after a restart", "ms", Some(AtMost(60.0))),
        row(Work::Restart, "restart.first_sync_after_kill", "first full sync after kill -9", "ms", None),
        row(Work::Restart, "restart.ready", "from process start to ready", "ms", None),
        row(Work::Restart, "restart.ready_after_kill", "the same after kill -9", "ms", None),
        row(Work::Restart, "restart.filling", "the long text typed in", "updates/s", None),
        row(Work::Restart, "disk.per_update", "disk space of an edit", "bytes", None),
        row(Work::Restart, "disk.packed", "an edit, packed", "bytes", Some(AtMost(4.0))),
        row(Work::Crash, "crash.updates", "seen by others and lost by kill -9", "updates", Some(AtMost(0.0))),
        row(Work::Crash, "crash.seconds", "the same in time of typing", "s", None),
    ]);
    rows.retain(|metric| results.figures.iter().any(|figure| figure.metric == metric.id));
    rows
}

/// A number with as many digits as mean something.
pub(super) fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.abs() < 10.0 {
        return format!("{value:.1}");
    }
    let whole = format!("{:.0}", value.abs());
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value < 0.0 { format!("−{grouped}") } else { grouped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_as_many_digits_as_mean_something() {
        let written: Vec<_> = [0.0, 0.42, 9.96, 41.6, 1234.5, 390_000.0, -1500.0].map(number).to_vec();
        assert_eq!(written, ["0", "0.4", "10.0", "42", "1,234", "390,000", "−1,500"]);
    }

    #[test]
    fn a_goal_is_a_bound_that_may_be_touched() {
        assert!(Goal::AtMost(0.0).met_by(0.0) && !Goal::AtMost(2.0).met_by(2.1));
        assert!(Goal::AtLeast(30.0).met_by(30.0) && !Goal::AtLeast(30.0).met_by(29.9));
    }
}
