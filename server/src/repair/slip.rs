//! Slips of the keys: what one wrong motion makes of a printed figure.

use budget_grammar::amount::MAX_DECIMALS;

/// What happened to a figure on its way into the document, seen from what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// Two adjacent digits changed places: `76.00` for `67.00`.
    Swapped,
    /// One digit became its neighbour on the keys, or one that looks like it: `1,228` for `1,223`.
    Neighbour,
    /// One digit became another.
    Replaced,
    /// One digit of a run of equal ones is missing, or was typed once too often: `19,979` for `1,979`.
    Doubled,
    /// A digit is missing: `579.50` for `5,793.50`.
    Dropped,
    /// There is a digit too many.
    Added,
    /// The decimal point moved, or zeros at the end were lost or added: `361,300` for `3,613,000`.
    Slid,
    /// The sign was lost or added.
    Sign,
}

impl Slip {
    /// How plausible the slip is, the greater the more; only the order counts.
    ///
    /// Studies of typing errors agree on the order: exchanged neighbours are the mark of quick copying and leave a
    /// figure of the same length, which looks right when it is read over; a wrong key is most often one beside the
    /// right one, and a misread digit one of the same shape; doubling and halving happen in runs; digits lost or added
    /// elsewhere change the length and are seen. A moved point changes the magnitude tenfold, and a sign is rare in a
    /// budget at all.
    pub fn plausibility(self) -> u8 {
        match self {
            Self::Swapped => 8,
            Self::Neighbour => 7,
            Self::Replaced => 6,
            Self::Doubled => 5,
            Self::Dropped | Self::Added => 4,
            Self::Slid => 3,
            Self::Sign => 2,
        }
    }
}

/// The slip that printed `old` where `new` was meant, both scaled by 10⁸; `decimals` are those that `old` is printed
/// with. `None` where the figures are equal, or more than one slip apart.
pub fn slip(old: i128, new: i128, decimals: u8) -> Option<Slip> {
    if old == new {
        return None;
    }
    if old == new.saturating_neg() {
        return Some(Slip::Sign);
    }
    if (old < 0) != (new < 0) && old != 0 && new != 0 {
        return None;
    }
    let (old, new) = (old.unsigned_abs(), new.unsigned_abs());
    if is_slid(old, new) {
        return Some(Slip::Slid);
    }
    let printed = Digits::of(old, decimals)?;
    let meant = Digits::of(new, decimals).or_else(|| Digits::of(new, decimals.saturating_add(1)))?;
    if printed.decimals != meant.decimals {
        // Digits before the point are the same, and one behind it got lost.
        let is_lost = printed.whole() == meant.whole() && one_more(&meant.digits, &printed.digits).is_some();
        return is_lost.then_some(Slip::Dropped);
    }
    match meant.digits.len().checked_sub(printed.digits.len()) {
        Some(0) => same_length(&printed.digits, &meant.digits),
        Some(1) => one_more(&meant.digits, &printed.digits).map(|run| if run { Slip::Doubled } else { Slip::Dropped }),
        Some(_) => None,
        None => one_more(&printed.digits, &meant.digits).map(|run| if run { Slip::Doubled } else { Slip::Added }),
    }
}

fn is_slid(old: u128, new: u128) -> bool {
    let (lesser, greater) = (old.min(new), old.max(new));
    lesser > 0 && greater.is_multiple_of(lesser) && {
        let ratio = greater / lesser;
        ratio > 1 && 10_u128.checked_pow(ratio.ilog10()) == Some(ratio)
    }
}

/// The digits of a figure as it is printed, with at least one before the point.
struct Digits {
    digits: Vec<u8>,
    decimals: u8,
}

impl Digits {
    /// `None` where the figure needs more decimals.
    fn of(magnitude: u128, decimals: u8) -> Option<Self> {
        let unit = 10_u128.pow(MAX_DECIMALS.checked_sub(decimals.into())?);
        let width = usize::from(decimals) + 1;
        magnitude
            .is_multiple_of(unit)
            .then(|| Self { digits: format!("{:0>width$}", magnitude / unit).into_bytes(), decimals })
    }

    fn whole(&self) -> Option<&[u8]> {
        self.digits.get(..self.digits.len().checked_sub(usize::from(self.decimals))?)
    }
}

fn same_length(printed: &[u8], meant: &[u8]) -> Option<Slip> {
    let mut unlike = printed.iter().zip(meant).enumerate().filter(|(_, (printed, meant))| printed != meant);
    let (first, (left, right)) = unlike.next()?;
    match (unlike.next(), unlike.next()) {
        (None, _) if is_neighbour(*left, *right) => Some(Slip::Neighbour),
        (None, _) => Some(Slip::Replaced),
        (Some((second, (left_2, right_2))), None) if second == first + 1 && left == right_2 && left_2 == right => {
            Some(Slip::Swapped)
        }
        _ => None,
    }
}

/// Where `longer` is `shorter` with one digit more: whether that digit stands beside its like.
fn one_more(longer: &[u8], shorter: &[u8]) -> Option<bool> {
    if longer.len() != shorter.len() + 1 {
        return None;
    }
    let at = longer.iter().zip(shorter).take_while(|(longer, shorter)| longer == shorter).count();
    let is_one = longer.get(at + 1..) == shorter.get(at..);
    // Of a run of equal digits, the one that is found is the last.
    is_one.then(|| at.checked_sub(1).is_some_and(|before| longer.get(before) == longer.get(at)))
}

/// Digits beside each other in the row above the letters or on the number pad, or of the same shape.
fn is_neighbour(one: u8, other: u8) -> bool {
    const BESIDE: [&[u8; 2]; 26] = [
        b"01", b"02", b"09", b"12", b"23", b"34", b"45", b"56", b"67", b"78", b"89", b"14", b"25", b"36", b"47", b"58",
        b"69", b"17", b"38", b"35", b"06", b"08", b"68", b"49", b"27", b"37",
    ];
    BESIDE.iter().any(|[left, right]| (*left == one && *right == other) || (*left == other && *right == one))
}
