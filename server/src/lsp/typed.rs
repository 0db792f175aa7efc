//! What is typed faster than anybody looks at it: keys that follow one another at one place are one edit to the
//! analysis.
//!
//! A client sends a change for every key, and may send a hundred before it reads an answer. Their places are counted in
//! the text as it is, so that the text follows each of them; what they amount to is understood once, when somebody asks
//! for it.

use std::ops::Range;

use budget_grammar::text::Text;

use crate::{
    analysis::{Analysis, Options},
    fix::Replacement,
};

/// How much typed text is put together, in bytes: what is longer is no typing, and is copied with every key.
const MOST: usize = 1 << 12;

/// A document, and what was typed into it since it was last looked at.
#[derive(Clone, Default)]
pub(super) struct Typed {
    analysis: Analysis,
    /// The text with everything that was typed.
    text: Text,
    /// What the analysis does not know yet: bytes of its own text, and what stands there now.
    unread: Option<Replacement>,
}

impl From<Analysis> for Typed {
    fn from(analysis: Analysis) -> Self {
        Self { text: analysis.document().text().clone(), analysis, unread: None }
    }
}

impl Typed {
    /// The text as it is.
    pub(super) fn text(&self) -> &Text {
        &self.text
    }

    /// Puts `new` in the place of `range` (bytes of the text as it is). Logarithmic; an edit somewhere else than the
    /// one before has that one understood first.
    pub(super) fn edit(&mut self, range: Range<usize>, new: &str) {
        let range = self.text.replace(range, new);
        let end = range.start + new.len();
        self.unread = Some(match self.unread.take() {
            None => Replacement { range, new: new.to_owned() },
            Some(unread) => {
                let was = unread.range.start..unread.range.start + unread.new.len();
                let all = range.start.min(was.start)..range.end.max(was.end);
                let is_one = range.start <= was.end && was.start <= range.end && all.len() + new.len() <= MOST;
                if is_one {
                    let behind = all.end - was.end;
                    let old = all.start..unread.range.end + behind;
                    let now = all.start..end + (all.end - range.end);
                    Replacement { range: old, new: self.text.slice(now).into_owned() }
                } else {
                    self.analysis.edit(unread.range, &unread.new);
                    Replacement { range, new: new.to_owned() }
                }
            }
        });
    }

    /// The document with all that was typed, understood. Cost: that of one edit, where there was any.
    pub(super) fn understood(&mut self) -> &mut Analysis {
        if let Some(Replacement { range, new }) = self.unread.take() {
            self.analysis.edit(range, &new);
        }
        &mut self.analysis
    }

    /// The same text under other options.
    pub(super) fn take(&mut self, options: Options) {
        self.analysis = self.understood().under(options);
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::Index};

    use super::*;

    const DRAFT: &str = "| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n| 教育局 | 6.00 | 6.00 | |\n| 修缮 | 4.00 | 4.00 | 目标 |\n| 培训 | 2.00 | 2.00 | 目标 |\n";

    fn boundary(text: &str, at: usize) -> usize {
        (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn what_is_typed_is_understood_whenever_it_is_looked_at(
            keys in prop::collection::vec((any::<Index>(), -3_isize..4, 0_usize..4, "[0-9|局\n]{0,2}", prop::bool::weighted(0.1)), 1..40),
        ) {
            let mut plain = DRAFT.to_owned();
            let mut typed = Typed::from(Analysis::new(DRAFT, Options::default()));
            let mut at = plain.len() / 2;
            for (place, moved, removed, new, is_elsewhere) in keys {
                let start = if is_elsewhere { place.index(plain.len() + 1) } else { at.saturating_add_signed(moved) };
                let start = boundary(&plain, start);
                let end = boundary(&plain, start + removed).max(start);
                typed.edit(start..end, &new);
                plain.replace_range(start..end, &new);
                at = start + new.len();
                prop_assert_eq!(typed.text().to_string(), plain.as_str());
                if removed == 0 {
                    prop_assert_eq!(typed.understood().document().text().to_string(), plain.as_str());
                }
            }
            let understood = typed.understood();
            understood.settle();
            prop_assert!(*understood == Analysis::new(&plain, Options::default()), "{plain:?}");
        }
    }

    #[test]
    fn keys_at_one_place_are_one_edit_and_others_are_not() {
        let mut typed = Typed::from(Analysis::new(DRAFT, Options::default()));
        let figure = DRAFT.find("4.00").unwrap_or_default();
        for key in ["", "", "", ""] {
            typed.edit(figure..figure + 1, key);
        }
        for (at, key) in "7.50".char_indices() {
            typed.edit(figure + at..figure + at, &key.to_string());
        }
        let unread = typed.unread.clone().map(|unread| (unread.range, unread.new));
        assert_eq!(unread, Some((figure..figure + 4, "7.50".to_owned())));
        typed.edit(0..0, "\n");
        assert_eq!(typed.unread.map(|unread| unread.new), Some("\n".to_owned()));
    }
}
