//! The text of a document: a rope, its lines, and positions in the encodings of editors.
//!
//! Lines end at `\n`, `\r\n` and a lone `\r`, which is what CommonMark (§2.1) and the Language Server Protocol (§ Text
//! Documents) both say; so a line number means the same to all three.

use std::{borrow::Cow, ops::Range};

use ropey::{Rope, RopeSlice, iter::Chunks};

/// How a client counts characters inside a line (LSP 3.17, `PositionEncodingKind`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what a client gets that says nothing.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A place in a text as editors name it: both counted from 0, `character` in units of an [`Encoding`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The units before the place in its line.
    pub character: u32,
}

/// A text that is cheap to clone and to edit: both are logarithmic or better.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    rope: Rope,
}

/// A walk over the lines of a text: the next line costs no search from the root of the rope.
pub struct Walk<'t> {
    text: &'t Text,
    next: usize,
    lines: Option<Lines<'t>>,
}

/// The lines of a text from one on, without their endings; borrowed unless they cross a chunk of the rope. Each is
/// looked for in its chunk alone, where the rope's own walk counts the lines of the whole tree.
#[derive(Clone)]
pub struct Lines<'t> {
    /// What is left of the chunk; `None` behind the last line.
    rest: Option<&'t str>,
    chunks: Chunks<'t>,
}

impl<'t> Lines<'t> {
    fn from(text: &'t Rope, line: usize) -> Option<Self> {
        let start = text.try_line_to_byte(line).ok().filter(|_| line < text.len_lines())?;
        let (mut chunks, before, ..) = text.get_chunks_at_byte(start)?;
        let rest = chunks.next().unwrap_or_default().get(start.saturating_sub(before)..)?;
        Some(Self { rest: Some(rest), chunks })
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Cow<'t, str>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Cow::Borrowed("");
        loop {
            let chunk = self.rest?;
            // A rope parts no `\r\n`.
            let (own, behind) = split_line(chunk).map_or((chunk, None), |(own, behind)| (own, Some(behind)));
            if line.is_empty() {
                line = Cow::Borrowed(own);
            } else {
                line.to_mut().push_str(own);
            }
            self.rest = behind.or_else(|| self.chunks.next());
            if behind.is_some() || self.rest.is_none() {
                return Some(line);
            }
        }
    }
}

impl<'t> Walk<'t> {
    /// The text of a line without its ending. Constant where it stands behind the one before, else logarithmic.
    pub fn line(&mut self, line: usize) -> Cow<'t, str> {
        if line != self.next {
            self.lines = Lines::from(&self.text.rope, line);
        }
        self.next = line.saturating_add(1);
        self.lines.as_mut().and_then(Iterator::next).unwrap_or_default()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { rope: Rope::from_str(text) }
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.rope.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

impl Text {
    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many lines it has; at least one, the last one possibly empty.
    pub fn lines(&self) -> usize {
        self.rope.len_lines()
    }

    /// The byte at which `line` starts; the end of the text for a line behind the last.
    pub fn line_start(&self, line: usize) -> usize {
        self.rope.try_line_to_byte(line).unwrap_or(self.len())
    }

    /// The line that holds the byte at `offset`; the last one for an offset behind the text.
    pub fn line_at(&self, offset: usize) -> usize {
        self.rope.byte_to_line(offset.min(self.len()))
    }

    /// The text of `line` without its line ending; borrowed unless it crosses a chunk of the rope.
    pub fn line(&self, line: usize) -> Cow<'_, str> {
        without_ending(self.rope.get_line(line).map(Cow::from).unwrap_or_default())
    }

    /// The text of `range`, cut to the text and to whole characters.
    pub fn slice(&self, range: Range<usize>) -> Cow<'_, str> {
        let (start, end) = (self.floor(range.start), self.floor(range.end.max(range.start)));
        self.rope.get_byte_slice(start..end).map(Cow::from).unwrap_or_default()
    }

    /// Puts `new` in the place of `range`, which is cut to the text and to whole characters. Gives back what was
    /// replaced.
    pub fn replace(&mut self, range: Range<usize>, new: &str) -> Range<usize> {
        let (start, end) = (self.floor(range.start), self.floor(range.end.max(range.start)));
        let (first, last) = (self.rope.byte_to_char(start), self.rope.byte_to_char(end));
        if first < last {
            self.rope.remove(first..last);
        }
        if !new.is_empty() {
            self.rope.insert(first, new);
        }
        start..end
    }

    /// The ending of a line, `\n` for the last one.
    pub fn line_ending(&self, line: usize) -> Cow<'_, str> {
        let content = self.line_start(line) + self.line(line).len();
        let ending = self.slice(content..self.line_start(line + 1));
        if ending.is_empty() { Cow::Borrowed("\n") } else { ending }
    }

    /// The lines from `line` on, without their endings.
    pub fn lines_from(&self, line: usize) -> impl Iterator<Item = Cow<'_, str>> + Clone {
        Lines::from(&self.rope, line).into_iter().flatten()
    }

    /// Lines in order, one soon after the other.
    pub fn walk(&self) -> Walk<'_> {
        Walk { text: self, next: usize::MAX, lines: None }
    }

    /// The byte offset of `position`.
    ///
    /// As the protocol says, a character behind the line's end means the line's end; a line behind the last means the
    /// end of the text, and a place inside a character (the middle of a surrogate pair) means that character's start.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        if line >= self.lines() {
            return self.len();
        }
        let start = self.line_start(line);
        let text = self.line(line);
        start + units_to_bytes(&text, position.character as usize, encoding)
    }

    /// The position of the byte at `offset`, which is cut to the text and to whole characters.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let offset = self.floor(offset);
        let line = self.line_at(offset);
        let start = self.line_start(line);
        let before = self.rope.get_byte_slice(start..offset);
        let character = before.map_or(0, |before| units(before, encoding));
        Position { line: saturate(line), character: saturate(character) }
    }

    /// The last character boundary at or before `offset`.
    fn floor(&self, offset: usize) -> usize {
        let offset = offset.min(self.len());
        self.rope.char_to_byte(self.rope.byte_to_char(offset))
    }
}

/// The lines of a plain text, without their endings: the same ones that a [`Text`] has.
pub fn lines_of(text: &str) -> impl Iterator<Item = &str> + Clone {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let Some((line, behind)) = split_line(rest?) else { return rest.take() };
        rest = Some(behind);
        Some(line)
    })
}

/// The first line of a text that ends in it, and what stands behind its ending.
fn split_line(text: &str) -> Option<(&str, &str)> {
    let end = memchr::memchr2(b'\n', b'\r', text.as_bytes())?;
    let (line, ending) = text.split_at_checked(end)?;
    Some((line, ending.strip_prefix("\r\n").or_else(|| ending.get(1..))?))
}

fn saturate(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn without_ending(line: Cow<'_, str>) -> Cow<'_, str> {
    let content = line.trim_end_matches('\n').trim_end_matches('\r').len();
    match line {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..content).unwrap_or_default()),
        Cow::Owned(mut text) => {
            text.truncate(content);
            Cow::Owned(text)
        }
    }
}

fn units(text: RopeSlice<'_>, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => text.len_bytes(),
        Encoding::Utf16 => text.len_utf16_cu(),
        Encoding::Utf32 => text.len_chars(),
    }
}

/// How many units of `encoding` the text is long.
pub fn units_of(text: &str, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => text.len(),
        Encoding::Utf16 => text.encode_utf16().count(),
        Encoding::Utf32 => text.chars().count(),
    }
}

/// The byte offset behind `units` units of `line`: at most its length, and never inside a character.
fn units_to_bytes(line: &str, units: usize, encoding: Encoding) -> usize {
    let mut left = units;
    for (offset, character) in line.char_indices() {
        let width = match encoding {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
            Encoding::Utf32 => 1,
        };
        if left < width {
            return offset;
        }
        left -= width;
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn one_place_has_three_names() {
        let text = Text::from("| 甲局 |\r\n| 𠮷村 | 1.00 |");
        let offset = text.to_string().find("1.00").unwrap();
        let names = ENCODINGS.map(|encoding| text.position(offset, encoding));
        assert_eq!(names, [at(1, 12), at(1, 8), at(1, 7)]);
        for (name, encoding) in names.into_iter().zip(ENCODINGS) {
            assert_eq!(text.offset(name, encoding), offset);
        }
    }

    #[test]
    fn positions_outside_are_clamped() {
        let text = Text::from("𠮷\nab\r\n");
        assert_eq!(text.offset(at(0, 1), Encoding::Utf16), 0, "inside a surrogate pair");
        assert_eq!(text.offset(at(1, 99), Encoding::Utf16), 7, "behind the line's end");
        assert_eq!(text.offset(at(99, 0), Encoding::Utf16), text.len(), "behind the last line");
        assert_eq!(text.position(1, Encoding::Utf16), at(0, 0), "inside a character");
    }

    #[test]
    fn all_three_line_endings_end_a_line_and_no_other_does() {
        let text = Text::from("a\rb\r\nc\nd\u{2028}e\u{b}f\u{85}g");
        let lines: Vec<_> = text.lines_from(0).collect();
        assert_eq!(lines, ["a", "b", "c", "d\u{2028}e\u{b}f\u{85}g"]);
    }

    #[test]
    fn lines_that_cross_chunks_are_whole() {
        let plain: String = (0..40).map(|line| format!("{}\r\n{line}\n\r", "甲乙".repeat(line * 15))).collect();
        let text = Text::from(plain.as_str());
        for first in 0..=text.lines() {
            let expected: Vec<&str> = lines_of(&plain).skip(first).collect();
            assert_eq!(text.lines_from(first).collect::<Vec<_>>(), expected, "{first}");
        }
        let mut walk = text.walk();
        assert!(lines_of(&plain).enumerate().all(|(line, expected)| walk.line(line) == expected));
    }

    #[test]
    fn a_plain_text_has_the_same_lines() {
        for plain in ["", "\n", "a\r\n\r\rb\n\n", "甲\r"] {
            let text = Text::from(plain);
            assert!(lines_of(plain).eq(text.lines_from(0)), "{plain:?}");
            assert_eq!(lines_of(plain).count(), text.lines());
        }
    }

    proptest! {
        #[test]
        fn offsets_survive_the_way_to_a_position_and_back(source in "[a甲𠮷😀|\r\n]{0,40}", place in 0.0..1.0f64) {
            let text = Text::from(source.as_str());
            let offset = source.floor_char_boundary((source.len() as f64 * place) as usize);
            let (before, behind) = source.split_at(offset);
            prop_assume!(!(before.ends_with('\r') && behind.starts_with('\n')));
            for encoding in ENCODINGS {
                prop_assert_eq!(text.offset(text.position(offset, encoding), encoding), offset);
            }
        }

        #[test]
        fn replacing_is_what_it_is_on_a_string(source in "[a甲𠮷\r\n]{0,30}", a in 0usize..99, b in 0usize..99, new in "[x乙\r\n]{0,4}") {
            let mut text = Text::from(source.as_str());
            let range = text.replace(a..b, &new);
            let mut plain = source;
            plain.replace_range(range, &new);
            prop_assert_eq!(text.to_string(), plain.clone());
            prop_assert_eq!(text, Text::from(plain.as_str()));
        }
    }
}
