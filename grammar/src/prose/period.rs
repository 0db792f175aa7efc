//! The year that what is said at a place is of.

use crate::department::{NamedYear, year_ending};

/// The year of what a sentence says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// That of the budget: none is named, or 本年.
    #[default]
    Own,
    /// This one.
    Year(u16),
    /// One that its number is not named of, or several: 上年, 次年, 三年.
    Other,
}

impl Period {
    /// Whether it is the year of a budget, as far as that is known.
    pub fn is(self, year: Option<u16>) -> bool {
        match self {
            Self::Own => true,
            Self::Year(own) => Some(own) == year,
            Self::Other => false,
        }
    }
}

/// What something is compared by.
const COMPARED: [char; 7] = ['比', '与', '较', '同', '和', '对', '跟'];

/// Where a clause ends.
const BREAKS: [char; 9] = ['，', ',', '；', ';', '。', '：', ':', '（', '('];

/// The year that is said of what stands at a place of a paragraph: the one that it is compared with where that is all its clause says, else the
/// last one before it that nothing is compared with, in this sentence or an earlier one, but for what an earlier one gives as a reason. Cost: the text
/// before it.
pub(super) fn period_at(text: &str, at: usize) -> Period {
    let before = text.get(..at).unwrap_or_default();
    let clause = before.rfind(BREAKS).unwrap_or_default();
    let sentence = before.rfind('。').unwrap_or_default();
    // 主要原因是上年购置两辆。其中：…
    let is_reason = |at: usize| {
        let said = before.get(..at).unwrap_or_default();
        at < sentence && said.rsplit('。').next().is_some_and(|said| said.contains("原因"))
    };
    let named = |(at, _)| named(before, at).filter(|_| !is_reason(at)).map(|named| (at, named));
    let mut years = before.match_indices('年').rev().filter_map(named);
    years.find_map(|(at, (period, is_compared))| (!is_compared || at > clause).then_some(period)).unwrap_or_default()
}

/// Which year the character 年 at a place is the end of, and whether something is compared with it; `None` where it says nothing: 年初, 青年.
fn named(text: &str, at: usize) -> Option<(Period, bool)> {
    /// Years of the budget, and words for others.
    const OWN: [&str; 5] = ["本", "今", "当", "全", "该"];
    const NEXT: [&str; 4] = ["上一", "前一", "下一", "后一"];
    const OTHER: [&str; 15] =
        ["上", "去", "前", "次", "明", "下", "后", "往", "历", "每", "近", "半", "两", "多", "十"];
    let before = text.get(..at)?;
    let behind = text.get(at + '年'.len_utf8()..)?;
    let (period, rest) = if let Some(rest) = NEXT.iter().find_map(|word| before.strip_suffix(word)) {
        (Period::Other, rest)
    } else if let Some((year, rest)) = year_ending(before) {
        (if let NamedYear::Year(year) = year { Period::Year(year) } else { Period::Other }, rest)
    } else if let Some(rest) = OWN.iter().find_map(|word| before.strip_suffix(word)) {
        (Period::Own, rest)
    } else {
        let rest = OTHER.iter().find_map(|word| before.strip_suffix(word))?;
        // What is carried over from the year before is money of this one.
        let is_carried = before.ends_with('上') && ["结转", "结余"].iter().any(|word| behind.starts_with(word));
        (!is_carried).then_some((Period::Other, rest))?
    };
    // A law is named by its own year.
    let is_quoted = rest.rfind('《').is_some_and(|open| rest.rfind('》').is_none_or(|close| close < open));
    (!is_quoted).then(|| (period, rest.trim_end().ends_with(COMPARED)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Period {
        period_at(text, text.len())
    }

    #[test]
    fn a_figure_is_of_the_year_that_its_sentence_names() {
        for (text, period) in [
            ("收入预算", Period::Own),
            ("本年收入预算", Period::Own),
            ("2026年收入预算", Period::Year(2026)),
            ("2026 年度收入预算", Period::Year(2026)),
            ("２０２６年收入预算", Period::Year(2026)),
            ("二〇二六年收入预算", Period::Year(2026)),
            ("上年收入预算", Period::Other),
            ("三年收入预算共", Period::Other),
            ("25年收入预算", Period::Other),
            ("年初预算为", Period::Own),
            ("上年结转100万元，其他收入", Period::Own),
            ("依据《2025年预算办法》，收入预算", Period::Own),
        ] {
            assert_eq!(of(text), period, "{text}");
        }
    }

    #[test]
    fn a_figure_is_of_the_year_that_it_is_compared_with_where_its_clause_says_so() {
        for (text, period) in [
            ("2026年收入预算1,200万元，比2025年收入预算", Period::Year(2025)),
            ("2026年收入预算1,200万元，比上年收入预算", Period::Other),
            ("与2025年相比，2026年收入预算", Period::Year(2026)),
            ("2026年收入预算1,200万元，比2025年增加100万元，其中：财政拨款收入", Period::Year(2026)),
            ("2025年收入预算1,100万元。其中：财政拨款收入", Period::Year(2025)),
            ("2026年收入预算1,100万元，主要原因是上年追加较多。其中：财政拨款收入", Period::Year(2026)),
            ("2026年收入预算1,100万元，与上一年度持平；财政拨款收入", Period::Year(2026)),
        ] {
            assert_eq!(of(text), period, "{text}");
        }
    }
}
