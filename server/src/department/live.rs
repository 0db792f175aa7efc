//! What follows from the figures that were typed since the tables and the text of a department last agreed: the other
//! places that print the same, the totals above, and what the text says of them.

mod following;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use budget_grammar::{
    amount::format_scaled,
    prose::Figure,
    statement::{Code, Rows},
};

use super::{
    Department, Expected, Of, Seat,
    prose::{Followed, Meant, carried_to, is_printed},
};
use crate::{
    analysis::{Agreed, Analysis},
    fix::{Fix, Replacement, Safety, ordered},
    statement::{Kind, canonical},
};

/// The most figures that are taken for typed. Who changes more at once rewrites the table.
const MOST_TYPED: usize = 16;

/// The most places that a title names.
const MOST_NAMED: usize = 3;

/// How much more figures are than before, each in the unit of its statement, scaled.
type Differences = BTreeMap<Seat, i128>;

/// What was typed anew.
#[derive(Default)]
struct Typed {
    /// Figures of the tables, all those of new rows among them.
    cells: Differences,
    /// The rows that are new, each with its statement.
    rows: BTreeSet<(usize, usize)>,
    /// What totals lost with rows that are gone.
    lost: Differences,
    /// The codes of those rows.
    gone: Vec<Code>,
    /// Figures of the tables that do not print yet what the text that repeated them was made to say.
    told: Differences,
    /// Where that stands, in the lines of the document.
    told_at: BTreeSet<usize>,
    /// What puts back what the text said.
    untold: Vec<(Replacement, String)>,
}

impl Typed {
    fn contains(&self, seat: Seat) -> bool {
        self.cells.contains_key(&seat) || self.told.contains_key(&seat)
    }

    fn seats(&self) -> impl Iterator<Item = Seat> {
        self.cells.keys().chain(self.told.keys()).chain(self.lost.keys()).copied()
    }

    /// Whether rows are new or gone.
    fn has_other_rows(&self) -> bool {
        !self.rows.is_empty() || !self.lost.is_empty()
    }
}

/// What figures become, in 10⁻⁸ 元: what they were, and what they are to be.
type Becoming = BTreeMap<Seat, (Expected, Expected)>;

/// What was typed suggests.
#[derive(Default)]
pub(super) struct Live {
    /// To bring everything that depends on it up to date; preferred where all that does is known.
    pub(super) update: Option<Fix>,
    /// To put back what was there.
    pub(super) restored: Option<Fix>,
    /// Whether rows are new or gone: nothing else is to be changed to pay for that.
    pub(super) has_other_rows: bool,
}

/// The edits that bring up to date what follows, and whether that is all.
struct Update {
    edits: Vec<Replacement>,
    is_complete: bool,
}

/// The fixes that what was typed near a line suggests. Cost: that of judging the department, and its figures.
pub(super) fn fixes(analysis: &Analysis, line: usize) -> Live {
    let since = |agreed: Agreed<'_>| {
        analysis.in_department(line, |department| {
            let line_before = agreed.line_before(line);
            agreed.analysis.in_department(line_before, |before| department.live(before, (analysis, agreed), line))
        })
    };
    // One that differs in too much is of no use, as after a fix that was undone; the one before it may be.
    analysis.agreed().find_map(since).unwrap_or_default()
}

impl<'a> Department<'a> {
    fn live(&self, before: &Department<'_>, (analysis, agreed): (&Analysis, Agreed<'_>), line: usize) -> Option<Live> {
        let typed = self.typed_since(before, agreed)?;
        let live = self.live_of(&typed, before, (analysis, agreed), line).unwrap_or_default();
        Some(Live { has_other_rows: typed.has_other_rows(), ..live })
    }

    fn live_of(
        &self,
        typed: &Typed,
        before: &Department<'_>,
        (analysis, agreed): (&Analysis, Agreed<'_>),
        line: usize,
    ) -> Option<Live> {
        typed.seats().next()?;
        let differences = self.followed(typed);
        let Update { edits, is_complete } = self.update(typed, &differences)?;
        let is_near = |edit: &Replacement| analysis.document().text().line_at(edit.range.start) == line;
        let is_typed_here = typed.cells.keys().any(|seat| self.line(*seat) == Some(line));
        // What a new row is missing from may be found anywhere.
        if !is_typed_here && !typed.has_other_rows() && !typed.told_at.contains(&line) && !edits.iter().any(is_near) {
            return None;
        }
        let restored = self.restored(before, typed);
        let update = (!edits.is_empty()).then(|| {
            let is_settled = is_complete && analysis.agrees_with(agreed, line, &edits);
            let title = self.title_of_update(typed, &differences, (edits.len(), is_settled));
            // Where the text and a table differ, the table is what was decided.
            // A row may be gone for a moment only.
            let is_preferred = is_settled && typed.told.is_empty() && typed.lost.is_empty();
            Fix { title, safety: Safety::Suggested, is_preferred, edits }
        });
        Some(Live { update, restored, has_other_rows: false })
    }

    /// The figures that are others than before; `None` where the tables are others, or too much was typed.
    fn typed_since(&self, before: &Department<'_>, agreed: Agreed<'_>) -> Option<Typed> {
        let mut typed = self.cells_since(before)?;
        self.add_told_since(before, agreed, &mut typed);
        (typed.seats().count() <= MOST_TYPED).then_some(typed)
    }

    /// The figures of the tables that are others than before; `None` where the tables are, but for rows that are new.
    fn cells_since(&self, before: &Department<'_>) -> Option<Typed> {
        let mut typed = Typed::default();
        let statements = self.statements.iter().zip(&before.statements).enumerate();
        for (statement, (own, old)) in statements {
            if std::ptr::eq(own.account, old.account) {
                continue;
            }
            let (rows, old_rows) = (&own.account.statement.rows, &old.account.statement.rows);
            if let Some(gone) = new_rows(old_rows, rows).filter(|gone| !gone.is_empty()) {
                self.add_lost_since(before, (statement, gone), &mut typed)?;
                continue;
            }
            let new = new_rows(rows, old_rows)?;
            typed.rows.extend(new.clone().map(|row| (statement, row)));
            for (row, of) in rows.iter().enumerate() {
                let old_row = if row < new.start { Some(row) } else { row.checked_sub(new.len()) };
                let old_row = old_row.filter(|_| !new.contains(&row));
                let count = old_row.and_then(|old_row| old_rows.get(old_row)).map(|old_of| old_of.amounts().len());
                count.is_none_or(|count| count == of.amounts().len()).then_some(())?;
                for column in 0..of.amounts().len() {
                    let place = (row, column);
                    let new = own.account.sum(place);
                    let old = old_row.map(|row| old.account.sum((row, column))).unwrap_or_default();
                    (new.void == old.void).then_some(())?;
                    if new.value != old.value {
                        typed.cells.insert(Seat { statement, place }, new.value.checked_sub(old.value)?);
                    }
                }
            }
        }
        (self.statements.len() == before.statements.len()).then_some(typed)
    }

    /// Adds what the totals of a statement lost with rows that are gone; `None` where anything else in it is another
    /// figure.
    fn add_lost_since(
        &self,
        before: &Department<'_>,
        (statement, gone): (usize, Range<usize>),
        typed: &mut Typed,
    ) -> Option<()> {
        let now = |old: Seat| {
            let (row, column) = old.place;
            let is_here = old.statement == statement && !gone.contains(&row);
            let row = if row < gone.start { row } else { row.checked_sub(gone.len())? };
            is_here.then_some(Seat { statement, place: (row, column) })
        };
        let old = before.account(statement)?;
        for (row, of) in old.statement.rows.iter().enumerate() {
            for column in 0..of.amounts().len() {
                let seat = Seat { statement, place: (row, column) };
                let is_same = now(seat).is_none_or(|now| self.sum(now).value == before.sum(seat).value);
                is_same.then_some(())?;
            }
        }
        typed.gone.extend(gone.clone().filter_map(|row| old.code(row)).cloned());
        for joint in before.joints().iter().filter(|joint| joint.of == Of::Statement(Kind::Column)) {
            let Some(total) = now(joint.total) else { continue };
            let lost = joint.parts.iter().filter(|part| now(**part).is_none());
            let lost = lost.fold(0_i128, |lost, part| lost.saturating_add(before.sum(*part).value));
            if lost != 0 {
                typed.lost.insert(total, lost.saturating_neg());
            }
        }
        Some(())
    }

    /// Adds what the text says anew of figures of the tables that it repeated to the last place. Where words were typed
    /// too, it may say something else.
    fn add_told_since(&self, before: &Department<'_>, agreed: Agreed<'_>, typed: &mut Typed) {
        // What a table with a new row is to print stands elsewhere in it than before.
        if self.passages.len() != before.passages.len() || typed.has_other_rows() {
            return;
        }
        for (scope, old_scope) in self.passages.iter().zip(&before.passages) {
            let (own, old) = (scope.passage, old_scope.passage);
            if std::ptr::eq(own, old)
                || agreed.line_before(scope.line) != old_scope.line
                || own.mentions != old.mentions
            {
                continue;
            }
            for (mention, old_mention) in own.mentions.iter().zip(&old.mentions) {
                let figures = own.figures.get(mention.figure).zip(old.figures.get(old_mention.figure));
                let Some((figure, old_figure)) = figures.filter(|(new, old)| new.value != old.value) else { continue };
                if figure.unit != old_figure.unit {
                    continue;
                }
                let difference = |seat: Seat| {
                    let (unit, factor) = (figure.unit.yuan(), before.factor(seat));
                    let printed = before.sum(seat).value.checked_mul(factor)?;
                    let more = figure.value.checked_sub(old_figure.value)?.checked_mul(unit)?;
                    let is_repeated = old_figure.value.checked_mul(unit)? == printed;
                    (is_repeated && more % factor == 0).then_some(more / factor)
                };
                let seats = before.seats_of(old_scope, old_mention).into_iter();
                let told = seats.filter_map(|seat| Some((seat, difference(seat)?)));
                let told: Vec<(Seat, i128)> = told.filter(|(seat, _)| !typed.cells.contains_key(seat)).collect();
                if told.is_empty() {
                    continue;
                }
                let (line, old_line) = (scope.line + figure.place.below, old_scope.line + old_figure.place.below);
                let printed = old_figure.place.span.of(&old_scope.document.text().line(old_line)).to_owned();
                let restored = Replacement::in_line(scope.document, line, figure.place.span, printed.clone());
                typed.told.extend(told);
                typed.told_at.insert(line);
                typed.untold.push((restored, printed));
            }
        }
    }

    /// What a figure is to print. What was typed in a table is printed already.
    fn followed_value(&self, seat: Seat, difference: i128, typed: &Typed) -> Option<i128> {
        let printed = self.sum(seat).value;
        if typed.cells.contains_key(&seat) { Some(printed) } else { printed.checked_add(difference) }
    }

    /// The edits that bring up to date what follows, with what the text says of it; `None` where a cell cannot be
    /// written.
    fn update(&self, typed: &Typed, differences: &Differences) -> Option<Update> {
        let (mut edits, mut is_complete) = (Vec::new(), true);
        let mut becoming = Becoming::new();
        for (seat, difference) in differences {
            let value = self.followed_value(*seat, *difference, typed)?;
            let (factor, ulps) = (self.factor(*seat), self.sum(*seat).ulps());
            let expected = |value: i128| {
                let ulp = ulps.checked_mul(factor)?;
                Some(Expected { seat: *seat, value: value.checked_mul(factor)?, ulp })
            };
            becoming.insert(*seat, (expected(value.checked_sub(*difference)?)?, expected(value)?));
            if !typed.cells.contains_key(seat) {
                edits.push(self.written(*seat, value)?);
            }
        }
        for (statement, scope) in self.statements.iter().enumerate() {
            if !differences.keys().any(|seat| seat.statement == statement) {
                continue;
            }
            let becomes = |place: (usize, usize)| {
                let seat = Seat { statement, place };
                self.followed_value(seat, *differences.get(&seat)?, typed)
            };
            for rate in scope.rates_with(&becomes) {
                let cell = scope.account.cell(rate.place).filter(|_| becomes(rate.place).is_none());
                let edit = rate.meant.zip(cell).and_then(|(meant, cell)| scope.replacement(cell, meant));
                is_complete &= edit.is_some();
                edits.extend(edit);
            }
        }
        let followed: Followed = becoming.iter().map(|(seat, (_, new))| (*seat, *new)).collect();
        for scope in &self.passages {
            let said = scope.passage.mentions.iter().enumerate().filter_map(|(number, mention)| {
                if !self.is_own(scope.passage, mention) {
                    return None;
                }
                let figure = scope.passage.figures.get(mention.figure)?;
                let seats = self.seats_named(scope, mention);
                let of_seats = seats.iter().find_map(|seat| becoming.get(seat));
                // What no table prints by its name repeats what it was equal to: 涉及项目预算资金.
                let of_value = || only_that_was(&becoming, figure).filter(|_| seats.is_empty());
                let (old, new) = of_seats.or_else(of_value)?;
                // What printed something else before did not repeat it, but for what was typed, which prints it now.
                let is_old = is_printed(self, *scope, figure, *old);
                let was = (!is_old).then_some(*old);
                (is_old || is_printed(self, *scope, figure, *new)).then_some(Meant { mention: number, was, is: *new })
            });
            let said: Vec<Meant> = said.collect();
            let carried = carried_to(self, *scope, &said, &followed);
            is_complete &= carried.is_complete;
            edits.extend(carried.edits);
        }
        let edits = ordered(edits)?;
        is_complete &= !self.is_left_behind(&becoming) && !self.is_said_before(&becoming, &edits);
        is_complete &= typed.rows.iter().all(|(statement, row)| self.has_everywhere(*statement, *row));
        is_complete &=
            typed.gone.iter().all(|code| !(0..self.statements.len()).any(|other| self.has_code(other, code)));
        Some(Update { edits, is_complete })
    }

    /// Whether a row in which nothing changes prints under the same name what one was that does: nothing says that the
    /// two are the same figure, and a drafter would look.
    fn is_left_behind(&self, becoming: &Becoming) -> bool {
        let named = |seat: &Seat| {
            let account = self.account(seat.statement)?;
            Some(canonical(account.name(seat.place.0)))
        };
        let changed = becoming.iter().filter(|(_, (old, new))| old.value != new.value && old.value != 0);
        let were: BTreeSet<(i128, Box<str>)> =
            changed.filter_map(|(seat, (old, _))| Some((old.value, named(seat)?))).collect();
        let rows: BTreeSet<(usize, usize)> = becoming.keys().map(|seat| (seat.statement, seat.place.0)).collect();
        let names: BTreeSet<&str> = were.iter().map(|(_, name)| &**name).collect();
        self.statements.iter().enumerate().any(|(statement, scope)| {
            scope.account.statement.rows.iter().enumerate().any(|(row, of)| {
                if rows.contains(&(statement, row)) {
                    return false;
                }
                let name = canonical(scope.account.name(row));
                names.contains(&*name)
                    && (0..of.amounts().len()).any(|column| {
                        let seat = Seat { statement, place: (row, column) };
                        let value = self.sum(seat).value.checked_mul(self.factor(seat));
                        !self.is_of_another_year(seat)
                            && value.is_some_and(|value| were.contains(&(value, name.clone())))
                    })
            })
        })
    }

    /// Whether each statement that prints the code above that of a row has a row of that code too. Of a row without a
    /// code, or a class, nothing says where else it belongs.
    fn has_everywhere(&self, statement: usize, row: usize) -> bool {
        let Some(code) = self.account(statement).and_then(|account| account.code(row)) else { return false };
        let has_above = |statement: usize| self.codes(statement).any(|above| code.is_below(above));
        has_above(statement) && (0..self.statements.len()).all(|other| !has_above(other) || self.has_code(other, code))
    }

    fn has_code(&self, statement: usize, code: &Code) -> bool {
        self.codes(statement).any(|own| own == code)
    }

    fn codes(&self, statement: usize) -> impl Iterator<Item = &Code> {
        let account = self.account(statement).into_iter();
        account.flat_map(|account| (0..account.statement.rows.len()).filter_map(|row| account.code(row)))
    }

    /// Whether the text still prints what a figure was that changes.
    fn is_said_before(&self, becoming: &Becoming, edits: &[Replacement]) -> bool {
        self.passages.iter().any(|scope| {
            scope.passage.figures.iter().any(|figure| {
                let line = scope.line + figure.place.below;
                let at = scope.document.text().line_start(line) + figure.place.span.start as usize;
                !figure.is_change
                    && were(becoming, figure).next().is_some()
                    && edits.iter().all(|of| of.range.start != at)
            })
        })
    }

    /// What puts back the figures that were typed; none where rows are new or gone.
    fn restored(&self, before: &Department<'_>, typed: &Typed) -> Option<Fix> {
        (!typed.has_other_rows()).then_some(())?;
        let (mut edits, mut figures): (Vec<Replacement>, Vec<String>) = typed.untold.iter().cloned().unzip();
        for seat in typed.cells.keys() {
            let (scope, cell) = (self.scope(*seat)?, self.account(seat.statement)?.cell(seat.place)?);
            edits.push(scope.replacement(cell, before.printed(*seat))?);
            figures.push(before.printed(*seat).trim().to_owned());
        }
        figures.dedup();
        let figures = figures.join("、");
        let title = self.language.choose(|| format!("恢复原值 {figures}"), || format!("Restore {figures}"));
        Some(Fix { title, safety: Safety::Suggested, is_preferred: false, edits: ordered(edits)? })
    }

    /// What an update is called, with how many places it changes, and whether nothing is left to do.
    fn title_of_update(&self, typed: &Typed, differences: &Differences, (count, is_settled): (usize, bool)) -> String {
        let mut said: BTreeSet<String> = BTreeSet::new();
        let followed = differences.iter().filter(|(seat, _)| !typed.cells.contains_key(seat));
        let named = followed.filter_map(|(seat, difference)| {
            let value = self.followed_value(*seat, *difference, typed)?;
            let decimals = self.account(seat.statement)?.decimals_at(seat.place);
            let label = self.label(*seat);
            said.insert(label.clone()).then(|| format!("{label} {}", format_scaled(value, decimals)))
        });
        let named: Vec<String> = named.take(MOST_NAMED).collect();
        let is_more = named.len() < count;
        self.language.choose(
            || {
                let named = if named.is_empty() { "文字说明".to_owned() } else { named.join("，") };
                let more = if is_more { " 等" } else { "" };
                let left = if is_settled { "" } else { "（仍有不符之处）" };
                format!("更新相关的 {count} 处：{named}{more}{left}")
            },
            || {
                let named = if named.is_empty() { "the text".to_owned() } else { named.join(", ") };
                let more = if is_more { " …" } else { "" };
                let left = if is_settled { "" } else { " (something is left)" };
                format!("Update {count} other places: {named}{more}{left}")
            },
        )
    }
}

/// The rows that were put in at one place; `None` where others are missing, or stand elsewhere.
fn new_rows(rows: &Rows, old: &Rows) -> Option<Range<usize>> {
    let count = rows.len().checked_sub(old.len())?;
    if count == 0 {
        return Some(0..0);
    }
    let is_same = |row: usize, old_row: usize| match (rows.get(row), old.get(old_row)) {
        (Some(own), Some(old)) => own.half() == old.half() && own.of() == old.of() && own.name() == old.name(),
        _ => false,
    };
    let first = (0..old.len()).find(|row| !is_same(*row, *row)).unwrap_or(old.len());
    (first..old.len()).all(|row| is_same(row + count, row)).then_some(first..first + count)
}

/// What figures become that were what a figure of the text prints, to so many digits that it is hardly by chance.
fn were<'b>(becoming: &'b Becoming, figure: &Figure) -> impl Iterator<Item = &'b (Expected, Expected)> {
    const FEWEST_DIGITS: usize = 4;
    let value = figure.value.checked_mul(figure.unit.yuan());
    let is_long = figure.value.unsigned_abs().to_string().trim_end_matches('0').len() >= FEWEST_DIGITS;
    let value = value.filter(|_| is_long);
    becoming.values().filter(move |(old, new)| Some(old.value) == value && old.value != new.value)
}

/// The only thing that figures become which were what a figure of the text prints.
fn only_that_was<'b>(becoming: &'b Becoming, figure: &Figure) -> Option<&'b (Expected, Expected)> {
    let mut all = were(becoming, figure);
    let first = all.next()?;
    all.all(|(_, new)| new.value == first.1.value).then_some(first)
}
