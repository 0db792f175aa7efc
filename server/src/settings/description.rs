//! Every key of the settings and what it may say: read by the reader, the schema and the tests of the page.

mod tables;

use tables::TABLES;
pub use tables::{PLACES, ROWS, SIDES};

/// A key of a table.
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What may stand behind it.
    pub kind: Kind,
    /// Whether its table is nothing without it.
    pub is_needed: bool,
    /// What it is for, in Chinese.
    pub chinese: &'static str,
    /// The same in English.
    pub english: &'static str,
}

/// What may stand behind a key.
#[derive(Clone, Copy)]
pub enum Kind {
    /// One of these words.
    Choice(&'static [Choice]),
    /// A table of severities by the id of the rule.
    SeverityByRule,
    /// A table of these keys.
    Table(&'static [Key]),
    /// A list of tables of these keys.
    Tables(&'static [Key]),
    /// A text that says something.
    Text,
    /// A list of texts.
    Texts,
    /// A text that is not blank.
    Word,
    /// A list of those.
    Words,
    /// A list of such lists.
    WordLists,
    /// 0 to 9.
    Digit,
    /// A list of digits.
    Digits,
    /// Yes or no; this where nothing is said.
    Switch(bool),
}

/// One of several words.
pub struct Choice {
    /// As it is written.
    pub name: &'static str,
    /// What it means, in Chinese.
    pub chinese: &'static str,
    /// The same in English.
    pub english: &'static str,
}

const fn key(name: &'static str, kind: Kind, chinese: &'static str, english: &'static str) -> Key {
    Key { name, kind, is_needed: false, chinese, english }
}

/// A key that its table is nothing without.
const fn needed(name: &'static str, kind: Kind, chinese: &'static str, english: &'static str) -> Key {
    Key { name, kind, is_needed: true, chinese, english }
}

const fn choice(name: &'static str, chinese: &'static str, english: &'static str) -> Choice {
    Choice { name, chinese, english }
}

/// All keys, from the top.
pub static KEYS: &[Key] = &[
    key("language", Kind::Choice(LANGUAGES), "信息所用的语言。", "The language of messages."),
    key(
        "rounding",
        Kind::Choice(ROUNDINGS),
        "合计与分项之差怎样才算四舍五入的尾差。",
        "When a difference between a total and its parts counts as rounding.",
    ),
    key(
        "severity",
        Kind::SeverityByRule,
        "按规则名设定级别，或关闭规则。",
        "The severity of a rule by its id, or off.",
    ),
    key(
        "hints",
        Kind::Table(HINTS),
        "表格行末的提示；默认不显示。",
        "Hints at the end of a table's rows; none by default.",
    ),
    key("lens", Kind::Table(LENS), "单位一行上方的一行小字。", "The line of small print above a budget unit."),
    key(
        "codes",
        Kind::Table(CODES),
        "本单位另有的绩效指标分类。",
        "Classes of performance indicators beyond those in general use.",
    ),
    key(
        "headers",
        Kind::Table(HEADERS),
        "表头的其他写法，按列的作用列出；空格和全角半角不论。",
        "Further header texts by the role of their column; blanks and character width do not matter.",
    ),
    key(
        "tables",
        Kind::Table(TABLES),
        "本单位另有的表：怎样认出，哪些格与别处是同一个数。",
        "Tables of a department's budget beyond those in general use: how they are known, and which of their figures stand elsewhere too.",
    ),
    key("format", Kind::Table(FORMAT), "整理表格的方式。", "How tables are formatted."),
    key("workspace", Kind::Table(WORKSPACE), "编辑器打开的文件夹。", "The folder that the editor has open."),
];

/// The languages of messages.
pub static LANGUAGES: &[Choice] = &[
    choice("zh", "中文", "Chinese"),
    choice("en", "英文", "English"),
    choice("auto", "随编辑器或终端的语言，默认", "that of the editor or the terminal, the default"),
];

/// The ways to judge rounding.
pub static ROUNDINGS: &[Choice] = &[
    choice("banded", "按尾差的可能性分档，默认", "by how likely rounding is the cause, the default"),
    choice("calc11", "区间 [v − u/2, v + u/2] 相交即可", "consistent where the intervals [v − u/2, v + u/2] meet"),
    choice("exact", "必须分毫不差", "figures must add up to the last digit"),
    choice("truncate", "数字是截断的，未四舍五入", "figures were cut off and not rounded"),
];

/// How wide characters of ambiguous width are.
pub static AMBIGUOUS_WIDTHS: &[Choice] = &[
    choice(
        "wide",
        "与汉字同宽，默认；中文字体如此",
        "as wide as a Chinese character, the default; so in Chinese fonts",
    ),
    choice("narrow", "与字母同宽；多数终端如此", "as wide as a letter; so in most terminals"),
];

/// The severities of a rule.
pub static SEVERITIES: &[Choice] = &[
    choice("error", "错误", "an error"),
    choice("warning", "警告", "a warning"),
    choice("information", "信息", "information"),
    choice("hint", "提示", "a hint"),
    choice("off", "不报告", "nothing is reported"),
];

static HINTS: &[Key] = &[
    key(
        "total",
        Kind::Switch(false),
        "合计与各项相加、总计与资金来源相加不符时，在行末显示相加的结果和差额。",
        "What the parts of a total add up to, and the difference, where it does not hold.",
    ),
    key(
        "share",
        Kind::Switch(false),
        "单位和项目占合计的比例。",
        "The share of units and projects in the grand total.",
    ),
];

static LENS: &[Key] = &[
    key(
        "unit",
        Kind::Switch(true),
        "单位有几个项目，合计多少；点一下看这些项目。",
        "How many projects a unit has and their sum; a click shows them.",
    ),
    key(
        "difference",
        Kind::Switch(false),
        "各项目相加与单位一行印出的数不符时，另写差额。",
        "By how much the unit's row is off what its projects add up to, where it is.",
    ),
];

static CODES: &[Key] = &[key("class", Kind::Tables(CLASS), "一级指标。", "Level-1 classes.")];

static CLASS: &[Key] = &[
    needed(
        "name",
        Kind::Text,
        "名称，如“产出指标”；与已有的同名时补充其内容。",
        "Its name; one that is known is added to.",
    ),
    key("english", Kind::Text, "英文名称。", "Its English name."),
    key(
        "codes",
        Kind::Digits,
        "代码，一位数字；不写则任何数字都可以。",
        "Its codes, digits; without them any digit does.",
    ),
    key("spellings", Kind::Texts, "名称的其他写法。", "Other names in use."),
    key("level2", Kind::Tables(LEVEL2), "其下的二级指标。", "The level-2 classes below it."),
];

static LEVEL2: &[Key] = &[
    needed("name", Kind::Text, "名称，如“数量指标”。", "Its name."),
    key("english", Kind::Text, "英文名称。", "Its English name."),
    key(
        "ordinal",
        Kind::Digit,
        "代码的第二位数字；不写则任何数字都可以。",
        "The second digit of its code; without it any digit does.",
    ),
    key("spellings", Kind::Texts, "名称的其他写法。", "Other names in use."),
];

static FORMAT: &[Key] = &[key(
    "ambiguous-width",
    Kind::Choice(AMBIGUOUS_WIDTHS),
    "“ ” — ≥ ① 等字符的宽度，随字体而定；列没有对齐时改用另一种。",
    "The width of “ ” — ≥ ① and the like, which depends on the font; take the other where columns do not stand in line.",
)];

static WORKSPACE: &[Key] = &[key(
    "closed-documents",
    Kind::Switch(true),
    "是否也检查文件夹中没有打开的文档；默认检查。",
    "Whether the documents of the folder that are not open are checked too; they are by default.",
)];

static HEADERS: &[Key] = &[
    key("name", Kind::Texts, "项目或单位名称的列。", "The column of names of units and projects."),
    key("total", Kind::Texts, "总计的列。", "The column of totals."),
    key("source", Kind::Texts, "资金来源的列。", "The columns of funding sources."),
    key("goal", Kind::Texts, "绩效目标的列。", "The column of performance goals."),
    key("indicators", Kind::Texts, "绩效指标的列。", "The column of performance indicators."),
];
