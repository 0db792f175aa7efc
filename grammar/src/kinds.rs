//! The kinds of statements in a department's budget and the quantities that they print, read from `kinds.toml`: data,
//! which a workspace may extend.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

pub mod description;

pub use description::{ColumnRole, Description, RowIs, Rows, Side};

use crate::{
    department::year_in,
    name::{fold, without_bracket},
    statement::without_part,
};

/// The number of a quantity among those of [`Kinds`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuantityId(u16);

/// A kind of statement.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// How it is described.
    pub description: description::Kind,
    figures: Box<[(QuantityId, description::Figure)]>,
}

impl Kind {
    /// Where its quantities stand.
    pub fn figures(&self) -> impl Iterator<Item = (QuantityId, &description::Figure)> {
        self.figures.iter().map(|(quantity, figure)| (*quantity, figure))
    }

    /// Whether a folded title is one of this kind.
    fn has_title(&self, folded: &str) -> bool {
        let stands = |word: &String| folded.contains(word.as_str());
        self.description.titles.iter().any(|words| words.iter().all(stands))
            && !self.description.without.iter().any(stands)
    }
}

/// One quantity as the sum of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantitySum {
    /// The total.
    pub total: QuantityId,
    /// Its parts.
    pub parts: Box<[QuantityId]>,
    /// Whether it is one of figures in one paragraph of prose.
    pub is_prose: bool,
}

/// Quantities that are the same under a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantitySame {
    /// The quantities.
    pub quantities: Box<[QuantityId]>,
    /// Those that all have to be one amount, with nothing carried over, for it to hold.
    pub condition: Box<[QuantityId]>,
}

/// A quantity that is at most another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuantityBound {
    /// The quantity.
    pub quantity: QuantityId,
    /// What it is at most.
    pub at_most: QuantityId,
    /// Whether that holds in budgets alone.
    pub is_planned: bool,
}

/// All kinds of statements, and all quantities.
#[derive(Debug, PartialEq, Eq)]
pub struct Kinds {
    kinds: Box<[Arc<Kind>]>,
    quantities: Box<[description::Quantity]>,
    sums: Box<[QuantitySum]>,
    /// The columns of the kinds whose rows are projects.
    columns: Box<[description::Column]>,
    /// The last characters of titles of goals and indicators, where each of them stands in every way to write its
    /// title.
    ends: Option<Box<[char]>>,
    same: Box<[QuantitySame]>,
    bounds: Box<[QuantityBound]>,
    /// What stands before a quantity in prose, by its last character, the longest first.
    phrases: HashMap<char, Vec<(Box<str>, QuantityId)>>,
}

impl Kinds {
    /// Those in general use. Parsed at the first call.
    pub fn standard() -> &'static Arc<Self> {
        static STANDARD: OnceLock<Arc<Kinds>> = OnceLock::new();
        STANDARD.get_or_init(|| Arc::new(Self::of(Self::description())))
    }

    /// `kinds.toml`, which the build has checked.
    fn description() -> Description {
        Description::parse(include_str!("kinds.toml"), &[]).unwrap_or_default()
    }

    /// These with those of a workspace, which count before them.
    ///
    /// # Errors
    /// A sentence where the description contradicts itself, or names a quantity that nobody describes.
    pub fn with(mut own: Description) -> Result<Self, String> {
        let standard = Self::description();
        own.check(&standard.quantity)?;
        own.kind.extend(standard.kind);
        own.quantity.extend(standard.quantity);
        own.sum.extend(standard.sum);
        own.same.extend(standard.same);
        own.bound.extend(standard.bound);
        Ok(Self::of(own))
    }

    fn of(description: Description) -> Self {
        let quantities = description.quantity;
        let id = |name: &str| {
            let number = quantities.iter().position(|quantity| quantity.id == name)?;
            u16::try_from(number).ok().map(QuantityId)
        };
        let kind = |kind: description::Kind| {
            let figures =
                kind.figure.iter().filter_map(|figure| Some((id(&figure.quantity)?, figure.clone()))).collect();
            Arc::new(Kind { description: kind, figures })
        };
        let ids = |names: &[String]| names.iter().map(|name| id(name)).collect::<Option<Box<[_]>>>();
        let sum = |sum: &description::Sum| {
            Some(QuantitySum { total: id(&sum.total)?, parts: ids(&sum.parts)?, is_prose: sum.prose })
        };
        let same = |same: &description::Same| {
            Some(QuantitySame { quantities: ids(&same.quantities)?, condition: ids(&same.condition)? })
        };
        let bound = |bound: &description::Bound| {
            let (quantity, at_most) = (id(&bound.quantity)?, id(&bound.at_most)?);
            Some(QuantityBound { quantity, at_most, is_planned: bound.planned })
        };
        let sums = description.sum.iter().filter_map(sum).collect();
        let columns: Box<[description::Column]> =
            description.kind.iter().flat_map(|kind| kind.column.iter().cloned()).collect();
        let same = description.same.iter().filter_map(same).collect();
        let bounds = description.bound.iter().filter_map(bound).collect();
        let kinds = description.kind.into_iter().map(kind).collect();
        let mut phrases: HashMap<char, Vec<(Box<str>, QuantityId)>> = HashMap::new();
        for quantity in &quantities {
            let Some(id) = id(&quantity.id) else { continue };
            for phrase in quantity.phrases.iter().map(|phrase| fold(phrase)) {
                let Some(last) = phrase.chars().next_back() else { continue };
                phrases.entry(last).or_default().push((phrase.into(), id));
            }
        }
        for phrases in phrases.values_mut() {
            phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        Self { kinds, sums, ends: ends(&columns), columns, same, bounds, phrases, quantities: quantities.into() }
    }

    /// The kind of a statement by its title; the first one described. `None` for one that is known by its columns, and
    /// for a part of one (…表--人员经费), which does not print what the whole does.
    pub fn by_title(&self, title: &str) -> Option<&Arc<Kind>> {
        let folded = fold(title);
        if without_part(&folded).is_some() {
            return None;
        }
        self.kinds.iter().find(|kind| kind.has_title(&folded))
    }

    /// All kinds.
    pub fn all(&self) -> &[Arc<Kind>] {
        &self.kinds
    }

    /// All quantities.
    pub fn quantities(&self) -> &[description::Quantity] {
        &self.quantities
    }

    /// What a column of projects holds by its folded header text: one that is called so, else one with a word of it.
    pub fn column_role(&self, folded: &str) -> Option<ColumnRole> {
        let bare = without_bracket(folded);
        let is = |text: &String| text == folded || text == bare;
        let has = |column: &&description::Column| {
            column.words.iter().any(|word| bare.contains(word.as_str()))
                && !column.without.iter().any(|word| folded.contains(word.as_str()))
                && !column.endings.iter().any(|word| bare.ends_with(word.as_str()))
                && !is_of_year(bare)
        };
        let called = self.columns.iter().find(|column| column.titles.iter().any(is));
        called.or_else(|| self.columns.iter().find(has)).map(|column| column.role)
    }

    /// Whether a row may be a header of projects: it has a character with which some title of goals or of indicators
    /// ends, one of which each such table has.
    pub(crate) fn may_head_projects(&self, row: &str) -> bool {
        self.ends.as_deref().is_none_or(|ends| row.contains(ends))
    }

    /// A quantity by its number.
    pub fn quantity(&self, id: QuantityId) -> Option<&description::Quantity> {
        self.quantities.get(usize::from(id.0))
    }

    /// A quantity by its name in the description.
    pub fn quantity_id(&self, name: &str) -> Option<QuantityId> {
        let number = self.quantities.iter().position(|quantity| quantity.id == name)?;
        u16::try_from(number).ok().map(QuantityId)
    }

    /// What adds up to what.
    pub fn sums(&self) -> &[QuantitySum] {
        &self.sums
    }

    /// What is the same under a condition.
    pub fn same(&self) -> &[QuantitySame] {
        &self.same
    }

    /// What is at most what.
    pub fn bounds(&self) -> &[QuantityBound] {
        &self.bounds
    }

    /// The quantity whose phrase folded text ends with, and how long that is; the longest.
    pub fn by_phrase(&self, folded: &str) -> Option<(QuantityId, usize)> {
        let last = folded.chars().next_back()?;
        let found = self.phrases.get(&last)?.iter().find(|(phrase, _)| folded.ends_with(&**phrase))?;
        Some((found.1, found.0.len()))
    }
}

/// Whether a column is a budget by its year, and no source of money: 2025年预算数.
fn is_of_year(title: &str) -> bool {
    title.ends_with(['算', '数'])
        && year_in(title).is_some()
        && ["年预算", "年度预算", "预算数"].iter().any(|end| title.ends_with(end))
}

/// The last characters of the titles by which a table of projects is told from others, if folding makes none of them
/// from another.
fn ends(columns: &[description::Column]) -> Option<Box<[char]>> {
    let is_telling = |column: &&description::Column| matches!(column.role, ColumnRole::Goal | ColumnRole::Indicators);
    let mut ends: Vec<char> = Vec::new();
    for column in columns.iter().filter(is_telling) {
        if !column.words.is_empty() {
            return None;
        }
        for title in &column.titles {
            let end = title.chars().next_back().filter(|end| ('\u{4e00}'..='\u{9fff}').contains(end))?;
            ends.push(end);
        }
    }
    ends.sort_unstable();
    ends.dedup();
    Some(ends.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(title: &str) -> Option<&str> {
        Kinds::standard().by_title(title).map(|kind| kind.description.id.as_str())
    }

    #[test]
    fn titles_of_budgets_and_final_accounts_are_told_apart() {
        for (title, expected) in [
            ("2026年部门财务收支预算总表", "income-and-spending"),
            ("收入支出决算总表", "income-and-spending"),
            ("2026年预算单位收入预算总表", "income"),
            ("收入决算表", "income"),
            ("部门支出总表", "spending"),
            ("支出决算表", "spending"),
            ("2026年部门财政拨款收支预算总表", "fiscal"),
            ("财政拨款收入支出决算总表", "fiscal"),
            ("2026年部门一般公共预算支出功能分类预算表", "general-by-function"),
            ("一般公共预算财政拨款支出决算表", "general-by-function"),
            ("2026年部门一般公共预算基本支出部门预算经济分类预算表", "basic-by-economic-class"),
            ("一般公共预算财政拨款基本支出决算表", "basic-by-economic-class"),
            ("部门“三公”经费和机关运行经费预算表", "three-public-expenses"),
            ("财政拨款“三公”经费支出决算表", "three-public-expenses"),
            ("政府性基金预算财政拨款收入支出决算表", "government-fund"),
            ("2026年部门国有资本经营预算支出功能分类预算表", "state-capital"),
            ("2026年部门政府采购预算明细表", "procurement"),
            ("政府采购（资产配置、购买服务）预算表", "procurement-list"),
            ("面向中小企业预留政府采购项目预算表", "procurement-list"),
        ] {
            assert_eq!(kind(title), Some(expected), "{title}");
        }
        assert_eq!(kind("2026年项目支出绩效目标申报表"), Some("project-form"));
        assert_eq!(kind("2026年资产情况表"), None);
    }

    #[test]
    fn a_description_that_contradicts_itself_is_a_sentence() {
        let parse = |toml: &str| Description::parse(toml, &[]).unwrap_err();
        assert!(parse("[[kind]]\nid = \"a\"\nname = \"甲\"\ntitles = [[]]").contains("needs `titles`"));
        let unknown = "[[kind]]\nid = \"a\"\nname = \"甲\"\ntitles = [[\"甲\"]]\n[[kind.figure]]\nquantity = \"b\"\nrow = \"year\"\ncolumns = [[\"合计\"]]";
        assert!(parse(unknown).contains("`b`, which is not described"));
        assert!(parse("[[sum]]\ntotal = \"a\"\nparts = []").contains("a sum names"));
        assert!(parse("[[quantity]]\nid = \"a\"\nname = \"\"").contains("needs an `id`"));
        let known = |toml: &str| {
            let own = "[[quantity]]\nid = \"a\"\nname = \"甲\"\n[[quantity]]\nid = \"b\"\nname = \"乙\"\n";
            Description::parse(&format!("{own}{toml}"), &[])
        };
        let same = |quantities: &str, condition: &str| {
            known(&format!("[[same]]\nquantities = {quantities}\nwhere = {condition}"))
        };
        assert!(same(r#"["a", "b"]"#, r#"["a", "b"]"#).is_ok());
        assert!(same(r#"["a", "a"]"#, r#"["a", "b"]"#).unwrap_err().contains("`quantities` of `same`"));
        assert!(same(r#"["a", "b"]"#, r#"["a"]"#).unwrap_err().contains("`where` of `same`"));
        assert!(same(r#"["a", "c"]"#, r#"["a", "b"]"#).unwrap_err().contains("`c`, which is not described"));
        assert!(known("[[bound]]\nquantity = \"a\"\nat-most = \"b\"\nplanned = true").is_ok());
        assert!(known("[[bound]]\nquantity = \"a\"\nat-most = \"a\"").unwrap_err().contains("against itself"));
        assert!(known("[[bound]]\nquantity = \"a\"\nat-most = \"c\"").unwrap_err().contains("a bound names"));
    }

    #[test]
    fn a_workspace_adds_its_own_before_those_in_use() {
        let own = "[[kind]]\nid = \"own\"\nname = \"自有\"\ntitles = [[\"收入预算\"]]\n";
        let kinds = Kinds::with(Description::parse(own, &[]).unwrap()).unwrap();
        assert_eq!(kinds.by_title("收入预算总表").map(|kind| kind.description.id.as_str()), Some("own"));
        assert_eq!(kinds.by_title("支出预算总表").map(|kind| kind.description.id.as_str()), Some("spending"));
    }
}
