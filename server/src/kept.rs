//! A document that no editor has open: what is found in it and the names that stand in it, without its text and its
//! tree.
//!
//! A folder may hold thousands of them, so that places are kept as the client counts them: the text that they could be
//! converted with is gone.

use std::ops::Range;

use budget_grammar::{
    Span,
    text::{Encoding, Position, Text, units_of},
};

use crate::{
    analysis::Analysis,
    features::place::{Name, Piece},
    finding::{Finding, Severity},
    rules::Rule,
};

/// A closed document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// What is found in it, in reading order.
    pub findings: Box<[KeptFinding]>,
    /// The projects and budget units that it names.
    pub names: Names,
}

/// A finding with its places.
#[derive(Clone, Debug)]
pub struct KeptFinding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How serious it is.
    pub severity: Severity,
    /// Where it stands.
    pub range: Range<Position>,
    /// One sentence.
    pub message: Box<str>,
    /// Other places that it is about, each with what it has to do with it.
    pub related: Box<[(Range<Position>, Box<str>)]>,
}

impl PartialEq for KeptFinding {
    fn eq(&self, other: &Self) -> bool {
        let key = |finding: &Self| (finding.rule.id, finding.severity, finding.range.clone());
        key(self) == key(other) && self.message == other.message && self.related == other.related
    }
}

impl Kept {
    /// What is kept of a document, its places counted in `encoding`. Cost: proportional to the document.
    pub fn of(analysis: &Analysis, encoding: Encoding) -> Self {
        let text = analysis.document().text();
        let findings = analysis.findings().map(|(line, finding)| kept(text, line, finding, encoding)).collect();
        Self { findings, names: Names::of(analysis, encoding) }
    }
}

fn kept(text: &Text, line: usize, finding: &Finding, encoding: Encoding) -> KeptFinding {
    let place = |line: usize, span: Span| range(text, Piece { line, span }, encoding);
    let related = finding.related.iter().map(|related| {
        let line = line.saturating_add_signed(related.lines_below);
        (place(line, related.span), related.message.as_str().into())
    });
    KeptFinding {
        rule: finding.rule,
        severity: finding.severity,
        range: place(line, finding.span),
        message: finding.message.as_str().into(),
        related: related.collect(),
    }
}

/// The place of a piece of a line as a client counts it.
pub fn range(text: &Text, Piece { line, span }: Piece, encoding: Encoding) -> Range<Position> {
    let content = text.line(line);
    let place = |offset: u32| Position {
        line: saturate(line),
        character: saturate(units_of(Span { start: 0, end: offset }.of(&content), encoding)),
    };
    place(span.start)..place(span.end)
}

fn saturate(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The projects and budget units that a document names, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// All names, one behind the other.
    text: Box<str>,
    list: Box<[Written]>,
}

/// A name in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Written {
    /// Where it stands in [`Names::text`].
    name: Span,
    hash: u64,
    line: u32,
    /// The units before it and up to its end in its line.
    characters: (u32, u32),
    /// The budget unit that it belongs to, by its index; its own where it is one.
    unit: u32,
}

/// No budget unit.
const NONE: u32 = u32::MAX;

/// A project or a budget unit that a document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// The name as it is written.
    pub name: &'a str,
    /// What names that are the same have in common.
    pub hash: u64,
    /// Where it stands.
    pub range: Range<Position>,
    /// Whether it is a budget unit.
    pub is_unit: bool,
    /// The name of the budget unit that a project belongs to.
    pub unit: Option<&'a str>,
    /// What the names of that budget unit have in common; 0 without one.
    pub unit_hash: u64,
}

impl Names {
    /// Those of a document. Cost: proportional to it.
    pub fn of(analysis: &Analysis, encoding: Encoding) -> Self {
        let document = analysis.document();
        let (mut all, mut list, mut unit) = (String::new(), Vec::new(), (NONE, 0..0));
        for (line, understood) in document.lines().iter().enumerate() {
            let Some(row) = understood.row() else { continue };
            let Some(piece) = Name::new(document, line).and_then(|name| name.piece(document)) else { continue };
            let is_unit = understood.standing().is_some_and(|standing| standing.is_unit());
            if is_unit {
                unit = (saturate(list.len()), document.group(line + 1));
            }
            let start = all.len();
            let content = document.text().line(line);
            all.push_str(&row.name_in(&content));
            let place = range(document.text(), piece, encoding);
            list.push(Written {
                name: Span::new(start, all.len()),
                hash: row.name_hash,
                line: place.start.line,
                characters: (place.start.character, place.end.character),
                unit: if is_unit || unit.1.contains(&line) { unit.0 } else { NONE },
            });
        }
        Self { text: all.into(), list: list.into() }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Named<'_>> {
        self.list.iter().enumerate().map(|(index, written)| self.named(index, written))
    }

    /// Those whose names are the same as one with that hash.
    pub fn same(&self, hash: u64) -> impl Iterator<Item = Named<'_>> {
        let list = self.list.iter().enumerate().filter(move |(_, written)| written.hash == hash);
        list.map(|(index, written)| self.named(index, written))
    }

    fn named(&self, index: usize, written: &Written) -> Named<'_> {
        let is_unit = usize::try_from(written.unit) == Ok(index);
        let unit = usize::try_from(written.unit).ok().and_then(|unit| self.list.get(unit));
        let place = |character| Position { line: written.line, character };
        Named {
            name: written.name.of(&self.text),
            hash: written.hash,
            range: place(written.characters.0)..place(written.characters.1),
            is_unit,
            unit: unit.filter(|_| !is_unit).map(|unit| unit.name.of(&self.text)),
            unit_hash: unit.filter(|_| !is_unit).map_or(0, |unit| unit.hash),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{analysis::Options, features::place::tests::TABLE};

    fn kept(draft: &str, encoding: Encoding) -> Kept {
        Kept::of(&Analysis::new(draft, Options::default()), encoding)
    }

    #[test]
    fn names_stand_where_they_are_written_and_know_their_unit() {
        let draft = TABLE.replacen("修缮", "😀修 缮", 1).replacen("| 合计", "| 零星 | 0.00 | | | 目标 |\n| 合计", 1);
        let kept = kept(&draft, Encoding::Utf16);
        let drawn: Vec<_> = kept
            .names
            .iter()
            .map(|Named { name, range, is_unit, unit, .. }| {
                let (line, from, to) = (range.start.line, range.start.character, range.end.character);
                format!("{line}:{from}–{to} {name} {}", if is_unit { "unit" } else { unit.unwrap_or("-") })
            })
            .collect();
        let expected = [
            "2:2–4 零星 -",
            "4:2–5 教育局 unit",
            "5:2–7 😀修 缮 教育局",
            "6:2–4 培训 教育局",
            "7:2–5 文化局 unit",
            "8:2–4 培训 文化局",
        ];
        assert_eq!(drawn, expected);
    }

    #[test]
    fn the_same_name_is_found_however_it_is_spaced() {
        let kept = kept(&TABLE.replacen("培训", "培　训", 1), Encoding::Utf8);
        let hash = kept.names.iter().find(|named| named.name == "培训").unwrap().hash;
        let lines: Vec<u32> = kept.names.same(hash).map(|named| named.range.start.line).collect();
        assert_eq!(lines, [5, 7]);
    }

    #[test]
    fn findings_are_those_of_the_analysis_in_the_units_of_the_client() {
        let draft = TABLE.replacen("6.00", "7.00", 1).replacen("教育局", "😀教育局", 1);
        let analysis = Analysis::new(&draft, Options::default());
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let kept = Kept::of(&analysis, encoding);
            assert_eq!(kept.findings.len(), analysis.findings().count());
            for ((line, finding), kept) in analysis.findings().zip(&kept.findings) {
                let text = analysis.document().text();
                let start = text.line_start(line) + finding.span.range().start;
                assert_eq!(kept.range.start, text.position(start, encoding));
                assert_eq!(*kept.message, *finding.message);
                assert_eq!(kept.related.len(), finding.related.len());
            }
        }
    }
}
