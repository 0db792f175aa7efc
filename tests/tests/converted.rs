//! Tables as converters of PDF leave them: codes in merged cells, labels in each cell that they span, running heads, headers that are cut short.

use budget_tests::said::{assert_mended, assert_quiet, found};

/// The national form of what is spent, its code column parted into levels in the header alone.
fn merged(code: impl Fn(&str) -> String, levels: &str) -> String {
    let row = |of: &str, rest: &str| format!("| {} | {rest} |\n", code(of));
    [
        "支出决算表\n\n单位：万元\n\n| 项目 | | | | 本年支出合计 | 基本支出 | 项目支出 |\n|---|---|---|---|---|---|---|\n",
        "| 功能分类科目编码 | | | 科目名称 | | | |\n",
        levels,
        "| | | | 合计 | 8.00 | 5.00 | 3.00 |\n",
        &row("201", "一般公共服务支出 | 8.00 | 5.00 | 3.00"),
        &row("20106", "财政事务 | 8.00 | 5.00 | 3.00"),
        &row("2010601", "行政运行 | 5.00 | 5.00 | "),
        &row("2010602", "一般行政管理事务 | 3.00 | | 3.00"),
    ]
    .concat()
}

const LEVELS: &str = "| 类 | 款 | 项 | 栏次 | 1 | 2 | 3 |\n";

#[test]
fn a_code_stands_in_the_cell_of_all_levels_or_in_each() {
    let forms =
        [merged(|code| format!("{code} | | "), LEVELS), merged(|code| format!("{code} | {code} | {code}"), LEVELS)];
    for text in &forms {
        assert_mended(text, "行政运行 | 5.00", "行政运行 | 5.80");
    }
}

#[test]
fn a_wrong_code_is_mended_in_each_of_its_cells() {
    for cells in [1, 3] {
        let code = |code: &str| if cells == 1 { format!("{code} | | ") } else { [code; 3].join(" | ") };
        let right = merged(code, LEVELS);
        let wrong = right.replace("2010602", "2016602");
        let all = found(&wrong);
        assert!(matches!(&*all, [said] if said.contains("20166")), "{all:#?}");
        assert_mended(&right, &code("2010602"), &code("2016602"));
    }
}

#[test]
fn a_label_stands_in_each_cell_that_it_spans() {
    let text = "一般公共预算财政拨款基本支出决算明细表

单位：万元

| 人员经费 | 人员经费 | 人员经费 | 公用经费 | 公用经费 | 公用经费 | 公用经费 | 公用经费 | 公用经费 |
|---|---|---|---|---|---|---|---|---|
| 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 |
| 301 | 工资福利支出 | 90.00 | 302 | 商品和服务支出 | 20.00 | 310 | 资本性支出 | 1.00 |
| 30101 | 基本工资 | 90.00 | 30201 | 办公费 | 20.00 | 31002 | 办公设备购置 | 1.00 |
| 人员经费合计 | 人员经费合计 | 90.00 | 公用经费合计 | 公用经费合计 | 公用经费合计 | 公用经费合计 | 公用经费合计 | 21.00 |
";
    assert_quiet(text);
}

/// A statement on two pages with what stands between them.
fn paged(head: &str, above: &str, header: &str) -> String {
    format!(
        "青禾区城市管理局2023年度部门决算

<!-- page 6 -->

{head}

支出决算表

公开03表

部门：青禾区城市管理局    金额单位：万元

| 项目 | | 本年支出 | | |
|---|---|---|---|---|
| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| 栏次 | | 1 | 2 | 3 |
| 合计 | | 350.00 | 250.00 | 100.00 |
| 212 | 城乡社区支出 | 300.00 | 200.00 | 100.00 |
| 21201 | 城乡社区管理事务 | 300.00 | 200.00 | 100.00 |
| 2120104 | 城管执法 | 300.00 | 200.00 | 100.00 |

<!-- page 7 -->

{above}

{header}| 221 | 住房保障支出 | 50.00 | 50.00 | |
| 22102 | 住房改革支出 | 50.00 | 50.00 | |
| 2210201 | 住房公积金 | 50.00 | 50.00 | |
"
    )
}

#[test]
fn a_running_head_is_no_title() {
    const HEADER: &str =
        "| 项目 | | 本年支出 | | |\n|---|---|---|---|---|\n| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n";
    for head in ["2023年度部门决算公开报表", "青禾区城市管理局2023年度部门决算表"] {
        assert_mended(&paged(head, head, HEADER), "住房公积金 | 50.00", "住房公积金 | 56.00");
    }
    for number in ["公开03表", "财决公开03表", "财决批复03表", "续公开03表"] {
        assert_mended(&paged("", number, HEADER), "住房公积金 | 50.00", "住房公积金 | 56.00");
    }
}

#[test]
fn the_header_of_a_further_page_may_be_cut_short() {
    let first = "| 项目 | | | | 本年支出 | | |\n|---|---|---|---|---|---|---|\n| 功能分类科目编码 | | | 科目名称 | 合计 | 基本支出 | 项目支出 |\n";
    let text = format!(
        "一般公共预算财政拨款支出决算表

单位：万元

{first}| 类 | 款 | 项 | 栏次 | 1 | 2 | 3 |
| | | | 合计 | 216.97 | 214.01 | 2.96 |
| 201 | | | 一般公共服务支出 | 186.57 | 186.57 | — |
| 201 | 03 | | 政府办公厅（室）及相关机构事务 | 186.57 | 186.57 | — |
| 201 | 03 | 01 | 行政运行 | 186.57 | 186.57 | — |

<!-- page 9 -->

{first}| 224 | | | 灾害防治及应急管理支出 | 30.40 | 27.44 | 2.96 |
| 224 | 01 | | 应急管理事务 | 30.40 | 27.44 | 2.96 |
| 224 | 01 | 01 | 行政运行 | 30.40 | 27.44 | 2.96 |

灾害防治及应急管理（类）应急管理事务（款）行政运行（项）：支出决算为30.40万元。
"
    );
    assert_mended(&text, "| 224 | 01 | 01 | 行政运行 | 30.40", "| 224 | 01 | 01 | 行政运行 | 34.40");
    // Where the page is not understood, the line of the same name in another class is another one.
    assert_quiet(
        &text.replace("| 224 | 01 | 01 | 行政运行", "| 说明 | 01 | 01 | 行政运行").replace("| 224 | ", "| 说明 | "),
    );
}
