//! Rows that number the columns of a table.

use crate::name::trim;

/// What stands in such a row where no amounts do.
const MARKS: [&str; 17] =
    ["栏次", "行次", "列次", "序号", "甲", "乙", "丙", "丁", "A", "B", "C", "**", "*", "—", "——", "-", "NaN"];

/// Whether a label is one of a row that numbers the columns: 栏次, **.
pub(crate) fn is_mark(text: &str) -> bool {
    MARKS.contains(&plain(trim(text)))
}

/// Whether a row says nothing but the numbers of its columns: 栏次 1 2 3, 甲 1=2+3 2 3, or only 1 2 3.
pub(crate) fn numbers_columns<'t>(cells: impl Iterator<Item = &'t str>) -> bool {
    let mut texts = cells.map(|text| plain(trim(text))).filter(|text| !text.is_empty()).peekable();
    let is_mark = |text: &&str| MARKS.contains(text);
    let marks = std::iter::from_fn(|| texts.next_if(is_mark)).count();
    let (mut last, mut count) = (0, 0);
    let are_numbers = texts.all(|text| {
        let own = number(text).unwrap_or_default();
        // Of a form whose empty columns are left out, some numbers are.
        let is_next = own == last + 1 || (marks > 0 && last > 0 && own > last);
        (last, count) = (own, count + 1);
        is_next
    });
    are_numbers && count > if marks > 0 { 1 } else { 2 }
}

/// A text without the marks that make it bold; `**` alone is one of the marks of such rows.
fn plain(text: &str) -> &str {
    let bare = trim(text.trim_matches('*'));
    if bare.is_empty() { text } else { bare }
}

/// 2, （2）, ② or 2=3+4.
fn number(text: &str) -> Option<usize> {
    const CIRCLED: u32 = '①' as u32;
    let mut characters = text.chars();
    if let (Some(circled @ '①'..='⑳'), None) = (characters.next(), characters.next()) {
        return usize::try_from(u32::from(circled) - CIRCLED + 1).ok();
    }
    let own = text.split(['=', '＝']).next()?.trim_matches(['（', '）', '(', ')', ' ']);
    own.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_numbered_from_1_on() {
        let numbers = |row: &str| numbers_columns(row.split('|'));
        for row in [
            "栏次|1|2|3",
            "甲|乙|1|2",
            "**|**|1|2|3",
            "**|NaN|1|2|3",
            "**|**|1|3|4|5|12",
            "||1|2|3",
            "1|2|3|4",
            "甲|1=2+3|2|3",
            "（1）|（2）|（3）",
            "—|①|②",
            "A|B|1|2|3",
            "**栏次**||**1**|**2**",
            "**1**|**2**|**3**",
        ] {
            assert!(numbers(row), "{row}");
        }
        for row in ["", "甲", "1|2", "2|3|4", "1|3|5", "培训|1|2|3", "栏次|1", "1|2|3|元", "甲|2|3"] {
            assert!(!numbers(row), "{row}");
        }
    }
}
