//! For any text the same tables with the same cells as a reference implementation of CommonMark and GFM.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use budget_grammar::{
    markdown::{Block, State, cells, read, unescape},
    text::lines_of,
};
use comrak::{
    Arena, Options,
    nodes::{Node, NodeValue},
    parse_document,
};
use proptest::prelude::*;

/// A table: its header row and its body rows, as texts of cells.
type Table = Vec<Vec<String>>;

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{b}' | '\u{c}')
}

fn ours(text: &str) -> Vec<Table> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut tables: Vec<Table> = Vec::new();
    let mut state = State::default();
    let mut previous = "";
    for line in lines_of(text) {
        let (block, after) = read(&state, line);
        match block {
            Block::Delimiter => tables.push(vec![texts(previous)]),
            Block::Row => {
                let table = tables.last_mut().unwrap();
                let mut row = texts(line);
                row.resize(table[0].len(), String::new());
                table.push(row);
            }
            _ => {}
        }
        previous = line;
        state = after;
    }
    tables
}

fn texts(line: &str) -> Vec<String> {
    cells(line).map(|cell| unescape(cell.of(line).trim_matches(is_blank)).into_owned()).collect()
}

fn reference(text: &str) -> Vec<Table> {
    let mut options = Options::default();
    options.extension.table = true;
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options);
    let lines: Vec<&str> = lines_of(text.strip_prefix('\u{feff}').unwrap_or(text)).collect();
    root.children()
        .filter(|node| matches!(node.data().value, NodeValue::Table(_)))
        .map(|table| rows(table, &lines))
        .collect()
}

/// The rows of a table. The tree says which lines they are and how many cells each has; what stands in the cells is read off
/// the lines by the simplest means, since inline markup has replaced it in the tree.
fn rows(table: Node<'_>, lines: &[&str]) -> Table {
    let columns = table.first_child().unwrap().children().count();
    let row = |row: Node<'_>| {
        let line = lines[row.data().sourcepos.start.line - 1];
        let mut cells = split(line);
        cells.resize(columns, String::new());
        cells
    };
    table.children().map(row).collect()
}

/// Splits a row at every pipe without a backslash before it.
fn split(line: &str) -> Vec<String> {
    let line = line.trim_start_matches([' ', '\t']);
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut before = ' ';
    for character in line.chars() {
        if character == '|' && before != '\\' {
            cells.push(String::new());
        } else {
            cells.last_mut().unwrap().push(character);
        }
        before = character;
    }
    if cells.last().unwrap().chars().all(is_blank) {
        cells.pop();
    }
    cells.iter().map(|cell| unescape(cell.trim_matches(is_blank)).into_owned()).collect()
}

/// `comrak` looks at the line ending behind a lone ordered list marker (`10.`) and behind `<script`, and takes both for text
/// where they are the very end of the text; CommonMark (§5.2, §4.6) makes no such difference. Such a text gets its line ending.
fn with_last_line_ended(text: &str) -> String {
    let last = lines_of(text).last().unwrap_or_default();
    let ending = if last.ends_with(['.', ')']) || last.contains('<') { "\n" } else { "" };
    format!("{text}{ending}")
}

/// Whether a text has a link reference definition, whose removal leaves `comrak` with line numbers that are not those of
/// the rows: only the shapes of the tables can be compared.
fn has_definitions(text: &str) -> bool {
    text.contains("]:")
}

/// A list item that holds nothing but definitions is empty to `comrak` once they are removed, and the blank line behind
/// ends it a line later than CommonMark's rule for items that begin with a blank line: nothing a reader would write.
fn has_definitions_in_a_list(text: &str) -> bool {
    has_definitions(text)
        && lines_of(text).any(|line| line.trim_start_matches([' ', '\t', '>']).starts_with(['-', '*', '+', '1', '2']))
}

fn shapes(tables: &[Table]) -> Vec<(usize, usize)> {
    tables.iter().map(|table| (table.len(), table[0].len())).collect()
}

fn assert_equal(text: &str) {
    assert_eq!(ours(text), reference(text), "{text:?}");
}

#[test]
fn real_documents_have_the_same_tables() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let folders = ["tests/corpus", "../shared/corpus", "../shared/corpus/departments", "../shared/corpus/english"];
    let mut documents = 0;
    for entry in folders.iter().filter_map(|folder| std::fs::read_dir(format!("{root}/{folder}")).ok()).flatten() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            assert_equal(&std::fs::read_to_string(&path).unwrap());
            documents += 1;
        }
    }
    assert!(documents >= 7, "the project's own corpus is gone");
}

fn pieces(pieces: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(pieces)
}

/// Lines made of what decides blocks, with now and then something that nearly does.
fn line() -> impl Strategy<Value = String> {
    let indent = pieces(&["", "", "", "", " ", "  ", "   ", "    ", "     ", "\t", " \t", "        "]);
    let prefix = pieces(&[
        "", "", "", "", "", "> ", ">", "- ", "* ", "1. ", "2) ", "+   ", "-\t", "-", "> - ", "10.", "-      ",
    ]);
    let body = prop_oneof![
        8 => prop::collection::vec(pieces(&["|", "|", "a", "甲", "𠮷", " ", "\\|", "\\", "`", "-", ":", "\u{3000}", "\u{a0}", "\u{b}"]), 0..9).prop_map(|p| p.concat()),
        6 => pieces(&["|-|", "|-|-|", "-|-", "| :-: | --: |", "|:-", "--|", "|-|-|-|", "| - |  ", ":-:"]).prop_map(str::to_owned),
        6 => pieces(&["| a | b |", "| a |", "a|b|c", "|甲|1.00|", "a", "| \\| | b |", "||", "|", "| |"]).prop_map(str::to_owned),
        4 => pieces(&["```", "~~~", "````", "``` x", "~~~ `", "```x`", "``", "# h", "#", "#h", "####### h", "===", "---", "--", "=", "- -", "***", "* * *", "___", "_ _"]).prop_map(str::to_owned),
        3 => pieces(&["<!--", "-->", "<!-- x -->", "<!-- x --> y", "<div>", "</div>", "<b>", "<b x='|'>", "<b", "</b >", "<?", "?>", "<!A", ">", "<![CDATA[", "]]>", "<pre>", "</pre>", "<script", "</SCRIPT>", "<a href=x/>", "<a =>", "<!-->"]).prop_map(str::to_owned),
        2 => pieces(&["[a]: /u", "[a]:", "/u", "'t'", "[a]: <u> \"t", "t\"", "[a]: /u x", "[|]: |", "[a]", "[", "[a]: /u 't' x"]).prop_map(str::to_owned),
        4 => Just(String::new()),
    ];
    (indent, prefix, body).prop_map(|(indent, prefix, body)| format!("{indent}{prefix}{body}"))
}

fn document() -> impl Strategy<Value = String> {
    let ending = pieces(&["\n", "\n", "\n", "\r\n", "\r"]);
    (pieces(&["", "", "", "\u{feff}"]), prop::collection::vec((line(), ending), 0..14), line()).prop_map(
        |(mark, lines, last)| {
            let lines: String = lines.into_iter().map(|(line, ending)| line + ending).collect();
            format!("{mark}{lines}{last}")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, max_global_rejects: 1_000_000, max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_the_same_tables(text in document()) {
        let text = with_last_line_ended(&text);
        prop_assume!(!has_definitions_in_a_list(&text));
        let (ours, reference) = (ours(&text), reference(&text));
        if has_definitions(&text) {
            prop_assert_eq!(shapes(&ours), shapes(&reference), "{:?}", text);
        } else {
            prop_assert_eq!(ours, reference, "{:?}", text);
        }
    }
}
