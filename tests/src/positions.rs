//! Positions as clients count them.

use std::ops::Range;

use serde_json::{Value, json};

/// A position.
pub fn position(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

/// A change of a document: a range and its new text.
pub fn replace(start: (u32, u32), end: (u32, u32), text: &str) -> Value {
    json!({ "range": { "start": position(start.0, start.1), "end": position(end.0, end.1) }, "text": text })
}

/// The length of a text, in the client's own way of counting.
pub fn units(text: &str, encoding: &str) -> u32 {
    let units = match encoding {
        "utf-8" => text.len(),
        "utf-16" => text.encode_utf16().count(),
        _ => text.chars().count(),
    };
    u32::try_from(units).unwrap()
}

/// The text that a range of one line covers, in the client's own way of counting.
pub fn cut(text: &str, range: &Value, encoding: &str) -> String {
    let line = text.split('\n').nth(usize::try_from(range["start"]["line"].as_u64().unwrap()).unwrap()).unwrap();
    assert_eq!(range["start"]["line"], range["end"]["line"]);
    let (start, end) = (range["start"]["character"].as_u64().unwrap(), range["end"]["character"].as_u64().unwrap());
    let at = |character: &(usize, char)| {
        let units = u64::from(units(&line[..character.0], encoding));
        start <= units && units < end
    };
    line.char_indices().filter(at).map(|(_, character)| character).collect()
}

/// Where a position stands in a text, in bytes.
///
/// # Panics
///
/// Where it is inside a character, or behind the end of its line: a server that sends such a position has miscounted.
pub fn offset(text: &str, position: &Value, encoding: &str) -> usize {
    let number = |name: &str| position[name].as_u64().and_then(|number| u32::try_from(number).ok()).expect("a number");
    let (line, character) = (number("line"), number("character"));
    let mut lines = text.split_inclusive('\n').chain(text.ends_with('\n').then_some(""));
    let start: usize = lines.by_ref().take(line as usize).map(str::len).sum();
    let line = lines.next().unwrap_or_else(|| panic!("{position} is behind the text")).trim_end_matches(['\r', '\n']);
    let mut ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
    let at = ends.find(|end| units(&line[..*end], encoding) == character);
    start + at.unwrap_or_else(|| panic!("{position} is on no character of “{line}” in {encoding}"))
}

/// The bytes of a text that a range covers; panics as [`offset`] does.
pub fn bytes(text: &str, range: &Value, encoding: &str) -> Range<usize> {
    offset(text, &range["start"], encoding)..offset(text, &range["end"], encoding)
}

/// The position of a byte of a text.
pub fn position_at(text: &str, offset: usize, encoding: &str) -> Value {
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    position(u32::try_from(before.matches('\n').count()).unwrap(), units(&before[start..], encoding))
}

/// The range of some bytes of a text.
pub fn range_at(text: &str, bytes: Range<usize>, encoding: &str) -> Value {
    json!({ "start": position_at(text, bytes.start, encoding), "end": position_at(text, bytes.end, encoding) })
}

/// A text after a list of edits, which all count in the text before.
///
/// # Panics
///
/// Where two of them overlap, or one is at no place of the text.
pub fn edited(text: &str, edits: &Value, encoding: &str) -> String {
    let edits = edits.as_array().expect("a list of edits");
    let mut placed: Vec<_> = edits.iter().map(|edit| (bytes(text, &edit["range"], encoding), edit)).collect();
    placed.sort_by_key(|(range, _)| range.start);
    let (mut edited, mut end) = (String::new(), 0);
    for (range, edit) in placed {
        assert!(end <= range.start, "overlaps the one before: {edit}");
        edited += &text[end..range.start];
        edited += edit["newText"].as_str().expect("a new text");
        end = range.end;
    }
    edited + &text[end..]
}
