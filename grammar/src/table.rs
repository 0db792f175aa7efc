//! Tables of a known kind: what the columns mean, and the rows.
//!
//! The project performance table (项目支出绩效目标表) is recognised by the texts of its header, never by the position of its
//! columns; `kinds.toml` has the texts. A table of no such kind has no [`Schema`]; it may be one of
//! [`crate::statement`].

use std::{borrow::Cow, sync::Arc};

use smallvec::SmallVec;

use crate::{
    amount::{self, MonetaryUnit},
    department::year_in,
    kinds::ColumnRole,
    name::{fold, is_blank, is_blank_character, trim},
    numbering::numbers_columns,
    vocabulary::Vocabulary,
};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Names of budget units and projects (项目名称).
    Name,
    /// The amount that the funding sources add up to (总计).
    Total,
    /// A funding source (财政拨款, 其他资金, …).
    Source,
    /// The performance goal (绩效目标), prose.
    Goal,
    /// The list of performance indicators (绩效指标).
    Indicators,
    /// Something that no check reads.
    Other,
}

/// One column of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountColumn {
    /// Its place among all columns, from 0.
    pub column: usize,
    /// [`Role::Total`] or [`Role::Source`].
    pub role: Role,
    /// The header's text, as it is printed.
    pub title: Box<str>,
}

/// What the columns of a table mean, and the monetary unit in which it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The folded texts of all header rows, cell by cell: two fragments with equal ones are of one table.
    pub header: Box<[Box<str>]>,
    /// How many columns the header has.
    pub columns: usize,
    /// The column of names.
    pub name: usize,
    /// The columns of amounts, from left to right.
    pub amounts: Box<[AmountColumn]>,
    /// The column of goals.
    pub goal: Option<usize>,
    /// The column of indicators.
    pub indicators: Option<usize>,
    /// The monetary unit of all amounts, where the document says it.
    pub unit: Option<MonetaryUnit>,
    /// Whether every source of the total is a column, so that a row must add up.
    pub sources: Sources,
}

/// Whether a row's total must equal its sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sources {
    /// The total is the sum of the source columns.
    Complete,
    /// There is no total, no source, or a sign that further sources are not printed (其中…).
    Partial,
}

/// The most header rows that are read below the delimiter row.
pub const MORE_HEADER_ROWS: usize = 3;

/// The text of a header cell as it is compared: folded, whatever lines it is broken into.
pub fn fold_title(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return fold(text);
    }
    Cow::Owned(fold(&in_one_line(text)).into_owned())
}

fn in_one_line(text: &str) -> String {
    ["<br>", "<br/>", "<br />"].iter().fold(text.to_owned(), |text, tag| text.replace(tag, ""))
}

/// A title to be shown: in one line, and without the blanks that only spread its characters.
fn shown_title(title: &str) -> Box<str> {
    let title = in_one_line(trim(title));
    if title.chars().any(|character| character.is_ascii_alphabetic()) {
        return title.into();
    }
    title.chars().filter(|character| !is_blank_character(*character)).collect::<String>().into()
}

/// One header cell's role, from its folded text: the workspace's own words come first.
fn role(text: &str, vocabulary: &Vocabulary) -> Role {
    let described = || vocabulary.kinds().column_role(text).map(Role::from);
    vocabulary.role(text).or_else(described).unwrap_or(Role::Other)
}

impl From<ColumnRole> for Role {
    fn from(role: ColumnRole) -> Self {
        match role {
            ColumnRole::Name => Self::Name,
            ColumnRole::Total => Self::Total,
            ColumnRole::Source => Self::Source,
            ColumnRole::Goal => Self::Goal,
            ColumnRole::Indicators => Self::Indicators,
        }
    }
}

/// Whether a folded header text says that its column is only a part of what stands beside it.
fn is_of_which(text: &str) -> bool {
    text.starts_with("其中") || text.starts_with("ofwhich")
}

/// Whether a row says nothing but in which unit the columns are.
fn is_of_units(cells: &[&str]) -> bool {
    let mut texts = cells.iter().map(|cell| trim(cell)).filter(|text| !text.is_empty()).peekable();
    texts.peek().is_some() && texts.all(|text| MonetaryUnit::parse(text.trim_matches(['（', '）', '(', ')'])).is_some())
}

/// Whether a row says nothing but of which years the columns are.
fn is_of_years(cells: &[&str]) -> bool {
    let mut texts = cells.iter().map(|cell| trim(cell)).filter(|text| !text.is_empty()).peekable();
    let is_year = |text: &str| {
        text.find('年').and_then(|at| year_in(text.get(at.checked_sub(4)?..at + '年'.len_utf8())?)).is_some()
    };
    texts.peek().is_some() && texts.all(|text| text.starts_with(|first: char| first.is_ascii_digit()) && is_year(text))
}

/// Whether a body row continues the header above it: no name of its own, or the header's again, and at least one text
/// that a header has. A row with a figure never is; one that stands where goals or indicators do is a number of theirs.
pub fn is_header_row(cells: &[&str], header: &[Box<str>], vocabulary: &Vocabulary) -> bool {
    if numbers_columns(cells.iter().copied()) || is_of_units(cells) || is_of_years(cells) {
        return true;
    }
    let role = |text: &str| role(text, vocabulary);
    let above = header.iter().map(|text| role(text)).chain(std::iter::repeat(Role::Other));
    let is_figure = |(role, cell): (Role, &&str)| {
        !matches!(role, Role::Goal | Role::Indicators) && amount::read(cell).amount().is_some()
    };
    if above.zip(cells).any(is_figure) {
        return false;
    }
    let folded: Vec<_> = cells.iter().map(|cell| fold_title(cell)).collect();
    let repeats_the_name = |above: &str, cell: &str| role(above) != Role::Name || is_blank(cell) || cell == above;
    if !header.iter().zip(&folded).all(|(above, cell)| repeats_the_name(above, cell)) {
        return false;
    }
    let above = |column: usize| header.get(column).map(|text| &**text).filter(|text| !is_blank(text));
    // Below a text that has neither a role nor room beside it no part of it stands: 资金拨付及时性 is an indicator below 三级指标.
    let may_be_below = |column: usize| match above(column) {
        Some(own) => role(own) != Role::Other || above(column + 1).is_none_or(|next| next == own),
        None => true,
    };
    let says = |column: usize, text: &str| may_be_below(column) && role(text) != Role::Other;
    // 上级, 本级 below 财政拨款 and the blank cell beside it.
    let parts = || {
        let mut printed = folded.iter().enumerate().filter(|(_, text)| !is_blank(text)).map(|(column, _)| column);
        let is_part = |column: usize| match above(column) {
            Some(own) => above(column + 1).is_none() && matches!(role(own), Role::Source | Role::Total),
            None => column < folded.len().min(header.len()),
        };
        let mut is_any = false;
        printed.all(|column| {
            is_any |= above(column).is_none();
            is_part(column)
        }) && is_any
    };
    folded.iter().enumerate().any(|(column, text)| says(column, text)) || parts()
}

impl Schema {
    /// Reads a header of one or more rows. `None` for a table of no known kind: a project performance table has one
    /// column of names, at least one of amounts, and a goal or indicators.
    pub fn recognise(rows: &[Vec<&str>], unit: Option<MonetaryUnit>, vocabulary: &Vocabulary) -> Option<Arc<Self>> {
        let columns = rows.first()?.len();
        let header = rows.iter().flat_map(|row| row.iter().take(columns)).map(|cell| fold_title(cell).into()).collect();
        let (mut name, mut goal, mut indicators) = (None, None, None);
        let (mut unit, mut sources) = (unit, Sources::Complete);
        let mut amounts = Vec::new();
        for column in 0..columns {
            let mut titles: SmallVec<[&&str; 4]> =
                rows.iter().filter_map(|row| row.get(column)).filter(|cell| !is_blank(cell)).collect();
            if let Some(group) = group_of(rows, column) {
                titles.insert(0, group);
            }
            let folded: Vec<_> = titles.iter().map(|title| fold_title(title)).collect();
            let Some(title) = titles.last() else { continue };
            if folded.iter().any(|text| is_of_which(text)) {
                sources = Sources::Partial;
            }
            match innermost_role(&folded, vocabulary) {
                Role::Name if name.is_none() => name = Some(column),
                Role::Goal if goal.is_none() => goal = Some(column),
                Role::Indicators if indicators.is_none() => indicators = Some(column),
                role @ (Role::Total | Role::Source) => {
                    amounts.push(AmountColumn { column, role, title: shown_title(title) });
                }
                Role::Name | Role::Goal | Role::Indicators | Role::Other => {}
            }
            if unit.is_none() || folded.iter().any(|text| text.contains("元)")) {
                unit = folded.iter().find_map(|text| unit_in_brackets(text)).or(unit);
            }
        }
        let name = name.filter(|_| !amounts.is_empty() && (goal.is_some() || indicators.is_some()))?;
        let totals = amounts.iter().filter(|amount| amount.role == Role::Total).count();
        if totals != 1 || totals == amounts.len() || gap_between(&amounts) {
            sources = Sources::Partial;
        }
        let amounts = amounts.into();
        Some(Arc::new(Self { header, columns, name, amounts, goal, indicators, unit, sources }))
    }

    /// Whether it has the columns of another table, whose monetary unit need not be said again.
    pub(crate) fn is_page_of(&self, above: &Self) -> bool {
        self.header == above.header && (self.unit.is_none() || self.unit == above.unit)
    }

    /// Which of the amount columns is the total.
    pub fn total(&self) -> Option<usize> {
        let mut totals = self.amounts.iter().enumerate().filter(|(_, amount)| amount.role == Role::Total);
        totals.next().map(|(index, _)| index)
    }
}

/// The text that a blank cell of the first header row belongs to: the one at its left, where something stands below
/// both.
fn group_of<'r, 't>(rows: &'r [Vec<&'t str>], column: usize) -> Option<&'r &'t str> {
    let (first, below) = rows.split_first()?;
    let is_printed = |column: usize| below.iter().any(|row| row.get(column).is_some_and(|cell| !is_blank(cell)));
    let is_open = |column: usize| first.get(column).is_some_and(|cell| is_blank(cell)) && is_printed(column);
    if !is_open(column) {
        return None;
    }
    let left = (0..column).rev().find(|left| !is_open(*left))?;
    first.get(left).filter(|cell| !is_blank(cell) && is_printed(left))
}

/// The role of a column from its header texts, top down: the lowest that has one, so that 预算金额 over 财政拨款 is a source.
fn innermost_role(folded: &[Cow<'_, str>], vocabulary: &Vocabulary) -> Role {
    let roles = folded.iter().rev().map(|text| role(text, vocabulary));
    roles.into_iter().find(|role| *role != Role::Other).unwrap_or(Role::Other)
}

/// Whether a column that no check reads stands between the columns of amounts: it may be a source under another name.
fn gap_between(amounts: &[AmountColumn]) -> bool {
    let first = amounts.first().map_or(0, |amount| amount.column);
    let last = amounts.last().map_or(0, |amount| amount.column);
    last - first + 1 != amounts.len()
}

fn unit_in_brackets(folded: &str) -> Option<MonetaryUnit> {
    let inside = folded.strip_suffix(')')?.rsplit_once('(')?.1;
    MonetaryUnit::parse(inside.trim_start_matches("单位:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(rows: &[&str]) -> Option<Arc<Schema>> {
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.split('|').collect()).collect();
        Schema::recognise(&rows, None, &Vocabulary::default())
    }

    fn roles(schema: &Schema) -> Vec<(&str, Role)> {
        schema.amounts.iter().map(|amount| (&*amount.title, amount.role)).collect()
    }

    #[test]
    fn columns_are_known_by_their_texts_and_not_by_their_place() {
        let schema = schema(&["绩效指标|其他资金| 总 计 |财政拨款|项目名称（资金使用单位）"]).unwrap();
        assert_eq!((schema.name, schema.indicators, schema.goal), (4, Some(0), None));
        assert_eq!(roles(&schema), [("其他资金", Role::Source), ("总计", Role::Total), ("财政拨款", Role::Source)]);
        assert_eq!((schema.total(), schema.sources), (Some(1), Sources::Complete));
    }

    #[test]
    fn a_header_may_stand_on_two_rows() {
        let schema = schema(&["项目名称|预算金额（万元）|||绩效目标", "|总计|财政拨款|其他资金|"]).unwrap();
        let expected = [("总计", Role::Total), ("财政拨款", Role::Source), ("其他资金", Role::Source)];
        assert_eq!(roles(&schema), expected);
        assert_eq!(schema.unit, MonetaryUnit::parse("万元"));
    }

    #[test]
    fn a_figure_makes_a_row_one_of_the_body_where_amounts_stand() {
        let header: Vec<Box<str>> = ["项目名称", "总计", "绩效目标", "绩效指标"].map(Box::from).into();
        let is_header = |cells: [&str; 4]| is_header_row(&cells, &header, &Vocabulary::default());
        assert!(is_header(["", "财政拨款", "", ""]));
        assert!(!is_header(["", "10.00", "绩效目标", ""]));
        assert!(is_header(["", "财政拨款", "", "10.00"]) && is_header(["", "财政拨款", "", "10、00"]));
    }

    #[test]
    fn sources_that_are_not_all_printed_are_not_summed() {
        for header in [
            "项目名称|总计|其中：财政拨款|绩效目标",
            "项目名称|总计|备注|财政拨款|绩效目标",
            "项目名称|财政拨款|其他资金|绩效目标",
            "项目名称|总计|绩效目标",
        ] {
            assert_eq!(schema(&[header]).unwrap().sources, Sources::Partial, "{header}");
        }
    }

    #[test]
    fn tables_of_other_kinds_are_left_alone() {
        for header in ["项目|预算数", "收入|支出", "姓名|总计|绩效目标", "", "项目名称|绩效目标|绩效指标"]
        {
            assert_eq!(schema(&[header]), None, "{header}");
        }
    }
}
