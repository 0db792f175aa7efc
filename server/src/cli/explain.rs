//! `budget-lsp explain`.

use anyhow::bail;

use super::arguments::Topic;
use crate::{
    finding::Language,
    rules::{CATALOGUE, Rule, rule},
};

/// The page of a rule, or all pages.
///
/// # Errors
/// There is no such rule; the message names the one that is spelled most like it.
pub(super) fn explain(topic: &Topic, language: Language) -> anyhow::Result<String> {
    match topic.rule.as_deref() {
        None => Ok(all(language)),
        Some(id) => match rule(id) {
            Some(rule) => Ok(rule.page.to_owned()),
            None => bail!(unknown(id, language)),
        },
    }
}

/// All pages below a table of the rules.
fn all(language: Language) -> String {
    let title = language.choose(|| "# 规则".to_owned(), || "# Rules".to_owned());
    let header = language.choose(
        || "| 规则 | 默认级别 | 报告什么 |\n|---|---|---|".to_owned(),
        || "| rule | default severity | what it reports |\n|---|---|---|".to_owned(),
    );
    let row = |rule: &&Rule| format!("| [{0}](#{0}) | {1} | {2} |", rule.id, rule.severity, rule.title());
    let index: Vec<String> = CATALOGUE.iter().map(row).collect();
    let pages: Vec<String> =
        CATALOGUE.iter().map(|rule| format!("<a id=\"{}\"></a>\n\n{}", rule.id, rule.page)).collect();
    format!("{title}\n\n{header}\n{}\n\n{}", index.join("\n"), pages.join("\n"))
}

fn unknown(id: &str, language: Language) -> String {
    let distance = |rule: &&&Rule| strsim::damerau_levenshtein(id, rule.id);
    let nearest = CATALOGUE.iter().min_by_key(distance).map_or("", |rule| rule.id);
    language.choose(
        || format!("没有规则 {id}；是 {nearest} 吗？全部规则见 budget-lsp explain --all"),
        || format!("there is no rule {id}; did you mean {nearest}? budget-lsp explain --all shows them all"),
    )
}
