//! The words that a workspace may add to: indicator classes, and header texts by the role of their column.

use std::sync::{Arc, OnceLock};

use crate::{
    codes::Codes,
    kinds::Kinds,
    name::{fold, is_blank, without_bracket},
    table::Role,
};

/// What a document is read with. Cheap to clone; the default has nothing but what is in general use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary(Arc<Words>);

#[derive(Debug, PartialEq, Eq)]
struct Words {
    codes: Codes,
    kinds: Arc<Kinds>,
    /// Folded header texts. A workspace has a handful of them, so that a search from the front is the fastest.
    headers: Box<[(Box<str>, Role)]>,
}

impl Vocabulary {
    /// The classes of `codes`, and further header texts; blanks and character width in those do not matter. Where one
    /// text stands under two roles, the first counts. A blank text is left out: no header cell says nothing.
    pub fn new(codes: Codes, headers: impl IntoIterator<Item = (Role, String)>) -> Self {
        let headers = headers.into_iter().filter(|(_, text)| !is_blank(text));
        let headers = headers.map(|(role, text)| (fold(&text).into(), role)).collect();
        Self(Arc::new(Words { codes, kinds: Kinds::standard().clone(), headers }))
    }

    /// The same with other kinds of statements.
    #[must_use]
    pub fn with_kinds(&self, kinds: Arc<Kinds>) -> Self {
        let Words { codes, headers, .. } = &*self.0;
        Self(Arc::new(Words { codes: codes.clone(), kinds, headers: headers.clone() }))
    }

    /// The kinds of statements.
    pub fn kinds(&self) -> &Kinds {
        &self.0.kinds
    }

    /// The indicator classes.
    pub fn codes(&self) -> &Codes {
        &self.0.codes
    }

    /// The role that the workspace gives to a folded header text, with or without a bracket at its end.
    pub fn role(&self, folded: &str) -> Option<Role> {
        if self.0.headers.is_empty() {
            return None;
        }
        let bare = without_bracket(folded);
        let is_it = |text: &str| text == folded || text == bare;
        self.0.headers.iter().find(|(text, _)| is_it(text)).map(|(_, role)| *role)
    }
}

impl Vocabulary {
    /// Whether one of these rows may head a table of projects. False for most others at the cost of looking for a few
    /// characters.
    pub(crate) fn may_head_projects<'r>(&self, mut rows: impl Iterator<Item = &'r str>) -> bool {
        !self.0.headers.is_empty() || rows.any(|row| self.kinds().may_head_projects(row))
    }
}

impl Default for Vocabulary {
    fn default() -> Self {
        static STANDARD: OnceLock<Vocabulary> = OnceLock::new();
        STANDARD.get_or_init(|| Self::new(Codes::standard().clone(), [])).clone()
    }
}
