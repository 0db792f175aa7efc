//! The kinds of tables that the settings describe, the quantities that these print and what adds up to what. Each is
//! held against those in general use and those before it, and one that is wrong is left out alone.

use std::sync::Arc;

use budget_grammar::{
    kinds::{
        Description, Kinds, RowIs, Rows, Side,
        description::{Bound, Figure, Form, Kind, Quantity, Same, Sum},
    },
    name::fold,
};

use super::{
    check::{Placed, nearest},
    complaint::Fault,
    text, texts,
    tree::Node,
};

/// What the weights of indicators add up to, with 10 points for the execution of the budget beside them or without.
const WEIGHT_SUMS: [u32; 2] = [90, 100];

/// What the settings add, and what it makes of the kinds in general use. The latter is as large as those, and is made
/// once.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tables {
    description: Description,
    kinds: Arc<Kinds>,
}

impl Tables {
    fn new(description: Description) -> Option<Arc<Self>> {
        if description == Description::default() {
            return None;
        }
        match Kinds::with(description.clone()) {
            Ok(kinds) => Some(Arc::new(Self { description, kinds: Arc::new(kinds) })),
            Err(reason) => {
                tracing::warn!(reason, "tables of the settings are not what they were checked to be");
                None
            }
        }
    }

    /// The kinds of these and those in general use.
    pub(super) fn kinds(&self) -> Arc<Kinds> {
        Arc::clone(&self.kinds)
    }

    /// These over those below; of two with one name, these count.
    pub(super) fn over(above: Option<&Arc<Self>>, below: Option<&Arc<Self>>) -> Option<Arc<Self>> {
        let (Some(above), Some(below)) = (above, below) else { return above.or(below).cloned() };
        let (mut all, below) = (above.description.clone(), &below.description);
        let own = &above.description;
        let is_new = |id: &str| own.kind.iter().all(|kind| kind.id != id);
        all.kind.extend(below.kind.iter().filter(|kind| is_new(&kind.id)).cloned());
        let is_new = |id: &str| own.quantity.iter().all(|quantity| quantity.id != id);
        all.quantity.extend(below.quantity.iter().filter(|quantity| is_new(&quantity.id)).cloned());
        all.sum.extend(below.sum.iter().filter(|sum| !own.sum.contains(sum)).cloned());
        all.same.extend(below.same.iter().filter(|same| !own.same.contains(same)).cloned());
        all.bound.extend(below.bound.iter().filter(|bound| !own.bound.contains(bound)).cloned());
        Self::new(all)
    }
}

/// What stands under `tables`. Cost: the kinds in general use, where anything does.
pub(super) fn tables(root: &Node, faults: &mut Vec<Placed>) -> Option<Arc<Tables>> {
    let tables = root.get("tables")?;
    let mut reader = Reader { own: Description::default(), faults };
    let each = |key: &str| tables.get(key).map(Node::list).unwrap_or_default();
    for node in each("quantity") {
        let quantity = reader.quantity(node);
        reader.own.quantity.extend(quantity);
    }
    for node in each("kind") {
        let kind = reader.kind(node);
        reader.own.kind.extend(kind);
    }
    for node in each("sum") {
        let sum = reader.sum(node);
        reader.own.sum.extend(sum);
    }
    for node in each("same") {
        let same = reader.same(node);
        reader.own.same.extend(same);
    }
    for node in each("bound") {
        let bound = reader.bound(node);
        reader.own.bound.extend(bound);
    }
    Tables::new(reader.own)
}

struct Reader<'f> {
    /// What was read.
    own: Description,
    faults: &'f mut Vec<Placed>,
}

impl Reader<'_> {
    fn quantity(&mut self, node: &Node) -> Option<Quantity> {
        let id = self.id(node, "tables.quantity.id", |reader, id| reader.quantities().any(|known| known == id))?;
        Some(Quantity {
            id,
            name: text(node, "name")?,
            english: text(node, "english").unwrap_or_default(),
            phrases: words(node, "phrases"),
            within: words(node, "within"),
            without: words(node, "without"),
            counted: words(node, "counted"),
            carried: false,
            projects: node.get("projects").and_then(Node::truth).unwrap_or_default(),
        })
    }

    fn kind(&mut self, node: &Node) -> Option<Kind> {
        let is_known = |reader: &Self, id: &str| {
            let standard = Kinds::standard().all().iter().map(|kind| &kind.description);
            reader.own.kind.iter().chain(standard).any(|kind| kind.id == id)
        };
        let id = self.id(node, "tables.kind.id", is_known)?;
        let titles = self.lists(node, "titles", "tables.kind.titles")?;
        let figures = node.get("figure").map(Node::list).unwrap_or_default();
        let rows = node.get("rows").and_then(Node::text).and_then(rows).unwrap_or_default();
        let form = node.get("form").and_then(|form| self.form(form));
        Some(Kind {
            id,
            name: text(node, "name")?,
            english: text(node, "english").unwrap_or_default(),
            titles,
            without: words(node, "without"),
            rows: if form.is_some() { Rows::Form } else { rows },
            side: side(node),
            notes: texts(node, "notes"),
            form,
            column: Vec::new(),
            figure: figures.iter().filter_map(|figure| self.figure(figure)).collect(),
            classes: Vec::new(),
        })
    }

    fn form(&mut self, node: &Node) -> Option<Form> {
        let mut needed = |key: &str| {
            let list = node.get(key)?;
            let words = folded(list);
            if words.is_empty() { self.missing(list, &format!("tables.kind.form.{key}")) } else { Some(words) }
        };
        let (totals, parts) = needed("totals").zip(needed("parts"))?;
        Some(Form { totals, parts, weights: words(node, "weights"), weight_sums: WEIGHT_SUMS.to_vec() })
    }

    fn figure(&mut self, node: &Node) -> Option<Figure> {
        let quantity = self.known(node.get("quantity")?)?;
        let place = node.get("row")?;
        let row = place.text().and_then(row)?;
        let columns = self.lists(node, "columns", "tables.kind.figure.columns")?;
        let mut lines = words(node, "lines");
        if row == RowIs::Line && lines.is_empty() {
            return self.missing(node.get("lines").unwrap_or(place), "tables.kind.figure.lines");
        }
        if let Some(node) = node.get("lines").filter(|_| row != RowIs::Line && !lines.is_empty()) {
            self.faults.push((node.span.clone(), Fault::OtherLines));
            lines.clear();
        }
        let balanced = node.get("balanced").and_then(Node::truth).unwrap_or_default();
        Some(Figure { quantity, side: side(node), row, lines, columns, balanced })
    }

    fn sum(&mut self, node: &Node) -> Option<Sum> {
        const PARTS: &str = "tables.sum.parts";
        let total = self.known(node.get("total")?)?;
        let parts = self.quantities_in(node.get("parts")?, PARTS, &[&total], 1)?;
        Some(Sum { total, parts, prose: node.get("prose").and_then(Node::truth).unwrap_or_default() })
    }

    fn same(&mut self, node: &Node) -> Option<Same> {
        let quantities = self.quantities_in(node.get("quantities")?, "tables.same.quantities", &[], 2)?;
        let condition = self.quantities_in(node.get("where")?, "tables.same.where", &[], 2)?;
        Some(Same { quantities, condition })
    }

    fn bound(&mut self, node: &Node) -> Option<Bound> {
        let quantity = self.known(node.get("quantity")?)?;
        let place = node.get("at-most")?;
        let at_most = self.known(place)?;
        if at_most == quantity {
            let path = "tables.bound.at-most".to_owned();
            self.faults.push((place.span.clone(), Fault::Taken { path, id: at_most }));
            return None;
        }
        Some(Bound { quantity, at_most, planned: node.get("planned").and_then(Node::truth).unwrap_or_default() })
    }

    /// At least so many quantities, each once and none of the `others`.
    fn quantities_in(&mut self, list: &Node, path: &str, others: &[&String], least: usize) -> Option<Vec<String>> {
        let mut quantities: Vec<String> = Vec::new();
        for node in list.list() {
            let id = self.known(node)?;
            if others.contains(&&id) || quantities.contains(&id) {
                self.faults.push((node.span.clone(), Fault::Taken { path: path.to_owned(), id }));
                return None;
            }
            quantities.push(id);
        }
        if quantities.len() < least { self.missing(list, path) } else { Some(quantities) }
    }

    /// A name that nothing else has.
    fn id(&mut self, node: &Node, path: &str, is_known: impl FnOnce(&Self, &str) -> bool) -> Option<String> {
        let place = node.get("id")?;
        let id = place.text()?;
        if is_known(self, id) {
            self.faults.push((place.span.clone(), Fault::Taken { path: path.to_owned(), id: id.to_owned() }));
            return None;
        }
        Some(id.to_owned())
    }

    /// The name of a quantity that is described.
    fn known(&mut self, node: &Node) -> Option<String> {
        let id = node.text()?;
        if self.quantities().any(|known| known == id) {
            return Some(id.to_owned());
        }
        let known: Vec<&str> = self.quantities().collect();
        let nearest = nearest(id, &known).map(str::to_owned);
        self.faults.push((node.span.clone(), Fault::UnknownQuantity { id: id.to_owned(), nearest }));
        None
    }

    /// The names of all quantities, in general use and of one's own.
    fn quantities(&self) -> impl Iterator<Item = &str> {
        self.own.quantity.iter().chain(Kinds::standard().quantities()).map(|quantity| &*quantity.id)
    }

    /// Lists of words, none of them empty, and at least one.
    fn lists(&mut self, node: &Node, key: &str, path: &str) -> Option<Vec<Vec<String>>> {
        let outer = node.get(key)?;
        let lists: Vec<Vec<String>> = outer.list().iter().map(folded).collect();
        let empty = outer.list().iter().zip(&lists).find(|(_, words)| words.is_empty()).map(|(inner, _)| inner);
        match empty.or(Some(outer).filter(|_| lists.is_empty())) {
            Some(empty) => self.missing(empty, path),
            None => Some(lists),
        }
    }

    /// A list without words. What took them from it, where something did, was said already.
    fn missing<T>(&mut self, node: &Node, path: &str) -> Option<T> {
        let own = &node.span;
        let is_inside = |(span, _): &Placed| own.start < span.start && span.end < own.end;
        if !self.faults.iter().any(is_inside) {
            self.faults.push((own.clone(), Fault::Missing { path: path.to_owned() }));
        }
        None
    }
}

/// Texts that are compared with folded ones.
fn words(node: &Node, key: &str) -> Vec<String> {
    node.get(key).map(folded).unwrap_or_default()
}

/// The texts of a list, folded; one of which nothing is left would be found in every text.
fn folded(list: &Node) -> Vec<String> {
    let words = list.list().iter().filter_map(Node::text).map(|text| fold(text).into_owned());
    words.filter(|word| !word.is_empty()).collect()
}

fn rows(word: &str) -> Option<Rows> {
    Some(match word {
        "codes" => Rows::Codes,
        "items" => Rows::Items,
        "figures" => Rows::Figures,
        "list" => Rows::List,
        _ => return None,
    })
}

fn side(node: &Node) -> Option<Side> {
    match node.get("side")?.text()? {
        "income" => Some(Side::Income),
        "spending" => Some(Side::Spending),
        _ => None,
    }
}

fn row(word: &str) -> Option<RowIs> {
    Some(match word {
        "year" => RowIs::Year,
        "total" => RowIs::Total,
        "class" => RowIs::Class,
        "class-below-year" => RowIs::ClassBelowYear,
        "code" => RowIs::Code,
        "line" => RowIs::Line,
        "only" => RowIs::Only,
        _ => return None,
    })
}
