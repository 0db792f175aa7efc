//! Link reference definitions at the beginning of a paragraph.

/// The most bytes of a label, [CommonMark §4.7] says characters; comrak counts bytes.
///
/// [CommonMark §4.7]: https://spec.commonmark.org/0.31.2/#link-reference-definition
const LONGEST_LABEL: u16 = 1000;

/// How deep parentheses may nest in a destination.
const DEEPEST_PARENTHESES: usize = 32;

/// What a paragraph's lines so far are, seen as link reference definitions. A paragraph of nothing else is no
/// paragraph: a setext underline below it is text, and a list item that holds nothing else is empty.
///
/// Differs from comrak in three places that no sensible document has: a backslash before a title's closing quote
/// escapes it, where comrak, finding no better one, takes it for the closing quote; a destination in angle brackets
/// ends with its line, where comrak lets a backslash carry it over LF (not over CRLF); a label's line endings count
/// one byte each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Definitions {
    /// Definitions all through, so far; a line may begin the next one.
    #[default]
    Complete,
    /// Inside a label.
    Label { blank: bool, length: u16 },
    /// Behind the colon; the destination stands on the next line.
    Destination,
    /// Behind a destination at the end of its line: complete, and a title may follow.
    Title,
    /// Inside a title that ends with this byte.
    Quoted { end: u8 },
    /// Other text, for good.
    Text,
}

impl Definitions {
    /// Whether the paragraph would be nothing but definitions, if it ended here.
    pub(super) fn is_all(self) -> bool {
        matches!(self, Self::Complete | Self::Title)
    }

    /// With one more line of the paragraph; `line` as it stands in the paragraph, without its indentation unless it
    /// is a lazy one.
    pub(super) fn with(self, line: &str) -> Self {
        let line = line.as_bytes();
        match self {
            Self::Text => Self::Text,
            Self::Complete => definition(line),
            Self::Label { blank, length } => label(line, blank, length),
            Self::Destination => destination(line),
            Self::Title => match trimmed(line) {
                text @ [b'"' | b'\'' | b'(', ..] => title(text),
                _ => definition(line),
            },
            Self::Quoted { end } => quoted(line, end),
        }
    }
}

fn definition(line: &[u8]) -> Definitions {
    match line {
        [b'[', rest @ ..] => label(rest, true, 0),
        _ => Definitions::Text,
    }
}

fn label(mut text: &[u8], mut blank: bool, mut length: u16) -> Definitions {
    loop {
        let bytes = match text {
            [b']', rest @ ..] if !blank => {
                return rest.strip_prefix(b":").map_or(Definitions::Text, destination);
            }
            [b']' | b'[', ..] => return Definitions::Text,
            [b'\\', escaped, ..] if escaped.is_ascii_punctuation() => 2,
            _ => 1,
        };
        blank &= matches!(text.first(), None | Some(b' ' | b'\t'));
        length = length.saturating_add(bytes);
        if length > LONGEST_LABEL {
            return Definitions::Text;
        }
        match text.get(usize::from(bytes)..) {
            Some(rest) => text = rest,
            None => return Definitions::Label { blank, length },
        }
    }
}

fn destination(text: &[u8]) -> Definitions {
    let text = trimmed(text);
    if text.is_empty() {
        return Definitions::Destination;
    }
    let behind = match text {
        [b'<', rest @ ..] => behind_brackets(rest),
        _ => behind_bare(text),
    };
    match behind {
        Some(rest) if trimmed(rest).is_empty() => Definitions::Title,
        Some(rest @ [b' ' | b'\t', ..]) => title(trimmed(rest)),
        _ => Definitions::Text,
    }
}

fn behind_brackets(mut text: &[u8]) -> Option<&[u8]> {
    loop {
        text = match text {
            [b'>', rest @ ..] => return Some(rest),
            [b'\\', _, rest @ ..] => rest,
            [b'<', ..] | [] => return None,
            [_, rest @ ..] => rest,
        };
    }
}

fn behind_bare(mut text: &[u8]) -> Option<&[u8]> {
    let mut open = 0;
    loop {
        text = match text {
            [b'\\', escaped, rest @ ..] if escaped.is_ascii_punctuation() => rest,
            [b'(', ..] if open == DEEPEST_PARENTHESES => return None,
            [b'(', rest @ ..] => {
                open += 1;
                rest
            }
            [b')', rest @ ..] if open > 0 => {
                open -= 1;
                rest
            }
            [] | [b')' | b' ' | 0x01..=0x1f | 0x7f, ..] => break,
            [_, rest @ ..] => rest,
        };
    }
    (open == 0).then_some(text)
}

fn title(text: &[u8]) -> Definitions {
    match text {
        [b'(', rest @ ..] => quoted(rest, b')'),
        [quote @ (b'"' | b'\''), rest @ ..] => quoted(rest, *quote),
        _ => Definitions::Text,
    }
}

fn quoted(mut text: &[u8], end: u8) -> Definitions {
    loop {
        text = match text {
            [] => return Definitions::Quoted { end },
            [b'\\', escaped, rest @ ..] if escaped.is_ascii_punctuation() => rest,
            [b'(', ..] if end == b')' => return Definitions::Text,
            [byte, rest @ ..] if *byte == end => {
                let done = trimmed(rest).is_empty();
                return if done { Definitions::Complete } else { Definitions::Text };
            }
            [_, rest @ ..] => rest,
        };
    }
}

fn trimmed(text: &[u8]) -> &[u8] {
    let spaces = text.iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count();
    text.get(spaces..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_all(lines: &[&str]) -> bool {
        let all = lines.iter().fold(Definitions::default(), |so_far, line| so_far.with(line));
        all.is_all()
    }

    #[test]
    fn definitions_on_one_line() {
        assert!(is_all(&["[预算公开]: https://example.org/a(b)"]));
        assert!(is_all(&["[a]: <b c> \"目录\"  ", "[b]:/u 'x'", "[c]: /u (x)"]));
        for text in [
            "预算",
            "[]: /u",
            "[a] /u",
            "[a[]: /u",
            "[a]: /u x",
            "[a]: <b",
            "[a]: <b>\"x\"",
            "[a]: /u \"x\" y",
            "[a]: /u)",
            "[a]: /u(",
            "[a]: /u (x(y)",
        ] {
            assert!(!is_all(&[text]), "{text}");
        }
    }

    #[test]
    fn definitions_over_several_lines() {
        assert!(is_all(&["[预", "算]:", "/u", "\"目", "录\""]));
        assert!(!is_all(&["[预", "算"]));
        assert!(!is_all(&["[a]:"]));
        assert!(!is_all(&["[a]: /u", "\"目"]));
        assert!(!is_all(&["[a]: /u", "\"目\" 录", "\""]));
        assert!(!is_all(&["[a]: /u", "预算"]));
        assert!(is_all(&["[a]: /u", "[b]: /v"]));
    }

    #[test]
    fn a_label_has_a_longest() {
        assert!(is_all(&[&format!("[{}]: /u", "a".repeat(1000))]));
        assert!(!is_all(&[&format!("[{}]: /u", "a".repeat(1001))]));
    }
}
