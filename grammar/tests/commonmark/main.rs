//! Tables as comrak finds them and as the line reader does, in hostile documents and in real ones.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "clippy knows functions under test by their attribute, not those they call"
)]

mod documents;
mod oracle;

use std::path::{Path, PathBuf};

use budget_grammar::markdown::{Block, State, cells, read, unescape};
use comrak::Arena;
use comrak::nodes::{Node, NodeValue};
use documents::{document, without_quirks};
use oracle::{blocks, blocks_by_comrak, lines, parse, tables_by_comrak, tables_by_line};
use proptest::prelude::*;

fn cases() -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 10_000;
    }
    config
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn tables_are_comraks(document in document().prop_map(without_quirks)) {
        prop_assert_eq!(tables_by_line(&document), tables_by_comrak(&document));
    }

    #[test]
    fn blocks_are_comraks(document in document().prop_map(without_quirks)) {
        let expected = blocks_by_comrak(&document);
        let found: Vec<_> = blocks(&document)
            .into_iter()
            .zip(&expected)
            .map(|(block, expected)| expected.map(|_| block))
            .collect();
        prop_assert_eq!(found, expected);
    }

    /// Lines are replaced, as an editor does: read from the first new line up to where the states meet, keep the rest.
    #[test]
    fn reading_may_stop_where_states_meet(
        document in document(),
        edit in document(),
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
    ) {
        let old = lines(&document);
        let (from, to) = (from.index(old.len() + 1), to.index(old.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        let edited = lines(&edit);
        let new = [&old[..from], &edited, &old[to..]].concat();

        let known = readings(&State::default(), &old);
        let mut state = if from == 0 { State::default() } else { known[from - 1].1.clone() };
        let mut found = known[..from].to_vec();
        for (number, line) in new.iter().enumerate().skip(from) {
            let untouched = (number + to).checked_sub(from + edited.len()).filter(|&number| number >= to);
            if let Some(number) = untouched
                && number > 0
                && known[number - 1].1 == state
            {
                found.extend_from_slice(&known[number..]);
                break;
            }
            let reading = read(&state, line);
            state = reading.1.clone();
            found.push(reading);
        }
        prop_assert_eq!(found, readings(&State::default(), &new));
    }

    /// States that differ without need would have an edit read further than it reaches.
    #[test]
    fn a_blank_line_and_a_paragraph_close_everything_but_code_and_html(document in document()) {
        let before = readings(&State::default(), &lines(&document)).pop().map(|(_, state)| state).unwrap_or_default();
        let closed = readings(&before, &["", "甲", ""]);
        if closed[1].0 == Block::Paragraph {
            prop_assert_eq!(&closed[2].1, &State::default());
        }
    }

    /// Backslashes and pipes mean the same in a cell and in a paragraph of the cell's text.
    #[test]
    fn unescaped_cells_are_comraks(row in r"[|\\a甲 ]{0,12}") {
        let row = format!("|x{row}x|");
        let document = format!("{row}\n|{}", "-|".repeat(cells(&row).count()));
        let arena = Arena::new();
        let headers: Vec<_> = parse(&arena, &document)
            .descendants()
            .filter(|node| matches!(node.data().value, NodeValue::TableCell))
            .map(inline_text)
            .collect();
        let ours: Vec<_> = cells(&row)
            .map(|cell| inline_text(parse(&Arena::new(), &unescape(cell.of(&row)))))
            .collect();
        prop_assert_eq!(ours, headers);
    }
}

fn readings(before: &State, lines: &[&str]) -> Vec<(Block, State)> {
    let mut state = before.clone();
    let read_on = |line: &&str| {
        let reading = read(&state, line);
        state = reading.1.clone();
        reading
    };
    lines.iter().map(read_on).collect()
}

fn inline_text(node: Node<'_>) -> String {
    let texts = node.descendants().map(|node| match &node.data().value {
        NodeValue::Text(text) => text.to_string(),
        _ => String::new(),
    });
    texts.collect()
}

/// What random documents hardly ever reach.
#[test]
fn rare_documents_are_comraks() {
    let nested = |depth: usize| format!("{}甲\n|-|\n", "* - ".repeat(depth));
    let labelled = |length: usize| format!("[{}]: /u\n===\n|-|\n", "a".repeat(length));
    let parenthesised = |depth: usize| {
        let (open, close) = ("(".repeat(depth), ")".repeat(depth));
        format!("[a]: /u{open}{close}\n===\n|-|\n")
    };
    let wide = |cells: usize| {
        let (header, delimiter) = ("|甲".repeat(cells), "|-".repeat(cells));
        format!("{header}\n{delimiter}\n甲\n")
    };
    let documents = [
        nested(49),
        nested(50),
        nested(51),
        labelled(1000),
        labelled(1001),
        parenthesised(32),
        parenthesised(33),
        wide(65_534),
        wide(65_536),
        format!("甲\n|-|\n{}\n乙\n", "|".repeat(65_537)),
        format!("{}\n甲\n|-|\n", "|".repeat(65_537)),
        format!("{}\n甲\n{}\n", "~".repeat(70_000), "~".repeat(69_999)),
        "[a]: /u \\\n[b]: /u\n===\n|-|\n".to_owned(),
        "[a]: /u\n\\\"x\n===\n|-|\n".to_owned(),
        "[a]: <u>'y'\n===\n|-|\n".to_owned(),
        ">\t甲\n \t乙\n>|-|\n>|-|-|\n丙\n|-|\n".to_owned(),
    ];
    for document in documents {
        let beginning: String = document.chars().take(40).collect();
        assert!(tables_by_line(&document) == tables_by_comrak(&document), "{beginning:?}");
    }
}

/// The documents that budget departments publish, where they are at hand.
#[test]
fn tables_of_real_documents_are_comraks() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    for path in markdown_files(&corpus) {
        let document = std::fs::read_to_string(&path).expect("a document is UTF-8");
        let document = document.strip_prefix('\u{feff}').unwrap_or(&document);
        let expected = tables_by_comrak(document);
        assert!(!expected.is_empty(), "{} has tables", path.display());
        assert_eq!(tables_by_line(document), expected, "{}", path.display());
        for (line, (block, expected)) in blocks(document).into_iter().zip(blocks_by_comrak(document)).enumerate() {
            let expected = expected.unwrap_or(block);
            assert_eq!(block, expected, "{}:{}", path.display(), line + 1);
        }
    }
}

fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .flat_map(|path| match path.extension() {
            Some(extension) if extension == "md" => vec![path],
            _ if path.is_dir() => markdown_files(&path),
            _ => Vec::new(),
        })
        .collect()
}
