//! `budget-lsp check`.

use std::{
    env,
    io::{self, BufWriter, IsTerminal, Write},
    process::ExitCode,
};

use anyhow::Context;

use super::{
    UNREADABLE,
    arguments::{Colour, Request},
    complain,
    documents::documents,
    draw::{Drawing, Pen},
    settings::Folders,
};
use crate::{
    analysis::Analysis,
    finding::{Language, Severity},
};

/// Checks every document that can be read, and shows what was found on standard output.
pub(super) fn check(request: &Request, locale: Language) -> anyhow::Result<ExitCode> {
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
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

fn show_all(request: &Request, locale: Language, count: &mut Count, output: &mut impl Write) -> io::Result<()> {
    let mut folders = Folders::new(request.language, locale);
    // The summary is in the language of the last document.
    let mut language = request.language.unwrap_or(locale);
    let pen = if is_coloured(request.color) { Pen::coloured() } else { Pen::plain() };
    for source in documents(&request.paths, language) {
        let read = source.and_then(|source| Ok((source.read(language)?, source)));
        let (text, source) = match read {
            Ok(read) => read,
            Err(error) => {
                output.flush()?;
                complain(&error);
                count.unreadable += 1;
                continue;
            }
        };
        let (options, wrong) = folders.options(&source);
        language = options.language;
        if let Some(wrong) = wrong {
            let drawing = Drawing { name: &wrong.name, text: &wrong.text, language, pen: &pen };
            count.settings += wrong.findings.len();
            for (line, finding) in &wrong.findings {
                drawing.draw(*line, finding, output)?;
            }
        }
        let (analysis, name) = (Analysis::new(&text, options), source.name());
        let drawing = Drawing { name: &name, text: analysis.document().text(), language, pen: &pen };
        count.documents += 1;
        for (line, finding) in analysis.findings() {
            count.add(finding.severity);
            drawing.draw(line, finding, output)?;
        }
    }
    writeln!(output, "{}", count.summary(language))
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
