//! What the server says that it can do is what is built and tested: the table in `docs/protocol.md`, held to the
//! program.

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use budget_tests::client::Client;
use serde_json::{Value, json};

/// A capability, its methods, where it is made, and the test that drives each method over stdio.
struct Offered {
    capability: &'static str,
    methods: &'static [&'static str],
    made: &'static str,
    test: &'static str,
}

const fn offered(
    capability: &'static str,
    methods: &'static [&'static str],
    made: &'static str,
    test: &'static str,
) -> Offered {
    Offered { capability, methods, made, test }
}

const OFFERED: &[Offered] = &[
    offered(
        "textDocumentSync",
        &["textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose"],
        "lsp/documents.rs",
        "protocol.rs",
    ),
    offered("hoverProvider", &["textDocument/hover"], "features/hover.rs", "protocol.rs"),
    offered(
        "completionProvider",
        &["textDocument/completion", "completionItem/resolve"],
        "features/completion.rs",
        "completion.rs",
    ),
    offered(
        "codeActionProvider",
        &["textDocument/codeAction", "codeAction/resolve"],
        "features/actions.rs",
        "actions.rs",
    ),
    offered("definitionProvider", &["textDocument/definition"], "features/navigation.rs", "navigation.rs"),
    offered("referencesProvider", &["textDocument/references"], "features/navigation.rs", "navigation.rs"),
    offered(
        "documentHighlightProvider",
        &["textDocument/documentHighlight"],
        "features/navigation.rs",
        "navigation.rs",
    ),
    offered("linkedEditingRangeProvider", &["textDocument/linkedEditingRange"], "features/linked.rs", "navigation.rs"),
    offered(
        "renameProvider",
        &["textDocument/prepareRename", "textDocument/rename"],
        "features/rename.rs",
        "navigation.rs",
    ),
    offered(
        "callHierarchyProvider",
        &["textDocument/prepareCallHierarchy", "callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"],
        "features/hierarchy.rs",
        "navigation.rs",
    ),
    offered("documentSymbolProvider", &["textDocument/documentSymbol"], "features/symbols.rs", "structure.rs"),
    offered("foldingRangeProvider", &["textDocument/foldingRange"], "features/folding.rs", "structure.rs"),
    offered("selectionRangeProvider", &["textDocument/selectionRange"], "features/selection.rs", "structure.rs"),
    offered("inlayHintProvider", &["textDocument/inlayHint"], "features/hints.rs", "hints.rs"),
    offered("codeLensProvider", &["textDocument/codeLens", "codeLens/resolve"], "features/lens.rs", "lens.rs"),
    offered(
        "semanticTokensProvider",
        &[
            "textDocument/semanticTokens/full",
            "textDocument/semanticTokens/full/delta",
            "textDocument/semanticTokens/range",
        ],
        "features/tokens.rs",
        "tokens.rs",
    ),
    offered("documentFormattingProvider", &["textDocument/formatting"], "features/format.rs", "formatting.rs"),
    offered(
        "documentRangeFormattingProvider",
        &["textDocument/rangeFormatting"],
        "features/format.rs",
        "formatting.rs",
    ),
    offered(
        "documentOnTypeFormattingProvider",
        &["textDocument/onTypeFormatting"],
        "features/format.rs",
        "formatting.rs",
    ),
    offered("diagnosticProvider", &["textDocument/diagnostic", "workspace/diagnostic"], "lsp/pull.rs", "workspace.rs"),
    offered("workspaceSymbolProvider", &["workspace/symbol"], "features/search.rs", "workspace.rs"),
    offered(
        "workspace",
        &["workspace/didChangeWorkspaceFolders", "workspace/didRenameFiles", "workspace/didDeleteFiles"],
        "lsp/folders.rs",
        "workspace.rs",
    ),
    offered("executeCommandProvider", &["workspace/executeCommand"], "lsp/commands.rs", "commands.rs"),
    offered("experimental", &["budget/overview"], "features/overview.rs", "overview.rs"),
];

/// What every client may send: no capability speaks of it.
const UNASKED: &[Offered] = &[offered("", &["$/setTrace"], "lsp/trace.rs", "trace.rs")];

/// Not a method: what positions are counted in.
const ENCODING: &str = "positionEncoding";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What is offered to a client that can do everything.
fn capabilities() -> Value {
    let document = json!({
        "callHierarchy": {}, "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
        "codeLens": {}, "completion": {}, "diagnostic": {}, "inlayHint": {}, "linkedEditingRange": {},
        "semanticTokens": { "requests": {}, "tokenTypes": [], "tokenModifiers": [], "formats": [] },
    });
    let workspace = json!({ "workspaceFolders": true, "fileOperations": { "didRename": true, "didDelete": true } });
    let params = json!({ "processId": null, "rootUri": null, "capabilities": { "textDocument": document, "workspace": workspace } });
    Client::start().request("initialize", params)["capabilities"].clone()
}

#[test]
fn what_is_offered_is_in_the_table_and_the_other_way_round() {
    let capabilities = capabilities();
    let said: BTreeSet<&str> = capabilities.as_object().unwrap().keys().map(String::as_str).collect();
    let known: BTreeSet<&str> = OFFERED.iter().map(|offered| offered.capability).chain([ENCODING]).collect();
    assert_eq!(said, known);
}

#[test]
fn each_method_is_made_where_the_table_says_and_driven_by_its_test() {
    for offered in OFFERED.iter().chain(UNASKED) {
        let made = root().join("server/src").join(offered.made);
        assert!(made.exists(), "{} is not there", made.display());
        let test = read(&root().join("tests/tests").join(offered.test)) + &read(&root().join("tests/src/client.rs"));
        for method in offered.methods {
            assert!(test.contains(&format!("\"{method}\"")), "{} does not drive {method}", offered.test);
        }
    }
}

/// `BUDGET_WRITE=1 cargo test -p budget-tests --test capabilities` writes the table down again.
#[test]
fn the_table_in_the_docs_is_this_one() {
    const START: &str = "<!-- methods -->\n";
    const END: &str = "<!-- end of methods -->\n";
    let path = root().join("docs/protocol.md");
    let page = read(&path);
    let (before, rest) = page.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let mut table = String::from("| | `server/src/` | `tests/tests/` |\n|---|---|---|\n");
    for offered in OFFERED.iter().chain(UNASKED) {
        for method in offered.methods {
            writeln!(table, "| `{method}` | `{}` | `{}` |", offered.made, offered.test).unwrap();
        }
    }
    let written = format!("{before}{START}{table}{END}{after}");
    if std::env::var_os("BUDGET_WRITE").is_some() {
        fs::write(&path, &written).unwrap();
    }
    assert!(
        read(&path) == written,
        "docs/protocol.md has another table; BUDGET_WRITE=1 cargo test -p budget-tests --test capabilities writes it"
    );
}
