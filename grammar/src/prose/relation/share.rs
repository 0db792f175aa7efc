//! Which share of another a figure is, and what parts add up to.

use std::ops::Range;

use super::{
    super::{
        Figure, Passage, Percent,
        mention::{Mention, Subject, names_other_scope},
        paragraph::Joined,
        period::{Period, period_at},
    },
    Relation,
    compared::{bare_name, chapter_start, clause_before, name_hash},
    figure_before,
};
use crate::{name::fold, statement::Budget};

/// What stands before the percentage where the whole has no name.
const UNNAMED: [&str; 10] =
    ["占", "占比", "占比为", "占比达", "占比约", "占总额的", "占合计的", "所占比例为", "所占比重为", "比重为"];

/// What may stand before the name of a whole without making it another one.
const WHOLE_FUNDS: [&str; 5] = ["一般公共预算", "一般公共预算财政拨款", "一般公共预算拨款", "单位", "部门"];

/// What opens a list of parts.
const OPENING: [&str; 3] = ["其中", "用于以下方面", "包括："];

/// 支出合计W万元，其中：基本支出X万元，占P%; X万元，占基本支出预算的P%.
pub(super) fn share(joined: &Joined, passage: &Passage, number: usize) -> Option<Relation> {
    /// What makes of a share a limit: 占80%以上; or says of what it is one: 占6.67%（按基本支出计）.
    const BEHIND: [&str; 5] = ["（按", "以上", "以下", "以内", "左右"];
    let percent = passage.percents.get(number)?;
    if joined.text.get(percent.at.1..).is_some_and(|text| BEHIND.iter().any(|word| text.starts_with(word))) {
        return None;
    }
    let (part, said) = part_of_share(joined, passage, number)?;
    let figure = passage.figures.get(part)?;
    if !UNNAMED.contains(&said) {
        return share_of_named(joined, passage, (part, number), said);
    }
    let start = sentence_start(&joined.text, figure.at.0);
    let sentence = joined.text.get(start..figure.at.0)?;
    // In a list within a list it is not told which of both goes on.
    if sentence.matches("其中").count() > 1 {
        return None;
    }
    // The whole stands at the head of the list that its parts are in.
    let list = OPENING.iter().filter_map(|word| sentence.rfind(word)).max();
    // 收入包括：…；支出包括：…: both are of what stands before the first one, or in another paragraph.
    let names_side =
        |list: usize| sentence.get(..list).is_some_and(|text| text.ends_with("收入") || text.ends_with("支出"));
    if list.is_some_and(names_side) {
        return None;
    }
    let Some(list) = list.map(|list| start + list) else {
        return within(sentence)
            .and_then(|whole| share_of(joined, passage, (part, number), whole))
            .or_else(|| share_of_class(joined, passage, part, number));
    };
    if is_nested(joined, passage, list..figure.at.0) {
        return None;
    }
    let whole = head_of_list(joined, passage, list)?;
    (is_of_one_year(joined, passage, part, whole) && !is_of_outer(joined, passage, (part, whole, number)))
        .then_some(Relation::Share { part, whole, percent: number })
}

/// Whether a share in a list is one of what the head of the list has a share of itself, and the list has ended:
/// 财政拨款收入900万元，占90%，其中：…； 其他收入100万元，占10%.
fn is_of_outer(joined: &Joined, passage: &Passage, (part, whole, percent): (usize, usize, usize)) -> bool {
    let of = || {
        let (part, whole) = (passage.figures.get(part)?, passage.figures.get(whole)?);
        let own = passage.percents.iter().find(|own| own.at.0 > whole.at.1)?;
        let is_bare = joined.text.get(whole.at.1..own.at.0)?.trim_start_matches('，') == "占";
        let (own, percent) = (is_bare.then_some(own)?, passage.percents.get(percent)?);
        let of_whole = |value: i128| part.value.checked_mul(value)?.checked_div(whole.value);
        // Both percentages were rounded.
        let slack = half_place(percent).checked_add(of_whole(half_place(own))?)?;
        Some(of_whole(own.value)?.abs_diff(percent.value) <= slack.unsigned_abs())
    };
    of().unwrap_or_default()
}

/// Half of the last place of a percentage, in 10⁻⁸ of one percent.
fn half_place(percent: &Percent) -> i128 {
    const DECIMALS: u8 = 8;
    10_i128.pow(u32::from(DECIMALS.saturating_sub(percent.decimals))) / 2 + 1
}

/// The figure that a percentage is the share of, and what stands between: the one directly before, or before what it
/// went up or down by: X万元，比上年增加D万元，占P%. `None` where that is another one that stands beside.
fn part_of_share<'j>(joined: &'j Joined, passage: &Passage, number: usize) -> Option<(usize, &'j str)> {
    let percent = passage.percents.get(number)?;
    let (last, figure) = figure_before(passage, percent)?;
    let between = joined.text.get(figure.at.1..percent.at.0)?;
    let said = between.strip_prefix(['，', '（', '、']).unwrap_or(between);
    if !figure.is_change {
        // 上年结转500万元，占4%: what is carried over is a part as well.
        let clause = || clause_before(&joined.text, figure.at.0);
        let is_carried = || clause().contains("结转") && !clause().starts_with('含');
        return (!figure.is_aside || is_carried()).then_some((last, said));
    }
    let is_meant = |number: &usize| passage.figures.get(*number).is_some_and(|of| !of.is_change && !of.is_aside);
    let part = (0..last).rev().find(is_meant)?;
    let is_one = !joined.text.get(passage.figures.get(part)?.at.1..figure.at.0)?.contains(['；', '。']);
    is_one.then_some((part, said))
}

/// Whether a list has another one within, or is one in brackets that are closed: …其中：甲1万元，乙2万元；丙…, （其中甲1万元）；丙….
fn is_nested(joined: &Joined, passage: &Passage, list: Range<usize>) -> bool {
    let Some(text) = joined.text.get(list.clone()) else { return false };
    let is_closed = joined.text.get(..list.start).is_some_and(|before| before.ends_with('（')) && text.contains('）');
    // Each item of the list has its own share.
    let items = listed(passage, list.clone());
    let items = items.iter().filter_map(|item| passage.figures.get(*item)).filter(|item| !item.is_aside);
    let mut ends = items.map(|item| item.at.1).collect::<Vec<_>>();
    ends.push(list.end);
    let has_share = |pair: &[usize]| {
        let &[end, next] = pair else { return true };
        let is_share = |between: &str| between.contains(['%', '％']) || between.starts_with("，占");
        joined.text.get(end..next).is_some_and(is_share)
    };
    is_closed || !ends.windows(2).all(has_share)
}

/// Whether a part is of the year of its whole, as far as both say so.
fn is_of_one_year(joined: &Joined, passage: &Passage, part: usize, whole: usize) -> bool {
    let year = |number: usize| passage.figures.get(number).map(|figure| period_at(&joined.text, figure.at.0));
    match (year(part), year(whole)) {
        (Some(Period::Own), _) => true,
        (part, whole) => part == whole,
    }
}

/// What a sentence says that its figures are within: 2026年“三公”经费支出决算中，.
fn within(sentence: &str) -> Option<&str> {
    let first = sentence.split('，').next()?.strip_suffix('中')?;
    let first = first.rsplit(['；', '：', '）']).next()?;
    let first = first.split_once('年').filter(|(year, _)| year.len() == 4).map_or(first, |(_, rest)| rest);
    let first = first.strip_prefix('度').unwrap_or(first);
    let settled = ["财政拨款支出决算", "支出决算", "决算"].iter().find_map(|word| first.strip_suffix(word));
    let first = settled.unwrap_or(first);
    (!first.ends_with('其')).then_some(first).filter(|first| !first.is_empty())
}

fn sentence_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('。')).map_or(0, |at| at + '。'.len_utf8())
}

/// The figure that a list is of which begins at a place: the last one before it but for those that it went up or down
/// by, in the same sentence, or in the one before where the list begins its own.
fn head_of_list(joined: &Joined, passage: &Passage, list: usize) -> Option<usize> {
    /// What may stand between the two, in bytes, where no figure does: ，按来源分，
    const LONGEST: usize = 90;
    let mut before = passage.figures.iter().enumerate().rev().filter(|(_, figure)| figure.at.1 <= list);
    let last = before.clone().next().map(|(last, _)| last);
    let (head, figure) = before.find(|(_, figure)| !figure.is_change && !figure.is_aside)?;
    let between = joined.text.get(figure.at.1..list)?;
    let begins = sentence_start(&joined.text, list) == list;
    let is_one_sentence = !between.trim_end_matches(if begins { '。' } else { '，' }).contains('。');
    (is_one_sentence && (last != Some(head) || between.len() <= LONGEST)).then_some(head)
}

/// X万元，占基本支出预算的P%, of a figure of that name before it, or of whatever else has it.
fn share_of_named(joined: &Joined, passage: &Passage, of: (usize, usize), said: &str) -> Option<Relation> {
    /// The longest name, in bytes.
    const LONGEST: usize = 90;
    let whole = said.strip_prefix("所占").or_else(|| said.strip_prefix('占'))?;
    let whole = whole.strip_suffix("比例为").or_else(|| whole.strip_suffix("比重为")).unwrap_or(whole);
    let whole = whole.strip_suffix('的').unwrap_or(whole);
    if whole.is_empty() || whole.len() > LONGEST || whole.contains(['，', '。', '；', '：', '（']) {
        return None;
    }
    share_of(joined, passage, of, whole)
}

/// The share of what is called so: of the figure of that name before it, or whose name ends so, else of whatever else
/// has it.
fn share_of(joined: &Joined, passage: &Passage, (part, percent): (usize, usize), whole: &str) -> Option<Relation> {
    let figure = passage.figures.get(part)?;
    let start = sentence_start(&joined.text, figure.at.0);
    let sentence = joined.text.get(start..figure.at.0)?;
    // What goals are set or judged for is money of other years, or before anything was settled.
    if ["绩效", "评估", "评价", "自评"].iter().any(|word| sentence.contains(word)) {
        return None;
    }
    let is_of_other_scope = names_other_scope(sentence);
    let chapter = chapter_start(&joined.text, figure.at.0);
    let (bare, name) = (bare_name(whole), name_hash(bare_name(whole)));
    let before = || (0..part).rev().filter_map(|number| Some((number, passage.figures.get(number)?)));
    // What is carried over to the year is in its income, and not in 本年收入.
    let says_year = |text: &str| text.contains("本年") || text.contains("当年");
    let is_of_year = says_year(whole);
    let is_meant = |of: &Figure| !is_of_year || says_year(clause_before(&joined.text, of.at.0));
    let mut same = before().filter(|(number, of)| {
        of.unit == figure.unit
            && of.at.0 >= chapter.unwrap_or_default()
            && !of.is_change
            && !of.is_aside
            && !is_of_other_scope
            && is_meant(of)
            && is_of_one_year(joined, passage, part, *number)
    });
    // 一般公共预算基本支出 is 基本支出 where only that is spoken of, 财政拨款基本支出 a part of it.
    let ends = |of: &Figure| {
        let before = bare_name(clause_before(&joined.text, of.at.0)).strip_suffix(bare);
        before.is_some_and(|before| WHOLE_FUNDS.contains(&before))
    };
    let found = same
        .clone()
        .find(|(_, of)| of.name == name)
        .or_else(|| same.find(|(_, of)| of.value >= figure.value && ends(of)));
    if let Some((whole, _)) = found {
        return Some(Relation::Share { part, whole, percent });
    }
    let period = period_at(&joined.text, figure.at.0);
    // Nothing above a chapter is what is spoken of in it.
    let name = if is_of_year || chapter.is_some() { 0 } else { name };
    Some(Relation::ShareOf { part, whole: fold(whole).into(), name, percent, period, is_of_other_scope, budget: None })
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
        is_of_other_scope: own.is_of_other_scope,
        budget: None,
    })
}

/// 年初预算为W万元，支出决算为X万元，完成年初预算的P%; 支出决算为X万元，完成预算的P%, of a budget that is printed elsewhere.
pub(super) fn done(joined: &Joined, passage: &Passage, number: usize) -> Option<Relation> {
    let percent = passage.percents.get(number)?;
    let (part, figure) = figure_before(passage, percent)?;
    let said = joined.text.get(figure.at.1..percent.at.0)?;
    // 支出决算为2.28万元，完成预算3.40万元的67.06%
    if said == "的"
        && let Some(spent) = part.checked_sub(1)
        && let Some(before) = passage.figures.get(spent)
        && joined.text.get(before.at.1..figure.at.0).is_some_and(is_done_of)
    {
        return Some(Relation::Share { part: spent, whole: part, percent: number });
    }
    if !is_done_of(said) {
        return None;
    }
    // 年初预算100万元，年中追加50万元，支出决算120万元
    let is_budget = |before: &Figure| {
        let clause = clause_before(&joined.text, before.at.0);
        let is_one = clause.contains("预算") && !["追加", "结转", "调整"].iter().any(|word| clause.contains(word));
        is_one && joined.text.get(before.at.1..figure.at.0).is_some_and(is_spent)
    };
    let whole = part.checked_sub(1).filter(|whole| passage.figures.get(*whole).is_some_and(is_budget));
    if let Some(whole) = whole {
        return Some(Relation::Share { part, whole, percent: number });
    }
    let clause = clause_before(&joined.text, figure.at.0);
    let mention = passage.mentions.iter().find(|mention| mention.figure == part)?;
    let is_spent = (clause.contains("决算") || clause.ends_with("支出")) && mention.budget.is_none();
    is_spent.then(|| Relation::ShareOf {
        part,
        whole: "预算".into(),
        name: 0,
        percent: number,
        period: mention.period,
        is_of_other_scope: mention.is_of_other_scope,
        budget: Some(if said.contains("年初") { Budget::Approved } else { Budget::Adjusted }),
    })
}

/// Whether what stands between what was spent and a percentage says that it is one of the budget: ，完成全年预算数的.
fn is_done_of(between: &str) -> bool {
    let Some(said) = between.strip_prefix(['，', '。']) else { return false };
    let said = ["完成", "为", "占"].iter().find_map(|word| said.strip_prefix(word)).unwrap_or_default();
    let said = ["年初", "全年"].iter().find_map(|word| said.strip_prefix(word)).unwrap_or(said);
    matches!(said, "预算" | "预算的" | "预算数" | "预算数的")
}

/// Whether what stands between two figures says that the second one is what was spent: ，支出决算为.
pub(in crate::prose) fn is_spent(between: &str) -> bool {
    let Some(said) = between.strip_prefix('，') else { return false };
    let said = ["全年", "当年", "本年", "实际"].iter().find_map(|word| said.strip_prefix(word)).unwrap_or(said);
    let said = said.strip_prefix("支出").unwrap_or(said);
    matches!(said, "决算" | "决算为" | "决算数" | "决算数为")
}

/// Parts that are all there are, in whatever order, and what their total is called.
const CLOSED: [(&[&str], &str); 10] = [
    (&["基本支出", "项目支出"], ""),
    (&["人员经费", "公用经费"], "基本支出"),
    (&["人员经费", "日常公用经费"], "基本支出"),
    (&["人员支出", "公用支出"], "基本支出"),
    (&["人员支出", "日常公用支出"], "基本支出"),
    (&["一般公共预算拨款收入", "政府性基金预算拨款收入"], "财政拨款收入"),
    (&["一般公共预算拨款收入", "政府性基金预算拨款收入", "国有资本经营预算拨款收入"], "财政拨款收入"),
    (&["一般公共预算财政拨款收入", "政府性基金预算财政拨款收入"], "财政拨款收入"),
    (&["一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入"], "财政拨款收入"),
    (&["一般公共预算财政拨款支出", "政府性基金预算财政拨款支出"], "财政拨款支出"),
];

/// The lists of a paragraph whose parts are all there are: they have 基本支出 and 项目支出 and nothing else, or shares that
/// make up the whole.
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
        if parts.len() > 1 && is_all(passage, &percents) && !has_rest(joined, passage, &parts) {
            lists.push(Relation::Sum { whole: *whole, parts, is_certain: true });
        }
    }
    lists.extend(both_sides(joined, passage));
    lists
}

/// Whether the sentence of a list says that there is more: …；其余为单位资金.
fn has_rest(joined: &Joined, passage: &Passage, parts: &[usize]) -> bool {
    let end = parts.last().and_then(|part| passage.figures.get(*part)).map_or(joined.text.len(), |last| last.at.1);
    let behind = joined.text.get(end..).unwrap_or_default();
    behind.split('。').next().is_some_and(|sentence| sentence.contains("其余"))
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
    sum.saturating_sub(WHOLE).saturating_abs() <= slack
}

/// W万元，其中：基本支出X万元，项目支出Y万元。 Each may have sentences of its own: 人员经费X万元，主要包括：…。公用经费Y万元.
fn closed(joined: &Joined, passage: &Passage, list: usize) -> Option<Relation> {
    let whole = head_of_list(joined, passage, list)?;
    let name = |number: usize| Some(bare_name(clause_before(&joined.text, passage.figures.get(number)?.at.0)));
    let head = name(whole)?;
    let behind = listed(passage, list..joined.text.len());
    // 其中财政拨款安排：人员经费… is only what that pays for.
    let first = passage.figures.get(*behind.first()?)?.at.0;
    let name_start = first.checked_sub(clause_before(&joined.text, first).len())?.max(list + "其中".len());
    if joined.text.get(list + "其中".len()..name_start)?.contains(char::is_alphanumeric) {
        return None;
    }
    CLOSED.iter().filter(|(_, of)| head.ends_with(of)).find_map(|(closed, _)| {
        let parts = behind.get(..closed.len())?;
        let names = parts.iter().map(|part| name(*part)).collect::<Option<Vec<_>>>()?;
        let end = passage.figures.get(*parts.last()?)?.at.1;
        let sentence = joined.text.get(end..)?.find('。').map_or(joined.text.len(), |at| end + at);
        // 另有家属遗属补助20万元。
        let goes_on = joined.text.get(sentence..).is_some_and(|rest| rest.trim_start_matches('。').starts_with('另'));
        let is_all =
            closed.iter().all(|name| names.contains(name)) && listed(passage, end..sentence).is_empty() && !goes_on;
        is_all.then(|| Relation::Sum { whole, parts: parts.to_vec(), is_certain: true })
    })
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
