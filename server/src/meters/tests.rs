//! The list of figures, the page about them and the dashboard speak of the same.

use super::{FIGURES, Figure, Kind, OF_THE_PROCESS};
use std::collections::BTreeSet;

const PAGE: &str = include_str!("../../../docs/metrics.md");
const DASHBOARD: &str = include_str!("../../../docs/operating/dashboard.json");

fn figures() -> impl Iterator<Item = &'static Figure> {
    FIGURES.iter().chain(OF_THE_PROCESS)
}

#[test]
fn the_page_lists_each_figure_with_its_kind_and_no_other() {
    // The other table is of conditions, which are of no kind.
    let kinds = ["counter", "gauge", "histogram"];
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let rows = rows.filter_map(|(name, rest)| Some((name, rest.split_once(" | ")?.0)));
    let listed: BTreeSet<(String, String)> = rows
        .filter(|(_, kind)| kinds.contains(kind))
        .map(|(name, kind)| (name.into(), kind.into()))
        .collect();
    let told = figures().map(|figure| {
        let kind = match figure.kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        (figure.name.to_owned(), kind.to_owned())
    });
    assert_eq!(listed, told.collect());
}

#[test]
fn the_dashboard_asks_for_figures_that_there_are() {
    let dashboard: serde_json::Value = serde_json::from_str(DASHBOARD).unwrap();
    let mut asked = 0;
    for panel in dashboard["panels"].as_array().unwrap() {
        for target in panel["targets"].as_array().unwrap() {
            let expression = target["expr"].as_str().unwrap();
            let words = expression.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            for word in words.filter(|word| word.starts_with("overens_") || word.starts_with("process_")) {
                let known = figures().any(|figure| match figure.kind {
                    Kind::Counter | Kind::Gauge => word == figure.name,
                    Kind::Histogram => ["_bucket", "_sum", "_count"]
                        .iter()
                        .any(|part| word.strip_suffix(part) == Some(figure.name)),
                });
                assert!(known, "{word} is no figure");
                asked += 1;
            }
        }
    }
    assert!(asked >= panels(&dashboard), "each panel asks for something");
}

fn panels(dashboard: &serde_json::Value) -> usize {
    dashboard["panels"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_name_is_used_once_and_says_its_unit() {
    let names: BTreeSet<&str> = figures().map(|figure| figure.name).collect();
    assert_eq!(names.len(), figures().count());
    for figure in figures() {
        match figure.kind {
            Kind::Counter => assert!(figure.name.ends_with("_total"), "{}", figure.name),
            Kind::Gauge | Kind::Histogram => assert!(!figure.name.ends_with("_total"), "{}", figure.name),
        }
    }
}
