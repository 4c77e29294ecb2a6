//! Rebuilds the harness when a scenario file is added or removed: the macro that embeds them only
//! notices a changed one.

fn main() {
    println!("cargo::rerun-if-changed=features");
}
