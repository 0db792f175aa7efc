//! The settings of the open documents: the files above them, and the client's configuration over these.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use tower_lsp::{
    Client,
    ls_types::{Diagnostic, Uri},
};

use super::{
    closed::path_of,
    convert,
    documents::{Documents, State},
    follower::Abilities,
    negotiation::{Negotiated, Support},
};
use crate::{
    analysis::Options,
    finding::Language,
    settings::{
        Settings,
        file::{SettingsFile, nearest},
    },
};

/// Where the settings of all open documents come from.
#[derive(Default)]
pub(super) struct Configuration {
    pub(super) abilities: Abilities,
    /// What the client said when it started the server.
    pub(super) initial: Settings,
    /// What it said since.
    pub(super) configured: Settings,
    /// What was wrong with either when it was last said to the user.
    pub(super) complaints: Vec<String>,
    /// The files above the open documents.
    files: HashMap<PathBuf, SettingsFile>,
    /// What the client was told about them.
    told: HashMap<PathBuf, Vec<Diagnostic>>,
    /// Whether a file was read since that said something else than before, be it on behalf of a document that is not
    /// open.
    pub(super) is_untold: bool,
    /// What it is to be told.
    news: Vec<News>,
    /// Whether the client shows hints that are others now.
    are_hints_stale: bool,
    /// Whether findings are others without a change of the text.
    pub(super) are_findings_stale: bool,
    /// Whether the client shows semantic tokens that are others now.
    are_tokens_stale: bool,
    /// The same of lenses.
    are_lenses_stale: bool,
    /// How often it was asked for its configuration.
    pub(super) questions: u64,
}

/// The diagnostics of a settings file.
pub(super) struct News {
    uri: Uri,
    diagnostics: Vec<Diagnostic>,
}

/// One look at the disk: every folder and every file once, however many documents are below it.
#[derive(Default)]
pub(super) struct Look {
    nearest: HashMap<PathBuf, Option<PathBuf>>,
    read: HashSet<PathBuf>,
}

impl Configuration {
    /// All that the client says.
    pub(super) fn client(&self) -> Settings {
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
            self.is_untold |= *file != before;
        }
        Some(path)
    }

    /// Forgets the files that no document is below, and notes what the client does not know of the others.
    fn tell(&mut self, client: &Negotiated, look: &Look) {
        self.is_untold = false;
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
    path_of(document)?.parent().map(Path::to_owned)
}

impl State {
    /// Looks at the settings of all open documents again, and checks those again whose settings are others.
    pub(super) fn look_again(&mut self) {
        let mut look = Look::default();
        for (key, document) in &mut self.open {
            let options = self.configuration.options(&document.uri, self.client.language, &mut look);
            if options != document.options {
                self.configuration.are_hints_stale |= document.options.hints.any() || options.hints.any();
                self.configuration.are_tokens_stale |= document.options.vocabulary != options.vocabulary;
                self.configuration.are_lenses_stale |= document.options.lens.any() || options.lens.any();
                document.take(options);
                self.configuration.are_findings_stale = true;
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

/// Sends what is to be said about settings files, and that hints, lenses and tokens are to be asked for again.
pub(super) async fn publish(client: &Client, documents: &Documents) {
    if are_hints_to_be_refreshed(documents) {
        let client = client.clone();
        tokio::spawn(async move { drop(client.inlay_hint_refresh().await) });
    }
    if are_tokens_to_be_refreshed(documents) {
        let client = client.clone();
        tokio::spawn(async move { drop(client.semantic_tokens_refresh().await) });
    }
    if are_lenses_to_be_refreshed(documents) {
        let client = client.clone();
        tokio::spawn(async move { drop(client.code_lens_refresh().await) });
    }
    let news = std::mem::take(&mut documents.lock().configuration.news);
    for News { uri, diagnostics } in news {
        client.publish_diagnostics(uri, diagnostics, None).await;
    }
}

fn are_hints_to_be_refreshed(documents: &Documents) -> bool {
    let mut state = documents.lock();
    let are_stale = std::mem::take(&mut state.configuration.are_hints_stale);
    are_stale && state.client.hints.refreshes == Support::Yes
}

fn are_tokens_to_be_refreshed(documents: &Documents) -> bool {
    let mut state = documents.lock();
    let are_stale = std::mem::take(&mut state.configuration.are_tokens_stale);
    are_stale && state.client.tokens.refreshes == Support::Yes
}

fn are_lenses_to_be_refreshed(documents: &Documents) -> bool {
    let mut state = documents.lock();
    let are_stale = std::mem::take(&mut state.configuration.are_lenses_stale);
    are_stale && state.client.lens.refreshes == Support::Yes
}
