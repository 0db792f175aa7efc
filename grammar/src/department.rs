//! Where one department's budget ends and the next one begins, in a document that holds several.

use std::ops::Range;

use crate::{
    document::Document,
    line::Line,
    name::{fold_hash, trim},
    sequence::Search,
    tally::Tally,
};

/// What the last words of a cover are.
const COVERS: [&str; 4] = ["部门预算", "单位预算", "部门决算", "单位决算"];

/// What may stand behind them.
const BEHIND: [&str; 5] = ["（草案）", "草案", "公开", "报告", "书"];

/// The longest cover that is looked at, in bytes.
const LONGEST: usize = 200;

/// What no cover has in it: it is no sentence, and compares nothing.
const OF_SENTENCES: [char; 12] = ['，', ',', '。', '；', ';', '、', '：', ':', '%', '％', '比', '较'];

/// What begins an item of a list, or says that something else follows.
const OF_LISTS: [&str; 6] = ["- ", "+ ", "附件", "附：", "关于", "注"];

/// The cover of a department's budget, as it stands on its first page and may stand again on top of each other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The year of the budget.
    pub year: u16,
    /// A hash of what it says, equal in every run; 0 where it says whose budget it is nowhere.
    title: u32,
}

impl Cover {
    /// The cover that a line is: 示例市青禾区民政局2026年部门预算. No chapter of one: 第二部分　2026年部门预算.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (text, year) = title(text)?;
        // What stands before the year; where nothing does, what stands between it and the last words.
        let words = COVERS.iter().find_map(|words| text.strip_suffix(words)).unwrap_or(text);
        let (before, behind) = words.rsplit_once('年').unwrap_or((words, ""));
        let before = year_ending(before).map_or(before, |(_, before)| before);
        let is_named = [before, behind.trim_start_matches('度')].iter().any(|part| !trim(part).is_empty());
        let title = if is_named { u32::try_from(fold_hash(text) >> 32).unwrap_or_default() } else { 0 };
        Some(Self { year, title })
    }

    /// Whether it is the same one again, on a further page: it says whose budget it is, as that one does.
    fn repeats(self, other: Self) -> bool {
        self.title != 0 && self == other
    }
}

/// The covers of a stretch of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Covers {
    /// There is none.
    #[default]
    None,
    /// All are one, again and again.
    One(Cover),
    /// There are several.
    Several,
}

impl Covers {
    pub(crate) fn add(&mut self, right: Self) {
        *self = match (*self, right) {
            (Self::None, covers) | (covers, Self::None) => covers,
            (Self::One(left), Self::One(right)) if right.repeats(left) => Self::One(left),
            _ => Self::Several,
        };
    }
}

/// The cover without what may stand around it, and its year.
fn title(text: &str) -> Option<(&str, u16)> {
    if text.len() > LONGEST || text.contains(OF_SENTENCES) {
        return None;
    }
    let text = trim(text.trim_start_matches([' ', '#', '*']).trim_end_matches(['*', '#', ' ']));
    let text = BEHIND.iter().find_map(|word| text.strip_suffix(word)).map_or(text, trim);
    let is_part = text.starts_with('第')
        || OF_LISTS.iter().any(|word| text.starts_with(word))
        || crate::statement::is_numbered(text);
    if is_part || !COVERS.iter().any(|words| text.ends_with(words)) {
        return None;
    }
    Some((text, year_in(text)?))
}

/// The first year that a text names: 2026年, 2026 年, ２０２６年, 二〇二六年.
pub(crate) fn year_in(text: &str) -> Option<u16> {
    text.match_indices('年').find_map(|(at, _)| match year_ending(text.get(..at)?) {
        Some((NamedYear::Year(year), _)) => Some(year),
        Some((NamedYear::None, _)) | None => None,
    })
}

/// What digits before 年 are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NamedYear {
    /// A year.
    Year(u16),
    /// A number of years, or only the end of one: 三年, 25年.
    None,
}

/// What the digits are that a text ends with, blanks behind them left out, and what stands before them; `None` where it
/// ends with none.
pub(crate) fn year_ending(text: &str) -> Option<(NamedYear, &str)> {
    const CHINESE: [char; 12] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '○', '零'];
    const FULL_WIDTH: std::ops::RangeInclusive<char> = '０'..='９';
    let value = |character: char| match character {
        '0'..='9' => character.to_digit(10),
        '○' | '零' => Some(0),
        _ if FULL_WIDTH.contains(&character) => Some(u32::from(character) - u32::from('０')),
        _ => CHINESE.iter().position(|digit| *digit == character).and_then(|digit| u32::try_from(digit).ok()),
    };
    let text = trim(text);
    let rest = text.trim_end_matches(|character| value(character).is_some());
    let digits = text.get(rest.len()..).filter(|digits| !digits.is_empty())?;
    let year = (digits.chars().count() == 4)
        .then(|| digits.chars().filter_map(value).fold(0, |year, digit| year * 10 + digit))
        .filter(|year| (1990..2100).contains(year));
    Some((year.and_then(|year| u16::try_from(year).ok()).map_or(NamedYear::None, NamedYear::Year), rest))
}

impl Document {
    /// The lines of the department's budget that a line belongs to: from a cover to the next one that is another,
    /// whatever stands on top of each page between them. Logarithmic.
    pub fn department(&self, line: usize) -> Range<usize> {
        let (lines, last) = (self.lines(), line.saturating_add(1));
        let Some(cover) = lines.previous(last, &COVER) else {
            return 0..lines.next(last, &COVER).unwrap_or(lines.len());
        };
        let Some(own) = lines.get(cover).and_then(|line| line.cover) else { return cover..last };
        let may_hold = |tally: &Tally| match tally.covers {
            Covers::None => false,
            Covers::One(cover) => !cover.repeats(own),
            Covers::Several => true,
        };
        let is = |line: &Line| line.cover.is_some_and(|cover| !cover.repeats(own));
        let another = Search { may_hold: &may_hold, is: &is };
        let behind = lines.previous(cover, &another).map_or(0, |line| line + 1);
        let start = lines.next(behind, &COVER).unwrap_or(cover);
        start..lines.next(last, &another).unwrap_or(lines.len())
    }

    /// The first cover at a line or behind it, whether or not a department begins there. Logarithmic.
    pub fn next_cover(&self, line: usize) -> Option<usize> {
        self.lines().next(line, &COVER)
    }

    /// Whether a cover stands in some lines. Logarithmic.
    pub fn has_cover(&self, lines: &Range<usize>) -> bool {
        self.next_cover(lines.start).is_some_and(|line| line < lines.end)
    }

    /// The year on the cover of the department's budget that begins at a line.
    pub fn cover_year(&self, line: usize) -> Option<u16> {
        Some(self.lines().get(line)?.cover?.year)
    }
}

const COVER: Search<'static, Line> = Search {
    may_hold: &|tally: &Tally| !matches!(tally.covers, Covers::None),
    is: &|line: &Line| line.cover.is_some(),
};

#[cfg(test)]
mod tests {
    use super::*;

    fn year_of(text: &str) -> Option<u16> {
        Cover::read(text).map(|cover| cover.year)
    }

    fn repeats(text: &str, other: &str) -> bool {
        Cover::read(text).expect("a cover").repeats(Cover::read(other).expect("a cover"))
    }

    #[test]
    fn a_cover_that_says_whose_budget_it_is_may_stand_on_each_page() {
        assert!(repeats("示例市青禾区民政局2026年部门预算", "# 示例市青禾区民政局 2026 年部门预算（草案）"));
        assert!(repeats("2026年青禾区民政局部门预算", "2026年青禾区民政局部门预算"));
        assert!(!repeats("示例市青禾区民政局2026年部门预算", "示例市青禾区文化局2026年部门预算"));
        assert!(!repeats("示例市青禾区民政局2025年部门预算", "示例市青禾区民政局2026年部门预算"));
        assert!(!repeats("2026年部门预算", "2026年部门预算"));
        assert!(!repeats("二〇二六年度部门预算", "二〇二六年度部门预算"));
    }

    fn departments(text: &str) -> Vec<Range<usize>> {
        let document = Document::new(text);
        (0..document.lines().len()).map(|line| document.department(line)).collect()
    }

    #[test]
    fn a_department_ends_at_another_cover() {
        let (one, other) = ("甲局2026年部门预算", "乙局2026年部门预算");
        assert_eq!(departments(&["文", one, "文", one, "文"].join("\n\n")), [vec![0..2; 2], vec![2..9; 7]].concat());
        let text = [one, one, other, "文", other, one].join("\n\n");
        assert_eq!(departments(&text), [vec![0..4; 4], vec![4..10; 6], vec![10..11; 1]].concat());
        let nameless = ["2026年部门预算", "2026年部门预算"].join("\n\n");
        assert_eq!(departments(&nameless), [vec![0..2; 2], vec![2..3; 1]].concat());
    }

    #[test]
    fn covers_name_a_year_and_what_follows() {
        assert_eq!(year_of("# 示例市青禾区民政局2026年部门预算"), Some(2026));
        assert_eq!(year_of("示例市青禾区2026年区级单位预算（草案）"), Some(2026));
        assert_eq!(year_of("2025年度部门决算"), Some(2025));
        assert_eq!(year_of("示例市青禾区民政局 2026 年部门预算"), Some(2026));
        assert_eq!(year_of("示例市青禾区民政局二〇二六年部门预算"), Some(2026));
        for none in [
            "第二部分 2026年部门预算",
            "三、2026年部门预算",
            "2026年部门预算编制说明",
            "部门预算",
            "2026年部门收入预算总表",
            "收入预算比2025年部门预算",
            "- 2025年部门预算",
            "附件 2025年部门预算",
        ] {
            assert_eq!(year_of(none), None, "{none}");
        }
    }
}
