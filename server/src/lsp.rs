//! The language server: the only place that knows the protocol.
//!
//! Text changes must be applied in the order in which they arrive, and a request must see exactly those that came before
//! it. The protocol library calls the service in that order and then lets the handlers race; so whatever has to be in
//! order happens inside [`Service::call`], before the next message is looked at.

mod actions;
mod backend;
mod closed;
mod commands;
mod completion;
mod convert;
mod documents;
mod edits;
mod folders;
mod follower;
mod formatting;
mod hierarchy;
mod hints;
mod lens;
mod navigation;
mod negotiation;
mod overview;
mod pages;
mod progress;
mod publish;
mod pull;
mod recent;
mod rename;
mod scan;
mod settings;
mod stop;
mod structure;
mod tokens;
mod trace;
mod workspace;

use std::{
    future::{Future, ready},
    panic::AssertUnwindSafe,
    pin::Pin,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use futures::FutureExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tower::Service;
use tower_lsp::{
    LspService, Server,
    jsonrpc::{Error, Request, Response},
};

use backend::Backend;
use documents::{Documents, SNAPSHOT, Signals};
use trace::{Sending, Trace};

/// Requests that may be under way at once. With too few, slow ones would keep the cancellations behind them waiting.
const CONCURRENCY: usize = 64;

/// Serves one client on standard input and output until it says `exit` or goes away.
///
/// The exit code is 0 after `shutdown`, else 1, as the protocol says.
pub fn serve() -> ExitCode {
    let (trace, sending) = Trace::new();
    trace::log(&trace);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("budget-lsp: {error}");
            return ExitCode::FAILURE;
        }
    };
    let was_shut_down = runtime.block_on(async {
        // The handles of standard streams belong to the runtime.
        converse_traced(tokio::io::stdin(), tokio::io::stdout(), trace, sending).await
    });
    // Standard input is read by a thread that cannot be interrupted; waiting for it would hang on a client that keeps it
    // open.
    runtime.shutdown_background();
    if was_shut_down { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Serves one client over any two streams until it says `exit` or the input ends; gives whether it said `shutdown` before.
///
/// To be called in a runtime of one thread with time and I/O.
pub async fn converse(input: impl AsyncRead + Unpin, output: impl AsyncWrite) -> bool {
    let (trace, sending) = Trace::new();
    converse_traced(input, output, trace, sending).await
}

async fn converse_traced(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite,
    trace: Trace,
    sending: Sending,
) -> bool {
    let documents = Documents::default();
    let signals = Signals::default();
    let was_shut_down = Arc::new(AtomicBool::new(false));
    let (service, socket) = LspService::build(|client| {
        tokio::spawn(publish::run(client.clone(), documents.clone(), signals.clone()));
        tokio::spawn(scan::run(client.clone(), documents.clone(), signals.clone()));
        tokio::spawn(sending.run(client.clone()));
        Backend::new(client, documents.clone(), signals.clone(), trace.clone())
    })
    .custom_method(overview::METHOD, Backend::overview)
    .custom_method("$/setTrace", Backend::set_trace)
    .finish();
    let service = InOrder { inner: service, documents, trace, was_shut_down: was_shut_down.clone() };
    Server::new(input, output, socket).concurrency_level(CONCURRENCY).serve(service).await;
    was_shut_down.load(Ordering::Relaxed)
}

/// Notifications that are carried out before the next message is looked at. Their handlers never await.
const ORDERED: [&str; 12] = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "initialized",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "workspace/didRenameFiles",
    "workspace/didDeleteFiles",
    "$/cancelRequest",
    "$/setTrace",
];

struct InOrder<S> {
    inner: S,
    documents: Documents,
    trace: Trace,
    was_shut_down: Arc<AtomicBool>,
}

type Answer<S> = Result<Option<Response>, <S as Service<Request>>::Error>;

impl<S> Service<Request> for InOrder<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Answer<S>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.method() == "shutdown" {
            self.was_shut_down.store(true, Ordering::Relaxed);
        }
        let is_ordered = ORDERED.contains(&request.method());
        let snapshot = if is_ordered { None } else { self.documents.snapshot_for(&request) };
        let id = request.id().cloned();
        let received = self.trace.received(&request);
        // A panic would end the connection; the request that caused it is answered with an error instead.
        let answer = AssertUnwindSafe(self.inner.call(request)).catch_unwind().map(move |answer| {
            let answer = answer.unwrap_or_else(|_| Ok(id.map(|id| Response::from_error(id, Error::internal_error()))));
            if let (Some(received), Ok(response)) = (received, &answer) {
                received.answered(response.as_ref());
            }
            answer
        });
        if is_ordered {
            return Box::pin(ready(answer.now_or_never().unwrap_or(Ok(None))));
        }
        Box::pin(SNAPSHOT.scope(snapshot, answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Panics on one method, in the call itself or later, and answers every other.
    struct Faulty;

    impl Service<Request> for Faulty {
        type Response = Option<Response>;
        type Error = std::convert::Infallible;
        type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request) -> Self::Future {
            Box::pin(async move {
                assert!(request.method() != "faulty", "a fault in a handler");
                Ok(request.id().cloned().map(|id| Response::from_ok(id, "answer".into())))
            })
        }
    }

    #[tokio::test]
    async fn a_panic_in_one_request_is_an_error_and_the_next_is_answered() {
        let (documents, (trace, _sending)) = (Documents::default(), Trace::new());
        let mut service = InOrder { inner: Faulty, documents, trace, was_shut_down: Arc::default() };
        let ask = |method: &'static str| Request::build(method).id(1).finish();
        let broken = service.call(ask("faulty")).await.unwrap().unwrap();
        assert_eq!(broken.error().map(|error| error.code.code()), Some(-32603));
        let whole = service.call(ask("textDocument/hover")).await.unwrap().unwrap();
        assert!(whole.is_ok());
    }
}
