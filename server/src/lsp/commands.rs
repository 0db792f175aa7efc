//! The commands that a client may have carried out. Each takes one object, `{ uri, position }`.

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::{
    Client,
    jsonrpc::{Error, Result},
    ls_types::{
        ClientCapabilities, ExecuteCommandOptions, ExecuteCommandParams, MessageType, Position, Range,
        ShowDocumentParams, Uri,
    },
};

use super::{
    actions::workspace_edit,
    convert::{refused, saturate},
    documents::Snapshot,
    negotiation::Support,
    stop::aside,
};
use crate::{
    features::{
        lens,
        place::table_around,
        refactor::{self, Refactoring},
        spreadsheet::table_as_csv,
    },
    finding::Language,
};

const RECOMPUTE_TOTALS: &str = "budget-lsp.recomputeTotals";
const MERGE_FRAGMENTS: &str = "budget-lsp.mergeFragments";
const TABLE_AS_CSV: &str = "budget-lsp.tableAsCsv";
pub(super) const SHOW_PARTS: &str = "budget-lsp.showParts";

/// What the client can do for a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    applies_edits: Support,
    shows_documents: Support,
}

impl Abilities {
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let window = client.window.as_ref().and_then(|window| window.show_document.as_ref());
        Self {
            applies_edits: client.workspace.as_ref().and_then(|workspace| workspace.apply_edit).into(),
            shows_documents: window.map(|show| show.support).into(),
        }
    }
}

/// What is announced.
pub(super) fn provider() -> ExecuteCommandOptions {
    let commands = [RECOMPUTE_TOTALS, MERGE_FRAGMENTS, TABLE_AS_CSV, SHOW_PARTS];
    ExecuteCommandOptions { commands: commands.map(str::to_owned).into(), ..ExecuteCommandOptions::default() }
}

/// Why a command is not carried out.
enum Trouble {
    NotOpen,
    NoTable,
    NoUnit,
    NoProjects,
    NoEdits,
    NotApplied(Option<String>),
}

impl Trouble {
    fn error(self, language: Language) -> Error {
        let (chinese, english) = match self {
            Self::NotOpen => ("请先打开这份文档", "The document is not open"),
            Self::NoTable => ("请把光标放在预算表的一行上", "Put the cursor on a row of a budget table"),
            Self::NoUnit => {
                ("请把光标放在预算单位或其项目的一行上", "Put the cursor on a budget unit or one of its projects")
            }
            Self::NoProjects => ("这个单位下没有项目", "This budget unit has no projects"),
            Self::NoEdits => ("编辑器不能代为修改文档", "The editor does not apply edits for a server"),
            Self::NotApplied(_) => ("编辑器没有作出修改", "The editor did not apply the edit"),
        };
        let sentence = language.choose(|| chinese.to_owned(), || english.to_owned());
        refused(match self {
            Self::NotApplied(Some(reason)) => {
                language.choose(|| format!("{sentence}：{reason}"), || format!("{sentence}: {reason}"))
            }
            _ => sentence,
        })
    }
}

/// What a command is about.
#[derive(Deserialize)]
struct Place {
    uri: Uri,
    position: Position,
}

/// A command at a place of an open document.
struct Asked<'a> {
    client: &'a Client,
    snapshot: Snapshot,
    uri: Uri,
    line: usize,
}

/// Carries out a command; `locale` is the language for a document that is not there.
pub(super) async fn execute(
    client: &Client,
    snapshot: Option<Snapshot>,
    locale: Language,
    params: ExecuteCommandParams,
) -> Result<Option<Value>> {
    let place = params.arguments.into_iter().next().unwrap_or_default();
    let place: Place = serde_json::from_value(place).map_err(|error| Error::invalid_params(error.to_string()))?;
    let snapshot = snapshot.ok_or_else(|| Trouble::NotOpen.error(locale))?;
    let line = snapshot.analysis.document().text().line_at(snapshot.offset(place.position));
    let asked = Asked { client, snapshot, uri: place.uri, line };
    match params.command.as_str() {
        RECOMPUTE_TOTALS => asked.refactor(Refactoring::Recompute).await.map(|()| None),
        MERGE_FRAGMENTS => asked.refactor(Refactoring::Merge).await.map(|()| None),
        TABLE_AS_CSV => asked.csv().await.map(|csv| Some(json!({ "csv": csv }))),
        SHOW_PARTS => asked.show_parts().await.map(|()| None),
        other => Err(Error::invalid_params(format!("no such command: {other}"))),
    }
}

impl Asked<'_> {
    fn trouble(&self, trouble: Trouble) -> Error {
        trouble.error(self.snapshot.analysis.options().language)
    }

    /// Nothing is sent where there is nothing to change.
    async fn refactor(&self, refactoring: Refactoring) -> Result<()> {
        let (analysis, line) = (self.snapshot.analysis.clone(), self.line);
        table_around(analysis.document(), line).ok_or_else(|| self.trouble(Trouble::NoTable))?;
        let edits = aside(move |_| refactor::edits(&analysis, line, refactoring)).await?;
        let edits = edits.map_err(|refusal| refused(refusal.reason(self.snapshot.analysis.options().language)))?;
        if edits.is_empty() {
            return Ok(());
        }
        if self.snapshot.client.commands.applies_edits == Support::No {
            return Err(self.trouble(Trouble::NoEdits));
        }
        match self.client.apply_edit(workspace_edit(&self.snapshot, &self.uri, edits)).await {
            Ok(answer) if answer.applied => Ok(()),
            Ok(answer) => Err(self.trouble(Trouble::NotApplied(answer.failure_reason))),
            Err(error) => Err(self.trouble(Trouble::NotApplied(Some(error.message.into_owned())))),
        }
    }

    async fn csv(&self) -> Result<String> {
        let (analysis, line) = (self.snapshot.analysis.clone(), self.line);
        let csv = aside(move |_| table_as_csv(&analysis, line)).await?.map_err(|_| Error::internal_error())?;
        csv.ok_or_else(|| self.trouble(Trouble::NoTable))
    }

    /// Selects the projects of the unit, where the client can; else, or where it did not, names them.
    async fn show_parts(&self) -> Result<()> {
        let document = self.snapshot.analysis.document();
        let unit = lens::unit_at(document, self.line).ok_or_else(|| self.trouble(Trouble::NoUnit))?;
        let rows = lens::rows(document, unit).ok_or_else(|| self.trouble(Trouble::NoProjects))?;
        let last = self.snapshot.whole_line(rows.end.saturating_sub(1));
        let selection = Range { start: Position { line: saturate(rows.start), character: 0 }, end: last.end };
        let params = ShowDocumentParams {
            uri: self.uri.clone(),
            external: None,
            take_focus: Some(true),
            selection: Some(selection),
        };
        let can_select = self.snapshot.client.commands.shows_documents == Support::Yes;
        if can_select && matches!(self.client.show_document(params).await, Ok(true)) {
            return Ok(());
        }
        if let Some(message) = lens::message(&self.snapshot.analysis, unit) {
            self.client.show_message(MessageType::INFO, message).await;
        }
        Ok(())
    }
}
