//! Hostile documents.

use proptest::prelude::*;

/// The document without what comrak does not read as the specification says. These quirks are too rare to follow:
///
/// * Without a line ending behind it, a last line `1.` or `<div` begins no block.
/// * In link reference definitions, a backslash carries a destination in angle brackets over LF (not over CRLF), and
///   one before a title's closing quote escapes the quote only if there is another.
pub(crate) fn without_quirks(mut document: String) -> String {
    if document.contains('[') {
        for (quirk, plain) in [("\\\"", "\""), ("\\'", "'"), ("\\)", ")"), ("\\\n", "\n"), ("\\\r", "\r")] {
            while document.contains(quirk) {
                document = document.replace(quirk, plain);
            }
        }
    }
    if !document.ends_with(['\r', '\n', '|', '>', '甲', ' ']) {
        document.push('\n');
    }
    document
}

/// Lines are made of these. The more telling ones stand more than once.
const FRAGMENTS: &[&str] = &[
    "|",
    "|",
    "|",
    "|",
    "-",
    "-",
    "--",
    "---",
    "|-|",
    "|-|-|",
    "| a | b |",
    "-|-",
    ":-",
    "-:",
    ":",
    " ",
    " ",
    "  ",
    "   ",
    "    ",
    "\t",
    "\t",
    r"\|",
    r"\\|",
    r"\",
    "`a|b`",
    "`",
    "```",
    "````",
    "~~~",
    "~~~~",
    "<!--",
    "-->",
    "<!-- 第 7 页 -->",
    "<div>",
    "<div",
    "</td>",
    "<span>",
    "<b c='d'>",
    "<b c=",
    "<pre>",
    "</pre>",
    "<?",
    "?>",
    "<!A",
    "<![CDATA[",
    "]]>",
    "<",
    ">",
    "> ",
    "> ",
    "- ",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "10. ",
    "1.",
    "-",
    "***",
    "___",
    "* * *",
    "=",
    "===",
    "# ",
    "#",
    "甲",
    "预算",
    "𠮷",
    "12.00",
    "a",
    "\u{3000}",
    "\u{a0}",
    "\x0b",
    "\x0c",
    "\0",
    "[a]: /u",
    "[a]:",
    "[b",
    "]: ",
    "/u",
    "\"x",
    "x\"",
    "'y'",
    "(z)",
    "(",
    ")",
    "[",
];

/// Whole lines that lead somewhere, so that tables come about and blocks meet.
const LINES: &[&str] = &[
    "",
    "",
    "",
    " ",
    "| 甲 | 乙 |",
    "|---|---|",
    "| 1.00 | 2.00 |",
    "| 1 |",
    "甲",
    "-",
    ":-",
    "|-|",
    "---",
    "===",
    "> | 甲 |",
    "> |-|",
    ">",
    "> 甲",
    "- 甲",
    "  |-|",
    "  甲",
    "-",
    "- |甲|",
    "1. 甲",
    "   甲",
    "```",
    "~~~",
    "<!--",
    "-->",
    "<div>",
    "<!-- 第 7 页 -->",
    "[a]: /u",
    "- [a]: /u",
    "> [a]: /u",
    "[a]:",
    "/u",
    "'y'",
    "    |-|",
    "    甲",
    "\t甲",
    "- - 甲",
    "- > 甲",
    "* ",
    "|",
    "> ```",
    "- ```",
    "  ```",
    "> - [a]: /u",
    "***",
];

/// Where a line can stand: in containers, in what code and HTML take of them, or lazily.
const PREFIXES: &[&str] = &[
    "", "", "", "> ", ">", "- ", "  ", "- - ", "> - ", "    ", "     ", "\t", "-\t", ">\t", " \t", "1. ", "   ",
    "-     ", "- \t", ">  \t",
];

/// What containers pass on: tables and what ends them.
const CONTENTS: &[&str] = &[
    "甲", "|-|", "| 甲 |", "甲|乙", "|-|-|", "", "", "```", "````", "<!-- 甲", "-->", "<div>", "***", "===", "# 甲",
    "  甲", "[a]: /u", "|",
];

/// Pieces of link reference definitions, on top of what can end their paragraph.
const DEFINITIONS: &[&str] = &[
    "[a]: /u",
    "[a]: /u",
    "[a]: /u",
    "[a]:",
    "[a",
    "b]: /u",
    "[",
    " ",
    "]: /u",
    "/u",
    "<u>",
    "'y'",
    "'y",
    "y'",
    "(y",
    "y)",
    "(y(y)",
    "\"y\"",
    "\"y",
    "y\" y",
    "[a]: /u 'y'",
    "[a]: /u 'y",
    "[a]: /u y",
    "[\\]]: /u",
    "===",
    "===",
    "---",
    "|-|",
    "甲",
    "",
    "- [a]: /u",
    "> [a]: /u",
    "  [a]: /u",
    "  ===",
    "> ===",
    "  |-|",
    "> |-|",
];

fn line() -> impl Strategy<Value = String> {
    let indentation = prop_oneof![
        6 => Just(String::new()),
        2 => (0..9_usize).prop_map(|width| " ".repeat(width)),
        1 => Just("\t".to_owned()),
        1 => Just(" \t".to_owned()),
    ];
    let composed = prop::collection::vec(prop::sample::select(FRAGMENTS), 0..7).prop_map(|all| all.concat());
    let whole = prop::sample::select(LINES).prop_map(str::to_owned);
    (indentation, prop_oneof![composed, whole]).prop_map(|(indentation, text)| indentation + &text)
}

fn nested_line() -> impl Strategy<Value = String> {
    let prefix = prop::sample::select(PREFIXES);
    (prefix, prop::sample::select(CONTENTS)).prop_map(|(prefix, content)| format!("{prefix}{content}"))
}

pub(crate) fn document() -> impl Strategy<Value = String> {
    let definition = prop::sample::select(DEFINITIONS).prop_map(str::to_owned);
    prop_oneof![2 => document_of(line()), 1 => document_of(nested_line()), 1 => document_of(definition)]
}

fn document_of(line: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let ending = prop_oneof![8 => Just("\n"), 2 => Just("\r\n"), 1 => Just("\r"), 1 => Just("\n\n")];
    let lines = prop::collection::vec((line, ending), 1..14);
    (lines, any::<bool>()).prop_map(|(lines, ended)| {
        let text: String = lines.iter().flat_map(|(line, ending)| [line.as_str(), *ending]).collect();
        if ended { text } else { text.trim_end_matches(['\r', '\n']).to_owned() }
    })
}
