//! Text of somebody else's, before it goes to a terminal.

/// Whether a character would steer a terminal: control characters, and those of the bidirectional algorithm (Unicode
/// UAX 9, 2.1 to 2.6), with which a line reads otherwise than it is written. Joiners stay: names in emoji and in some
/// scripts need them.
pub(super) fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name or a sentence in which nothing steers the terminal.
pub(super) fn harmless(text: &str) -> String {
    text.replace(steers, "\u{fffd}")
}

/// A line of a source in which nothing is in another order than it is written. Its bytes are as many as before, so that
/// places in it stay; what draws it makes signs of the control characters of ASCII, and of no others.
pub(super) fn harmless_source(text: &str) -> String {
    let sign = |character: char| match character {
        character if character.is_ascii() || !steers(character) => character,
        character if character.len_utf8() == 2 => '¿',
        _ => '\u{fffd}',
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_shown_as_a_sign() {
        assert_eq!(harmless("预算\u{202e}dm.\u{1b}[2J\u{9b}\n"), "预算\u{fffd}dm.\u{fffd}[2J\u{fffd}\u{fffd}");
        assert_eq!(harmless_source("甲\u{2067}乙\u{61c}丙\u{200f}\u{9b}"), "甲\u{fffd}乙¿丙\u{fffd}¿");
    }

    #[test]
    fn ordinary_text_stays() {
        let text = "《关于印发〈办法〉的通知》（粤财〔2024〕1号）—— 12,345.67 万元 👩\u{200d}👧 e\u{301} 葛\u{e0100}";
        assert_eq!(harmless(text), text);
        assert_eq!(harmless_source(text), text);
    }

    #[test]
    fn places_in_a_source_stay() {
        for character in '\0'..=char::MAX {
            assert_eq!(harmless_source(&character.to_string()).len(), character.len_utf8(), "{character:?}");
        }
    }
}
