//! One paragraph, held against the statements and against itself.

mod changes;
mod outlier;
mod relations;
mod said;
mod spent;
mod sums;

use std::collections::BTreeMap;

use budget_grammar::{
    amount::{format_scaled, rewrite},
    prose::{Figure, Mention, Relation, Subject},
};

use super::{
    super::{Department, PassageScope, Seat, Verdict, VerdictOf, remedy::rounded, same_band},
    Expected,
};
use crate::{
    finding::{Related, Severity},
    fix::Replacement,
    identity::Band,
    ratio::Printed,
    scope::offset,
    statement::is_wrong,
};

/// A figure of a paragraph that becomes another one.
#[derive(Clone, Copy)]
pub(in crate::department) struct Meant {
    /// Which mention has it.
    pub(in crate::department) mention: usize,
    /// What it was before; `None` where it still prints that.
    pub(in crate::department) was: Option<Expected>,
    /// What it is to be.
    pub(in crate::department) is: Expected,
}

/// What is brought to a paragraph.
#[derive(Default)]
pub(in crate::department) struct Carried {
    /// The figures, and what follows from them there.
    pub(in crate::department) edits: Vec<Replacement>,
    /// Whether all that follows could be written: what no longer differs needs a sentence of its own.
    pub(in crate::department) is_complete: bool,
}

/// Figures of the statements that become others, with what they are to be.
pub(in crate::department) type Followed = BTreeMap<Seat, Expected>;

/// What makes figures of a paragraph others, and what is said there of the statements' `followed` ones, with what
/// follows from these there as far as it can be written; nothing where one of the figures cannot.
pub(in crate::department) fn carried_to<'a>(
    department: &Department<'a>,
    scope: PassageScope<'a>,
    meant: &[Meant],
    followed: &Followed,
) -> Carried {
    let mut desk = Desk { followed: Some(followed), ..Desk::new(department, scope) };
    let mut figures = Vec::new();
    for Meant { mention, was, is } in meant {
        let Some(mention) = scope.passage.mentions.get(*mention) else { continue };
        let Some(figure) = desk.figure(mention.figure) else { continue };
        let (mended, was) = (desk.against(figure, *is), was.map(|was| was.value / figure.unit.yuan()));
        if let (Some(slot), Some(before)) = (desk.mended.get_mut(mention.figure), desk.was.get_mut(mention.figure)) {
            (*slot, *before) = (mended, was);
            figures.push(mention.figure);
        }
    }
    figures.sort_unstable();
    figures.dedup();
    let Some(mut edits) = desk.figure_edits(&figures).collect::<Option<Vec<_>>>() else { return Carried::default() };
    let follow = desk.edits_that_keep_true(&figures);
    let is_complete = follow.iter().all(Option::is_some);
    let is_new = |edit: &Replacement| scope.document.text().slice(edit.range.clone()) != *edit.new;
    edits.extend(follow.into_iter().flatten().filter(is_new));
    Carried { edits, is_complete }
}

/// Whether a figure of a paragraph prints what is expected.
pub(in crate::department) fn is_printed<'a>(
    department: &Department<'a>,
    scope: PassageScope<'a>,
    figure: &Figure,
    expected: Expected,
) -> bool {
    Desk::new(department, scope).against(figure, expected).is_none()
}

/// A paragraph on the desk of the one who reads it against the statements.
pub(super) struct Desk<'d, 'a> {
    pub(super) department: &'d Department<'a>,
    pub(super) scope: PassageScope<'a>,
    /// What each figure should be, in its unit, rounded as it is printed; `None` where it is right, or nothing is known
    /// about it.
    mended: Vec<Option<i128>>,
    /// Whether it is known to be right, or what it should be.
    is_known: Vec<bool>,
    /// What each figure was, in its unit, where that is another one than it prints.
    was: Vec<Option<i128>>,
    /// Figures of the statements that are taken for other ones than are printed.
    followed: Option<&'d Followed>,
}

impl<'d, 'a> Desk<'d, 'a> {
    pub(super) fn new(department: &'d Department<'a>, scope: PassageScope<'a>) -> Self {
        let count = scope.passage.figures.len();
        Self {
            department,
            scope,
            mended: vec![None; count],
            is_known: vec![false; count],
            was: vec![None; count],
            followed: None,
        }
    }

    pub(super) fn read(mut self, verdicts: &mut Vec<Verdict>) {
        let expected: Vec<Option<Expected>> =
            self.scope.passage.mentions.iter().map(|mention| self.expected(mention)).collect();
        for (mention, expected) in self.scope.passage.mentions.iter().zip(&expected) {
            let (Some(expected), Some(figure)) = (expected, self.figure(mention.figure)) else { continue };
            let mended = self.against(figure, *expected);
            if let (Some(slot), Some(known)) =
                (self.mended.get_mut(mention.figure), self.is_known.get_mut(mention.figure))
            {
                (*slot, *known) = (mended, true);
            }
        }
        self.settle_arranged();
        self.say_figures(&expected, verdicts);
        self.say_sums(verdicts);
        self.say_changes(verdicts);
        for relation in &self.scope.passage.relations {
            self.say_relation(relation, verdicts);
        }
    }

    /// What the statements say that a figure should be, where it is nothing else.
    fn expected(&self, mention: &Mention) -> Option<Expected> {
        let expected = self.department.expected(self.scope.passage, mention, self.fund())?;
        let figure = self.figure(mention.figure)?;
        (self.against(figure, expected).is_none() || !self.is_doubtful(mention, figure, expected)).then_some(expected)
    }

    pub(super) fn figure(&self, number: usize) -> Option<&'a Figure> {
        self.scope.passage.figures.get(number)
    }

    /// What a figure should print by a statement, where that is not what it prints.
    pub(super) fn against(&self, figure: &Figure, expected: Expected) -> Option<i128> {
        let factor = figure.unit.yuan();
        let printed = figure.value.checked_mul(factor)?;
        let ulp = Printed::new(0, figure.decimals).ulp.checked_mul(factor)?;
        let band = same_band(printed.saturating_sub(expected.value), ulp, expected.ulp, self.department.rounding);
        // A figure that is only printed to fewer digits was rounded on the way, perhaps twice.
        let band = if ulp == expected.ulp && printed == expected.value { Band::Exact } else { band };
        // 0.3 stands for a figure of two decimals, and 17,192 for one of none.
        let decimals = if figure.decimals == 0 { 0 } else { figure.decimals.max(2) };
        is_wrong(band).then(|| rounded(expected.value, factor, decimals)).flatten()
    }

    /// Two figures of one line that no statement decides between: the one that the change fits is right.
    fn settle_arranged(&mut self) {
        let mentions = &self.scope.passage.mentions;
        // A class may be named for each kind of money.
        let is_item = |of: &Subject| matches!(of, Subject::Line(names) if names.group.is_some());
        for (number, mention) in mentions.iter().enumerate() {
            let Some(first) = mentions
                .iter()
                .take(number)
                .filter(|other| other.period == mention.period)
                .find(|other| other.subject == mention.subject && is_item(&other.subject))
            else {
                continue;
            };
            let (Some(one), Some(other)) = (self.figure(first.figure), self.figure(mention.figure)) else { continue };
            let is_open = |number: usize| self.is_known.get(number) == Some(&false);
            if one.value == other.value
                || one.unit != other.unit
                || one.decimals != other.decimals
                || !is_open(first.figure)
                || !is_open(mention.figure)
            {
                continue;
            }
            let relation = self
                .scope
                .passage
                .relations
                .iter()
                .find(|relation| matches!(relation, Relation::Change { to, .. } if *to == mention.figure));
            let fits = |value: i128| {
                relation.is_some_and(|relation| {
                    self.holds(relation, &|at| if at == mention.figure { value } else { self.value(at) }) == Some(true)
                })
            };
            let wrong = if fits(other.value) && !fits(one.value) {
                (first.figure, other.value)
            } else {
                (mention.figure, one.value)
            };
            if let Some(slot) = self.mended.get_mut(wrong.0) {
                *slot = Some(wrong.1);
            }
        }
    }

    /// A figure as it should be, as far as that is known.
    fn value(&self, number: usize) -> i128 {
        let mended = self.mended.get(number).copied().flatten();
        mended.or_else(|| Some(self.figure(number)?.value)).unwrap_or_default()
    }

    fn say_figures(&self, expected: &[Option<Expected>], verdicts: &mut Vec<Verdict>) {
        let mut said: Vec<(&Subject, i128)> = Vec::new();
        for (mention, expected) in self.scope.passage.mentions.iter().zip(expected) {
            let (Some(figure), Some(Some(meant))) = (self.figure(mention.figure), self.mended.get(mention.figure))
            else {
                continue;
            };
            // The same wrong figure twice in a sentence is one mistake.
            if said.contains(&(&mention.subject, figure.value)) {
                continue;
            }
            said.push((&mention.subject, figure.value));
            let same = || self.scope.passage.mentions.iter().filter(|other| other.subject == mention.subject);
            let wrong: Vec<usize> = same()
                .map(|other| other.figure)
                .filter(|other| self.figure(*other).is_some_and(|other| other.value == figure.value))
                .collect();
            let unit = figure.unit.name();
            let name = self.name(mention);
            let show = |value: i128| format!("{}{unit}", format_scaled(value, figure.decimals));
            let (printed, meant_shown, difference) =
                (show(figure.value), show(*meant), show(figure.value.saturating_sub(*meant)));
            let message = match expected.and_then(|expected| {
                Some((self.department.scope(expected.seat)?.name(), self.department.printed(expected.seat)))
            }) {
                Some((table, cell)) => {
                    let cell = if cell.trim().is_empty() {
                        self.department.language.choose(|| "空".to_owned(), || "blank".to_owned())
                    } else {
                        cell.trim().to_owned()
                    };
                    self.department.language.choose(
                        || format!("“{name}”{printed}，“{table}”中为 {meant_shown}（{cell}），差 {difference}"),
                        || format!("“{name}” {printed}, {meant_shown} in “{table}” ({cell}), difference {difference}"),
                    )
                }
                None => self.department.language.choose(
                    || format!("“{name}”{printed}，同一段里又写作 {meant_shown}，差 {difference}"),
                    || format!("“{name}” {printed}, {meant_shown} in the same paragraph, difference {difference}"),
                ),
            };
            let mut related: Vec<Related> = wrong
                .iter()
                .filter(|other| **other != mention.figure)
                .filter_map(|other| self.related(figure, *other))
                .collect();
            if let Some(expected) = expected {
                related.extend(self.related_seat(figure, expected.seat));
            }
            let edits = self.corrections(&wrong);
            verdicts.extend(self.verdict(VerdictOf::Prose, figure.place, message, related, edits));
        }
    }

    /// The figures as they should be, and what follows from them; nothing where one of them was broken in the middle.
    fn corrections(&self, wrong: &[usize]) -> Vec<Replacement> {
        let edits = self.figure_edits(wrong).chain(self.edits_that_follow(wrong));
        edits.collect::<Option<Vec<_>>>().unwrap_or_default()
    }

    /// What makes figures print what they should.
    fn figure_edits(&self, wrong: &[usize]) -> impl Iterator<Item = Option<Replacement>> {
        let mended =
            wrong.iter().filter_map(|number| self.figure(*number).zip(self.mended.get(*number).copied().flatten()));
        mended.map(|(figure, value)| self.replaced(figure.place, |text| rewrite(text, value)))
    }

    /// What follows from that in the relations that they stand in.
    fn edits_that_follow(&self, wrong: &[usize]) -> Vec<Option<Replacement>> {
        let relations = self.scope.passage.relations.iter();
        let concerned = relations.filter(|relation| figures_of(relation).iter().any(|figure| wrong.contains(figure)));
        let broken = concerned.filter(|relation| self.holds(relation, &|number| self.value(number)) == Some(false));
        broken.flat_map(|relation| self.relation_edits(relation)).collect()
    }

    /// What keeps true what was said of figures that become others, and of what is a share of one that does.
    fn edits_that_keep_true(&self, changed: &[usize]) -> Vec<Option<Replacement>> {
        let edits = |relation: &Relation| {
            let is_concerned = figures_of(relation).iter().any(|figure| changed.contains(figure));
            match relation {
                Relation::Sum { .. } => Vec::new(),
                Relation::ShareOf { .. } | Relation::GrowthOf { .. } if self.is_of_followed(relation) => {
                    self.relation_edits(relation)
                }
                // What it is a share of stands in another paragraph, and may have become another one there.
                Relation::ShareOf { .. } if is_concerned && self.whole_of_statements(relation).is_none() => vec![None],
                _ if !is_concerned => Vec::new(),
                _ => {
                    let was_true = self.holds(relation, &|number| self.was(number)) == Some(true);
                    let is_broken = self.holds(relation, &|number| self.value(number)) == Some(false);
                    if was_true || is_broken { self.relation_edits(relation) } else { Vec::new() }
                }
            }
        };
        self.scope.passage.relations.iter().flat_map(edits).collect()
    }

    /// What a figure was before it became another one.
    fn was(&self, number: usize) -> i128 {
        self.was.get(number).copied().flatten().unwrap_or_else(|| self.printed(number))
    }

    /// The replacement of what stands at a place.
    fn replaced(
        &self,
        place: budget_grammar::prose::Place,
        new: impl Fn(&str) -> Option<String>,
    ) -> Option<Replacement> {
        if !place.is_whole {
            return None;
        }
        let line = self.scope.line + place.below;
        let text = self.scope.document.text().line(line);
        Some(Replacement::in_line(self.scope.document, line, place.span, new(place.span.of(&text))?))
    }

    fn text(&self, place: budget_grammar::prose::Place) -> String {
        let text = self.scope.document.text().line(self.scope.line + place.below);
        place.span.of(&text).to_owned()
    }

    /// What a figure is called: the last of its names, or its quantity; a budget that a statement prints beside what
    /// was spent says so.
    pub(super) fn name(&self, mention: &Mention) -> String {
        match &mention.subject {
            Subject::Quantity(id) => {
                let name = self.department.quantity_name(*id);
                let is_beside = mention.budget.is_some_and(|budget| self.department.prints_budget(*id, budget));
                let of_budget =
                    || self.department.language.choose(|| format!("{name}预算数"), || format!("{name}, budget"));
                if is_beside { of_budget() } else { name }
            }
            Subject::Line(names) => names.item.as_ref().or(names.group.as_ref()).unwrap_or(&names.class).to_string(),
        }
    }

    fn related(&self, from: &Figure, other: usize) -> Option<Related> {
        let other = self.figure(other)?;
        let lines_below = offset(self.scope.line + from.place.below, self.scope.line + other.place.below);
        let message = format!("{}{}", self.text(other.place), other.unit.name());
        Some(Related { lines_below, span: other.place.span, message })
    }

    fn related_seat(&self, from: &Figure, seat: Seat) -> Option<Related> {
        let of = self.department.scope(seat)?;
        let message = format!("{} {}", of.name(), self.department.printed(seat).trim());
        of.related(self.scope.line + from.place.below, seat.place, message)
    }

    fn verdict(
        &self,
        of: VerdictOf,
        place: budget_grammar::prose::Place,
        message: String,
        related: Vec<Related>,
        edits: Vec<Replacement>,
    ) -> Option<Verdict> {
        let line = self.scope.line + place.below;
        Some(Verdict { of, severity: Severity::Error, line, span: place.span, message, related, edits })
    }
}

fn figures_of(relation: &Relation) -> Vec<usize> {
    match relation {
        Relation::Change { from, to, by: None, .. } => vec![*from, *to],
        Relation::Change { from, to, by: Some((by, _)), .. } => vec![*from, *to, *by],
        Relation::Growth { to, by, .. } => vec![*to, *by],
        Relation::GrowthOf { by, .. } => vec![*by],
        Relation::Share { part, whole, .. } => vec![*part, *whole],
        Relation::ShareOf { part, .. } => vec![*part],
        Relation::Sum { whole, parts, .. } => std::iter::once(*whole).chain(parts.iter().copied()).collect(),
    }
}
