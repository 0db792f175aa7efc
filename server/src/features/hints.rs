//! Hints at the end of rows, where they push nothing aside that is being typed: what a total's parts add up to, and
//! shares of the grand total. Both stand elsewhere too, as a finding and in the hover, and are shown to those who ask
//! for them.

use std::ops::Range;

use budget_grammar::{document::Document, line::Standing, row::Row};

use super::{
    difference::{sentence, titles},
    share::share_of_whole,
};
use crate::{
    analysis::{Analysis, Hints},
    finding::Language,
    identity::Band,
    scope::{TotalScope, row_identity},
};

/// A word behind a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The end of the row, in bytes of the document.
    pub offset: usize,
    /// What it says.
    pub text: String,
}

/// The hints of some lines, in their order. Cost: logarithmic in the document for each row of the lines; none where
/// nothing is asked for.
pub fn hints(analysis: &Analysis, lines: Range<usize>) -> Vec<Hint> {
    let (document, options) = (analysis.document(), analysis.options());
    if !options.hints.any() {
        return Vec::new();
    }
    let hint = |(line, understood): (usize, &budget_grammar::line::Line)| {
        let place = Place { analysis, document, line, row: understood.row()?, standing: understood.standing()? };
        let words = place.words(options.hints);
        let text = words.join(options.language.choose(|| "；".to_owned(), || "; ".to_owned()).as_str());
        let offset = document.text().line_start(line) + document.text().line(line).len();
        (!text.is_empty()).then_some(Hint { offset, text })
    };
    lines.clone().zip(document.lines().iter_from(lines.start)).filter_map(hint).collect()
}

struct Place<'a> {
    analysis: &'a Analysis,
    document: &'a Document,
    line: usize,
    row: &'a Row,
    standing: Standing,
}

impl Place<'_> {
    fn words(&self, hints: Hints) -> Vec<String> {
        let mut words = Vec::new();
        if hints.total {
            words.extend(self.differences());
        }
        if hints.share {
            words.extend(self.share());
        }
        words
    }

    /// What the parts add up to: below the row, column by column, and beside its total.
    fn differences(&self) -> Vec<String> {
        let (rounding, language) = (self.analysis.options().rounding, self.analysis.options().language);
        let total = TotalScope::new(self.document, self.line, rounding);
        let violated = total.as_ref().map(|total| total.violated(&[Band::Rounding, Band::Unlikely, Band::Error]));
        let mut words: Vec<String> = violated
            .iter()
            .flatten()
            .filter_map(|alike| Some(sentence(&titles(self.row, alike), alike.first()?, language)))
            .collect();
        let sources = row_identity(self.row, rounding).filter(|identity| identity.band > Band::Exact);
        let sources = sources.map(|identity| {
            let title = self.choose(|| "资金来源".to_owned(), || "sources".to_owned());
            sentence(&title, &identity, language)
        });
        words.extend(sources);
        words
    }

    fn share(&self) -> Option<String> {
        let is_part = self.standing.is_unit() || self.standing.is_project();
        let own = self.row.sums().get(self.row.schema.total().unwrap_or(0));
        let share = share_of_whole(self.document, self.line, &own).filter(|_| is_part)?;
        Some(self.choose(|| format!("占合计的 {share}"), || format!("{share} of the grand total")))
    }

    fn choose(&self, chinese: impl FnOnce() -> String, english: impl FnOnce() -> String) -> String {
        let language: Language = self.analysis.options().language;
        language.choose(chinese, english)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Options;

    const DRAFT: &str = "\
单位：万元

| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
|-|-|-|-|-|
| 合计 | 40.00 | 30.00 | 10.00 | |
| 教育局 | 30.00 | 21.00 | 10.00 | |
| 培训 | 20.00 | 20.00 | | 目标 |
| 修缮 | 10.00 | - | 10.00 | 目标 |
| 文化局 | 10.00 | 10.00 | | |
| 展览 | 10.00 | 10.00 | | 目标 |
";

    /// The rows, with what stands behind each.
    fn drawn(hints: Hints, language: Language) -> String {
        let analysis = Analysis::new(DRAFT, Options { hints, language, ..Options::default() });
        let mut drawn = String::new();
        let mut from = DRAFT.find("| 合计").unwrap();
        for hint in super::hints(&analysis, 0..analysis.document().lines().len()) {
            let text = DRAFT.get(from..hint.offset).unwrap_or("not on a character");
            assert!(
                text.ends_with('|') && DRAFT.get(hint.offset..).is_some_and(|rest| rest.starts_with('\n')),
                "{hint:?}"
            );
            drawn += &format!("{}  ◂ {}\n", text.trim_start(), hint.text);
            from = hint.offset;
        }
        drawn
    }

    const TOTAL: Hints = Hints { total: true, share: false };
    const SHARE: Hints = Hints { total: false, share: true };

    #[test]
    fn what_parts_add_up_to_where_it_differs() {
        let expected = "\
| 合计 | 40.00 | 30.00 | 10.00 | |  ◂ 财政拨款相加 31.00，差 −1.00
| 教育局 | 30.00 | 21.00 | 10.00 | |  ◂ 财政拨款相加 20.00，差 1.00；资金来源相加 31.00，差 −1.00
";
        assert_eq!(drawn(TOTAL, Language::Chinese), expected);
        let english = "财政拨款 add up to 20.00, difference 1.00; sources add up to 31.00, difference −1.00\n";
        assert!(drawn(TOTAL, Language::English).ends_with(english));
    }

    #[test]
    fn shares_of_the_grand_total() {
        let expected = "\
| 合计 | 40.00 | 30.00 | 10.00 | |
| 教育局 | 30.00 | 21.00 | 10.00 | |  ◂ 占合计的 75.00%
| 培训 | 20.00 | 20.00 | | 目标 |  ◂ 占合计的 50.00%
| 修缮 | 10.00 | - | 10.00 | 目标 |  ◂ 占合计的 25.00%
| 文化局 | 10.00 | 10.00 | | |  ◂ 占合计的 25.00%
| 展览 | 10.00 | 10.00 | | 目标 |  ◂ 占合计的 25.00%
";
        assert_eq!(drawn(SHARE, Language::Chinese), expected);
    }

    #[test]
    fn both_in_one_and_none_where_none_is_asked_for() {
        let both = drawn(Hints { total: true, share: true }, Language::Chinese);
        assert!(both.contains("资金来源相加 31.00，差 −1.00；占合计的 75.00%\n"), "{both}");
        assert_eq!(drawn(Hints::default(), Language::Chinese), "");
    }

    #[test]
    fn those_of_the_lines_that_are_asked_for() {
        let analysis = Analysis::new(DRAFT, Options { hints: SHARE, ..Options::default() });
        let texts: Vec<String> = hints(&analysis, 5..7).into_iter().map(|hint| hint.text).collect();
        assert_eq!(texts, ["占合计的 75.00%", "占合计的 50.00%"]);
    }
}
