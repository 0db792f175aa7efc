//! Classes, groups and items by their names: “社会保障和就业支出（类）行政事业单位养老支出（款）事业单位离退休（项）”.

use std::ops::Range;

use super::paragraph::Joined;
use crate::{
    classification::{self, Classification, code_of_class},
    name::fold,
};

/// The names of a line of a functional classification, folded; the last ones may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// 类.
    pub class: Box<str>,
    /// 款.
    pub group: Option<Box<str>>,
    /// 项.
    pub item: Option<Box<str>>,
    /// Its code, where it stands beside the name.
    pub code: Option<Box<str>>,
}

/// One that a paragraph names.
pub(super) struct Item {
    pub(super) names: Names,
    /// From its name to the next one.
    pub(super) range: Range<usize>,
    /// Where its name ends, the closing quotation mark included.
    pub(super) head: usize,
}

/// What the names of classes end with, and what stands behind those that do not.
const SPENDING: &str = "支出";

/// The longest name, in bytes.
const LONGEST: usize = 120;

/// Groups and items whose class is not named again: 文化和旅游（款）行政运行（项）.
fn classless(text: &str, heads: &[(usize, usize, Names)]) -> Vec<(usize, usize, Names)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((at, marked)) = level(text, from, '款') {
        from = marked;
        if heads.iter().any(|(start, end, _)| (*start..*end).contains(&at)) {
            continue;
        }
        let named = name_start(text, at).zip(named_level(text, marked, '项'));
        let Some((start, (item, end))) = named else { continue };
        from = end;
        let group = Some(folded(text, start..at));
        let head = closed(text, end);
        let head = behind_code(text, head).unwrap_or(head);
        found.push((start, head, Names { group, item: Some(item), ..Names::default() }));
    }
    found
}

/// How many classes with their figures are a list of them.
const FEWEST: usize = 3;

/// What may stand between a name and its figure without a mark: 2080505机关…缴费支出安排120万元.
const VERBS: [&str; 9] =
    ["年初预算数为", "年初预算为", "上年预算数", "预算安排", "预算数为", "预算为", "安排支出", "安排", "预算数"];

/// All that a paragraph names, in its order.
pub(super) fn items(joined: &Joined) -> Vec<Item> {
    let text = &joined.text;
    let mut items: Vec<Item> = Vec::new();
    let mut heads: Vec<(usize, usize, Names)> = Vec::new();
    let mut from = 0;
    while let Some((at, marked)) = level(text, from, '类') {
        from = marked;
        let Some(start) = name_start(text, at) else { continue };
        let mut names = Names { class: folded(text, start..at), ..Names::default() };
        let mut end = marked;
        if let Some((group, behind)) = named_level(text, end, '款') {
            names.group = Some(group);
            end = behind;
            if let Some((item, behind)) = named_level(text, end, '项') {
                names.item = Some(item);
                end = behind;
            }
        }
        from = end;
        let head = closed(text, end);
        let head = behind_code(text, head).filter(|_| names.item.is_some()).unwrap_or(head);
        // 教育（类）支出120万元
        let is_spending = names.group.is_none() && text.get(head..).is_some_and(|rest| rest.starts_with(SPENDING));
        if is_spending {
            names.class = format!("{}{SPENDING}", names.class).into();
            heads.push((start, head + SPENDING.len(), names));
        } else {
            heads.push((start, head, names));
        }
    }
    heads.extend(classless(text, &heads));
    heads.extend(listed(text));
    let coded: Vec<_> =
        coded(text).filter(|(start, ..)| !heads.iter().any(|(from, to, _)| (*from..*to).contains(start))).collect();
    heads.extend(coded);
    // “一般公共服务支出”科目12,789万元, “公共安全支出-司法-行政运行”科目200万元
    for (at, word) in text.match_indices("”科目") {
        let Some(before) = text.get(..at) else { continue };
        let Some(start) = before.rfind('“').map(|open| open + '“'.len_utf8()).filter(|start| is_name(text, *start..at))
        else {
            continue;
        };
        if !heads.iter().any(|(from, to, _)| (*from..*to).contains(&start)) {
            heads.push((start, at + word.len(), path(text, start..at)));
        }
    }
    heads.sort_by_key(|(start, ..)| *start);
    let ends: Vec<usize> = heads.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect();
    for ((start, head, names), end) in heads.into_iter().zip(ends) {
        items.push(Item { names, range: start..end.max(head), head });
    }
    items
}

/// The names of a line with dashes between: 公共安全支出-司法-行政运行.
fn path(text: &str, range: Range<usize>) -> Names {
    let whole = text.get(range).unwrap_or_default();
    let mut names = whole.split(['-', '－', '—', '–']).filter(|name| !name.is_empty());
    let mut next = || names.next().map(|name| folded(name, 0..name.len()));
    match (next(), next(), next(), next()) {
        (Some(class), group, item, None) => Names { class, group, item, code: None },
        _ => Names { class: folded(whole, 0..whole.len()), ..Names::default() },
    }
}

/// The classes of a list of what is spent: 支出包括：教育支出120万元、农林水支出7,280万元.
fn listed(text: &str) -> impl Iterator<Item = (usize, usize, Names)> {
    const LIST: [&str; 6] =
        ["支出包括：", "支出包括:", "按功能分类：", "按支出功能分类：", "按功能科目划分如下：", "按功能分类划分："];
    let list = LIST.iter().find_map(|word| Some(text.find(word)? + word.len())).unwrap_or(text.len());
    let end = text.get(list..).and_then(|rest| rest.find('。')).map_or(text.len(), |length| list + length);
    let classes: Vec<_> = text
        .match_indices(SPENDING)
        .filter_map(|(at, _)| {
            let head = at + SPENDING.len();
            let is_printed = text.get(head..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
            let start = name_start(text, head).filter(|_| is_printed)?;
            let class = folded(text, start..head);
            code_of_class(&class).map(|_| (start, head, Names { class, ..Names::default() }))
        })
        .collect();
    // Several of them are a list that nothing opens.
    let is_list = classes.len() >= FEWEST;
    classes.into_iter().filter(move |(start, head, _)| is_list || (list <= *start && *head <= end))
}

/// What has its code beside its name: （2080505）机关事业单位基本养老保险缴费支出：, 2080505机关…支出, 社会保障和就业支出（208）. Cost: the text.
fn coded(text: &str) -> impl Iterator<Item = (usize, usize, Names)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.as_bytes().get(from..)?;
            let at = from + rest.iter().position(u8::is_ascii_digit)?;
            let length = text.as_bytes().get(at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
            from = at + length;
            if let Some(found) = coded_at(text, at..from) {
                return Some(found);
            }
        }
    })
}

/// The name beside a code.
fn coded_at(text: &str, code: Range<usize>) -> Option<(usize, usize, Names)> {
    let digits = text.get(code.clone())?;
    let class = digits.get(..3)?.parse::<u32>().ok()?;
    if !matches!(digits.len(), 3 | 5 | 7) || !(201..=234).contains(&class) {
        return None;
    }
    let (before, behind) = (text.get(..code.start)?, text.get(code.end..)?);
    let opened = before.strip_suffix(['（', '(', '[', '【']);
    let closed_behind = behind.strip_prefix(['）', ')', ']', '】']);
    let name_behind = |from: usize| {
        let end = text
            .get(from..)?
            .find(|next: char| is_break(next) || next.is_ascii_digit())
            .map_or(text.len(), |length| from + length);
        let said = text.get(from..end)?;
        let name = VERBS.iter().find_map(|verb| said.strip_suffix(verb)).unwrap_or(said);
        let end = from + name.len();
        is_name(text, from..end).then_some((from, end))
    };
    // A code behind a number of the list: 1.2080505机关….
    let is_listed = || {
        let line = before.rsplit('。').next().unwrap_or(before);
        let number = line.strip_suffix(['.', '．', '、']).unwrap_or_default().trim();
        (1..=2).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit())
    };
    let (start, (name_start, name_end), head) = match (opened, closed_behind) {
        (Some(opened), Some(closed)) => {
            let (open, close) = (opened.len(), text.len() - closed.len());
            match name_start(opened, open).filter(|start| is_name(text, *start..open)) {
                Some(start) => (start, (start, open), close),
                None => name_behind(close).map(|name| (open, name, name.1))?,
            }
        }
        (None, None) if digits.len() > 3 && (!before.ends_with(['.', ',', '-']) || is_listed()) => {
            name_behind(code.end).map(|name| (code.start, name, name.1))?
        }
        _ => return None,
    };
    let head = closed(text, head);
    let rest = text.get(head..)?;
    let head = text.len() - rest.strip_prefix(['：', ':']).unwrap_or(rest).len();
    let name = folded(text, name_start..name_end);
    // A year, an account or a telephone number has no such name behind it.
    let is_known = classification::name(Classification::Functional, digits).is_some_and(|known| *fold(known) == *name);
    let names = match digits.len() {
        3 => Names { class: name, ..Names::default() },
        5 => Names { group: Some(name), code: Some(digits.into()), ..Names::default() },
        _ => Names { group: Some(name.clone()), item: Some(name), code: Some(digits.into()), ..Names::default() },
    };
    (is_known || digits.len() > 3).then_some((start, head, names))
}

/// Where a code ends that stands behind all three names: …（项）（2080505）.
fn behind_code(text: &str, head: usize) -> Option<usize> {
    const LONGEST: usize = 7;
    let rest = text.get(head..)?;
    let opened = rest.strip_prefix(['（', '(']);
    let inner = opened.unwrap_or(rest);
    let behind = inner.trim_start_matches(|character: char| character.is_ascii_digit());
    let behind = if inner.len() - behind.len() == LONGEST { behind } else { return None };
    let behind =
        if opened.is_some() { behind.strip_prefix(['）', ')'])? } else { behind.strip_prefix(['，', '：'])? };
    Some(text.len() - behind.len())
}

/// The name behind `from` that （款） or （项） stands behind, in quotation marks perhaps, and where it ends.
fn named_level(text: &str, from: usize, level_name: char) -> Option<(Box<str>, usize)> {
    let (end, behind) = level(text, from, level_name)?;
    let printed = text.get(from..end)?;
    let bare = printed.trim_start_matches(['”', '"', '“']).trim_end_matches(['”', '"']);
    let start = from + printed.find(bare)?;
    is_name(text, start..start + bare.len()).then(|| (folded(text, start..start + bare.len()), behind))
}

/// Where the first （类）, （款） or （项） stands behind `from`, and where it ends.
fn level(text: &str, from: usize, name: char) -> Option<(usize, usize)> {
    text.get(from..)?.match_indices(name).find_map(|(at, name)| {
        let (before, behind) = (text.get(from..from + at)?, text.get(from + at + name.len()..)?);
        // （204类）司法（06款）: a level may stand behind its code.
        let inner = before.trim_end_matches(|character: char| character.is_ascii_digit());
        let inner = inner.strip_suffix(['（', '('])?;
        let rest = behind.strip_prefix(['）', ')'])?;
        Some((from + inner.len(), text.len() - rest.len()))
    })
}

/// Whether a character ends a name.
fn is_break(character: char) -> bool {
    matches!(character, '，' | '。' | '；' | '：' | '“' | '”' | ',' | ';' | ':')
}

fn is_name(text: &str, range: Range<usize>) -> bool {
    let is_break = |character: char| is_break(character) || character.is_ascii_digit();
    !range.is_empty() && range.len() <= LONGEST && text.get(range).is_some_and(|name| !name.contains(is_break))
}

/// Where the name that ends at `end` begins.
fn name_start(text: &str, end: usize) -> Option<usize> {
    /// What makes a year of 年 behind it: 2026年, 本年. That of 职业年金 is a part of a name.
    const OF_YEARS: [char; 7] = ['本', '今', '当', '上', '去', '全', '度'];
    let before = text.get(..end)?;
    let is_break = |character: char| {
        matches!(character, '“' | '"' | '、' | '，' | '。' | '；' | '：' | '.' | '．' | ',' | ';' | ':' | '）' | ')')
            || character.is_whitespace()
            || character.is_ascii_digit()
    };
    let is_year = |at: usize| {
        let before = before.get(..at).and_then(|before| before.chars().next_back());
        before.is_some_and(|last| last.is_ascii_digit() || OF_YEARS.contains(&last))
    };
    let ends = before
        .char_indices()
        .rev()
        .find(|(at, character)| is_break(*character) || (*character == '年' && is_year(*at)));
    let start = ends.map_or(0, |(at, character)| at + character.len_utf8());
    (start < end && end - start <= LONGEST).then_some(start)
}

/// Behind the quotation mark that closes at `end`, and the word 科目.
fn closed(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    let bare = rest.strip_prefix(['”', '"']).unwrap_or(rest);
    let bare = bare.strip_prefix("科目").unwrap_or(bare);
    text.len() - bare.len()
}

/// A name as the tables print it: folded, and 其它 written as the classification writes it.
fn folded(text: &str, range: Range<usize>) -> Box<str> {
    let folded = fold(text.get(range).unwrap_or_default());
    if folded.starts_with("其它") { folded.replacen("其它", "其他", 1).into() } else { folded.into() }
}
