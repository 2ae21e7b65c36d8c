//! The tables, and what has to be said beside.

use super::metrics::{Goal, Metric, metrics, number};
use crate::results::{Results, Work};
use crate::servers::Kind;
use clap::ValueEnum;

/// Everything that stands between the markers, after the chart.
pub(super) fn figures(results: &Results) -> String {
    let mut text = format!("Measured on: {}.", results.machine);
    if results.quick {
        text.push_str(" This was the short run (`--quick`); its figures are rough.");
    }
    text.push_str("\n\n");
    text.push_str(&comparison(results));
    text.push_str(&shortfalls(results));
    text.push_str(
        "\n### What it took\nProcessor seconds and the most memory (MiB) of each server for each work.\n\n",
    );
    text.push_str(&resources(results));
    text.push_str(&remarks(results));
    text
}

fn head(results: &Results, first: &str, last: &[&str]) -> String {
    let servers = results.servers.iter().map(|server| server.name());
    let columns: Vec<&str> = std::iter::once(first).chain(servers).chain(last.iter().copied()).collect();
    let rule = columns.iter().enumerate().map(|(index, _)| if index == 0 { "---" } else { "---:" });
    format!("| {} |\n| {} |\n", columns.join(" | "), rule.collect::<Vec<_>>().join(" | "))
}

fn comparison(results: &Results) -> String {
    let mut table = head(results, "", &["goal", "met"]);
    for metric in metrics(results) {
        let mut row = format!("| {} ({})", metric.label, metric.unit);
        for server in &results.servers {
            let value = results.value(*server, &metric.id);
            let value = value.map_or_else(|| "–".to_owned(), number);
            let value = if *server == Kind::Overens { format!("**{value}**") } else { value };
            row.push_str(&format!(" | {value}"));
        }
        let goal = match metric.goal {
            Some(Goal::AtMost(most)) => format!("≤ {}", number(most).trim_end_matches(".0")),
            Some(Goal::AtLeast(least)) => format!("≥ {}", number(least)),
            None => String::new(),
        };
        let met = match met(results, &metric) {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        };
        table.push_str(&format!("{row} | {goal} | {met} |\n"));
    }
    table
}

/// Whether Överens reaches a goal, if there is one and it was measured.
fn met(results: &Results, metric: &Metric) -> Option<bool> {
    let value = results.value(Kind::Overens, &metric.id)?;
    metric.goal.map(|goal| goal.met_by(value))
}

fn shortfalls(results: &Results) -> String {
    let short: Vec<String> = metrics(results)
        .iter()
        .filter(|metric| met(results, metric) == Some(false))
        .filter_map(|metric| {
            let value = results.value(Kind::Overens, &metric.id)?;
            let goal = metric.goal?.value();
            Some(format!(
                "- {}: {} {} where {} is the goal\n",
                metric.label,
                number(value),
                metric.unit,
                number(goal)
            ))
        })
        .collect();
    if short.is_empty() {
        return "\nÖverens reaches every goal that was measured.\n".to_owned();
    }
    format!("\nWhere Överens falls short of its goal:\n\n{}", short.concat())
}

fn resources(results: &Results) -> String {
    let mut table = head(results, "work", &[]);
    for work in Work::value_variants() {
        let used: Vec<String> = results
            .servers
            .iter()
            .map(|server| {
                let seconds = results.used(*server, *work, "cpu_seconds");
                let peak = results.used(*server, *work, "peak_kib");
                match (seconds, peak) {
                    (Some(seconds), Some(peak)) => {
                        format!("{} s, {}", number(seconds), number(peak / 1024.0))
                    }
                    _ => "–".to_owned(),
                }
            })
            .collect();
        if used.iter().any(|cell| cell != "–") {
            table.push_str(&format!("| {} | {} |\n", name(*work), used.join(" | ")));
        }
    }
    table
}

fn remarks(results: &Results) -> String {
    if results.remarks.is_empty() {
        return String::new();
    }
    let mut list = "\n### Remarks\n".to_owned();
    for remark in &results.remarks {
        let about = remark.work.map_or_else(String::new, |work| format!(", {}", name(work)));
        list.push_str(&format!("- {}{about}: {}\n", remark.server.name(), remark.text));
    }
    list
}

fn name(work: Work) -> &'static str {
    match work {
        Work::Typing => "typing",
        Work::Listening => "listening",
        Work::Replay => "replay",
        Work::Capacity => "capacity",
        Work::Idle => "idle",
        Work::Restart => "restart",
        Work::Crash => "crash",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Figure;

    fn results(p50: f64) -> Results {
        let figure = |server, metric: &str, value| Figure {
            server,
            work: Work::Typing,
            metric: metric.to_owned(),
            value,
        };
        Results {
            servers: vec![Kind::Overens, Kind::Relay],
            figures: vec![
                figure(Kind::Overens, "typing.p50", p50),
                figure(Kind::Relay, "typing.p50", 0.4),
                figure(Kind::Overens, "cpu_seconds", 12.0),
                figure(Kind::Overens, "peak_kib", 20_480.0),
            ],
            ..Results::default()
        }
    }

    #[test]
    fn a_goal_that_is_missed_is_said_to_be() {
        let text = figures(&results(3.0));
        assert!(text.contains("| **3.0** | 0.4 | ≤ 2 | **no** |"), "{text}");
        assert!(
            text.contains("- ten typing in a room: latency, median: 3.0 ms where 2.0 is the goal"),
            "{text}"
        );
        assert!(figures(&results(2.0)).contains("reaches every goal that was measured"));
    }

    #[test]
    fn what_was_not_measured_is_no_number() {
        let text = figures(&results(1.0));
        assert!(text.contains("| typing | 12 s, 20 | – |"), "{text}");
        assert!(!text.contains("replay"), "{text}");
    }
}
