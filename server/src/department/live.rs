//! What follows from the figures that were typed since the tables and the text of a department last agreed: the other
//! places that print the same, the totals above, and what the text says of them.

mod following;
mod typed;

use std::collections::{BTreeMap, BTreeSet};

use budget_grammar::{
    amount::format_scaled,
    prose::{Figure, Relation},
    statement::Code,
};

use super::{
    Department, Expected, Seat,
    prose::{Followed, Meant, carried_to, is_printed},
};
use crate::{
    analysis::{Agreed, Analysis},
    fix::{Fix, Replacement, Safety, ordered},
    statement::canonical,
};
use typed::Typed;

/// The most places that a title names.
const MOST_NAMED: usize = 3;

/// How much more figures are than before, each in the unit of its statement, scaled.
type Differences = BTreeMap<Seat, i128>;

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
        is_complete &= !self.is_grown_from_others(&becoming);
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

    /// Whether a figure of another year changes, and the text says by how much something grew: it may be since that
    /// year, and does not print it.
    fn is_grown_from_others(&self, becoming: &Becoming) -> bool {
        let is_growth = |relation: &Relation| {
            matches!(relation, Relation::Change { .. } | Relation::Growth { .. } | Relation::GrowthOf { .. })
        };
        becoming.iter().any(|(seat, (old, new))| old.value != new.value && self.is_of_another_year(*seat))
            && self.passages.iter().any(|scope| scope.passage.relations.iter().any(is_growth))
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
