//! A persistent sequence with summaries: the shape that makes an edit cost what it touches.
//!
//! A B-tree whose nodes are shared between versions: a clone is one reference count, and replacing elements copies the
//! path from the root to the leaves that change. Each node carries the sum of its elements' summaries, so that the
//! sum of any stretch, or the next element that has some property, is found in logarithmic time.

mod difference;
mod node;

use std::{ops::Range, sync::Arc};

use node::Node;

/// What a stretch of elements amounts to: a monoid, with `Default` as its neutral element.
///
/// `add` must be associative; it need not be commutative.
pub trait Summary: Clone + Default {
    /// Appends what stands to the right.
    fn add(&mut self, right: &Self);
}

/// Something that a [`Sequence`] can hold.
pub trait Element: Clone {
    /// What a stretch of such elements amounts to.
    type Summary: Summary;

    /// Adds this element to the summary of what stands to its left.
    fn add_to(&self, summary: &mut Self::Summary);
}

/// A sequence of elements, cheap to clone and to change in the middle.
///
/// Clone: constant. [`get`](Self::get), [`summary_of`](Self::summary_of), [`next`](Self::next),
/// [`previous`](Self::previous): O(log n). [`replace`](Self::replace): O(log n + elements replaced).
#[derive(Clone)]
pub struct Sequence<E: Element> {
    root: Arc<Node<E>>,
}

/// What is looked for: a test on summaries that lets whole subtrees be skipped, and the exact test on an element.
///
/// `may_hold` must be true for every summary of a stretch that holds an element for which `is` is true.
pub struct Search<'a, E: Element> {
    /// Whether a stretch with this summary may hold one.
    pub may_hold: &'a dyn Fn(&E::Summary) -> bool,
    /// Whether this element is one.
    pub is: &'a dyn Fn(&E) -> bool,
}

/// A part of a summary, for those who need no more of it: how it is added up from whole stretches and from single
/// elements.
pub struct Fold<'a, E: Element, T> {
    /// Appends a stretch that stands to the right.
    pub stretch: &'a dyn Fn(&mut T, &E::Summary),
    /// Appends an element that stands to the right.
    pub element: &'a dyn Fn(&mut T, &E),
}

impl<E: Element> Default for Sequence<E> {
    fn default() -> Self {
        Self { root: Arc::new(Node::leaf(Vec::new())) }
    }
}

impl<E: Element> FromIterator<E> for Sequence<E> {
    fn from_iter<I: IntoIterator<Item = E>>(elements: I) -> Self {
        Self { root: Node::from_elements(elements.into_iter().collect()) }
    }
}

impl<E: Element> Sequence<E> {
    /// How many elements it holds.
    pub fn len(&self) -> usize {
        self.root.len
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the whole sequence amounts to.
    pub fn summary(&self) -> &E::Summary {
        &self.root.summary
    }

    /// What the elements of `range`, which is cut to the sequence, amount to.
    pub fn summary_of(&self, range: Range<usize>) -> E::Summary {
        let fold = Fold {
            stretch: &|sum: &mut E::Summary, right| sum.add(right),
            element: &|sum, right: &E| right.add_to(sum),
        };
        self.fold(range, &fold)
    }

    /// A part of what the elements of `range` amount to, which is cut to the sequence. O(log n).
    pub fn fold<T: Default>(&self, range: Range<usize>, fold: &Fold<'_, E, T>) -> T {
        let mut value = T::default();
        let range = range.start..range.end.min(self.len());
        if range.start < range.end {
            self.root.fold(range, fold, &mut value);
        }
        value
    }

    /// The element at `index`.
    pub fn get(&self, mut index: usize) -> Option<&E> {
        let mut node = &self.root;
        while let Some((position, inside)) = node.child_at(index) {
            node = node.children().get(position)?;
            index = inside;
        }
        node.elements().get(index)
    }

    /// The first element at or behind `from` that is looked for.
    pub fn next(&self, from: usize, search: &Search<'_, E>) -> Option<usize> {
        self.root.next(from, search)
    }

    /// The last element before `before` that is looked for.
    pub fn previous(&self, before: usize, search: &Search<'_, E>) -> Option<usize> {
        self.root.previous(before.min(self.len()), search)
    }

    /// Puts `new` in the place of the elements of `range`, which is cut to the sequence.
    pub fn replace(&mut self, range: Range<usize>, new: Vec<E>) {
        let end = range.end.min(self.len());
        let range = range.start.min(end)..end;
        let Err(new) = self.root.replace_inside(range.clone(), new, true) else {
            return;
        };
        let before = self.root.slice(0..range.start);
        let after = self.root.slice(range.end..self.len());
        let middle = Node::from_elements(new);
        self.root = Node::concat(Node::concat(before, middle), after);
    }

    /// The elements from `start` on, in order.
    pub fn iter_from(&self, start: usize) -> impl Iterator<Item = &E> {
        let mut leaf: &[E] = &[];
        let mut next = start;
        std::iter::from_fn(move || {
            if leaf.is_empty() {
                leaf = self.leaf_from(next);
            }
            let (first, rest) = leaf.split_first()?;
            leaf = rest;
            next += 1;
            Some(first)
        })
    }

    /// All elements, in order.
    pub fn iter(&self) -> impl Iterator<Item = &E> {
        self.iter_from(0)
    }

    fn leaf_from(&self, mut index: usize) -> &[E] {
        let mut node = &self.root;
        while let Some((position, inside)) = node.child_at(index) {
            let Some(child) = node.children().get(position) else {
                return &[];
            };
            node = child;
            index = inside;
        }
        node.elements().get(index..).unwrap_or_default()
    }
}

impl<E: Element + std::fmt::Debug> std::fmt::Debug for Sequence<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<E: Element + PartialEq> PartialEq for Sequence<E> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::{node::MOST, *};
    use proptest::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Number(u64);

    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    struct Digest {
        sum: u64,
        sevens: usize,
        /// Order matters to this one, as it may to any summary.
        last: Option<u64>,
    }

    impl Summary for Digest {
        fn add(&mut self, right: &Self) {
            self.sum += right.sum;
            self.sevens += right.sevens;
            self.last = right.last.or(self.last);
        }
    }

    impl Element for Number {
        type Summary = Digest;
        fn add_to(&self, summary: &mut Digest) {
            summary.add(&Digest { sum: self.0, sevens: usize::from(self.0.is_multiple_of(7)), last: Some(self.0) });
        }
    }

    fn digest(numbers: &[Number]) -> Digest {
        let mut digest = Digest::default();
        numbers.iter().for_each(|number| number.add_to(&mut digest));
        digest
    }

    const SEVENS: Search<'static, Number> =
        Search { may_hold: &|digest| digest.sevens > 0, is: &|number| number.0.is_multiple_of(7) };

    fn assert_sound(node: &Node<Number>, is_root: bool) {
        assert!(is_root || node.is_full_enough(), "a node below the root is less than half full");
        assert!(node.elements().len() <= MOST && node.children().len() <= MOST);
        for child in node.children() {
            assert_eq!(child.height + 1, node.height);
            assert_sound(child, false);
        }
    }

    proptest! {
        /// Whatever is replaced, it holds what a plain vector would hold, and stays balanced.
        #[test]
        fn behaves_as_a_vector_does(
            start in 0usize..5000,
            edits in prop::collection::vec((0.0..1.0f64, prop_oneof![0usize..4, 0usize..2000], prop_oneof![0usize..4, 0usize..2000]), 1..24),
        ) {
            let mut model: Vec<Number> = (0..start as u64).map(Number).collect();
            let mut sequence: Sequence<Number> = model.iter().cloned().collect();
            let mut fresh = 10_000;
            for (place, removed, added) in edits {
                let from = (place * model.len() as f64) as usize;
                let range = from..(from + removed).min(model.len());
                let new: Vec<_> = (0..added).map(|_| { fresh += 3; Number(fresh) }).collect();
                let before = sequence.clone();
                let kept = model.clone();
                sequence.replace(range.clone(), new.clone());
                prop_assert!(before.iter().eq(kept.iter()), "an older version changed");
                model.splice(range.clone(), new);
                assert_sound(&sequence.root, true);
                prop_assert_eq!(sequence.len(), model.len());
                prop_assert!(sequence.iter().eq(model.iter()));
                prop_assert_eq!(sequence.summary(), &digest(&model));
                let (a, b) = (range.start / 2, range.end.max(range.start / 2));
                prop_assert_eq!(sequence.summary_of(a..b), digest(&model[a..b.min(model.len())]));
                prop_assert_eq!(sequence.get(a), model.get(a));
                prop_assert_eq!(sequence.next(a, &SEVENS), (a..model.len()).find(|&i| model[i].0.is_multiple_of(7)));
                prop_assert_eq!(sequence.previous(b, &SEVENS), (0..b.min(model.len())).rev().find(|&i| model[i].0.is_multiple_of(7)));
            }
        }
    }
}
