//! The tables of a budget.

use super::{
    layout::Zero,
    model::{Department, FUNDS, Fund, Kind},
    tables::{ByCode, Row, coded, figures, head, ordinal, paged, side_by_side, text, texts, unit_line},
    writer::{Cell, Head, Unit, Writer},
};

const FUNCTIONAL: [&str; 2] = ["功能分类科目编码", "功能分类科目名称"];
const SPENDING: &[&str] = &["合计", "基本支出", "项目支出"];

/// What a fund is called in the titles of its table and in the notes below.
pub fn fund_name(fund: Fund) -> &'static str {
    match fund {
        Fund::Public => "一般公共预算",
        Fund::Government => "政府性基金预算",
        Fund::Capital => "国有资本经营预算",
    }
}

/// The note below the empty table of a fund.
pub fn empty_note(kind: Kind, fund: Fund, year: usize, name: &str) -> String {
    let what = fund_name(fund);
    match kind {
        Kind::Budget => format!("注:本部门{year}年无{what}财政拨款安排的预算，故本表为空表。"),
        Kind::FinalAccount => format!("注：{name}无{what}财政拨款支出，故本表无数据。"),
    }
}

/// The titles of the tables, in their order.
pub fn titles(department: &Department) -> [String; 9] {
    let year = department.year;
    [
        format!("{year}年部门财务收支预算总表"),
        format!("{year}年部门收入预算总表"),
        format!("{year}年部门支出预算总表"),
        format!("{year}年部门财政拨款收支预算总表"),
        format!("{year}年部门一般公共预算支出功能分类预算表"),
        format!("{year}年部门政府性基金预算支出功能分类预算表"),
        format!("{year}年部门国有资本经营预算支出功能分类预算表"),
        format!("{year}年部门一般公共预算基本支出部门预算经济分类预算表"),
        format!("{year}年部门“三公”经费和机关运行经费预算表"),
    ]
}

/// Writes all tables.
pub fn tables(writer: &mut Writer, department: &Department) {
    let unit = writer.unit;
    let [first, income, spending, fiscal, public, government, capital, economic, three] = titles(department);
    head(writer, department, &first, unit);
    whole(writer, department);
    head(writer, department, &income, unit);
    writer.zero = writer.layout.zero;
    incomes(writer, department);
    head(writer, department, &spending, unit);
    let rows = department.items.iter().map(|item| {
        let spent = item.fiscal + item.own;
        (item, vec![spent.total(), spent.basic(), spent.project])
    });
    let rows = coded(rows);
    ByCode {
        id: "T3",
        banner: "支出预算",
        labels: FUNCTIONAL,
        levels: 3,
        columns: SPENDING,
        roles: &[],
        header: None,
        rows,
    }
    .write(writer);
    fiscal_halves(writer, department, &fiscal, unit);
    writer.zero = writer.layout.zero;
    let tables = [("T5", Fund::Public, public), ("T8", Fund::Government, government), ("T9", Fund::Capital, capital)];
    for (id, fund, title) in tables {
        head(writer, department, &title, unit);
        by_fund(writer, department, id, fund);
    }
    head(writer, department, &economic, unit);
    expenses(writer, department);
    head(writer, department, &three, Unit::Wan);
    public_expenses(writer, department);
    writer.unit = unit;
}

fn by_fund(writer: &mut Writer, department: &Department, id: &'static str, fund: Fund) {
    let rows = department.items.iter().filter(|item| item.fund == fund);
    let rows = rows.map(|item| (item, vec![item.fiscal.total(), item.fiscal.basic(), item.fiscal.project]));
    let rows = coded(rows);
    let is_empty = rows.is_empty();
    let zero = writer.zero;
    if is_empty {
        writer.zero = Zero::Blank;
    }
    let banner = format!("{}支出", fund_name(fund));
    ByCode { id, banner: &banner, labels: FUNCTIONAL, levels: 3, columns: SPENDING, roles: &[], header: None, rows }
        .write(writer);
    writer.zero = zero;
    if fund != Fund::Public {
        let has_note = is_empty && writer.layout.has_notes;
        let note = empty_note(department.kind, fund, department.year, &department.name);
        writer.note(id, if has_note { &note } else { "" });
    }
}

/// Classes with their codes, their names, and what is spent by staff, running and project, and by fund.
pub fn classes(department: &Department) -> Vec<(&str, &str, Vec<i64>)> {
    let rows = department.items.iter().map(|item| {
        let spent = item.fiscal + item.own;
        let funds = FUNDS.map(|fund| if item.fund == fund { item.fiscal.total() } else { 0 });
        let all = vec![spent.total(), spent.staff, spent.running, spent.project, item.fiscal.total()];
        (item, [all, funds.to_vec()].concat())
    });
    coded(rows).into_iter().filter(|row| row.0.len() == 3).collect()
}

fn idle(writer: &Writer, classes: &[(&str, &str, Vec<i64>)]) -> Option<&'static str> {
    const IDLE: &str = "外交支出";
    (writer.layout.has_idle_class && classes.iter().all(|class| class.1 != IDLE)).then_some(IDLE)
}

fn whole(writer: &mut Writer, department: &Department) {
    writer.zero = Zero::Blank;
    let layout = writer.layout;
    let dot = if layout.has_narrow_colon { "." } else { "、" };
    let fiscal = FUNDS.map(|fund| department.spent(fund).total());
    let [service, business, other] = department.income();
    let line = |label: String, role: &str, value| vec![text(label), Cell::Money(format!("收入 {role}"), value)];
    let left: Vec<Row> = vec![
        line("一、财政拨款收入".to_owned(), "财政拨款收入", department.fiscal()),
        line(format!("1{dot}一般公共预算资金"), "一般公共预算", fiscal[0]),
        line(format!("2{dot}政府性基金"), "政府性基金预算", fiscal[1]),
        line(format!("3{dot}国有资本经营预算"), "国有资本经营预算", fiscal[2]),
        line("二、事业收入".to_owned(), "事业收入", service),
        line("三、事业单位经营收入".to_owned(), "经营收入", business),
        line("四、其他收入".to_owned(), "其他收入", other),
    ];
    let columns: &[&str] =
        if layout.is_detailed { &["合计", "人员经费", "公用经费", "项目支出"] } else { &["合计"] };
    let classes = classes(department);
    let mut right: Vec<Row> = Vec::new();
    if let Some(name) = idle(writer, &classes) {
        right.push(texts(&[&format!("一、{name}")], columns.len() + 1).into_iter().map(owned).collect());
    }
    for (code, name, values) in &classes {
        let mut row = vec![text(format!("{}、{name}", ordinal(right.len() + 1)))];
        row.extend(figures(&format!("支出 {code}"), columns, values));
        right.push(row);
    }
    let mut rows = side_by_side(left, right, [2, columns.len() + 1], layout.filler);
    let all = department.all();
    let mut last = vec![text("收入总计"), Cell::Money("收入 总计".to_owned(), department.received()), text("支出总计")];
    last.extend(figures("支出 总计", columns, &[all.total(), all.staff, all.running, all.project]));
    rows.push(last);
    let wide = if layout.is_detailed { 7 } else { 4 };
    let header = match (layout.header, layout.is_detailed) {
        (1, false) => vec![texts(&["收入项目", "预算数", "支出项目", "预算数"], wide)],
        (1, true) => {
            vec![texts(&["收入项目", "预算数", "支出项目", "合计", "人员经费", "公用经费", "项目支出"], wide)]
        }
        (_, false) => {
            vec![texts(&["本年收入", "", "本年支出"], wide), texts(&["项目", "预算数", "项目", "预算数"], wide)]
        }
        (_, true) => vec![
            texts(&["本年收入", "", "本年支出"], wide),
            texts(&["项目", "预算数", "项目", "预算数"], wide),
            texts(&["", "", "", "合计", "基本支出", "", "项目支出"], wide),
            texts(&["", "", "", "", "人员经费", "公用经费"], wide),
        ],
    };
    paged(writer, "T1", &header, &rows);
}

fn owned(cell: Cell) -> Cell<'static> {
    match cell {
        Cell::Text(text) => Cell::Text(text.into_owned().into()),
        Cell::Money(role, value) => Cell::Money(role, value),
        Cell::Code(code) => Cell::Text(code.to_owned().into()),
    }
}

fn incomes(writer: &mut Writer, department: &Department) {
    let rows = department.items.iter().map(|item| {
        let [service, business, other] = item.income;
        let fiscal = item.fiscal.total();
        (item, vec![fiscal + service + business + other, fiscal, service, business, other])
    });
    let rows = coded(rows);
    let columns = &["合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"];
    ByCode { id: "T2", banner: "收入预算", labels: FUNCTIONAL, levels: 3, columns, roles: &[], header: None, rows }
        .write(writer);
}

fn fiscal_halves(writer: &mut Writer, department: &Department, title: &str, unit: Unit) {
    let layout = writer.layout;
    let columns = &["合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"];
    let mut header = Vec::new();
    let unit_line = unit_line(writer, unit);
    let office = format!("编制部门：{}", department.name);
    if layout.is_title_inside {
        (writer.unit, writer.head) = (unit, Head::default());
        writer.page();
        header.push(texts(&[], 7));
        header.push(texts(&[title], 7));
        header.push(texts(&[], 7));
        header.push(texts(&[&office, "", "", "", "", "", &unit_line], 7));
        header.push(texts(&[], 7));
    } else {
        head(writer, department, title, unit);
    }
    writer.zero = Zero::Blank;
    let fiscal = FUNDS.map(|fund| department.spent(fund).total());
    let labels = ["一般公共预算资金", "政府性基金", "国有资本经营预算"];
    let left = (0..3).map(|at| {
        let role = format!("收入 {}", fund_name(FUNDS[at]));
        vec![text(format!("{}、{}", ordinal(at + 1), labels[at])), Cell::Money(role, fiscal[at])]
    });
    let classes = classes(department);
    let mut right: Vec<Row> = Vec::new();
    if let Some(name) = idle(writer, &classes) {
        right.push(texts(&[&format!("一、{name}")], 5).into_iter().map(owned).collect());
    }
    for (code, name, values) in classes.iter().filter(|class| class.2[4] != 0) {
        let mut row = vec![text(format!("{}、{name}", ordinal(right.len() + 1)))];
        row.extend(figures(&format!("支出 {code}"), columns, &values[4..]));
        right.push(row);
    }
    let mut rows = side_by_side(left.collect(), right, [2, 5], layout.filler);
    let all = department.fiscal();
    let mut last = vec![text("收入总计"), Cell::Money("收入 总计".to_owned(), all), text("支出总计")];
    last.extend(figures("支出 总计", columns, &[all, fiscal[0], fiscal[1], fiscal[2]]));
    rows.push(last);
    if layout.header == 1 {
        let names = [&["收入项目", "预算数", "支出项目"][..], columns].concat();
        header.push(texts(&names, 7));
    } else {
        header.push(texts(&["财政拨款收入", "", "财政拨款支出"], 7));
        header.push(texts(&[&["项目", "预算数", "项目"][..], columns].concat(), 7));
    }
    paged(writer, "T4", &header, &rows);
}

fn expenses(writer: &mut Writer, department: &Department) {
    let mut rows: Vec<(&str, &str, Vec<i64>)> = Vec::new();
    let mut class = 0;
    for expense in &department.expenses {
        let (staff, running) = if expense.is_staff { (expense.amount, 0) } else { (0, expense.amount) };
        let values = vec![expense.amount, staff, running];
        match rows.get_mut(class).filter(|row| row.0 == expense.class.0) {
            Some(row) => row.2.iter_mut().zip(&values).for_each(|(sum, value)| *sum += value),
            None => {
                class = rows.len();
                rows.push((expense.class.0, expense.class.1, values.clone()));
            }
        }
        rows.push((expense.group.0, expense.group.1, values));
    }
    let labels = ["经济分类科目编码", "部门经济分类科目名称"];
    let columns = &["合计", "人员经费", "公用经费"];
    ByCode {
        id: "T6", banner: "一般公共预算基本支出", labels, levels: 2, columns, roles: &[], header: None, rows
    }
    .write(writer);
}

fn public_expenses(writer: &mut Writer, department: &Department) {
    let layout = writer.layout;
    let public = department.public;
    let cell = |role: &str, value| Cell::Money(role.to_owned(), value);
    let cars = [cell("用车小计", public.cars()), cell("购置费", public.bought), cell("运行费", public.driven)];
    let mut row = vec![cell("合计", public.total()), cell("因公出国", public.abroad)];
    let reception = cell("公务接待", public.reception);
    let (year, blank) = (department.year, "");
    let banner = format!("{year}年“三公”经费预算数");
    let running = format!("{year}年机关运行经费预算数");
    let running = if layout.has_narrow_colon { running.as_str() } else { "机关运行经费预算数" };
    let (host, drive) = ("公务接待费", "公务用车购置及运行费");
    let (names, kinds) = if layout.is_reception_first {
        row.push(reception);
        row.extend(cars);
        ([host, drive, blank, blank], [blank, "小计", "购置费", "运行费"])
    } else {
        row.extend(cars);
        row.push(reception);
        ([drive, blank, blank, host], ["小计", "购置费", "运行费", blank])
    };
    row.push(cell("机关运行", department.running));
    let last = if layout.header > 2 { blank } else { running };
    let names = [&["合计", "因公出国（境）费"][..], &names, &[last]].concat();
    let mut header = vec![texts(&names, 7), texts(&[&[blank, blank][..], &kinds].concat(), 7)];
    if layout.header > 2 {
        header.insert(0, texts(&[&banner, blank, blank, blank, blank, blank, running], 7));
    }
    paged(writer, "T7", &header, &[row]);
    writer.note("T7", "");
}
