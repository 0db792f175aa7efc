//! One code of a classification, in one cell or in one for each level.

use std::{fmt, ops::Range};

use smallvec::SmallVec;

use crate::name::{fold, is_blank, is_blank_character, trim};

/// The digits of a class (类); those of a group (款) and of an item (项) are [`NARROW`].
const WIDE: u8 = 3;
const NARROW: u8 = 2;

/// The digits of the code of a unit.
const UNIT: u8 = 6;

/// The most digits of a level that is read as one.
const MOST: usize = 9;

/// A code of the functional or the economic classification: 类, 类款 or 类款项.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    levels: Levels,
    /// Whether zeros in front were lost in some level: `2` for `02`.
    pub lacks_zeros: bool,
}

/// The digits of a code, level by level, from class to item.
pub type Levels = SmallVec<[Level; 3]>;

/// The digits of one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level {
    value: u32,
    digits: u8,
}

impl Level {
    fn read(digits: &str) -> Option<Self> {
        let is_number = digits.len() <= MOST && digits.bytes().all(|byte| byte.is_ascii_digit());
        let value = digits.parse().ok().filter(|_| is_number)?;
        Some(Self { value, digits: u8::try_from(digits.len()).ok()? })
    }

    fn padded(self) -> Self {
        Self { digits: self.digits.max(NARROW), ..self }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:0width$}", self.value, width = usize::from(self.digits))
    }
}

impl Code {
    /// Reads the cells of one row, from class to item. `None` where there is no digit, or something else than digits,
    /// or a level is left out.
    pub fn read<'c>(cells: impl ExactSizeIterator<Item = &'c str> + Clone) -> Option<Self> {
        if cells.len() > 1
            && let Some(levels) = in_merged_cell(cells.clone())
        {
            return Some(Self { levels, lacks_zeros: false });
        }
        let is_one = cells.len() == 1;
        let (mut levels, mut lacks_zeros, mut is_over) = (SmallVec::new(), false, false);
        let mut above = None;
        for cell in cells {
            if is_blank(cell) {
                is_over = true;
                continue;
            }
            let folded = fold(cell);
            if is_over {
                return None;
            }
            if is_one {
                levels = split(&folded)?;
                continue;
            }
            // The cell of a level may repeat the whole code above it: 213 | 21303 | 2130301.
            let repeated = above.as_deref().filter(|above: &&str| above.len() >= usize::from(WIDE));
            let own = repeated.and_then(|above| folded.strip_prefix(above));
            let level = Level::read(own.filter(|own| own.len() == usize::from(NARROW)).unwrap_or(&folded))?;
            // The code of a unit stands above its classes: 039201.
            if level.digits == UNIT {
                return None;
            }
            above = Some(folded.clone());
            let is_class = levels.is_empty();
            lacks_zeros |= !is_class && level.digits < NARROW;
            levels.push(if is_class { level } else { level.padded() });
        }
        (!levels.is_empty()).then_some(Self { levels, lacks_zeros })
    }

    /// The same of a row that leaves out the levels in front which it has from the code above it: `| | 08 |` below
    /// `| 201 | |`.
    pub(super) fn read_below<'c>(
        cells: impl ExactSizeIterator<Item = &'c str> + Clone,
        above: Option<&Self>,
    ) -> Option<Self> {
        let left_out = cells.clone().take_while(|cell| is_blank(cell)).count();
        if left_out == 0 || left_out == cells.len() {
            return Self::read(cells);
        }
        let mut levels: Levels = above?.levels.get(..left_out)?.into();
        let (mut lacks_zeros, mut is_over) = (false, false);
        for cell in cells.skip(left_out) {
            if is_blank(cell) {
                is_over = true;
                continue;
            }
            let level = Level::read(&fold(cell)).filter(|level| !is_over && level.digits <= NARROW)?;
            lacks_zeros |= level.digits < NARROW;
            levels.push(level.padded());
        }
        Some(Self { levels, lacks_zeros })
    }

    /// 1 for a class, 2 for a group, 3 for an item.
    pub fn level(&self) -> usize {
        self.levels.len()
    }

    /// Each level as it should be written, from class to item. Two codes are the same where these are, zeros in front
    /// or not.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The levels of the code that this one belongs directly below; empty for a class.
    pub fn above(&self) -> &[Level] {
        self.levels.split_last().map_or(&[], |(_, above)| above)
    }

    /// Whether this stands anywhere below `other`.
    pub fn is_below(&self, other: &Self) -> bool {
        self.level() > other.level() && self.levels.starts_with(&other.levels)
    }

    /// The code one level up; `None` of a class.
    pub fn parent(&self) -> Option<Self> {
        let above = self.above();
        (!above.is_empty()).then(|| Self { levels: above.into(), lacks_zeros: false })
    }

    /// The code with the same last level directly below another; `None` where that is no level above.
    pub fn below(&self, parent: &Self) -> Option<Self> {
        let last = self.levels.last().filter(|_| parent.level() + 1 == self.level())?;
        let levels = parent.levels.iter().chain([last]).copied().collect();
        Some(Self { levels, lacks_zeros: false })
    }

    /// What a cell says once this code is written as another one, which has as many levels: a level of it, those above
    /// it as well, or all of it, as the cell has it now. `None` where it says something else. `number` is the place of
    /// the cell among those of the code, from 0.
    pub fn rewritten(&self, number: usize, cell: &str, meant: &Self) -> Option<String> {
        let digits = |code: &Self, levels: Range<usize>| -> Option<String> {
            Some(code.levels.get(levels)?.iter().map(Level::to_string).collect())
        };
        let folded = fold(cell);
        let is_own = |levels: &Range<usize>| {
            let lacks_zeros = || {
                let level = self.levels.get(levels.start).filter(|_| levels.len() == 1);
                level.zip(Level::read(&folded)).is_some_and(|(level, own)| level.value == own.value)
            };
            digits(self, levels.clone()).is_some_and(|own| own == folded) || lacks_zeros()
        };
        let levels = [number..number + 1, 0..number + 1, 0..self.level()].into_iter().find(is_own)?;
        digits(meant, levels)
    }

    /// Whether all levels have as many digits as they should.
    pub fn is_whole(&self) -> bool {
        let width = |level| if level == 0 { WIDE } else { NARROW };
        self.levels.iter().enumerate().all(|(number, level)| level.digits == width(number))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.levels.iter().try_for_each(|level| level.fmt(formatter))
    }
}

/// Where the code stands that a cell begins with, in brackets perhaps, and the name behind it: 2080502事业单位离退休,
/// [208]社会保障和就业支出.
pub(super) fn code_and_name(cell: &str) -> Option<(Range<usize>, Range<usize>)> {
    const SIGNS: [char; 14] = ['-', '—', '－', ' ', '\u{3000}', '、', ':', '：', ']', '】', '）', ')', '.', '．'];
    let inner = cell.trim_start_matches(|character: char| {
        is_blank_character(character) || matches!(character, '[' | '【' | '（' | '(')
    });
    let start = cell.len() - inner.len();
    let length = inner.bytes().take_while(u8::is_ascii_digit).count();
    let behind = inner.get(length..)?;
    let name = behind.trim_start_matches(SIGNS);
    let name_start = cell.len() - name.len();
    let is_name = name.starts_with(|character: char| character.is_alphabetic());
    (matches!(length, 3 | 5 | 7) && is_name && !behind.starts_with(['年', '万', '元', '号'])).then(|| {
        let name_end = name_start + trim(name).len();
        (start..start + length, name_start..name_end)
    })
}

/// A whole code in the cells of all levels, merged into one for the rows below a header that names the levels, or
/// printed in each of them by a converter: `2080502 | |`, `2080502 | 2080502 | 2080502`.
fn in_merged_cell<'c>(mut cells: impl Iterator<Item = &'c str>) -> Option<Levels> {
    let first = fold(cells.next()?);
    let (mut blank, mut repeated) = (true, true);
    for cell in cells {
        blank &= is_blank(cell);
        repeated &= fold(cell) == first;
    }
    (repeated || (blank && first.len() > usize::from(WIDE))).then(|| split(&first)).flatten()
}

/// A code in one cell: `2080502`.
fn split(digits: &str) -> Option<Levels> {
    let (class, mut rest) = digits.split_at_checked(usize::from(WIDE))?;
    let mut levels: Levels = SmallVec::new();
    levels.push(Level::read(class)?);
    while !rest.is_empty() {
        let (level, behind) = rest.split_at_checked(usize::from(NARROW))?;
        levels.push(Level::read(level)?);
        rest = behind;
    }
    Some(levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(cells: &[&str]) -> Option<Code> {
        Code::read(cells.iter().copied())
    }

    fn read(cells: &[&str]) -> Option<(String, usize, bool)> {
        code(cells).map(|code| (code.to_string(), code.level(), code.lacks_zeros))
    }

    #[test]
    fn codes_stand_in_one_cell_or_in_several() {
        assert_eq!(read(&["208", "05", "02"]), Some(("2080502".to_owned(), 3, false)));
        assert_eq!(read(&["208", " ", ""]), Some(("208".to_owned(), 1, false)));
        assert_eq!(read(&["２０８０５"]), Some(("20805".to_owned(), 2, false)));
        assert_eq!(read(&["301", "2"]), Some(("30102".to_owned(), 2, true)));
        assert_eq!(read(&["213", "21303", "2130301"]), Some(("2130301".to_owned(), 3, false)));
        assert_eq!(read(&["2130301", "", ""]), Some(("2130301".to_owned(), 3, false)));
        assert_eq!(read(&["21303", "21303", "21303"]), Some(("21303".to_owned(), 2, false)));
        assert_eq!(read(&["213", "213", "213"]), Some(("213".to_owned(), 1, false)));
        for none in [
            &["", "05", ""][..],
            &["208", "", "02"],
            &["合计", "", ""],
            &["2080"],
            &["20"],
            &["类", "款"],
            &["208", "+5"],
        ] {
            assert_eq!(read(none), None, "{none:?}");
        }
    }

    #[test]
    fn a_cell_is_rewritten_as_it_has_the_code() {
        let meant = code(&["2110102"]).unwrap();
        let rewritten = |cells: &[&str]| -> Vec<Option<String>> {
            let own = code(cells).unwrap();
            let printed = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
            printed.map(|(number, cell)| own.rewritten(number, cell, &meant)).collect()
        };
        let texts =
            |texts: &[&str]| -> Vec<Option<String>> { texts.iter().map(|text| Some((*text).to_owned())).collect() };
        assert_eq!(rewritten(&["210", "1", "02"]), texts(&["211", "01", "02"]));
        assert_eq!(rewritten(&["210", "21001", "2100102"]), texts(&["211", "21101", "2110102"]));
        assert_eq!(rewritten(&["2100102", "", ""]), texts(&["2110102"]));
        assert_eq!(rewritten(&["2100102", "2100102", "2100102"]), texts(&["2110102"; 3]));
        assert_eq!(rewritten(&["2100102"]), texts(&["2110102"]));
    }

    #[test]
    fn what_belongs_to_what_is_told_by_the_digits() {
        let code = |text: &str| code(&[text]).unwrap();
        assert_eq!(code("2080502").above(), code("20805").levels());
        assert!(code("2080502").is_below(&code("208")) && !code("208").is_below(&code("208")));
        assert_eq!(code("20805").parent().map(|parent| parent.to_string()), Some("208".to_owned()));
        assert_eq!(code("208").parent(), None);
    }

    #[test]
    fn a_code_of_a_wrong_width_is_one_and_is_not_whole() {
        let odd = code(&["7", "11", "02"]).unwrap();
        assert!(!odd.is_whole() && odd.level() == 3);
        assert_eq!(odd.below(&code(&["210", "11"]).unwrap()).map(|code| code.to_string()), Some("2101102".to_owned()));
    }
}
