//! The classes of an indicator whose front is damaged: what stands there is told by its digits and by known names.

use smallvec::SmallVec;

use super::{
    Code, Indicator, Number, Piece, ProblemKind,
    front::{narrow, value},
    landmark::Evidence,
    piece::{
        self, between, code, digits, is_blank, is_dash, is_digit, is_other_mark, is_other_separator, is_separator,
        separator, span_in, split_digits_end, trim, trim_end, trim_start,
    },
    reader::{Reader, missing, mistaken},
};
use crate::Span;

/// A class code in a front that is damaged.
#[derive(Clone, Copy)]
struct Found {
    /// Where its digits begin.
    start: usize,
    digits: Span,
    /// Behind its hyphen.
    name: usize,
}

type FoundCodes = SmallVec<[Found; 4]>;

/// What the search for level 1 leaves for level 2.
struct Behind {
    /// Where level 2 may begin.
    at: usize,
    /// A level 1 without a code: reported together with a level 2 of that kind.
    mistaken1: Option<Span>,
    /// Whether the separator behind level 1 has been taken.
    parted: bool,
}

impl Reader<'_> {
    pub(super) fn damaged(&mut self, start: usize, end: usize, read: &mut Indicator) -> usize {
        let found = self.codes_between(start, end);
        let behind = match found.first() {
            Some(first) => self.level1(start, end, *first, &found, read),
            None => None,
        };
        let behind = behind.unwrap_or_else(|| self.no_level1(start, end, read));
        self.level2(behind, end, read)
    }

    /// The first codes between `start` and `end`.
    fn codes_between(&self, start: usize, end: usize) -> FoundCodes {
        let area = between(self.cell, start, end);
        let dashes = area.char_indices().filter(|(_, sign)| is_dash(*sign));
        let found = dashes.filter_map(|(at, dash)| {
            let (before, run) = split_digits_end(between(area, 0, at).trim_end_matches(is_blank));
            let name = at + dash.len_utf8();
            let range = area.get(name..)?.trim_start_matches(is_blank).starts_with(is_digit);
            let digits = span_in(area, run).shifted(start);
            (!run.is_empty() && !range).then_some(Found { start: start + before.len(), digits, name: start + name })
        });
        found.take(4).collect()
    }

    /// Takes `first` for the code of level 1, or of level 2 where level 1 is lost; `None` where it is neither.
    fn level1(
        &mut self,
        start: usize,
        end: usize,
        first: Found,
        found: &[Found],
        read: &mut Indicator,
    ) -> Option<Behind> {
        let name = between(self.cell, first.name, end);
        let evidence = Evidence::behind(name, self.codes);
        let lead = between(self.cell, start, first.start);
        let bare = rest_of_lead(lead).is_empty();
        let run = first.digits.of(self.cell);
        match run.chars().count() {
            1 if bare || evidence.leads(1) => {
                self.number(start, first.start, read);
            }
            1 => return None,
            width if evidence.leads(width) => {
                if !trim(lead).is_empty() || width > 10 {
                    self.number(start, first.start, read);
                } else {
                    return Some(self.glued_number(first, end, found, read));
                }
            }
            width if evidence.level2 || (width == 2 && (bare || trim_end(lead).ends_with(is_separator))) => {
                let mistaken1 = self.lost_level1(start, first.start, read);
                return Some(Behind { at: first.start, mistaken1, parted: false });
            }
            _ => return None,
        }
        Some(self.level1_name(first.digits, first.name, end, found, read))
    }

    /// `21-产出指标`: the number 2 without its `、`.
    fn glued_number(&mut self, first: Found, end: usize, found: &[Found], read: &mut Indicator) -> Behind {
        let run = first.digits.of(self.cell);
        let last = run.chars().next_back().map_or(0, char::len_utf8);
        let cut = first.digits.range().end - last;
        let span = Span::new(first.start, cut);
        read.number = Some(Number { span, value: value(span.of(self.cell)) });
        self.report(Span::new(cut, cut), missing(Piece::Mark));
        self.level1_name(Span::new(cut, cut + last), first.name, end, found, read)
    }

    /// Reads the name of level 1; a level-2 code may follow without a separator.
    fn level1_name(&mut self, digits: Span, from: usize, end: usize, found: &[Found], read: &mut Indicator) -> Behind {
        let area = between(self.cell, from, end);
        let (piece, parted) = match separator(area) {
            Some((at, length)) => (between(area, 0, at), Some(from + at + length)),
            None => (area, None),
        };
        let inner = found.iter().find(|code| {
            let width = code.digits.of(self.cell).chars().count();
            code.start > from && code.start < from + piece.len() && width == 2
        });
        let (name, behind) = match inner {
            Some(code) => {
                let before = trim_end(between(self.cell, from, code.start));
                let bare = before.strip_suffix(is_other_separator).unwrap_or(before);
                let gap = Span::new(from + bare.len(), from + before.len());
                let kind = if gap.is_empty() { missing(Piece::Separator) } else { mistaken(Piece::Separator) };
                self.report(gap, kind);
                (self.cut(from, from + bare.len()), code.start)
            }
            None => (self.cut(from, from + piece.len()), parted.unwrap_or(end)),
        };
        if name.is_empty() {
            self.lack(Piece::Level1, from);
        }
        read.class1 = Some(Code { digits, name, value: narrow(value(digits.of(self.cell))) });
        Behind { at: behind, mistaken1: None, parted: inner.is_none() && parted.is_some() }
    }

    /// The number where no code of level 1 follows; returns where the text behind it begins.
    fn number_before_text(&mut self, start: usize, end: usize, read: &mut Indicator) -> usize {
        let lead = trim_start(between(self.cell, start, end));
        let at = |rest: &str| end - rest.len();
        let Ok((behind, run)) = digits(lead) else {
            self.lack(Piece::Number, at(lead));
            return at(lead.strip_prefix('、').unwrap_or(lead));
        };
        self.set_number(run, read);
        let behind = trim_start(behind);
        let rest = match behind.strip_prefix('、') {
            Some(rest) => rest,
            None => behind.trim_start_matches(|sign| sign == '、' || is_other_mark(sign)),
        };
        match between(behind, 0, behind.len() - rest.len()) {
            "、" => {}
            // With nothing behind it either, it is the indicator that is missing.
            "" if rest.is_empty() => {}
            "" => self.report(Span::new(at(behind), at(behind)), missing(Piece::Mark)),
            _ => self.report(Span::new(at(behind), at(rest)), mistaken(Piece::Mark)),
        }
        at(rest)
    }

    /// Level 1 between `start` and the level-2 code at `end`: without a code, or missing.
    fn lost_level1(&mut self, start: usize, end: usize, read: &mut Indicator) -> Option<Span> {
        let from = self.number_before_text(start, end, read);
        let text = between(self.cell, from, end);
        let name = text.trim_matches(|sign| is_separator(sign) || is_blank(sign));
        if name.is_empty() {
            self.lack(Piece::Level1, from);
            return None;
        }
        self.bare_level1(span_in(self.cell, name), read)
    }

    /// A level 1 that has lost its code; returns its span unless it can be read all the same.
    fn bare_level1(&mut self, piece: Span, read: &mut Indicator) -> Option<Span> {
        match self.dashless(piece, 1) {
            Some(class) => {
                read.class1 = Some(class);
                None
            }
            None => Some(piece),
        }
    }

    /// `11数量指标` or `11、数量指标`: a code of `width` digits with something else in place of its hyphen.
    fn dashless(&mut self, piece: Span, width: usize) -> Option<Code> {
        let text = piece.of(self.cell);
        let (behind, run) = digits(text).ok().filter(|(_, run)| run.chars().count() == width)?;
        let name =
            behind.trim_start_matches(|sign| is_other_mark(sign) || is_blank(sign) || matches!(sign, '、' | '_' | '~'));
        let known = if width == 1 { self.codes.level1_prefix(name) } else { self.codes.level2_prefix(name) };
        known?;
        let from = piece.range().end - behind.len();
        let to = piece.range().end - name.len();
        self.report(Span::new(from, to), if from == to { missing(Piece::Dash) } else { mistaken(Piece::Dash) });
        Some(Code {
            digits: Span::new(piece.range().start, from),
            name: self.cut(to, piece.range().end),
            value: narrow(value(run)),
        })
    }

    /// A front in which no code leads: the class names alone, or none at all.
    fn no_level1(&mut self, start: usize, end: usize, read: &mut Indicator) -> Behind {
        let from = self.number_before_text(start, end, read);
        let area = between(self.cell, from, end);
        let (piece, parted) =
            separator(area).map_or((area, None), |(at, length)| (between(area, 0, at), Some(at + length)));
        let name =
            piece.trim_start_matches(|sign| is_digit(sign) || is_dash(sign) || is_other_mark(sign) || is_blank(sign));
        let whole = |known: Option<usize>| known == Some(trim_end(name).len()) && !trim(name).is_empty();
        if whole(self.codes.level1_prefix(name)) {
            let span = self.cut(from, from + piece.len());
            let mistaken1 = self.bare_level1(span, read);
            return Behind { at: from + parted.unwrap_or(area.len()), mistaken1, parted: parted.is_some() };
        }
        self.lack(Piece::Level1, from);
        Behind { at: from, mistaken1: None, parted: false }
    }

    /// Reads level 2; returns where the name begins.
    fn level2(&mut self, behind: Behind, end: usize, read: &mut Indicator) -> usize {
        let area = between(self.cell, behind.at, end);
        let rest = area.trim_start_matches(|sign| is_separator(sign) || is_blank(sign));
        let at = end - rest.len();
        let extra = trim(between(self.cell, behind.at, at));
        let merged = behind.mistaken1;
        if let Ok((name, run)) = code(rest) {
            if behind.parted && !extra.is_empty() {
                self.report(span_in(self.cell, extra), ProblemKind::Extra);
            }
            self.report_level1(merged);
            return self.level2_name(span_in(self.cell, run), end - name.len(), end, read);
        }
        let (piece, next) = piece::split_separator(rest).unwrap_or((rest, ""));
        let span = self.cut(at, at + piece.len());
        if let Some(class) = self.dashless(span, 2) {
            self.report_level1(merged);
            read.class2 = Some(class);
            return end - next.len();
        }
        if !trim(next).is_empty() && self.is_level2_code(next) {
            self.report_level1(merged);
            if !self.lacks(Piece::Level1) {
                self.report(span, ProblemKind::Stray);
            }
            return self.level2(Behind { at: end - next.len(), mistaken1: None, parted: false }, end, read);
        }
        let named = !trim(next).is_empty() && self.codes.level2_within(piece).is_some();
        match (merged, named) {
            (Some(level1), true) => {
                let kind = ProblemKind::Mistaken { first: Piece::Level1, last: Piece::Level2 };
                self.report(Span { start: level1.start, end: span.end }, kind);
            }
            (None, true) => self.report(span, mistaken(Piece::Level2)),
            (Some(level1), false) => {
                let kind = ProblemKind::Mistaken { first: Piece::Level1, last: Piece::Level2 };
                self.report(level1, kind);
            }
            (None, false) => self.lack(Piece::Level2, behind.at),
        }
        if named { end - next.len() } else { at }
    }

    fn report_level1(&mut self, mistaken1: Option<Span>) {
        if let Some(span) = mistaken1 {
            self.report(span, mistaken(Piece::Level1));
        }
    }

    fn is_level2_code(&self, text: &str) -> bool {
        let known = |name: &str| self.codes.level2_prefix(trim_start(name)).is_some();
        code(trim_start(text)).is_ok_and(|(name, run)| run.chars().count() <= 3 && known(name))
    }
}

/// What stands in a lead besides a number and its mark.
fn rest_of_lead(lead: &str) -> &str {
    lead.trim_matches(|sign| {
        is_digit(sign)
            || is_blank(sign)
            || is_separator(sign)
            || is_other_mark(sign)
            || matches!(sign, '、' | '(' | '（')
    })
}
