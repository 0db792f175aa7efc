//! Whose figures a sentence speaks of, of which money and of which version of the budget, where it does not say so
//! itself or says that they are other ones.

use smallvec::SmallVec;

use super::{
    super::{figure::Figure, paragraph::Joined},
    names_other_scope,
};
use crate::{name::ends_in_organisation, statement::Label, words::Words};

/// A heading within a paragraph, and whose figures stand behind it.
pub(super) struct Opening {
    /// Where it ends.
    pub(super) end: usize,
    pub(super) holder: Option<Box<str>>,
    pub(super) is_of_other_scope: bool,
    /// Whether it is no more than a name in the middle of the paragraph, which says so of the next sentence alone.
    pub(super) is_bare: bool,
}

/// The headings within a paragraph: what it begins with, and numbered ones, each with a sentence of its own or a line:
/// （一）局本级。2026年收入预算…. One that names nobody ends what the one before it says.
pub(super) fn openings(text: &str) -> SmallVec<[Opening; 2]> {
    const LONGEST: usize = 90;
    const COUNTED: [&str; 6] = ["一是", "二是", "三是", "四是", "五是", "六是"];
    let mut openings = SmallVec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['。', '；']) {
        let own = text.get(start..at).unwrap_or_default();
        let is_first = start == 0;
        start = at + mark.len();
        if own.len() > LONGEST {
            continue;
        }
        // Most sentences are neither the first one, nor numbered, nor a name.
        let is_numbered =
            own.starts_with(|first: char| first.is_ascii_digit() || "（(其一二三四五六七八九十".contains(first));
        if !is_first && !is_numbered && !ends_in_organisation(own) {
            continue;
        }
        let own = own.strip_prefix("其中：").unwrap_or(own);
        let own = COUNTED.iter().find_map(|word| own.strip_prefix(word)).unwrap_or(own);
        let label = Label::read(own);
        let name = label.name.strip_suffix(')').and_then(|inner| inner.get(..inner.rfind('(')?)).unwrap_or(&label.name);
        if name.contains([',', ':', ';', '、', '元']) {
            continue;
        }
        let holder = (ends_in_organisation(name) || name.ends_with("本级")).then(|| name.into());
        let is_of_other_scope = holder.is_none() && name.ends_with("单位") && names_other_scope(name);
        let is_bare = !is_first && label.rank.is_none();
        if holder.is_some() || (is_of_other_scope && !is_bare) || label.rank.is_some() {
            openings.push(Opening { end: start, holder, is_of_other_scope, is_bare });
        }
    }
    openings
}

/// Whether a sentence says that it is about all of the department.
pub(super) fn is_of_all(sentence: &str) -> bool {
    const WORDS: [&str; 7] = ["本部门", "全局", "全系统", "我局", "我部门", "全部门", "部门预算"];
    sentence.starts_with("部门") || WORDS.iter().any(|word| sentence.contains(word))
}

/// Whether a sentence begins with a region, or with money that is none of the department: 全区机关运行经费, 社会保险基金收入预算.
pub(super) fn is_of_region(sentence: &str) -> bool {
    const BEGINNINGS: [&str; 7] = ["全区", "全市", "全县", "全省", "全州", "社会保险基金", "社保基金"];
    let bare = sentence.trim_start_matches(|character: char| character.is_ascii_digit());
    let bare = if bare.len() < sentence.len() { bare.trim_start_matches(['年', '度']) } else { bare };
    BEGINNINGS.iter().any(|word| bare.starts_with(word))
}

/// Whether a text speaks of another version of the budget, of what somebody asks or supposes, or of an example.
pub(in crate::prose) fn is_of_draft(text: &str) -> bool {
    static WORDS: Words = Words::new(&[
        "上报数",
        "上报的",
        "报送数",
        "送审数",
        "审定数",
        "批复数",
        "控制数",
        "测算数",
        "初稿",
        "原稿",
        "旧稿",
        "草稿",
        "原文",
        "调整前",
        "修改前",
        "暂估",
        "方案一",
        "方案二",
        "备选",
        "假设",
        "如全额",
        "如果",
        "例如",
        "示例：",
        "比如",
        "待核",
        "是否",
        "审核意见",
        "反馈意见",
        "去年稿",
        "已报单位",
        "报来",
    ]);
    WORDS.any_in(text)
}

/// Whether the sentence of a figure is a question.
pub(super) fn asks(joined: &Joined, figure: &Figure) -> bool {
    let behind = joined.text.get(figure.at.1..).unwrap_or_default();
    behind.find(['。', '？', '?']).and_then(|at| behind.get(at..)).is_some_and(|end| !end.starts_with('。'))
}

/// Whether what stands before a figure says that what is carried over is not in it: 当年支出预算, 支出预算（不含上年结转）.
pub(super) fn is_without_carried(sentence: &str, joined: &Joined, figure: &Figure) -> bool {
    let clause = sentence.rsplit(['，', '；', '：']).next().unwrap_or_default();
    let behind = joined.text.get(figure.at.1..).and_then(|rest| rest.split('。').next()).unwrap_or_default();
    let is_said = || sentence.contains("结转") || behind.contains("结转");
    (clause.contains("当年") && !clause.contains("结转") && is_said())
        || ((clause.contains("不含") || clause.contains("不包括") || clause.contains("扣除"))
            && clause.contains("结转"))
}

/// What all spending of a fund is called, and what a part of it may be called as well, which pays for something:
/// 安排一般公共预算支出200万元用于….
pub(super) const FUNDS_ALONE: [&str; 3] = ["一般公共预算支出", "政府性基金预算支出", "国有资本经营预算支出"];

/// Whether a sentence begins with what stands behind a text, the year or whose it is, and says of the figure no
/// purpose.
pub(super) fn begins_with(before: &str, joined: &Joined, figure: &Figure) -> bool {
    let behind = joined.text.get(figure.at.1..).unwrap_or_default();
    let is_first = before.is_empty() || before.ends_with(['年', '度']) || ends_in_organisation(before);
    is_first && !before.contains('元') && !behind.trim_start_matches('，').starts_with("用于")
}
