//! The pages of the rules as tests: every example on a page is a document, with what is found in it written below the
//! line in question.
//!
//! An example is a fenced block with the info string `budget`. A line in it that starts with `//` is a marker and no
//! part of the document; it speaks of the nearest line above it that is none:
//!
//! ```text
//! | 青禾区文化馆 | 50.00 | 50.00 | | |
//! // 「50.00」 error[column-sum] 差 −2.00
//! ```
//!
//! Between 「 and 」 stands exactly the text that the finding covers, nothing where it covers none; `#2` behind it means
//! the second place in the line where that text stands. Then the severity and the rule, and, if wanted, a piece of the
//! message. Several markers may follow one line. What is not marked must not be found: of the page's own rule nothing,
//! of others no error and no warning. So an example may leave out what has nothing to do with its fault. Hints of other
//! rules cannot be marked. A rule that is off by default is on while its page is tested.

use std::fmt::{self, Write};

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::{Finding, Severity},
    rules::Rule,
    severities::Severities,
};

/// The info string of an example's fence.
pub const INFO: &str = "budget";

const SEVERITIES: [Severity; 4] = [Severity::Error, Severity::Warning, Severity::Information, Severity::Hint];

/// An example: a document, and what is to be found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The line of the page on which its fence opens, from 1.
    pub page_line: usize,
    /// The document, without the markers.
    pub document: String,
    /// The markers, in the order of the page.
    pub markers: Vec<Marker>,
}

/// A finding, as a page writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// The line of the document, from 0.
    pub line: usize,
    /// The text that the finding covers.
    pub text: String,
    /// Which of the places in the line where that text stands, from 1.
    pub place: usize,
    /// How serious it is.
    pub severity: Severity,
    /// The id of the rule.
    pub rule: String,
    /// What its message must contain; empty for any message.
    pub message: String,
}

impl Marker {
    /// The marker of a finding in `text`, the line number `line` of a document.
    pub fn of(finding: &Finding, line: usize, text: &str) -> Self {
        let covered = finding.span.of(text);
        let start = finding.span.start as usize;
        let earlier = text.match_indices(covered).filter(|(at, _)| *at < start).count();
        Self {
            line,
            text: covered.to_owned(),
            place: if covered.is_empty() { 1 } else { earlier + 1 },
            severity: finding.severity,
            rule: finding.rule.id.to_owned(),
            message: finding.message.clone(),
        }
    }

    /// Reads what stands behind `//`.
    fn parse(marker: &str, line: usize) -> Option<Self> {
        let quoted = marker.trim().strip_prefix('「')?;
        // A name may hold 」 itself, so that the last one behind which a marker can go on is the end.
        quoted.match_indices('」').rev().find_map(|(end, close)| {
            let (text, rest) = (quoted.get(..end)?, quoted.get(end + close.len()..)?);
            let (place, rest) = match rest.strip_prefix('#') {
                Some(rest) => rest.split_once(' ').map(|(place, rest)| Some((place.parse().ok()?, rest)))??,
                None => (1, rest),
            };
            let (severity, rest) = rest.trim_start().split_once('[')?;
            let severity = SEVERITIES.into_iter().find(|known| known.name() == severity)?;
            let (rule, message) = rest.split_once(']')?;
            let (rule, message) = (rule.to_owned(), message.trim().to_owned());
            Some(Self { line, text: text.to_owned(), place, severity, rule, message })
        })
    }

    /// Whether `found` is what this marker asks for.
    fn is_met_by(&self, found: &Self) -> bool {
        let place = |marker: &Self| (marker.line, marker.text.clone(), marker.place);
        place(self) == place(found)
            && (self.severity, &self.rule) == (found.severity, &found.rule)
            && found.message.contains(&self.message)
    }
}

impl fmt::Display for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "// 「{}」", self.text)?;
        if self.place > 1 {
            write!(f, "#{}", self.place)?;
        }
        write!(f, " {}[{}] {}", self.severity, self.rule, self.message)
    }
}

/// The examples of a page.
///
/// # Errors
///
/// A marker that cannot be read, or that has no line above it; and a fence that is never closed. The message names the
/// line of the page.
pub fn examples(page: &str) -> Result<Vec<Example>, String> {
    let mut examples = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(fence) = fence(line) else { continue };
        let is_example = line.trim_start_matches('`').trim() == INFO;
        let mut example = Example { page_line: number + 1, document: String::new(), markers: Vec::new() };
        let mut is_closed = false;
        for (number, line) in lines.by_ref() {
            is_closed = is_fence_end(line, fence);
            if is_closed {
                break;
            }
            if is_example {
                example.read(line).map_err(|fault| format!("line {}: {fault}", number + 1))?;
            }
        }
        if !is_closed {
            return Err(format!("line {}: this fence is never closed", number + 1));
        }
        examples.extend(is_example.then_some(example));
    }
    Ok(examples)
}

/// How many backticks open a fence in that line.
fn fence(line: &str) -> Option<usize> {
    let ticks = line.len() - line.trim_start_matches('`').len();
    (ticks >= 3).then_some(ticks)
}

fn is_fence_end(line: &str, ticks: usize) -> bool {
    fence(line).is_some_and(|own| own >= ticks) && line.trim_start_matches('`').trim().is_empty()
}

impl Example {
    fn read(&mut self, line: &str) -> Result<(), String> {
        let Some(marker) = line.strip_prefix("//") else {
            self.document.push_str(line);
            self.document.push('\n');
            return Ok(());
        };
        let above = self.document.lines().count().checked_sub(1).ok_or("no line stands above this marker")?;
        let marker = Marker::parse(marker, above).ok_or_else(|| {
            format!("cannot read the marker “{line}”; one looks like “// 「50.00」 error[column-sum] 差 −2.00”")
        })?;
        self.markers.push(marker);
        Ok(())
    }

    /// Whether one of its markers is of that rule.
    pub fn shows(&self, rule: &str) -> bool {
        self.markers.iter().any(|marker| marker.rule == rule)
    }

    /// Checks the document, as an example on the page of `rule`.
    ///
    /// # Errors
    ///
    /// What was not found, what was found and not marked, and the example as it would be right.
    pub fn check(&self, rule: &'static Rule) -> Result<(), String> {
        let found = findings(&Analysis::new(&self.document, options(rule)), rule);
        let mut surplus = found.clone();
        let mut missing = Vec::new();
        let mut markers: Vec<&Marker> = self.markers.iter().collect();
        // One that says more of the message comes first, lest another takes the only finding that meets it.
        markers.sort_by_key(|marker| std::cmp::Reverse(marker.message.len()));
        for marker in markers {
            match surplus.iter().position(|found| marker.is_met_by(found)) {
                Some(met) => drop(surplus.remove(met)),
                None => missing.push(marker),
            }
        }
        surplus.retain(|found| found.severity < Severity::Information || found.rule == rule.id);
        if missing.is_empty() && surplus.is_empty() {
            return Ok(());
        }
        let mut report = String::new();
        let mut list = |title: &str, markers: &[&Marker]| {
            markers.iter().for_each(|marker| {
                let _ = writeln!(report, "{title}, document line {}: {marker}", marker.line + 1);
            });
        };
        list("marked and not found", &missing);
        list("found and not marked", &surplus.iter().collect::<Vec<_>>());
        let _ = write!(report, "with what is found, the example reads:\n\n{}", drawn(&self.document, &found));
        Err(report)
    }
}

/// The options under which the page of `rule` is tested.
pub fn options(rule: &'static Rule) -> Options {
    let is_off = (!rule.is_on).then_some((rule, Some(rule.severity)));
    Options { severities: Severities::new(is_off), ..Options::default() }
}

/// All that an analysis finds, but for the hints of rules other than `rule`, as markers in reading order.
pub fn findings(analysis: &Analysis, rule: &Rule) -> Vec<Marker> {
    let text = analysis.document().text();
    let counts = |finding: &Finding| finding.severity < Severity::Hint || finding.rule.id == rule.id;
    let findings = analysis.findings().filter(|(_, finding)| counts(finding));
    findings.map(|(line, finding)| Marker::of(finding, line, &text.line(line))).collect()
}

/// A document with markers below its lines.
pub fn drawn(document: &str, markers: &[Marker]) -> String {
    let mut drawing = String::new();
    for (number, line) in document.lines().enumerate() {
        let _ = writeln!(drawing, "{line}");
        for marker in markers.iter().filter(|marker| marker.line == number) {
            let _ = writeln!(drawing, "{marker}");
        }
    }
    drawing
}
