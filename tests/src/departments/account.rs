//! The tables of a final account.

use super::{
    budget::{classes, empty_note},
    codes::{ALL_CLASSES, Economic, RUNNING, STAFF},
    layout::Zero,
    model::{Department, FUNDS, Fund, Item},
    tables::{ByCode, Row, coded, figures, head, ordinal, paged, side_by_side, text, texts},
    writer::{Cell, Writer},
};

const LABELS: [&str; 2] = ["科目编码", "科目名称"];
const PARTS: &[&str] = &["合计", "基本支出", "项目支出"];

/// The titles of the tables, in their order.
pub const TITLES: [&str; 9] = [
    "收入支出决算总表",
    "收入决算表",
    "支出决算表",
    "财政拨款收入支出决算总表",
    "一般公共预算财政拨款支出决算表",
    "一般公共预算财政拨款基本支出决算表",
    "财政拨款“三公”经费支出决算表",
    "政府性基金预算财政拨款收入支出决算表",
    "国有资本经营预算财政拨款收入支出决算表",
];

/// Writes all tables.
pub fn tables(writer: &mut Writer, department: &Department) {
    let unit = writer.unit;
    let [first, income, spending, fiscal, public, economic, three, government, capital] = TITLES;
    head(writer, department, first, unit);
    writer.zero = Zero::Blank;
    whole(writer, department);
    head(writer, department, income, unit);
    incomes(writer, department);
    head(writer, department, spending, unit);
    let rows = department.items.iter().map(|item| {
        let spent = item.fiscal + item.own;
        (item, vec![spent.total(), spent.basic(), spent.project, 0, 0, 0])
    });
    let columns = &["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"];
    let roles = &["合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"];
    by_code(writer, "T3", columns, roles, rows);
    head(writer, department, fiscal, unit);
    fiscal_halves(writer, department);
    head(writer, department, public, unit);
    let rows = department.items.iter().filter(|item| item.fund == Fund::Public);
    let rows = rows.map(|item| (item, vec![item.fiscal.total(), item.fiscal.basic(), item.fiscal.project]));
    by_code(writer, "T5", PARTS, PARTS, rows);
    head(writer, department, economic, unit);
    expenses(writer, department);
    head(writer, department, three, unit);
    public_expenses(writer, department);
    for (id, fund, title) in [("T8", Fund::Government, government), ("T9", Fund::Capital, capital)] {
        head(writer, department, title, unit);
        by_fund(writer, department, id, fund);
    }
}

fn by_code<'a>(
    writer: &mut Writer,
    id: &'static str,
    columns: &[&str],
    roles: &[&str],
    rows: impl Iterator<Item = (&'a Item, Vec<i64>)>,
) {
    let wide = 4 + columns.len();
    let header = vec![
        texts(&[&["项目", "", "", ""], columns].concat(), wide),
        texts(&["支出功能分类", "", "", "科目名称"], wide),
        texts(&["科目编码"], wide),
        texts(&["类", "款", "项"], wide),
    ];
    let rows = coded(rows);
    ByCode { id, banner: "", labels: LABELS, levels: 3, columns, roles, header: Some(header), rows }.write(writer);
}

fn by_fund(writer: &mut Writer, department: &Department, id: &'static str, fund: Fund) {
    let columns = &["年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余"];
    let roles = &["年初", "收入", "合计", "基本支出", "项目支出", "年末"];
    let rows = department.items.iter().filter(|item| item.fund == fund).map(|item| {
        let spent = item.fiscal;
        (item, vec![0, spent.total(), spent.total(), spent.basic(), spent.project, 0])
    });
    let rows = coded(rows);
    let header = vec![
        texts(&["项目", "", "", "", "年初结转和结余", "本年收入", "本年支出", "", "", "年末结转和结余"], 10),
        texts(&["支出功能分类科目编码", "", "", "科目名称", "", "", "小计", "基本支出", "项目支出"], 10),
        texts(&["类", "款", "项"], 10),
    ];
    let has_note = rows.is_empty() && writer.layout.has_notes;
    ByCode { id, banner: "", labels: LABELS, levels: 3, columns, roles, header: Some(header), rows }.write(writer);
    let note = empty_note(department.kind, fund, department.year, &department.name);
    writer.note(id, if has_note { &note } else { "" });
}

/// The lines of all classes, with what was spent on those on which something was.
fn lines<'a>(
    classes: &[(&str, &str, Vec<i64>)],
    columns: &[&str],
    values: impl Fn(&[i64]) -> Vec<i64>,
) -> Vec<Row<'a>> {
    let line = |(at, name): (usize, &&str)| {
        let label = text(format!("{}、{name}", ordinal(at + 1)));
        match classes.iter().find(|class| class.1 == *name) {
            Some((code, _, spent)) => [vec![label], figures(&format!("支出 {code}"), columns, &values(spent))].concat(),
            None => [vec![label], texts(&[], columns.len())].concat(),
        }
    };
    ALL_CLASSES.iter().enumerate().map(line).collect()
}

fn line<'a>(label: &'a str, role: &str, value: i64) -> Row<'a> {
    vec![text(label), Cell::Money(role.to_owned(), value)]
}

fn whole(writer: &mut Writer, department: &Department) {
    let fiscal = FUNDS.map(|fund| department.spent(fund).total());
    let [service, business, other] = department.income();
    let left: Vec<Row> = vec![
        line("一、一般公共预算财政拨款收入", "收入 一般公共预算", fiscal[0]),
        line("二、政府性基金预算财政拨款收入", "收入 政府性基金预算", fiscal[1]),
        line("三、国有资本经营预算财政拨款收入", "收入 国有资本经营预算", fiscal[2]),
        texts(&["四、上级补助收入"], 2),
        line("五、事业收入", "收入 事业收入", service),
        line("六、经营收入", "收入 经营收入", business),
        texts(&["七、附属单位上缴收入"], 2),
        line("八、其他收入", "收入 其他收入", other),
    ];
    let right = lines(&classes(department), &["合计"], |spent| vec![spent[0]]);
    let mut rows = side_by_side(left, right, [2, 2], 0);
    let all = department.all().total();
    let received = department.received();
    let ends = [
        (line("本年收入合计", "收入 本年合计", received), line("本年支出合计", "支出 本年合计 合计", all)),
        (texts(&["使用非财政拨款结余（含专用结余）"], 2), line("结余分配", "支出 结余分配 合计", department.allotted)),
        (
            line("年初结转和结余", "收入 年初", department.opening[1]),
            line("年末结转和结余", "支出 年末 合计", department.closing()),
        ),
        (
            line("总计", "收入 总计", received + department.opening[1]),
            line("总计", "支出 总计 合计", all + department.allotted + department.closing()),
        ),
    ];
    rows.extend(ends.into_iter().map(|(left, right)| [left, right].concat()));
    let header = [texts(&["收入", "", "支出"], 4), texts(&["项目", "决算数", "项目", "决算数"], 4)];
    paged(writer, "T1", &header, &rows);
}

fn incomes(writer: &mut Writer, department: &Department) {
    let rows = department.items.iter().map(|item| {
        let [service, business, other] = item.income;
        let fiscal = item.fiscal.total();
        (item, vec![fiscal + service + business + other, fiscal, 0, service, business, 0, other])
    });
    let columns =
        &["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"];
    let roles = &["合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"];
    by_code(writer, "T2", columns, roles, rows);
}

fn fiscal_halves(writer: &mut Writer, department: &Department) {
    const COLUMNS: &[&str] = &["合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"];
    const NAMES: [&str; 3] = ["一、一般公共预算财政拨款", "二、政府性基金预算财政拨款", "三、国有资本经营预算财政拨款"];
    let fiscal = FUNDS.map(|fund| department.spent(fund).total());
    let left = (0..3).map(|at| line(NAMES[at], &format!("收入 {}", super::fund_name(FUNDS[at])), fiscal[at]));
    let right = lines(&classes(department), COLUMNS, |spent| spent[4..].to_vec());
    let mut rows = side_by_side(left.collect(), right, [2, 5], 0);
    let (all, opening) = (department.fiscal(), department.opening[0]);
    let spent = |label: &'static str, role: &str, values: [i64; 4]| {
        [vec![text(label)], figures(&format!("支出 {role}"), COLUMNS, &values)].concat()
    };
    let ends: [(Row, Row); 6] = [
        (
            line("本年收入合计", "收入 本年合计", all),
            spent("本年支出合计", "本年合计", [all, fiscal[0], fiscal[1], fiscal[2]]),
        ),
        (
            line("年初财政拨款结转和结余", "收入 年初", opening),
            spent("年末财政拨款结转和结余", "年末", [opening, opening, 0, 0]),
        ),
        (line(NAMES[0], "收入 年初一般公共预算", opening), texts(&[], 5)),
        (texts(&[NAMES[1]], 2), texts(&[], 5)),
        (texts(&[NAMES[2]], 2), texts(&[], 5)),
        (
            line("总计", "收入 总计", all + opening),
            spent("总计", "总计", [all + opening, fiscal[0] + opening, fiscal[1], fiscal[2]]),
        ),
    ];
    rows.extend(ends.into_iter().map(|(left, right)| [left, right].concat()));
    let names = [
        "项目",
        "决算数",
        "项目",
        "合计",
        "一般公共预算财政拨款",
        "政府性基金预算财政拨款",
        "国有资本经营预算财政拨款",
    ];
    let header = [texts(&["收入", "", "支出"], 7), texts(&names, 7)];
    paged(writer, "T4", &header, &rows);
}

fn expenses(writer: &mut Writer, department: &Department) {
    let of = |code: &str| -> i64 {
        let below = department.expenses.iter().filter(|expense| expense.group.0.starts_with(code));
        below.map(|expense| expense.amount).sum()
    };
    let row = |(code, name): Economic| -> Row<'static> {
        let group = Cell::Code(code.get(3..).unwrap_or_default());
        vec![Cell::Code(&code[..3]), group, text(name), Cell::Money(format!("{code} 合计"), of(code))]
    };
    let half = |classes: &[(Economic, &[Economic])]| -> Vec<Row<'static>> {
        let rows = classes.iter().flat_map(|(class, groups)| std::iter::once(*class).chain(groups.iter().copied()));
        rows.map(row).collect()
    };
    let mut rows = side_by_side(half(STAFF), half(RUNNING), [4, 4], 0);
    let [staff, running] = [STAFF, RUNNING].map(|classes| classes.iter().map(|(class, _)| of(class.0)).sum());
    let last = |label, role: &str, value| [texts(&[label], 3), vec![Cell::Money(role.to_owned(), value)]].concat();
    rows.push([last("人员经费合计", "人员经费 合计", staff), last("公用经费合计", "公用经费 合计", running)].concat());
    let header = [
        texts(&["经济分类", "", "科目名称", "决算数", "经济分类", "", "科目名称", "决算数"], 8),
        texts(&["科目编码", "", "", "", "科目编码"], 8),
        texts(&["类", "款", "", "", "类", "款"], 8),
    ];
    paged(writer, "T6", &header, &rows);
}

fn public_expenses(writer: &mut Writer, department: &Department) {
    let (planned, spent) = (department.public_before, department.public);
    let pair = |role: &str, planned, spent| {
        vec![Cell::Money(format!("预算 {role}"), planned), Cell::Money(format!("决算 {role}"), spent)]
    };
    let mut row = pair("合计", planned.total(), spent.total());
    row.extend(pair("因公出国", planned.abroad, spent.abroad));
    let host = pair("公务接待", planned.reception, spent.reception);
    let mut cars = pair("用车小计", planned.cars(), spent.cars());
    cars.extend(pair("购置费", planned.bought, spent.bought));
    cars.extend(pair("运行费", planned.driven, spent.driven));
    let drive = "公务用车购置及运行费";
    let (names, kinds) = if writer.layout.is_reception_first {
        row.extend(host.into_iter().chain(cars));
        (
            ["公务接待费", "", drive, "", "", "", "", ""],
            ["", "", "小计", "", "公务用车购置费", "", "公务用车运行费", ""],
        )
    } else {
        row.extend(cars.into_iter().chain(host));
        (
            [drive, "", "", "", "", "", "公务接待费", ""],
            ["小计", "", "公务用车购置费", "", "公务用车运行费", "", "", ""],
        )
    };
    let header = [
        texts(&["财政拨款“三公”经费"], 12),
        texts(&[&["合计", "", "因公出国（境）费", ""][..], &names].concat(), 12),
        texts(&[&["", "", "", ""][..], &kinds].concat(), 12),
        texts(&["预算数", "决算数"].repeat(6), 12),
    ];
    paged(writer, "T7", &header, &[row]);
    writer.note("T7", "");
}
