use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use super::*;
use crate::statement::Code;

const BOTH: [Classification; 2] = [Classification::Functional, Classification::Economic];

fn table() -> Table {
    toml::from_str(TABLE).unwrap()
}

fn codes(entries: impl Iterator<Item = Entry>) -> Vec<&'static str> {
    entries.map(|entry| entry.code).collect()
}

fn parent(code: &str) -> &str {
    code.len().checked_sub(2).filter(|end| *end >= CLASS).and_then(|end| code.get(..end)).unwrap_or_default()
}

#[test]
fn the_table_is_of_the_year_it_is_said_to_be_of() {
    assert_eq!(table().year, YEAR);
    assert_eq!(codes(all(Classification::Functional)).len(), table().functional.len());
    assert_eq!(codes(all(Classification::Economic)).len(), table().economic.len());
}

/// In the text too, where the next code is added by hand.
#[test]
fn codes_rise_within_a_section_of_the_text() {
    let mut above = "";
    for line in TABLE.lines() {
        if line.starts_with('[') {
            above = "";
        } else if line.starts_with(|first: char| first.is_ascii_digit()) {
            let (code, _) = line.split_once(" = ").unwrap();
            assert!(above < code, "{above} stands above {code}");
            above = code;
        }
    }
}

#[test]
fn every_code_is_whole_and_stands_below_its_parent() {
    for of in BOTH {
        let deepest = if of == Classification::Functional { 3 } else { 2 };
        let first = if of == Classification::Functional { '2' } else { '3' };
        for Entry { code, name: own } in all(of) {
            let read = Code::read([code].into_iter()).unwrap();
            assert!(read.is_whole() && read.level() <= deepest && code.starts_with(first), "{code}");
            assert!(!fold(own).is_empty() && own.trim() == own, "{code} {own:?}");
            assert_eq!(name(of, code), Some(own));
            assert!(code.len() == CLASS || name(of, parent(code)).is_some(), "{code} has no parent");
            assert!(below(of, parent(code)).any(|entry| entry.code == code), "{code}");
        }
    }
}

#[test]
fn names_tell_siblings_apart() {
    for of in BOTH {
        let parents = all(of).map(|entry| entry.code).chain([""]);
        for parent in parents {
            let mut names = HashSet::new();
            for Entry { code, name } in below(of, parent) {
                assert!(names.insert(fold(name)), "{code} {name}");
            }
        }
    }
}

#[test]
fn retired_names_lead_to_a_code_and_are_nothing_elses_name() {
    for (of, retired) in BOTH.into_iter().zip([table().retired.functional, table().retired.economic]) {
        let current: HashSet<_> = all(of).map(|entry| fold(entry.name)).collect();
        for (former, code) in &retired {
            assert_eq!(current_name(of, former), name(of, code).map(|name| (code.as_str(), name)), "{former}");
            assert!(name(of, code).is_some(), "{former} {code}");
            assert!(!current.contains(&fold(former)), "{former}");
        }
        assert_eq!(retired.keys().map(|name| fold(name)).collect::<HashSet<_>>().len(), retired.len());
    }
}

#[test]
fn what_a_code_is_called() {
    assert_eq!(name(Classification::Functional, "2080502"), Some("事业单位离退休"));
    assert_eq!(name(Classification::Economic, "30213"), Some("维修（护）费"));
    assert_eq!(name(Classification::Economic, "2080502"), None);
    for none in ["", "2", "20", "2080", "7", "3１", "208 05"] {
        assert_eq!(name(Classification::Functional, none), None, "{none}");
    }
}

#[test]
fn a_class_is_found_by_the_name_it_has_and_had() {
    assert_eq!(code_of_class(" 卫生 健康支出"), Some("210"));
    assert_eq!(code_of_class("医疗卫生与计划生育支出"), Some("210"));
    assert_eq!(code_of_class("其他支出"), Some("229"));
    assert_eq!(code_of_class("行政事业单位养老支出"), None);
    assert_eq!(code_of_class("行政事业单位离退休"), None);
    assert_eq!(code_of_class(""), None);
}

#[test]
fn a_former_name_leads_to_the_one_in_use() {
    let functional = |name| current_name(Classification::Functional, name);
    assert_eq!(functional("医疗卫生与计划生育支出"), Some(("210", "卫生健康支出")));
    assert_eq!(functional("行政事业单位离退休"), Some(("20805", "行政事业单位养老支出")));
    assert_eq!(functional("卫生健康支出"), None);
    assert_eq!(current_name(Classification::Economic, "债务利息支出"), Some(("307", "债务利息及费用支出")));
}

#[test]
fn what_stands_directly_below() {
    assert_eq!(codes(below(Classification::Functional, "22102")), ["2210201", "2210202", "2210203"]);
    assert_eq!(codes(below(Classification::Functional, "221")), ["22101", "22102", "22103"]);
    let classes = ["301", "302", "303", "307", "309", "310", "311", "312", "313", "399"];
    assert_eq!(codes(below(Classification::Economic, "")), classes);
    assert_eq!(codes(below(Classification::Functional, "")).len(), 30);
    for none in ["2", "20", "2080", "2210201", "301", "×", "221020100000"] {
        assert_eq!(codes(below(Classification::Functional, none)), [""; 0], "{none}");
    }
}

/// The documents that budget departments publish, where they are at hand. The one that numbers goods and services its
/// own way is told by where it puts water, and is heard on functions only.
#[test]
fn real_documents_call_codes_the_same() {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let Some(folder) = above.map(|folder| folder.join("shared/corpus/departments")).find(|path| path.is_dir()) else {
        return;
    };
    let (mut agreeing, mut own_ways) = (0, 0);
    for path in documents(&folder) {
        let text = std::fs::read_to_string(path).unwrap();
        let rows: Vec<(String, String)> = text.lines().flat_map(coded).collect();
        let water = rows.iter().find(|(_, called)| called == "水费");
        let has_own_way = water.is_some_and(|(code, _)| code != "30205");
        own_ways += usize::from(has_own_way);
        for (code, called) in rows {
            let of = if code.starts_with('2') { Classification::Functional } else { Classification::Economic };
            let Some(expected) = name(of, &code) else { continue };
            if !(has_own_way && of == Classification::Economic) {
                assert_eq!(fold(&called), fold(expected), "{code}");
                agreeing += 1;
            }
        }
    }
    assert_eq!(own_ways, 1);
    assert!(agreeing > 400, "{agreeing}");
}

fn documents(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"))
}

/// The codes of a table's row, each with the name behind it: one in each half or third.
fn coded(line: &str) -> Vec<(String, String)> {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let is_digits = |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let mut found = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        if cell.len() != CLASS || !is_digits(cell) || !cell.starts_with(['2', '3']) {
            continue;
        }
        let levels = cells[at + 1..].iter().take_while(|cell| cell.is_empty() || is_digits(cell) && cell.len() <= 2);
        let levels: Vec<&&str> = levels.take(2).collect();
        let Some(called) = cells.get(at + 1 + levels.len()).filter(|called| fold(called).contains(is_chinese)) else {
            continue;
        };
        let below: String =
            levels.iter().filter(|level| !level.is_empty()).map(|level| format!("{level:0>2}")).collect();
        found.push((format!("{cell}{below}"), fold(called).into_owned()));
    }
    found
}

fn is_chinese(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}
