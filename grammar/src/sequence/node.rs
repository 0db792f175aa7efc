//! The nodes of the tree that a sequence is.

use std::{ops::Range, sync::Arc};

use super::{Element, Fold, Search, Summary};

/// The most elements in a leaf, and the most children of a branch.
pub(super) const MOST: usize = 32;
/// The fewest, except at the root.
const FEWEST: usize = MOST / 2;

/// A part of the tree with all below it.
#[derive(Clone)]
pub(super) struct Node<E: Element> {
    pub(super) len: usize,
    /// Leaves are at height 0; all leaves of a tree stand at the same depth.
    pub(super) height: usize,
    pub(super) summary: E::Summary,
    pub(super) content: Content<E>,
}

#[derive(Clone)]
pub(super) enum Content<E: Element> {
    Leaf(Vec<E>),
    Branch(Vec<Arc<Node<E>>>),
}

impl<E: Element> Node<E> {
    pub(super) fn leaf(elements: Vec<E>) -> Self {
        let mut node = Self { len: 0, height: 0, summary: E::Summary::default(), content: Content::Leaf(elements) };
        node.sum_up();
        node
    }

    fn branch(children: Vec<Arc<Self>>) -> Self {
        let height = children.first().map_or(0, |child| child.height) + 1;
        let mut node = Self { len: 0, height, summary: E::Summary::default(), content: Content::Branch(children) };
        node.sum_up();
        node
    }

    /// Restores `len` and `summary` from the content.
    fn sum_up(&mut self) {
        let mut summary = E::Summary::default();
        match &self.content {
            Content::Leaf(elements) => {
                elements.iter().for_each(|element| element.add_to(&mut summary));
                self.len = elements.len();
            }
            Content::Branch(children) => {
                children.iter().for_each(|child| summary.add(&child.summary));
                self.len = children.iter().map(|child| child.len).sum();
            }
        }
        self.summary = summary;
    }

    pub(super) fn children(&self) -> &[Arc<Self>] {
        match &self.content {
            Content::Leaf(_) => &[],
            Content::Branch(children) => children,
        }
    }

    pub(super) fn elements(&self) -> &[E] {
        match &self.content {
            Content::Leaf(elements) => elements,
            Content::Branch(_) => &[],
        }
    }

    pub(super) fn is_full_enough(&self) -> bool {
        match &self.content {
            Content::Leaf(elements) => elements.len() >= FEWEST,
            Content::Branch(children) => children.len() >= FEWEST,
        }
    }

    /// The child that holds element `index`, with the index inside it.
    pub(super) fn child_at(&self, mut index: usize) -> Option<(usize, usize)> {
        for (position, child) in self.children().iter().enumerate() {
            if index < child.len {
                return Some((position, index));
            }
            index -= child.len;
        }
        None
    }

    /// Replaces elements where the shape of the tree can stay as it is; gives the new elements back where it cannot.
    pub(super) fn replace_inside(
        self: &mut Arc<Self>,
        range: Range<usize>,
        new: Vec<E>,
        is_root: bool,
    ) -> Result<(), Vec<E>> {
        let len = self.len - range.len() + new.len();
        match self.child_at(range.start) {
            None if self.height > 0 => return Err(new),
            None => {
                let fits = len <= MOST && (is_root || len >= FEWEST);
                if !fits {
                    return Err(new);
                }
                if let Content::Leaf(elements) = &mut Arc::make_mut(self).content {
                    elements.splice(range, new);
                }
            }
            Some((position, start)) => {
                let end = start + range.len();
                if self.children().get(position).is_none_or(|child| end > child.len) {
                    return Err(new);
                }
                if let Content::Branch(children) = &mut Arc::make_mut(self).content
                    && let Some(child) = children.get_mut(position)
                {
                    child.replace_inside(start..end, new, false)?;
                }
            }
        }
        Arc::make_mut(self).sum_up();
        Ok(())
    }

    pub(super) fn concat(left: Arc<Self>, right: Arc<Self>) -> Arc<Self> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        if left.len == 0 {
            return right;
        }
        if right.len == 0 {
            return left;
        }
        match left.height.cmp(&right.height) {
            Equal if left.is_full_enough() && right.is_full_enough() => Arc::new(Self::branch(vec![left, right])),
            Equal if left.height == 0 => Self::from_elements([left.elements(), right.elements()].concat()),
            Equal => Self::from_children([left.children(), right.children()].concat()),
            Less => {
                let Some((first, rest)) = right.children().split_first() else {
                    return left;
                };
                let joined = Self::concat(left, first.clone());
                let mut children = joined.as_children_at(first.height);
                children.extend_from_slice(rest);
                Self::from_children(children)
            }
            Greater => {
                let Some((last, rest)) = left.children().split_last() else {
                    return right;
                };
                let mut children = rest.to_vec();
                children.extend(Self::concat(last.clone(), right).as_children_at(last.height));
                Self::from_children(children)
            }
        }
    }

    /// This node as children for a branch whose children have `height`.
    fn as_children_at(self: Arc<Self>, height: usize) -> Vec<Arc<Self>> {
        if self.height == height { vec![self] } else { self.children().to_vec() }
    }

    /// A tree over `elements`, leaves at height 0, every leaf at least half full if there is more than one.
    pub(super) fn from_elements(elements: Vec<E>) -> Arc<Self> {
        if elements.len() <= MOST {
            return Arc::new(Self::leaf(elements));
        }
        let mut rest = elements.into_iter();
        let leaves =
            even_parts(rest.len()).map(|size| Arc::new(Self::leaf(rest.by_ref().take(size).collect()))).collect();
        Self::from_children(leaves)
    }

    /// A tree over nodes of equal height.
    fn from_children(mut children: Vec<Arc<Self>>) -> Arc<Self> {
        while children.len() > MOST {
            let mut rest = children.into_iter();
            children =
                even_parts(rest.len()).map(|size| Arc::new(Self::branch(rest.by_ref().take(size).collect()))).collect();
        }
        if children.len() > 1 {
            return Arc::new(Self::branch(children));
        }
        children.pop().unwrap_or_else(|| Arc::new(Self::leaf(Vec::new())))
    }

    /// The elements of `range` as a tree of its own.
    pub(super) fn slice(self: &Arc<Self>, range: Range<usize>) -> Arc<Self> {
        if range.start == 0 && range.end >= self.len {
            return self.clone();
        }
        if self.height == 0 {
            return Arc::new(Self::leaf(self.elements().get(range).unwrap_or_default().to_vec()));
        }
        let mut slice = Arc::new(Self::leaf(Vec::new()));
        let mut start = 0;
        for child in self.children() {
            let (from, to) = (range.start.max(start), range.end.min(start + child.len));
            if from < to {
                slice = Self::concat(slice, child.slice(from - start..to - start));
            }
            start += child.len;
        }
        slice
    }

    pub(super) fn fold<T>(&self, range: Range<usize>, fold: &Fold<'_, E, T>, value: &mut T) {
        if range.start == 0 && range.end >= self.len {
            return (fold.stretch)(value, &self.summary);
        }
        for element in self.elements().get(range.clone()).unwrap_or_default() {
            (fold.element)(value, element);
        }
        let mut start = 0;
        for child in self.children() {
            let (from, to) = (range.start.max(start), range.end.min(start + child.len));
            if from < to {
                child.fold(from - start..to - start, fold, value);
            }
            start += child.len;
        }
    }

    pub(super) fn next(&self, from: usize, search: &Search<'_, E>) -> Option<usize> {
        if from >= self.len || !(search.may_hold)(&self.summary) {
            return None;
        }
        let found = self.elements().iter().enumerate().skip(from).find(|(_, element)| (search.is)(element));
        if let Some((index, _)) = found {
            return Some(index);
        }
        let mut start = 0;
        for child in self.children() {
            if let Some(index) = child.next(from.saturating_sub(start), search) {
                return Some(start + index);
            }
            start += child.len;
        }
        None
    }

    pub(super) fn previous(&self, before: usize, search: &Search<'_, E>) -> Option<usize> {
        if before == 0 || !(search.may_hold)(&self.summary) {
            return None;
        }
        let elements = self.elements().iter().enumerate().take(before).rev();
        if let Some((index, _)) = elements.into_iter().find(|(_, element)| (search.is)(element)) {
            return Some(index);
        }
        let mut start = self.len;
        for child in self.children().iter().rev() {
            start -= child.len;
            if let Some(index) = child.previous(before.saturating_sub(start).min(child.len), search) {
                return Some(start + index);
            }
        }
        None
    }
}

/// Sizes of parts, each between `FEWEST` and `MOST`, that add up to `total` (which is above `MOST`).
fn even_parts(total: usize) -> impl Iterator<Item = usize> {
    let parts = total.div_ceil(MOST);
    let (size, larger) = (total / parts, total % parts);
    (0..parts).map(move |part| size + usize::from(part < larger))
}
