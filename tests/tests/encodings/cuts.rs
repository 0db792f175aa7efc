//! Answers in which every range is what it cuts out of its document, and every edit what it makes of it: they are the
//! same however a client counts.

use budget_tests::positions::{bytes, edited, offset};
use serde_json::{Map, Value, json};

use crate::session::Session;

/// What a client sends back and does not read.
const OPAQUE: &[&str] = &["data", "resultId"];

pub fn cut(session: &Session<'_>, method: &str, answer: &Value) -> Value {
    match method.starts_with("textDocument/semanticTokens/") {
        true => tokens(session, answer),
        false => Cutter { session, uri: &session.uri }.cut(answer),
    }
}

/// Whether an answer has a range or a position that was cut.
pub fn has_cuts(cut: &Value) -> bool {
    match cut {
        Value::Array(values) => values.iter().any(has_cuts),
        Value::Object(fields) => fields.contains_key("byte") || fields.values().any(has_cuts),
        _ => false,
    }
}

/// Whether an answer says something, and is not the frame of an empty list.
pub fn says_something(answer: &Value) -> bool {
    match answer {
        Value::Null | Value::Bool(_) => false,
        Value::Array(values) => values.iter().any(says_something),
        Value::Object(fields) => match fields.get("items") {
            Some(items) => says_something(items),
            None => fields.values().any(says_something),
        },
        Value::Number(_) | Value::String(_) => true,
    }
}

/// Where two answers begin to differ, with the lines above; empty where they are the same.
pub fn difference(one: &Value, other: &Value) -> String {
    let [one, other] = [one, other].map(|answer| serde_json::to_string_pretty(answer).unwrap());
    let (one, other): (Vec<_>, Vec<_>) = (one.lines().collect(), other.lines().collect());
    let same = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    if (same, same) == (one.len(), other.len()) {
        return String::new();
    }
    let line = |lines: &[&str]| lines.get(same).copied().unwrap_or("(end)").to_owned();
    format!("{}\n< {}\n> {}", one[same.saturating_sub(12)..same].join("\n"), line(&one), line(&other))
}

struct Cutter<'a> {
    session: &'a Session<'a>,
    /// The document that positions are in, where nothing nearer says so.
    uri: &'a str,
}

impl Cutter<'_> {
    fn cut(&self, value: &Value) -> Value {
        match value {
            Value::Array(edits) if is_edits(edits) => {
                json!({ "edits": self.each(edits), "after": self.after(value) })
            }
            Value::Array(values) => self.each(values),
            Value::Object(fields) if is_position(value) => {
                assert_eq!(fields.len(), 2);
                let byte = offset(self.text(), value, self.session.encoding);
                let before = &self.text()[..byte];
                json!({ "byte": byte, "behind": before.rsplit('\n').next() })
            }
            Value::Object(_) if is_position(&value["start"]) && is_position(&value["end"]) => {
                let bytes = bytes(self.text(), value, self.session.encoding);
                json!({ "byte": bytes.start, "cut": &self.text()[bytes] })
            }
            Value::Object(fields) => self.fields(value, fields),
            other => other.clone(),
        }
    }

    fn each(&self, values: &[Value]) -> Value {
        values.iter().map(|value| self.cut(value)).collect()
    }

    fn fields(&self, value: &Value, fields: &Map<String, Value>) -> Value {
        let own = ["/uri", "/targetUri", "/textDocument/uri", "/from/uri"].map(|place| value.pointer(place));
        let inside = Cutter { uri: own.into_iter().flatten().find_map(Value::as_str).unwrap_or(self.uri), ..*self };
        let field = |(name, field): (&String, &Value)| {
            let cutter = match name.as_str() {
                // The place that was asked about.
                "originSelectionRange" => self,
                name if self.session.texts.contains_key(name) => &Cutter { uri: name, ..inside },
                _ => &inside,
            };
            (!OPAQUE.contains(&name.as_str())).then(|| (name.clone(), cutter.cut(field)))
        };
        let mut cut: Map<String, Value> = fields.iter().filter_map(field).collect();
        // An edit alone: a client that can choose between two ranges takes the larger one.
        if let Some(range) = value.get("newText").and(value.get("replace")) {
            let alone = json!([{ "range": range, "newText": value["newText"] }]);
            cut.insert("after".to_owned(), inside.after(&alone));
        }
        Value::Object(cut)
    }

    fn after(&self, edits: &Value) -> Value {
        edited(self.text(), edits, self.session.encoding).into()
    }

    fn text(&self) -> &str {
        self.session.texts.get(self.uri).unwrap_or_else(|| panic!("{} is no document of this session", self.uri))
    }
}

fn is_position(value: &Value) -> bool {
    value.get("line").is_some() && value.get("character").is_some()
}

fn is_edits(values: &[Value]) -> bool {
    !values.is_empty() && values.iter().all(|value| value.get("newText").is_some() && value.get("range").is_some())
}

/// The tokens of an answer, or those that it makes of the last ones, each with its type and what it covers.
fn tokens(session: &Session<'_>, answer: &Value) -> Value {
    let mut numbers = answer["data"].as_array().unwrap_or(&session.tokens).clone();
    for edit in answer["edits"].as_array().into_iter().flatten().rev() {
        let number = |name: &str| usize::try_from(edit[name].as_u64().unwrap()).unwrap();
        let replaced = number("start")..number("start") + number("deleteCount");
        numbers.splice(replaced, edit["data"].as_array().into_iter().flatten().cloned());
    }
    let numbers: Vec<u64> = numbers.iter().map(|number| number.as_u64().unwrap()).collect();
    let (mut line, mut column) = (0, 0);
    let cutter = Cutter { session, uri: &session.uri };
    let token = |token: &[u64]| {
        column = if token[0] == 0 { column + token[1] } else { token[1] };
        line += token[0];
        let place = |character: u64| json!({ "line": line, "character": character });
        let range = json!({ "start": place(column), "end": place(column + token[2]) });
        let kind = &session.legend[usize::try_from(token[3]).unwrap()];
        json!({ "type": kind, "modifiers": token[4], "range": cutter.cut(&range) })
    };
    numbers.chunks(5).map(token).collect()
}
