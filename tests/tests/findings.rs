//! The law of findings: after any edits, and the end of typing, they are those of the same text read afresh.

use std::fs;

use budget_lsp::analysis::{Analysis, Options};
use budget_tests::laws::fresh::{assert_fresh, settled};
use proptest::{prelude::*, sample::Index};

fn pieces(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(pieces).prop_map(str::to_owned)
}

const HEADER: &str = "| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |\n|---|---|---|---|---|---|\n";

/// Rows that stand in a table as its totals, budget units and projects.
fn row() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => pieces(&[
            "| 合计 | 9.00 | 9.00 | | | |\n", "| 合计 | 6.00 | 6.00 | | | |\n", "| 小计 | 3.00 | 3.00 | | | |\n",
            "| 小计 | 2.01 | 2.01 | | | |\n", "| 合计 | 3 | 3 | | | |\n",
            "| 甲局小计 | 3.00 | 3.00 | | | |\n", "| 本页小计 | 2.00 | 2.00 | | | |\n",
        ]),
        4 => pieces(&[
            "| 甲局 | 3.00 | 3.00 | | | |\n", "| 乙馆 | 2.00 | 2.00 | | | |\n", "| 丙 | 3.00 | 3.00 | | | |\n",
            "| 丙 | 2.00 | 2.00 | | | |\n", "| 丁所 | 2.01 | 2.01 | | | |\n",
        ]),
        8 => pieces(&[
            "| 修缮 | 1.00 | 1.00 | | 目标 | |\n", "| 修缮 | 2.00 | 2.00 | | 目标 | |\n",
            "| 培训 | 2.00 | 1.00 | 1.00 | 目标 | |\n", "| 培训 | 2.00 | 1.00 | 1.01 | 目标 | |\n",
            "| 修缮 | 1.00 | 1.00 | | 目标二 | |\n", "| 设备 | 1.00 | 1.00 | | | |\n",
            "| 物业 | 1.00 | 1.00 | | | |\n", "| 物业 | 1.003 | 1.003 | | | |\n", "| 修 缮 | 1 | 1 | | 目标 | |\n",
            "| 其中：戊 | 1.00 | | | | |\n",
            "| 修缮 <!-- budget-ignore duplicate-project: 是 --> | 2.00 | 2.00 | | 目标 | |\n", "| 修缮 | 1.00 |\n", "| | | | | | |\n",
        ]),
        3 => pieces(&[
            "| 培训 | 1,23.00 | 1.00 | | 目标 | |\n", "| 修缮 | 1.0O | 1.00 | — | 目标 | |\n",
            "| 培训 | 1.00 | 1.00 | | | 1、1-产出指标；11-数量指标；场次；实施周期指标值：8场；年度指标值：8场。 |\n",
            "| 修缮 | 1.00 | 1.00 | | | 2、1-产出指标；21-数量指标；场次；实施周期指标值：；年度指标值：8场 |\n",
            "| 培训 | 1.00 | 1.00 | | 目标 | 指标 | 多 |\n",
        ]),
        3 => pieces(&[
            "| 添置 | 1,200.00 | 1,200.00 | | 目标 | |\n", "| 添置 | 1200.00 | 1,200.00 | | 目标 | |\n",
            "| 添置 | 1,200 | 1200 | | 目标 | |\n", "| 搬迁 | ２．００ | 2.00 | | 目标 | |\n",
            "| 搬迁 | ２２００ | 2,200.00 | | 目标 | |\n", "| 搬迁 | 2.0\u{200b}0 | 2.00万元 | | 目标 | |\n",
            "| 腾退 | 3 | 3.0 | | 目标 | |\n", "| 腾退 | 3.00 | 3.00 | 0 | 目标 | |\n",
        ]),
    ]
}

const CODES: &str = "| 科目编码 | | 科目名称 | 合计 | 基本支出 | 项目支出 |\n|-|-|-|-|-|-|\n| 类 | 款 | | | | |\n";

/// Rows of a table by classification, and what its pages begin with.
fn coded() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => pieces(&[
            "| 201 | | 一般 | 3 | 1 | 2 |\n", "| 201 | 03 | 办公 | 3 | 1 | 2 |\n", "| 201 | 3 | 办公 | 2 | 1 | 2 |\n",
            "| 201 | 04 | 发展 | 1 | 1 | |\n", "| 207 | | 文化 | 4 | 2 | 2 |\n", "| 207 | 01 | 文旅 | 4 | 2 | 2 |\n",
            "| 27 | 01 | 文旅 | 4 | 2 | 2 |\n", "| 208 | 05 | 养老 | 2.00 | 1.00 | 1.01 |\n", "| 合计 | | | 7 | 3 | 4 |\n",
            "| | | 其他 | 1 | 1 | |\n", "| 201 | | 一般 | 1,2 | 1 | 2 |\n",
        ]),
        2 => pieces(&[
            "\n<!-- page 2 -->\n\n", "\n| 207 | 02 | 文物 | 1 | 1 | |\n|-|-|-|-|-|-|\n", "\n| 207 | 02 | 文物 | 1 |\n|-|-|-|-|\n",
            "\n| | | | | | |\n|-|-|-|-|-|-|\n", "\n| 收入 | 支出 |\n|-|-|\n| 1 | 2 |\n",
        ]),
        2 => Just(CODES.to_owned()),
    ]
}

const PURCHASES: &str =
    "政府采购预算表\n\n| 序号 | 采购类别 | 采购项目 | 数量 | 合计 | 财政拨款 | 其他资金 |\n|-|-|-|-|-|-|-|\n";

/// Rows of a table of procurement.
fn bought() -> impl Strategy<Value = String> {
    pieces(&[
        "| 合计 | | | | 6 | 4 | 2 |\n",
        "| 合计 | | | | 3 | 2 | 1 |\n",
        "| | 货物 | | | 3 | 2 | 1 |\n",
        "| | 二、工程B | | | 2 | 1 | 1 |\n",
        "| | 服务类 | | | 1 | 1 | |\n",
        "| | 货物小计 | | | 3 | 2 | 1 |\n",
        "| | 甲局 | | | 3 | 2 | 1 |\n",
        "| 1 | | 电脑 | 9 | 2 | 1 | 1 |\n",
        "| 2 | | 打印机 | 4 | 1 | 1 | |\n",
        "| 3 | | 修缮 | | 2 | 1 | 1.01 |\n",
        "| | | 其中：物业 | | 1 | | |\n",
        "| | 货物 | 车辆 | 1 | x | 1 | |\n",
    ])
}

const HTML: &str = "<table>\n<tr><td colspan=2>科目编码</td><td rowspan=2>科目名称</td><td rowspan=2>合计</td><td rowspan=2>基本支出</td>\
    <td rowspan=2>项目支出</td></tr>\n<tr><td>类</td><td>款</td></tr>\n";

/// Rows of such a table in HTML, and what begins, parts and ends it.
fn tagged() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => pieces(&[
            "<tr><td>201</td><td></td><td>一般</td><td>3</td><td>1</td><td>2</td></tr>\n",
            "<tr><td>201</td><td>03</td><td>办公</td><td>3</td><td>1</td><td>2</td></tr>",
            "<tr><td>201<td>3<td>办公<td>2<td>1<td>2\n", "<tr>\n<td>201</td>\n<td>04</td>\n<td>发展</td>\n<td>1</td>\n<td>1</td>\n</tr>\n",
            "<tr><td>207</td><td></td><td>文&#21270;</td><td>4</td><td>2</td><td><b>2</b></td></tr>\n",
            "<tr><td>27</td><td>01</td><td>文旅</td><td>4</td><td>2</td><td>2</td></tr>\n",
            "<tr><td colspan=3>合计</td><td>7</td><td>3</td><td>4</td></tr>\n",
            "<tr><td rowspan=2>208</td><td>05</td><td>养老</td><td>2.00</td><td>1.00</td><td>1.01</td></tr>\n",
            "<tr><td></td><td></td><td>其他</td><td colspan=2>1</td></tr>\n",
        ]),
        2 => pieces(&[
            "</table>\n", "</table>", "<table>", "<table>\n", "</table>\n\n<!-- page 2 -->\n\n<table>", "\n\n", "<!-- x -->",
            "</table><table>", "<td><table>", "第七表：支出总表\n", "2026年部门预算\n", "7\n", "<div>\n", "本表无数据，为空表。\n",
        ]),
        2 => Just(HTML.to_owned()),
    ]
}

/// What budget documents consist of, and what breaks them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => Just(HEADER.to_owned()),
        1 => Just("| 项目名称 | 预算金额 | | 绩效目标 |\n|-|-|-|-|\n| | 总计 | 财政拨款 | |\n".to_owned()),
        14 => row(),
        2 => Just(CODES.to_owned()),
        6 => coded(),
        1 => Just(PURCHASES.to_owned()),
        3 => bought(),
        1 => Just(HTML.to_owned()),
        3 => tagged(),
        3 => pieces(&["\n", "\n\n", "<!-- page 7 -->\n", "<!-- budget-ignore row-sum, column-sum: 是 -->\n", "7\n", "\r\n", " "]),
        2 => pieces(&["# 一\n", "单位：万元\n", "部门名称：乙\n", "正文\n", "因四舍五入，可能存在尾差。\n"]),
        2 => pieces(&["```\n", "~~~\n", "<!--\n", "-->\n", "<div>\n", "> ", "- ", "    ", "|", "`", "\\"]),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let table = prop::collection::vec(row(), 0..14).prop_map(|rows| HEADER.to_owned() + &rows.concat());
    let any = prop::collection::vec(piece(), 0..20).prop_map(|pieces| pieces.concat());
    let codes = prop::collection::vec(coded(), 0..14).prop_map(|rows| CODES.to_owned() + &rows.concat());
    let purchases = prop::collection::vec(bought(), 0..10).prop_map(|rows| PURCHASES.to_owned() + &rows.concat());
    let html = prop::collection::vec(tagged(), 0..14).prop_map(|rows| HTML.to_owned() + &rows.concat() + "</table>\n");
    prop_oneof![table, codes, purchases, html, any]
}

/// A table in which hardly a sum adds up: about as many rows hang together as are searched for a cause.
fn crowd() -> impl Strategy<Value = String> {
    let row = pieces(&[
        "| 甲局 | 3.00 | 3.00 | | | |\n",
        "| 乙馆 | 2.00 | 2.01 | | | |\n",
        "| 修缮 | 1.00 | 1.50 | | 目标 | |\n",
        "| 培训 | 2.00 | 1.00 | 1.50 | 目标 | |\n",
        "| 物业 | 4.00 | 3.00 | | 目标 | |\n",
        "| 搬迁 | 1.00 | 1.00 | | 目标 | |\n",
        "| 添置 | 7.00 | 9.00 | | 目标 | |\n",
        "| 腾退 | — | 9.00 | | 目标 | |\n",
    ]);
    let parted =
        prop::option::weighted(0.3, prop::sample::select(&["| 小计 | 3.00 | 2.00 | | | |\n", HEADER, "\n"][..]));
    let rows = prop::collection::vec((row, prop::option::weighted(0.04, parted)), 55..100);
    (rows, any::<bool>()).prop_map(|(rows, has_total)| {
        let rows = rows.into_iter().map(|(row, part)| row + part.flatten().unwrap_or_default());
        let total = if has_total { "| 合计 | 99.00 | 9.00 | 9.00 | | |\n" } else { "" };
        HEADER.to_owned() + total + &rows.collect::<String>()
    })
}

const TOTAL_LINE: usize = 2;

/// A table of so many budget units, each with one wrong figure in a project, under a grand total.
fn faulty_units(units: usize, total: &str) -> String {
    let total = format!("| 合计 | {total} | {total} | | | |\n");
    let unit = "| 甲局 | 3.00 | 3.00 | | | |\n| 修缮 | 1.00 | 1.50 | | 目标 | |\n| 培训 | 2.00 | 2.00 | | 目标 | |\n";
    HEADER.to_owned() + &total + &unit.repeat(units)
}

/// An edit of such a table that ties all of it together, or parts it again; or any.
fn tying() -> impl Strategy<Value = (Option<String>, (Place, String))> {
    let figure = prop_oneof![2 => Just("9.00"), 1 => Just("—"), 3 => Just("right")];
    (prop::option::of(figure.prop_map(str::to_owned)), edit())
}

/// Where an edit stands: on any byte, or at the start of any line, so that whole rows come and go.
#[derive(Clone, Debug)]
enum Place {
    Byte(Index, usize),
    Rows(Index, usize),
}

fn edit() -> impl Strategy<Value = (Place, String)> {
    let typed = prop_oneof![
        3 => Just(String::new()),
        5 => pieces(&["1", "2", "0", ".", ",", "局", "馆", "修", "缮", "|", "\n", "`", "-", "合", "计", " ", "#", "；", "。"]),
        2 => pieces(&["<", ">", "/", "<td>", "</td>", "<tr>", "<table>", "</table>", " rowspan=2", "colspan=3", "t", "<!--", "\n\n", "&#49;"]),
        2 => piece(),
    ];
    let removed = prop_oneof![4 => Just(0usize), 4 => 1usize..5, 1 => 5usize..60, 1 => 60usize..300];
    let rows =
        prop_oneof![3 => Just(String::new()), 6 => row(), 3 => coded(), 3 => tagged(), 3 => piece(), 1 => text()];
    let removed_rows = prop_oneof![5 => Just(0usize), 5 => Just(1), 1 => 2usize..8];
    prop_oneof![
        3 => (any::<Index>(), removed, typed).prop_map(|(at, removed, added)| (Place::Byte(at, removed), added)),
        2 => (any::<Index>(), removed_rows, rows).prop_map(|(at, removed, added)| (Place::Rows(at, removed), added)),
    ]
}

fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

impl Place {
    /// The bytes of `text` that it stands for.
    fn range(&self, text: &str) -> std::ops::Range<usize> {
        match self {
            Self::Byte(at, removed) => {
                let from = boundary(text, at.index(text.len() + 1));
                from..boundary(text, from + removed)
            }
            Self::Rows(at, removed) => {
                let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
                let starts: Vec<usize> = starts.collect();
                let from = at.index(starts.len());
                let start = |line: usize| starts.get(line).copied().unwrap_or(text.len());
                start(from)..start(from + removed)
            }
        }
    }
}

/// Applies the edits one by one, and compares after each.
fn assert_law(mut text: String, edits: Vec<(Place, String)>) {
    let mut analysis = Analysis::new(&text, Options::default());
    for (place, added) in edits {
        let range = place.range(&text);
        analysis.edit(range.clone(), &added);
        text.replace_range(range, &added);
        assert_fresh(&settled(&analysis), &text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn edited_findings_are_those_of_the_text_read_afresh(start in text(), edits in prop::collection::vec(edit(), 1..12)) {
        assert_law(start, edits);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::with_cases(250) })]

    #[test]
    fn crowds_of_sums_that_do_not_add_up_come_and_go(start in crowd(), edits in prop::collection::vec(edit(), 1..12)) {
        assert_law(start, edits);
    }

    #[test]
    fn components_are_swallowed_by_a_crowd_and_set_free_again(units in 28_usize..40, edits in prop::collection::vec(tying(), 1..8)) {
        let right = format!("{}.00", 3 * units);
        let mut text = faulty_units(units, &right);
        let mut analysis = Analysis::new(&text, Options::default());
        for (total, (place, added)) in edits {
            let line = text.split_inclusive('\n').nth(TOTAL_LINE).unwrap_or_default();
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            let (range, added) = match total {
                Some(total) if line.starts_with("| 合计") => {
                    let figure = if total == "right" { &right } else { &total };
                    (start..start + line.len(), format!("| 合计 | {figure} | {figure} | | | |\n"))
                }
                _ => (place.range(&text), added),
            };
            analysis.edit(range.clone(), &added);
            text.replace_range(range, &added);
            assert_fresh(&settled(&analysis), &text);
        }
    }
}

/// A page that no longer goes on from the one above has nothing to do with the names there.
#[test]
fn names_on_a_page_that_became_a_table_of_its_own_are_like_none_above() {
    const HEADER: &str = "| 项目名称 | 总计 | 绩效目标 |\n|---|---|---|\n";
    let mut text = format!(
        "{HEADER}| 校舍维修改造工程 | 2.00 | 目标 |\n\n<!-- page 2 -->\n\n{HEADER}| 校舍维修改造工作 | 2.00 | 目标 |\n"
    );
    let mut analysis = Analysis::new(&text, Options::default());
    let said = |analysis: &Analysis| analysis.findings().any(|(_, finding)| finding.rule.id == "similar-project");
    assert!(said(&analysis));
    let mark = "<!-- page 2 -->";
    let start = text.find(mark).unwrap();
    analysis.edit(start..start + mark.len(), "下一张表另起。");
    text.replace_range(start..start + mark.len(), "下一张表另起。");
    assert_fresh(&settled(&analysis), &text);
    assert!(!said(&analysis));
}

/// Where a tag makes HTML of many lines, the page below them that went on from those adds up by itself.
#[test]
fn a_page_below_many_lines_that_are_tables_no_more_adds_up_by_itself() {
    const HEADER: &str = "| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |\n";
    let pages = format!("{HEADER}|---|---|---|---|---|---|\n").repeat(5);
    let rows = "| 甲局小计 | 3.00 | 3.00 | | | |\n| 合计 | 9.00 | 9.00 | | | |\n";
    let (first, others) = pages.split_at(pages.len() / 5);
    let delimiter = "|---|---|---|---|---|---|\n";
    let mut text = format!("{first}{delimiter}{delimiter}{others}\n\n| 201 | | 一般 | 3 | 1 | 2 |\n\n{first}{rows}");
    let mut analysis = Analysis::new(&text, Options::default());
    let said = |analysis: &Analysis| analysis.findings().any(|(_, finding)| finding.rule.id == "column-sum");
    assert!(!said(&analysis));
    let tag = format!("<tr>{HEADER}");
    analysis.edit(first.len()..first.len(), &tag);
    text.insert_str(first.len(), &tag);
    assert_fresh(&settled(&analysis), &text);
    assert!(said(&analysis));
}

/// Where a table ends to be the first of a run, the next one of that may be a table of the department below.
#[test]
fn a_table_that_goes_on_from_none_any_more_is_looked_at_with_its_own_department() {
    const HEADER: &str =
        "<table>\n<tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>\n";
    let own =
        "<tr><td>201</td><td>一般</td><td>3</td><td>1</td><td>2</td></tr>\n</table>\n\n青禾区文化局2026年部门预算\n\n";
    let other = "<tr><td>201</td><td>一般</td><td>9</td><td>1</td><td>2</td></tr>\n</table>\n";
    let mut text = format!("{HEADER}{own}{HEADER}{other}");
    let mut analysis = Analysis::new(&text, Options::default());
    analysis.edit(0..1, "");
    text.replace_range(0..1, "");
    assert_fresh(&settled(&analysis), &text);
}

/// A table that a row of figures makes a further page is no table of its own any more.
#[test]
fn a_table_that_became_a_page_has_no_findings_of_its_own() {
    let above = "<table>\n\n| 收入 | 支出 |\n|-|-|\n\n| 201 | | 一般 | 3 | 1 | 2 |\n| | | | | | |\n|-|-|-|-|-|-|\n";
    let below = "<table>\n<tr><td colspan=2>科目编码</td><td rowspan=2>科目名称</td><td rowspan=2>合计</td><td rowspan=2>基本支出</td>\
        <td rowspan=2>项目支出</td></tr>\n<tr><td>类</td><td>款</td></tr>\n<tr><td>201<td>3<td>办公<td>2<td>1<td>2\n</table>\n";
    let row = "| 培训 | 1,23.00 | 1.00 | | 目标 | |\n";
    let mut text = format!("{above}{below}");
    let mut analysis = Analysis::new(&text, Options::default());
    analysis.edit(above.len()..above.len(), row);
    text.insert_str(above.len(), row);
    assert_fresh(&settled(&analysis), &text);
}

/// What a list of lines is of, a heading without figures says, which is no more than text.
#[test]
fn a_heading_above_a_list_that_speaks_of_other_money_now_silences_it() {
    let mut text = "青禾区审计局2026年部门预算\n\n一般公共预算支出表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n\
        | 208 | 社会保障和就业支出 | 700.00 |\n| 20805 | 行政事业单位养老支出 | 700.00 |\n| 合计 | | 700.00 |\n\n财政拨款安排\n\n\
        行政事业单位养老支出（20805）710.00万元。\n"
        .to_owned();
    let mut analysis = Analysis::new(&text, Options::default());
    let said = |analysis: &Analysis| analysis.findings().any(|(_, finding)| finding.rule.id == "prose-figure");
    assert!(said(&analysis));
    for (old, new) in [
        ("财政拨款安排", "事业收入安排"),
        ("事业收入安排", "财政拨款安排"),
        ("行政事业单位养老支出（20805）7", "财政拨款：行政事业单位养老支出（20805）7"),
        ("财政拨款：", "事业收入："),
        ("事业收入：", "财政拨款："),
    ] {
        let start = text.find(old).unwrap();
        analysis.edit(start..start + old.len(), new);
        text.replace_range(start..start + old.len(), new);
        assert_fresh(&settled(&analysis), &text);
        assert_eq!(said(&analysis), new.starts_with("财政"));
    }
}

/// A table below one that is none of projects any more is no page of it, and adds up by itself.
#[test]
fn a_page_whose_first_one_is_no_table_any_more_adds_up_by_itself() {
    const HEADER: &str = "| 项目名称 | 总计 | 绩效目标 |\n|---|---|---|\n";
    let mut text = format!(
        "单位：万元\n\n{HEADER}| 校舍维修 | 2.00 | 目标 |\n\n单位：万元\n\n{HEADER}| 物业管理 | 3.00 | 目标 |\n| 合计 | 5.00 | |\n"
    );
    let mut analysis = Analysis::new(&text, Options::default());
    let said = |analysis: &Analysis| analysis.findings().any(|(_, finding)| finding.rule.id == "column-sum");
    assert!(!said(&analysis));
    let start = text.find("绩效目标").unwrap();
    for (new, is_said) in [("备注", true), ("绩效目标", false)] {
        let old = if is_said { "绩效目标" } else { "备注" };
        analysis.edit(start..start + old.len(), new);
        text.replace_range(start..start + old.len(), new);
        assert_fresh(&settled(&analysis), &text);
        assert_eq!(said(&analysis), is_said);
    }
}

#[test]
fn a_total_that_becomes_a_budget_unit_lets_go_of_the_rows_above_it() {
    let mut text = "\
| 项目名称 | 预算金额 | | 绩效目标 |
|-|-|-|-|
| | 总计 | 财政拨款 | |
| 培训 | 2.00 | 1.00 | 目标 |
| 丙 | 3.00 | 3.00 | |
单位：万元
| 合计 | 9.00 | 9.00 | |
| 合计 | 9.00 | 9.00 | |
| 合计 | 9.00 | 9.00 | |
| 项目名称 | 总计 | 财政拨款 | 绩效目标 |
"
    .to_owned();
    let mut analysis = Analysis::new(&text, Options::default());
    let start = text.find("| 合计").unwrap();
    let row = start..start + text[start..].find('\n').unwrap();
    let unit = "| 丁所 | 2.01 | 2.01 | |";
    analysis.edit(row.clone(), unit);
    text.replace_range(row, unit);
    assert_fresh(&settled(&analysis), &text);
}

#[test]
fn the_findings_of_whole_documents_survive_typing_and_deleting_everywhere() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let mut documents = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        documents += 1;
        let mut text = fs::read_to_string(&path).unwrap();
        let mut analysis = Analysis::new(&text, Options::default());
        let mut random: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut next = |below: usize| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            usize::try_from(random % below as u64).unwrap()
        };
        let typed =
            ["1", "", "|", "\n", "```\n", "", "局", "0.00", "", "<!--", "\r\n", "# ", "", "单位：元", "；", "。"];
        for step in 0..120 {
            let from = boundary(&text, next(text.len()));
            let to = boundary(&text, from + next(9) * next(9));
            let added = typed.get(next(typed.len())).unwrap();
            analysis.edit(from..to, added);
            text.replace_range(from..to, added);
            if step % 4 == 0 {
                assert_fresh(&settled(&analysis), &text);
            }
        }
    }
    assert!(documents >= 7);
}
