//! Departures from the grammar of indicators.

use std::borrow::Cow;

use crate::Span;

/// One departure from the grammar, for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The text that stands there instead; empty where something is missing, at the place where it belongs.
    pub span: Span,
    /// Index into [`Indicators::list`](super::Indicators::list) of the indicator that it belongs to.
    pub indicator: u32,
    /// What was expected.
    pub kind: ProblemKind,
}

/// What a [`Problem`] is about. `first` and `last` are the same for a single piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The pieces from `first` to `last` do not stand there.
    Missing {
        /// The first piece expected.
        first: Piece,
        /// The last piece expected.
        last: Piece,
    },
    /// Another text stands in place of the pieces from `first` to `last`.
    Mistaken {
        /// The first piece expected.
        first: Piece,
        /// The last piece expected.
        last: Piece,
    },
    /// A separator, colon or stop too many.
    Extra,
    /// Text that belongs to no piece.
    Stray,
    /// The value of the year stands before that of the cycle.
    Swapped,
    /// The cell holds text and no indicator.
    NoIndicator,
}

/// A piece of an indicator, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Piece {
    /// The number in the list: `1`.
    Number,
    /// The `、` behind the number.
    Mark,
    /// The class of level 1 (一级指标): `1-产出指标`.
    Level1,
    /// The class of level 2 (二级指标): `11-数量指标`.
    Level2,
    /// The hyphen of a class code.
    Dash,
    /// The indicator's name.
    Name,
    /// A `；` between two pieces.
    Separator,
    /// `实施周期指标值` with its value.
    Cycle,
    /// The keyword `实施周期指标值` alone.
    CycleKeyword,
    /// `年度指标值` with its value.
    Year,
    /// The keyword `年度指标值` alone.
    YearKeyword,
    /// The colon behind a keyword.
    Colon,
    /// The `。` at the end.
    Stop,
}

impl Piece {
    /// What the piece looks like: itself where it is one fixed text, else an example.
    pub fn example(self) -> &'static str {
        match self {
            Self::Number => "1",
            Self::Mark => "、",
            Self::Level1 => "1-产出指标",
            Self::Level2 => "11-数量指标",
            Self::Dash => "-",
            Self::Name => "指标名称",
            Self::Separator => "；",
            Self::Cycle => "实施周期指标值：100%",
            Self::CycleKeyword => "实施周期指标值",
            Self::Year => "年度指标值：100%",
            Self::YearKeyword => "年度指标值",
            Self::Colon => "：",
            Self::Stop => "。",
        }
    }

    fn fixed(self) -> Option<&'static str> {
        match self {
            Self::Number | Self::Level1 | Self::Level2 | Self::Name | Self::Cycle | Self::Year => None,
            _ => Some(self.example()),
        }
    }
}

impl Problem {
    /// The text to put in place of `span`, where exactly one is right; empty to delete what stands there.
    pub fn replacement(&self) -> Option<Cow<'static, str>> {
        let number = self.indicator.saturating_add(1);
        match self.kind {
            ProblemKind::Extra => Some(Cow::Borrowed("")),
            ProblemKind::Missing { first: Piece::Number, last: Piece::Number }
            | ProblemKind::Mistaken { first: Piece::Number, last: Piece::Number } => Some(number.to_string().into()),
            ProblemKind::Missing { first: Piece::Number, last: Piece::Mark } => Some(format!("{number}、").into()),
            ProblemKind::Mistaken { first: Piece::CycleKeyword, last: Piece::Colon } => Some("实施周期指标值：".into()),
            ProblemKind::Mistaken { first: Piece::YearKeyword, last: Piece::Colon } => Some("年度指标值：".into()),
            ProblemKind::Missing { first, last } | ProblemKind::Mistaken { first, last } if first == last => {
                first.fixed().map(Cow::Borrowed)
            }
            _ => None,
        }
    }
}
