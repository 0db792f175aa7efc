//! What a column is: codes, names, amounts, by what stands above it and in its first cells.

use smallvec::SmallVec;

use super::{
    super::{
        code::code_and_name,
        path::Path,
        sheet::{Head, HeadCell, Says},
    },
    is_title,
};

/// What a column is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnRole {
    /// Codes, or one level of them.
    Code,
    /// Names of codes.
    Name,
    /// Names of lines without codes.
    Item,
    /// A code and a name behind it.
    CodeAndName,
    /// Neither figures nor what they are figures of.
    Ignored,
    /// Nothing stands in it.
    Blank,
    /// Amounts.
    Amount,
}

/// What a column of names is called where there are no codes, folded, without a bracket that says how they are
/// classified: 项目（按支出性质）.
const ITEMS: [&str; 20] = [
    "功能科目",
    "经济科目",
    "功能分类科目编码及名称",
    "科目编码及名称",
    "科目编码名称",
    "科目代码及名称",
    "科目(编码)名称",
    "经济分类科目",
    "项目",
    "收入项目",
    "支出项目",
    "功能分类",
    "支出功能分类",
    "功能分类科目",
    "支出功能分类科目",
    "按功能分类",
    "按支出性质",
    "预算科目",
    "科目",
    "科目名称",
];

/// Columns that are neither figures nor names of what they are figures of.
const IGNORED: [&str; 4] = ["行次", "栏次", "序号", "备注"];

pub(super) fn is_level(path: &Path) -> bool {
    path.last().is_some_and(|last| matches!(&**last, "类" | "款" | "项"))
}

/// What a column is by what stands above it. `None` where nothing does.
pub(super) fn role(path: &Path) -> Option<ColumnRole> {
    let own = path.last()?;
    let is = |text: &str| path.iter().any(|of| &**of == text);
    let ends = |text: &str| path.iter().any(|of| of.ends_with(text));
    // 编码 and 名称 below 经济分类科目
    let is_below = || path.iter().rev().skip(1).any(|of| of.ends_with("科目"));
    Some(if is_level(path) || ends("科目编码") || (matches!(&**own, "编码" | "代码") && is_below()) {
        ColumnRole::Code
    } else if ends("科目名称") || (&**own == "名称" && is_below()) {
        ColumnRole::Name
    } else if is_item(own) {
        ColumnRole::Item
    } else if IGNORED.iter().any(|text| is(text)) {
        ColumnRole::Ignored
    } else {
        ColumnRole::Amount
    })
}

/// Whether a column is one of names: 项目, 支出功能分科目(按大类), 部门预算支出经济分类.
fn is_item(title: &str) -> bool {
    let bare = without_classification(title);
    ITEMS.contains(&bare)
        || ((bare.contains("支出") || bare.contains("收入")) && ["科目", "分类"].iter().any(|end| bare.ends_with(end)))
}

/// 项目(按功能分类) without the bracket.
fn without_classification(title: &str) -> &str {
    let bare = title.strip_suffix(')').and_then(|title| title.rsplit_once('('));
    bare.filter(|(_, inner)| inner.starts_with('按') || inner == &"类" || inner.contains("分类"))
        .map_or(title, |(bare, _)| bare)
}

/// Whether a column names budget units.
pub(super) fn is_unit(path: &Path) -> bool {
    const UNITS: [&str; 7] =
        ["单位", "部门", "预算单位", "部门名称", "部门(单位)名称", "单位(部门)名称", "单位名称(科目名称)"];
    path.last().is_some_and(|own| own.ends_with("单位名称") || UNITS.contains(&&**own))
}

/// Whether a column has names or codes of budget units, perhaps among those of other things, or names of projects:
/// 单位代码, 科目名称（单位）, 项目名称.
pub(super) fn is_of_list(path: &Path) -> bool {
    const WITHIN: [&str; 6] = ["单位编码", "单位代码", "单位名称(", "项目名称", "专项名称", "债券名称"];
    is_unit(path)
        || path.last().is_some_and(|own| own.ends_with("(单位)") || WITHIN.iter().any(|word| own.contains(word)))
}

/// Whether a column names what is bought.
pub(super) fn is_purchase(path: &Path) -> bool {
    const PURCHASES: [&str; 5] = ["采购项目", "采购品目", "采购目录", "采购内容", "采购物品"];
    path.last().is_some_and(|own| PURCHASES.iter().any(|word| own.starts_with(word)))
}

/// The columns of texts in front of the amounts of a list.
pub(super) struct ListColumns {
    /// All of them, that of the names among them; none where nothing but amounts stands in the table.
    pub(super) texts: Vec<usize>,
    /// The one that numbers the lines.
    pub(super) numbers: Option<usize>,
}

/// Tells the columns of a list's texts from those of its amounts, by their titles and by the first lines, and which of
/// them has the names. `None` where none has.
pub(super) fn list_columns(
    head: &Head<'_>,
    first: usize,
    paths: &[Path],
    roles: &mut [ColumnRole],
) -> Option<ListColumns> {
    const TEXTS: [&str; 33] = [
        "编码",
        "代码",
        "编号",
        "序号",
        "行次",
        "备注",
        "依据",
        "年限",
        "起止",
        "时间",
        "日期",
        "电话",
        "负责人",
        "类型",
        "类别",
        "名称",
        "科目",
        "方式",
        "内容",
        "说明",
        "用途",
        "项目",
        "部门",
        "是否",
        "品目",
        "目录",
        "品名",
        "物品",
        "规格",
        "型号",
        "形式",
        "大类",
        "要求",
    ];
    /// What a column is called that has the names, the surest first.
    const NAMES: [&[&str]; 3] =
        [&["项目名称"], &["名称", "项目", "单位", "内容"], &["品目", "目录", "物品", "品名", "类别", "类型", "大类"]];
    let title = |column: usize| paths.get(column).and_then(|path| path.last()).map_or("", |text| text);
    // How many are bought, and what one costs, adds up to nothing.
    for (column, role) in roles.iter_mut().enumerate() {
        if *role == ColumnRole::Amount && (title(column).ends_with("数量") || title(column).contains("单价")) {
            *role = ColumnRole::Ignored;
        }
    }
    let is_text = |column: usize| {
        let says = |is: Says| head.rows_from(first).any(|row| row.get(column).is_some_and(|cell| cell.says == is));
        let own = title(column);
        // 单位代码(科目编码)
        let bare = own.strip_suffix(')').and_then(|own| own.rsplit_once('(')).map_or(own, |(bare, _)| bare);
        TEXTS.iter().any(|word| bare.ends_with(word))
            || (own.ends_with("单位") && !own.contains("资金"))
            || paths.get(column).is_some_and(is_level)
            || says(Says::Title)
            // A slip among figures takes nothing from their column.
            || (says(Says::Misprint) && !says(Says::Figure))
    };
    let texts: Vec<usize> = (0..paths.len()).filter(|column| is_text(*column)).collect();
    if texts.is_empty() {
        return Some(ListColumns { texts, numbers: None });
    }
    let before = |column: &usize| {
        roles
            .iter()
            .enumerate()
            .all(|(other, role)| *role != ColumnRole::Amount || texts.contains(&other) || other > *column)
    };
    // In what things are counted (计量单位) names nothing.
    let names: Vec<usize> =
        texts.iter().copied().filter(|column| before(column) && !title(*column).contains("计量")).collect();
    let is_name = |words: &&'static [&'static str]| {
        names.iter().rev().copied().find(|column| words.iter().any(|word| title(*column).contains(word)))
    };
    // The classification of departments is finer than that of the government beside it.
    let is_of_department = |column: &usize| {
        let path = paths.get(*column).map_or(&[][..], |path| path);
        title(*column).contains("名称") && path.iter().any(|text| text.contains("部门") && text.contains("经济"))
    };
    let [projects, others @ ..] = NAMES;
    let name = is_name(&projects)
        .or_else(|| names.iter().copied().find(is_of_department))
        .or_else(|| others.iter().find_map(is_name))?;
    // Two that stand side by side are no list.
    if texts.iter().any(|column| !names.contains(column) && title(*column) == title(name)) {
        return None;
    }
    let numbers = names.iter().copied().find(|column| title(*column) == "序号");
    for (column, role) in
        roles.iter_mut().enumerate().filter(|(column, role)| texts.contains(column) && **role != ColumnRole::Blank)
    {
        *role = if column == name { ColumnRole::Item } else { ColumnRole::Ignored };
    }
    Some(ListColumns { texts: names, numbers })
}

/// A column in which names stand, and no figure, is one of them, whatever it is called: 收入, 支出内容.
pub(super) fn name_items(head: &Head<'_>, first: usize, roles: &mut [ColumnRole]) {
    for (column, role) in roles.iter_mut().enumerate().filter(|(_, role)| **role == ColumnRole::Amount) {
        let mut printed = head.rows_from(first).filter_map(|row| row.get(column)).filter(|cell| !cell.is_blank());
        let is_name = |cell: &HeadCell<'_>| is_title(cell) && cell.folded.chars().nth(1).is_some();
        if printed.next().is_some_and(is_name) && printed.all(is_name) {
            *role = ColumnRole::Item;
        }
    }
}

/// Names that begin with codes are both, where no column has codes alone.
pub(super) fn join_names_with_codes(head: &Head<'_>, first: usize, roles: &mut [ColumnRole]) {
    let is_label = |role: &ColumnRole| matches!(role, ColumnRole::Code | ColumnRole::Name | ColumnRole::Item);
    let labels: SmallVec<[usize; 2]> =
        (0..roles.len()).filter(|column| roles.get(*column).is_some_and(is_label)).collect();
    let begins = |column: usize| {
        head.rows_from(first).any(|row| row.get(column).is_some_and(|cell| code_and_name(&cell.text).is_some()))
    };
    // Of halves each has one column for both.
    let has_other = labels.windows(2).any(|two| matches!(two, [one, other] if one + 1 == *other));
    if labels.is_empty() || has_other || !labels.iter().all(|column| begins(*column)) {
        return;
    }
    for role in roles.iter_mut().filter(|role| is_label(role)) {
        *role = ColumnRole::CodeAndName;
    }
}

/// The tables that stand side by side: each begins with its codes or names, and ends before those of the next.
pub(super) fn halves(roles: &[ColumnRole]) -> Vec<std::ops::Range<usize>> {
    let mut starts = vec![0];
    let mut has_amounts = false;
    for (column, role) in roles.iter().enumerate() {
        match role {
            ColumnRole::Amount => has_amounts = true,
            ColumnRole::Code | ColumnRole::Name | ColumnRole::CodeAndName | ColumnRole::Item if has_amounts => {
                starts.push(column);
                has_amounts = false;
            }
            _ => {}
        }
    }
    let ends = starts.iter().skip(1).copied().chain([roles.len()]);
    starts.iter().zip(ends).map(|(start, end)| *start..end).collect()
}
