//! Link reference definitions (CommonMark §4.7), as far as they decide whether a paragraph is a heading.

/// The longest link label, in bytes.
const LONGEST_LABEL: usize = 1000;
/// The deepest parentheses in a link destination.
const DEEPEST: usize = 32;

/// Whether a paragraph consists of link reference definitions and nothing else. Lines are divided by `\n`.
pub(super) fn is_only_definitions(paragraph: &str) -> bool {
    let mut rest = paragraph;
    while let Some(behind) = definition(rest) {
        rest = behind;
    }
    rest.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']).is_empty()
}

/// What stands behind a definition at the start of `text`.
fn definition(text: &str) -> Option<&str> {
    let rest = label(text)?.strip_prefix(':')?;
    let rest = destination(skip_line_break(rest))?;
    let titled = skip_line_break(rest);
    let behind_title = (titled.len() < rest.len()).then(|| title(titled)).flatten();
    behind_title.and_then(end_of_line).or_else(|| end_of_line(rest))
}

/// Spaces, at most one line ending, and spaces again.
fn skip_line_break(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '\t']);
    text.strip_prefix('\n').unwrap_or(text).trim_start_matches([' ', '\t'])
}

fn end_of_line(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '\t']);
    if text.is_empty() { Some(text) } else { text.strip_prefix('\n') }
}

/// Behind `[…]`, which must not be blank.
fn label(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?;
    let end = unescaped(inside, |byte| matches!(byte, b'[' | b']'))?;
    let name = inside.get(..end)?;
    let rest = inside.get(end..)?.strip_prefix(']')?;
    (end <= LONGEST_LABEL && !name.trim_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']).is_empty()).then_some(rest)
}

/// The first byte without a backslash before it for which `is` holds.
fn unescaped(text: &str, is: impl Fn(u8) -> bool) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if escaped && byte.is_ascii_punctuation() {
            escaped = false;
        } else if is(byte) {
            return Some(at);
        } else {
            escaped = byte == b'\\';
        }
    }
    None
}

fn destination(text: &str) -> Option<&str> {
    if let Some(inside) = text.strip_prefix('<') {
        let mut bytes = inside.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'>' => return inside.get(at + 1..),
                b'<' | b'\n' => return None,
                b'\\' => drop(bytes.next()),
                _ => {}
            }
        }
        return None;
    }
    let (mut depth, mut escaped, mut end) = (0usize, false, text.len());
    for (at, byte) in text.bytes().enumerate() {
        if escaped && byte.is_ascii_punctuation() {
            escaped = false;
            continue;
        }
        escaped = byte == b'\\';
        match byte {
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b')' => {
                end = at;
                break;
            }
            byte if byte.is_ascii_whitespace() || (byte.is_ascii_control() && byte != 0) => {
                end = at;
                break;
            }
            _ => {}
        }
        if depth > DEEPEST {
            return None;
        }
    }
    if end == 0 || depth > 0 { None } else { text.get(end..) }
}

/// Behind `"…"`, `'…'` or `(…)`.
fn title(text: &str) -> Option<&str> {
    let (open, inside) = (text.bytes().next()?, text.get(1..)?);
    let end = match open {
        b'"' | b'\'' => unescaped(inside, |byte| byte == open)?,
        b'(' => unescaped(inside, |byte| matches!(byte, b'(' | b')'))
            .filter(|&at| inside.as_bytes().get(at) == Some(&b')'))?,
        _ => return None,
    };
    inside.get(end + 1..)
}

#[cfg(test)]
mod tests {
    use super::is_only_definitions;

    #[test]
    fn definitions_and_texts() {
        for text in ["[a]: /u\n", "[a]: <u v> \"t\"\n[b]:\n/u\n", "[a]: /u\n'title\nof two lines'\n"] {
            assert!(is_only_definitions(text), "{text:?}");
        }
        for text in ["[a]: /u\n| a |\n", "[a]\n", "[ ]: /u\n", "[a]: /u text\n", "[a]:\n"] {
            assert!(!is_only_definitions(text), "{text:?}");
        }
    }
}
