//! Monetary units (单位): what a printed amount counts.

use std::fmt;

/// The unit that amounts are printed in, a power of ten of 元.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MonetaryUnit {
    /// 元.
    Yuan,
    /// 千元, 10³ 元.
    Thousand,
    /// 万元, 10⁴ 元: the usual unit of budget documents.
    TenThousand,
    /// 百万元, 10⁶ 元.
    Million,
    /// 千万元, 10⁷ 元.
    TenMillion,
    /// 亿元, 10⁸ 元.
    HundredMillion,
}

/// How units are written behind a figure, a spelling before the shorter one that it begins with, so that the first
/// match is the longest. `50万` is what people say for `50万元`, and means nothing else.
const SPELLINGS: [(&str, MonetaryUnit); 9] = [
    ("千万元", MonetaryUnit::TenMillion),
    ("百万元", MonetaryUnit::Million),
    ("亿元", MonetaryUnit::HundredMillion),
    ("万元", MonetaryUnit::TenThousand),
    ("千元", MonetaryUnit::Thousand),
    ("元", MonetaryUnit::Yuan),
    ("圆", MonetaryUnit::Yuan),
    ("亿", MonetaryUnit::HundredMillion),
    ("万", MonetaryUnit::TenThousand),
];

impl MonetaryUnit {
    /// How many 元 one of this unit is: 10,000 for 万元.
    pub fn yuan(self) -> i128 {
        10_i128.pow(self.exponent().into())
    }

    /// The power of ten of 元 that one of this unit is: 4 for 万元.
    pub fn exponent(self) -> u8 {
        match self {
            Self::Yuan => 0,
            Self::Thousand => 3,
            Self::TenThousand => 4,
            Self::Million => 6,
            Self::TenMillion => 7,
            Self::HundredMillion => 8,
        }
    }

    /// Its usual name, 万元.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Thousand => "千元",
            Self::TenThousand => "万元",
            Self::Million => "百万元",
            Self::TenMillion => "千万元",
            Self::HundredMillion => "亿元",
        }
    }

    /// Reads what a metadata line or a header says: `万元`, `人民币万元`, `（元）`, `单位：元`, `金额单位：人民币 万元`.
    /// `None` for anything else, such as 人 or 美元.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !super::read::is_gap(*c)).collect();
        let value = text.rsplit([':', '：']).next()?;
        let value = value.trim_matches(['(', ')', '（', '）', '[', ']', '【', '】', '。', '；', ';']);
        let value = ["人民币", "RMB"]
            .iter()
            .find_map(|name| value.strip_prefix(name).or_else(|| value.strip_suffix(name)))
            .unwrap_or(value)
            .trim_matches(['(', ')', '（', '）', '/', '、']);
        Self::behind(value).and_then(|(unit, rest)| rest.is_empty().then_some(unit))
    }

    /// The unit that `text` begins with, and what follows it.
    pub(super) fn behind(text: &str) -> Option<(Self, &str)> {
        SPELLINGS.iter().find_map(|(spelling, unit)| Some((*unit, text.strip_prefix(spelling)?)))
    }
}

impl fmt::Display for MonetaryUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
