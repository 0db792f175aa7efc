//! Lines that say something about the tables below them, and lines that only a page break left behind.

use crate::{
    amount::MonetaryUnit,
    name::{fold, trim},
};

/// What a metadata line says. Holds until the next heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// 部门名称, folded as names are.
    pub department: Option<Box<str>>,
    /// 单位：万元.
    pub unit: Option<MonetaryUnit>,
}

const DEPARTMENT_LABELS: &[&str] = &[
    "部门名称",
    "单位名称",
    "编制单位",
    "预算单位",
    "编制部门",
    "填报单位",
    "预算部门",
    "填报部门",
    "公开部门",
    "公开单位",
];
/// Labels that are one only where the line begins with them.
const FIRST_LABELS: [&str; 4] = ["部门", "部门（单位）", "部门/单位", "单位（部门）"];
/// One of these stands in each label.
const LABEL_WORDS: [&str; 2] = ["单位", "部门"];
const UNIT_LABEL: &str = "单位";

/// The longest line that is looked at, in bytes: a label and a name, not a paragraph of prose.
const LONGEST: usize = 400;

impl Metadata {
    /// Reads a line such as `部门名称：青禾区教育局　　单位：万元`; `None` where it says neither.
    pub fn read(line: &str) -> Option<Self> {
        let has_label = || line.contains('位') || LABEL_WORDS.iter().any(|word| line.contains(word));
        if line.len() > LONGEST || !line.contains(['：', ':']) || !has_label() {
            return None;
        }
        let first = || FIRST_LABELS.iter().find_map(|label| after_first_label(line, label));
        let department =
            DEPARTMENT_LABELS.iter().find_map(|label| after_label(line, label)).or_else(first).map(department);
        let unit = unit_in(line).or_else(|| unit_in(&without_spread(line)?));
        let metadata = Self { department: department.filter(|name| !name.is_empty()), unit };
        (metadata != Self::default()).then_some(metadata)
    }

    /// This, over what held before.
    pub fn over(self, before: Option<&Self>) -> Self {
        Self {
            department: self.department.or_else(|| before.and_then(|before| before.department.clone())),
            unit: self.unit.or_else(|| before.and_then(|before| before.unit)),
        }
    }
}

/// The unit of measure behind its label.
fn unit_in(line: &str) -> Option<MonetaryUnit> {
    line.match_indices(UNIT_LABEL).find_map(|(at, _)| {
        let word = after_label(line.get(at..)?, UNIT_LABEL)?.split([' ', '\u{3000}', '，', ',']).next()?;
        MonetaryUnit::parse(word)
    })
}

/// A line with its label as one word, where blanks spread that: 单 位：万元.
fn without_spread(line: &str) -> Option<String> {
    let (before, rest) = line.split_once('单')?;
    let behind = rest.trim_start_matches(crate::name::is_blank_character).strip_prefix('位')?;
    (rest.len() > behind.len() + '位'.len_utf8()).then(|| format!("{before}{UNIT_LABEL}{behind}"))
}

/// What stands behind `label` and a colon, where the line begins with that and is no sentence.
fn after_first_label<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let bare = trim(line.trim_start_matches(['#', '*', '>', ' ']));
    (bare.starts_with(label) && !bare.contains(['。', '；'])).then(|| after_label(bare, label)).flatten()
}

/// What stands behind `label` and a colon, where the line holds that.
fn after_label<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(label)?;
    let rest = rest.trim_start_matches(crate::name::is_blank_character);
    let rest = rest.strip_prefix(['：', ':'])?;
    Some(trim(rest.trim_matches('*')))
}

/// The folded name at the start of `text`: up to the label of the unit, where one follows on the same line.
fn department(text: &str) -> Box<str> {
    let has_unit = |rest: &str| rest.contains(UNIT_LABEL) || without_spread(rest).is_some();
    let end = text.find([' ', '\u{3000}', '\t']).filter(|&at| text.get(at..).is_some_and(has_unit));
    fold(end.and_then(|end| text.get(..end)).unwrap_or(text)).into()
}

/// Whether a line is a page number, as converters leave them between the fragments of a table: `7`, `- 7 -`, `— 7 —`,
/// `第 7 页`, `第 7 页 共 12 页`, `7 / 12`.
pub fn is_page_number(line: &str) -> bool {
    const LONGEST: usize = 60;
    if line.len() > LONGEST {
        return false;
    }
    let text = fold(line);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let text = text.replace(|character: char| character.is_ascii_digit(), "");
    (1..=8).contains(&digits)
        && matches!(text.as_str(), "" | "--" | "/" | "第页" | "第页共页" | "第页/共页" | "第页,共页" | "共页第页")
}

/// Whether a line says that figures may not add up because of rounding: 因四舍五入…尾差, "may not add due to rounding".
pub fn is_rounding_note(line: &str) -> bool {
    if line.contains("四舍五入") {
        return ["差", "不等", "不符", "不一致", "不完全"].iter().any(|word| line.contains(word));
    }
    line.contains("rounding") && ["not add", "not sum", "due to rounding"].iter().any(|words| line.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn department_and_unit() {
        let read =
            |line| Metadata::read(line).map(|metadata| (metadata.department, metadata.unit.map(MonetaryUnit::name)));
        assert_eq!(read("部门名称：青禾区教育局"), Some((Some("青禾区教育局".into()), None)));
        assert_eq!(read("单位:万元"), Some((None, Some("万元"))));
        assert_eq!(read("编制单位：青禾区教育局　　金额单位：元"), Some((Some("青禾区教育局".into()), Some("元"))));
        assert_eq!(read("部门：青禾区教育局"), Some((Some("青禾区教育局".into()), None)));
        assert_eq!(read("部门：青禾区教育局　　单 位：万元"), Some((Some("青禾区教育局".into()), Some("万元"))));
        assert_eq!(read("金额单 位：万元"), Some((None, Some("万元"))));
        assert_eq!(read("各单位：请按时报送"), None);
        assert_eq!(read("各部门：请按时报送"), None);
        assert_eq!(read("部门：请按时报送。逾期不予受理。"), None);
        assert_eq!(read("单位预算"), None);
    }

    #[test]
    fn page_numbers() {
        for line in ["7", " 12 ", "- 7 -", "— 8 —", "第 9 页 共 12 页", "第9页", "3/12"] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["", "2025年", "1.00", "7 8 9 甲", "--", "123456789"] {
            assert!(!is_page_number(line), "{line}");
        }
    }
}
