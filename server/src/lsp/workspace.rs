//! What is asked about all documents of the workspace, open or not.

use std::{fs, sync::Arc};

use tower_lsp::ls_types::{
    Location, SymbolInformation, SymbolKind, TextDocumentPositionParams, Uri, WorkspaceSymbolResponse,
};

use super::{
    closed::path_of,
    convert,
    documents::{Documents, Key, Snapshot},
    stop::Stop,
};
use crate::{
    analysis::Analysis,
    features::{
        navigation::MOST_PLACES,
        place::{Name, Place, place as at},
        search::{Found, Search},
    },
    kept::{Kept, Names},
};

/// A document of the workspace at one moment.
pub(super) struct WorkspaceDocument {
    pub(super) key: Key,
    pub(super) uri: Uri,
    pub(super) of: Source,
}

/// Where its names come from.
pub(super) enum Source {
    /// It is open, in some version.
    Open(Analysis, i32),
    Closed(Arc<Kept>),
}

impl Documents {
    /// All documents that are known, the open ones first. Cost: proportional to their number.
    pub(super) fn all(&self) -> Vec<WorkspaceDocument> {
        let mut state = self.lock();
        let open = state.open.iter_mut().filter_map(|(key, document)| {
            let of = Source::Open(document.understood()?.clone(), document.version);
            Some(WorkspaceDocument { key: key.clone(), uri: document.uri.clone(), of })
        });
        let open: Vec<WorkspaceDocument> = open.collect();
        let closed = state.closed.documents.iter().map(|(key, document)| {
            let of = Source::Closed(document.kept.clone());
            WorkspaceDocument { key: key.clone(), uri: document.uri.clone(), of }
        });
        open.into_iter().chain(closed).collect()
    }

    /// A closed document as its file is now.
    pub(super) fn read_again(&self, key: &Key) -> Option<Analysis> {
        let (path, options) = {
            let state = self.lock();
            let document = state.closed.documents.get(key)?;
            (document.path.clone(), document.options.clone())
        };
        Some(Analysis::new(&fs::read_to_string(path).ok()?, options))
    }
}

/// Where the name at a place stands in other documents, at most [`MOST_PLACES`].
pub(super) fn namesakes(
    documents: &Documents,
    snapshot: &Snapshot,
    place: &TextDocumentPositionParams,
    stop: &Stop,
) -> Vec<Location> {
    let Some(Place::Name(name)) = at(snapshot.analysis.document(), snapshot.offset(place.position)) else {
        return Vec::new();
    };
    let own = Key::new(place.text_document.uri.as_str());
    let others = documents.all().into_iter().filter(|document| document.key != own).take_while(|_| !stop.is_set());
    let places = others.flat_map(|document| {
        let ranges: Vec<_> = match &document.of {
            Source::Open(analysis, _) => {
                let (document, encoding) = (analysis.document(), snapshot.client.encoding);
                let named = document.named(name.hash).filter_map(|line| Name::new(document, line)?.piece(document));
                named.map(|piece| convert::range(document.text(), piece.line, piece.span, encoding)).collect()
            }
            Source::Closed(kept) => kept.names.same(name.hash).map(|named| convert::from_range(&named.range)).collect(),
        };
        ranges.into_iter().map(move |range| Location { uri: document.uri.clone(), range })
    });
    places.take(MOST_PLACES).collect()
}

/// The projects and budget units of all documents that a query fits, the best first.
pub(super) fn symbols(documents: &Documents, query: &str, stop: &Stop) -> WorkspaceSymbolResponse {
    let encoding = documents.lock().client.encoding;
    let documents = documents.all();
    let names = documents.iter().map_while(|document| match &document.of {
        _ if stop.is_set() => None,
        Source::Open(analysis, _) => Some(Arc::new(Kept { names: Names::of(analysis, encoding), ..Kept::default() })),
        Source::Closed(kept) => Some(kept.clone()),
    });
    let names: Vec<Arc<Kept>> = names.collect();
    let mut search = Search::new(query);
    for (document, kept) in names.iter().enumerate().take_while(|_| !stop.is_set()) {
        search.look_through(document, &kept.names);
    }
    let found = search.best().into_iter();
    let symbols = found.filter_map(|found| Some(symbol(&found, documents.get(found.document)?)));
    WorkspaceSymbolResponse::Flat(symbols.collect())
}

fn symbol(Found { named, .. }: &Found<'_>, document: &WorkspaceDocument) -> SymbolInformation {
    #[expect(deprecated, reason = "the protocol's type has a field that is")]
    SymbolInformation {
        name: named.name.to_owned(),
        kind: if named.is_unit { SymbolKind::CLASS } else { SymbolKind::METHOD },
        tags: None,
        deprecated: None,
        location: Location { uri: document.uri.clone(), range: convert::from_range(&named.range) },
        container_name: named.unit.map(str::to_owned).or_else(|| file_name(&document.uri)),
    }
}

/// What a drafter knows a document by.
fn file_name(uri: &Uri) -> Option<String> {
    let path = path_of(uri)?;
    path.file_name().map(|name| name.to_string_lossy().into_owned())
}
