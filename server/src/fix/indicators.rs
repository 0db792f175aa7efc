//! Fixes inside a cell of indicators: each is tried on the cell before it is offered.

use std::borrow::Cow;

use budget_grammar::{
    Span,
    codes::{CodeText, CodeVerdict, Codes},
    document::Document,
    indicator::{Code, Indicator, Indicators, parse},
    row::Row,
};

use super::{Fix, Replacement, Safety, applied, ordered};
use crate::{analysis::Analysis, finding::Finding, scope::projects_before};

/// How many faults of one rule a cell has.
pub(crate) type Count = fn(&str, &Indicators, &Codes) -> usize;

/// A cell of indicators, in which a fix is tried.
pub(crate) struct Trial<'a> {
    document: &'a Document,
    line: usize,
    text: Cow<'a, str>,
    cell: Span,
    /// The row of the cell.
    pub(crate) row: &'a Row,
}

impl<'a> Trial<'a> {
    /// The cell of the row at `line`.
    pub(crate) fn new(analysis: &'a Analysis, line: usize) -> Option<Self> {
        let document = analysis.document();
        let row = document.lines().get(line)?.row()?;
        Some(Self { document, line, text: document.text().line(line), cell: row.indicator_cell()?, row })
    }

    /// The text of the cell.
    pub(crate) fn cell(&self) -> &str {
        self.cell.of(&self.text)
    }

    /// The classes that the document is read with.
    pub(crate) fn codes(&self) -> &'a Codes {
        self.document.vocabulary().codes()
    }

    /// The indicators of the cell.
    pub(crate) fn list(&self) -> &'a [Indicator] {
        &self.row.indicators.list
    }

    /// Whether the document writes 指标 behind the class of that code and name (`22-社会效益`): as the nearest project does
    /// that names it, else as this cell does with others that need none. `None` where nothing tells.
    pub(crate) fn writes_suffix(&self, stem: &str) -> Option<bool> {
        let own = suffix_in(self.list(), self.cell(), |name| name == stem);
        own.or_else(|| {
            projects_before(self.document, self.line).find_map(|(line, row)| {
                let text = self.document.text().line(line);
                suffix_in(&row.indicators.list, row.indicator_cell()?.of(&text), |name| name == stem)
            })
        })
        .or_else(|| {
            // 数量指标 is never without; 社会效益 and 服务对象满意度 are either, and mostly alike.
            let is_either = |name: &str| name.starts_with(['2', '3']);
            is_either(stem).then(|| suffix_in(self.list(), self.cell(), is_either)).flatten()
        })
    }

    /// Whether a finding stands at that span of the cell.
    pub(crate) fn is_at(&self, finding: &Finding, span: Span) -> bool {
        span.shifted(self.cell.start as usize) == finding.span
    }

    /// The indicator in which a finding stands, with its place in the list.
    pub(crate) fn indicator_of(&self, finding: &Finding) -> Option<(usize, &'a Indicator)> {
        let holds = |one: &Indicator| {
            let span = one.span.shifted(self.cell.start as usize);
            span.start <= finding.span.start && finding.span.end <= span.end
        };
        self.list().iter().enumerate().find(|(_, one)| holds(one))
    }

    /// A fix that puts texts in the place of spans of the cell; none where it leaves as many of the faults that `count`
    /// counts, or brings an error. Cost: that of reading the cell.
    pub(crate) fn fix(&self, title: String, safety: Safety, edits: Vec<(Span, String)>, count: Count) -> Option<Fix> {
        let within = |(span, new): (Span, String)| Replacement { range: span.range(), new };
        let mut edits = ordered(edits.into_iter().map(within).collect())?;
        let fixed = applied(self.cell(), &edits);
        let codes = self.codes();
        let (before, after) = (&self.row.indicators, parse(&fixed, codes));
        let is_better = count(&fixed, &after, codes) < count(self.cell(), before, codes);
        if !is_better || errors(&fixed, &after, codes) > errors(self.cell(), before, codes) {
            return None;
        }
        let start = self.document.text().line_start(self.line) + self.cell.start as usize;
        for edit in &mut edits {
            edit.range = edit.range.start + start..edit.range.end + start;
        }
        Some(Fix { title, safety, is_preferred: false, edits })
    }
}

/// Whether 指标 stands behind the first class of level 2 whose code and bare name `is` takes.
fn suffix_in(list: &[Indicator], cell: &str, is: impl Fn(&str) -> bool) -> Option<bool> {
    const SUFFIX: &str = "指标";
    let mut names = list.iter().filter_map(|one| one.class2).map(|code| code.span().of(cell));
    names.find_map(|name| {
        let stem = name.strip_suffix(SUFFIX).unwrap_or(name);
        is(stem).then_some(stem.len() < name.len())
    })
}

/// The faults of a cell that are errors.
fn errors(cell: &str, indicators: &Indicators, codes: &Codes) -> usize {
    indicators.problems.len() + indicators.list.iter().filter(|one| !is_consistent(one, cell, codes)).count()
}

/// What the table of classes says of an indicator's codes.
pub(crate) fn verdict(indicator: &Indicator, cell: &str, codes: &Codes) -> CodeVerdict {
    let text = |code: Code| CodeText { value: code.value, name: code.name.of(cell) };
    codes.verdict(indicator.class1.map(text), indicator.class2.map(text))
}

/// Whether the codes of an indicator contradict neither each other nor the table.
pub(crate) fn is_consistent(indicator: &Indicator, cell: &str, codes: &Codes) -> bool {
    verdict(indicator, cell, codes) == CodeVerdict::Consistent
}

/// A target value without the punctuation at its end, which one of two may have and the other not.
pub(crate) fn without_stop(text: &str) -> &str {
    text.trim_end_matches(['。', '；', '，', '、', '.', ';', ',', ' '])
}
