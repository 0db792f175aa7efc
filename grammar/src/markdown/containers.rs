//! Block quotes and list items that a line stands in.

use std::sync::Arc;

use super::cursor::Cursor;
use super::start::CODE_INDENT;

/// One open container. Lists need no entry of their own: they decide nothing but the space between items.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Container {
    Quote,
    Item {
        /// Columns that a line must be indented by to stand in the item.
        content: u8,
        /// Whether the item has a child for certain. An open paragraph that may turn out to be nothing but link
        /// reference definitions is none.
        filled: bool,
    },
}

/// The open containers, outermost first. Empty allocates nothing; clones share.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Containers(Option<Arc<Vec<Container>>>);

impl Containers {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// How many of the containers, from the outermost on, the line stands in; reads their markers off it.
    pub(super) fn hold(&self, innermost: Innermost, line: &mut Cursor<'_>) -> usize {
        let open = self.as_slice();
        let held = open.iter().enumerate().take_while(|(depth, container)| {
            let has_child = depth + 1 < open.len() || innermost == Innermost::HasLeaf;
            container.holds(has_child, line)
        });
        held.count()
    }

    /// The outermost `count` containers.
    pub(super) fn outermost(&self, count: usize) -> Self {
        match self.as_slice().get(..count) {
            None | Some([]) => Self::default(),
            Some(kept) if kept.len() < self.len() => Self(Some(Arc::new(kept.to_vec()))),
            Some(_) => self.clone(),
        }
    }

    /// Opens a container inside the innermost one.
    pub(super) fn open(&mut self, container: Container) {
        self.fill();
        Arc::make_mut(self.0.get_or_insert_default()).push(container);
    }

    /// Notes that the innermost container has a child.
    pub(super) fn fill(&mut self) {
        if let Some(shared) = &mut self.0
            && let Some(Container::Item { filled: false, .. }) = shared.last()
            && let Some(Container::Item { filled, .. }) = Arc::make_mut(shared).last_mut()
        {
            *filled = true;
        }
    }

    fn as_slice(&self) -> &[Container] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

/// Whether the innermost container has an open leaf block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Innermost {
    HasLeaf,
    HasNone,
}

impl Container {
    /// Reads a block quote's marker, of which `>` is the line's text.
    pub(super) fn quote(line: &mut Cursor<'_>) -> Self {
        line.skip_text(1);
        line.skip_indent(1);
        Self::Quote
    }

    /// Reads a list item's marker of so many bytes, and the indentation that belongs to the item.
    pub(super) fn item(marker: usize, line: &mut Cursor<'_>) -> Self {
        let before = line.indent();
        line.skip_text(marker);
        let spaces = match line.indent() {
            spaces @ 1..=CODE_INDENT if !line.is_blank() => spaces,
            _ => 1,
        };
        line.skip_indent(spaces);
        Self::Item { content: u8::try_from(before + marker + spaces).unwrap_or(u8::MAX), filled: false }
    }

    fn holds(self, has_child: bool, line: &mut Cursor<'_>) -> bool {
        match self {
            Self::Quote => {
                let marked = line.indent() < CODE_INDENT && line.text().starts_with('>');
                if marked {
                    Self::quote(line);
                }
                marked
            }
            Self::Item { content, filled } => {
                let content = usize::from(content);
                if line.indent() >= content {
                    line.skip_indent(content);
                    true
                } else if line.is_blank() && (filled || has_child) {
                    line.skip_indent(line.indent());
                    true
                } else {
                    false
                }
            }
        }
    }
}
