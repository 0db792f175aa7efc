//! What a heading says of the figures below it.

use super::{
    mention::is_about_parts,
    period::{Period, period_at},
};
use crate::{
    department::year_ending,
    name::{ends_in_organisation, fold, trim},
    statement::Label,
};

/// The longest heading, in bytes.
const LONGEST: usize = 120;

/// What a heading says of the figures below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The year that they are of.
    pub period: Period,
    /// Whether they are those of a part of the department.
    pub is_of_part: bool,
    /// The organisation that it names, folded, perhaps with something before it.
    pub holder: Option<Box<str>>,
}

impl Heading {
    /// What a line says that is marked as one, numbered as they are, or names an organisation and a year; `None` where that is nothing.
    pub(super) fn read(text: &str, is_marked: bool) -> Option<Self> {
        if text.len() > LONGEST || text.contains('。') {
            return None;
        }
        let text = trim(text.trim_start_matches(['#', '*', ' ']).trim_end_matches('*'));
        let label = Label::read(text);
        let before_year = || text.match_indices('年').find_map(|(at, _)| Some(year_ending(text.get(..at)?)?.1));
        // 民政局部门预算（2026年）
        let bare = |text: &'_ str| -> Option<Box<str>> {
            let text = trim(text.trim_end_matches(['（', '(']));
            let text = ["部门预算", "单位预算", "部门决算", "单位决算", "预算公开"]
                .iter()
                .find_map(|word| text.strip_suffix(word))
                .unwrap_or(text);
            ends_in_organisation(text).then(|| fold(text).into())
        };
        let named = before_year().and_then(bare);
        if !is_marked && label.rank.is_none() && named.is_none() {
            return None;
        }
        let holder = named.or_else(|| bare(&label.name));
        let said = Self { period: period_at(text, text.len()), is_of_part: is_about_parts(text), holder };
        (said != Self::default()).then_some(said)
    }
}
