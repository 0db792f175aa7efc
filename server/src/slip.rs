//! Slips of the hand: how one figure comes to be typed for another.

/// What happened to the digits of a figure, from what was meant to what was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Slip {
    /// Two neighbouring digits changed places.
    Swapped,
    /// A digit was replaced by one beside it on the keypad, or by one that looks like it.
    Mistaken,
    /// A digit was replaced by any other.
    Replaced,
    /// One of two equal digits was left out, or one was typed twice.
    Doubled,
    /// A digit was left out.
    Dropped,
    /// A digit was typed too much.
    Added,
    /// The decimal point stands elsewhere.
    Slid,
}

impl Slip {
    /// How plausible it is, higher for more: a rank and no probability. Digits that change places and keys that are missed
    /// are the commonest slips in copying figures; a point that slid is mostly seen at once.
    pub fn plausibility(self) -> u8 {
        match self {
            Self::Swapped => 5,
            Self::Mistaken => 4,
            Self::Doubled => 3,
            Self::Replaced | Self::Dropped | Self::Added => 2,
            Self::Slid => 1,
        }
    }
}

/// The slip that leads from `meant` to `printed`, both in 10⁻⁸, as they are printed with that many decimals. `None` where
/// more than one is needed, where the sign changed, and where the two are equal.
pub fn slip(printed: i128, meant: i128, decimals: u8) -> Option<Slip> {
    const FINEST: u32 = 8;
    if printed == meant || (printed < 0) != (meant < 0) {
        return None;
    }
    let unit = 10_u128.checked_pow(FINEST.checked_sub(decimals.into())?)?;
    let (printed, meant) = (printed.unsigned_abs(), meant.unsigned_abs());
    if printed % unit != 0 || meant % unit != 0 {
        return None;
    }
    let (printed, meant) = (printed / unit, meant / unit);
    let width = usize::from(decimals) + 1;
    let digits = |value: u128| format!("{value:0width$}").into_bytes();
    let (wrong, right) = (digits(printed), digits(meant));
    same_length(&wrong, &right).or_else(|| one_more(&wrong, &right)).or_else(|| slid(printed, meant))
}

fn same_length(wrong: &[u8], right: &[u8]) -> Option<Slip> {
    if wrong.len() != right.len() {
        return None;
    }
    let differing: Vec<(usize, (u8, u8))> = wrong
        .iter()
        .zip(right)
        .enumerate()
        .filter(|(_, (wrong, right))| wrong != right)
        .map(|(at, (wrong, right))| (at, (*wrong, *right)))
        .collect();
    match differing.as_slice() {
        [(_, (wrong, right))] if is_easily_mistaken(*wrong, *right) => Some(Slip::Mistaken),
        [_] => Some(Slip::Replaced),
        [(one, (a, b)), (other, (c, d))] if one + 1 == *other && (a, b) == (d, c) => Some(Slip::Swapped),
        _ => None,
    }
}

/// Whether two digits lie side by side, on the row above the letters or on the keypad, or look alike.
fn is_easily_mistaken(one: u8, other: u8) -> bool {
    const ALIKE: [[u8; 2]; 8] = [*b"06", *b"08", *b"17", *b"38", *b"56", *b"68", *b"69", *b"09"];
    const KEYPAD: [[u8; 2]; 7] = [*b"14", *b"47", *b"25", *b"58", *b"36", *b"69", *b"01"];
    let pair = [one.min(other), one.max(other)];
    one.abs_diff(other) == 1 || ALIKE.contains(&pair) || KEYPAD.contains(&pair)
}

fn one_more(wrong: &[u8], right: &[u8]) -> Option<Slip> {
    let (longer, shorter, slip) = match wrong.len().checked_sub(right.len()) {
        Some(1) => (wrong, right, Slip::Added),
        None if right.len() == wrong.len() + 1 => (right, wrong, Slip::Dropped),
        _ => return None,
    };
    let at = longer.iter().zip(shorter).take_while(|(longer, shorter)| longer == shorter).count();
    if longer.get(at + 1..)? != shorter.get(at..)? {
        return None;
    }
    let is_doubled = at.checked_sub(1).is_some_and(|before| longer.get(before) == longer.get(at));
    Some(if is_doubled { Slip::Doubled } else { slip })
}

fn slid(printed: u128, meant: u128) -> Option<Slip> {
    const MOST_PLACES: u32 = 4;
    let is_slid =
        |factor: u128| printed.checked_mul(factor) == Some(meant) || meant.checked_mul(factor) == Some(printed);
    let factors = (1..=MOST_PLACES).filter_map(|places| 10_u128.checked_pow(places));
    (printed != 0 && meant != 0 && factors.into_iter().any(is_slid)).then_some(Slip::Slid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_to_a_figure() {
        const CENT: i128 = 1_000_000;
        let slip = |printed: i128, meant: i128| slip(printed * CENT, meant * CENT, 2);
        assert_eq!(slip(7600, 6700), Some(Slip::Swapped));
        assert_eq!(slip(123_849, 122_849), Some(Slip::Mistaken));
        assert_eq!(slip(129_849, 122_849), Some(Slip::Replaced));
        assert_eq!(slip(57_950, 579_350), Some(Slip::Dropped));
        assert_eq!(slip(579_550, 57_950), Some(Slip::Doubled));
        assert_eq!(slip(57_935, 5_793_500), Some(Slip::Slid));
        assert_eq!(slip(33_720, 35_000), None);
        assert_eq!(slip(-6700, 6700), None);
        assert_eq!(slip(6700, 6700), None);
    }
}
