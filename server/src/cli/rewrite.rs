//! `budget-lsp fix` and `budget-lsp fmt`: what an editor does to a document when it is asked to, done to all that are
//! named.

mod difference;

use std::{
    io::{self, BufWriter, Write},
    ops::AddAssign,
    path::Path,
    process::ExitCode,
};

use anyhow::Context;

use super::{
    UNREADABLE,
    arguments::Rewrite,
    complain, counted,
    documents::Source,
    draw::Pen,
    in_order::Weighed,
    read_on,
    settings::InForce,
    tasks::{Task, for_each},
    write::replace,
};
use crate::{
    analysis::{Analysis, Options},
    features::{actions::fix_all, format::formatted},
    finding::Language,
    fix::applied,
};
use difference::difference;

/// What is done to a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change {
    /// The safe fixes, which change the form alone.
    Fix,
    /// The columns of its tables are put in line.
    Format,
}

/// How often a document is read again for the fixes that it still needs. Those that touch the same text take turns, a
/// round each; the bound is there against fixes that would undo each other.
const ROUNDS: usize = 16;

impl Change {
    /// The text of a document afterwards.
    fn of(self, text: &str, options: &Options) -> String {
        let analysis = |text: &str| Analysis::new(text, options.clone());
        match self {
            Self::Format => applied(text, &formatted(&analysis(text), 0..usize::MAX)),
            Self::Fix => {
                let mut fixed = text.to_owned();
                for _ in 0..ROUNDS {
                    let edits = fix_all(&analysis(&fixed));
                    if edits.is_empty() {
                        break;
                    }
                    fixed = applied(&fixed, &edits);
                }
                fixed
            }
        }
    }
}

/// Changes every document that can be read. Texts and differences are on standard output, all that is said of them on
/// standard error.
pub(super) fn rewrite(request: &Rewrite, change: Change, locale: Language) -> anyhow::Result<ExitCode> {
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout());
    let mut count = Count::default();
    // The summary is in the language of the last document.
    let mut language = request.documents.language.unwrap_or(locale);
    let shown = for_each(
        &request.documents,
        locale,
        |task| Done::of(task, request, change),
        |done| {
            language = done.language.unwrap_or(language);
            done.show(&mut count, &mut output)
        },
    );
    read_on(shown.and_then(|()| output.flush()), language)?;
    // A filter says nothing where all is well: some editors put what it says into the text.
    if request.documents.paths.iter().any(|path| path != Path::new("-")) {
        say(count.summary(language, request.writes()).as_bytes());
    }
    Ok(count.exit_code(request.check))
}

impl Rewrite {
    fn writes(&self) -> bool {
        !self.check && !self.diff
    }
}

/// Says something on standard error; where nobody reads that, the exit code has to do.
fn say(text: &[u8]) {
    let _ = io::stderr().write_all(text);
}

/// What came of a document.
#[derive(Default)]
struct Done {
    language: Option<Language>,
    /// A text or a difference, for standard output.
    output: String,
    /// What is wrong with its settings, and what was done to it, for standard error.
    said: Vec<u8>,
    count: Count,
    error: Option<anyhow::Error>,
}

impl Weighed for Done {
    fn bytes(&self) -> usize {
        self.output.capacity() + self.said.capacity()
    }
}

impl Done {
    fn of(task: anyhow::Result<Task>, request: &Rewrite, change: Change) -> Self {
        let mut done = Self::default();
        let result = match task {
            Ok(task) => done.work(&task, request, change),
            Err(error) => {
                done.count.unreadable = 1;
                Err(error)
            }
        };
        done.error = result.err();
        done
    }

    fn work(&mut self, task: &Task, request: &Rewrite, change: Change) -> anyhow::Result<()> {
        let InForce { options, is_sound, wrong } = &task.settings;
        let (language, name) = (options.language, task.source.name());
        self.language = Some(language);
        if let Some(wrong) = wrong {
            self.count.settings = wrong.findings.len();
            self.said = wrong.drawn(language, &Pen::plain());
        }
        if !is_sound {
            // What it asks for is not known: classes of its own, say, which would be taken for slips.
            (self.count.documents, self.count.left) = (1, 1);
            return Ok(());
        }
        let text = task.source.read(language).inspect_err(|_| self.count.unreadable = 1)?;
        let new = change.of(&text, options);
        self.count.documents = 1;
        if new != text {
            if let (true, Source::File(path)) = (request.writes(), &task.source) {
                let replaced = replace(path, text.as_bytes(), new.as_bytes(), language).context(name.clone());
                replaced.inspect_err(|_| self.count.unwritten = 1)?;
            }
            self.count.changed = 1;
            self.said.extend(told(&task.source, language, request.writes()).bytes());
        }
        match task.source {
            _ if request.diff => self.output = difference(&name, &text, &new),
            Source::Input if request.writes() => self.output = new,
            _ => {}
        }
        Ok(())
    }

    fn show(self, count: &mut Count, output: &mut impl Write) -> io::Result<()> {
        *count += self.count;
        output.write_all(self.output.as_bytes())?;
        if !self.said.is_empty() || self.error.is_some() {
            output.flush()?;
            say(&self.said);
            self.error.iter().for_each(complain);
        }
        Ok(())
    }
}

/// What is said of a document that changes; of standard input nothing, since its text is shown.
fn told(source: &Source, language: Language, is_written: bool) -> String {
    let (chinese, english) = if is_written { ("已修改", "changed") } else { ("需要修改", "would change") };
    match source {
        Source::Input => String::new(),
        Source::File(_) => {
            let name = source.name();
            language.choose(|| format!("{chinese}：{name}\n"), || format!("{english}: {name}\n"))
        }
    }
}

/// How the documents fared, for the summary and the exit code.
#[derive(Debug, Default)]
struct Count {
    documents: usize,
    changed: usize,
    unreadable: usize,
    unwritten: usize,
    /// Those whose settings are wrong.
    left: usize,
    settings: usize,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.changed += other.changed;
        self.unreadable += other.unreadable;
        self.unwritten += other.unwritten;
        self.left += other.left;
        self.settings += other.settings;
    }
}

impl Count {
    fn exit_code(&self, checks: bool) -> ExitCode {
        match self.unreadable + self.unwritten + self.settings {
            0 if checks && self.changed > 0 => ExitCode::FAILURE,
            0 => ExitCode::SUCCESS,
            _ => ExitCode::from(UNREADABLE),
        }
    }

    /// `3 份文档：2 份已修改，1 份无须修改`.
    fn summary(&self, language: Language, is_written: bool) -> String {
        let Self { documents, changed, unreadable, unwritten, left, settings } = *self;
        let kept = documents - changed - unwritten - left;
        let mut summary = match (language, is_written) {
            (Language::Chinese, true) => format!("{documents} 份文档：{changed} 份已修改，{kept} 份无须修改"),
            (Language::Chinese, false) => format!("{documents} 份文档：{changed} 份需要修改，{kept} 份无须修改"),
            (Language::English, true) => {
                format!("{}: {changed} changed, {kept} unchanged", counted(documents, "document"))
            }
            (Language::English, false) => {
                format!("{}: {changed} would change, {kept} would not", counted(documents, "document"))
            }
        };
        let mut add = |count: usize, chinese: String, english: String| {
            if count > 0 {
                summary += &language.choose(|| format!("；{chinese}"), || format!("; {english}"));
            }
        };
        add(unwritten, format!("{unwritten} 份未能写入"), format!("{unwritten} could not be written"));
        add(unreadable, format!("{unreadable} 处未能读取"), format!("{unreadable} could not be read"));
        add(left, format!("{left} 份因设置有误未处理"), format!("{left} left, since settings are wrong"));
        add(settings, format!("设置有 {settings} 处错误"), format!("{} in settings", counted(settings, "mistake")));
        summary + "\n"
    }
}
