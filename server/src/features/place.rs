//! What the cursor is on in a row of a table of known kind, and which figures a figure is tied to.

use std::ops::Range;

use budget_grammar::{
    Span,
    document::Document,
    line::{Kind, Standing},
    row::Row,
    table::{Role, Sources},
};

/// A piece of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// The line.
    pub line: usize,
    /// The piece of it, in bytes from the start of the line.
    pub span: Span,
}

/// Something that can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A figure.
    Figure(Figure),
    /// The name of a project or a budget unit.
    Name(Name),
}

/// What is printed in an amount column of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The row's line.
    pub line: usize,
    /// The amount column, as an index into the schema's amounts.
    pub column: usize,
}

/// The name of a project or a budget unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// The row's line.
    pub line: usize,
    /// What names that are the same have in common.
    pub hash: u64,
}

/// What stands at a byte offset of the document. Logarithmic.
pub fn place(document: &Document, offset: usize) -> Option<Place> {
    let line = document.text().line_at(offset);
    let inside = offset.saturating_sub(document.text().line_start(line));
    let row = row(document, line)?;
    let figure = || column_at(row, inside).and_then(|column| Figure::new(document, line, column));
    let name = || Name::new(document, line).filter(|_| row.name().touches(inside));
    figure().map(Place::Figure).or_else(|| name().map(Place::Name))
}

/// The lines of the table of known kind that a header, delimiter or body row belongs to, from its first delimiter row
/// on. Logarithmic.
pub fn table_around(document: &Document, line: usize) -> Option<Range<usize>> {
    match document.lines().get(line)?.kind {
        Kind::Header => document.table(line + 1),
        Kind::Fragment(_) | Kind::HeaderRow | Kind::Row(_) => document.table(line),
        _ => None,
    }
}

/// The amount column whose cell holds a place in a row and is not blank.
pub(super) fn column_at(row: &Row, inside: usize) -> Option<usize> {
    let touched =
        |column: &usize| row.amount_cell(*column).is_some_and(|cell| cell.touches(inside) && !cell.is_empty());
    (0..row.schema.amounts.len()).find(touched)
}

fn row(document: &Document, line: usize) -> Option<&Row> {
    document.lines().get(line)?.row().map(|row| &**row)
}

impl Name {
    /// The name of the project or budget unit at a line.
    pub fn new(document: &Document, line: usize) -> Option<Self> {
        let hash = row(document, line)?.name_hash;
        let is_of_something = document.standing(line).is_some_and(|row| row.is_project() || row.is_unit());
        (is_of_something && hash != 0).then_some(Self { line, hash })
    }

    /// Where it stands.
    pub fn piece(self, document: &Document) -> Option<Piece> {
        Some(Piece { line: self.line, span: row(document, self.line)?.name() })
    }

    /// The rows of the same name in the document, its own included, in order. Cost: see [`Document::named`].
    pub fn everywhere(self, document: &Document) -> impl Iterator<Item = Self> {
        document.named(self.hash).map(move |line| Self { line, ..self })
    }

    /// The projects of the same name in its unit: the last one before it and the first one behind it. Logarithmic.
    pub fn twins(self, document: &Document) -> impl Iterator<Item = Self> {
        let is_project = document.standing(self.line).is_some_and(Standing::is_project);
        let (before, behind) = if is_project { document.namesakes(self.line, self.hash) } else { (None, None) };
        before.into_iter().chain(behind).map(move |line| Self { line, ..self })
    }
}

impl Figure {
    /// What is printed in that amount column at a line, if anything is.
    pub fn new(document: &Document, line: usize, column: usize) -> Option<Self> {
        row(document, line)?.prints(column).then_some(Self { line, column })
    }

    /// Where it stands.
    pub fn piece(self, document: &Document) -> Option<Piece> {
        Some(Piece { line: self.line, span: row(document, self.line)?.amount_cell(self.column)? })
    }

    /// The figures that it is the total of, in its column. Logarithmic for each.
    pub fn parts(self, document: &Document) -> impl Iterator<Item = Self> {
        let total = document.total(self.line).into_iter();
        let parts = total.flat_map(move |total| document.printed_parts(&total, self.column));
        parts.map(move |line| Self { line, ..self })
    }

    /// The totals that it is a part of, in its column. Logarithmic.
    pub fn totals(self, document: &Document) -> impl Iterator<Item = Self> {
        document.totals_over(self.line).into_iter().filter_map(move |line| Self::new(document, line, self.column))
    }

    /// The funding sources that it is the total of, in its row.
    pub fn sources(self, document: &Document) -> impl Iterator<Item = Self> {
        let row = row(document, self.line).filter(|row| total_of(row) == Some(self.column));
        let sources = row.into_iter().flat_map(sources_of);
        sources.map(move |column| Self { column, ..self })
    }

    /// The total of its row, where it is a funding source.
    pub fn total_of_row(self, document: &Document) -> Option<Self> {
        let row = row(document, self.line)?;
        let is_source = sources_of(row).any(|source| source == self.column);
        total_of(row).filter(|column| is_source && row.prints(*column)).map(|column| Self { column, ..self })
    }

    /// How it is made up: a total of the figures of its parts, the total of a project of its sources.
    pub fn made_of(self, document: &Document) -> impl Iterator<Item = Self> {
        let mut parts = self.parts(document).peekable();
        let is_taken_apart = parts.peek().is_some();
        parts.chain(self.sources(document).filter(move |_| !is_taken_apart))
    }

    /// What it flows into: the totals above or below it in its column, and that of its row.
    pub fn flows_into(self, document: &Document) -> impl Iterator<Item = Self> {
        self.totals(document).chain(self.total_of_row(document))
    }
}

/// The column of a row's total, where its table prints all that it is the sum of.
fn total_of(row: &Row) -> Option<usize> {
    row.schema.total().filter(|_| row.schema.sources == Sources::Complete)
}

/// The columns of the funding sources that a row prints.
pub(super) fn sources_of(row: &Row) -> impl Iterator<Item = usize> {
    let columns = row.schema.amounts.iter().enumerate();
    columns.filter(|(column, amount)| amount.role == Role::Source && row.prints(*column)).map(|(column, _)| column)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::analysis::{Analysis, Options};

    /// A draft without the `$0` that marks the cursor, and where that is.
    pub(crate) fn at_cursor(draft: &str) -> (Analysis, usize) {
        let offset = draft.find("$0").unwrap();
        (Analysis::new(&draft.replace("$0", ""), Options::default()), offset)
    }

    /// The rows of some pieces, each with the piece in 「」.
    pub(crate) fn drawn(analysis: &Analysis, pieces: impl IntoIterator<Item = Piece>) -> String {
        let text = analysis.document().text();
        let rows = pieces.into_iter().map(|Piece { line, span }| {
            let row = text.line(line);
            let (before, behind) = (Span::new(0, span.range().start), Span::new(span.range().end, row.len()));
            format!("{}「{}」{}", before.of(&row), span.of(&row), behind.of(&row))
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    /// A table with all that figures can be tied by.
    pub(crate) const TABLE: &str = "\
| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
|-|-|-|-|-|
| 合计 | 9.00 | 7.00 | 2.00 | |
| 教育局 | 6.00 | 4.00 | 2.00 | |
| 修缮 | 2.00 | 2.00 | | 目标 |
| 培训 | 4.00 | 2.00 | 2.00 | 目标 |
| 文化局 | 3.00 | 3.00 | | |
| 培训 | 3.00 | 3.00 | | 目标 |
";

    /// [`TABLE`] with the cursor before the first place of a text.
    pub(crate) fn table_at(place: &str) -> (Analysis, usize) {
        at_cursor(&TABLE.replacen(place, &format!("$0{place}"), 1))
    }

    /// The first columns of the rows that figures stand in, and the column of each.
    fn named(analysis: &Analysis, figures: impl Iterator<Item = Figure>) -> Vec<String> {
        let document = analysis.document();
        let name = |figure: Figure| {
            let row = row(document, figure.line).unwrap();
            format!("{} {}", row.name().of(&document.text().line(figure.line)), row.schema.amounts[figure.column].title)
        };
        figures.map(name).collect()
    }

    fn figure(place: &str) -> (Analysis, Figure) {
        let (analysis, offset) = table_at(place);
        match super::place(analysis.document(), offset) {
            Some(Place::Figure(figure)) => (analysis, figure),
            other => panic!("{other:?} at {place}"),
        }
    }

    #[test]
    fn a_total_is_made_of_its_parts_and_that_of_a_project_of_its_sources() {
        let made_of = |place| {
            let (analysis, figure) = figure(place);
            named(&analysis, figure.made_of(analysis.document()))
        };
        assert_eq!(made_of("9.00 | 7.00"), ["教育局 总计", "文化局 总计"]);
        assert_eq!(made_of("2.00 | |\n| 教育局"), ["教育局 其他资金"]);
        assert_eq!(made_of("6.00"), ["修缮 总计", "培训 总计"]);
        assert_eq!(made_of("4.00 | 2.00 | 2.00 | 目标"), ["培训 财政拨款", "培训 其他资金"]);
        assert_eq!(made_of("3.00 | | 目标"), [""; 0]);
    }

    #[test]
    fn a_figure_flows_into_the_totals_of_its_column_and_of_its_row() {
        let flows_into = |place| {
            let (analysis, figure) = figure(place);
            named(&analysis, figure.flows_into(analysis.document()))
        };
        assert_eq!(flows_into("2.00 | 2.00 | | 目标"), ["教育局 总计"]);
        assert_eq!(flows_into("2.00 | | 目标"), ["教育局 财政拨款", "修缮 总计"]);
        assert_eq!(flows_into("6.00"), ["合计 总计"]);
        assert_eq!(flows_into("9.00"), [""; 0]);
    }

    #[test]
    fn sources_that_are_not_all_printed_make_no_total() {
        let draft = "| 项目名称 | 总计 | 其中：财政拨款 | 绩效目标 |\n|-|-|-|-|\n| 修缮 | $02.00 | 1.00 | 目标 |\n";
        let (analysis, _) = at_cursor(draft);
        let [total, source] = [0, 1].map(|column| Figure { line: 2, column });
        assert_eq!(total.made_of(analysis.document()).count(), 0);
        assert_eq!(source.flows_into(analysis.document()).count(), 0);
    }

    #[test]
    fn blank_cells_totals_and_prose_are_nothing_to_follow() {
        for draft in [TABLE.replacen("合计", "合$0计", 1), TABLE.replacen("目标 |\n| 文", "目$0标 |\n| 文", 1)]
        {
            let (analysis, offset) = at_cursor(&draft);
            assert_eq!(place(analysis.document(), offset), None, "{draft}");
        }
        let (analysis, offset) = at_cursor("教育$0局\n");
        assert_eq!(place(analysis.document(), offset), None);
    }
}
