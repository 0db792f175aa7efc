//! Whether the two class codes of one indicator agree with the table and with each other.

use unicode_normalization::UnicodeNormalization;

use super::{Codes, Level1, Level2};

/// The class code of one level as it stands in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeText<'t> {
    /// The number in front of the hyphen.
    pub value: u16,
    /// The name behind it.
    pub name: &'t str,
}

/// Which of the two class codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `1-产出指标`
    One,
    /// `11-数量指标`
    Two,
}

/// What [`Codes::verdict`] finds. `corrections` holds every change to the fewest pieces that makes the pair legal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeVerdict {
    /// Some reading of the table fits.
    Consistent,
    /// Each is right by itself, and the level-2 code belongs under another level-1 class.
    OtherClass {
        /// What would be right.
        corrections: Vec<Correction>,
    },
    /// The table has no such code.
    UnknownCode {
        /// Whose code it is.
        level: Level,
        /// What would be right.
        corrections: Vec<Correction>,
    },
    /// The code and the name behind it belong to different classes.
    NameDisagrees {
        /// Whose code it is.
        level: Level,
        /// What would be right.
        corrections: Vec<Correction>,
    },
}

/// One way to set a pair of codes right: the texts to put in place of the code and name of each level.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Correction {
    /// `1-产出指标`, or `None` where level 1 may stay.
    pub level1: Option<String>,
    /// `12-质量指标`, or `None` where level 2 may stay.
    pub level2: Option<String>,
}

impl Codes {
    /// Judges the codes of one indicator, or either alone where the other is missing.
    ///
    /// A name that the table does not hold contradicts nothing, nor does a shortening (`数量` for 数量指标): where the
    /// table leaves a reading, it is taken.
    pub fn verdict(&self, level1: Option<CodeText>, level2: Option<CodeText>) -> CodeVerdict {
        if let (Some(one), Some(two)) = (level1, level2)
            && self.spells_out(one, two)
        {
            return CodeVerdict::Consistent;
        }
        let pair = Pair {
            one: level1.map(|text| Stated::new(text, self.classes.iter().flat_map(Level1::names))),
            two: level2.map(|text| Stated::new(text, self.pairs().flat_map(|(_, below)| below.names()))),
        };
        let readings = self.readings(&pair);
        if readings.iter().any(|reading| reading.pieces == 0) {
            return CodeVerdict::Consistent;
        }
        let corrections = corrections(&readings);
        if let Some(level) = pair.unknown_code(self) {
            return CodeVerdict::UnknownCode { level, corrections };
        }
        match [Level::One, Level::Two].into_iter().find(|level| readings.iter().all(|reading| reading.changes(*level)))
        {
            Some(level) => CodeVerdict::NameDisagrees { level, corrections },
            None => CodeVerdict::OtherClass { corrections },
        }
    }

    /// Whether the pair stands in the table to the letter, as nearly all do: spares folding and comparing every name.
    fn spells_out(&self, one: CodeText, two: CodeText) -> bool {
        let is = |own: &str, stated: CodeText| without_suffix(own) == without_suffix(stated.name);
        self.pairs().any(|(class, below)| {
            class.has_code(one.value)
                && below.has_code(one.value, two.value)
                && below.names().any(|own| is(own, two))
                && class.names().any(|own| is(own, one))
        })
    }

    /// Every legal pair with what it changes in the stated one.
    fn readings(&self, pair: &Pair) -> Vec<Reading> {
        let mut all = Vec::new();
        for (class, below) in self.pairs() {
            for code in pair.class_codes(class) {
                all.push(pair.read(class, code, below));
            }
        }
        all
    }
}

/// The corrections with the fewest pieces changed, and of those the ones with the fewest changes in a piece.
fn corrections(readings: &[Reading]) -> Vec<Correction> {
    let least = readings.iter().map(|reading| (reading.pieces, reading.fields)).min();
    let mut chosen: Vec<Correction> = Vec::new();
    for reading in readings {
        if Some((reading.pieces, reading.fields)) == least && !chosen.contains(&reading.correction) {
            chosen.push(reading.correction.clone());
        }
    }
    chosen
}

struct Pair {
    one: Option<Stated>,
    two: Option<Stated>,
}

/// A stated code, its name folded.
struct Stated {
    value: u16,
    name: String,
    /// Whether the table holds the name at all.
    known: bool,
}

struct Reading {
    pieces: u8,
    fields: u8,
    correction: Correction,
}

impl Reading {
    fn changes(&self, level: Level) -> bool {
        match level {
            Level::One => self.correction.level1.is_some(),
            Level::Two => self.correction.level2.is_some(),
        }
    }
}

impl Stated {
    fn new<'n>(text: CodeText, mut names: impl Iterator<Item = &'n String>) -> Self {
        let name = folded(text.name);
        let known = names.any(|own| fits(&name, &folded(own)));
        Self { value: text.value, name, known }
    }

    fn is_named<'n>(&self, mut names: impl Iterator<Item = &'n String>) -> bool {
        !self.known || names.any(|own| fits(&self.name, &folded(own)))
    }
}

impl Pair {
    /// The digits under which a class is considered: its own, or those that stand in the document where any would do.
    fn class_codes(&self, class: &Level1) -> Vec<u16> {
        if !class.codes.is_empty() {
            return class.codes.iter().copied().map(u16::from).collect();
        }
        let stated = [self.one.as_ref().map(|one| one.value), self.two.as_ref().map(|two| two.value / 10)];
        let mut digits: Vec<u16> = stated.into_iter().flatten().filter(|digit| *digit <= 9).collect();
        digits.dedup();
        digits
    }

    fn read(&self, class: &Level1, code: u16, below: &Level2) -> Reading {
        let fields1 =
            self.one.as_ref().map_or(0, |one| u8::from(one.value != code) + u8::from(!one.is_named(class.names())));
        let fields2 = self
            .two
            .as_ref()
            .map_or(0, |two| u8::from(!below.has_code(code, two.value)) + u8::from(!two.is_named(below.names())));
        let ordinal = below.ordinal.map_or_else(|| self.two.as_ref().map_or(1, |two| two.value % 10), u16::from);
        Reading {
            pieces: u8::from(fields1 > 0) + u8::from(fields2 > 0),
            fields: fields1 + fields2,
            correction: Correction {
                level1: (fields1 > 0).then(|| format!("{code}-{}", class.name)),
                level2: (fields2 > 0).then(|| format!("{code}{ordinal}-{}", below.name)),
            },
        }
    }

    fn unknown_code(&self, codes: &Codes) -> Option<Level> {
        // A class met under any digit makes no digit known: a code counts only where the table spells it out.
        let mut settled =
            codes.classes.iter().flat_map(|class| class.codes.iter().map(move |code| (u16::from(*code), class)));
        if let Some(one) = &self.one
            && !settled.clone().any(|(code, _)| code == one.value)
        {
            return Some(Level::One);
        }
        let two = self.two.as_ref()?;
        let known = settled.any(|(code, class)| {
            class.level2.iter().any(|below| below.ordinal.is_some() && below.has_code(code, two.value))
        });
        (!known).then_some(Level::Two)
    }
}

pub(super) fn without_suffix(name: &str) -> &str {
    name.strip_suffix("指标").unwrap_or(name)
}

/// A name without blanks, in NFKC, without the suffix 指标.
pub(super) fn folded(name: &str) -> String {
    let mut folded: String = name.nfkc().filter(|sign| !sign.is_whitespace()).collect();
    if let Some(stem) = folded.strip_suffix("指标") {
        folded.truncate(stem.len());
    }
    folded
}

/// Whether a stated name is the table's, a shortening or an expansion of it.
fn fits(stated: &str, own: &str) -> bool {
    own.contains(stated) || stated.contains(own)
}
