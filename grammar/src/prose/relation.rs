//! What is said of figures to each other: by how much one grew, which share of another it is.

mod changed;
mod compared;
mod share;
mod word;

use std::ops::Range;

use super::{
    Figure, Passage, Percent,
    item::Item,
    mention::{names_other_scope, quantity_named},
    paragraph::Joined,
    period::{Period, period_at},
};
use crate::{
    kinds::{Kinds, QuantityId},
    statement::Budget,
};

pub use changed::Changed;
pub(super) use changed::changes;
pub(super) use compared::{chapter_start, clause_before, is_aside, name_at};
use compared::{comparison_start, is_comparison, is_of_before, name_of_compared};
pub(super) use share::is_spent;
use share::{done, share, sums};
use word::WORDS;
pub(super) use word::word_before;
pub use word::{Direction, Word};

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
    /// A quantity that the sentence has no figure of grew by an amount, and that is so many percent of what it was.
    GrowthOf {
        /// The quantity.
        quantity: QuantityId,
        /// Its year.
        period: Period,
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
        /// The same as the names of figures are compared ([`Figure::name`]).
        name: u64,
        /// The percentage.
        percent: usize,
        /// The year that the part is of.
        period: Period,
        /// Whether the sentence speaks of anything but the whole department.
        is_of_other_scope: bool,
        /// Which budget of the same the whole is, where it is that: 完成预算的P%.
        budget: Option<Budget>,
    },
    /// A figure is what others behind it add up to.
    Sum {
        /// The total.
        whole: usize,
        /// The parts.
        parts: Vec<usize>,
        /// Whether that is so by what the parts are; else it takes another list of the same total to tell.
        is_certain: bool,
    },
}

pub(super) fn relations(joined: &Joined, kinds: &Kinds, items: &[Item], passage: &mut Passage) {
    let mut relations = Vec::new();
    for item in items.iter().filter(|item| item.names.group.is_some()) {
        relations.extend(change(joined, item, passage));
    }
    let numbers = 0..passage.figures.len();
    relations.extend(numbers.clone().filter_map(|number| settled(joined, passage, number)));
    relations.extend(numbers.filter_map(|number| step(joined, passage, number)));
    for number in 0..passage.percents.len() {
        // What an amount is compared with is told already.
        if relations
            .iter()
            .any(|relation| matches!(relation, Relation::Change { percent: Some(of), .. } if *of == number))
        {
            continue;
        }
        relations.extend(
            growth(joined, kinds, passage, number)
                .or_else(|| growth_to(joined, passage, number))
                .or_else(|| share(joined, passage, number))
                .or_else(|| done(joined, passage, number)),
        );
    }
    let sums = sums(joined, passage, &relations);
    relations.extend(sums);
    passage.relations = relations;
}

/// 当年预算执行数为Y万元，2026年预算安排Z万元，比…增加P%.
fn change(joined: &Joined, item: &Item, passage: &Passage) -> Option<Relation> {
    let text = joined.text.as_str();
    let after = |words: &str| {
        let at = item.head + text.get(item.head..item.range.end)?.find(words)? + words.len();
        passage.figures.iter().position(|figure| figure.at.0 == at)
    };
    let from = after("执行数为").or_else(|| after("执行数"))?;
    let to = after("预算安排").or_else(|| after("预算安排为"))?;
    let behind = passage.figures.get(to)?.at.1;
    let said = text.get(behind..sentence_end(text, behind).min(item.range.end))?;
    let (compared, at, word, direction) = compared(said)?;
    let (start, len) = (behind + at, word.len());
    // What is about the same is whatever it is, and the budget of before is another figure than what was spent.
    let is_about = ["基本", "总体", "大体", "大致", "略", "相对"].iter().any(|about| compared.ends_with(about));
    if is_about || (!compared.contains("执行数") && ["年初", "预算数", "决算"].iter().any(|of| compared.contains(of)))
    {
        return None;
    }
    let percent = passage.percents.iter().position(|percent| percent.at.0 == start + len);
    let word = Word { direction, place: joined.place(start..start + len)?, start };
    // By an amount is another statement.
    let is_by_amount = passage.figures.iter().any(|figure| figure.at.0 == start + len);
    (!is_by_amount).then_some(Relation::Change { from, to, by: None, percent, word: Some(word) })
}

/// 年初预算为Y万元，支出决算为Z万元。决算数小于预算数; 决算数与全年预算数持平.
fn settled(joined: &Joined, passage: &Passage, to: usize) -> Option<Relation> {
    let text = joined.text.as_str();
    let (from, spent) = (to.checked_sub(1)?, passage.figures.get(to)?);
    let budget = passage.figures.get(from)?;
    let clause = clause_before(text, budget.at.0);
    let is_budget = ["年初预算", "全年预算"].iter().any(|word| clause.contains(word));
    if !is_budget || !is_spent(text.get(budget.at.1..spent.at.0)?) {
        return None;
    }
    let end = passage.figures.get(to + 1).map_or(text.len(), |next| next.at.0);
    let said = text.get(spent.at.1..end)?;
    let (start, direction) = said.match_indices("决算数").find_map(|(at, word)| {
        let behind = said.get(at + word.len()..)?;
        let compared = ["小于", "大于", "等于", "与", "同"].iter().find(|word| behind.starts_with(**word))?;
        let rest = behind.strip_prefix(*compared)?;
        let rest = ["年初", "全年"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let rest = rest.strip_prefix("预算数")?;
        let start = at + word.len();
        match *compared {
            "小于" => Some((start, Direction::Down)),
            "大于" => Some((start, Direction::Up)),
            "等于" => Some((start, Direction::Same)),
            _ => rest.starts_with("持平").then(|| (said.len() - rest.len(), Direction::Same)),
        }
    })?;
    // What is said of it stands in its sentence or in the next one.
    if said.get(..start)?.matches('。').count() > 2 {
        return None;
    }
    let start = spent.at.1 + start;
    let word = Word { direction, place: joined.place(start..start + "小于".len())?, start };
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
            let is_one_clause = !compared.trim_end_matches('，').contains(['，', '；']);
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
    let between = joined.text.get(before.at.1..word.start)?;
    let clause = joined.text.get(now.at.1..before.at.0)?;
    if !matches!(between, "" | "，" | "，同比" | "同比" | "相比，" | "相比") || !is_of_before(without_share(clause))
    {
        return None;
    }
    let percent = passage
        .percents
        .iter()
        .enumerate()
        .find_map(|(number, percent)| Some((number, percent_behind(joined, amount, percent)?)));
    let (percent, said) = percent.map_or((None, None), |(number, word)| (Some(number), Some(word)));
    let (from, to) = in_order(joined, (from, before), (to, now))?;
    Some(Relation::Change { from, to, by: Some((by, word)), percent, word: said })
}

/// X万元，比2025年执行数Y万元增长P%.
fn growth_to(joined: &Joined, passage: &Passage, number: usize) -> Option<Relation> {
    let percent = passage.percents.get(number)?;
    let word = word_before(joined, percent.at.0)?;
    let (from, before) = figure_before(passage, percent)?;
    let to = from.checked_sub(1)?;
    let now = passage.figures.get(to)?;
    let between = joined.text.get(before.at.1..word.start)?;
    let is_step = matches!(between, "" | "，" | "，同比" | "同比" | "相比，" | "相比")
        && is_of_before(without_share(joined.text.get(now.at.1..before.at.0)?));
    let (from, to) = is_step.then(|| in_order(joined, (from, before), (to, now))).flatten()?;
    Some(Relation::Change { from, to, by: None, percent: Some(number), word: Some(word) })
}

/// 2025年预算数为Y万元，2026年预算数为X万元，增加D万元: the year before may stand first.
fn in_order(joined: &Joined, from: (usize, &Figure), to: (usize, &Figure)) -> Option<(usize, usize)> {
    let year = |figure: &Figure| period_at(&joined.text, figure.at.0);
    match (year(to.1), year(from.1)) {
        (Period::Year(first), Period::Year(second)) if first == second => None,
        (Period::Year(first), Period::Year(second)) if first < second => Some((to.0, from.0)),
        (Period::Other, Period::Own | Period::Year(_)) => Some((to.0, from.0)),
        _ => Some((from.0, to.0)),
    }
}

/// The word before a percentage that says how many percent an amount directly before it is.
fn percent_behind(joined: &Joined, amount: &Figure, percent: &Percent) -> Option<Word> {
    let word = word_before(joined, percent.at.0)?;
    let between = joined.text.get(amount.at.1..word.start)?;
    matches!(between, "" | "，" | "、" | "（" | "，同比").then_some(word)
}

/// X万元，比2025年度增加D万元，增长P%; “三公”经费支出决算数比2025年度增加D万元，增长P%, of a figure that is printed elsewhere.
fn growth(joined: &Joined, kinds: &Kinds, passage: &Passage, percent: usize) -> Option<Relation> {
    let printed = passage.percents.get(percent)?;
    let (by, amount) = figure_before(passage, printed)?;
    let words = (word_before(joined, amount.at.0)?, percent_behind(joined, amount, printed)?);
    if let Some(to) = grown(joined, passage, by, &words.0) {
        return Some(Relation::Growth { to, by, percent, words });
    }
    let clause = clause_before(&joined.text, words.0.start);
    let name = name_of_compared(clause).unwrap_or_else(|| compared::bare_name(clause));
    let before = clause.get(..clause.find(name)?)?;
    let start = words.0.start.checked_sub(clause.len())? + before.len();
    let sentence = joined.text.get(..words.0.start)?.rsplit('。').next().unwrap_or_default();
    // It is the department's, unless somebody stands before it, or a part is spoken of.
    let is_own = before.chars().all(|character| character.is_ascii_digit() || "年度其中本部门单位".contains(character));
    if !is_own || names_other_scope(sentence) || is_of_other_scope(sentence) {
        return None;
    }
    let quantity = quantity_named(kinds, name, sentence)?;
    Some(Relation::GrowthOf { quantity, period: period_at(&joined.text, start), by, percent, words })
}

/// The figure that an amount is what it grew by.
fn grown(joined: &Joined, passage: &Passage, by: usize, first: &Word) -> Option<usize> {
    let last = by.checked_sub(1)?;
    let of = passage.figures.get(last)?;
    let clause = clause_before(&joined.text, first.start);
    // In other prices, or without something, it is compared with what is not printed.
    if is_of_other_scope(joined.text.get(of.at.1..first.start)?) {
        return None;
    }
    let chapter = chapter_start(&joined.text, first.start).unwrap_or_default();
    let is_meant = |of: &Figure| !of.is_change && !of.is_aside && of.at.0 >= chapter;
    let between = joined.text.get(of.at.1..first.start)?;
    // What the sentence before has only one figure of: …1,293.64万元。与上年相比，增加53.04万元.
    let is_alone = || passage.figures.iter().filter(|other| other.sentence == of.sentence).count() == 1;
    let between = between.strip_prefix('。').filter(|rest| rest.starts_with(['比', '较', '与']) && is_alone());
    let between = between.or(joined.text.get(of.at.1..first.start))?;
    if is_meant(of) && is_directly_behind(between) {
        Some(last)
    } else if let Some(start) = comparison_start(&joined.text, first.start) {
        // 上级补助收入100万元，为…的收入。较2025年度减少D万元: all that is said until then is said of it.
        let to = (0..by).rev().find(|number| passage.figures.get(*number).is_some_and(is_meant))?;
        let figure = passage.figures.get(to)?;
        let in_sentence = passage.figures.iter().filter(|other| other.sentence == figure.sentence && !other.is_change);
        // …100万元，其中：…30万元。与上年相比，增加…: of several it is not told which.
        let is_told = !clause.is_empty() || !between.contains('。') || in_sentence.count() == 1;
        (is_told && goes_on(joined, passage, figure.at.1..start)).then_some(to)
    } else {
        // 收入支出总计X万元。与2025年度相比，收入支出总计减少D万元: what it is of is named again.
        let name = compared::bare_name(name_of_compared(clause).unwrap_or(clause));
        let is_named = |number: &usize| {
            let Some(figure) = passage.figures.get(*number).filter(|of| is_meant(of)) else { return false };
            let of = compared::bare_name(clause_before(&joined.text, figure.at.0));
            // Nearly all names end in 支出, which alone may be that with or without what is carried over.
            !matches!(name, "" | "预算" | "决算" | "支出" | "收入")
                && (of == name || (name.chars().count() > SHORTEST_END && of.ends_with(name)))
        };
        (0..by).rev().find(is_named)
    }
}

/// The longest name that is none by being the end of another one: 支出, 项目支出 are, 一般公共预算支出 is not.
const SHORTEST_END: usize = 4;

fn is_of_other_scope(between: &str) -> bool {
    ["口径", "可比", "不考虑", "剔除", "扣除", "不含"].iter().any(|word| between.contains(word))
}

/// Whether what stands between a figure and a comparison says nothing of anything else: it ends with a sentence, or has
/// no other number but percentages and by how much the same figure differs from something else: …，比年初预算增加D万元，增长P%；比上年….
fn goes_on(joined: &Joined, passage: &Passage, between: Range<usize>) -> bool {
    let Some(text) = joined.text.get(between.clone()) else { return false };
    let own = text.rsplit('。').next().unwrap_or_default();
    let is_digit = |character: char| character.is_ascii_digit();
    let is_percent_or_year = |number: &str| {
        let behind = number.trim_start_matches(|character: char| is_digit(character) || character == '.');
        behind.starts_with(['%', '％']) || (behind.starts_with('年') && number.len() - behind.len() == 4)
    };
    let is_change = |at: usize| {
        let figure = passage.figures.iter().find(|figure| figure.at.0 == at);
        let word = figure.and_then(|figure| word_before(joined, figure.at.0));
        word.is_some_and(|word| comparison_start(&joined.text, word.start).is_some())
    };
    let mut numbers = own
        .match_indices(is_digit)
        .filter(|(at, _)| !own.get(..*at).is_some_and(|before| before.ends_with(|last| is_digit(last) || last == '.')))
        .filter_map(|(at, _)| Some((between.start + at, own.get(at..)?)));
    own.is_empty()
        || (own.len() == text.len() && numbers.all(|(at, number)| is_percent_or_year(number) || is_change(at)))
}

/// Whether what stands between a figure and the word for its direction is nothing but what it is compared with, and its
/// share perhaps: ，占支出总预算的40%，比上年.
fn is_directly_behind(between: &str) -> bool {
    let bare = without_share(between).trim_start_matches(['）', '，', '；', '（']);
    bare.is_empty() || is_comparison(bare)
}

/// What stands behind a share that a figure has, or how much of its budget it is: ，占支出总预算的40%; ，完成预算的90%.
fn without_share(between: &str) -> &str {
    let is_share = |rest: &&str| rest.starts_with('占') || rest.starts_with("完成");
    let share = between.strip_prefix(['，', '（']).filter(is_share);
    share.and_then(|share| share.split_once(['%', '％'])).map_or(between, |(_, rest)| rest)
}

fn figure_before<'p>(passage: &'p Passage, percent: &Percent) -> Option<(usize, &'p Figure)> {
    passage.figures.iter().enumerate().rev().find(|(_, figure)| figure.at.0 < percent.at.0)
}
