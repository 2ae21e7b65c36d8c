//! What Överens is built from: under which licences, from where, and what not at all. The lists are deny.toml's.
// Test code: a broken expectation is to stop the test, with its place and its reason.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Licences of npm packages beside those of deny.toml. The first row is of tools and of fonts, which are no part of
/// the program; MPL-2.0 is that of the style sheets' compiler.
const ALSO_OF_PACKAGES: [&str; 6] = ["BlueOak-1.0.0", "CC0-1.0", "MIT-0", "MPL-2.0", "OFL-1.1", "Python-2.0"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn rules() -> toml::Table {
    std::fs::read_to_string(root().join("deny.toml")).unwrap().parse().unwrap()
}

fn texts(list: &toml::Value) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// Whether a licence expression can be met with these licences.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let parsed = spdx::Expression::parse_mode(expression, spdx::ParseMode::LAX);
    parsed.is_ok_and(|parsed| parsed.evaluate(|needed| allowed.contains(&needed.to_string())))
}

fn crates() -> Vec<Value> {
    let said = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1", "--all-features"])
        // Of other systems, a machine without a network has only the names.
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said: Value = serde_json::from_slice(&said.stdout).unwrap();
    said["packages"].as_array().unwrap().clone()
}

#[test]
fn every_crate_has_a_licence_that_is_allowed_and_every_allowed_licence_a_crate() {
    let allowed = texts(&rules()["licenses"]["allow"]);
    let crates = crates();
    assert!(crates.len() > 200, "only {} crates", crates.len());
    for one in &crates {
        let licence = one["license"].as_str().unwrap_or("none");
        assert!(is_allowed(licence, &allowed), "{} is under {licence}", one["name"]);
    }
    for licence in &allowed {
        let is_used = crates
            .iter()
            .any(|one| one["license"].as_str().is_some_and(|named| named.contains(licence.as_str())));
        assert!(is_used, "nothing is under {licence}");
    }
}

#[test]
fn every_crate_comes_from_the_registry_and_none_is_banned() {
    let rules = rules();
    let from: Vec<String> =
        texts(&rules["sources"]["allow-registry"]).iter().map(|url| format!("registry+{url}")).collect();
    let banned: BTreeSet<&str> =
        rules["bans"]["deny"].as_array().unwrap().iter().map(|ban| ban["crate"].as_str().unwrap()).collect();
    assert!(!banned.is_empty());
    let mut ours = BTreeSet::new();
    for one in crates() {
        let name = one["name"].as_str().unwrap();
        assert!(!banned.contains(name), "{name} is banned");
        match one["source"].as_str() {
            Some(source) => assert!(from.iter().any(|url| url == source), "{name} comes from {source}"),
            None => drop(ours.insert(name.to_owned())),
        }
        for dependency in one["dependencies"].as_array().unwrap() {
            let is_ours = one["source"].is_null() && dependency["path"].is_null();
            assert!(!is_ours || dependency["req"] != "*", "{name} takes any {}", dependency["name"]);
        }
    }
    assert_eq!(
        ours,
        BTreeSet::from(["overens", "overens-fuzz", "overens-load", "overens-tests"].map(str::to_owned))
    );
    // The lock names those of all systems.
    let lock: toml::Table = std::fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap();
    for one in lock["package"].as_array().unwrap() {
        let name = one["name"].as_str().unwrap();
        assert!(!banned.contains(name), "{name} is banned");
        if let Some(source) = one.get("source") {
            assert!(
                from.iter().any(|url| Some(url.as_str()) == source.as_str()),
                "{name} comes from {source:?}"
            );
            assert_eq!(one["checksum"].as_str().map(str::len), Some(64), "{name} has no checksum");
        }
    }
}

#[test]
fn every_package_has_a_licence_that_is_allowed_and_a_checksum_and_comes_from_the_registry() {
    let mut allowed = texts(&rules()["licenses"]["allow"]);
    allowed.extend(ALSO_OF_PACKAGES.map(str::to_owned));
    for folder in ["web", "tests/browser"] {
        let lock = std::fs::read(root().join(folder).join("package-lock.json")).unwrap();
        let lock: Value = serde_json::from_slice(&lock).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        assert!(packages.len() > 3, "{folder}: only {} packages", packages.len());
        for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
            let licence = package["license"].as_str().unwrap_or("none");
            assert!(is_allowed(licence, &allowed), "{folder}: {path} is under {licence}");
            let has_sum = package["integrity"].as_str().is_some_and(|sum| sum.starts_with("sha512-"));
            assert!(has_sum, "{folder}: {path} has no checksum");
            let from = package["resolved"].as_str().unwrap_or("https://registry.npmjs.org/");
            assert!(from.starts_with("https://registry.npmjs.org/"), "{folder}: {path} comes from {from}");
        }
    }
}

#[test]
fn a_licence_that_is_not_listed_is_refused() {
    let allowed = BTreeSet::from(["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned));
    for (expression, is_fine) in [
        ("MIT", true),
        ("GPL-3.0-only OR MIT", true),
        ("MIT/Apache-2.0", true),
        ("MIT AND GPL-3.0-only", false),
        ("AGPL-3.0-only", false),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("none", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), is_fine, "{expression:?}");
    }
}
