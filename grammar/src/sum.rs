//! What printed amounts add up to, with what is needed to judge how far rounding can move it.

use smallvec::SmallVec;

use crate::amount::{Amount, MAX_DECIMALS, MonetaryUnit, Reading};

/// Digits behind the point that the scaled unit itself has.
const FINEST: i8 = MAX_DECIMALS as i8;

/// The sum of a set of printed amounts. A commutative monoid ([`Default`] and [`Sum::add`]), so that the nodes of a
/// tree can carry it.
///
/// Values and units in the last place (u) are counted in 10⁻⁸ of the table's monetary unit. Ten million amounts of the
/// greatest length add up without overflow; beyond, values stop at the limit of `i128`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The sum, scaled.
    pub value: i128,
    /// Amounts printed with digits.
    pub parts: u32,
    /// Cells with a dash: zeros without a precision.
    pub nils: u32,
    /// Cells that are no amount, or none in this table's unit. A sum with any of them is not to be compared.
    pub void: u32,
    ulps: i128,
    rounded_ulps: i128,
    rounded_squares: i128,
    above: i128,
    below: i128,
    coarsest: i8,
    finest: i8,
}

impl Default for Sum {
    fn default() -> Self {
        Self {
            value: 0,
            parts: 0,
            nils: 0,
            void: 0,
            ulps: 0,
            rounded_ulps: 0,
            rounded_squares: 0,
            above: 0,
            below: 0,
            coarsest: i8::MAX,
            finest: i8::MIN,
        }
    }
}

impl Sum {
    /// One cell of a table whose unit does not matter. An amount that names its own unit is void.
    pub fn of(reading: &Reading) -> Self {
        Self::of_in(reading, None)
    }

    /// One cell of a table in `table` units. An amount that names another unit is converted, exactly. It is void where
    /// the table has no unit to convert to, or where it is printed finer than 10⁻⁸ of that unit.
    ///
    /// A misgrouped amount is void as well: it has a finding of its own, and is not guessed.
    pub fn of_in(reading: &Reading, table: Option<MonetaryUnit>) -> Self {
        match reading {
            Reading::Absent => Self::default(),
            Reading::Nil => Self { nils: 1, ..Self::default() },
            Reading::Amount(amount) => Self::converted(*amount, table).unwrap_or_else(Self::one_void),
            Reading::Misgrouped(_) | Reading::Invalid(_) => Self::one_void(),
        }
    }

    /// One printed value, scaled, that ends at the digit `decimals` behind the point, or before it where negative: −4
    /// for a value in whole 万元 in a table of 元.
    pub fn printed(value: i128, decimals: i8) -> Self {
        let decimals = decimals.min(FINEST);
        let last_digit_zero = value / ulp(decimals) % 10 == 0;
        Self::one_part(value, decimals, last_digit_zero)
    }

    fn one_part(value: i128, decimals: i8, last_digit_zero: bool) -> Self {
        let ulp = ulp(decimals);
        let rounded = if last_digit_zero { 0 } else { ulp };
        Self {
            value,
            parts: 1,
            nils: 0,
            void: 0,
            ulps: ulp,
            rounded_ulps: rounded,
            rounded_squares: rounded.saturating_mul(rounded),
            above: if value >= 0 { ulp } else { 0 },
            below: if value <= 0 { ulp } else { 0 },
            coarsest: decimals,
            finest: decimals,
        }
    }

    pub(crate) fn one_void() -> Self {
        Self { void: 1, ..Self::default() }
    }

    fn converted(amount: Amount, table: Option<MonetaryUnit>) -> Option<Self> {
        let exponent = |unit: MonetaryUnit| i8::try_from(unit.exponent()).ok();
        let shift = match amount.unit() {
            None => 0,
            Some(unit) => exponent(unit)?.checked_sub(exponent(table?)?)?,
        };
        let decimals = i8::try_from(amount.decimals()).ok()?.checked_sub(shift)?;
        let factor = 10_i128.checked_pow(shift.unsigned_abs().into())?;
        let value = match shift {
            0 => amount.scaled(),
            ..0 => amount.scaled() / factor,
            1.. => amount.scaled().checked_mul(factor)?,
        };
        (decimals <= FINEST).then(|| Self::one_part(value, decimals, amount.last_digit_zero()))
    }

    /// Adds another sum to this one.
    pub fn add(&mut self, other: &Self) {
        self.value = self.value.saturating_add(other.value);
        self.parts = self.parts.saturating_add(other.parts);
        self.nils = self.nils.saturating_add(other.nils);
        self.void = self.void.saturating_add(other.void);
        self.ulps = self.ulps.saturating_add(other.ulps);
        self.rounded_ulps = self.rounded_ulps.saturating_add(other.rounded_ulps);
        self.rounded_squares = self.rounded_squares.saturating_add(other.rounded_squares);
        self.above = self.above.saturating_add(other.above);
        self.below = self.below.saturating_add(other.below);
        self.coarsest = self.coarsest.min(other.coarsest);
        self.finest = self.finest.max(other.finest);
    }

    /// One amount that ends in 0 by chance: it was rounded like those beside it.
    #[must_use]
    pub(crate) fn rounded(self) -> Self {
        let is_rounded = self.parts == 1 && self.value != 0;
        let ulps = if is_rounded { self.ulps } else { self.rounded_ulps };
        Self { rounded_ulps: ulps, rounded_squares: ulps.saturating_mul(ulps), ..self }
    }

    /// The sum as it enters an identity.
    #[must_use]
    pub fn weighted(self, weight: Weight) -> Self {
        match weight {
            Weight::Plus => self,
            Weight::Minus => Self { value: self.value.saturating_neg(), above: self.below, below: self.above, ..self },
        }
    }

    /// Whether no cell had anything in it, not even a dash.
    pub fn is_absent(&self) -> bool {
        self.parts == 0 && self.nils == 0 && self.void == 0
    }

    /// Σu over all parts.
    pub fn ulps(&self) -> i128 {
        self.ulps
    }

    /// Σu over the parts whose last printed digit is not 0. Those that end in 0 are taken to be whole, since a rounded
    /// figure does so only one time in ten.
    pub fn rounded_ulps(&self) -> i128 {
        self.rounded_ulps
    }

    /// Σu² over the parts whose last printed digit is not 0; the variance of their rounding is a twelfth of it.
    pub fn rounded_squares(&self) -> i128 {
        self.rounded_squares
    }

    /// How far above the printed sum the true one may lie if every part was cut off after its last digit. Where this
    /// is not 0, the limit itself is out of reach.
    pub fn truncated_above(&self) -> i128 {
        self.above
    }

    /// The same, below.
    pub fn truncated_below(&self) -> i128 {
        self.below
    }

    /// Decimals of the part that is printed with fewest, negative for a part in a greater unit; `None` with no parts.
    pub fn coarsest(&self) -> Option<i8> {
        (self.parts > 0).then_some(self.coarsest)
    }

    /// Decimals of the part that is printed with most; `None` with no parts.
    pub fn finest(&self) -> Option<i8> {
        (self.parts > 0).then_some(self.finest)
    }
}

/// The unit in the last place of a figure, scaled.
fn ulp(decimals: i8) -> i128 {
    let places = FINEST.saturating_sub(decimals).unsigned_abs();
    10_i128.saturating_pow(places.into())
}

/// Whether a part is added in an identity, or taken off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weight {
    /// Added.
    #[default]
    Plus,
    /// Taken off.
    Minus,
}

/// Amount columns that most tables have at most: a total and three funding sources.
const USUAL_COLUMNS: usize = 4;

/// One sum for every amount column of a table, in order. A column that is missing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums(SmallVec<[Sum; USUAL_COLUMNS]>);

impl Sums {
    /// The sum of a column.
    pub fn get(&self, column: usize) -> Sum {
        self.0.get(column).copied().unwrap_or_default()
    }

    /// Adds every column of `other` to this.
    pub fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), Sum::default());
        }
        for (sum, more) in self.0.iter_mut().zip(&other.0) {
            sum.add(more);
        }
    }

    /// The sums of both, column by column.
    pub fn plus(&self, other: &Self) -> Self {
        let mut sums = self.clone();
        sums.add(other);
        sums
    }

    /// Adds one figure to a column.
    pub(crate) fn add_to(&mut self, column: usize, sum: &Sum) {
        if self.0.len() <= column {
            self.0.resize(column + 1, Sum::default());
        }
        if let Some(own) = self.0.get_mut(column) {
            own.add(sum);
        }
    }

    /// Number of columns that are kept.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no column is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sums, by column.
    pub fn iter(&self) -> impl Iterator<Item = &Sum> + Clone {
        self.0.iter()
    }
}

impl FromIterator<Sum> for Sums {
    fn from_iter<Columns: IntoIterator<Item = Sum>>(columns: Columns) -> Self {
        Self(columns.into_iter().collect())
    }
}
