//! Names of budget units and projects: when two are the same, and what a name tells by itself.

use std::{
    borrow::Cow,
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
};

use unicode_normalization::UnicodeNormalization;

/// Endings of the names of organisations. A folded name that is longer than one of these and ends in it is a budget
/// unit's.
const ORGANISATION_ENDINGS: &[&str] = &[
    "局",
    "委",
    "办",
    "中心",
    "院",
    "所",
    "站",
    "校",
    "馆",
    "队",
    "处",
    "科",
    "厅",
    "部",
    "会",
    "办公室",
    "街道",
    "政府",
    "幼儿园",
    "小学",
    "中学",
    "大学",
    "妇联",
    "机关",
    "公司",
    "电视台",
    "联社",
];

/// Whether a text ends with the name of an organisation.
pub fn ends_in_organisation(text: &str) -> bool {
    let bare = text.strip_suffix("(部门)").or_else(|| text.strip_suffix("(单位)")).unwrap_or(text);
    ORGANISATION_ENDINGS.iter().any(|ending| bare.ends_with(ending))
}

/// Whether a character is white space to a reader, zero-width characters and the byte order mark included.
pub fn is_blank_character(character: char) -> bool {
    match character {
        // What most texts begin and end with.
        '!'..='~' | '\u{3001}'..='\u{9fff}' => false,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => true,
        _ => character.is_whitespace(),
    }
}

/// Cuts what a reader takes for blank off both ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_blank_character)
}

/// Whether a cell says nothing: blank, `&nbsp;`, `<br>`, or a dash or stroke for "none".
pub fn is_blank(cell: &str) -> bool {
    let text = trim(cell);
    text.is_empty()
        || matches!(text, "&nbsp;" | "<br>" | "<br/>" | "<br />" | "/" | "无")
        || text.chars().all(|character| matches!(character, '-' | '—' | '－' | '–' | '―'))
}

/// A text as names are compared: NFKC, no blank characters, one kind of bracket, quote and dash, lower case.
///
/// Brackets, digits, years and 期/批次 stay: they tell two projects apart (checks, §4).
pub fn fold(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    let is_plain = |character: char| matches!(character, '\u{4e00}'..='\u{9fff}' | '0'..='9' | 'a'..='z' | '、' | '.' | ':' | '(' | ')' | '"' | '-' | '/' | '%');
    let plain = text.find(|character: char| !is_plain(character)).unwrap_or(text.len());
    match text.split_at_checked(plain) {
        Some((plain, rest)) if !rest.is_empty() => {
            Cow::Owned(fold_common(plain, rest).unwrap_or_else(|| fold_any(text)))
        }
        _ => Cow::Borrowed(text),
    }
}

fn fold_any(text: &str) -> String {
    let said = text.nfkc().filter(|character| !is_blank_character(*character) && *character != '*');
    said.flat_map(char::to_lowercase).map(unified).collect()
}

/// The same for texts of nothing but the characters that budgets are written with, which NFKC maps one by one, whatever
/// stands beside them; folding leaves the first part as it is.
fn fold_common(plain: &str, rest: &str) -> Option<String> {
    const WIDE: u32 = '！' as u32 - '!' as u32;
    let mut folded = String::with_capacity(plain.len() + rest.len());
    folded.push_str(plain);
    for character in rest.chars() {
        let narrow = match character {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - WIDE)?,
            '\u{3000}' => ' ',
            '!'..='~' | ' ' | '\u{4e00}'..='\u{9fff}' | '、' | '。' | '“' | '”' | '‘' | '’' | '《' | '》' | '—' => {
                character
            }
            _ => return None,
        };
        if narrow != ' ' && narrow != '*' {
            folded.push(unified(narrow.to_ascii_lowercase()));
        }
    }
    Some(folded)
}

fn unified(character: char) -> char {
    match character {
        '[' | '{' | '〔' | '【' | '〈' | '《' => '(',
        ']' | '}' | '〕' | '】' | '〉' | '》' => ')',
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '\'' => '"',
        '—' | '–' | '―' | '−' | '~' | '～' => '-',
        other => other,
    }
}

/// A hash of a folded name, equal in every run, for finding rows of the same name without keeping their texts.
pub fn fold_hash(text: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(fold(text).as_ref())
}

/// What tells at a glance that two names are not almost the same: their lengths, and which characters they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    length: u16,
    /// One bit for each character, by its hash.
    characters: u64,
}

impl Likeness {
    /// The likeness of a folded name.
    pub fn of(folded: &str) -> Self {
        let mut likeness = Self::default();
        for character in folded.chars() {
            likeness.length = likeness.length.saturating_add(1);
            likeness.characters |= 1_u64 << (u32::from(character).wrapping_mul(0x9e37_79b1) >> 26);
        }
        likeness
    }

    /// How many characters the name has.
    pub fn length(self) -> u16 {
        self.length
    }

    /// Whether fewer than `edits` characters may make the difference. May say yes wrongly, but never no.
    pub fn may_be_within(self, other: Self, edits: u32) -> bool {
        // One edit adds a character to one name, or changes one in both.
        u32::from(self.length.abs_diff(other.length)) <= edits
            && (self.characters ^ other.characters).count_ones() <= edits.saturating_mul(2)
    }
}

/// What must be equal for two names to be of one project: what stands in brackets at the end, digits, and the words
/// that count or part (一期, 上半年, 区级).
pub fn discriminators(folded: &str) -> String {
    const PARTING: &str =
        "一二三四五六七八九十甲乙丙丁东西南北中上下左右前后大小高低省市区县镇乡村内外新旧老幼男女春夏秋冬";
    let bracket = folded.strip_prefix(without_bracket(folded)).unwrap_or_default();
    let is_parting = |character: &char| character.is_numeric() || PARTING.contains(*character);
    bracket.chars().chain(folded.chars().filter(is_parting)).collect()
}

/// The folded name without a bracket at its end: 甲局（本级） is 甲局.
pub fn without_bracket(folded: &str) -> &str {
    let Some(inside) = folded.strip_suffix(')') else { return folded };
    inside.rfind('(').and_then(|open| folded.get(..open)).filter(|rest| !rest.is_empty()).unwrap_or(folded)
}

/// Whether a folded name is one that organisations have.
pub fn is_organisation(folded: &str) -> bool {
    let name = without_bracket(folded);
    ORGANISATION_ENDINGS.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_written_in_two_ways() {
        assert_eq!(fold("培训 经费（２０２５）"), fold("培训经费(2025)"));
        assert_eq!(fold("“零跑腿”\u{200b}服务"), fold("「零跑腿」服务"));
        assert_ne!(fold("培训经费（一期）"), fold("培训经费（二期）"));
        assert_eq!(fold_hash(" 物业管理费\u{3000}"), fold_hash("物业管理费"));
    }

    #[test]
    fn what_is_folded_quickly_is_folded_the_same() {
        let all = (' '..='~').chain("\u{3000}\u{4e00}\u{9fff}科、。“”‘’《》—…①é㎡\u{301}\u{200b}".chars());
        let all: Vec<char> = all.chain('\u{ff00}'..='\u{ff60}').collect();
        let mut quick = 0;
        for first in &all {
            for second in &all {
                let text: String = [*first, '级', *second].iter().collect();
                let common = fold_common("", &text);
                quick += usize::from(common.is_some());
                assert_eq!(common.unwrap_or_else(|| fold_any(&text)), fold_any(&text), "{text:?}");
            }
        }
        assert!(quick > all.len() * all.len() / 2);
    }

    #[test]
    fn organisations_and_projects() {
        for unit in ["青禾区教育局", "青禾区教育局（本级）", "临溪县第一中学", "青禾区退休职工管理委员会办公室"]
        {
            assert!(is_organisation(&fold(unit)), "{unit}");
        }
        for project in ["物业管理费", "局", "档案整理（办公室）经费", "人才引进"] {
            assert!(!is_organisation(&fold(project)), "{project}");
        }
    }

    #[test]
    fn names_that_may_be_almost_the_same() {
        let of = |name: &str| Likeness::of(&fold(name));
        assert!(of("校舍维修改造工程").may_be_within(of("校舍维修改造工作"), 1));
        assert!(!of("校舍维修改造工程").may_be_within(of("教师全员培训经费"), 1));
        assert!(!of("校舍维修").may_be_within(of("校舍维修改造"), 1));
        assert_ne!(discriminators("一期校舍维修工程"), discriminators("二期校舍维修工程"));
        assert_ne!(discriminators("校舍维修(区级)"), discriminators("校舍维修(市级)"));
        assert_eq!(discriminators("校舍维修工程"), discriminators("校舍维修工作"));
    }

    #[test]
    fn blank_to_a_reader() {
        for blank in ["", " \u{3000}\u{a0}", "&nbsp;", "—", "--", "/", "无"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        assert!(!is_blank("0") && !is_blank("无人机"));
    }
}
