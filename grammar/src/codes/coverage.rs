//! Which classes a project has indicators of.

use super::{Codes, Level1, Level2, verdict::without_suffix};

/// A level-1 class that a project is expected to have an indicator of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Expected {
    /// 产出指标
    Output,
    /// 效益指标
    Benefit,
    /// 满意度指标
    Satisfaction,
}

impl Expected {
    const ALL: [Self; 3] = [Self::Output, Self::Benefit, Self::Satisfaction];

    /// Its name in the table of classes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Output => "产出指标",
            Self::Benefit => "效益指标",
            Self::Satisfaction => "满意度指标",
        }
    }

    /// Its English name.
    pub fn english(self) -> &'static str {
        match self {
            Self::Output => "output",
            Self::Benefit => "benefit",
            Self::Satisfaction => "satisfaction",
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Output => 1,
            Self::Benefit => 2,
            Self::Satisfaction => 4,
        }
    }
}

/// The classes of a list of indicators, told by the names of both levels and not by the digits, which differ from
/// document to document.
///
/// An indicator counts for each class that one of its names speaks of, so that a class is lacking only where nothing in
/// the list names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    named: u8,
    has_unknown: bool,
}

impl Coverage {
    /// Whether some indicator is of that class.
    pub fn has(self, class: Expected) -> bool {
        self.named & class.bit() != 0
    }

    /// Whether no indicator is of that class, and every one tells what it is of.
    pub fn lacks(self, class: Expected) -> bool {
        !self.has_unknown && !self.has(class)
    }

    /// Adds an indicator by the names behind its two codes; empty where there is none. Cost: the number of names in the
    /// table, and no allocation.
    pub fn add(&mut self, codes: &Codes, name1: &str, name2: &str) {
        let level1 = named(codes, name1, |class, fits| class.names().any(|own| fits(own, name1)));
        let level2 =
            named(codes, name2, |class, fits| class.level2.iter().flat_map(Level2::names).any(|own| fits(own, name2)));
        self.named |= level1.unwrap_or(0) | level2.unwrap_or(0);
        self.has_unknown |= level1.is_none() && level2.is_none();
    }
}

type Fits = fn(&str, &str) -> bool;

/// The classes that a name speaks of, by their bits; `None` where the table holds nothing like it. Most names stand in
/// the table to the letter, which spares comparing them with parts of others.
fn named(codes: &Codes, name: &str, is_of: impl Fn(&Level1, Fits) -> bool) -> Option<u8> {
    let all = |fits: Fits| {
        let classes = codes.classes().iter().filter(|class| is_of(class, fits));
        classes.map(bit_of).reduce(|all, bit| all | bit)
    };
    if without_suffix(name).is_empty() { None } else { all(is_same).or_else(|| all(is_part)) }
}

/// The bit of an expected class; none for another.
fn bit_of(class: &Level1) -> u8 {
    Expected::ALL.iter().find(|own| own.name() == class.name).map_or(0, |own| own.bit())
}

fn is_same(own: &str, stated: &str) -> bool {
    without_suffix(own) == without_suffix(stated)
}

/// Whether a stated name is a shortening or an expansion of the table's.
fn is_part(own: &str, stated: &str) -> bool {
    let (own, stated) = (without_suffix(own), without_suffix(stated));
    own.contains(stated) || stated.contains(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage(indicators: &[(&str, &str)]) -> Coverage {
        let mut coverage = Coverage::default();
        indicators.iter().for_each(|(one, two)| coverage.add(Codes::standard(), one, two));
        coverage
    }

    #[test]
    fn classes_are_told_by_their_names() {
        let both = coverage(&[("产出指标", "数量指标"), ("效益指标", "社会效益")]);
        assert!(both.has(Expected::Output) && both.has(Expected::Benefit));
        assert!(!both.lacks(Expected::Output) && both.lacks(Expected::Satisfaction));
        let cost_first = coverage(&[("成本指标", "经济成本指标"), ("产出", "数量")]);
        assert!(cost_first.has(Expected::Output) && cost_first.lacks(Expected::Benefit));
    }

    #[test]
    fn an_unknown_class_may_be_any() {
        let unknown = coverage(&[("产出指标", "数量指标"), ("管理指标", "资金管理")]);
        assert!(!unknown.lacks(Expected::Benefit) && !unknown.has(Expected::Benefit));
        assert!(!coverage(&[("", "")]).lacks(Expected::Output));
    }

    #[test]
    fn a_contradiction_counts_for_both_classes() {
        let both = coverage(&[("产出指标", "社会效益指标")]);
        assert!(both.has(Expected::Output) && both.has(Expected::Benefit));
    }
}
