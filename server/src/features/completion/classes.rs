//! The classes of indicators that fit, written as the document writes them.

use budget_grammar::{
    codes::{Codes, Level1, Level2},
    indicator::Code,
};

use super::usage::{Counted, Used};

/// A class as it may be written.
#[derive(Clone, Debug)]
pub(super) struct Written<'c, Class> {
    /// `11-数量指标`
    pub(super) text: String,
    /// What it is in the table of classes.
    pub(super) class: &'c Class,
    /// How often the rows near write it so.
    pub(super) count: u32,
}

/// The classes, and how the rows near write them: the most frequent first.
pub(super) struct Classes<'a> {
    codes: &'a Codes,
    level1: Vec<(&'a str, u32)>,
    level2: Vec<(&'a str, u32)>,
}

/// The name behind a code.
fn name_of(text: &str) -> &str {
    let is_code = |sign: char| {
        sign.is_ascii_digit()
            || ('０'..='９').contains(&sign)
            || matches!(sign, '-' | '－' | '‐' | '–' | '—' | '−' | ' ')
    };
    text.trim_start_matches(is_code)
}

/// The first digit of a code.
fn digit_of(text: &str) -> Option<u8> {
    text.chars().next()?.to_digit(10).and_then(|digit| u8::try_from(digit).ok())
}

impl<'a> Classes<'a> {
    pub(super) fn new(codes: &'a Codes, used: impl Iterator<Item = Used<'a>> + Clone) -> Self {
        let count = |class: fn(&Used<'a>) -> Option<Code>| {
            let texts = used.clone().filter_map(|one| one.class(class(&one)));
            texts.collect::<Counted<'_>>().ranked()
        };
        Self { codes, level1: count(|one| one.indicator.class1), level2: count(|one| one.indicator.class2) }
    }

    /// The classes of level 1, in the order of the table from the one that was written last.
    pub(super) fn level1(&self, last: Option<&str>) -> Vec<Written<'a, Level1>> {
        let mut written: Vec<_> = self.codes.classes().iter().filter_map(|class| self.level1_written(class)).collect();
        // Where cost comes first, it stands behind the others in the table.
        written.sort_by_key(|one| digit_of(&one.text));
        let last = last.and_then(|last| self.level1_of(last));
        from(&mut written, |class| last.is_some_and(|last| std::ptr::eq(last, class)));
        written
    }

    fn level1_written(&self, class: &'a Level1) -> Option<Written<'a, Level1>> {
        let is_it = |text: &str| self.level1_of(text).is_some_and(|own| std::ptr::eq(own, class));
        if let Some((text, count)) = self.level1.iter().find(|(text, _)| is_it(text)) {
            return Some(Written { text: (*text).to_owned(), class, count: *count });
        }
        let code = class.codes.get(usize::from(self.has_moved_up())).or(class.codes.first())?;
        Some(Written { text: format!("{code}-{}", class.name), class, count: 0 })
    }

    /// Whether the rows near have the classes under their second codes, since cost stands in front of them.
    fn has_moved_up(&self) -> bool {
        let is_moved = |(text, _): &(&str, u32)| {
            let second = self.level1_of(text)?.codes.get(1)?;
            Some(digit_of(text) == Some(*second))
        };
        self.level1.iter().find_map(is_moved).unwrap_or_default()
    }

    fn level1_of(&self, text: &str) -> Option<&'a Level1> {
        self.codes.level1_by_name(name_of(text))
    }

    /// The classes of level 2 below one of level 1 as it is written, from the one that was written last; below none,
    /// those of all classes.
    pub(super) fn level2(&self, level1: Option<&str>, last: Option<&str>) -> Vec<Written<'a, Level2>> {
        let Some(level1) = level1 else {
            let all = self.level1(None);
            return all.iter().flat_map(|one| self.below(one.class, &one.text)).collect();
        };
        let by_code = || digit_of(level1).and_then(|code| self.codes.level1_by_code(u16::from(code)).next());
        let Some(class) = self.level1_of(level1).or_else(by_code) else { return Vec::new() };
        let mut written = self.below(class, level1);
        let last = last.map(|last| name_of(last).trim_end_matches("指标"));
        from(&mut written, |class: &Level2| last.is_some_and(|last| class.name.trim_end_matches("指标") == last));
        written
    }

    fn below(&self, class: &'a Level1, level1: &str) -> Vec<Written<'a, Level2>> {
        let Some(digit) = digit_of(level1) else { return Vec::new() };
        let written = |(ordinal, below): (u8, &'a Level2)| {
            let is_it = |text: &str| {
                let named = self.codes.level2_by_name(name_of(text));
                digit_of(text) == Some(digit) && named.into_iter().any(|(_, own)| std::ptr::eq(own, below))
            };
            match self.level2.iter().find(|(text, _)| is_it(text)) {
                Some((text, count)) => Written { text: (*text).to_owned(), class: below, count: *count },
                None => {
                    let text = format!("{digit}{}-{}", below.ordinal.unwrap_or(ordinal), below.name);
                    Written { text, class: below, count: 0 }
                }
            }
        };
        (1..).zip(&class.level2).map(written).collect()
    }
}

/// Turns a list so that it begins with the one that is looked for.
fn from<Class>(written: &mut [Written<'_, Class>], is: impl Fn(&Class) -> bool) {
    if let Some(first) = written.iter().position(|one| is(one.class)) {
        written.rotate_left(first);
    }
}
