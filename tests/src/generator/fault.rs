//! Documents with one fault, and what is right to say and to do about it.

use super::{Dice, Sheet, mistake::Draft};

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A wrong figure in the total of a project.
    ProjectTotal,
    /// In a funding source of a project.
    ProjectSource,
    /// In the total of a unit.
    UnitTotal,
    /// In a funding source of a unit.
    UnitSource,
    /// In the total of the whole table.
    GrandTotal,
    /// In a funding source of the whole table.
    GrandSource,
    /// A project changed, and its totals did not.
    StaleUnit,
    /// The whole table's total changed in both of its columns.
    StaleGrand,
    /// A project stands twice.
    CopiedRow,
    /// A project stands under the unit beside its own.
    MovedRow,
    /// No separator between two pieces of an indicator.
    MissingSeparator,
    /// A comma for a separator.
    WrongSeparator,
    /// No full stop at the end of an indicator.
    MissingStop,
    /// A wrong number in a list of indicators.
    WrongNumber,
    /// A level-2 class under another level-1 class.
    WrongClass,
    /// A wording whose end was cut off.
    CutWording,
    /// No target value.
    MissingValue,
    /// An indicator stands twice.
    DuplicatedIndicator,
    /// A grouping comma in the wrong place.
    Misgrouped,
    /// The letter O for a zero.
    LetterForZero,
    /// A row without its last cell.
    MissingCell,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::ProjectTotal,
        Self::ProjectSource,
        Self::UnitTotal,
        Self::UnitSource,
        Self::GrandTotal,
        Self::GrandSource,
        Self::StaleUnit,
        Self::StaleGrand,
        Self::CopiedRow,
        Self::MovedRow,
        Self::MissingSeparator,
        Self::WrongSeparator,
        Self::MissingStop,
        Self::WrongNumber,
        Self::WrongClass,
        Self::CutWording,
        Self::MissingValue,
        Self::DuplicatedIndicator,
        Self::Misgrouped,
        Self::LetterForZero,
        Self::MissingCell,
    ];
}

/// A document with a fault, and the key to it.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What went wrong.
    pub kind: Kind,
    /// The document before.
    pub clean: String,
    /// The document with the fault.
    pub sheet: Sheet,
    /// Its text.
    pub text: String,
    /// The line of the fault.
    pub line: usize,
    /// The lines at which a finding about it may stand.
    pub right: Vec<usize>,
    /// The documents that a fix may restore.
    pub restorations: Vec<String>,
}

impl Fault {
    /// A fault of that kind in some document.
    pub fn new(kind: Kind, dice: &mut Dice) -> Self {
        const TRIES: usize = 1_000;
        for _ in 0..TRIES {
            let sheet = Sheet::new(dice);
            if let Some(fault) = Self::of(kind, sheet, dice) {
                return fault;
            }
        }
        panic!("no document has room for {kind:?}");
    }

    /// A fault of that kind in this document; `None` where there is nothing to go wrong, or no chance to notice it.
    pub fn of(kind: Kind, mut sheet: Sheet, dice: &mut Dice) -> Option<Self> {
        if matches!(kind, Kind::MovedRow) {
            // Which side of a page break a row comes back to is nobody's fault.
            sheet.rows.iter_mut().for_each(|row| row.starts_page = false);
        }
        let draft = Draft::of(kind, &sheet, dice)?;
        let page = draft.sheet.page();
        Some(Self {
            kind,
            clean: sheet.text(),
            text: page.text,
            line: page.lines[draft.row],
            right: draft.right.iter().map(|row| page.lines[*row]).collect(),
            restorations: draft.restored.iter().map(Sheet::text).collect(),
            sheet: draft.sheet,
        })
    }
}
