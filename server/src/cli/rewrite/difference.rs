//! What changes in a document, as a unified diff.

use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use similar::TextDiff;

/// How long the shortest difference is looked for. Where every row of a long document is another, it is no shorter than
/// what is known by then.
const PATIENCE: Duration = Duration::from_secs(2);

/// The difference between two texts, for `patch` and for people; empty where there is none.
pub(super) fn difference(name: &str, old: &str, new: &str) -> String {
    let lines = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let drawn = lines.unified_diff().header(name, name).to_string();
    if io::stdout().is_terminal() { for_terminal(&drawn) } else { drawn }
}

/// The same, in which the document cannot steer the terminal. `patch` needs every byte as it is.
fn for_terminal(drawn: &str) -> String {
    let steers = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    drawn.replace("\r\n", "\n").replace(steers, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_cannot_steer_the_terminal() {
        let (old, new) = ("甲\r\n\u{1b}[2J\u{7}|１|\r\n", "甲\r\n\u{1b}[2J\u{7}|1|\r\n");
        let drawn = difference("预算.md", old, new);
        let expected =
            "--- 预算.md\n+++ 预算.md\n@@ -1,2 +1,2 @@\n 甲\n-\u{fffd}[2J\u{fffd}|１|\n+\u{fffd}[2J\u{fffd}|1|\n";
        assert_eq!(for_terminal(&drawn), expected);
    }
}
