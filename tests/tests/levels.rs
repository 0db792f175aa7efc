//! Tables of projects whose levels nothing marks: a department above its units, a category above one project, parts
//! below a project, a total below its rows. Right ones have no findings, and a wrong figure in one is found all the
//! same.

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
};

fn loud(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text, Options::default());
    let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    loud.map(|(line, finding)| format!("{}: {}: {}", line + 1, finding.rule.id, finding.message)).collect()
}

/// A table of names, and of amounts with the goal behind them where there is one; `*` marks what is held against
/// nothing: a part that is never added, a total of its own making.
fn table(rows: &[(&str, &str)]) -> String {
    let row = |(name, rest): &(&str, &str)| {
        let (amount, goal) = rest.trim_end_matches(" *").split_once(' ').unwrap_or((rest.trim_end_matches(" *"), ""));
        format!("| {name} | {amount} | {goal} |\n")
    };
    let rows: String = rows.iter().map(row).collect();
    format!("# 项目支出绩效目标表\n\n单位：万元\n\n| 项目名称 | 预算金额 | 绩效目标 |\n|---|---|---|\n{rows}")
}

/// Asserts that a table is right, and that each of its amounts is found where it alone is another one.
#[track_caller]
fn assert_right(rows: &[(&str, &str)]) {
    let right = table(rows);
    assert_eq!(loud(&right), [] as [String; 0], "{right}");
    for (number, (name, rest)) in rows.iter().enumerate() {
        let mut wrong = rows.to_vec();
        let amount = rest.split(' ').next().unwrap_or_default();
        // What is said of a part without being added is held against nothing.
        if amount.is_empty() || name.contains("其中") || rest.ends_with('*') {
            continue;
        }
        let other = rest.replacen(amount, "77.70", 1);
        if let Some(row) = wrong.get_mut(number) {
            row.1 = &other;
        }
        let wrong = table(&wrong);
        assert!(!loud(&wrong).is_empty(), "{name}\n{wrong}");
    }
}

#[test]
fn a_category_may_have_one_project() {
    assert_right(&[
        ("合计", "60.00"),
        ("其他运转类", "12.00"),
        ("堤防巡查", "12.00 巡查"),
        ("特定目标类", "48.00"),
        ("河道保洁", "18.00 保洁"),
        ("山洪防治", "30.00 防治"),
    ]);
}

#[test]
fn categories_stand_below_units() {
    assert_right(&[
        ("合计", "90.00"),
        ("市水利局", "60.00"),
        ("其他运转类", "12.00"),
        ("堤防巡查", "12.00 巡查"),
        ("特定目标类", "48.00"),
        ("河道保洁", "18.00 保洁"),
        ("山洪防治", "30.00 防治"),
        ("市河道管理站", "30.00"),
        ("特定目标类", "30.00"),
        ("闸门维护", "30.00 维护"),
    ]);
}

#[test]
fn a_department_stands_above_its_units() {
    assert_right(&[
        ("合计", "60.00"),
        ("市水利局", "60.00"),
        ("市水利局本级", "30.00"),
        ("堤防巡查", "12.00 巡查"),
        ("河道保洁", "18.00 保洁"),
        ("市河道管理站", "30.00"),
        ("闸门维护", "30.00 维护"),
    ]);
    assert_right(&[
        ("合计", "60.00"),
        ("一、行政单位", "30.00"),
        ("市水利局", "30.00"),
        ("堤防巡查", "12.00 巡查"),
        ("河道保洁", "18.00 保洁"),
        ("二、事业单位", "30.00"),
        ("市河道管理站", "30.00"),
        ("闸门维护", "30.00 维护"),
    ]);
}

#[test]
fn totals_stand_below_what_they_sum_up() {
    assert_right(&[
        ("堤防巡查", "12.00 巡查"),
        ("河道保洁", "18.00 保洁"),
        ("市水利局小计", "30.00"),
        ("闸门维护", "24.00 维护"),
        ("淤泥清理", "6.00 清理"),
        ("市河道管理站小计", "30.00 *"),
        ("合计", "60.00"),
    ]);
    assert_right(&[
        ("堤防巡查", "12.00 巡查"),
        ("河道保洁", "18.00 保洁"),
        ("市水利局", "30.00"),
        ("闸门维护", "24.00 维护"),
        ("市河道管理站", "24.00"),
        ("合计", "54.00"),
    ]);
    assert_right(&[
        ("堤防巡查", "12.00 巡查"),
        ("河道保洁", "18.00 保洁"),
        ("本年小计", "30.00"),
        ("上年结转", "6.00"),
        ("总计", "36.00"),
    ]);
}

#[test]
fn pages_have_totals_of_their_own() {
    assert_right(&[
        ("市水利局", "60.00"),
        ("堤防巡查", "12.00 巡查"),
        ("本页小计", "12.00"),
        ("河道保洁", "18.00 保洁"),
        ("山洪防治", "30.00 防治"),
        ("本页小计", "48.00"),
    ]);
}

#[test]
fn parts_stand_below_a_project() {
    assert_right(&[
        ("合计", "30.00"),
        ("堤防巡查", "12.00 巡查"),
        ("财政拨款", "8.00"),
        ("其他资金", "4.00"),
        ("河道保洁", "18.00 保洁"),
        ("财政拨款", "18.00"),
    ]);
    assert_right(&[
        ("合计", "30.00"),
        ("堤防巡查", "12.00 巡查"),
        ("其中：人工", "8.00"),
        ("　　　设备", "4.00 *"),
        ("河道保洁", "18.00 保洁"),
    ]);
    assert_right(&[
        ("合计", "30.00"),
        ("其中：中央转移支付", "8.00"),
        ("　　　省级转移支付", "4.00 *"),
        ("堤防巡查", "12.00 巡查"),
        ("河道保洁", "18.00 保洁"),
    ]);
}

#[test]
fn a_project_may_be_named_like_a_unit_and_have_no_goal_yet() {
    assert_right(&[
        ("合计", "150.00"),
        ("市卫健局", "90.00"),
        ("改造发热门诊部", "50.00"),
        ("校园监测", "40.00 监测"),
        ("市妇幼保健院", "60.00"),
        ("两癌筛查", "60.00 筛查"),
    ]);
    assert_right(&[
        ("合计", "180.00"),
        ("应急储备", "90.00"),
        ("校园监测", "40.00 监测"),
        ("职业病防治", "50.00 防治"),
    ]);
}

#[test]
fn a_project_has_a_row_for_each_indicator() {
    let header = "| 项目名称 | 金额 | 绩效目标 | 一级指标 | 三级指标 | 指标值 |\n|---|---|---|---|---|---|\n";
    let rows = "| 合计 | 30.00 | | | | |\n\
        | 堤防巡查 | 12.00 | 巡查 | 产出指标 | 巡查次数 | ≥48次 |\n| 堤防巡查 | 12.00 | 巡查 | 效益指标 | 险情处置率 | 100% |\n\
        | 河道保洁 | 18.00 | 保洁 | 产出指标 | 保洁里程 | ≥120公里 |\n| 河道保洁 | 18.00 | 保洁 | 满意度指标 | 群众满意度 | ≥90% |\n";
    let text = format!("# 项目支出绩效目标表\n\n单位：万元\n\n{header}{rows}");
    assert_eq!(loud(&text), [] as [String; 0]);
    let wrong = text.replacen("30.00", "31.00", 1);
    assert!(loud(&wrong).iter().any(|found| found.contains("column-sum")), "{:?}", loud(&wrong));
}

#[test]
fn a_new_project_that_is_not_added_up_is_found_where_a_level_would_end() {
    let stale = table(&[
        ("合计", "60.00"),
        ("市水利局", "30.00"),
        ("堤防巡查", "12.00 巡查"),
        ("河道保洁", "18.00 保洁"),
        ("山洪防治", "5.00 防治"),
        ("市河道管理站", "30.00"),
        ("闸门维护", "30.00 维护"),
    ]);
    assert_eq!(loud(&stale).len(), 1, "{:?}", loud(&stale));
    let twice =
        table(&[("合计", "30.00"), ("堤防巡查", "12.00 巡查"), ("堤防巡查", "12.00 巡查"), ("河道保洁", "18.00 保洁")]);
    assert!(loud(&twice).iter().any(|found| found.contains("column-sum")), "{:?}", loud(&twice));
}

#[test]
fn whether_levels_add_up_follows_the_figures_as_they_are_typed() {
    let mut text = table(&[
        ("合计", "60.00"),
        ("市水利局", "60.00"),
        ("市水利局本级", "30.00"),
        ("堤防巡查", "12.00 巡查"),
        ("河道保洁", "18.00 保洁"),
        ("市河道管理站", "30.00"),
        ("闸门维护", "30.00 维护"),
    ]);
    let mut analysis = Analysis::new(&text, Options::default());
    let count =
        |analysis: &Analysis| analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning).count();
    for (old, new) in
        [("30.00 | 维护", "31.00 | 维护"), ("31.00 | 维护", "30.00 | 维护"), ("18.00", "19.00"), ("19.00", "18.00")]
    {
        let at = text.find(old).expect("it stands there");
        analysis.edit(at..at + old.len(), new);
        text.replace_range(at..at + old.len(), new);
        assert_eq!(count(&analysis), loud(&text).len(), "{old} → {new}");
        assert_eq!(count(&analysis) == 0, matches!(new, "30.00 | 维护" | "18.00"), "{old} → {new}");
    }
}

#[test]
fn columns_may_be_parts_of_the_one_before_them() {
    let text = |total: &str| {
        format!(
            "# 项目支出绩效目标表\n\n单位：万元\n\n| 项目名称 | 总计 | 财政拨款小计 | 一般公共预算 | 政府性基金预算 | 单位资金 | 政府采购预算 | 绩效目标 |\n\
             |---|---|---|---|---|---|---|---|\n| 河道保洁 | {total} | 16.00 | 10.00 | 6.00 | 2.00 | 9.00 | 保洁 |\n"
        )
    };
    assert_eq!(loud(&text("18.00")), [] as [String; 0]);
    assert_eq!(loud(&text("19.00")).len(), 1, "{:?}", loud(&text("19.00")));
}

#[test]
fn rows_that_are_none_of_projects_are_read_as_what_they_are() {
    let header = "| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |\n|---|---|---|---|---|\n";
    let rows = "| 河道保洁 | 18.00 | 16.00 | 2.00 | 保洁 |\n";
    for (above, below) in [
        ("| 栏次 | 1 | 2 | 3 | 4 |\n", ""),
        ("| 甲 | 1=2+3 | 2 | 3 | 4 |\n", ""),
        ("| | 万元 | 万元 | 万元 | |\n", ""),
        ("| 合计 | 18.00 | 16.00 | 2.00 | |\n", "| 填报人：李 | 审核人：王 | | | 填报日期：2026年1月15日 |\n"),
        ("| 合计 | 18.00 | 16.00 | 2.00 | |\n", "| 另：上年结转项目（不列入合计） | 6.00 | 6.00 | | |\n"),
        ("| 合计 | 18.00 | 16.00 | 2.00 | |\n", "| （其中：人工） | 6.00 | 6.00 | | |\n"),
    ] {
        let text = format!("# 项目支出绩效目标表\n\n单位：万元\n\n{header}{above}{rows}{below}");
        assert_eq!(loud(&text), [] as [String; 0], "{above}{below}");
    }
    for numbers in ["| 1 | 2 | 3 | 4 | 5 |\n", "| ** | 1 | 2 | 3 | 4 |\n"] {
        let text = format!("# 项目支出绩效目标表\n\n单位：万元\n\n{header}{numbers}{rows}");
        assert_eq!(loud(&text), [] as [String; 0], "{numbers}");
    }
    let years = "| 项目名称 | 实施期资金 | | | 绩效目标 |\n|---|---|---|---|---|\n| | 2026年 | 2027年 | 2028年 | |\n| 河道保洁 | 6.00 | 6.00 | 6.00 | 保洁 |\n";
    assert_eq!(loud(&format!("# 项目支出绩效目标表\n\n单位：万元\n\n{years}")), [] as [String; 0]);
}

#[test]
fn a_header_may_be_broken_into_lines() {
    let text = "# 项目支出绩效目标表\n\n单位：万元\n\n| 项目名称<br>（资金使用单位） | 预算<br>金额 | 绩效<br/>目标 |\n|---|---|---|\n\
        | 合计 | 19.00 | |\n| 河道保洁 | 18.00 | 保洁 |\n";
    assert_eq!(loud(text).len(), 1, "{:?}", loud(text));
}

#[test]
fn levels_may_be_rounded() {
    let rows = [
        ("云浔市水文局", "2,676,461.92"),
        ("云浔市水文局本级", "501,015.97"),
        ("设备更新改造", "121,852.95 改造"),
        ("安全生产", "79,436.77 安全"),
        ("实验室认证", "299,726.26 认证"),
        ("云浔市水文测报中心", "2,175,445.95"),
        ("宣传科普", "774,674.46 科普"),
        ("应急监测", "66,657.64 监测"),
        ("泥沙分析", "747,242.97 分析"),
        ("水情预报系统运维", "586,870.88 运维"),
    ];
    assert_eq!(loud(&table(&rows)), [] as [String; 0]);
    let mut wrong = rows;
    wrong[3].1 = "79,463.77 安全";
    assert!(!loud(&table(&wrong)).is_empty());
}
