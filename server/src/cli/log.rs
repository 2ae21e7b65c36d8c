//! Sets up the log.

use super::flags::{Log, LogFormat, LogLevel};
use std::io::{self, IsTerminal as _};
use tracing_subscriber::EnvFilter;

/// Logs to standard error from here on; panics, too.
///
/// Other libraries log from `warn` on, whatever was asked for: below that they may write out headers.
pub(super) fn start(flags: &Log) {
    let level = match flags.log_level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "info",
        LogLevel::Debug => "debug",
        LogLevel::Trace => "trace",
    };
    let terminal = io::stderr().is_terminal();
    let json = match flags.log_format {
        LogFormat::Auto => !terminal,
        LogFormat::Human => false,
        LogFormat::Json => true,
    };
    let filter = EnvFilter::new(format!("warn,overens={level}"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // An error only says that a log was set up already.
    let _ = if json {
        log.json().flatten_event(true).with_target(false).try_init()
    } else {
        log.with_ansi(terminal).with_target(false).try_init()
    };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let payload = panic.payload();
        let message = payload.downcast_ref::<&str>().copied();
        let message = message.or(payload.downcast_ref::<String>().map(String::as_str));
        let message = message.unwrap_or("no message");
        tracing::error!(place, message, "a panic: this is a fault in Överens");
    }));
}
