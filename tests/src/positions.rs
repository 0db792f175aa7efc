//! Positions as clients count them.

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
