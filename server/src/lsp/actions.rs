//! Code actions: quick fixes, refactorings, and all safe fixes at once.
//!
//! Quick fixes are few and come with their edits. The edits of the others may be those of a whole table or document:
//! they are made when the client has one chosen, unless it cannot ask.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use tower_lsp::{
    jsonrpc::{Error, Result},
    ls_types::{
        ClientCapabilities, CodeAction, CodeActionDisabled, CodeActionKind, CodeActionOptions, CodeActionOrCommand,
        CodeActionParams, CodeActionProviderCapability, CodeActionTriggerKind, Diagnostic, Uri, WorkspaceEdit,
    },
};

use super::{
    convert,
    documents::Snapshot,
    edits::{self, DocumentEdit},
    negotiation::Support,
};
use crate::{
    features::{
        actions::{QuickFix, fix_all, has_safe_fix, quick_fixes},
        refactor::{self, Offer, Refactoring, Refusal},
        repeated,
    },
    finding::Language,
    fix::{Replacement, Safety},
};

/// The safe fixes of the whole document; a client that asks for `source.fixAll` gets this too.
const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.budget");
/// What [`Deferred::action`] calls it.
const FIX_ALL_NAME: &str = "fixAll";

/// What the client can do with code actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    /// Reads anything but commands, of which there are none.
    literals: Support,
    /// Asks for the edit of an action when it is chosen.
    resolves_edits: Support,
    /// Shows why an action cannot be carried out.
    shows_disabled: Support,
}

impl Abilities {
    pub(super) fn new(client: &ClientCapabilities) -> Self {
        let Some(actions) = client.text_document.as_ref().and_then(|document| document.code_action.as_ref()) else {
            return Self::default();
        };
        let properties = actions.resolve_support.as_ref().map(|resolve| resolve.properties.as_slice());
        let has_edit = properties.unwrap_or_default().iter().any(|property| property == "edit");
        Self {
            literals: Some(actions.code_action_literal_support.is_some()).into(),
            resolves_edits: Some(has_edit && actions.data_support == Some(true)).into(),
            shows_disabled: actions.disabled_support.into(),
        }
    }

    /// What is announced: nothing to a client that could read none of it.
    pub(super) fn provider(self) -> Option<CodeActionProviderCapability> {
        let kinds =
            [CodeActionKind::QUICKFIX, CodeActionKind::REFACTOR_REWRITE, CodeActionKind::SOURCE_FIX_ALL, FIX_ALL];
        (self.literals == Support::Yes).then(|| {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(kinds.into()),
                resolve_provider: Some(true),
                ..CodeActionOptions::default()
            })
        })
    }
}

/// What an action is, for the client to send back when it is chosen.
#[derive(Serialize, Deserialize)]
struct Deferred {
    uri: Uri,
    version: i32,
    line: usize,
    action: String,
}

/// The actions at a range, the likeliest first.
pub(super) fn offered(snapshot: &Snapshot, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    if snapshot.client.actions.literals == Support::No {
        return Vec::new();
    }
    let asked = Asked::new(snapshot, params);
    let fixes = asked.quick_fixes();
    let safe = fixes.iter().any(|fix| fix.fix.safety == Safety::Safe);
    let quick = fixes.iter().map(|fix| asked.quick_fix(fix));
    let all = quick.chain(asked.carry()).chain(asked.refactorings()).chain(asked.fix_all(safe));
    all.map(CodeActionOrCommand::CodeAction).collect()
}

/// The action with its edit.
pub(super) fn resolved(snapshot: Option<&Snapshot>, action: CodeAction) -> Result<CodeAction> {
    if action.edit.is_some() || action.disabled.is_some() {
        return Ok(action);
    }
    let data = action.data.clone().unwrap_or_default();
    let deferred: Deferred = serde_json::from_value(data).map_err(|error| Error::invalid_params(error.to_string()))?;
    let snapshot = snapshot.filter(|snapshot| snapshot.version == deferred.version);
    let snapshot = snapshot.ok_or_else(Error::content_modified)?;
    let edits = match (Refactoring::named(&deferred.action), deferred.action.as_str()) {
        (Some(refactoring), _) => refactor::edits(&snapshot.analysis, deferred.line, refactoring),
        (None, FIX_ALL_NAME) => Ok(fix_all(&snapshot.analysis)),
        (None, other) => return Err(Error::invalid_params(format!("no such action: {other}"))),
    };
    let edits = edits.map_err(|refusal| failed(&refusal, snapshot))?;
    Ok(CodeAction { edit: Some(workspace_edit(snapshot, &deferred.uri, edits)), ..action })
}

fn failed(refusal: &Refusal, snapshot: &Snapshot) -> Error {
    convert::refused(refusal.reason(snapshot.analysis.options().language))
}

/// One request, in our own terms.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    params: &'a CodeActionParams,
    range: Range<usize>,
}

impl<'a> Asked<'a> {
    fn new(snapshot: &'a Snapshot, params: &'a CodeActionParams) -> Self {
        let text = snapshot.analysis.document().text();
        let offset = |position| text.offset(convert::from_position(position), snapshot.client.encoding);
        Self { snapshot, params, range: offset(params.range.start)..offset(params.range.end) }
    }

    fn uri(&self) -> &Uri {
        &self.params.text_document.uri
    }

    /// The kinds asked for; with none, everything that belongs to the range.
    fn only(&self) -> &[CodeActionKind] {
        self.params.context.only.as_deref().unwrap_or_default()
    }

    /// Whether actions of `kind` are asked for: `refactor` asks for `refactor.rewrite` too.
    fn wants(&self, kind: &CodeActionKind) -> bool {
        let holds = |only: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(only.as_str());
            only.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.only().is_empty() || self.only().iter().any(holds)
    }

    fn quick_fixes(&self) -> Vec<QuickFix<'a>> {
        let is_wanted = self.wants(&CodeActionKind::QUICKFIX);
        let mut fixes = if is_wanted { quick_fixes(&self.snapshot.analysis, self.range.clone()) } else { Vec::new() };
        // The fixes of one finding stay in their order, which is by how likely they are.
        fixes.sort_by_key(|fix| (!fix.fix.is_preferred, fix.finding.severity));
        fixes
    }

    fn quick_fix(&self, quick: &QuickFix<'_>) -> CodeAction {
        CodeAction {
            title: quick.fix.title.clone(),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![self.diagnostic(quick)]),
            edit: Some(self.edit(quick.fix.edits.clone())),
            is_preferred: quick.fix.is_preferred.then_some(true),
            ..CodeAction::default()
        }
    }

    /// The client's own diagnostic, where it sent the one that is mended: it may have added to it.
    fn diagnostic(&self, quick: &QuickFix<'_>) -> Diagnostic {
        let text = self.snapshot.analysis.document().text();
        let ours = convert::diagnostic(text, quick.line, quick.finding, self.uri(), &self.snapshot.client);
        let is_it = |sent: &&Diagnostic| (&sent.range, &sent.code) == (&ours.range, &ours.code);
        self.params.context.diagnostics.iter().find(is_it).cloned().unwrap_or(ours)
    }

    fn refactorings(&self) -> Vec<CodeAction> {
        let line = self.snapshot.analysis.document().text().line_at(self.range.start);
        let is_wanted = |refactoring: Refactoring| self.wants(&kind(refactoring));
        if !Refactoring::ALL.into_iter().any(is_wanted) {
            return Vec::new();
        }
        let offers = refactor::offers(&self.snapshot.analysis, line).into_iter();
        offers.filter(|offer| is_wanted(offer.refactoring)).filter_map(|offer| self.refactoring(line, offer)).collect()
    }

    /// The figure at the cursor to all places of the budget that repeat it, where some print another.
    fn carry(&self) -> Option<CodeAction> {
        let kind: CodeActionKind = format!("{}.carry", CodeActionKind::REFACTOR_REWRITE.as_str()).into();
        if !self.wants(&kind) {
            return None;
        }
        let (title, edits) = repeated::carry(&self.snapshot.analysis, self.range.start)?;
        Some(CodeAction { title, kind: Some(kind), edit: Some(self.edit(edits)), ..CodeAction::default() })
    }

    /// `None` for what cannot be done, where the client cannot show why.
    fn refactoring(&self, line: usize, offer: Offer) -> Option<CodeAction> {
        let (refactoring, analysis) = (offer.refactoring, &self.snapshot.analysis);
        let action = CodeAction { title: offer.title, kind: Some(kind(refactoring)), ..CodeAction::default() };
        let may_wait = self.resolves_edits() && !(refactoring.may_be_refused() && self.is_by_hand());
        let edits = match offer.refusal {
            Some(refusal) => Err(refusal),
            None if may_wait => return Some(CodeAction { data: self.deferred(line, refactoring.name()), ..action }),
            None => refactor::edits(analysis, line, refactoring),
        };
        let reason = match edits {
            Ok(edits) => return Some(CodeAction { edit: Some(self.edit(edits)), ..action }),
            Err(refusal) => refusal.reason(analysis.options().language),
        };
        let is_shown = self.snapshot.client.actions.shows_disabled == Support::Yes;
        is_shown.then_some(CodeAction { disabled: Some(CodeActionDisabled { reason }), ..action })
    }

    fn resolves_edits(&self) -> bool {
        self.snapshot.client.actions.resolves_edits == Support::Yes
    }

    fn edit(&self, edits: Vec<Replacement>) -> WorkspaceEdit {
        workspace_edit(self.snapshot, self.uri(), edits)
    }

    /// Whether the drafter opened the menu, and not every movement of the cursor asks: then it is worth a look at the
    /// whole table whether an action will be refused.
    fn is_by_hand(&self) -> bool {
        self.params.context.trigger_kind == Some(CodeActionTriggerKind::INVOKED) || !self.only().is_empty()
    }

    /// Offered where it is asked for and would do something; unasked only beside a fix that it contains.
    fn fix_all(&self, is_beside: bool) -> Option<CodeAction> {
        let analysis = &self.snapshot.analysis;
        let is_offered =
            if self.only().is_empty() { is_beside } else { self.wants(&FIX_ALL) && has_safe_fix(analysis) };
        let title = match analysis.options().language {
            Language::Chinese => "修正全文的格式问题",
            Language::English => "Fix all that is only a matter of form",
        };
        let action = CodeAction { title: title.to_owned(), kind: Some(FIX_ALL), ..CodeAction::default() };
        is_offered.then(|| match self.resolves_edits() {
            true => CodeAction { data: self.deferred(0, FIX_ALL_NAME), ..action },
            false => CodeAction { edit: Some(self.edit(fix_all(analysis))), ..action },
        })
    }

    fn deferred(&self, line: usize, action: &str) -> Option<serde_json::Value> {
        let (uri, version) = (self.uri().clone(), self.snapshot.version);
        serde_json::to_value(Deferred { uri, version, line, action: action.to_owned() }).ok()
    }
}

fn kind(refactoring: Refactoring) -> CodeActionKind {
    format!("{}.{}", CodeActionKind::REFACTOR_REWRITE.as_str(), refactoring.name()).into()
}

/// Edits of one document: of the version that they were made for, where the client checks that.
pub(super) fn workspace_edit(snapshot: &Snapshot, uri: &Uri, edits: Vec<Replacement>) -> WorkspaceEdit {
    let edits = edits::text_edits(&snapshot.analysis, edits, snapshot.client.encoding);
    let edit = DocumentEdit { uri: uri.clone(), version: Some(snapshot.version), edits, is_elsewhere: false };
    edits::workspace_edit(snapshot.client.edits, snapshot.analysis.options().language, vec![edit])
}
