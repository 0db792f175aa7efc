//! Tables of projects that go on on the next page below a repeated title or unit: what adds up in all pages does not in one.

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
};

const HEADER: &str = "| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |\n|---|---|---|---|---|---|\n";

fn loud(text: &str) -> Vec<String> {
    let analysis = Analysis::new(text, Options::default());
    let loud = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    loud.map(|(line, finding)| format!("{}: {}: {}", line + 1, finding.rule.id, finding.message)).collect()
}

/// Two pages with something between.
fn paged(first: &str, between: &str, second: &str) -> String {
    format!("# 项目支出绩效目标表\n\n单位：万元\n\n{HEADER}{first}\n<!-- page 2 -->\n\n{between}\n\n{HEADER}{second}")
}

#[test]
fn a_unit_whose_projects_go_on_on_the_next_page_is_not_added_up_on_one() {
    for between in ["单位：万元", "项目支出绩效目标表", "项目支出绩效目标表\n\n单位：万元", "公开10表"]
    {
        let right = paged(
            "| 合计 | 5.00 | 5.00 | | | |\n| 青禾区图书馆 | 5.00 | 5.00 | | | |\n| 购书 | 3.00 | 3.00 | | 目标 | |\n",
            between,
            "| 修缮 | 2.00 | 2.00 | | 目标 | |\n",
        );
        assert_eq!(loud(&right), [] as [String; 0], "{between}");
    }
}

#[test]
fn a_total_at_the_end_of_the_last_page_is_that_of_all() {
    let right = paged(
        "| 购书 | 3.00 | 3.00 | | 目标 | |\n",
        "单位：万元",
        "| 修缮 | 2.00 | 2.00 | | 目标 | |\n| 合计 | 5.00 | 5.00 | | | |\n",
    );
    assert_eq!(loud(&right), [] as [String; 0]);
}

#[test]
fn tables_with_totals_of_their_own_and_units_that_end_before_are_added_up() {
    let own = paged(
        "| 购书 | 3.00 | 3.00 | | 目标 | |\n| 合计 | 4.00 | 4.00 | | | |\n",
        "单位：万元",
        "| 修缮 | 2.00 | 2.00 | | 目标 | |\n| 合计 | 2.00 | 2.00 | | | |\n",
    );
    assert_eq!(loud(&own).len(), 1, "{:?}", loud(&own));
    let ended = paged(
        "| 青禾区文化馆 | 4.00 | 4.00 | | | |\n| 演出 | 3.00 | 3.00 | | 目标 | |\n| 青禾区图书馆 | 5.00 | 5.00 | | | |\n\
         | 购书 | 3.00 | 3.00 | | 目标 | |\n",
        "单位：万元",
        "| 修缮 | 2.00 | 2.00 | | 目标 | |\n",
    );
    assert_eq!(loud(&ended).len(), 1, "{:?}", loud(&ended));
    let headed = paged(
        "| 青禾区图书馆 | 5.00 | 5.00 | | | |\n| 购书 | 3.00 | 3.00 | | 目标 | |\n",
        "# 其他项目\n\n单位：万元",
        "| 修缮 | 2.00 | 2.00 | | 目标 | |\n",
    );
    assert_eq!(loud(&headed).len(), 1, "{:?}", loud(&headed));
}
