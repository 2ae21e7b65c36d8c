//! The chart: a panel for each figure with a goal, bars for the servers, a line for the goal. Plain SVG; its colours
//! follow the reader's preference for light or dark.

use super::metrics::{Goal, Metric, metrics, number};
use crate::results::Results;
use crate::servers::Kind;

const PANEL_WIDTH: f64 = 440.0;
const NAME_WIDTH: f64 = 90.0;
const BAR_WIDTH: f64 = 260.0;
const BAR_HEIGHT: f64 = 13.0;
const ROW_HEIGHT: f64 = 18.0;
const TITLE_HEIGHT: f64 = 26.0;
const GAP: f64 = 18.0;
const COLUMNS: usize = 2;
/// Figures that differ by more than this are drawn by their logarithm.
const LINEAR_SPREAD: f64 = 10.0;

const STYLE: &str = "
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; } .small { fill: #59636e; }
  .overens { fill: #0a6e5c; } .relay { fill: #b4bcc6; } .hocuspocus { fill: #7c8ea6; } .y-websocket { fill: #a3907c; }
  .goal { stroke: #c2410c; stroke-width: 2; stroke-dasharray: 3 2; } .ground { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .small { fill: #9aa4af; } .ground { fill: #0d1117; }
    .overens { fill: #3fb89f; } .relay { fill: #57606a; } .hocuspocus { fill: #7189a8; } .y-websocket { fill: #94805f; }
    .goal { stroke: #fb923c; }
  }";

/// Draws everything that has a goal.
pub(super) fn draw(results: &Results) -> String {
    let drawn: Vec<Metric> = metrics(results).into_iter().filter(|metric| metric.goal.is_some()).collect();
    let panel_height = TITLE_HEIGHT + ROW_HEIGHT * results.servers.len() as f64 + GAP;
    let rows = drawn.len().div_ceil(COLUMNS);
    let (width, height) = (PANEL_WIDTH * COLUMNS as f64, panel_height * rows as f64 + GAP);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"Figures by server, with Överens' goals\">\n<style>{STYLE}\n</style>\n\
         <rect class=\"ground\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>\n"
    );
    for (index, metric) in drawn.iter().enumerate() {
        let x = (index % COLUMNS) as f64 * PANEL_WIDTH + GAP;
        let y = (index / COLUMNS) as f64 * panel_height + GAP;
        svg.push_str(&panel(results, metric, x, y));
    }
    svg.push_str("</svg>\n");
    svg
}

fn panel(results: &Results, metric: &Metric, x: f64, y: f64) -> String {
    let values = results.servers.iter().map(|server| (*server, results.value(*server, &metric.id)));
    let values: Vec<(Kind, Option<f64>)> = values.collect();
    let goal = metric.goal.map(Goal::value);
    let scale = Scale::of(values.iter().filter_map(|(_, value)| *value).chain(goal));
    let better = match metric.goal {
        Some(Goal::AtMost(_)) => "less is better",
        Some(Goal::AtLeast(_)) => "more is better",
        None => "",
    };
    let how = if scale.logarithmic { ", logarithmic" } else { "" };
    let mut svg = format!(
        "<g transform=\"translate({x} {y})\">\n<text class=\"title\" y=\"11\">{} <tspan class=\"small\">{} ({better}{how})</tspan></text>\n",
        metric.label, metric.unit
    );
    for (row, (server, value)) in values.iter().enumerate() {
        let top = TITLE_HEIGHT - 6.0 + row as f64 * ROW_HEIGHT;
        let baseline = top + BAR_HEIGHT - 2.0;
        let length = value.map_or(0.0, |value| scale.length(value));
        let written = value.map_or_else(|| "–".to_owned(), number);
        let class = class(*server);
        let end = NAME_WIDTH + length + 5.0;
        svg.push_str(&format!(
            "<text class=\"small\" y=\"{baseline}\">{}</text>\
             <rect class=\"{class}\" x=\"{NAME_WIDTH}\" y=\"{top}\" width=\"{length:.1}\" height=\"{BAR_HEIGHT}\" rx=\"2\"/>\
             <text x=\"{end:.1}\" y=\"{baseline}\">{written}</text>\n",
            server.name()
        ));
    }
    if let Some(goal) = goal {
        let at = NAME_WIDTH + scale.length(goal);
        let (top, bottom) = (TITLE_HEIGHT - 8.0, TITLE_HEIGHT - 6.0 + values.len() as f64 * ROW_HEIGHT);
        svg.push_str(&format!(
            "<line class=\"goal\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{top}\" y2=\"{bottom}\"/>\n"
        ));
    }
    svg.push_str("</g>\n");
    svg
}

fn class(server: Kind) -> &'static str {
    match server {
        Kind::Overens => "overens",
        Kind::Relay => "relay",
        Kind::Hocuspocus => "hocuspocus",
        Kind::YWebsocket => "y-websocket",
    }
}

/// How long a bar is.
struct Scale {
    logarithmic: bool,
    from: f64,
    to: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let positive: Vec<f64> = values.filter(|value| *value > 0.0).collect();
        let most = positive.iter().copied().fold(1e-9, f64::max);
        let least = positive.iter().copied().fold(most, f64::min);
        if most / least > LINEAR_SPREAD {
            // From the power of ten below, so that the shortest bar is one.
            let below = 10_f64.powf((least * 0.8).log10().floor());
            Self { logarithmic: true, from: below, to: most }
        } else {
            Self { logarithmic: false, from: 0.0, to: most }
        }
    }

    fn length(&self, value: f64) -> f64 {
        let share = if self.logarithmic {
            if value <= self.from {
                return 0.0;
            }
            (value / self.from).ln() / (self.to / self.from).ln()
        } else {
            value / self.to
        };
        share.clamp(0.0, 1.0) * BAR_WIDTH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_different_decades_are_drawn_by_their_logarithm() {
        let scale = Scale::of([10.0, 1000.0].into_iter());
        assert!(scale.logarithmic);
        assert!(scale.length(10.0) > 0.0 && scale.length(10.0) < scale.length(100.0));
        assert!((scale.length(1000.0) - BAR_WIDTH).abs() < 1e-9);
        assert!(!Scale::of([3.0, 9.0].into_iter()).logarithmic);
    }

    #[test]
    fn nothing_has_no_bar() {
        let scale = Scale::of([0.0, 25.0, 88.0].into_iter());
        assert_eq!(scale.length(0.0), 0.0);
        assert_eq!(scale.length(-3.0), 0.0);
    }
}
