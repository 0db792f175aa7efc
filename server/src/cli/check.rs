//! `budget-lsp check`.

use std::{
    env,
    io::{self, BufWriter, IsTerminal, Write},
    ops::AddAssign,
    process::ExitCode,
};

use super::{
    UNREADABLE,
    arguments::{Colour, Request},
    complain, counted,
    draw::{Drawing, Pen},
    in_order::Weighed,
    read_on,
    settings::InForce,
    tasks::{Task, for_each},
};
use crate::{
    analysis::Analysis,
    finding::{Language, Severity},
};

/// Checks every document that can be read, and shows what was found on standard output.
pub(super) fn check(request: &Request, locale: Language) -> anyhow::Result<ExitCode> {
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout());
    let mut count = Count::default();
    let shown = show_all(request, locale, &mut count, &mut output).and_then(|()| output.flush());
    read_on(shown, request.documents.language.unwrap_or(locale))?;
    Ok(count.exit_code())
}

fn show_all(
    request: &Request,
    locale: Language,
    count: &mut Count,
    output: &mut (impl Write + Send),
) -> io::Result<()> {
    // The summary is in the language of the last document.
    let mut language = request.documents.language.unwrap_or(locale);
    let pen = if is_coloured(request.color) { Pen::coloured() } else { Pen::plain() };
    for_each(
        &request.documents,
        locale,
        |task| task.map_or_else(Checked::unreadable, |task| Checked::of(task, &pen)),
        |checked| {
            language = checked.language.unwrap_or(language);
            checked.show(count, output)
        },
    )?;
    writeln!(output, "{}", count.summary(language))
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

    fn of(task: Task, pen: &Pen) -> Self {
        let InForce { options, wrong, .. } = task.settings;
        let language = options.language;
        let mut checked = Self { language: Some(language), ..Self::default() };
        if let Some(wrong) = wrong {
            checked.count.settings = wrong.findings.len();
            checked.drawn = wrong.drawn(language, pen);
        }
        let text = match task.source.read(language) {
            Ok(text) => text,
            Err(error) => {
                checked.fail(error);
                return checked;
            }
        };
        let (analysis, name) = (Analysis::new(&text, options), task.source.name());
        let drawing = Drawing { name: &name, text: analysis.document().text(), language, pen };
        checked.count.documents = 1;
        for (_, finding) in analysis.findings() {
            checked.count.add(finding.severity);
        }
        drawing.draw_all(analysis.findings(), &mut checked.drawn);
        checked
    }

    fn fail(&mut self, error: anyhow::Error) {
        self.count.unreadable = 1;
        self.error = Some(error);
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
