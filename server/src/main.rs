//! The `overens` program.

fn main() -> std::process::ExitCode {
    overens::cli::run()
}
