//! Rooms of Överens: the sections of one agreement, and members who may write in them.

use anyhow::{Context as _, Result, ensure};
use overens_tests::Seeded;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tokio::process::Command;

/// Members; connections share them evenly.
const MEMBERS: usize = 10;

/// Founds an agreement with so many sections. Returns their ids, and the members' tokens.
pub(super) async fn seed(
    overens: &Path,
    around: &Path,
    sections: usize,
) -> Result<(Vec<String>, Vec<String>)> {
    let file = around.join("agreement.json");
    fs::write(&file, description(sections).to_string())?;
    let seeding = Command::new(overens)
        .arg("seed")
        .arg("--data")
        .arg(around.join("data"))
        .arg("--tokens")
        .arg(&file)
        .env_clear()
        .kill_on_drop(true)
        .output();
    let output = seeding.await.with_context(|| format!("{} does not start", overens.display()))?;
    ensure!(output.status.success(), "overens seed refuses: {}", String::from_utf8_lossy(&output.stderr));
    let seeded: Seeded = serde_json::from_slice(&output.stdout)?;
    let rooms = seeded.sections.into_iter().map(|section| section.id.0).collect();
    let tokens = seeded.members.into_iter().filter_map(|member| member.token).map(|token| token.0).collect();
    Ok((rooms, tokens))
}

fn description(sections: usize) -> Value {
    let member = |index: usize| {
        json!({
            "name": format!("Skribent {index}"), "email": format!("skribent{index}@last.example"),
            "party": if index.is_multiple_of(2) { "A" } else { "B" }, "roles": ["coordinator", "drafter"],
        })
    };
    let section = |index: usize| json!({ "kind": "free", "title": format!("Avsnitt {index}") });
    json!({
        "title": "Överenskommelse under last",
        "parties": [
            { "letter": "A", "name": "Lastköpings kommun", "kind": "public" },
            { "letter": "B", "name": "Lastköpings föreningar", "kind": "civil" },
        ],
        "members": (0..MEMBERS).map(member).collect::<Vec<_>>(),
        "sections": (0..sections).map(section).collect::<Vec<_>>(),
    })
}
