//! Lists of projects without goals (项目支出表): each line adds up over its sources, and the lines add up to their units and
//! to the total.

use budget_lsp::{
    analysis::{Analysis, Options},
    fix::applied,
};
use budget_tests::said::found;

fn list(header: &str, rows: &[&str]) -> String {
    let delimiter = "|---".repeat(header.matches('|').count() - 1);
    format!(
        "青禾区司法局2026年部门预算\n\n项目支出预算表\n\n单位：万元\n\n{header}\n{delimiter}|\n{}\n",
        rows.join("\n")
    )
}

/// The list is right, and each of its figures alone is found where it is another one.
#[track_caller]
fn assert_each_figure_is_held(text: &str) {
    assert_eq!(found(text), [] as [String; 0], "{text}");
    let body = text.find("---|\n").expect("a table");
    let figures: Vec<usize> = text.match_indices(".00").map(|(at, _)| at).filter(|at| *at > body).collect();
    assert!(figures.len() > 6);
    for at in figures {
        let mut slip = text.to_owned();
        // In front of the point stands another digit.
        let digit = if text[..at].ends_with('7') { "4" } else { "7" };
        slip.replace_range(at - 1..at, digit);
        let all = found(&slip);
        assert!(all.iter().any(|one| one.contains("-sum")), "{all:?}\n{slip}");
        let analysis = Analysis::new(&slip, Options::default());
        let mends = |(line, finding): (usize, &budget_lsp::finding::Finding)| {
            analysis.fixes(line, finding).iter().any(|fix| applied(&slip, &fix.edits) == text)
        };
        assert!(analysis.findings().any(mends), "{slip}");
    }
}

#[test]
fn a_plain_list() {
    assert_each_figure_is_held(&list(
        "| 序号 | 项目名称 | 合计 | 一般公共预算 | 政府性基金 |",
        &[
            "| 1 | 普法宣传 | 9.00 | 5.00 | 4.00 |",
            "| 2 | 社区矫正 | 12.00 | 6.00 | 6.00 |",
            "| 3 | 系统运维 | 15.00 | 8.00 | 7.00 |",
            "| 合计 | | 36.00 | 19.00 | 17.00 |",
        ],
    ));
}

#[test]
fn a_list_below_its_units() {
    assert_each_figure_is_held(&list(
        "| 单位名称 | 项目类别 | 项目名称 | 总计 | 一般公共预算 | 政府性基金 |",
        &[
            "| 合计 | | | 60.00 | 36.00 | 24.00 |",
            "| 青禾区司法局本级 | | | 21.00 | 11.00 | 10.00 |",
            "| | 运转类 | 普法宣传 | 9.00 | 5.00 | 4.00 |",
            "| | 特定目标类 | 社区矫正 | 12.00 | 6.00 | 6.00 |",
            "| 青禾区法律援助中心 | | | 39.00 | 25.00 | 14.00 |",
            "| | 运转类 | 系统运维 | 15.00 | 8.00 | 7.00 |",
            "| | 特定目标类 | 法律援助 | 24.00 | 17.00 | 7.00 |",
        ],
    ));
}

/// Units in the column of the names: what they are the sums of tells that they are units.
#[test]
fn units_among_the_names() {
    let text = list(
        "| 单位编码 | 单位名称/项目名称 | 合计 | 一般公共预算 | 政府性基金 |",
        &[
            "| | 合计 | 60.00 | 36.00 | 24.00 |",
            "| 101001 | 青禾区司法局本级 | 21.00 | 11.00 | 10.00 |",
            "| 101001 | 普法宣传 | 9.00 | 5.00 | 4.00 |",
            "| 101001 | 社区矫正 | 12.00 | 6.00 | 6.00 |",
            "| 101002 | 青禾区法律援助中心 | 39.00 | 25.00 | 14.00 |",
            "| 101002 | 系统运维 | 15.00 | 8.00 | 7.00 |",
            "| 101002 | 法律援助 | 24.00 | 17.00 | 7.00 |",
        ],
    );
    assert_eq!(found(&text), [] as [String; 0]);
    assert!(!found(&text.replace("| 9.00 | 5.00 |", "| 9.00 | 6.00 |")).is_empty());
    assert!(!found(&text.replace("| 60.00 |", "| 66.00 |")).is_empty());
}

#[test]
fn numbered_categories() {
    assert_each_figure_is_held(&list(
        "| 项目名称 | 合计 | 一般公共预算 | 政府性基金 |",
        &[
            "| 合计 | 60.00 | 36.00 | 24.00 |",
            "| 一、其他运转类 | 21.00 | 11.00 | 10.00 |",
            "| 1.普法宣传 | 9.00 | 5.00 | 4.00 |",
            "| 2.社区矫正 | 12.00 | 6.00 | 6.00 |",
            "| 二、特定目标类 | 39.00 | 25.00 | 14.00 |",
            "| 1.系统运维 | 15.00 | 8.00 | 7.00 |",
            "| 2.法律援助 | 24.00 | 17.00 | 7.00 |",
        ],
    ));
}

/// Where no column bears it out, nobody knows what the total is the sum of.
#[test]
fn a_list_that_is_not_understood_is_left_alone() {
    for rows in [
        // Some projects are left out.
        &[
            "| 普法宣传 | 9.00 | 5.00 | 4.00 |",
            "| 社区矫正 | 12.00 | 6.00 | 6.00 |",
            "| 合计 | 40.00 | 20.00 | 20.00 |",
        ][..],
        // 小计 stands behind what it is the sum of.
        &[
            "| 普法宣传 | 9.00 | 5.00 | 4.00 |",
            "| 社区矫正 | 12.00 | 6.00 | 6.00 |",
            "| 小计 | 21.00 | 11.00 | 10.00 |",
            "| 系统运维 | 15.00 | 8.00 | 7.00 |",
            "| 小计 | 15.00 | 8.00 | 7.00 |",
            "| 合计 | 36.00 | 19.00 | 17.00 |",
        ],
        &[
            "| 其中：普法宣传 | 9.00 | 5.00 | 4.00 |",
            "| 社区矫正 | 12.00 | 6.00 | 6.00 |",
            "| 合计 | 12.00 | 6.00 | 6.00 |",
        ],
        &["| 普法宣传 | 9.00 | 5.00 | 4.00 |"],
    ] {
        let text = list("| 项目名称 | 合计 | 一般公共预算 | 政府性基金 |", rows);
        assert_eq!(found(&text), [] as [String; 0], "{text}");
    }
}

/// Columns whose names do not say that they add up, where the rows do.
#[test]
fn columns_that_rows_bear_out() {
    assert_each_figure_is_held(&list(
        "| 单位名称 | 项目名称 | 本年预算 | 上年结转 | 合计 |",
        &[
            "| 青禾区司法局 | 普法宣传 | 5.00 | 4.00 | 9.00 |",
            "| 青禾区司法局 | 社区矫正 | 6.00 | 6.00 | 12.00 |",
            "| 青禾区法律援助中心 | 系统运维 | 8.00 | 7.00 | 15.00 |",
            "| 青禾区法律援助中心 | 法律援助 | 17.00 | 7.00 | 24.00 |",
            "| 合计 | | 36.00 | 24.00 | 60.00 |",
        ],
    ));
    assert_each_figure_is_held(&list(
        "| 项目名称 | 金额 | 其中：当年财政拨款 | 其中：其他资金 |",
        &[
            "| 普法宣传 | 9.00 | 5.00 | 4.00 |",
            "| 社区矫正 | 12.00 | 6.00 | 6.00 |",
            "| 系统运维 | 15.00 | 8.00 | 7.00 |",
            "| 法律援助 | 24.00 | 17.00 | 7.00 |",
            "| 合计 | 60.00 | 36.00 | 24.00 |",
        ],
    ));
}

/// 小计 below its lines, in one column of amounts: where almost all of them hold, one that does not is wrong.
#[test]
fn subtotals_bear_each_other_out() {
    let text = list(
        "| 项目类别 | 项目名称 | 预算数 |",
        &[
            "| 运转类 | 普法宣传 | 9.00 |",
            "| | 社区矫正 | 12.00 |",
            "| | 小计 | 21.00 |",
            "| 特定目标类 | 系统运维 | 15.00 |",
            "| | 法律援助 | 24.00 |",
            "| | 小计 | 39.00 |",
            "| 其他 | 基层建设 | 32.00 |",
            "| | 人民调解 | 11.00 |",
            "| | 小计 | 43.00 |",
            "| 配套 | 公证业务 | 6.00 |",
            "| | 考试考务 | 8.00 |",
            "| | 小计 | 14.00 |",
            "| 合计 | | 117.00 |",
        ],
    );
    assert_eq!(found(&text), [] as [String; 0]);
    let slip = text.replace("39.00", "38.00");
    assert_eq!(
        found(&slip),
        ["column-sum: “小计”预算数 38.00，2 个项相加 39.00，差 −1.00；改为 39.00 则相关各处都相符"]
    );
}

/// Lines that come to more than their total, in a plain list of one column, and what else may explain that.
#[test]
fn a_plain_list_of_one_column() {
    let rows = |total: &str, more: &str| {
        list(
            "| 项目名称 | 预算数 |",
            &[
                &format!("| 合计 | {total} |"),
                "| 普法宣传 | 9.00 |",
                "| 社区矫正 | 12.00 |",
                "| 系统运维 | 16.00 |",
                &format!("| 法律援助 | {more} |"),
            ],
        )
    };
    assert_eq!(found(&rows("61.00", "24.00")), [] as [String; 0]);
    assert_eq!(found(&rows("61.00", "34.00")).len(), 1);
    // Some are not printed, or one is what the others come to.
    assert_eq!(found(&rows("61.00", "14.00")), [] as [String; 0]);
    assert_eq!(found(&rows("37.00", "37.00")), [] as [String; 0]);
}
