//! Projects and budget units found by what a drafter types of their names: the characters in order, or the initials in
//! pinyin.

use std::{cmp::Reverse, collections::BinaryHeap};

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};

use super::initials::initials;
use crate::kept::{Named, Names};

/// The most names that are found: more than a drafter looks through.
pub const MOST: usize = 200;

/// What is looked for, and the best that was found so far.
pub struct Search<'a> {
    query: Query,
    matcher: Matcher,
    characters: Vec<char>,
    /// The worst one first.
    best: BinaryHeap<Reverse<Found<'a>>>,
}

/// The words of a query.
struct Query {
    pattern: Pattern,
    /// Whether initials may be meant.
    is_ascii: bool,
}

/// A name that was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// How well it fits: the higher, the better.
    score: u32,
    /// Names that fit as well stand in the order in which they were looked at.
    order: Reverse<(usize, usize)>,
    /// Which of the documents it stands in, in the order in which they were looked at.
    pub document: usize,
    /// The name.
    pub named: Named<'a>,
}

impl Ord for Found<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.score, self.order).cmp(&(other.score, other.order))
    }
}

impl PartialOrd for Found<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<'a> Search<'a> {
    /// A search for a query; an empty one finds every name.
    pub fn new(query: &str) -> Self {
        let pattern = Pattern::new(query, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let query = Query { pattern, is_ascii: query.is_ascii() };
        Self { query, matcher: Matcher::new(Config::DEFAULT), characters: Vec::new(), best: BinaryHeap::new() }
    }

    /// Looks through the names of a document. Cost: proportional to them.
    pub fn look_through(&mut self, document: usize, names: &'a Names) {
        for (place, named) in names.iter().enumerate() {
            let Some(score) = self.score(named.name) else { continue };
            let order = Reverse((document, place));
            let found = Found { score, order, document, named };
            let is_full = self.best.len() == MOST;
            if is_full && self.best.peek().is_some_and(|Reverse(worst)| *worst > found) {
                continue;
            }
            if is_full {
                self.best.pop();
            }
            self.best.push(Reverse(found));
        }
    }

    /// What was found, the best first; at most [`MOST`].
    pub fn best(self) -> Vec<Found<'a>> {
        self.best.into_sorted_vec().into_iter().map(|Reverse(found)| found).collect()
    }

    fn score(&mut self, name: &str) -> Option<u32> {
        let Query { pattern, is_ascii } = &self.query;
        let mut score = |text: &str| {
            let text = Utf32Str::new(text, &mut self.characters);
            pattern.score(text, &mut self.matcher)
        };
        let by_name = score(name);
        let by_initials = if *is_ascii && !name.is_ascii() { score(&initials(name)) } else { None };
        by_name.max(by_initials)
    }
}

#[cfg(test)]
mod tests {
    use budget_grammar::text::Encoding;

    use super::*;
    use crate::analysis::{Analysis, Options};

    fn names(projects: &[&str]) -> Names {
        let rows: String = projects.iter().map(|name| format!("| {name} | 1.00 | 目标 |\n")).collect();
        let draft = format!("| 项目名称 | 总计 | 绩效目标 |\n|-|-|-|\n| 教育局 | 9.00 | |\n{rows}");
        Names::of(&Analysis::new(&draft, Options::default()), Encoding::Utf16)
    }

    fn found(query: &str, documents: &[Names]) -> Vec<String> {
        let mut search = Search::new(query);
        documents.iter().enumerate().for_each(|(document, names)| search.look_through(document, names));
        search.best().into_iter().map(|found| format!("{} {}", found.document, found.named.name)).collect()
    }

    #[test]
    fn by_characters_in_order_by_initials_and_by_latin_letters() {
        let documents = [names(&["教师培训经费", "校舍修缮工程"]), names(&["智慧校园WiFi建设", "教师招聘"])];
        assert_eq!(found("培训", &documents), ["0 教师培训经费"]);
        assert_eq!(found("教经费", &documents), ["0 教师培训经费"]);
        assert_eq!(found("jspx", &documents), ["0 教师培训经费"]);
        assert_eq!(found("XSXS", &documents), ["0 校舍修缮工程"]);
        assert_eq!(found("wifi", &documents), ["1 智慧校园WiFi建设"]);
        assert_eq!(found("教师 招聘", &documents), ["1 教师招聘"]);
        assert_eq!(found("训培", &documents), [""; 0]);
    }

    #[test]
    fn what_fits_better_stands_first() {
        let documents = [names(&["教学培育与师资训练", "教师培训"])];
        assert_eq!(found("培训", &documents), ["0 教师培训", "0 教学培育与师资训练"]);
    }

    #[test]
    fn an_empty_query_finds_all_names_in_order_up_to_the_most() {
        let documents = [names(&["甲", "乙"])];
        assert_eq!(found("", &documents), ["0 教育局", "0 甲", "0 乙"]);
        let many = [names(&["丙"; 300])];
        assert_eq!(found("", &many).len(), MOST);
        assert_eq!(found("", &many).first().map(String::as_str), Some("0 教育局"));
    }
}
