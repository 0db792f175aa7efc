//! A server that does nothing, on the same protocol crate and started in the same way as `budget-lsp`: no server of
//! this kind can be faster.
//!
//! It keeps the last version of the last document and nothing of its text. When a document is opened it publishes an
//! empty list, after changes a constant finding with the shape and the size of one of ours; a hover is answered with a
//! constant. Messages are looked at in order, and a task publishes when no further one is waiting, which is how
//! `budget-lsp` does it: a burst of changes costs one message.

#![forbid(unsafe_code)]

use std::{
    future::{Future, ready},
    pin::Pin,
    str::FromStr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use futures::FutureExt;
use tokio::sync::Notify;
use tower::Service;
use tower_lsp::{
    Client, LanguageServer, LspService, Server,
    jsonrpc::{Request, Response, Result},
    ls_types::{
        CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DidChangeTextDocumentParams,
        DidOpenTextDocumentParams, Hover, HoverContents, HoverParams, HoverProviderCapability, InitializeParams,
        InitializeResult, Location, MarkupContent, MarkupKind, NumberOrString, Position, PositionEncodingKind, Range,
        ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind, Uri,
    },
};

fn main() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve());
    runtime.shutdown_background();
    Ok(())
}

async fn serve() {
    let news = Arc::new(News::default());
    let (service, socket) = LspService::new(|client| {
        tokio::spawn(publish(client, news.clone()));
        Null(news.clone())
    });
    Server::new(tokio::io::stdin(), tokio::io::stdout(), socket).concurrency_level(64).serve(InOrder(service)).await;
}

/// What is to be published next, and that there is something.
#[derive(Default)]
struct News {
    next: Mutex<Option<Next>>,
    came: Notify,
}

struct Next {
    uri: Uri,
    version: i32,
    diagnostics: Vec<Diagnostic>,
}

impl News {
    fn lock(&self) -> MutexGuard<'_, Option<Next>> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, next: Next) {
        *self.lock() = Some(next);
        self.came.notify_one();
    }
}

async fn publish(client: Client, news: Arc<News>) {
    loop {
        news.came.notified().await;
        let next = news.lock().take();
        if let Some(next) = next {
            client.publish_diagnostics(next.uri, next.diagnostics, Some(next.version)).await;
        }
    }
}

struct Null(Arc<News>);

impl LanguageServer for Null {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        let capabilities = ServerCapabilities {
            position_encoding: Some(PositionEncodingKind::UTF8),
            text_document_sync: Some(TextDocumentSyncCapability::Kind(TextDocumentSyncKind::INCREMENTAL)),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            ..ServerCapabilities::default()
        };
        Ok(InitializeResult { capabilities, ..InitializeResult::default() })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        self.0.tell(Next { uri: document.uri, version: document.version, diagnostics: Vec::new() });
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let diagnostics = vec![finding(&document.uri)];
        self.0.tell(Next { uri: document.uri, version: document.version, diagnostics });
    }

    async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
        let contents = MarkupContent { kind: MarkupKind::Markdown, value: HOVER.to_owned() };
        Ok(Some(Hover { contents: HoverContents::Markup(contents), range: Some(RANGE) }))
    }
}

const RANGE: Range =
    Range { start: Position { line: 1_000, character: 32 }, end: Position { line: 1_000, character: 38 } };

const HOVER: &str = "**创新人才培养与学科竞赛 · 总计**\n\n127.00 万元 = 1,270,000.00 元\n\n大写：壹佰贰拾柒万元整";

/// One finding with all that ours carry: the code with its page, and the other figures that it is about.
fn finding(uri: &Uri) -> Diagnostic {
    let related = |message: &str| DiagnosticRelatedInformation {
        location: Location { uri: uri.clone(), range: RANGE },
        message: message.to_owned(),
    };
    let page = Uri::from_str("file:///home/user/.cache/budget-lsp/0.1.0/rules/row-sum.md").ok();
    Diagnostic {
        range: RANGE,
        severity: Some(DiagnosticSeverity::ERROR),
        code: Some(NumberOrString::String("row-sum".to_owned())),
        code_description: page.map(|href| CodeDescription { href }),
        source: Some("budget".to_owned()),
        message: "总计 127.00，资金来源相加 120.00，差 7.00；改为 120.00 则相关各处都相符".to_owned(),
        related_information: Some(vec![
            related("单位合计 662.20，6 个项目相加 669.20，差 −7.00"),
            related("财政拨款 95.00"),
            related("财政专户拨款 15.00"),
            related("其他资金 10.00"),
        ]),
        ..Diagnostic::default()
    }
}

/// Carries notifications out before the next message is looked at, as `budget-lsp` does.
struct InOrder<S>(S);

type Answer<S> = std::result::Result<Option<Response>, <S as Service<Request>>::Error>;

impl<S> Service<Request> for InOrder<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Answer<S>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<std::result::Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let is_ordered = request.id().is_none();
        let answer = self.0.call(request);
        if is_ordered {
            return Box::pin(ready(answer.now_or_never().unwrap_or(Ok(None))));
        }
        Box::pin(answer)
    }
}
