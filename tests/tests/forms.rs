//! Forms of projects: their amounts add up, and so do the weights of their indicators.

use budget_lsp::{
    analysis::{Analysis, Options},
    fix::applied,
};

/// What is found, with the text that it stands at.
fn found(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text, Options::default());
    let shown = |(line, finding): (usize, &budget_lsp::finding::Finding)| {
        let at = finding.span.of(&analysis.document().text().line(line)).to_owned();
        format!("{} 「{at}」 {}", finding.rule.id, finding.message)
    };
    analysis.findings().map(shown).collect()
}

/// A text with the first fix of its first finding.
fn mended(text: &str) -> String {
    let analysis = Analysis::new(text, Options::default());
    let (line, finding) = analysis.findings().next().expect("something is found");
    let fixes = analysis.fixes(line, finding);
    applied(text, &fixes.first().expect("there is a fix").edits)
}

const TITLE: &str = "项目支出绩效目标申报表\n\n单位：万元\n\n";

/// One amount below the other.
const BELOW: &str = "| 项目名称 | 群众文化活动 | | |\n|---|---|---|---|\n\
    | 项目资金（万元） | 年度资金总额： | 60.00 | |\n\
    | | 其中：财政拨款 | 50.00 | |\n\
    | | 其他资金 | 10.00 | |\n\
    | 年度目标 | 全年举办演出四十场。 | | |\n";

/// What is meant for several years, and what for this one.
const TWICE: &str = "| 项目名称 | 群众文化活动 | | | |\n|---|---|---|---|---|\n\
    | 项目资金 | 中期资金总额： | 180.00 | 年度资金总额： | 60.00 |\n\
    | | 其中：财政拨款 | 150.00 | 其中：财政拨款 | 50.00 |\n\
    | | 其他资金 | 30.00 | 其他资金 | 10.00 |\n\
    | 总体目标 | 三年内建成文化品牌。 | | 全年举办演出四十场。 | |\n";

/// Parts beside the total, the further ones below each other.
const BESIDE: &str = "| 项目名称 | 群众文化活动 | | |\n|---|---|---|---|\n\
    | 年度资金申请总额 | 60.00 | 其中：当年财政拨款 | 45.00 |\n\
    | | | 上年结转资金 | 5.00 |\n\
    | | | 其他资金 | 10.00 |\n\
    | 年度目标 | 全年举办演出四十场。 | | |\n";

fn form(rows: &str) -> String {
    format!("{TITLE}{rows}")
}

#[test]
fn forms_that_add_up_have_no_finding() {
    for rows in [BELOW, TWICE, BESIDE] {
        assert_eq!(found(&form(rows)), [""; 0], "{rows}");
    }
}

#[test]
fn a_wrong_amount_is_found_in_every_layout() {
    for (rows, right, wrong, expected) in [
        (BELOW, "60.00", "61.00", "column-sum 「61.00」 “年度资金总额”金额 61.00，2 个项相加 60.00，差 1.00"),
        (
            BELOW,
            "60.00 | |\n| | 其中：财政拨款 | 50.00 | |\n| | 其他资金 | 10.00 | |\n",
            "61.00 | |\n| | 其中：财政拨款 | 50.00 | |\n| | 其他资金 | 10.00 | |\n| | 起止时间 | 2026年1月至12月 | |\n",
            "column-sum 「61.00」 “年度资金总额”金额 61.00，2 个项相加 60.00，差 1.00",
        ),
        (TWICE, "180.00", "170.00", "column-sum 「170.00」 “中期资金总额”金额 170.00，2 个项相加 180.00，差 −10.00"),
        (TWICE, "10.00", "", "column-sum 「60.00」 “年度资金总额”金额 60.00，1 个项相加 50.00，差 10.00"),
        (
            BESIDE,
            "5.00 |\n| | | 其他",
            "8.00 |\n| | | 其他",
            "column-sum 「60.00」 “年度资金申请总额”金额 60.00，3 个项相加 63.00，差 −3.00",
        ),
    ] {
        let text = form(&rows.replacen(right, wrong, 1));
        assert!(found(&text).iter().any(|found| found.starts_with(expected)), "{text}\n{:#?}", found(&text));
    }
}

/// What is a part of a part is no part of the total.
#[test]
fn parts_of_parts_keep_quiet() {
    for more in [
        "| | 其中：当年财政拨款 | 45.00 | |\n| | 上年结转 | 5.00 | |\n",
        "| | 当年财政拨款 | 45.00 | |\n| | 上年结转 | 5.00 | |\n",
        "| | 其中：上年结转 | 5.00 | |\n",
    ] {
        let text = form(&BELOW.replace("| | 其他资金", &format!("{more}| | 其他资金")));
        assert_eq!(found(&text), [""; 0], "{text}");
    }
}

#[test]
fn the_title_may_stand_in_the_table_and_the_table_be_html() {
    let inside = "| 项目支出绩效目标申报表 | | | |\n|---|---|---|---|\n| （2026年度） | | | |\n";
    let rows = BELOW.replace("|---|---|---|---|\n", "").replace("60.00", "61.00");
    let expected = "column-sum 「61.00」 “年度资金总额”金额 61.00，2 个项相加 60.00，差 1.00";
    assert_eq!(found(&format!("{inside}{rows}")), [expected]);
    let html = "<table>\n<tr><td rowspan=\"3\">项目资金</td><td>年度资金总额：</td><td colspan=\"2\">61.00</td></tr>\n\
        <tr><td>其中：财政拨款</td><td colspan=\"2\">50.00</td></tr>\n<tr><td>其他资金</td><td colspan=\"2\">10.00</td></tr>\n</table>\n";
    assert_eq!(found(&form(html)), [expected]);
    assert_eq!(found(&mended(&form(html))), [""; 0]);
}

#[test]
fn the_fix_of_a_total_is_the_sum() {
    let text = form(&BELOW.replace("60.00", "61.00"));
    assert_eq!(mended(&text), form(BELOW));
}

/// What is not known may be part of the total, too.
#[test]
fn an_amount_of_something_unknown_keeps_quiet() {
    for (rows, line, more) in [
        (BELOW, "| | 其他资金", "| | 上级专项补助 | 7.00 | |\n| | 其他资金"),
        (BELOW, "| 年度目标", "| | 上级专项补助 | 7.00 | |\n| 年度目标"),
        (BESIDE, "| | | 其他资金", "| | | 上级专项补助 | 7.00 |\n| | | 其他资金"),
        (BELOW, "| | 其他资金 | 10.00 | |\n", ""),
        (BELOW, "| 年度目标", "| | 上年结转 | 约7.00 | |\n| 年度目标"),
        (BELOW, "| 年度目标", "| | 上级专项补助 | 约7.00 | |\n| 年度目标"),
        (BELOW, "| 10.00 |", "| 待定 |"),
    ] {
        let text = form(&rows.replace(line, more).replace("60.00", "99.00"));
        assert_eq!(found(&text), [""; 0], "{text}");
    }
}

const WEIGHTS: &str = "| 绩效指标 | 三级指标 | 指标值 | 权重（%） |\n\
    | 产出指标 | 举办演出 | ≥40场 | 50 |\n\
    | 效益指标 | 观众人次 | ≥2万人次 | 30 |\n\
    | 满意度指标 | 观众满意度 | ≥90% | 10 |\n";

#[test]
fn weights_add_up_to_90_or_100() {
    let with = |weights: &str| form(&format!("{BELOW}{weights}"));
    for weights in [
        WEIGHTS.to_owned(),
        WEIGHTS.replace("| 10 |", "| 20 |"),
        WEIGHTS.replace("| 50 |", "| 50% |").replace("| 10 |", "| 10分 |"),
        format!("{WEIGHTS}| 合计 | | | 90 |\n"),
        // One that is not filled in yet is nothing to be added up.
        WEIGHTS.replace("| 50 |", "| 待定 |"),
    ] {
        assert_eq!(found(&with(&weights)), [""; 0], "{weights}");
    }
    let wrong = with(&WEIGHTS.replace("| 10 |", "| 5 |"));
    assert_eq!(found(&wrong), ["indicator-weight 「权重（%）」 3 项“权重（%）”相加 85，应为 90 或 100，差 −5"]);
    // What goes on on the next page is not added up.
    let next =
        format!("{wrong}\n<!-- page 2 -->\n\n| | 场次 | ≥4场 | 5 |\n|---|---|---|---|\n| | 收入 | ≥1万元 | 3 |\n");
    assert_eq!(found(&next), [""; 0], "{next}");
}

/// A form behind a form is one of its own.
#[test]
fn each_form_is_read_by_itself() {
    let second = form(&BELOW.replace("50.00", "40.00"));
    let both = format!("{}\n{second}", form(BELOW));
    assert_eq!(found(&both).len(), 1, "{:#?}", found(&both));
    assert_eq!(found(&form(BELOW).replace(TITLE, "绩效情况\n\n")), [""; 0]);
}
