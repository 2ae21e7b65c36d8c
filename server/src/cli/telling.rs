//! Flags about letters that tell what has happened.

use crate::mail::telling;
use clap::Args;
use std::time::Duration;

/// Letters that tell what has happened; each person chooses which of them they get.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "News by e-mail")]
pub(super) struct Telling {
    /// The hour (0 to 23) of the daily letter for those who chose none, in the time zone of their agreement; never: no
    /// daily letters
    #[arg(long, env = "OVERENS_DIGEST_HOUR", value_name = "HOUR", default_value = "7", value_parser = hour)]
    digest_hour: Hour,

    /// Seconds between daily letters, instead of a day: for trying them out
    /// [default: none, and one a day at each person's hour]
    #[arg(long, env = "OVERENS_DIGEST_SECONDS", value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    digest_seconds: Option<u64>,

    /// Seconds that a letter waits that goes at once (to who is named, and whose approval is missing): what is deleted
    /// or read before that is not sent
    #[arg(long, env = "OVERENS_AT_ONCE_SECONDS", value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(0..=3600))]
    at_once_seconds: u64,
}

/// An hour of the day, or never.
#[derive(Clone, Copy, Debug)]
struct Hour(Option<i8>);

fn hour(text: &str) -> Result<Hour, String> {
    if text == "never" {
        return Ok(Hour(None));
    }
    let hour = text.parse().ok().filter(|hour| (0..=23).contains(hour));
    hour.map(|hour| Hour(Some(hour))).ok_or_else(|| "give an hour from 0 to 23, or never".to_owned())
}

impl Telling {
    /// When people are told.
    pub(super) fn settings(self) -> telling::Telling {
        telling::Telling {
            hour: self.digest_hour.0,
            every: self.digest_seconds.map(Duration::from_secs),
            delay: Duration::from_secs(self.at_once_seconds),
        }
    }
}
