//! The initials of a Chinese text in pinyin, by which a drafter finds it without an input method: 数量指标 is `slzb`.

use pinyin::ToPinyin;

/// The first letters of the readings, the usual reading of each character; letters and digits of ASCII stay, in lower
/// case, and everything else is left out.
pub fn initials(text: &str) -> String {
    let letter = |character: char| match character.to_pinyin() {
        Some(reading) => reading.first_letter().chars().next(),
        None => character.is_ascii_alphanumeric().then(|| character.to_ascii_lowercase()),
    };
    text.chars().filter_map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_names() {
        assert_eq!(initials("数量指标"), "slzb");
        assert_eq!(initials("𠮷村教育局（2025）A"), "cjyj2025a");
        assert_eq!(initials("😀 —"), "");
    }
}
