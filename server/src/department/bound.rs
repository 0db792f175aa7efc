//! Quantities that are at most another one: what is greater is said, and not which of the two is wrong.

use std::ops::Range;

use budget_grammar::{
    Span,
    amount::{MonetaryUnit, format_scaled},
    kinds::{QuantityBound, QuantityId},
    metadata::Metadata,
    prose::Subject,
    table::{Role, Schema},
};

use super::{Department, Quantity, Seat, Stand, Verdict, VerdictOf, remedy::rounded, same_band};
use crate::{
    finding::{Related, Severity},
    identity::decimals,
    scope::{TotalScope, offset},
    statement::{Part, is_wrong},
};

/// What marks a project that is none, but basic spending: then its table adds up to more than projects, too.
const OF_BASIC_SPENDING: [&str; 5] = ["人员经费", "公用经费", "基本支出", "工资", "社会保障缴费"];

/// What marks a table of something else than the department's own projects, close above it or in it.
const OF_OTHERS: [&str; 2] = ["整体支出", "转移支付"];

/// What marks final accounts.
const FINAL: &str = "决算";

/// What stands before the unit of a table.
const UNIT: &str = "单位";

/// How many lines above a table are looked at for either.
const ABOVE: usize = 8;

/// The most lines of a table of projects that is held against the statements: a department has fewer, and a keystroke
/// may look at all.
const MOST_PROJECTS: usize = 2_000;

/// What marks a total that is of more years than one.
const OF_MANY_YEARS: [&str; 4] = ["周期", "总投资", "累计", "实施期"];

/// What marks a column of money that others spend, or that comes from above during the year.
const FROM_ABOVE: [&str; 4] = ["上级", "中央", "省级", "省补"];

/// Whether a line may say above a table of projects what these are, or what their amounts are in, or on a cover that
/// nothing is planned any more.
pub(crate) fn may_be_about_projects(text: &str) -> bool {
    text.contains(UNIT) || text.contains(FINAL) || names_others(text)
}

/// Whether a text says that a table of projects is one of something else than the department's own projects.
fn names_others(text: &str) -> bool {
    OF_OTHERS.iter().any(|word| text.contains(word))
}

/// An amount that is compared with another.
struct Side {
    /// In 10⁻⁸ 元.
    value: i128,
    /// The unit of its last place, or of those of all its parts, likewise.
    ulp: i128,
    unit: MonetaryUnit,
    decimals: u8,
    /// As it is printed, with its unit.
    shown: String,
    /// Where it stands; a sum may stand nowhere.
    place: Option<(usize, Span)>,
    of: Printing,
}

/// Who prints it.
enum Printing {
    Stand(Stand),
    /// A table of projects, in these lines, and which of its amount columns.
    Projects(Range<usize>, usize),
}

impl Department<'_> {
    /// What is more than it can be. Of several that are more than one figure only the first: then that may be wrong.
    /// Cost: the figures of the prose; where something is said of a table of projects, its rows.
    pub(super) fn beyond(&self) -> Vec<Verdict> {
        let mut said: Vec<QuantityId> = Vec::new();
        let mut verdicts = Vec::new();
        for bound in self.kinds().bounds() {
            if said.contains(&bound.at_most) || (bound.is_planned && self.is_final_account()) {
                continue;
            }
            let verdict = self.beyond_in(bound);
            said.extend(verdict.iter().map(|_| bound.at_most));
            verdicts.extend(verdict);
        }
        verdicts
    }

    fn beyond_in(&self, bound: &QuantityBound) -> Option<Verdict> {
        let most = self.printed_value(bound.at_most)?;
        let of = self.kinds().quantity(bound.quantity)?;
        let own = if of.projects { self.projects_value() } else { self.printed_value(bound.quantity) }?;
        let beyond = own.value.checked_sub(most.value).filter(|beyond| *beyond > 0)?;
        if !is_wrong(same_band(beyond, own.ulp, most.ulp, self.rounding)) {
            return None;
        }
        if let Printing::Projects(lines, column) = &own.of
            && !self.are_projects_alone(lines.clone(), *column)
        {
            return None;
        }
        let (name, most_name) = (self.quantity_name(bound.quantity), self.quantity_name(bound.at_most));
        let factor = own.unit.yuan();
        let difference = format_scaled(rounded(beyond, factor, own.decimals)?, own.decimals).to_string();
        let (shown, most_shown, unit) = (&own.shown, &most.shown, own.unit.name());
        let table = match most.of {
            Printing::Stand(Stand::Seat(seat)) => self.scope(seat).map(|scope| scope.name()),
            _ => None,
        };
        let message = self.language.choose(
            || {
                let table = table.as_ref().map(|table| format!("“{table}”的")).unwrap_or_default();
                format!("“{name}”{shown}，超过{table}“{most_name}”{most_shown}，多 {difference}{unit}")
            },
            || {
                let table = table.as_ref().map(|table| format!(" in “{table}”")).unwrap_or_default();
                format!("“{name}” {shown}, more than “{most_name}”{table}, {most_shown}, by {difference}{unit}")
            },
        );
        // A sum that is printed nowhere is said at the figure that it is too much for.
        let ((line, span), other) = match own.place {
            Some(place) => (place, (most.place?, most_shown)),
            None => (most.place?, (self.first_project(&own.of)?, shown)),
        };
        let ((other_line, other_span), text) = other;
        let message_of_other = match own.place {
            Some(_) => format!("{} {text}", table.unwrap_or(most_name)),
            None => format!("{name} {text}"),
        };
        let related =
            vec![Related { lines_below: offset(line, other_line), span: other_span, message: message_of_other }];
        let of = VerdictOf::Across;
        Some(Verdict { of, severity: Severity::Warning, line, span, message, related, edits: Vec::new() })
    }

    /// What is printed for a quantity, where all places, those in the prose included, print one amount in a known unit
    /// and nothing else is said of any.
    fn printed_value(&self, id: QuantityId) -> Option<Side> {
        const WHOLE: &Part = &Part::Whole;
        let prints = |seat: &Seat| !self.sum(*seat).is_absent();
        let is_printed =
            self.quantities().get(&Quantity { id, part: WHOLE }).is_some_and(|seats| seats.iter().any(prints));
        let seats = if is_printed { self.sound(id)? } else { &[] };
        if seats.iter().any(|seat| self.unit(*seat).is_none()) {
            return None;
        }
        // What was budgeted stands beside what was spent, which a page may part from it.
        let is_final = self.is_final_account();
        let mentions = self.passages.iter().enumerate().flat_map(|(passage, scope)| {
            let own = scope.passage.mentions.iter().enumerate().filter(move |(_, mention)| {
                mention.subject == Subject::Quantity(id)
                    && !(is_final && mention.budget.is_some())
                    && self.is_own(scope.passage, mention)
                    && !self.is_under_others(scope)
            });
            own.map(move |(mention, _)| Stand::Mention { passage, mention })
        });
        let stands: Vec<Stand> = seats.iter().copied().map(Stand::Seat).chain(mentions).collect();
        let first = *stands.first()?;
        if stands.iter().any(|stand| self.agree(first, *stand) != Some(true)) {
            return None;
        }
        let value = self.value_of(first)?;
        let (unit, decimals, shown) = match first {
            Stand::Seat(seat) => {
                (self.unit(seat)?, self.account(seat.statement)?.decimals_at(seat.place), self.with_unit(seat))
            }
            Stand::Mention { .. } => {
                let (_, figure) = self.figure_of(first)?;
                let shown = format!("{}{}", format_scaled(figure.value, figure.decimals), figure.unit.name());
                (figure.unit, figure.decimals, shown)
            }
        };
        Some(Side {
            value: value.value,
            ulp: value.ulp,
            unit,
            decimals,
            shown,
            place: self.place_of(first),
            of: Printing::Stand(first),
        })
    }

    /// What the department's only table of projects adds up to in the year, in a known unit.
    fn projects_value(&self) -> Option<Side> {
        let mut tables = self.document.tables_in(self.lines.clone());
        let is_own = |lines: &Range<usize>| lines.end <= self.lines.end && lines.len() <= MOST_PROJECTS;
        let lines = tables.next().filter(is_own).filter(|_| tables.next().is_none())?;
        let schema: &Schema = self.document.lines().get(lines.start)?.after.table.as_deref()?;
        let mut totals = schema.amounts.iter().enumerate().filter(|(_, amount)| amount.role == Role::Total);
        let (column, _) = totals.next().filter(|_| totals.next().is_none())?;
        if schema.header.iter().any(|text| OF_MANY_YEARS.iter().chain(&FROM_ABOVE).any(|word| text.contains(word))) {
            return None;
        }
        let unit = schema.unit?;
        let factor = unit.yuan();
        let sum = Some(self.document.whole(lines.clone()).get(column)).filter(|sum| sum.void == 0 && sum.parts > 0)?;
        let decimals = decimals(&sum, &sum);
        let place = self.document.grand_total_row(lines.clone()).and_then(|line| {
            let cell = self.document.lines().get(line)?.row()?.amount_cell(column)?;
            (!cell.is_empty()).then_some((line, cell))
        });
        Some(Side {
            value: sum.value.checked_mul(factor)?,
            ulp: sum.ulps().checked_mul(factor)?,
            unit,
            decimals,
            shown: format!("{}{}", format_scaled(sum.value, decimals), unit.name()),
            place,
            of: Printing::Projects(lines, column),
        })
    }

    /// Whether a table of projects lists nothing else in a unit that is its own, and all its totals are what they are
    /// totals of.
    fn are_projects_alone(&self, lines: Range<usize>, column: usize) -> bool {
        // The unit of a table further up may be another.
        let above = || self.above(lines.start);
        let header = self.document.lines().get(lines.start).and_then(|line| line.after.table.as_deref());
        let is_in_header = header.is_some_and(|schema| schema.header.iter().any(|text| text.contains("元)")));
        let is_unit_known =
            is_in_header || above().any(|text| Metadata::read(&text).is_some_and(|of| of.unit.is_some()));
        if !is_unit_known || above().any(|text| names_others(&text)) {
            return false;
        }
        lines.filter_map(|line| Some((line, self.document.lines().get(line)?.row()?))).all(|(line, row)| {
            let text = self.document.text().line(line);
            let name = row.name_in(&text);
            let total = TotalScope::as_read(self.document, line, self.rounding);
            let is_off = |total: TotalScope<'_>| {
                total.identities.iter().any(|identity| identity.column == column && is_wrong(identity.band))
            };
            !OF_BASIC_SPENDING.iter().any(|word| text.contains(word))
                && !names_others(&name)
                && !total.is_some_and(is_off)
        })
    }

    /// What stands directly above a table, from the line of its first delimiter row up to another table.
    fn above(&self, start: usize) -> impl Iterator<Item = String> {
        let header = start.saturating_sub(1);
        let lines =
            (header.saturating_sub(ABOVE)..header).rev().map(|line| self.document.text().line(line).into_owned());
        lines.take_while(|text| !text.trim_start().starts_with('|'))
    }

    /// The first amount of a table of projects.
    fn first_project(&self, of: &Printing) -> Option<(usize, Span)> {
        let Printing::Projects(lines, column) = of else { return None };
        lines.clone().find_map(|line| {
            let cell = self.document.lines().get(line)?.row()?.amount_cell(*column)?;
            (!cell.is_empty()).then_some((line, cell))
        })
    }

    /// Whether this is what was spent, and no budget.
    fn is_final_account(&self) -> bool {
        let titles = self.statements.iter().filter_map(|scope| scope.account.statement.title.as_ref());
        self.document.text().line(self.lines.start).contains(FINAL)
            || titles.into_iter().any(|title| title.text.contains(FINAL))
    }
}
