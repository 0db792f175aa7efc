//! What the workspace is built from is what `deny.toml` allows: licences, sources, and one version of each crate.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    process::Command,
};

use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn allowed() -> toml::Table {
    fs::read_to_string(root().join("deny.toml")).unwrap().parse().unwrap()
}

/// All crates that `Cargo.lock` names, for every platform, with what they say of themselves.
fn crates() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--format-version", "1", "--all-features", "--locked"];
    let told = Command::new(cargo).args(arguments).current_dir(root()).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let crates = told["packages"].as_array().unwrap().clone();
    assert!(crates.len() > 50, "{} crates", crates.len());
    crates
}

fn name(one: &Value) -> &str {
    one["name"].as_str().unwrap()
}

fn words<'t>(list: &'t toml::Value, key: &str) -> BTreeSet<&'t str> {
    let words = list[key].as_array().unwrap().iter();
    words.map(|word| word.as_str().or_else(|| word.get("crate")?.as_str()).unwrap()).collect()
}

/// Whether an expression of SPDX, or of crates from before it (`MIT/Apache-2.0`), can be met: of what is joined by OR
/// one is enough, of what is joined by AND all are needed, and AND binds more (SPDX 2.3, annex D.4).
fn is_met(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let is_met = any(&mut words, allowed);
    assert_eq!(words.next(), None, "“{expression}” is not understood");
    is_met
}

type Words<'w> = std::iter::Peekable<std::str::SplitWhitespace<'w>>;

fn any(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    let mut is_met = all(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        is_met |= all(words, allowed);
    }
    is_met
}

fn all(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    let mut is_met = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        is_met &= one(words, allowed);
    }
    is_met
}

fn one(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    let word = words.next().unwrap();
    if word == "(" {
        let is_met = any(words, allowed);
        assert_eq!(words.next(), Some(")"));
        return is_met;
    }
    // An exception is one more permission, and a licence of its own to `deny.toml`.
    match words.next_if_eq(&"WITH").and_then(|_| words.next()) {
        Some(exception) => allowed.contains(format!("{word} WITH {exception}").as_str()),
        None => allowed.contains(word),
    }
}

#[test]
fn every_licence_is_allowed() {
    let deny = allowed();
    let licences = words(&deny["licenses"], "allow");
    let exceptions = deny["licenses"]["exceptions"].as_array().unwrap();
    for one in crates() {
        let exception = exceptions.iter().find(|exception| exception["crate"].as_str() == Some(name(&one)));
        let more = exception.map(|exception| words(exception, "allow")).unwrap_or_default();
        let expression = one["license"].as_str().unwrap_or_else(|| panic!("{} has no licence", name(&one)));
        let allowed = licences.union(&more).copied().collect();
        assert!(is_met(expression, &allowed), "{} is under {expression}, which deny.toml does not allow", name(&one));
    }
}

#[test]
fn expressions_of_licences_are_understood() {
    let allowed = BTreeSet::from(["MIT", "Unicode-3.0"]);
    for met in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0", "X AND Y OR MIT"] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for unmet in ["GPL-3.0", "MIT AND GPL-3.0", "MIT WITH GCC-exception-3.1", "(X OR Y) AND MIT"] {
        assert!(!is_met(unmet, &allowed), "{unmet}");
    }
}

#[test]
fn every_crate_is_ours_or_from_the_registry() {
    let deny = allowed();
    let registries = words(&deny["sources"], "allow-registry");
    for one in crates() {
        let Some(source) = one["source"].as_str() else {
            assert!(name(&one).starts_with("budget-"), "{} is neither ours nor published", name(&one));
            continue;
        };
        let registry = source.strip_prefix("registry+").unwrap_or(source);
        assert!(registries.contains(registry), "{} comes from {source}", name(&one));
    }
}

#[test]
fn a_crate_is_there_in_one_version_or_for_a_reason() {
    let deny = allowed();
    let skipped = words(&deny["bans"], "skip");
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in crates() {
        versions.entry(name(&one).to_owned()).or_default().insert(one["version"].to_string());
    }
    versions.retain(|_, versions| versions.len() > 1);
    let several: BTreeSet<&str> = versions.keys().map(String::as_str).collect();
    assert_eq!(several, skipped, "left: in several versions, {versions:?}; right: what deny.toml skips");
}
