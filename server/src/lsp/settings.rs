//! The settings of the open documents: the files above them, and the client's configuration over these.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio::sync::Notify;
use tower_lsp::{
    Client,
    ls_types::{
        ClientCapabilities, ConfigurationItem, Diagnostic, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher,
        GlobPattern, InitializeParams, MessageType, Registration, Uri,
    },
};

use super::{
    convert,
    documents::{Documents, State},
    negotiation::Negotiated,
};
use crate::{
    analysis::Options,
    finding::Language,
    settings::{
        Settings,
        file::{NAME, SettingsFile, nearest},
    },
};

/// The section of the client's configuration that is ours.
const SECTION: &str = "budget";

/// How long a client may take to answer before its configuration stays what it was.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where the settings of all open documents come from.
#[derive(Default)]
pub(super) struct Configuration {
    abilities: Abilities,
    /// What the client said when it started the server.
    initial: Settings,
    /// What it said since.
    configured: Settings,
    /// What was wrong with either when it was last said to the user.
    complaints: Vec<String>,
    /// The files above the open documents.
    files: HashMap<PathBuf, SettingsFile>,
    /// What the client was told about them.
    told: HashMap<PathBuf, Vec<Diagnostic>>,
    /// What it is to be told.
    news: Vec<News>,
    /// How often it was asked for its configuration.
    questions: u64,
}

/// The diagnostics of a settings file.
pub(super) struct News {
    uri: Uri,
    diagnostics: Vec<Diagnostic>,
}

/// What the client can do about settings.
#[derive(Clone, Copy, Debug, Default)]
struct Abilities {
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
        let pattern = GlobPattern::String(format!("**/{NAME}"));
        let watchers = vec![FileSystemWatcher { glob_pattern: pattern, kind: None }];
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

/// One look at the disk: every folder and every file once, however many documents are below it.
#[derive(Default)]
pub(super) struct Look {
    nearest: HashMap<PathBuf, Option<PathBuf>>,
    read: HashSet<PathBuf>,
    /// Whether a file says something else than before.
    pub(super) is_news: bool,
}

impl Configuration {
    fn client(&self) -> Settings {
        self.configured.over(&self.initial)
    }

    /// What a document is read and checked with, by what its settings file says now.
    pub(super) fn options(&mut self, document: &Uri, locale: Language, look: &mut Look) -> Options {
        let file = folder(document).and_then(|folder| self.look(&folder, look));
        let client = self.client();
        match file.and_then(|path| self.files.get(&path)) {
            Some(file) => client.over(&file.settings).options(locale),
            None => client.options(locale),
        }
    }

    fn look(&mut self, folder: &Path, look: &mut Look) -> Option<PathBuf> {
        let path = look.nearest.entry(folder.to_owned()).or_insert_with(|| nearest(folder)).clone()?;
        if look.read.insert(path.clone()) {
            let file = self.files.entry(path.clone()).or_default();
            let before = file.clone();
            file.read(&path);
            look.is_news |= *file != before;
        }
        Some(path)
    }

    /// Forgets the files that no document is below, and notes what the client does not know of the others.
    fn tell(&mut self, client: &Negotiated, look: &Look) {
        self.files.retain(|path, _| look.read.contains(path));
        let paths: HashSet<PathBuf> = self.files.keys().chain(self.told.keys()).cloned().collect();
        for path in paths {
            let diagnostics = self.diagnostics(&path, client).unwrap_or_default();
            let is_news = self.told.get(&path).is_some_and(|told| *told != diagnostics)
                || (!self.told.contains_key(&path) && !diagnostics.is_empty());
            let Some(uri) = Uri::from_file_path(&path).filter(|_| is_news) else { continue };
            if diagnostics.is_empty() {
                self.told.remove(&path);
            } else {
                self.told.insert(path, diagnostics.clone());
            }
            self.news.push(News { uri, diagnostics });
        }
    }

    fn diagnostics(&self, path: &Path, client: &Negotiated) -> Option<Vec<Diagnostic>> {
        let file = self.files.get(path)?;
        let uri = Uri::from_file_path(path)?;
        let language = self.client().over(&file.settings).language(client.language);
        let shown = file.complaints.iter().map(|complaint| {
            convert::diagnostic(&file.text, complaint.line, &complaint.finding(language), &uri, client)
        });
        Some(shown.collect())
    }
}

/// The folder of a document that is a file.
fn folder(document: &Uri) -> Option<PathBuf> {
    let is_file = document.as_str().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"));
    let path = document.to_file_path().filter(|_| is_file)?;
    path.parent().map(Path::to_owned)
}

impl State {
    /// Looks at the settings of all open documents again, and checks those again whose settings are others.
    pub(super) fn look_again(&mut self) {
        let mut look = Look::default();
        for (key, document) in &mut self.open {
            let options = self.configuration.options(&document.uri, self.client.language, &mut look);
            if options != document.options {
                document.take(options);
                self.changed.push(key.clone());
            }
        }
        self.configuration.tell(&self.client, &look);
    }

    /// Takes back what was said about the settings file of a document that is closed.
    pub(super) fn look_after_closing(&mut self) {
        if !self.configuration.told.is_empty() {
            self.look_again();
        }
    }
}

/// Sends what is to be said about settings files.
pub(super) async fn publish(client: &Client, documents: &Documents) {
    let news = std::mem::take(&mut documents.lock().configuration.news);
    for News { uri, diagnostics } in news {
        client.publish_diagnostics(uri, diagnostics, None).await;
    }
}

/// Follows the settings: what the handlers of the protocol call.
#[derive(Clone)]
pub(super) struct Follower {
    client: Client,
    documents: Documents,
    changed: Arc<Notify>,
}

impl Follower {
    pub(super) fn new(client: Client, documents: Documents, changed: Arc<Notify>) -> Self {
        Self { client, documents, changed }
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

    /// Looks at the settings files again.
    pub(super) fn look_again(&self) {
        self.documents.lock().look_again();
        self.changed.notify_one();
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
            let language = state.configuration.client().language(state.client.language);
            let complaints: Vec<String> = read.faults.iter().map(|fault| fault.message(language)).collect();
            let is_said = std::mem::replace(&mut state.configuration.complaints, complaints.clone()) == complaints;
            if is_said { Vec::new() } else { complaints }
        };
        self.complain(complaints);
        self.changed.notify_one();
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
