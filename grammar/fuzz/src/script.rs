//! A document and what is typed into it, in a form that a fuzzer changes with profit and a person can read.

use std::{borrow::Cow, ops::Range};

/// Parts a script: the document, then its edits.
const STEP: char = '\u{1e}';

/// A document, then edits, each `place,length,text` behind a record separator (U+001E). Any bytes are a script.
#[derive(Debug)]
pub struct Script<'a> {
    bytes: Cow<'a, str>,
}

/// One edit: `length` bytes at `place` become `text`.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a> {
    place: usize,
    length: usize,
    /// What stands there afterwards.
    pub text: &'a str,
}

impl<'a> Script<'a> {
    /// Reads a script. What is no UTF-8 is replaced, as an editor would.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: String::from_utf8_lossy(bytes) }
    }

    /// The document before any edit.
    pub fn document(&self) -> &str {
        self.bytes.split(STEP).next().unwrap_or_default()
    }

    /// The edits in their order.
    pub fn edits(&self) -> impl Iterator<Item = Edit<'_>> {
        self.bytes.split(STEP).skip(1).map(|step| {
            let mut parts = step.splitn(3, ',');
            let mut number = || parts.next().and_then(|number| number.parse::<u32>().ok()).unwrap_or_default() as usize;
            let (place, length) = (number(), number());
            Edit { place, length, text: parts.next().unwrap_or_default() }
        })
    }
}

impl Edit<'_> {
    /// The bytes of `text` that it stands for: whole characters, and the place counted round where the text is shorter.
    pub fn range(&self, text: &str) -> Range<usize> {
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let start = boundary(self.place % (text.len() + 1));
        start..boundary(start.saturating_add(self.length)).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_a_document_and_edits_at_whole_characters() {
        let script = Script::new("合计\u{1e}4,1,局\u{1e}99,0,\u{1e}x".as_bytes());
        assert_eq!(script.document(), "合计");
        let edits: Vec<_> = script.edits().map(|edit| (edit.range("合计"), edit.text)).collect();
        assert_eq!(edits, [(3..3, "局"), (0..0, ""), (0..0, "")]);
    }
}
