//! How each kind of fault is made.

use super::{
    Dice, Level, Row, Sheet,
    document::{amount, printed},
    fault::Kind,
    indicators::{Indicator, foreign_class},
    slips::{letter_for_zero, misgrouped, slipped},
};

/// A fault in the making: rows by their index in the sheet with the fault.
pub(super) struct Draft {
    pub(super) sheet: Sheet,
    pub(super) row: usize,
    pub(super) right: Vec<usize>,
    pub(super) restored: Vec<Sheet>,
}

impl Draft {
    pub(super) fn of(kind: Kind, sheet: &Sheet, dice: &mut Dice) -> Option<Self> {
        match kind {
            Kind::ProjectTotal => wrong_figure(sheet, Level::Project, Cell::Total, dice),
            Kind::ProjectSource => wrong_figure(sheet, Level::Project, Cell::Source, dice),
            Kind::UnitTotal => wrong_figure(sheet, Level::Unit, Cell::Total, dice),
            Kind::UnitSource => wrong_figure(sheet, Level::Unit, Cell::Source, dice),
            Kind::GrandTotal => wrong_figure(sheet, Level::Grand, Cell::Total, dice),
            Kind::GrandSource => wrong_figure(sheet, Level::Grand, Cell::Source, dice),
            Kind::StaleUnit => stale_unit(sheet, dice),
            Kind::StaleGrand => stale_grand(sheet, dice),
            Kind::CopiedRow => copied_row(sheet, dice),
            Kind::MovedRow => moved_row(sheet, dice),
            Kind::MissingSeparator => in_indicators(sheet, dice, |list, dice| {
                let place = dice.below(4);
                indicator(list, dice)?.separators[place] = "";
                Some(())
            }),
            Kind::WrongSeparator => in_indicators(sheet, dice, |list, dice| {
                let place = dice.below(4);
                indicator(list, dice)?.separators[place] = "，";
                Some(())
            }),
            Kind::MissingStop => in_indicators(sheet, dice, |list, dice| {
                indicator(list, dice)?.stop = "";
                Some(())
            }),
            Kind::WrongNumber => in_indicators(sheet, dice, |list, dice| wrong_number(list, dice)),
            Kind::WrongClass => in_indicators(sheet, dice, |list, dice| {
                let indicator = indicator(list, dice)?;
                indicator.class2 = foreign_class(indicator, dice);
                Some(())
            }),
            Kind::CutWording => in_indicators(sheet, dice, |list, dice| cut_wording(list, dice)),
            Kind::MissingValue => in_indicators(sheet, dice, |list, dice| {
                let is_cycle = dice.percent(50);
                let indicator = indicator(list, dice)?;
                let value = if is_cycle { &mut indicator.cycle } else { &mut indicator.year };
                value.clear();
                Some(())
            }),
            Kind::DuplicatedIndicator => in_indicators(sheet, dice, |list, dice| {
                let again = Indicator { number: list.len() + 1, ..indicator(list, dice)?.clone() };
                list.push(again);
                Some(())
            }),
            Kind::Misgrouped => in_figure(sheet, dice, misgrouped),
            Kind::LetterForZero => in_figure(sheet, dice, letter_for_zero),
            Kind::MissingCell => missing_cell(sheet, dice),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Total,
    Source,
}

fn wrong_figure(sheet: &Sheet, level: Level, cell: Cell, dice: &mut Dice) -> Option<Draft> {
    // Hundredths that rounding explains between several sources are no fault that anybody could see.
    const ROUNDING: i64 = 3;
    let row = dice.pick(&sheet.of(level))?;
    let sources = sheet.rows[row].sources();
    let column = if cell == Cell::Total { Some(0) } else { dice.pick(&sources) }?;
    let cents = sheet.rows[row].cents(column)?;
    let wrong = slipped(cents, dice)?;
    if sources.len() > 1 && (wrong - cents).abs() < ROUNDING {
        return None;
    }
    let mut faulty = sheet.clone();
    faulty.rows[row].figures[column] = printed(wrong);
    Some(Draft { sheet: faulty, row, right: vec![row], restored: vec![sheet.clone()] })
}

/// The least change of both figures of a row that no rounding explains, in hundredths.
const SEEN: i64 = 100;

/// A row whose total and one source are off alike: by a slip in the source, or by any other figure.
fn with_both_figures(sheet: &Sheet, row: usize, is_slip: bool, dice: &mut Dice) -> Option<Sheet> {
    let source = dice.pick(&sheet.rows[row].sources())?;
    let cents = sheet.rows[row].cents(source)?;
    let wrong = if is_slip { slipped(cents, dice)? } else { amount(dice) };
    if (wrong - cents).abs() < SEEN {
        return None;
    }
    let mut faulty = sheet.clone();
    faulty.rows[row].add(0, wrong - cents);
    faulty.rows[row].add(source, wrong - cents);
    Some(faulty)
}

fn stale_unit(sheet: &Sheet, dice: &mut Dice) -> Option<Draft> {
    let project = dice.pick(&sheet.of(Level::Project))?;
    let unit = sheet.unit(project)?;
    let is_slip = dice.percent(50);
    let faulty = with_both_figures(sheet, project, is_slip, dice)?;
    let mut updated = faulty.clone();
    updated.add_up();
    Some(Draft { sheet: faulty, row: unit, right: vec![unit, project], restored: vec![sheet.clone(), updated] })
}

fn stale_grand(sheet: &Sheet, dice: &mut Dice) -> Option<Draft> {
    let row = sheet.of(Level::Grand).first().copied()?;
    let is_slip = dice.percent(50);
    let faulty = with_both_figures(sheet, row, is_slip, dice)?;
    Some(Draft { sheet: faulty, row, right: vec![row], restored: vec![sheet.clone()] })
}

fn copied_row(sheet: &Sheet, dice: &mut Dice) -> Option<Draft> {
    let project = dice.pick(&sheet.of(Level::Project))?;
    let unit = sheet.unit(project)?;
    let is_below_next = dice.percent(40) && sheet.projects(unit).contains(&(project + 1));
    let place = if is_below_next { project + 2 } else { project + 1 };
    if sheet.rows[project].cents(0)? < SEEN {
        return None;
    }
    let mut faulty = sheet.clone();
    faulty.rows.insert(place, Row { starts_page: false, ..sheet.rows[project].clone() });
    Some(Draft { sheet: faulty, row: place, right: vec![place, project, unit], restored: vec![sheet.clone()] })
}

/// The last project of a unit below the name of the next one, or the first one of it above.
fn moved_row(sheet: &Sheet, dice: &mut Dice) -> Option<Draft> {
    let units = sheet.of(Level::Unit);
    let lower = dice.pick(units.get(1..)?)?;
    let upper = units.iter().copied().rfind(|unit| *unit < lower)?;
    let is_down = dice.percent(50);
    let moved = if is_down { lower - 1 } else { lower + 1 };
    if sheet.rows[moved].cents(0)? < SEEN {
        return None;
    }
    let mut faulty = sheet.clone();
    faulty.rows.swap(moved, lower);
    Some(Draft { sheet: faulty, row: lower, right: vec![lower, moved, upper], restored: vec![sheet.clone()] })
}

fn indicator<'a>(list: &'a mut [Indicator], dice: &mut Dice) -> Option<&'a mut Indicator> {
    // A project that lost a cell has no indicator any more.
    let index = (!list.is_empty()).then(|| dice.below(list.len()))?;
    list.get_mut(index)
}

fn in_indicators(
    sheet: &Sheet,
    dice: &mut Dice,
    spoil: impl FnOnce(&mut Vec<Indicator>, &mut Dice) -> Option<()>,
) -> Option<Draft> {
    let row = dice.pick(&sheet.of(Level::Project))?;
    let mut faulty = sheet.clone();
    spoil(&mut faulty.rows[row].indicators, dice)?;
    Some(Draft { sheet: faulty, row, right: vec![row], restored: vec![sheet.clone()] })
}

fn wrong_number(list: &mut [Indicator], dice: &mut Dice) -> Option<()> {
    let wrong = dice.between(1, 6);
    let indicator = indicator(list, dice)?;
    let right = std::mem::replace(&mut indicator.number, wrong);
    (right != wrong).then_some(())
}

fn cut_wording(list: &mut [Indicator], dice: &mut Dice) -> Option<()> {
    let is_cycle = dice.percent(50);
    let indicator = indicator(list, dice)?;
    let value = if is_cycle { &mut indicator.cycle } else { &mut indicator.year };
    let is_wording = !value.chars().any(char::is_numeric);
    value.pop();
    is_wording.then_some(())
}

fn in_figure(sheet: &Sheet, dice: &mut Dice, spoil: impl FnOnce(&str, &mut Dice) -> Option<String>) -> Option<Draft> {
    let row = dice.below(sheet.rows.len());
    let columns: Vec<usize> =
        (0..sheet.columns.len()).filter(|column| sheet.rows[row].cents(*column).is_some()).collect();
    let column = dice.pick(&columns)?;
    let mut faulty = sheet.clone();
    faulty.rows[row].figures[column] = spoil(&sheet.rows[row].figures[column], dice)?;
    Some(Draft { sheet: faulty, row, right: vec![row], restored: vec![sheet.clone()] })
}

/// The cell comes back blank: nobody knows what a project's indicators were.
fn missing_cell(sheet: &Sheet, dice: &mut Dice) -> Option<Draft> {
    let row = dice.below(sheet.rows.len());
    let mut restored = sheet.clone();
    restored.rows[row].indicators = Vec::new();
    let mut faulty = restored.clone();
    faulty.rows[row].is_cut = true;
    Some(Draft { sheet: faulty, row, right: vec![row], restored: vec![restored] })
}
