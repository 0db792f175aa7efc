//! Tables in Markdown, and the places in a page that they are written to.

/// A table; the first column is text, the others are figures.
#[derive(Clone, Debug)]
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns and no row.
    pub fn new(header: &[&str]) -> Self {
        Self { header: header.iter().map(|&title| title.to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row. It has as many cells as there are columns.
    pub fn row(&mut self, cells: Vec<String>) {
        assert_eq!(cells.len(), self.header.len(), "{cells:?}");
        self.rows.push(cells);
    }

    /// The table in Markdown, with a line break behind each row.
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | ").replace('\n', " "));
        let delimiter = format!("|---|{}\n", "---:|".repeat(self.header.len() - 1));
        let rows = self.rows.iter().map(|row| line(row));
        [line(&self.header), delimiter].into_iter().chain(rows).collect()
    }
}

/// The page with `text` between `<!-- name -->` and `<!-- end of name -->`, or what is wrong with the page.
///
/// # Errors
/// Where the two markers do not stand in it once each, in that order.
pub fn between(page: &str, name: &str, text: &str) -> Result<String, String> {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->\n"));
    let wrong = || format!("the page needs a line {} and below it a line {}, once each", start.trim(), end.trim());
    let (before, rest) = page.split_once(&start).ok_or_else(wrong)?;
    let (_, after) = rest.split_once(&end).ok_or_else(wrong)?;
    if rest.contains(&start) || after.contains(&end) || before.contains(&end) {
        return Err(wrong());
    }
    Ok(format!("{before}{start}{text}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_one_line_a_row() {
        let mut table = Table::new(&["server", "p50", "p95"]);
        table.row(vec!["budget-lsp".into(), "0.2".into(), "0.3".into()]);
        assert_eq!(table.markdown(), "| server | p50 | p95 |\n|---|---:|---:|\n| budget-lsp | 0.2 | 0.3 |\n");
    }

    #[test]
    fn what_stands_between_the_markers_is_replaced_and_nothing_else() {
        let page = "# 性能\n<!-- a -->\nold\n<!-- end of a -->\nbehind <!-- b -->\n<!-- end of b -->\n";
        let once = between(page, "a", "new\n").unwrap();
        assert_eq!(once, "# 性能\n<!-- a -->\nnew\n<!-- end of a -->\nbehind <!-- b -->\n<!-- end of b -->\n");
        assert_eq!(between(&once, "a", "new\n").unwrap(), once, "the same again");
    }

    #[test]
    fn a_page_without_its_markers_is_refused() {
        let twice = "<!-- a -->\n<!-- end of a -->\n<!-- a -->\n<!-- end of a -->\n";
        for page in ["", "<!-- a -->\n", "<!-- end of a -->\n<!-- a -->\n", twice] {
            let wrong = between(page, "a", "new").unwrap_err();
            assert!(wrong.contains("<!-- end of a -->"), "{wrong}");
        }
    }
}
