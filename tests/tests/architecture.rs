//! What holds between the rooms: tests → server → grammar, the protocol in one place, one version.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn only_the_protocol_room_names_the_protocol() {
    let server = root().join("server/src");
    let mut inside = 0;
    for path in sources(&server) {
        let is_inside = path.starts_with(server.join("lsp")) || path == server.join("lsp.rs");
        let text = fs::read_to_string(&path).unwrap();
        let names_it = ["tower_lsp", "ls_types", "lsp_types"].iter().any(|name| text.contains(name));
        assert!(is_inside || !names_it, "{} names the protocol: move that to server/src/lsp", path.display());
        inside += usize::from(names_it);
    }
    assert!(inside > 0, "the room has moved: this test looks in the wrong place");
}

#[test]
fn features_and_rules_read_no_markdown_and_no_amounts() {
    for room in ["server/src/features", "server/src/rules"] {
        for path in sources(&root().join(room)) {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for parser in ["markdown::", "amount::read", "indicator::parse", "Row::read"] {
                assert!(!code.contains(parser), "{} calls {parser}: the analysis has that already", path.display());
            }
        }
    }
}

#[test]
fn comments_are_as_wide_as_code() {
    const WIDTH: usize = 120;
    let rooms = ["grammar/src", "server/src", "tests/src", "tests/tests"];
    let long = rooms.iter().flat_map(|room| sources(&root().join(room))).flat_map(|path| {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("//"));
        let long = lines.filter(|(_, line)| line.chars().count() > WIDTH);
        long.map(|(number, _)| format!("{}:{}", path.display(), number + 1)).collect::<Vec<_>>()
    });
    assert_eq!(long.collect::<Vec<_>>(), [] as [String; 0]);
}

/// The lines of `cargo tree` for a crate as others build it, without the drawing of the tree.
fn tree(package: &str, edges: &str) -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(cargo)
        .args(["tree", "--package", package, "--edges", edges, "--prefix", "none", "--offline", "--locked"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    String::from_utf8(tree.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn has(tree: &[String], name: &str) -> bool {
    tree.iter().any(|line| line.split(' ').next() == Some(name))
}

#[test]
fn the_language_depends_on_neither_protocol_nor_runtime() {
    let tree = tree("budget-grammar", "normal");
    assert!(has(&tree, "ropey"), "{tree:?}");
    for name in ["tokio", "tower", "ls-types", "lsp-types", "budget-lsp"] {
        assert!(!has(&tree, name), "budget-grammar depends on {name}");
    }
}

/// Crates that open connections or speak over them; whoever needs one has to say in `SECURITY.md` why.
const NETWORK: &[&str] = &[
    "async-std",
    "curl",
    "h2",
    "hyper",
    "hyper-util",
    "isahc",
    "mio",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tiny_http",
    "tungstenite",
    "ureq",
];

#[test]
fn the_program_cannot_reach_a_network() {
    let crates = tree("budget-lsp", "normal");
    assert!(has(&crates, "tokio"), "{crates:?}");
    for name in NETWORK {
        assert!(!has(&crates, name), "budget-lsp depends on {name}");
    }
    let features = tree("budget-lsp", "normal,features");
    let is_on = |name: &str| features.iter().any(|line| line.starts_with(&format!("tokio feature \"{name}\"")));
    assert!(is_on("io-std"), "{features:?}");
    for name in ["net", "full"] {
        assert!(!is_on(name), "budget-lsp asks tokio for “{name}”");
    }
}

/// Cargo finds these by their names. The roots in `fuzz/targets` are left out: what libFuzzer calls is `unsafe` by its
/// macro, and they hold one line each.
fn is_root(path: &Path) -> bool {
    path.ends_with("src/lib.rs") || path.ends_with("src/main.rs") || path.ends_with("bench/null_server.rs")
}

#[test]
fn every_crate_forbids_unsafe_code() {
    let rooms = ["grammar", "server", "tests"].map(|room| sources(&root().join(room)));
    let roots: Vec<PathBuf> = rooms.concat().into_iter().filter(|path| is_root(path)).collect();
    assert!(roots.len() >= 7, "the crates have moved: {roots:?}");
    for path in roots {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.lines().any(|line| line == "#![forbid(unsafe_code)]"), "{} allows unsafe code", path.display());
    }
}

#[test]
fn the_extension_has_the_version_of_the_workspace() {
    let read = |name: &str| -> serde_json::Value {
        let text = fs::read_to_string(root().join("editors/vscode").join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let (package, lock) = (read("package.json"), read("package-lock.json"));
    for version in [&package["version"], &lock["version"], &lock["packages"][""]["version"]] {
        let hint = "in editors/vscode: npm version --no-git-tag-version";
        assert_eq!(version, env!("CARGO_PKG_VERSION"), "{hint} {}", env!("CARGO_PKG_VERSION"));
    }
}
