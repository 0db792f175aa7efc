//! The one binary.

use budget_lsp::analysis::{Analysis, Options};

fn main() -> std::process::ExitCode {
    if std::env::args().len() < 2 || std::env::args().any(|a| a == "--stdio") {
        return budget_lsp::lsp::serve();
    }
    for path in std::env::args().skip(1) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let analysis = Analysis::new(&text, Options::default());
        for (line, finding) in analysis.findings() {
            println!(
                "{path}:{}: {}[{}] 「{}」 {}",
                line + 1,
                finding.severity,
                finding.rule.id,
                finding.span.of(&analysis.document().text().line(line)),
                finding.message
            );
        }
    }
    std::process::ExitCode::SUCCESS
}
