//! Slips in the signs of indicators that the grammar allows.

use budget_grammar::{
    Span,
    codes::Codes,
    indicator::{Code, Indicator, Indicators, Value},
};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    analysis::Analysis,
    finding::{Finding, Language, Severity},
    fix::{Fix, Safety, indicators::Trial},
    scope::RowScope,
};

/// Colons of both widths in one cell, blanks around the signs that part the pieces, and a `。` in front of another stop.
///
/// What is the same throughout a cell is the drafter's way of writing, whatever the next cell does. Each kind of slip
/// is one finding in a cell, at its first place.
pub static RULE: Rule = Rule {
    id: "indicator-style",
    severity: Severity::Hint,
    page: include_str!("indicator_style.md"),
    checks: &[Check::Row(check)],
    fixes: Some(fixes),
    has_safe_fixes: true,
    ..PLAIN
};

#[derive(Clone, Copy)]
enum Slip {
    /// Colons of both widths.
    Colons,
    /// Blanks around a sign.
    Blanks,
    /// `。；` and `。。`.
    Stops,
}

/// The place of a slip, and what should stand there.
type Place = (Span, &'static str);

impl Slip {
    const ALL: [Self; 3] = [Self::Colons, Self::Blanks, Self::Stops];

    /// The places of a slip in a cell, in the order of the text.
    fn places<'a>(self, cell: &'a str, list: &'a [Indicator]) -> Box<dyn Iterator<Item = Place> + 'a> {
        match self {
            Self::Colons => Box::new(odd_colons(cell, list)),
            Self::Blanks => Box::new(list.iter().flat_map(gaps).filter_map(|gap| without_blanks(gap, cell))),
            Self::Stops => Box::new(list.iter().flat_map(|one| doubled_stops(one, cell))),
        }
    }

    fn is_in(self, cell: &str, list: &[Indicator]) -> bool {
        match self {
            Self::Colons => odd_colons(cell, list).next().is_some(),
            Self::Blanks => list.iter().flat_map(gaps).any(|gap| without_blanks(gap, cell).is_some()),
            Self::Stops => list.iter().any(|one| doubled_stops(one, cell).next().is_some()),
        }
    }

    fn message(self, count: usize, cell: &str, list: &[Indicator], language: Language) -> String {
        let all = list.iter().flat_map(colons).count();
        let chinese = || match self {
            Self::Colons => {
                let full = list.iter().flat_map(colons).filter(|colon| colon.of(cell) == "：").count();
                format!("本格冒号有全角有半角：“：”{full} 个，“:”{} 个", all - full)
            }
            Self::Blanks => format!("分隔符两侧有多余的空格，本格共 {count} 处"),
            Self::Stops => format!("“。”之后又有“；”或“。”，本格共 {count} 处"),
        };
        let english = || match self {
            Self::Colons => {
                let full = list.iter().flat_map(colons).filter(|colon| colon.of(cell) == "：").count();
                format!("colons of both widths in this cell: {full} times “：”, {} times “:”", all - full)
            }
            Self::Blanks => format!("blanks around separators, at {count} places of this cell"),
            Self::Stops => format!("a “。” in front of another stop, at {count} places of this cell"),
        };
        language.choose(chinese, english)
    }

    fn title(self, language: Language) -> String {
        let (chinese, english) = match self {
            Self::Colons => ("统一本格的冒号", "Use one kind of colon in this cell"),
            Self::Blanks => ("删去本格分隔符两侧的空格", "Delete the blanks around separators in this cell"),
            Self::Stops => ("删去本格重复的“。”", "Delete the doubled stops in this cell"),
        };
        language.choose(|| chinese.to_owned(), || english.to_owned())
    }
}

fn check(scope: &RowScope<'_>, findings: &mut Findings) {
    let Some((cell, start)) = scope.indicator_cell() else { return };
    let list = &scope.row.indicators.list;
    for slip in Slip::ALL.into_iter().filter(|slip| slip.is_in(cell, list)) {
        let mut places = slip.places(cell, list);
        let Some((span, _)) = places.next() else { continue };
        let message = slip.message(places.count() + 1, cell, list, findings.language);
        findings.push(span.shifted(start), message);
    }
}

fn colons(indicator: &Indicator) -> impl Iterator<Item = Span> {
    let values = [indicator.cycle, indicator.year].into_iter().flatten();
    values.map(|value| value.colon).filter(|colon| !colon.is_empty())
}

/// The colons of the width that fewer have, in a cell with both; as many of each, and the full-width ones are right.
fn odd_colons<'a>(cell: &'a str, list: &'a [Indicator]) -> impl Iterator<Item = Place> + 'a {
    let count = |sign: &str| list.iter().flat_map(colons).filter(|colon| colon.of(cell) == sign).count();
    let (full, half) = (count("："), count(":"));
    let (odd, right) = if full < half { ("：", ":") } else { (":", "：") };
    let odd = list.iter().flat_map(colons).filter(move |colon| full > 0 && half > 0 && colon.of(cell) == odd);
    odd.map(move |colon| (colon, right))
}

/// What stands between the pieces of an indicator.
fn gaps(indicator: &Indicator) -> impl Iterator<Item = Span> {
    let code = |code: Option<Code>| code.map(|code| [code.digits, code.name]);
    let value = |value: Option<Value>| value.map(|value| [value.keyword, value.span]);
    let [digits1, name1] = code(indicator.class1).unwrap_or_default();
    let [digits2, name2] = code(indicator.class2).unwrap_or_default();
    let [cycle, cycle_value] = value(indicator.cycle).unwrap_or_default();
    let [year, year_value] = value(indicator.year).unwrap_or_default();
    let number = indicator.number.map(|number| number.span).unwrap_or_default();
    let pieces =
        [number, digits1, name1, digits2, name2, indicator.name, cycle, cycle_value, year, year_value, indicator.stop];
    let pairs = pieces.into_iter().zip(pieces.into_iter().skip(1));
    let pairs = pairs.filter(|(before, behind)| !before.is_empty() && !behind.is_empty() && before.end <= behind.start);
    pairs.map(|(before, behind)| Span { start: before.end, end: behind.start })
}

/// A gap of one sign and blanks, and the sign. A single space behind a half-width sign is the way of writing of those.
fn without_blanks(gap: Span, cell: &str) -> Option<Place> {
    let text = gap.of(cell);
    let is_blank = |sign: char| sign.is_whitespace() || matches!(sign, '\u{200B}' | '\u{FEFF}');
    if !text.contains(is_blank) || matches!(text, "; " | ": ") {
        return None;
    }
    let signs = ["", "、", "；", ";", "：", ":", "-", "－"];
    signs.into_iter().find(|sign| *sign == text.trim_matches(is_blank)).map(|sign| (gap, sign))
}

/// The `。` of a value that has a separator behind it, and all `。` but one at the end. A value of several sentences
/// needs its own.
fn doubled_stops(indicator: &Indicator, cell: &str) -> impl Iterator<Item = Place> {
    let stop = indicator.stop;
    let value = indicator.cycle.map(|value| value.span).unwrap_or_default();
    let own = value.of(cell).strip_suffix('。').filter(|text| !text.is_empty() && !text.contains('。'));
    let in_value = own.map(|text| Span { start: value.start + Span::new(0, text.len()).end, end: value.end });
    let first =
        stop.of(cell).strip_suffix('。').map(|first| Span { end: stop.start + Span::new(0, first.len()).end, ..stop });
    let year = indicator.year.map_or("", |value| value.span.of(cell));
    let at_end = first.filter(|first| !first.is_empty() && !year.contains('。'));
    in_value.into_iter().chain(at_end).map(|span| (span, ""))
}

fn fixes(analysis: &Analysis, line: usize, finding: &Finding) -> Vec<Fix> {
    let Some(trial) = Trial::new(analysis, line) else { return Vec::new() };
    let (cell, list) = (trial.cell(), trial.list());
    let is_found = |slip: &Slip| slip.places(cell, list).next().is_some_and(|(span, _)| trial.is_at(finding, span));
    let Some(slip) = Slip::ALL.into_iter().find(is_found) else { return Vec::new() };
    let edits = slip.places(cell, list).map(|(span, new)| (span, new.to_owned())).collect();
    let title = slip.title(analysis.options().language);
    trial.fix(title, Safety::Safe, edits, slips).map(Fix::preferred).into_iter().collect()
}

fn slips(cell: &str, indicators: &Indicators, _: &Codes) -> usize {
    Slip::ALL.iter().map(|slip| slip.places(cell, &indicators.list).count()).sum()
}
