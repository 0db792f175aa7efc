//! `budget.ebnf` is the reference: what it derives, the parsers read without a problem.
//!
//! The file itself is parsed here and walked as a generator of sentences; proptest draws the seeds.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use budget_grammar::{
    amount::{Reading, read},
    codes::Codes,
    indicator::{Code, Indicator, Value, parse},
};
use proptest::prelude::*;

const EBNF: &str = include_str!("../budget.ebnf");

/// The right side of a production.
#[derive(Debug)]
enum Expression {
    Terminal(String),
    Production(String),
    /// `? … ?`
    Special(String),
    Sequence(Vec<Expression>),
    Choice(Vec<Expression>),
    Optional(Box<Expression>),
    Repetition(Box<Expression>),
}

/// The productions by name.
struct Grammar(BTreeMap<String, Expression>);

/// Reads ISO/IEC 14977, as far as the file uses it.
mod notation {
    use nom::{
        IResult, Parser,
        branch::alt,
        bytes::complete::{is_not, take_until},
        character::complete::{char, multispace1, satisfy},
        combinator::{all_consuming, map, recognize},
        multi::{many0, many0_count, many1, separated_list1},
        sequence::{delimited, preceded, separated_pair, terminated},
    };

    use super::{Expression, Grammar};

    fn space(input: &str) -> IResult<&str, ()> {
        let comment = delimited((char('('), char('*')), take_until("*)"), (char('*'), char(')')));
        map(many0_count(alt((multispace1, comment))), |_| ()).parse(input)
    }

    fn sign<'t>(sign: char) -> impl Parser<&'t str, Output = char, Error = nom::error::Error<&'t str>> {
        terminated(char(sign), space)
    }

    /// A name may be several words: `class name`.
    fn name(input: &str) -> IResult<&str, String> {
        let letter = |sign: char| sign.is_ascii_alphanumeric();
        let word =
            terminated(recognize((satisfy(|sign| sign.is_ascii_alphabetic()), many0_count(satisfy(letter)))), space);
        map(many1(word), |words| words.join(" ")).parse(input)
    }

    fn primary(input: &str) -> IResult<&str, Expression> {
        let text = terminated(delimited(char('"'), is_not("\""), char('"')), space);
        let special = terminated(delimited(char('?'), is_not("?"), char('?')), space);
        alt((
            map(text, |text: &str| Expression::Terminal(text.to_owned())),
            map(special, |text: &str| Expression::Special(text.trim().to_owned())),
            map(delimited(sign('['), choice, sign(']')), |inner| Expression::Optional(Box::new(inner))),
            map(delimited(sign('{'), choice, sign('}')), |inner| Expression::Repetition(Box::new(inner))),
            delimited(sign('('), choice, sign(')')),
            map(name, Expression::Production),
        ))
        .parse(input)
    }

    fn one_or<'t>(
        separator: char,
        inner: impl Fn(&'t str) -> IResult<&'t str, Expression>,
        join: impl Fn(Vec<Expression>) -> Expression,
        input: &'t str,
    ) -> IResult<&'t str, Expression> {
        let (rest, mut all) = separated_list1(sign(separator), inner).parse(input)?;
        let whole = if all.len() == 1 { all.remove(0) } else { join(all) };
        Ok((rest, whole))
    }

    fn sequence(input: &str) -> IResult<&str, Expression> {
        one_or(',', primary, Expression::Sequence, input)
    }

    fn choice(input: &str) -> IResult<&str, Expression> {
        one_or('|', sequence, Expression::Choice, input)
    }

    pub(super) fn grammar(text: &str) -> Grammar {
        let production = terminated(separated_pair(name, sign('='), choice), sign(';'));
        let (_, all) = all_consuming(preceded(space, many0(production))).parse(text).unwrap();
        let names = all.len();
        let grammar = Grammar(all.into_iter().collect());
        assert_eq!(grammar.0.len(), names, "a production is given twice");
        grammar
    }
}

/// A sentence and, in order, which part of it each production derived.
#[derive(Default)]
struct Sentence {
    text: String,
    parts: Vec<(String, Range<usize>)>,
}

impl Sentence {
    /// What the first production of this name derived within `range`, trimmed.
    fn part(&self, name: &str, range: &Range<usize>) -> String {
        let inside = |part: &Range<usize>| range.start <= part.start && part.end <= range.end;
        let found = self.parts.iter().find(|(own, part)| own == name && inside(part));
        found.map_or(String::new(), |(_, part)| self.text[part.clone()].trim().to_owned())
    }

    fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Range<usize>> {
        self.parts.iter().filter(move |(own, _)| own == name).map(|(_, part)| part)
    }
}

/// Walks the grammar; remembers which branches it has taken.
struct Walk<'g> {
    grammar: &'g Grammar,
    state: u64,
    taken: BTreeSet<(usize, usize)>,
}

impl<'g> Walk<'g> {
    fn new(grammar: &'g Grammar, seed: u64) -> Self {
        Self { grammar, state: seed, taken: BTreeSet::new() }
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    fn draw(&mut self, choices: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % choices as u64).unwrap()
    }

    /// Draws a branch of `at`, one not taken before if there is one.
    fn branch(&mut self, at: &Expression, choices: usize) -> usize {
        let id = std::ptr::from_ref(at) as usize;
        let fresh: Vec<usize> = (0..choices).filter(|choice| !self.taken.contains(&(id, *choice))).collect();
        let choice = match fresh.len() {
            0 => self.draw(choices),
            left => fresh[self.draw(left)],
        };
        self.taken.insert((id, choice));
        choice
    }

    fn sentence(&mut self, start: &str) -> Sentence {
        let mut sentence = Sentence::default();
        self.production(start, &mut sentence);
        sentence
    }

    fn production(&mut self, name: &str, out: &mut Sentence) {
        let start = out.text.len();
        let index = out.parts.len();
        out.parts.push((name.to_owned(), 0..0));
        let grammar = self.grammar;
        self.write(grammar.0.get(name).unwrap_or_else(|| panic!("no production {name}")), out);
        out.parts[index].1 = start..out.text.len();
    }

    fn write(&mut self, expression: &Expression, out: &mut Sentence) {
        match expression {
            Expression::Terminal(text) => out.text.push_str(text),
            Expression::Production(name) => self.production(name, out),
            Expression::Special(text) => {
                let words = self.special(text);
                out.text.push_str(&words);
            }
            Expression::Sequence(all) => all.iter().for_each(|one| self.write(one, out)),
            Expression::Choice(all) => {
                let choice = self.branch(expression, all.len());
                self.write(&all[choice], out);
            }
            Expression::Optional(inner) => (0..self.branch(expression, 2)).for_each(|_| self.write(inner, out)),
            Expression::Repetition(inner) => (0..self.branch(expression, 3)).for_each(|_| self.write(inner, out)),
        }
    }

    fn special(&mut self, name: &str) -> String {
        const OPENING: [&str; 8] = [
            "培训场次",
            "“双减”课后服务",
            "《目录》修订",
            "年度检查",
            "𠮷村道路",
            "e企办",
            "（含街道）覆盖面",
            "指标值",
        ];
        const FURTHER: [&str; 12] = [
            "，",
            "、",
            "，其中3-5岁",
            "；含街道",
            "（2025年）",
            "“应接尽接”",
            "。另有",
            "。；并且",
            " 12 场",
            "-甲类",
            "达100%",
            "按年度指标值考核",
        ];
        const FIGURES: [&str; 8] =
            ["≥8000家次", "100%", ">= 200 家", "3", "1,200.50", "12月31日前", "10-20人", "2.5万个"];
        match name {
            "words" => {
                let mut words = OPENING[self.draw(OPENING.len())].to_owned();
                for _ in 0..self.draw(4) {
                    words.push_str(FURTHER[self.draw(FURTHER.len())]);
                    words.push_str(OPENING[self.draw(OPENING.len())]);
                }
                words
            }
            "term" => {
                const NAMES: [&str; 6] =
                    ["产出指标", "数量指标", "可持续影响", "服务对象满意度指标", "工程（一期）", "经济、社会效益"];
                NAMES[self.draw(NAMES.len())].to_owned()
            }
            "figure" => FIGURES[self.draw(FIGURES.len())].to_owned(),
            "no-break space" => "\u{A0}".to_owned(),
            other => panic!("nobody knows how to write ? {other} ?"),
        }
    }
}

/// How many branches there are below a production.
fn branches(grammar: &Grammar, start: &str) -> usize {
    fn count(expression: &Expression, left: &mut Vec<String>) -> usize {
        match expression {
            Expression::Terminal(_) | Expression::Special(_) => 0,
            Expression::Production(name) => {
                left.push(name.clone());
                0
            }
            Expression::Sequence(all) => all.iter().map(|one| count(one, left)).sum(),
            Expression::Choice(all) => all.len() + all.iter().map(|one| count(one, left)).sum::<usize>(),
            Expression::Optional(inner) => 2 + count(inner, left),
            Expression::Repetition(inner) => 3 + count(inner, left),
        }
    }
    let mut left = vec![start.to_owned()];
    let mut seen = BTreeSet::new();
    let mut total = 0;
    while let Some(name) = left.pop() {
        if seen.insert(name.clone()) {
            total += count(&grammar.0[&name], &mut left);
        }
    }
    total
}

/// Calls `check` with sentences of `start` from `seed` on, until every branch below it has been taken.
fn walk(start: &str, seed: u64, check: impl Fn(&Sentence)) {
    let grammar = notation::grammar(EBNF);
    let all = branches(&grammar, start);
    let mut walk = Walk::new(&grammar, seed);
    let mut sentences = 0;
    while walk.taken.len() < all {
        check(&walk.sentence(start));
        sentences += 1;
        assert!(sentences < 1000, "{} of {all} branches of {start} are out of reach", all - walk.taken.len());
    }
}

#[test]
fn every_production_is_used() {
    let grammar = notation::grammar(EBNF);
    let mut used = BTreeSet::new();
    for start in ["indicators", "amount"] {
        walk(start, 1, |_| ());
        let mut walk = Walk::new(&grammar, 7);
        for _ in 0..200 {
            used.extend(walk.sentence(start).parts.into_iter().map(|(name, _)| name));
        }
    }
    let unused: Vec<_> = grammar.0.keys().filter(|name| !used.contains(*name)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

fn check_indicators(sentence: &Sentence) {
    let cell = &sentence.text;
    let read = parse(cell, Codes::standard());
    assert_eq!(&*read.problems, [], "{cell}");
    let derived: Vec<_> = sentence.all("indicator").map(|range| derived(sentence, range)).collect();
    let parsed: Vec<_> = read.list.iter().map(|one| parsed(one, cell)).collect();
    assert_eq!(parsed, derived, "{cell}");
}

/// Number, digits of the classes, name, values.
type Pieces = [String; 6];

fn derived(sentence: &Sentence, range: &Range<usize>) -> Pieces {
    ["number", "code1", "code2", "name", "cycle value", "year value"].map(|piece| sentence.part(piece, range))
}

fn parsed(one: &Indicator, cell: &str) -> Pieces {
    let digits = |class: Option<Code>| class.unwrap().digits;
    let value = |value: Option<Value>| value.unwrap().span;
    let spans =
        [one.number.unwrap().span, digits(one.class1), digits(one.class2), one.name, value(one.cycle), value(one.year)];
    spans.map(|span| span.of(cell).to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn indicators_read_as_they_were_derived(seed: u64) {
        walk("indicators", seed, check_indicators);
    }
}

fn check_amount(sentence: &Sentence) {
    let cell = &sentence.text;
    assert!(matches!(read(cell), Reading::Amount(_) | Reading::Nil), "{cell}: {:?}", read(cell));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn amounts_read_as_they_were_derived(seed: u64) {
        walk("amount", seed, check_amount);
    }
}
