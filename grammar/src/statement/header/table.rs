//! The titles of a table's columns, read as those of one statement or of several beside each other.

use super::{
    super::{
        path::{CARRIED, Path, column_sums},
        sheet::{Head, HeadCell},
    },
    Column, Half, NOT_ADDED,
    columns::{
        ColumnRole, halves, is_level, is_of_list, is_purchase, is_unit, join_names_with_codes, list_columns,
        name_items, role,
    },
    is_title,
};
use crate::{
    kinds::{Rows, Side},
    name::trim,
};

/// The rows of titles that a table begins with.
pub(super) struct Table<'h, 'c> {
    /// The first rows of the table.
    pub(super) head: &'h Head<'c>,
    /// Those of them that say what the columns are.
    pub(super) header: &'h [&'h [HeadCell<'c>]],
    /// What stands above each column.
    pub(super) paths: &'h [Path],
    /// How many rows stand above them.
    pub(super) skipped: usize,
    /// How many these are together.
    pub(super) rows: usize,
}

impl Table<'_, '_> {
    /// What each column is by what stands above it. `None` where nothing does above figures.
    pub(super) fn roles(&self) -> Option<Vec<ColumnRole>> {
        let Self { head, header, paths, skipped, rows } = *self;
        let mut roles: Vec<ColumnRole> = Vec::with_capacity(paths.len());
        for (column, path) in paths.iter().enumerate() {
            let is_blank_from =
                |first: usize| head.rows_from(first).all(|row| row.get(column).is_none_or(HeadCell::is_blank));
            if is_unnamed(header, column) && is_blank_from(rows) {
                roles.push(ColumnRole::Blank);
                continue;
            }
            roles.push(role(path).or_else(|| is_blank_from(skipped).then_some(ColumnRole::Blank))?);
        }
        if roles.contains(&ColumnRole::Code) && !roles.contains(&ColumnRole::Name) {
            // 科目名称(项目名称), 单位(科目名称)
            let is_name = |path: &Path| {
                path.last().is_some_and(|own| own.starts_with("科目名称(") || own.ends_with("(科目名称)"))
            };
            let names =
                paths.iter().zip(&mut roles).filter(|(path, role)| **role == ColumnRole::Amount && is_name(path));
            names.for_each(|(_, role)| *role = ColumnRole::Name);
        }
        Some(roles)
    }

    /// The columns by which a line shows how deep it stands, where units or projects stand among codes, or two
    /// classifications beside each other: those of their codes and names.
    pub(super) fn marks(&self, roles: &[ColumnRole], is: Option<Rows>) -> Vec<usize> {
        let may_be = matches!(is, Some(Rows::Codes | Rows::Items | Rows::List | Rows::ListOrFigures));
        let count = |wanted: ColumnRole| roles.iter().filter(|role| **role == wanted).count();
        let has_two_codes = count(ColumnRole::Code) > 0 && count(ColumnRole::Name) > 1;
        if !may_be || !(has_two_codes || self.paths.iter().any(is_of_list)) {
            return Vec::new();
        }
        let marks = self.paths.iter().zip(roles).enumerate().filter(|(_, (path, role))| {
            matches!(role, ColumnRole::Code | ColumnRole::Name | ColumnRole::Item) || is_of_list(path)
        });
        marks.map(|(column, _)| column).collect()
    }

    /// The tables that stand side by side, with the columns in which nothing stands. `marks` are the columns that show
    /// how deep a line of a list stands, in one that has codes. `None` where a column is not understood.
    pub(super) fn halves(
        &self,
        mut roles: Vec<ColumnRole>,
        is: Option<Rows>,
        marks: Vec<usize>,
    ) -> Option<(Vec<Half>, Vec<usize>)> {
        let Self { head, header, paths, rows, .. } = *self;
        let is_coded = roles.contains(&ColumnRole::Code);
        let names_units = || paths.iter().any(is_unit);
        let may_be_list = match is {
            Some(Rows::List) => !is_coded || !marks.is_empty(),
            // Figures may be those of several units, one a line.
            Some(Rows::Figures) => !is_coded && names_units(),
            Some(Rows::Codes | Rows::Items) => {
                let names_lines = [ColumnRole::Name, ColumnRole::Item].iter().any(|role| roles.contains(role));
                !is_coded && !names_lines && names_units()
            }
            // What is bought has names of its own, whatever codes its line has beside.
            Some(Rows::ListOrFigures) => !is_coded || paths.iter().any(is_purchase),
            Some(Rows::Projects | Rows::Form) | None => false,
        };
        let listed = if may_be_list { Some(list_columns(head, rows, paths, &mut roles)?) } else { None };
        let listed = listed.filter(|listed| is != Some(Rows::ListOrFigures) || !listed.texts.is_empty());
        let is_list = listed.is_some();
        let is = if is == Some(Rows::ListOrFigures) && !is_list { Some(Rows::Figures) } else { is };
        if is == Some(Rows::Items) && !is_list {
            name_items(head, rows, &mut roles);
        }
        let has_levels = paths.iter().any(is_level);
        if has_levels {
            // Where the levels have columns of their own, what stands over them is no column of codes.
            let levels =
                paths.iter().zip(&mut roles).filter(|(path, role)| **role == ColumnRole::Code && !is_level(path));
            levels.for_each(|(_, role)| *role = ColumnRole::Ignored);
        }
        if !is_list && is != Some(Rows::Items) {
            join_names_with_codes(head, rows, &mut roles);
        }
        let is_joined = roles.contains(&ColumnRole::CodeAndName);
        let is_coded = is_joined || roles.contains(&ColumnRole::Code);
        if !is_coded && !is_list && !matches!(is, Some(Rows::Items | Rows::Figures)) {
            return None;
        }
        let has_title = || {
            paths.iter().any(|path| {
                let own = path.last().map_or("", |own| own);
                path.iter().any(|text| text.contains("科目编码")) || matches!(own, "编码" | "代码")
            })
        };
        if is_coded && !is_joined && !has_levels && !has_title() {
            return None;
        }
        let ranges = halves(&roles);
        let are_figures = is == Some(Rows::Figures) && ranges.len() == 1 && !roles.contains(&ColumnRole::Item);
        let read = ranges.into_iter().map(|range| half(header, paths, &roles, range, are_figures));
        let mut halves: Vec<Half> = read.collect::<Option<_>>()?;
        match (&mut *halves, listed) {
            ([only], Some(listed)) => {
                let is_project = |name| paths.get(name).and_then(|path: &Path| path.last()?.find("项目")).is_some();
                only.are_projects = !marks.is_empty() && only.name.is_some_and(is_project);
                (only.texts, only.numbers, only.marks) = (Some(listed.texts), listed.numbers, marks);
            }
            (_, None) => {}
            (_, Some(_)) => return None,
        }
        let is_blank = |column: &usize| roles.get(*column) == Some(&ColumnRole::Blank);
        let blank = (0..roles.len()).filter(is_blank).collect();
        Some((halves, blank))
    }
}

/// Whether a column has no title of its own, but that of others beside it which have: a converter leaves one where a
/// cell is two columns wide.
fn is_unnamed(header: &[&[HeadCell<'_>]], column: usize) -> bool {
    let text =
        |row: usize, column: usize| header.get(row).and_then(|cells| cells.get(column)).filter(|cell| is_title(cell));
    let Some(deepest) = (0..header.len()).rev().find(|row| text(*row, column).is_some()) else { return false };
    let own = text(deepest, column).map(|cell| &*cell.folded);
    let has_title = |other: usize| {
        text(deepest, other).map(|cell| &*cell.folded) == own
            && (deepest + 1..header.len()).any(|row| text(row, other).is_some())
    };
    column.checked_sub(1).is_some_and(has_title) || has_title(column + 1)
}

fn half(
    header: &[&[HeadCell<'_>]],
    paths: &[Path],
    roles: &[ColumnRole],
    range: std::ops::Range<usize>,
    are_figures: bool,
) -> Option<Half> {
    let of = |wanted: ColumnRole| -> Vec<usize> {
        range.clone().filter(|column| roles.get(*column) == Some(&wanted)).collect()
    };
    let (mut codes, mut names) = (of(ColumnRole::Code), of(ColumnRole::Name));
    names.extend(of(ColumnRole::Item));
    let joined = of(ColumnRole::CodeAndName);
    let name = match (&*codes, &*names, &*joined) {
        // In front of the codes a table may have those of several units, one below the other.
        ([_, ..], [name], []) => {
            let is_code = |column: usize| codes.contains(&column) || roles.get(column) == Some(&ColumnRole::Blank);
            let is_one_block = codes.iter().all(|code| code < name) && (range.start..*name).all(is_code);
            Some(Some(*name).filter(|_| is_one_block)?)
        }
        ([], [], [joined]) => Some(*joined),
        ([], [name], []) => Some(*name),
        ([], [], []) if are_figures => None,
        _ => return None,
    };
    codes.extend(joined);
    let title = |column: usize| {
        let own = header.iter().rev().filter_map(|row| row.get(column)).find(|cell| is_title(cell))?;
        let path = paths.get(column)?.clone();
        let is_added = !NOT_ADDED.iter().any(|word| own.text.contains(word));
        let is_carried = path.iter().any(|text| CARRIED.any_in(text));
        Some(Column { column, title: trim(&own.text).into(), path, is_added, is_carried })
    };
    let amounts: Vec<Column> = of(ColumnRole::Amount).into_iter().map(title).collect::<Option<_>>()?;
    if amounts.is_empty() {
        return None;
    }
    let texts = || range.clone().filter_map(|column| paths.get(column)?.first());
    // 收入项目 | 预算数 | 支出项目 | 预算数
    let named = name.and_then(|name| paths.get(name)?.first());
    let is_side = |own: &str, other: &str| {
        texts().all(|text| text.contains(own))
            || (named.is_some_and(|name| name.contains(own)) && !texts().any(|text| text.contains(other)))
    };
    let side = if is_side("收入", "支出") {
        Some(Side::Income)
    } else if is_side("支出", "收入") {
        Some(Side::Spending)
    } else {
        None
    };
    let is_economic = codes
        .iter()
        .any(|column| paths.get(*column).is_some_and(|path| path.iter().any(|text| text.contains("经济分类"))));
    let sums = column_sums(&amounts);
    Some(Half {
        columns: range,
        side,
        codes,
        is_economic,
        name,
        amounts,
        sums,
        texts: None,
        numbers: None,
        marks: Vec::new(),
        are_projects: false,
    })
}
