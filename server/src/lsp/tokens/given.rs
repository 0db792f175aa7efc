//! The tokens that a client was given, kept so that the next answer is what is different since.
//!
//! What is kept of them is the document of then, which shares nearly all with the one of now, and how many tokens each
//! of its lines has: so a difference costs what was edited, however long the document is.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use budget_grammar::{
    document::Document,
    line::Line,
    sequence::{Element, Search, Sequence, Summary},
    text::Encoding,
};
use tower_lsp::ls_types::SemanticTokensEdit;

use super::{super::convert::saturate, Encoded};

/// How many answers are kept beside the one that the client has for certain. It may drop an answer, as one does that
/// asks again at every keystroke, and name the one before.
const MOST: usize = 4;
/// A token is five numbers (LSP 3.17, `SemanticTokens.data`), and edits count numbers.
const NUMBERS: usize = 5;

/// What a client was given of one document since it was opened.
#[derive(Clone, Default)]
pub(in super::super) struct Given(Arc<Mutex<Vec<Tokens>>>);

/// The tokens of a document as it once was.
#[derive(Clone)]
pub(super) struct Tokens {
    id: String,
    document: Document,
    counts: Sequence<Count>,
}

/// How many tokens a line has.
#[derive(Clone)]
struct Count(usize);

/// How many tokens some lines have.
#[derive(Clone, Default)]
struct Sum(usize);

impl Summary for Sum {
    fn add(&mut self, right: &Self) {
        self.0 += right.0;
    }
}

impl Element for Count {
    type Summary = Sum;

    fn add_to(&self, sum: &mut Sum) {
        sum.0 += self.0;
    }
}

/// A line with a token.
const ANY: Search<'static, Count> = Search { may_hold: &|sum| sum.0 > 0, is: &|count| count.0 > 0 };

impl Given {
    fn lock(&self) -> MutexGuard<'_, Vec<Tokens>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the tokens of a document, all of which the client is given, and nothing of before. Gives their name.
    pub(super) fn start(&self, document: &Document, counts: Vec<usize>) -> String {
        let counts = counts.into_iter().map(Count).collect();
        let tokens = Tokens { id: unused_id(), document: document.clone(), counts };
        let id = tokens.id.clone();
        *self.lock() = vec![tokens];
        id
    }

    /// Keeps further tokens. Gives their name.
    pub(super) fn add(&self, tokens: Tokens) -> String {
        let id = tokens.id.clone();
        let mut kept = self.lock();
        kept.push(tokens);
        if kept.len() > 1 + MOST {
            kept.remove(1);
        }
        id
    }

    /// The tokens of that name, which the client has for certain: what it was given before them is forgotten.
    pub(super) fn named(&self, id: &str) -> Option<Tokens> {
        let mut kept = self.lock();
        let at = kept.iter().position(|tokens| tokens.id == id)?;
        kept.drain(..at);
        kept.first().cloned()
    }
}

/// A name that no other tokens have, not even those of another run that the client may still have.
fn unused_id() -> String {
    static RUN: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(std::process::id()));
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("{:x}-{}", *RUN, NEXT.fetch_add(1, Ordering::Relaxed))
}

impl Tokens {
    /// The tokens of the document as it is now, and what is different about them, if anything is.
    pub(super) fn followed_by(&self, document: &Document, encoding: Encoding) -> (Self, Option<SemanticTokensEdit>) {
        let (old, new) = self.document.lines().difference(document.lines(), Line::is_same_row);
        let last = self.counts.previous(old.start, &ANY).unwrap_or_default();
        let mut before = Encoded::new(&self.document, old.clone(), last, encoding);
        let mut after = Encoded::new(document, new.clone(), last, encoding);
        let mut counts = self.counts.clone();
        counts.replace(old.clone(), after.counts.into_iter().map(Count).collect());
        // The next token behind them is counted from the last one of theirs.
        if let Some(line) = self.counts.next(old.end, &ANY) {
            let moved = line - old.end + new.end;
            let first = |encoded: Encoded| encoded.data.into_iter().next();
            before.data.extend(first(Encoded::new(&self.document, line..line + 1, before.last, encoding)));
            after.data.extend(first(Encoded::new(document, moved..moved + 1, after.last, encoding)));
        }
        let (before, mut after) = (before.data, after.data);
        let same = before.iter().zip(&after).take_while(|(before, after)| before == after).count();
        let pairs = before.iter().skip(same).rev().zip(after.iter().skip(same).rev());
        let behind = pairs.take_while(|(before, after)| before == after).count();
        let removed = before.len() - same - behind;
        let added: Vec<_> = after.drain(same..after.len() - behind).collect();
        let edit = (removed > 0 || !added.is_empty()).then(|| SemanticTokensEdit {
            start: saturate((self.counts.summary_of(0..old.start).0 + same) * NUMBERS),
            delete_count: saturate(removed * NUMBERS),
            data: Some(added),
        });
        (Self { id: unused_id(), document: document.clone(), counts }, edit)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::Index};
    use tower_lsp::ls_types::{SemanticToken, SemanticTokensFullDeltaResult};

    use super::super::super::{documents::Snapshot, negotiation::Negotiated, negotiation::Support};
    use super::super::{Abilities, changes, full};
    use super::*;
    use crate::analysis::{Analysis, Options};

    fn snapshot(text: &str, encoding: Encoding) -> Snapshot {
        let tokens = Abilities { asks_for_changes: Support::Yes, ..Abilities::default() };
        let client = Negotiated { encoding, tokens, ..Negotiated::default() };
        Snapshot { analysis: Analysis::new(text, Options::default()), client, version: 1, tokens: Given::default() }
    }

    fn numbers(tokens: &[SemanticToken]) -> Vec<u32> {
        let five = |token: &SemanticToken| {
            [token.delta_line, token.delta_start, token.length, token.token_type, token.token_modifiers_bitset]
        };
        tokens.iter().flat_map(five).collect()
    }

    /// What a client has: a name, and the numbers.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Shown {
        id: String,
        numbers: Vec<u32>,
    }

    impl Shown {
        fn all(snapshot: &Snapshot) -> Self {
            let tokens = full(snapshot);
            Self { id: tokens.result_id.unwrap(), numbers: numbers(&tokens.data) }
        }

        /// What the client has once it has asked what is different.
        fn changed(&self, snapshot: &Snapshot) -> Self {
            match changes(snapshot, &self.id) {
                SemanticTokensFullDeltaResult::TokensDelta(delta) => {
                    let mut shown = self.numbers.clone();
                    for edit in delta.edits {
                        let range = edit.start as usize..(edit.start + edit.delete_count) as usize;
                        shown.splice(range, numbers(&edit.data.unwrap_or_default()));
                    }
                    Self { id: delta.result_id.unwrap(), numbers: shown }
                }
                SemanticTokensFullDeltaResult::Tokens(tokens) => {
                    Self { id: tokens.result_id.unwrap(), numbers: numbers(&tokens.data) }
                }
                SemanticTokensFullDeltaResult::PartialTokensDelta { .. } => panic!("no part was asked for"),
            }
        }
    }

    const HEADER: &str = "| 项目名称 | 绩效目标 | 总计 | 财政拨款 | 绩效指标 |\n|---|---|---|---|---|\n";
    const PROJECT: &str = "| 培训😀 | 𠮷目 | 2.00 | 2.00 | 1、1-产出指标；11-数量指标；😀人次；实施周期指标值：≥20人次；年度指标值:90%以上。 |\n";

    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(
            &[
                HEADER,
                PROJECT,
                PROJECT,
                "| 合计 | | 9.00 | 9.00 | |\r\n",
                "| 甲局 | | 2.00 | 2.00 | |\n",
                "| 小计 | | 3.00 |\n",
                "| 修缮 | abcd😀 | 1.00 | — | 目标 |\n",
                "| 乙 | | 4.00 | 4.00 | |\n",
                "\n",
                "\r\n",
                "```\n",
                "# 一\n",
                "<!-- 7 -->\n",
                "正文\n",
            ][..],
        )
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(piece(), 0..120).prop_map(|pieces| format!("{HEADER}{}", pieces.concat()))
    }

    fn edit() -> impl Strategy<Value = (Index, usize, String)> {
        let removed = prop_oneof![4 => Just(0usize), 4 => 1usize..6, 1 => 6usize..300];
        let typed = prop::sample::select(&["1", ".", "局", "|", "\n", "`", "𠮷", "é", "；", "≥", "", "\r"][..]);
        let added = prop_oneof![5 => typed, 3 => piece()];
        (any::<Index>(), removed, added.prop_map(str::to_owned))
    }

    fn boundary(text: &str, at: usize) -> usize {
        (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        /// Whatever is typed, and whichever answers the client takes, it has in the end what a full answer would give.
        #[test]
        fn what_is_different_makes_the_whole(
            start in text(),
            edits in prop::collection::vec((edit(), any::<bool>(), 0u8..8), 1..16),
            encoding in prop::sample::select(&[Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][..]),
        ) {
            let mut document = snapshot(&start, encoding);
            let mut shown = Shown::all(&document);
            for ((place, removed, added), is_taken, else_done) in edits {
                let text = document.analysis.document().text().to_string();
                let from = boundary(&text, place.index(text.len() + 1));
                document.analysis.edit(from..boundary(&text, from + removed), &added);
                match else_done {
                    0 => document.analysis.settle(),
                    1 => document.analysis = Analysis::new(&text, Options::default()),
                    _ => {}
                }
                let answered = shown.changed(&document);
                let apart = Snapshot { tokens: Given::default(), ..document.clone() };
                prop_assert_eq!(&answered.numbers, &Shown::all(&apart).numbers);
                shown = if is_taken { answered } else { shown };
            }
        }
    }

    /// A row that reads as before may stand at other columns: `😀` and `abcd` are four bytes, and two and four units of
    /// UTF-16.
    #[test]
    fn a_row_of_equal_bytes_is_counted_again() {
        let mut document = snapshot(&format!("{HEADER}{PROJECT}"), Encoding::Utf16);
        let shown = Shown::all(&document);
        let text = document.analysis.document().text().to_string();
        let goal = text.find("𠮷").unwrap();
        document.analysis.edit(goal..goal + 4, "abcd");
        let answered = shown.changed(&document);
        assert_ne!(answered.numbers, shown.numbers);
        assert_eq!(answered.numbers, Shown::all(&document).numbers);
    }

    #[test]
    fn an_edit_is_as_short_as_what_was_typed() {
        let mut document = snapshot(&format!("{HEADER}{}", PROJECT.repeat(2000)), Encoding::Utf8);
        let shown = Shown::all(&document);
        let text = document.analysis.document().text().to_string();
        let middle =
            (text.len() / 2..).find(|&at| text.get(at..).is_some_and(|rest| rest.starts_with("2.00"))).unwrap();
        document.analysis.edit(middle..middle, "1");
        let (_, edit) =
            document.tokens.named(&shown.id).unwrap().followed_by(document.analysis.document(), Encoding::Utf8);
        let edit = edit.unwrap();
        assert_eq!(
            (edit.delete_count, edit.data.map(|data| data.len())),
            (10, Some(2)),
            "the figure and what follows it"
        );
        document.analysis.edit(middle..middle + 1, "");
        let (_, edit) =
            document.tokens.named(&shown.id).unwrap().followed_by(document.analysis.document(), Encoding::Utf8);
        assert_eq!(edit, None, "all is as it was");
    }

    #[test]
    fn what_is_named_is_kept_and_what_is_older_is_not() {
        let document = snapshot(&format!("{HEADER}{PROJECT}"), Encoding::Utf8);
        let first = Shown::all(&document);
        let dropped: Vec<_> = (0..10).map(|_| first.changed(&document)).collect();
        assert_eq!(document.tokens.lock().len(), 1 + MOST);
        assert!(document.tokens.named(&dropped.first().unwrap().id).is_none(), "too many since");
        assert!(document.tokens.named(&first.id).is_some());
        let last = dropped.last().unwrap();
        assert!(document.tokens.named(&last.id).is_some());
        assert!(document.tokens.named(&first.id).is_none(), "the client has a newer one");
        assert_eq!(first.changed(&document).numbers, last.numbers);
    }
}
