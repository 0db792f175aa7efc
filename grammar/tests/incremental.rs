//! The law of the incremental document: after any edits it equals the one that is read afresh.

use budget_grammar::{document::Document, sequence::Sequence};
use proptest::{prelude::*, sample::Index};

fn settled(document: &Document) -> Document {
    let mut document = document.clone();
    document.settle();
    document
}

/// Says where two documents differ, line by line, instead of printing both.
fn assert_same(edited: &Document, text: &str) -> Result<(), TestCaseError> {
    let fresh = Document::new(text);
    prop_assert_eq!(edited.text().to_string(), text);
    prop_assert_eq!(edited.lines().len(), fresh.lines().len(), "lines of {:?}", text);
    for (number, (edited, fresh)) in edited.lines().iter().zip(fresh.lines().iter()).enumerate() {
        prop_assert!(edited == fresh, "line {} of {:?}: {:#?} and afresh {:#?}", number, text, edited, fresh);
    }
    let rebuilt: Sequence<_> = edited.lines().iter().cloned().collect();
    prop_assert_eq!(edited.lines().summary(), rebuilt.summary());
    Ok(())
}

fn pieces(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(pieces).prop_map(str::to_owned)
}

const HEADER: &str = "| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\n|---|---|---|---|---|\n";

/// What budget documents consist of, and what breaks them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just(HEADER.to_owned()),
        2 => Just("| 项目名称 | 预算金额 | | 绩效目标 |\n|-|-|-|-|\n| | 总计 | 财政拨款 | |\n".to_owned()),
        10 => pieces(&[
            "| 合计 | 9.00 | 9.00 | | |\n", "| 甲局 | 3.00 | 3.00 | | |\n", "| 乙 | 3.00 | 3.00 | | |\n",
            "| 修缮 | 1.00 | 1.00 | 目标 | |\n", "| 培训 | 2.00 | 2.00 | 目标 | 指标 |\n", "| 小计 | 3.00 | | | |\n",
            "| 其中：丙 | 1.00 | | | |\n", "| 丁 | 1.00 |\n", "| | | | | |\n", "| 𠮷😀 | x | 1,23 | 目标 | |\n",
            "| 物业 | 4.00 | 4.00 | | |\n", "| 戊 | 6.00 | 6.00 | | |\n",
        ]),
        5 => pieces(&["\n", "\n\n", "<!-- page 7 -->\n", "7\n", "\r\n", "\r", " "]),
        3 => pieces(&["# 一\n", "单位：万元\n", "部门名称：乙\n", "正文\n", "部门名称：戊 单位：元\n"]),
        3 => pieces(&[
            "<table>\n", "<table>", "</table>\n", "</table>", "<tr><td>1</td></tr>\n", "<td>\n", "<TABLE border=1>", "</table><table>", "<div>\n",
            "<td>部门预算2026年部门预算</td>\n", "- <table>\n",
        ]),
        4 => pieces(&["```\n", "~~~\n", "<!--\n", "-->\n", "<div>\n", "> ", "- ", "    ", "\t", "|", "---|", "`", "\\", "==="]),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..20).prop_map(|pieces| pieces.concat())
}

fn edit() -> impl Strategy<Value = (Index, usize, String)> {
    let removed = prop_oneof![4 => Just(0usize), 4 => 1usize..6, 2 => 6usize..80, 1 => 80usize..400];
    let added = prop_oneof![
        3 => Just(String::new()),
        5 => pieces(&["1", "0", ".", ",", "局", "甲", "|", "\n", "`", "-", "𠮷", "\r", " ", "目", "<", ">", "#"]),
        4 => piece(),
        1 => text(),
    ];
    (any::<Index>(), removed, added)
}

fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edited_document_is_the_one_read_afresh(start in text(), edits in prop::collection::vec(edit(), 1..12)) {
        let mut text = start;
        let mut document = Document::new(&text);
        for (place, removed, added) in edits {
            let from = boundary(&text, place.index(text.len() + 1));
            let to = boundary(&text, from + removed);
            let before = document.clone();
            let lines_before: Vec<_> = before.lines().iter().cloned().collect();
            let change = document.edit(from..to, &added);
            text.replace_range(from..to, &added);
            prop_assert!(before.lines().iter().eq(lines_before.iter()), "a snapshot changed");
            assert_same(&settled(&document), &text)?;
            assert_change_is_complete(&before, &document, &change)?;
        }
    }
}

/// Whatever is not said to have changed is the same line.
fn assert_change_is_complete(
    before: &Document,
    after: &Document,
    change: &budget_grammar::document::Change,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(before.lines().len() - change.old.len() + change.new.len(), after.lines().len());
    for (number, line) in after.lines().iter().enumerate() {
        if change.new.contains(&number) || change.judged.contains(&number) {
            continue;
        }
        let old = if number < change.new.start { number } else { number - change.new.end + change.old.end };
        prop_assert!(Some(line) == before.lines().get(old), "line {} was not said to change: {:#?}", number, line);
    }
    Ok(())
}

#[test]
fn real_documents_survive_typing_and_deleting_everywhere() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let folders = ["tests/corpus", "../shared/corpus", "../shared/corpus/departments"];
    let mut documents = 0;
    for entry in folders.iter().filter_map(|folder| std::fs::read_dir(format!("{root}/{folder}")).ok()).flatten() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        documents += 1;
        let mut text = std::fs::read_to_string(&path).unwrap();
        let mut document = Document::new(&text);
        let mut random: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut next = |below: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            usize::try_from(random % below as u64).unwrap()
        };
        let typed = ["1", "", "|", "\n", "```\n", "", "局", "0.00", "", "<!--", "\r\n", "# ", "", "单位：元"];
        for step in 0..120 {
            let from = boundary(&text, next(text.len()));
            let to = boundary(&text, from + next(9) * next(9));
            let added = typed.get(next(typed.len())).unwrap();
            document.edit(from..to, added);
            text.replace_range(from..to, added);
            if step % 8 == 0 {
                assert_same(&settled(&document), &text).unwrap();
            }
        }
    }
    assert!(documents >= 7);
}
