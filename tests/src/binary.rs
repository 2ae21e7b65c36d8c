//! The program under test.

use crate::PATIENCE;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// Where the program is.
///
/// # Panics
/// If it is not there; it has to be built before the tests, since cargo does not do so for another crate's tests.
pub fn overens() -> PathBuf {
    if let Some(given) = std::env::var_os("OVERENS_BIN") {
        return given.into();
    }
    let test = std::env::current_exe().expect("a running test has a path");
    // <target>/<profile>/deps/<test>
    let profile = test.parent().and_then(Path::parent).expect("cargo's tests lie two folders deep");
    let binary = profile.join("overens");
    assert!(
        binary.is_file(),
        "{} is missing; build it first (cargo build -p overens), or name it in OVERENS_BIN",
        binary.display()
    );
    binary
}

/// What a finished command left behind.
#[derive(Debug)]
pub struct Finished {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub errors: String,
}

/// Runs a command of the program to its end.
///
/// # Panics
/// If it does not end in time.
pub async fn run(arguments: &[&str]) -> Finished {
    let child = Command::new(overens())
        .args(arguments)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the program starts");
    let output = tokio::time::timeout(PATIENCE, child.wait_with_output())
        .await
        .unwrap_or_else(|_| panic!("overens {arguments:?} did not end in time"))
        .expect("a child can be waited for");
    Finished {
        code: output.status.code(),
        output: String::from_utf8(output.stdout).expect("UTF-8"),
        errors: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}
