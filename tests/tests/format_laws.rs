//! What formatting never does, on tables as nobody writes them.

use std::ops::Range;

use budget_grammar::line::Kind;
use budget_lsp::{
    analysis::{Analysis, Options},
    features::format::{formatted, formatted_row},
    fix::applied,
    width::AmbiguousWidth,
};
use budget_tests::{
    corpus,
    generator::{Dice, kinds::Clean},
};
use proptest::{collection::vec, prelude::*, sample::select};

fn analysis(text: &str, ambiguous_width: AmbiguousWidth) -> Analysis {
    Analysis::new(text, Options { ambiguous_width, ..Options::default() })
}

/// What a document says, without the columns at which it says it: what each line is, with all cells as Markdown has them and the
/// figures that were read.
fn said(analysis: &Analysis) -> Vec<String> {
    let document = analysis.document();
    let mut said: Vec<String> = Vec::new();
    for row in document.written(0..usize::MAX) {
        let is_delimiter = matches!(row.kind, Kind::Fragment(_));
        let cell = |cell: &str| if is_delimiter { with_one_dash(cell) } else { cell.to_owned() };
        let cells: Vec<String> = row.cells.iter().map(|span| cell(span.of(&row.text))).collect();
        let read = document.lines().get(row.line).and_then(|line| line.row());
        let read = read.map(|row| (&row.amounts, row.class, row.indicators.list.len(), row.name_hash));
        said.push(format!("{} {:?} {cells:?} {read:?}", row.line, row.kind));
    }
    for (line, finding) in analysis.findings() {
        let text = |line: usize, span: budget_grammar::Span| span.of(&document.text().line(line)).to_owned();
        let related: Vec<_> = finding.related.iter().map(|related| (related.lines_below, &related.message)).collect();
        let about = text(line, finding.span);
        said.push(format!("{line} {} {} 「{about}」 {related:?}", finding.rule.id, finding.message));
    }
    said
}

/// A delimiter, however wide it is.
fn with_one_dash(delimiter: &str) -> String {
    let mut characters: Vec<char> = delimiter.chars().collect();
    characters.dedup();
    characters.into_iter().collect()
}

/// The lines that are no rows of known tables, as they are written.
fn outside(analysis: &Analysis) -> Vec<String> {
    let rows: Vec<usize> = analysis.document().written(0..usize::MAX).map(|row| row.line).collect();
    let text = analysis.document().text().to_string();
    let lines = text.split('\n').enumerate().filter(|(line, _)| !rows.contains(line));
    lines.map(|(_, text)| text.to_owned()).collect()
}

fn put(text: &str, width: AmbiguousWidth, lines: Range<usize>) -> String {
    applied(text, &formatted(&analysis(text, width), lines))
}

fn holds(text: &str, width: AmbiguousWidth) {
    let before = analysis(text, width);
    let edits = formatted(&before, 0..usize::MAX);
    assert!(edits.windows(2).all(|pair| pair[0].range.end < pair[1].range.start), "edits touch: {edits:?}");
    let once = applied(text, &edits);
    let after = analysis(&once, width);
    let (said_before, said_after) = (said(&before), said(&after));
    let differs = said_before.iter().zip(&said_after).find(|(before, after)| before != after);
    assert_eq!(differs, None, "before:\n{text}\nafter:\n{once}");
    assert_eq!(said_before.len(), said_after.len(), "before:\n{text}\nafter:\n{once}");
    assert_eq!(outside(&before), outside(&after), "before:\n{text}\nafter:\n{once}");
    assert_eq!(formatted(&after, 0..usize::MAX), [], "again:\n{once}");
    let lines = before.document().lines().len();
    let mut line_by_line = text.to_owned();
    for line in 0..lines {
        line_by_line = put(&line_by_line, width, line..line + 1);
    }
    assert_eq!(line_by_line, once, "a range is a part of the whole:\n{text}");
    let mut typed = text.to_owned();
    for line in 0..lines {
        typed = applied(&typed, &formatted_row(&analysis(&typed, width), line));
    }
    assert_eq!(typed, once, "in a table that is not long, a pipe does for its row what formatting does:\n{text}");
}

fn cell() -> impl Strategy<Value = String> {
    let piece = select(vec![
        "培训",
        "教育局",
        "合计",
        "10.00",
        "1,903.31",
        "-",
        "—",
        "≥5",
        "“十”",
        "😀",
        "👩‍👩‍👧",
        "e\u{301}",
        "\u{3000}",
        "\u{a0}",
        "\\|",
        "`a",
        "<!-- budget-ignore row-sum: 无 -->",
        "ｱ",
        "\t",
        " ",
        "\u{b}",
        "①",
        ":",
        "\\",
        "1、1-产出指标；11-数量指标；",
    ]);
    let long = select(vec![1, 1, 1, 1, 1, 1, 12, 100]);
    (vec(piece, 0..3), long).prop_map(|(pieces, times)| pieces.concat().repeat(times))
}

fn blanks() -> impl Strategy<Value = &'static str> {
    select(vec!["", " ", " ", "  ", "\t", "      "])
}

fn row() -> impl Strategy<Value = String> {
    let cells = vec((blanks(), cell(), blanks()), 1..7);
    (cells, any::<bool>(), any::<bool>(), select(vec!["", "", " ", "   "])).prop_map(
        |(cells, opened, closed, indent)| {
            let cells: Vec<String> =
                cells.into_iter().map(|(before, cell, behind)| format!("{before}{cell}{behind}")).collect();
            let pipe = |is_there: bool| if is_there { "|" } else { "" };
            format!("{indent}{}{}{}", pipe(opened), cells.join("|"), pipe(closed))
        },
    )
}

fn line() -> impl Strategy<Value = String> {
    let other = vec![
        "",
        "<!-- page 2 -->",
        "说明",
        "```",
        "## 支出",
        "单位：万元",
        "|科目|金额|",
        "|-|-|",
        "|项目名称|总计|财政拨款|绩效目标|",
        "项目名称 | 总计 | 财政拨款 | 绩效目标",
        "|-|:-|-:|:-:|",
        "---|---|---|---",
    ];
    prop_oneof![4 => row(), 2 => select(other).prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn of_any_lines(
        mark in any::<bool>(),
        above in vec(line(), 0..4),
        header in select(vec!["|项目名称|总计|财政拨款|绩效目标|备注|\n| - | -|:-:|-:|:-|", "项目名称 | 金额 | 绩效目标\n--|--|-----", "|绩效目标|项目名称|金额|\n|-|-|-|"]),
        below in vec(line(), 0..8),
        is_crlf in any::<bool>(),
        is_wide in any::<bool>(),
    ) {
        let lines = [above, vec![String::new(), header.to_owned()], below].concat();
        let text = lines.join("\n").replace('\n', if is_crlf { "\r\n" } else { "\n" });
        let text = if mark { format!("\u{feff}{text}") } else { text };
        holds(&text, if is_wide { AmbiguousWidth::Wide } else { AmbiguousWidth::Narrow });
    }
}

#[test]
fn of_the_corpus() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let names = std::fs::read_dir(root).unwrap().map(|document| document.unwrap().file_name().into_string().unwrap());
    let mut changed = 0;
    for name in names.filter(|name| name.ends_with("2025.md") || name.ends_with("2024.md")) {
        let text = corpus(&name);
        holds(&text, AmbiguousWidth::Wide);
        changed += usize::from(put(&text, AmbiguousWidth::Wide, 0..usize::MAX) != text);
    }
    assert!(changed > 0, "no document of the corpus has anything to format");
}

#[test]
fn of_every_form_of_a_sound_document() {
    for (seed, form) in (1..).zip(Clean::ALL) {
        holds(&form.document(&mut Dice::new(seed)), AmbiguousWidth::Wide);
    }
}
