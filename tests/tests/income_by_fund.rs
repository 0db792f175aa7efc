//! What comes in of each fund is one figure in 收支总表, 收入总表, 财政拨款收支总表 and the text: a slip in one of them is found
//! there, and what is carried over is no contradiction where one of them has it in its figures.

use budget_tests::said::{assert_each_found, assert_each_mended, assert_quiet, found};

const TITLE: &str = "# 青禾区文化局2026年部门预算\n\n";

const TEXT: &str = "2026年收入预算150.00万元，其中：一般公共预算拨款收入98.00万元，政府性基金预算拨款收入22.00万元，事业收入30.00万元。\n\n";

const ALL: &str = "2026年部门收支总表\n\n单位：万元\n\n\
    | 收入 | | 支出 | |\n|---|---|---|---|\n| 项目 | 预算数 | 项目 | 预算数 |\n\
    | 一、一般公共预算拨款收入 | 98.00 | 一、文化旅游体育与传媒支出 | 128.00 |\n\
    | 二、政府性基金预算拨款收入 | 22.00 | 二、城乡社区支出 | 22.00 |\n\
    | 三、事业收入 | 30.00 | | |\n\
    | 收入总计 | 150.00 | 支出总计 | 150.00 |\n\n";

const INCOME: &str = "2026年部门收入总表\n\n单位：万元\n\n\
    | 科目编码 | 科目名称 | 合计 | 一般公共预算 | 政府性基金预算 | 事业收入 |\n|---|---|---|---|---|---|\n\
    | | 合计 | 150.00 | 98.00 | 22.00 | 30.00 |\n\
    | 207 | 文化旅游体育与传媒支出 | 128.00 | 98.00 | | 30.00 |\n\
    | 212 | 城乡社区支出 | 22.00 | | 22.00 | |\n\n";

const FISCAL: &str = "2026年财政拨款收支总表\n\n单位：万元\n\n\
    | 收入 | | 支出 | |\n|---|---|---|---|\n| 项目 | 预算数 | 项目 | 预算数 |\n\
    | 一、本年收入 | 120.00 | 一、文化旅游体育与传媒支出 | 98.00 |\n\
    | （一）一般公共预算拨款 | 98.00 | 二、城乡社区支出 | 22.00 |\n\
    | （二）政府性基金预算拨款 | 22.00 | | |\n\
    | 收入总计 | 120.00 | 支出总计 | 120.00 |\n\n";

fn budget(tables: &[&str]) -> String {
    [&[TITLE], tables].concat().concat()
}

/// What is said where two figures of one text are others, each table adding up as before.
fn moved(text: &str, of: &str, figures: [(&str, &str); 2]) -> Vec<String> {
    let table = figures.iter().fold(of.to_owned(), |table, (right, wrong)| table.replace(right, wrong));
    assert!(text.contains(of) && table != of);
    found(&text.replacen(of, &table, 1))
}

#[test]
fn a_slip_in_a_table_is_found_there() {
    let text = budget(&[TEXT, ALL, INCOME, FISCAL]);
    assert_each_mended(
        &text,
        &[
            ("拨款收入 | 98.00", "拨款收入 | 89.00"),
            ("拨款收入 | 22.00", "拨款收入 | 2.00"),
            ("150.00 | 98.00 | 22.00", "150.00 | 89.00 | 22.00"),
            ("（一）一般公共预算拨款 | 98.00", "（一）一般公共预算拨款 | 9.80"),
            ("（二）政府性基金预算拨款 | 22.00", "（二）政府性基金预算拨款 | 20.00"),
        ],
    );
}

/// A table in which money stands with the wrong fund adds up, and only the others tell.
#[test]
fn money_of_another_fund_is_found_where_the_table_adds_up() {
    let swapped = [("拨款收入 | 98.00", "拨款收入 | 22.50"), ("拨款收入 | 22.00", "拨款收入 | 97.50")];
    let text = budget(&[TEXT, ALL, INCOME, FISCAL]);
    let said = moved(&text, ALL, swapped);
    assert!(said.iter().all(|said| said.starts_with("cross-table")) && !said.is_empty(), "{said:#?}");
    let swapped = [("预算拨款 | 98.00", "预算拨款 | 95.00"), ("预算拨款 | 22.00", "预算拨款 | 25.00")];
    let said = moved(&text, FISCAL, swapped);
    assert!(said.iter().all(|said| said.starts_with("cross-table")) && !said.is_empty(), "{said:#?}");
    let said =
        moved(&budget(&[ALL, INCOME]), ALL, [("| 98.00 | 一", "| 95.00 | 一"), ("| 22.00 | 二", "| 25.00 | 二")]);
    assert!(said.iter().all(|said| said.starts_with("cross-table")) && !said.is_empty(), "{said:#?}");
}

#[test]
fn a_slip_in_the_text_is_found_there() {
    let text = budget(&[TEXT, ALL, INCOME, FISCAL]);
    let slips = [
        ("一般公共预算拨款收入98.00", "一般公共预算拨款收入89.00"),
        ("政府性基金预算拨款收入22.00", "政府性基金预算拨款收入2.00"),
    ];
    assert_each_mended(&text, &slips);
    for (right, wrong) in [
        (
            "2026年财政拨款收支总预算120.00万元。收入包括：一般公共预算拨款98.00万元、政府性基金预算拨款22.00万元。",
            "89.00",
        ),
        ("2026年收入合计150.00万元，其中：一般公共预算财政拨款收入98.00万元，占65.33%。", "89.00"),
        ("（1）一般公共预算拨款收入98.00万元，与上年持平。", "89.00"),
        ("本年收入中，一般公共预算财政拨款98.00万元。", "89.00"),
    ] {
        let text = budget(&[&format!("{right}\n\n"), ALL, INCOME, FISCAL]);
        assert_each_found(&text, &[("98.00", wrong)]);
    }
}

#[test]
fn other_money_of_the_text_is_left_alone() {
    for sentence in [
        "按政府采购资金类型划分，一般公共预算拨款5.00万元。",
        "2026年支出预算150.00万元，其中：一般公共预算拨款安排80.00万元，用于演出。",
        "2025年收入预算140.00万元，其中：一般公共预算拨款收入90.00万元。",
        "青禾区图书馆收入预算60.00万元，其中：一般公共预算拨款收入50.00万元。",
        "2026年全区一般公共预算收入900.00万元。",
        "2026年收入预算150.00万元，另有上年结转20.00万元，其中：一般公共预算拨款15.00万元。",
    ] {
        assert_quiet(&budget(&[&format!("{sentence}\n\n"), ALL, INCOME, FISCAL]));
    }
}

/// 收支总表 prints the funds as parts of what is appropriated.
#[test]
fn funds_below_fiscal_appropriations() {
    let all = ALL.replace(
        "| 一、一般公共预算拨款收入 | 98.00 | 一、文化旅游体育与传媒支出 | 128.00 |\n| 二、政府性基金预算拨款收入 | 22.00 | 二、城乡社区支出 | 22.00 |\n| 三、事业收入 | 30.00 | | |",
        "| 一、财政拨款收入 | 120.00 | 一、文化旅游体育与传媒支出 | 128.00 |\n| 1、一般公共预算资金 | 98.00 | 二、城乡社区支出 | 22.00 |\n\
         | 2、政府性基金 | 22.00 | | |\n| 二、事业收入 | 30.00 | | |",
    );
    assert!(all.contains("资金 | 98.00"));
    let text = budget(&[TEXT, &all, INCOME, FISCAL]);
    assert_each_mended(&text, &[("资金 | 98.00", "资金 | 89.00"), ("基金 | 22.00", "基金 | 2.00")]);
}

/// The tables of one budget print 元, the others 万元.
#[test]
fn tables_in_two_units() {
    let fiscal = FISCAL
        .replace("单位：万元", "单位：元")
        .replace("120.00", "1200000.00")
        .replace("98.00", "980000.00")
        .replace("22.00", "220000.00");
    let text = budget(&[TEXT, ALL, INCOME, &fiscal]);
    assert_quiet(&text);
    let said = moved(
        &text,
        &fiscal,
        [("预算拨款 | 980000.00", "预算拨款 | 950000.00"), ("预算拨款 | 220000.00", "预算拨款 | 250000.00")],
    );
    assert!(!said.is_empty());
}

const OF_YEAR: &str = "2026年财政拨款收支总表\n\n单位：万元\n\n\
    | 收入 | | 支出 | |\n|---|---|---|---|\n| 项目 | 预算数 | 项目 | 预算数 |\n\
    | 一、本年收入 | 120.00 | 一、文化旅游体育与传媒支出 | 103.00 |\n\
    | （一）一般公共预算拨款 | 98.00 | 二、城乡社区支出 | 22.00 |\n\
    | （二）政府性基金预算拨款 | 22.00 | | |\n\
    | 二、上年结转 | 5.00 | | |\n\
    | （一）一般公共预算拨款 | 5.00 | | |\n\
    | （二）政府性基金预算拨款 | | | |\n\
    | 收入总计 | 125.00 | 支出总计 | 125.00 |\n\n";

/// One statement has what is carried over in its figures, and another one beside them.
#[test]
fn what_is_carried_over_is_no_contradiction() {
    let with_carried =
        ALL.replace("拨款收入 | 98.00", "拨款收入 | 103.00").replace("128.00", "133.00").replace("150.00", "155.00");
    let income = INCOME.replace("98.00", "103.00").replace("128.00", "133.00").replace("150.00", "155.00");
    assert_quiet(&budget(&[&with_carried, &income, OF_YEAR]));
    for sentence in [
        "2026年收入预算155.00万元，其中：一般公共预算拨款收入98.00万元。",
        "2026年收入预算155.00万元，其中：一般公共预算拨款收入103.00万元。",
        "2026年收入预算155.00万元，其中：一般公共预算拨款收入103万元（含上年结转5.00万元）。",
        "2026年财政拨款收支总预算125.00万元。收入包括：一般公共预算拨款103.00万元、政府性基金预算拨款22.00万元。",
    ] {
        assert_quiet(&budget(&[&format!("{sentence}\n\n"), &with_carried, &income, OF_YEAR]));
    }
    let beside = ALL.replace(
        "| 收入总计 | 150.00 | 支出总计 | 150.00 |",
        "| 本年收入合计 | 150.00 | 本年支出合计 | 155.00 |\n| 上年结转 | 5.00 | | |\n| 收入总计 | 155.00 | 支出总计 | 155.00 |",
    );
    let text = budget(&[TEXT, &beside.replace("128.00", "133.00"), OF_YEAR]);
    assert_each_mended(
        &text,
        &[
            ("拨款收入 | 98.00", "拨款收入 | 89.00"),
            ("（一）一般公共预算拨款 | 98.00", "（一）一般公共预算拨款 | 89.00"),
        ],
    );
    assert_each_found(&text, &[("收入98.00", "收入9.80"), ("收入22.00", "收入2.20")]);
    let of_year = text.replace("| 98.00", "| 68.00").replace("| 22.00", "| 52.00");
    let text = text.replace(TEXT, "");
    let (of_tables, of_fiscal) =
        (text.split("2026年财政").next().unwrap_or_default(), of_year.split("2026年财政").last());
    let swapped = [of_tables, "2026年财政", of_fiscal.unwrap_or_default()].concat();
    assert!(!found(&swapped).is_empty(), "{swapped}");
}

/// 收入总表 by unit, with columns of the year and of what is carried over.
#[test]
fn columns_of_the_year_by_unit() {
    let income = "2026年部门收入总表\n\n单位：万元\n\n\
        | 单位名称 | 合计 | 本年收入 | | | | 上年结转 | | |\n|---|---|---|---|---|---|---|---|---|\n\
        | | | 小计 | 一般公共预算 | 政府性基金预算 | 事业收入 | 小计 | 一般公共预算 | 政府性基金预算 |\n\
        | 合计 | 155.00 | 150.00 | 98.00 | 22.00 | 30.00 | 5.00 | 5.00 | |\n\
        | 青禾区文化局 | 95.00 | 90.00 | 68.00 | 22.00 | | 5.00 | 5.00 | |\n\
        | 青禾区文化馆 | 60.00 | 60.00 | 30.00 | | 30.00 | | | |\n\n";
    assert_quiet(&budget(&[income, OF_YEAR]));
    let swapped = income.replace("98.00 | 22.00", "95.00 | 25.00").replace("68.00 | 22.00", "65.00 | 25.00");
    assert!(found(&budget(&[&swapped, OF_YEAR])).iter().any(|said| said.starts_with("cross-table")));
    assert_quiet(&budget(&[
        &income.replace("98.00 | 22.00", " | 22.00").replace("| 合计 | 155.00 | 150.00 |  |", "| 合计 | | | |"),
        ALL,
    ]));
}

/// Final accounts print the funds of the year and, below what was carried over at its beginning, those of that.
#[test]
fn final_accounts() {
    let text = "# 青禾区文化局2025年度部门决算\n\n收入支出决算总表\n\n单位：万元\n\n\
        | 收入 | | 支出 | |\n|---|---|---|---|\n| 项目 | 决算数 | 项目 | 决算数 |\n\
        | 一、一般公共预算财政拨款收入 | 98.00 | 一、文化旅游体育与传媒支出 | 130.00 |\n\
        | 二、政府性基金预算财政拨款收入 | 22.00 | 二、城乡社区支出 | 22.00 |\n\
        | 三、国有资本经营预算财政拨款收入 | | | |\n| 四、事业收入 | 30.00 | | |\n\
        | 本年收入合计 | 150.00 | 本年支出合计 | 152.00 |\n| 年初结转和结余 | 5.00 | 年末结转和结余 | 3.00 |\n\
        | 总计 | 155.00 | 总计 | 155.00 |\n\n\
        财政拨款收入支出决算总表\n\n单位：万元\n\n\
        | 收入 | | 支出 | | | |\n|---|---|---|---|---|---|\n| 项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 |\n\
        | 一、一般公共预算财政拨款 | 98.00 | 一、文化旅游体育与传媒支出 | 100.00 | 100.00 | |\n\
        | 二、政府性基金预算财政拨款 | 22.00 | 二、城乡社区支出 | 22.00 | | 22.00 |\n\
        | 三、国有资本经营预算财政拨款 | | | | | |\n\
        | 本年收入合计 | 120.00 | 本年支出合计 | 122.00 | 100.00 | 22.00 |\n\
        | 年初财政拨款结转和结余 | 5.00 | 年末财政拨款结转和结余 | 3.00 | 3.00 | |\n\
        | 一般公共预算财政拨款 | 5.00 | | | | |\n| 政府性基金预算财政拨款 | | | | | |\n\
        | 总计 | 125.00 | 总计 | 125.00 | 103.00 | 22.00 |\n";
    assert_quiet(text);
    assert_each_mended(
        text,
        &[
            ("财政拨款收入 | 98.00", "财政拨款收入 | 89.00"),
            ("一、一般公共预算财政拨款 | 98.00", "一、一般公共预算财政拨款 | 9.80"),
        ],
    );
    let swapped = text.replace("拨款收入 | 98.00", "拨款收入 | 68.00").replace("拨款收入 | 22.00", "拨款收入 | 52.00");
    assert!(found(&swapped).iter().any(|said| said.starts_with("cross-table")), "{:#?}", found(&swapped));
}

/// The table of the funds in final accounts prints what came in of them in the year.
#[test]
fn what_came_in_beside_what_was_spent() {
    let fund = "政府性基金预算财政拨款收入支出决算表\n\n单位：万元\n\n\
        | 科目编码 | 科目名称 | 年初结转和结余 | 本年收入 | 本年支出 | | | 年末结转和结余 |\n|---|---|---|---|---|---|---|---|\n\
        | | | | | 小计 | 基本支出 | 项目支出 | |\n\
        | 合计 | | 4.00 | 22.00 | 24.00 | | 24.00 | 2.00 |\n\
        | 212 | 城乡社区支出 | 4.00 | 22.00 | 24.00 | | 24.00 | 2.00 |\n\n";
    let fiscal = "财政拨款收入支出决算总表\n\n单位：万元\n\n\
        | 收入 | | 支出 | | | |\n|---|---|---|---|---|---|\n| 项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 |\n\
        | 一、一般公共预算财政拨款 | 98.00 | 一、文化旅游体育与传媒支出 | 98.00 | 98.00 | |\n\
        | 二、政府性基金预算财政拨款 | 22.00 | 二、城乡社区支出 | 24.00 | | 24.00 |\n\
        | 本年收入合计 | 120.00 | 本年支出合计 | 122.00 | 98.00 | 24.00 |\n\
        | 年初财政拨款结转和结余 | 4.00 | 年末财政拨款结转和结余 | 2.00 | | 2.00 |\n\
        | 总计 | 124.00 | 总计 | 124.00 | 98.00 | 26.00 |\n\n";
    let text = ["# 青禾区文化局2025年度部门决算\n\n", fiscal, fund].concat();
    assert_quiet(&text);
    assert!(
        moved(&text, fund, [("| 22.00", "| 32.00"), ("| 4.00", "| 3.00")]).iter().any(|said| said.contains("22.00"))
    );
}

/// A budget is full of blanks while it is drafted.
#[test]
fn blank_cells_are_no_zeros() {
    let income = INCOME
        .replace("| 150.00 | 98.00 | 22.00 | 30.00 |", "| 150.00 | | | |")
        .replace("| 128.00 | 98.00 | | 30.00 |", "| 128.00 | | | |");
    let income = income.replace("| 22.00 | | 22.00 | |", "| 22.00 | | | |");
    let said = found(&budget(&[TEXT, ALL, &income, FISCAL]));
    assert!(!said.iter().any(|said| said.contains("一般公共预算") || said.contains("政府性基金")), "{said:#?}");
    let draft = "2026年收入预算150.00万元，其中：一般公共预算拨款收入0.00万元。\n\n";
    assert_quiet(&budget(&[draft, ALL, INCOME, FISCAL]));
}
