//! Refactorings, as documents before and after them. The cursor is at `▮`.
#![expect(clippy::unwrap_used, clippy::string_slice, reason = "a document that cannot be read fails the test")]

use std::path::PathBuf;

use budget_grammar::{amount::Reading, line::Line, sum::Sum};
use budget_lsp::{
    analysis::{Analysis, Options},
    features::refactor::{Offer, Refactoring, Refusal, edits, offers},
    finding::Language,
    fix::applied,
};
use proptest::prelude::*;

fn english() -> Options {
    Options { language: Language::English, ..Options::default() }
}

/// The document without its cursor, and the line that the cursor is in.
fn at_cursor(draft: &str) -> (String, usize) {
    let at = draft.find('▮').unwrap();
    (draft.replace('▮', ""), draft[..at].matches('\n').count())
}

fn refactored(draft: &str, refactoring: Refactoring) -> String {
    let (text, line) = at_cursor(draft);
    let analysis = Analysis::new(&text, Options::default());
    assert!(offered(&analysis, line).contains(&refactoring), "{refactoring:?} is not offered");
    applied(&text, &edits(&analysis, line, refactoring).unwrap())
}

fn refused(draft: &str, refactoring: Refactoring) -> Refusal {
    let (text, line) = at_cursor(draft);
    edits(&Analysis::new(&text, Options::default()), line, refactoring).unwrap_err()
}

fn offered(analysis: &Analysis, line: usize) -> Vec<Refactoring> {
    offers(analysis, line).into_iter().map(|offer: Offer| offer.refactoring).collect()
}

fn is_offered(draft: &str, refactoring: Refactoring) -> bool {
    let (text, line) = at_cursor(draft);
    offered(&Analysis::new(&text, Options::default()), line).contains(&refactoring)
}

#[track_caller]
fn becomes(before: &str, refactoring: Refactoring, after: &str) {
    assert_eq!(refactored(before, refactoring), after);
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(refactored(&windows(before), refactoring), windows(after), "with \\r\\n");
}

/// Every document of the corpus that has a project performance table.
fn corpus() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let documents = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let texts = documents.map(|path| std::fs::read_to_string(path).unwrap());
    texts.filter(|text| tables(&Analysis::new(text, Options::default())).next().is_some()).collect()
}

/// The first row of every table.
fn tables(analysis: &Analysis) -> impl Iterator<Item = usize> {
    let document = analysis.document();
    let rows = (0..document.lines().len()).filter(|line| document.standing(*line).is_some());
    rows.scan(0, |end, line| {
        let is_new = line >= *end;
        *end = document.table(line).unwrap().end;
        Some(is_new.then_some(line))
    })
    .flatten()
}

/// The findings without where they stand: the rule, the message, the marked text.
fn findings(analysis: &Analysis) -> Vec<(&'static str, String, String)> {
    let text = analysis.document().text();
    let found = analysis.findings().map(|(line, finding)| {
        (finding.rule.id, finding.message.clone(), finding.span.of(&text.line(line)).to_owned())
    });
    found.collect()
}

/// The figures of every row, in 元 where the table says its unit.
fn figures(analysis: &Analysis) -> Vec<Vec<i128>> {
    let rows = analysis.document().lines().iter().filter_map(Line::row);
    let value = |row: &budget_grammar::row::Row, reading: &Reading| {
        let exponent = row.schema.unit.map_or(0, |unit| unit.exponent());
        Sum::of(reading).value * 10_i128.pow(exponent.into())
    };
    rows.map(|row| row.amounts.iter().map(|reading| value(row, reading)).collect()).collect()
}

const INDICATORS: &str = "2、1-产出指标；11-数量指标；巡查次数；实施周期指标值：≥12次；年度指标值:≥12次。\
    2、2-效益指标；22-社会效益；险情处置；实施周期指标值：及时；年度指标值：及时。";

fn project(indicators: &str) -> String {
    format!(
        "单位：万元\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |\n|---|---|---|---|---|\n\
         | 堤防▮巡查 | 6.00 | 6.00 | 汛期每日巡查。 | {indicators} |\n"
    )
}

#[test]
fn indicators_are_counted_again() {
    let after = project(&INDICATORS.replacen("2、1", "1、1", 1)).replace('▮', "");
    becomes(&project(INDICATORS), Refactoring::Renumber, &after);
    let counted = project(&INDICATORS.replacen("2、1", "1、1", 1));
    assert!(!is_offered(&counted, Refactoring::Renumber), "they count already");
}

#[test]
fn an_indicator_is_appended_like_the_last_one() {
    let after = format!("{INDICATORS}3、2-效益指标；22-社会效益；指标名称；实施周期指标值：；年度指标值：。");
    becomes(&project(INDICATORS), Refactoring::AddIndicator, &project(&after).replace('▮', ""));
    let open = INDICATORS.trim_end_matches('。');
    becomes(&project(open), Refactoring::AddIndicator, &project(&after).replace('▮', ""));
    let first = "1、1-产出指标；11-数量指标；指标名称；实施周期指标值：；年度指标值：。";
    becomes(&project("—"), Refactoring::AddIndicator, &project(first).replace('▮', ""));
    becomes(&project(""), Refactoring::AddIndicator, &project(first).replace('▮', ""));
    becomes(&project("      "), Refactoring::AddIndicator, &project(first).replace('▮', ""));
}

#[test]
fn an_appended_indicator_departs_from_no_grammar() {
    for before in [project(INDICATORS), project("")] {
        let after = Analysis::new(&refactored(&before, Refactoring::AddIndicator), Options::default());
        let broken = findings(&after).into_iter().filter(|(rule, ..)| *rule == "indicator-syntax");
        assert_eq!(broken.count(), 0, "{:?}", findings(&after));
    }
}

const DEPARTMENT: &str = "\
单位：万元

| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
|---|---|---|---|---|
| 合计 | 1,000.00 | 999.00 | - | |
| 甲县水务局 | **40.00** | 30.00 | | |
| 堤防▮巡查 | 36.50 | 30.00 | 6.50 | 汛期每日巡查。 |
| 渠道清淤 | 2,000.125 | 2,000.125 | | 清淤三十公里。 |
| 甲县水文站 | 待定 | 5.00 | 1.00 | |
| 水位监测 | 5.00 | 5.00 | | 全年监测。 |
";

#[test]
fn a_row_is_inserted_below() {
    let after = DEPARTMENT.replace("▮", "").replace("| 渠道清淤", "|  |  |  |  |  |\n| 渠道清淤");
    becomes(DEPARTMENT, Refactoring::AddProject, &after);
    let at_the_end = "| 项目名称 | 总计 | 绩效目标 |\n|---|---|---|\n| 巡▮查 | 1.00 | 目标 |";
    becomes(at_the_end, Refactoring::AddProject, &format!("{}\n|  |  |  |", at_the_end.replace('▮', "")));
    let closing = "| 项目名称 | 总计 | 绩效目标 |\n|---|---|---|\n| 巡查 | 1.00 | 目标 |\n| 合▮计 | 1.00 | |\n";
    assert!(!is_offered(closing, Refactoring::AddProject), "a project behind the total would belong to nothing");
}

#[test]
fn totals_become_the_sums_of_what_they_are_totals_of() {
    let after = DEPARTMENT
        .replace('▮', "")
        .replace("| **40.00** | 30.00 |", "| **2,036.625** | 2,030.125 |")
        // 总计 of the table stays: one of its parts is no amount, and its sources are.
        .replace("| 合计 | 1,000.00 | 999.00 | - |", "| 合计 | 2,036.125 | 2,035.125 | 1.00 |");
    becomes(DEPARTMENT, Refactoring::Recompute, &after);
}

#[test]
fn recomputing_twice_is_recomputing_once_and_leaves_no_wrong_sum() {
    for document in corpus() {
        let wrong = document.replacen("| 合计", "| 合计 ", 1).replace("1,", "2,");
        let mut text = wrong;
        for line in tables(&Analysis::new(&text, Options::default())).collect::<Vec<_>>() {
            let analysis = Analysis::new(&text, Options::default());
            text = applied(&text, &edits(&analysis, line, Refactoring::Recompute).unwrap());
        }
        let analysis = Analysis::new(&text, Options::default());
        for line in tables(&analysis) {
            assert_eq!(edits(&analysis, line, Refactoring::Recompute).unwrap(), []);
        }
        let document = analysis.document();
        for line in 0..document.lines().len() {
            let Some(total) = document.total(line) else { continue };
            let own = document.lines().get(line).and_then(Line::row).unwrap().sums();
            for (own, parts) in own.iter().zip(total.sums.iter()) {
                let is_judged = !own.is_absent() && !parts.is_absent() && own.void + parts.void == 0;
                assert!(!is_judged || own.value == parts.value, "line {}: {own:?} {parts:?}", line + 1);
            }
        }
    }
}

#[test]
fn ten_thousands_become_ones_and_the_other_way_round() {
    let before = "部门名称：甲县水务局　　单位：万元\n\n\
        | 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n\
        | 甲县水▮务局 | 1,903.31 | **1,903.31** | |\n\
        | 堤防巡查 | 0.5 | 0.5万元 | 汛期每日巡查。 |\n\
        | 渠道清淤 | （3.20） | — | 清淤三十公里，约 2 万元。 |\n";
    let after = "部门名称：甲县水务局　　单位：元\n\n\
        | 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n\
        | 甲县水务局 | 19,033,100.00 | **19,033,100.00** | |\n\
        | 堤防巡查 | 5,000.00 | 5,000.00元 | 汛期每日巡查。 |\n\
        | 渠道清淤 | （32,000.00） | — | 清淤三十公里，约 2 万元。 |\n";
    becomes(before, Refactoring::Convert, after);
    let back = after.replace("水务局 | 19", "水▮务局 | 19");
    let again = before.replace('▮', "").replace("| 0.5 | 0.5万元 |", "| 0.50 | 0.50万元 |");
    becomes(&back, Refactoring::Convert, &again);
}

#[test]
fn a_unit_in_the_header_is_changed_in_every_fragment() {
    let before = "| 项目名称 | 总计（元） | 绩效目标 |\n|---|---|---|\n| 巡▮查 | 1,234.5 | 目标 |\n\n\
        | 项目名称 | 总计（元） | 绩效目标 |\n|---|---|---|\n| 清淤 | 20,000 | 目标 |\n";
    let after = "| 项目名称 | 总计（万元） | 绩效目标 |\n|---|---|---|\n| 巡查 | 0.12345 | 目标 |\n\n\
        | 项目名称 | 总计（万元） | 绩效目标 |\n|---|---|---|\n| 清淤 | 2.00 | 目标 |\n";
    becomes(before, Refactoring::Convert, after);
}

#[test]
fn tables_below_the_same_unit_keep_theirs() {
    let table = |name: &str, amount: &str| {
        format!("| 项目名称 | {name} | 绩效目标 |\n|---|---|---|\n| 巡查 | {amount} | 目标 |\n\n")
    };
    let other = "| 采购项目 | 金额 |\n|---|---|\n| 水位计 | 3.00 |\n";
    let (first, second) = (table("总计", "1.00"), table("合计", "2.00"));
    let before = format!("单位：万元\n\n{first}{}{other}", second.replace("巡查", "巡▮查"));
    let after = format!("单位：万元\n\n{first}单位：元\n\n{}单位：万元\n\n{other}", table("合计", "20,000.00"));
    becomes(&before, Refactoring::Convert, &after);
}

#[test]
fn what_would_lose_a_digit_is_not_converted() {
    let table = |unit: &str, amount: &str| {
        format!("单位：{unit}\n\n| 项目名称 | 总计 | 绩效目标 |\n|---|---|---|\n| 巡▮查 | {amount} | 目标 |\n")
    };
    let text = |amount: &str| amount.to_owned();
    let finest = "1.00000001";
    assert_eq!(refused(&table("元", finest), Refactoring::Convert), Refusal::TooLong { line: 4, text: text(finest) });
    let longest = "123456789012345";
    assert_eq!(
        refused(&table("万元", longest), Refactoring::Convert),
        Refusal::TooLong { line: 4, text: text(longest) }
    );
    assert_eq!(
        refused(&table("万元", "约50"), Refactoring::Convert),
        Refusal::NoAmount { line: 4, text: text("约50") }
    );
    let contradiction = refused(&table("万元", "50元"), Refactoring::Convert);
    assert_eq!(contradiction.reason(Language::Chinese), "第 5 行“50元”的单位与本表的万元不一致");
    assert!(!is_offered(&table("千元", "1.00"), Refactoring::Convert));
    let (draft, line) = at_cursor(&table("万元", "约50"));
    let offers = offers(&Analysis::new(&draft, english()), line);
    let refusal = offers.iter().find(|offer| offer.refactoring == Refactoring::Convert).unwrap().refusal.as_ref();
    let expected = "1 cells of amounts are no amounts: put them right first";
    assert_eq!(refusal.unwrap().reason(Language::English), expected, "known without a look at the rows");
}

#[test]
fn there_and_back_every_figure_is_what_it_was() {
    for document in corpus() {
        let before = Analysis::new(&document, Options::default());
        let mut refused = 0;
        let mut convert = |text: &str| {
            let mut text = text.to_owned();
            for table in 0..tables(&before).count() {
                let analysis = Analysis::new(&text, Options::default());
                let line = tables(&analysis).nth(table).unwrap();
                match edits(&analysis, line, Refactoring::Convert) {
                    Ok(edits) => text = applied(&text, &edits),
                    Err(_) => refused += 1,
                }
            }
            text
        };
        let there = convert(&document);
        assert_eq!(figures(&Analysis::new(&there, Options::default())), figures(&before));
        let back = Analysis::new(&convert(&there), Options::default());
        let has_a_wrong_cell = findings(&before).iter().any(|(rule, ..)| rule.starts_with("amount"));
        assert!(refused == 0 || has_a_wrong_cell);
        assert!(refused > 0 || there != document);
        assert_eq!(figures(&back), figures(&before));
        let units = |analysis: &Analysis| -> Vec<_> {
            analysis.document().lines().iter().filter_map(|line| Some(line.row()?.schema.unit)).collect()
        };
        assert_eq!(units(&back), units(&before));
    }
}

#[test]
fn a_table_is_split_and_merged_again() {
    let split = DEPARTMENT.replace('▮', "").replace(
        "| 渠道清淤",
        "\n| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |\n|---|---|---|---|---|\n| 渠道清淤",
    );
    let cursor = DEPARTMENT.replace('▮', "").replace("| 渠道", "| 渠▮道");
    becomes(&cursor, Refactoring::Split, &split);
    becomes(&split.replace("| 渠道", "| 渠▮道"), Refactoring::Merge, &DEPARTMENT.replace('▮', ""));
    assert!(!is_offered(&DEPARTMENT.replace('▮', "").replace("| 合", "| 合▮"), Refactoring::Split), "the first row");
    assert!(!is_offered(DEPARTMENT, Refactoring::Merge), "one fragment");
}

#[test]
fn page_marks_go_and_notes_stay() {
    let table = "| 项目名称 | 总计 | 绩效目标 |\n|---|---|---|\n";
    for mark in ["<!-- page 7 -->", "7", "— 7 —", "第 7 页 共 12 页", "<!-- 分页符 -->", "<!-- page-break -->"]
    {
        let before = format!("{table}| 巡▮查 | 1.00 | 目标 |\n\n{mark}\n\n{table}| 清淤 | 1.00 | 目标 |\n");
        let after = format!("{table}| 巡查 | 1.00 | 目标 |\n| 清淤 | 1.00 | 目标 |\n");
        becomes(&before, Refactoring::Merge, &after);
    }
    for note in ["<!-- 此页待核 -->", "<!-- budget-ignore column-sum: 第 7 页 -->"] {
        let before = format!("{table}| 巡▮查 | 1.00 | 目标 |\n\n{note}\n\n{table}| 清淤 | 1.00 | 目标 |\n");
        assert_eq!(refused(&before, Refactoring::Merge), Refusal::Comment { line: 4 });
    }
}

#[test]
fn merging_leaves_every_finding_as_it_was() {
    let mut merged = 0;
    for document in corpus() {
        let before = Analysis::new(&document, Options::default());
        let mut text = document.clone();
        for table in 0..tables(&before).count() {
            let analysis = Analysis::new(&text, Options::default());
            let line = tables(&analysis).nth(table).unwrap();
            let edits = edits(&analysis, line, Refactoring::Merge).unwrap();
            merged += edits.len();
            text = applied(&text, &edits);
        }
        assert_eq!(findings(&Analysis::new(&text, Options::default())), findings(&before));
    }
    assert!(merged > 0, "the corpus has page breaks");
}

#[test]
fn nothing_is_offered_outside_of_tables() {
    let analysis = Analysis::new("单位：万元\n\n正文\n\n| 姓名 | 职务 |\n|---|---|\n| 甲 | 乙 |\n", Options::default());
    for line in 0..9 {
        assert_eq!(offers(&analysis, line), []);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_figure_survives_the_way_there_and_back(whole in 0u64..=99_999_999_999, cents in 0u8..100) {
        let draft = format!("单位：万元\n\n| 项目名称 | 总计 | 绩效目标 |\n|---|---|---|\n| 巡查 | {whole}.{cents:02} | 目标 |\n");
        let before = Analysis::new(&draft, Options::default());
        let there = applied(&draft, &edits(&before, 4, Refactoring::Convert).unwrap());
        let there = Analysis::new(&there, Options::default());
        prop_assert_eq!(figures(&there), figures(&before));
        let text = there.document().text().to_string();
        let back = applied(&text, &edits(&there, 4, Refactoring::Convert).unwrap());
        prop_assert_eq!(back, draft);
    }
}
