//! The two keywords, 实施周期指标值 and 年度指标值, and what a slip makes of them.

use std::sync::LazyLock;

use memchr::memmem;
use smallvec::SmallVec;

use super::piece::{self, between, is_blank, is_colon, is_separator, separator, trim_end, trim_start};
use crate::Span;

const CYCLE: &str = "实施周期指标值";
const YEAR: &str = "年度指标值";
const BOTH: &str = "指标值";
static BOTH_FINDER: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(BOTH));

/// Which of the two values a keyword announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Cycle,
    Year,
}

/// How sure a keyword is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// As it should be, with its colon.
    Whole,
    /// As it should be, without a colon.
    NoColon,
    /// With a letter too many, too few or wrong.
    Misspelled,
}

/// A keyword in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keyword {
    pub(super) which: Which,
    pub(super) fit: Fit,
    pub(super) span: Span,
    /// Empty where there is none.
    pub(super) colon: Span,
}

pub(super) type Keywords = SmallVec<[Keyword; 4]>;

impl Which {
    fn text(self) -> &'static str {
        match self {
            Self::Cycle => CYCLE,
            Self::Year => YEAR,
        }
    }

    /// The letters that may differ: a keyword of seven letters is known by five, one of five by four.
    fn slips(self) -> usize {
        match self {
            Self::Cycle => 2,
            Self::Year => 1,
        }
    }
}

/// The keywords between `start` and `end`, in their order. Damaged ones are looked for where a whole one is missing.
pub(super) fn keywords(text: &str, start: usize, end: usize) -> Keywords {
    let mut found = exact(text, start, end);
    if let [Keyword { which: Which::Cycle, fit: Fit::Whole, .. }, Keyword { which: Which::Year, fit: Fit::Whole, .. }] =
        found.as_slice()
    {
        return found;
    }
    let whole = |which| found.iter().any(|key: &Keyword| key.which == which && key.fit == Fit::Whole);
    let (cycle, year) = (whole(Which::Cycle), whole(Which::Year));
    found.retain(|key| match key.which {
        Which::Cycle => !cycle || key.fit == Fit::Whole,
        Which::Year => !year || key.fit == Fit::Whole,
    });
    for which in [Which::Cycle, Which::Year] {
        if !found.iter().any(|key| key.which == which) {
            found.extend(misspelled(text, start, end, which));
        }
    }
    found.sort_by_key(|key| key.span);
    found
}

fn exact(text: &str, start: usize, end: usize) -> Keywords {
    let area = between(text, start, end);
    let mut found = Keywords::new();
    for at in BOTH_FINDER.find_iter(area.as_bytes()) {
        let to = at + BOTH.len();
        let Some((before, behind)) = area.split_at_checked(to) else {
            continue;
        };
        let Some(which) = [Which::Cycle, Which::Year].into_iter().find(|which| before.ends_with(which.text())) else {
            continue;
        };
        let from = to - which.text().len();
        let colon = colon_behind(behind).map(|(skip, length)| Span::new(start + to + skip, start + to + skip + length));
        // Without a colon it is the keyword only where a piece may begin; else somebody writes about the value.
        let opens = || trim_end(between(area, 0, from)).ends_with(|sign| is_separator(sign) || sign == '。');
        if colon.is_none() && !opens() {
            continue;
        }
        found.push(Keyword {
            which,
            fit: if colon.is_some() { Fit::Whole } else { Fit::NoColon },
            span: Span::new(start + from, start + to),
            colon: colon.unwrap_or_else(|| Span::new(start + to, start + to)),
        });
    }
    found
}

/// Offset and length of the colon that `text` begins with, behind blanks.
fn colon_behind(text: &str) -> Option<(usize, usize)> {
    let skip = text.len() - text.trim_start_matches(is_blank).len();
    let sign = text.get(skip..)?.chars().next()?;
    is_colon(sign).then_some((skip, sign.len_utf8()))
}

/// The piece that begins with a misspelling of the keyword, the last one if several do.
fn misspelled(text: &str, start: usize, end: usize, which: Which) -> Option<Keyword> {
    let mut at = start;
    let mut found = None;
    while let Some((offset, length)) = separator(between(text, at, end)) {
        at += offset + length;
        let area = between(text, at, end);
        let piece = trim_start(area);
        let from = at + area.len() - piece.len();
        found = near(piece, which).or_else(|| clipped(piece, which)).map(|near| near.at(from, which)).or(found);
    }
    found
}

struct Near {
    length: usize,
    colon: Option<(usize, usize)>,
    slips: usize,
}

impl Near {
    fn at(&self, from: usize, which: Which) -> Keyword {
        let to = from + self.length;
        let colon =
            self.colon.map_or_else(|| Span::new(to, to), |(skip, length)| Span::new(to + skip, to + skip + length));
        let fit = if self.slips == 0 { Fit::Whole } else { Fit::Misspelled };
        Keyword { which, fit, span: Span::new(from, to), colon }
    }
}

/// The text before the first colon, if it is the keyword but for a slip.
fn near(piece: &str, which: Which) -> Option<Near> {
    let mut letters: SmallVec<[char; 12]> = SmallVec::new();
    for (at, sign) in piece.char_indices() {
        if is_colon(sign) {
            let slips = distance(&letters, which.text());
            let length = trim_end(between(piece, 0, at)).len();
            let colon = Some((at - length, sign.len_utf8()));
            return (slips <= which.slips()).then_some(Near { length, colon, slips });
        }
        if letters.len() == letters.inline_size() {
            return None;
        }
        if !is_blank(sign) {
            letters.push(sign);
        }
    }
    None
}

/// The front of the keyword, cut off and without a colon: `年度指标100%`.
fn clipped(piece: &str, which: Which) -> Option<Near> {
    let shared = piece.chars().zip(which.text().chars()).take_while(|(one, other)| one == other);
    let length: usize = shared.map(|(sign, _)| sign.len_utf8()).sum();
    (length >= "年度指标".len()).then_some(Near { length, colon: None, slips: 1 })
}

/// Insertions, deletions and replacements (Levenshtein) that lead from one to the other.
fn distance(letters: &[char], keyword: &str) -> usize {
    let mut row: SmallVec<[usize; 16]> = (0..=letters.len()).collect();
    for (line, wanted) in keyword.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (cell, letter) in row.iter_mut().zip(std::iter::once(None).chain(letters.iter().map(Some))) {
            let above = *cell;
            *cell = match letter {
                None => line + 1,
                Some(letter) => (diagonal + usize::from(*letter != wanted)).min(above + 1).min(left + 1),
            };
            diagonal = above;
            left = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Which keywords belong to one indicator.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Values {
    pub(super) cycle: Option<Keyword>,
    pub(super) year: Option<Keyword>,
}

impl Values {
    /// The last keyword.
    pub(super) fn last(&self) -> Option<Keyword> {
        if self.is_swapped() { self.cycle } else { self.year.or(self.cycle) }
    }

    /// The first keyword.
    pub(super) fn first(&self) -> Option<Keyword> {
        if self.is_swapped() { self.year } else { self.cycle.or(self.year) }
    }

    pub(super) fn is_swapped(&self) -> bool {
        self.cycle.zip(self.year).is_some_and(|(cycle, year)| year.span < cycle.span)
    }

    pub(super) fn get(&self, which: Which) -> Option<Keyword> {
        match which {
            Which::Cycle => self.cycle,
            Which::Year => self.year,
        }
    }

    pub(super) fn set(&mut self, which: Which, key: Keyword) {
        match which {
            Which::Cycle => self.cycle = Some(key),
            Which::Year => self.year = Some(key),
        }
    }
}

/// Where a new indicator begins between two keywords, if the keywords say that one must and its front is lost.
pub(super) fn lost_front(text: &str, start: usize, end: usize, number: u32) -> Option<usize> {
    let area = between(text, start, end);
    let last = || super::landmark::sentences(area).last();
    let piece = || {
        let (at, length) = separator(area)?;
        (trim_end(area).len() > at + length).then_some(at + length)
    };
    let at = super::landmark::numbered_sentence(area, number).or_else(last).or_else(piece)?;
    Some(start + at + (area.len() - at - piece::trim_start(between(area, at, area.len())).len()))
}
