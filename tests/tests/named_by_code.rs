//! Lines of the classification in running text, by their codes or with each name quoted: what they say is held against
//! the statements.

use budget_lsp::{
    analysis::{Analysis, Options},
    fix::applied,
};
use budget_tests::said::found;

fn with(sentence: &str) -> String {
    format!(
        "青禾区审计局2026年部门预算\n\n一般公共预算支出表\n\n单位：万元\n\n| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n\
         | 208 | 社会保障和就业支出 | 700.00 | 400.00 | 300.00 |\n| 20805 | 行政事业单位养老支出 | 700.00 | 400.00 | 300.00 |\n\
         | 2080505 | 机关事业单位基本养老保险缴费支出 | 420.00 | 400.00 | 20.00 |\n\
         | 2080506 | 机关事业单位职业年金缴费支出 | 280.00 | | 280.00 |\n| 合计 | | 700.00 | 400.00 | 300.00 |\n\n{sentence}\n"
    )
}

/// The sentence is right, and wrong with another figure, which the first fix mends.
#[track_caller]
fn assert_held(sentence: &str, right: &str, wrong: &str, rule: &str) {
    assert_eq!(found(&with(sentence)), [] as [String; 0], "{sentence}");
    let slip = with(&sentence.replacen(right, wrong, 1));
    let all = found(&slip);
    assert!(matches!(&*all, [one] if one.starts_with(rule)), "{all:?}\n{slip}");
    let analysis = Analysis::new(&slip, Options::default());
    let (line, finding) = analysis.findings().next().expect("it was found");
    let fixes = analysis.fixes(line, finding);
    let mended = fixes.first().map(|fix| applied(&slip, &fix.edits));
    assert_eq!(mended.map(|text| found(&text)), Some(Vec::new()), "{slip}");
}

#[test]
fn a_code_beside_a_name_tells_the_line() {
    for sentence in [
        "（2080505）机关事业单位基本养老保险缴费支出：420.00万元。",
        "2080505机关事业单位基本养老保险缴费支出420.00万元。",
        "2080505 机关事业单位基本养老保险缴费支出2026年预算数为420.00万元。",
        "机关事业单位基本养老保险缴费支出（2080505）420.00万元，主要用于缴费。",
        "1.机关事业单位基本养老保险缴费支出（2080505）：2026年预算数为420.00万元。",
        "1.2080505机关事业单位基本养老保险缴费支出420.00万元。",
        "1.“2080505机关事业单位基本养老保险缴费支出”420.00万元。",
        "[2080505]机关事业单位基本养老保险缴费支出安排420.00万元。",
        "机关事业单位基本养老保险缴费支出（2080505）支出420.00万元，其中：基本支出400.00万元，项目支出20.00万元。",
        "机关事业单位基本养老保险缴费支出（2080505）2026年预算420.00万元（2025年预算400.00万元），增加20.00万元。",
        "机关事业单位基本养老保险缴费支出（2080505）上年预算数400.00万元，本年预算数420.00万元。",
        "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）（2080505）420.00万元。",
    ] {
        assert_held(sentence, "420.00", "421.00", "prose-figure");
    }
    assert_held("社会保障和就业支出（208）700.00万元。", "700.00", "710.00", "prose-figure");
    assert_held("行政事业单位养老支出（20805）700.00万元。", "700.00", "710.00", "prose-figure");
}

#[test]
fn each_name_may_be_quoted() {
    assert_held(
        "“社会保障和就业支出”（类）“行政事业单位养老支出”（款）“机关事业单位职业年金缴费支出”（项）280.00万元。",
        "280.00",
        "208.00",
        "prose-figure",
    );
}

#[test]
fn what_a_figure_grew_by_may_be_compared_in_other_words() {
    for sentence in [
        "会议费12.00万元，同比增加2.00万元，增长20.00%。",
        "会议费12.00万元，与上年相比增加2.00万元，增长20.00%。",
        "会议费12.00万元，比上年执行10.00万元增加2.00万元，增长20.00%。",
        "2025年会议费预算10.00万元，2026年预算12.00万元，增加2.00万元，增长20.00%。",
        "2026年会议费预算12.00万元，2025年执行10.00万元，增加2.00万元，增长20.00%。",
    ] {
        assert_held(sentence, "20.00%", "21.00%", "prose-change");
    }
}

/// Years, accounts, telephone numbers and economic classes are no lines of the functional classification.
#[test]
fn other_numbers_are_no_codes() {
    for sentence in [
        "经办人电话2080505，会议费3.00万元。",
        "（208）室修缮3.00万元。",
        "账号2080505户名青禾区审计局，余额3.00万元。",
        "208个村修路，3.00万元。",
        "30201办公费3.00万元。",
        "财政专户管理资金安排机关事业单位基本养老保险缴费支出（2080505）20.00万元。",
        "其中2080505机关事业单位基本养老保险缴费支出的400.00万元来自基本支出。",
    ] {
        assert_eq!(found(&with(sentence)), [] as [String; 0], "{sentence}");
    }
}

/// The same list under headings of this money, of other money, and of none.
#[test]
fn a_list_is_held_where_it_speaks_of_the_same_money() {
    let list = "1.机关事业单位基本养老保险缴费支出（2080505）：421.00万元。\n\n2.机关事业单位职业年金缴费支出（2080506）：281.00万元。";
    for heading in ["三、一般公共预算支出情况", "（三）一般公共预算当年拨款具体使用情况", "财政拨款支出主要内容如下："]
    {
        let all = found(&with(&format!("{heading}\n\n{list}")));
        assert_eq!(all.len(), 2, "{heading} {all:?}");
    }
    for heading in [
        "三、事业收入安排支出情况",
        "使用上年结转资金702.00万元，主要用于：",
        "四、青禾区审计中心支出预算情况",
        "三、一般公共预算支出情况\n\n四、其他事项",
        "附：2025年度决算情况",
        "其他事项",
    ] {
        assert_eq!(found(&with(&format!("{heading}\n\n{list}"))), [] as [String; 0], "{heading}");
    }
}

/// Where nothing says which money a list is of, most of its lines have to be those of the table.
#[test]
fn a_list_is_held_where_most_of_it_is_as_the_table_has_it() {
    let list = |first: &str, second: &str| {
        with(&format!(
            "主要内容\n\n1.社会保障和就业支出（208）：700.00万元。\n\n2.机关事业单位基本养老保险缴费支出（2080505）：{first}万元。\n\n3.机关事业单位职业年金缴费支出（2080506）：{second}万元。"
        ))
    };
    assert_eq!(found(&list("420.00", "280.00")), [] as [String; 0]);
    assert_eq!(found(&list("421.00", "280.00")).len(), 1);
    assert_eq!(found(&list("320.00", "180.00")), [] as [String; 0]);
}
