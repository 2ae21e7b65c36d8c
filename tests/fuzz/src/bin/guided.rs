//! One target under libFuzzer: `OVERENS_FUZZ` names it. `make fuzz` builds and runs it.
#![no_main]
#![allow(clippy::expect_used)]

use libfuzzer_sys::fuzz_target;
use overens_fuzz::Target;
use std::sync::LazyLock;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    // libFuzzer's own hook ends the process at every panic, also at those of yrs that are caught.
    drop(std::panic::take_hook());
    let name = std::env::var("OVERENS_FUZZ").expect("OVERENS_FUZZ names a target");
    overens_fuzz::target(&name).expect("OVERENS_FUZZ names one of the targets")
});

fuzz_target!(|bytes: &[u8]| (TARGET.run)(bytes));
