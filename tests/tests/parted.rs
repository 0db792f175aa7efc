//! Text that lines and pages part in the middle of a number, a phrase or a list.

use budget_tests::said::{assert_quiet, found};

const COVER: &str = "青禾区文化局2024年度部门决算\n\n";

#[test]
fn a_number_goes_on_behind_the_comma_of_its_groups() {
    for (one, two) in
        [("1,\n331.68", "15.20"), ("1\n,331.68", "15.20"), ("1,33\n1.68", "15.20"), ("1,331.\n68", "15.20")]
    {
        let text = |share: &str| {
            format!(
                "{COVER}2024年度收入合计1,346.88万元，其中：财政拨款收入{one}万元，占{share}%；其他收入{two}万元，占1.13%。\n"
            )
        };
        assert_quiet(&text("98.87"));
        let all = found(&text("98.78"));
        assert!(matches!(&*all, [said] if said.contains("98.87%")), "{one}: {all:#?}");
    }
    assert_quiet("2023年度部门决算\n\n人员经费支出合计2,441,\n611.00元，较上年决算数减少143,624.17元，下降5.56%。\n");
}

#[test]
fn a_numbered_line_that_ends_in_a_number_is_no_heading() {
    let text = |percent: &str| {
        format!(
            "{COVER}（二）青禾区文化局2024年支出1,385.3\n4万元，比上年决算数增加98.24万元，增长{percent}%，主要原因是经费增加。\n"
        )
    };
    assert_quiet(&text("7.63"));
    assert!(matches!(&*found(&text("6.73")), [said] if said.contains("7.63%")));
}

/// A budget with the three public expenses, and text with a page in the middle.
fn paged(above: &str, below: &str) -> String {
    format!(
        "青禾区文化局2025年部门预算

{above}

<!-- page 8 -->

{below}

2025年部门收支总表

单位：万元

| 收入 |  | 支出 |  |
|---|---|---|---|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 1286.50 | 一、文化旅游体育与传媒支出 | 1346.50 |
| 二、政府性基金预算拨款收入 | 60.00 |  |  |
| 收入总计 | 1346.50 | 支出总计 | 1346.50 |

2025年部门“三公”经费预算表

单位：万元

| 合计 | 因公出国（境）费 | 公务用车购置及运行费 小计 | 公务用车购置费 | 公务用车运行维护费 | 公务接待费 |
|---|---|---|---|---|---|
| 28.40 | 0.00 | 25.80 | 18.00 | 7.80 | 2.60 |
"
    )
}

#[test]
fn a_page_parts_a_percentage_a_list_and_whose_figure_it_is() {
    for (above, below) in [
        (
            "2025年收入预算1346.50万元，其中：一般公共预算拨款收入1286.50万元，占95.5",
            "4%；政府性基金预算拨款收入60.00万元，占4.46%。",
        ),
        ("2025年收入预算1346.50万元，比上年增加36.88万元，增长2.82", "%，主要原因是人员增加。"),
        (
            "2025年“三公”经费预算28.40万元，其中：因公出国（境）费用0.00万元，公务接待费2.60万元，公务用车运行维护费7.80万元，公务用车购置费18.",
            "00万元，与2024年持平。",
        ),
        (
            "局本级2025年收入预算802.15万元，支出预算802.15万元；所属区图书馆",
            "收入预算368.35万元，区文化馆收入预算176.00万元。汇总后，2025年部门收入预算1346.50万元。",
        ),
    ] {
        assert_quiet(&paged(above, below));
    }
    let all = found(&paged("2025年收入预算1346.50万元。", "2025年支出预算1364.50万元。"));
    assert!(matches!(&*all, [said] if said.contains("1,364.50万元")), "{all:#?}");
}
