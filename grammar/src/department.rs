//! Where one department's budget ends and the next one begins, in a document that holds several.

use std::ops::Range;

use crate::{document::Document, line::Line, name::trim, sequence::Search, tally::Tally};

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

/// The year of a budget, where a line is its cover: 示例市青禾区民政局2026年部门预算. No chapter of one: 第二部分　2026年部门预算.
pub(crate) fn cover_year(text: &str) -> Option<u16> {
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
    year_in(text)
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

/// What the digits are that a text ends with, blanks behind them left out, and what stands before them; `None` where it ends with none.
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
    /// The lines of the department's budget that a line belongs to: from a cover to the next one. Logarithmic.
    pub fn department(&self, line: usize) -> Range<usize> {
        let start = self.lines().previous(line.saturating_add(1), &COVER).unwrap_or_default();
        let end = self.lines().next(line.saturating_add(1), &COVER).unwrap_or(self.lines().len());
        start..end
    }

    /// The year on the cover of the department's budget that begins at a line.
    pub fn cover_year(&self, line: usize) -> Option<u16> {
        self.lines().get(line)?.cover
    }
}

const COVER: Search<'static, Line> =
    Search { may_hold: &|tally: &Tally| tally.covers > 0, is: &|line: &Line| line.cover.is_some() };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_name_a_year_and_what_follows() {
        assert_eq!(cover_year("# 示例市青禾区民政局2026年部门预算"), Some(2026));
        assert_eq!(cover_year("示例市青禾区2026年区级单位预算（草案）"), Some(2026));
        assert_eq!(cover_year("2025年度部门决算"), Some(2025));
        assert_eq!(cover_year("示例市青禾区民政局 2026 年部门预算"), Some(2026));
        assert_eq!(cover_year("示例市青禾区民政局二〇二六年部门预算"), Some(2026));
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
            assert_eq!(cover_year(none), None, "{none}");
        }
    }
}
