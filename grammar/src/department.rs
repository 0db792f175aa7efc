//! Where one department's budget ends and the next one begins, in a document that holds several.

use std::ops::Range;

use crate::{document::Document, line::Line, name::trim, sequence::Search, tally::Tally};

/// What the last words of a cover are.
const COVERS: [&str; 4] = ["部门预算", "单位预算", "部门决算", "单位决算"];

/// What may stand behind them.
const BEHIND: [&str; 5] = ["（草案）", "草案", "公开", "报告", "书"];

/// The longest cover that is looked at, in bytes.
const LONGEST: usize = 200;

/// The year of a budget, where a line is its cover: 示例市青禾区民政局2026年部门预算. No chapter of one: 第二部分　2026年部门预算.
pub(crate) fn cover_year(text: &str) -> Option<u16> {
    if text.len() > LONGEST {
        return None;
    }
    let text = trim(text.trim_start_matches([' ', '#', '*']).trim_end_matches(['*', '#', ' ']));
    let text = BEHIND.iter().find_map(|word| text.strip_suffix(word)).map_or(text, trim);
    let is_chapter = text.starts_with('第') || crate::statement::is_numbered(text);
    if is_chapter || !COVERS.iter().any(|words| text.ends_with(words)) {
        return None;
    }
    year_in(text)
}

/// The first year that a text names: 2026年.
pub(crate) fn year_in(text: &str) -> Option<u16> {
    text.match_indices('年').find_map(|(at, _)| {
        let before = text.get(..at)?;
        let digits = before.get(before.len().checked_sub(4)?..)?;
        let year = digits.parse::<u16>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        let is_longer = before.get(..before.len() - 4)?.ends_with(|character: char| character.is_ascii_digit());
        ((1990..2100).contains(&year) && !is_longer).then_some(year)
    })
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
        for none in [
            "第二部分 2026年部门预算",
            "三、2026年部门预算",
            "2026年部门预算编制说明",
            "部门预算",
            "2026年部门收入预算总表",
        ] {
            assert_eq!(cover_year(none), None, "{none}");
        }
    }
}
