//! A paragraph as one line of text.

use std::{borrow::Cow, ops::Range};

use smallvec::SmallVec;

use super::Place;
use crate::{Span, name::is_blank_character, statement::is_numbered};

/// The lines of a paragraph, one directly behind the other, as phrases are compared: without blanks but for those that
/// part numbers and words of Latin letters, without the marks of strong emphasis, and with the punctuation of Chinese,
/// whichever is typed or made by a converter: `其中: 基本支出 12.5 万元,占 40 %`. Where a line begins with the number of an
/// item, or follows one that is a heading, a semicolon ends what stands above.
pub(super) struct Joined {
    pub(super) text: String,
    pieces: SmallVec<[Piece; 8]>,
}

/// A stretch of the text that stands in a line as it is, or a character that stands for another one.
#[derive(Clone, Copy)]
struct Piece {
    /// Where it begins in the text.
    start: usize,
    line: usize,
    /// Where it begins in its line.
    column: usize,
    /// Whether it is a character that stands for one of one byte.
    is_replaced: bool,
}

impl Joined {
    pub(super) fn of(lines: &[Cow<'_, str>]) -> Self {
        let bytes = lines.iter().map(|line| line.len()).sum();
        let mut joined = Self { text: String::with_capacity(bytes), pieces: SmallVec::new() };
        let longest = lines.iter().map(|line| columns(line)).max().unwrap_or_default();
        let (mut is_above_heading, mut is_begun) = (false, false);
        for (number, line) in lines.iter().enumerate() {
            let own = line.trim_start_matches(is_blank_character);
            let column = line.len() - own.len();
            let own = own.trim_end_matches(is_blank_character);
            // A backslash there is a hard line break (GFM, hard line breaks).
            let own = own.strip_suffix('\\').unwrap_or(own);
            let below = lines.get(number + 1).map_or("", |below| below.trim_start_matches(is_blank_character));
            let (is_item, goes_on) = (is_numbered(own), is_group_parted(own, below));
            if (is_item || is_above_heading) && joined.text.ends_with(|last| !is_punctuation(last)) {
                joined.begin(number, column, true);
                joined.text.push('；');
            }
            // A line that was broken because it was full is about as long as the others; a heading ends with no number
            // that goes on.
            is_above_heading = is_item
                && columns(own) <= longest / 4 * 3
                && !is_number_parted(own, below)
                && !is_path_parted(own, below)
                && !below.starts_with(ENDING);
            joined.add(number, column, own, (is_begun, goes_on));
            is_begun = goes_on;
        }
        joined
    }

    /// Adds what stands in a line from a column on. A comma that it begins or ends with may be one of a number that the
    /// lines part.
    fn add(&mut self, line: usize, column: usize, own: &str, (is_begun, goes_on): (bool, bool)) {
        let (mut copied, mut from) = (0, usize::from(is_begun && own.starts_with(',')));
        self.begin(line, column, false);
        while let Some((at, length, written)) = next_unlike(own, from) {
            if goes_on && own.get(at..) == Some(",") {
                break;
            }
            self.text.push_str(own.get(copied..at).unwrap_or_default());
            if !written.is_empty() {
                self.begin(line, column + at, true);
                self.text.push_str(written);
            }
            copied = at + length;
            from = copied;
            self.begin(line, column + copied, false);
        }
        self.text.push_str(own.get(copied..).unwrap_or_default());
    }

    fn begin(&mut self, line: usize, column: usize, is_replaced: bool) {
        self.pieces.push(Piece { start: self.text.len(), line, column, is_replaced });
    }

    /// Where a stretch of the text stands; where it goes on in the next line, its part in the first.
    pub(super) fn place(&self, range: Range<usize>) -> Option<Place> {
        let (_, first) = self.piece(range.start)?;
        let (number, last) = self.piece(range.end.checked_sub(1).filter(|last| *last >= range.start)?)?;
        let (end, last, is_whole) = if last.line == first.line {
            (range.end, last, true)
        } else {
            let behind = self.pieces.get(..=number)?.partition_point(|piece| piece.line <= first.line);
            (self.pieces.get(behind)?.start, *self.pieces.get(behind.checked_sub(1)?)?, false)
        };
        let end = last.column + if last.is_replaced { 1 } else { end.checked_sub(last.start)? };
        let start = first.column + if first.is_replaced { 0 } else { range.start - first.start };
        Some(Place { below: first.line, span: Span::new(start, end), is_whole })
    }

    /// The last piece that begins at or before a place in the text.
    fn piece(&self, at: usize) -> Option<(usize, Piece)> {
        let number = self.pieces.partition_point(|piece| piece.start <= at).checked_sub(1)?;
        Some((number, *self.pieces.get(number)?))
    }
}

/// What begins no line of its own: signs and units that stand behind a number, and punctuation.
const ENDING: [char; 14] = ['%', '％', '‰', '元', '万', '亿', '，', '。', '；', '、', '：', '）', '”', '》'];

/// How many columns a line is wide where Chinese characters have two.
fn columns(line: &str) -> usize {
    const BYTES: usize = 3;
    let narrow = line.bytes().filter(u8::is_ascii).count();
    narrow + (line.len() - narrow) / BYTES * 2
}

/// Whether a number goes on from one line to the next.
fn is_number_parted(above: &str, below: &str) -> bool {
    let is_part = |character: char| character.is_ascii_digit() || matches!(character, ',' | '.');
    above.ends_with(is_part) && below.starts_with(is_part)
}

/// Whether the name of a line of the classification goes on in the next line: …（款）行政单位医疗 / （项）.
fn is_path_parted(above: &str, below: &str) -> bool {
    let is_open = |open: &[char], close: &[char]| {
        above.rfind(open).is_some_and(|at| above.rfind(close).is_none_or(|end| end < at))
    };
    let levels = ["类）", "款）", "项）", "类)", "款)", "项)"];
    let begins = |text: &str| levels.iter().any(|level| text.trim_start_matches(['（', '(']).starts_with(level));
    let ends = ["类）", "款）", "类)", "款)"].iter().any(|level| above.ends_with(level));
    let lacks_item = || {
        let is_in = |level: [&str; 2]| level.iter().any(|level| above.contains(level));
        (is_in(["（类）", "(类)"]) || is_in(["（款）", "(款)"]))
            && !is_in(["（项）", "(项)"])
            && ["（款）", "(款)", "（项）", "(项)"].iter().any(|level| below.contains(level))
    };
    ends || begins(below) || is_open(&['（', '('], &['）', ')']) || is_open(&['“'], &['”']) || lacks_item()
}

/// Whether that is at the comma of a group of three digits: 1, / 331.68, 1 / ,331.68.
fn is_group_parted(above: &str, below: &str) -> bool {
    let (bare, group) = match (above.strip_suffix(','), below.strip_prefix(',')) {
        (Some(bare), None) => (bare, below),
        (None, Some(group)) => (above, group),
        _ => return false,
    };
    let digits = group.bytes().take_while(u8::is_ascii_digit).count();
    bare.ends_with(|last: char| last.is_ascii_digit()) && digits == 3
}

fn is_punctuation(character: char) -> bool {
    matches!(character, '，' | '。' | '；' | '：' | '、' | '！' | '？')
}

/// The next characters of a line that are left out or written otherwise: where, how many bytes, and what stands for
/// them.
fn next_unlike(line: &str, from: usize) -> Option<(usize, usize, &'static str)> {
    let bytes = line.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let before = |at: usize| at.checked_sub(1).map_or(0, byte);
    let is_in_number = |at: usize| before(at).is_ascii_digit() && byte(at + 1).is_ascii_digit();
    // 1. 2080505 and 12 000 are two numbers each.
    let parts =
        |at: usize| (before(at).is_ascii_alphanumeric() || before(at) == b'.') && byte(at + 1).is_ascii_alphanumeric();
    let digits = |at: usize| bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
    // 3, 500.00: a space that a converter made.
    let is_group = |at: usize| byte(at) == b' ' && digits(at + 1) == 3 && byte(at + 4) == b'.' && digits(at + 5) > 0;
    // 320. 00万元, and not 1. 50万元.
    let is_in_decimals = |at: usize| {
        let whole = at.checked_sub(1).and_then(|point| line.get(..point));
        let start = whole.map(|whole| whole.trim_end_matches(|digit: char| digit.is_ascii_digit()));
        let behind = line.get(at + 1 + digits(at + 1)..).unwrap_or_default();
        before(at) == b'.'
            && digits(at + 1) > 0
            && behind.trim_start().starts_with(['万', '亿', '元', '%', '％'])
            && start.is_some_and(|start| start.ends_with(|last: char| last.is_alphabetic()))
    };
    bytes.iter().enumerate().skip(from).find_map(|(at, own)| {
        let one = |written| Some((at, 1, written));
        match own {
            b' ' | b'\t' => (!parts(at) || is_in_decimals(at)).then_some((at, 1, "")),
            b'*' if byte(at + 1) == b'*' => Some((at, 2, "")),
            // 117\.34, which no list begins with (GFM, backslash escapes).
            b'\\' if byte(at + 1).is_ascii_punctuation() => Some((at, 1, "")),
            b',' if before(at).is_ascii_digit() && is_group(at + 1) => None,
            b',' if !is_in_number(at) => one("，"),
            b':' if !is_in_number(at) => one("："),
            b';' => one("；"),
            b'(' => one("（"),
            b')' => one("）"),
            // The first bytes of the no-break space, and of the spaces of other widths.
            0xC2 | 0xE2 => {
                let blank = line.get(at..)?.chars().next().filter(|character| is_blank_character(*character))?;
                Some((at, blank.len_utf8(), ""))
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text, and what stands in the lines where `found` stands in it.
    fn joined(lines: &[&str], found: &str) -> (String, Option<(usize, String, bool)>) {
        let lines: Vec<Cow<'_, str>> = lines.iter().map(|line| Cow::Borrowed(*line)).collect();
        let joined = Joined::of(&lines);
        let place = joined.text.find(found).and_then(|at| joined.place(at..at + found.len()));
        let stands = place.map(|place| {
            (place.below, place.span.of(lines.get(place.below).map_or("", |line| line)).to_owned(), place.is_whole)
        });
        (joined.text, stands)
    }

    #[test]
    fn a_paragraph_is_one_text_whose_pieces_know_where_they_stand() {
        let (text, place) = joined(&["  其中: 基本支出 1,200.5 万元,占", " 40 %;(见表 2)"], "1,200.5");
        assert_eq!(text, "其中：基本支出1,200.5万元，占40%；（见表2）");
        assert_eq!(place, Some((0, "1,200.5".to_owned(), true)));
        let of = |lines: &[&str], found| joined(lines, found).1.expect("found");
        assert_eq!(of(&["其中: 基本", "支出 12 万元"], "12"), (1, "12".to_owned(), true));
        assert_eq!(of(&["其中: 基本支出 12", " 34 万元"], "1234"), (0, "12".to_owned(), false));
        assert_eq!(of(&["（一） 增 长，(填写)"], "（填写"), (0, "(填写".to_owned(), true));
        assert_eq!(of(&["（一）增 长 了"], "增长"), (0, "增 长".to_owned(), true));
        assert_eq!(of(&["a(b)"], "（"), (0, "(".to_owned(), true));
        assert_eq!(of(&["收入12,", "345.5 万元,"], "12,345.5"), (0, "12,".to_owned(), false));
        assert_eq!(of(&["收入12", " ,345.5 万元"], "12,345.5"), (0, "12".to_owned(), false));
        assert_eq!(of(&["收入12\\", ".5 万元"], "12.5"), (0, "12".to_owned(), false));
        assert_eq!(joined(&["收入12,", "34 万元"], "").0, "收入12，34万元");
        assert_eq!(
            joined(&["（二）支出12.3", "4万元，比上年决算数增加"], "").0,
            "（二）支出12.34万元，比上年决算数增加"
        );
        let items = ["一、基本支出", "2026年基本支出12万元，其中：", "1.人员经费", "2. 公用经费 5 万元"];
        let (text, place) = joined(&items, "5");
        assert_eq!(text, "一、基本支出；2026年基本支出12万元，其中：1.人员经费；2.公用经费5万元");
        assert_eq!(place, Some((3, "5".to_owned(), true)));
    }

    #[test]
    fn numbers_and_words_stay_apart() {
        for (line, text) in [
            ("1. 2080505 机关", "1. 2080505机关"),
            ("9:30, 12 000", "9:30，12 000"),
            ("货物320. 00万元, 工程3, 500.00 元", "货物320.00万元，工程3,500.00元"),
            ("1. 50万元", "1. 50万元"),
            ("**合计** 5 万元", "合计5万元"),
            ("117\\.34万元，8\\. 卫生", "117.34万元，8.卫生"),
            ("2026\u{a0}年\u{2003}预算", "2026年预算"),
            ("第一部分\u{3000}概况", "第一部分\u{3000}概况"),
        ] {
            assert_eq!(joined(&[line], "").0, text);
        }
    }
}
