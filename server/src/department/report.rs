//! What is said of the sums of a department's statements, and of figures that should be the same in several.

use budget_grammar::{
    Span,
    amount::{Reading, format_scaled},
    kinds::QuantityId,
    statement::Column,
};

use super::{Apart, Department, Joint, Judgement, Of, Seat};
use crate::{
    finding::{Language, MOST_RELATED, Related, Severity},
    fix::Replacement,
    identity::{Band, decimals},
    repair::Diagnosis,
    rules::Findings,
    statement::{Kind, is_wrong},
};

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictOf {
    /// A sum in a column.
    Column,
    /// A sum in a row.
    Row,
    /// What several statements print.
    Across,
    /// What rounding explains.
    Rounding,
    /// A figure of the prose.
    Prose,
    /// What the prose says of two figures.
    Change,
}

/// One finding to be.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What it is about.
    pub of: VerdictOf,
    /// How serious it is at most.
    pub severity: Severity,
    /// The line.
    pub line: usize,
    /// Where in it.
    pub span: Span,
    /// The sentence.
    pub message: String,
    /// Other places that it is about.
    pub related: Vec<Related>,
    /// What would mend it, where that is known with the finding.
    pub edits: Vec<Replacement>,
}

impl Department<'_> {
    /// Reports what is about one of these.
    pub fn report(&self, of: VerdictOf, severity: Severity, findings: &mut Findings) {
        for verdict in self.verdicts().iter().filter(|verdict| verdict.of == of) {
            let (line, severity) = (self.below(verdict.line), severity.max(verdict.severity));
            findings.push_below(line, severity, verdict.span, verdict.message.clone(), verdict.related.clone());
        }
    }

    /// All that is said: of those identities that share figures the one figure that explains them all, where there is
    /// one, else each at its total. Cost: that of [`Self::judgement`].
    pub(super) fn verdicts(&self) -> &[Verdict] {
        self.verdicts.get_or_init(|| self.all_verdicts())
    }

    fn all_verdicts(&self) -> Vec<Verdict> {
        let judgement = self.judgement();
        let mut verdicts = Vec::new();
        for diagnosis in &judgement.diagnoses {
            let wrong = wrong(judgement, diagnosis);
            let is_error = wrong.iter().any(|joint| joint.band == Band::Error);
            let severity = if is_error { Severity::Error } else { Severity::Warning };
            match judgement.cause(diagnosis) {
                Some(cause) => verdicts.extend(self.cause(&wrong, cause, severity)),
                None => verdicts.extend(self.each(&wrong, severity)),
            }
        }
        verdicts.extend(judgement.apart.iter().filter_map(|apart| self.apart_verdict(*apart)));
        verdicts.extend(self.unlike());
        verdicts.extend(self.beyond());
        verdicts.extend(self.rounded());
        verdicts.extend(self.prose());
        for verdict in &mut verdicts {
            verdict.message = nested(std::mem::take(&mut verdict.message));
        }
        verdicts
    }

    /// What rounding explains: within statements, and across them what is printed alike and differs in the last place.
    fn rounded(&self) -> Vec<Verdict> {
        let note = self.language.choose(|| "尾差范围内".to_owned(), || "within rounding".to_owned());
        let rounded = self.within(|band| band == Band::Rounding);
        let within: Vec<&Joint> = rounded.iter().collect();
        alike(within)
            .iter()
            .filter_map(|alike| self.alike(alike, Severity::Information, &note, VerdictOf::Rounding))
            .collect()
    }

    /// Each of these identities by itself; those of one row that are off by the same together, and one for each
    /// quantity.
    fn each(&self, wrong: &[&Joint], severity: Severity) -> Vec<Verdict> {
        let within = wrong.iter().copied().filter(|joint| matches!(joint.of, Of::Statement(Kind::Row | Kind::Column)));
        let within = alike(within.collect()).into_iter().filter_map(|alike| {
            let of = if alike.first()?.of == Of::Statement(Kind::Row) { VerdictOf::Row } else { VerdictOf::Column };
            self.alike(&alike, severity, "", of)
        });
        let mut verdicts: Vec<Verdict> = within.collect();
        let mut said: Vec<&Of> = Vec::new();
        for joint in wrong.iter().filter(|joint| !matches!(joint.of, Of::Statement(Kind::Row | Kind::Column))) {
            if said.contains(&&joint.of) {
                continue;
            }
            said.push(&joint.of);
            let message = self.sentence(joint);
            verdicts.extend(self.verdict(VerdictOf::Across, joint.total, severity, message, self.related_parts(joint)));
        }
        verdicts
    }

    /// Identities of one row that are off by the same as one finding, at the first of them.
    fn alike(&self, alike: &[&Joint], severity: Severity, note: &str, of: VerdictOf) -> Option<Verdict> {
        let first = alike.first()?;
        let titles: Vec<&str> = alike.iter().map(|joint| self.title(joint.total)).collect();
        let columns = self
            .language
            .choose(|| format!("{}各列相同", titles.join("、")), || format!("the same in {}", titles.join(", ")));
        let notes = [(titles.len() > 1, columns.as_str()), (!note.is_empty(), note)];
        let notes: Vec<&str> = notes.into_iter().filter(|(is, _)| *is).map(|(_, note)| note).collect();
        let notes = match (notes.is_empty(), self.language) {
            (true, _) => String::new(),
            (false, Language::Chinese) => format!("（{}）", notes.join("，")),
            (false, Language::English) => format!(" ({})", notes.join(", ")),
        };
        let message = self.sentence(first) + &notes;
        self.verdict(of, first.total, severity, message, self.related_parts(first))
    }

    fn cause(&self, wrong: &[&Joint], (seat, value): (Seat, i128), severity: Severity) -> Option<Verdict> {
        let of = verdict_of(seat, wrong);
        let is_of = |joint: &Joint| match of {
            VerdictOf::Row => joint.of == Of::Statement(Kind::Row),
            VerdictOf::Column => joint.of == Of::Statement(Kind::Column),
            VerdictOf::Across | VerdictOf::Rounding | VerdictOf::Prose | VerdictOf::Change => {
                !matches!(joint.of, Of::Statement(Kind::Row | Kind::Column))
            }
        };
        let own = wrong
            .iter()
            .find(|joint| joint.total == seat && is_of(joint))
            .or(wrong.iter().find(|joint| is_of(joint)))
            .or(wrong.first())?;
        let printed = self.sum(seat);
        let account = self.account(seat.statement)?;
        let decimals = account.decimals_at(seat.place);
        let figure = |value: i128| format_scaled(value, decimals).to_string();
        let meant = figure(value);
        let own_figure = self.own_figure(seat, figure(printed.value));
        let difference = self.difference(seat, figure(printed.value.saturating_sub(value)));
        let (label, title) = (self.label(seat), self.title(seat));
        let message = if of == VerdictOf::Across {
            let others = self.others(wrong, seat);
            self.language.choose(
                || format!("“{label}”{title}{own_figure}，{others}为 {meant}{difference}"),
                || format!("“{label}” {title}{own_figure}, {meant} by {others}{difference}"),
            )
        } else if own.total == seat {
            let sentence = self.sentence(own);
            self.language.choose(
                || format!("{sentence}；改为 {meant} 则相关各处都相符"),
                || format!("{sentence}; with {meant} everything connected adds up"),
            )
        } else {
            self.language.choose(
                || format!("“{label}”{title}{own_figure}，按相关的合计应为 {meant}{difference}"),
                || format!("“{label}” {title}{own_figure}, by the totals that it is part of it should be {meant}{difference}"),
            )
        };
        let others = wrong.iter().filter(|joint| joint.total != seat && !matches!(joint.of, Of::Same(..)));
        let line = self.line(seat)?;
        let totals = others.filter_map(|joint| self.related(line, joint.total, self.sentence(joint)));
        let mut related: Vec<Related> = totals.collect();
        if own.total == seat && !matches!(own.of, Of::Same(..)) {
            related.extend(self.related_parts(own));
        }
        related.extend(self.same(wrong, seat).into_iter().filter_map(|other| {
            let of = self.scope(other)?;
            self.related(line, other, format!("{} {}", of.name(), self.printed(other)))
        }));
        related.truncate(MOST_RELATED);
        self.verdict(of, seat, severity, message, related)
    }

    fn apart_verdict(&self, Apart { quantity, seat, from: fine }: Apart) -> Option<Verdict> {
        let name = self.quantity_name(quantity);
        let (here, there) = (self.with_unit(seat), self.with_unit(fine));
        let of = self.scope(fine)?.name();
        let message = self.language.choose(
            || format!("“{}”{here}，与“{of}”的{name} {there} 不一致", self.label(seat)),
            || format!("“{}” {here}, but {name} in “{of}” is {there}", self.label(seat)),
        );
        let related = self.related(self.line(seat)?, fine, format!("{of} {there}")).into_iter().collect();
        self.verdict(VerdictOf::Across, seat, Severity::Error, message, related)
    }

    pub(super) fn verdict(
        &self,
        of: VerdictOf,
        seat: Seat,
        severity: Severity,
        message: String,
        related: Vec<Related>,
    ) -> Option<Verdict> {
        let (line, cell) = (self.line(seat)?, self.account(seat.statement)?.cell(seat.place)?);
        Some(Verdict { of, severity, line, span: cell.span, message, related, edits: Vec::new() })
    }

    /// The figures that should be the same as one that is not.
    fn same(&self, wrong: &[&Joint], seat: Seat) -> Vec<Seat> {
        let same = wrong.iter().filter(|joint| matches!(joint.of, Of::Same(..)));
        let ends = same.filter_map(|joint| {
            let part = joint.parts.first().copied()?;
            if joint.total == seat { Some(part) } else { (part == seat).then_some(joint.total) }
        });
        ends.collect()
    }

    /// What contradicts a figure, for a message: `“收支总表”“支出总表”`.
    fn others(&self, wrong: &[&Joint], seat: Seat) -> String {
        let mut names: Vec<String> = Vec::new();
        for other in self.same(wrong, seat) {
            names.extend(
                self.scope(other).map(|scope| format!("“{}”", scope.name())).filter(|name| !names.contains(name)),
            );
        }
        if names.is_empty() {
            return self.language.choose(|| "按相关各表".to_owned(), || "the other tables".to_owned());
        }
        self.language.choose(|| format!("{}中", names.join("")), || names.join(", "))
    }

    /// The line of a figure.
    pub fn line(&self, seat: Seat) -> Option<usize> {
        let scope = self.scope(seat)?;
        Some(scope.line_at(scope.account.cell(seat.place)?.below))
    }

    pub(super) fn related(&self, from: usize, seat: Seat, message: String) -> Option<Related> {
        self.scope(seat)?.related(from, seat.place, message)
    }

    /// The code and name of a figure's row, or what its column is of where the row has none.
    pub fn label(&self, seat: Seat) -> String {
        let label = self.scope(seat).map(|scope| scope.label(seat.place.0)).unwrap_or_default();
        let column = || self.account(seat.statement).and_then(|account| account.column(seat.place));
        if label.is_empty() { column().map_or("", Column::subject).to_owned() } else { label }
    }

    /// The title of a figure's column.
    pub fn title(&self, seat: Seat) -> &str {
        self.account(seat.statement).map_or("", |account| account.title(seat.place))
    }

    /// A figure as it is printed.
    pub fn printed(&self, seat: Seat) -> String {
        let cell = self.account(seat.statement).and_then(|account| account.cell(seat.place));
        self.scope(seat).zip(cell).map(|(scope, cell)| scope.text(cell)).unwrap_or_default()
    }

    /// A figure with its unit, as a reader sees it; a dash stays one, and a blank is said to be one.
    pub fn with_unit(&self, seat: Seat) -> String {
        let printed = self.printed(seat);
        let bare = printed.trim().trim_matches('*').trim();
        let reading = self.account(seat.statement).and_then(|account| account.reading(seat.place));
        match reading {
            Some(Reading::Absent) => self.language.choose(|| "空".to_owned(), || "blank".to_owned()),
            Some(Reading::Amount(amount)) if amount.unit().is_none() => {
                format!("{bare}{}", self.unit(seat).map_or("", |unit| unit.name()))
            }
            _ => bare.to_owned(),
        }
    }

    /// What a quantity is called.
    pub fn quantity_name(&self, id: QuantityId) -> String {
        let of = self.kinds().quantity(id);
        of.map(|of| self.language.choose(|| of.name.clone(), || of.english.clone())).unwrap_or_default()
    }

    fn related_parts(&self, joint: &Joint) -> Vec<Related> {
        let Some(line) = self.line(joint.total) else { return Vec::new() };
        let is_printed = |seat: &&Seat| !self.printed(**seat).trim().is_empty();
        let place = |seat: &Seat| {
            let what = match joint.of {
                Of::Statement(Kind::Row) => self.title(*seat).to_owned(),
                Of::Statement(_) => self.label(*seat),
                Of::Same(..) | Of::Sum(_) => self.scope(*seat)?.name(),
            };
            self.related(line, *seat, format!("{what} {}", self.printed(*seat)))
        };
        joint.parts.iter().filter(is_printed).filter_map(place).take(MOST_RELATED).collect()
    }

    /// The figure that a sentence begins with, or that there is none.
    fn own_figure(&self, seat: Seat, figure: String) -> String {
        if !self.is_absent(seat) {
            return format!(" {figure}");
        }
        self.language.choose(|| "没有填".to_owned(), || " is not filled in".to_owned())
    }

    /// How far a figure is off; nothing of one that is not there.
    fn difference(&self, seat: Seat, figure: String) -> String {
        if self.is_absent(seat) {
            return String::new();
        }
        self.language.choose(|| format!("，差 {figure}"), || format!(", difference {figure}"))
    }

    pub(super) fn is_absent(&self, seat: Seat) -> bool {
        let reading = self.account(seat.statement).and_then(|account| account.reading(seat.place));
        matches!(reading, Some(Reading::Absent))
    }

    /// `“208 社会保障和就业支出”合计 1,200.00，2 个下级科目相加 1,100.00，差 100.00`.
    fn sentence(&self, joint: &Joint) -> String {
        let decimals = decimals(&joint.sums.0, &joint.sums.1);
        let figure = |value: i128| format_scaled(value, decimals).to_string();
        let parts = figure(joint.sums.1.value);
        let total = self.own_figure(joint.total, figure(joint.sums.0.value));
        let difference = self.difference(joint.total, figure(joint.residual()));
        let (label, title) = (self.label(joint.total), self.title(joint.total));
        let count = joint.sums.1.parts + joint.sums.1.nils;
        match &joint.of {
            Of::Statement(Kind::Row) => self.language.choose(
                || {
                    let is_left = |part: &&Seat| part.place.1 < joint.total.place.1;
                    let side = match joint.parts.iter().filter(is_left).count() {
                        0 => "右边各栏".to_owned(),
                        left if left == joint.parts.len() => "左边各栏".to_owned(),
                        _ => joint.parts.iter().map(|part| self.title(*part)).collect::<Vec<_>>().join("与"),
                    };
                    format!("“{label}”{title}{total}，{side}相加 {parts}{difference}")
                },
                || format!("“{label}” {title}{total}, the other columns add up to {parts}{difference}"),
            ),
            Of::Statement(Kind::Column) => {
                let account = self.account(joint.total.statement);
                let code = |seat: &Seat| account.and_then(|account| account.code(seat.place.0));
                let of = match (joint.parts.first().and_then(code), code(&joint.total)) {
                    (Some(_), Some(_)) => ("下级科目", "codes below"),
                    (Some(code), None) if code.above().is_empty() => ("类", "classes"),
                    (Some(_), None) => ("科目", "codes"),
                    (None, _) => ("项", "lines"),
                };
                self.language.choose(
                    || format!("“{label}”{title}{total}，{count} 个{}相加 {parts}{difference}", of.0),
                    || format!("“{label}” {title}{total}, the {count} {} add up to {parts}{difference}", of.1),
                )
            }
            Of::Statement(Kind::Halves) | Of::Same(..) => {
                let other = joint
                    .parts
                    .first()
                    .map(|part| (self.scope(*part).map(|scope| scope.name()).unwrap_or_default(), self.label(*part)));
                let (table, row) = other.unwrap_or_default();
                let is_absent = joint.parts.first().is_some_and(|part| self.is_absent(*part));
                self.language.choose(
                    || {
                        let parts = if is_absent { "没有填".to_owned() } else { format!("为 {parts}") };
                        format!("“{label}”{title}{total}，“{table}”的“{row}”{parts}{difference}")
                    },
                    || {
                        let parts = if is_absent { "not filled in" } else { &parts };
                        format!("“{label}” {title}{total}, “{row}” in “{table}” is {parts}{difference}")
                    },
                )
            }
            Of::Sum(_) => {
                let tables: Vec<String> =
                    joint.parts.iter().filter_map(|part| Some(self.scope(*part)?.name())).collect();
                self.language.choose(
                    || format!("“{label}”{title}{total}，“{}”相加 {parts}{difference}", tables.join("”“")),
                    || format!("“{label}” {title}{total}, “{}” add up to {parts}{difference}", tables.join("”, “")),
                )
            }
        }
    }
}

/// The violated identities of a diagnosis.
pub(super) fn wrong<'j>(judgement: &'j Judgement, diagnosis: &Diagnosis) -> Vec<&'j Joint> {
    diagnosis
        .identities
        .iter()
        .filter_map(|number| judgement.joints.get(*number))
        .filter(|joint| is_wrong(joint.band))
        .collect()
}

/// Identities that stand together, those of one row with one residual.
fn alike(joints: Vec<&Joint>) -> Vec<Vec<&Joint>> {
    let mut groups: Vec<Vec<&Joint>> = Vec::new();
    for joint in joints {
        let key = |joint: &Joint| (joint.total.statement, joint.total.place.0, joint.of.clone(), joint.residual());
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| key(first) == key(joint))) {
            Some(group) => group.push(joint),
            None => groups.push(vec![joint]),
        }
    }
    groups
}

/// Which identity a finding about a wrong figure carries the name of: the one that it is the total of, a column's
/// before a row's; else the row's, and a column's where that holds; one across where its own statement adds up.
fn verdict_of(seat: Seat, wrong: &[&Joint]) -> VerdictOf {
    let is = |joint: &&&Joint, kind: Kind| joint.of == Of::Statement(kind);
    let is_total = |kind: Kind| wrong.iter().any(|joint| joint.total == seat && is(&joint, kind));
    let has = |kind: Kind| wrong.iter().any(|joint| is(&joint, kind));
    if is_total(Kind::Column) {
        VerdictOf::Column
    } else if has(Kind::Row) {
        VerdictOf::Row
    } else if has(Kind::Column) {
        VerdictOf::Column
    } else {
        VerdictOf::Across
    }
}

/// A sentence in which quotation marks within others are single ones (GB/T 15834, 4.8.3.3), where they all are pairs:
/// “‘三公’经费合计”.
fn nested(message: String) -> String {
    let mut depth = 0_usize;
    let mut nested = String::with_capacity(message.len());
    for character in message.chars() {
        match character {
            '“' => {
                depth += 1;
                nested.push(if depth > 1 { '‘' } else { '“' });
            }
            '”' => {
                let Some(outer) = depth.checked_sub(1) else { return message };
                nested.push(if outer > 0 { '’' } else { '”' });
                depth = outer;
            }
            _ => nested.push(character),
        }
    }
    if depth == 0 { nested } else { message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_within_others_are_single_ones() {
        for (message, expected) in [
            ("““三公”经费合计”1万元，“收支总表”中为 2万元", "“‘三公’经费合计”1万元，“收支总表”中为 2万元"),
            ("“收入合计”1万元，“支出合计”2万元", "“收入合计”1万元，“支出合计”2万元"),
            ("“财政拨款“三公”经费支出”", "“财政拨款‘三公’经费支出”"),
            ("““一上”预算", "““一上”预算"),
            ("””", "””"),
        ] {
            assert_eq!(nested(message.to_owned()), expected);
        }
    }
}
