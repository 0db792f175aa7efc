//! Which share of another a figure is, and what parts add up to.

use std::ops::Range;

use super::{
    super::{
        Passage,
        mention::{Mention, Subject, is_about_parts},
        paragraph::Joined,
        period::period_at,
    },
    Relation,
    compared::{bare_name, clause_before, name_hash},
    figure_before,
};
use crate::name::fold;

/// What stands before the percentage where the whole has no name.
const UNNAMED: [&str; 10] =
    ["占", "占比", "占比为", "占比达", "占比约", "占总额的", "占合计的", "所占比例为", "所占比重为", "比重为"];

/// What opens a list of parts.
const OPENING: [&str; 3] = ["其中", "用于以下方面", "包括："];

/// 支出合计W万元，其中：基本支出X万元，占P%; X万元，占基本支出预算的P%.
pub(super) fn share(joined: &Joined, passage: &Passage, number: usize) -> Option<Relation> {
    let percent = passage.percents.get(number)?;
    // 占6.67%（按基本支出计）
    if joined.text.get(percent.at.1..).is_some_and(|behind| behind.starts_with("（按")) {
        return None;
    }
    let (part, figure) = figure_before(passage, percent)?;
    let between = joined.text.get(figure.at.1..percent.at.0)?;
    let said = between.strip_prefix(['，', '（', '、']).unwrap_or(between);
    if !UNNAMED.contains(&said) {
        return share_of_named(joined, passage, number, said);
    }
    let start = sentence_start(&joined.text, figure.at.0);
    let sentence = joined.text.get(start..figure.at.0)?;
    // The whole stands at the head of the list that its parts are in.
    let list = OPENING.iter().filter_map(|word| sentence.rfind(word)).max();
    let Some(list) = list.map(|list| start + list) else {
        return share_of_class(joined, passage, part, number);
    };
    let whole = head_of_list(joined, passage, list)?;
    Some(Relation::Share { part, whole, percent: number })
}

fn sentence_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('。')).map_or(0, |at| at + '。'.len_utf8())
}

/// The figure that a list is of which begins at a place: the last one before it but for those that it went up or down by, in the same sentence, or
/// in the one before where the list begins its own.
fn head_of_list(joined: &Joined, passage: &Passage, list: usize) -> Option<usize> {
    /// What may stand between the two, in bytes, where no figure does: ，按来源分，
    const LONGEST: usize = 90;
    let mut before = passage.figures.iter().enumerate().rev().filter(|(_, figure)| figure.at.1 <= list);
    let last = before.clone().next().map(|(last, _)| last);
    let (head, figure) = before.find(|(_, figure)| !figure.is_change)?;
    let between = joined.text.get(figure.at.1..list)?;
    let begins = sentence_start(&joined.text, list) == list;
    let is_one_sentence = !between.trim_end_matches(if begins { '。' } else { '，' }).contains('。');
    (is_one_sentence && (last != Some(head) || between.len() <= LONGEST)).then_some(head)
}

/// X万元，占基本支出预算的P%, of a figure of that name before it, or of whatever else has it.
fn share_of_named(joined: &Joined, passage: &Passage, percent: usize, said: &str) -> Option<Relation> {
    /// The longest name, in bytes.
    const LONGEST: usize = 90;
    let whole = said.strip_prefix("所占").or_else(|| said.strip_prefix('占'))?;
    let whole = whole.strip_suffix("比例为").or_else(|| whole.strip_suffix("比重为")).unwrap_or(whole);
    let whole = whole.strip_suffix('的').unwrap_or(whole);
    if whole.is_empty() || whole.len() > LONGEST || whole.contains(['，', '。', '；', '：', '（']) {
        return None;
    }
    let (part, figure) = figure_before(passage, passage.percents.get(percent)?)?;
    let name = name_hash(bare_name(whole));
    let is_whole =
        |number: &usize| passage.figures.get(*number).is_some_and(|of| of.name == name && of.unit == figure.unit);
    if let Some(whole) = (0..part).rev().find(is_whole) {
        return Some(Relation::Share { part, whole, percent });
    }
    let start = sentence_start(&joined.text, figure.at.0);
    let is_of_part = is_about_parts(joined.text.get(start..figure.at.0)?);
    let period = period_at(&joined.text, figure.at.0);
    Some(Relation::ShareOf { part, whole: fold(whole).into(), name, percent, period, is_of_part })
}

/// 教育（类）支出X万元，占P%；农林水（类）支出Y万元，占Q%: of all that the part of the prose is about.
fn share_of_class(joined: &Joined, passage: &Passage, part: usize, percent: usize) -> Option<Relation> {
    let is_class = |mention: &&Mention| matches!(&mention.subject, Subject::Line(names) if names.group.is_none());
    let classes = || passage.mentions.iter().filter(is_class);
    let own = classes().find(|mention| mention.figure == part).filter(|_| classes().count() > 1)?;
    let figure = passage.figures.get(part)?;
    Some(Relation::ShareOf {
        part,
        whole: Box::default(),
        name: 0,
        percent,
        period: period_at(&joined.text, figure.at.0),
        is_of_part: own.is_of_part,
    })
}

/// 年初预算为W万元，支出决算为X万元，完成年初预算的P%.
pub(super) fn done(joined: &Joined, passage: &Passage, number: usize) -> Option<Relation> {
    const DONE: [&str; 8] = [
        "，完成年初预算的",
        "，完成预算的",
        "，完成年初预算",
        "，完成预算",
        "，完成全年预算的",
        "，为年初预算的",
        "，为预算的",
        "，占年初预算的",
    ];
    const SPENT: [&str; 6] = ["，支出决算为", "，支出决算", "，支出决算数为", "，决算数为", "，决算为", "，决算数"];
    let percent = passage.percents.get(number)?;
    let (part, figure) = figure_before(passage, percent)?;
    let whole = part.checked_sub(1)?;
    let before = passage.figures.get(whole)?;
    let is = |range: std::ops::Range<usize>, words: &[&str]| {
        joined.text.get(range).is_some_and(|text| words.contains(&text))
    };
    let is_done = is(figure.at.1..percent.at.0, &DONE) && is(before.at.1..figure.at.0, &SPENT);
    is_done.then_some(Relation::Share { part, whole, percent: number })
}

/// Parts that are all there are, in whatever order, and what their total is called.
const CLOSED: [(&[&str], &str); 6] = [
    (&["基本支出", "项目支出"], ""),
    (&["人员经费", "公用经费"], "基本支出"),
    (&["人员经费", "日常公用经费"], "基本支出"),
    (&["一般公共预算财政拨款收入", "政府性基金预算财政拨款收入"], "财政拨款收入"),
    (&["一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入"], "财政拨款收入"),
    (&["一般公共预算财政拨款支出", "政府性基金预算财政拨款支出"], "财政拨款支出"),
];

/// The lists of a paragraph whose parts are all there are: they have 基本支出 and 项目支出 and nothing else, or shares that make up the whole.
pub(super) fn sums(joined: &Joined, passage: &Passage, relations: &[Relation]) -> Vec<Relation> {
    let mut lists: Vec<Relation> =
        joined.text.match_indices("其中").filter_map(|(at, _)| closed(joined, passage, at)).collect();
    for relation in relations {
        let Relation::Share { whole, .. } = relation else { continue };
        if lists.iter().any(|list| matches!(list, Relation::Sum { whole: other, .. } if other == whole)) {
            continue;
        }
        let shares = relations.iter().filter_map(|relation| match relation {
            Relation::Share { part, whole: of, percent } if of == whole => Some((*part, *percent)),
            _ => None,
        });
        let (parts, percents): (Vec<usize>, Vec<usize>) = shares.unzip();
        if parts.len() > 1 && is_all(passage, &percents) {
            lists.push(Relation::Sum { whole: *whole, parts, is_certain: true });
        }
    }
    lists.extend(both_sides(joined, passage));
    lists
}

/// Whether percentages make up the whole, each with half of its last place.
fn is_all(passage: &Passage, percents: &[usize]) -> bool {
    /// One hundred percent, in 10⁻⁸ of one.
    const WHOLE: i128 = 10_000_000_000;
    let percents = || percents.iter().filter_map(|number| passage.percents.get(*number));
    let sum = percents().fold(0_i128, |sum, percent| sum.saturating_add(percent.value));
    let slack = percents().fold(0_i128, |slack, percent| {
        slack.saturating_add(10_i128.pow(u32::from(8_u8.saturating_sub(percent.decimals))) / 2)
    });
    (sum - WHOLE).saturating_abs() <= slack
}

/// W万元，其中：基本支出X万元，项目支出Y万元。
fn closed(joined: &Joined, passage: &Passage, list: usize) -> Option<Relation> {
    let end = joined.text.get(list..)?.find('。').map_or(joined.text.len(), |end| list + end);
    let whole = head_of_list(joined, passage, list)?;
    let name = |number: &usize| Some(bare_name(clause_before(&joined.text, passage.figures.get(*number)?.at.0)));
    let parts = listed(passage, list..end);
    let names = parts.iter().map(name).collect::<Option<Vec<_>>>()?;
    let head = name(&whole)?;
    let is_closed = CLOSED.iter().any(|(closed, of)| {
        head.ends_with(of) && names.len() == closed.len() && closed.iter().all(|name| names.contains(name))
    });
    is_closed.then_some(Relation::Sum { whole, parts, is_certain: true })
}

/// The figures that a stretch of the text lists, without those that they went up or down by.
fn listed(passage: &Passage, range: Range<usize>) -> Vec<usize> {
    let within = passage.figures.iter().enumerate().filter(|(_, figure)| range.contains(&figure.at.0));
    within.filter(|(_, figure)| !figure.is_change).map(|(number, _)| number).collect()
}

/// 收支总预算W万元。收入包括：…；支出包括：…。: two lists of one total, each of which vouches for the other.
fn both_sides(joined: &Joined, passage: &Passage) -> Vec<Relation> {
    let text = joined.text.as_str();
    let side = |word: &str| text.match_indices(word).next().map(|(at, word)| (at, at + word.len()));
    let (Some((income, income_end)), Some((spending, spending_end))) =
        (side("收入包括").or_else(|| side("收入主要包括")), side("支出包括").or_else(|| side("支出主要包括")))
    else {
        return Vec::new();
    };
    let whole = passage.figures.iter().rposition(|figure| figure.at.1 <= income);
    let end = text.get(spending_end..).and_then(|rest| rest.find('。')).map_or(text.len(), |end| spending_end + end);
    let sides = [listed(passage, income_end..spending), listed(passage, spending_end..end)];
    let is_whole = |whole: &usize| {
        let of = passage.figures.get(*whole).map_or("", |figure| clause_before(text, figure.at.0));
        income < spending && of.contains("总") && sides.iter().all(|parts| !parts.is_empty())
    };
    let Some(whole) = whole.filter(is_whole) else { return Vec::new() };
    sides.into_iter().map(|parts| Relation::Sum { whole, parts, is_certain: false }).collect()
}
