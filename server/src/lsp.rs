//! The language server: the only place that knows the protocol.
//!
//! Text changes must be applied in the order in which they arrive, and a request must see exactly those that came
//! before it. The protocol library calls the service in that order and then lets the handlers race; so whatever has to
//! be in order happens inside [`Service::call`], before the next message is looked at.

mod actions;
mod backend;
mod changed;
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
mod lifecycle;
mod message;
mod navigation;
mod negotiation;
mod overview;
mod pages;
mod parent;
mod progress;
mod publish;
mod pull;
mod recent;
mod rename;
mod scan;
mod serving;
mod settings;
mod stop;
mod structure;
mod tokens;
mod trace;
mod typed;
mod wire;
mod workspace;

use std::{
    future::{Future, ready},
    panic::AssertUnwindSafe,
    pin::Pin,
    process::ExitCode,
    task::{Context, Poll},
};

use budget_grammar::stage::Stage as Measured;
use futures::FutureExt;
use tokio::io::{AsyncRead, AsyncWrite};
use tower::Service;
use tower_lsp::{
    LspService,
    jsonrpc::{Request, Response},
};

use backend::Backend;
use documents::{Documents, SNAPSHOT, Signals};
use lifecycle::{Admission, Stage};
use trace::{Sending, Trace};

/// Serves one client on standard input and output until it says `exit` or goes away, or the process that it named is
/// gone.
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
    // Standard input is read by a thread that cannot be interrupted; waiting for it would hang on a client that keeps
    // it open.
    runtime.shutdown_background();
    if was_shut_down { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Serves one client over any two streams until it says `exit` or the input ends; gives whether it said `shutdown`
/// before.
///
/// To be called in a runtime of one thread with time and I/O.
pub async fn converse(input: impl AsyncRead + Unpin, output: impl AsyncWrite + Unpin) -> bool {
    let (trace, sending) = Trace::new();
    converse_traced(input, output, trace, sending).await
}

async fn converse_traced(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin,
    trace: Trace,
    sending: Sending,
) -> bool {
    let documents = Documents::default();
    let signals = Signals::default();
    let (service, socket) = LspService::build(|client| {
        tokio::spawn(publish::run(client.clone(), documents.clone(), signals.clone()));
        tokio::spawn(scan::run(client.clone(), documents.clone(), signals.clone()));
        tokio::spawn(sending.run(client.clone()));
        Backend::new(client, documents.clone(), signals.clone(), trace.clone())
    })
    .custom_method(overview::METHOD, Backend::overview)
    .custom_method("$/setTrace", Backend::set_trace)
    .finish();
    let mut service = InOrder { inner: service, documents, trace, stage: Stage::default() };
    tokio::select! {
        () = serving::serve(input, output, socket, &mut service) => {}
        () = signals.orphaned.notified() => {}
    }
    service.stage == Stage::ShutDown
}

/// What is carried out before the next message is looked at. Its handlers never await.
const ORDERED: [&str; 13] = [
    "initialize",
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
    stage: Stage,
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
        let _stage = Measured::JsonIn.begin();
        let received = self.trace.received(&request);
        let request = match self.stage.admit(request) {
            Admission::Admitted(request) => request,
            Admission::Refused(answer) => {
                received.into_iter().for_each(|received| received.answered(answer.as_ref()));
                return Box::pin(ready(Ok(answer)));
            }
        };
        let asked = lifecycle::Asked::new(&request);
        let is_ordered = ORDERED.contains(&request.method());
        let snapshot = if is_ordered { None } else { self.documents.snapshot_for(&request) };
        let change = self.documents.change_in(&request);
        // A panic would end the connection; the request that caused it is answered with an error instead.
        let answer = AssertUnwindSafe(self.inner.call(request)).catch_unwind().map(move |answer| {
            let answer = answer.unwrap_or_else(|_| Ok(asked.failed())).map(|answer| asked.complete(answer));
            if let (Some(received), Ok(response)) = (received, &answer) {
                received.answered(response.as_ref());
            }
            answer
        });
        if !is_ordered {
            return Box::pin(SNAPSHOT.scope(snapshot, answer));
        }
        let answer = answer.now_or_never().unwrap_or(Ok(None));
        if let Ok(Some(response)) = &answer {
            self.stage.answered(response);
        }
        change.into_iter().for_each(|change| self.documents.lose_unless_applied(change));
        Box::pin(ready(answer))
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
        let mut service = InOrder { inner: Faulty, documents, trace, stage: Stage::Running };
        let ask = |method: &'static str| Request::build(method).id(1).finish();
        let broken = service.call(ask("faulty")).await.unwrap().unwrap();
        assert_eq!(broken.error().map(|error| error.code.code()), Some(-32603));
        let whole = service.call(ask("textDocument/hover")).await.unwrap().unwrap();
        assert!(whole.is_ok());
    }
}
