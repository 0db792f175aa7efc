//! Columns of percentages: what they are the percentages of, the rows of the table tell.

use budget_grammar::{
    amount::{self, Reading},
    name::trim,
};

use super::{Place, StatementScope, is_wrong};
use crate::ratio::{Printed, is_ratio, ratio};

/// The fewest rows that bear out what a column is the percentages of.
const FEWEST: usize = 3;

/// How many rows bear it out, at least, for each that does not.
const FEWEST_FOR_EACH: usize = 4;

/// The most columns of amounts among which it is looked for.
const MOST_COLUMNS: usize = 16;

/// One hundred percent, in 10⁻⁸ of one.
const WHOLE: i128 = 10_000_000_000;

/// What a percentage of a row is of, as columns of amounts of its half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// By how many percent something grew.
    Growth {
        /// What it was.
        from: usize,
        /// What it is.
        to: usize,
    },
    /// How many percent of another one figure is: a share, a completion, what something grew by of what it was.
    Share {
        /// The part.
        part: usize,
        /// The whole.
        whole: usize,
    },
}

/// A percentage that the figures of its row contradict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateOff {
    /// Where it stands.
    pub place: Place,
    /// What it is of.
    pub rate: Rate,
    /// What is printed.
    pub printed: String,
    /// The same with what the figures come to.
    pub meant: String,
}

/// A percentage of a row with other figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateAnew {
    /// Where it stands.
    pub place: Place,
    /// What it is to print; `None` where the figures have none: growth from nothing.
    pub meant: Option<String>,
}

/// A printed percentage.
struct Percent {
    value: Printed,
    decimals: u8,
    text: String,
}

impl Percent {
    /// What it is of a part and a whole, as it is printed.
    fn anew(&self, (part, whole): (Printed, Printed)) -> Option<String> {
        let value = ratio(part.value, whole.value, self.decimals)?;
        let is_less = (part.value < 0) != (whole.value < 0);
        let meant = amount::plain_scaled(if is_less { -value } else { value }, self.decimals);
        let (bare, sign) = without_sign(&self.text);
        Some(format!("{meant}{}", if bare.len() < self.text.len() { sign } else { "" }))
    }
}

impl Rate {
    /// The columns of its two figures, in the order in which a sentence names them.
    pub fn columns(self) -> [usize; 2] {
        match self {
            Self::Growth { from, to } => [from, to],
            Self::Share { part, whole } => [part, whole],
        }
    }
}

impl StatementScope<'_> {
    /// The percentages that contradict their row, where enough other rows bear out what the column is. Cost: the rows,
    /// for each column of percentages a few times.
    pub fn rates_off(&self) -> Vec<RateOff> {
        let mut found = Vec::new();
        self.each_rate(|percents, column, borne_out| {
            let Some(first) = borne_out.first().copied() else { return };
            for (row, percent) in percents {
                let is_off = |rate: &Rate| self.holds(*rate, *row, percent) == Some(false);
                // Where a figure of the row is wrong, that is said, and the percentage may be the one of what is meant.
                if !borne_out.iter().all(is_off) || self.is_in_question(*row) {
                    continue;
                }
                let meant = self.rate_in(first, *row, &|_| None).and_then(|figures| percent.anew(figures));
                let Some(meant) = meant else { continue };
                found.push(RateOff { place: (*row, column), rate: first, printed: percent.text.clone(), meant });
            }
        });
        found
    }

    /// The percentages of the rows in which figures become others, in 10⁻⁸ of the statement's unit. The cost is that of
    /// [`Self::rates_off`].
    pub fn rates_with(&self, becoming: &dyn Fn(Place) -> Option<i128>) -> Vec<RateAnew> {
        let mut found = Vec::new();
        self.each_rate(|percents, column, borne_out| {
            let Some(first) = borne_out.first().copied() else { return };
            for (row, percent) in percents {
                if first.columns().iter().all(|column| becoming((*row, *column)).is_none()) {
                    continue;
                }
                let figures = self.rate_in(first, *row, becoming);
                let meant = figures.and_then(|figures| percent.anew(figures));
                if meant.as_ref() != Some(&percent.text) {
                    found.push(RateAnew { place: (*row, column), meant });
                }
            }
        });
        found
    }

    /// Calls `read` for each column of percentages with those that it prints, by row, its number, and all that they may
    /// be the percentages of.
    fn each_rate(&self, mut read: impl FnMut(&[(usize, Percent)], usize, &[Rate])) {
        if self.account.statement.is_on_other_basis {
            return;
        }
        for (number, half) in self.account.statement.header.halves.iter().enumerate() {
            let (rates, amounts): (Vec<usize>, Vec<usize>) =
                (0..half.amounts.len()).partition(|column| half.amounts.get(*column).is_some_and(|of| !of.is_added));
            if amounts.len() > MOST_COLUMNS {
                continue;
            }
            for column in rates {
                let own = self.account.statement.rows.iter().enumerate().filter(|(_, row)| row.half() == number);
                let percents: Vec<(usize, Percent)> =
                    own.filter_map(|(row, _)| Some((row, self.percent((row, column))?))).collect();
                if percents.len() < FEWEST {
                    continue;
                }
                let pairs = amounts.iter().flat_map(|one| amounts.iter().map(move |other| (*one, *other)));
                let rates = pairs.filter(|(one, other)| one != other).flat_map(|(one, other)| {
                    [Rate::Growth { from: one, to: other }, Rate::Share { part: one, whole: other }]
                });
                let borne_out: Vec<Rate> = rates.filter(|rate| self.is_borne_out(*rate, &percents)).collect();
                read(&percents, column, &borne_out);
            }
        }
    }

    /// Whether a column is that of a rate: in enough rows, of which it may be wrong in a few.
    fn is_borne_out(&self, rate: Rate, percents: &[(usize, Percent)]) -> bool {
        let (mut right, mut wrong) = (0_usize, 0_usize);
        for (row, percent) in percents {
            match self.holds(rate, *row, percent) {
                // Of nothing and of all any column may be.
                Some(true) if !matches!(percent.value.value, 0 | WHOLE) => right += 1,
                Some(false) => wrong += 1,
                Some(true) | None => {}
            }
            // Most pairs of columns are none, and a few rows tell.
            if wrong > right && wrong > FEWEST {
                return false;
            }
        }
        right >= FEWEST && wrong.saturating_mul(FEWEST_FOR_EACH) <= right
    }

    /// Whether a percentage may be that of its row; `None` where it says nothing, or is right but for its sign, as some
    /// are printed that go down.
    fn holds(&self, rate: Rate, row: usize, percent: &Percent) -> Option<bool> {
        let (part, whole) = self.rate_in(rate, row, &|_| None)?;
        // It may have been cut off behind its last digit.
        let size = Printed { value: percent.value.value.saturating_abs(), ulp: percent.value.ulp.saturating_mul(2) };
        let is_size = is_ratio(part.value, part.ulp, whole, size)?;
        let is_less = (part.value < 0) != (whole.value < 0);
        let is_sign = percent.value.value == 0 || (percent.value.value < 0) == is_less;
        if is_size && !is_sign { None } else { Some(is_size) }
    }

    /// What is divided by what in a row, some of whose figures become others.
    fn rate_in(&self, rate: Rate, row: usize, becoming: &dyn Fn(Place) -> Option<i128>) -> Option<(Printed, Printed)> {
        let printed = |column: usize| {
            let amount = self.account.reading((row, column))?.amount()?;
            let value = becoming((row, column)).unwrap_or_else(|| amount.scaled());
            Some(Printed::new(value, amount.decimals()))
        };
        match rate {
            Rate::Share { part, whole } => Some((printed(part)?, printed(whole)?)),
            Rate::Growth { from, to } => {
                let (from, to) = (printed(from)?, printed(to)?);
                let change =
                    Printed { value: to.value.saturating_sub(from.value), ulp: to.ulp.saturating_add(from.ulp) };
                Some((change, from))
            }
        }
    }

    fn percent(&self, place: Place) -> Option<Percent> {
        let text = trim(&self.text(self.account.cell(place)?)).to_owned();
        let Reading::Amount(amount) = amount::read(without_sign(&text).0) else { return None };
        let decimals = amount.decimals();
        Some(Percent { value: Printed::new(amount.scaled(), decimals), decimals, text })
    }

    /// Whether something in a row does not add up.
    fn is_in_question(&self, row: usize) -> bool {
        let is_own = |place: Place| place.0 == row;
        self.account
            .identities
            .iter()
            .any(|identity| is_wrong(identity.band) && (is_own(identity.total) || identity.parts().any(is_own)))
    }
}

/// A percentage without its sign, and that.
fn without_sign(text: &str) -> (&str, &str) {
    ["%", "％"].iter().find_map(|sign| Some((text.strip_suffix(sign)?.trim_end(), *sign))).unwrap_or((text, ""))
}
