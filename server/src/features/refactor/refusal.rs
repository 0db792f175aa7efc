//! Why a refactoring is refused.

use budget_grammar::amount::MonetaryUnit;

use crate::finding::Language;

/// What would be lost or contradicted. Lines are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Some cells of amount columns are no amounts.
    NoAmounts {
        /// How many.
        count: u32,
    },
    /// A cell of an amount column is no amount.
    NoAmount {
        /// Its line.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// A cell names another unit than its table.
    OtherUnit {
        /// Its line.
        line: usize,
        /// What stands there.
        text: String,
        /// The unit of the table.
        unit: MonetaryUnit,
    },
    /// The converted figure would be longer than an amount may be.
    TooLong {
        /// Its line.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// A column between those of amounts is none that is known: it may hold amounts as well.
    UnknownColumn,
    /// What says the unit is not written so that it could be changed.
    NoUnitLine,
    /// A comment between two pages is no page mark, and would be deleted.
    Comment {
        /// Its line.
        line: usize,
    },
}

impl Refusal {
    /// The reason, in one sentence.
    pub fn reason(&self, language: Language) -> String {
        match language {
            Language::Chinese => self.chinese(),
            Language::English => self.english(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::NoAmounts { count } => format!("有 {count} 个金额单元格不是金额，请先改正"),
            Self::NoAmount { line, text } => format!("第 {} 行“{text}”不是金额，请先改正", line + 1),
            Self::OtherUnit { line, text, unit } => format!("第 {} 行“{text}”的单位与本表的{unit}不一致", line + 1),
            Self::TooLong { line, text } => format!("第 {} 行“{text}”换算后位数过多，会丢失数字", line + 1),
            Self::UnknownColumn => "金额列之间有无法识别的列，其中可能也有金额".to_owned(),
            Self::NoUnitLine => "找不到可以修改的“单位：……”".to_owned(),
            Self::Comment { line } => format!("第 {} 行的注释不是页码，合并会把它删掉，请先移走", line + 1),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::NoAmounts { count } => format!("{count} cells of amounts are no amounts: put them right first"),
            Self::NoAmount { line, text } => format!("“{text}” in line {} is no amount: put it right first", line + 1),
            Self::OtherUnit { line, text, unit } => {
                format!("“{text}” in line {} is in another unit than the table, {unit}", line + 1)
            }
            Self::TooLong { line, text } => format!("“{text}” in line {} would lose digits", line + 1),
            Self::UnknownColumn => "A column between the amounts is not known, and may hold amounts too".to_owned(),
            Self::NoUnitLine => "There is no 单位：… that could be changed".to_owned(),
            Self::Comment { line } => {
                format!("The comment in line {} is no page mark and would be deleted: move it first", line + 1)
            }
        }
    }
}
