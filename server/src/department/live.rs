//! What follows from the figures that were typed since the tables and the text of a department last agreed: the other
//! places that print the same, the totals above, and what the text says of them.

use std::collections::{BTreeMap, BTreeSet};

use budget_grammar::{
    amount::format_scaled,
    prose::{Figure, Fund},
    statement::Code,
};

use super::{
    Department, Expected, Joint, Of, Seat,
    prose::{Followed, Meant, carried_to, is_printed},
    remedy::rounded,
};
use crate::{
    analysis::Analysis,
    fix::{Fix, Replacement, Safety, ordered},
    identity::Band,
    statement::{Kind, canonical},
};

/// The most figures that are taken for typed. Who changes more at once rewrites the table.
const MOST_TYPED: usize = 16;

/// The most figures that are made to follow.
const MOST_FOLLOWED: usize = 200;

/// The most places that a title names.
const MOST_NAMED: usize = 3;

/// How late a part is looked for that makes a total what it has become elsewhere.
const OF_PART: u8 = 4;

/// How much more figures are than before, each in the unit of its statement, scaled.
type Differences = BTreeMap<Seat, i128>;

/// What was typed anew.
#[derive(Default)]
struct Typed {
    /// Figures of the tables.
    cells: Differences,
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
        self.cells.keys().chain(self.told.keys()).copied()
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
}

/// The edits that bring up to date what follows, and whether that is all.
struct Update {
    edits: Vec<Replacement>,
    is_complete: bool,
}

/// The fixes that what was typed near a line suggests. Cost: that of judging the department, and its figures.
pub(super) fn fixes(analysis: &Analysis, line: usize) -> Live {
    let since = |agreed: &Analysis| {
        analysis.in_department(line, |department| {
            agreed.in_department(line, |before| department.live(before, (analysis, agreed), line))
        })
    };
    // One that differs in too much is of no use, as after a fix that was undone; the one before it may be.
    analysis.agreed().find_map(since).unwrap_or_default().unwrap_or_default()
}

impl<'a> Department<'a> {
    fn live(
        &self,
        before: &Department<'_>,
        (analysis, agreed): (&Analysis, &Analysis),
        line: usize,
    ) -> Option<Option<Live>> {
        let typed = self.typed_since(before)?;
        Some(self.live_of(&typed, before, (analysis, agreed), line))
    }

    fn live_of(
        &self,
        typed: &Typed,
        before: &Department<'_>,
        (analysis, agreed): (&Analysis, &Analysis),
        line: usize,
    ) -> Option<Live> {
        typed.seats().next()?;
        let differences = self.followed(typed);
        let Update { edits, is_complete } = self.update(typed, &differences)?;
        let is_near = |edit: &Replacement| analysis.document().text().line_at(edit.range.start) == line;
        let is_typed_here = typed.cells.keys().any(|seat| self.line(*seat) == Some(line));
        if !is_typed_here && !typed.told_at.contains(&line) && !edits.iter().any(is_near) {
            return None;
        }
        let restored = self.restored(before, typed);
        let update = (!edits.is_empty()).then(|| {
            let is_settled = is_complete && analysis.agrees_with(agreed, line, &edits);
            let title = self.title_of_update(typed, &differences, (edits.len(), is_settled));
            // Where the text and a table differ, the table is what was decided.
            let is_preferred = is_settled && typed.told.is_empty();
            Fix { title, safety: Safety::Suggested, is_preferred, edits }
        });
        Some(Live { update, restored })
    }

    /// The figures that are others than before; `None` where the tables are others, or too much was typed.
    fn typed_since(&self, before: &Department<'_>) -> Option<Typed> {
        let mut typed = Typed { cells: self.cells_since(before)?, ..Typed::default() };
        self.add_told_since(before, &mut typed);
        (typed.seats().count() <= MOST_TYPED).then_some(typed)
    }

    /// The figures of the tables that are others than before; `None` where the tables are.
    fn cells_since(&self, before: &Department<'_>) -> Option<Differences> {
        let mut typed = Differences::new();
        let statements = self.statements.iter().zip(&before.statements).enumerate();
        for (statement, (own, old)) in statements {
            if std::ptr::eq(own.account, old.account) {
                continue;
            }
            let (rows, old_rows) = (&own.account.statement.rows, &old.account.statement.rows);
            (rows.len() == old_rows.len()).then_some(())?;
            for (row, (of, old_of)) in rows.iter().zip(old_rows.iter()).enumerate() {
                (of.amounts().len() == old_of.amounts().len()).then_some(())?;
                for column in 0..of.amounts().len() {
                    let place = (row, column);
                    let (new, old) = (own.account.sum(place), old.account.sum(place));
                    (new.void == old.void).then_some(())?;
                    if new.value != old.value {
                        typed.insert(Seat { statement, place }, new.value.checked_sub(old.value)?);
                    }
                }
            }
        }
        (self.statements.len() == before.statements.len()).then_some(typed)
    }

    /// Adds what the text says anew of figures of the tables that it repeated to the last place. Where words were typed
    /// too, it may say something else.
    fn add_told_since(&self, before: &Department<'_>, typed: &mut Typed) {
        if self.passages.len() != before.passages.len() {
            return;
        }
        for (scope, old_scope) in self.passages.iter().zip(&before.passages) {
            let (own, old) = (scope.passage, old_scope.passage);
            if std::ptr::eq(own, old) || scope.line != old_scope.line || own.mentions != old.mentions {
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

    /// What else has to change where these figures did, by the identities that held.
    fn followed(&self, typed: &Typed) -> Differences {
        let joints = self.joints();
        let mut following = Following {
            department: self,
            joints: joints.iter().filter(|joint| joint.band != Band::Void).collect(),
            typed,
            differences: typed.cells.iter().chain(&typed.told).map(|(seat, more)| (*seat, *more)).collect(),
            asked_by: BTreeMap::new(),
            kin: self.kin(typed),
        };
        following.run();
        following.differences
    }

    /// What other tables call the lines and columns of the figures that were typed.
    fn kin(&self, typed: &Typed) -> Kin {
        let mut kin = Kin::default();
        for seat in typed.seats() {
            let Some(account) = self.account(seat.statement) else { continue };
            kin.names.insert(canonical(account.name(seat.place.0)));
            if let Some(code) = account.code(seat.place.0) {
                let above = (0..account.statement.rows.len()).filter_map(|row| Some((row, account.code(row)?)));
                for (row, above) in above.filter(|(_, above)| code.is_below(above)) {
                    kin.codes.push(above.clone());
                    kin.names.insert(canonical(account.name(row)));
                }
                kin.codes.push(code.clone());
            }
            kin.titles.insert(self.title(seat).to_owned());
            let fund = self.scope(seat).and_then(|scope| Fund::named_in(&scope.name()));
            kin.funds.extend(fund.filter(|fund| !kin.funds.contains(fund)));
        }
        kin
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

    /// What puts back the figures that were typed.
    fn restored(&self, before: &Department<'_>, typed: &Typed) -> Option<Fix> {
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
            let named = format!("{} {}", self.label(*seat), format_scaled(value, decimals));
            said.insert(named.clone()).then_some(named)
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

/// The names, codes and titles by which other tables have what was typed.
#[derive(Default)]
struct Kin {
    codes: Vec<Code>,
    names: BTreeSet<Box<str>>,
    titles: BTreeSet<String>,
    funds: Vec<Fund>,
}

/// How what was typed is followed through the identities, one figure after the other.
struct Following<'f, 'a> {
    department: &'f Department<'a>,
    joints: Vec<&'f Joint>,
    typed: &'f Typed,
    differences: Differences,
    /// Which identity asked a figure to follow. A total is asked again when another of its parts has followed.
    asked_by: BTreeMap<Seat, usize>,
    kin: Kin,
}

impl Following<'_, '_> {
    fn run(&mut self) {
        for _ in 0..MOST_FOLLOWED {
            let off = (0..self.joints.len()).filter_map(|number| {
                let joint = self.joints.get(number)?;
                (off(joint, &self.differences) != 0).then_some(())?;
                let (rank, seat, difference) = self.asked(number, joint)?;
                Some((rank, number, seat, difference))
            });
            let next = off.min_by_key(|(rank, number, ..)| (*rank, *number));
            let in_other_unit = || self.in_other_unit().map(|(seat, difference)| (usize::MAX, seat, difference));
            let is_of_part = |rank: u8| rank == OF_PART;
            let next = match next {
                Some((rank, number, seat, difference)) if !is_of_part(rank) => Some((number, seat, difference)),
                of_part => {
                    in_other_unit().or_else(|| of_part.map(|(_, number, seat, difference)| (number, seat, difference)))
                }
            };
            let Some((number, seat, difference)) = next else { break };
            self.asked_by.insert(seat, number);
            self.differences.insert(seat, difference);
        }
    }

    /// The next figure that is printed in another unit than one that has changed, and how much more it has to be.
    fn in_other_unit(&self) -> Option<(Seat, i128)> {
        let department = self.department;
        department.quantities().values().find_map(|seats| {
            let (from, difference) = seats.iter().find_map(|seat| Some((*seat, *self.differences.get(seat)?)))?;
            let is_open =
                |seat: &&Seat| department.unit(**seat) != department.unit(from) && !self.differences.contains_key(seat);
            seats.iter().filter(is_open).find_map(|seat| {
                let value = department.followed_value(from, difference, self.typed)?;
                let decimals = department.account(seat.statement)?.decimals_at(seat.place);
                let in_its_unit = |value: i128| {
                    rounded(value.checked_mul(department.factor(from))?, department.factor(*seat), decimals)
                };
                // What was another figure before does not repeat it.
                let printed = department.sum(*seat).value;
                (in_its_unit(value.checked_sub(difference)?)? == printed).then_some(())?;
                let difference = in_its_unit(value)?.checked_sub(printed)?;
                (difference != 0).then_some((*seat, difference))
            })
        })
    }

    /// The figure that an identity that is off asks to follow, how much more it has to be, and how late it is to be
    /// asked: first those of rows, which say which figures were typed together, then totals and what is printed twice,
    /// and last which part makes a total what it has become elsewhere.
    fn asked(&self, number: usize, joint: &Joint) -> Option<(u8, Seat, i128)> {
        let is_changed = |seat: &Seat| self.differences.contains_key(seat);
        let may_change =
            |seat: &Seat| !self.typed.contains(*seat) && self.asked_by.get(seat).is_none_or(|by| *by == number);
        let of_parts = joint.parts.iter().filter_map(|part| self.differences.get(part));
        let of_parts = of_parts.fold(0_i128, |sum, of| sum.saturating_add(*of));
        // 预算数, of 上年预算数 and 增减额: the last follows from the other two.
        let change = self.change_in(joint).filter(|change| may_change(change));
        if let Some(change) = change {
            let own = self.differences.get(&change).copied().unwrap_or_default();
            return Some((0, change, own.saturating_add(off(joint, &self.differences))));
        }
        match joint.of {
            Of::Statement(Kind::Row) if may_change(&joint.total) && joint.parts.iter().any(is_changed) => {
                Some((0, joint.total, of_parts))
            }
            Of::Statement(Kind::Column) if may_change(&joint.total) => Some((1, joint.total, of_parts)),
            Of::Sum(_) if may_change(&joint.total) => Some((3, joint.total, of_parts)),
            Of::Statement(Kind::Row | Kind::Column) => {
                let rank = if self.typed.contains(joint.total) { 0 } else { OF_PART };
                Some((rank, self.part_of(joint)?, off(joint, &self.differences)))
            }
            Of::Same(..) => {
                let other = *joint.parts.first()?;
                match (self.differences.get(&joint.total), self.differences.get(&other)) {
                    (Some(difference), None) => Some((2, other, *difference)),
                    (None, Some(difference)) => Some((2, joint.total, *difference)),
                    _ => None,
                }
            }
            Of::Sum(_) | Of::Statement(Kind::Halves) => None,
        }
    }

    /// Of the two parts of a row's figure of now the one that says by how much it is another than before.
    fn change_in(&self, joint: &Joint) -> Option<Seat> {
        let ([_, _], Of::Statement(Kind::Row)) = (&*joint.parts, &joint.of) else { return None };
        let says_change =
            |seat: &&Seat| ["增减", "增、减"].iter().any(|word| self.department.title(**seat).contains(word));
        joint.parts.iter().find(says_change).copied()
    }

    /// The part that makes a total what it has become: the only one that prints something, or the only one that is
    /// called like what was typed.
    fn part_of(&self, joint: &Joint) -> Option<Seat> {
        let may_follow =
            |part: &&Seat| !self.differences.contains_key(part) && !self.department.is_of_another_year(**part);
        let only = |is: &dyn Fn(&Seat) -> bool| {
            let mut parts = joint.parts.iter().filter(may_follow).filter(|part| is(part));
            parts.next().filter(|_| parts.next().is_none()).copied()
        };
        let prints = |part: &Seat| self.department.sum(*part).value != 0;
        let is_row = joint.of == Of::Statement(Kind::Row);
        only(&prints)
            .or_else(|| only(&|part| if is_row { self.is_kin_column(*part) } else { self.is_kin_row(*part) }))
            .or_else(|| only(&|part| self.is_of_fund(*part, is_row)))
    }

    fn is_kin_column(&self, seat: Seat) -> bool {
        self.kin.titles.contains(self.department.title(seat))
    }

    fn is_kin_row(&self, seat: Seat) -> bool {
        let Some(account) = self.department.account(seat.statement) else { return false };
        match account.code(seat.place.0) {
            Some(code) => self.kin.codes.contains(code),
            None => self.kin.names.contains(&canonical(account.name(seat.place.0))),
        }
    }

    /// Whether a line or a column is called like the only fund of which something was typed.
    fn is_of_fund(&self, seat: Seat, is_row: bool) -> bool {
        let Some(account) = self.department.account(seat.statement) else { return false };
        let [fund] = *self.kin.funds else { return false };
        let named = if is_row { self.department.title(seat) } else { account.name(seat.place.0) };
        Fund::named_in(named) == Some(fund)
    }
}

/// By how much an identity is off more than it was.
fn off(joint: &Joint, differences: &Differences) -> i128 {
    let of = |seat: &Seat| differences.get(seat).copied().unwrap_or_default();
    joint.parts.iter().fold(of(&joint.total), |left, part| left.saturating_sub(of(part)))
}
