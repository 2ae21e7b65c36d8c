//! Keeps sled's panics off the terminal while it is tried out: they are caught and reported in one line.

use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

static QUIET: AtomicUsize = AtomicUsize::new(0);
static INSTALLED: Once = Once::new();

/// As long as it lives, panics within sled print nothing. Other panics print as ever.
pub(super) struct Quiet;

/// Begins the quiet. sled panics in threads of its own too, hence for the whole process.
pub(super) fn sled() -> Quiet {
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let within_sled = panic.location().is_some_and(|location| location.file().contains("/sled-0."));
            if QUIET.load(Ordering::Relaxed) == 0 || !within_sled {
                before(panic);
            }
        }));
    });
    QUIET.fetch_add(1, Ordering::Relaxed);
    Quiet
}

impl Drop for Quiet {
    fn drop(&mut self) {
        QUIET.fetch_sub(1, Ordering::Relaxed);
    }
}
