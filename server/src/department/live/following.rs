//! What has to change where figures were typed, by the identities that held.

use std::collections::{BTreeMap, BTreeSet};

use budget_grammar::{prose::Fund, statement::Code};

use super::{
    super::{Department, Joint, Of, Seat, remedy::rounded},
    Differences,
    typed::Typed,
};
use crate::{
    identity::Band,
    statement::{Kind, canonical},
};

/// The most figures that are made to follow.
const MOST_FOLLOWED: usize = 200;

/// How late a part is looked for that makes a total what it has become elsewhere.
const OF_PART: u8 = 4;

impl Department<'_> {
    /// What else has to change where these figures did, by the identities that held.
    pub(super) fn followed(&self, typed: &Typed) -> Differences {
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
                (self.off(joint) != 0).then_some(())?;
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
        let of_parts = of_parts.fold(self.lost(joint), |sum, of| sum.saturating_add(*of));
        // 预算数, of 上年预算数 and 增减额: the last follows from the other two.
        let change = self.change_in(joint).filter(|change| may_change(change));
        if let Some(change) = change {
            let own = self.differences.get(&change).copied().unwrap_or_default();
            return Some((0, change, own.saturating_add(self.off(joint))));
        }
        match joint.of {
            Of::Statement(Kind::Row) if may_change(&joint.total) && joint.parts.iter().any(is_changed) => {
                Some((0, joint.total, of_parts))
            }
            Of::Statement(Kind::Column) if may_change(&joint.total) => Some((1, joint.total, of_parts)),
            Of::Sum(_) if may_change(&joint.total) => Some((3, joint.total, of_parts)),
            Of::Statement(Kind::Row | Kind::Column) => {
                let rank = if self.typed.contains(joint.total) { 0 } else { OF_PART };
                Some((rank, self.part_of(joint)?, self.off(joint)))
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

    /// By how much an identity is off more than it was.
    fn off(&self, joint: &Joint) -> i128 {
        let of = |seat: &Seat| self.differences.get(seat).copied().unwrap_or_default();
        let off = joint.parts.iter().fold(of(&joint.total), |left, part| left.saturating_sub(of(part)));
        off.saturating_sub(self.lost(joint))
    }

    /// What the total of a column lost with rows that are gone.
    fn lost(&self, joint: &Joint) -> i128 {
        let lost = self.typed.lost.get(&joint.total).filter(|_| joint.of == Of::Statement(Kind::Column));
        lost.copied().unwrap_or_default()
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
