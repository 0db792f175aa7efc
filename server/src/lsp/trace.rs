//! What the client is told about the server's own work: warnings as `window/logMessage`, and, where it traces, each
//! message that was received as `$/logTrace`.
//!
//! Whoever has something to say puts it into a channel and goes on; one task sends it. It begins once the client said
//! `initialized`: before that, a message might overtake the answer to `initialize` (LSP 3.17, "Initialize Request").

use std::{
    fmt::{Debug, Write},
    io,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicU64, Ordering},
    },
    time::Instant,
};

use tokio::sync::{
    Notify,
    mpsc::{Receiver, Sender, channel},
};
use tower_lsp::{
    Client,
    jsonrpc::{Id, Request, Response},
    ls_types::{LogTraceParams, MessageType, TraceValue, notification::LogTrace},
};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{FilterExt, LevelFilter},
    layer::{Context, SubscriberExt},
    util::SubscriberInitExt,
};

/// How much may wait to be sent. What is too much is counted, and the count is said.
const MOST: usize = 256;

tokio::task_local! {
    /// Set while something is sent: what goes wrong with that is not sent in turn.
    static SENDING: ();
}

enum Remark {
    Log(MessageType, String),
    Trace(LogTraceParams),
}

/// Where remarks are put.
#[derive(Clone)]
struct Remarks {
    sender: Sender<Remark>,
    lost: Arc<AtomicU64>,
}

impl Remarks {
    fn put(&self, remark: Remark) {
        if let Err(tokio::sync::mpsc::error::TrySendError::Full(_)) = self.sender.try_send(remark) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Sends what is remarked, in its order.
pub(super) struct Sending {
    receiver: Receiver<Remark>,
    lost: Arc<AtomicU64>,
    may_start: Arc<Notify>,
}

impl Sending {
    /// Runs for as long as the server does.
    pub(super) async fn run(mut self, client: Client) {
        self.may_start.notified().await;
        while let Some(remark) = self.receiver.recv().await {
            SENDING.scope((), send(&client, remark)).await;
            let lost = self.lost.swap(0, Ordering::Relaxed);
            if lost > 0 {
                let remark = format!("{lost} further messages of the log came too fast to be sent");
                SENDING.scope((), send(&client, Remark::Log(MessageType::WARNING, remark))).await;
            }
        }
    }
}

async fn send(client: &Client, remark: Remark) {
    match remark {
        Remark::Log(kind, message) => client.log_message(kind, message).await,
        Remark::Trace(params) => client.send_notification::<LogTrace>(params).await,
    }
}

/// What the client wants to know of each message.
#[derive(Clone)]
pub(super) struct Trace {
    level: Arc<AtomicU8>,
    remarks: Remarks,
    may_start: Arc<Notify>,
}

const OFF: u8 = 0;
const MESSAGES: u8 = 1;
const VERBOSE: u8 = 2;

impl Trace {
    /// Nothing is traced until the client asks for it.
    pub(super) fn new() -> (Self, Sending) {
        let (sender, receiver) = channel(MOST);
        let (lost, may_start) = (Arc::<AtomicU64>::default(), Arc::<Notify>::default());
        let remarks = Remarks { sender, lost: lost.clone() };
        let trace = Self { level: Arc::default(), remarks, may_start: may_start.clone() };
        (trace, Sending { receiver, lost, may_start })
    }

    /// The client has the answer to `initialize`.
    pub(super) fn start(&self) {
        self.may_start.notify_one();
    }

    pub(super) fn set(&self, value: TraceValue) {
        let level = match value {
            TraceValue::Off => OFF,
            TraceValue::Messages => MESSAGES,
            TraceValue::Verbose => VERBOSE,
        };
        self.level.store(level, Ordering::Relaxed);
    }

    /// Takes note of a message. Where nothing is traced, that is all it costs.
    pub(super) fn received(&self, request: &Request) -> Option<Received> {
        let level = self.level.load(Ordering::Relaxed);
        (level != OFF).then(|| Received {
            trace: self.clone(),
            what: described(request.method(), request.id()),
            size: (level == VERBOSE).then(|| request.params().map_or(0, size)),
            at: Instant::now(),
        })
    }
}

/// A message that is being answered.
pub(super) struct Received {
    trace: Trace,
    what: String,
    /// That of its parameters, where the client wants to know.
    size: Option<usize>,
    at: Instant,
}

impl Received {
    /// Says how it went, unless the client stopped tracing meanwhile.
    pub(super) fn answered(self, response: Option<&Response>) {
        let took = self.at.elapsed().as_secs_f64() * 1000.0;
        if self.trace.level.load(Ordering::Relaxed) == OFF {
            return;
        }
        let how = match response {
            None => "done in",
            Some(response) if response.is_ok() => "answered in",
            Some(_) => "answered with an error in",
        };
        let verbose = self.size.map(|params| {
            let result = response.and_then(Response::result).map(|result| format!(", result {} bytes", size(result)));
            format!("parameters {params} bytes{}", result.unwrap_or_default())
        });
        let message = format!("{} {how} {took:.1} ms", self.what);
        self.trace.remarks.put(Remark::Trace(LogTraceParams { message, verbose }));
    }
}

fn described(method: &str, id: Option<&Id>) -> String {
    match id {
        Some(id) => format!("{method} ({id})"),
        None => method.to_owned(),
    }
}

/// The bytes of a value as it is sent. Nothing of the drafter's text stands in a trace but its size.
fn size(value: &serde_json::Value) -> usize {
    struct Counted(usize);
    impl io::Write for Counted {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut counted = Counted(0);
    serde_json::to_writer(&mut counted, value).map_or(0, |()| counted.0)
}

/// Logs to standard error, which editors show, since standard output is the protocol's; and to the client.
///
/// Warnings always go to the client, and what `BUDGET_LOG` asks for beyond them down to `debug`: at `trace` the library
/// says of each message that it sends it, which would never end.
pub(super) fn log(trace: &Trace) {
    let asked = || EnvFilter::try_from_env("BUDGET_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let to_standard_error = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(false);
    let is_told = asked().or(LevelFilter::WARN).and(LevelFilter::DEBUG);
    let to_client = ToClient { remarks: trace.remarks.clone() }.with_filter(is_told);
    let log = tracing_subscriber::registry().with(to_standard_error.with_filter(asked())).with(to_client);
    // A second call in one process finds the log set up already, which is as good.
    drop(log.try_init());
}

struct ToClient {
    remarks: Remarks,
}

impl<S: Subscriber> Layer<S> for ToClient {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if SENDING.try_with(|()| ()).is_ok() {
            return;
        }
        let kind = match *event.metadata().level() {
            Level::ERROR => MessageType::ERROR,
            Level::WARN => MessageType::WARNING,
            Level::INFO => MessageType::INFO,
            _ => MessageType::LOG,
        };
        let mut said = Said::default();
        event.record(&mut said);
        self.remarks.put(Remark::Log(kind, said.message + &said.fields));
    }
}

/// An event in one line: its message, and its fields behind it.
#[derive(Default)]
struct Said {
    message: String,
    fields: String,
}

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a `String` cannot fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(work: impl FnOnce()) -> (Vec<(MessageType, String)>, u64) {
        let (trace, mut sending) = Trace::new();
        let log = tracing_subscriber::registry().with(ToClient { remarks: trace.remarks });
        tracing::subscriber::with_default(log, work);
        let mut waiting = Vec::new();
        while let Ok(Remark::Log(kind, message)) = sending.receiver.try_recv() {
            waiting.push((kind, message));
        }
        (waiting, sending.lost.load(Ordering::Relaxed))
    }

    #[test]
    fn an_event_is_one_line_with_its_fields() {
        let (said, _) = logged(|| {
            tracing::warn!(version = 7, uri = "a", "late");
            tracing::debug!("a detail");
        });
        let expected = [(MessageType::WARNING, "late version=7 uri=\"a\""), (MessageType::LOG, "a detail")];
        assert_eq!(said, expected.map(|(kind, message)| (kind, message.to_owned())));
    }

    #[test]
    fn what_is_too_much_is_counted() {
        let (said, lost) = logged(|| (0..MOST + 3).for_each(|number| tracing::warn!(number)));
        assert_eq!((said.len(), lost), (MOST, 3));
    }

    #[test]
    fn what_goes_wrong_while_sending_is_not_sent() {
        let (said, lost) = logged(|| SENDING.sync_scope((), || tracing::error!("not sent")));
        assert_eq!((said, lost), (Vec::new(), 0));
    }

    #[test]
    fn nothing_is_noted_until_it_is_asked_for() {
        let (trace, mut sending) = Trace::new();
        let request = Request::build("textDocument/hover").id(1).params(serde_json::json!({ "a": "目标" })).finish();
        assert!(trace.received(&request).is_none());
        trace.set(TraceValue::Verbose);
        trace.received(&request).unwrap().answered(Some(&Response::from_ok(1.into(), serde_json::json!([1]))));
        let Ok(Remark::Trace(traced)) = sending.receiver.try_recv() else { panic!("nothing is traced") };
        assert!(traced.message.starts_with("textDocument/hover (1) answered in "), "{}", traced.message);
        assert_eq!(traced.verbose.as_deref(), Some("parameters 14 bytes, result 3 bytes"));
        let received = trace.received(&request).unwrap();
        trace.set(TraceValue::Off);
        received.answered(None);
        assert!(sending.receiver.try_recv().is_err(), "no longer wanted");
    }
}
