//! Which figures of a paragraph are said to be what.

mod scope;

use super::{
    Passage,
    figure::Figure,
    item::{Item, Names},
    paragraph::Joined,
    period::{Period, period_at},
    relation::is_spent,
};
use crate::{
    department::year_ending,
    kinds::{Kinds, QuantityId},
    name::{ends_in_organisation, fold},
    statement::{Budget, Label},
    words::Words,
};

pub(super) use scope::is_of_draft;
use scope::{FUNDS_ALONE, Opening, asks, begins_with, is_of_all, is_of_region, is_without_carried, openings};

/// A figure and what it is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it is.
    pub subject: Subject,
    /// The figure, among those of the passage.
    pub figure: usize,
    /// The year that it is of.
    pub period: Period,
    /// The organisation whose figure it is, folded, where its name stands directly before what it is.
    pub holder: Option<Box<str>>,
    /// Whether it is said of anything but the whole department in this version of its budget: a part of it (局本级), more
    /// than it (转移支付, 全区), another draft (上报数), or in a question.
    pub is_of_other_scope: bool,
    /// Whether its sentence speaks of what is appropriated this year (当年拨款), without what is carried over.
    pub is_of_year: bool,
    /// Which budget it is of, where it is what was budgeted: 收入预算, 年初预算数为.
    pub budget: Option<Budget>,
    /// What it is one of, among the mentions of the passage: the figure before 其中.
    pub head: Option<usize>,
    /// Whether it begins a paragraph that does not say of what it is a part, so that only one above can: 人员经费…, below
    /// …其中：.
    pub is_of_list: bool,
}

/// What a figure is said to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A quantity.
    Quantity(QuantityId),
    /// What is spent on a class, a group or an item.
    Line(Names),
}

/// What is appropriated in a year, without what is carried over to it.
pub(super) const OF_YEAR: &str = "当年拨款";

/// What may stand between a phrase and its figure, folded.
const CONNECTORS: [&str; 43] = [
    "支出年初预算数为",
    "支出年初预算为",
    "年初预算数为",
    "年初预算为",
    "支出全年预算数为",
    "支出全年预算为",
    "全年预算数为",
    "全年预算为",
    "支出决算为",
    "支出决算",
    "决算数为",
    "决算数",
    "决算",
    "财政拨款支出预算数为",
    "财政拨款预算数为",
    "财政拨款预算数",
    "财政拨款预算为",
    "财政拨款预算",
    "预算安排为",
    "预算安排",
    "预算支出",
    "支出预算数为",
    "支出预算为",
    "支出预算",
    "预算数为",
    "决算为",
    "预算为",
    "支出总额为",
    "支出总额",
    "总额为",
    "总额",
    "预算数",
    "预算总额为",
    "预算总额",
    "支出为",
    "支出",
    "安排为",
    "安排",
    "均为",
    "为",
    "预算",
    "共",
    "是",
];

/// Words for a part of a department, and for more than it spends in a year.
static OTHER_SCOPES: Words = Words::new(&[
    "本级",
    "所属",
    "下属",
    "下级",
    "二级单位",
    "基层单位",
    "直属",
    "转移支付",
    "局机关",
    "委机关",
    "厅机关",
    "局属",
    "其余",
    "非财政拨款",
    "事业收入安排",
    "经营收入安排",
    "其他收入安排",
    "其他资金安排",
    "专户资金安排",
    "自有资金",
    "人员类",
    "运转类",
    "实施期",
    "三年",
    "全口径",
    "“一上”",
    "“一下”",
    "“二上”",
    "“二下”",
]);

/// How far before a figure its phrase may begin, in bytes.
const REACH: usize = 150;

pub(super) fn mentions(joined: &Joined, kinds: &Kinds, items: &[Item], passage: &mut Passage) {
    let mut mentions: Vec<Mention> = Vec::new();
    let openings = openings(&joined.text);
    for (number, figure) in passage.figures.iter().enumerate() {
        if is_limit(joined, figure) {
            continue;
        }
        let before = joined.text.get(..figure.at.0).unwrap_or_default();
        let sentence = before.get(sentence_start(before)..).unwrap_or_default();
        let Some(head) = head(sentence, before.len() - sentence.len(), &passage.figures, &mentions) else { continue };
        let item =
            items.iter().rev().find(|item| item.range.start <= figure.at.0).filter(|item| figure.at.0 < item.range.end);
        let said = match item {
            Some(item) if is_listed_with(joined, items, item) => continue,
            Some(item) if is_of_item(joined, item, figure) => {
                let is_budgeted = joined.text.get(item.head..figure.at.0).is_some_and(is_budget_of_year);
                let budget = is_budgeted.then_some(Budget::Adjusted);
                Some(Said { subject: Subject::Line(item.names.clone()), holder: None, budget, is_of_list: false })
            }
            _ => quantity(joined, kinds, figure, context(joined, figure, head, &mentions, &passage.figures))
                .or_else(|| spent(joined, &passage.figures, number, mentions.last()?)),
        };
        let Some(Said { subject, holder, budget, is_of_list }) = said else { continue };
        let period = period_at(&joined.text, figure.at.0);
        let is_of_year =
            (sentence.contains(OF_YEAR) && !sentence.contains("结转")) || is_without_carried(sentence, joined, figure);
        // Whoever a sentence speaks of, it goes on to speak of, as does the next one that begins with the quantity.
        let goes_on = |last: &&Mention| is_in_sentence(last, figure, &passage.figures) || is_bare(sentence);
        let last = mentions.last().filter(goes_on);
        let is_told = |opening: &&Opening| {
            opening.end <= figure.at.0
                && (!opening.is_bare || (opening.end == before.len() - sentence.len() && is_bare(sentence)))
        };
        let opening = openings.iter().rev().find(is_told).filter(|_| !is_of_all(sentence));
        let is_of_other_scope = (names_other_scope(sentence) && !counts_units(kinds, &subject, sentence))
            || last.is_some_and(|last| last.is_of_other_scope && is_bare(sentence))
            || opening.is_some_and(|opening| opening.is_of_other_scope)
            || is_of_region(sentence)
            || is_of_draft(sentence)
            || asks(joined, figure);
        // What a paragraph begins with is what it is about: 青禾区救助管理站2026年收入预算….
        let begun = || {
            let first = mentions.first().filter(|_| !is_of_all(sentence))?;
            let holder = first.holder.as_deref()?;
            let is_first = passage.figures.get(first.figure).is_some_and(|figure| figure.sentence == 0);
            let clause = joined.text.split(['，', '。', '：', '；']).next().filter(|_| is_first)?;
            Label::read(clause).name.starts_with(holder).then(|| holder.into())
        };
        let holder = holder.or_else(|| last?.holder.clone()).or_else(|| opening?.holder.clone()).or_else(begun);
        mentions.push(Mention {
            subject,
            figure: number,
            period,
            holder,
            is_of_other_scope,
            is_of_year,
            budget,
            head,
            is_of_list,
        });
    }
    passage.mentions = mentions;
}

/// Whether what a sentence says before a figure is no more than its quantity: 支出预算为, 2025年支出预算.
fn is_bare(sentence: &str) -> bool {
    const LONGEST: usize = 14;
    sentence.chars().count() <= LONGEST && !sentence.contains(['，', '：', '；', '部', '全'])
}

/// What was spent of what the figure before it is the budget of: “三公”经费支出年初预算为A万元，支出决算为B万元.
fn spent(joined: &Joined, figures: &[Figure], number: usize, last: &Mention) -> Option<Said> {
    let before = figures.get(last.figure).filter(|_| last.budget.is_some() && last.figure + 1 == number)?;
    is_spent(joined.text.get(before.at.1..figures.get(number)?.at.0)?).then(|| Said {
        subject: last.subject.clone(),
        holder: last.holder.clone(),
        budget: None,
        is_of_list: false,
    })
}

fn is_in_sentence(mention: &Mention, figure: &Figure, figures: &[Figure]) -> bool {
    figures.get(mention.figure).is_some_and(|other| other.sentence == figure.sentence)
}

/// What is said of a figure directly before it.
struct Said {
    subject: Subject,
    holder: Option<Box<str>>,
    budget: Option<Budget>,
    is_of_list: bool,
}

/// Whether a sentence counts the units that have a quantity, and so speaks of all of it: 下属1家机关和1家参公事业单位的机关运行经费.
fn counts_units(kinds: &Kinds, subject: &Subject, sentence: &str) -> bool {
    let Subject::Quantity(id) = subject else { return false };
    kinds.quantity(*id).is_some_and(|of| of.counted.iter().any(|words| sentence.contains(words.as_str())))
}

/// Whether a text speaks of a part of a department.
pub(super) fn names_other_scope(text: &str) -> bool {
    OTHER_SCOPES.any_in(text)
}

/// What is said until a figure in its sentence, and in that of what it is one of where its own one begins with 其中.
fn context<'t>(
    joined: &'t Joined,
    figure: &Figure,
    head: Option<usize>,
    mentions: &[Mention],
    figures: &[Figure],
) -> &'t str {
    let before = joined.text.get(..figure.at.0).unwrap_or_default();
    let own = sentence_start(before);
    let of_head = head.and_then(|head| figures.get(mentions.get(head)?.figure)).map(|head| head.at.0);
    let start = of_head.and_then(|at| before.get(..at)).map_or(own, |before| sentence_start(before).min(own));
    before.get(start..).unwrap_or_default()
}

fn sentence_start(text: &str) -> usize {
    text.rfind('。').map_or(0, |at| at + '。'.len_utf8())
}

/// Whether the name of an item stands behind that of another one without a figure between, so that both have one
/// together: A、B420万元.
fn is_listed_with(joined: &Joined, items: &[Item], item: &Item) -> bool {
    let before = items.iter().rev().find(|other| other.range.start < item.range.start);
    let between = before.and_then(|before| joined.text.get(before.head..item.range.start));
    between.is_some_and(|between| matches!(between, "、" | "和" | "及" | "与" | "以及" | "（" | "、（"))
}

/// Whether a figure is a limit, a rate, or what a bracket behind it says: 400万元以上, 50元/人, 15万元（含其他资金）, 90万元（2025年）.
fn is_limit(joined: &Joined, figure: &Figure) -> bool {
    const BEHIND: [&str; 13] =
        ["以上", "以下", "以内", "以外", "/", "每", "→", "->", "改为", "改成", "调整为", "调增为", "调减为"];
    const IN_BRACKETS: [&str; 5] = ["含", "不含", "包括", "按", "三年"];
    let Some(behind) = joined.text.get(figure.at.1..) else { return false };
    let bracketed = behind.strip_prefix(['（', '(']);
    let is_explained = |inner: &str| {
        let year = inner.find('年').and_then(|at| year_ending(inner.get(..at)?));
        // What it was the year before is a figure of its own: 120万元（2024年预算100万元）.
        let is_compared = inner.split(['）', ')']).next().is_some_and(|inner| inner.ends_with('元'));
        let lists = || inner.split('）').next().is_some_and(|inner| inner.contains("万元") || inner.contains("元、"));
        (IN_BRACKETS.iter().any(|word| inner.starts_with(word)) && !(inner.starts_with("包括") && lists()))
            || (!is_compared && year.is_some_and(|(_, rest)| rest.is_empty()))
    };
    // 180万元（局本级）、120万元（水文站）
    let is_of_other_scope = |inner: &str| {
        let inner = inner.split(['）', ')']).next().unwrap_or_default();
        names_other_scope(inner) || ends_in_organisation(inner)
    };
    BEHIND.iter().any(|word| behind.starts_with(word))
        || bracketed.is_some_and(|inner| is_explained(inner) || is_of_other_scope(inner))
}

/// The mention before the last 其中 of a sentence that begins at `start`, `Some(None)` where it has no 其中. `None` where
/// what is listed there is not known.
fn head(sentence: &str, start: usize, figures: &[Figure], mentions: &[Mention]) -> Option<Option<usize>> {
    let Some(list) = sentence.rfind("其中") else { return Some(None) };
    // 其中：财政拨款安排603万元，包括基本支出402万元: what is listed behind an amount that is not known is a part of that.
    let segment = sentence.rfind('；').map_or(list, |at| at.max(list));
    let listed = sentence.get(segment..).and_then(|own| own.rfind("包括")).map(|at| start + segment + at);
    let of = |at: usize| figures.iter().rposition(|figure| (start + segment..=at).contains(&figure.at.1));
    if let Some(of) = listed.and_then(of)
        && !mentions.iter().any(|mention| mention.figure == of)
    {
        return None;
    }
    let is_before = |mention: &Mention| {
        let own = figures.get(mention.figure).map_or(0, |figure| figure.at.0);
        (start..start + list).contains(&own)
    };
    let head = mentions.iter().rposition(is_before);
    // What a sentence begins with 其中 says more of the one before it.
    let goes_on = || sentence.get(..list).is_some_and(|before| before.trim().is_empty());
    match head {
        Some(head) => Some(Some(head)),
        None if goes_on() => mentions.len().checked_sub(1).map(Some),
        None => None,
    }
}

/// Whether a figure is what is spent on the item: directly behind its name, or what is arranged or settled for it.
fn is_of_item(joined: &Joined, item: &Item, figure: &Figure) -> bool {
    if figure.at.0 == item.head {
        return true;
    }
    if joined.text.get(item.head..figure.at.0).is_some_and(is_budget_of_year) {
        return true;
    }
    // A class in a list says no more than its figure.
    if item.names.group.is_none() {
        return false;
    }
    const SETTLED: [&str; 5] = ["预算安排", "支出决算为", "支出决算数为", "支出决算数", "支出决算"];
    let Some(between) = joined.text.get(item.head..figure.at.0) else { return false };
    // What is said behind the first sentence about amounts is about something else, as is what names its own: 会议费预算安排.
    let is_settled = |words: &&str| {
        let clause = between.strip_suffix(*words)?.rsplit(['。', '，', '；', '：']).next()?;
        (between.matches(*words).count() == 1 && !clause.ends_with('费') && !clause.contains("采购")).then_some(())
    };
    SETTLED.iter().any(|words| is_settled(words).is_some())
}

/// Whether a text says that what stands behind it is the budget of a line, and nothing else: 2026年预算数为.
fn is_budget_of_year(between: &str) -> bool {
    const WORDS: [&str; 17] = [
        "预算数为",
        "预算数",
        "预算为",
        "预算",
        "当年预算数为",
        "支出预算为",
        "支出预算",
        "支出预算数为",
        "支出",
        "支出为",
        "安排",
        "安排支出",
        "预算安排",
        "预算安排为",
        "本年预算数",
        "本年预算数为",
        "本年预算",
    ];
    const LONGEST: usize = 60;
    // What is none of them is told by its end without reading it all.
    if !between.ends_with(['为', '数', '算', '出', '排'])
        || between.rsplit([',', '，']).next().is_some_and(|last| last.len() > LONGEST)
    {
        return false;
    }
    // （项）：2026年预算数为
    let folded = fold(between.trim_start_matches(['：', '。']));
    // 上年预算数100万元，本年预算数
    let of_before = folded.rsplit_once(',').filter(|(first, _)| first.starts_with("上年") && first.ends_with('元'));
    if let Some((_, own)) = of_before {
        return own.starts_with("本年") && WORDS.contains(&own);
    }
    let year =
        folded.split_once('年').filter(|(year, _)| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    let said = year.map_or(&*folded, |(_, rest)| rest.strip_prefix('度').unwrap_or(rest));
    WORDS.contains(&said)
}

/// The quantity whose phrase stands before a figure; `context` is what is said until then of what it is one of.
fn quantity(joined: &Joined, kinds: &Kinds, figure: &Figure, context: &str) -> Option<Said> {
    let before = joined.text.get(..figure.at.0)?;
    let start = (before.len().saturating_sub(REACH)..=before.len()).find(|at| before.is_char_boundary(*at))?;
    let sentence_start = sentence_start(before);
    let folded = fold(before.get(start.max(sentence_start)..)?);
    let folded = folded.trim_end();
    let bare = without_bracket(folded);
    let candidates = [Some(folded), bare].into_iter().flatten().flat_map(|text| {
        let stripped = CONNECTORS.iter().filter_map(move |word| Some((text.strip_suffix(word)?, *word)));
        std::iter::once((text, "")).chain(stripped)
    });
    let context = || fold(context);
    if is_of_carried(before.get(sentence_start..).unwrap_or_default()) {
        return None;
    }
    candidates.into_iter().find_map(|(text, connector)| {
        // 由其他收入安排100万元: what is spent of it.
        if connector.starts_with("安排") && text.ends_with("收入") {
            return None;
        }
        let (id, length) = kinds.by_phrase(text)?;
        let of = kinds.quantity(id)?;
        let is_within = of.within.is_empty() || of.within.iter().any(|words| context().contains(words.as_str()));
        if !of.without.is_empty() && of.without.iter().any(|words| context().contains(words.as_str())) {
            return None;
        }
        let (rest, phrase) = text.split_at_checked(text.len() - length)?;
        if FUNDS_ALONE.contains(&phrase) && !begins_with(rest, joined, figure) {
            return None;
        }
        let is_of_list = !is_within && rest.is_empty() && start == 0 && sentence_start == 0;
        let holder = holder(rest).filter(|_| is_within || is_of_list)?;
        let budget = budget_in(connector).or_else(|| budget_in(phrase));
        let holder = (!holder.is_empty()).then(|| holder.into());
        Some(Said { subject: Subject::Quantity(id), holder, budget, is_of_list })
    })
}

/// Whether what a sentence lists is a part of what is carried over: 上年结转20万元，其中：一般公共预算拨款.
fn is_of_carried(sentence: &str) -> bool {
    const CARRIED: [&str; 6] = ["结转", "结余", "结转资金", "结余资金", "结转收入", "结转和结余"];
    let Some((before, listed)) = sentence.rsplit_once("其中") else { return false };
    let before = before.trim_end_matches(['，', '：', '（', ' ']).trim_end_matches(['元', '万', '亿']);
    let bare = before.trim_end_matches(|character: char| character.is_ascii_digit() || " .,，".contains(character));
    let name = bare.strip_suffix('为').unwrap_or(bare);
    !listed.contains('；') && bare.len() < before.len() && CARRIED.iter().any(|word| name.ends_with(word))
}

/// The quantity that is called so, with a word behind its name perhaps: “三公”经费支出决算. `sentence` is what is said before
/// it.
pub(super) fn quantity_named(kinds: &Kinds, name: &str, sentence: &str) -> Option<QuantityId> {
    let (name, sentence) = (fold(name), fold(sentence));
    let stripped = CONNECTORS.iter().filter_map(|word| name.strip_suffix(word));
    std::iter::once(&*name).chain(stripped).find_map(|text| {
        let (id, _) = kinds.by_phrase(text).filter(|(_, length)| *length == text.len())?;
        let of = kinds.quantity(id)?;
        let is_other = of.without.iter().any(|words| sentence.contains(words.as_str()));
        (of.within.is_empty() && !is_other).then_some(id)
    })
}

/// The budget that a phrase speaks of, and not as the name of a fund.
fn budget_in(phrase: &str) -> Option<Budget> {
    const FUNDS: [&str; 3] = ["一般公共预算", "政府性基金预算", "国有资本经营预算"];
    let bare = FUNDS.iter().find_map(|fund| phrase.strip_prefix(fund)).unwrap_or(phrase);
    let is_budget = bare.contains("预算") && !bare.contains("决算");
    is_budget.then(|| if bare.contains("年初") { Budget::Approved } else { Budget::Adjusted })
}

/// Without a bracket at the end: 政府采购金额（以合同签订为准）为.
fn without_bracket(folded: &str) -> Option<&str> {
    let text = folded.strip_suffix('为').unwrap_or(folded);
    let inner = text.strip_suffix(')')?;
    inner.get(..inner.rfind('(')?)
}

/// Whose figure it is that a phrase behind this text names: nobody's in particular where the phrase begins there, an
/// organisation's where its name ends there, with a year or a colon between, perhaps. `None` where the phrase is the
/// end of a longer one, or the figure is that of some units.
fn holder(before: &str) -> Option<&str> {
    const OWN: [&str; 6] = ["本部门", "本单位", "部门", "单位", "我部门", "我单位"];
    // 【青禾区图书馆】收入预算, 全区乡镇卫生院合计收入预算
    let before = before.strip_suffix(['】', ']']).unwrap_or(before);
    let before = before.strip_suffix("合计").unwrap_or(before);
    let is_break = |character: char| {
        !character.is_alphanumeric() && !matches!(character, '(' | ')') || matches!(character, '年' | '度')
    };
    let last_word = |text| -> Option<&str> {
        let break_at = str::rfind(text, is_break);
        text.get(
            break_at
                .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8))..,
        )
    };
    // 本部门财政拨款安排“三公”经费
    let before = ["一般公共预算财政拨款安排的", "财政拨款安排的", "财政拨款安排", "安排的", "安排", "财政拨款的"]
        .iter()
        .find_map(|word| before.strip_suffix(word))
        .unwrap_or(before);
    // 本部门下属1家机关和1家参公事业单位财政拨款的机关运行经费
    let before = before.rfind("下属").and_then(|at| before.get(..at)).unwrap_or(before);
    // 运行费50万元（购置费
    let word = if before.ends_with('(') { "" } else { last_word(before)? };
    if before.ends_with('"') {
        // “一上”收入预算
        return None;
    }
    if !word.is_empty() && !Label::read(word).name.is_empty() {
        return if word.ends_with("其中") || OWN.contains(&word) {
            Some("")
        } else {
            (ends_in_organisation(word) || word.ends_with("本级") || word.ends_with("单位")).then_some(word)
        };
    }
    // 青禾区精神卫生中心，收入预算
    let subject = before.strip_suffix(',').map(|before| before.rsplit(is_break).next().unwrap_or(before));
    if let Some(subject) = subject.filter(|subject| ends_in_organisation(subject)) {
        return Some(subject);
    }
    let bare = before.trim_end_matches(':');
    let year = bare.strip_suffix('度').unwrap_or(bare).strip_suffix('年');
    let bare = match year {
        Some(of) => year_ending(of).map_or_else(|| of.trim_end_matches(['本', '今', '当']), |(_, rest)| rest),
        None => bare,
    };
    let bare = bare.trim_end_matches([':', ',']);
    let bracket = bare.strip_suffix(')').and_then(|inner| inner.get(..inner.rfind('(')?));
    let is_holder = |word: &&str| {
        ends_in_organisation(word) || (word.ends_with("单位") && !OWN.contains(word) && *word != "预算单位")
    };
    Some(last_word(bracket.unwrap_or(bare)).filter(is_holder).unwrap_or_default())
}
