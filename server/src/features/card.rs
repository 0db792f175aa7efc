//! A small sheet of facts, drawn as Markdown or as plain text.

use unicode_width::UnicodeWidthStr;

/// A title, tables, and lines below them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// What it is about.
    pub title: String,
    /// Tables.
    pub tables: Vec<Grid>,
    /// Sentences.
    pub lines: Vec<String>,
}

/// A table: its first column is text, the others are figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The header.
    pub header: Vec<String>,
    /// The rows, each as long as the header.
    pub rows: Vec<Vec<String>>,
}

impl Card {
    /// As Markdown. What comes out of the document is escaped, so that it can be neither link nor markup.
    pub fn markdown(&self) -> String {
        let title = escaped(self.title.trim());
        // Four asterisks around nothing would be a rule across the card.
        let mut parts: Vec<String> = (!title.is_empty()).then(|| format!("**{title}**")).into_iter().collect();
        parts.extend(self.tables.iter().map(Grid::markdown));
        parts.extend(self.lines.iter().map(|line| escaped(line)));
        parts.join("\n\n")
    }

    /// As plain text, columns aligned by display width.
    pub fn plain(&self) -> String {
        let title = Some(self.title.trim()).filter(|title| !title.is_empty());
        let mut parts: Vec<String> = title.map(str::to_owned).into_iter().collect();
        parts.extend(self.tables.iter().map(Grid::plain));
        parts.extend(self.lines.iter().cloned());
        parts.join("\n")
    }
}

impl Grid {
    fn markdown(&self) -> String {
        let row = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
            format!("| {} |", cells.join(" | "))
        };
        let delimiters: Vec<&str> =
            (0..self.header.len()).map(|column| if column == 0 { ":--" } else { "--:" }).collect();
        let mut lines = vec![row(&self.header), format!("| {} |", delimiters.join(" | "))];
        lines.extend(self.rows.iter().map(|cells| row(cells)));
        lines.join("\n")
    }

    fn plain(&self) -> String {
        let all = || std::iter::once(&self.header).chain(&self.rows);
        let width = |column: usize| all().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
        let cell = |(column, (cell, width)): (usize, (&String, &usize))| {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            if column == 0 { format!("{cell}{padding}") } else { format!("{padding}{cell}") }
        };
        let line = |row: &Vec<String>| row.iter().zip(&widths).enumerate().map(cell).collect::<Vec<_>>().join("  ");
        all().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// Text in which Markdown sees no markup: every character that could begin some is escaped, and line ends are spaces.
///
/// GFM makes links of `www.` and of addresses of mail as well. A backslash hides the point of the former. Addresses are
/// found after backslashes and character references are gone (GFM 6.9 is read so by cmark and comrak): a word joiner,
/// which nobody sees, ends them.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '.' if ends_with_www(&escaped) => escaped.push_str("\\."),
            '@' => escaped.push_str("\\@\u{2060}"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '#' | '!' | '|' | '~' | '$' | ':' => {
                escaped.extend(['\\', character]);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

fn ends_with_www(text: &str) -> bool {
    text.len().checked_sub(3).and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Card {
        Card {
            title: "青禾区教育局".to_owned(),
            tables: vec![Grid {
                header: ["", "印出", "相加"].map(str::to_owned).to_vec(),
                rows: vec![["总计", "1,203.00", "3.00"].map(str::to_owned).to_vec()],
            }],
            lines: vec!["2 个项目".to_owned()],
        }
    }

    #[test]
    fn a_title_of_nothing_is_no_rule_across_the_card() {
        let card = Card { title: " ".to_owned(), ..card() };
        assert!(card.markdown().starts_with("|  |"), "{}", card.markdown());
        assert!(card.plain().starts_with("          印出"), "{}", card.plain());
    }

    #[test]
    fn plain_text_is_aligned_by_display_width() {
        assert_eq!(card().plain(), "青禾区教育局\n          印出  相加\n总计  1,203.00  3.00\n2 个项目");
    }

    #[test]
    fn markdown_is_a_table() {
        let expected =
            "**青禾区教育局**\n\n|  | 印出 | 相加 |\n| :-- | --: | --: |\n| 总计 | 1,203.00 | 3.00 |\n\n2 个项目";
        assert_eq!(card().markdown(), expected);
    }

    #[test]
    fn a_document_cannot_inject_markup() {
        let title = "[x](command:y) <img src=a> ![](http://a) `b` | **c**\n# d";
        let card = Card { title: title.to_owned(), ..Card::default() };
        let expected =
            "**\\[x\\]\\(command\\:y\\) &lt;img src=a&gt; \\!\\[\\]\\(http\\://a\\) \\`b\\` \\| \\*\\*c\\*\\* \\# d**";
        assert_eq!(card.markdown(), expected);
    }
}
