//! What a drafter does to a budget, and how it goes wrong.

use std::ops::Range;

use serde_json::{Value, json};

use super::{Drafter, draft::Piece};

/// Documents above this are not formatted whole: nobody does that while typing.
const FORMATTED: usize = 2_000_000;

const INDICATOR: &str = "9、1-产出指标；11-数量指标；走访次数；实施周期指标值：≥12次；年度指标值：≥12次。";
const PROSE: &str = "新增两项内容，";

impl Drafter {
    /// One thing that a drafter does.
    pub(super) fn act(&mut self) {
        match self.dice.below(100) {
            0..30 => self.retype_figure(),
            30..45 => self.write_prose(),
            45..52 => self.write_row(),
            52..58 => self.cut_row(),
            58..64 => self.paste_row(),
            64..70 => self.write_indicator(),
            70..74 => self.open_and_close("```"),
            74..77 => self.open_and_close("<!--"),
            77..87 => self.hover(),
            87..90 => self.complete(),
            90..98 => self.fix(),
            _ => self.format(),
        }
    }

    /// A row somewhere in the document: its bytes, without the end of the line.
    fn row(&mut self) -> Option<Range<usize>> {
        let lines = self.draft().text.lines();
        let from = self.dice.below(lines);
        let text = &self.draft().text;
        let is_row = |line: &str| line.starts_with("| ") && line.contains(|sign: char| sign.is_ascii_digit());
        let line = (from..lines).chain(0..from).take(500).find(|line| is_row(&text.line(*line)))?;
        let start = text.line_start(line);
        Some(start..start + text.line(line).len())
    }

    /// A cell of a row that holds a figure, without the blanks around it.
    fn figure(&mut self) -> Option<Range<usize>> {
        let row = self.row()?;
        let line = self.draft().text.slice(row.clone()).into_owned();
        let cells = line.split('|').map(str::trim).filter(|cell| {
            !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',')
        });
        let cells: Vec<Range<usize>> = cells
            .map(|cell| {
                let start = row.start + (cell.as_ptr() as usize - line.as_ptr() as usize);
                start..start + cell.len()
            })
            .collect();
        self.dice.pick(&cells)
    }

    /// Deletes a figure digit by digit and types it again, often another one.
    fn retype_figure(&mut self) {
        let Some(cell) = self.figure() else { return };
        let mut figure = self.draft().text.slice(cell.clone()).into_owned();
        let kept = self.dice.below(figure.len());
        for end in (cell.start + kept..cell.end).rev() {
            self.strike(end..end + 1, "");
        }
        if self.dice.percent(40) {
            let digit = char::from(b'0' + u8::try_from(self.dice.below(10)).unwrap_or_default()).to_string();
            figure.replace_range(kept..=kept, &digit);
        }
        self.type_at(cell.start + kept, &figure[kept..]);
    }

    /// Types a text character by character.
    fn type_at(&mut self, mut at: usize, text: &str) {
        for character in text.chars() {
            self.strike(at..at, character.encode_utf8(&mut [0; 4]));
            at += character.len_utf8();
        }
    }

    fn write_prose(&mut self) {
        let Some(row) = self.row() else { return };
        let line = self.draft().text.slice(row.clone()).into_owned();
        let letters: Vec<usize> =
            line.char_indices().filter(|(_, sign)| !sign.is_ascii()).map(|(at, _)| row.start + at).collect();
        if let Some(at) = self.dice.pick(&letters) {
            let length = self.dice.between(1, PROSE.chars().count());
            let text: String = PROSE.chars().take(length).collect();
            self.type_at(at, &text);
        }
    }

    fn write_row(&mut self) {
        let Some(row) = self.row() else { return };
        let (number, figure) = (self.dice.below(1000), self.dice.below(90) + 10);
        self.type_at(row.end, &format!("\n| 临时项目{number} | {figure}.00 | {figure}.00 |"));
    }

    fn cut_row(&mut self) {
        let Some(row) = self.row() else { return };
        let behind = (row.end + 1).min(self.draft().text.len());
        self.strike(row.start..behind, "");
    }

    fn paste_row(&mut self) {
        let (Some(from), Some(to)) = (self.row(), self.row()) else { return };
        let line = self.draft().text.slice(from).into_owned();
        self.strike(to.start..to.start, &format!("{line}\n"));
    }

    fn write_indicator(&mut self) {
        let Some(row) = self.row() else { return };
        let line = self.draft().text.slice(row.clone()).into_owned();
        let Some(stop) = line.rfind('。') else { return };
        self.type_at(row.start + stop + '。'.len_utf8(), INDICATOR);
    }

    /// What hides everything below it, until it is taken back.
    fn open_and_close(&mut self, mark: &str) {
        let Some(row) = self.row() else { return };
        self.type_at(row.start, mark);
        self.type_at(row.start + mark.len(), "\n");
        for end in (row.start..=row.start + mark.len()).rev() {
            self.strike(end..end + 1, "");
        }
    }

    fn place(&mut self) -> usize {
        let length = self.draft().text.len();
        let at = self.dice.below(length + 1);
        let text = &self.draft().text;
        // Whole characters only: the position is counted from the start of the line.
        let start = text.line_start(text.line_at(at));
        let line = text.line(text.line_at(at));
        (0..=(at - start).min(line.len())).rev().find(|&at| line.is_char_boundary(at)).map_or(start, |at| start + at)
    }

    fn hover(&mut self) {
        let place = self.place();
        self.ask("textDocument/hover", place, json!({}));
        self.done.questions += 1;
    }

    fn complete(&mut self) {
        let place = self.place();
        self.ask("textDocument/completion", place, json!({}));
        self.done.questions += 1;
    }

    /// Applies a fix of a finding that was sent, the first that is offered.
    fn fix(&mut self) {
        self.receive();
        let found: Vec<Value> = self.draft().published().iter().map(|finding| finding.0.clone()).collect();
        let Some(range) = self.dice.pick(&found) else { return };
        let uri = self.draft().uri.clone();
        let asked = json!({
            "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [], "only": ["quickfix"] },
        });
        let offered = self.client.request("textDocument/codeAction", asked);
        let edits = offered.as_array().into_iter().flatten().find_map(|action| {
            let changes = action["edit"]["changes"].get(&uri).cloned();
            changes.or_else(|| Some(action["edit"]["documentChanges"].get(0)?["edits"].clone()))
        });
        if let Some(edits) = edits {
            self.apply(&edits);
            self.done.fixes += 1;
        }
    }

    fn format(&mut self) {
        let (uri, length) = (self.draft().uri.clone(), self.draft().text.len());
        if length > FORMATTED {
            return;
        }
        let options = json!({ "tabSize": 4, "insertSpaces": true });
        let asked = json!({ "textDocument": { "uri": uri }, "options": options });
        let edits = self.client.request("textDocument/formatting", asked);
        self.apply(&edits);
        self.done.formats += 1;
    }

    /// Makes the edits that the server named as one key, from the last to the first.
    fn apply(&mut self, edits: &Value) {
        let draft = &self.drafts[self.at];
        let piece =
            |edit: &Value| (draft.bytes(&edit["range"]), edit["newText"].as_str().unwrap_or_default().to_owned());
        let mut pieces: Vec<Piece> = edits.as_array().into_iter().flatten().map(piece).collect();
        pieces.sort_by_key(|(range, _)| std::cmp::Reverse((range.start, range.end)));
        self.strike_all(pieces);
    }
}
