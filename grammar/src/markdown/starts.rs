//! How leaf blocks and list items begin. Every text given here starts at the first non-blank of its line.

/// Whether a list item would interrupt a paragraph, which fewer may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Interrupts {
    Nothing,
    Paragraph,
}

/// ATX heading (CommonMark §4.2).
pub(super) fn is_heading(text: &str) -> bool {
    let behind = text.trim_start_matches('#');
    (1..=6).contains(&(text.len() - behind.len())) && (behind.is_empty() || behind.starts_with([' ', '\t']))
}

/// The length of the fence that opens a code block (§4.5).
pub(super) fn fence(text: &str) -> Option<usize> {
    let mark = text.chars().next()?;
    let info = text.trim_start_matches(mark);
    let length = text.len() - info.len();
    (length >= 3 && (mark == '~' || !info.contains('`'))).then_some(length)
}

/// Whether the text closes a code block opened with `length` times `mark`.
pub(super) fn closes_fence(text: &str, mark: u8, length: usize) -> bool {
    let behind = text.trim_start_matches(mark as char);
    text.len() - behind.len() >= length && behind.trim_start_matches([' ', '\t']).is_empty()
}

/// Underline of a setext heading (§4.3).
pub(super) fn is_setext(text: &str) -> bool {
    let Some(mark) = text.chars().next() else { return false };
    text.trim_start_matches(mark).trim_start_matches([' ', '\t']).is_empty()
}

/// Thematic break (§4.1).
pub(super) fn is_thematic_break(text: &str) -> bool {
    let Some(mark) = text.bytes().next() else { return false };
    let marks = text.bytes().filter(|byte| *byte == mark).count();
    marks >= 3 && text.bytes().all(|byte| byte == mark || byte == b' ' || byte == b'\t')
}

/// The length of a list marker (§5.2).
pub(super) fn list_marker(text: &str, interrupts: Interrupts) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = match text.as_bytes().get(digits)? {
        b'*' | b'-' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let content = text.get(length..)?;
    let is_marker = content.is_empty() || content.starts_with([' ', '\t']);
    if !is_marker {
        return None;
    }
    let may_interrupt = || {
        let starts_at_one = digits == 0 || text.get(..digits).and_then(|number| number.parse().ok()) == Some(1);
        starts_at_one && !content.trim_start_matches([' ', '\t']).is_empty()
    };
    (interrupts == Interrupts::Nothing || may_interrupt()).then_some(length)
}
