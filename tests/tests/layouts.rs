//! Layouts in which something stands that is no part of what it stands beside: right documents of each have no
//! findings, and a wrong figure is found at its place all the same.

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
};

/// The errors and warnings, each with what stands where it is.
fn found(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text, Options::default());
    let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    loud.map(|(line, finding)| {
        format!("{} {}", finding.rule.id, finding.span.of(&analysis.document().text().line(line)))
    })
    .collect()
}

/// Asserts that the document is right, and that it is not with each of the changes, with the finding that it has.
#[track_caller]
fn assert_right(text: &str, wrong: &[(&str, &str, &str)]) {
    assert_eq!(found(text), Vec::<String>::new(), "{text}");
    for (old, new, expected) in wrong {
        assert_eq!(text.matches(old).count(), 1, "{old} stands once");
        let changed = text.replace(old, new);
        let found = found(&changed);
        assert!(found.iter().any(|found| found == expected), "{expected} among {found:?}\n{changed}");
    }
}

/// A budget with one table.
fn table(title: &str, rows: &str) -> String {
    format!("示例市青禾区文化局2026年部门预算\n\n{title}\n\n单位：万元\n\n{rows}")
}

#[test]
fn a_group_of_columns_is_its_first_one_that_has_no_text() {
    for (first, of_which) in [("", "其中：教育收费"), ("金额", "其中：教育收费"), ("", "教育收费")]
    {
        let text = table(
            "2026年部门收入预算总表",
            &format!(
                "| 科目编码 | 科目名称 | 合计 | 财政拨款收入 | 事业收入 | | 其他收入 |\n|---|---|---|---|---|---|---|\n\
                 | | | | | {first} | {of_which} | |\n\
                 | 205 | 教育支出 | 100.00 | 80.00 | 16.00 | 12.00 | 4.00 |\n\
                 | 20502 | 普通教育 | 100.00 | 80.00 | 16.00 | 12.00 | 4.00 |\n\
                 | 2050204 | 高中教育 | 100.00 | 80.00 | 16.00 | 12.00 | 4.00 |\n\
                 | 合计 | | 100.00 | 80.00 | 16.00 | 12.00 | 4.00 |\n"
            ),
        );
        let (old, new) =
            ("高中教育 | 100.00 | 80.00 | 16.00 | 12.00 | 4.00", "高中教育 | 100.00 | 80.00 | 16.00 | 12.00 | 5.00");
        assert_right(&text, &[]);
        assert!(!found(&text.replace(old, new)).is_empty());
    }
}

#[test]
fn a_column_of_last_year_is_no_part_of_this_year() {
    let text = table(
        "2026年部门一般公共预算支出表",
        "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 上年预算数 | 增减额 |\n|---|---|---|---|---|---|---|\n\
         | 207 | 文化旅游体育与传媒支出 | 90.00 | 60.00 | 30.00 | 80.00 | 10.00 |\n\
         | 20701 | 文化和旅游 | 70.00 | 60.00 | 10.00 | 65.00 | 5.00 |\n\
         | 20702 | 文物 | 20.00 | | 20.00 | 15.00 | 5.00 |\n\
         | 合计 | | 90.00 | 60.00 | 30.00 | 80.00 | 10.00 |\n",
    );
    assert_right(&text, &[]);
    assert!(!found(&text.replace("70.00 | 60.00", "70.00 | 61.00")).is_empty());
}

#[test]
fn a_column_that_fits_in_no_row_is_none_of_the_sum() {
    let text = table(
        "2026年部门支出预算总表",
        "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 民生投入 |\n|---|---|---|---|---|---|\n\
         | 207 | 文化旅游体育与传媒支出 | 90.00 | 60.00 | 30.00 | 25.00 |\n\
         | 20701 | 文化和旅游 | 90.00 | 60.00 | 30.00 | 25.00 |\n\
         | 2070109 | 群众文化 | 90.00 | 60.00 | 30.00 | 25.00 |\n\
         | 合计 | | 90.00 | 60.00 | 30.00 | 25.00 |\n",
    );
    assert_right(&text, &[]);
}

#[test]
fn what_a_vehicle_costs_is_within_what_vehicles_cost() {
    let text = table(
        "2026年“三公”经费支出表",
        "| 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务用车购置费 | 公务用车运行费 | 公务接待费 | 国内接待批次（批） |\n\
         |---|---|---|---|---|---|---|\n\
         | 9.00 | 0.00 | 6.00 | 1.00 | 5.00 | 3.00 | 31 |\n",
    );
    assert_right(&text, &[("| 9.00", "| 8.00", "row-sum 8.00")]);
}

#[test]
fn the_column_of_the_year_is_the_one_that_other_tables_repeat() {
    for (last, this) in [("上年预算数", "本年预算数"), ("2025年预算数", "2026年预算数"), ("年初预算数", "决算数")]
    {
        let text = format!(
            "示例市青禾区文化局2026年部门预算\n\n部门收支总表\n\n单位：万元\n\n\
             | 收入 | | | 支出 | | |\n|---|---|---|---|---|---|\n\
             | 项目 | {last} | {this} | 项目 | {last} | {this} |\n\
             | 一、财政拨款收入 | 85.00 | 90.00 | 一、文化旅游体育与传媒支出 | 82.00 | 90.00 |\n\
             | 二、事业收入 | 8.00 | 10.00 | 二、住房保障支出 | 11.00 | 10.00 |\n\
             | 收入总计 | 93.00 | 100.00 | 支出总计 | 93.00 | 100.00 |\n\n\
             部门支出总表\n\n单位：万元\n\n\
             | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n\
             | 207 | 文化旅游体育与传媒支出 | 90.00 | 60.00 | 30.00 |\n\
             | 221 | 住房保障支出 | 10.00 | 10.00 | |\n\
             | 合计 | | 100.00 | 70.00 | 30.00 |\n"
        );
        assert_right(&text, &[("支出总计 | 93.00 | 100.00", "支出总计 | 93.00 | 101.00", "column-sum 101.00")]);
    }
}

#[test]
fn a_column_of_text_is_no_source_of_money() {
    for title in ["预算单位", "资金来源", "资金使用单位", "资金性质", "补助对象", "预算部门", "资金用途"]
    {
        let text = format!(
            "示例市青禾区文化局2026年部门预算\n\n项目支出绩效目标表\n\n单位：万元\n\n\
             | {title} | 项目名称 | 总计 | 财政拨款 | 单位资金 | 年度绩效目标 |\n|---|---|---|---|---|---|\n\
             | 某某 | 文艺巡演 | 30.00 | 20.00 | 10.00 | 送演出进乡镇四十场，服务群众二万人次。 |\n"
        );
        assert_right(&text, &[("20.00 | 10.00", "20.00 | 11.00", "row-sum 30.00")]);
    }
}

#[test]
fn a_list_of_codes_goes_on_in_the_next_half() {
    let text = table(
        "2026年部门一般公共预算基本支出表",
        "| 科目编码 | 科目名称 | 预算数 | 科目编码 | 科目名称 | 预算数 |\n|---|---|---|---|---|---|\n\
         | 301 | 工资福利支出 | 75.00 | 30203 | 咨询费 | 2.00 |\n\
         | 30101 | 基本工资 | 50.00 | 30205 | 水费 | 3.00 |\n\
         | 30102 | 津贴补贴 | 25.00 | 303 | 对个人和家庭的补助 | 5.00 |\n\
         | 302 | 商品和服务支出 | 20.00 | 30302 | 退休费 | 5.00 |\n\
         | 30201 | 办公费 | 15.00 | 合计 | | 100.00 |\n",
    );
    assert_right(&text, &[("| 20.00 |", "| 21.00 |", "column-sum 21.00")]);
}

#[test]
fn a_level_that_stands_nowhere_is_not_missed() {
    let text = table(
        "2026年部门支出预算总表",
        "| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n\
         | 20701 | 文化和旅游 | 90.00 |\n| 2070101 | 行政运行 | 60.00 |\n| 2070109 | 群众文化 | 30.00 |\n\
         | 22102 | 住房改革支出 | 10.00 |\n| 2210201 | 住房公积金 | 10.00 |\n| 合计 | | 100.00 |\n",
    );
    assert_right(&text, &[("| 60.00 |", "| 61.00 |", "column-sum 90.00")]);
}

/// Income and spending side by side, with what is carried over below the totals of the year.
fn carried(income: &[(&str, &str)]) -> String {
    let rows: String = income.iter().map(|(name, amount)| format!("| {name} | {amount} | | |\n")).collect();
    table(
        "2026年部门收支预算总表",
        &format!(
            "| 收入 | | 支出 | |\n|---|---|---|---|\n| 项目 | 预算数 | 项目 | 预算数 |\n\
             | 一、财政拨款收入 | 90.00 | 一、文化旅游体育与传媒支出 | 95.00 |\n\
             | 二、事业收入 | 10.00 | 二、住房保障支出 | 20.00 |\n\
             | 本年收入合计 | 100.00 | 本年支出合计 | 115.00 |\n{rows}\
             | 收入总计 | 115.00 | 支出总计 | 115.00 |\n"
        ),
    )
}

#[test]
fn details_of_what_is_carried_over_are_added_once() {
    let details = [("上年结转结余", "15.00"), ("财政拨款结转", "12.00"), ("非财政拨款结余", "3.00")];
    assert_right(&carried(&details), &[("| 收入总计 | 115.00", "| 收入总计 | 116.00", "column-sum 116.00")]);
    let both = [("上年结转", "12.00"), ("非财政拨款结余", "3.00")];
    assert_right(&carried(&both), &[("| 收入总计 | 115.00", "| 收入总计 | 116.00", "column-sum 116.00")]);
}

#[test]
fn what_is_taken_from_savings_is_no_income_of_the_year() {
    let numbered = [("四、用事业基金弥补收支差额", "12.00"), ("五、上年结转", "3.00")];
    assert_right(&carried(&numbered), &[("| 收入总计 | 115.00", "| 收入总计 | 116.00", "column-sum 116.00")]);
    let two = carried(&[("用事业基金弥补收支差额", "15.00")]);
    assert_right(&two.replace("本年收入合计", "收入合计").replace("本年支出合计", "支出合计"), &[]);
}

#[test]
fn codes_of_which_some_are_named_add_up_to_less() {
    let text = table(
        "2026年部门一般公共预算基本支出表",
        "| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n\
         | 301 | 工资福利支出 | 80.00 |\n| 30101 | 其中：基本工资 | 30.00 |\n| 30102 | 津贴补贴 | 20.00 |\n\
         | 302 | 商品和服务支出 | 20.00 |\n| 合计 | | 100.00 |\n",
    );
    assert_right(&text, &[("| 合计 | | 100.00", "| 合计 | | 101.00", "column-sum 101.00")]);
}

#[test]
fn classes_of_two_classifications_are_no_parts_of_one_total() {
    let text = table(
        "2026年部门支出预算总表",
        "| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n| 126 | 青禾区文化局 | 100.00 |\n\
         | 207 | 文化旅游体育与传媒支出 | 90.00 |\n| 20701 | 文化和旅游 | 90.00 |\n\
         | 221 | 住房保障支出 | 10.00 |\n| 22102 | 住房改革支出 | 10.00 |\n| 合计 | | 100.00 |\n",
    );
    assert_right(&text, &[]);
}

#[test]
fn the_total_of_some_lines_is_not_that_of_all() {
    let rows = "| 科目编码 | 科目名称 | 预算数 |\n|---|---|---|\n\
         | 301 | 工资福利支出 | 75.00 |\n| 30101 | 基本工资 | 75.00 |\n| | 人员经费合计 | 75.00 |\n\
         | 302 | 商品和服务支出 | 25.00 |\n| 30201 | 办公费 | 25.00 |\n";
    let title = "2026年部门一般公共预算基本支出表";
    assert_right(&table(title, rows), &[]);
    let text = table(title, &format!("{rows}| 合计 | | 100.00 |\n"));
    assert_right(&text, &[("| 合计 | | 100.00", "| 合计 | | 101.00", "column-sum 101.00")]);
}

#[test]
fn what_is_counted_and_headings_without_figures_are_no_sums() {
    let text = table(
        "2026年“三公”经费支出表",
        "| 项目 | 预算数 | 决算数 |\n|---|---|---|\n| 合计 | 9.00 | 8.20 |\n\
         | 一、因公出国（境）费 | 0.00 | 0.00 |\n| 二、公务接待费 | 3.00 | 2.50 |\n\
         | 1.国内接待批次（批） | | 31 |\n| 2.国内接待人次（人） | | 200 |\n\
         | 三、公务用车购置及运行费 | 6.00 | 5.70 |\n",
    );
    assert_right(&text, &[]);
    let heading = table(
        "2026年部门财政拨款收支预算总表",
        "| 收入 | | 支出 | |\n|---|---|---|---|\n| 项目 | 预算数 | 项目 | 预算数 |\n\
         | 一、本年收入 | | 一、本年支出 | |\n| （一）一般公共预算拨款 | 80.00 | （一）文化旅游体育与传媒支出 | 90.00 |\n\
         | 二、上年结转 | 10.00 | 二、结转下年 | |\n| 收入总计 | 90.00 | 支出总计 | 90.00 |\n",
    );
    assert_right(&heading, &[]);
}

#[test]
fn each_level_may_repeat_the_code_above_it() {
    let text = table(
        "2026年部门支出预算总表",
        "| 科目编码 | | | 科目名称 | 合计 |\n|---|---|---|---|---|\n| 类 | 款 | 项 | | |\n\
         | 207 | | | 文化旅游体育与传媒支出 | 90.00 |\n| 207 | 20701 | | 文化和旅游 | 90.00 |\n\
         | 207 | 20701 | 2070101 | 行政运行 | 60.00 |\n| 207 | 20701 | 2070109 | 群众文化 | 30.00 |\n\
         | 合计 | | | | 90.00 |\n",
    );
    assert_right(&text, &[("| 60.00 |", "| 61.00 |", "column-sum 61.00")]);
}

#[test]
fn weights_may_be_shares_of_one_and_of_several_projects() {
    let form = |weights: [&str; 3]| {
        let [one, two, three] = weights;
        format!(
            "项目支出绩效目标申报表\n\n单位：万元\n\n| 项目名称 | 文艺巡演 | | | |\n|---|---|---|---|---|\n\
             | 一级指标 | 二级指标 | 三级指标 | 指标值 | 权重 |\n\
             | 产出指标 | 数量指标 | 演出场次 | ≥40场 | {one} |\n| 产出指标 | 质量指标 | 到场率 | ≥95% | {two} |\n\
             | 满意度指标 | 满意度 | 群众满意度 | ≥90% | {three} |\n"
        )
    };
    for right in [["0.3", "0.5", "0.2"], ["30", "50", "20"], ["90", "60", "50"], ["0.3", "0.4", "0.2"]] {
        assert_right(&form(right), &[]);
    }
    assert_eq!(found(&form(["30", "50", "21"])), ["indicator-weight 权重"]);
}

#[test]
fn spending_may_stand_beside_itself_in_another_classification() {
    for (function, nature) in [
        ("项目（按功能分类）", "项目（按支出性质）"),
        ("支出项目(按支出功能分类科目)", "支出项目(按支出经济分类)"),
        ("支出功能分类科目", "按支出性质"),
    ] {
        let text = table(
            "2026年部门收支预算总表",
            &format!(
                "| 收入 | | 支出 | | | |\n|---|---|---|---|---|---|\n\
                 | 项目 | 预算数 | {function} | 预算数 | {nature} | 预算数 |\n\
                 | 一、财政拨款收入 | 118.00 | 一、文化旅游体育与传媒支出 | 85.00 | 一、基本支出 | 80.00 |\n\
                 | 二、其他收入 | 2.00 | 二、社会保障和就业支出 | 20.00 | （一）人员经费 | 60.00 |\n\
                 | | | 三、住房保障支出 | 15.00 | （二）公用经费 | 20.00 |\n\
                 | | | | | 二、项目支出 | 40.00 |\n\
                 | 本年收入合计 | 120.00 | 本年支出合计 | 120.00 | 本年支出合计 | 120.00 |\n"
            ),
        );
        assert_right(
            &text,
            &[
                ("传媒支出 | 85.00", "传媒支出 | 86.00", "column-sum 120.00"),
                ("公用经费 | 20.00", "公用经费 | 21.00", "column-sum 21.00"),
                ("项目支出 | 40.00", "项目支出 | 41.00", "column-sum 41.00"),
            ],
        );
    }
}

#[test]
fn details_may_be_numbered_as_the_lines_that_they_are_details_of() {
    let text = "示例市青禾区文化局2026年部门预算\n\n2026年部门收支预算总表\n\n单位：万元\n\n\
                | 收入 | | 支出 | |\n|---|---|---|---|\n| 项目 | 预算数 | 项目 | 预算数 |\n\
                | 一、财政拨款收入 | 118.00 | 一、基本支出 | 80.00 |\n| 二、其他收入 | 2.00 | 二、人员经费 | 60.00 |\n\
                | | | 三、公用经费 | 20.00 |\n| | | 四、项目支出 | 40.00 |\n\
                | 本年收入合计 | 120.00 | 本年支出合计 | 120.00 |\n";
    assert_right(
        text,
        &[
            ("四、项目支出 | 40.00", "四、项目支出 | 41.00", "column-sum 120.00"),
            ("公用经费 | 20.00", "公用经费 | 25.00", "column-sum 120.00"),
        ],
    );
}

#[test]
fn rows_with_a_name_alone_part_a_table_into_those_of_units() {
    let text = table(
        "2026年部门支出预算总表",
        "| 科目编码 | 科目名称 | 合计 |\n|---|---|---|\n| | 青禾区文化局本级 | |\n\
         | 207 | 文化旅游体育与传媒支出 | 60.00 |\n| 20701 | 文化和旅游 | 60.00 |\n| | 青禾区文化馆 | |\n\
         | 207 | 文化旅游体育与传媒支出 | 30.00 |\n| 20701 | 文化和旅游 | 30.00 |\n| 合计 | | 90.00 |\n",
    );
    assert_right(&text, &[]);
}

#[test]
fn a_statement_may_say_its_own_monetary_unit() {
    let tables = [
        ("部门支出总表（元）", "合计", ""),
        ("部门支出总表", "合计（元）", ""),
        ("部门支出总表", "合计", "\n注：本表金额单位为元。\n"),
    ];
    for (title, column, note) in tables {
        let text = format!(
            "示例市青禾区文化局2026年部门预算\n\n部门收支总表\n\n单位：万元\n\n\
             | 收入 | | 支出 | |\n|---|---|---|---|\n| 项目 | 预算数 | 项目 | 预算数 |\n\
             | 一、财政拨款收入 | 90.00 | 一、文化旅游体育与传媒支出 | 90.00 |\n\
             | 收入总计 | 90.00 | 支出总计 | 90.00 |\n\n{title}\n\n\
             | 科目编码 | 科目名称 | {column} |\n|---|---|---|\n\
             | 207 | 文化旅游体育与传媒支出 | 900,000.00 |\n| 合计 | | 900,000.00 |\n{note}"
        );
        assert_right(&text, &[]);
        assert!(!found(&text.replace("| 合计 | | 900,000.00", "| 合计 | | 900,001.00")).is_empty());
    }
}

#[test]
fn a_row_may_number_the_columns_in_any_way() {
    for numbers in [
        "| 栏次 | | 1 | 2 | 3 |",
        "| ** | ** | 1 | 2 | 3 |",
        "| | | 1 | 2 | 3 |",
        "| 1 | 2 | 3 | 4 | 5 |",
        "| 甲 | 乙 | 1=2+3 | 2 | 3 |",
    ] {
        let text = table(
            "2026年部门支出预算总表",
            &format!(
                "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|\n{numbers}\n| 207 | 文化旅游体育与传媒支出 | 30.00 | 20.00 | 10.00 |\n\
                 | 20701 | 文化和旅游 | 30.00 | 20.00 | 10.00 |\n| 2070104 | 图书馆 | 30.00 | 20.00 | 10.00 |\n| 合计 | | 30.00 | 20.00 | 10.00 |\n"
            ),
        );
        assert_right(&text, &[("| 合计 | | 30.00 |", "| 合计 | | 31.00 |", "column-sum 31.00")]);
    }
    for header in ["", "| | | 小计 | 购置费 | 运行费 | |\n"] {
        let text = table(
            "2026年一般公共预算“三公”经费支出表",
            &format!(
                "| 合计 | 因公出国（境）费 | 公务用车购置及运行费 | | | 公务接待费 |\n|---|---|---|---|---|---|\n| | | 小计 | 公务用车购置费 | 公务用车运行费 | |\n{header}\
                 | 1 | 2 | 3 | 4 | 5 | 6 |\n| 68.00 | 12.00 | 50.00 | 18.00 | 32.00 | 6.00 |\n"
            ),
        );
        assert_eq!(found(&text), Vec::<String>::new(), "{text}");
    }
}
