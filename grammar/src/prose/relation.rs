//! What is said of figures to each other: by how much one grew, which share of another it is.

use super::{
    Figure, Passage, Percent, Place,
    item::Item,
    mention::{Mention, Subject, is_about_parts},
    paragraph::Joined,
    period::{Period, period_at},
};
use crate::name::fold;

/// Something said of two figures of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// From one to the other it is so much, or so many percent.
    Change {
        /// The figure of before.
        from: usize,
        /// The figure of now.
        to: usize,
        /// The amount, with the word for its direction.
        by: Option<(usize, Word)>,
        /// By how many percent, among those of the passage.
        percent: Option<usize>,
        /// In which direction it is so many percent, or that at all.
        word: Option<Word>,
    },
    /// A figure grew by an amount, and that is so many percent of what it was.
    Growth {
        /// The figure of now.
        to: usize,
        /// The amount.
        by: usize,
        /// The percentage.
        percent: usize,
        /// The direction of the amount, and that of the percentage.
        words: (Word, Word),
    },
    /// A figure is so many percent of another.
    Share {
        /// The part.
        part: usize,
        /// The whole.
        whole: usize,
        /// The percentage.
        percent: usize,
    },
    /// A figure is so many percent of what a phrase names.
    ShareOf {
        /// The part.
        part: usize,
        /// What the whole is called, folded; empty where it is all that the heading above is about.
        whole: Box<str>,
        /// The percentage.
        percent: usize,
        /// The year that the part is of.
        period: Period,
        /// Whether the sentence speaks of a part of the department.
        is_of_part: bool,
    },
}

/// A word for a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Which.
    pub direction: Direction,
    /// Where it stands.
    pub place: Place,
}

/// In which direction a figure went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// 增加.
    Up,
    /// 减少.
    Down,
    /// 持平.
    Same,
}

const WORDS: [(&str, Direction); 8] = [
    ("增加", Direction::Up),
    ("增长", Direction::Up),
    ("上升", Direction::Up),
    ("减少", Direction::Down),
    ("下降", Direction::Down),
    ("提高", Direction::Up),
    ("降低", Direction::Down),
    ("持平", Direction::Same),
];

pub(super) fn relations(joined: &Joined, items: &[Item], passage: &mut Passage) {
    let mut relations = Vec::new();
    for item in items.iter().filter(|item| item.names.group.is_some()) {
        relations.extend(change(joined, item, passage));
    }
    relations.extend((0..passage.figures.len()).filter_map(|number| step(joined, passage, number)));
    for number in 0..passage.percents.len() {
        relations.extend(
            growth(joined, passage, number)
                .or_else(|| share(joined, passage, number))
                .or_else(|| done(joined, passage, number)),
        );
    }
    passage.relations = relations;
}

/// 当年预算执行数为Y万元，2026年预算安排Z万元，比…增加P%; 年初预算为Y万元，支出决算为Z万元。决算数小于预算数.
fn change(joined: &Joined, item: &Item, passage: &Passage) -> Option<Relation> {
    let text = joined.text.as_str();
    let after = |words: &str| {
        let at = item.head + text.get(item.head..item.range.end)?.find(words)? + words.len();
        passage.figures.iter().position(|figure| figure.at.0 == at)
    };
    if let (Some(from), Some(to)) =
        (after("执行数为").or_else(|| after("执行数")), after("预算安排").or_else(|| after("预算安排为")))
    {
        let behind = passage.figures.get(to)?.at.1;
        let said = text.get(behind..sentence_end(text, behind).min(item.range.end))?;
        let (compared, at, word, direction) = compared(said)?;
        let start = behind + at;
        // What is about the same is whatever it is, and the budget of before is another figure than what was spent.
        let is_about = ["基本", "总体", "大体", "大致", "略", "相对"].iter().any(|about| compared.ends_with(about));
        if is_about
            || (!compared.contains("执行数") && ["年初", "预算数", "决算"].iter().any(|of| compared.contains(of)))
        {
            return None;
        }
        let percent = passage.percents.iter().position(|percent| percent.at.0 == start + word.len());
        let word = Word { direction, place: joined.place(start..start + word.len())? };
        // By an amount is another statement.
        let is_by_amount = passage.figures.iter().any(|figure| figure.at.0 == start + word.place.span.len());
        return (!is_by_amount).then_some(Relation::Change { from, to, by: None, percent, word: Some(word) });
    }
    let (from, to) = (after("年初预算为")?, after("支出决算为")?);
    let behind = passage.figures.get(to)?.at.1;
    let said = text.get(behind..item.range.end)?;
    let sentence = said.get(..said.find("的主要原因").or_else(|| said.find('。'))?)?;
    let compared = ["决算数小于预算数", "决算数大于预算数", "决算数等于预算数"];
    let (at, word) = compared.iter().find_map(|word| Some((said.find(word)?, *word)))?;
    if at > sentence.len() + '。'.len_utf8() {
        return None;
    }
    let direction = if word.contains("小于") {
        Direction::Down
    } else if word.contains("大于") {
        Direction::Up
    } else {
        Direction::Same
    };
    let start = behind + at + "决算数".len();
    let word = Word { direction, place: joined.place(start..start + "小于".len())? };
    Some(Relation::Change { from, to, by: None, percent: None, word: Some(word) })
}

/// What a sentence compares with, and the word for the direction directly behind it: 比2025年执行数 增加.
fn compared(said: &str) -> Option<(&str, usize, &'static str, Direction)> {
    let words = WORDS.iter().flat_map(|(word, direction)| {
        said.match_indices(word).map(|(at, word)| (at, word.len())).map(move |(at, _)| (at, *word, *direction))
    });
    words
        .filter_map(|(at, word, direction)| {
            let before = said.get(..at)?;
            let compared = before.get(before.rfind(['比', '与', '较'])?..)?;
            let is_one_clause = !compared.trim_end_matches('，').contains(['，', ',', '；']);
            let is_with_year = compared.contains('年') || compared.contains("执行数");
            (is_one_clause && is_with_year).then_some((compared.trim_end_matches('，'), at, word, direction))
        })
        .min_by_key(|(_, at, ..)| *at)
}

fn sentence_end(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| rest.find('。')).map_or(text.len(), |at| from + at)
}

/// X万元，比2025年执行数Y万元增加D万元，增长P%; X万元，2025年预算数Y万元，增加D万元.
fn step(joined: &Joined, passage: &Passage, by: usize) -> Option<Relation> {
    let (to, from) = (by.checked_sub(2)?, by.checked_sub(1)?);
    let (now, before, amount) = (passage.figures.get(to)?, passage.figures.get(from)?, passage.figures.get(by)?);
    let word = word_before(joined, amount.at.0)?;
    let between = joined.text.get(before.at.1..amount.at.0.checked_sub(word_len(&word))?)?;
    let clause = joined.text.get(now.at.1..before.at.0)?;
    if !matches!(between, "" | "，" | "," | "，同比" | "同比") || !is_of_before(clause) {
        return None;
    }
    let behind = |percent: &Percent| {
        let word = word_before(joined, percent.at.0)?;
        let between = joined.text.get(amount.at.1..percent.at.0.checked_sub(word_len(&word))?)?;
        matches!(between, "，" | "," | "、").then_some(word)
    };
    let percent = passage.percents.iter().enumerate().find_map(|(number, percent)| Some((number, behind(percent)?)));
    let (percent, said) = percent.map_or((None, None), |(number, word)| (Some(number), Some(word)));
    // 2025年预算数为Y万元，2026年预算数为X万元，增加D万元: the year before may stand first.
    let year = |figure: &Figure| period_at(&joined.text, figure.at.0);
    let (to, from) = match (year(now), year(before)) {
        (Period::Year(first), Period::Year(second)) if first == second => return None,
        (Period::Year(first), Period::Year(second)) if first < second => (from, to),
        (Period::Other, Period::Own | Period::Year(_)) => (from, to),
        _ => (to, from),
    };
    Some(Relation::Change { from, to, by: Some((by, word)), percent, word: said })
}

/// X万元，比2025年度增加D万元，增长P%.
fn growth(joined: &Joined, passage: &Passage, number: usize) -> Option<Relation> {
    let percent = passage.percents.get(number)?;
    let second = word_before(joined, percent.at.0)?;
    let by = figure_before(passage, percent)?;
    let between = joined.text.get(by.1.at.1..percent.at.0 - word_len(&second))?;
    let first = word_before(joined, by.1.at.0)?;
    if !matches!(between, "，" | "," | "、") {
        return None;
    }
    let before = by.1.at.0 - word_len(&first);
    let mut earlier = passage.figures.iter().enumerate().rev().filter(|(number, _)| *number < by.0);
    let (last, of) = earlier.clone().next()?;
    let to = if is_comparison(joined.text.get(of.at.1..before)?) {
        last
    } else {
        // 收入支出总计X万元。与2025年度相比，收入支出总计减少D万元: what it is of is named again.
        let text = joined.text.get(..before)?;
        let name = text.get(
            text.rfind(['，', '。', ',', '；'])
                .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8))..,
        )?;
        let name = name_of_compared(name).unwrap_or(name);
        let is_named = |(_, figure): &(usize, &Figure)| {
            !name.is_empty() && joined.text.get(..figure.at.0).is_some_and(|text| bare_name(text).ends_with(name))
        };
        earlier.find(is_named)?.0
    };
    Some(Relation::Growth { to, by: by.0, percent: number, words: (first, second) })
}

/// What is compared in 2026年“三公”经费预算比2025年: “三公”经费.
fn name_of_compared(clause: &str) -> Option<&str> {
    let (name, compared) = clause.split_once(['比', '较'])?;
    let name = name.split_once('年').filter(|(year, _)| year.len() == 4).map_or(name, |(_, name)| name);
    (is_year_before(compared) || compared == "上年").then(|| bare_name(name)).filter(|name| !name.is_empty())
}

/// A name without what says that a figure is what was budgeted for it.
fn bare_name(text: &str) -> &str {
    let text = text.trim_end_matches('为');
    ["预算数", "预算", "财政拨款预算"].iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text)
}

fn word_len(word: &Word) -> usize {
    word.place.span.len()
}

/// ，比2025年度预算, and nothing else.
fn is_comparison(clause: &str) -> bool {
    let bare = clause.trim_start_matches(['，', ',']);
    let with = bare.trim_end_matches(['，', ',']).strip_suffix("相比");
    let with = with.and_then(|bare| bare.strip_prefix(['与', '同', '和', '较']));
    bare == "同比" || bare.strip_prefix(['比', '较']).or(with).is_some_and(is_year_before)
}

/// ，比2025年一般公共预算执行数; ，2025年预算数; ，上年为: what the figure behind it is, that of the one before it in another year.
fn is_of_before(clause: &str) -> bool {
    /// The longest one, in bytes.
    const LONGEST: usize = 90;
    let Some(bare) = clause.strip_prefix(['，', ',', '；']).filter(|bare| bare.len() <= LONGEST) else {
        return false;
    };
    let (bare, is_compared) = bare.strip_prefix(['比', '较', '与']).map_or((bare, false), |bare| (bare, true));
    let bare = bare.trim_end_matches('为');
    let year = bare.find('年').and_then(|at| Some((bare.get(..at)?, bare.get(at + '年'.len_utf8()..)?)));
    let Some((year, rest)) = year else { return false };
    let is_year = matches!(year, "上" | "去") || (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    let ends = ["数", "预算", "决算", "执行", "安排", "支出", "收入", "年", "度"];
    is_year
        && !rest.contains(['，', ',', '、', '；', '（', '('])
        && (rest.is_empty() || ends.iter().any(|end| rest.ends_with(end)))
        && (is_compared || rest.is_empty() || ["数", "预算", "决算", "执行"].iter().any(|end| rest.ends_with(end)))
}

/// 2025年度预算, 上年执行数.
fn is_year_before(text: &str) -> bool {
    let rest = text.trim_start_matches(|character: char| character.is_ascii_digit());
    matches!(
        rest,
        "年" | "年度"
            | "年预算"
            | "年度预算"
            | "年预算数"
            | "年度预算数"
            | "年决算"
            | "年度决算"
            | "年决算数"
            | "年执行数"
            | "年度执行数"
            | "年执行"
            | "年预算执行"
            | "上年执行"
            | "上年预算执行数"
            | "年预算执行数"
            | "上年"
            | "上年度"
            | "上年预算"
            | "上年预算数"
            | "上年决算"
            | "上年决算数"
            | "上年执行数"
    )
}

/// The word for a direction that ends at a place, if that is not broken in the middle.
fn word_before(joined: &Joined, at: usize) -> Option<Word> {
    let before = joined.text.get(..at)?;
    let (word, direction) = WORDS.iter().find(|(word, _)| before.ends_with(word))?;
    Some(Word { direction: *direction, place: joined.place(at - word.len()..at)? }).filter(|word| word.place.is_whole)
}

fn figure_before<'p>(passage: &'p Passage, percent: &Percent) -> Option<(usize, &'p Figure)> {
    passage.figures.iter().enumerate().rev().find(|(_, figure)| figure.at.0 < percent.at.0)
}

/// 支出合计W万元，其中：基本支出X万元，占P%.
fn share(joined: &Joined, passage: &Passage, number: usize) -> Option<Relation> {
    let percent = passage.percents.get(number)?;
    // 占6.67%（按基本支出计）
    if joined.text.get(percent.at.1..).is_some_and(|behind| behind.starts_with("（按") || behind.starts_with("(按"))
    {
        return None;
    }
    let (part, figure) = figure_before(passage, percent)?;
    let between = joined.text.get(figure.at.1..percent.at.0)?;
    let named = between
        .strip_prefix(['，', ','])
        .unwrap_or(between)
        .strip_prefix('占')
        .and_then(|rest| rest.strip_suffix('的'));
    if let Some(whole) = named.filter(|whole| !whole.is_empty() && !whole.contains(['，', '。', '；'])) {
        let period = period_at(&joined.text, figure.at.0);
        let before = joined.text.get(..figure.at.0)?;
        let is_of_part = is_about_parts(before.get(before.rfind('。').unwrap_or_default()..)?);
        return Some(Relation::ShareOf { part, whole: fold(whole).into(), percent: number, period, is_of_part });
    }
    if !matches!(between, "，占" | ",占" | "占" | "（占" | "(占") {
        return None;
    }
    let sentence = joined.text.get(..figure.at.0)?.rfind('。').map_or(0, |at| at + '。'.len_utf8());
    // The whole stands at the head of the list that its parts are in.
    let list =
        ["其中", "用于以下方面"].iter().filter_map(|word| joined.text.get(sentence..figure.at.0)?.rfind(word)).max();
    let Some(list) = list.map(|list| sentence + list) else {
        return share_of_class(joined, passage, part, number);
    };
    let (whole, head) = passage.figures.iter().enumerate().rev().find(|(_, whole)| whole.at.1 <= list)?;
    let is_head =
        head.at.0 >= sentence && joined.text.get(head.at.1..list).is_some_and(|between| between.chars().count() <= 6);
    is_head.then_some(Relation::Share { part, whole, percent: number })
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
        percent,
        period: period_at(&joined.text, figure.at.0),
        is_of_part: own.is_of_part,
    })
}

/// 年初预算为W万元，支出决算为X万元，完成年初预算的P%.
fn done(joined: &Joined, passage: &Passage, number: usize) -> Option<Relation> {
    let percent = passage.percents.get(number)?;
    let (part, figure) = figure_before(passage, percent)?;
    let (whole, before) = passage.figures.iter().enumerate().rev().find(|(number, _)| *number < part)?;
    let is = |range: std::ops::Range<usize>, words: &[&str]| {
        joined.text.get(range).is_some_and(|text| words.contains(&text))
    };
    let is_done = is(figure.at.1..percent.at.0, &["，完成年初预算的", "，完成预算的", ",完成预算的"]);
    (is_done && is(before.at.1..figure.at.0, &["，支出决算为", ",支出决算为"])).then_some(Relation::Share {
        part,
        whole,
        percent: number,
    })
}
