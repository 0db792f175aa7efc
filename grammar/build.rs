//! Holds the descriptions of statements to their form, so that a mistake in the data is one of the build.

#[allow(dead_code, unreachable_pub, reason = "the crate uses all of it")]
#[path = "src/kinds/description.rs"]
mod description;

fn main() {
    println!("cargo::rerun-if-changed=src/kinds.toml");
    println!("cargo::rerun-if-changed=src/kinds/description.rs");
    let toml = std::fs::read_to_string("src/kinds.toml").unwrap_or_default();
    if let Err(error) = description::Description::parse(&toml, &[]) {
        println!("cargo::error=src/kinds.toml: {error}");
    }
}
