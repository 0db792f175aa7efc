//! Which figures of a paragraph are said to be what.

use super::{
    Passage,
    figure::Figure,
    item::{Item, Names},
    paragraph::Joined,
};
use crate::{
    department::year_in,
    kinds::{Kinds, QuantityId},
    name::{ends_in_organisation, fold},
};

/// A figure and what it is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it is.
    pub subject: Subject,
    /// The figure, among those of the passage.
    pub figure: usize,
    /// The year that the sentence names for it; 0 for the year before, without its number.
    pub year: Option<u16>,
    /// The organisation whose figure it is, folded, where its name stands directly before what it is.
    pub holder: Option<Box<str>>,
}

/// What a figure is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A quantity.
    Quantity(QuantityId),
    /// What is spent on a class, a group or an item.
    Line(Names),
}

/// What may stand between a phrase and its figure, folded.
const CONNECTORS: [&str; 12] = [
    "支出决算为",
    "决算数为",
    "预算数为",
    "决算为",
    "预算为",
    "总额为",
    "预算数",
    "预算总额",
    "为",
    "预算",
    "共",
    "是",
];

/// How far before a figure its phrase may begin, in bytes.
const REACH: usize = 150;

pub(super) fn mentions(joined: &Joined, kinds: &Kinds, items: &[Item], passage: &mut Passage) {
    let mut mentions = Vec::new();
    for (number, figure) in passage.figures.iter().enumerate() {
        let item =
            items.iter().rev().find(|item| item.range.start <= figure.at.0).filter(|item| figure.at.0 < item.range.end);
        let (subject, holder) = match item {
            Some(item) if is_of_item(joined, item, figure) => (Some(Subject::Line(item.names.clone())), None),
            _ => match quantity(joined, kinds, figure) {
                Some((id, holder)) => (Some(Subject::Quantity(id)), holder),
                None => (None, None),
            },
        };
        mentions.extend(subject.map(|subject| {
            let year = year_before(joined, figure.at.0);
            Mention { subject, figure: number, year, holder }
        }));
    }
    passage.mentions = mentions;
}

/// Whether a figure is what is spent on the item: directly behind its name, or what is arranged or settled for it.
fn is_of_item(joined: &Joined, item: &Item, figure: &Figure) -> bool {
    if figure.at.0 == item.head {
        return true;
    }
    // A class in a list says no more than its figure.
    if item.names.group.is_none() {
        return false;
    }
    let Some(between) = joined.text.get(item.head..figure.at.0) else { return false };
    let folded = fold(between);
    // What is said behind the first sentence about amounts is about something else.
    let is_first = |words: &str| between.matches(words).count() == 1;
    (folded.ends_with("预算安排") && is_first("预算安排")) || (folded.ends_with("支出决算为") && is_first("支出决算为"))
}

/// The quantity whose phrase stands before a figure.
fn quantity(joined: &Joined, kinds: &Kinds, figure: &Figure) -> Option<(QuantityId, Option<Box<str>>)> {
    let before = joined.text.get(..figure.at.0)?;
    let start = (before.len().saturating_sub(REACH)..=before.len()).find(|at| before.is_char_boundary(*at))?;
    let sentence_start = before.rfind('。').map_or(0, |at| at + '。'.len_utf8());
    let folded = fold(before.get(start.max(sentence_start)..)?);
    let folded = folded.trim_end();
    let bare = without_bracket(folded);
    let candidates = [Some(folded), bare].into_iter().flatten().flat_map(|text| {
        let stripped = CONNECTORS.iter().filter_map(move |word| text.strip_suffix(word));
        std::iter::once(text).chain(stripped)
    });
    let sentence = || fold(before.get(sentence_start..).unwrap_or_default());
    candidates.into_iter().find_map(|text| {
        let (id, length) = kinds.by_phrase(text)?;
        let of = kinds.quantity(id)?;
        let is_within = of.within.is_empty() || of.within.iter().any(|words| sentence().contains(words.as_str()));
        let holder = holder(text.get(..text.len() - length)?).filter(|_| is_within)?;
        Some((id, (!holder.is_empty()).then(|| holder.into())))
    })
}

/// Without a bracket at the end: 政府采购金额（以合同签订为准）为.
fn without_bracket(folded: &str) -> Option<&str> {
    let text = folded.strip_suffix('为').unwrap_or(folded);
    let inner = text.strip_suffix(')')?;
    inner.get(..inner.rfind('(')?)
}

/// Whose figure it is that a phrase behind this text names: nobody's in particular where the phrase begins there, an organisation's where its name
/// ends there. `None` where the phrase is the end of a longer one, or the figure is that of some units.
fn holder(before: &str) -> Option<&str> {
    const OWN: [&str; 6] = ["本部门", "本单位", "部门", "单位", "我部门", "我单位"];
    let is_break = |character: char| {
        !character.is_alphanumeric() && !matches!(character, '(' | ')') || matches!(character, '年' | '度')
    };
    let word = before.get(
        before
            .rfind(is_break)
            .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8))..,
    )?;
    if word.is_empty() || word == "中" || word.ends_with('中') || OWN.contains(&word) {
        return Some("");
    }
    ends_in_organisation(word).then_some(word)
}

/// The year that a sentence names last before a place, but for those that something is compared with.
fn year_before(joined: &Joined, at: usize) -> Option<u16> {
    let before = joined.text.get(..at)?;
    let sentence = before.get(before.rfind('。').map_or(0, |at| at + '。'.len_utf8())..)?;
    let mut years = sentence.match_indices('年').filter_map(|(at, _)| {
        let start = at.checked_sub(4)?;
        let year = year_in(sentence.get(start..at + '年'.len_utf8())?)?;
        let is_compared = sentence.get(..start)?.ends_with(['比', '与', '较', '同', '和', '对']);
        (!is_compared).then_some(year)
    });
    // What is said of the year before, without its number, is of none that is known.
    let last = years.next_back();
    let behind_last = sentence.rfind('年').filter(|_| last.is_some()).unwrap_or_default();
    let of_before = ["上年", "去年"]
        .iter()
        .filter_map(|word| sentence.rfind(word))
        .filter(|at| !sentence.get(..*at).is_some_and(|before| before.ends_with(['比', '与', '较', '同', '和', '对'])));
    if of_before.max().is_some_and(|at| last.is_none() || at + "上".len() >= behind_last) { Some(0) } else { last }
}
