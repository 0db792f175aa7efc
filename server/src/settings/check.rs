//! Holds a tree of settings against the description: what fits is kept, the rest is named.

use std::ops::Range;

use budget_grammar::name::trim;

use super::{
    complaint::{Fault, Wanted},
    description::{Choice, KEYS, Key, Kind, SEVERITIES},
    tree::{Entry, Node, Value},
};
use crate::rules::CATALOGUE;

/// A fault and where it is.
pub(super) type Placed = (Range<usize>, Fault);

/// Keeps what fits; behind every key that is left stands a value of its kind.
pub(super) fn check(root: Node) -> (Node, Vec<Placed>) {
    let mut check = Check { faults: Vec::new() };
    let (span, path) = (root.span.clone(), Path::default());
    let kept = check.value(root, Kind::Table(KEYS), &path);
    (kept.unwrap_or(Node { span, value: Value::Table(Vec::new()) }), check.faults)
}

/// The names of keys from the top.
#[derive(Clone, Default)]
struct Path(String);

impl Path {
    fn to(&self, key: &str) -> Self {
        if self.0.is_empty() { Self(key.to_owned()) } else { Self(format!("{}.{key}", self.0)) }
    }
}

struct Check {
    faults: Vec<Placed>,
}

impl Check {
    fn value(&mut self, node: Node, kind: Kind, path: &Path) -> Option<Node> {
        let Node { span, value } = node;
        let value = match (kind, value) {
            (Kind::Choice(choices), Value::Text(word)) => Value::Text(self.choice(word, choices, &span, path)?),
            (Kind::Text, Value::Text(text)) if says_something(&text) => Value::Text(text),
            (Kind::Word, Value::Text(text)) if !is_blank(&text) => Value::Text(text),
            (Kind::Digit, Value::Integer(digit @ 0..=9)) => Value::Integer(digit),
            (Kind::Switch(_), Value::Truth(truth)) => Value::Truth(truth),
            (Kind::Texts, Value::List(list)) => self.list(list, Kind::Text, path),
            (Kind::Words, Value::List(list)) => self.list(list, Kind::Word, path),
            (Kind::WordLists, Value::List(list)) => self.list(list, Kind::Words, path),
            (Kind::Digits, Value::List(list)) => self.list(list, Kind::Digit, path),
            (Kind::Tables(keys), Value::List(list)) => self.list(list, Kind::Table(keys), path),
            (Kind::Table(keys), Value::Table(entries)) => {
                self.needs(&entries, keys, &span, path)?;
                let kept: Vec<Entry> = entries.into_iter().filter_map(|entry| self.entry(entry, keys, path)).collect();
                Value::Table(kept)
            }
            (Kind::SeverityByRule, Value::Table(entries)) => {
                Value::Table(entries.into_iter().filter_map(|entry| self.severity(entry, path)).collect())
            }
            _ => return self.fault(span, Fault::OtherType { path: path.0.clone(), wanted: Wanted::of(kind) }),
        };
        Some(Node { span, value })
    }

    fn list(&mut self, list: Vec<Node>, kind: Kind, path: &Path) -> Value {
        Value::List(list.into_iter().filter_map(|node| self.value(node, kind, path)).collect())
    }

    fn entry(&mut self, entry: Entry, keys: &'static [Key], path: &Path) -> Option<Entry> {
        let Entry { key, span, node } = entry;
        let path = path.to(&key);
        let Some(known) = keys.iter().find(|known| known.name == key) else {
            let known: Vec<&str> = keys.iter().map(|key| key.name).collect();
            let nearest = nearest(&key, &known);
            return self.fault(span, Fault::UnknownKey { path: path.0, nearest, known });
        };
        let node = self.value(node, known.kind, &path)?;
        Some(Entry { key, span, node })
    }

    /// A table without a key that it needs is left out.
    fn needs(&mut self, entries: &[Entry], keys: &[Key], span: &Range<usize>, path: &Path) -> Option<()> {
        let is_there = |key: &Key| entries.iter().any(|entry| entry.key == key.name);
        match keys.iter().find(|key| key.is_needed && !is_there(key)) {
            Some(key) => self.fault(span.clone(), Fault::Missing { path: path.to(key.name).0 }),
            None => Some(()),
        }
    }

    fn severity(&mut self, entry: Entry, path: &Path) -> Option<Entry> {
        let Entry { key, span, node } = entry;
        let ids: Vec<&str> = CATALOGUE.iter().map(|rule| rule.id).collect();
        if !ids.contains(&&*key) {
            let nearest = nearest(&key, &ids);
            return self.fault(span, Fault::UnknownRule { id: key, nearest });
        }
        let node = self.value(node, Kind::Choice(SEVERITIES), &path.to(&key))?;
        Some(Entry { key, span, node })
    }

    fn choice(&mut self, word: String, choices: &[Choice], span: &Range<usize>, path: &Path) -> Option<String> {
        let known: Vec<&str> = choices.iter().map(|choice| choice.name).collect();
        if known.contains(&&*word) {
            return Some(word);
        }
        let nearest = nearest(&word, &known);
        self.fault(span.clone(), Fault::UnknownValue { path: path.0.clone(), value: word, nearest, known })
    }

    fn fault<T>(&mut self, span: Range<usize>, fault: Fault) -> Option<T> {
        self.faults.push((span, fault));
        None
    }
}

/// Whether a name or a header text is one: 指标 by itself names no class.
fn says_something(text: &str) -> bool {
    !is_blank(text) && trim(text) != "指标"
}

fn is_blank(text: &str) -> bool {
    trim(text).is_empty()
}

/// The known word that is spelled most like `word`, if more than half of it is the same.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase().replace('_', "-");
    let likeness = |known: &str| strsim::normalized_damerau_levenshtein(&word, known);
    let likest = known.iter().max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    (likeness(likest) > 0.5).then_some(*likest)
}
