//! The form of `kinds.toml`, which the build script checks and a workspace may add to.

use serde::Deserialize;

/// A file of descriptions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// The kinds of statements, the narrower ones first.
    #[serde(default)]
    pub kind: Vec<Kind>,
    /// What figures can be.
    #[serde(default)]
    pub quantity: Vec<Quantity>,
    /// What adds up to what.
    #[serde(default)]
    pub sum: Vec<Sum>,
    /// What is the same under a condition.
    #[serde(default)]
    pub same: Vec<Same>,
    /// What is at most what.
    #[serde(default)]
    pub bound: Vec<Bound>,
}

/// A kind of statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Its name in this file, in kebab case.
    pub id: String,
    /// Its Chinese name, for messages.
    pub name: String,
    /// Its English name, in lower case.
    #[serde(default)]
    pub english: String,
    /// Words of its title; of one of these lists, all must stand in it. None where it is known by its columns.
    #[serde(default)]
    pub titles: Vec<Vec<String>>,
    /// Words that must not.
    #[serde(default)]
    pub without: Vec<String>,
    /// What its rows are.
    #[serde(default)]
    pub rows: Rows,
    /// Which side of the budget it is, where it has only one.
    #[serde(default)]
    pub side: Option<Side>,
    /// What a note that says it is empty must name; empty where any will do.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What stands in it, where it is one: for [`Rows::Form`].
    #[serde(default)]
    pub form: Option<Form>,
    /// What its columns are called, where it is known by these: for [`Rows::Projects`].
    #[serde(default)]
    pub column: Vec<Column>,
    /// Which of its figures are quantities.
    #[serde(default)]
    pub figure: Vec<Figure>,
    /// What its lines are of, all there is: where each of these has a line of its own, a total is the sum of those.
    #[serde(default)]
    pub classes: Vec<String>,
}

/// What the rows of a kind of statement are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rows {
    /// Lines with a code of a classification.
    #[default]
    Codes,
    /// Lines with a number in front: 一、, （一）, 1、.
    Items,
    /// Figures with nothing before them.
    Figures,
    /// Lines of a list with names in one or several columns: projects, with whose they are and of what kind.
    List,
    /// The same, or figures with nothing before them where no column has names.
    ListOrFigures,
    /// Projects, each below the budget unit that it is one of, with goals or indicators.
    Projects,
    /// Labels with what they ask for at their right.
    Form,
}

/// What stands in a form. Labels are folded, without 其中, a colon and a unit in brackets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Form {
    /// Labels of amounts that are the sum of those below them, or beside.
    pub totals: Vec<String>,
    /// Labels of these.
    pub parts: Vec<String>,
    /// What the column of the indicators' weights is called.
    #[serde(default)]
    pub weights: Vec<String>,
    /// What the weights may add up to.
    #[serde(default)]
    pub weight_sums: Vec<u32>,
}

/// A column of a kind of table that is known by its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// What it holds.
    pub role: ColumnRole,
    /// What it is called, folded, with or without a bracket behind it.
    #[serde(default)]
    pub titles: Vec<String>,
    /// Words of which one stands in what it is called, where that is no title of any column.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words that must not stand there beside those.
    #[serde(default)]
    pub without: Vec<String>,
    /// Words with which it must not end, a bracket behind it aside: 资金来源 is no source, as 资金 alone were.
    #[serde(default)]
    pub endings: Vec<String>,
}

/// What a column of a table of projects holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnRole {
    /// Names of budget units and projects.
    #[default]
    Name,
    /// The amount that the funding sources add up to.
    Total,
    /// What one funding source gives.
    Source,
    /// The performance goal.
    Goal,
    /// The list of performance indicators.
    Indicators,
}

/// One side of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// 收入.
    Income,
    /// 支出.
    Spending,
}

/// Where a quantity stands in a kind of statement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Which quantity.
    pub quantity: String,
    /// In which half, where the statement has two.
    #[serde(default)]
    pub side: Option<Side>,
    /// In which row.
    pub row: RowIs,
    /// What that row is called, folded, for [`RowIs::Line`].
    #[serde(default)]
    pub lines: Vec<String>,
    /// In which column: words of its header, from the outermost row to the innermost. The first list counts that names
    /// exactly one column. A word with `!` in front must not stand there, one with `!!` above no column of amounts;
    /// `首列` is the first column of amounts that is one of this year.
    pub columns: Vec<Vec<String>>,
    /// Whether it is the quantity only where the budget's income and spending are equal.
    #[serde(default)]
    pub balanced: bool,
}

/// Which rows a quantity stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowIs {
    /// The total of the year: 本年合计, or 合计 where nothing is carried over from one year to the next.
    Year,
    /// The total with what is carried over, where something is.
    Total,
    /// Every class (类), or every line of the first level; by its name.
    Class,
    /// The same, and where 本年支出 is such a line, those below it.
    ClassBelowYear,
    /// Every line with a code; by its names from the class down.
    Code,
    /// The line of one of these names.
    Line,
    /// The only row.
    Only,
}

/// What a figure is, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// Its name in this file, in kebab case.
    pub id: String,
    /// Its Chinese name, for messages.
    pub name: String,
    /// Its English name, in lower case.
    #[serde(default)]
    pub english: String,
    /// What stands directly before it in prose, folded.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// What else the sentence must say, one of these, for those to count.
    #[serde(default)]
    pub within: Vec<String>,
    /// What the sentence must not say, none of these, for those to count.
    #[serde(default)]
    pub without: Vec<String>,
    /// What a sentence says that counts the units that have it, one of these, and speaks of all of it so.
    #[serde(default)]
    pub counted: Vec<String>,
    /// Whether what is carried over may be in it in one place and not in another, and 0 is what is still to be filled
    /// in, or nothing: what comes in of one fund.
    #[serde(default)]
    pub carried: bool,
    /// Whether it is what the projects of the department's table of projects (项目绩效目标表) add up to in the year.
    #[serde(default)]
    pub projects: bool,
}

/// One quantity that is the sum of others.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// The total.
    pub total: String,
    /// Its parts.
    pub parts: Vec<String>,
    /// Whether it holds between figures of one paragraph of prose, and is not looked for in tables.
    #[serde(default)]
    pub prose: bool,
}

/// Quantities that are the same where a condition shows. Where they are not, it may still be meant: no more than a
/// warning, and only of figures that nothing else contradicts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Same {
    /// The quantities, two or more.
    pub quantities: Vec<String>,
    /// The condition: all places that print these quantities print one amount, each is printed at least once, and
    /// nothing is carried over from one year to another.
    #[serde(rename = "where")]
    pub condition: Vec<String>,
}

/// A quantity that is at most another. What is greater may still be meant: no more than a warning, and only of figures
/// that nothing else contradicts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The quantity.
    pub quantity: String,
    /// What it is at most.
    #[serde(rename = "at-most")]
    pub at_most: String,
    /// Whether that holds in budgets alone, since final accounts print what was spent and not what was planned.
    #[serde(default)]
    pub planned: bool,
}

impl Description {
    /// Reads a file of descriptions; `known` are quantities that it may name besides its own.
    ///
    /// # Errors
    /// A sentence: text that is no TOML or has other keys, a kind without id, title or columns, an id twice, a quantity
    /// that is not described, a figure without columns, lines where they do not belong or are missing, quantities that
    /// are compared with nothing or with themselves.
    pub fn parse(toml: &str, known: &[Quantity]) -> Result<Self, String> {
        let description: Self = toml::from_str(toml).map_err(|error| error.to_string())?;
        description.check(known)?;
        Ok(description)
    }

    /// What [`Self::parse`] asks of a file beyond its form.
    ///
    /// # Errors
    /// The same.
    pub fn check(&self, known: &[Quantity]) -> Result<(), String> {
        let quantities = || self.quantity.iter().chain(known);
        let is_known = |id: &str| quantities().any(|quantity| quantity.id == id);
        for (number, kind) in self.kind.iter().enumerate() {
            let of = format!("the kind `{}`", kind.id);
            if kind.id.is_empty() || kind.name.is_empty() {
                return Err("a kind of table needs an `id` and a `name`".to_owned());
            }
            if self.kind.iter().take(number).any(|other| other.id == kind.id) {
                return Err(format!("{of} is described twice"));
            }
            let is_by_columns = kind.rows == Rows::Projects;
            if kind.titles.is_empty() != is_by_columns
                || kind.titles.iter().any(|words| words.is_empty() || words.iter().any(String::is_empty))
            {
                return Err(format!("{of} needs `titles`, each a list of words, unless its rows are projects"));
            }
            if kind.column.is_empty() == is_by_columns {
                return Err(format!("{of}: `column` belongs to `rows = \"projects\"`"));
            }
            if kind.form.is_some() != (kind.rows == Rows::Form) {
                return Err(format!("{of}: `form` belongs to `rows = \"form\"`"));
            }
            if kind.column.iter().any(|column| column.titles.is_empty() && column.words.is_empty()) {
                return Err(format!("{of} has a column without `titles` and `words`"));
            }
            for figure in &kind.figure {
                if !is_known(&figure.quantity) {
                    return Err(format!("{of} names the quantity `{}`, which is not described", figure.quantity));
                }
                if figure.columns.is_empty() || figure.columns.iter().any(Vec::is_empty) {
                    return Err(format!("{of} says of `{}` in no column", figure.quantity));
                }
                if figure.lines.is_empty() == (figure.row == RowIs::Line) {
                    return Err(format!("{of}, `{}`: `lines` belong to `row = \"line\"`", figure.quantity));
                }
            }
        }
        for (number, quantity) in self.quantity.iter().enumerate() {
            if quantity.id.is_empty() || quantity.name.is_empty() {
                return Err("a quantity needs an `id` and a `name`".to_owned());
            }
            if self.quantity.iter().take(number).chain(known).any(|other| other.id == quantity.id) {
                return Err(format!("the quantity `{}` is described twice", quantity.id));
            }
        }
        let of_sums = self.sum.iter().flat_map(|sum| sum.parts.iter().chain([&sum.total])).map(|id| ("a sum", id));
        let of_same = self.same.iter().flat_map(|same| same.quantities.iter().chain(&same.condition));
        let of_bounds = self.bound.iter().flat_map(|bound| [&bound.quantity, &bound.at_most]);
        let named = of_sums.chain(of_same.map(|id| ("`same`", id))).chain(of_bounds.map(|id| ("a bound", id)));
        if let Some((what, id)) = named.into_iter().find(|(_, id)| !is_known(id)) {
            return Err(format!("{what} names the quantity `{id}`, which is not described"));
        }
        for same in &self.same {
            for (key, list) in [("quantities", &same.quantities), ("where", &same.condition)] {
                let is_twice = |(number, id): (usize, &String)| list.iter().take(number).any(|other| other == id);
                if list.len() < 2 || list.iter().enumerate().any(is_twice) {
                    return Err(format!("`{key}` of `same` needs two quantities or more, each once"));
                }
            }
        }
        match self.bound.iter().find(|bound| bound.quantity == bound.at_most) {
            Some(bound) => Err(format!("a bound holds the quantity `{}` against itself", bound.quantity)),
            None => Ok(()),
        }
    }
}
