//! What the pointer rests on: a unit, a grand total, a project, an amount, an indicator.

use budget_grammar::{
    Span,
    amount::{MonetaryUnit, Reading, format_scaled},
    indicator::{Code, Indicator, Value},
    line::Standing,
    outline::{Level, Total},
    row::Row,
    sum::Sum,
    table::Role,
};

use super::{
    card::{Card, Grid},
    place::column_at,
    repeated,
    share::{share, share_of_whole},
};
use crate::{
    analysis::Analysis,
    capital::capital,
    finding::Language,
    identity::{Band, decimals, residual},
    scope::{Identity, TotalScope},
};

/// What is shown, and for which piece of which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The line.
    pub line: usize,
    /// The piece of it, in bytes from the start of the line.
    pub span: Span,
    /// What is shown.
    pub card: Card,
}

/// The most units in the table of a grand total.
const MOST_UNITS: usize = 60;

/// What stands at a byte offset of the document; `None` where there is nothing to say.
///
/// Cost: logarithmic in the document, and the units that are listed.
pub fn hover(analysis: &Analysis, offset: usize) -> Option<Hover> {
    let document = analysis.document();
    let line = document.text().line_at(offset);
    let understood = document.lines().get(line)?;
    let (Some(row), Some(standing)) = (understood.row(), understood.standing()) else {
        return repeated::hover(analysis, offset);
    };
    let inside = offset.saturating_sub(document.text().line_start(line));
    let text = document.text().line(line);
    let at = Place { analysis, line, row, standing, text: &text };
    let (span, card) = at.amount(inside).or_else(|| at.indicator(inside)).or_else(|| at.row())?;
    Some(Hover { line, span, card })
}

/// A row that the pointer is on.
struct Place<'a> {
    analysis: &'a Analysis,
    line: usize,
    row: &'a Row,
    standing: Standing,
    text: &'a str,
}

impl Place<'_> {
    fn say(&self, chinese: impl FnOnce() -> String, english: impl FnOnce() -> String) -> String {
        self.analysis.options().language.choose(chinese, english)
    }

    fn word(&self, chinese: &str, english: &str) -> String {
        match self.analysis.options().language {
            Language::Chinese => chinese.to_owned(),
            Language::English => english.to_owned(),
        }
    }

    fn name(&self) -> String {
        self.row.name_in(self.text).into_owned()
    }

    /// The card of the row as a whole, for its name and its prose.
    fn row(&self) -> Option<(Span, Card)> {
        let span = self.row.name();
        let card = match self.standing {
            Standing::Project | Standing::Unfinished => self.project(),
            Standing::Unit | Standing::UnitBySum | Standing::Total | Standing::Subtotal => self.total()?,
            Standing::OfWhich | Standing::Blank => return None,
        };
        Some((span, card))
    }

    fn scope(&self) -> Option<TotalScope<'_>> {
        TotalScope::new(self.analysis.document(), self.line, self.analysis.options().rounding)
    }

    /// A total: printed, computed and their difference, what it is made of, and its share of the whole.
    fn total(&self) -> Option<Card> {
        let scope = self.scope()?;
        let mut card = Card { title: self.name(), ..Card::default() };
        let own = self.row.sums();
        card.tables.push(Grid {
            header: ["", "印出", "相加", "差"]
                .iter()
                .zip(["", "printed", "computed", "difference"])
                .map(|(zh, en)| self.word(zh, en))
                .collect(),
            rows: scope
                .identities
                .iter()
                .filter(|identity| !is_empty(identity))
                .map(|identity| self.comparison(identity, scope.is_excused))
                .collect(),
        });
        if scope.is_excused {
            card.lines.push(self.say(
                || "这张表分层或者分页，各行不能简单相加".to_owned(),
                || "the table has levels or pages, so that its rows are not simply added up".to_owned(),
            ));
        }
        let tally = self.analysis.document().lines().summary_of(scope.total.lines.clone());
        let (projects, indicators, units) = (tally.projects, tally.indicators, tally.units);
        card.lines.push(match scope.total.level {
            Level::Grand if units > 0 => self.say(
                || format!("{units} 个单位，{projects} 个项目，{indicators} 条指标"),
                || format!("{units} units, {projects} projects, {indicators} indicators"),
            ),
            _ => self.say(
                || format!("{projects} 个项目，{indicators} 条指标"),
                || format!("{projects} projects, {indicators} indicators"),
            ),
        });
        if scope.total.level == Level::Grand {
            card.tables.extend(self.units(&scope.total).filter(|_| !scope.is_excused));
        } else {
            card.lines.extend(self.share_of_whole(&own.get(self.main_column())));
        }
        card.lines.extend(self.sources());
        Some(card)
    }

    /// The column that shares are counted in: the total, or the only amounts there are.
    fn main_column(&self) -> usize {
        self.row.schema.total().unwrap_or(0)
    }

    /// A column of a total; where the total is excused, what the rows would add up to says nothing.
    fn comparison(&self, identity: &Identity, is_excused: bool) -> Vec<String> {
        let decimals = decimals(&identity.total, &identity.parts);
        let title =
            self.row.schema.amounts.get(identity.column).map_or(String::new(), |column| column.title.to_string());
        let figure =
            |sum: &Sum| if sum.is_absent() { "—".to_owned() } else { format_scaled(sum.value, decimals).to_string() };
        let (parts, difference) = match identity.band {
            Band::Void if is_excused => ("—".to_owned(), "—".to_owned()),
            Band::Void => (figure(&identity.parts), "—".to_owned()),
            _ => {
                let residual = residual(&identity.total, &identity.parts);
                (figure(&identity.parts), format_scaled(residual, decimals).to_string())
            }
        };
        vec![title, figure(&identity.total), parts, difference]
    }

    /// The table of a grand total's units.
    fn units(&self, total: &Total) -> Option<Grid> {
        let document = self.analysis.document();
        let column = self.main_column();
        let whole = self.row.sums().get(column);
        let mut rows = Vec::new();
        for line in document.units(total.lines.clone()).take(MOST_UNITS) {
            let Some(row) = document.lines().get(line).and_then(|line| line.row()) else { continue };
            let text = document.text().line(line);
            let own = row.sums().get(column);
            let projects = document.lines().summary_of(line + 1..document.group(line + 1).end).projects;
            rows.push(vec![
                row.name_in(&text).into_owned(),
                row.amount_cell(column).map_or("", |cell| cell.of(&text)).to_owned(),
                share(&own, &whole).unwrap_or_else(|| "—".to_owned()),
                projects.to_string(),
            ]);
        }
        let header = [("单位", "unit"), ("金额", "amount"), ("占比", "share"), ("项目", "projects")];
        let header = header.iter().map(|(zh, en)| self.word(zh, en)).collect();
        (!rows.is_empty()).then_some(Grid { header, rows })
    }

    fn project(&self) -> Card {
        let column = self.main_column();
        let own = self.row.sums().get(column);
        let mut card = Card { title: self.name(), ..Card::default() };
        card.lines.extend(self.sources());
        let document = self.analysis.document();
        if let Some(unit) = document.unit(self.line)
            && let Some(row) = document.lines().get(unit).and_then(|line| line.row())
            && let Some(share) = share(&own, &row.sums().get(column))
        {
            let text = document.text().line(unit);
            let name = row.name_in(&text);
            card.lines.push(self.say(|| format!("占{name}的 {share}"), || format!("{share} of {name}")));
        }
        card.lines.extend(self.share_of_whole(&own));
        let indicators = self.row.indicator_count();
        card.lines.push(self.say(|| format!("{indicators} 条指标"), || format!("{indicators} indicators")));
        card
    }

    fn share_of_whole(&self, own: &Sum) -> Option<String> {
        let share = share_of_whole(self.analysis.document(), self.line, own)?;
        Some(self.say(|| format!("占合计的 {share}"), || format!("{share} of the grand total")))
    }

    /// The funding by source, with its share of the row's total.
    fn sources(&self) -> Option<String> {
        let sums = self.row.sums();
        let total = self.row.schema.total().map(|total| sums.get(total)).unwrap_or_default();
        let columns = self.row.schema.amounts.iter().enumerate();
        let printed = columns.filter(|(_, column)| column.role == Role::Source).filter_map(|(index, column)| {
            let cell = self.row.amount_cell(index).filter(|cell| !cell.is_empty())?.of(self.text);
            let share = share(&sums.get(index), &total).map(|share| format!("（{share}）")).unwrap_or_default();
            Some(format!("{} {cell}{share}", column.title))
        });
        let printed: Vec<String> = printed.collect();
        (!printed.is_empty()).then(|| {
            self.say(|| format!("资金来源：{}", printed.join("，")), || format!("funding: {}", printed.join(", ")))
        })
    }

    /// An amount: exactly, in 元 and in capital numerals; on a total, what it is made of as well.
    fn amount(&self, inside: usize) -> Option<(Span, Card)> {
        let index = column_at(self.row, inside)?;
        let span = self.row.amount_cell(index)?;
        let title = self.row.schema.amounts.get(index)?.title.to_string();
        let reading = self.row.amounts.get(index)?;
        let mut card = Card { title: format!("{} · {title}", self.name()), ..Card::default() };
        if let Reading::Amount(amount) = reading {
            let unit = amount.unit().or(self.row.schema.unit);
            card.lines.extend(self.in_yuan(amount.scaled(), unit, span));
        }
        if let Some(identity) =
            self.scope().and_then(|scope| scope.identities.get(index).copied()).filter(|one| one.band != Band::Void)
        {
            let count = identity.parts.parts + identity.parts.nils;
            let figures = self.comparison(&identity, false);
            if let [_, printed, computed, difference] = figures.as_slice() {
                card.lines.push(self.say(
                    || format!("印出 {printed}，{count} 项相加 {computed}，差 {difference}"),
                    || format!("printed {printed}, {count} parts add up to {computed}, difference {difference}"),
                ));
            }
        }
        Some((span, card))
    }

    fn in_yuan(&self, scaled: i128, unit: Option<MonetaryUnit>, span: Span) -> Vec<String> {
        let cell = span.of(self.text);
        let Some(unit) = unit else {
            return vec![self.say(
                || format!("{cell}（表格上方没有写明单位）"),
                || format!("{cell} (no monetary unit is given above the table)"),
            )];
        };
        let Some(yuan) = scaled.checked_mul(unit.yuan()) else { return Vec::new() };
        let exact = exactly(yuan);
        let mut lines = vec![format!("{cell} {} = {exact} 元", unit.name())];
        lines.extend(
            capital(yuan).map(|numerals| {
                self.say(|| format!("大写：{numerals}"), || format!("in capital numerals: {numerals}"))
            }),
        );
        lines
    }

    /// An indicator: its number, class, name and both target values.
    fn indicator(&self, inside: usize) -> Option<(Span, Card)> {
        let start = self.row.indicator_cell()?.start as usize;
        let cell = self.row.indicator_cell()?.of(self.text);
        let at = inside.checked_sub(start)?;
        let list = &self.row.indicators.list;
        let indicator = list.iter().find(|indicator| indicator.span.range().contains(&at))?;
        Some((indicator.span.shifted(start), self.indicator_card(indicator, cell)))
    }

    fn indicator_card(&self, indicator: &Indicator, cell: &str) -> Card {
        let class = |code: Option<Code>| code.map(|code| code.span().of(cell).to_owned());
        let value = |value: Option<Value>| value.map(|value| value.span.of(cell).to_owned());
        let number = indicator.number.map(|number| number.value.to_string());
        let facts = [
            (self.word("序号", "number"), number),
            (self.word("一级指标", "class"), class(indicator.class1)),
            (self.word("二级指标", "subclass"), class(indicator.class2)),
            (self.word("实施周期指标值", "value of the cycle"), value(indicator.cycle)),
            (self.word("年度指标值", "value of the year"), value(indicator.year)),
        ];
        let rows = facts.into_iter().map(|(fact, text)| vec![fact, text.unwrap_or_else(|| "—".to_owned())]).collect();
        let header = vec![self.word("指标", "indicator"), String::new()];
        Card { title: indicator.name.of(cell).to_owned(), tables: vec![Grid { header, rows }], lines: Vec::new() }
    }
}

fn is_empty(identity: &Identity) -> bool {
    identity.total.is_absent() && identity.parts.is_absent()
}

/// A figure in 元 with as many decimals as it needs, two at least.
fn exactly(scaled: i128) -> String {
    let needed = (2..=8u8).find(|decimals| scaled % 10i128.pow(u32::from(8 - decimals)) == 0).unwrap_or(8);
    format_scaled(scaled, needed).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Options;

    /// The plain card for the place of `$0` in a draft.
    fn card(draft: &str) -> Option<String> {
        let offset = draft.find("$0").unwrap();
        let analysis = Analysis::new(&draft.replace("$0", ""), Options::default());
        hover(&analysis, offset).map(|hover| hover.card.plain())
    }

    const DRAFT: &str = "单位：万元\n\n\
        | 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 | 绩效指标 |\n|-|-|-|-|-|-|\n\
        | 合计 | 10.00 | 8.00 | 2.00 | | |\n\
        | 教育局 | 6.01 | 6.01 | | | |\n\
        | 修缮 | 2.00 | 2.00 | | 目标 | 1、1-产出指标；11-数量指标；面积；实施周期指标值：≥5；年度指标值：5。 |\n\
        | 培训 | 4.00 | 4.00 | | 目标 | |\n\
        | 文化局 | 3.99 | 1.99 | 2.00 | | |\n\
        | 展览 | 3.99 | 1.99 | 2.00 | 目标 | |\n";

    fn at(place: &str) -> String {
        card(&DRAFT.replacen(place, &format!("$0{place}"), 1)).unwrap()
    }

    #[test]
    fn on_a_unit() {
        let expected = "教育局\n          印出  相加    差\n总计      6.01  6.00  0.01\n财政拨款  6.01  6.00  0.01\n\
            2 个项目，1 条指标\n占合计的 60.10%\n资金来源：财政拨款 6.01（100.00%）";
        assert_eq!(at("教育局"), expected);
    }

    #[test]
    fn on_the_grand_total() {
        let card = at("合计");
        assert!(card.contains("2 个单位，3 个项目，1 条指标"), "{card}");
        assert!(card.contains("文化局  3.99  39.90%     1"), "{card}");
    }

    #[test]
    fn on_a_total_over_levels() {
        let draft = "单位：万元\n\n| 项目名称 | 总计 | 绩效目标 |\n|-|-|-|\n| $0合计 | 6.00 | |\n| 水利局 | 6.00 | |\n\
            | 水利局本级 | 2.00 | |\n| 修缮 | 2.00 | 目标 |\n| 河道站 | 4.00 | |\n| 保洁 | 4.00 | 目标 |\n";
        let card = card(draft).unwrap();
        assert!(card.starts_with("合计\n      印出  相加  差\n总计  6.00     —   —\n这张表分层或者分页"), "{card}");
    }

    #[test]
    fn on_a_project() {
        assert_eq!(
            at("展览"),
            "展览\n资金来源：财政拨款 1.99（49.87%），其他资金 2.00（50.13%）\n占文化局的 100.00%\n占合计的 39.90%\n0 条指标"
        );
    }

    #[test]
    fn on_an_amount() {
        assert_eq!(at("4.00 | 4.00"), "培训 · 总计\n4.00 万元 = 40,000.00 元\n大写：肆万元整");
        assert!(at("6.01 | 6.01").contains("印出 6.01，2 项相加 6.00，差 0.01"));
    }

    #[test]
    fn on_an_indicator() {
        let card = at("面积");
        assert!(card.starts_with("面积\n"), "{card}");
        for fact in ["1-产出指标", "11-数量指标", "≥5"] {
            assert!(card.contains(fact), "{card}");
        }
    }

    #[test]
    fn nothing_outside_of_known_tables() {
        assert_eq!(card("正$0文"), None);
        assert_eq!(card("| 甲 | 乙 |\n|-|-|\n| $01 | 2 |"), None);
    }
}
