//! The two values of an indicator, what parts them, and the `。` at the end.

use super::{
    Indicator, Piece, ProblemKind, Value,
    keyword::{Fit, Keyword, Values, Which},
    piece::{
        between, is_blank, is_colon, is_other_colon, is_other_separator, is_other_stop, is_separator, trim, trim_end,
        trim_start,
    },
    reader::{Reader, missing, mistaken},
};
use crate::Span;

impl Reader<'_> {
    /// Reads both values; the last ends at `close`.
    pub(super) fn values(&mut self, read: &mut Indicator, close: usize, values: &Values) {
        let (cycle, year) = (values.cycle, values.year);
        match cycle.zip(year) {
            Some((cycle, year)) if values.is_swapped() => {
                self.report(Span { start: year.span.start, end: cycle.span.end }, ProblemKind::Swapped);
                read.year = Some(self.parted_value(year, cycle.span.range().start));
                read.cycle = Some(self.value(cycle, close));
            }
            Some((cycle, year)) => {
                read.cycle = Some(self.parted_value(cycle, year.span.range().start));
                read.year = Some(self.value(year, close));
            }
            None => {
                read.cycle = cycle.map(|key| self.value(key, close)).or(read.cycle);
                read.year = year.map(|key| self.value(key, close));
            }
        }
        if year.is_none() {
            self.lost_year(read, close);
        }
        if read.year.is_none() {
            self.lack(Piece::Year, close);
        }
    }

    /// The end of the last value, and the `。` behind it.
    pub(super) fn stop(&mut self, start: usize, end: usize, values: &Values) -> (usize, Span) {
        let least = values.last().map_or(start, |key| key.colon.range().end);
        let body = between(self.cell, start, end);
        if let Some(bare) = body.strip_suffix('。')
            && start + bare.len() >= least
            && !bare.ends_with(|sign| sign == '。' || is_blank(sign))
        {
            return (start + bare.len(), Span::new(start + bare.len(), end));
        }
        let stopped = body.trim_end_matches(|sign| is_separator(sign) || is_blank(sign));
        if values.year.is_some() && stopped.len() < body.len() && stopped.ends_with('。') {
            self.report(Span::new(start + stopped.len(), end), ProblemKind::Extra);
        } else if stopped.len() < body.len() && !stopped.ends_with('。') || stopped.len() + start <= least {
            return self.other_stop(start, end, least, values);
        }
        let bare = stopped.trim_end_matches(|sign| sign == '。' || is_blank(sign)).len();
        let first = between(stopped, bare, stopped.len()).find('。').map(|at| start + bare + at);
        match first {
            Some(first) if first >= least => (first, Span::new(first, start + stopped.len())),
            _ => self.other_stop(start, end, least, values),
        }
    }

    /// The end of an indicator that has no `。`.
    fn other_stop(&mut self, start: usize, end: usize, least: usize, values: &Values) -> (usize, Span) {
        let body = between(self.cell, start, end);
        if values.year.is_some()
            && let Some(bare) = body.strip_suffix(is_other_stop)
            && start + bare.len() >= least
        {
            let span = Span::new(start + bare.len(), end);
            self.report(span, mistaken(Piece::Stop));
            return (start + bare.len(), Span::new(end, end));
        }
        self.lack(Piece::Stop, end);
        (end, Span::new(end, end))
    }

    /// The value behind `key`, up to `end`.
    pub(super) fn value(&mut self, key: Keyword, end: usize) -> Value {
        let (colon, from) = self.colon(key, end);
        // Behind a cycle's value that comes last, a separator parts it from that of the year, whose keyword is lost.
        let from = match key.which {
            Which::Year => self.skip_doubled(from, end),
            Which::Cycle => from,
        };
        let text = trim_end(between(self.cell, from, end));
        let bare = text.trim_end_matches(|sign| is_separator(sign) || is_blank(sign));
        if key.which == Which::Year && bare.len() < text.len() {
            self.report(Span::new(from + bare.len(), from + text.len()), ProblemKind::Extra);
        }
        Value { keyword: key.span, colon, span: self.cut(from, from + bare.len()) }
    }

    /// The value behind `key` that a separator parts from the keyword at `end`.
    pub(super) fn parted_value(&mut self, key: Keyword, end: usize) -> Value {
        let (colon, from) = self.colon(key, end);
        let from = self.skip_doubled(from, end);
        let text = self.parted(from, end);
        Value { keyword: key.span, colon, span: text }
    }

    /// The text from `start` on without the separator that should stand before `end`.
    pub(super) fn parted(&mut self, start: usize, end: usize) -> Span {
        let text = trim_end(between(self.cell, start, end));
        let at = |length: usize| start + length;
        if let Some(bare) = text.strip_suffix(is_separator) {
            let least = trim_end(bare).trim_end_matches(|sign| is_separator(sign) || is_blank(sign));
            if !least.is_empty() && trim_end(bare).len() > least.len() {
                self.report(Span::new(at(least.len()), at(trim_end(bare).len())), ProblemKind::Extra);
            }
            return self.cut(start, at(least.len()));
        }
        match text.strip_suffix(is_other_separator) {
            Some(bare) => {
                self.report(Span::new(at(bare.len()), at(text.len())), mistaken(Piece::Separator));
                self.cut(start, at(bare.len()))
            }
            None => {
                self.report(Span::new(at(text.len()), at(text.len())), missing(Piece::Separator));
                self.cut(start, at(text.len()))
            }
        }
    }

    /// The colon of a keyword, and where its value may begin.
    fn colon(&mut self, key: Keyword, end: usize) -> (Span, usize) {
        let piece = match key.which {
            Which::Cycle => Piece::CycleKeyword,
            Which::Year => Piece::YearKeyword,
        };
        let text = between(self.cell, key.colon.range().end, end);
        let behind = trim_start(text);
        let from = end.saturating_sub(behind.len());
        match (key.fit, key.colon.is_empty()) {
            (Fit::Misspelled, true) => {
                let kind = ProblemKind::Mistaken { first: piece, last: Piece::Colon };
                self.report(key.span, kind);
            }
            (Fit::Misspelled, false) => self.report(key.span, mistaken(piece)),
            (Fit::NoColon, _) => return self.no_colon(key, behind, from),
            (Fit::Whole, _) => {}
        }
        (key.colon, from)
    }

    /// Passes over colons and separators in front of a value.
    fn skip_doubled(&mut self, from: usize, end: usize) -> usize {
        let behind = between(self.cell, from, end);
        let doubled = |sign| is_colon(sign) || is_separator(sign) || is_blank(sign);
        let value = behind.trim_start_matches(doubled);
        let extra = trim_end(between(behind, 0, behind.len() - value.len()));
        if extra.is_empty() || value.is_empty() {
            return from;
        }
        self.report(Span::new(from, from + extra.len()), ProblemKind::Extra);
        end - value.len()
    }

    fn no_colon(&mut self, key: Keyword, behind: &str, from: usize) -> (Span, usize) {
        match behind.strip_prefix(is_other_colon) {
            Some(value) if !trim(value).is_empty() => {
                let to = from + behind.len() - value.len();
                self.report(Span::new(from, to), mistaken(Piece::Colon));
                (Span::new(to, to), to)
            }
            _ => {
                self.report(key.colon, missing(Piece::Colon));
                (key.colon, key.colon.range().end)
            }
        }
    }

    /// The value of the year without its keyword, behind that of the cycle.
    pub(super) fn lost_year(&mut self, read: &mut Indicator, close: usize) {
        let Some(cycle) = &mut read.cycle else {
            return;
        };
        let text = cycle.span.of(self.cell);
        let Some((at, sign)) = text.char_indices().rev().find(|(_, sign)| is_separator(*sign)) else {
            return;
        };
        let length = sign.len_utf8();
        let from = cycle.span.range().start;
        let (value, start) = (trim_end(between(text, 0, at)), from + at + length);
        cycle.span = Span::new(from, from + value.len());
        let piece = self.cut(start, close);
        if Piece::YearKeyword.example().starts_with(piece.of(self.cell)) {
            self.break_off(piece, Piece::Year);
            return;
        }
        read.year = Some(self.bare_value(piece, Piece::YearKeyword));
    }

    /// A value whose keyword is missing.
    pub(super) fn bare_value(&mut self, piece: Span, keyword: Piece) -> Value {
        let start = piece.range().start;
        let place = Span::new(start, start);
        match piece.of(self.cell).strip_prefix(is_colon) {
            Some(value) => {
                let colon = Span::new(start, piece.range().end - value.len());
                self.report(place, missing(keyword));
                Value { keyword: place, colon, span: self.cut(colon.range().end, piece.range().end) }
            }
            None => {
                self.report(place, ProblemKind::Missing { first: keyword, last: Piece::Colon });
                Value { keyword: place, colon: place, span: piece }
            }
        }
    }
}

/// The last separator with text on both sides: its offset and length.
pub(super) fn last_separator(text: &str) -> Option<(usize, usize)> {
    let (at, sign) = text.char_indices().rev().find(|(_, sign)| is_separator(*sign))?;
    (!trim(between(text, 0, at)).is_empty()).then_some((at, sign.len_utf8()))
}
