//! The settings of the documents that are checked, each file read once.

use std::{
    collections::HashMap,
    env,
    path::{Path, PathBuf},
};

use budget_grammar::text::Text;

use super::{
    documents::{Source, shown},
    draw::{Drawing, Pen},
};
use crate::{
    analysis::Options,
    finding::{Finding, Language},
    settings::{
        Settings,
        file::{SettingsFile, nearest},
    },
};

/// The settings files above the documents, and what the command line says over them.
pub(super) struct Folders {
    over: Settings,
    locale: Language,
    nearest: HashMap<PathBuf, Option<PathBuf>>,
    /// Each with whether all in it was understood.
    files: HashMap<PathBuf, (Settings, bool)>,
}

/// What a document is read with.
pub(super) struct InForce {
    pub(super) options: Options,
    /// Whether nothing is wrong with its settings file.
    pub(super) is_sound: bool,
    /// What is, where nobody was told yet.
    pub(super) wrong: Option<Wrong>,
}

/// What is wrong with a settings file.
pub(super) struct Wrong {
    /// What the file is called in the output.
    pub(super) name: String,
    /// Its text.
    pub(super) text: Text,
    /// What is wrong, by line.
    pub(super) findings: Vec<(usize, Finding)>,
}

impl Wrong {
    /// What is wrong, under the lines that it is about.
    pub(super) fn drawn(&self, language: Language, pen: &Pen) -> Vec<u8> {
        let drawing = Drawing { name: &self.name, text: &self.text, language, pen };
        let mut drawn = Vec::new();
        drawing.draw_all(self.findings.iter().map(|(line, finding)| (*line, finding)), &mut drawn);
        drawn
    }
}

impl Folders {
    /// `language` is what the command line says, `locale` what the environment does.
    pub(super) fn new(language: Option<Language>, locale: Language) -> Self {
        let over = Settings::in_language(language);
        Self { over, locale, nearest: HashMap::new(), files: HashMap::new() }
    }

    /// What a document is read with. Standard input is taken to stand in the folder that the program was started in.
    pub(super) fn of(&mut self, source: &Source) -> InForce {
        let here = env::current_dir().unwrap_or_default();
        let folder = match source {
            Source::Input => Some(here.clone()),
            Source::File(path) => std::path::absolute(path).ok().and_then(|path| path.parent().map(Path::to_owned)),
        };
        let file = folder.and_then(|folder| {
            let found = self.nearest.entry(folder).or_insert_with_key(|folder| nearest(folder));
            found.clone()
        });
        let Some(path) = file else {
            return InForce { options: self.over.options(self.locale), is_sound: true, wrong: None };
        };
        let ((settings, is_sound), wrong) = match self.files.get(&path) {
            Some(known) => (known.clone(), None),
            None => self.read(path, &here),
        };
        InForce { options: settings.options(self.locale), is_sound, wrong }
    }

    fn read(&mut self, path: PathBuf, here: &Path) -> ((Settings, bool), Option<Wrong>) {
        let mut file = SettingsFile::default();
        file.read(&path);
        let settings = self.over.over(&file.settings);
        let language = settings.language(self.locale);
        let findings: Vec<_> =
            file.complaints.iter().map(|complaint| (complaint.line, complaint.finding(language))).collect();
        let name = shown(path.strip_prefix(here).unwrap_or(&path));
        let known = (settings, findings.is_empty());
        self.files.insert(path, known.clone());
        (known, (!findings.is_empty()).then_some(Wrong { name, text: file.text, findings }))
    }
}
