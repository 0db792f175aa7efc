//! A cell of indicators: a whole one, its classes, its name, its keywords, its targets.

use budget_grammar::{Span, indicator::Indicator};

use super::{
    CompletionKind, Desk, Offer,
    classes::{Classes, Written},
    explanation::Topic,
    initials,
    place::{Slot, Spot, spots},
    targets,
    usage::{Counted, Near, Used, near, used},
};
use crate::skeleton::{Colons, Skeleton};

pub(super) fn offers(desk: &Desk<'_>) -> Vec<Offer> {
    let start = desk.cell.start as usize;
    let Some(at) = desk.at.checked_sub(start) else { return Vec::new() };
    let list = &desk.row.indicators.list;
    let spots = spots(list, desk.cell.of(desk.text), at);
    if spots.is_empty() {
        return Vec::new();
    }
    let rows = near(desk.document, desk.line);
    spots.into_iter().flat_map(|spot| Writer { desk, rows: &rows, list, spot }.offers()).collect()
}

/// One piece of an indicator that is written, with what the rows near hold.
pub(super) struct Writer<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) rows: &'a [Near<'a>],
    list: &'a [Indicator],
    pub(super) spot: Spot<'a>,
}

impl<'a> Writer<'a> {
    fn offers(&self) -> Vec<Offer> {
        match self.spot.slot {
            Slot::Begin => self.skeletons(),
            Slot::Level1 => self.level1(),
            Slot::Level2 => self.level2(),
            Slot::Name => self.names(),
            Slot::CycleKeyword => vec![self.keyword("实施周期指标值", self.colons().cycle, Topic::Cycle)],
            Slot::YearKeyword => self.year_keyword(),
            Slot::Cycle | Slot::Year => targets::offers(self),
        }
    }

    /// The text of the cell.
    pub(super) fn cell(&self) -> &'a str {
        self.desk.cell.of(self.desk.text)
    }

    /// Where the piece stands in the line: what was typed of it, and all of it.
    pub(super) fn place(&self) -> (Span, Span) {
        let start = self.desk.cell.start as usize;
        (self.spot.typed.shifted(start), self.spot.piece.shifted(start))
    }

    /// The indicators near but for this one.
    pub(super) fn used(&self) -> impl Iterator<Item = Used<'a>> + Clone {
        used(self.rows, self.spot.indicator)
    }

    /// The indicator before this one.
    fn last(&self) -> Option<Used<'a>> {
        let indicator = self.list.get(self.spot.index.checked_sub(1)?)?;
        Some(Used { cell: self.cell(), indicator })
    }

    fn classes(&self) -> Classes<'a> {
        Classes::new(self.desk.document.vocabulary().codes(), self.used())
    }

    /// A class of the indicator before this one.
    fn last_class1(&self) -> Option<&'a str> {
        self.last().and_then(|last| last.class(last.indicator.class1))
    }

    fn colons(&self) -> Colons {
        let is_whole = |one: &Used<'a>| one.indicator.year.is_some_and(|year| !year.colon.is_empty());
        let model = self.last().or_else(|| self.used().find(is_whole));
        model.map_or_else(|| Colons::of(None, ""), |model| Colons::of(Some(model.indicator), model.cell))
    }

    /// A whole indicator of each class.
    fn skeletons(&self) -> Vec<Offer> {
        let classes = self.classes();
        let number = self.number();
        let skeleton = |level1: Written<'a, _>| {
            let level2 = self.likeliest_below(&classes, &level1.text)?;
            Some(Skeleton { number, level1: level1.text, level2, colons: self.colons() })
        };
        classes.level1(self.last_class1()).into_iter().filter_map(skeleton).map(|one| self.skeleton(&one)).collect()
    }

    fn skeleton(&self, skeleton: &Skeleton) -> Offer {
        let Skeleton { number, level1, level2, .. } = skeleton;
        let detail = self.desk.word("整条指标", "a whole indicator");
        let offer = Offer::new(CompletionKind::Skeleton, skeleton.text(), self.place()).with_detail(detail);
        let forms =
            [level1, level2].map(|class| class.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == '-'));
        let offer =
            forms.into_iter().fold(offer, |offer, name| offer.found_by(name).found_by(&format!("{number}、{name}")));
        let label = format!("{number}、{level1}；{level2}；……");
        Offer { label, snippet: Some(skeleton.snippet()), ..offer }.about(Topic::Skeleton)
    }

    /// The number that was typed, unless it is only the beginning of the one that comes next.
    fn number(&self) -> u32 {
        let next =
            self.last().and_then(|last| last.indicator.number).map_or(self.spot.index, |last| last.value as usize);
        let next = u32::try_from(next).unwrap_or(u32::MAX).saturating_add(1);
        let typed = self.spot.typed.of(self.cell());
        let digits = typed.split(|sign: char| !sign.is_ascii_digit()).next().unwrap_or_default();
        if next.to_string().starts_with(digits) && !typed.contains('、') {
            next
        } else {
            digits.parse().unwrap_or(next)
        }
    }

    /// The class of level 2 that the rows near write most, of those that the cell does not have yet.
    fn likeliest_below(&self, classes: &Classes<'a>, level1: &str) -> Option<String> {
        let below = classes.level2(Some(level1), None);
        let is_there = |text: &str| {
            let mut own = self.list.iter().filter_map(|one| one.class2);
            own.any(|class| class.span().of(self.cell()) == text)
        };
        let open = below.iter().filter(|one| !is_there(&one.text));
        let likeliest = open.rev().max_by_key(|one| one.count).or(below.first());
        likeliest.map(|one| one.text.clone())
    }

    fn level1(&self) -> Vec<Offer> {
        let detail = self.desk.word("一级指标", "class of level 1");
        let offer = |one: Written<'a, budget_grammar::codes::Level1>| {
            let offer = Offer::new(CompletionKind::Class, one.text, self.place()).with_detail(detail);
            offer.found_by(&one.class.name).about(Topic::Level1(one.class.name.clone()))
        };
        self.classes().level1(self.last_class1()).into_iter().map(offer).collect()
    }

    fn level2(&self) -> Vec<Offer> {
        let detail = self.desk.word("二级指标", "class of level 2");
        let own = self.spot.indicator.map(|indicator| Used { cell: self.cell(), indicator });
        let level1 = own.and_then(|own| own.class(own.indicator.class1));
        let last = self.last().and_then(|last| last.class(last.indicator.class2));
        let offer = |one: Written<'a, budget_grammar::codes::Level2>| {
            let offer = Offer::new(CompletionKind::Class, one.text, self.place()).with_detail(detail);
            offer.found_by(&one.class.name).about(Topic::Level2(one.class.name.clone()))
        };
        self.classes().level2(level1, last).into_iter().map(offer).collect()
    }

    /// The names that indicators of the same class have near, but for those that stand in this cell.
    fn names(&self) -> Vec<Offer> {
        let class = self.spot.indicator.and_then(|own| own.class2).map(|class| class.value);
        let name = |one: &Used<'a>| one.indicator.name.of(one.cell);
        let here: Vec<&str> = self.list.iter().map(|own| own.name.of(self.cell())).collect();
        let is_alike = |one: &Used<'a>| class.is_some() && one.indicator.class2.map(|own| own.value) == class;
        let names = self.used().filter(is_alike).map(|one| name(&one));
        let names = names.filter(|name| !name.is_empty() && !here.contains(name)).collect::<Counted<'_>>();
        let offer = |(name, _)| Offer::new(CompletionKind::Indicator, name, self.place());
        names.ranked().into_iter().map(offer).collect()
    }

    fn keyword(&self, keyword: &str, colon: &str, topic: Topic) -> Offer {
        let offer = Offer::new(CompletionKind::Keyword, format!("{keyword}{colon}"), self.place());
        offer.found_by(keyword).about(topic)
    }

    /// The keyword, and before it the keyword with the target of the cycle, which most indicators repeat.
    fn year_keyword(&self) -> Vec<Offer> {
        let keyword = self.keyword("年度指标值", self.colons().year, Topic::Year);
        let Some(own) = self.spot.indicator.filter(|own| own.year.is_none_or(|year| year.keyword.is_empty())) else {
            return vec![keyword];
        };
        let target = own.cycle.map_or("", |cycle| cycle.span.of(self.cell()));
        if target.is_empty() {
            return vec![keyword];
        }
        let stop = if own.stop.is_empty() { "。" } else { "" };
        let text = format!("{}{target}{stop}", keyword.text);
        let detail = self.desk.word("与实施周期指标值相同", "the target of the cycle");
        let whole = Offer {
            forms: vec![text.clone(), initials(&keyword.text)],
            ..Offer::new(CompletionKind::Keyword, text, self.place())
        };
        vec![whole.with_detail(detail).about(Topic::Year), keyword]
    }
}
