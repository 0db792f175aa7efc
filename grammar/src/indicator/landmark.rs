//! Where the indicators of a cell begin.
//!
//! An indicator is known by its front, `2、1-产出指标；11-`. Every end of a sentence and every hyphen is looked at, because
//! a value may hold sentences and the `。` before an indicator may be missing; what looks like a front with one fault in
//! it is taken for one only where a class code or a known class name bears it out.

use memchr::{memchr2_iter, memchr3, memmem};
use smallvec::SmallVec;

use super::piece::{
    self, Opening, code, digits, is_blank, is_digit, is_other_mark, is_separator, level2_follows, line_break, nearby,
    split_digits_end, split_separator, trim, trim_start,
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
        let known1 = self.codes.level1_prefix(trim_start(nearby(behind))).is_some();
        let known2 = || self.codes.level2_prefix(trim_start(nearby(behind))).is_some();
        if !known1 && (!level2_follows(behind) || (run.chars().count() == 2 && known2())) {
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

/// A front at the start of a sentence that is not as it should be, and its number. `None` where the text is more likely
/// something else: a sentence of a value.
fn damaged_front<'t>(text: &'t str, codes: &Codes) -> Option<(&'t str, Option<u32>)> {
    let Numbering { number, marked, body } = numbering(text);
    if let Ok((name, run)) = code(body) {
        let known1 = codes.level1_prefix(trim_start(name)).is_some();
        let known2 = codes.level2_prefix(trim_start(name)).is_some();
        let follows = level2_follows(name);
        let width = run.chars().count();
        let level1 = known1 || (follows && !known2);
        let fits = level1 || follows || (width == 1 && marked && number.is_some()) || (width == 2 && known2);
        let glued = || glued_number(run).filter(|_| level1);
        return fits.then(|| (name, number.or_else(glued)));
    }
    let near = nearby(body);
    let (piece, behind) = split_separator(near)?;
    let level1 = trim(piece);
    let next = behind.trim_start_matches(|sign| is_separator(sign) || is_blank(sign));
    let named = codes.level1_prefix(level1) == Some(level1.len()) && !level1.is_empty();
    let known2 = code(next).is_ok_and(|(name, _)| codes.level2_prefix(trim_start(name)).is_some());
    let coded = code(next).is_ok_and(|(_, run)| run.chars().count() == 2) && !level1.contains('。');
    let listed = marked && number.is_some();
    let fits = (named && (listed || coded || codes.level2_prefix(next).is_some())) || (listed && (coded || known2));
    let rest = body.get(near.len() - next.len()..)?;
    fits.then_some((rest, number))
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
    body: &'t str,
}

/// Takes a number and its `、` off the front of `text`, if they are there.
fn numbering(text: &str) -> Numbering<'_> {
    let Ok((behind, run)) = digits(text) else {
        let body = text.strip_prefix('、').map_or(text, trim_start);
        return Numbering { number: None, marked: false, body };
    };
    let blank = trim_start(behind);
    let body = blank.trim_start_matches(|sign| sign == '、' || is_other_mark(sign));
    let marks = blank.len() - body.len();
    // A third mark is no slip any more, and digits behind a point are those of a decimal.
    let marked = (1..=2 * '、'.len_utf8()).contains(&marks);
    if marked || blank.len() < behind.len() {
        return Numbering { number: piece::number(run), marked, body: trim_start(body) };
    }
    Numbering { number: None, marked: false, body: text }
}

/// The next sentence in `text` from `from` on that begins with `number` and a mark, or with `number` alone at the very
/// end: an indicator without any class, perhaps still being typed.
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
