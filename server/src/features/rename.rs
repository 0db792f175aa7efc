//! A project or a budget unit under another name, wherever its name stands in a row.

use budget_grammar::{
    document::Document,
    name::{is_blank, trim},
    row::Class,
};

use super::place::{Name, Piece, Place, place};
use crate::{analysis::Analysis, finding::Language, fix::Replacement, kept::Named};

/// Why a name cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The cursor is on no name.
    NoName,
    /// The new name says nothing.
    Blank,
    /// The new name would be on two lines.
    LineBreak,
    /// The new name is one that totals have.
    Total,
}

impl Refusal {
    /// The reason, in one sentence.
    pub fn reason(self, language: Language) -> &'static str {
        let (chinese, english) = match self {
            Self::NoName => {
                ("请把光标放在项目或单位的名称上", "Put the cursor on the name of a project or a budget unit")
            }
            Self::Blank => ("新名称不能为空", "The new name is blank"),
            Self::LineBreak => ("新名称不能换行", "The new name may not have a line break"),
            Self::Total => (
                "“合计”“小计”“其中”是汇总行的名称，项目和单位不能用",
                "合计, 小计 and 其中 are names of totals, not of projects or budget units",
            ),
        };
        match language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}

/// The name at a byte offset. Logarithmic.
///
/// # Errors
/// There is none.
pub fn renamed(analysis: &Analysis, offset: usize) -> Result<Piece, Refusal> {
    match place(analysis.document(), offset) {
        Some(Place::Name(name)) => name.piece(analysis.document()).ok_or(Refusal::NoName),
        _ => Err(Refusal::NoName),
    }
}

/// Puts `new` in the place of the name at a byte offset, in all rows of the same name; prose that has it too is the
/// drafter's. `|` is escaped. Cost: see [`budget_grammar::document::Document::named`].
///
/// # Errors
/// There is no name there, or the new one is none.
pub fn rename(analysis: &Analysis, offset: usize, new: &str) -> Result<Vec<Replacement>, Refusal> {
    let document = analysis.document();
    let Some(Place::Name(name)) = place(document, offset) else { return Err(Refusal::NoName) };
    Ok(replaced(document, name.everywhere(document), &cell(acceptable(new)?)))
}

fn replaced(document: &Document, names: impl Iterator<Item = Name>, new: &str) -> Vec<Replacement> {
    let pieces = names.filter_map(|name| name.piece(document));
    pieces.map(|Piece { line, span }| Replacement::in_line(document, line, span, new)).collect()
}

/// What makes a row of another document one of the same thing: a budget unit by its name, a project by its own and its
/// budget unit's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    hash: u64,
    /// That of a project's budget unit.
    unit: Option<u64>,
}

impl Identity {
    /// That of the name at a byte offset. A project of no unit has none: two departments may have a project of one name
    /// each.
    pub fn at(analysis: &Analysis, offset: usize) -> Option<Self> {
        match place(analysis.document(), offset)? {
            Place::Name(name) => Self::of(analysis.document(), name),
            Place::Figure(_) => None,
        }
    }

    fn of(document: &Document, Name { line, hash }: Name) -> Option<Self> {
        if document.standing(line)?.is_unit() {
            return Some(Self { hash, unit: None });
        }
        let unit = Name::new(document, document.unit(line)?)?;
        Some(Self { hash, unit: Some(unit.hash) })
    }

    /// Whether a closed document names it there.
    pub fn is(self, named: &Named<'_>) -> bool {
        let is_same = match self.unit {
            None => named.is_unit,
            Some(unit) => !named.is_unit && named.unit_hash == unit,
        };
        is_same && named.hash == self.hash
    }

    /// What its name has in common with those that are the same.
    pub fn hash(self) -> u64 {
        self.hash
    }

    /// Puts `new` in the place of its name in another document. Cost: see [`Document::named`].
    ///
    /// # Errors
    /// The new name is none.
    pub fn rename(self, analysis: &Analysis, new: &str) -> Result<Vec<Replacement>, Refusal> {
        let document = analysis.document();
        let names = document.named(self.hash).filter_map(|line| Name::new(document, line));
        let same = names.filter(|name| Self::of(document, *name) == Some(self));
        Ok(replaced(document, same, &cell(acceptable(new)?)))
    }
}

fn acceptable(new: &str) -> Result<&str, Refusal> {
    let new = trim(new);
    if is_blank(new) {
        return Err(Refusal::Blank);
    }
    if new.contains(['\n', '\r']) {
        return Err(Refusal::LineBreak);
    }
    if Class::of_name(new).is_some() { Err(Refusal::Total) } else { Ok(new) }
}

/// A text as a cell of a table of GFM, where a pipe splits unless a backslash stands directly before it. So one at the
/// end is kept from the pipe behind the cell.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        if character == '|' && !cell.ends_with('\\') {
            cell.push('\\');
        }
        cell.push(character);
    }
    if cell.ends_with('\\') {
        cell.push(' ');
    }
    cell
}

#[cfg(test)]
mod tests {
    use budget_grammar::text::Encoding;

    use super::*;
    use crate::{
        analysis::Options,
        features::place::tests::{TABLE, at_cursor},
        fix::applied,
        kept::Kept,
    };

    /// A draft with the name at `$0` changed.
    fn changed(draft: &str, new: &str) -> Result<String, Refusal> {
        let (analysis, offset) = at_cursor(draft);
        rename(&analysis, offset, new).map(|edits| applied(&draft.replace("$0", ""), &edits))
    }

    #[test]
    fn a_project_has_its_new_name_in_all_rows_and_not_in_prose() {
        let draft = format!("培训要办好。\n\n{}", TABLE.replacen("| 培训 |", "|培 训$0<!-- 一 -->|", 1));
        let expected = format!("培训要办好。\n\n{}", TABLE.replacen("| 培训 |", "|研修<!-- 一 -->|", 1));
        let expected = expected.replacen("| 培训 |", "| 研修 |", 1);
        assert_eq!(changed(&draft, " 研修 "), Ok(expected));
    }

    #[test]
    fn a_unit_keeps_its_projects() {
        let draft = TABLE.replacen("教育局", "教$0育局", 1);
        assert_eq!(changed(&draft, "教育委员会"), Ok(TABLE.replace("教育局", "教育委员会")));
    }

    #[test]
    fn another_document_names_the_same_unit_and_its_projects() {
        let elsewhere = Analysis::new(&TABLE.replacen("教育局", "教 育局", 1), Options::default());
        let renamed = |draft: &str| {
            let (analysis, offset) = at_cursor(draft);
            let edits = Identity::at(&analysis, offset).unwrap().rename(&elsewhere, "新名").unwrap();
            let text = elsewhere.document().text();
            let row = |edit: &Replacement| text.line(text.line_at(edit.range.start)).into_owned();
            edits.iter().map(row).collect::<Vec<_>>()
        };
        assert_eq!(renamed(&TABLE.replacen("| 培训", "| 培$0训", 1)), ["| 培训 | 4.00 | 2.00 | 2.00 | 目标 |"]);
        assert_eq!(renamed(&TABLE.replacen("教育局", "教$0育局", 1)), ["| 教 育局 | 6.00 | 4.00 | 2.00 | |"]);
        let kept = Kept::of(&elsewhere, Encoding::Utf8);
        let (analysis, offset) = at_cursor(&TABLE.replacen("| 培训", "| 培$0训", 1));
        let identity = Identity::at(&analysis, offset).unwrap();
        let same: Vec<_> = kept.names.same(identity.hash()).filter(|named| identity.is(named)).collect();
        assert_eq!(same.len(), 1);
        assert_eq!(same[0].unit, Some("教 育局"));
    }

    #[test]
    fn a_project_of_no_unit_is_only_that_of_its_document() {
        let (analysis, offset) = at_cursor("| 项目名称 | 总计 | 绩效目标 |\n|-|-|-|\n| 培$0训 | 1.00 | 目标 |\n");
        assert_eq!(Identity::at(&analysis, offset), None);
    }

    #[test]
    fn the_new_name_stays_in_its_cell() {
        for (new, cell) in [
            ("甲|乙", r"甲\|乙"),
            (r"甲\|乙", r"甲\|乙"),
            (r"甲\\|乙", r"甲\\|乙"),
            (r"甲\", r"甲\ "),
            (r"甲\乙", r"甲\乙"),
        ] {
            let draft = TABLE.replacen("| 修缮 |", "|$0修缮|", 1);
            let changed = changed(&draft, new).unwrap();
            assert!(changed.contains(&format!("|{cell}|")), "{changed}");
            let (analysis, _) = at_cursor(&format!("{changed}$0"));
            let cells = |line: usize| analysis.document().lines().get(line).unwrap().row().unwrap().cells.len();
            assert_eq!(cells(4), 5, "{changed}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let draft = TABLE.replacen("修缮", "修$0缮", 1);
        for (new, refusal) in [
            ("", Refusal::Blank),
            ("\u{3000}", Refusal::Blank),
            ("—", Refusal::Blank),
            ("甲\n乙", Refusal::LineBreak),
            ("合 计", Refusal::Total),
            ("其中：甲", Refusal::Total),
        ] {
            assert_eq!(changed(&draft, new), Err(refusal), "{new:?}");
        }
        for draft in [TABLE.replacen("合计", "合$0计", 1), TABLE.replacen("6.00", "6$0.00", 1)] {
            assert_eq!(changed(&draft, "甲"), Err(Refusal::NoName));
            let (analysis, offset) = at_cursor(&draft);
            assert_eq!(renamed(&analysis, offset), Err(Refusal::NoName));
        }
    }
}
