//! Settings as they are written, in TOML or in JSON: one tree, whose nodes know where they stand.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// A value and where it stands, in bytes; a value from JSON stands nowhere (`0..0`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) value: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Truth(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// Of a type that no key has: a date, a fraction.
    Foreign,
}

/// A key of a table, where that stands, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) span: Range<usize>,
    pub(super) node: Node,
}

impl Node {
    /// What a key of a table says.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The keys of a table; none of anything else.
    pub(super) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The nodes of a list; none of anything else.
    pub(super) fn list(&self) -> &[Self] {
        match &self.value {
            Value::List(list) => list,
            _ => &[],
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn integer(&self) -> Option<i64> {
        match self.value {
            Value::Integer(integer) => Some(integer),
            _ => None,
        }
    }

    pub(super) fn truth(&self) -> Option<bool> {
        match self.value {
            Value::Truth(truth) => Some(truth),
            _ => None,
        }
    }
}

/// Reads TOML.
///
/// # Errors
/// The text is none.
pub(super) fn of_toml(text: &str) -> Result<Node, toml::de::Error> {
    let table = DeTable::parse(text)?;
    Ok(Node { span: table.span(), value: of_table(table.get_ref()) })
}

fn of_table(table: &DeTable<'_>) -> Value {
    let entries = table.iter().map(|(key, value)| Entry {
        key: key.get_ref().clone().into_owned(),
        span: key.span(),
        node: Node { span: value.span(), value: of_value(value.get_ref()) },
    });
    Value::Table(entries.collect())
}

fn of_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(digits) => {
            i64::from_str_radix(digits.as_str(), digits.radix()).map_or(Value::Foreign, Value::Integer)
        }
        DeValue::Array(list) => {
            let node =
                |value: &toml::Spanned<DeValue<'_>>| Node { span: value.span(), value: of_value(value.get_ref()) };
            Value::List(list.iter().map(node).collect())
        }
        DeValue::Table(table) => of_table(table),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Float(_) | DeValue::Datetime(_) => Value::Foreign,
    }
}

/// Reads JSON. A `null` is a key that is not there: editors send it for what the user did not set.
pub(super) fn of_json(json: &serde_json::Value) -> Node {
    use serde_json::Value as Json;
    let value = match json {
        Json::String(text) => Value::Text(text.clone()),
        Json::Number(number) => number.as_i64().map_or(Value::Foreign, Value::Integer),
        Json::Array(list) => Value::List(list.iter().map(of_json).collect()),
        Json::Object(table) => {
            let set = table.iter().filter(|(_, value)| !value.is_null());
            let entry = |(key, value): (&String, &Json)| Entry { key: key.clone(), span: 0..0, node: of_json(value) };
            Value::Table(set.map(entry).collect())
        }
        Json::Bool(truth) => Value::Truth(*truth),
        Json::Null => Value::Foreign,
    };
    Node { span: 0..0, value }
}
