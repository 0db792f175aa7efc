use std::fmt::Write;

use super::*;
use crate::analysis::Options;

/// A line for each row, indented below what it is part of: name, line, what is printed or computed, share, and what it
/// is off by.
fn drawn(draft: &str, detail: Detail) -> String {
    let analysis = Analysis::new(draft, Options::default());
    let mut drawn = String::new();
    for department in departments(&analysis, detail) {
        let name = if department.name.is_empty() { "（无封面）" } else { &department.name };
        let _ = writeln!(drawn, "{name} {:?}", department.lines);
        for (aspect, table) in department.statements {
            let unit = table.unit.map_or("?", |unit| unit.name());
            let columns: Vec<&str> = table.columns.iter().map(|column| &*column.title).collect();
            let _ = writeln!(drawn, "{aspect:?} {} [{unit}] {} {:?}", table.title, columns.join("、"), table.lines);
            draw(&table.whole, 1, draft, &mut drawn);
            table.parts.iter().for_each(|part| draw(part, 2, draft, &mut drawn));
        }
    }
    drawn
}

fn draw(row: &RowOverview, depth: usize, draft: &str, drawn: &mut String) {
    let amounts: Vec<&str> =
        row.amounts.iter().map(|amount| amount.printed.as_deref().or(amount.value.as_deref()).unwrap_or("-")).collect();
    let cut = row.place.map_or("-", |place| place.name.of(draft.lines().nth(place.line).unwrap()));
    let off: Vec<&str> = row.amounts.iter().filter_map(|amount| amount.difference.as_deref()).collect();
    let _ = writeln!(
        drawn,
        "{:indent$}{:?} {}「{cut}」 {} {} off {} beside {} {:?}",
        "",
        row.level,
        row.name,
        amounts.join("、"),
        row.share.as_deref().unwrap_or("-"),
        off.join("、"),
        row.sources_difference.as_deref().unwrap_or("-"),
        row.state,
        indent = depth * 2,
    );
    row.parts.iter().for_each(|part| draw(part, depth + 1, draft, drawn));
}

const COVER: &str = "# 示例市青禾区文化局2026年部门预算\n\n";

const SIDES: &str = "\
2026年部门收支预算总表

单位：万元

| 本年收入 | | 本年支出 | |
|-|-|-|-|
| 项目 | 预算数 | 项目 | 预算数 |
| 一、财政拨款收入 | 500 | 一、文化旅游体育与传媒支出 | 500 |
| 1、一般公共预算资金 | 400 | 二、住房保障支出 | 70 |
| 2、政府性基金 | 100 | | |
| 二、事业收入 | | | |
| 三、其他收入 | 60 | | |
| 上年结转 | 10 | | |
| 收入总计 | 570 | 支出总计 | 570 |

";

const SPENDING: &str = "\
2026年部门支出预算总表

单位：元

| 功能分类科目编码 | | | 功能分类科目名称 | 合计 | 基本支出 | 项目支出 |
|-|-|-|-|-|-|-|
| 类 | 款 | 项 | | | | |
| 207 | | | 文化旅游体育与传媒支出 | 500 | 300 | 200 |
| 207 | 01 | | 文化和旅游 | 400 | 200 | 200 |
| 207 | 01 | 01 | 行政运行 | 400 | 200 | 200 |
| 207 | 02 | | 文物 | 100 | 90 | |

<!-- page 2 -->

| 221 | | | 住房保障支出 | 60 | 60 | |
|-|-|-|-|-|-|-|
| 221 | 02 | | 住房改革支出 | 60 | 60 | |
| 合计 | | | | 560 | 360 | 200 |

";

const THREE: &str = "\
“三公”经费和机关运行经费预算表

单位：万元

| 合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 | | |
|-|-|-|-|-|-|
| | | | 小计 | 购置费 | 运行费 |
| 9.50 | 1.00 | 0.50 | 8.00 | 5.00 | 3.00 |

";

#[test]
fn income_lines_with_what_is_carried_over() {
    let expected = "\
示例市青禾区文化局2026年部门预算 0..18
Income 2026年部门收支预算总表 [万元] 预算数 2..16
  Total 收入总计「收入总计」 570 100.00% off 0 beside - Balanced
    Class 一、财政拨款收入「一、财政拨款收入」 500 87.72% off 0 beside - Balanced
      Group 1、一般公共预算资金「1、一般公共预算资金」 400 70.18% off  beside - Balanced
      Group 2、政府性基金「2、政府性基金」 100 17.54% off  beside - Balanced
    Class 三、其他收入「三、其他收入」 60 10.53% off  beside - Balanced
    Class 上年结转「上年结转」 10 1.75% off  beside - Balanced
";
    assert_eq!(drawn(&format!("{COVER}{SIDES}"), Detail::Projects), expected);
}

#[test]
fn spending_by_class_and_group_with_what_does_not_add_up() {
    let expected = "\
（无封面） 0..20
Function 2026年部门支出预算总表 [元] 合计、基本支出、项目支出 0..18
  Total 合计「合计」 560、360、200 100.00% off 0、0、0 beside 0 Balanced
    Class 文化旅游体育与传媒支出「文化旅游体育与传媒支出」 500、300、200 89.29% off 0、10、0 beside 0 Unbalanced
      Group 文化和旅游「文化和旅游」 400、200、200 71.43% off 0、0、0 beside 0 Balanced
      Group 文物「文物」 100、90、- 17.86% off  beside 10 Unbalanced
    Class 住房保障支出「住房保障支出」 60、60、- 10.71% off 0、0 beside 0 Balanced
      Group 住房改革支出「住房改革支出」 60、60、- 10.71% off  beside 0 Balanced
";
    assert_eq!(drawn(SPENDING, Detail::Projects), expected);
}

#[test]
fn the_three_public_expenses_by_their_items() {
    let expected = "\
（无封面） 0..10
ThreePublic “三公”经费和机关运行经费预算表 [万元] 合计 0..8
  Total “三公”经费合计「9.50」 9.50 100.00% off 0.00 beside - Balanced
    Class 因公出国（境）费「1.00」 1.00 10.53% off  beside - Balanced
    Class 公务接待费「0.50」 0.50 5.26% off  beside - Balanced
    Class 公务用车购置及运行费「8.00」 8.00 84.21% off 0.00 beside - Balanced
      Group 公务用车购置费「5.00」 5.00 52.63% off  beside - Balanced
      Group 公务用车运行费「3.00」 3.00 31.58% off  beside - Balanced
";
    assert_eq!(drawn(THREE, Detail::Projects), expected);
}

#[test]
fn columns_of_income_where_no_table_has_lines() {
    let income = "\
收入预算总表

| 科目编码 | 科目名称 | 合计 | 财政拨款收入 | | | 事业收入 | 其他收入 |
|-|-|-|-|-|-|-|-|
| | | | 小计 | 一般公共预算 | 政府性基金 | | |
| 207 | 文化旅游体育与传媒支出 | 9 | 7 | 6 | 1 | 2 | |
| 合计 | | 9 | 7 | 6 | 1 | 2 | |

一般公共预算基本支出表

| 科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费 |
|-|-|-|-|-|
| 301 | 工资福利支出 | 5 | 5 | |
| 30101 | 基本工资 | 5 | 5 | |
| 302 | 商品和服务支出 | 2 | | 2 |
";
    let expected = "\
（无封面） 0..16
Income 收入预算总表 [?] 合计 0..7
  Total 合计「9」 9 100.00% off 0 beside - Balanced
    Class 财政拨款收入「7」 7 77.78% off 0 beside - Balanced
      Group 一般公共预算「6」 6 66.67% off  beside - Balanced
      Group 政府性基金「1」 1 11.11% off  beside - Balanced
    Class 事业收入「2」 2 22.22% off  beside - Balanced
Economic 一般公共预算基本支出表 [?] 合计、人员经费、公用经费 8..15
  Total 「-」 7、5、2 100.00% off  beside - Balanced
    Class 工资福利支出「工资福利支出」 5、5、- 71.43% off 0、0 beside 0 Balanced
      Group 基本工资「基本工资」 5、5、- 71.43% off  beside 0 Balanced
    Class 商品和服务支出「商品和服务支出」 2、-、2 28.57% off  beside 0 Balanced
";
    assert_eq!(drawn(income, Detail::Projects), expected);
}

#[test]
fn as_much_detail_as_was_asked_for() {
    let draft = format!("{COVER}{SIDES}{SPENDING}{THREE}");
    let count = |detail| drawn(&draft, detail).lines().count();
    assert_eq!([Detail::Totals, Detail::Units, Detail::Projects].map(count), [7, 15, 22]);
}

#[test]
fn each_department_by_itself_and_none_in_a_volume_of_too_many() {
    let other = COVER.replace("文化局", "体育局");
    let third = COVER.replace("文化局", "档案局");
    let two = drawn(&format!("{COVER}{SIDES}{other}{THREE}{third}没有表\n"), Detail::Totals);
    let tops: Vec<&str> = two.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        tops,
        [
            "示例市青禾区文化局2026年部门预算 0..17",
            "Income 2026年部门收支预算总表 [万元] 预算数 2..16",
            "示例市青禾区体育局2026年部门预算 17..28",
            "ThreePublic “三公”经费和机关运行经费预算表 [万元] 合计 19..27",
        ]
    );
    let many = format!("{THREE}说明\n\n").repeat(MOST_STATEMENTS + 1);
    assert_eq!(drawn(&many, Detail::Totals), "");
    let project = "| 项目名称 | 金额 | 绩效目标 |\n|-|-|-|\n| 修缮 | 2.50 | 目标 |\n";
    assert_eq!(drawn(project, Detail::Projects), "");
}
