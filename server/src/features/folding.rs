//! What can be folded away: sections, tables of any kind (of those of projects each fragment), and the projects of a
//! budget unit.

use std::cmp::Reverse;

use budget_grammar::{
    line::{Kind, Standing},
    outline::Heading,
};

use crate::analysis::Analysis;

/// Lines that can be hidden behind the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The line that stays.
    pub first: usize,
    /// The last line that goes.
    pub last: usize,
}

/// All folds of a document by their first line, the larger first; each two lie one in the other or apart.
///
/// A unit whose projects run on behind a page break is folded up to the end of the page, since editors drop folds that
/// cross. Cost: that of the lines.
pub fn folds(analysis: &Analysis) -> Vec<Fold> {
    let document = analysis.document();
    let mut folder = Folder::default();
    for (line, understood) in document.lines().iter().enumerate() {
        match understood.kind {
            Kind::Heading => {
                folder.outside(line);
                folder.heading(line, document.heading(line));
            }
            Kind::Header => folder.header(line),
            Kind::UnknownDelimiter => folder.header(line.saturating_sub(1)),
            Kind::HtmlTable => folder.header(line),
            Kind::Fragment(_) | Kind::HeaderRow => {}
            Kind::Outside if understood.after.markdown.is_in_table() || understood.after.markdown.is_in_html() => {}
            Kind::Row(standing) => folder.row(line, standing),
            _ => folder.outside(line),
        }
        if understood.kind != Kind::Blank {
            folder.solid = (line, folder.solid.0);
        }
    }
    folder.finish()
}

#[derive(Default)]
struct Folder {
    /// The first lines of the open sections, with their levels.
    sections: Vec<(usize, u8)>,
    fragment: Option<usize>,
    unit: Option<usize>,
    /// The last line that is not blank, and the one before it.
    solid: (usize, usize),
    found: Vec<Fold>,
}

impl Folder {
    /// `line` is the one that makes the heading; its text may be the line above, which is not part of the section
    /// before it.
    fn heading(&mut self, line: usize, heading: Option<Heading>) {
        let Some(Heading { level, line: first, .. }) = heading else { return };
        let last = if first == line { self.solid.0 } else { self.solid.1 };
        while let Some((section, _)) = self.sections.pop_if(|(_, open)| *open >= level) {
            self.push(section, last);
        }
        self.sections.push((first, level));
    }

    fn header(&mut self, line: usize) {
        self.outside(line);
        self.fragment = Some(line);
    }

    fn row(&mut self, line: usize, standing: Standing) {
        if standing.is_unit() || standing.is_total() {
            self.end_unit(line);
        }
        if standing.is_unit() {
            self.unit = Some(line);
        }
    }

    /// Whatever was open of a table ends before `line`.
    fn outside(&mut self, line: usize) {
        self.end_unit(line);
        if let Some(first) = self.fragment.take() {
            self.push(first, line.saturating_sub(1));
        }
    }

    fn end_unit(&mut self, line: usize) {
        if let Some(first) = self.unit.take() {
            self.push(first, line.saturating_sub(1));
        }
    }

    fn push(&mut self, first: usize, last: usize) {
        if last > first {
            self.found.push(Fold { first, last });
        }
    }

    fn finish(mut self) -> Vec<Fold> {
        self.outside(self.solid.0 + 1);
        while let Some((section, _)) = self.sections.pop() {
            self.push(section, self.solid.0);
        }
        self.found.sort_by_key(|fold| (fold.first, Reverse(fold.last)));
        self.found
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::analysis::Options;

    /// The document with a bar for each fold: `┌` its first line, `│` what goes, `└` the last of it.
    fn drawn(draft: &str) -> String {
        let folds = folds(&Analysis::new(draft, Options::default()));
        let mut drawn = String::new();
        for (line, text) in draft.lines().enumerate() {
            let bars: String = folds.iter().map(|fold| bar(*fold, line)).collect();
            let _ = writeln!(drawn, "{}", format!("{bars} {text}").trim_end());
        }
        drawn
    }

    fn bar(fold: Fold, line: usize) -> char {
        match line {
            line if line == fold.first => '┌',
            line if line == fold.last => '└',
            line if (fold.first..fold.last).contains(&line) => '│',
            _ => ' ',
        }
    }

    #[test]
    fn sections_fragments_and_units() {
        let draft = "\
# 预算

## 支出
| 项目名称 | 金额 | 绩效目标 |
|-|-|-|
| 合计 | 9.00 | |
| 教育局 | 5.00 | |
| 培训 | 2.00 | 目标 |
| 修缮 | 3.00 | 目标 |
| 文化局 | 4.00 | |
| 展览 | 1.00 | 目标 |

<!-- page 2 -->

| 项目名称 | 金额 | 绩效目标 |
|-|-|-|
| 演出 | 3.00 | 目标 |

说明
----
本段说明。
";
        let expected = "\
┌       # 预算
│
│┌      ## 支出
││┌     | 项目名称 | 金额 | 绩效目标 |
│││     |-|-|-|
│││     | 合计 | 9.00 | |
│││┌    | 教育局 | 5.00 | |
││││    | 培训 | 2.00 | 目标 |
│││└    | 修缮 | 3.00 | 目标 |
│││ ┌   | 文化局 | 4.00 | |
││└ └   | 展览 | 1.00 | 目标 |
││
││      <!-- page 2 -->
││
││   ┌  | 项目名称 | 金额 | 绩效目标 |
││   │  |-|-|-|
│└   └  | 演出 | 3.00 | 目标 |
│
│     ┌ 说明
│     │ ----
└     └ 本段说明。
";
        assert_eq!(drawn(draft), expected);
    }

    #[test]
    fn nothing_to_hide_is_no_fold() {
        assert_eq!(folds(&Analysis::new("# 一\n\n## 二\n\n本段。\n\n# 三\n", Options::default())).len(), 2);
        assert_eq!(folds(&Analysis::new("", Options::default())), []);
        assert_eq!(folds(&Analysis::new("本段。\n\n本段。\n", Options::default())), []);
    }
}
