//! How wide a text is on a screen.

use unicode_width::UnicodeWidthStr;

/// How wide the characters are that some fonts draw as wide as a Chinese character and others half as wide: `≥`, `①`,
/// `“`, `—` (East Asian Ambiguous, [UAX #11]).
///
/// Wide is the default: Chinese fonts draw them so, and only where Chinese characters and Latin letters are two to one,
/// as there, do columns stand in line at all.
///
/// [UAX #11]: https://www.unicode.org/reports/tr11/
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AmbiguousWidth {
    /// One column.
    Narrow,
    /// Two columns.
    #[default]
    Wide,
}

impl AmbiguousWidth {
    /// How many columns a text takes: a Chinese character and an emoji two, a combining mark none.
    pub fn of(self, text: &str) -> usize {
        match self {
            Self::Narrow => text.width(),
            Self::Wide => text.width_cjk(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ambiguous_characters_depend_on_the_font() {
        for (text, narrow, wide) in [
            ("预算", 4, 4),
            ("67.00", 5, 5),
            ("😀", 2, 2),
            ("e\u{301}", 1, 1),
            ("≥", 1, 2),
            ("“一①”", 5, 8),
            ("ｱ", 1, 1),
        ] {
            assert_eq!((AmbiguousWidth::Narrow.of(text), AmbiguousWidth::Wide.of(text)), (narrow, wide), "{text}");
        }
    }
}
