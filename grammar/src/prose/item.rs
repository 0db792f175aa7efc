//! Classes, groups and items by their names: “社会保障和就业支出（类）行政事业单位养老支出（款）事业单位离退休（项）”.

use std::ops::Range;

use super::paragraph::Joined;
use crate::{classification::code_of_class, name::fold};

/// The names of a line of a functional classification, folded; the last ones may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// 类.
    pub class: Box<str>,
    /// 款.
    pub group: Option<Box<str>>,
    /// 项.
    pub item: Option<Box<str>>,
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
        if let Some((group_end, behind)) =
            level(text, end, '款').filter(|(group_end, _)| is_name(text, end..*group_end))
        {
            names.group = Some(folded(text, end..group_end));
            end = behind;
            if let Some((item_end, behind)) =
                level(text, end, '项').filter(|(item_end, _)| is_name(text, end..*item_end))
            {
                names.item = Some(folded(text, end..item_end));
                end = behind;
            }
        }
        from = end;
        let head = closed(text, end);
        // 教育（类）支出120万元
        let is_spending = names.group.is_none() && text.get(head..).is_some_and(|rest| rest.starts_with(SPENDING));
        if is_spending {
            names.class = format!("{}{SPENDING}", names.class).into();
            heads.push((start, head + SPENDING.len(), names));
        } else {
            heads.push((start, head, names));
        }
    }
    heads.extend(listed(text));
    // “一般公共服务支出”科目12,789万元
    for (at, word) in text.match_indices("”科目") {
        let Some(before) = text.get(..at) else { continue };
        let Some(start) = before.rfind('“').map(|open| open + '“'.len_utf8()).filter(|start| is_name(text, *start..at))
        else {
            continue;
        };
        if !heads.iter().any(|(from, to, _)| (*from..*to).contains(&start)) {
            heads.push((start, at + word.len(), Names { class: folded(text, start..at), ..Names::default() }));
        }
    }
    heads.sort_by_key(|(start, ..)| *start);
    let ends: Vec<usize> = heads.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect();
    for ((start, head, names), end) in heads.into_iter().zip(ends) {
        items.push(Item { names, range: start..end.max(head), head });
    }
    items
}

/// The classes of a list of what is spent: 支出包括：教育支出120万元、农林水支出7,280万元.
fn listed(text: &str) -> impl Iterator<Item = (usize, usize, Names)> {
    const LIST: [&str; 2] = ["支出包括：", "支出包括:"];
    let list = LIST.iter().find_map(|word| Some(text.find(word)? + word.len())).unwrap_or(text.len());
    let end = text.get(list..).and_then(|rest| rest.find('。')).map_or(text.len(), |length| list + length);
    text.match_indices(SPENDING).filter_map(move |(at, _)| {
        let head = at + SPENDING.len();
        let is_printed = text.get(head..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
        let start = name_start(text, head).filter(|_| list <= at && head <= end && is_printed)?;
        let class = folded(text, start..head);
        code_of_class(&class).map(|_| (start, head, Names { class, ..Names::default() }))
    })
}

/// Where the first （类）, （款） or （项） stands behind `from`, and where it ends.
fn level(text: &str, from: usize, name: char) -> Option<(usize, usize)> {
    text.get(from..)?.match_indices(name).find_map(|(at, name)| {
        let (before, behind) = (text.get(from..from + at)?, text.get(from + at + name.len()..)?);
        let inner = before.strip_suffix(['（', '('])?;
        let rest = behind.strip_prefix(['）', ')'])?;
        Some((from + inner.len(), text.len() - rest.len()))
    })
}

fn is_name(text: &str, range: Range<usize>) -> bool {
    let is_break = |character: char| {
        matches!(character, '，' | '。' | '；' | '：' | '“' | '”' | ',' | ';') || character.is_ascii_digit()
    };
    !range.is_empty() && range.len() <= LONGEST && text.get(range).is_some_and(|name| !name.contains(is_break))
}

/// Where the name that ends at `end` begins.
fn name_start(text: &str, end: usize) -> Option<usize> {
    let before = text.get(..end)?;
    let is_break = |character: char| {
        matches!(
            character,
            '“' | '"' | '、' | '，' | '。' | '；' | '：' | '.' | '．' | ',' | ';' | ':' | '）' | ')' | '年'
        ) || character.is_whitespace()
            || character.is_ascii_digit()
    };
    let start = before
        .rfind(is_break)
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    (start < end && end - start <= LONGEST).then_some(start)
}

/// Behind the quotation mark that closes at `end`, and the word 科目.
fn closed(text: &str, end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    let bare = rest.strip_prefix(['”', '"']).unwrap_or(rest);
    let bare = bare.strip_prefix("科目").unwrap_or(bare);
    text.len() - bare.len()
}

fn folded(text: &str, range: Range<usize>) -> Box<str> {
    fold(text.get(range).unwrap_or_default()).into()
}
