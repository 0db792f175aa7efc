//! What two versions of a sequence do not have in common, found by the subtrees that they share.

use std::{ops::Range, sync::Arc};

use super::{
    Element, Sequence,
    node::{Content, Node},
};

/// Where a walk begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Front,
    Back,
}

/// What is left of one sequence on a walk from one of its ends.
struct Walk<'a, E: Element> {
    end: End,
    /// The subtrees that are still to come, the next one last.
    subtrees: Vec<&'a Arc<Node<E>>>,
    /// What is left of the leaf that the walk is in; before the subtrees.
    elements: &'a [E],
}

impl<'a, E: Element> Walk<'a, E> {
    fn new(sequence: &'a Sequence<E>, end: End) -> Self {
        Self { end, subtrees: vec![&sequence.root], elements: &[] }
    }

    /// The subtree that starts where the walk is; none inside a leaf.
    fn next(&self) -> Option<&'a Arc<Node<E>>> {
        self.subtrees.last().copied().filter(|_| self.elements.is_empty())
    }

    /// Goes one step down into the next subtree.
    fn open(&mut self) {
        let Some(node) = self.subtrees.pop() else { return };
        match (&node.content, self.end) {
            (Content::Leaf(elements), _) => self.elements = elements,
            (Content::Branch(children), End::Front) => self.subtrees.extend(children.iter().rev()),
            (Content::Branch(children), End::Back) => self.subtrees.extend(children),
        }
    }

    fn open_to_leaf(&mut self) {
        while self.elements.is_empty() && !self.subtrees.is_empty() {
            self.open();
        }
    }

    fn skip(&mut self, count: usize) {
        let rest = match self.end {
            End::Front => self.elements.get(count..),
            End::Back => self.elements.get(..self.elements.len().saturating_sub(count)),
        };
        self.elements = rest.unwrap_or_default();
    }

    /// How many elements of the two leaves are the same from here on.
    fn same_in_leaf(&self, other: &Self, same: &impl Fn(&E, &E) -> bool) -> usize {
        let is_same = |(left, right): &(&E, &E)| same(left, right);
        match self.end {
            End::Front => self.elements.iter().zip(other.elements).take_while(is_same).count(),
            End::Back => self.elements.iter().rev().zip(other.elements.iter().rev()).take_while(is_same).count(),
        }
    }
}

impl<E: Element> Sequence<E> {
    /// The ranges of this and of the other sequence between what is the same at their starts and at their ends; both
    /// are empty where all is the same. `same` must hold for an element and itself.
    ///
    /// Cost: logarithmic for versions of one sequence, and proportional to the elements that they do not share and that
    /// are the same nevertheless.
    pub fn difference(&self, other: &Self, same: impl Fn(&E, &E) -> bool) -> (Range<usize>, Range<usize>) {
        let most = self.len().min(other.len());
        let start = self.common(other, End::Front, most, &same);
        let behind = self.common(other, End::Back, most - start, &same);
        (start..self.len() - behind, start..other.len() - behind)
    }

    /// How many elements are the same from one end on, `most` at most.
    fn common(&self, other: &Self, end: End, most: usize, same: &impl Fn(&E, &E) -> bool) -> usize {
        let (mut left, mut right) = (Walk::new(self, end), Walk::new(other, end));
        let mut count = 0;
        while count < most {
            if let (Some(one), Some(two)) = (left.next(), right.next()) {
                if Arc::ptr_eq(one, two) && one.len <= most - count {
                    count += one.len;
                    left.subtrees.pop();
                    right.subtrees.pop();
                    continue;
                }
                if one.height.max(two.height) > 0 {
                    let (one, two) = (one.height, two.height);
                    (one >= two).then(|| left.open());
                    (two >= one).then(|| right.open());
                    continue;
                }
            }
            left.open_to_leaf();
            right.open_to_leaf();
            let shorter = left.elements.len().min(right.elements.len());
            let found = left.same_in_leaf(&right, same);
            count += found;
            if found < shorter || shorter == 0 {
                break;
            }
            left.skip(found);
            right.skip(found);
        }
        count.min(most)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::super::Summary;
    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Letter(u8);

    impl Summary for () {
        fn add(&mut self, (): &Self) {}
    }

    impl Element for Letter {
        type Summary = ();
        fn add_to(&self, (): &mut ()) {}
    }

    fn letters(count: usize, letter: u8) -> Vec<Letter> {
        (0..count).map(|at| Letter(letter.wrapping_add(u8::try_from(at % 3).unwrap()))).collect()
    }

    /// The same, element by element.
    fn by_hand(one: &[Letter], two: &[Letter]) -> (Range<usize>, Range<usize>) {
        let start = one.iter().zip(two).take_while(|(one, two)| one == two).count();
        let behind = one[start..].iter().rev().zip(two[start..].iter().rev()).take_while(|(one, two)| one == two);
        let behind = behind.count();
        (start..one.len() - behind, start..two.len() - behind)
    }

    proptest! {
        /// Versions of one sequence, and sequences that share nothing, differ where plain vectors do.
        #[test]
        fn it_is_that_of_vectors(
            start in 0usize..4000,
            edits in prop::collection::vec((0.0..1.0f64, prop_oneof![0usize..4, 0usize..1500], prop_oneof![0usize..4, 0usize..1500], 0u8..3), 0..6),
        ) {
            let first = letters(start, 0);
            let before: Sequence<Letter> = first.iter().cloned().collect();
            let (mut vector, mut after) = (first.clone(), before.clone());
            for (place, removed, added, letter) in edits {
                let from = (place * vector.len() as f64) as usize;
                let range = from..(from + removed).min(vector.len());
                after.replace(range.clone(), letters(added, letter));
                vector.splice(range, letters(added, letter));
            }
            prop_assert_eq!(before.difference(&after, PartialEq::eq), by_hand(&first, &vector));
            prop_assert_eq!(after.difference(&before, PartialEq::eq), by_hand(&vector, &first));
            let strange: Sequence<Letter> = vector.iter().cloned().collect();
            prop_assert_eq!(before.difference(&strange, PartialEq::eq), by_hand(&first, &vector));
        }
    }

    /// What is shared is not looked at: an edit costs a few leaves, however long the sequence is.
    #[test]
    fn what_is_shared_is_not_compared() {
        let before: Sequence<Letter> = letters(100_000, 0).into_iter().collect();
        for (range, new) in
            [(50_000..50_001, 1), (50_000..50_000, 1), (50_000..50_400, 0), (7..7, 500), (99_999..100_000, 3)]
        {
            let mut after = before.clone();
            after.replace(range.clone(), vec![Letter(200); new]);
            let compared = Cell::new(0);
            let found = before.difference(&after, |one, two| {
                compared.set(compared.get() + 1);
                one == two
            });
            assert_eq!(found, (range.clone(), range.start..range.start + new));
            assert!(compared.get() < 200, "{} for {range:?}", compared.get());
        }
    }
}
