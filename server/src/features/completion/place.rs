//! Where the cursor is in a row: in which cell, and at which piece of an indicator.

use budget_grammar::{
    Span,
    indicator::{Indicator, Value},
    name::is_blank_character,
};

/// The column of the cell around a byte offset in the text of a row, and its cell without the blanks around it. A row
/// that is still being typed ends in a cell that is not closed.
pub(super) fn cell_at(cells: &[Span], text: &str, at: usize) -> Option<(usize, Span)> {
    let opens = |cell: &Span| text.get(..cell.start as usize)?.rfind('|').map(|bar| bar + 1);
    let closes = |cell: &Span| text.get(cell.end as usize..)?.find('|').map(|bar| cell.end as usize + bar);
    let is_inside = |cell: &Span| opens(cell).unwrap_or(0) <= at && at <= closes(cell).unwrap_or(text.len());
    if let Some(column) = cells.iter().position(is_inside) {
        let cell = cells.get(column).copied().filter(|cell| !cell.is_empty()).unwrap_or(Span::new(at, at));
        return Some((column, cell));
    }
    let is_behind = cells.last().and_then(closes).is_some_and(|bar| bar < at);
    is_behind.then(|| (cells.len(), Span::new(at, at)))
}

/// What is written at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// A new indicator, of which nothing stands there but perhaps its number.
    Begin,
    /// The class of level 1.
    Level1,
    /// The class of level 2.
    Level2,
    /// The name.
    Name,
    /// The keyword 实施周期指标值.
    CycleKeyword,
    /// The target of the cycle.
    Cycle,
    /// The keyword 年度指标值.
    YearKeyword,
    /// The target of the year.
    Year,
}

/// A piece of an indicator at the cursor; spans count from the start of the cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    /// What it is.
    pub(super) slot: Slot,
    /// From its start to the cursor.
    pub(super) typed: Span,
    /// All of it.
    pub(super) piece: Span,
    /// The indicator that it belongs to; none where one begins.
    pub(super) indicator: Option<&'a Indicator>,
    /// How many indicators stand before that.
    pub(super) index: usize,
}

const STOP: char = '。';

fn is_separator(sign: char) -> bool {
    matches!(sign, '；' | ';')
}

/// The piece at byte `at` of a cell, two where a class may be begun or a whole indicator; none where nothing can be
/// told.
///
/// Cost: the length of the cell.
pub(super) fn spots<'a>(list: &'a [Indicator], cell: &str, at: usize) -> Vec<Spot<'a>> {
    let Some(before) = cell.get(..at) else { return Vec::new() };
    let index = list.partition_point(|one| (one.span.start as usize) < at);
    let current = index.checked_sub(1).and_then(|index| Some((index, list.get(index)?)));
    let is_within = current.is_some_and(|(_, one)| at < one.span.end as usize);
    let begun = if is_within { None } else { begun(before) };
    match (begun, current) {
        (Some(from), _) => {
            let is_counted = current.is_some_and(|(_, one)| one.span.start as usize >= from);
            begin(before, from, if is_counted { index - 1 } else { index })
        }
        (None, Some((index, indicator))) => {
            Pieces { cell, before, indicator }.spot(at).map(|spot| Spot { index, ..spot }).into_iter().collect()
        }
        (None, None) => Vec::new(),
    }
}

/// Where an indicator is begun before the cursor: behind the last stop, with at most its number and a part of its
/// class.
fn begun(before: &str) -> Option<usize> {
    let tail = before.rfind(STOP).map_or(0, |stop| stop + STOP.len_utf8());
    let text = before.get(tail..)?.trim_start_matches(is_blank_character);
    let is_open = !text.contains(is_separator) && !text.contains(['：', ':']);
    is_open.then(|| before.len() - text.len())
}

fn begin<'a>(before: &str, from: usize, index: usize) -> Vec<Spot<'a>> {
    let spot = |slot, from: usize| {
        let typed = Span::new(from, before.len());
        Spot { slot, typed, piece: typed, indicator: None, index }
    };
    let text = before.get(from..).unwrap_or_default();
    let class = text.char_indices().find(|(_, sign)| *sign == '、').map(|(mark, sign)| from + mark + sign.len_utf8());
    [Some(spot(Slot::Begin, from)), class.map(|class| spot(Slot::Level1, class))].into_iter().flatten().collect()
}

/// An indicator around the cursor.
struct Pieces<'a, 't> {
    cell: &'t str,
    before: &'t str,
    indicator: &'a Indicator,
}

impl<'a> Pieces<'a, '_> {
    fn spot(&self, at: usize) -> Option<Spot<'a>> {
        if let Some(from) = self.behind(self.indicator.year) {
            return Some(self.value(Slot::Year, from, self.indicator.year, at));
        }
        if let Some(from) = self.behind(self.indicator.cycle) {
            return Some(match self.last_separator(from) {
                Some(from) => self.keyword(Slot::YearKeyword, from, self.indicator.year),
                None => self.value(Slot::Cycle, from, self.indicator.cycle, at),
            });
        }
        self.front()
    }

    /// Where a value begins whose colon stands before the cursor.
    fn behind(&self, value: Option<Value>) -> Option<usize> {
        let colon = value?.colon;
        (!colon.is_empty() && colon.end as usize <= self.before.len()).then_some(colon.end as usize)
    }

    fn value(&self, slot: Slot, from: usize, value: Option<Value>, at: usize) -> Spot<'a> {
        let span = value.map(|value| value.span).filter(|span| !span.is_empty()).unwrap_or_default();
        self.spot_at(slot, from, at.max(span.end as usize))
    }

    fn keyword(&self, slot: Slot, from: usize, value: Option<Value>) -> Spot<'a> {
        let written = value.filter(|value| value.keyword.end as usize >= self.before.len());
        let end = written.map_or(self.before.len(), |value| value.colon.end.max(value.keyword.end) as usize);
        self.spot_at(slot, from, end.max(self.before.len()))
    }

    /// Number, classes, name, and the first keyword: told by what of them was read, and by the separators behind that.
    fn front(&self) -> Option<Spot<'a>> {
        let (one, at) = (self.indicator, self.before.len());
        let end = |span: Span| Some(span.end as usize).filter(|end| *end <= at && !span.is_empty());
        let class = |class: Option<budget_grammar::indicator::Code>| class.and_then(|class| end(class.span()));
        let start = one.span.start as usize;
        let (read, from) = match (class(one.class2), class(one.class1)) {
            (Some(end), _) => (1, end),
            (None, Some(end)) => (0, end),
            (None, None) => (0, start),
        };
        let separators = self.before.get(from..)?.matches(is_separator).count();
        let (slot, from) = match (read + separators, self.last_separator(from)) {
            (0, _) => (Slot::Level1, self.behind_mark(start)?),
            (1, None) => (Slot::Level2, one.class2?.digits.start as usize),
            (1, Some(from)) => (Slot::Level2, from),
            (2, Some(from)) => (Slot::Name, from),
            (_, Some(from)) => return Some(self.keyword(Slot::CycleKeyword, from, one.cycle)),
            (_, None) => return None,
        };
        let name = Some(one.name).filter(|name| slot == Slot::Name && !name.is_empty() && name.start as usize <= at);
        let end = name.map_or_else(|| at + self.rest(at), |name| name.end as usize);
        Some(self.spot_at(slot, from, end.max(at)))
    }

    /// Where the class of level 1 begins: behind the mark of the number.
    fn behind_mark(&self, start: usize) -> Option<usize> {
        let mark = self.before.get(start..)?.find('、')?;
        Some(start + mark + '、'.len_utf8())
    }

    /// How much of a class stands behind the cursor.
    fn rest(&self, at: usize) -> usize {
        let text = self.cell.get(at..self.indicator.span.end as usize).unwrap_or_default();
        let ends = |sign: char| is_separator(sign) || matches!(sign, STOP | '：' | ':');
        text.find(ends).map_or(text, |end| text.get(..end).unwrap_or(text)).trim_end().len()
    }

    /// Behind the last separator from `from` on.
    fn last_separator(&self, from: usize) -> Option<usize> {
        let text = self.before.get(from..)?;
        let (at, sign) = text.char_indices().rev().find(|(_, sign)| is_separator(*sign))?;
        Some(from + at + sign.len_utf8())
    }

    /// A piece from `from` on, without the blanks in front.
    fn spot_at(&self, slot: Slot, from: usize, end: usize) -> Spot<'a> {
        let text = self.before.get(from..).unwrap_or_default();
        let start = self.before.len() - text.trim_start_matches(is_blank_character).len();
        let typed = Span::new(start, self.before.len());
        Spot { slot, typed, piece: Span::new(start, end), indicator: Some(self.indicator), index: 0 }
    }
}
