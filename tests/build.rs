//! Builds the preload library of the power cuts with the C compiler, which Rust links with anyway.
// A build script that stops says why, with its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

const SOURCE: &str = "power-cut/power_cut.c";

fn main() {
    println!("cargo::rerun-if-changed=power-cut");
    println!("cargo::rerun-if-env-changed=CC");
    let folder = std::env::var_os("OUT_DIR").expect("cargo names one");
    let library = Path::new(&folder).join("power_cut.so");
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let status = Command::new(&compiler)
        .args(["-shared", "-fPIC", "-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror", SOURCE, "-o"])
        .arg(&library)
        .status()
        .unwrap_or_else(|error| panic!("{} does not start: {error}", compiler.display()));
    assert!(status.success(), "{SOURCE} does not build");
    println!("cargo::rustc-env=OVERENS_POWER_CUT={}", library.display());
}
