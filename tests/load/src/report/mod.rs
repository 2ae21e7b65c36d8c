//! The figures as a table and a chart in `docs/performance.md`.

mod chart;
mod metrics;
mod table;

use crate::results::Results;
use anyhow::{Context as _, Result, ensure};
use std::fs;
use std::path::Path;

const BEGIN: &str = "<!-- figures: written by `make bench` -->";
const END: &str = "<!-- end of figures -->";

/// Writes everything between the markers anew, and the chart beside.
///
/// # Errors
/// If the page or its markers are missing.
pub fn write(results: &Results, docs: &Path) -> Result<()> {
    let page = docs.join("performance.md");
    let text = fs::read_to_string(&page).with_context(|| format!("{} is missing", page.display()))?;
    let charts = docs.join("performance");
    fs::create_dir_all(&charts)?;
    fs::write(charts.join("comparison.svg"), chart::draw(results))?;
    let figures = format!(
        "![What the works came to, by server](performance/comparison.svg)\n\n{}",
        table::figures(results)
    );
    fs::write(&page, between(&text, &figures)?)?;
    Ok(())
}

fn between(page: &str, figures: &str) -> Result<String> {
    let (before, rest) = page.split_once(BEGIN).context("performance.md has no marker for the figures")?;
    let (_, after) = rest.split_once(END).context("performance.md has no marker for their end")?;
    ensure!(!after.contains(BEGIN), "performance.md has two markers for the figures");
    Ok(format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", figures.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_markers_is_written_anew() {
        let page = format!("# Page\n{BEGIN}\nold\n{END}\nthe end\n");
        let once = between(&page, "new").unwrap();
        assert_eq!(once, format!("# Page\n{BEGIN}\n\nnew\n\n{END}\nthe end\n"));
        assert_eq!(between(&once, "new").unwrap(), once);
        assert!(between("# Page\n", "new").is_err());
    }
}
