//! The incremental document: a text, and one understood line for each of its lines.

use std::{borrow::Cow, ops::Range};

use rayon::prelude::*;

use crate::{
    line::{Joint, Kind, Line, Standing, State},
    reader::{Reading, Rows, with_row},
    row::Class,
    sequence::{Search, Sequence},
    stage::Stage,
    sum::Sum,
    table::MORE_HEADER_ROWS,
    tally::{Tally, rows_in},
    text::{Text, lines_of},
    vocabulary::Vocabulary,
};

/// How many rows that might be budget units are looked at to judge one: what an edit may cost in a table where no name
/// is an organisation's.
const LOOK_AHEAD: usize = 32;

/// A budget document. Cheap to clone: a clone is a snapshot that later edits do not change.
///
/// After any edits, and [`settle`](Self::settle), it equals the one read afresh from the same text.
#[derive(Clone, Debug, Default)]
pub struct Document {
    text: Text,
    lines: Sequence<Line>,
    /// The line that is being typed, where it was a budget unit before.
    typed_unit: Option<usize>,
    vocabulary: Vocabulary,
}

/// What an edit changed, in lines. Everything outside is understood as it was, moved by the difference in length; a
/// line whose text changed and which is understood as before (another header word of the same meaning) may be outside
/// too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The lines before the edit that were replaced.
    pub old: Range<usize>,
    /// The lines after the edit that stand in their place.
    pub new: Range<usize>,
    /// Lines outside of `new`, as they are numbered after the edit, that are the same text and stand differently to
    /// their neighbours: a fragment that now runs on, a row that is a budget unit now.
    pub judged: Vec<usize>,
}

impl PartialEq for Document {
    /// Equal texts, understood equally. What is being typed does not count.
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.lines == other.lines
    }
}

impl Document {
    /// Reads a document. Cost: proportional to the text; of a large one on all threads of the machine.
    pub fn new(text: &str) -> Self {
        Self::with_vocabulary(text, Vocabulary::default())
    }

    /// Reads a document with a workspace's own words, now and after every edit. Cost: proportional to the text.
    pub fn with_vocabulary(text: &str, vocabulary: Vocabulary) -> Self {
        let rope = || {
            let _stage = Stage::Rope.begin();
            Text::from(text)
        };
        let lines = || {
            let read = Self::read(text, &vocabulary);
            let _stage = Stage::Tallies.begin();
            read.into_iter().collect()
        };
        let (text, lines) = if text.len() < WORTHWHILE { (rope(), lines()) } else { rayon::join(rope, lines) };
        let mut document = Self { text, lines, vocabulary, ..Self::default() };
        document.judge_all();
        document
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// What it is read with.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The lines, by number.
    pub fn lines(&self) -> &Sequence<Line> {
        &self.lines
    }

    /// Puts `new` in the place of `range` (bytes; cut to the text and to whole characters).
    ///
    /// Cost: the lines that are touched, and those behind them until their state is the old one again; logarithmic in
    /// the rest.
    pub fn edit(&mut self, range: Range<usize>, new: &str) -> Change {
        let before = self.text.lines();
        let start = range.start.min(self.text.len());
        let end = range.end.clamp(start, self.text.len());
        let (first, last) = (self.text.line_at(start), self.text.line_at(end));
        let was_typed = self.typed_unit.take();
        let in_one_line = first == last && !new.contains(['\n', '\r']);
        if in_one_line && self.standing(first).is_some_and(Standing::is_unit) {
            self.typed_unit = Some(first);
        }
        self.replace_text(start..end, new);
        let edited =
            Edited { first, old_end: last + 1, new_end: (last + 1 + self.text.lines()).saturating_sub(before) };
        let mut change = self.reread(edited);
        let left = was_typed.filter(|&line| line < edited.first || line >= edited.old_end);
        let left = left.map(|line| if line < edited.first { line } else { edited.moved(line) });
        self.judge_again(&mut change, left);
        change
    }

    fn replace_text(&mut self, range: Range<usize>, new: &str) {
        let _stage = Stage::Rope.begin();
        self.text.replace(range, new);
    }

    /// Ends the typing in a line: what was a budget unit only because it was one before is judged by what stands there.
    pub fn settle(&mut self) -> Change {
        let left = self.typed_unit.take();
        let mut change = Change::default();
        self.judge_again(&mut change, left);
        change
    }

    /// Reads the lines around an edit until nothing is different any more, and puts them into the sequence.
    fn reread(&mut self, edited: Edited) -> Change {
        let _stage = Stage::Relex.begin();
        let start = self.restart(edited.first);
        let state = start.checked_sub(1).and_then(|line| self.lines.get(line)).map(|line| line.after.clone());
        let mut state = state.unwrap_or_default();
        let mut previous = start.checked_sub(1).map(|line| self.line_text(line)).unwrap_or_default();
        let mut texts = self.text.lines_from(start);
        let mut read: Vec<Line> = Vec::new();
        let mut index = start;
        let mut stop = self.lines.len();
        loop {
            if index > edited.new_end && self.meets(edited.back(index), &state) {
                stop = edited.back(index);
                self.keep_header(stop, read.last_mut());
                break;
            }
            let Some(text) = texts.next() else { break };
            let text = if index == 0 { without_mark(text) } else { text };
            let known = edited.known(index).and_then(|line| self.lines.get(line));
            let reading = Reading {
                text: &text,
                previous: &previous,
                ahead: texts.clone(),
                known,
                vocabulary: &self.vocabulary,
                rows: Rows::Now,
            };
            let line = reading.line(&state);
            if let (Kind::Fragment(_), Some(header)) = (line.kind, read.last_mut()) {
                header.kind = Kind::Header;
            }
            state = line.after.clone();
            read.push(line);
            previous = text;
            index += 1;
        }
        drop(texts);
        let (old, read) = self.without_equal_ends(start..stop, read);
        let new = old.start..old.start + read.len();
        let _stage = Stage::Tallies.begin();
        self.lines.replace(old.clone(), read);
        Change { old, new, judged: Vec::new() }
    }

    /// Where reading starts for an edit in line `first`: the line before it, which may have become a header, or the
    /// header of a table whose further header rows may have changed.
    fn restart(&self, first: usize) -> usize {
        let nearest = (1..=MORE_HEADER_ROWS + 1)
            .filter_map(|back| first.checked_sub(back))
            .find(|&line| matches!(self.kind(line), Some(Kind::Fragment(_) | Kind::UnknownDelimiter)));
        nearest.unwrap_or(first).saturating_sub(1)
    }

    /// Whether the old line `index` may be kept, and all behind it: the state before it is the one that it was read in.
    fn meets(&self, index: usize, state: &State) -> bool {
        let before = index.checked_sub(1).and_then(|line| self.lines.get(line));
        index < self.lines.len() && before.is_some_and(|before| before.after == *state)
    }

    /// A line above a kept delimiter row is the header that it was.
    fn keep_header(&self, kept: usize, last: Option<&mut Line>) {
        let is_header = kept.checked_sub(1).and_then(|line| self.kind(line)) == Some(Kind::Header);
        if let (true, Some(last)) = (is_header, last) {
            last.kind = Kind::Header;
        }
    }

    /// Cuts off what was read again and is as it was.
    fn without_equal_ends(&self, mut old: Range<usize>, mut read: Vec<Line>) -> (Range<usize>, Vec<Line>) {
        let is_same = |(old, new): (Option<&Line>, Option<&Line>)| matches!((old, new), (Some(old), Some(new)) if old.is_same_reading(new));
        while old.start < old.end && is_same((self.lines.get(old.end - 1), read.last())) {
            read.pop();
            old.end -= 1;
        }
        let pairs = self.lines.iter_from(old.start).take(old.len()).map(Some).zip(read.iter().map(Some));
        let same = pairs.take_while(|pair| is_same(*pair)).count();
        read.drain(..same);
        old.start += same;
        (old, read)
    }

    /// Reads a whole text: what each line is to Markdown one after the other, then the rows, which are nobody's
    /// business but their own.
    fn read(text: &str, vocabulary: &Vocabulary) -> Vec<Line> {
        let _stage = Stage::Relex.begin();
        let mut texts = lines_of(text.strip_prefix(MARK).unwrap_or(text));
        let mut read: Vec<Unread<'_>> = Vec::new();
        let mut state = State::default();
        while let Some(text) = texts.next() {
            let previous = read.last().map_or("", |last| last.text);
            let ahead = texts.clone().map(Cow::Borrowed);
            let reading = Reading { text, previous, ahead, known: None, vocabulary, rows: Rows::Later };
            let mut line = reading.line(&state);
            if let (Kind::Fragment(_), Some(header)) = (line.kind, read.last_mut()) {
                header.line.kind = Kind::Header;
                let above = read.iter().rev().skip(1).map(|read| &read.line).find(|line| !line.is_gap());
                line.kind = Kind::Fragment(joined(above, &line));
            }
            state = line.after.clone();
            read.push(Unread { line, text });
        }
        if text.len() < WORTHWHILE {
            return read.into_iter().map(|read| read.complete(vocabulary)).collect();
        }
        read.into_par_iter().with_min_len(FEW_LINES).map(|read| read.complete(vocabulary)).collect()
    }
}

/// A line whose row is still to be read.
struct Unread<'a> {
    line: Line,
    text: &'a str,
}

impl Unread<'_> {
    fn complete(self, vocabulary: &Vocabulary) -> Line {
        with_row(self.line, self.text, vocabulary)
    }
}

/// From how many bytes on a text is read on several threads: below, it takes less time to read than to share out.
const WORTHWHILE: usize = 1 << 18;

/// How many lines are read on one thread at least.
const FEW_LINES: usize = 256;

/// The byte order mark, which is no part of the first line.
const MARK: char = '\u{feff}';

fn without_mark(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix(MARK).unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text.strip_prefix(MARK).map(str::to_owned).unwrap_or(text)),
    }
}

/// How a fragment stands to the last line above its header that is no gap.
fn joined(above: Option<&Line>, fragment: &Line) -> Joint {
    let above = above.and_then(|line| line.after.table.as_ref());
    if above.is_some() && above == fragment.after.table.as_ref() { Joint::Continues } else { Joint::Starts }
}

/// Which lines an edit touched: those from `first` on, up to `old_end` before and up to `new_end` after it.
#[derive(Clone, Copy)]
struct Edited {
    first: usize,
    old_end: usize,
    new_end: usize,
}

impl Edited {
    /// The old number of a line behind the edit.
    fn back(self, new: usize) -> usize {
        (new + self.old_end).saturating_sub(self.new_end)
    }

    /// The new number of a line behind the edit.
    fn moved(self, old: usize) -> usize {
        (old + self.new_end).saturating_sub(self.old_end)
    }

    /// The old number of a line whose text the edit did not touch.
    fn known(self, new: usize) -> Option<usize> {
        if new < self.first { Some(new) } else { (new >= self.new_end).then(|| self.back(new)) }
    }
}

/// Judging: what a line is by the lines around it.
impl Document {
    fn judge_all(&mut self) {
        let mut change = Change { new: 0..self.lines.len(), ..Change::default() };
        self.judge_again(&mut change, None);
    }

    /// Judges the fragments and open rows of the change, and those outside of it that depend on what it holds.
    fn judge_again(&mut self, change: &mut Change, left: Option<usize>) {
        let _stage = Stage::Tallies.begin();
        let mut moved: Vec<usize> = Vec::new();
        let mut from = change.new.start;
        while let Some(fragment) = self.next_fragment(from) {
            let kind = Kind::Fragment(self.joint(fragment));
            if self.set_kind(fragment, kind) {
                moved.push(fragment);
            }
            if fragment >= change.new.end {
                break;
            }
            from = fragment + 1;
        }
        let mut open: Vec<usize> = left.into_iter().collect();
        let mut from = change.new.start;
        while let Some(row) = self.next_judged(from).filter(|&row| row < change.new.end) {
            open.push(row);
            from = row + 1;
        }
        for &place in [change.new.start].iter().chain(&moved) {
            self.open_rows_above(place, &mut open);
        }
        open.sort_unstable();
        open.dedup();
        for row in open {
            let standing = if self.is_unit_by_sum(row) { Standing::UnitBySum } else { Standing::Unfinished };
            if self.standing(row).is_some_and(Standing::is_judged) && self.set_kind(row, Kind::Row(standing)) {
                moved.push(row);
            }
        }
        moved.retain(|line| !change.new.contains(line));
        moved.sort_unstable();
        change.judged = moved;
    }

    /// The rows above `place` whose judgement depends on what stands there.
    fn open_rows_above(&self, place: usize, open: &mut Vec<usize>) {
        let search = Search {
            may_hold: &|tally: &Tally| tally.judged + tally.units + tally.totals + tally.table_ends > 0,
            is: &|line: &Line| line.ends_group_by_itself() || line.standing().is_some_and(Standing::is_judged),
        };
        let mut before = place;
        for _ in 0..LOOK_AHEAD {
            let Some(row) = self.lines.previous(before, &search) else { break };
            if !self.standing(row).is_some_and(Standing::is_judged) {
                break;
            }
            open.push(row);
            before = row;
        }
    }

    /// Whether the amount of an open row is that of the rows that follow it, up to the end of the group or to another
    /// open row; two rows at least, since one may happen to be equal.
    fn is_unit_by_sum(&self, row: usize) -> bool {
        if self.typed_unit == Some(row) {
            return true;
        }
        let Some(reading) = self.lines.get(row).and_then(Line::row).filter(|row| row.class == Class::Open) else {
            return false;
        };
        let column = reading.schema.total().unwrap_or(0);
        let own = reading.sums().get(column);
        if own.parts == 0 || own.void > 0 {
            return false;
        }
        let search = Search {
            may_hold: &|tally: &Tally| tally.judged + tally.units + tally.totals + tally.table_ends > 0,
            is: &|line: &Line| line.ends_group_by_itself() || line.standing().is_some_and(Standing::is_judged),
        };
        let mut sum = Sum::default();
        let mut from = row + 1;
        for _ in 0..LOOK_AHEAD {
            let search_from = if from == row + 1 { from } else { from + 1 };
            let end = self.lines.next(search_from, &search).unwrap_or(self.lines.len());
            sum.add(&rows_in(&self.lines, from..end).get(column));
            if sum.void > 0 {
                return false;
            }
            if sum.parts >= 2 && sum.value == own.value {
                return true;
            }
            if !self.standing(end).is_some_and(Standing::is_judged) {
                return false;
            }
            from = end;
        }
        false
    }

    /// Whether the fragment whose delimiter row is at `line` runs on from the one above.
    fn joint(&self, line: usize) -> Joint {
        let header = line.saturating_sub(1);
        let above =
            self.lines.previous(header, &Search { may_hold: &|tally| tally.solid > 0, is: &|line| !line.is_gap() });
        let above = above.and_then(|above| self.lines.get(above));
        self.lines.get(line).map_or(Joint::Starts, |fragment| joined(above, fragment))
    }

    fn next_fragment(&self, from: usize) -> Option<usize> {
        let is = |line: &Line| matches!(line.kind, Kind::Fragment(_));
        self.lines.next(from, &Search { may_hold: &|tally| tally.fragments > 0, is: &is })
    }

    fn next_judged(&self, from: usize) -> Option<usize> {
        let is = |line: &Line| line.standing().is_some_and(Standing::is_judged);
        self.lines.next(from, &Search { may_hold: &|tally| tally.judged > 0, is: &is })
    }

    /// Says what a line is; whether that is new.
    fn set_kind(&mut self, index: usize, kind: Kind) -> bool {
        let Some(line) = self.lines.get(index).filter(|line| line.kind != kind) else { return false };
        let line = Line { kind, ..line.clone() };
        self.lines.replace(index..index + 1, vec![line]);
        true
    }

    fn kind(&self, line: usize) -> Option<Kind> {
        self.lines.get(line).map(|line| line.kind)
    }

    /// What the row at `line` is in its table; `None` where no row of a known table stands.
    pub fn standing(&self, line: usize) -> Option<Standing> {
        self.lines.get(line).and_then(Line::standing)
    }

    fn line_text(&self, line: usize) -> Cow<'_, str> {
        let text = self.text.line(line);
        if line == 0 { without_mark(text) } else { text }
    }
}
