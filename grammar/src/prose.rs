//! The prose of a budget: the sentences that repeat figures of its statements, in the phrases that are always the same.
//!
//! Text is hard-wrapped in the middle of anything, so that a paragraph is read as one line, whose pieces know where
//! they stand. What is no such phrase is left alone.

mod figure;
mod heading;
mod item;
mod mention;
mod paragraph;
mod period;
mod relation;
mod topic;

pub use figure::{Figure, Percent, Place};
pub use heading::{Fund, Heading};
pub use item::Names;
pub use mention::{Mention, Subject};
pub use period::Period;
pub use relation::{Changed, Direction, Relation, Word};
pub use topic::{Above, MOST_OPENING, Topic};

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::{
    department::{NamedYear, year_ending, year_in},
    document::Document,
    kinds::Kinds,
    line::{Kind, Line},
    name::{ends_in_organisation, fold, trim},
    statement::{Label, is_numbered},
};

use figure::figures_and_percents;
use paragraph::Joined;

/// The most lines of a paragraph that is read; what is longer is no prose.
pub const MOST_LINES: usize = 200;

/// What a paragraph says about figures. Lines are counted from its first one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The figures that something is said of.
    pub figures: Vec<Figure>,
    /// The percentages.
    pub percents: Vec<Percent>,
    /// What figures are said to be.
    pub mentions: Vec<Mention>,
    /// What is said of figures to each other.
    pub relations: Vec<Relation>,
    /// What is said of figures and of those of another year that are not printed.
    pub changes: Box<[Changed]>,
    /// The years of budgets that it names.
    pub years: Box<[Year]>,
    /// What is still to be filled in.
    pub placeholders: Box<[Place]>,
    /// What it says of the figures below it, where it is a heading.
    pub heading: Option<Box<Heading>>,
    /// The headings among its lines where it is more than one, each with how many lines below the first it stands;
    /// none that speaks of another year or of somebody else.
    pub headings: Box<[(usize, Heading)]>,
    /// Its last sentence, folded, where that is the head of a list in the paragraphs below: …其中：.
    pub opens: Option<Box<str>>,
    /// How it ends, where it has figures.
    pub ending: Ending,
    /// Whether it has figures, and begins in the middle of a phrase: with an amount, or punctuation.
    pub begins_cut: bool,
    /// Whether it has figures, and begins with the number of an item.
    pub is_item: bool,
    /// The organisation whose name and the year it begins with, folded, where it has figures: 青禾区图书馆2026年….
    pub holder: Option<Box<str>>,
    /// How many of its figures stand before the last chapter that begins in it, if one does: where a converter joined
    /// lines.
    pub chapter: Option<u32>,
}

/// How a paragraph ends: a page, or a blank line that a converter made, may part it from the next one in the middle of
/// a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// With a sentence.
    #[default]
    Whole,
    /// With an amount or a share, and no full stop: it may go on.
    Open,
    /// In the middle of a phrase.
    Cut,
    /// With what the next one is about: 下属单位：.
    Opening,
}

impl Ending {
    fn of(text: &str) -> Self {
        let text = trim(text).trim_end_matches(['”', '"']);
        if text.ends_with('：') && !text.ends_with("其中：") && !text.ends_with("如下：") {
            Self::Opening
        } else if text.strip_suffix('.').is_some_and(|text| text.ends_with(|last: char| last.is_ascii_digit())) {
            // 18. / 00万元
            Self::Cut
        } else if text.ends_with(['。', '！', '？', '：', '.', '!', '?']) {
            Self::Whole
        } else if text.ends_with(['元', '%', '％', '）', '；']) {
            Self::Open
        } else {
            Self::Cut
        }
    }
}

/// A year before a word of budgets: 2026年部门预算.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: u16,
    /// Where its digits stand.
    pub place: Place,
    /// How many sentences of the paragraph end before it.
    pub sentence: usize,
    /// Whether its sentence begins with it, but for a number, a mark, or whose budget it is.
    pub is_heading: bool,
    /// Whether it is one of what was spent: 2024年部门决算, 2024年预算执行.
    pub is_of_past: bool,
    /// What stands before it in its sentence, folded, where that ends with the name of an organisation.
    pub holder: Option<Box<str>>,
}

impl Passage {
    /// The paragraph that begins at a line; `None` where none does, or it says nothing that is read. Cost: the
    /// paragraph, at most [`MOST_LINES`].
    pub fn read(document: &Document, start: usize) -> Option<Self> {
        if !document.begins_passage(start) {
            return None;
        }
        let count = document.lines_of_passage(start);
        if count > MOST_LINES {
            return None;
        }
        let lines: SmallVec<[Cow<'_, str>; 4]> = document.text().lines_from(start).take(count).collect();
        let is_marked = || document.lines().get(start).is_some_and(is_heading);
        if lines.first().is_some_and(|first| is_aside(first)) {
            return None;
        }
        let (heading, headings) = match &*lines {
            [line] => (Heading::read(line, is_marked()).map(Box::new), Box::default()),
            lines => (None, headings(lines)),
        };
        if heading.is_none() && headings.is_empty() && !lines.iter().any(|line| may_say_something(line)) {
            return None;
        }
        let mut passage = Self { heading, headings, ..Self::of(&Joined::of(&lines), document.vocabulary().kinds()) };
        if let [_, .., last] = &*lines
            && is_chapter(last)
        {
            passage.ending = Ending::Whole;
        }
        (passage != Self::default()).then_some(passage)
    }

    fn of(joined: &Joined, kinds: &Kinds) -> Self {
        let (figures, percents) = figures_and_percents(joined);
        let mut passage =
            Self { figures, percents, years: years(joined), placeholders: placeholders(joined), ..Self::default() };
        // All that is said is said of amounts.
        if !passage.figures.is_empty() {
            let items = item::items(joined);
            mention::mentions(joined, kinds, &items, &mut passage);
            relation::relations(joined, kinds, &items, &mut passage);
            passage.changes = relation::changes(joined, &passage);
        }
        passage.opens = opens(&joined.text).filter(|_| !passage.mentions.is_empty());
        passage.keep_what_is_said(&joined.text);
        if !passage.figures.is_empty() {
            passage.ending = Ending::of(&joined.text);
            passage.begins_cut = begins_cut(&joined.text);
            passage.is_item = is_numbered(&joined.text);
            passage.holder = begun_with(&joined.text);
            let chapter = relation::chapter_start(&joined.text, joined.text.len());
            let before = |at: usize| passage.figures.iter().filter(|figure| figure.at.0 < at).count();
            passage.chapter = chapter.and_then(|at| u32::try_from(before(at)).ok());
        }
        passage.shrink();
        passage
    }

    /// Gives back the memory that its lists grew into: it is kept as long as the document.
    fn shrink(&mut self) {
        self.figures.shrink_to_fit();
        self.percents.shrink_to_fit();
        self.mentions.shrink_to_fit();
        self.relations.shrink_to_fit();
    }

    /// Leaves out the figures and percentages that nothing is said of, here or below, where a share may be said to be
    /// one of them by its name.
    fn keep_what_is_said(&mut self, text: &str) {
        if self.mentions.is_empty() && self.relations.is_empty() && !trim(text).ends_with(['：', ':']) {
            self.figures.retain(|figure| figure.name != 0);
            self.percents.clear();
            self.changes = Box::default();
        }
    }
}

/// Whether a paragraph is none of the text itself: quoted, struck out, or a footnote (GFM, block quotes, strikethrough,
/// footnotes).
fn is_aside(first: &str) -> bool {
    let bare = first.trim_start();
    bare.starts_with('>') || bare.starts_with("~~") || bare.starts_with("[^")
}

/// The organisation whose name and the year a text begins with.
fn begun_with(text: &str) -> Option<Box<str>> {
    const LONGEST: usize = 90;
    let (year, before) = year_ending(text.get(..text.find('年').filter(|at| *at <= LONGEST)?)?)?;
    let name = Label::read(before).name;
    (matches!(year, NamedYear::Year(_)) && ends_in_organisation(&name)).then(|| name.into())
}

/// The headings among several lines, above what is said below them: those that are numbered, say of which money of the
/// budget itself that is, and are no sentence.
fn headings(lines: &[Cow<'_, str>]) -> Box<[(usize, Heading)]> {
    let heading = |line: &str| {
        let bare = trim(line).trim_end_matches(['。', '：', ':']);
        let may_be = (bare.ends_with("情况") || bare.ends_with("说明")) && !bare.contains(['元', '，', '；']);
        let read = (may_be && is_numbered(line)).then(|| Heading::read(line, false)).flatten();
        read.filter(|heading| heading.period == Period::Own && heading.holder.is_none() && !heading.is_of_other_scope)
    };
    // In a list of contents nothing is said below them.
    let above = lines.iter().zip(lines.iter().skip(1)).enumerate();
    let above = above.filter(|(_, (_, next))| next.contains(['元', '，', '。']));
    above.filter_map(|(below, (line, _))| Some((below, heading(line)?))).collect()
}

/// Whether a line is the heading of a chapter: where nothing parts it from the paragraph above, that one ends before
/// it, with a full stop or not.
fn is_chapter(line: &str) -> bool {
    !line.contains(['元', '，', '；']) && Heading::read(line, false).is_some_and(|heading| heading.is_chapter)
}

/// Whether a paragraph begins with what cannot begin one: 33.5万元，…; ，占40%.
fn begins_cut(text: &str) -> bool {
    let number =
        text.trim_start_matches(|character: char| character.is_ascii_digit() || matches!(character, ',' | '.' | '，'));
    let is_year = number.starts_with('年') && text.len() - number.len() == 4;
    text.starts_with(['，', '。', '；', '：', '、', '）', '%', '％', '年', '元'])
        || (number.len() < text.len() && number.starts_with(['元', '万', '亿', '%', '％', '年']) && !is_year)
}

/// The last sentence of a paragraph that ends with 其中：, folded.
fn opens(text: &str) -> Option<Box<str>> {
    let text = trim(text);
    let bare = text.strip_suffix(['：', ':'])?;
    bare.ends_with("其中").then(|| fold(bare.rsplit('。').next().unwrap_or(bare)).into())
}

/// What makes it worth looking at a line.
fn may_say_something(text: &str) -> bool {
    // One pass over the text; the words for what is still to be filled in begin with one of these.
    text.contains(['元', '年', '%', '％', 'X', 'Ｘ', '×', '○', '〇', '待', '（'])
}

/// What stands where something is still to be filled in. A single × or 某 may be meant.
const PLACEHOLDERS: [&str; 8] = ["XX", "ＸＸ", "××", "○○", "〇〇", "待填写", "待补充", "（填写"];

/// A character of each of these that is rare elsewhere.
const OF_PLACEHOLDERS: [char; 7] = ['X', 'Ｘ', '×', '○', '〇', '待', '填'];

fn placeholders(joined: &Joined) -> Box<[Place]> {
    let mut found = Vec::new();
    if !joined.text.contains(OF_PLACEHOLDERS) {
        return found.into();
    }
    let mut from = 0;
    while let Some((at, word)) = PLACEHOLDERS
        .iter()
        .filter_map(|word| joined.text.get(from..)?.find(word).map(|at| (from + at, *word)))
        .min_by_key(|(at, word)| (*at, std::cmp::Reverse(word.len())))
    {
        let mut end = at + word.len();
        // XXX is one.
        let last = word.chars().next_back().unwrap_or_default();
        while joined.text.get(end..).is_some_and(|rest| rest.starts_with(last)) {
            end += last.len_utf8();
        }
        let is_quoted = joined.text.get(..at).is_some_and(|before| before.ends_with(['“', '"', '‘']));
        if !is_quoted
            && is_placeholder(
                word,
                joined.text.get(..at).unwrap_or_default(),
                joined.text.get(end..).unwrap_or_default(),
            )
        {
            found.extend(joined.place(at..end));
        }
        from = end;
    }
    found.into()
}

/// Whether a mark between two texts stands for something that is still to be filled in, and is no part of a number, a
/// model or a masked name.
fn is_placeholder(word: &str, before: &str, behind: &str) -> bool {
    /// Names that are masked on purpose: 王××.
    const SURNAMES: &str =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢";
    const CHINESE: &str = "〇○零一二三四五六七八九十";
    let (last, first) = (before.chars().next_back(), behind.chars().next());
    let is_joined = |character: Option<char>| {
        character.is_some_and(|character| {
            character.is_ascii_alphanumeric() || matches!(character, '-' | '—' | '·' | '/' | '_' | '*' | '×')
        })
    };
    match word {
        "〇〇" | "○○" => {
            let is_digit = |character: Option<char>| character.is_some_and(|character| CHINESE.contains(character));
            !is_digit(last) && !is_digit(first)
        }
        "××" => !is_joined(last) && !is_joined(first) && !last.is_some_and(|last| SURNAMES.contains(last)),
        "待补充" | "待填写" => {
            let is_end = |character: Option<char>| character.is_none_or(|character| !character.is_alphanumeric());
            is_end(last) && is_end(first)
        }
        "（填写" => behind.contains('）') && !behind.starts_with(['口', '说']),
        _ => !is_joined(last) && !is_joined(first) && last != Some('第') && first != Some('号'),
    }
}

/// Words that make a year before them one of a budget.
const OF_BUDGETS: [&str; 12] = [
    "部门",
    "单位",
    "预算",
    "决算",
    "“三公”",
    "三公",
    "一般公共预算",
    "政府采购",
    "机关运行",
    "财政拨款",
    "收入",
    "支出",
];

fn years(joined: &Joined) -> Box<[Year]> {
    let years = joined.text.match_indices('年').filter_map(|(at, _)| {
        let start = at.checked_sub(4)?;
        let year = year_in(joined.text.get(start..at + '年'.len_utf8())?)?;
        let before = joined.text.get(..start)?;
        let behind = joined.text.get(at + '年'.len_utf8()..)?;
        let behind = behind.strip_prefix('度').unwrap_or(behind);
        let is_longer = before
            .ends_with(|character: char| character.is_ascii_digit() || matches!(character, '-' | '—' | '～' | '至'));
        let is_until = ["截至", "截止", "自", "从"].iter().any(|word| before.ends_with(word));
        let is_of_budget = OF_BUDGETS.iter().any(|word| behind.starts_with(word));
        if is_longer || is_until || !is_of_budget {
            return None;
        }
        let is_quoted = before.rfind('《').is_some_and(|open| before.rfind('》').is_none_or(|close| close < open));
        let place = joined.place(start..at)?;
        let sentence = before.rfind('。').map_or(0, |at| at + '。'.len_utf8());
        let own = before.get(sentence..)?;
        let clause = behind.find(['。', '，', '；', '\u{3000}']).and_then(|end| behind.get(..end)).unwrap_or(behind);
        // Money of before that is spent now: 2023年预算结转项目, 2023年预算安排的….
        let is_carried = ["结转", "结余", "安排的"].iter().any(|word| clause.contains(word));
        (!is_quoted && !is_carried).then(|| {
            let holder = ends_in_organisation(trim(own)).then(|| fold(own).into());
            let is_of_past = ["决算", "执行", "审计", "绩效"].iter().any(|word| clause.contains(word));
            let sentence = before.matches('。').count();
            Year { year, place, sentence, is_heading: is_head(own), is_of_past, holder }
        })
    });
    years.collect()
}

/// Whether what stands before a year in its sentence is a number, a mark, or the name of whose budget it is.
fn is_head(before: &str) -> bool {
    let text = Label::read(before.trim_start_matches(['#', '*', ' ', '>', '|'])).name;
    let text = text.trim_start_matches(|character: char| !character.is_alphabetic() || character.is_ascii());
    let is_chapter = text.starts_with('第') && text.contains("部分");
    // 市审计局对我局2024年度… is about something else.
    let is_name =
        ends_in_organisation(text) && !text.contains(['，', '、', '：', '对', '向', '由', '按', '把', '将', '我']);
    text.is_empty() || is_chapter || is_name || matches!(text, "本部门" | "本单位")
}

fn is_heading(line: &Line) -> bool {
    line.kind == Kind::Heading
}

/// Whether a line is text, and not the header of a table whose delimiter row is the next one.
fn is_text(line: &Line, next: Option<&Line>) -> bool {
    let is_delimiter = |line: &Line| matches!(line.kind, Kind::UnknownDelimiter | Kind::Fragment(_));
    matches!(line.kind, Kind::Outside | Kind::Heading)
        && line.after.markdown.is_text()
        && !next.is_some_and(is_delimiter)
}

impl Document {
    /// Whether a line is text: no row of a table, no code, no HTML, nothing that only a page break left behind.
    fn is_text(&self, line: usize) -> bool {
        let mut lines = self.lines().iter_from(line);
        lines.next().is_some_and(|own| is_text(own, lines.next()))
    }

    /// How many lines the paragraph has that begins at a line, as far as that is known by [`MOST_LINES`] and one more.
    fn lines_of_passage(&self, start: usize) -> usize {
        let mut lines = self.lines().iter_from(start).peekable();
        if lines.next().is_none_or(is_heading) {
            return 1;
        }
        let mut count = 1;
        while count <= MOST_LINES
            && let Some(line) = lines.next().filter(|line| !is_heading(line))
            && is_text(line, lines.peek().copied())
        {
            count += 1;
        }
        count
    }

    /// Whether the paragraph that begins at `start` goes on at `line`.
    fn goes_on(&self, start: usize, line: usize) -> bool {
        let is_heading = |line: usize| self.lines().get(line).is_some_and(is_heading);
        line == start || (self.is_text(line) && !is_heading(line) && !is_heading(start))
    }

    /// Whether a paragraph begins at a line. Logarithmic.
    pub fn begins_passage(&self, line: usize) -> bool {
        let mut lines = self.lines().iter_from(line.saturating_sub(1));
        let above = if line > 0 { lines.next() } else { None };
        let Some(own) = lines.next() else { return false };
        let goes_on = above.is_some_and(|above| is_text(above, Some(own)) && !is_heading(above) && !is_heading(own));
        is_text(own, lines.next()) && !goes_on
    }

    /// The first line of the paragraph that a line of text belongs to, as far as that is no further up than
    /// [`MOST_LINES`].
    pub fn passage_start(&self, line: usize) -> Option<usize> {
        if !self.is_text(line) {
            return None;
        }
        let is_part =
            |line: &usize| line.checked_sub(1).is_some_and(|above| self.is_text(above) && self.goes_on(above, *line));
        let up = (0..=line).rev().take(MOST_LINES + 1).take_while(is_part).count();
        (up <= MOST_LINES).then_some(line - up)
    }

    /// The lines at which paragraphs may begin, or may have begun, that are others when some lines are: of those that
    /// hold one of them, or stand directly before or behind. Cost: the lines, and one paragraph of at most
    /// [`MOST_LINES`].
    pub fn passages_around(&self, lines: &std::ops::Range<usize>) -> Vec<usize> {
        let last = self.lines().len();
        let first = lines.start.saturating_sub(2);
        let own = (first..lines.end.saturating_add(2).min(last))
            .filter(|line| self.lines().get(*line).is_some_and(|line| !line.is_gap()));
        let above = (first..lines.start.saturating_add(1).min(last)).filter_map(|line| self.passage_start(line)).min();
        let mut starts: Vec<usize> = own.chain(above).collect();
        starts.sort_unstable();
        starts.dedup();
        starts
    }
}
