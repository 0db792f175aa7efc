//! What a heading says of the figures below it.

use super::{
    mention::{OF_YEAR, is_of_draft, names_other_scope},
    period::{Period, period_at},
};
use crate::{
    department::year_ending,
    name::{ends_in_organisation, fold, trim},
    statement::{Label, is_title_of_table},
};

/// The longest heading, in bytes.
const LONGEST: usize = 120;

/// What a heading says of the figures below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The year that they are of.
    pub period: Period,
    /// Whether they are those of anything but the whole department in this version of its budget: a part of it, another
    /// draft.
    pub is_of_other_scope: bool,
    /// The organisation that it names, folded, perhaps with something before it.
    pub holder: Option<Box<str>>,
    /// The money that they are of.
    pub fund: Option<Fund>,
    /// Whether they are of what is appropriated this year (当年拨款), without what is carried over.
    pub is_of_year: bool,
    /// Whether a chapter begins with it, in which other money is spoken of: 三、…, # …, （二）…情况说明.
    pub is_chapter: bool,
    /// Whether that is one of the chapters that are counted through all of the document, or is marked as a heading:
    /// 三、…, # …. What stands above it says nothing of what stands below.
    pub is_counted: bool,
    /// Whether it is the title of a table, which stands among the headings of the prose and ends none.
    pub is_title: bool,
    /// Whether a part of the document begins with it: 第三部分.
    pub is_division: bool,
    /// Whether nothing but what it says makes it one: a line with the name of an organisation, 上年预算情况. It says that up
    /// to the next chapter.
    pub is_bare: bool,
}

/// The money that a part of the prose speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fund {
    /// 一般公共预算.
    General,
    /// 财政拨款, of whatever budget.
    Fiscal,
    /// 政府性基金.
    GovernmentFund,
    /// 国有资本经营.
    StateCapital,
    /// All of it.
    All,
    /// Money of units themselves, of funds of others, or of another year: 单位资金, 社会保险基金, 上年结转资金.
    Other,
}

impl Fund {
    /// The only one that a text names.
    pub fn named_in(text: &str) -> Option<Self> {
        const WORDS: [(&str, Fund); 8] = [
            ("政府性基金", Fund::GovernmentFund),
            ("国有资本经营", Fund::StateCapital),
            ("财政拨款收支", Fund::Fiscal),
            ("财政拨款收入支出", Fund::Fiscal),
            ("一般公共预算", Fund::General),
            ("部门收支总", Fund::All),
            ("部门收入总", Fund::All),
            ("部门支出总", Fund::All),
        ];
        const OTHERS: [&str; 11] = [
            "单位资金",
            "财政专户",
            "专户管理资金",
            "事业收入",
            "经营收入",
            "上年结转资金",
            "社会保险基金",
            "社保基金",
            "代管资金",
            "其他资金",
            "非财政拨款",
        ];
        let named = || WORDS.iter().filter(|(word, _)| text.contains(word)).map(|(_, fund)| *fund);
        // 政府性基金预算财政拨款收入支出决算情况 is about that fund.
        let is_narrow = |fund: &Fund| *fund != Fund::Fiscal;
        let first = named().find(is_narrow).or_else(|| named().next());
        let Some(first) = first else {
            // 收支预算情况（含单位资金）
            let is_other = !text.contains(['含', '和', '及']) && OTHERS.iter().any(|word| text.contains(word));
            return is_other.then_some(Fund::Other);
        };
        named().filter(is_narrow).all(|fund| fund == first).then_some(first)
    }
}

impl Heading {
    /// What a line says that is marked as one, numbered as they are, names an organisation and a year, or an
    /// organisation with a colon behind it; `None` where that is nothing.
    pub(super) fn read(text: &str, is_marked: bool) -> Option<Self> {
        if text.len() > LONGEST || is_of_item(text) {
            return None;
        }
        let text = trim(text.trim_start_matches(['#', '*', ' ']).trim_end_matches('*'));
        // （三）一般公共预算当年拨款具体使用情况。
        let is_subject = |bare: &&str| is_subject(bare) && !bare.contains(['，', ',', '；', '元']);
        let text = text.strip_suffix('。').filter(is_subject).unwrap_or(text);
        if text.contains('。') {
            return None;
        }
        let label = Label::read(text);
        let before_year = || text.match_indices('年').find_map(|(at, _)| Some(year_ending(text.get(..at)?)?.1));
        // 民政局部门预算（2026年）
        let bare = |text: &'_ str| -> Option<Box<str>> {
            let text = without_subject(text);
            ends_in_organisation(text).then(|| fold(text).into())
        };
        // 局本级：, with what is said of it below.
        let introduced =
            text.strip_suffix(['：', ':']).map(trim).filter(|text| !text.contains(['，', ',', '；', '：', ':']));
        let named = before_year().and_then(bare).or_else(|| introduced.and_then(bare));
        let is_part = introduced.is_some_and(names_other_scope) || names_other_scope(text) && text.ends_with("本级");
        let period = period_at(text, text.len());
        let is_bare = !is_marked && label.rank.is_none() && named.is_none() && !is_part;
        if is_bare && !stands_alone(introduced.unwrap_or(text), period) {
            return None;
        }
        let holder = named.or_else(|| bare(&label.name));
        let said = Self {
            period,
            is_of_other_scope: names_other_scope(text)
                || text.contains("非税")
                || is_of_draft(text)
                || DRAFTS.iter().any(|word| text.contains(word))
                || is_of_type(without_subject(introduced.unwrap_or(&label.name))),
            holder,
            fund: Fund::named_in(text),
            is_of_year: text.contains(OF_YEAR),
            is_chapter: is_marked || is_chapter(&label),
            is_counted: is_marked || label.rank == Some(0),
            is_title: false,
            is_division: text.starts_with('第') && text.contains("部分"),
            is_bare,
        };
        (said != Self::default()).then(|| Self { is_title: is_title_of_table(text), ..said })
    }
}

/// Whether a text says what is spoken of below it: …情况, …说明.
fn is_subject(text: &str) -> bool {
    text.ends_with("情况") || text.ends_with("说明")
}

/// Whether a line is the beginning of what is said of a code, which goes on on the next page: 1.…行政运行（项）：2025年.
fn is_of_item(text: &str) -> bool {
    let said = text.split_once('：').filter(|(_, behind)| !behind.is_empty());
    said.is_some_and(|(name, _)| ["（类）", "（款）", "（项）"].iter().any(|level| name.contains(level)))
}

/// Headings above what is no text of the budget itself.
const DRAFTS: [&str; 10] =
    ["待办", "修改记录", "改动记录", "工作日志", "会议纪要", "审核意见", "填写说明", "旧稿", "上报", "反馈"];

/// How many characters what something is spent on or by may have: 机关, 学校.
const SHORTEST_NAME: usize = 3;

/// What a heading is about without what is said of it: 青禾区图书馆 of 青禾区图书馆（公益一类）预算说明.
fn without_subject(text: &str) -> &str {
    const SAID: [&str; 18] = [
        "预算安排情况",
        "预算安排",
        "支出情况",
        "收入情况",
        "部门预算公开",
        "单位预算公开",
        "部门预算",
        "单位预算",
        "部门决算",
        "单位决算",
        "预算公开",
        "预算说明",
        "预算情况",
        "收支情况",
        "情况说明",
        "决算情况",
        "预算",
        "决算",
    ];
    let text = trim(text.trim_end_matches(['（', '(', '：', ':']));
    let bracket = text.strip_suffix(['）', ')']).and_then(|inner| inner.get(..inner.rfind(['（', '('])?));
    let text = trim(bracket.unwrap_or(text));
    let mut about = text.strip_prefix("附：").unwrap_or(text);
    // 机关支出情况 is about what is spent, 青禾区图书馆支出情况 about whose it is.
    let strip = |about: &'_ str, word: &str| -> Option<usize> {
        let rest = about.strip_suffix(word).filter(|rest| !rest.is_empty())?;
        let is_name = !matches!(word, "支出情况" | "收入情况") || rest.chars().count() > SHORTEST_NAME;
        is_name.then_some(rest.len())
    };
    while let Some(rest) = SAID.iter().find_map(|word| about.get(..strip(about, word)?)) {
        about = rest;
    }
    about
}

/// Whether a text is a kind of units, by which a department may go through its own: 事业单位, 其他单位.
fn is_of_type(text: &str) -> bool {
    const OWN: [&str; 3] = ["单位", "本单位", "我单位"];
    const LONGEST: usize = 10;
    // 纳入部门预算编制范围的单位 is about which ones there are.
    let is_short = text.chars().count() <= LONGEST && !text.contains("预算") && !text.contains('的');
    text.ends_with("单位") && !OWN.contains(&text) && is_short
}

/// Whether a line that is neither marked nor numbered is about what follows: the name of an organisation or of a kind
/// of units, or of what was of another year or is appropriated in this one, and nothing else.
fn stands_alone(text: &str, period: Period) -> bool {
    const LONGEST: usize = 75;
    const ENDS: [&str; 10] = ["情况", "预算", "决算", "执行", "为", "回顾", "预计", "规划", "年", "年度"];
    let bracket = text.strip_suffix(['）', ')']).and_then(|inner| inner.get(..inner.rfind(['（', '('])?));
    let bare = bracket.unwrap_or(text);
    let about = without_subject(text);
    let is_name = || ends_in_organisation(about) || is_of_type(about);
    let is_of_year = || period != Period::Own && ENDS.iter().any(|end| bare.ends_with(end));
    let is_of_appropriations = || bare.contains(OF_YEAR) && is_subject(bare);
    text.len() <= LONGEST
        && !text.contains(['，', ',', '；', '、', '元', '|', '：'])
        && (is_name() || is_of_year() || is_of_appropriations())
}

/// Whether a line of this number and name begins a chapter: items are numbered as well.
fn is_chapter(label: &Label<'_>) -> bool {
    match label.rank {
        Some(0) => true,
        Some(1) => is_subject(&label.name),
        _ => false,
    }
}
