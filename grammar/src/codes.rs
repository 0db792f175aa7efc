//! The classes of performance indicators (绩效指标), read from `codes.toml`: data, which a workspace may extend.
//!
//! A code does not name one class for good. Documents of 2021 on have cost as a level-1 class of its own, mostly in
//! front, and the other classes may then move up by one. So a class lists every digit it is met under, and
//! [`Codes::verdict`] finds a contradiction only where no reading is left.

use std::{fmt, sync::OnceLock};

use serde::Deserialize;

mod coverage;
mod verdict;

pub use coverage::{Coverage, Expected};
pub use verdict::{CodeText, CodeVerdict, Correction, Level};

/// A level-1 class (一级指标) with the level-2 classes below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level1 {
    /// Its Chinese name, as it is printed: 产出指标.
    pub name: String,
    /// Its English name, in lower case.
    #[serde(default)]
    pub english: String,
    /// The digits it is met under, the settled one first; empty where any digit does.
    #[serde(default)]
    pub codes: Vec<u8>,
    /// Other names in use.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// What it is for, in Chinese; empty where nothing is said.
    #[serde(default)]
    pub purpose: String,
    /// The same in English.
    #[serde(default)]
    pub purpose_english: String,
    /// The classes below it.
    #[serde(default)]
    pub level2: Vec<Level2>,
}

/// A level-2 class (二级指标).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level2 {
    /// Its Chinese name, as it is printed: 数量指标.
    pub name: String,
    /// Its English name, in lower case.
    #[serde(default)]
    pub english: String,
    /// The second digit of its code; `None` where any digit does.
    #[serde(default)]
    pub ordinal: Option<u8>,
    /// Other names in use.
    #[serde(default)]
    pub spellings: Vec<String>,
    /// What it is for, in Chinese; empty where nothing is said.
    #[serde(default)]
    pub purpose: String,
    /// The same in English.
    #[serde(default)]
    pub purpose_english: String,
    /// The name and target of an indicator of this class; empty where there is none.
    #[serde(default)]
    pub example: String,
}

impl Level1 {
    /// Whether the class is met under this digit.
    pub fn has_code(&self, code: u16) -> bool {
        code <= 9 && (self.codes.is_empty() || self.codes.iter().any(|own| u16::from(*own) == code))
    }

    fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.spellings)
    }
}

impl Level2 {
    /// Whether `code`, of two digits, names this class below a level-1 class of the digit `class`.
    pub fn has_code(&self, class: u16, code: u16) -> bool {
        code / 10 == class && self.ordinal.is_none_or(|own| u16::from(own) == code % 10)
    }

    fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.spellings)
    }
}

/// A table of indicator classes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    classes: Vec<Level1>,
    /// Every spelling of a level-1 name, with and without the suffix 指标, the longest first.
    spellings1: Vec<String>,
    /// The same of level 2.
    spellings2: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    class: Vec<Level1>,
}

impl Codes {
    /// The classes in general use. Parsed at the first call.
    pub fn standard() -> &'static Self {
        static STANDARD: OnceLock<Codes> = OnceLock::new();
        STANDARD.get_or_init(|| Self::parse(include_str!("codes.toml")).unwrap_or_default())
    }

    /// Reads a table in the format of `codes.toml`.
    ///
    /// # Errors
    /// Text that is no TOML or has other keys, a code or an ordinal of more than one digit, a nameless class, and a
    /// table that contradicts itself.
    pub fn parse(toml: &str) -> Result<Self, CodesError> {
        let table: Table = toml::from_str(toml).map_err(|error| CodesError::Format(error.to_string()))?;
        Self::new(table.class)
    }

    /// A table of these classes.
    ///
    /// # Errors
    /// As [`Codes::parse`], but for the text.
    pub fn new(classes: impl IntoIterator<Item = Level1>) -> Result<Self, CodesError> {
        let mut codes = Self::default();
        for class in classes {
            valid(&class)?;
            codes.add(class)?;
        }
        codes.index();
        Ok(codes)
    }

    /// Adds a workspace's own classes. A class of a known name gets the new codes, spellings and level-2 classes.
    ///
    /// # Errors
    /// [`CodesError::Clash`] where the two give one code two meanings or one level-2 class two codes; this table then
    /// stays as it was.
    pub fn extend(&mut self, other: &Self) -> Result<(), CodesError> {
        let mut merged = self.clone();
        for class in &other.classes {
            merged.add(class.clone())?;
        }
        merged.index();
        *self = merged;
        Ok(())
    }

    /// All level-1 classes, in the order of the table.
    pub fn classes(&self) -> &[Level1] {
        &self.classes
    }

    /// The level-1 classes that this digit may name: several, where documents of different years differ.
    pub fn level1_by_code(&self, code: u16) -> impl Iterator<Item = &Level1> {
        self.classes.iter().filter(move |class| class.has_code(code))
    }

    /// The level-1 class of this name; blanks, character width and the suffix 指标 do not matter.
    pub fn level1_by_name(&self, name: &str) -> Option<&Level1> {
        let key = verdict::folded(name);
        self.classes.iter().find(|class| class.names().any(|own| verdict::folded(own) == key))
    }

    /// The level-2 classes that these two digits may name, each with its level-1 class.
    pub fn level2_by_code(&self, code: u16) -> impl Iterator<Item = (&Level1, &Level2)> {
        self.pairs().filter(move |(class, below)| class.has_code(code / 10) && below.has_code(code / 10, code))
    }

    /// The level-2 classes of this name, each with its level-1 class; blanks, character width and the suffix 指标 do not
    /// matter.
    pub fn level2_by_name(&self, name: &str) -> impl Iterator<Item = (&Level1, &Level2)> {
        let key = verdict::folded(name);
        self.pairs().filter(move |(_, below)| below.names().any(|own| verdict::folded(own) == key))
    }

    /// Length in bytes of the longest level-1 name that `text` begins with.
    pub fn level1_prefix(&self, text: &str) -> Option<usize> {
        prefix(&self.spellings1, text)
    }

    /// Length in bytes of the longest level-2 name that `text` begins with.
    pub fn level2_prefix(&self, text: &str) -> Option<usize> {
        prefix(&self.spellings2, text)
    }

    /// Where in `text` a level-2 name stands, as a byte offset. Costs the length of the text times the number of names.
    pub fn level2_within(&self, text: &str) -> Option<usize> {
        self.spellings2.iter().filter_map(|name| text.find(name.as_str())).min()
    }

    fn pairs(&self) -> impl Iterator<Item = (&Level1, &Level2)> {
        self.classes.iter().flat_map(|class| class.level2.iter().map(move |below| (class, below)))
    }

    fn add(&mut self, class: Level1) -> Result<(), CodesError> {
        if let Some(taken) = self
            .classes
            .iter()
            .find(|own| own.name != class.name && !own.codes.is_empty() && own.codes.first() == class.codes.first())
        {
            return Err(clash(label1(taken), label1(&class)));
        }
        let Some(own) = self.classes.iter_mut().find(|own| own.name == class.name) else {
            self.classes.push(Level1 { level2: Vec::new(), ..class.clone() });
            return self.add(class);
        };
        // A class that is met under any digit is so whatever a further table says.
        if !own.codes.is_empty() || own.level2.is_empty() {
            own.codes = union(&own.codes, class.codes);
        }
        own.spellings = union(&own.spellings, class.spellings);
        for below in class.level2 {
            add_level2(own, below)?;
        }
        Ok(())
    }

    fn index(&mut self) {
        self.spellings1 = spellings(self.classes.iter().flat_map(Level1::names));
        self.spellings2 = spellings(self.pairs().flat_map(|(_, below)| below.names()));
    }
}

fn add_level2(class: &mut Level1, below: Level2) -> Result<(), CodesError> {
    let differs = |own: &Level2| {
        let same_name = own.name == below.name;
        let same_code = own.ordinal.is_some() && own.ordinal == below.ordinal;
        same_name != same_code && (same_code || (own.ordinal.is_some() && below.ordinal.is_some()))
    };
    if let Some(taken) = class.level2.iter().find(|own| differs(own)) {
        return Err(clash(label2(class, taken), label2(class, &below)));
    }
    match class.level2.iter_mut().find(|own| own.name == below.name) {
        Some(own) => own.spellings = union(&own.spellings, below.spellings),
        None => class.level2.push(below),
    }
    Ok(())
}

fn union<T: PartialEq + Clone>(own: &[T], added: Vec<T>) -> Vec<T> {
    let mut all = own.to_vec();
    for one in added {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

fn valid(class: &Level1) -> Result<(), CodesError> {
    let digits = class.codes.iter().copied().chain(class.level2.iter().filter_map(|below| below.ordinal));
    if let Some(wide) = digits.into_iter().find(|digit| *digit > 9) {
        return Err(CodesError::Format(format!("{wide} is no digit (in {})", class.name)));
    }
    let mut names = class.names().chain(class.level2.iter().flat_map(Level2::names));
    if names.any(|name| verdict::folded(name).is_empty()) {
        return Err(CodesError::Format(format!("a class without a name (in {:?})", class.name)));
    }
    Ok(())
}

fn spellings<'n>(names: impl Iterator<Item = &'n String>) -> Vec<String> {
    let mut all: Vec<String> = names
        .flat_map(|name| {
            let stem = name.strip_suffix("指标").unwrap_or(name);
            [format!("{stem}指标"), stem.to_owned()]
        })
        .collect();
    all.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    all.dedup();
    all
}

fn prefix(spellings: &[String], text: &str) -> Option<usize> {
    spellings.iter().find(|name| text.starts_with(name.as_str())).map(String::len)
}

fn label1(class: &Level1) -> String {
    let digit = class.codes.first().map_or_else(String::new, |code| format!("{code}-"));
    format!("{digit}{}", class.name)
}

fn label2(class: &Level1, below: &Level2) -> String {
    let digit = |code: Option<u8>| code.map_or_else(|| "?".to_owned(), |code| code.to_string());
    format!("{}{}-{}", digit(class.codes.first().copied()), digit(below.ordinal), below.name)
}

fn clash(existing: String, added: String) -> CodesError {
    CodesError::Clash { existing, added }
}

/// Why a table of classes cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodesError {
    /// The text is no table of classes; says what is wrong with it.
    Format(String),
    /// Two classes claim one place.
    Clash {
        /// The class that holds it, with its code.
        existing: String,
        /// The class that was to be added, with its code.
        added: String,
    },
}

impl fmt::Display for CodesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(fault) => write!(f, "not a table of indicator classes: {fault}"),
            Self::Clash { existing, added } => write!(f, "{added} clashes with {existing}"),
        }
    }
}

impl std::error::Error for CodesError {}

#[cfg(test)]
mod tests;
