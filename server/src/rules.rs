//! The rules: one file and one page each. Everything that lists rules reads [`CATALOGUE`].

pub mod amount_grouping;
pub mod amount_style;
pub mod amount_syntax;
pub mod code_format;
pub mod code_name;
pub mod code_orphan;
pub mod column_sum;
pub mod cross_table;
pub mod duplicate_project;
pub mod empty_table_note;
pub mod goal_missing;
pub mod indicator_code;
pub mod indicator_duplicate;
pub mod indicator_missing_class;
pub mod indicator_number;
pub mod indicator_style;
pub mod indicator_syntax;
pub mod indicator_target;
pub mod indicator_vague;
pub mod indicator_value;
pub mod indicator_weight;
pub mod indicators_missing;
pub mod missing_monetary_unit;
pub mod placeholder;
pub mod prose_change;
pub mod prose_figure;
pub mod rounding_difference;
pub mod row_rate;
pub mod row_sum;
pub mod similar_project;
pub mod suppression_without_reason;
pub mod table_shape;
pub mod unused_suppression;
pub mod year;

use crate::{
    analysis::{Analysis, Options},
    department::Department,
    finding::{Finding, Language, Related, Severity},
    fix::Fix,
    scope::{NameScope, NearScope, RowScope, SumScope, TableScope, TotalScope},
    statement::StatementScope,
};
use budget_grammar::Span;

/// A rule: data, and one function for each kind of place that it looks at.
#[derive(Debug)]
pub struct Rule {
    /// Names the fault, in kebab case; never used again for another.
    pub id: &'static str,
    /// The severity where the check does not say otherwise.
    pub severity: Severity,
    /// The page that says what it finds, why, and what to do; its examples are tests.
    pub page: &'static str,
    /// Look for the fault.
    pub checks: &'static [Check],
    /// What can be done about a finding of this rule.
    pub fixes: Option<Fixes>,
    /// Whether some of its fixes are safe: only those rules are asked for what may be applied unasked.
    pub has_safe_fixes: bool,
    /// What editors may know of it besides its severity.
    pub tag: Option<Tag>,
    /// Whether it reports where the settings do not mention it.
    pub is_on: bool,
}

/// Makes the fixes of a finding at its line, the likeliest first. Called when an editor asks, and never while typing.
pub type Fixes = fn(&Analysis, usize, &Finding) -> Vec<Fix>;

/// The defaults of what most rules leave out.
pub(crate) const PLAIN: Rule = Rule {
    id: "",
    severity: Severity::Error,
    page: "",
    checks: &[],
    fixes: None,
    has_safe_fixes: false,
    tag: None,
    is_on: true,
};

/// A property of what a finding covers (LSP 3.17, `DiagnosticTag`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// It can go.
    Unnecessary,
}

impl Rule {
    /// What it reports, in a few words: the title of its page, behind its id.
    pub fn title(&self) -> &'static str {
        let title = self.page.lines().next().unwrap_or_default();
        title.split_once('：').map_or(title, |(_, words)| words)
    }
}

/// What a check looks at: this decides when it runs again.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// A row by itself, again whenever its text changes.
    Row(fn(&RowScope<'_>, &mut Findings)),
    /// A total and its parts, again whenever one of those changes.
    Total(fn(&TotalScope<'_>, &mut Findings)),
    /// A project and the one of the same name before it, again whenever one of them or their unit's sum changes.
    Name(fn(&NameScope<'_>, &mut Findings)),
    /// Sums that do not add up, at the rows where that is said; again whenever a row connected with one of them
    /// changes.
    Sum(fn(&SumScope<'_>, &mut Findings)),
    /// A project and those close before it in its unit, again whenever one of them changes.
    Near(fn(&NearScope<'_>, &mut Findings)),
    /// A statement by itself, again whenever anything in it changes.
    Statement(fn(&StatementScope<'_>, &mut Findings)),
    /// A department's budget as a whole, again whenever one of its statements changes or what it says about them.
    Department(fn(&Department<'_>, &mut Findings)),
    /// A whole table, again whenever anything in it changes: what it costs must not grow with the table.
    Table(fn(&TableScope<'_>, &mut Findings)),
}

/// All rules, in the order of their pages.
pub static CATALOGUE: &[&Rule] = &[
    &table_shape::RULE,
    &missing_monetary_unit::RULE,
    &amount_syntax::RULE,
    &amount_grouping::RULE,
    &amount_style::RULE,
    &column_sum::RULE,
    &row_sum::RULE,
    &row_rate::RULE,
    &rounding_difference::RULE,
    &cross_table::RULE,
    &code_orphan::RULE,
    &code_format::RULE,
    &code_name::RULE,
    &empty_table_note::RULE,
    &prose_figure::RULE,
    &prose_change::RULE,
    &year::RULE,
    &placeholder::RULE,
    &duplicate_project::RULE,
    &similar_project::RULE,
    &goal_missing::RULE,
    &indicators_missing::RULE,
    &indicator_syntax::RULE,
    &indicator_number::RULE,
    &indicator_code::RULE,
    &indicator_duplicate::RULE,
    &indicator_value::RULE,
    &indicator_missing_class::RULE,
    &indicator_style::RULE,
    &indicator_target::RULE,
    &indicator_vague::RULE,
    &indicator_weight::RULE,
    &unused_suppression::RULE,
    &suppression_without_reason::RULE,
];

/// The rule of that id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    CATALOGUE.iter().copied().find(|rule| rule.id == id)
}

/// Whether a rule is about figures of a department that contradict each other.
pub(crate) fn is_of_figures(rule: &Rule) -> bool {
    let all = [
        &column_sum::RULE,
        &row_sum::RULE,
        &row_rate::RULE,
        &cross_table::RULE,
        &prose_figure::RULE,
        &prose_change::RULE,
    ];
    all.iter().any(|of| of.id == rule.id)
}

/// Where a check puts what it finds.
#[derive(Debug)]
pub struct Findings {
    /// The language of messages.
    pub language: Language,
    rule: &'static Rule,
    /// The severity that the settings give to all findings of the rule.
    severity: Option<Severity>,
    found: Vec<Finding>,
}

impl Findings {
    pub(crate) fn new(rule: &'static Rule, options: &Options, found: Vec<Finding>) -> Self {
        Self { language: options.language, rule, severity: options.severities.of(rule), found }
    }

    pub(crate) fn into_inner(self) -> Vec<Finding> {
        self.found
    }

    /// A finding of the rule's own severity.
    pub fn push(&mut self, span: Span, message: String) {
        self.push_with(self.rule.severity, span, message, Vec::new());
    }

    /// A finding of another severity, or with related places.
    pub fn push_with(&mut self, severity: Severity, span: Span, message: String, related: Vec<Related>) {
        self.push_below(0, severity, span, message, related);
    }

    /// A finding about a table, that many lines below its first delimiter row. Related places count from there.
    pub fn push_below(
        &mut self,
        lines_below: usize,
        severity: Severity,
        span: Span,
        message: String,
        related: Vec<Related>,
    ) {
        let severity = self.severity.unwrap_or(severity);
        let related = related.into();
        self.found.push(Finding { rule: self.rule, severity, lines_below, span, message, related });
    }

    /// The one of two messages that is in the language asked for.
    pub fn say(&self, chinese: impl FnOnce() -> String, english: impl FnOnce() -> String) -> String {
        self.language.choose(chinese, english)
    }
}
