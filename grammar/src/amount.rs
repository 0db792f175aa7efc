//! Amounts as budget documents print them: `50,666.34`, `（3.20）`, `１，２３４．５０`, `50.00万元`.
//!
//! Every value is exact. It is counted in *scaled* units, 10⁻⁸ of the monetary unit of the cell, as an `i128`: an
//! amount has at most [`MAX_INTEGER_DIGITS`] digits before the point and [`MAX_DECIMALS`] behind it, so that the sum of
//! all the amounts of any document fits.

mod figure;
mod read;
mod restyle;
mod unit;

use std::fmt;

use rust_decimal::Decimal;

pub use read::{Fault, Invalid, Reading, read, rewrite, rewrite_with};
pub use restyle::restyled;
pub use unit::MonetaryUnit;

/// Digits that may stand before the decimal point: 999 万亿.
pub const MAX_INTEGER_DIGITS: u32 = 15;
/// Digits that may stand behind the decimal point.
pub const MAX_DECIMALS: u32 = 8;
/// Scaled units in one of the monetary unit.
pub const SCALE: i128 = 100_000_000;

/// A printed amount: its exact value in the monetary unit of the cell, the precision that it is printed with, and how
/// it is written. Sixteen bytes, because a large document holds a hundred thousand of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Amount {
    integer: u64,
    /// In scaled units.
    fraction: u32,
    decimals: u8,
    unit: Option<MonetaryUnit>,
    sign: Sign,
    style: Style,
}

impl Amount {
    /// An amount printed in the usual way, grouped, `decimals` digits behind the point. `None` where the value is
    /// longer than an amount may be, or does not end at that digit.
    pub fn new(scaled: i128, decimals: u8) -> Option<Self> {
        let magnitude = scaled.unsigned_abs();
        let integer = u64::try_from(magnitude / SCALE.unsigned_abs()).ok()?;
        let fraction = u32::try_from(magnitude % SCALE.unsigned_abs()).ok()?;
        let fits = integer < 10_u64.pow(MAX_INTEGER_DIGITS)
            && (needed_decimals(scaled)..=MAX_DECIMALS).contains(&u32::from(decimals));
        fits.then_some(Self {
            integer,
            fraction,
            decimals,
            unit: None,
            sign: if scaled < 0 { Sign::Minus } else { Sign::None },
            style: Style::default().with(if integer < 1000 { Style::PLAIN } else { Style::GROUPED }),
        })
    }

    /// The value in scaled units, 10⁻⁸ of the cell's monetary unit.
    pub fn scaled(self) -> i128 {
        let magnitude = i128::from(self.integer) * SCALE + i128::from(self.fraction);
        if self.sign.is_negative() { -magnitude } else { magnitude }
    }

    /// Digits printed behind the decimal point, 0 to 8.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// The value as a decimal number with the printed digits, `1903.30` for `1,903.30`.
    pub fn decimal(self) -> Decimal {
        let printed = self.scaled() / 10_i128.pow(MAX_DECIMALS.saturating_sub(self.decimals.into()));
        // Twenty-three digits at most, and a `Decimal` holds twenty-eight.
        Decimal::try_from_i128_with_scale(printed, self.decimals.into()).unwrap_or_default()
    }

    /// Whether the last printed digit is 0, as in `67.00`: the sign that nothing was rounded off.
    pub fn last_digit_zero(self) -> bool {
        if self.decimals == 0 {
            return self.integer.is_multiple_of(10);
        }
        let place = 10_u32.pow(MAX_DECIMALS.saturating_sub(self.decimals.into()));
        (self.fraction / place).is_multiple_of(10)
    }

    /// The monetary unit that the cell itself names, as `50.00万元` does.
    pub fn unit(self) -> Option<MonetaryUnit> {
        self.unit
    }

    /// How the sign is written. A zero may carry one: `-0.00`.
    pub fn sign(self) -> Sign {
        self.sign
    }

    /// How the digits are written.
    pub fn style(self) -> Style {
        self.style
    }

    /// Another value, in scaled units, written the way this amount is: precision, grouping, form of the negative and
    /// unit. Characters become half-width, and further decimals are added where the value needs them.
    pub fn rewritten(self, scaled: i128) -> String {
        self.rewritten_with(scaled, self.decimals)
    }

    /// The same, with `decimals` digits behind the point, and more where the value needs them.
    pub fn rewritten_with(self, scaled: i128, decimals: u8) -> String {
        let digits = Printed {
            scaled: i128::try_from(scaled.unsigned_abs()).unwrap_or(i128::MAX),
            decimals,
            grouped: !self.style.is_ungrouped(),
        };
        let (before, after) = if scaled < 0 { self.sign.negative_marks() } else { ("", "") };
        let unit = self.unit.map_or("", MonetaryUnit::name);
        format!("{before}{digits}{after}{unit}")
    }
}

/// The canonical form: grouped, with U+2212 before a negative, and with the unit that the cell names.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", format_scaled(self.scaled(), self.decimals))?;
        f.write_str(self.unit.map_or("", MonetaryUnit::name))
    }
}

/// How the sign of an amount is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Not at all.
    #[default]
    None,
    /// `+3.20`, usual in columns of changes (增减额).
    Plus,
    /// `-3.20`, the hyphen of the keyboard.
    Hyphen,
    /// `−3.20`, U+2212; dashes that word processors put in its place count as it.
    Minus,
    /// `－3.20`, the full-width hyphen.
    FullWidth,
    /// `(3.20)`, or one bracket of either width.
    Parentheses,
    /// `（3.20）`.
    FullWidthParentheses,
    /// `△3.20`.
    Triangle,
    /// `▲3.20`.
    BlackTriangle,
}

impl Sign {
    /// Whether it makes the amount negative.
    pub fn is_negative(self) -> bool {
        !matches!(self, Self::None | Self::Plus)
    }

    fn negative_marks(self) -> (&'static str, &'static str) {
        match self {
            Self::None | Self::Plus | Self::Hyphen => ("-", ""),
            Self::Minus => ("−", ""),
            Self::FullWidth => ("－", ""),
            Self::Parentheses => ("(", ")"),
            Self::FullWidthParentheses => ("（", "）"),
            Self::Triangle => ("△", ""),
            Self::BlackTriangle => ("▲", ""),
        }
    }
}

/// How the digits of an amount are written, for the rule about style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style(u8);

impl Style {
    const PLAIN: Self = Self(0);
    const UNUSUAL: Self = Self(1);
    const BARE_POINT: Self = Self(2);
    const GROUPED: Self = Self(4);
    const UNGROUPED: Self = Self(8);

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Full-width digits or separators stand in it, or characters that nobody sees.
    pub fn has_unusual_characters(self) -> bool {
        self.has(Self::UNUSUAL)
    }

    /// The point has digits on one side only: `.5`, or `1,234.` as a spreadsheet prints it and as it looks half typed.
    pub fn has_bare_point(self) -> bool {
        self.has(Self::BARE_POINT)
    }

    /// Grouping commas stand in it.
    pub fn is_grouped(self) -> bool {
        self.has(Self::GROUPED)
    }

    /// Four or more digits stand before the point with no grouping comma. `67.00` is neither grouped nor ungrouped.
    pub fn is_ungrouped(self) -> bool {
        self.has(Self::UNGROUPED)
    }
}

/// A value in scaled units as messages show it: grouped, `decimals` digits behind the point, U+2212 before a negative
/// (`−0.01`). Further decimals are shown where the value has them; a figure in a message is never rounded.
pub fn format_scaled(scaled: i128, decimals: u8) -> impl fmt::Display {
    Printed { scaled, decimals, grouped: true }
}

/// The same as programs read it: no grouping, and the hyphen before a negative (`-0.01`).
pub fn plain_scaled(scaled: i128, decimals: u8) -> impl fmt::Display {
    let sign = if scaled < 0 { "-" } else { "" };
    let scaled = i128::try_from(scaled.unsigned_abs()).unwrap_or(i128::MAX);
    fmt::from_fn(move |f| write!(f, "{sign}{}", Printed { scaled, decimals, grouped: false }))
}

/// The fewest decimals that show a scaled value in full.
fn needed_decimals(scaled: i128) -> u32 {
    (0..MAX_DECIMALS).find(|decimals| scaled % 10_i128.pow(MAX_DECIMALS - decimals) == 0).unwrap_or(MAX_DECIMALS)
}

struct Printed {
    scaled: i128,
    decimals: u8,
    grouped: bool,
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = u32::from(self.decimals).clamp(needed_decimals(self.scaled), MAX_DECIMALS);
        let magnitude = self.scaled.unsigned_abs();
        let (integer, fraction) = (magnitude / SCALE.unsigned_abs(), magnitude % SCALE.unsigned_abs());
        if self.scaled < 0 {
            f.write_str("\u{2212}")?;
        }
        if self.grouped {
            write_grouped(f, integer)?;
        } else {
            write!(f, "{integer}")?;
        }
        if decimals == 0 {
            return Ok(());
        }
        let shown = fraction / 10_u128.pow(MAX_DECIMALS - decimals);
        write!(f, ".{shown:0width$}", width = decimals as usize)
    }
}

fn write_grouped(f: &mut fmt::Formatter<'_>, integer: u128) -> fmt::Result {
    if integer < 1000 {
        return write!(f, "{integer}");
    }
    write_grouped(f, integer / 1000)?;
    write!(f, ",{:03}", integer % 1000)
}
