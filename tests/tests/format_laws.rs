//! What formatting never does, on tables as nobody writes them.

use budget_lsp::width::AmbiguousWidth;
use budget_tests::{
    corpus,
    generator::{Dice, kinds::Clean},
    laws::format::{hold, put},
};
use proptest::{collection::vec, prelude::*, sample::select};

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
        hold(&text, if is_wide { AmbiguousWidth::Wide } else { AmbiguousWidth::Narrow });
    }
}

#[test]
fn of_the_corpus() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let names = std::fs::read_dir(root).unwrap().map(|document| document.unwrap().file_name().into_string().unwrap());
    let mut changed = 0;
    for name in names.filter(|name| name.ends_with("2025.md") || name.ends_with("2024.md")) {
        let text = corpus(&name);
        hold(&text, AmbiguousWidth::Wide);
        changed += usize::from(put(&text, AmbiguousWidth::Wide, 0..usize::MAX) != text);
    }
    assert!(changed > 0, "no document of the corpus has anything to format");
}

#[test]
fn of_every_form_of_a_sound_document() {
    for (seed, form) in (1..).zip(Clean::ALL) {
        hold(&form.document(&mut Dice::new(seed)), AmbiguousWidth::Wide);
    }
}
