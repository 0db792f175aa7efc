//! Words that are looked for in a text, all of them at once.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, StartKind};

/// Words one of which may stand in a text. Made by the first search (Aho and Corasick 1975, *Efficient string matching:
/// an aid to bibliographic search*).
pub(crate) struct Words {
    words: &'static [&'static str],
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Words {
    /// These words.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        Self { words, automaton: OnceLock::new() }
    }

    /// Whether one of them stands in a text. Cost: its length, however many there are.
    pub(crate) fn any_in(&self, text: &str) -> bool {
        let automaton = self.automaton.get_or_init(|| {
            // Texts are short: a search that prepares itself for long ones costs more than it saves.
            let builder = &mut AhoCorasick::builder();
            let builder = builder.prefilter(false).start_kind(StartKind::Unanchored);
            builder.kind(Some(AhoCorasickKind::DFA)).build(self.words).ok()
        });
        match automaton {
            Some(automaton) => automaton.is_match(text),
            None => self.words.iter().any(|word| text.contains(word)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        static WORDS: Words = Words::new(&["上年", "去年", "年初"]);
        for text in ["上年预算数", "比去年", "年初", "2025年初预算"] {
            assert!(WORDS.any_in(text), "{text}");
        }
        for text in ["", "上", "今年预算", "上半年"] {
            assert!(!WORDS.any_in(text), "{text}");
        }
    }
}
