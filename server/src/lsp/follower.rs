//! Follows the settings: what the client is asked about them, and what is done when it says something.

use std::time::Duration;

use tower_lsp::{
    Client,
    ls_types::{
        ClientCapabilities, ConfigurationItem, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher,
        GlobPattern, InitializeParams, MessageType, Registration,
    },
};

use super::documents::{Documents, Signals};
use crate::settings::{Settings, file::NAME};

/// The section of the client's configuration that is ours.
const SECTION: &str = "budget";

/// How long a client may take to answer before its configuration stays what it was.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the client can do about settings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Abilities {
    answers: bool,
    watches_files: bool,
    watches_configuration: bool,
}

impl Abilities {
    fn new(client: &ClientCapabilities) -> Self {
        let workspace = client.workspace.as_ref();
        let files = workspace.and_then(|workspace| workspace.did_change_watched_files);
        let configuration = workspace.and_then(|workspace| workspace.did_change_configuration);
        Self {
            answers: workspace.and_then(|workspace| workspace.configuration).unwrap_or_default(),
            watches_files: files.and_then(|files| files.dynamic_registration).unwrap_or_default(),
            watches_configuration: configuration
                .and_then(|configuration| configuration.dynamic_registration)
                .unwrap_or_default(),
        }
    }

    fn registrations(self) -> Vec<Registration> {
        let patterns = [format!("**/{NAME}"), "**/*.{md,MD,markdown}".to_owned()];
        let watcher = |pattern| FileSystemWatcher { glob_pattern: GlobPattern::String(pattern), kind: None };
        let watchers = patterns.map(watcher).into();
        let files = serde_json::to_value(DidChangeWatchedFilesRegistrationOptions { watchers }).ok();
        let configuration = Some(serde_json::json!({ "section": SECTION }));
        [
            (self.watches_files, "workspace/didChangeWatchedFiles", files),
            (self.watches_configuration, "workspace/didChangeConfiguration", configuration),
        ]
        .into_iter()
        .filter(|(can, ..)| *can)
        .map(|(_, method, register_options)| Registration {
            id: format!("budget-{method}"),
            method: method.to_owned(),
            register_options,
        })
        .collect()
    }
}

/// What the handlers of the protocol call.
#[derive(Clone)]
pub(super) struct Follower {
    client: Client,
    documents: Documents,
    signals: Signals,
}

impl Follower {
    pub(super) fn new(client: Client, documents: Documents, signals: Signals) -> Self {
        Self { client, documents, signals }
    }

    /// Takes over what the client says when it starts the server.
    pub(super) fn initialize(&self, params: &InitializeParams) {
        let mut state = self.documents.lock();
        state.configuration.abilities = Abilities::new(&params.capabilities);
        if let Some(options) = &params.initialization_options {
            let read = Settings::of_client(options);
            let language = read.settings.clone().unwrap_or_default().language(state.client.language);
            state.configuration.complaints = read.faults.iter().map(|fault| fault.message(language)).collect();
            state.configuration.initial = read.settings.unwrap_or_default();
        }
    }

    /// Asks the client to tell what changes, and for its configuration.
    pub(super) fn start(&self) {
        let (abilities, complaints) = {
            let state = self.documents.lock();
            (state.configuration.abilities, state.configuration.complaints.clone())
        };
        self.complain(complaints);
        let registrations = abilities.registrations();
        if !registrations.is_empty() {
            let client = self.client.clone();
            tokio::spawn(async move {
                let registered = tokio::time::timeout(PATIENCE, client.register_capability(registrations)).await;
                if !matches!(registered, Ok(Ok(()))) {
                    tracing::warn!(?registered, "the client does not watch the settings");
                }
            });
        }
        self.ask();
    }

    /// Takes over configuration that the client sent, and asks for it where it is one that answers.
    pub(super) fn configure(&self, settings: &serde_json::Value) {
        if let Some(section) = settings.get(SECTION) {
            self.apply(section);
        }
        self.ask();
    }

    /// Whether the client tells what changes on the disk.
    pub(super) fn is_told(&self) -> bool {
        self.documents.lock().configuration.abilities.watches_files
    }

    /// Looks at the settings files again.
    pub(super) fn look_again(&self) {
        self.documents.lock().look_again();
        self.signals.changed.notify_one();
    }

    /// Asks for the configuration; an answer counts only until the next question. No handler may wait for a client.
    fn ask(&self) {
        let question = {
            let configuration = &mut self.documents.lock().configuration;
            if !configuration.abilities.answers {
                return;
            }
            configuration.questions += 1;
            configuration.questions
        };
        let this = self.clone();
        tokio::spawn(async move {
            let section = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
            let answer = tokio::time::timeout(PATIENCE, this.client.configuration(vec![section])).await;
            let Ok(Ok(answer)) = answer else {
                return tracing::warn!(?answer, "the client does not say its configuration");
            };
            if this.documents.lock().configuration.questions == question {
                this.apply(answer.first().unwrap_or(&serde_json::Value::Null));
            }
        });
    }

    fn apply(&self, section: &serde_json::Value) {
        let read = Settings::of_client(section);
        let complaints = {
            let mut state = self.documents.lock();
            if let Some(settings) = read.settings {
                state.configuration.configured = settings;
            }
            state.look_again();
            state.closed.look_again();
            let language = state.configuration.client().language(state.client.language);
            let complaints: Vec<String> = read.faults.iter().map(|fault| fault.message(language)).collect();
            let is_said = std::mem::replace(&mut state.configuration.complaints, complaints.clone()) == complaints;
            if is_said { Vec::new() } else { complaints }
        };
        self.complain(complaints);
        self.signals.changed.notify_one();
        self.signals.due.notify_one();
    }

    /// Configuration has no place of its own to stand in: it is said to the user.
    fn complain(&self, complaints: Vec<String>) {
        if complaints.is_empty() {
            return;
        }
        let client = self.client.clone();
        tokio::spawn(async move {
            client.show_message(MessageType::WARNING, format!("{SECTION}: {}", complaints.join("\n"))).await;
        });
    }
}
