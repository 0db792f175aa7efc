//! What the user chose about how documents are checked and shown.

use budget_grammar::vocabulary::Vocabulary;

use crate::{finding::Language, identity::Rounding, severities::Severities, width::AmbiguousWidth};

/// What the user chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The language of messages.
    pub language: Language,
    /// How rounding is judged.
    pub rounding: Rounding,
    /// Which rules report, and how loudly.
    pub severities: Severities,
    /// Which hints stand at the end of rows.
    pub hints: Hints,
    /// What stands above budget units.
    pub lens: Lens,
    /// The words that documents are read with.
    pub vocabulary: Vocabulary,
    /// How tables are put into columns.
    pub ambiguous_width: AmbiguousWidth,
    /// Whether the document is left alone while no editor has it open.
    pub ignores_closed: bool,
}

/// What hints at the end of rows say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// What a total's parts add up to, where that is not what it prints.
    pub total: bool,
    /// The share of the grand total.
    pub share: bool,
}

impl Hints {
    /// Whether there are any.
    pub fn any(self) -> bool {
        self.total || self.share
    }
}

/// What stands above a budget unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lens {
    /// How many projects it has, and their sum.
    pub unit: bool,
    /// By how much it is off that sum, where it is.
    pub difference: bool,
}

impl Default for Lens {
    /// A difference is a finding already.
    fn default() -> Self {
        Self { unit: true, difference: false }
    }
}

impl Lens {
    /// Whether there is anything.
    pub fn any(self) -> bool {
        self.unit || self.difference
    }
}
