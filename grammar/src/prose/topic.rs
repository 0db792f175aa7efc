//! What money a part of the prose speaks of: the same line stands in a list of what is appropriated, and in one of what
//! was carried over.

use std::borrow::Cow;

use super::{Figure, MOST_LINES, is_heading, paragraph::Joined};
use crate::{
    document::Document,
    name::{ends_in_organisation, trim},
    statement::{Label, is_title_of_table},
};

/// The longest heading, in bytes.
const LONGEST: usize = 120;

/// The most lines of a paragraph that opens a list.
pub const MOST_OPENING: usize = 8;

/// What money a text speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// All that is appropriated: 一般公共预算, 财政拨款.
    Appropriated,
    /// That perhaps, or how it changed: 比上年增加.
    Unsure,
    /// Something else, or a part of it: 事业收入, 上年结转, 政府采购, 追加.
    Other,
}

/// A text above a paragraph that says what it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Above {
    /// The rank of its number, 0 for 一、, where it is a heading: what stands above it with a deeper number or the same
    /// speaks of something else. `None` for one without a number, and for a sentence that opens a list.
    pub rank: Option<u8>,
    /// What money it speaks of.
    pub topic: Option<Topic>,
    /// Whether it speaks of what was spent: 决算.
    pub is_final: bool,
    /// The organisation that it begins with, folded.
    pub holder: Option<Box<str>>,
}

const APPROPRIATED: [&str; 7] =
    ["一般公共预算", "财政拨款", "当年拨款", "部门支出", "支出预算", "支出总", "政府性基金预算"];

impl Topic {
    fn of(text: &str) -> Option<Self> {
        const OTHER: [&str; 25] = [
            "事业收入",
            "经营收入",
            "其他收入",
            "单位资金",
            "其他资金",
            "自有资金",
            "自筹",
            "专户",
            "非财政",
            "非同级",
            "结转",
            "结余",
            "重点支出",
            "重大项目",
            "重点项目",
            "采购",
            "购买服务",
            "追加",
            "追减",
            "压减",
            "压缩",
            "绩效",
            "转移支付",
            "基本支出",
            "项目支出",
        ];
        const UNSURE: [&str; 8] = ["增加", "减少", "增减", "上年", "去年", "调整", "变动", "变化"];
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if says(&OTHER) {
            Some(Self::Other)
        } else if says(&UNSURE) {
            Some(Self::Unsure)
        } else {
            says(&APPROPRIATED).then_some(Self::Appropriated)
        }
    }
}

impl Document {
    /// What the sentence of a figure says of the money before the line whose name is `name`, and behind the figure of
    /// that alone: …，为上年结转资金. Cost: the paragraph, which begins at `start`.
    pub fn topic_beside(&self, start: usize, figure: &Figure, name: &str) -> Option<Topic> {
        let joined = self.joined(start);
        let before = joined.text.get(..figure.at.0)?;
        let sentence = before.get(before.rfind('。').unwrap_or_default()..)?;
        let said = sentence.split(['：', ':']).next().unwrap_or_default();
        let said = said.rfind(name).and_then(|at| said.get(..at)).unwrap_or(said);
        Topic::of(said).or_else(|| of_clause(joined.text.get(figure.at.1..)?))
    }

    /// What the paragraph that begins at a line says of those below it: a heading, or a sentence that opens a list.
    /// Cost: that paragraph.
    pub fn says_of_below(&self, start: usize) -> Option<Above> {
        if self.lines_of_passage(start) > MOST_OPENING {
            return None;
        }
        let text = self.joined(start).text;
        let bare = trim(text.trim_start_matches(['#', '*', ' ']).trim_end_matches('*'));
        let is_marked = self.lines().get(start).is_some_and(is_heading);
        if !is_marked && bare.ends_with(['：', ':']) {
            let sentence = bare.rsplit('。').next().unwrap_or(bare);
            return Some(Above { rank: None, topic: Topic::of(sentence), is_final: false, holder: None });
        }
        // The title of a table speaks of that.
        if is_title_of_table(bare) || (!is_marked && (bare.len() > LONGEST || bare.contains(['。', '；']))) {
            return None;
        }
        let label = Label::read(bare);
        let end = APPROPRIATED.iter().chain(&["部门预算", "单位预算"]).filter_map(|word| label.name.find(word)).min();
        let year = label.name.find('年').and_then(|at| at.checked_sub(4));
        let holder = label.name.get(..end.into_iter().chain(year).min().unwrap_or(label.name.len()));
        Some(Above {
            rank: label.rank,
            topic: Topic::of(bare),
            is_final: bare.contains("决算"),
            holder: holder.filter(|holder| ends_in_organisation(holder)).map(Box::from),
        })
    }

    /// The text of a paragraph.
    fn joined(&self, start: usize) -> Joined {
        let count = self.lines_of_passage(start).min(MOST_LINES);
        let lines: Vec<Cow<'_, str>> = self.text().lines_from(start).take(count).collect();
        Joined::of(&lines)
    }
}

/// What a clause says of the figure before it.
fn of_clause(behind: &str) -> Option<Topic> {
    const OF_IT: [&str; 6] = ["，为", "，系", "，均为", "，全部为", "，属于", "，来源"];
    let clause = OF_IT.iter().find_map(|word| behind.strip_prefix(word))?;
    Topic::of(clause.split(['，', '。', '；']).next()?).filter(|topic| *topic == Topic::Other)
}
