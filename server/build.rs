//! Has the binary built again when the web client was.

const WEB: &str = "../web/dist";

fn main() {
    // Cargo takes a missing path as changed at every build. An empty folder is "no web client yet".
    // Where the sources cannot be written to, that costs time and nothing else.
    let _ = std::fs::create_dir_all(WEB);
    println!("cargo:rerun-if-changed={WEB}");
    println!("cargo:rerun-if-changed=build.rs");
}
