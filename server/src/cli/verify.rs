//! `overens verify`: checks an export without a server, and without a data folder.

use crate::agreement::digest::Digest;
use crate::agreement::refusal::Language;
use crate::archive::problem::Problem;
use crate::archive::verify::{Against, Failure, plain, said, sentence, verify};
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use serde::Deserialize;
use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Something is wrong with the export, or with a receipt.
const WRONG: u8 = 1;
/// Nothing was checked: the file, the key or a receipt cannot be read.
const UNREADABLE: u8 = 2;

/// What `overens verify` takes.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0 the export is whole, 1 something is wrong with it, 2 it cannot be read."
)]
pub(super) struct Verify {
    /// The export
    file: PathBuf,

    /// The server's public key, known from elsewhere than the export: 64 hexadecimal digits, or a file that holds
    /// them or what the server says at /api/signing-key. Without it the signer is not checked
    #[arg(long, value_name = "KEY")]
    key: Option<String>,

    /// A receipt of an approval, as it was downloaded or mailed; may be given several times
    #[arg(long = "receipt", value_name = "FILE")]
    receipts: Vec<PathBuf>,

    /// The language of the answer [default: Swedish if LANG says so, else English]
    #[arg(long, env = "OVERENS_LANGUAGE", value_enum, value_name = "LANGUAGE")]
    language: Option<Choice>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Choice {
    /// Svenska
    Sv,
    /// English
    En,
}

pub(super) fn run(flags: Verify) -> ExitCode {
    let language = match flags.language {
        Some(Choice::Sv) => Language::Swedish,
        Some(Choice::En) => Language::English,
        None => of_environment(),
    };
    let checked = read(&flags).and_then(|(file, against)| match verify(file, &against) {
        Ok(verified) => super::print(&said(&verified, language)).map(|()| None),
        Err(Failure::Wrong(problem)) => Ok(Some(*problem)),
        Err(Failure::Unreadable(error)) => {
            Err(error).with_context(|| format!("{} cannot be read", flags.file.display()))
        }
    });
    match checked {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(problem)) => {
            eprintln!("overens: {}", plain(&sentence(&problem, language)));
            let is_newer = matches!(problem, Problem::NewerFormat(_));
            ExitCode::from(if is_newer { UNREADABLE } else { WRONG })
        }
        Err(error) => {
            eprintln!("overens: {error:#}");
            ExitCode::from(UNREADABLE)
        }
    }
}

/// The export, and what it is to be checked against.
fn read(flags: &Verify) -> anyhow::Result<(File, Against)> {
    let key = flags.key.as_deref().map(key).transpose()?;
    let mut receipts = Vec::new();
    for path in &flags.receipts {
        let name = path.display().to_string();
        let text = fs::read(path).with_context(|| format!("{name} cannot be read"))?;
        let receipt = serde_json::from_slice(&text).with_context(|| format!("{name} is no receipt"))?;
        receipts.push((name, receipt));
    }
    let file = File::open(&flags.file).with_context(|| format!("{} cannot be read", flags.file.display()))?;
    Ok((file, Against { key, receipts }))
}

/// A key as digits, or the one that a file holds.
fn key(given: &str) -> anyhow::Result<Digest> {
    #[derive(Deserialize)]
    struct SigningKey {
        key: Digest,
    }
    if let Ok(key) = given.trim().parse() {
        return Ok(key);
    }
    let path = Path::new(given);
    let text = fs::read_to_string(path).with_context(|| {
        format!("--key: {given} is neither 64 hexadecimal digits nor a file that can be read")
    })?;
    let of_json = || serde_json::from_str::<SigningKey>(&text).map(|key| key.key).ok();
    let key = text.trim().parse().ok().or_else(of_json);
    key.with_context(|| format!("--key: {given} holds no key of 64 hexadecimal digits"))
}

/// What the system's own variables say, the first that is set.
fn of_environment() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| env::var(name).ok());
    match set.into_iter().find(|value| !value.is_empty()) {
        Some(value) if value.starts_with("sv") => Language::Swedish,
        Some(_) | None => Language::English,
    }
}
