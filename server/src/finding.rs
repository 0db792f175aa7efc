//! What a check found: a place in one line, and what to say about it.

use std::{fmt, ops::Range, sync::Arc};

use budget_grammar::{
    Span,
    prose::Passage,
    sequence::{Element, Summary},
};

use crate::{rules::Rule, statement::Account};

/// How serious a finding is. `Error` is kept for what contradicts itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A provable contradiction.
    Error,
    /// Very probably a slip.
    Warning,
    /// Worth knowing.
    Information,
    /// A matter of style.
    Hint,
}

impl Severity {
    /// The name used in settings, pages and fixtures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
            Self::Hint => "hint",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// 中文.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The one of two texts that is in this language; only that one is made.
    pub fn choose(self, chinese: impl FnOnce() -> String, english: impl FnOnce() -> String) -> String {
        match self {
            Self::Chinese => chinese(),
            Self::English => english(),
        }
    }

    /// The language for a client's locale (a BCP 47 tag): English for `en…`, else Chinese.
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("en") { Self::English } else { Self::Chinese }
    }
}

/// A finding in one line. Everything in it is relative to that line, so that edits elsewhere leave it as it is.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How serious it is here.
    pub severity: Severity,
    /// How many lines below the line that keeps it it stands: 0, but for findings about a whole table.
    pub lines_below: usize,
    /// Where it stands, in bytes from the start of its line.
    pub span: Span,
    /// One sentence: the figures that stand there, what was expected, the difference.
    pub message: String,
    /// Other places that it is about; at most [`MOST_RELATED`].
    pub related: Box<[Related]>,
}

/// The most related places that a finding names.
pub const MOST_RELATED: usize = 10;

/// Another place that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// How many lines below the finding's own line it stands; negative above.
    pub lines_below: isize,
    /// Where in that line.
    pub span: Span,
    /// What it has to do with the finding.
    pub message: String,
}

impl PartialEq for Finding {
    fn eq(&self, other: &Self) -> bool {
        let key = |finding: &Self| (finding.rule.id, finding.severity, finding.lines_below, finding.span);
        key(self) == key(other) && self.message == other.message && self.related == other.related
    }
}

/// The findings of one line, by what has to be looked at to find them again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineFindings {
    /// Of the row by itself.
    pub row: Vec<Finding>,
    /// Of the row as a total of others.
    pub total: Vec<Finding>,
    /// Of the row as one of several with the same name.
    pub name: Vec<Finding>,
    /// Of the row as one of several with almost the same name.
    pub near: Vec<Finding>,
    /// What the sums that do not add up come to, for the rows that one of them is about.
    pub sums: Vec<Finding>,
    /// Of the table whose first delimiter row stands here; these stand further down.
    pub table: Vec<Finding>,
    /// Of the department whose first line this is; these stand further down.
    pub department: Vec<Finding>,
    /// What was read here that a department is made of.
    pub read: Option<Arc<Read>>,
    /// The identities of the row that do not hold.
    pub violated: Violated,
    /// Whether more rows are connected with it than are searched for a cause.
    pub is_crowded: bool,
    /// Whether the row is a budget unit or a total.
    pub is_total: bool,
    /// Whether the row is a total that does not add up as its table is read, but does in another reading.
    pub is_excused: bool,
}

/// The identities of one row that are further from holding than rounding explains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Violated {
    /// 总计 = Σ sources.
    pub row: bool,
    /// Total = Σ parts, one bit for each amount column; those behind the 128th are not followed.
    columns: u128,
}

impl Violated {
    /// Adds the identity of a column.
    pub fn insert_column(&mut self, column: usize) {
        self.columns |= u32::try_from(column).ok().and_then(|column| 1_u128.checked_shl(column)).unwrap_or_default();
    }

    /// Whether the identity of that column is violated.
    pub fn has_column(self, column: usize) -> bool {
        self.columns().any(|own| own == column)
    }

    /// The columns whose identities are violated, from left to right.
    pub fn columns(self) -> impl Iterator<Item = usize> {
        let mut left = self.columns;
        std::iter::from_fn(move || {
            let column = left.trailing_zeros();
            left &= left.wrapping_sub(1);
            (column < u128::BITS).then_some(column as usize)
        })
    }

    /// Whether any column's identity is violated.
    pub fn has_columns(self) -> bool {
        self.columns != 0
    }

    /// Whether anything is violated.
    pub fn any(self) -> bool {
        self.row || self.has_columns()
    }
}

/// What was read of a part of a department's budget, kept so that a keystroke elsewhere does not read it again.
#[derive(Clone, Debug, PartialEq)]
pub enum Read {
    /// The statements whose first delimiter row stands there.
    Statements(Vec<Account>),
    /// The paragraph that begins there.
    Passage(Passage),
}

impl LineFindings {
    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.row
            .iter()
            .chain(&self.total)
            .chain(&self.sums)
            .chain(&self.name)
            .chain(&self.near)
            .chain(&self.table)
            .chain(&self.department)
    }

    /// Whether any of them, kept at `line`, stands or has a related place in one of some lines.
    pub(crate) fn is_about(&self, line: usize, lines: &Range<usize>) -> bool {
        self.iter().any(|finding| {
            let own = line + finding.lines_below;
            let related = finding.related.iter().map(|related| own.saturating_add_signed(related.lines_below));
            lines.contains(&own) || related.into_iter().any(|line| lines.contains(&line))
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.iter().next().is_none() && !self.violated.any() && !self.is_excused && self.read.is_none()
    }

    /// Whether the row is a total that does not add up as its table is read.
    pub(crate) fn is_off(&self) -> bool {
        self.is_excused || self.violated.has_columns()
    }
}

/// A line's place in the sequence of findings: most lines have none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slot(Option<Arc<LineFindings>>);

impl Slot {
    /// The slot for `findings`.
    pub fn new(findings: LineFindings) -> Self {
        Self((!findings.is_empty()).then(|| Arc::new(findings)))
    }

    /// A slot that is no other: what depends on more than lines counts as new each time.
    pub(crate) fn unlike_any_other() -> Self {
        Self(Some(Arc::default()))
    }

    /// Whether the two are the same slot, and not merely equal ones. Constant.
    pub fn is(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(this), Some(other)) => Arc::ptr_eq(this, other),
            (None, None) => true,
            _ => false,
        }
    }

    /// What was read here that a department is made of.
    pub fn read(&self) -> Option<&Read> {
        self.findings()?.read.as_deref()
    }

    /// What was found, if anything.
    pub fn findings(&self) -> Option<&LineFindings> {
        self.0.as_deref()
    }
}

/// How many lines have findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// Lines with any finding.
    pub any: u32,
    /// Lines with a finding that depends on rows of the same name.
    pub named: u32,
    /// Rows with an identity that is violated.
    pub violated: u32,
    /// Those of them that are budget units or totals.
    pub violated_totals: u32,
    /// Those of them that belong to a crowd.
    pub crowded: u32,
    /// Totals that do not add up as their tables are read, even where they do in another reading.
    pub off: u32,
    /// Lines at which a part of a department's budget begins, or at which is kept what was found in one.
    pub reads: u32,
}

impl Summary for Census {
    fn add(&mut self, right: &Self) {
        self.any += right.any;
        self.named += right.named;
        self.violated += right.violated;
        self.violated_totals += right.violated_totals;
        self.crowded += right.crowded;
        self.off += right.off;
        self.reads += right.reads;
    }
}

impl Element for Slot {
    type Summary = Census;

    fn add_to(&self, census: &mut Census) {
        if let Some(findings) = self.findings() {
            census.any += u32::from(findings.iter().next().is_some());
            census.violated += u32::from(findings.violated.any());
            census.violated_totals += u32::from(findings.violated.any() && findings.is_total);
            census.crowded += u32::from(findings.violated.any() && findings.is_crowded);
            census.off += u32::from(findings.is_off());
            census.reads += u32::from(findings.read.is_some() || !findings.department.is_empty());
            census.named += u32::from(!findings.name.is_empty());
        }
    }
}
