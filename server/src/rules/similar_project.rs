//! Almost the same project twice in one unit.

use budget_grammar::name::{Likeness, discriminators, fold};

use super::{Check, Findings, PLAIN, Rule};
use crate::{
    finding::{Related, Severity},
    scope::{NearScope, offset},
};

/// Two projects of one unit whose names differ in a character or two: one of them may be misspelt.
///
/// Names of at least six characters, as [`fold`] leaves them, with a likeness (1 − Damerau–Levenshtein distance ÷
/// length) of at least 0.85. A bracket, a digit, a year or a word that parts (一期/二期, 上半年/下半年, 区级/市级) makes two
/// projects.
pub static RULE: Rule = Rule {
    id: "similar-project",
    severity: Severity::Hint,
    page: include_str!("similar_project.md"),
    checks: &[Check::Near(check)],
    ..PLAIN
};

/// The fewest characters of a name: in shorter ones, one character is too much of the meaning.
const SHORTEST: u16 = 6;
/// Names that differ in more than 15 of 100 characters are not almost the same.
const MOST_DIFFERENT: u32 = 15;

/// How many characters of a name may differ from an almost equal one; 0 for one that is too short. The other may be
/// longer.
pub(crate) fn edits(name: Likeness) -> u32 {
    if name.length() < SHORTEST {
        0
    } else {
        (u32::from(name.length()) * MOST_DIFFERENT).div_ceil(100 - MOST_DIFFERENT)
    }
}

fn check(scope: &NearScope<'_>, findings: &mut Findings) {
    let edits = edits(scope.row.row.likeness);
    if edits == 0 {
        return;
    }
    let document = scope.row.document;
    let span = scope.row.row.name();
    let name = span.of(scope.row.text());
    let folded = fold(name);
    for (line, row) in scope.alike(edits).filter(|(_, row)| row.likeness.length() >= SHORTEST) {
        let text = document.text().line(line);
        let other = row.name().of(&text);
        if !is_almost(&folded, &fold(other)) {
            continue;
        }
        let message = findings.say(
            || format!("“{name}”与“{other}”只差一两个字；是否为同一项目？"),
            || format!("“{name}” is almost “{other}”; are they the same project?"),
        );
        let twin = Related { lines_below: offset(scope.row.line, line), span: row.name(), message: other.to_owned() };
        findings.push_with(RULE.severity, span, message, vec![twin]);
        return;
    }
}

fn is_almost(one: &str, other: &str) -> bool {
    let longer = one.chars().count().max(other.chars().count());
    let distance = strsim::damerau_levenshtein(one, other);
    distance * 100 <= longer * MOST_DIFFERENT as usize && discriminators(one) == discriminators(other)
}
