//! Where else a figure stands.

use budget_grammar::{Span, amount::Reading, prose::Figure};

use super::{
    Department, Expected, PassageScope, Quantity, Seat,
    prose::{Followed, Meant, carried_to},
    remedy::rounded,
    same_band,
};
use crate::{fix::Replacement, ratio::Printed, statement::is_wrong};

/// A figure of a department's budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// One of a statement.
    Seat(Seat),
    /// One that the prose mentions: the number of its paragraph, and of the mention there.
    Mention {
        /// Among the department's passages.
        passage: usize,
        /// Among its mentions.
        mention: usize,
    },
}

impl<'a> Department<'a> {
    /// The figure at a place in a line: a cell of a statement, or an amount of the prose that is said to be something.
    pub fn stand_at(&self, line: usize, column: u32) -> Option<Stand> {
        let holds = |span: Span| (span.start..=span.end).contains(&column);
        if let Some(seat) = self.seat_at(line, holds) {
            return Some(Stand::Seat(seat));
        }
        self.passages.iter().enumerate().filter(|(_, scope)| scope.line <= line).find_map(|(passage, scope)| {
            let is_here = |figure: &Figure| scope.line + figure.place.below == line && holds(figure.place.span);
            let mentions = scope.passage.mentions.iter();
            let mention = mentions
                .into_iter()
                .position(|mention| scope.passage.figures.get(mention.figure).is_some_and(is_here))?;
            Some(Stand::Mention { passage, mention })
        })
    }

    /// The other places of a figure: what prints the same quantity, and what the prose says of it. Cost: the quantities
    /// of the department, and the figures of its prose.
    pub fn other_places(&self, stand: Stand) -> Vec<Stand> {
        let mut seats: Vec<Seat> = match stand {
            Stand::Seat(seat) => self.seats_like(seat),
            Stand::Mention { passage, mention } => {
                let named = self.passages.get(passage).and_then(|scope| {
                    let mention = scope.passage.mentions.get(mention)?;
                    Some(self.seats_of(scope, mention))
                });
                named.into_iter().flatten().flat_map(|seat| self.seats_like(seat)).collect()
            }
        };
        seats.sort_unstable();
        seats.dedup();
        let mut stands: Vec<Stand> = seats.iter().copied().map(Stand::Seat).collect();
        for (passage, scope) in self.passages.iter().enumerate() {
            for (number, mention) in scope.passage.mentions.iter().enumerate() {
                if self.seats_of(scope, mention).iter().any(|seat| seats.contains(seat)) {
                    stands.push(Stand::Mention { passage, mention: number });
                }
            }
        }
        stands.retain(|other| *other != stand);
        stands
    }

    /// A figure of a statement, and those of others that print the same quantity, but for what is carried over.
    fn seats_like(&self, seat: Seat) -> Vec<Seat> {
        let of = self.quantities().iter().filter(|(_, seats)| seats.contains(&seat));
        let others = of.flat_map(|(quantity, seats)| seats.iter().map(move |other| (quantity, *other)));
        let is_same = |(quantity, other): &(&Quantity<'_>, Seat)| {
            self.agree(Stand::Seat(seat), Stand::Seat(*other)) != Some(false)
                || !self.differ_by_carried(quantity, seat, *other)
        };
        others.filter(is_same).map(|(_, other)| other).chain([seat]).collect()
    }

    /// The quantities that a figure of a statement is.
    pub fn quantities_of(&self, seat: Seat) -> impl Iterator<Item = Quantity<'a>> {
        self.quantities().iter().filter(move |(_, seats)| seats.contains(&seat)).map(|(quantity, _)| *quantity)
    }

    /// The line of a figure, and where it stands there.
    pub fn place_of(&self, stand: Stand) -> Option<(usize, Span)> {
        match stand {
            Stand::Seat(seat) => Some((self.line(seat)?, self.account(seat.statement)?.cell(seat.place)?.span)),
            Stand::Mention { .. } => {
                let (scope, figure) = self.figure_of(stand)?;
                Some((scope.line + figure.place.below, figure.place.span))
            }
        }
    }

    /// What a figure prints, in 10⁻⁸ 元, with the unit of its last place.
    pub fn value_of(&self, stand: Stand) -> Option<Expected> {
        match stand {
            Stand::Seat(seat) => {
                let ulp = self.sum(seat).ulps().checked_mul(self.factor(seat))?;
                Some(Expected { seat, value: self.exact(seat)?, ulp })
            }
            Stand::Mention { .. } => {
                let (_, figure) = self.figure_of(stand)?;
                let factor = figure.unit.yuan();
                let ulp = Printed::new(0, figure.decimals).ulp.checked_mul(factor)?;
                let seat = Seat { statement: usize::MAX, place: (0, 0) };
                Some(Expected { seat, value: figure.value.checked_mul(factor)?, ulp })
            }
        }
    }

    /// Whether two figures print the same, as far as they can.
    pub fn agree(&self, one: Stand, other: Stand) -> Option<bool> {
        let (one, other) = (self.value_of(one)?, self.value_of(other)?);
        Some(!is_wrong(same_band(one.value.saturating_sub(other.value), one.ulp, other.ulp, self.rounding)))
    }

    /// Where a figure stands, for a reader: the name of its statement and row, or the text.
    pub fn title_of(&self, stand: Stand) -> String {
        match stand {
            Stand::Seat(seat) => {
                let table = self.scope(seat).map(|scope| scope.name()).unwrap_or_default();
                let (label, title) = (self.label(seat), self.title(seat));
                if label == title { format!("{table} · {title}") } else { format!("{table} · {label} · {title}") }
            }
            Stand::Mention { passage, mention } => {
                let said = self.passages.get(passage).and_then(|scope| {
                    let mention = scope.passage.mentions.get(mention)?;
                    let figure = scope.passage.figures.get(mention.figure)?;
                    let (name, line) = (self.name_of(scope, mention), scope.line + figure.place.below + 1);
                    Some(self.language.choose(
                        || format!("文字说明 · {name}（第 {line} 行）"),
                        || format!("the text · {name} (line {line})"),
                    ))
                });
                said.unwrap_or_default()
            }
        }
    }

    /// A figure as it is printed, with its unit.
    pub fn shown(&self, stand: Stand) -> String {
        match stand {
            Stand::Seat(seat) => self.with_unit(seat),
            Stand::Mention { .. } => {
                let shown = self.figure_of(stand).map(|(scope, figure)| {
                    let text = scope.document.text().line(scope.line + figure.place.below);
                    format!("{}{}", figure.place.span.of(&text), figure.unit.name())
                });
                shown.unwrap_or_default()
            }
        }
    }

    /// What makes all other places of a figure print it, with the percentages that follow; nothing where they do, or
    /// one of them cannot be changed.
    pub fn carried(&self, stand: Stand) -> Vec<Replacement> {
        let Some(own) = self.value_of(stand).filter(|_| self.is_entered(stand)) else { return Vec::new() };
        let others: Vec<Stand> =
            self.other_places(stand).into_iter().filter(|other| self.agree(stand, *other) == Some(false)).collect();
        let mut edits: Vec<Option<Replacement>> = Vec::new();
        for other in &others {
            if let Stand::Seat(seat) = *other {
                let decimals = self.account(seat.statement).map_or(0, |account| account.decimals_at(seat.place));
                let value = rounded(own.value, self.factor(seat), decimals);
                edits.push(value.and_then(|value| self.written(seat, value)));
            }
        }
        for (number, scope) in self.passages.iter().enumerate() {
            let mentions = others.iter().filter_map(|other| match other {
                Stand::Mention { passage, mention } if *passage == number => {
                    Some(Meant { mention: *mention, was: None, is: own })
                }
                _ => None,
            });
            let mut mentions: Vec<Meant> = mentions.collect();
            let must_change = !mentions.is_empty();
            // What the text says of the figure itself follows from it as well: its share, its growth.
            if let Stand::Mention { passage, mention } = stand
                && passage == number
                && !others.is_empty()
            {
                mentions.push(Meant { mention, was: None, is: own });
            }
            let corrections = carried_to(self, *scope, &mentions, &Followed::new()).edits;
            if must_change && corrections.is_empty() {
                edits.push(None);
            }
            edits.extend(corrections.into_iter().map(Some));
        }
        edits.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default()
    }

    /// Whether somebody entered a figure there: nobody carries a blank cell elsewhere.
    fn is_entered(&self, stand: Stand) -> bool {
        let Stand::Seat(seat) = stand else { return true };
        let reading = self.account(seat.statement).and_then(|account| account.reading(seat.place));
        matches!(reading, Some(Reading::Amount(_)))
    }

    /// The figure of a mention, with the paragraph that it stands in.
    pub(super) fn figure_of(&self, stand: Stand) -> Option<(&PassageScope<'a>, &'a Figure)> {
        let Stand::Mention { passage, mention } = stand else { return None };
        let scope = self.passages.get(passage)?;
        Some((scope, scope.passage.figures.get(scope.passage.mentions.get(mention)?.figure)?))
    }
}
