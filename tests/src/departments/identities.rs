//! What certainly holds among the figures of a document.

use std::collections::HashMap;

use super::{
    model::{FUNDS, Kind},
    writer::{Document, Figure},
};

/// Figures that add up to the same, each half by its places in [`Document::figures`]; what is nil and blank is left
/// out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `row`, `column`, `halves`, `X1` to `X5`, `prose`.
    pub name: &'static str,
    /// One side.
    pub left: Vec<usize>,
    /// The other.
    pub right: Vec<usize>,
}

struct Finder<'a> {
    kind: Kind,
    figures: &'a [Figure],
    places: HashMap<(&'static str, &'a str), usize>,
    found: Vec<Identity>,
}

type Role<'a> = (&'static str, &'a str);

const CODED: [&str; 6] = ["T2", "T3", "T5", "T6", "T8", "T9"];
const INCOMES: [&str; 6] = ["财政拨款收入", "事业收入", "事业单位经营收入", "经营收入", "其他收入", "上级补助收入"];

/// All identities that the specification calls certain. Time grows with the number of figures times that of codes.
pub fn identities(document: &Document, kind: Kind) -> Vec<Identity> {
    let figures = &document.figures;
    let places = figures.iter().enumerate().map(|(at, figure)| ((figure.table, &*figure.role), at)).collect();
    let mut finder = Finder { kind, figures, places, found: Vec::new() };
    CODED.iter().for_each(|table| finder.coded(table));
    finder.whole();
    finder.fiscal();
    finder.public();
    finder.across();
    finder.prose();
    finder.found
}

impl<'a> Finder<'a> {
    fn add(&mut self, name: &'static str, left: &[Role], right: &[Role]) {
        let found = |side: &[Role]| side.iter().filter_map(|role| self.places.get(role).copied()).collect::<Vec<_>>();
        let (left, right) = (found(left), found(right));
        if !(left.is_empty() && right.is_empty()) {
            self.found.push(Identity { name, left, right });
        }
    }

    /// The rows of a table, without the column, each once.
    fn rows(&self, table: &str) -> Vec<&'a str> {
        let mut rows: Vec<&str> = Vec::new();
        for figure in self.figures.iter().filter(|figure| figure.table == table) {
            let row = figure.role.rsplit_once(' ').map_or("", |(row, _)| row);
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        rows
    }

    fn sum(&mut self, table: &'static str, row: &str, parts: &[&str], column: &str) {
        let total = format!("{row} {column}");
        let parts: Vec<String> = parts.iter().map(|part| format!("{part} {column}")).collect();
        let parts: Vec<Role> = parts.iter().map(|part| (table, &**part)).collect();
        self.add("column", &[(table, &total)], &parts);
    }

    fn row(&mut self, table: &'static str, row: &str, total: &str, parts: &[&str]) {
        let total = format!("{row} {total}");
        let parts: Vec<String> = parts.iter().map(|part| format!("{row} {part}")).collect();
        let parts: Vec<Role> = parts.iter().map(|part| (table, &**part)).collect();
        self.add("row", &[(table, &total)], &parts);
    }

    fn coded(&mut self, table: &'static str) {
        let rows = self.rows(table);
        let parts: &[&str] = match table {
            "T2" => &INCOMES,
            "T6" => &["人员经费", "公用经费"],
            _ => &["基本支出", "项目支出"],
        };
        let is_account = self.kind == Kind::FinalAccount;
        let columns: Vec<&str> = ["合计", "年初", "收入", "年末"].iter().chain(parts).copied().collect();
        for row in &rows {
            let children: Vec<&str> = match *row {
                "合计" => rows.iter().filter(|row| row.len() == 3).copied().collect(),
                "人员经费" => rows.iter().filter(|row| ["301", "303"].contains(row)).copied().collect(),
                "公用经费" => rows.iter().filter(|row| ["302", "310"].contains(row)).copied().collect(),
                _ => rows
                    .iter()
                    .filter(|other| other.starts_with(row) && other.len() == row.len() + 2)
                    .copied()
                    .collect(),
            };
            if !children.is_empty() {
                columns.iter().for_each(|column| self.sum(table, row, &children, column));
            }
            if !(is_account && table == "T6") {
                self.row(table, row, "合计", parts);
            }
            if is_account && ["T8", "T9"].contains(&table) {
                let [opening, income, all, closing] =
                    ["年初", "收入", "合计", "年末"].map(|column| format!("{row} {column}"));
                self.add("row", &[(table, &opening), (table, &income)], &[(table, &all), (table, &closing)]);
            }
        }
    }

    /// The total of this year alone.
    fn year(&self, table: &'static str, half: &str) -> String {
        let column = if half == "支出" { " 合计" } else { "" };
        let year = format!("{half} 本年合计{column}");
        if self.places.contains_key(&(table, &*year)) { year } else { format!("{half} 总计{column}") }
    }

    fn halves(&mut self, table: &'static str, columns: &[&str]) {
        let classes: Vec<&str> = self.rows(table).into_iter().filter(|row| row.starts_with("支出 2")).collect();
        let year = self.year(table, "支出");
        let year = year.strip_suffix(" 合计").unwrap_or_default().to_owned();
        for column in columns {
            self.sum(table, &year, &classes, column);
        }
        for row in classes.iter().copied().chain([&*year, "支出 年末", "支出 总计"]) {
            if columns.len() > 1 {
                self.row(table, row, "合计", &columns[1..]);
            }
        }
        self.add("halves", &[(table, "收入 总计")], &[(table, "支出 总计 合计")]);
        if self.kind == Kind::FinalAccount {
            let income = self.year(table, "收入");
            self.add("column", &[(table, "收入 总计")], &[(table, &income), (table, "收入 年初")]);
            for column in columns {
                let [total, year, allotted, closing] =
                    ["总计", "本年合计", "结余分配", "年末"].map(|row| format!("支出 {row} {column}"));
                self.add("column", &[(table, &total)], &[(table, &year), (table, &allotted), (table, &closing)]);
            }
        }
    }

    fn whole(&mut self) {
        let is_detailed = self.places.contains_key(&("T1", "支出 总计 人员经费"));
        let columns: &[&str] =
            if is_detailed { &["合计", "人员经费", "公用经费", "项目支出"] } else { &["合计"] };
        self.halves("T1", columns);
        let funds = [("T1", "收入 一般公共预算"), ("T1", "收入 政府性基金预算"), ("T1", "收入 国有资本经营预算")];
        let own = [("T1", "收入 事业收入"), ("T1", "收入 经营收入"), ("T1", "收入 其他收入")];
        let year = self.year("T1", "收入");
        if self.kind == Kind::FinalAccount {
            self.add("column", &[("T1", &year)], &[funds, own].concat());
        } else {
            self.add("column", &[("T1", "收入 财政拨款收入")], &funds);
            self.add("column", &[("T1", &year)], &[&[("T1", "收入 财政拨款收入")][..], &own].concat());
        }
    }

    fn fiscal(&mut self) {
        self.halves("T4", &["合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"]);
        let funds = [("T4", "收入 一般公共预算"), ("T4", "收入 政府性基金预算"), ("T4", "收入 国有资本经营预算")];
        let year = self.year("T4", "收入");
        self.add("column", &[("T4", &year)], &funds);
    }

    fn public(&mut self) {
        for when in ["", "预算 ", "决算 "] {
            let [all, abroad, host, cars, bought, driven] =
                ["合计", "因公出国", "公务接待", "用车小计", "购置费", "运行费"].map(|role| format!("{when}{role}"));
            self.add("row", &[("T7", &all)], &[("T7", &abroad), ("T7", &host), ("T7", &cars)]);
            self.add("row", &[("T7", &cars)], &[("T7", &bought), ("T7", &driven)]);
        }
    }

    fn across(&mut self) {
        let year = self.year("T1", "收入");
        self.add("X1", &[("T1", &year)], &[("T2", "合计 合计")]);
        let year = self.year("T1", "支出");
        self.add("X1", &[("T1", &year)], &[("T3", "合计 合计")]);
        let year = self.year("T4", "收入");
        self.add("X2", &[("T2", "合计 财政拨款收入")], &[("T4", &year)]);
        let spent = self.year("T4", "支出");
        let total = spent.strip_suffix("合计").unwrap_or_default().to_owned();
        let tables = ["T5", "T8", "T9"];
        self.add("X3", &[("T4", &spent)], &tables.map(|table| (table, "合计 合计")));
        for (table, fund) in tables.into_iter().zip(FUNDS) {
            let name = super::fund_name(fund);
            self.add("X3", &[("T4", &format!("{total}{name}"))], &[(table, "合计 合计")]);
        }
        if self.kind == Kind::FinalAccount {
            let parts = [("T6", "人员经费 合计"), ("T6", "公用经费 合计")];
            self.add("X4", &[("T5", "合计 基本支出")], &parts);
        } else {
            self.add("X4", &[("T5", "合计 基本支出")], &[("T6", "合计 合计")]);
        }
        for row in self.rows("T1").into_iter().filter(|row| row.starts_with("支出 2")) {
            let line = format!("{row} 合计");
            let code = line.strip_prefix("支出 ").unwrap_or_default().to_owned();
            self.add("X5", &[("T1", &line)], &[("T3", &code)]);
            // What a final account received and kept is in the one table and not in the other.
            if self.kind == Kind::Budget {
                self.add("X5", &[("T1", &line)], &[("T2", &code)]);
            }
        }
        for row in self.rows("T4").into_iter().filter(|row| row.starts_with("支出 2")) {
            let code = row.strip_prefix("支出 ").unwrap_or_default();
            for (table, fund) in tables.into_iter().zip(FUNDS) {
                let line = format!("{row} {}", super::fund_name(fund));
                self.add("X5", &[("T4", &line)], &[(table, &format!("{code} 合计"))]);
            }
        }
    }

    fn prose(&mut self) {
        for row in self.rows("T5").into_iter().filter(|row| row.len() == 7) {
            let [amount, arranged, column] = ["amount", "arranged", "合计"].map(|column| format!("{row} {column}"));
            self.add("prose", &[("prose", &amount)], &[("T5", &column)]);
            if self.kind == Kind::Budget {
                self.add("prose", &[("prose", &arranged)], &[("prose", &amount)]);
            }
        }
        if self.kind == Kind::FinalAccount {
            for class in self.rows("T5").into_iter().filter(|row| row.len() == 3) {
                let [amount, column] = ["amount", "合计"].map(|column| format!("{class} {column}"));
                self.add("prose", &[("prose", &amount)], &[("T5", &column)]);
            }
        } else {
            for role in ["合计", "因公出国", "公务接待", "用车小计", "购置费", "运行费"] {
                self.add("prose", &[("prose", &format!("三公 {role}"))], &[("T7", role)]);
            }
        }
    }
}
