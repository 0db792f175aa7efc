//! Whether a printed percentage is that of two printed amounts. Each figure stands for every value that prints as it
//! does; amounts and percentages are in 10⁻⁸ of their units.

use budget_grammar::amount::MAX_DECIMALS;

/// A printed value and the unit of its last place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    pub(crate) value: i128,
    pub(crate) ulp: i128,
}

impl Printed {
    pub(crate) fn new(value: i128, decimals: u8) -> Self {
        Self { value, ulp: 10_i128.saturating_pow(MAX_DECIMALS.saturating_sub(decimals.into())) }
    }
}

/// One hundred percent, scaled.
const WHOLE: i128 = 10_000_000_000;

/// Whether `percent` may be `part / whole`, with `part` up to `slack` off. `None` where the whole may be zero.
pub(crate) fn is_ratio(part: i128, slack: i128, whole: Printed, percent: Printed) -> Option<bool> {
    let (part, base) = (part.saturating_abs(), whole.value.saturating_abs());
    // All twice as large, so that half a last place is a whole number.
    let least_base = base.checked_mul(2)?.checked_sub(whole.ulp)?;
    let most_base = base.checked_mul(2)?.checked_add(whole.ulp)?;
    if least_base <= 0 {
        return None;
    }
    let least = part.checked_mul(2)?.checked_sub(slack)?.max(0).checked_mul(WHOLE)?;
    let most = part.checked_mul(2)?.checked_add(slack)?.checked_mul(WHOLE)?;
    let (low, high) = (
        percent.value.checked_mul(2)?.checked_sub(percent.ulp)?,
        percent.value.checked_mul(2)?.checked_add(percent.ulp)?,
    );
    // low/2 ≤ most/least_base and least/most_base ≤ high/2, multiplied out.
    Some(low.checked_mul(least_base)? <= most.checked_mul(2)? && least.checked_mul(2)? <= high.checked_mul(most_base)?)
}

/// `part / whole` in percent, scaled and rounded to so many decimals, halves away from zero.
pub(crate) fn ratio(part: i128, whole: i128, decimals: u8) -> Option<i128> {
    let unit = 10_i128.checked_pow(MAX_DECIMALS.checked_sub(decimals.into())?)?;
    let step = whole.saturating_abs().checked_mul(unit)?;
    let scaled = part.saturating_abs().checked_mul(WHOLE)?;
    scaled.checked_add(step / 2)?.checked_div(step)?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(hundredths: i128) -> Printed {
        Printed::new(hundredths * 1_000_000, 2)
    }

    #[test]
    fn a_percentage_fits_what_its_amounts_may_have_been() {
        let is = |now: i128, before: i128, percent: i128| {
            let (now, before) = (amount(now), amount(before));
            is_ratio(now.value - before.value, now.ulp + before.ulp, before, amount(percent))
        };
        assert_eq!(is(5384, 5460, 139), Some(true));
        assert_eq!(is(73866, 71134, 384), Some(true));
        assert_eq!(is(35267, 34852, 53), Some(false));
        assert_eq!(is(2500, 0, 10000), None);
        assert_eq!(ratio(76, 5460, 2), Some(139_000_000));
    }
}
