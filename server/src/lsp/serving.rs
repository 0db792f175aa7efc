//! The connection: reads messages, has them answered, and writes answers and messages of our own.
//!
//! Notifications are carried out as they are read, so that there is nothing of them to be held; the requests that wait
//! for their answers are bounded. So a client that does not read what it is sent may go on typing, and only its
//! requests have to wait in the end.

use std::{cell::Cell, io, pin::pin, task::Poll, time::Duration};

use budget_grammar::stage::Stage;
use futures::{
    FutureExt, Sink, SinkExt, Stream, StreamExt,
    channel::mpsc::{self, Sender},
    future::{self, BoxFuture, Either},
    stream::{self, FusedStream},
};
use serde::Serialize;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tower::Service;
use tower_lsp::{
    ClientSocket,
    jsonrpc::{Request, Response},
};

use super::{message::Incoming, wire::Wire};

/// How many requests are answered at once. As many may wait while the client takes no answers, before the next message
/// has to. Those that work beside the messages take turns ([`super::stop`]); with too few, requests that wait for news
/// would keep the others and the cancellations behind them waiting.
const MOST_UNANSWERED: usize = 1_024;

/// How many bytes are written at once where more than one message is to be written.
const CHUNK: usize = 1 << 16;

/// How long nothing may happen before what is not written yet is given up, once the client says no more.
const GRACE: Duration = Duration::from_secs(2);

/// What is sent: the answer to a request, or a message of our own.
#[derive(Serialize)]
#[serde(untagged)]
enum Outgoing {
    Answer(Response),
    Request(Request),
}

type Answering = BoxFuture<'static, Option<Response>>;

/// Serves until the client says `exit`, closes its end, or no longer takes what it is sent.
pub(super) async fn serve<I, O, S>(input: I, output: O, socket: ClientSocket, service: S)
where
    I: AsyncRead + Unpin,
    O: AsyncWrite + Unpin,
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
{
    let (requests, responses) = socket.split();
    let (requests, end_of_requests) = stream::abortable(requests);
    let (unanswered, answering) = mpsc::channel::<Answering>(MOST_UNANSWERED);
    let answers = answering.buffer_unordered(MOST_UNANSWERED).filter_map(future::ready);
    let written = Cell::new(0);
    let write = pin!(write(output, in_order(answers, requests), &written));
    let read = pin!(read(Wire::new(input), service, responses, unanswered));
    // Where the client no longer takes anything, nobody is left to say anything to.
    let Either::Left(((), mut write)) = future::select(read, write).await else { return };
    end_of_requests.abort();
    loop {
        let before = written.get();
        let is_done = tokio::time::timeout(GRACE, &mut write).await.is_ok();
        if is_done || written.get() == before {
            return;
        }
    }
}

async fn read<I, S>(
    mut wire: Wire<I>,
    mut service: S,
    mut responses: impl Sink<Response> + Unpin,
    mut unanswered: Sender<Answering>,
) where
    I: AsyncRead + Unpin,
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
{
    while let Some(incoming) = wire.next().await {
        let answering = match incoming {
            Incoming::Request(request) => {
                if future::poll_fn(|cx| service.poll_ready(cx)).await.is_err() {
                    return;
                }
                let (is_exit, is_notification) = (request.method() == "exit", request.id().is_none());
                let answering = service.call(request);
                if is_exit || is_notification {
                    // No handler of a notification awaits anything.
                    drop(answering.now_or_never());
                    if is_exit {
                        return;
                    }
                    continue;
                }
                answering.map(|answer| answer.ok().flatten()).boxed()
            }
            Incoming::Response(response) => {
                drop(responses.send(response).await);
                continue;
            }
            Incoming::Broken(answer) => {
                tracing::info!(?answer, "the client sent what is no message");
                future::ready(Some(answer)).boxed()
            }
            Incoming::Nothing => continue,
        };
        if unanswered.send(answering).await.is_err() {
            return;
        }
    }
}

/// What is to be written, in its order: before an answer stands all that was sent until then, since a client takes no
/// partial result of a request that is answered.
fn in_order(
    answers: impl Stream<Item = Response> + Unpin,
    requests: impl Stream<Item = Request> + Unpin,
) -> impl Stream<Item = Outgoing> {
    let (mut answers, mut requests) = (answers.fuse(), requests.fuse());
    let mut answer = None;
    stream::poll_fn(move |cx| {
        // To be looked at is to be worked on: only then is it known what was sent.
        if answer.is_none()
            && let Poll::Ready(next) = answers.poll_next_unpin(cx)
        {
            answer = next;
        }
        if let Poll::Ready(Some(request)) = requests.poll_next_unpin(cx) {
            return Poll::Ready(Some(Outgoing::Request(request)));
        }
        match answer.take() {
            None if !answers.is_terminated() || !requests.is_terminated() => Poll::Pending,
            answer => Poll::Ready(answer.map(Outgoing::Answer)),
        }
    })
}

/// Writes until nothing is left to come; an error means that the client closed its end.
async fn write(
    mut output: impl AsyncWrite + Unpin,
    outgoing: impl Stream<Item = Outgoing>,
    written: &Cell<u64>,
) -> io::Result<()> {
    let mut outgoing = pin!(outgoing);
    while let Some(first) = outgoing.next().await {
        let mut bytes = Vec::new();
        encode(&first, &mut bytes)?;
        while bytes.len() < CHUNK
            && let Some(Some(next)) = outgoing.next().now_or_never()
        {
            encode(&next, &mut bytes)?;
        }
        output.write_all(&bytes).await?;
        output.flush().await?;
        written.set(written.get() + 1);
    }
    Ok(())
}

fn encode(message: &Outgoing, bytes: &mut Vec<u8>) -> io::Result<()> {
    let _stage = Stage::JsonOut.begin();
    let body = serde_json::to_vec(message)?;
    bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    bytes.extend_from_slice(&body);
    Ok(())
}
