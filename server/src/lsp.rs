//! The language server: the only place that knows the protocol.
//!
//! Text changes must be applied in the order in which they arrive, and a request must see exactly those that came before
//! it. The protocol library calls the service in that order and then lets the handlers race; so whatever has to be in
//! order happens inside [`Service::call`], before the next message is looked at.

mod actions;
mod backend;
mod commands;
mod completion;
mod convert;
mod documents;
mod follower;
mod formatting;
mod hierarchy;
mod hints;
mod lens;
mod navigation;
mod negotiation;
mod overview;
mod pages;
mod publish;
mod recent;
mod rename;
mod settings;
mod structure;
mod tokens;

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
use tokio::sync::Notify;
use tower::Service;
use tower_lsp::{
    LspService, Server,
    jsonrpc::{Error, Request, Response},
};

use backend::Backend;
use documents::{Documents, SNAPSHOT};

/// Requests that may be under way at once. With too few, slow ones would keep the cancellations behind them waiting.
const CONCURRENCY: usize = 64;

/// Serves one client on standard input and output until it says `exit` or goes away.
///
/// The exit code is 0 after `shutdown`, else 1, as the protocol says.
pub fn serve() -> ExitCode {
    log_to_standard_error();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("budget-lsp: {error}");
            return ExitCode::FAILURE;
        }
    };
    let was_shut_down = runtime.block_on(serve_stdio());
    // Standard input is read by a thread that cannot be interrupted; waiting for it would hang on a client that keeps it
    // open.
    runtime.shutdown_background();
    if was_shut_down { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Standard output is the protocol's; editors show standard error in their logs. `BUDGET_LOG=debug` says more.
fn log_to_standard_error() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("BUDGET_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    // A second call in one process finds the log set up already, which is as good.
    drop(log.try_init());
}

async fn serve_stdio() -> bool {
    let documents = Documents::default();
    let changed = Arc::new(Notify::new());
    let was_shut_down = Arc::new(AtomicBool::new(false));
    let (service, socket) = LspService::build(|client| {
        tokio::spawn(publish::run(client.clone(), documents.clone(), changed.clone()));
        Backend::new(client, documents.clone(), changed.clone())
    })
    .custom_method(overview::METHOD, Backend::overview)
    .finish();
    let service = InOrder { inner: service, documents, was_shut_down: was_shut_down.clone() };
    Server::new(tokio::io::stdin(), tokio::io::stdout(), socket).concurrency_level(CONCURRENCY).serve(service).await;
    was_shut_down.load(Ordering::Relaxed)
}

/// Notifications that are carried out before the next message is looked at. Their handlers never await.
const ORDERED: [&str; 8] = [
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didSave",
    "textDocument/didClose",
    "initialized",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "$/cancelRequest",
];

struct InOrder<S> {
    inner: S,
    documents: Documents,
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
        // A panic would end the connection; the request that caused it is answered with an error instead.
        let answer = AssertUnwindSafe(self.inner.call(request)).catch_unwind().map(move |answer| {
            answer.unwrap_or_else(|_| Ok(id.map(|id| Response::from_error(id, Error::internal_error()))))
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
        let mut service =
            InOrder { inner: Faulty, documents: Documents::default(), was_shut_down: Arc::new(AtomicBool::new(false)) };
        let ask = |method: &'static str| Request::build(method).id(1).finish();
        let broken = service.call(ask("faulty")).await.unwrap().unwrap();
        assert_eq!(broken.error().map(|error| error.code.code()), Some(-32603));
        let whole = service.call(ask("textDocument/hover")).await.unwrap().unwrap();
        assert!(whole.is_ok());
    }
}
