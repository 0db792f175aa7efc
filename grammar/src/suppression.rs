//! `<!-- budget-ignore RULE, RULE: reason -->`: a drafter's word that a finding is known and right as it is.
//!
//! In the cell of a row's name it speaks of that row, on a line of its own of the table below.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::Span;

const KEYWORD: &str = "budget-ignore";

/// What a comment asks to be ignored. Spans are relative to the start of its line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppression {
    /// From `<!--` to `-->`.
    pub comment: Span,
    /// The ids of the rules, as they are written.
    pub rules: Box<[Span]>,
    /// The reason, trimmed; empty where none is given, at the place where it belongs.
    pub reason: Span,
}

/// The comment that asks for something to be ignored within `span` of a line, the first one where there are several.
pub fn suppression(line: &str, span: Span) -> Option<Suppression> {
    comments(line, span).find_map(|comment| read(line, comment))
}

/// A span of a line without the comments at its ends and the white space around them.
pub fn without_comments(line: &str, span: Span) -> Span {
    let mut bare = trimmed(line, span);
    while bare.of(line).starts_with(OPEN)
        && let Some(comment) = first_comment(line, bare)
    {
        bare = trimmed(line, Span { start: comment.end, end: bare.end });
    }
    // A comment begins with the first mark that no other comment holds, and what stands behind the end of one is text,
    // whatever it ends with.
    if bare.of(line).ends_with(CLOSE) {
        let all: SmallVec<[Span; 4]> = comments(line, bare).collect();
        for comment in all.into_iter().rev() {
            if comment.end != bare.end {
                break;
            }
            bare = trimmed(line, Span { start: bare.start, end: comment.start });
        }
    }
    bare
}

/// A text as it is shown: without its comments, and with one blank where several stood around one.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    let mut rest = Span::new(0, text.len());
    let mut shown = String::new();
    while let Some(comment) = first_comment(text, rest) {
        shown += Span { start: rest.start, end: comment.start }.of(text);
        let behind = text.get(comment.end as usize..).unwrap_or_default();
        let blanks = if shown.ends_with(' ') { behind.len() - behind.trim_start_matches(' ').len() } else { 0 };
        rest = Span::new(comment.end as usize + blanks, text.len());
    }
    if rest.start == 0 {
        return Cow::Borrowed(text);
    }
    Cow::Owned(shown + rest.of(text))
}

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

fn comments(line: &str, within: Span) -> impl Iterator<Item = Span> {
    let mut rest = within;
    std::iter::from_fn(move || {
        let comment = first_comment(line, rest)?;
        rest.start = comment.end;
        Some(comment)
    })
}

fn first_comment(line: &str, within: Span) -> Option<Span> {
    let text = within.of(line);
    let start = text.find(OPEN)?;
    let end = start + text.get(start..)?.find(CLOSE)? + CLOSE.len();
    Some(Span::new(start, end).shifted(within.start as usize))
}

fn read(line: &str, comment: Span) -> Option<Suppression> {
    let inner = Span::new(comment.start as usize + OPEN.len(), comment.end as usize - CLOSE.len());
    let inner = trimmed(line, inner);
    let asked = inner.of(line).strip_prefix(KEYWORD)?;
    if asked.starts_with(|next: char| next.is_alphanumeric() || next == '-') {
        return None;
    }
    let start = inner.start as usize + KEYWORD.len();
    let (list, reason) = match asked.find([':', '：']) {
        Some(colon) => {
            let behind = asked.get(colon..)?.chars().next().map_or(0, char::len_utf8);
            (Span::new(start, start + colon), Span::new(start + colon + behind, inner.end as usize))
        }
        None => (Span::new(start, inner.end as usize), Span::new(inner.end as usize, inner.end as usize)),
    };
    Some(Suppression { comment, rules: words(line, list), reason: trimmed(line, reason) })
}

/// The ids of a list, parted by commas of any width or by white space.
fn words(line: &str, list: Span) -> Box<[Span]> {
    let text = list.of(line);
    let parted = text.split([',', '，', '、', ' ', '\t', '\u{3000}']).filter(|word| !word.is_empty());
    let start = |word: &str| list.start as usize + (word.as_ptr() as usize - text.as_ptr() as usize);
    parted.map(|word| Span::new(start(word), start(word) + word.len())).collect()
}

fn trimmed(line: &str, span: Span) -> Span {
    let text = span.of(line);
    let inner = crate::name::trim(text);
    let start = span.start as usize + (text.len() - text.trim_start_matches(crate::name::is_blank_character).len());
    Span::new(start, start + inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(line: &str) -> Span {
        Span::new(0, line.len())
    }

    #[test]
    fn rules_and_the_reason() {
        for (line, rules, reason) in [
            (
                "<!-- budget-ignore duplicate-project: 两笔资金来源不同 -->",
                vec!["duplicate-project"],
                "两笔资金来源不同",
            ),
            ("<!--budget-ignore row-sum，column-sum：已核对-->", vec!["row-sum", "column-sum"], "已核对"),
            ("<!-- budget-ignore row-sum, column-sum -->", vec!["row-sum", "column-sum"], ""),
            ("<!-- budget-ignore: 无 -->", vec![], "无"),
            ("<!-- 第 7 页 --> 名 <!-- budget-ignore row-sum: 是 -->", vec!["row-sum"], "是"),
        ] {
            let found = suppression(line, whole(line)).unwrap();
            assert_eq!(found.rules.iter().map(|rule| rule.of(line)).collect::<Vec<_>>(), rules, "{line}");
            assert_eq!(found.reason.of(line), reason, "{line}");
        }
        for line in [
            "<!-- budget-ignored row-sum: 是 -->",
            "<!-- page 7 -->",
            "budget-ignore row-sum: 是",
            "<!-- budget-ignore",
        ] {
            assert_eq!(suppression(line, whole(line)), None, "{line}");
        }
    }

    #[test]
    fn comments_are_not_shown() {
        for (text, seen) in [
            ("物业费 <!-- budget-ignore row-sum: 是 -->", "物业费 "),
            ("甲 <!-- a --> 乙<!-- b -->丙", "甲 乙丙"),
            ("甲 <!-- 未完", "甲 <!-- 未完"),
            ("甲 --> 乙", "甲 --> 乙"),
        ] {
            assert_eq!(shown(text), seen);
        }
    }

    #[test]
    fn a_name_is_read_without_the_comments_around_it() {
        for (line, name) in [
            (" 物业费 <!-- budget-ignore row-sum: 是 --> ", "物业费"),
            ("<!-- a --> 物业费", "物业费"),
            ("<!-- a --><!-- b -->", ""),
            ("物业费", "物业费"),
            ("物业费 <!-- 未完", "物业费 <!-- 未完"),
            ("--> 物业费 -->", "--> 物业费 -->"),
            ("物业费 <!-- a <!-- b --> <!-- c -->", "物业费"),
            ("物业费 <!-- a --> b <!-- c -->", "物业费 <!-- a --> b"),
        ] {
            assert_eq!(without_comments(line, whole(line)).of(line), name, "{line}");
        }
    }
}
