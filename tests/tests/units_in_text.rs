//! Budgets that go through their units one by one, and text about other money or another year: whose figure it is that a sentence prints may stand far
//! above it.

use budget_tests::said::{assert_quiet, found};

/// A budget of 170.00 with text in front.
fn budget(text: &str) -> String {
    format!(
        "青禾市卫生健康局2024年部门预算

{text}

收支总表

单位：万元

| 收入 |  | 支出 |  |
|---|---|---|---|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、一般公共预算拨款收入 | 160.00 | 一、社会保障和就业支出 | 30.00 |
| 二、事业收入 | 10.00 | 二、卫生健康支出 | 140.00 |
| 收入总计 | 170.00 | 支出总计 | 170.00 |

一般公共预算“三公”经费支出表

单位：万元

| 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
|---|---|---|---|
| 8.00 | | 6.00 | 2.00 |
"
    )
}

#[test]
fn the_figures_of_a_unit_are_not_those_of_the_department() {
    for text in [
        "（二）分单位情况\n\n青禾市妇幼保健院\n\n收入预算70.00万元，支出预算70.00万元。",
        "一、局机关预算情况\n\n收入预算100.00万元，支出预算100.00万元。",
        "（1）市疾控中心。收入预算70.00万元，支出预算70.00万元。",
        "局属单位：收入预算70.00万元，支出预算70.00万元。",
        "事业单位：\n\n收入预算70.00万元，支出预算70.00万元。",
        "其余4个单位收入预算70.00万元，支出预算70.00万元。",
        "局机关2024年收入预算100.00万元。支出预算100.00万元。",
        "青禾市精神卫生中心,收入预算70.00万元,支出预算70.00万元。",
        "1、局机关\n收入预算100.00万元\n支出预算100.00万元\n2、市疾控中心\n收入预算70.00万元\n支出预算70.00万元",
        "2.青禾市疾病预防控制中心：收入预算70.00万元；\n\n<!-- page 4 -->\n\n支出预算70.00万元。",
        "局本级“三公”经费预算5.00万元；市疾控中心“三公”经费预算3.00万元，其中：\n\n<!-- page 4 -->\n\n公务接待费0.50万元。",
        "2024年收入预算170.00万元，支出预算170.00万元。\n\n1.青禾市妇幼保健院：收入预算61.00万元。\n\n支出预算61.00万元。",
    ] {
        assert_quiet(&budget(text));
    }
}

#[test]
fn the_figures_of_the_department_are_held_all_the_same() {
    for text in [
        "收入预算107.00万元，支出预算170.00万元。",
        "青禾市卫生健康局\n\n收入预算107.00万元，支出预算170.00万元。",
        "局机关2024年收入预算100.00万元。部门支出预算107.00万元。",
        "2024年收入预算170.00万元。\n\n1.青禾市妇幼保健院：收入预算61.00万元。\n\n2024年支出预算107.00万元。",
        "青禾市妇幼保健院\n\n二、收支情况说明\n\n2024年收入预算107.00万元。",
    ] {
        let all = found(&budget(text));
        assert!(matches!(&*all, [said] if said.contains("107.00")), "{text}: {all:#?}");
    }
}

#[test]
fn the_figures_of_another_year_stand_below_a_line_that_says_so() {
    for head in ["上年预算情况：", "2023年预算情况", "2023年部门预算执行情况：", "**2023年预算**", "2023年批复预算为："]
    {
        assert_quiet(&budget(&format!("{head}\n\n收入预算165.00万元，支出预算165.00万元。")));
        let text = format!("{head}\n\n收入预算165.00万元。\n\n二、2024年预算情况\n\n收入预算165.00万元。");
        assert_eq!(found(&budget(&text)).len(), 1, "{head}");
    }
}

#[test]
fn the_three_public_expenses_of_other_money_are_others() {
    for text in [
        "八、“三公”经费非财政拨款预算安排情况说明\n\n（二）公务接待费0.50万元。",
        "八、“三公”经费总体情况（含非财政拨款）\n\n“三公”经费合计11.00万元，其中公务接待费2.50万元，公务用车购置及运行维护费8.50万元。",
        "八、政府性基金预算“三公”经费支出情况\n\n公务接待费0.50万元。",
        "二、非税收入征收计划\n\n2024年收入预算35.00万元。",
    ] {
        assert_quiet(&budget(text));
    }
    assert_eq!(found(&budget("八、“三公”经费支出情况\n\n公务接待费0.50万元。")).len(), 1);
}

#[test]
fn a_comparison_goes_on_below_a_running_head() {
    for head in ["青禾市卫生健康局2024年部门预算", "# 青禾市卫生健康局2024年部门预算", "青禾市卫生健康局"]
    {
        assert_quiet(&budget(&format!(
            "2024年“三公”经费预算8.00万元，其中公务用车运行维护费6.00万元，\n\n<!-- page 9 -->\n\n{head}\n\n公务接待费2.00万元，较上年9.00万元减少1.00万元，下降11.11%。"
        )));
    }
}
