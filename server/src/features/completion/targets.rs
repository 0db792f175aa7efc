//! Target values, with comparator and unit as they were used before.

use budget_grammar::{
    indicator::{Figure, Indicator, Target, Value, target},
    name::fold,
};

use super::{
    CompletionKind, Offer,
    indicators::Writer,
    place::Slot,
    usage::{Counted, Used},
};

/// A target that is longer is a sentence of its own project, in characters.
const LONGEST: usize = 24;

/// How many targets that were used before are offered.
const MOST: usize = 12;

pub(super) fn offers(writer: &Writer<'_>) -> Vec<Offer> {
    let typed = writer.spot.typed.of(writer.cell());
    let mut offers: Vec<Offer> = other(writer).into_iter().collect();
    let used = used(writer);
    let detail = |count: u32| match count {
        1 => writer.desk.word("附近用过", "used nearby").to_owned(),
        count => {
            writer.desk.language.choose(|| format!("附近用过 {count} 次"), || format!("used {count} times nearby"))
        }
    };
    let as_before = |(text, count): &(&str, u32)| offer(writer, text).with_detail(detail(*count));
    offers.extend(used.iter().take(MOST).map(as_before));
    let measured = used.iter().filter_map(|(text, count)| Some((measured(typed, text)?, *count)));
    let mut measured: Vec<(String, u32)> = measured.collect();
    measured.dedup_by(|one, other| one.0 == other.0);
    let measure = writer.desk.word("计量单位", "unit of measure");
    offers.extend(measured.into_iter().take(MOST).map(|(text, _)| offer(writer, &text).with_detail(measure)));
    offers
}

/// A target, which is found by its figure without the comparator in front too.
fn offer(writer: &Writer<'_>, text: &str) -> Offer {
    let offer = Offer::new(CompletionKind::Target, text, writer.place());
    match target(text) {
        Target::Figure(figure) => offer.found_by(text.get(figure.number.start as usize..).unwrap_or_default()),
        _ => offer,
    }
}

/// The other target of the same indicator: most years are planned like the cycle.
fn other(writer: &Writer<'_>) -> Option<Offer> {
    let own = writer.spot.indicator?;
    let (value, detail) = match writer.spot.slot {
        Slot::Year => (own.cycle?, writer.desk.word("与实施周期指标值相同", "the target of the cycle")),
        _ => (own.year?, writer.desk.word("与年度指标值相同", "the target of the year")),
    };
    let text = value.span.of(writer.cell());
    (!text.is_empty()).then(|| offer(writer, text).with_detail(detail))
}

/// The targets near, of indicators of the same name before those of the same class, the most frequent first.
fn used<'a>(writer: &Writer<'a>) -> Vec<(&'a str, u32)> {
    let Some(own) = writer.spot.indicator else { return Vec::new() };
    let name = fold(own.name.of(writer.cell())).into_owned();
    let class = own.class2.map(|class| class.value);
    let is_of_class = |one: &Used<'_>| class.is_some() && one.indicator.class2.map(|other| other.value) == class;
    let (named, others): (Vec<Used<'a>>, Vec<Used<'a>>) = writer
        .used()
        .filter(is_of_class)
        .partition(|one| !name.is_empty() && fold(one.indicator.name.of(one.cell)) == name);
    let ranked = |used: Vec<Used<'a>>| used.into_iter().flat_map(texts).collect::<Counted<'_>>().ranked();
    let mut all = ranked(named);
    all.extend(ranked(others));
    all
}

/// The targets of an indicator, once where both are the same.
fn texts(used: Used<'_>) -> impl Iterator<Item = &str> {
    let Indicator { cycle, year, .. } = used.indicator;
    let text = |value: &Option<Value>| value.map_or("", |value| value.span.of(used.cell));
    let (cycle, year) = (text(cycle), text(year));
    let texts = [Some(year), Some(cycle).filter(|cycle| *cycle != year)].into_iter().flatten();
    texts.filter(|text| !text.is_empty() && text.chars().count() <= LONGEST)
}

/// The figure that was typed, with what stands behind the figure of a target that was used before: `≥80` and `≥95%` are
/// `≥80%`.
fn measured(typed: &str, used: &str) -> Option<String> {
    let figure = |text: &str| match target(text) {
        Target::Figure(figure) => Some(figure),
        _ => None,
    };
    let (own, other): (Figure, Figure) = (figure(typed)?, figure(used)?);
    let before =
        |text: &str, figure: Figure| fold(text.get(..figure.number.start as usize).unwrap_or_default()).into_owned();
    let behind = used.get(other.number.end as usize..).unwrap_or_default();
    let is_open = own.number.end as usize == typed.len() && !behind.is_empty();
    (is_open && before(typed, own) == before(used, other)).then(|| format!("{typed}{behind}"))
}
