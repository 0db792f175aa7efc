//! What a clause compares with, and how a figure is called.

use crate::{
    department::{NamedYear, year_ending},
    name::ends_in_organisation,
    words::Words,
};

/// What may stand behind the year that something is compared with: 上年年初预算数, 2025年度部门预算, 去年同期.
const OF_YEAR: [&str; 25] = [
    "年初预算数",
    "年初预算",
    "年初",
    "初",
    "预算执行数",
    "预算数",
    "预算",
    "决算数",
    "决算",
    "执行数",
    "执行",
    "同期",
    "同口径",
    "当年",
    "部门",
    "单位",
    "财政拨款",
    "一般公共",
    "安排",
    "批复",
    "支出",
    "收入",
    "实际",
    "完成",
    "数",
];

/// The budget that what was spent is compared with, where no year stands before it.
const BUDGETS: [&str; 4] = ["年初预算", "全年预算", "当年预算", "预算"];

/// What a clause that compares may end with: 与上年相比, 比上年略, 比上年各.
const BEHIND: [&str; 10] = ["相比", "对比", "比较", "同比", "略", "各", "均", "分别", "，", "的"];

/// Whether a clause says that something is compared with another year or with its budget, and nothing else: 比2025年度预算,
/// 与上年相比，, 同比, 较年初预算数.
pub(super) fn is_comparison(clause: &str) -> bool {
    let bare = clause.strip_prefix("同口径").unwrap_or(clause);
    let bare = bare.trim_end_matches('，');
    if matches!(bare, "同比" | "同期相比" | "同口径") {
        return true;
    }
    let Some(with) = bare.strip_prefix(['比', '较', '与', '同', '和']) else { return false };
    let with = with.strip_prefix(['于', '之']).unwrap_or(with);
    let behind = behind_year(with).or_else(|| BUDGETS.iter().find_map(|budget| with.strip_prefix(budget)));
    behind.is_some_and(is_said_of_year)
}

/// Where the comparison begins that ends before a word: 比2025年度 增加, 与上年相比， 增加.
pub(super) fn comparison_start(text: &str, at: usize) -> Option<usize> {
    let clause = clause_before(text, at);
    if is_comparison(clause) {
        return at.checked_sub(clause.len());
    }
    let comma = text.get(..at).filter(|_| clause.is_empty())?.strip_suffix('，')?.len();
    let clause = clause_before(text, comma);
    (clause.ends_with("相比") && is_comparison(clause)).then(|| comma.checked_sub(clause.len())).flatten()
}

/// What stands behind a year, and the word for a fiscal one: 上年, 2025年度.
pub(super) fn behind_year(text: &str) -> Option<&str> {
    let digits = text.len() - text.trim_start_matches(|character: char| character.is_ascii_digit()).len();
    let rest = match digits {
        4 => text.get(digits..)?.strip_prefix('年')?,
        0 => ["上一年", "上年", "去年", "前一年"].iter().find_map(|word| text.strip_prefix(word))?,
        _ => return None,
    };
    Some(rest.strip_prefix('度').unwrap_or(rest))
}

fn is_said_of_year(text: &str) -> bool {
    let mut text = text;
    for words in [&OF_YEAR[..], &BEHIND[..]] {
        while let Some(rest) = words.iter().find_map(|word| text.strip_prefix(word)) {
            text = rest;
        }
    }
    text.is_empty()
}

/// ，比2025年一般公共预算执行数; ，2025年预算数; ，上年为: what the figure behind it is, that of the one before it in another year.
pub(super) fn is_of_before(clause: &str) -> bool {
    /// The longest one, in bytes.
    const LONGEST: usize = 90;
    let Some(bare) = clause.strip_prefix(['，', '；']).filter(|bare| bare.len() <= LONGEST) else { return false };
    let (bare, is_compared) = bare.strip_prefix(['比', '较', '与']).map_or((bare, false), |bare| (bare, true));
    let bare = bare.trim_end_matches(['为', '的']);
    let year = bare.find('年').and_then(|at| Some((bare.get(..at)?, bare.get(at + '年'.len_utf8()..)?)));
    let Some((year, rest)) = year else { return false };
    let is_year = matches!(year, "上" | "去") || (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()));
    let ends = ["数", "预算", "决算", "执行", "安排", "支出", "收入", "年", "度"];
    is_year
        && !rest.contains(['，', '、', '；', '（'])
        && (rest.is_empty() || ends.iter().any(|end| rest.ends_with(end)))
        && (is_compared || rest.is_empty() || ["数", "预算", "决算", "执行"].iter().any(|end| rest.ends_with(end)))
}

/// What is compared in 2026年“三公”经费预算比2025年: “三公”经费.
pub(super) fn name_of_compared(clause: &str) -> Option<&str> {
    let (at, _) = clause.char_indices().find(|(_, character)| matches!(character, '比' | '较' | '同'))?;
    let (name, compared) = clause.split_at_checked(at)?;
    is_comparison(compared).then(|| bare_name(name)).filter(|name| !name.is_empty())
}

/// What a figure or a whole is called, without what says of which year or whose it is, that it is one of others, or
/// that it was budgeted: 其中2026年本单位基本支出预算为 is 基本支出.
pub(super) fn bare_name(text: &str) -> &str {
    const BEFORE: [&str; 16] = [
        "其中",
        "本部门",
        "本单位",
        "我部门",
        "我单位",
        "我局",
        "全年",
        "本年度",
        "本年",
        "当年",
        "今年",
        "年初",
        "财政拨款安排的",
        "安排的",
        "安排",
        "和",
    ];
    const BEHIND: [&str; 14] =
        ["为", "共计", "合计", "总计", "共", "各", "均", "总额", "数", "预算", "财政拨款", "当年", "安排", "分别"];
    let mut name = behind_holder(text);
    loop {
        let bare = name.trim_start_matches(|character: char| {
            character.is_ascii_digit()
                || character.is_ascii_punctuation()
                || matches!(character, '—' | ' ' | '（' | '）' | '：')
        });
        let of_year = bare.strip_prefix('年').filter(|_| bare.len() < name.len());
        let bare = of_year.map_or(bare, |rest| rest.strip_prefix('度').unwrap_or(rest));
        let bare =
            BEFORE.iter().find_map(|word| bare.strip_prefix(word)).filter(|rest| !rest.is_empty()).unwrap_or(bare);
        if bare == name {
            break;
        }
        name = bare;
    }
    while let Some(rest) = BEHIND.iter().find_map(|word| name.strip_suffix(word)).filter(|rest| !rest.is_empty()) {
        name = rest;
    }
    name
}

/// What stands behind whose it is and the year: 示例市青禾区民政局2026年度收入支出总计.
fn behind_holder(text: &str) -> &str {
    let years = text.rmatch_indices('年').filter_map(|(at, _)| {
        let (year, holder) = year_ending(text.get(..at)?)?;
        let rest = text.get(at + '年'.len_utf8()..)?;
        let rest = rest.strip_prefix('度').unwrap_or(rest);
        (matches!(year, NamedYear::Year(_)) && ends_in_organisation(holder) && !rest.is_empty()).then_some(rest)
    });
    years.into_iter().next().unwrap_or(text)
}

/// What stands directly before a place in its clause.
pub(in crate::prose) fn clause_before(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    // The bracket of 因公出国（境）费 is a part of the name.
    let is_of_name = |at: usize| {
        before.get(at..).is_some_and(|rest| rest.starts_with("（境）"))
            || before.get(..at).is_some_and(|name| name.ends_with("（境"))
    };
    let start = before.char_indices().rev().find(|(at, character)| is_break(*character) && !is_of_name(*at));
    before.get(start.map_or(0, |(at, character)| at + character.len_utf8())..).unwrap_or_default()
}

/// Whether what stands before a figure in its clause makes it one beside what the sentence is about: the year before,
/// what is carried over or added, what is in it, or what it is for.
pub(in crate::prose) fn is_aside(text: &str, at: usize) -> bool {
    static WORDS: Words = Words::new(&[
        "上年",
        "去年",
        "上一年",
        "年初",
        "年末",
        "调整预算",
        "全年预算",
        "结转",
        "结余",
        "追加",
        "用于",
        "主要是",
        "增支",
        "减支",
        "增收",
        "减收",
        "新增",
        "压减",
        "核减",
        "剔除",
        "扣除",
        "不含",
        "另有",
        "原因",
    ]);
    let clause = clause_before(text, at);
    let is_compared = || clause.strip_prefix(['比', '较', '与']).and_then(behind_year).is_some();
    clause.starts_with(['含', '除']) || is_compared() || WORDS.any_in(clause)
}

/// Where the chapter begins that a place is in, if one begins in the text: 三、一般公共预算支出, （二）一般公共预算支出情况说明.
pub(in crate::prose) fn chapter_start(text: &str, at: usize) -> Option<usize> {
    const DIGITS: &str = "一二三四五六七八九十";
    let before = text.get(..at).unwrap_or_default();
    let is_end = |text: &str| text.is_empty() || text.ends_with(['。', '；', '：']);
    let mut chapters = before.rmatch_indices(['、', '）']).filter_map(|(at, mark)| {
        let number = before.get(..at)?;
        let above = number.trim_end_matches(|character| DIGITS.contains(character));
        if above.len() == number.len() {
            return None;
        }
        if mark == "、" {
            return is_end(above).then_some(above.len());
        }
        // Items are numbered so as well, and no headings.
        let above = above.strip_suffix('（').filter(|above| is_end(above))?;
        let behind = before.get(at + mark.len()..)?;
        let heading = behind.split(['；', '。', '，', '：']).next()?;
        (heading.ends_with("说明") || heading.ends_with("情况")).then_some(above.len())
    });
    chapters.next()
}

/// A hash of a name as it is told whether a figure is of that name: without quotation marks; 0 where there is none.
pub(super) fn name_hash(name: &str) -> u64 {
    // FNV-1a: the same in every run, and no table to set up for a few bytes.
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    // 一般公共预算拨款支出 is 一般公共预算支出.
    let (of_fund, rest) = ["一般公共预算", "政府性基金预算", "国有资本经营预算"]
        .iter()
        .find_map(|fund| Some((*fund, name.strip_prefix(fund)?)))
        .unwrap_or(("", name));
    let rest = ["当年", "财政拨款", "拨款"]
        .iter()
        .filter(|_| !of_fund.is_empty())
        .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    let said = of_fund.bytes().chain(rest.split(['“', '”', '"', '‘', '’']).flat_map(str::bytes));
    let hash = said.fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    if hash == BASIS { 0 } else { hash }
}

/// The hash of what stands directly before a figure.
pub(in crate::prose) fn name_at(text: &str, at: usize) -> u64 {
    name_hash(bare_name(clause_before(text, at)))
}

fn is_break(character: char) -> bool {
    matches!(character, '，' | '。' | '；' | '：' | '、' | '（' | '）' | '%' | '％')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_compares_with_another_year_or_says_something_else() {
        for clause in [
            "同比",
            "同口径比2025年",
            "比上年",
            "比上年预算",
            "比2025年度部门预算数",
            "较上年同期",
            "与2025年年初预算数相比",
            "与上年相比，",
            "较去年年初预算",
            "比2025年决算数",
            "较年初预算数",
            "与预算相比，",
        ] {
            assert!(is_comparison(clause), "{clause}");
        }
        for clause in ["", "人员经费比上年", "比上年同类项目", "比上年压缩", "同步", "与项目单位", "主要用于"]
        {
            assert!(!is_comparison(clause), "{clause}");
        }
    }

    #[test]
    fn a_name_is_bare_of_year_holder_and_budget() {
        for (text, name) in [
            ("2026年基本支出预算为", "基本支出"),
            ("其中2026年度本单位基本支出", "基本支出"),
            ("1.项目支出预算", "项目支出"),
            ("收入预算总额", "收入"),
            ("预算", "预算"),
            ("其中：因公出国（境）费", "因公出国（境）费"),
            ("2026年本年一般公共预算支出", "一般公共预算支出"),
            ("示例市青禾区民政局2026年度收入支出总计", "收入支出"),
        ] {
            assert_eq!(bare_name(text), name, "{text}");
        }
    }
}
