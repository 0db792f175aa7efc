//! What is said of the sums of a table by classification.

use budget_grammar::amount::format_scaled;

use super::{ClassifiedScope, Identity, Kind, Place};
use crate::{
    finding::{Language, MOST_RELATED, Related, Severity},
    identity::{Band, decimals},
    rules::Findings,
};

impl ClassifiedScope<'_> {
    /// Reports the identities of a kind that do not hold: of those that share figures the one figure that explains them all, where there is
    /// one, else each of them at its total.
    pub fn report(&self, kind: Kind, severity: Severity, findings: &mut Findings) {
        for diagnosis in self.diagnoses() {
            let wrong: Vec<&Identity> =
                diagnosis.identities.iter().filter_map(|number| self.identities.get(*number)).collect();
            let severity =
                if wrong.iter().any(|identity| identity.band == Band::Error) { severity } else { Severity::Warning };
            match self.cause(diagnosis) {
                Some((place, value)) => {
                    if kind_of(place, &wrong) == kind {
                        self.report_cause(kind, &wrong, (place, value), severity, findings);
                    }
                }
                None => {
                    for alike in alike(wrong.iter().copied().filter(|identity| identity.of == kind)) {
                        self.report_alike(&alike, severity, "", findings);
                    }
                }
            }
        }
    }

    /// Reports what rounding explains.
    pub fn report_rounding(&self, severity: Severity, findings: &mut Findings) {
        let note = findings.language.choose(|| "尾差范围内".to_owned(), || "within rounding".to_owned());
        for alike in alike(self.identities.iter().filter(|identity| identity.band == Band::Rounding)) {
            self.report_alike(&alike, severity, &note, findings);
        }
    }

    /// Reports identities of one row that are off by the same as one finding, at the first of them.
    fn report_alike(&self, alike: &[&Identity], severity: Severity, note: &str, findings: &mut Findings) {
        let Some(first) = alike.first() else { return };
        let titles: Vec<&str> = alike.iter().map(|identity| self.title(identity.total.1)).collect();
        let columns = findings
            .language
            .choose(|| format!("{}各列相同", titles.join("、")), || format!("the same in {}", titles.join(", ")));
        let notes: Vec<&str> = [(titles.len() > 1, columns.as_str()), (!note.is_empty(), note)]
            .into_iter()
            .filter(|(is, _)| *is)
            .map(|(_, note)| note)
            .collect();
        let notes = match (notes.is_empty(), findings.language) {
            (true, _) => String::new(),
            (false, Language::Chinese) => format!("（{}）", notes.join("，")),
            (false, Language::English) => format!(" ({})", notes.join(", ")),
        };
        let message = self.sentence(first, findings.language) + &notes;
        self.push(first.total, severity, message, self.related_parts(first), findings);
    }

    fn report_cause(
        &self,
        kind: Kind,
        wrong: &[&Identity],
        (place, value): (Place, i128),
        severity: Severity,
        findings: &mut Findings,
    ) {
        let is_own = |identity: &&&Identity| identity.total == place && identity.of == kind;
        let Some(own) = wrong.iter().find(is_own).or(wrong.first()) else { return };
        let decimals = self.decimals_at(place);
        let meant = format_scaled(value, decimals).to_string();
        let message = if own.total == place {
            let sentence = self.sentence(own, findings.language);
            findings.say(
                || format!("{sentence}；改为 {meant} 则相关各处都相符"),
                || format!("{sentence}; with {meant} everything connected adds up"),
            )
        } else {
            let printed = format_scaled(self.sum(place).value, decimals).to_string();
            let difference = format_scaled(self.sum(place).value.saturating_sub(value), decimals).to_string();
            let (label, title) = (self.label(place.0), self.title(place.1));
            findings.say(
                || format!("“{label}”{title} {printed}，按相关的合计应为 {meant}，差 {difference}"),
                || format!("“{label}” {title} {printed}, by the totals that it is part of it should be {meant}, difference {difference}"),
            )
        };
        let others = wrong.iter().filter(|identity| identity.total != place);
        let totals =
            others.filter_map(|identity| self.related(identity.total, self.sentence(identity, findings.language)));
        let mut related: Vec<Related> = totals.collect();
        if own.total == place {
            related.extend(self.related_parts(own));
        }
        related.truncate(MOST_RELATED);
        self.push(place, severity, message, related, findings);
    }

    fn push(&self, place: Place, severity: Severity, message: String, related: Vec<Related>, findings: &mut Findings) {
        let Some(cell) = self.cell(place) else { return };
        let below = self.lines_below(place.0);
        let from_there = |related: Related| Related {
            lines_below: related.lines_below.saturating_sub(isize::try_from(below).unwrap_or(isize::MAX)),
            ..related
        };
        findings.push_below(below, severity, cell, message, related.into_iter().map(from_there).collect());
    }

    fn related_parts(&self, identity: &Identity) -> Vec<Related> {
        let printed = identity.parts.iter().filter(|part| self.cell(**part).is_some_and(|cell| !cell.is_empty()));
        let place = |part: &Place| {
            let what = if identity.of == Kind::Row { self.title(part.1).to_owned() } else { self.label(part.0) };
            self.related(*part, format!("{what} {}", self.text(part.0, self.cell(*part)?)))
        };
        printed.filter_map(place).take(MOST_RELATED).collect()
    }

    /// `“208 社会保障和就业支出”合计 1,200.00，2 个下级科目相加 1,100.00，差 100.00`.
    fn sentence(&self, identity: &Identity, language: Language) -> String {
        let decimals = decimals(&identity.sums.0, &identity.sums.1);
        let figure = |value: i128| format_scaled(value, decimals).to_string();
        let (total, parts) = (figure(identity.sums.0.value), figure(identity.sums.1.value));
        let difference = figure(identity.residual());
        let (label, title) = (self.label(identity.total.0), self.title(identity.total.1));
        let count = identity.sums.1.parts + identity.sums.1.nils;
        let are_classes = self.code(identity.total.0).is_none();
        match identity.of {
            Kind::Row => language.choose(
                || format!("“{label}”{title} {total}，右边各栏相加 {parts}，差 {difference}"),
                || format!("“{label}” {title} {total}, the other columns add up to {parts}, difference {difference}"),
            ),
            Kind::Column => language.choose(
                || {
                    let parts_are = if are_classes { "类" } else { "下级科目" };
                    format!("“{label}”{title} {total}，{count} 个{parts_are}相加 {parts}，差 {difference}")
                },
                || {
                    let parts_are = if are_classes { "classes" } else { "codes below" };
                    format!(
                        "“{label}” {title} {total}, the {count} {parts_are} add up to {parts}, difference {difference}"
                    )
                },
            ),
        }
    }
}

/// Identities that stand together, those of one row with one residual.
fn alike<'i>(identities: impl Iterator<Item = &'i Identity>) -> Vec<Vec<&'i Identity>> {
    let mut groups: Vec<Vec<&Identity>> = Vec::new();
    for identity in identities {
        let key = |identity: &Identity| (identity.total.0, identity.of, identity.residual());
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| key(first) == key(identity))) {
            Some(group) => group.push(identity),
            None => groups.push(vec![identity]),
        }
    }
    groups
}

/// Which identity a finding about a wrong figure carries the name of: the one that it is the total of, a column's before a row's; else the
/// row's, and a column's where that holds.
fn kind_of(place: Place, wrong: &[&Identity]) -> Kind {
    let is_total = |kind: Kind| wrong.iter().any(|identity| identity.total == place && identity.of == kind);
    let is_row = wrong.iter().any(|identity| identity.of == Kind::Row);
    if !is_total(Kind::Column) && is_row { Kind::Row } else { Kind::Column }
}
