//! The year that what is said at a place is of.

use crate::{
    department::{NamedYear, year_ending},
    name::ends_in_organisation,
    words::Words,
};

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

/// The year that is said of what stands at a place of a paragraph: the one that it is compared with where that is all
/// its clause says, else the last one before it that nothing is compared with, in this sentence or an earlier one, but
/// for what an earlier one gives as a reason. Cost: the text before it.
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
    // 支出预算12万元（上年10万元）: what a bracket says it says of what stands before it.
    let is_closed = |at: usize| {
        let (said, behind) = before.split_at_checked(at).unwrap_or_default();
        let is_open = said.rfind('（').is_some_and(|open| said.rfind('）').is_none_or(|close| close < open));
        is_open && behind.split_once('）').is_some_and(|(inner, _)| inner.contains('元'))
    };
    let years = || before.match_indices('年').rev().filter(|(at, _)| !is_closed(*at)).filter_map(named);
    let mut said =
        years().filter(|(at, (_, is_compared))| !is_compared || *at > clause).map(|(at, (period, _))| (at, period));
    let first = said.next();
    // 2025年度本年收入: the year that is named is the one that is meant.
    let is_own_word = |at: usize| before.get(..at).is_some_and(|said| said.ends_with(['本', '全', '该', '当']));
    let named = first.filter(|(at, period)| *period == Period::Own && is_own_word(*at));
    let named = named.and_then(|_| said.next()).filter(|(at, _)| begins_sentence(before, *at));
    let period = named.or(first).map(|(_, period)| period).unwrap_or_default();
    if is_of_part_of_year(before.get(sentence..).unwrap_or_default()) { Period::Other } else { period }
}

/// Whether the last sentence of a text begins with the year that the character 年 at a place is the end of, or with an
/// organisation in front of it.
fn begins_sentence(text: &str, at: usize) -> bool {
    let start = text.rfind('。').map_or(0, |end| end + '。'.len_utf8());
    let own = text.get(start..at).unwrap_or_default();
    let before = own.trim_end_matches(|character: char| character.is_ascii_digit());
    at >= start && (before.is_empty() || ends_in_organisation(before))
}

/// Whether a sentence speaks of some months: 截至2025年6月30日, 一季度.
fn is_of_part_of_year(sentence: &str) -> bool {
    static WORDS: Words =
        Words::new(&["截至", "截止", "一季度", "二季度", "三季度", "今年以来", "至6月", "至9月", "1-6月", "1—6月"]);
    WORDS.any_in(sentence) && !sentence.contains("12月") && !sentence.contains("年底") && !sentence.contains("年末")
}

/// Which year the character 年 at a place is the end of, and whether something is compared with it; `None` where it says
/// nothing: 年初, 青年.
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
            ("2025年度本年收入合计", Period::Year(2025)),
            ("2025年，我局严格执行预算，全年支出", Period::Year(2025)),
            ("2026年支出预算100万元（上年预算90万元），增加10万元。其中：基本支出", Period::Year(2026)),
            ("截至2026年6月30日，公务接待费", Period::Other),
            ("一季度支出", Period::Other),
            ("截至2026年12月31日，共有车辆3辆，支出", Period::Year(2026)),
        ] {
            assert_eq!(of(text), period, "{text}");
        }
    }
}
