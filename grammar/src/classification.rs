//! The national classification of expenditure (政府收支分类科目), read from `classification.toml`.
//!
//! The list is not whole: a code that is not in it may exist all the same, so nothing may be said against a code for
//! that. What is in it has its name from the list of [`YEAR`].

use std::{
    collections::{BTreeMap, HashMap},
    ops::Bound,
    sync::LazyLock,
};

use serde::Deserialize;

use crate::name::fold;

/// The year of the list that the names are taken from.
pub const YEAR: u16 = 2024;

/// The digits of a class (类).
const CLASS: usize = 3;

/// The two classifications that departments use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Classification {
    /// By function (支出功能分类): class, group and item of 3, 5 and 7 digits.
    Functional,
    /// By economic nature, as departments use it (部门预算支出经济分类): class and group of 3 and 5 digits.
    Economic,
}

/// A code with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The digits of all levels, joined: `2080502`.
    pub code: &'static str,
    /// The name as the list prints it, brackets of full width included.
    pub name: &'static str,
}

/// The name of a code, given as its digits joined. Logarithmic.
pub fn name(of: Classification, code: &str) -> Option<&'static str> {
    of.list().names.get(code).map(String::as_str)
}

/// The code of a functional class (类), by its name or one that it had before; blanks and character width do not matter.
pub fn code_of_class(name: &str) -> Option<&'static str> {
    LISTS.classes.get(fold(name).as_ref()).map(String::as_str)
}

/// The code, and the name it has now, of what had this name in a former list; blanks and character width do not matter.
/// `None` for a name that is still in use.
pub fn current_name(of: Classification, name: &str) -> Option<(&'static str, &'static str)> {
    let list = of.list();
    let code = list.retired.get(fold(name).as_ref())?;
    list.names.get_key_value(code).map(|(code, name)| (code.as_str(), name.as_str()))
}

/// The entries directly below a code, in the order of their codes; the classes for an empty one. Costs the entries
/// anywhere below.
pub fn below(of: Classification, parent: &str) -> impl Iterator<Item = Entry> {
    // Only a whole code has something below: no class is below the digit that it begins with.
    let digits = match parent.len() {
        0 => Some(CLASS),
        length if length >= CLASS && length % 2 == CLASS % 2 => Some(length + 2),
        _ => None,
    };
    of.list()
        .names
        .range::<str, _>((Bound::Excluded(parent), Bound::Unbounded))
        .take_while(move |(code, _)| digits.is_some() && code.starts_with(parent))
        .filter(move |(code, _)| digits == Some(code.len()))
        .map(entry)
}

/// All entries, in the order of their codes, each behind what it belongs to.
pub fn all(of: Classification) -> impl Iterator<Item = Entry> {
    of.list().names.iter().map(entry)
}

fn entry((code, name): (&'static String, &'static String)) -> Entry {
    Entry { code, name }
}

impl Classification {
    fn list(self) -> &'static List {
        match self {
            Self::Functional => &LISTS.functional,
            Self::Economic => &LISTS.economic,
        }
    }
}

/// Parsed at the first call of anything here. The table is part of the program, and the tests hold it to be whole.
static LISTS: LazyLock<Lists> = LazyLock::new(|| toml::from_str(TABLE).map(Lists::new).unwrap_or_default());

const TABLE: &str = include_str!("classification.toml");

/// `classification.toml` as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[cfg_attr(not(test), expect(dead_code, reason = "a test holds it to be YEAR"))]
    year: u16,
    functional: BTreeMap<String, String>,
    economic: BTreeMap<String, String>,
    retired: Retired,
}

/// Former names, each with its code.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Retired {
    functional: BTreeMap<String, String>,
    economic: BTreeMap<String, String>,
}

#[derive(Default)]
struct Lists {
    functional: List,
    economic: List,
    /// The codes of functional classes by their folded names, former ones included.
    classes: HashMap<String, String>,
}

#[derive(Default)]
struct List {
    /// Names by code. As texts, codes stand in the order of the list: a parent, then what is below it.
    names: BTreeMap<String, String>,
    /// Codes by folded former name.
    retired: HashMap<String, String>,
}

impl Lists {
    fn new(table: Table) -> Self {
        let functional = List::new(table.functional, &table.retired.functional);
        let economic = List::new(table.economic, &table.retired.economic);
        let current = functional.names.iter().map(|(code, name)| (fold(name).into_owned(), code));
        let former = functional.retired.iter().map(|(name, code)| (name.clone(), code));
        let classes = current
            .chain(former)
            .filter(|(_, code)| code.len() == CLASS)
            .map(|(name, code)| (name, code.clone()))
            .collect();
        Self { functional, economic, classes }
    }
}

impl List {
    fn new(names: BTreeMap<String, String>, retired: &BTreeMap<String, String>) -> Self {
        let retired = retired.iter().map(|(name, code)| (fold(name).into_owned(), code.clone())).collect();
        Self { names, retired }
    }
}

#[cfg(test)]
mod tests;
