//! The digits of one amount, collected sign by sign.
//!
//! What departs from a well-formed figure is noted on the way, so that one pass tells the value, the fault and whether
//! one reading is left in spite of it.

use super::{Amount, Fault, Invalid, MAX_DECIMALS, MAX_INTEGER_DIGITS, MonetaryUnit, Reading, Sign, Style};

/// The last thing that was read, gaps aside.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Nothing,
    Digit,
    Comma,
    Point,
}

/// A figure under construction.
#[derive(Default)]
pub(super) struct Figure {
    integer: u64,
    /// The digits behind the point, as a number.
    fraction: u32,
    integer_digits: u32,
    decimals: u32,
    /// Digits since the last grouping mark.
    group: u32,
    grouped: bool,
    misgrouped: bool,
    point: bool,
    /// Another point, or a comma behind the point: harmless at the end, fatal before a digit.
    stray: Option<Fault>,
    gap: bool,
    last: Last,
    /// A letter alone makes no figure, however much it looks like a digit.
    numeric: bool,
    unusual: bool,
    fault: Option<Fault>,
    ambiguous: bool,
}

impl Figure {
    /// Notes a digit, 0 to 9.
    pub(super) fn digit(&mut self, digit: u8) {
        self.numeric = true;
        self.look_alike(digit);
    }

    /// Notes a character that looks like a digit, 0 to 9.
    pub(super) fn look_alike(&mut self, digit: u8) {
        if let Some(fault) = self.stray {
            self.ambiguous = true;
            self.note(fault);
        }
        if self.close_gap() && self.last == Last::Digit {
            if self.point {
                self.ambiguous = true;
            } else {
                self.close_group();
            }
        }
        self.last = Last::Digit;
        if self.point {
            self.decimals = self.decimals.saturating_add(1);
            if self.decimals <= MAX_DECIMALS {
                self.fraction = self.fraction * 10 + u32::from(digit);
            }
        } else {
            self.group = self.group.saturating_add(1);
            self.integer_digits = self.integer_digits.saturating_add(1);
            if self.integer_digits <= MAX_INTEGER_DIGITS {
                self.integer = self.integer * 10 + u64::from(digit);
            }
        }
    }

    /// Notes a grouping mark.
    pub(super) fn comma(&mut self) {
        self.close_gap();
        self.last = Last::Comma;
        if self.point {
            self.stray = Some(Fault::CommaBehindPoint);
        } else {
            self.close_group();
        }
    }

    /// Notes a decimal point.
    pub(super) fn point(&mut self) {
        self.close_gap();
        if !self.point {
            self.misgrouped |= self.grouped && self.group != 3;
            self.point = true;
        } else if self.last == Last::Point {
            self.note(Fault::Point);
        } else {
            self.stray = Some(Fault::Point);
        }
        self.last = Last::Point;
    }

    /// Notes white space.
    pub(super) fn gap(&mut self) {
        self.gap = true;
    }

    /// Notes that a full-width or invisible character was used.
    pub(super) fn unusual(&mut self) {
        self.unusual = true;
    }

    /// Notes a departure from the grammar; the first one is reported.
    pub(super) fn note(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    /// Whether a gap stood before the sign that is being read, inside the figure.
    fn close_gap(&mut self) -> bool {
        let inside = std::mem::take(&mut self.gap) && self.last != Last::Nothing;
        if inside {
            self.note(Fault::Spaced);
        }
        inside
    }

    fn close_group(&mut self) {
        self.misgrouped |= if self.grouped { self.group != 3 } else { !(1..=3).contains(&self.group) };
        self.grouped = true;
        self.group = 0;
    }

    /// What the figure is, `sign` before it and `unit` behind it.
    pub(super) fn finish(mut self, sign: Sign, unit: Option<MonetaryUnit>) -> Reading {
        if !self.numeric {
            return Reading::Invalid(Invalid::new(Fault::NoFigure));
        }
        if self.integer_digits > MAX_INTEGER_DIGITS || self.decimals > MAX_DECIMALS {
            return Reading::Invalid(Invalid::new(Fault::TooLong));
        }
        if self.stray.is_some() {
            self.note(Fault::TrailingMark);
        }
        if !self.point {
            self.misgrouped |= self.grouped && self.group != 3;
        }
        let amount = self.amount(sign, unit);
        match self.fault {
            Some(fault) => {
                Reading::Invalid(Invalid { fault, reading: (!self.ambiguous && !self.misgrouped).then_some(amount) })
            }
            None if self.misgrouped => Reading::Misgrouped(amount),
            None => Reading::Amount(amount),
        }
    }

    fn amount(&self, sign: Sign, unit: Option<MonetaryUnit>) -> Amount {
        let flag = |on: bool, style: Style| if on { style } else { Style::PLAIN };
        let bare = self.point && (self.decimals == 0 || self.integer_digits == 0);
        Amount {
            integer: self.integer,
            fraction: self.fraction * 10_u32.pow(MAX_DECIMALS - self.decimals),
            decimals: u8::try_from(self.decimals).unwrap_or_default(),
            unit,
            sign,
            style: flag(self.unusual, Style::UNUSUAL)
                .with(flag(bare, Style::BARE_POINT))
                .with(flag(self.grouped, Style::GROUPED))
                .with(flag(!self.grouped && self.integer_digits > 3, Style::UNGROUPED)),
        }
    }
}
