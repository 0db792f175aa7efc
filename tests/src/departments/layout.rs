//! How a department's document is laid out.

use super::model::{Department, Kind};
use crate::generator::Dice;

/// What stands in a cell whose figure is nil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zero {
    /// Nothing.
    Blank,
    /// `0`.
    Digit,
    /// `0.00`.
    Decimals,
}

/// How the codes of a table stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// In a column for each level.
    Split,
    /// The same, each level only where it is another one than in the row above.
    LeftOut,
    /// In one column.
    Whole,
    /// In front of the names: `2080502事业单位离退休`.
    BeforeNames,
    /// The same, in brackets: `[2080502]事业单位离退休`.
    InBrackets,
}

impl Codes {
    fn any(dice: &mut Dice) -> Self {
        match dice.below(8) {
            0 | 1 => Self::Whole,
            2 => Self::BeforeNames,
            3 => Self::InBrackets,
            4 => Self::LeftOut,
            _ => Self::Split,
        }
    }

    /// How many columns they have, apart from that of the names.
    pub fn columns(self, levels: usize) -> usize {
        match self {
            Self::Split | Self::LeftOut => levels,
            Self::Whole => 1,
            Self::BeforeNames | Self::InBrackets => 0,
        }
    }
}

/// What stands above a further page of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageTop {
    /// Nothing.
    Nothing,
    /// The unit of measure.
    Unit,
    /// All that stands above the first one.
    Title,
    /// 续表, and the unit of measure.
    Continued,
    /// All that stands above the first one, and （续）.
    TitleContinued,
}

impl PageTop {
    /// Any that tells pages without a header what they are.
    fn any(dice: &mut Dice, is_repeated: bool) -> Self {
        match dice.below(8) {
            0 | 1 if is_repeated => Self::Title,
            2 if is_repeated => Self::Unit,
            3 => Self::Continued,
            4 => Self::TitleContinued,
            _ => Self::Nothing,
        }
    }
}

/// How a document is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Tables in 万元 with two decimals, or in 元; only for departments whose amounts are multiples of 100 元.
    pub is_coarse: bool,
    /// Thousands separators in tables.
    pub has_separators: bool,
    /// Thousands separators in the prose.
    pub has_separators_in_prose: bool,
    /// How codes stand in the tables that have some.
    pub codes: Codes,
    /// The spending half of T1 has columns for 基本支出 and 项目支出.
    pub is_detailed: bool,
    /// Rows of the headers, 1 to 4.
    pub header: usize,
    /// 公务接待费 stands before the cars.
    pub is_reception_first: bool,
    /// Rows of a page.
    pub page: usize,
    /// Whether the header stands on each page again; otherwise its first row of data is Markdown's header.
    pub is_repeated: bool,
    /// What stands above each further page of a table.
    pub page_top: PageTop,
    /// T4's title and unit stand in the table.
    pub is_title_inside: bool,
    /// What nil looks like in the tables by codes.
    pub zero: Zero,
    /// The width at which prose is wrapped, in columns of a terminal; one line a paragraph without.
    pub wrap: Option<usize>,
    /// Blank lines between the paragraphs.
    pub is_spaced: bool,
    /// What paragraphs begin with.
    pub indent: &'static str,
    /// Blank rows that fill up short tables.
    pub filler: usize,
    /// Notes below empty tables.
    pub has_notes: bool,
    /// A class on which nothing is spent has its line in T1 and T4 all the same.
    pub has_idle_class: bool,
    /// Percentages are those of the exact amounts, not of the printed ones.
    pub is_exact: bool,
    /// The contents list is a table.
    pub has_contents_table: bool,
    /// `单位:万元` with a narrow colon.
    pub has_narrow_colon: bool,
    /// Titles and the cover are Markdown headings.
    pub has_headings: bool,
    /// A page without a header has no columns that are empty on it, as converters print it.
    pub is_narrow: bool,
    /// The total stands in the last row of the header of T2 and T3, as in final accounts; then headers are not
    /// repeated.
    pub is_total_in_header: bool,
}

impl Layout {
    /// Any layout that the department's figures can be written in.
    pub fn any(dice: &mut Dice, department: &Department) -> Self {
        let is_account = department.kind == Kind::FinalAccount;
        let is_spaced = dice.percent(50);
        let is_total_in_header = is_account && dice.percent(50);
        let is_coarse = department.grain == 100 && dice.percent(60);
        let is_repeated = dice.percent(60) && !is_total_in_header;
        Self {
            is_coarse,
            has_separators: dice.percent(75),
            has_separators_in_prose: dice.percent(30),
            codes: if is_account { Codes::Split } else { Codes::any(dice) },
            is_detailed: dice.percent(60),
            header: if is_account { 4 } else { dice.between(1, 4) },
            is_reception_first: dice.percent(60),
            page: if dice.percent(25) { 1_000 } else { dice.between(6, 20) },
            is_repeated,
            page_top: PageTop::any(dice, is_repeated),
            is_title_inside: !is_account && dice.percent(25),
            zero: match dice.below(4) {
                0 | 1 => Zero::Blank,
                2 => Zero::Digit,
                _ if is_coarse => Zero::Decimals,
                _ => Zero::Digit,
            },
            wrap: dice.percent(70).then(|| dice.between(60, 130)),
            is_spaced,
            indent: if is_spaced { "" } else { ["", "　　", "    "][dice.below(3)] },
            filler: dice.below(9),
            has_notes: dice.percent(80),
            has_idle_class: dice.percent(25),
            is_exact: dice.percent(20),
            has_contents_table: dice.percent(25),
            has_narrow_colon: dice.percent(30),
            has_headings: dice.percent(30),
            is_narrow: dice.percent(40),
            is_total_in_header,
        }
    }
}
