//! One slip in a document, with where a finding about it is right.

use std::ops::Range;

use super::{
    Layout,
    budget::empty_note,
    identities::{Identity, identities},
    model::{Department, Fund, Kind},
    prose::rate,
    write,
    writer::{Document, Figure, Unit, amount},
};
use crate::generator::Dice;

/// A kind of slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A figure of a table is mistyped, so that it contradicts what certainly holds: two identities at least.
    WrongCell,
    /// An amount in the prose is not the table's.
    StaleProse,
    /// A percentage is not that of the amounts beside it.
    WrongPercentage,
    /// `02` is `2` in a code on several cells.
    LostZero,
    /// The note below an empty table names another fund.
    SwappedNote,
    /// The note below a table says that it is empty, which it is not.
    FilledEmptyTable,
    /// The projects with goals have more money than all projects of a budget.
    TooMuchForGoals,
}

/// All kinds.
pub const FAULTS: [Fault; 7] = [
    Fault::WrongCell,
    Fault::StaleProse,
    Fault::WrongPercentage,
    Fault::LostZero,
    Fault::SwappedNote,
    Fault::FilledEmptyTable,
    Fault::TooMuchForGoals,
];

impl Fault {
    /// Whether it is known which figure is wrong, so that there is a fix.
    pub fn has_fix(self) -> bool {
        self != Self::TooMuchForGoals
    }
}

/// A document with a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faulty {
    /// With the slip.
    pub text: String,
    /// Without it.
    pub right: String,
    /// The only line, from 0, in which the two differ.
    pub line: usize,
    /// The lines, from 0, where a finding about it is right: those of the figures that contradict each other.
    pub places: Vec<usize>,
    /// What was done, for a message.
    pub what: String,
}

/// A department's document with one slip of that kind; none where the document has no room for it.
pub fn faulty(department: &Department, layout: &Layout, fault: Fault, dice: &mut Dice) -> Option<Faulty> {
    let document = write(department, layout);
    let slip = Slip { document: &document, identities: identities(&document, department.kind), layout };
    let found = match fault {
        Fault::WrongCell => slip.cell(dice),
        Fault::StaleProse => slip.stale(dice),
        Fault::WrongPercentage => slip.percentage(dice),
        Fault::LostZero => slip.zero(dice),
        Fault::SwappedNote => slip.note(),
        Fault::FilledEmptyTable => slip.filled(department, dice),
        Fault::TooMuchForGoals => slip.goals(dice),
    };
    let (line, mut changes, mut places, what) = found?;
    changes.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let start: usize = document.text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut text = document.text.clone();
    for (range, new) in changes {
        text.replace_range(start + range.start..start + range.end, &new);
    }
    places.push(line);
    places.sort_unstable();
    places.dedup();
    Some(Faulty { text, right: document.text, line, places, what })
}

type Found = Option<(usize, Vec<(Range<usize>, String)>, Vec<usize>, String)>;

struct Slip<'a> {
    document: &'a Document,
    identities: Vec<Identity>,
    layout: &'a Layout,
}

impl Slip<'_> {
    fn figures(&self) -> &[Figure] {
        &self.document.figures
    }

    fn ties(&self, figure: usize) -> impl Iterator<Item = &Identity> {
        self.identities
            .iter()
            .filter(move |identity| [&identity.left, &identity.right].iter().any(|side| side.contains(&figure)))
    }

    /// Lines of the figures that a figure is tied to.
    fn tied(&self, figure: usize) -> Vec<usize> {
        let figures = self.ties(figure).flat_map(|identity| identity.left.iter().chain(&identity.right));
        figures.map(|figure| self.figures()[*figure].line).collect()
    }

    fn printed(&self, figure: &Figure, value: i64) -> String {
        let is_prose = figure.table == "prose";
        let has_separators = if is_prose { self.layout.has_separators_in_prose } else { self.layout.has_separators };
        let mut text = String::new();
        amount(&mut text, value, figure.unit, has_separators && figure.unit != Unit::Percent);
        text
    }

    fn cell(&self, dice: &mut Dice) -> Found {
        let tables = dice.several(&["T1", "T2", "T3", "T4", "T5", "T6", "T7"], 7);
        for table in tables {
            let numbers =
                self.figures().iter().enumerate().filter(|(_, figure)| figure.table == table && figure.value != 0);
            let numbers: Vec<usize> = numbers.map(|(at, _)| at).filter(|at| self.ties(*at).count() > 1).collect();
            let Some(at) = dice.pick(&numbers) else { continue };
            let figure = &self.figures()[at];
            let Some(value) = mistyped(figure.value, figure.unit, dice) else { continue };
            let new = self.printed(figure, value);
            let what = format!("{table} {}: {} is {new}", figure.role, self.printed(figure, figure.value));
            return Some((figure.line, vec![(figure.range.clone(), new)], self.tied(at), what));
        }
        None
    }

    fn stale(&self, dice: &mut Dice) -> Found {
        let is_amount = |figure: &Figure| figure.table == "prose" && figure.role.ends_with(" amount");
        let numbers = self.figures().iter().enumerate().filter(|(_, figure)| is_amount(figure) && figure.value > 0);
        let numbers: Vec<usize> = numbers.map(|(at, _)| at).filter(|at| self.ties(*at).count() > 0).collect();
        let at = dice.pick(&numbers)?;
        let first = &self.figures()[at];
        let item = first.role.strip_suffix(" amount")?;
        let part = |part: &str| {
            let role = format!("{item} {part}");
            self.figures().iter().position(|figure| figure.table == "prose" && figure.role == role)
        };
        let (arranged, last, change) = (part("arranged"), part("last"), part("change"));
        let value = mistyped(first.value, first.unit, dice)?;
        let mut changed = vec![at];
        if let (Some(arranged), Some(last), Some(change), true) = (arranged, last, change, dice.percent(50)) {
            let before = self.figures()[last].value;
            let is_same_way = (value > before) == (first.value > before);
            let is_same_line = [arranged, change].iter().all(|at| self.figures()[*at].line == first.line);
            if is_same_way && is_same_line {
                changed.extend([arranged, change]);
            }
        }
        if let (Some(arranged), 1, true) = (arranged, changed.len(), dice.percent(50)) {
            changed = vec![arranged];
        }
        let changes = changed.iter().map(|at| {
            let figure = &self.figures()[*at];
            let value = match (change == Some(*at), last) {
                (true, Some(last)) => rate(false, value, self.figures()[last].value),
                _ => value,
            };
            (figure.range.clone(), self.printed(figure, value))
        });
        let mut places: Vec<usize> = changed.iter().flat_map(|at| self.tied(*at)).collect();
        let others = [part("planned"), part("done")];
        places.extend(
            [Some(at), arranged, last, change].into_iter().chain(others).flatten().map(|at| self.figures()[at].line),
        );
        let what = format!("{} figures of {item} say {}", changed.len(), self.printed(first, value));
        Some((self.figures()[changed[0]].line, changes.collect(), places, what))
    }

    /// The figures of the prose that a percentage may be about: a share is of a total that is named beside it, all else
    /// of figures of the same thing.
    fn beside(&self, figure: &Figure) -> impl Iterator<Item = &Figure> {
        const WHOLES: [&str; 2] = ["支出 合计", "一般公共预算 合计"];
        let item = figure.role.split(' ').next().unwrap_or_default().to_owned();
        let is_share = figure.role.ends_with(" share");
        let prose = self.figures().iter().filter(|figure| figure.table == "prose");
        prose.filter(move |other| other.role.starts_with(&item) || is_share && WHOLES.contains(&&*other.role))
    }

    fn percentage(&self, dice: &mut Dice) -> Found {
        // Where amounts are small, what they are rounded to allows for many percentages.
        const ENOUGH: i64 = 100_000;
        let is_enough = |figure: &Figure| figure.unit != Unit::Wan || figure.value == 0 || figure.value >= ENOUGH;
        let is_certain = |figure: &&Figure| {
            // The change of a total is no part of its percentage.
            let mut amounts = self.beside(figure).filter(|other| !other.role.ends_with(" change"));
            figure.unit == Unit::Percent && amounts.all(is_enough)
        };
        let figure = dice.pick(&self.figures().iter().filter(is_certain).collect::<Vec<_>>())?;
        let value = mistyped(figure.value, Unit::Percent, dice)?;
        let new = self.printed(figure, value);
        let places = self.beside(figure).map(|figure| figure.line).collect();
        let what = format!("{}: {} is {new}", figure.role, self.printed(figure, figure.value));
        Some((figure.line, vec![(figure.range.clone(), new)], places, what))
    }

    fn zero(&self, dice: &mut Dice) -> Found {
        let (line, range) = dice.pick(&self.document.codes)?;
        Some((
            line,
            vec![(range.start..range.start + 1, String::new())],
            Vec::new(),
            "a nought of a code is lost".to_owned(),
        ))
    }

    fn note(&self) -> Found {
        const NAMES: [&str; 2] = ["政府性基金预算", "国有资本经营预算"];
        let (_, line, _) = self.document.notes.iter().find(|(table, _, has_note)| *table == "T8" && *has_note)?;
        let at = self.document.text.lines().nth(*line)?.find(NAMES[0])?;
        let change = (at..at + NAMES[0].len(), NAMES[1].to_owned());
        Some((*line, vec![change], Vec::new(), "the note names the other fund".to_owned()))
    }

    fn goals(&self, dice: &mut Dice) -> Found {
        let figure =
            |table: &str, role: &str| self.figures().iter().find(|figure| figure.table == table && figure.role == role);
        let (goals, projects) = (figure("prose", "绩效 项目")?, figure("T3", "合计 项目支出")?);
        let mut tries = (0..50).filter_map(|_| mistyped(goals.value, goals.unit, dice));
        let value = tries.find(|value| projects.value > 0 && *value > projects.value + 1_000)?;
        let new = self.printed(goals, value);
        let what = format!("{new} for goals, {} for projects", self.printed(projects, projects.value));
        Some((goals.line, vec![(goals.range.clone(), new)], Vec::new(), what))
    }

    fn filled(&self, department: &Department, dice: &mut Dice) -> Found {
        let has_figures = |table: &str| self.figures().iter().any(|figure| figure.table == table && figure.value != 0);
        let free = self.document.notes.iter().filter(|(table, _, has_note)| !has_note && has_figures(table));
        let (table, line, _) = dice.pick(&free.collect::<Vec<_>>())?;
        let (year, office) = (department.year, &department.name);
        let note = match (*table, department.kind) {
            ("T7", Kind::Budget) => format!("注:本部门{year}年无“三公”经费和机关运行经费预算，故本表为空表。"),
            ("T7", Kind::FinalAccount) => format!("注：{office}无财政拨款“三公”经费支出，故本表无数据。"),
            (table, kind) => {
                empty_note(kind, if table == "T8" { Fund::Government } else { Fund::Capital }, year, office)
            }
        };
        let places = self.figures().iter().filter(|figure| figure.table == *table).map(|figure| figure.line).collect();
        Some((*line, vec![(0..0, note)], places, format!("{table} has figures and is called empty")))
    }
}

/// A figure with one digit changed, two swapped or one lost, by more than rounding explains.
fn mistyped(value: i64, unit: Unit, dice: &mut Dice) -> Option<i64> {
    const LEAST: i64 = 60;
    let (printed, scale) = (unit.printed(value), if unit == Unit::Wan { 100 } else { 1 });
    for _ in 0..50 {
        let mut digits = printed.to_string().into_bytes();
        let at = dice.below(digits.len());
        match dice.below(3) {
            0 => digits[at] = b"0123456789"[dice.below(10)],
            1 if at > 0 => digits.swap(at - 1, at),
            2 if digits.len() > 3 => drop(digits.remove(at)),
            _ => continue,
        }
        let wrong: i64 = String::from_utf8(digits).ok()?.parse().ok()?;
        if wrong > 0 && (wrong - printed).abs() >= LEAST {
            return Some(wrong * scale);
        }
    }
    None
}
