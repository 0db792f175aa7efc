//! One code of a classification, in one cell or in one for each level.

use crate::name::{fold, is_blank};

/// The digits of a class (类); those of a group (款) and of an item (项) are [`NARROW`].
const WIDE: usize = 3;
const NARROW: usize = 2;

/// A code of the functional or the economic classification: 类, 类款 or 类款项.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    levels: Vec<Box<str>>,
    /// Whether zeros in front were lost in some level: `2` for `02`.
    pub lacks_zeros: bool,
}

impl Code {
    /// Reads the cells of one row, from class to item. `None` where there is no digit, or something else than digits, or a level is left
    /// out.
    pub fn read(cells: &[&str]) -> Option<Self> {
        let printed: Vec<_> = cells.iter().map(|cell| fold(cell)).collect();
        let count = printed.iter().take_while(|cell| !is_blank(cell)).count();
        let is_whole = printed.iter().skip(count).all(|cell| is_blank(cell));
        let is_digits = |cell: &str| cell.bytes().all(|byte| byte.is_ascii_digit());
        if count == 0 || !is_whole || !printed.iter().take(count).all(|cell| is_digits(cell)) {
            return None;
        }
        let code = match printed.as_slice() {
            [one] => Self { levels: split(one)?, lacks_zeros: false },
            _ => {
                let levels = printed.iter().take(count).enumerate();
                let padded = levels.map(|(level, cell)| if level == 0 { cell.as_ref().into() } else { padded(cell) });
                let lacks_zeros = printed.iter().take(count).skip(1).any(|cell| cell.len() < NARROW);
                Self { levels: padded.collect(), lacks_zeros }
            }
        };
        Some(code)
    }

    /// 1 for a class, 2 for a group, 3 for an item.
    pub fn level(&self) -> usize {
        self.levels.len()
    }

    /// Whether this is one of the codes directly below `other`.
    pub fn is_child_of(&self, other: &Self) -> bool {
        self.levels.split_last().is_some_and(|(_, above)| above == other.levels)
    }

    /// Whether this stands anywhere below `other`.
    pub fn is_below(&self, other: &Self) -> bool {
        self.level() > other.level() && self.levels.starts_with(&other.levels)
    }

    /// Whether both are of one code, zeros in front or not.
    pub fn is(&self, other: &Self) -> bool {
        self.levels == other.levels
    }

    /// The code one level up; `None` of a class.
    pub fn parent(&self) -> Option<Self> {
        let (_, above) = self.levels.split_last()?;
        (!above.is_empty()).then(|| Self { levels: above.to_vec(), lacks_zeros: false })
    }

    /// The code with the same last level directly below another; `None` where that is no level above.
    pub fn below(&self, parent: &Self) -> Option<Self> {
        let last = self.levels.last().filter(|_| parent.level() + 1 == self.level())?;
        let levels = parent.levels.iter().chain([last]).cloned().collect();
        Some(Self { levels, lacks_zeros: false })
    }

    /// Each level as it should be written, from class to item.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        self.levels.iter().map(|level| &**level)
    }

    /// Whether all levels have as many digits as they should.
    pub fn is_whole(&self) -> bool {
        let width = |level| if level == 0 { WIDE } else { NARROW };
        self.levels.iter().enumerate().all(|(level, digits)| digits.len() == width(level))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.levels.iter().try_for_each(|level| formatter.write_str(level))
    }
}

fn padded(cell: &str) -> Box<str> {
    format!("{cell:0>NARROW$}").into()
}

/// A code in one cell: `2080502`.
fn split(digits: &str) -> Option<Vec<Box<str>>> {
    let (class, mut rest) = digits.split_at_checked(WIDE)?;
    let mut levels = vec![class.into()];
    while !rest.is_empty() {
        let (level, behind) = rest.split_at_checked(NARROW)?;
        levels.push(level.into());
        rest = behind;
    }
    Some(levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str]) -> Option<(String, usize, bool)> {
        Code::read(cells).map(|code| (code.to_string(), code.level(), code.lacks_zeros))
    }

    #[test]
    fn codes_stand_in_one_cell_or_in_several() {
        assert_eq!(read(&["208", "05", "02"]), Some(("2080502".to_owned(), 3, false)));
        assert_eq!(read(&["208", " ", ""]), Some(("208".to_owned(), 1, false)));
        assert_eq!(read(&["２０８０５"]), Some(("20805".to_owned(), 2, false)));
        assert_eq!(read(&["301", "2"]), Some(("30102".to_owned(), 2, true)));
        for none in [&["", "05", ""][..], &["208", "", "02"], &["合计", "", ""], &["2080"], &["20"], &["类", "款"]]
        {
            assert_eq!(read(none), None, "{none:?}");
        }
    }

    #[test]
    fn what_belongs_to_what_is_told_by_the_digits() {
        let code = |text: &str| Code::read(&[text]).unwrap();
        assert!(code("2080502").is_child_of(&code("20805")) && !code("2080502").is_child_of(&code("208")));
        assert!(code("2080502").is_below(&code("208")) && !code("208").is_below(&code("208")));
        assert_eq!(code("20805").parent().map(|parent| parent.to_string()), Some("208".to_owned()));
        assert_eq!(code("208").parent(), None);
        let odd = Code::read(&["7", "11", "02"]).unwrap();
        assert!(!odd.is_whole() && odd.level() == 3);
    }
}
