//! What may stand at the cursor, from what was understood of its row and of the rows around: indicators piece by piece,
//! names, and the codes of statements.

mod accounts;
mod classes;
mod explanation;
mod indicators;
mod names;
mod place;
mod targets;
mod usage;

use std::ops::Range;

use budget_grammar::{Span, document::Document, line::Standing, name::fold, row::Row};

use super::initials::initials;
use crate::{analysis::Analysis, finding::Language};

pub use explanation::{Topic, explanation};

/// The signs behind which something is offered unasked: the next piece of an indicator begins there.
pub const TRIGGERS: [&str; 6] = ["；", ";", "、", "-", "：", ":"];

/// The most that is offered at once: nobody reads further, and a letter more shortens the list.
const MOST: usize = 50;

/// A text that may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it is.
    pub kind: CompletionKind,
    /// How it is listed.
    pub label: String,
    /// A word about it; may be empty.
    pub detail: String,
    /// The text.
    pub text: String,
    /// The same as a snippet in the syntax of LSP 3.17, where something is left to be written in it.
    pub snippet: Option<String>,
    /// What was typed of it, in bytes of the document: to the cursor.
    pub typed: Range<usize>,
    /// The piece that it stands for, from where it was typed to its end, which may be behind the cursor.
    pub piece: Range<usize>,
    /// What goes into another cell of the row with it, which is blank: bytes of the document, and the text.
    pub beside: Option<(Range<usize>, String)>,
    /// A text that begins with what was typed, and goes on in the same way: the code, the name, or its initials.
    pub filter: String,
    /// What [`explanation`] says more about.
    pub topic: Option<Topic>,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// A whole indicator.
    Skeleton,
    /// A class of an indicator.
    Class,
    /// The name of an indicator.
    Indicator,
    /// 实施周期指标值, 年度指标值.
    Keyword,
    /// A target value.
    Target,
    /// 合计.
    Total,
    /// A budget unit.
    Unit,
    /// A project.
    Project,
    /// A code of the national classification.
    Code,
    /// The name of what has such a code.
    Account,
}

/// What fits at a byte offset, the likeliest first; nothing outside of names, indicators, and codes of statements.
///
/// Cost: logarithmic in the document, the length of the row, and a bounded number of rows around it; in a statement the
/// national classification as well.
pub fn completions(analysis: &Analysis, offset: usize) -> Vec<Completion> {
    let document = analysis.document();
    let line = document.text().line_at(offset);
    let text = document.text().line(line);
    let start = document.text().line_start(line);
    let at = offset.saturating_sub(start);
    let mut completions: Vec<Completion> = Vec::new();
    for completion in offers(analysis, line, &text, at).into_iter().filter_map(|offer| offer.completion(&text, start)) {
        if completions.len() < MOST && !completions.iter().any(|other| other.text == completion.text) {
            completions.push(completion);
        }
    }
    completions
}

fn offers(analysis: &Analysis, line: usize, text: &str, at: usize) -> Vec<Offer> {
    let document = analysis.document();
    let Some(understood) = document.lines().get(line) else { return Vec::new() };
    let (Some(row), Some(standing)) = (understood.row(), understood.standing()) else {
        return accounts::offers(analysis, line, text, at);
    };
    let Some((column, cell)) = place::cell_at(&row.cells, text, at) else { return Vec::new() };
    let language = analysis.options().language;
    let desk = Desk { document, language, line, row, standing, text, at, cell };
    if column == row.schema.name {
        names::offers(&desk)
    } else if Some(column) == row.schema.indicators && standing.is_project() {
        indicators::offers(&desk)
    } else {
        Vec::new()
    }
}

/// The cell that is written in.
struct Desk<'a> {
    document: &'a Document,
    language: Language,
    line: usize,
    row: &'a Row,
    standing: Standing,
    /// The text of the line.
    text: &'a str,
    /// The cursor, in bytes from the start of the line.
    at: usize,
    /// The cell, without the blanks around it.
    cell: Span,
}

/// What is offered, before it is held against what was typed.
struct Offer {
    kind: CompletionKind,
    label: String,
    detail: String,
    text: String,
    snippet: Option<String>,
    /// What a drafter may type of it.
    forms: Vec<String>,
    /// The spans count from the start of the line.
    typed: Span,
    piece: Span,
    beside: Option<(Span, String)>,
    topic: Option<Topic>,
}

impl Offer {
    /// A text that is listed as it stands, found by itself and by its initials.
    fn new(kind: CompletionKind, text: impl Into<String>, (typed, piece): (Span, Span)) -> Self {
        let text = text.into();
        let forms = vec![text.clone(), initials(&text)];
        let (label, detail) = (text.clone(), String::new());
        Self { kind, label, detail, text, snippet: None, forms, typed, piece, beside: None, topic: None }
    }

    fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    fn about(self, topic: Topic) -> Self {
        Self { topic: Some(topic), ..self }
    }

    /// The same, found by a name within it as well.
    fn found_by(mut self, name: &str) -> Self {
        self.forms.extend([name.to_owned(), initials(name)]);
        self
    }

    /// The same, with a text for another cell of the row.
    fn with_beside(self, beside: Option<(Span, String)>) -> Self {
        Self { beside, ..self }
    }

    /// The same, where what was typed of it is only a part of what it replaces.
    fn standing_for(self, piece: Span) -> Self {
        Self { piece, ..self }
    }

    /// The offer in a line that begins at byte `start`, if it goes on as what was typed begins.
    fn completion(self, text: &str, start: usize) -> Option<Completion> {
        let typed = self.typed.of(text);
        let filter = self.forms.iter().find_map(|form| going_on(typed, form))?;
        let place = |span: Span| start + span.start as usize..start + span.end as usize;
        Some(Completion {
            kind: self.kind,
            label: self.label,
            detail: self.detail,
            text: self.text,
            snippet: self.snippet,
            typed: place(self.typed),
            piece: place(self.piece),
            beside: self.beside.map(|(span, text)| (place(span), text)),
            filter,
            topic: self.topic,
        })
    }
}

impl Desk<'_> {
    fn word(&self, chinese: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        }
    }
}

/// What was typed, and what is missing of a form that begins so; width, case and blanks do not matter.
fn going_on(typed: &str, form: &str) -> Option<String> {
    let form = fold(form);
    let rest = form.strip_prefix(fold(typed).as_ref()).filter(|_| !form.is_empty())?;
    Some(format!("{typed}{rest}"))
}

#[cfg(test)]
mod tests;
