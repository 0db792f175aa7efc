//! The settings: what `.budget-lsp.toml` above a document says, and what the client's configuration says over it.
//!
//! One description of all keys ([`description`]) is what the reader, the schema and the page go by.

mod check;
pub mod complaint;
pub mod description;
pub mod file;
pub mod schema;
mod tables;
mod tree;

use std::{collections::BTreeMap, sync::Arc};

use budget_grammar::{
    codes::{Codes, CodesError, Level1, Level2},
    name::fold,
    table::Role,
    text::Text,
    vocabulary::Vocabulary,
};

use crate::{
    analysis::{Hints, Lens, Options},
    finding::{Language, Severity},
    identity::Rounding,
    rules::rule,
    severities::Severities,
    width::AmbiguousWidth,
};
use check::{Placed, check};
use complaint::{Complaint, Fault};
use tables::Tables;
use tree::{Node, of_json, of_toml};

/// What was chosen; what is not said here is left to the settings below, and to the defaults below all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    language: Option<Preference>,
    rounding: Option<Rounding>,
    /// By the id of the rule; `None` turns it off.
    severities: BTreeMap<&'static str, Option<Severity>>,
    hints: HintSettings,
    lens: LensSettings,
    classes: Vec<Level1>,
    headers: Vec<(Role, String)>,
    tables: Option<Arc<Tables>>,
    ambiguous_width: Option<AmbiguousWidth>,
    closed_documents: Option<bool>,
}

/// Which hints are shown, as far as it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct HintSettings {
    total: Option<bool>,
    share: Option<bool>,
}

/// What stands above budget units, as far as it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct LensSettings {
    unit: Option<bool>,
    difference: Option<bool>,
}

/// The language of messages, as it is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Preference {
    /// That of the editor or of the environment.
    Locale,
    Always(Language),
}

/// Settings that were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<Faults> {
    /// What could be read; `None` where the settings before stay in force as a whole: the text is no TOML, or its
    /// classes clash. A wrong key or value leaves the others as they are.
    pub settings: Option<Settings>,
    /// What is wrong, in the order of the text.
    pub faults: Vec<Faults>,
}

impl LensSettings {
    /// What is said, over what holds where nothing is.
    fn filled(self, usual: Lens) -> Lens {
        Lens { unit: self.unit.unwrap_or(usual.unit), difference: self.difference.unwrap_or(usual.difference) }
    }
}

impl Settings {
    /// Only a language.
    pub fn in_language(language: Option<Language>) -> Self {
        Self { language: language.map(Preference::Always), ..Self::default() }
    }

    /// Reads the text of a settings file.
    pub fn parse(text: &str) -> Read<Complaint> {
        let (settings, mut faults) = match of_toml(text) {
            Ok(root) => read(root),
            Err(error) => {
                let span = error.span().unwrap_or_default();
                (Self::default(), vec![(span, Fault::Syntax(error.message().to_owned()))])
            }
        };
        faults.sort_by_key(|(span, _)| span.start);
        let text = Text::from(text);
        let faults: Vec<_> = faults.into_iter().map(|(span, fault)| Complaint::new(&text, span, fault)).collect();
        let is_refused = faults.iter().any(|complaint| complaint.fault.refuses());
        Read { settings: (!is_refused).then_some(settings), faults }
    }

    /// Reads the client's configuration: the section `budget`, or an object that holds it under that name.
    ///
    /// A key that is spelled like none of ours belongs to the editor's own part.
    pub fn of_client(json: &serde_json::Value) -> Read<Fault> {
        if json.is_null() {
            return Read { settings: Some(Self::default()), faults: Vec::new() };
        }
        let (settings, faults) = read(of_json(json.get("budget").filter(|inner| !inner.is_null()).unwrap_or(json)));
        let is_foreign = |fault: &Fault| match fault {
            Fault::UnknownKey { path, nearest: None, .. } => !path.contains('.'),
            _ => false,
        };
        let faults: Vec<_> = faults.into_iter().map(|(_, fault)| fault).filter(|fault| !is_foreign(fault)).collect();
        let is_refused = faults.iter().any(Fault::refuses);
        Read { settings: (!is_refused).then_some(settings), faults }
    }

    /// These over those below: what both say, these decide; classes, header texts and tables add up.
    #[must_use]
    pub fn over(&self, below: &Self) -> Self {
        let mut severities = below.severities.clone();
        severities.extend(&self.severities);
        Self {
            language: self.language.or(below.language),
            rounding: self.rounding.or(below.rounding),
            severities,
            hints: HintSettings {
                total: self.hints.total.or(below.hints.total),
                share: self.hints.share.or(below.hints.share),
            },
            lens: LensSettings {
                unit: self.lens.unit.or(below.lens.unit),
                difference: self.lens.difference.or(below.lens.difference),
            },
            classes: below.classes.iter().chain(&self.classes).cloned().collect(),
            headers: self.headers.iter().chain(&below.headers).cloned().collect(),
            tables: Tables::over(self.tables.as_ref(), below.tables.as_ref()),
            ambiguous_width: self.ambiguous_width.or(below.ambiguous_width),
            closed_documents: self.closed_documents.or(below.closed_documents),
        }
    }

    /// The language of messages, where `locale` is that of the editor or of the environment.
    pub fn language(&self, locale: Language) -> Language {
        match self.language {
            None | Some(Preference::Locale) => locale,
            Some(Preference::Always(language)) => language,
        }
    }

    /// What a document is read and checked with.
    pub fn options(&self, locale: Language) -> Options {
        let severities = self.severities.iter().filter_map(|(id, severity)| Some((rule(id)?, *severity)));
        Options {
            language: self.language(locale),
            rounding: self.rounding.unwrap_or_default(),
            severities: Severities::new(severities),
            hints: Hints { total: self.hints.total.unwrap_or_default(), share: self.hints.share.unwrap_or_default() },
            lens: self.lens.filled(Lens::default()),
            vocabulary: self.vocabulary(),
            ambiguous_width: self.ambiguous_width.unwrap_or_default(),
            ignores_closed: self.ignores_closed(),
        }
    }

    /// Whether documents that no editor has open are left alone.
    pub fn ignores_closed(&self) -> bool {
        self.closed_documents == Some(false)
    }

    /// The words in general use and those of the settings. Of two settings whose classes clash with each other, those
    /// below count.
    fn vocabulary(&self) -> Vocabulary {
        let words = self.words();
        match &self.tables {
            Some(tables) => words.with_kinds(tables.kinds()),
            None => words,
        }
    }

    fn words(&self) -> Vocabulary {
        if self.classes.is_empty() && self.headers.is_empty() {
            return Vocabulary::default();
        }
        let mut codes = Codes::standard().clone();
        for class in &self.classes {
            // Each by itself was held against the classes in general use when it was read.
            if let Err(clash) = extend(&mut codes, class) {
                tracing::warn!(%clash, "a class of the client's configuration clashes with the settings file");
            }
        }
        Vocabulary::new(codes, self.headers.iter().cloned())
    }
}

fn extend(codes: &mut Codes, class: &Level1) -> Result<(), CodesError> {
    codes.extend(&Codes::new([class.clone()])?)
}

fn read(root: Node) -> (Settings, Vec<Placed>) {
    let (root, mut faults) = check(root);
    let word = |key: &str| root.get(key).and_then(Node::text);
    let language = word("language").and_then(preference);
    let rounding = word("rounding").and_then(rounding);
    let severities = severities(&root);
    let switch = |table: &str, key: &str| root.get(table).and_then(|table| table.get(key)).and_then(Node::truth);
    let hints = HintSettings { total: switch("hints", "total"), share: switch("hints", "share") };
    let lens = LensSettings { unit: switch("lens", "unit"), difference: switch("lens", "difference") };
    let classes = classes(&root, &mut faults);
    let headers = headers(&root, &mut faults);
    let tables = tables::tables(&root, &mut faults);
    let format = |key: &str| root.get("format").and_then(|format| format.get(key)).and_then(Node::text);
    let ambiguous_width = format("ambiguous-width").and_then(ambiguous_width);
    let closed_documents = root.get("workspace").and_then(|workspace| workspace.get("closed-documents"));
    let closed_documents = closed_documents.and_then(Node::truth);
    let settings = Settings {
        language,
        rounding,
        severities,
        hints,
        lens,
        classes,
        headers,
        tables,
        ambiguous_width,
        closed_documents,
    };
    (settings, faults)
}

fn preference(word: &str) -> Option<Preference> {
    Some(match word {
        "auto" => Preference::Locale,
        "zh" => Preference::Always(Language::Chinese),
        "en" => Preference::Always(Language::English),
        _ => return None,
    })
}

fn rounding(word: &str) -> Option<Rounding> {
    Some(match word {
        "banded" => Rounding::Banded,
        "calc11" => Rounding::Calc11,
        "exact" => Rounding::Exact,
        "truncate" => Rounding::Truncate,
        _ => return None,
    })
}

fn ambiguous_width(word: &str) -> Option<AmbiguousWidth> {
    Some(match word {
        "wide" => AmbiguousWidth::Wide,
        "narrow" => AmbiguousWidth::Narrow,
        _ => return None,
    })
}

fn severities(root: &Node) -> BTreeMap<&'static str, Option<Severity>> {
    let all = [Severity::Error, Severity::Warning, Severity::Information, Severity::Hint];
    let entries = root.get("severity").map(Node::entries).unwrap_or_default();
    let severity = |word: &str| all.into_iter().find(|severity| severity.name() == word);
    let chosen = entries.iter().filter_map(|entry| Some((rule(&entry.key)?.id, severity(entry.node.text()?))));
    chosen.collect()
}

/// The classes, held one by one against those in general use and those before.
fn classes(root: &Node, faults: &mut Vec<Placed>) -> Vec<Level1> {
    let nodes = root.get("codes").and_then(|codes| codes.get("class")).map(Node::list).unwrap_or_default();
    let mut codes = Codes::standard().clone();
    let mut classes = Vec::new();
    for node in nodes {
        let Some(class) = class(node) else { continue };
        let place = node.get("name").map_or(0..0, |name| name.span.clone());
        match extend(&mut codes, &class) {
            Ok(()) => classes.push(class),
            Err(CodesError::Clash { existing, added }) => faults.push((place, Fault::Clash { existing, added })),
            Err(CodesError::Format(_)) => faults.push((place, Fault::Missing { path: "codes.class.name".to_owned() })),
        }
    }
    classes
}

fn class(node: &Node) -> Option<Level1> {
    let digits = node.get("codes").map(Node::list).unwrap_or_default();
    let level2 = node.get("level2").map(Node::list).unwrap_or_default();
    Some(Level1 {
        name: text(node, "name")?,
        english: text(node, "english").unwrap_or_default(),
        codes: digits.iter().filter_map(digit).collect(),
        spellings: texts(node, "spellings"),
        level2: level2.iter().filter_map(class_below).collect(),
        ..Level1::default()
    })
}

fn class_below(node: &Node) -> Option<Level2> {
    Some(Level2 {
        name: text(node, "name")?,
        english: text(node, "english").unwrap_or_default(),
        ordinal: node.get("ordinal").and_then(digit),
        spellings: texts(node, "spellings"),
        ..Level2::default()
    })
}

fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::text).map(str::to_owned)
}

fn texts(node: &Node, key: &str) -> Vec<String> {
    let list = node.get(key).map(Node::list).unwrap_or_default();
    list.iter().filter_map(|node| node.text().map(str::to_owned)).collect()
}

fn digit(node: &Node) -> Option<u8> {
    node.integer().and_then(|digit| u8::try_from(digit).ok())
}

/// The roles that header texts can be listed under.
const ROLES: [(&str, Role); 5] = [
    ("name", Role::Name),
    ("total", Role::Total),
    ("source", Role::Source),
    ("goal", Role::Goal),
    ("indicators", Role::Indicators),
];

/// The header texts. One that is listed twice belongs where it stands first.
fn headers(root: &Node, faults: &mut Vec<Placed>) -> Vec<(Role, String)> {
    let listed = |key: &'static str| {
        let list = root.get("headers").and_then(|headers| headers.get(key)).map(Node::list).unwrap_or_default();
        list.iter().filter_map(move |node| Some((key, node, node.text()?)))
    };
    let mut listed: Vec<_> = ROLES.iter().flat_map(|(key, role)| listed(key).map(|place| (*role, place))).collect();
    listed.sort_by_key(|(_, (_, node, _))| node.span.start);
    let mut headers: Vec<(Role, String)> = Vec::new();
    let mut keys: BTreeMap<String, &'static str> = BTreeMap::new();
    for (role, (key, node, text)) in listed {
        let first = *keys.entry(fold(text).into_owned()).or_insert(key);
        if first == key {
            headers.push((role, text.to_owned()));
        } else {
            faults.push((node.span.clone(), Fault::TwoRoles { text: text.to_owned(), first, second: key }));
        }
    }
    headers
}
