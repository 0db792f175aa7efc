//! The JSON schema of the settings, for editors that complete TOML: made from the description and the catalogue.

use serde_json::{Map, Value, json};

use super::description::{Choice, KEYS, Key, Kind, SEVERITIES};
use crate::rules::CATALOGUE;

/// The schema of a settings file (JSON Schema draft-07).
pub fn schema() -> Value {
    let mut schema = table(KEYS);
    if let Value::Object(schema) = &mut schema {
        schema.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        schema.insert("title".to_owned(), json!(".budget-lsp.toml"));
    }
    schema
}

fn of(kind: Kind) -> Value {
    match kind {
        Kind::Choice(choices) => choice(choices),
        Kind::SeverityByRule => severities(),
        Kind::Table(keys) => table(keys),
        Kind::Tables(keys) => list(table(keys)),
        Kind::Text | Kind::Word => json!({ "type": "string", "minLength": 1 }),
        Kind::Texts => list(of(Kind::Text)),
        Kind::Words => list(of(Kind::Word)),
        Kind::WordLists => list(of(Kind::Words)),
        Kind::Digit => json!({ "type": "integer", "minimum": 0, "maximum": 9 }),
        Kind::Switch(usual) => json!({ "type": "boolean", "default": usual }),
        Kind::Digits => list(of(Kind::Digit)),
    }
}

fn table(keys: &[Key]) -> Value {
    let key = |key: &Key| {
        let mut schema = of(key.kind);
        describe(&mut schema, key.chinese, key.english);
        (key.name.to_owned(), schema)
    };
    let properties: Map<String, Value> = keys.iter().map(key).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.is_needed).map(|key| key.name).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn choice(choices: &[Choice]) -> Value {
    let one = |choice: &Choice| json!({ "const": choice.name, "description": both(choice.chinese, choice.english) });
    json!({ "type": "string", "oneOf": choices.iter().map(one).collect::<Vec<_>>() })
}

fn severities() -> Value {
    let rules = CATALOGUE.iter().map(|rule| {
        let mut schema = choice(SEVERITIES);
        if let Value::Object(schema) = &mut schema {
            schema.insert("title".to_owned(), json!(rule.title()));
            schema.insert("default".to_owned(), json!(if rule.is_on { rule.severity.name() } else { "off" }));
        }
        (rule.id.to_owned(), schema)
    });
    json!({ "type": "object", "additionalProperties": false, "properties": rules.collect::<Map<_, _>>() })
}

fn describe(schema: &mut Value, chinese: &str, english: &str) {
    if let Value::Object(schema) = schema {
        schema.insert("description".to_owned(), json!(both(chinese, english)));
    }
}

fn both(chinese: &str, english: &str) -> String {
    format!("{chinese}\n{english}")
}
