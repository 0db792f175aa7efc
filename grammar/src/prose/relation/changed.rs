//! Figures that are said to have changed by an amount, or not to have, since another year.

use super::{
    super::{Figure, Passage, paragraph::Joined},
    Direction, Word,
    compared::{is_comparison, name_hash},
    is_directly_behind,
    word::word_before,
};

/// X万元，比2025年预算增加D万元; X万元，比2025年预算持平.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The figure of now.
    pub figure: usize,
    /// The amount, unless it is the same as before.
    pub by: Option<usize>,
    /// In which direction.
    pub word: Word,
    /// What it is compared with, as a hash.
    pub base: u64,
    /// Whether it is the first amount of its part of the sentence, so that nothing else can have changed so.
    pub is_alone: bool,
}

/// All that a paragraph says so.
pub(in crate::prose) fn changes(joined: &Joined, passage: &Passage) -> Box<[Changed]> {
    let figures = passage.figures.iter().enumerate().filter(|(_, figure)| !figure.is_change && !figure.is_aside);
    figures.filter_map(|(number, _)| changed(joined, passage, number)).collect()
}

fn changed(joined: &Joined, passage: &Passage, number: usize) -> Option<Changed> {
    let figure = passage.figures.get(number)?;
    let segment = joined.text.get(..figure.at.0)?.rfind(['；', '。']).unwrap_or_default();
    // 支出预算X万元，其中：财政拨款支出预算X万元: both are the same money.
    let is_other =
        |before: &Figure| before.at.0 > segment && (before.value, before.unit) != (figure.value, figure.unit);
    let is_alone = !passage.figures.iter().take(number).any(is_other);
    let said = |word: Word, by: Option<usize>| {
        let compared = joined.text.get(figure.at.1..word.start)?;
        let base = name_hash(compared.trim_matches(['，', '（']).trim_start_matches(['比', '较', '与', '同']));
        Some(Changed { figure: number, by, word, base, is_alone })
    };
    let by = number + 1;
    if let Some(amount) = passage.figures.get(by).filter(|amount| amount.is_change) {
        let word = word_before(joined, amount.at.0)?;
        let compared = joined.text.get(figure.at.1..word.start)?;
        return (is_directly_behind(compared) && word.direction != Direction::Same)
            .then(|| said(word, Some(by)))
            .flatten();
    }
    let behind = joined.text.get(figure.at.1..)?;
    let clause = behind.strip_prefix('，')?.split(['，', '；', '。', '（']).next()?;
    let word = word_before(joined, figure.at.1 + '，'.len_utf8() + clause.len())?;
    let compared = clause.strip_suffix("持平")?;
    (is_comparison(compared) && word.direction == Direction::Same).then(|| said(word, None)).flatten()
}
