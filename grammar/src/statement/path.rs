//! What stands above a column, row by row of a header, and which columns are sums of others by that.

use std::sync::Arc;

use smallvec::SmallVec;

use super::{header::Column, sheet::HeadCell};
use crate::words::Words;

/// The folded texts above a column, from the outermost row to the innermost; one that spans several rows stands once.
pub type Path = Box<[Box<str>]>;

/// A column of amounts that is the sum of others of its row, as indices among the columns of amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSum {
    /// 合计 or 小计.
    pub total: usize,
    /// What it is the sum of.
    pub parts: Arc<[usize]>,
}

/// What the sum of a group of columns is called.
pub(super) const SUMS: [&str; 4] = ["合计", "小计", "本年收入合计", "本年支出合计"];

/// What the first column of a group is called that is all of it, besides these and nothing at all.
const AMOUNT: &str = "金额";

/// Words of columns that are no part of such a sum, or may be none: 按资金来源 shows once more what 按支出性质 shows.
static NO_PARTS: Words =
    Words::new(&["其中", "小计", "合计", "结转", "结余", "上年", "去年", "政府采购", "购买服务", "按支出", "按资金"]);

/// Words of columns that stand beside a sum and are none of its parts: other money, last year's, and what is counted.
static BESIDE: Words = Words::new(&[
    "另:",
    "另有",
    "另外",
    "机关运行",
    "中小企业",
    "小微企业",
    "上年预算",
    "上年决算",
    "上年执行",
    "年初预算数",
    "增减",
    "人数",
    "人次",
    "批次",
    "次数",
    "个数",
    "辆数",
    "数量",
    "(人)",
    "(批)",
    "(次)",
    "(个)",
    "(辆)",
    "(台)",
    "(套)",
    "(批次)",
    "计划",
    "三保",
    "涉农",
    "直达资金",
    "总投资",
    "已支付",
    "支付数",
    "累计支付",
    "审核",
    "核减",
    "上报",
    "得分",
    "分值",
    "面积",
    "预留",
]);

/// What is carried over is no money of last year's budget, though 上年 stands before it.
pub(super) static CARRIED: Words = Words::new(&["结转", "结余"]);

/// Columns that are the sum of others in general use: where those stand beside them, they are parts of parts.
const WITHIN: [(&str, &[&str]); 2] = [
    ("基本支出", &["人员经费", "人员支出", "公用经费", "公用支出", "日常公用", "工资福利", "对个人和家庭"]),
    ("公务用车购置及运行", &["购置费", "运行费", "运行维护费"]),
];

/// What governments procure is one of these by law: what stands beside them is the same money once more.
const PURCHASES: [&str; 3] = ["货物", "工程", "服务"];

/// Words of columns that print the same figures at different times.
const MEASURES: [&str; 4] = ["预算数", "决算数", "年初预算数", "调整预算数"];

/// The paths of all columns. Unless each text stands at all places that it covers (`are_filled`), a blank cell belongs
/// to the text at its left where the same texts stand above both, and something below it.
pub(super) fn paths(header: &[&[HeadCell<'_>]], columns: usize, are_filled: bool) -> Vec<Path> {
    let text =
        |row: usize, column: usize| header.get(row).and_then(|cells| cells.get(column)).filter(|cell| !cell.is_blank());
    // A column without a title may stand among those that a text covers.
    let is_printed_below = |row: usize, column: usize| {
        let covered = (column..columns).take_while(|other| text(row, *other).is_none());
        covered.into_iter().any(|column| (row + 1..header.len()).any(|row| text(row, column).is_some()))
    };
    let mut filled: Vec<SmallVec<[Option<&str>; 4]>> = vec![SmallVec::new(); columns];
    for row in 0..header.len() {
        for column in 0..columns {
            let own = text(row, column).map(|cell| &*cell.folded);
            let left = column.checked_sub(1).and_then(|left| filled.get(left));
            let is_sibling = || {
                let above = filled.get(column).map(SmallVec::as_slice).unwrap_or_default();
                !are_filled
                    && left.is_some_and(|left| left.get(..row) == above.get(..row))
                    && is_printed_below(row, column)
            };
            let spanned = || left.filter(|_| is_sibling()).and_then(|left| left.get(row).copied().flatten());
            let cell = own.or_else(spanned);
            if let Some(path) = filled.get_mut(column) {
                path.push(cell);
            }
        }
    }
    let joined = |path: SmallVec<[Option<&str>; 4]>| {
        let mut texts: SmallVec<[&str; 4]> = path.into_iter().flatten().collect();
        texts.dedup();
        texts.into_iter().map(Box::from).collect()
    };
    filled.into_iter().map(joined).collect()
}

/// Which columns are sums of others: the first of a group called 合计 or 小计, of the rest of its group, each group in it
/// by its own sum.
pub(super) fn column_sums(amounts: &[Column]) -> Vec<ColumnSum> {
    let is_measure =
        |column: &Column| column.path.len() > 1 && column.path.last().is_some_and(|last| MEASURES.contains(&&**last));
    let mut sums = Vec::new();
    if amounts.iter().all(is_measure) {
        for measure in MEASURES {
            let own = amounts
                .iter()
                .enumerate()
                .filter(|(_, column)| column.path.last().is_some_and(|last| &**last == measure));
            let members =
                own.map(|(number, column)| (number, column.path.split_last().map_or(&[][..], |(_, outer)| outer)));
            group(amounts, &members.collect::<Vec<_>>(), 0, &mut sums);
        }
    } else {
        let members: Vec<_> = amounts.iter().enumerate().map(|(number, column)| (number, &*column.path)).collect();
        group(amounts, &members, 0, &mut sums);
    }
    sums
}

/// Finds the sums among columns whose first `depth` texts are equal; returns what stands for the group in a sum further
/// out.
fn group(amounts: &[Column], members: &[(usize, &[Box<str>])], depth: usize, sums: &mut Vec<ColumnSum>) -> Vec<usize> {
    const DEEPEST: usize = 8;
    struct Child {
        text: Option<Box<str>>,
        is_leaf: bool,
        stands: Vec<usize>,
    }
    let mut children: Vec<Child> = Vec::new();
    let mut rest = members;
    while let Some((number, path)) = rest.first() {
        let text = path.get(depth);
        let count = rest.iter().take_while(|(_, other)| other.get(depth) == text).count().max(1);
        let (own, behind) = rest.split_at(count);
        let is_leaf = text.is_none() || (count == 1 && path.len() == depth + 1);
        let stands = if is_leaf || depth >= DEEPEST { vec![*number] } else { group(amounts, own, depth + 1, sums) };
        let stands = if is_leaf && count > 1 { own.iter().map(|(number, _)| *number).collect() } else { stands };
        children.push(Child { text: text.cloned(), is_leaf, stands });
        rest = behind;
    }
    let texts: Vec<Box<str>> = children.iter().filter_map(|child| child.text.clone()).collect();
    children.retain(|child| !child.text.as_ref().is_some_and(|text| is_beside(text) || is_within(text, &texts)));
    if let [only] = &*children {
        return only.stands.clone();
    }
    let is_of_three = |child: &Child| child.is_leaf && child.text.as_ref().is_some_and(|text| is_three_expenses(text));
    let of_three = only(&children, is_of_three).map(|child| &*child.stands);
    if let Some(&[total]) = of_three {
        let others: Vec<usize> =
            children.iter().flat_map(|child| child.stands.iter().copied()).filter(|own| *own != total).collect();
        if let Some(parts) = three_expenses(amounts, &others, depth) {
            children.retain(|child| !child.stands.iter().any(|own| parts.contains(own)));
            sums.push(ColumnSum { total, parts: parts.into() });
            if let [only] = &*children {
                return only.stands.clone();
            }
        }
    }
    let is_sum = |child: &Child| child.is_leaf && child.text.as_ref().is_some_and(|text| SUMS.contains(&&**text));
    let is_part = |child: &Child| {
        let is_named = child.text.as_ref().is_some_and(|text| may_be_part(text));
        let are_added = child.stands.iter().all(|number| amounts.get(*number).is_some_and(|column| column.is_added));
        is_named && are_added
    };
    let purchases =
        PURCHASES.map(|word| only(&children, |child| child.text.as_ref().is_some_and(|of| of.contains(word))));
    if let ([Some(goods), Some(works), Some(services)], Some(total)) = (purchases, only(&children, is_sum))
        && let [total] = &*total.stands
    {
        let parts = [goods, works, services].iter().flat_map(|part| part.stands.iter().copied()).collect();
        sums.push(ColumnSum { total: *total, parts });
        return vec![*total];
    }
    match children.split_first() {
        Some((first, parts)) if is_sum(first) && parts.len() > 1 && parts.iter().all(is_part) => {
            let total = first.stands.first().copied().unwrap_or_default();
            sums.push(ColumnSum { total, parts: parts.iter().flat_map(|part| part.stands.iter().copied()).collect() });
            vec![total]
        }
        Some((first, _)) if is_sum(first) => first.stands.clone(),
        // What has nothing of its own below the text of the group is the group, and the rest of it is of which.
        Some((first, _)) if depth > 0 && first.is_leaf && first.text.as_deref().is_none_or(|text| text == AMOUNT) => {
            first.stands.clone()
        }
        _ => {
            let is_own = |child: &&Child| depth == 0 || child.text.as_ref().is_none_or(|text| may_be_part(text));
            children.iter().filter(is_own).flat_map(|child| child.stands.iter().copied()).collect()
        }
    }
}

/// The only one of a list of which something holds.
fn only<T>(list: &[T], is: impl Fn(&T) -> bool) -> Option<&T> {
    let mut found = list.iter().filter(|one| is(one));
    found.next().filter(|_| found.next().is_none())
}

/// Whether a column is called after all of the three public expenses: "三公"经费合计, 财政拨款"三公"经费预算数.
fn is_three_expenses(text: &str) -> bool {
    const OF: [&str; 7] = ["", "财政拨款", "一般公共预算", "一般公共预算财政拨款", "一般公共预算拨款", "本年", "当年"];
    const ALL: [&str; 14] = [
        "",
        "合计",
        "总计",
        "小计",
        "总额",
        "预算数",
        "决算数",
        "支出",
        "支出合计",
        "支出总额",
        "支出小计",
        "预算合计",
        "预算总额",
        "决算合计",
    ];
    let bare: String = text.chars().filter(|character| *character != '"').collect();
    bare.split_once("三公经费").is_some_and(|(of, all)| OF.contains(&of) && ALL.contains(&all))
}

/// The columns of the three public expenses among others below the first `depth` texts, where each stands there once,
/// and vehicles in one column or in two: what else stands beside them (会议费, 培训费) is none of them.
fn three_expenses(amounts: &[Column], columns: &[usize], depth: usize) -> Option<Vec<usize>> {
    let says = |number: usize, words: &[&str]| {
        let own = amounts.get(number).and_then(|column| column.path.get(depth..)).unwrap_or_default();
        own.iter().any(|text| words.iter().any(|word| text.contains(word)))
    };
    let of = |words: &[&str]| columns.iter().copied().filter(|number| says(*number, words)).collect::<Vec<_>>();
    let (travel, reception, vehicles) = (of(&["出国"]), of(&["接待"]), of(&["用车", "公务车", "购车"]));
    // Buying vehicles and running them, each by itself.
    let ends = |number: usize, word: &str, other: &str| {
        let own = amounts.get(number).and_then(|column| column.path.last());
        own.is_some_and(|text| text.contains(word) && !text.contains(other))
    };
    let (is_bought, is_run) = (|number| ends(number, "购置", "运行"), |number| ends(number, "运行", "购置"));
    let are_whole = match *vehicles {
        [one] => !is_bought(one),
        [one, other] => (is_bought(one) && is_run(other)) || (is_run(one) && is_bought(other)),
        _ => false,
    };
    let parts = [travel, reception, vehicles];
    let is_each_one = parts.iter().take(2).all(|columns| columns.len() == 1) && are_whole;
    let mut parts: Vec<usize> = parts.into_iter().flatten().collect();
    let are_added = parts.iter().all(|number| amounts.get(*number).is_some_and(|column| column.is_added));
    let count = parts.len();
    parts.sort_unstable();
    parts.dedup();
    (is_each_one && are_added && parts.len() == count).then_some(parts)
}

/// Whether a column may be a part of a sum that it stands beside, by its text.
pub(super) fn may_be_part(text: &str) -> bool {
    !NO_PARTS.any_in(text) && !is_measure(text)
}

pub(super) fn is_beside(text: &str) -> bool {
    BESIDE.any_in(text) && !CARRIED.any_in(text)
}

/// Whether a column is a part of another one that stands beside it.
fn is_within(text: &str, beside: &[Box<str>]) -> bool {
    WITHIN.iter().any(|(whole, parts)| {
        !text.contains(whole)
            && parts.iter().any(|part| text.contains(part))
            && beside.iter().any(|other| other.contains(whole))
    })
}

/// The year that a text names before 年, as 2025年预算数 does.
fn year_of(text: &str) -> Option<u16> {
    crate::department::year_in(text)
}

/// Which budget a figure is of that stands beside what was spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// As it was approved: 年初预算数.
    Approved,
    /// With what was changed in the year, or it is not said: 全年预算数, 预算数.
    Adjusted,
}

impl Budget {
    /// The one whose figures stand below a text.
    fn of(text: &str) -> Option<Self> {
        let which = text.strip_suffix("预算数").or_else(|| text.strip_suffix("预算"))?;
        match which {
            "年初" => Some(Self::Approved),
            "" | "全年" | "调整" | "调整后" => Some(Self::Adjusted),
            _ => None,
        }
    }
}

/// Which columns of amounts of a half may print this year's figures.
#[derive(Debug)]
pub struct OfYear<'h> {
    pub(super) amounts: &'h [Column],
    /// Whether each of them does.
    pub(super) may_be: Vec<bool>,
    /// The first of those that do, which is all of them where the others are parts; `None` where it is not known which
    /// that is.
    pub first: Option<usize>,
}

impl<'h> OfYear<'h> {
    /// `year` is the one of the title.
    pub(super) fn of(amounts: &'h [Column], year: Option<u16>) -> Self {
        static OTHER: Words = Words::new(&["上年", "去年", "前年", "增减", "比上"]);
        let says = |column: &Column, is: &dyn Fn(&str) -> bool| column.path.iter().any(|text| is(text));
        let measured = |column: &Column| says(column, &is_measure);
        let years = |column: &Column| column.path.iter().filter(|text| is_measure(text)).find_map(|text| year_of(text));
        // Where the title names no year, nothing later than the year that the columns are about is printed.
        let latest = amounts.iter().filter_map(years).max();
        let this = year.filter(|year| amounts.iter().filter_map(years).any(|of| of == *year)).or(latest);
        let is_other = |column: &Column| {
            !column.is_carried && says(column, &|text| OTHER.any_in(text))
                || this.is_some_and(|this| years(column).is_some_and(|year| year != this))
        };
        let mut may_be: Vec<bool> = amounts.iter().map(|column| !is_other(column)).collect();
        let is_final = |column: &Column| says(column, &|text| is_measure(text) && text.contains("决算"));
        let is_any_final = amounts.iter().zip(&may_be).any(|(column, may_be)| *may_be && is_final(column));
        if is_any_final {
            for (column, may_be) in amounts.iter().zip(&mut may_be) {
                *may_be &= !measured(column) || is_final(column);
            }
        }
        let left: Vec<usize> =
            may_be.iter().enumerate().filter(|(_, may_be)| **may_be).map(|(number, _)| number).collect();
        // 一般公共预算 | 政府性基金预算 | 合计: what they come to may stand behind them.
        let is_sum = |number: &usize| {
            let path = amounts.get(*number).map(|column| &*column.path);
            path.and_then(<[_]>::last).is_some_and(|own| SUMS.contains(&&**own))
        };
        let depth = |number: &usize| amounts.get(*number).map_or(0, |column| column.path.len());
        let outermost = left.iter().map(depth).min();
        let whole = left.iter().rev().find(|number| is_sum(number) && Some(depth(number)) == outermost);
        let first = left.first().map(|first| if is_sum(first) { first } else { whole.unwrap_or(first) });
        let first = first.copied().filter(|first| {
            // Of several that are told apart by their measures, nothing says which one the others repeat: 年初预算数, 调整预算数.
            let of = |number: &usize| {
                amounts.get(*number).and_then(|column| column.path.iter().find(|text| is_measure(text)))
            };
            let own = of(first);
            own.is_none() || left.iter().filter_map(of).all(|other| Some(other) == own)
        });
        Self { amounts, may_be, first }
    }

    /// The column with the budget of what another one prints the spending of, where there is one only: 预算数 beside 决算数.
    pub fn budget_of(&self, column: usize) -> Option<(usize, Budget)> {
        let own = &*self.amounts.get(column)?.path;
        let measure = own.iter().position(|text| is_measure(text) && text.contains("决算"))?;
        let budget = |(number, other): (usize, &Column)| {
            let (path, of) = (&*other.path, Budget::of(other.path.get(measure)?)?);
            let is_beside =
                path.len() == own.len() && (0..path.len()).all(|at| at == measure || path.get(at) == own.get(at));
            is_beside.then_some((number, of))
        };
        let mut budgets = self.amounts.iter().enumerate().filter_map(budget);
        budgets.next().filter(|_| budgets.next().is_none())
    }
}

/// Whether a text says which figures stand below it, and not of what: 决算数, 本年预算数, 2025年执行数.
pub(super) fn is_measure(text: &str) -> bool {
    const WHICH: [&str; 12] =
        ["上年", "去年", "前年", "本年", "今年", "当年", "全年", "年初", "年末", "调整", "调整后", "年度"];
    let bare = ["预算数", "决算数", "执行数", "完成数", "预算", "决算"].iter().find_map(|end| text.strip_suffix(end));
    bare.is_some_and(|which| {
        which.is_empty()
            || WHICH.contains(&which)
            || which
                .strip_suffix('度')
                .unwrap_or(which)
                .strip_suffix('年')
                .is_some_and(|year| year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit()))
    })
}
