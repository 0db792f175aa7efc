//! The front of one indicator: number, classes of both levels, name.

use super::{
    Code, Indicator, Number, Piece, ProblemKind,
    keyword::Values,
    landmark::Start,
    piece::{
        self, Opening, between, digits, is_blank, is_other_separator, is_separator, separator, span_in,
        split_digits_end, trim, trim_end, trim_start,
    },
    reader::{Reader, missing, mistaken},
    values::last_separator,
};
use crate::Span;

impl Reader<'_> {
    /// Reads from `start` up to `end`, where the first keyword or the `。` stands.
    pub(super) fn front(&mut self, start: Start, end: usize, values: &Values) -> Indicator {
        let mut read = Indicator::default();
        let from = match start.whole {
            Some(whole) if whole.end <= end => self.whole(&whole, end, &mut read),
            _ => self.damaged(start.at, end, &mut read),
        };
        self.names(from, end, values, &mut read);
        read
    }

    /// A front as it should be up to level 2.
    fn whole(&mut self, whole: &Opening, end: usize, read: &mut Indicator) -> usize {
        let digits = |span: Span| value(span.of(self.cell));
        read.number = Some(Number { span: whole.number, value: digits(whole.number) });
        read.class1 = Some(Code { digits: whole.digits1, name: whole.name1, value: narrow(digits(whole.digits1)) });
        self.level2_name(whole.digits2, whole.end, end, read)
    }

    /// The name, and a cycle's value that has lost its keyword.
    fn names(&mut self, from: usize, end: usize, values: &Values, read: &mut Indicator) {
        let blank = between(self.cell, from, end).trim_start_matches(|sign| is_separator(sign) || is_blank(sign));
        if blank.is_empty() {
            self.lack(Piece::Name, from);
            if values.cycle.is_none() {
                self.lack(Piece::Cycle, end);
            }
            return;
        }
        let from = self.skip_extra(from, end);
        let follows = values.first().is_some();
        let name = if follows { self.parted(from, end) } else { self.open_end(from, end) };
        read.name = name;
        if values.cycle.is_some() {
            return;
        }
        let text = name.of(self.cell);
        match last_separator(text).filter(|_| values.year.is_some()) {
            Some((at, length)) => {
                let start = name.range().start;
                read.name = self.cut(start, start + at);
                let piece = self.cut(start + at + length, name.range().end);
                read.cycle = Some(self.bare_value(piece, Piece::CycleKeyword));
            }
            None => self.lack(Piece::Cycle, end),
        }
    }

    /// A name with no keyword behind it: still being typed.
    fn open_end(&mut self, from: usize, end: usize) -> Span {
        let text =
            trim_end(between(self.cell, from, end)).trim_end_matches(|sign| is_separator(sign) || is_blank(sign));
        if let Some((at, length)) = last_separator(text)
            && Piece::CycleKeyword.example().starts_with(trim_start(between(text, at + length, text.len())))
        {
            let begun = self.cut(from + at + length, from + text.len());
            self.break_off(begun, Piece::Cycle);
            return self.cut(from, from + at);
        }
        self.cut(from, from + text.len())
    }

    /// Passes over separators that stand where a piece should begin.
    fn skip_extra(&mut self, from: usize, end: usize) -> usize {
        let text = between(self.cell, from, end);
        let rest = text.trim_start_matches(|sign| is_separator(sign) || is_blank(sign));
        let extra = trim(between(text, 0, text.len() - rest.len()));
        if !extra.is_empty() {
            self.report(span_in(self.cell, extra), ProblemKind::Extra);
        }
        from + text.len() - rest.len()
    }

    /// The number and the `、` in front of level 1, from `start` to `end`.
    pub(super) fn number(&mut self, start: usize, end: usize, read: &mut Indicator) {
        let lead = self.cut(start, end);
        let text = lead.of(self.cell);
        if text.is_empty() || text == "、" {
            self.lack(Piece::Number, lead.range().start);
            return;
        }
        let marked = text.strip_suffix('、').map(trim_end);
        let (junk, run) = marked.map_or(("", ""), split_digits_end);
        if !run.is_empty() {
            self.set_number(run, read);
            let junk = trim(junk);
            if !junk.is_empty() {
                self.report(span_in(self.cell, junk), ProblemKind::Stray);
            }
            return;
        }
        let both = ProblemKind::Mistaken { first: Piece::Number, last: Piece::Mark };
        let bare = text.trim_start_matches(['(', '（']);
        match digits(bare) {
            Ok((behind, run)) => {
                self.set_number(run, read);
                let mark = span_in(self.cell, behind);
                match (bare.len() < text.len(), mark.is_empty()) {
                    (true, _) => self.report(lead, both),
                    (false, true) => self.report(mark, missing(Piece::Mark)),
                    (false, false) => self.report(mark, mistaken(Piece::Mark)),
                }
            }
            Err(_) if marked.is_some() => {
                let span = Span::new(lead.range().start, lead.range().end - '、'.len_utf8());
                self.report(span, mistaken(Piece::Number));
            }
            Err(_) => self.report(lead, both),
        }
    }

    pub(super) fn set_number(&self, run: &str, read: &mut Indicator) {
        read.number = Some(Number { span: span_in(self.cell, run), value: value(run) });
    }

    /// Reads the name of level 2 from `from` on; returns where the indicator's name begins.
    pub(super) fn level2_name(&mut self, digits: Span, from: usize, end: usize, read: &mut Indicator) -> usize {
        let area = between(self.cell, from, end);
        let (piece, behind) = match separator(area) {
            Some((at, length)) => (between(area, 0, at), at + length),
            None => (area, area.len()),
        };
        let value = narrow(value(digits.of(self.cell)));
        let rest = between(area, behind, area.len());
        let empty = rest.trim_start_matches(|sign| is_separator(sign) || is_blank(sign)).is_empty();
        let start = trim_start(piece);
        let known = self.codes.level2_prefix(start).filter(|known| empty && *known < trim_end(start).len());
        // With nothing behind it, the name stands in the same piece: the separator between them is lost.
        let Some(known) = known else {
            let name = self.cut(from, from + piece.len());
            if name.is_empty() {
                self.lack(Piece::Level2, from);
            }
            read.class2 = Some(Code { digits, name, value });
            return from + behind;
        };
        let at = from + piece.len() - start.len();
        read.class2 = Some(Code { digits, name: Span::new(at, at + known), value });
        let tail = trim_start(between(start, known, start.len()));
        let name = tail.strip_prefix(is_other_separator).filter(|name| !trim(name).is_empty());
        let gap = from + piece.len() - tail.len();
        let to = from + piece.len() - name.unwrap_or(tail).len();
        self.report(Span::new(gap, to), if gap == to { missing(Piece::Separator) } else { mistaken(Piece::Separator) });
        to
    }
}

pub(super) fn value(digits: &str) -> u32 {
    piece::number(digits).unwrap_or(u32::MAX)
}

pub(super) fn narrow(value: u32) -> u16 {
    u16::try_from(value).unwrap_or(u16::MAX)
}
