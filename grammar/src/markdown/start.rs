//! What a line can begin.

use super::cursor::Cursor;
use super::html::{Html, Interrupting};

/// Columns of indentation that make code of a line.
pub(super) const CODE_INDENT: usize = 4;

/// What begins at some place in a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Start {
    Quote,
    Heading { level: u8 },
    Fence(Fence),
    Html(Html),
    Setext { level: u8 },
    ThematicBreak,
    Item { marker: usize },
}

impl Start {
    /// What the text of a line begins, tables excepted. The text is not blank and not indented as code.
    ///
    /// The first byte settles it for nearly every line.
    pub(super) fn of(text: &str, interrupting: Interrupting) -> Option<Self> {
        let bytes = text.as_bytes();
        let setext = |level| {
            let underlined = interrupting == Interrupting::Paragraph && is_underline(bytes);
            underlined.then_some(Self::Setext { level })
        };
        let thematic = || is_thematic_break(bytes).then_some(Self::ThematicBreak);
        let item = || item_marker(bytes, interrupting).map(|marker| Self::Item { marker });
        match bytes.first()? {
            b'>' => Some(Self::Quote),
            b'#' => heading(bytes),
            b'`' | b'~' => Fence::opening(bytes).map(Self::Fence),
            b'<' => Html::starting(text, interrupting).map(Self::Html),
            b'=' => setext(1),
            b'-' => setext(2).or_else(thematic).or_else(item),
            b'*' => thematic().or_else(item),
            b'_' => thematic(),
            b'+' | b'0'..=b'9' => item(),
            _ => None,
        }
    }
}

/// The line that opened a fenced code block: how long its run of markers is, a run of tildes as a negative number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fence(i32);

impl Fence {
    fn opening(text: &[u8]) -> Option<Self> {
        let marker = *text.first()?;
        let length = run(text, marker);
        let info = text.get(length..)?;
        let opens = length >= 3 && (marker == b'~' || memchr::memchr(b'`', info).is_none());
        opens.then(|| Self::new(marker, length))
    }

    /// Whether a line closes the block.
    pub(super) fn is_closed_by(self, line: &Cursor<'_>) -> bool {
        let text = line.text().as_bytes();
        let marker = if self.0 < 0 { b'~' } else { b'`' };
        let length = run(text, marker);
        line.indent() < CODE_INDENT
            && Self::new(marker, length).0.abs() >= self.0.abs()
            && text.get(length..).is_some_and(is_blank)
    }

    fn new(marker: u8, length: usize) -> Self {
        let length = i32::try_from(length).unwrap_or(i32::MAX);
        Self(if marker == b'~' { -length } else { length })
    }
}

fn heading(text: &[u8]) -> Option<Start> {
    let level = run(text, b'#');
    let ended = matches!(text.get(level), None | Some(b' ' | b'\t'));
    u8::try_from(level).ok().filter(|&level| ended && level <= 6).map(|level| Start::Heading { level })
}

fn is_underline(text: &[u8]) -> bool {
    let dashes = text.first().map_or(0, |&marker| run(text, marker));
    text.get(dashes..).is_some_and(is_blank)
}

fn is_thematic_break(text: &[u8]) -> bool {
    let Some(&marker) = text.first() else {
        return false;
    };
    let mut markers = 0_usize;
    text.iter().all(|&byte| {
        markers += usize::from(byte == marker);
        byte == marker || matches!(byte, b' ' | b'\t')
    }) && markers >= 3
}

/// The length of a list marker. One that interrupts a paragraph counts from 1 and has text behind it.
fn item_marker(text: &[u8], interrupting: Interrupting) -> Option<usize> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = text.split_at_checked(digits)?;
    let (delimiter, content) = rest.split_first()?;
    let is_marker = match digits {
        0 => matches!(delimiter, b'-' | b'*' | b'+'),
        1..=9 => matches!(delimiter, b'.' | b')'),
        _ => false,
    };
    let interrupts = || {
        let first = matches!(number, [] | [.., b'1']) && number.iter().rev().skip(1).all(|&digit| digit == b'0');
        first && !is_blank(content)
    };
    let is_item = is_marker
        && matches!(content.first(), None | Some(b' ' | b'\t'))
        && (interrupting == Interrupting::Other || interrupts());
    is_item.then_some(digits + 1)
}

/// How often `marker` stands at the beginning.
fn run(text: &[u8], marker: u8) -> usize {
    text.iter().take_while(|&&byte| byte == marker).count()
}

fn is_blank(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, b' ' | b'\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(text: &str) -> Option<Start> {
        Start::of(text, Interrupting::Other)
    }

    fn interrupting(text: &str) -> Option<Start> {
        Start::of(text, Interrupting::Paragraph)
    }

    #[test]
    fn headings() {
        assert_eq!(start("# 预算"), Some(Start::Heading { level: 1 }));
        assert_eq!(start("######"), Some(Start::Heading { level: 6 }));
        assert_eq!(start("#######"), None);
        assert_eq!(start("#预算"), None);
    }

    #[test]
    fn fences() {
        let fence = |marker, length| Some(Start::Fence(Fence::new(marker, length)));
        assert_eq!(start("```rust"), fence(b'`', 3));
        assert_eq!(start("~~~~ `"), fence(b'~', 4));
        assert_eq!(start("``` a`b"), None);
        assert_eq!(start("``"), None);
    }

    #[test]
    fn dashes_are_an_underline_before_a_break_before_an_item() {
        assert_eq!(interrupting("---"), Some(Start::Setext { level: 2 }));
        assert_eq!(interrupting("- - -"), Some(Start::ThematicBreak));
        assert_eq!(start("---"), Some(Start::ThematicBreak));
        assert_eq!(start("- --"), Some(Start::ThematicBreak));
        assert_eq!(start("- -"), Some(Start::Item { marker: 1 }));
        assert_eq!(start("--"), None);
        assert_eq!(interrupting("=="), Some(Start::Setext { level: 1 }));
        assert_eq!(start("=="), None);
    }

    #[test]
    fn items() {
        assert_eq!(start("12. 甲局"), Some(Start::Item { marker: 3 }));
        assert_eq!(start("*"), Some(Start::Item { marker: 1 }));
        assert_eq!(start("1234567890. a"), None);
        assert_eq!(start("1.5 万元"), None);
        assert_eq!(start("-12.00"), None);
    }

    #[test]
    fn only_a_first_item_with_text_interrupts_a_paragraph() {
        assert_eq!(interrupting("001) 甲局"), Some(Start::Item { marker: 4 }));
        assert_eq!(interrupting("+ 甲局"), Some(Start::Item { marker: 1 }));
        for text in ["2. 甲局", "11. 甲局", "1.", "*  "] {
            assert_eq!(interrupting(text), None, "{text}");
        }
    }
}
