//! Documents of equal size, each in the language of a server, with two places where one character makes one finding.

use budget_tests::drafts::{Layout, draft, places_behind};

/// A document, and what is typed into it.
pub struct Document {
    /// What the protocol calls its language.
    pub language: &'static str,
    /// The ending of its name.
    pub ending: &'static str,
    /// Its text, with nothing wrong in it.
    pub text: String,
    /// The place where every keystroke but the last is typed.
    pub first: Place,
    /// That of the last of many keystrokes, so that its findings are told from those before.
    pub last: Place,
}

/// A place with a right and a wrong text.
pub struct Place {
    offset: usize,
    /// Its line.
    pub line: u32,
    /// Its column in bytes.
    pub bytes: u32,
    /// Its column in units of UTF-16.
    pub units: u32,
    pub right: &'static str,
    pub wrong: &'static str,
    /// The line that its finding begins in.
    pub found_in: u32,
}

/// What of the document is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Right,
    /// The first place.
    First,
    /// The last place.
    Last,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Right, Self::First, Self::Last];
}

impl Document {
    /// The text in a state.
    pub fn in_state(&self, state: State) -> String {
        let mut text = self.text.clone();
        if let Some(place) = self.wrong_place(state) {
            text.replace_range(place.offset..place.offset + place.right.len(), place.wrong);
        }
        text
    }

    /// The place that is wrong in a state.
    pub fn wrong_place(&self, state: State) -> Option<&Place> {
        match state {
            State::Right => None,
            State::First => Some(&self.first),
            State::Last => Some(&self.last),
        }
    }
}

impl Place {
    /// The one at that offset; the finding begins `above` lines before it.
    fn new(text: &str, offset: usize, right: &'static str, wrong: &'static str, above: u32) -> Self {
        let before = text.get(..offset).expect("a place stands between characters");
        assert!(text.get(offset..).is_some_and(|rest| rest.starts_with(right)), "{right} is not at the place");
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let count = |count: usize| u32::try_from(count).expect("short enough");
        let column = before.get(start..).expect("behind a line break");
        let line = count(before.bytes().filter(|&byte| byte == b'\n').count());
        let (bytes, units) = (count(column.len()), count(column.encode_utf16().count()));
        Self { offset, line, bytes, units, right, wrong, found_in: line - above }
    }

    /// The one after `pattern`, where that first stands behind `from`.
    fn after(text: &str, from: usize, pattern: &str, right: &'static str, wrong: &'static str, above: u32) -> Self {
        let from = (0..=from).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let at = text.get(from..).and_then(|rest| rest.find(pattern)).expect("the document has the pattern");
        Self::new(text, from + at + pattern.len(), right, wrong, above)
    }
}

/// A budget: the last digit of a figure, which its row and the totals above it then contradict.
pub fn budget(size: usize) -> Document {
    let text = draft(size, Layout::Departments);
    let place = |offset| {
        let figure = places_behind(&text, offset).figure;
        let (right, wrong) = match text.get(figure.clone()) {
            Some("0") => ("0", "7"),
            other => panic!("the figures of drafts end in 0: {other:?}"),
        };
        Place::new(&text, figure.start, right, wrong, 0)
    };
    let (first, last) = (place(text.len() / 2), place(text.len() / 4));
    Document { language: "markdown", ending: "md", first, last, text }
}

/// The same budget as plain Markdown: a heading without its blank (MD018).
pub fn markdown(size: usize) -> Document {
    let text = draft(size, Layout::Departments) + "\n## 附注\n";
    let first = Place::after(&text, text.len() - 12, "\n##", " ", "", 0);
    let last = Place::after(&text, 0, "\n##", " ", "", 0);
    Document { language: "markdown", ending: "md", first, last, text }
}

/// Python: a name that nobody defined (F821).
pub fn python(size: usize) -> Document {
    let text = repeated(size, "", |number| {
        format!(
            "def project_{number:06}(amount, paid):\n    total = amount + paid * {number}\n    return total - paid + total\n\n\n"
        )
    });
    typed("python", "py", text, "    return tota", "l", "k", 0)
}

/// TOML: a value that is none.
pub fn toml(size: usize) -> Document {
    let text = repeated(size, "", |number| {
        format!(
            "[[project]]\nname = \"Project {number:06}\"\ntotal = 1{number}.50\nsources = [1{number}.00, 0.50]\ngoal = \"Courses for residents\"\n\n"
        )
    });
    typed("toml", "toml", text, "\ntotal = ", "1", "@", 0)
}

/// YAML: a value that begins with a reserved character.
pub fn yaml(size: usize) -> Document {
    let text = repeated(size, "", |number| {
        format!(
            "- name: Project {number:06}\n  total: 1{number}.50\n  sources: [1{number}.00, 0.50]\n  goal: Courses for residents\n"
        )
    });
    typed("yaml", "yaml", text, "\n  total: ", "1", "@", 0)
}

/// JSON: a value that is none.
pub fn json(size: usize) -> Document {
    let mut text = repeated(size, "[\n", |number| {
        format!(
            "  {{\n    \"name\": \"Project {number:06}\",\n    \"total\": 1{number}.50,\n    \"sources\": [1{number}.00, 0.50],\n    \"goal\": \"Courses for residents\"\n  }},\n"
        )
    });
    text.push_str("  {}\n]\n");
    typed("json", "json", text, "\n    \"total\": ", "1", "@", 0)
}

/// Beancount: a transaction that does not balance (E3001), said at its first line.
pub fn ledger(size: usize) -> Document {
    typed("beancount", "beancount", transactions(size), "\n  Expenses:Courses  ", "1", "7", 1)
}

/// Beancount: a line that is no posting.
pub fn ledger_syntax(size: usize) -> Document {
    typed("beancount", "beancount", transactions(size), "\n  Expenses:Courses  ", "1", "~", 0)
}

fn transactions(size: usize) -> String {
    let open = "2024-01-01 open Assets:Treasury CNY\n2024-01-01 open Expenses:Courses CNY\n\n";
    repeated(size, open, |number| {
        format!(
            "2025-03-05 * \"Project {number:06}\" \"Courses for residents\"\n  Expenses:Courses  1{number}.50 CNY\n  Assets:Treasury  -1{number}.50 CNY\n\n"
        )
    })
}

fn repeated(size: usize, start: &str, block: impl Fn(usize) -> String) -> String {
    let mut text = start.to_owned();
    (1..)
        .map(block)
        .take_while(|block| {
            text.push_str(block);
            text.len() < size
        })
        .for_each(drop);
    text
}

fn typed(
    language: &'static str,
    ending: &'static str,
    text: String,
    pattern: &str,
    right: &'static str,
    wrong: &'static str,
    above: u32,
) -> Document {
    let first = Place::after(&text, text.len() / 2, pattern, right, wrong, above);
    let last = Place::after(&text, text.len() / 4, pattern, right, wrong, above);
    Document { language, ending, text, first, last }
}
