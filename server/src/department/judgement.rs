//! Which figures of a department explain what does not agree.

use std::collections::{BTreeMap, BTreeSet};

use budget_grammar::{kinds::QuantityId, sum::Sum};

use super::{Department, Quantity, Seat, prose::Expected, sum_band};
use crate::{
    identity::{Band, residual, rounding_reach},
    repair::{self, Assumptions, Cell, Change, Diagnosis, Outcome, Repair, System},
    statement::{Identity, Kind, Part, is_wrong},
};

/// An identity over figures of a department.
#[derive(Clone, Debug, PartialEq)]
pub struct Joint {
    /// What makes it one.
    pub of: Of,
    /// The total, or the figure that should be the same as the only part.
    pub total: Seat,
    /// What it should come to.
    pub parts: Vec<Seat>,
    /// What the total and the parts print.
    pub sums: (Sum, Sum),
    /// How far it is from holding.
    pub band: Band,
}

/// What makes an identity of a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// One within a statement.
    Statement(Kind),
    /// Both print one quantity.
    Same(QuantityId, Part),
    /// A quantity is the sum of others.
    Sum(QuantityId),
}

impl Joint {
    /// Total less parts, in 10⁻⁸ of the monetary unit of the total's statement.
    pub fn residual(&self) -> i128 {
        residual(&self.sums.0, &self.sums.1)
    }
}

/// Two figures of one quantity in different units that do not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Which quantity.
    pub quantity: QuantityId,
    /// The figure that is printed in the greater unit.
    pub seat: Seat,
    /// The other.
    pub from: Seat,
}

/// All identities of a department where any does not hold, and what those come to.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// The identities.
    pub joints: Vec<Joint>,
    /// The violated ones, those together that have one cause.
    pub diagnoses: Vec<Diagnosis>,
    /// Pairs of figures of one quantity in different units that do not agree.
    pub apart: Vec<Apart>,
    seats: Vec<Seat>,
}

impl Judgement {
    /// The figure of a number in the system of identities.
    pub fn seat(&self, number: usize) -> Option<Seat> {
        self.seats.get(number).copied()
    }

    /// The figure that alone explains what is wrong, and what it should be, where one repair stands out.
    pub fn cause(&self, diagnosis: &Diagnosis) -> Option<(Seat, i128)> {
        match &diagnosis.outcome {
            Outcome::Unique(repair) => match &*repair.changes {
                [change] => Some((self.seat(change.cell)?, change.value)),
                // A figure and the total that was added up with it: the first one stands for both.
                [change, _] if repair.causes == 1 => Some((self.seat(change.cell)?, change.value)),
                _ => None,
            },
            Outcome::Ambiguous { .. } | Outcome::Unexplained => None,
        }
    }
}

impl Department<'_> {
    /// What the identities that do not hold come to. Cost: nothing where all hold, but that of comparing the
    /// quantities; else that of the department's figures.
    pub fn judgement(&self) -> &Judgement {
        self.judgement.get_or_init(|| self.judge())
    }

    fn judge(&self) -> Judgement {
        let across = self.across();
        let is_wrong_within =
            (0..self.statements.len()).any(|number| self.identities(number).any(|of| is_wrong(self.band(of))));
        let mut judgement = Judgement { apart: self.apart(), ..Judgement::default() };
        if !is_wrong_within && !across.iter().any(|joint| is_wrong(joint.band)) {
            return judgement;
        }
        judgement.joints = self.joined_by(across);
        judgement.seats =
            judgement.joints.iter().flat_map(|joint| joint.parts.iter().chain([&joint.total])).copied().collect();
        judgement.seats.sort_unstable();
        judgement.seats.dedup();
        judgement.diagnoses = repair::diagnose(&self.system(&judgement), &Assumptions::default());
        for diagnosis in &mut judgement.diagnoses {
            let repairs = diagnosis.outcome.repairs();
            if repairs.iter().any(|repair| self.erases(repair, &judgement.seats, &judgement.joints)) {
                diagnosis.outcome = Outcome::Unexplained;
            }
        }
        if judgement.diagnoses.iter().any(|diagnosis| matches!(diagnosis.outcome, Outcome::Ambiguous { .. })) {
            let said = self.said_of_seats();
            let Judgement { diagnoses, seats, .. } = &mut judgement;
            for diagnosis in diagnoses {
                if let Some(repair) = self.witnessed(&diagnosis.outcome, seats, &said) {
                    diagnosis.outcome = Outcome::Unique(repair);
                }
            }
        }
        judgement
    }

    /// Whether a repair makes zero of an amount that somebody entered. That is right only where the amount is one of
    /// the parts that its row does not add up with; else the sum above was not brought up to date.
    fn erases(&self, repair: &Repair, seats: &[Seat], joints: &[Joint]) -> bool {
        let is_beside_its_total = |seat: &Seat| {
            let is_row = |joint: &&Joint| joint.of == Of::Statement(Kind::Row) && is_wrong(joint.band);
            joints.iter().filter(is_row).any(|joint| joint.parts.contains(seat))
        };
        let is_erased = |change: &Change| {
            let seat = seats.get(change.cell).filter(|seat| change.value == 0 && self.sum(**seat).value != 0);
            seat.is_some_and(|seat| !is_beside_its_total(seat))
        };
        repair.changes.iter().any(is_erased)
    }

    /// Of several repairs the only one whose new figures the prose prints, all of them, where it prints the old ones of
    /// none.
    fn witnessed(&self, outcome: &Outcome, seats: &[Seat], said: &BTreeMap<Seat, Vec<Expected>>) -> Option<Repair> {
        let Outcome::Ambiguous { repairs, .. } = outcome else { return None };
        let is_said = |seat: Seat, value: i128| -> Option<bool> {
            let (said, factor) = (said.get(&seat)?, self.factor(seat));
            let value = value.checked_mul(factor)?;
            let prints = |of: &Expected| of.value.saturating_sub(value).saturating_abs().saturating_mul(2) <= of.ulp;
            Some(said.iter().all(prints))
        };
        let is_witnessed = |repair: &&Repair| {
            let says = |change: &Change| {
                let seat = seats.get(change.cell).copied()?;
                let is_old = is_said(seat, self.sum(seat).value)?;
                Some(!is_old && is_said(seat, change.value)?)
            };
            repair.changes.iter().all(|change| says(change) == Some(true))
        };
        let mut witnessed = repairs.iter().filter(is_witnessed);
        witnessed.next().filter(|_| witnessed.next().is_none()).cloned()
    }

    /// The identities of a statement that hold in what is printed of it.
    fn identities(&self, statement: usize) -> impl Iterator<Item = &Identity> {
        let is_page = self.is_page(statement);
        let all = self.account(statement).into_iter().flat_map(|account| &account.identities);
        all.filter(move |identity| !is_page || identity.of == Kind::Row)
    }

    /// How far an identity is from holding. What rounding leaves seldom is no more than that where other sums of the
    /// department are off by what it leaves: of the hundreds of sums of a rounded budget a few are off that far.
    fn band(&self, identity: &Identity) -> Band {
        /// How many sums that are off show that the figures were rounded one by one.
        const FEWEST: usize = 3;
        let is_rounded = || {
            *self.is_rounded.get_or_init(|| {
                let all = (0..self.statements.len()).flat_map(|number| self.identities(number));
                all.filter(|of| of.band == Band::Rounding).take(FEWEST).count() == FEWEST
            })
        };
        if identity.band == Band::Unlikely && is_rounded() { Band::Rounding } else { identity.band }
    }

    /// All identities, whether all of them hold or not. Cost: that of the department's figures.
    pub(super) fn joints(&self) -> Vec<Joint> {
        self.joined_by(self.across())
    }

    /// The identities within statements, and those across them.
    fn joined_by(&self, across: Vec<Joint>) -> Vec<Joint> {
        let mut joints = self.within(|_| true);
        joints.extend(across);
        joints
    }

    /// The identities within statements whose band is one of some.
    pub(super) fn within(&self, is: impl Fn(Band) -> bool) -> Vec<Joint> {
        let mut joints = Vec::new();
        for (statement, scope) in self.statements.iter().enumerate() {
            let seat = |place| Seat { statement, place };
            joints.extend(self.identities(statement).filter(|of| is(self.band(of))).map(|of| Joint {
                of: Of::Statement(of.of),
                total: seat(of.total),
                parts: of.parts().map(seat).collect(),
                sums: scope.account.sums(of),
                band: self.band(of),
            }));
        }
        joints
    }

    fn system(&self, judgement: &Judgement) -> System {
        let left_out: Vec<Option<usize>> = self.statements.iter().map(|scope| scope.account.left_out()).collect();
        let negative: Vec<bool> = self.statements.iter().map(|scope| scope.account.has_negative()).collect();
        let cells = judgement.seats.iter().map(|seat| {
            let sum = self.sum(*seat);
            let decimals = self.account(seat.statement).map_or(0, |account| account.decimals_at(seat.place));
            let is_left_out = left_out.get(seat.statement) == Some(&Some(seat.place.0));
            // Nothing is below zero where nothing is printed so.
            let floor = (!negative.get(seat.statement).copied().unwrap_or_default()).then_some(0);
            Cell { is_fixed: sum.void > 0, is_left_out, floor, ..Cell::printed(sum.value, decimals) }
        });
        let number = |seat: &Seat| judgement.seats.binary_search(seat).unwrap_or(usize::MAX);
        // Where other sums are off by what rounding leaves, one that is wrong is right again that far off.
        let is_rounded = judgement.joints.iter().any(|joint| joint.band == Band::Rounding);
        let identities = judgement.joints.iter().map(|joint| {
            let sum = repair::Identity::sum(number(&joint.total), joint.parts.iter().map(number));
            let tolerance = match is_wrong(joint.band) {
                // Of what is printed twice, one may be a sum of rounded figures and the other a rounded sum.
                true if is_rounded && matches!(joint.of, Of::Same(..)) => joint.sums.0.ulps().min(joint.sums.1.ulps()),
                true if is_rounded => rounding_reach(&joint.sums.0, &joint.sums.1),
                true => 0,
                // What is not to be judged, or is rounded, holds as far off as it is.
                false => joint.residual().saturating_abs(),
            };
            repair::Identity { tolerance, ..sum }
        });
        System::new(cells.collect(), identities.collect())
    }

    /// The identities across statements, of figures in one unit.
    fn across(&self) -> Vec<Joint> {
        let mut joints = Vec::new();
        for (quantity, seats) in self.quantities() {
            for (number, one) in seats.iter().enumerate() {
                for other in seats.iter().take(number).filter(|other| self.unit(**other) == self.unit(*one)) {
                    let sums = (self.sum(*one), self.sum(*other));
                    let band = match self.compare(*one, *other) {
                        band if is_wrong(band) && self.differ_by_carried(quantity, *one, *other) => Band::Void,
                        band => band,
                    };
                    let of = Of::Same(quantity.id, quantity.part.clone());
                    joints.push(Joint { of, total: *one, parts: vec![*other], sums, band });
                }
            }
        }
        const WHOLE: &Part = &Part::Whole;
        let first = |id: QuantityId| self.quantities().get(&Quantity { id, part: WHOLE })?.first().copied();
        for sum in self.kinds().sums().iter().filter(|sum| !sum.is_prose) {
            let (Some(total), Some(parts)) =
                (first(sum.total), sum.parts.iter().map(|part| first(*part)).collect::<Option<Vec<_>>>())
            else {
                continue;
            };
            if parts.iter().any(|part| self.unit(*part) != self.unit(total) || !self.are_of_one_scope(*part, total)) {
                continue;
            }
            let printed: Vec<Sum> = parts.iter().map(|part| self.sum(*part)).collect();
            let own = self.sum(total);
            let (of_parts, band) = sum_band(&own, &printed, self.rounding);
            joints.push(Joint { of: Of::Sum(sum.total), total, parts, sums: (own, of_parts), band });
        }
        joints
    }

    /// Whether the classes of two statements, or what they print of each fund, differ by no more than what is carried
    /// over, all in one direction and each statement being right by itself: one is of the year's appropriations alone.
    pub(super) fn differ_by_carried(&self, quantity: &Quantity<'_>, one: Seat, other: Seat) -> bool {
        let is_right = |seat: Seat| !self.identities(seat.statement).any(|of| is_wrong(self.band(of)));
        let are_funds = self.may_be_with_carried(quantity.id);
        let are_classes = matches!(quantity.part, Part::Class(_));
        if !(are_funds || are_classes) || !is_right(one) || !is_right(other) {
            return false;
        }
        let is_alike = |of: QuantityId| of == quantity.id || (are_funds && self.may_be_with_carried(of));
        let (mut more, mut less) = (0_i128, 0_i128);
        for seats in self.quantities().iter().filter(|(of, _)| is_alike(of.id)).map(|(_, seats)| seats) {
            let in_statement = |statement: usize| seats.iter().copied().find(|seat| seat.statement == statement);
            let pair = (in_statement(one.statement), in_statement(other.statement));
            // A fund that one of them does not print says nothing; nor does what rounding leaves.
            let is_told = match pair {
                (Some(one), Some(other)) => !are_funds || is_wrong(self.compare(one, other)),
                _ => !are_funds,
            };
            if !is_told {
                continue;
            }
            let value = |seat: Option<Seat>| seat.and_then(|seat| self.exact(seat)).unwrap_or_default();
            let difference = value(pair.0).saturating_sub(value(pair.1));
            if difference > 0 {
                more = more.saturating_add(difference);
            } else {
                less = less.saturating_sub(difference);
            }
        }
        let ulp = |seat: Seat| self.sum(seat).ulps().saturating_mul(self.factor(seat));
        let rounding = if self.unit(one) == self.unit(other) { 0 } else { ulp(one).max(ulp(other)) };
        more.min(less) == 0 && self.carries_at_least(more.max(less).saturating_sub(rounding))
    }

    /// Figures of one quantity in different units that do not agree: each that is printed to fewer digits with the
    /// first of the others.
    fn apart(&self) -> Vec<Apart> {
        let mut apart = Vec::new();
        for (quantity, seats) in self.quantities() {
            let units: BTreeSet<_> = seats.iter().map(|seat| self.factor(*seat)).collect();
            if units.len() < 2 {
                continue;
            }
            let Some(finest) = units.first().copied() else { continue };
            let Some(fine) = seats.iter().find(|seat| self.factor(**seat) == finest) else { continue };
            let coarse = seats.iter().filter(|seat| self.factor(**seat) != finest);
            let wrong = coarse.filter(|seat| is_wrong(self.compare(**seat, *fine)));
            let wrong = wrong.filter(|seat| !self.differ_by_carried(quantity, **seat, *fine));
            apart.extend(wrong.map(|seat| Apart { quantity: quantity.id, seat: *seat, from: *fine }));
        }
        apart
    }

    /// What figures should be, by the repairs that stand out; `None` for those that something is wrong with and nobody
    /// knows what.
    pub fn corrected(&self) -> &BTreeMap<Seat, Option<i128>> {
        self.corrected.get_or_init(|| {
            let judgement = self.judgement();
            let mut corrected = BTreeMap::new();
            for diagnosis in &judgement.diagnoses {
                let sure = match &diagnosis.outcome {
                    Outcome::Unique(repair) => repair.changes.as_slice(),
                    Outcome::Ambiguous { .. } | Outcome::Unexplained => &[],
                };
                let wrong = diagnosis.identities.iter().filter_map(|number| judgement.joints.get(*number));
                // What rounding may have left is no reason to take a figure for another one.
                let is_sure = wrong.clone().any(|joint| joint.band == Band::Error);
                let sure = if is_sure { sure } else { &[] };
                if sure.is_empty() {
                    corrected.extend(
                        wrong.flat_map(|joint| joint.parts.iter().chain([&joint.total])).map(|seat| (*seat, None)),
                    );
                }
                corrected
                    .extend(sure.iter().filter_map(|change| Some((judgement.seat(change.cell)?, Some(change.value)))));
            }
            corrected
        })
    }

    /// Whether something is said of a figure already: it is the one that explains what does not agree, or may be.
    pub(super) fn is_doubtful(&self, seat: Seat) -> bool {
        let is_apart = |apart: &Apart| apart.seat == seat || apart.from == seat;
        self.corrected().contains_key(&seat) || self.judgement().apart.iter().any(is_apart)
    }
}
