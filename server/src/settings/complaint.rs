//! What is wrong with settings, and how it is said.

use std::ops::Range;

use budget_grammar::{Span, text::Text};

use super::description::Kind;
use crate::{
    finding::{Finding, Language, Severity},
    rules::{PLAIN, Rule},
};

/// What the findings in a settings file belong to. It is no rule of the catalogue: it checks no document, and nothing
/// turns it off.
pub static RULE: Rule = Rule { id: "settings", severity: Severity::Warning, ..PLAIN };

/// Something wrong in a settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The line, from 0.
    pub line: usize,
    /// Where in the line, in bytes.
    pub span: Span,
    /// What it is.
    pub fault: Fault,
}

/// What is wrong. A path names a key through its tables: `headers.name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file cannot be read.
    Unreadable(Reason),
    /// The text is no TOML; says why, in the parser's English.
    Syntax(String),
    /// A key that there is none of.
    UnknownKey {
        /// The key.
        path: String,
        /// A key of its table that is spelled like it.
        nearest: Option<&'static str>,
        /// All keys of its table.
        known: Vec<&'static str>,
    },
    /// An id that no rule has.
    UnknownRule {
        /// The id.
        id: String,
        /// One that is spelled like it.
        nearest: Option<&'static str>,
    },
    /// A word that the key does not know.
    UnknownValue {
        /// The key.
        path: String,
        /// What it says.
        value: String,
        /// A word that is spelled like it.
        nearest: Option<&'static str>,
        /// All words that it knows.
        known: Vec<&'static str>,
    },
    /// A value of another type.
    OtherType {
        /// The key.
        path: String,
        /// What belongs there.
        wanted: Wanted,
    },
    /// A table without a key that it must have.
    Missing {
        /// The key.
        path: String,
    },
    /// A name of a kind of tables, or of a quantity, that another one has; or a quantity that stands twice in one list
    /// of them.
    Taken {
        /// The key.
        path: String,
        /// The name.
        id: String,
    },
    /// A quantity that nobody describes.
    UnknownQuantity {
        /// Its name.
        id: String,
        /// One that is spelled like it.
        nearest: Option<String>,
    },
    /// Lines named where the figure does not stand in lines by their names.
    OtherLines,
    /// One header text under two roles.
    TwoRoles {
        /// The text.
        text: String,
        /// The role that it has.
        first: &'static str,
        /// The role that it is given again.
        second: &'static str,
    },
    /// Two classes of indicators that claim one place.
    Clash {
        /// The class that holds it, with its code.
        existing: String,
        /// The class that was to be added, with its code.
        added: String,
    },
}

/// Why a settings file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is no UTF-8.
    Encoding,
    /// It is longer than any settings are.
    Length,
    /// What the system says.
    Other(String),
}

/// What belongs behind a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A text that says something.
    Text,
    /// 0 to 9.
    Digit,
    /// Yes or no.
    Truth,
    /// A list of the values in it.
    List,
    /// A table of keys.
    Table,
}

impl Wanted {
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Choice(_) | Kind::Text | Kind::Word => Self::Text,
            Kind::Digit => Self::Digit,
            Kind::Switch(_) => Self::Truth,
            Kind::Texts | Kind::Words | Kind::WordLists | Kind::Digits | Kind::Tables(_) => Self::List,
            Kind::SeverityByRule | Kind::Table(_) => Self::Table,
        }
    }
}

impl Complaint {
    /// A fault at `range` (bytes) of a file; of several lines the first is shown. What is missing has no width: its
    /// line is marked then.
    pub(super) fn new(text: &Text, range: Range<usize>, fault: Fault) -> Self {
        let line = text.line_at(range.start.min(text.len()));
        let start = text.line_start(line);
        let length = text.line(line).len();
        let within = |offset: usize| offset.saturating_sub(start).min(length);
        let (start, end) = if range.is_empty() { (0, length) } else { (within(range.start), within(range.end)) };
        Self { line, span: Span::new(start, end), fault }
    }

    /// As a finding in the settings file.
    pub fn finding(&self, language: Language) -> Finding {
        let severity = if self.fault.refuses() { Severity::Error } else { RULE.severity };
        let message = self.fault.message(language);
        Finding { rule: &RULE, severity, lines_below: 0, span: self.span, message, related: Box::default() }
    }
}

impl Fault {
    /// Whether nothing of the settings is taken over, so that those before stay in force.
    pub fn refuses(&self) -> bool {
        matches!(self, Self::Unreadable(_) | Self::Syntax(_) | Self::Clash { .. })
    }

    /// What to tell the user.
    pub fn message(&self, language: Language) -> String {
        let message = match language {
            Language::Chinese => self.in_chinese(),
            Language::English => self.in_english(),
        };
        if !self.refuses() {
            return message;
        }
        language.choose(
            || format!("{message}；改好之前，其中各项都不生效"),
            || format!("{message}; nothing in it counts until this is mended"),
        )
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::Unreadable(Reason::Encoding) => "不是 UTF-8；请用 UTF-8 重新保存".to_owned(),
            Self::Unreadable(Reason::Length) => "超过 1 MiB，不像设置文件".to_owned(),
            Self::Unreadable(Reason::Other(reason)) => format!("未能读取：{reason}"),
            Self::Syntax(reason) => format!("不是正确的 TOML：{}", syntax_in_chinese(reason)),
            Self::UnknownKey { path, nearest: Some(nearest), .. } => {
                format!("没有设置项 “{path}”，是否指 “{nearest}”？")
            }
            Self::UnknownKey { path, known, .. } => format!("没有设置项 “{path}”；这里可用：{}", known.join("、")),
            Self::UnknownRule { id, nearest: Some(nearest) } => format!("没有规则 “{id}”，是否指 “{nearest}”？"),
            Self::UnknownRule { id, .. } => format!("没有规则 “{id}”；全部规则见 budget-lsp explain --all"),
            Self::UnknownValue { path, value, nearest, known } => {
                let meant = nearest.map_or_else(String::new, |nearest| format!("，是否指 “{nearest}”？"));
                format!("“{path}” 不能是 “{value}”{meant}（可用：{}）", known.join("、"))
            }
            Self::OtherType { path, wanted } => {
                let wanted = match wanted {
                    Wanted::Text => "有内容的文字，写在引号里",
                    Wanted::Digit => "一位数字（0 到 9）",
                    Wanted::Truth => "是或否，写作 true 或 false，不加引号",
                    Wanted::List => "方括号里的一列，如 […, …]",
                    Wanted::Table => "一个表，其中各项写作 名称 = 值",
                };
                format!("“{path}” 应为{wanted}")
            }
            Self::Missing { path } => format!("缺少 “{path}”"),
            Self::Taken { path, id } => format!("“{path}” 里的 “{id}” 已经有了"),
            Self::UnknownQuantity { id, nearest: Some(nearest) } => {
                format!("没有名为 “{id}” 的数，是否指 “{nearest}”？")
            }
            Self::UnknownQuantity { id, .. } => format!("没有名为 “{id}” 的数；自有的数写在 tables.quantity 里"),
            Self::OtherLines => "“tables.kind.figure.lines” 只与 row = \"line\" 连用".to_owned(),
            Self::TwoRoles { text, first, second } => {
                format!("表头 “{text}” 既列在 {first} 又列在 {second}，以 {first} 为准")
            }
            Self::Clash { existing, added } => {
                format!("“{added}” 与已有的 “{existing}” 冲突：一个代码只有一个名称，一个名称只有一个代码")
            }
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::Unreadable(Reason::Encoding) => "not UTF-8; save it again as UTF-8".to_owned(),
            Self::Unreadable(Reason::Length) => "longer than 1 MiB: hardly settings".to_owned(),
            Self::Unreadable(Reason::Other(reason)) => format!("could not be read: {reason}"),
            Self::Syntax(reason) => format!("not TOML: {reason}"),
            Self::UnknownKey { path, nearest: Some(nearest), .. } => {
                format!("there is no setting “{path}”; did you mean “{nearest}”?")
            }
            Self::UnknownKey { path, known, .. } => {
                format!("there is no setting “{path}”; here are: {}", known.join(", "))
            }
            Self::UnknownRule { id, nearest: Some(nearest) } => {
                format!("there is no rule “{id}”; did you mean “{nearest}”?")
            }
            Self::UnknownRule { id, .. } => {
                format!("there is no rule “{id}”; budget-lsp explain --all shows them all")
            }
            Self::UnknownValue { path, value, nearest, known } => {
                let meant = nearest.map_or_else(String::new, |nearest| format!("; did you mean “{nearest}”?"));
                format!("“{path}” cannot be “{value}”{meant} (one of {})", known.join(", "))
            }
            Self::OtherType { path, wanted } => {
                let wanted = match wanted {
                    Wanted::Text => "a text in quotes that says something",
                    Wanted::Digit => "one digit, 0 to 9",
                    Wanted::Truth => "true or false, without quotes",
                    Wanted::List => "a list in brackets, […, …]",
                    Wanted::Table => "a table of lines, name = value",
                };
                format!("“{path}” is to be {wanted}")
            }
            Self::Missing { path } => format!("“{path}” is missing"),
            Self::Taken { path, id } => format!("“{id}” in “{path}” is there already"),
            Self::UnknownQuantity { id, nearest: Some(nearest) } => {
                format!("there is no quantity “{id}”; did you mean “{nearest}”?")
            }
            Self::UnknownQuantity { id, .. } => {
                format!("there is no quantity “{id}”; those of your own belong in tables.quantity")
            }
            Self::OtherLines => "“tables.kind.figure.lines” belongs to row = \"line\" only".to_owned(),
            Self::TwoRoles { text, first, second } => {
                format!("the header “{text}” is listed under {first} and {second}; {first} counts")
            }
            Self::Clash { existing, added } => {
                format!("“{added}” clashes with “{existing}”: a code has one name, and a name has one code")
            }
        }
    }
}

/// The faults that typing leaves behind; a rarer one is said in the parser's own words.
fn syntax_in_chinese(reason: &str) -> String {
    const KNOWN: &[(&str, &str)] = &[
        ("string values must be quoted", "文字要写在英文引号里"),
        ("duplicate key", "同一项写了两次"),
        ("key with no value", "只有名称，缺少 “= 值”"),
        ("missing value", "“=” 后缺少值"),
        ("missing assignment", "名称与值之间缺少 “=”"),
        ("missing comma", "各项之间缺少英文逗号"),
        ("unclosed table", "表名缺少右方括号 “]”"),
        ("unclosed array", "缺少右方括号 “]”"),
        ("unclosed inline table", "缺少右花括号 “}”"),
        ("invalid basic string", "文字缺少右引号"),
        ("invalid unquoted key", "名称里有标点或汉字；这样的名称要写在英文引号里"),
        ("invalid key-value pair", "这一行不是 “名称 = 值”"),
        ("extra comma", "多了一个逗号"),
    ];
    let known = KNOWN.iter().find(|(english, _)| reason.starts_with(english));
    known.map_or_else(|| reason.to_owned(), |(_, chinese)| (*chinese).to_owned())
}
