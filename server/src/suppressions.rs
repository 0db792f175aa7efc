//! What drafters asked to be ignored, what that hides, and what it does not.

use std::ops::Range;

use budget_grammar::{
    Span,
    document::Document,
    line::{Kind, Line},
    sequence::Search,
    suppression::{Suppression, suppression},
    tally::Tally,
};

use crate::{
    analysis::Options,
    finding::{Finding, Language},
    rules::{CATALOGUE, Findings, rounding_difference, rule, suppression_without_reason, unused_suppression},
};

/// A comment that asks for findings to be ignored, and where.
#[derive(Clone, Debug)]
struct Request {
    line: usize,
    /// The lines in which findings are ignored: its row, or the table below.
    lines: Range<usize>,
    suppression: Suppression,
    text: Box<str>,
}

/// All that is to be ignored in a document.
#[derive(Clone, Debug, Default)]
pub struct Suppressions(Vec<Request>);

impl Suppressions {
    /// Those of a document. Cost: their number, each logarithmic.
    pub fn of(document: &Document) -> Self {
        let is = |line: &Line| line.is_suppressing();
        let search = Search { may_hold: &|tally: &Tally| tally.suppressions > 0, is: &is };
        let mut requests = Vec::new();
        let mut from = 0;
        while let Some(line) = document.lines().next(from, &search) {
            requests.extend(Request::at(document, line));
            from = line + 1;
        }
        Self(requests)
    }

    /// Whether a finding at a line is one that the drafter knows.
    pub fn hide(&self, line: usize, finding: &Finding) -> bool {
        self.0.iter().any(|request| request.hides(line, finding.rule.id))
    }

    /// What is wrong with the requests themselves, given all findings: no reason, no such rule, nothing to ignore.
    pub(crate) fn remarks(
        &self,
        found: &[(usize, &Finding)],
        options: &Options,
        is_silent: bool,
    ) -> Vec<(usize, Finding)> {
        let mut remarks = Vec::new();
        for request in &self.0 {
            let mut add = |findings: Findings| {
                remarks.extend(findings.into_inner().into_iter().map(|finding| (request.line, finding)));
            };
            if options.severities.is_on(&unused_suppression::RULE) {
                add(request.unused(found, options, is_silent));
            }
            if options.severities.is_on(&suppression_without_reason::RULE) && request.suppression.reason.is_empty() {
                let mut findings = Findings::new(&suppression_without_reason::RULE, options, Vec::new());
                suppression_without_reason::report(&request.suppression, &mut findings);
                add(findings);
            }
        }
        remarks
    }
}

/// The request at a line: of its row, or on a line of its own.
pub fn request_at(document: &Document, line: usize) -> Option<Suppression> {
    match document.lines().get(line)?.row() {
        Some(row) => row.suppression.as_deref().cloned(),
        None => {
            let text = document.text().line(line);
            suppression(&text, Span::new(0, text.len()))
        }
    }
}

impl Request {
    fn at(document: &Document, line: usize) -> Option<Self> {
        let suppression = request_at(document, line)?;
        let text: Box<str> = document.text().line(line).into();
        if document.lines().get(line)?.row().is_some() {
            return Some(Self { line, lines: line..line + 1, suppression, text });
        }
        let is_table = |line: &Line| matches!(line.kind, Kind::Fragment(_)) || line.begins_unknown_table();
        let may_hold = |tally: &Tally| tally.fragments + tally.unknown_tables > 0;
        let below = document.lines().next(line, &Search { may_hold: &may_hold, is: &is_table });
        let table = below.and_then(|below| document.table(below).or_else(|| document.unknown_tables_from(below)));
        Some(Self { line, lines: line..table.map_or(line, |table| table.end), suppression, text })
    }

    fn hides(&self, line: usize, id: &str) -> bool {
        self.lines.contains(&line) && self.suppression.rules.iter().any(|rule| rule.of(&self.text) == id)
    }

    fn unused(&self, found: &[(usize, &Finding)], options: &Options, is_silent: bool) -> Findings {
        let mut findings = Findings::new(&unused_suppression::RULE, options, Vec::new());
        if self.suppression.rules.is_empty() {
            unused_suppression::report_no_rule(self.suppression.comment, &mut findings);
        }
        for span in &self.suppression.rules {
            let id = span.of(&self.text);
            match rule(id) {
                None => unused_suppression::report_unknown(id, nearest(id), *span, &mut findings),
                // What is not looked for cannot be found to be missing.
                Some(rule) if !options.severities.is_on(rule) => {}
                Some(rule) if is_silent && rule.id == rounding_difference::RULE.id => {}
                Some(rule) if rule.checks.is_empty() => unused_suppression::report_unused(id, *span, &mut findings),
                Some(_) => {
                    let is_used =
                        found.iter().any(|(line, finding)| finding.rule.id == id && self.lines.contains(line));
                    if !is_used {
                        unused_suppression::report_unused(id, *span, &mut findings);
                    }
                }
            }
        }
        findings
    }
}

/// The id that was probably meant.
fn nearest(id: &str) -> Option<&'static str> {
    const LEAST: f64 = 0.7;
    let near = CATALOGUE.iter().map(|rule| (strsim::normalized_damerau_levenshtein(id, rule.id), rule.id));
    near.filter(|(likeness, _)| *likeness >= LEAST).max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, id)| id)
}

/// The text that asks for a rule to be ignored in a row: behind the name, or as one more rule of a comment that is
/// there. `None` where it would not be read, such as within a comment that was never closed.
pub fn request_in_row(document: &Document, line: usize, id: &str) -> Option<(Span, String)> {
    let row = document.lines().get(line)?.row()?;
    if let Some(suppression) = &row.suppression {
        let last = suppression.rules.last()?;
        return Some((Span { start: last.end, end: last.end }, format!(", {id}")));
    }
    let at = row.name().end;
    let request = format!(" <!-- budget-ignore {id}: -->");
    let mut line = document.text().line(line).into_owned();
    line.insert_str(at as usize, &request);
    let read = suppression(&line, Span::new(row.name().start as usize, at as usize + request.len()))?;
    let is_read = read.rules.iter().any(|rule| rule.of(&line) == id);
    is_read.then_some((Span { start: at, end: at }, request))
}

/// The title of that, in words.
pub(crate) fn title(id: &str, is_in_row: bool, language: Language) -> String {
    language.choose(
        || format!("{}忽略 {id}（须写明原因）", if is_in_row { "本行" } else { "下面的表" }),
        || {
            format!(
                "Ignore {id} {} (a reason is required)",
                if is_in_row { "in this row" } else { "in the table below" }
            )
        },
    )
}
