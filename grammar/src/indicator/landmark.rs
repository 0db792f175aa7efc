//! Where the indicators of a cell begin.
//!
//! An indicator is known by its front, `2、1-产出指标；11-`. Every end of a sentence and every hyphen is looked at, because
//! a value may hold sentences and the `。` before an indicator may be missing; what looks like a front with one fault in
//! it is taken for one only where a class code or a known class name bears it out.

use memchr::{memchr2_iter, memchr3, memmem};
use smallvec::SmallVec;

use super::piece::{
    self, LOOK, Opening, code, digits, is_blank, is_digit, is_other_mark, is_separator, level2_follows, line_break,
    nearby, split_digits_end, split_separator, trim, trim_start,
};
use crate::codes::Codes;

/// Where an indicator begins.
#[derive(Clone, Copy)]
pub(super) struct Start {
    pub(super) at: usize,
    /// Its front, if it is as it should be.
    pub(super) whole: Option<Opening>,
}

impl Start {
    /// A front that is not as it should be.
    pub(super) fn plain(at: usize) -> Self {
        Self { at, whole: None }
    }
}

/// The fronts of a cell, in their order.
pub(super) type Starts = SmallVec<[Start; 8]>;

/// The first byte of `、` and `。`.
const PUNCTUATION: u8 = 0xE3;
const STOP: &str = "。";
/// A front without its number so soon behind another is the rest of that one: no indicator is shorter.
const SHORTEST: usize = 48;
/// As much text between the end of a sentence and a front belongs to the front: a slip, not a value of its own.
const SLIP: usize = 12;

/// All fronts in `text`. Linear in its length.
pub(super) fn starts(text: &str, codes: &Codes) -> Starts {
    let mut scan = Scan { text, codes, starts: Starts::new(), boundary: 0, expected: 1 };
    let mut at = scan.sentence(0);
    while let Some((from, rest)) = text.as_bytes().get(at..).map(|rest| (at, rest)) {
        let Some(found) = memchr3(b'-', PUNCTUATION, b'<', rest) else {
            break;
        };
        at = scan.landmark(from + found);
    }
    scan.starts
}

struct Scan<'t> {
    text: &'t str,
    codes: &'t Codes,
    starts: Starts,
    /// Where the last sentence began.
    boundary: usize,
    /// The number that the next indicator should have.
    expected: u32,
}

impl<'t> Scan<'t> {
    fn from(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    /// Looks at one byte that may be a landmark; returns where to go on.
    fn landmark(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes().get(at..).unwrap_or_default();
        match bytes.first() {
            Some(b'-') => self.hyphen(at),
            Some(b'<') => match line_break(self.from(at)) {
                Some(length) => self.sentence(at + length),
                None => at + 1,
            },
            _ if bytes.starts_with(STOP.as_bytes()) => self.sentence(at + STOP.len()),
            _ => at + 1,
        }
    }

    /// A sentence begins at `at`, maybe an indicator with it.
    fn sentence(&mut self, at: usize) -> usize {
        let whole = trim_start(self.from(at));
        let rest = whole.trim_start_matches(|sign| is_separator(sign) || is_blank(sign));
        let at = |text: &str| self.text.len() - text.len();
        // A separator may stand too many before the number, or in its place.
        let start = if rest.starts_with('、') { at(whole) } else { at(rest) };
        let first = self.starts.is_empty() && start <= SLIP;
        self.boundary = if first { 0 } else { start };
        if let Some(whole) = piece::opening(self.text, at(rest)) {
            let clean = self.boundary == at(rest);
            let number = piece::number(whole.number.of(self.text));
            self.accept(self.boundary, Some(whole).filter(|_| clean), number);
            return whole.end;
        }
        match damaged_front(rest, self.codes).filter(|(_, number)| number.is_some() || self.is_far(start)) {
            Some((behind, number)) => {
                self.accept(self.boundary, None, number);
                at(behind)
            }
            None => at(rest),
        }
    }

    /// A hyphen that stands inside a sentence: the front of an indicator after all, if it is that of a level-1 class.
    fn hyphen(&mut self, at: usize) -> usize {
        let next = at + 1;
        let before = self.text.get(..at).unwrap_or_default().trim_end_matches(is_blank);
        let (lead, run) = split_digits_end(before);
        let behind = self.from(next);
        if run.is_empty() || trim_start(nearby(behind)).starts_with(is_digit) {
            return next;
        }
        let width = run.chars().count();
        let evidence = Evidence::behind(behind, self.codes);
        // So soon behind a front stands its own level 2, whatever its name: 成本指标 is one of either level.
        let soon = if width == 2 { LOOK } else { SHORTEST };
        let level2 = self.starts.last().is_some_and(|last| at < last.at + soon);
        if level2 || !evidence.leads(width) {
            return next;
        }
        let Some((start, number)) = self.lead(lead, run) else {
            return next;
        };
        let start = if start - self.boundary.min(start) <= SLIP { self.boundary.min(start) } else { start };
        let behind = self.starts.last().is_none_or(|last| last.at < start);
        if behind && (number.is_some() || self.is_far(start)) {
            self.accept(start, None, number);
        }
        next
    }

    /// The start and the number of the front whose level-1 digits are `run`, behind `before`.
    fn lead(&self, before: &str, run: &str) -> Option<(usize, Option<u32>)> {
        let digit = run.chars().next_back()?;
        let glued = run.strip_suffix(digit)?;
        if !glued.is_empty() {
            let number = self.numbered(before, glued);
            return Some((before.len() + glued.len() - number.len(), piece::number(number)));
        }
        let plain = before.trim_end_matches(is_blank);
        let marked = plain.strip_suffix(|sign| sign == '、' || is_other_mark(sign));
        if marked.is_none() && plain.len() == before.len() {
            return Some((before.len(), None));
        }
        let (value, run) = split_digits_end(marked.unwrap_or(plain).trim_end_matches(is_blank));
        if run.is_empty() {
            let start = if plain.ends_with('、') { plain.len() - '、'.len_utf8() } else { before.len() };
            return Some((start, None));
        }
        let number = self.numbered(value, run);
        let start = value.len() + run.len() - number.len();
        let closed = plain.ends_with([')', '）']) && number.len() == run.len();
        let open = value.strip_suffix(['(', '（']).filter(|_| closed);
        Some((open.map_or(start, str::len), piece::number(number)))
    }

    /// Of the digits `run` behind `before`, those of the number: where no `。` parts them from a value that ends in
    /// digits, the number is the one that the list has come to.
    fn numbered<'r>(&self, before: &str, run: &'r str) -> &'r str {
        let parted = before.len() <= self.boundary || before.ends_with(is_separator);
        let digits = self.expected.checked_ilog10().map_or(1, |digits| digits as usize + 1);
        let tail = run.char_indices().rev().take(digits).last();
        let number = tail.and_then(|(at, _)| run.get(at..)).unwrap_or(run);
        if !parted && piece::number(number) == Some(self.expected) { number } else { run }
    }

    fn is_far(&self, start: usize) -> bool {
        self.starts.last().is_none_or(|last| start >= last.at + SHORTEST)
    }

    fn accept(&mut self, at: usize, whole: Option<Opening>, number: Option<u32>) {
        self.starts.push(Start { at, whole });
        self.expected = number.unwrap_or(self.expected).saturating_add(1);
    }
}

/// What the text behind the hyphen of a code says about its level.
pub(super) struct Evidence {
    /// It begins with a name of level 1.
    pub(super) level1: bool,
    /// It begins with a name of level 2.
    pub(super) level2: bool,
    /// A level-2 code stands behind the next separator.
    pub(super) level2_follows: bool,
}

impl Evidence {
    pub(super) fn behind(name: &str, codes: &Codes) -> Self {
        let near = trim_start(nearby(name));
        Self {
            level1: codes.level1_prefix(near).is_some(),
            level2: codes.level2_prefix(near).is_some(),
            level2_follows: level2_follows(name),
        }
    }

    /// Whether a code of `width` digits is that of level 1, with the number before it if it has more than one.
    pub(super) fn leads(&self, width: usize) -> bool {
        let either = self.level1 || self.level2_follows;
        match width {
            1 => either,
            _ if self.level2 => self.level1 && self.level2_follows,
            _ => either,
        }
    }
}

/// A front at the start of a sentence that is not as it should be, and its number. `None` where the text is more likely
/// something else: a sentence of a value.
fn damaged_front<'t>(text: &'t str, codes: &Codes) -> Option<(&'t str, Option<u32>)> {
    let Numbering { number, marked, stopped, body } = numbering(text);
    // `2、；22-`: level 1 may be gone and its separator left.
    let bare = match number {
        Some(_) => body.trim_start_matches(|sign| is_separator(sign) || is_blank(sign)),
        None => body,
    };
    let parted = bare.len() < body.len();
    let body = bare;
    if let Ok((name, run)) = code(body) {
        let width = run.chars().count();
        let evidence = Evidence::behind(name, codes);
        let listed = (width == 1 || (width == 2 && parted)) && marked && number.is_some();
        let fits = evidence.leads(width) || evidence.level2_follows || listed || (width == 2 && evidence.level2);
        let glued = || glued_number(run).filter(|_| evidence.leads(width));
        return fits.then(|| (name, number.or_else(glued)));
    }
    // `2。` is a slip in front of a code, and in front of a text the end of a value.
    let listed = marked && number.is_some() && !stopped;
    codeless_front(body, listed, codes).map(|behind| (behind, number))
}

/// A front whose level 1 has lost its code; returns what stands behind level 1. `listed`: behind a number and its mark.
fn codeless_front<'t>(body: &'t str, listed: bool, codes: &Codes) -> Option<&'t str> {
    let near = nearby(body);
    let (piece, behind) = split_separator(near)?;
    let level1 = trim(piece);
    // A sentence may hold the front of the next indicator, where the `。` in between is no slip.
    if level1.contains('。') && (level1.contains('、') || level1.len() > SHORTEST) {
        return None;
    }
    let next = behind.trim_start_matches(|sign| is_separator(sign) || is_blank(sign));
    let named = !level1.is_empty() && codes.level1_prefix(level1) == Some(level1.len());
    // `2、1；-产出指标；11-`: a separator may cut the code of level 1.
    let cut = level1.chars().count() <= 2 && level2_follows(next);
    let coded = cut || code(next).is_ok_and(|(_, run)| run.chars().count() == 2);
    let fits = match (named, listed) {
        (true, true) => true,
        (true, false) => coded || codes.level2_prefix(next).is_some(),
        (false, listed) => listed && coded,
    };
    let rest = body.get(near.len() - next.len()..)?;
    fits.then_some(rest)
}

/// `21-产出指标` is the indicator 2 without its `、`; `11-数量指标` has no number at all.
fn glued_number(run: &str) -> Option<u32> {
    let last = run.chars().next_back()?;
    piece::number(run.strip_suffix(last)?)
}

struct Numbering<'t> {
    number: Option<u32>,
    /// Whether a `、` or something like it stands behind the number.
    marked: bool,
    /// Whether the mark is a `。`, which may as well end a value.
    stopped: bool,
    body: &'t str,
}

/// Takes a number and its `、` off the front of `text`, if they are there.
fn numbering(text: &str) -> Numbering<'_> {
    let none = |body| Numbering { number: None, marked: false, stopped: false, body };
    let Ok((behind, run)) = digits(text) else {
        return none(text.strip_prefix('、').map_or(text, trim_start));
    };
    let blank = trim_start(behind);
    let body = blank.trim_start_matches(|sign| sign == '、' || is_other_mark(sign));
    let marks = blank.get(..blank.len() - body.len()).unwrap_or_default();
    // A third mark is no slip any more.
    let marked = (1..=2 * '、'.len_utf8()).contains(&marks.len());
    if !marked && blank.len() == behind.len() {
        return none(text);
    }
    Numbering { number: piece::number(run), marked, stopped: marks.starts_with('。'), body: trim_start(body) }
}

/// The first sentence in `text`, but for the one at its start, that begins with `number` and a mark, or with `number`
/// alone at the very end: an indicator without any class, perhaps still being typed.
pub(super) fn numbered_sentence(text: &str, number: u32) -> Option<usize> {
    sentences(text).find(|start| {
        let rest = text.get(*start..).unwrap_or_default();
        let Ok((behind, run)) = digits(rest) else {
            return false;
        };
        let body = trim_start(behind);
        let marked = body.strip_prefix(['.', '．', ',', '，']);
        let point = marked.is_some_and(|body| !body.starts_with(is_digit));
        let ends = body.is_empty() || body.starts_with('、') || point;
        ends && piece::number(run) == Some(number) && !enumerates(text.get(..*start).unwrap_or_default(), number)
    })
}

/// Whether `before` holds the number before this one: the sentences of a value may be numbered too.
fn enumerates(before: &str, number: u32) -> bool {
    let previous = format!("{}、", number.saturating_sub(1));
    memmem::find(before.as_bytes(), previous.as_bytes()).is_some()
}

/// Where the sentences in `text` begin, but for the first one.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = usize> {
    memchr2_iter(PUNCTUATION, b'<', text.as_bytes()).filter_map(|at| {
        let rest = text.get(at..)?;
        let length = match rest.strip_prefix(STOP) {
            Some(_) => STOP.len(),
            None => line_break(rest)?,
        };
        let behind = rest.get(length..)?;
        Some(text.len() - trim_start(behind).len())
    })
}
