//! Pages of a table without a header, printed without the columns that are empty on them: which ones theirs are, their
//! sums tell.

use budget_lsp::{
    analysis::{Analysis, Options},
    fix::applied,
};
use budget_tests::said::{assert_quiet, found};

/// Final accounts: the last classes of each table stand on a page of their own.
const ACCOUNTS: &str = "青禾区文化局2026年度部门决算

支出决算表

单位：万元

| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 207 | 文化旅游体育与传媒支出 | 900.00 | 400.00 | 500.00 |
| 20701 | 文化和旅游 | 900.00 | 400.00 | 500.00 |
| 2070104 | 图书馆 | 410.00 | 400.00 | 10.00 |
| 2070109 | 群众文化 | 490.00 |  | 490.00 |

<!-- page 2 -->

| 221 | 住房保障支出 | 60.00 | 60.00 |
|---|---|---|---|
| 22102 | 住房改革支出 | 60.00 | 60.00 |
| 2210201 | 住房公积金 | 40.00 | 40.00 |
| 2210203 | 购房补贴 | 20.00 | 20.00 |

<!-- page 3 -->

| 合计 | 960.00 | 460.00 | 500.00 |
|---|---|---|---|

<!-- page 4 -->

财政拨款收入支出决算总表

单位：万元

| 收入 | | 支出 | | | |
|---|---|---|---|---|---|
| 项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 |
| 一、一般公共预算财政拨款 | 960.00 | 一、一般公共服务支出 | | | |
| 二、政府性基金预算财政拨款 |  | 二、文化旅游体育与传媒支出 | 900.00 | 900.00 | |

<!-- page 5 -->

|  |  | 三、住房保障支出 | 60.00 | 60.00 |
|---|---|---|---|---|
|  |  | 四、其他支出 |  |  |
| 本年收入合计 | 960.00 | 本年支出合计 | 960.00 | 960.00 |
| 总计 | 960.00 | 总计 | 960.00 | 960.00 |

<!-- page 6 -->

一般公共预算财政拨款基本支出决算表

单位：万元

| 类 | 款 | 科目名称 | 决算数 | 类 | 款 | 科目名称 | 决算数 |
|---|---|---|---|---|---|---|---|
| 301 |  | 工资福利支出 | 400.00 | 302 |  | 商品和服务支出 | 50.00 |
| 301 | 01 | 基本工资 | 340.00 | 302 | 01 | 办公费 | 50.00 |
| 301 | 13 | 住房公积金 | 60.00 | 310 |  | 资本性支出 | 10.00 |

<!-- page 7 -->

|  |  | 310 | 02 | 办公设备购置 | 10.00 |
|---|---|---|---|---|---|
| 人员经费合计 | 400.00 | 公用经费合计 |  |  | 60.00 |
";

/// Each amount of the pages without a header, where it stands.
fn amounts(text: &str) -> Vec<(usize, &str)> {
    let mut amounts = Vec::new();
    let (mut at, mut is_page) = (0, false);
    for line in text.split_inclusive('\n') {
        is_page = if line.starts_with("<!--") { !line.contains("page 4") && !line.contains("page 6") } else { is_page };
        let mut from = at;
        for cell in line.split('|') {
            if is_page && line.starts_with('|') && cell.contains('.') {
                amounts.push((from + cell.len() - cell.trim_start().len(), cell.trim()));
            }
            from += cell.len() + 1;
        }
        at += line.len();
    }
    amounts
}

#[test]
fn each_figure_of_a_narrow_page_is_held() {
    assert_quiet(ACCOUNTS);
    let amounts = amounts(ACCOUNTS);
    assert_eq!(amounts.len(), 22);
    let mut first_fixes = 0;
    for (at, amount) in &amounts {
        let wrong = amount.replacen(|digit: char| digit.is_ascii_digit(), "7", 1);
        let slip = format!("{}{wrong}{}", &ACCOUNTS[..*at], &ACCOUNTS[at + amount.len()..]);
        let analysis = Analysis::new(&slip, Options::default());
        let (line, finding) = analysis.findings().next().unwrap_or_else(|| panic!("{amount} → {wrong}:\n{slip}"));
        let fixes = analysis.fixes(line, finding);
        first_fixes += usize::from(fixes.first().is_some_and(|fix| applied(&slip, &fix.edits) == ACCOUNTS));
    }
    // Where two figures alone contradict each other, either may be wrong.
    assert!(first_fixes * 10 >= amounts.len() * 8, "{first_fixes} of {}", amounts.len());
}

/// The second amount of the page may be that of any column; it is told by which the totals add up.
#[test]
fn the_columns_of_a_narrow_page_are_those_that_add_up() {
    let (before, _) = ACCOUNTS.split_once("<!-- page 4").expect("it has four pages");
    assert_quiet(before);
    let other = before
        .replace("| 400.00 | 500.00 |", "| 440.00 | 460.00 |")
        .replace("410.00 | 400.00 | 10.00", "450.00 | 440.00 | 10.00");
    let other = other
        .replace("490.00 |  | 490.00", "450.00 |  | 450.00")
        .replace("460.00 | 500.00 |\n|---|---|---|---|\n\n<", "440.00 | 520.00 |\n|---|---|---|---|\n\n<");
    let other = other.replace("| 合计 | 960.00 | 460.00 | 500.00 |", "| 合计 | 960.00 | 440.00 | 520.00 |");
    assert_quiet(&other);
    // Where several would do, only the first amounts are held.
    let without_total = before.replace("| 合计 | 960.00 | 460.00 | 500.00 |\n|---|---|---|---|\n", "");
    assert_quiet(&without_total);
    assert_quiet(&without_total.replace("| 住房公积金 | 40.00 | 40.00 |", "| 住房公积金 | 40.00 | 30.00 |"));
    assert!(
        !found(&without_total.replace("| 住房公积金 | 40.00 | 40.00 |", "| 住房公积金 | 30.00 | 40.00 |")).is_empty()
    );
}

/// What stands in its cells is not what the table has there, or not which of two halves it is of.
#[test]
fn a_table_of_something_else_is_no_page() {
    for page in [
        "| 1 | 2 |\n|---|---|\n| 3 | 4 |\n",
        "| 序号 | 说明 |\n|---|---|\n| 1 | 无 |\n",
        "| 青禾区图书馆 | 12.00 |\n|---|---|\n| 青禾区文化馆 | 8.00 |\n",
    ] {
        let (before, _) = ACCOUNTS.split_once("<!-- page 2").expect("it has two pages");
        let total = before.replace("| 207 | 文化", "|  | 合计 | 900.00 | 400.00 | 500.00 |\n| 207 | 文化");
        assert_quiet(&format!("{total}<!-- page 2 -->\n\n{page}"));
    }
    // A page of the right half alone may be one of either.
    let (before, _) = ACCOUNTS.split_once("<!-- page 7").expect("it has seven pages");
    assert_quiet(&format!("{before}<!-- page 7 -->\n\n| 310 | 02 | 办公设备购置 | 99.00 |\n|---|---|---|---|\n"));
}

/// Basic spending in two halves, whose second page lacks the amounts of one of them: 302 stands where an amount could.
#[test]
fn codes_are_no_amounts_where_those_of_a_half_are_missing() {
    let text = |page: &str| {
        format!(
            "青禾区文化局2026年度部门决算\n\n一般公共预算财政拨款基本支出决算表\n\n单位：元\n\n| 类 | 款 | 科目名称 | 决算数 | 类 | 款 | 科目名称 | 决算数 |\n|---|---|---|---|---|---|---|---|\n\
             | 301 |  | 工资福利支出 | 500 | 302 |  | 商品和服务支出 | 900 |\n| 301 | 01 | 基本工资 | 300 | 302 | 01 | 办公费 | 700 |\n\n<!-- page 2 -->\n\n续表\n\n单位：元\n\n{page}\n\
             <!-- page 3 -->\n\n续表\n\n单位：元\n\n| 301 | 99 | 其他工资福利支出 | 200 | 302 | 99 | 其他商品和服务支出 | 200 |\n|---|---|---|---|---|---|---|---|\n"
        )
    };
    let without_right = text(
        "| 301 | 02 | 津贴补贴 |  | 302 | 02 | 印刷费 |\n|---|---|---|---|---|---|---|\n| 301 | 03 | 奖金 | 0 | 302 | 03 | 咨询费 |\n",
    );
    let without_left = text(
        "| 301 | 02 | 津贴补贴 | 302 | 02 | 印刷费 | 0 |\n|---|---|---|---|---|---|---|\n| 301 | 03 | 奖金 | 302 | 03 | 咨询费 |  |\n",
    );
    for text in [without_right, without_left] {
        assert_quiet(&text);
        // The sums go over all three pages.
        for (right, wrong) in
            [("基本工资 | 300", "基本工资 | 800"), ("其他商品和服务支出 | 200", "其他商品和服务支出 | 700")]
        {
            assert!(!found(&text.replacen(right, wrong, 1)).is_empty(), "{text}");
        }
    }
    // What a further page says is missing where it is not understood.
    let unread = text(
        "| 301 | 02 | 津贴补贴 | 见说明 | 302 | 02 | 印刷费 | 见说明 | 注 | 一 |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    assert_quiet(&unread.replace("基本工资 | 300", "基本工资 | 800"));
}
