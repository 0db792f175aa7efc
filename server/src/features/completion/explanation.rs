//! What is said beside a completion, when the drafter looks at it.

use budget_grammar::codes::Codes;
use serde::{Deserialize, Serialize};

use crate::{analysis::Analysis, features::card::Card, finding::Language};

/// What a completion is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Topic {
    /// How an indicator is written.
    Skeleton,
    /// A class of level 1, by its name in the table of classes.
    Level1(String),
    /// A class of level 2, by its name.
    Level2(String),
    /// 实施周期指标值
    Cycle,
    /// 年度指标值
    Year,
}

/// A short text on a topic; `None` where there is nothing to say.
pub fn explanation(analysis: &Analysis, topic: &Topic) -> Option<Card> {
    let codes = analysis.document().vocabulary().codes();
    let speaker = Speaker { codes, language: analysis.options().language };
    match topic {
        Topic::Skeleton => Some(speaker.skeleton()),
        Topic::Level1(name) => speaker.level1(name),
        Topic::Level2(name) => speaker.level2(name),
        Topic::Cycle => Some(speaker.card(
            ["实施周期指标值", "项目整个实施周期的目标值：比较符号、数字、计量单位。"],
            ["实施周期指标值", "The target of the whole cycle of the project: comparator, figure, unit of measure."],
            "≥8000家次",
        )),
        Topic::Year => Some(speaker.card(
            ["年度指标值", "本年度的目标值；一年的项目与实施周期指标值相同。"],
            ["年度指标值", "The target of this year; that of the cycle where the project takes one year."],
            "≥8000家次",
        )),
    }
}

struct Speaker<'a> {
    codes: &'a Codes,
    language: Language,
}

impl Speaker<'_> {
    fn card(&self, chinese: [&str; 2], english: [&str; 2], example: &str) -> Card {
        let [title, line] = match self.language {
            Language::Chinese => chinese,
            Language::English => english,
        };
        let mut lines = vec![line.to_owned()];
        lines.retain(|line| !line.is_empty());
        if !example.is_empty() {
            lines.push(self.language.choose(|| format!("例：{example}"), || format!("Example: {example}")));
        }
        Card { title: title.to_owned(), tables: Vec::new(), lines }
    }

    fn skeleton(&self) -> Card {
        self.card(
            ["绩效指标的写法", "序号、一级指标；二级指标；指标名称；实施周期指标值：目标值；年度指标值：目标值。"],
            [
                "How an indicator is written",
                "Number、class of level 1；class of level 2；name；实施周期指标值：target of the cycle；年度指标值：target of the year。",
            ],
            "1、1-产出指标；11-数量指标；发放补贴企业数量；实施周期指标值：≥8000家次；年度指标值：≥8000家次。",
        )
    }

    fn level1(&self, name: &str) -> Option<Card> {
        let class = self.codes.classes().iter().find(|class| class.name == name)?;
        let english = [class.english.as_str(), class.purpose_english.as_str()];
        let card = self.card([&class.name, &class.purpose], [or(english[0], name), english[1]], "");
        let below: Vec<&str> = class.level2.iter().map(|below| below.name.as_str()).collect();
        let line = self.language.choose(
            || format!("二级指标：{}", below.join("、")),
            || format!("Classes of level 2: {}", below.join("、")),
        );
        let lines = card.lines.into_iter().chain((!below.is_empty()).then_some(line));
        Some(Card { lines: lines.collect(), ..card })
    }

    fn level2(&self, name: &str) -> Option<Card> {
        let mut all = self.codes.classes().iter().flat_map(|class| &class.level2);
        let class = all.find(|below| below.name == name)?;
        let english = [or(&class.english, name), &class.purpose_english];
        Some(self.card([&class.name, &class.purpose], english, &class.example))
    }
}

fn or<'t>(text: &'t str, other: &'t str) -> &'t str {
    if text.is_empty() { other } else { text }
}
