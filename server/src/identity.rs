//! One identity over printed cells, `total = Σ wᵢ · partᵢ`, and how far it is from holding.
//!
//! A printed figure stands for every value that prints as it does, so that a total may differ from its printed parts
//! and be right. How far it may differ depends on the unit in the last place (u) of each figure; all comparisons are
//! made in whole scaled units, doubled or squared as needed, with no division.

use budget_grammar::sum::Sum;

/// How rounding is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// By how likely it is that rounding alone made the difference.
    #[default]
    Banded,
    /// XBRL Calculations 1.1, `round`: consistent where the intervals [v − u/2, v + u/2] meet.
    Calc11,
    /// Printed figures must add up to the last digit.
    Exact,
    /// XBRL Calculations 1.1, `truncate`: figures were cut off after their last digit, so that they stand for
    /// [v, v + u), mirrored where negative, and (−u, u) where zero.
    Truncate,
}

/// What an identity comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Band {
    /// Not to be judged: a cell is no amount, the total is absent, or all of the parts are.
    Void,
    /// Holds to the last digit.
    Exact,
    /// Does not, and rounding (尾差) is a likely cause. Under the rules of XBRL, any difference that is consistent.
    Rounding,
    /// Rounding could be the cause, if nearly every part had been rounded the same way.
    Unlikely,
    /// Contradicts itself.
    Error,
}

/// By how much the total exceeds its parts, scaled.
pub fn residual(total: &Sum, parts: &Sum) -> i128 {
    total.value.saturating_sub(parts.value)
}

/// The decimals to show the residual of an identity with: those of its most precise figure.
pub fn decimals(total: &Sum, parts: &Sum) -> u8 {
    [total.finest(), parts.finest()]
        .into_iter()
        .flatten()
        .max()
        .and_then(|finest| u8::try_from(finest).ok())
        .unwrap_or_default()
}

/// Judges `total = parts`. A total that is a dash counts as zero, as precise as the coarsest part.
///
/// [`Rounding::Banded`], with d the difference in units of the last place, n parts, and k parts whose last digit is not
/// 0: likely up to min((k + 1)/2, 3·√((k + 1)/12)), which is three standard deviations of k + 1 rounding errors or all
/// of them at their limit; unlikely up to (n + 1)/2. A single part that is printed as precisely as the total is a copy
/// of it, and has nothing to round.
pub fn band(total: &Sum, parts: &Sum, rounding: Rounding) -> Band {
    if total.void > 0 || parts.void > 0 || total.is_absent() || parts.is_absent() {
        return Band::Void;
    }
    let residual = residual(total, parts);
    if residual == 0 {
        return Band::Exact;
    }
    let total = match (total.parts, parts.coarsest()) {
        (0, Some(decimals)) => &Sum::printed(0, decimals),
        _ => total,
    };
    let consistent = |met: bool| if met { Band::Rounding } else { Band::Error };
    match rounding {
        Rounding::Exact => Band::Error,
        Rounding::Calc11 => consistent(intervals_meet(total, parts)),
        Rounding::Truncate => consistent(truncated_intervals_meet(total, parts)),
        Rounding::Banded if parts.parts > 1 => sum_band(total, parts),
        Rounding::Banded => copy_band(total, parts),
    }
}

/// How far a total over several parts may be off for its band to be [`Band::Rounding`], scaled; 0 for one part, which
/// is a copy.
pub fn rounding_reach(total: &Sum, parts: &Sum) -> i128 {
    if parts.parts < 2 {
        return 0;
    }
    let limit = parts.rounded_ulps().saturating_add(total.ulps());
    let squares = total.ulps().saturating_mul(total.ulps()).saturating_add(parts.rounded_squares());
    limit.min(squares.saturating_mul(3).isqrt()) / 2
}

/// The band of a total over several parts. For figures of one precision these are the formulas of [`band`] times 2u and
/// their squares; for mixed ones, the sums of the half-widths and of the variances u²/12 take their place.
fn sum_band(total: &Sum, parts: &Sum) -> Band {
    let twice = residual(total, parts).saturating_abs().saturating_mul(2);
    let limit = parts.rounded_ulps().saturating_add(total.ulps());
    let squares = total.ulps().saturating_mul(total.ulps()).saturating_add(parts.rounded_squares());
    // 2d ≤ 6·√(Σu²/12), squared. Where both sides pass the limit of the integer, the difference counts as likely.
    if twice <= limit && twice.saturating_mul(twice) <= squares.saturating_mul(3) {
        Band::Rounding
    } else if intervals_meet(total, parts) {
        Band::Unlikely
    } else {
        Band::Error
    }
}

/// The band of a total over a single part. The same figure printed to fewer digits may differ by half a unit of the
/// last one, and by one more where it went through another rounding on the way.
fn copy_band(total: &Sum, parts: &Sum) -> Band {
    if parts.parts == 0 || total.ulps() == parts.ulps() {
        return Band::Error;
    }
    let twice = residual(total, parts).saturating_abs().saturating_mul(2);
    let coarser = total.ulps().max(parts.ulps());
    if twice <= coarser {
        Band::Rounding
    } else if twice <= coarser.saturating_mul(3) {
        Band::Unlikely
    } else {
        Band::Error
    }
}

/// Whether the closed intervals [v − u/2, v + u/2] of total and parts meet.
fn intervals_meet(total: &Sum, parts: &Sum) -> bool {
    let twice = residual(total, parts).saturating_abs().saturating_mul(2);
    twice <= parts.ulps().saturating_add(total.ulps())
}

/// Whether the intervals of values cut off after their last digit meet. An end that lies away from the printed value
/// is open, one that is the printed value is closed.
fn truncated_intervals_meet(total: &Sum, parts: &Sum) -> bool {
    reaches(total, parts) && reaches(parts, total)
}

/// Whether `upper` begins at or below the end of `lower`.
fn reaches(lower: &Sum, upper: &Sum) -> bool {
    let end = lower.value.saturating_add(lower.truncated_above());
    let start = upper.value.saturating_sub(upper.truncated_below());
    let closed = lower.truncated_above() == 0 && upper.truncated_below() == 0;
    start < end || (closed && start == end)
}
