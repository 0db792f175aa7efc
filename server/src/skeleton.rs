//! An indicator that is still to be written: its number and classes stand there, its name and values do not.

use budget_grammar::indicator::{Code, Indicator, Indicators, Value};

/// What stands in place of a name where nothing can ask for one.
const NAME: &str = "指标名称";

/// `3、1-产出指标；11-数量指标；指标名称；实施周期指标值：；年度指标值：。`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Skeleton {
    /// Its number in the list.
    pub(crate) number: u32,
    /// `1-产出指标`
    pub(crate) level1: String,
    /// `11-数量指标`
    pub(crate) level2: String,
    /// What stands behind its keywords.
    pub(crate) colons: Colons,
}

/// The colons behind the two keywords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colons {
    /// That of 实施周期指标值.
    pub(crate) cycle: &'static str,
    /// That of 年度指标值.
    pub(crate) year: &'static str,
}

impl Colons {
    /// As an indicator of `cell` has them; full width where there is none.
    pub(crate) fn of(indicator: Option<&Indicator>, cell: &str) -> Self {
        let colon = |value: Option<Value>| match value.map(|value| value.colon.of(cell)) {
            Some(":") => ":",
            _ => "：",
        };
        Self { cycle: colon(indicator.and_then(|one| one.cycle)), year: colon(indicator.and_then(|one| one.year)) }
    }
}

/// The number that an indicator behind these has.
pub(crate) fn next_number(indicators: &Indicators) -> u32 {
    let last = indicators.list.last().and_then(|last| last.number);
    let count = u32::try_from(indicators.list.len()).unwrap_or(u32::MAX);
    last.map_or(count, |number| number.value).saturating_add(1)
}

impl Skeleton {
    /// Of the classes of the last indicator, and written as that one is.
    pub(crate) fn behind(indicators: &Indicators, cell: &str) -> Self {
        let last = indicators.list.last();
        let class = |code: Option<Code>, usual: &str| match code.map(|code| code.span().of(cell)) {
            Some(code) if !code.is_empty() => code.to_owned(),
            _ => usual.to_owned(),
        };
        Self {
            number: next_number(indicators),
            level1: class(last.and_then(|last| last.class1), "1-产出指标"),
            level2: class(last.and_then(|last| last.class2), "11-数量指标"),
            colons: Colons::of(last, cell),
        }
    }

    /// As text. Its values are blank.
    pub(crate) fn text(&self) -> String {
        self.with(&self.level1, &self.level2, [NAME, "", ""])
    }

    /// As a snippet in the syntax of LSP 3.17: the name, both values, and the end are stops.
    pub(crate) fn snippet(&self) -> String {
        let name = format!("${{1:{NAME}}}");
        let stops = [name.as_str(), "$2", "$3"];
        format!("{}$0", self.with(&literal(&self.level1), &literal(&self.level2), stops))
    }

    fn with(&self, level1: &str, level2: &str, [name, cycle, year]: [&str; 3]) -> String {
        let Self { number, colons, .. } = self;
        format!(
            "{number}、{level1}；{level2}；{name}；实施周期指标值{}{cycle}；年度指标值{}{year}。",
            colons.cycle, colons.year
        )
    }
}

/// A text in which a snippet sees no syntax.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '$' | '}') {
            literal.push('\\');
        }
        literal.push(character);
    }
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_class_is_no_syntax_of_a_snippet() {
        let colons = Colons { cycle: "：", year: ":" };
        let skeleton = Skeleton { number: 2, level1: "5-工程$}".to_owned(), level2: "51-进度".to_owned(), colons };
        let snippet = "2、5-工程\\$\\}；51-进度；${1:指标名称}；实施周期指标值：$2；年度指标值:$3。$0";
        assert_eq!(skeleton.snippet(), snippet);
        assert_eq!(skeleton.text(), "2、5-工程$}；51-进度；指标名称；实施周期指标值：；年度指标值:。");
    }
}
