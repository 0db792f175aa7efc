//! Progress of long work, shown by clients that have a place for it (LSP 3.17, Work Done Progress).

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tokio::task::JoinHandle;
use tower_lsp::{Bounded, Client, NotCancellable, OngoingProgress, ls_types::ProgressToken};

use super::{documents::Documents, negotiation::Support};
use crate::finding::Language;

/// How long a client may take to make a place for it before there is none.
const PATIENCE: Duration = Duration::from_secs(30);

/// The progress of looking at the documents of the workspace. Work that is done at once shows none.
pub(super) struct Progress {
    client: Client,
    language: Language,
    state: State,
}

enum State {
    /// Nothing is shown.
    Hidden,
    /// Nothing is shown so far.
    New,
    /// The client was asked for a place.
    Asked(ProgressToken, JoinHandle<bool>),
    Shown(OngoingProgress<Bounded, NotCancellable>),
}

impl Progress {
    pub(super) fn new(client: Client, documents: &Documents) -> Self {
        let state = documents.lock();
        let is_shown = state.client.progress == Support::Yes;
        let language = state.configuration.client().language(state.client.language);
        Self { client, language, state: if is_shown { State::New } else { State::Hidden } }
    }

    /// Some of all is done. Waits for no answer of the client.
    pub(super) async fn report(&mut self, done: usize, all: usize) {
        self.state = match std::mem::replace(&mut self.state, State::Hidden) {
            State::New if done < all => self.ask(),
            State::Asked(token, answer) if answer.is_finished() => match answer.await {
                Ok(true) => State::Shown(begin(&self.client, token, self.language).await),
                _ => State::Hidden,
            },
            state => state,
        };
        if let State::Shown(shown) = &self.state {
            let percentage = u32::try_from(done * 100 / all.max(1)).unwrap_or(100);
            shown.report_with_message(format!("{done}/{all}"), percentage).await;
        }
    }

    pub(super) async fn end(self) {
        match self.state {
            State::Shown(shown) => shown.finish().await,
            // A place that the client is still making must not stay empty for ever.
            State::Asked(token, answer) => {
                let (client, language) = (self.client, self.language);
                tokio::spawn(async move {
                    if matches!(answer.await, Ok(true)) {
                        begin(&client, token, language).await.finish().await;
                    }
                });
            }
            State::Hidden | State::New => {}
        }
    }

    fn ask(&self) -> State {
        static ASKED: AtomicU64 = AtomicU64::new(0);
        let number = ASKED.fetch_add(1, Ordering::Relaxed);
        let (client, token) = (self.client.clone(), ProgressToken::String(format!("budget-workspace-{number}")));
        let asked = token.clone();
        let answer = tokio::spawn(async move {
            let made = tokio::time::timeout(PATIENCE, client.create_work_done_progress(asked)).await;
            matches!(made, Ok(Ok(())))
        });
        State::Asked(token, answer)
    }
}

async fn begin(client: &Client, token: ProgressToken, language: Language) -> OngoingProgress<Bounded, NotCancellable> {
    let title = match language {
        Language::Chinese => "检查文件夹中的预算文档",
        Language::English => "Checking the budgets of the folder",
    };
    client.progress(token, title).with_percentage(0).begin().await
}
