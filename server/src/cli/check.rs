//! `budget-lsp check`.

use std::{
    env,
    io::{self, BufWriter, IsTerminal, Write},
    num::NonZeroUsize,
    ops::{AddAssign, ControlFlow},
    process::ExitCode,
    thread,
};

use anyhow::Context;

use super::{
    UNREADABLE,
    arguments::{Colour, Request},
    complain,
    documents::{Source, documents},
    draw::{Drawing, Pen},
    in_order::{Weighed, in_order},
    settings::{Folders, Wrong},
};
use crate::{
    analysis::{Analysis, Options},
    finding::{Finding, Language, Severity},
};

/// Checks every document that can be read, and shows what was found on standard output.
pub(super) fn check(request: &Request, locale: Language) -> anyhow::Result<ExitCode> {
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout());
    let mut count = Count::default();
    let language = request.language.unwrap_or(locale);
    let shown = show_all(request, locale, &mut count, &mut output).and_then(|()| output.flush());
    match shown {
        // Whoever reads the output has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context(language.choose(|| "未能输出结果".to_owned(), || "could not write".to_owned()))
        }
        _ => Ok(count.exit_code()),
    }
}

fn show_all(
    request: &Request,
    locale: Language,
    count: &mut Count,
    output: &mut (impl Write + Send),
) -> io::Result<()> {
    let mut folders = Folders::new(request.language, locale);
    // The summary is in the language of the last document.
    let mut language = request.language.unwrap_or(locale);
    let pen = if is_coloured(request.color) { Pen::coloured() } else { Pen::plain() };
    let threads = request.threads.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let tasks = documents(&request.paths, language).map(|source| source.map(|source| Task::new(source, &mut folders)));
    let mut shown = Ok(());
    in_order(
        threads,
        tasks,
        |task| task.map_or_else(Checked::unreadable, |task| task.check(&pen)),
        |checked| {
            language = checked.language.unwrap_or(language);
            shown = checked.show(count, output);
            if shown.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    );
    shown?;
    writeln!(output, "{}", count.summary(language))
}

/// A document to be checked, with its settings, which were read in the order of the documents.
struct Task {
    source: Source,
    options: Options,
    wrong: Option<Wrong>,
}

impl Task {
    fn new(source: Source, folders: &mut Folders) -> Self {
        let (options, wrong) = folders.options(&source);
        Self { source, options, wrong }
    }

    fn check(self, pen: &Pen) -> Checked {
        let language = self.options.language;
        let mut checked = Checked { language: Some(language), ..Checked::default() };
        if let Some(wrong) = self.wrong {
            let drawing = Drawing { name: &wrong.name, text: &wrong.text, language, pen };
            checked.count.settings = wrong.findings.len();
            checked.draw(&drawing, wrong.findings.iter().map(|(line, finding)| (*line, finding)));
        }
        let text = match self.source.read(language) {
            Ok(text) => text,
            Err(error) => {
                checked.fail(error);
                return checked;
            }
        };
        let (analysis, name) = (Analysis::new(&text, self.options), self.source.name());
        let drawing = Drawing { name: &name, text: analysis.document().text(), language, pen };
        checked.count.documents = 1;
        for (_, finding) in analysis.findings() {
            checked.count.add(finding.severity);
        }
        checked.draw(&drawing, analysis.findings());
        checked
    }
}

/// What came of a document.
#[derive(Default)]
struct Checked {
    language: Option<Language>,
    drawn: Vec<u8>,
    count: Count,
    error: Option<anyhow::Error>,
}

impl Weighed for Checked {
    fn bytes(&self) -> usize {
        self.drawn.capacity()
    }
}

impl Checked {
    fn unreadable(error: anyhow::Error) -> Self {
        let mut checked = Self::default();
        checked.fail(error);
        checked
    }

    fn fail(&mut self, error: anyhow::Error) {
        self.count.unreadable = 1;
        self.error = Some(error);
    }

    fn draw<'f>(&mut self, drawing: &Drawing, findings: impl Iterator<Item = (usize, &'f Finding)>) {
        for (line, finding) in findings {
            // Memory can always be written to.
            drop(drawing.draw(line, finding, &mut self.drawn));
        }
    }

    fn show(self, count: &mut Count, output: &mut impl Write) -> io::Result<()> {
        *count += self.count;
        output.write_all(&self.drawn)?;
        if let Some(error) = self.error {
            output.flush()?;
            complain(&error);
        }
        Ok(())
    }
}

fn is_coloured(colour: Colour) -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            let is_dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
            io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
        }
    }
}

/// What was found, for the summary and the exit code.
#[derive(Debug, Default)]
struct Count {
    documents: usize,
    unreadable: usize,
    settings: usize,
    errors: usize,
    warnings: usize,
    informations: usize,
    hints: usize,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.unreadable += other.unreadable;
        self.settings += other.settings;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.informations += other.informations;
        self.hints += other.hints;
    }
}

impl Count {
    fn add(&mut self, severity: Severity) {
        let count = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Information => &mut self.informations,
            Severity::Hint => &mut self.hints,
        };
        *count += 1;
    }

    fn exit_code(&self) -> ExitCode {
        match (self.unreadable + self.settings, self.errors) {
            (0, 0) => ExitCode::SUCCESS,
            (0, _) => ExitCode::FAILURE,
            _ => ExitCode::from(UNREADABLE),
        }
    }

    /// `1 份文档：1 个错误，1 个警告，2 条信息`.
    fn summary(&self, language: Language) -> String {
        let Self { documents, unreadable, settings, errors, warnings, informations, hints } = *self;
        let mut summary = match language {
            Language::Chinese => {
                format!("{documents} 份文档：{errors} 个错误，{warnings} 个警告，{informations} 条信息")
            }
            Language::English => format!(
                "{}: {}, {}, {informations} informational",
                counted(documents, "document"),
                counted(errors, "error"),
                counted(warnings, "warning")
            ),
        };
        if hints > 0 {
            summary += &language.choose(|| format!("，{hints} 条提示"), || format!(", {}", counted(hints, "hint")));
        }
        if unreadable > 0 {
            summary += &language
                .choose(|| format!("；{unreadable} 处未能读取"), || format!("; {unreadable} could not be read"));
        }
        if settings > 0 {
            summary += &language.choose(
                || format!("；设置有 {settings} 处错误"),
                || format!("; {}", counted(settings, "mistake") + " in settings"),
            );
        }
        summary
    }
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
