//! What a check gets to see: a row, a total with its parts, or a name with the one before it.

use std::{borrow::Cow, cell::OnceCell, ops::Range};

use budget_grammar::{
    Span,
    amount::{Reading, format_scaled},
    document::Document,
    line::{Line, Standing},
    outline::{Level, Total},
    row::Row,
    sum::Sum,
    table::{AmountColumn, Role, Schema, Sources},
    tally::Tally,
};

use crate::{
    cause::Cause,
    component::Ledger,
    finding::{Language, MOST_RELATED, Related, Severity, Violated},
    identity::{Band, Rounding, band, decimals, residual},
    reading::{Readings, goes_on_elsewhere},
    rules::column_sum,
};

/// A row by itself.
pub struct RowScope<'a> {
    /// The document.
    pub document: &'a Document,
    /// The row's line.
    pub line: usize,
    /// The row.
    pub row: &'a Row,
    /// What it is in its table.
    pub standing: Standing,
    /// How rounding is judged.
    pub rounding: Rounding,
    text: OnceCell<Cow<'a, str>>,
}

impl<'a> RowScope<'a> {
    pub(crate) fn new(document: &'a Document, line: usize, rounding: Rounding) -> Option<Self> {
        Self::of(document, line, rounding, None)
    }

    /// The same with the text of the line, where that is known.
    pub(crate) fn of(
        document: &'a Document,
        line: usize,
        rounding: Rounding,
        text: Option<Cow<'a, str>>,
    ) -> Option<Self> {
        let understood = document.lines().get(line)?;
        let (row, standing) = (understood.row()?, understood.standing()?);
        let text = text.map_or_else(OnceCell::new, OnceCell::from);
        Some(Self { document, line, row, standing, rounding, text })
    }

    /// The text of the line.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| self.document.text().line(self.line))
    }

    /// The text of the indicators' cell, and where it starts in the line.
    pub fn indicator_cell(&self) -> Option<(&str, usize)> {
        let cell = self.row.indicator_cell()?;
        Some((cell.of(self.text()), cell.start as usize))
    }

    /// The identity 总计 = Σ sources of the row, where the table prints all sources.
    pub fn identity(&self) -> Option<Identity> {
        row_identity(self.row, self.rounding)
    }
}

/// The identity 总计 = Σ sources of a row, where its table prints all sources.
pub fn row_identity(row: &Row, rounding: Rounding) -> Option<Identity> {
    if row.schema.sources == Sources::Partial {
        return None;
    }
    let total = row.schema.total()?;
    let sums = row.sums();
    let identity = |parts: Sum| Identity::new(total, sums.get(total), parts, rounding);
    let columns = row.schema.amounts.iter().zip(sums.iter()).filter(|(column, _)| column.role == Role::Source);
    let mut parts = Sum::default();
    columns.clone().for_each(|(_, sum)| parts.add(sum));
    let as_read = identity(parts);
    if !is_wrong(as_read.band) {
        return Some(as_read);
    }
    // A column may be the sum of those behind it.
    let mut columns = columns.collect::<Vec<_>>();
    let otherwise = identity(without_parts(&columns));
    if otherwise.band == Band::Exact {
        return Some(otherwise);
    }
    // Or of those before it.
    columns.reverse();
    let otherwise = identity(without_parts(&columns));
    Some(if otherwise.band == Band::Exact { otherwise } else { as_read })
}

/// What columns add up to, those left out that one before them is the sum of: of several, or of one where it says 小计 or
/// 合计.
fn without_parts(columns: &[(&AmountColumn, &Sum)]) -> Sum {
    let mut added = Sum::default();
    let mut rest = columns;
    while let Some(((column, first), behind)) = rest.split_first() {
        added.add(first);
        let is_named = ["小计", "合计"].iter().any(|word| column.title.contains(word));
        let fewest = if is_named { 1 } else { 2 };
        let is_sum = |count: &usize| {
            let parts = behind.iter().take(*count).map(|(_, part)| part.value);
            let printed = parts.clone().filter(|part| *part != 0).count();
            printed >= fewest && parts.fold(0_i128, i128::saturating_add) == first.value
        };
        let count = (1..=behind.len()).find(is_sum).unwrap_or(0);
        rest = behind.get(count..).unwrap_or_default();
    }
    added
}

/// Whether figures are further apart than rounding explains.
pub(crate) fn is_wrong(band: Band) -> bool {
    matches!(band, Band::Error | Band::Unlikely)
}

/// One identity over printed figures: a total and what its parts add up to.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// The amount column of the total, as an index into the schema's amounts.
    pub column: usize,
    /// The total.
    pub total: Sum,
    /// Its parts.
    pub parts: Sum,
    /// How far it is from holding.
    pub band: Band,
}

impl Identity {
    fn new(column: usize, total: Sum, parts: Sum, rounding: Rounding) -> Self {
        Self { column, total, parts, band: band(&total, &parts, rounding) }
    }

    /// Total less parts, in 10⁻⁸ of the table's monetary unit.
    pub fn residual(&self) -> i128 {
        residual(&self.total, &self.parts)
    }
}

/// A total and its parts.
pub struct TotalScope<'a> {
    /// The total's row.
    pub row: RowScope<'a>,
    /// Its parts.
    pub total: Total,
    /// The identity of every amount column.
    pub identities: Vec<Identity>,
    /// Whether some of them do not hold as the table is read, and nothing is said of that.
    pub is_excused: bool,
}

impl<'a> TotalScope<'a> {
    /// The total at a line, if the row there is one. Logarithmic; where it does not add up, at most the table's
    /// [`crate::reading::MOST_LINES`] lines.
    pub fn new(document: &'a Document, line: usize, rounding: Rounding) -> Option<Self> {
        Self::judged(document, line, rounding, &mut Readings::default())
    }

    /// The same with the other readings of the table, which serve all its totals.
    pub fn judged(document: &'a Document, line: usize, rounding: Rounding, readings: &mut Readings) -> Option<Self> {
        let mut scope = Self::as_read(document, line, rounding)?;
        let is_wrong = || scope.identities.iter().any(|identity| is_wrong(identity.band));
        let is_excused = scope.is_off()
            && (goes_on_elsewhere(document, line, &scope.total)
                || (is_wrong() && readings.explain(document, line, rounding)));
        if is_excused {
            scope.excuse(&|_| true);
        }
        Some(scope)
    }

    /// The same where it is known which identities of it are violated. Logarithmic.
    pub fn known(ledger: &Ledger<'a>, line: usize) -> Option<Self> {
        let mut scope = Self::as_read(ledger.document, line, ledger.rounding)?;
        let violated = ledger.violated(line);
        scope.excuse(&|identity| is_wrong(identity.band) && !violated.has_column(identity.column));
        Some(scope)
    }

    /// The same as the table is read, whatever another reading makes of it. Logarithmic.
    pub(crate) fn as_read(document: &'a Document, line: usize, rounding: Rounding) -> Option<Self> {
        let total = document.total(line)?;
        let row = RowScope::new(document, line, rounding)?;
        let own = row.row.sums();
        let identity = |column| Identity::new(column, own.get(column), total.sums.get(column), rounding);
        let identities = (0..row.row.schema.amounts.len()).map(identity).collect();
        Some(Self { row, total, identities, is_excused: false })
    }

    fn is_off(&self) -> bool {
        self.identities.iter().any(|identity| !matches!(identity.band, Band::Exact | Band::Void))
    }

    fn excuse(&mut self, is_excused: &dyn Fn(&Identity) -> bool) {
        for identity in &mut self.identities {
            if !matches!(identity.band, Band::Exact | Band::Void) && is_excused(identity) {
                identity.band = Band::Void;
                self.is_excused = true;
            }
        }
    }

    /// The identities in that band, those with the same residual together: they have one cause. First comes the first
    /// column of each.
    pub fn violated(&self, bands: &[Band]) -> Vec<Vec<&Identity>> {
        let mut groups: Vec<Vec<&Identity>> = Vec::new();
        for identity in self.identities.iter().filter(|identity| bands.contains(&identity.band)) {
            let same = |group: &&mut Vec<&Identity>| {
                group
                    .first()
                    .is_some_and(|first| first.residual() == identity.residual() && first.band == identity.band)
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(identity),
                None => groups.push(vec![identity]),
            }
        }
        groups
    }

    /// How many rows print a figure in that column.
    pub fn part_count(&self, identity: &Identity) -> u32 {
        identity.parts.parts + identity.parts.nils
    }

    /// The first parts that print something in an amount column, as related places.
    pub fn related_parts(&self, column: usize) -> Vec<Related> {
        let document = self.row.document;
        let place = |(line, understood): (usize, &Line)| {
            let row = understood.row()?;
            let span = row.amount_cell(column).filter(|span| !span.is_empty())?;
            let text = document.text().line(line);
            let message = format!("{} {}", row.name().of(&text), span.of(&text));
            Some(Related { lines_below: offset(self.row.line, line), span, message })
        };
        document.parts(&self.total).take(MOST_LOOKED_AT).filter_map(place).take(MOST_RELATED).collect()
    }

    /// The first part whose figures are what these identities are off by: left out, or counted twice, perhaps.
    pub fn part_of_that_amount(&self, identities: &[&Identity]) -> Option<String> {
        let document = self.row.document;
        let fits = |understood: &Line| {
            let sums = understood.row()?.sums();
            let fits = |identity: &&Identity| sums.get(identity.column).value == identity.residual().saturating_abs();
            identities.iter().all(fits).then_some(())
        };
        let mut parts = document.parts(&self.total).take(MOST_LOOKED_AT);
        let (line, understood) = parts.find(|(_, understood)| fits(understood).is_some())?;
        Some(understood.row()?.name().of(&document.text().line(line)).to_owned())
    }

    /// The only part in which no amount stands, with its line: it was left out, where the total has more than its
    /// parts. Cost: the parts, up to a limit.
    pub fn part_left_out(&self) -> Option<usize> {
        let document = self.row.document;
        let is_left_out =
            |understood: &Line| understood.row().is_some_and(|row| row.amounts.iter().all(|of| *of == Reading::Absent));
        let mut left_out = document.parts(&self.total).take(MOST_LOOKED_AT).filter(|(_, part)| is_left_out(part));
        let (line, _) = left_out.next()?;
        left_out.next().is_none().then_some(line)
    }

    /// What the parts are called, for a message: 个项目, 个单位, …
    pub fn parts_are_units(&self) -> bool {
        self.total.level == Level::Grand && self.row.document.lines().summary_of(self.total.lines.clone()).units > 0
    }
}

/// How many parts are looked at for those that print something: where few do, the rest of a large table is left alone.
const MOST_LOOKED_AT: usize = 200;

/// How many projects before it a project's name is compared with: copies are made close to where they are taken from.
pub(crate) const NEAR: usize = 32;

/// A project, and those close before it in its unit.
pub struct NearScope<'a> {
    /// The project.
    pub row: RowScope<'a>,
}

impl<'a> NearScope<'a> {
    pub(crate) fn new(document: &'a Document, line: usize, rounding: Rounding) -> Option<Self> {
        let row = RowScope::new(document, line, rounding)?;
        (row.standing.is_project() && row.row.name_hash != 0).then_some(Self { row })
    }

    /// The projects before it whose names may be almost the same, within so many characters; the nearest first.
    pub fn alike(&self, edits: u32) -> impl Iterator<Item = (usize, &'a Row)> {
        let (hash, likeness) = (self.row.row.name_hash, self.row.row.likeness);
        let before = projects_before(self.row.document, self.row.line);
        before.filter(move |(_, row)| row.name_hash != hash && row.likeness.may_be_within(likeness, edits))
    }
}

/// The projects before a line in its group, the nearest first, at most [`NEAR`].
pub(crate) fn projects_before(document: &Document, line: usize) -> impl Iterator<Item = (usize, &Row)> {
    const STRETCH: usize = 2 * NEAR;
    let mut projects: Vec<(usize, &Row)> = Vec::new();
    let mut end = line;
    // A stretch is walked forward, which is a single descent.
    while end > 0 && projects.len() < NEAR {
        let start = end.saturating_sub(STRETCH);
        let mut here = Vec::new();
        let mut is_cut = false;
        for (line, understood) in (start..end).zip(document.lines().iter_from(start)) {
            if understood.ends_group() {
                here.clear();
                is_cut = true;
            } else if let Some(row) =
                understood.row().filter(|_| understood.standing().is_some_and(Standing::is_project))
            {
                here.push((line, &**row));
            }
        }
        projects.extend(here.into_iter().rev());
        if is_cut {
            break;
        }
        end = start;
    }
    projects.truncate(NEAR);
    projects.into_iter()
}

/// A row that sums which do not add up are about: their whole connected component, and its cause where there is one.
pub struct SumScope<'a> {
    /// The row.
    pub row: RowScope<'a>,
    /// The document, and which identities are violated.
    pub ledger: Ledger<'a>,
    /// The rows of the component.
    pub component: &'a [usize],
    /// What alone explains it; then no other row of the component has a finding.
    pub cause: Option<&'a Cause>,
}

impl<'a> SumScope<'a> {
    pub(crate) fn new(
        ledger: Ledger<'a>,
        line: usize,
        component: &'a [usize],
        cause: Option<&'a Cause>,
    ) -> Option<Self> {
        let row = RowScope::new(ledger.document, line, ledger.rounding)?;
        Some(Self { row, ledger, component, cause })
    }

    /// The row's own identities that are violated.
    pub fn violated(&self) -> Violated {
        self.ledger.violated(self.row.line)
    }

    /// The row as a total.
    pub fn total(&self) -> Option<TotalScope<'a>> {
        TotalScope::known(&self.ledger, self.row.line)
    }
}

impl SumScope<'_> {
    /// The severity of what is said of the component: its own where anything in it is beyond rounding, else a warning.
    pub fn severity(&self, beyond: Severity) -> Severity {
        let is_beyond = |line: &usize| {
            let row = self.ledger.row(*line).and_then(|row| row_identity(row, self.row.rounding));
            let total = TotalScope::known(&self.ledger, *line);
            let columns = total.into_iter().flat_map(|total| total.identities);
            row.into_iter().chain(columns).any(|identity| identity.band == Band::Error)
        };
        if self.component.iter().any(is_beyond) { beyond } else { Severity::Warning }
    }

    /// What makes everything add up, as the end of a message.
    pub fn remedy(&self, cause: &Cause, language: Language) -> String {
        let Some(change) = cause.changes.first() else { return String::new() };
        let own = self.row.row.sums().get(change.column);
        let decimals = decimals(&own, &Sum::default());
        let value = format_scaled(change.value, decimals);
        language.choose(
            || format!("；改为 {value} 则相关各处都相符"),
            || format!("; with {value} everything connected adds up"),
        )
    }

    /// The other totals of the component that do not add up, as related places.
    pub fn related_totals(&self, language: Language) -> Vec<Related> {
        let others = self.component.iter().copied().filter(|line| *line != self.row.line);
        let totals = others.filter_map(|line| TotalScope::known(&self.ledger, line));
        let mut related = Vec::new();
        for total in totals {
            let violated = self.ledger.violated(total.row.line);
            let wrong = total.identities.iter().find(|identity| violated.has_column(identity.column));
            let Some(identity) = wrong else { continue };
            let Some(span) = total.row.row.amount_cell(identity.column) else { continue };
            let message = column_sum::sentence(&total, identity, language);
            related.push(Related { lines_below: offset(self.row.line, total.row.line), span, message });
        }
        related
    }
}

/// A table of known kind, all its fragments together.
pub struct TableScope<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its lines, from the first delimiter row on.
    pub lines: Range<usize>,
    /// What it amounts to.
    pub tally: Tally,
    /// What its columns mean.
    pub schema: &'a Schema,
}

impl<'a> TableScope<'a> {
    /// The table whose first delimiter row is at `line`.
    pub(crate) fn new(document: &'a Document, line: usize) -> Option<Self> {
        let lines = document.table(line).filter(|lines| lines.start == line)?;
        let schema = document.lines().get(line)?.after.table.as_deref()?;
        Some(Self { document, tally: document.lines().summary_of(lines.clone()), lines, schema })
    }
}

/// How many lines `to` stands below `from`.
pub fn offset(from: usize, to: usize) -> isize {
    isize::try_from(to).unwrap_or(isize::MAX).saturating_sub(isize::try_from(from).unwrap_or(isize::MAX))
}

/// A project, and the one of the same name before it in the same unit.
pub struct NameScope<'a> {
    /// The later row.
    pub row: RowScope<'a>,
    /// The line of the earlier one.
    pub earlier: usize,
    /// The earlier row.
    pub earlier_row: &'a Row,
    /// The identities of the unit's total; none where the project belongs to no unit.
    pub unit: Option<TotalScope<'a>>,
}

impl<'a> NameScope<'a> {
    pub(crate) fn new(document: &'a Document, line: usize, rounding: Rounding) -> Option<Self> {
        let row = RowScope::new(document, line, rounding)?;
        if !row.standing.is_project() || row.row.name_hash == 0 {
            return None;
        }
        let earlier = document.namesakes(line, row.row.name_hash).0?;
        let earlier_row = document.lines().get(earlier)?.row()?;
        let unit = document.unit(line).and_then(|unit| TotalScope::new(document, unit, rounding));
        Some(Self { row, earlier, earlier_row, unit })
    }

    /// The span and text of the earlier row's name.
    pub fn earlier_name(&self) -> Span {
        self.earlier_row.name()
    }
}
