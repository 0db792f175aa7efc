//! How figures come to be mistyped.

use super::Dice;

/// A slip of the hand: a digit replaced, two swapped, one dropped or added. `None` where nothing changes.
pub fn slipped(cents: i64, dice: &mut Dice) -> Option<i64> {
    const POINT: usize = 2;
    let mut digits = cents.to_string().into_bytes();
    let whole = digits.len().saturating_sub(POINT);
    match dice.below(4) {
        0 => {
            let at = dice.below(digits.len());
            digits[at] = b"0123456789"[dice.below(10)];
        }
        1 => {
            let at = dice.below(digits.len() - 1);
            digits.swap(at, at + 1);
        }
        2 if whole > 1 => drop(digits.remove(dice.below(whole))),
        _ => digits.insert(dice.below(whole.max(1)), b"0123456789"[dice.below(10)]),
    }
    let slipped: i64 = String::from_utf8(digits).ok()?.parse().ok()?;
    (slipped != cents && slipped > 0).then_some(slipped)
}

/// A comma one digit further to the left or the right.
pub fn misgrouped(figure: &str, dice: &mut Dice) -> Option<String> {
    let commas: Vec<usize> = figure.match_indices(',').map(|(at, _)| at).collect();
    let at = dice.pick(&commas)?;
    let mut characters: Vec<char> = figure.chars().collect();
    if dice.percent(50) && at > 1 {
        characters.swap(at, at - 1)
    } else {
        characters.swap(at, at + 1)
    }
    Some(characters.into_iter().collect())
}

/// The letter O in the place of a zero.
pub fn letter_for_zero(figure: &str, dice: &mut Dice) -> Option<String> {
    let zeros: Vec<usize> = figure.match_indices('0').map(|(at, _)| at).collect();
    let at = dice.pick(&zeros)?;
    Some(format!("{}O{}", &figure[..at], &figure[at + 1..]))
}
