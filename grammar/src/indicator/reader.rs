//! Cuts the cell into indicators and each indicator at its keywords; collects problems, one for one cause.

use super::{
    Indicator, Indicators, Piece, Problem, ProblemKind,
    keyword::{Fit, Keyword, Values, Which, keywords, lost_front},
    landmark::{Start, numbered_sentence},
    piece::{self, between, is_blank, is_dash, is_digit, is_other_mark, span_in, trim, trim_end, trim_start},
};
use crate::{Span, codes::Codes};

/// What a cell holds that says there are no indicators.
const NIL: [&str; 7] = ["-", "—", "——", "－", "/", "无", "无。"];

/// Faults no further apart have one cause: the length of two full-width signs.
const NEAR: u32 = 6;

pub(super) struct Reader<'t> {
    pub(super) cell: &'t str,
    pub(super) codes: &'t Codes,
    list: Vec<Indicator>,
    problems: Vec<Problem>,
    absent: Absent,
    /// The number that the next indicator should have.
    expected: u32,
}

/// The pieces that the indicator at hand lacks, each with the place where it belongs.
#[derive(Default)]
struct Absent {
    places: [Option<usize>; 7],
    /// Whether the indicator breaks off within a piece that is reported: the pieces behind it are no fault of their
    /// own.
    broken_off: bool,
}

const CONTENT: [Piece; 7] =
    [Piece::Number, Piece::Level1, Piece::Level2, Piece::Name, Piece::Cycle, Piece::Year, Piece::Stop];

impl<'t> Reader<'t> {
    pub(super) fn new(cell: &'t str, codes: &'t Codes, indicators: usize) -> Self {
        Self {
            cell,
            codes,
            list: Vec::with_capacity(indicators),
            problems: Vec::new(),
            absent: Absent::default(),
            expected: 1,
        }
    }

    pub(super) fn finish(mut self) -> Indicators {
        self.problems.sort_by_key(|problem| problem.span);
        Indicators { list: self.list.into_boxed_slice(), problems: self.problems.into_boxed_slice() }
    }

    /// What stands before the first front: indicators without any class, a title, or prose.
    pub(super) fn preamble(&mut self, first: Option<usize>) {
        let end = first.unwrap_or(self.cell.len());
        let text = trim(between(self.cell, 0, end));
        if text.is_empty() {
            return;
        }
        let span = span_in(self.cell, text);
        let begun = |sign| is_digit(sign) || is_dash(sign) || is_blank(sign) || sign == '、' || is_other_mark(sign);
        if !keywords(self.cell, 0, end).is_empty() {
            self.stretch(Start::plain(0), end);
        } else if first.is_some() {
            self.report(span, ProblemKind::Stray);
        } else if text.starts_with(is_digit) && text.chars().all(begun) {
            self.indicator(Start::plain(0), end, Values::default());
        } else if !NIL.contains(&text) {
            self.report(span, ProblemKind::NoIndicator);
        }
    }

    /// Reads from one front to the next: one indicator, unless the keywords say that fronts are lost in between.
    pub(super) fn stretch(&mut self, start: Start, end: usize) {
        let mut values = Values::default();
        let mut open = start;
        let mut from = start.at;
        for key in keywords(self.cell, start.at, end) {
            let backwards = key.which == Which::Cycle && values.year.is_some();
            if values.get(key.which).is_none() && !backwards {
                values.set(key.which, key);
            } else if let Some(next) = self.front_between(open.at, from, &values, key) {
                self.indicator(open, next, values);
                open = Start::plain(next);
                values = Values::default();
                values.set(key.which, key);
            } else {
                repeated(&mut values, key);
            }
            from = key.colon.range().end;
        }
        self.last(open, end, values);
    }

    /// Where, from `from` on, the front of another indicator is lost before `key`, which comes out of turn.
    fn front_between(&self, open: usize, from: usize, values: &Values, key: Keyword) -> Option<usize> {
        let to = key.span.range().start;
        let number = self.number_at(open).saturating_add(1);
        if key.which == Which::Cycle && values.year.is_some() {
            return lost_front(self.cell, from, to, number);
        }
        numbered_sentence(between(self.cell, from, to), number).map(|at| from + at)
    }

    /// The last indicator of a stretch: another one without a class may be begun in its last value.
    fn last(&mut self, open: Start, end: usize, values: Values) {
        let next = self.number_at(open.at).saturating_add(1);
        let begun = values.year.and_then(|year| {
            let from = year.colon.range().end;
            let at = numbered_sentence(between(self.cell, from, end), next)?;
            let other = piece::digits(between(self.cell, end, self.cell.len())).ok();
            let repeated = other.is_some_and(|(_, run)| piece::number(run) == Some(next));
            (!repeated).then_some(from + at)
        });
        self.indicator(open, begun.unwrap_or(end), values);
        if let Some(begun) = begun {
            self.indicator(Start::plain(begun), end, Values::default());
        }
    }

    fn number_at(&self, start: usize) -> u32 {
        let text = between(self.cell, start, self.cell.len());
        let number = piece::digits(trim_start(text)).ok().and_then(|(_, run)| piece::number(run));
        number.unwrap_or(self.expected)
    }

    fn indicator(&mut self, start: Start, end: usize, values: Values) {
        let reported = self.problems.len();
        let body = trim_end(between(self.cell, start.at, end));
        let whole = trim_start(body);
        let (from, to) = (start.at + body.len() - whole.len(), start.at + body.len());
        let (close, stop) = self.stop(from, to, &values);
        let front_end = values.first().map_or(close, |key| key.span.range().start);
        let mut read = self.front(Start { at: from, ..start }, front_end, &values);
        self.values(&mut read, close, &values);
        read.span = Span::new(from, stop.range().end.max(close));
        read.stop = stop;
        self.expected = read.number.map_or(self.expected, |number| number.value).saturating_add(1);
        self.report_absent();
        self.merge(reported);
        self.list.push(read);
    }

    /// Drops a sign too many that touches another fault: `实施周期指标：：` has one letter wrong.
    fn merge(&mut self, from: usize) {
        let touches = |extra: &Problem, other: &Problem| {
            let near = |end: u32, start: u32| start <= end.saturating_add(NEAR);
            near(extra.span.end, other.span.start) && near(other.span.end, extra.span.start)
        };
        let touched = |extra: &Problem, others: &[Problem]| {
            let mut faults = others.iter().filter(|other| other.kind != ProblemKind::Extra);
            faults.any(|other| touches(extra, other))
        };
        if self.problems.len() > from + 1 {
            let own = self.problems.split_off(from);
            let kept = own.iter().filter(|one| one.kind != ProblemKind::Extra || !touched(one, &own));
            self.problems.extend(kept);
        }
    }

    /// The text from `start` to `end`, trimmed; where it is blank, the empty span at `start`.
    pub(super) fn cut(&self, start: usize, end: usize) -> Span {
        let text = trim(between(self.cell, start, end));
        if text.is_empty() { Span::new(start, start) } else { span_in(self.cell, text) }
    }

    pub(super) fn report(&mut self, span: Span, kind: ProblemKind) {
        let indicator = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.problems.push(Problem { span, indicator, kind });
    }

    /// Notes that a piece is missing.
    pub(super) fn lack(&mut self, piece: Piece, place: usize) {
        let slots = CONTENT.iter().zip(&mut self.absent.places);
        for (_, slot) in slots.filter(|(own, _)| **own == piece) {
            *slot = Some(place);
        }
    }

    /// Whether the piece has been found to be missing.
    pub(super) fn lacks(&self, piece: Piece) -> bool {
        CONTENT.iter().zip(&self.absent.places).any(|(own, place)| *own == piece && place.is_some())
    }

    /// Reports `span`, with which the indicator ends before `first` is whole.
    pub(super) fn break_off(&mut self, span: Span, first: Piece) {
        let stopped = self.absent.places.last().is_some_and(Option::is_none);
        let last = if stopped { Piece::Year } else { Piece::Stop };
        self.report(span, ProblemKind::Mistaken { first, last });
        self.absent.broken_off = true;
    }

    /// Reports what is missing: pieces that follow each other are missing for one cause.
    fn report_absent(&mut self) {
        let mut absent = std::mem::take(&mut self.absent);
        let [_, level1, level2, name, cycle, year, _] = absent.places;
        // A text behind a number and nothing else: what is missing first says it all.
        let unknown = [level1, level2, cycle, year].iter().all(Option::is_some) && name.is_none();
        if absent.broken_off || unknown {
            let values = absent.places.iter_mut().skip(4);
            values.for_each(|place| *place = None);
        }
        let mut run: Option<(Piece, Piece, usize)> = None;
        for (piece, slot) in CONTENT.into_iter().zip(absent.places).chain([(Piece::Colon, None)]) {
            run = match (run, slot) {
                (Some((first, _, place)), Some(_)) => Some((first, piece, place)),
                (None, Some(place)) => Some((piece, piece, place)),
                (Some((first, last, place)), None) => {
                    self.report_run(first, last, place);
                    None
                }
                (None, None) => None,
            };
        }
    }

    fn report_run(&mut self, first: Piece, last: Piece, place: usize) {
        let marked = || between(self.cell, place, self.cell.len()).starts_with('、');
        let last = if last == Piece::Number && !marked() { Piece::Mark } else { last };
        self.report(Span::new(place, place), ProblemKind::Missing { first, last });
    }
}

/// Takes up a keyword that stands there a second time with no other indicator between.
fn repeated(values: &mut Values, key: Keyword) {
    let wrong = |key: Keyword, which| Keyword { which, fit: Fit::Misspelled, ..key };
    match (values.cycle, values.year, key.which) {
        (None, Some(_), Which::Cycle) => values.cycle = Some(key),
        (Some(_), None, Which::Cycle) => values.year = Some(wrong(key, Which::Year)),
        (None, Some(first), Which::Year) => {
            values.cycle = Some(wrong(first, Which::Cycle));
            values.year = Some(key);
        }
        _ => {}
    }
}

pub(super) fn missing(piece: Piece) -> ProblemKind {
    ProblemKind::Missing { first: piece, last: piece }
}

pub(super) fn mistaken(piece: Piece) -> ProblemKind {
    ProblemKind::Mistaken { first: piece, last: piece }
}
