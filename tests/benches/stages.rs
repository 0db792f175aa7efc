//! What each stage of opening and of a keystroke costs: `cargo bench -p budget-tests --features stages --bench stages`.
//!
//! The server runs in this program, behind pipes as long as a real one, with one thread to share the work of opening,
//! so that the stages add up. A span costs some tens of nanoseconds, which is little beside a keystroke and something
//! beside a row; what counts is how the stages stand to each other.

use std::{
    cell::RefCell,
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use budget_grammar::{
    stage::{Stage, TARGET},
    text::{Encoding, Text},
};
use budget_tests::drafts::{Layout, SIZES, draft, places};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};
use tracing::{Id, Subscriber};
use tracing_subscriber::{
    Layer,
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
    util::SubscriberInitExt,
};

const KEYS: u32 = 400;
const URI: &str = "file:///drafts/large.md";
/// That of a pipe on Linux.
const PIPE: usize = 1 << 16;

/// The time of each stage so far, without that of the stages inside it.
static SPENT: LazyLock<Mutex<HashMap<&'static str, Duration>>> = LazyLock::new(Mutex::default);

thread_local! {
    /// The stages that this thread is in: when each began, and how much of it was others inside.
    static INSIDE: RefCell<Vec<(Instant, Duration)>> = const { RefCell::new(Vec::new()) };
}

struct Clock;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Clock {
    fn on_enter(&self, _: &Id, _: Context<'_, S>) {
        INSIDE.with_borrow_mut(|inside| inside.push((Instant::now(), Duration::ZERO)));
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        let (name, took) = INSIDE.with_borrow_mut(|inside| {
            let (start, others) = inside.pop().expect("a stage that ends has begun");
            let took = start.elapsed();
            if let Some((_, outer)) = inside.last_mut() {
                *outer += took;
            }
            (context.span(id).map_or("", |span| span.name()), took.saturating_sub(others))
        });
        *SPENT.lock().unwrap_or_else(PoisonError::into_inner).entry(name).or_default() += took;
    }
}

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let only_stages = tracing_subscriber::filter::filter_fn(|metadata| metadata.target() == TARGET);
    tracing_subscriber::registry().with(Clock.with_filter(only_stages)).init();
    let measured: Vec<(usize, Costs, Costs)> = SIZES.into_iter().map(measure).collect();
    print("a keystroke, µs", &measured, |(_, _, key)| key, 1e6 / f64::from(KEYS));
    print("opening, ms", &measured, |(_, open, _)| open, 1e3);
}

/// What each stage cost, and how long all of it took.
struct Costs {
    stages: HashMap<&'static str, Duration>,
    whole: Duration,
}

fn costs(start: Instant) -> Costs {
    let whole = start.elapsed();
    Costs { stages: std::mem::take(&mut SPENT.lock().unwrap_or_else(PoisonError::into_inner)), whole }
}

fn print<T>(title: &str, measured: &[(usize, T, T)], of: impl Fn(&(usize, T, T)) -> &Costs, unit: f64) {
    let head: Vec<String> = measured.iter().map(|(size, ..)| format!("{} KB", size / 1_000)).collect();
    println!("\n| {title} | {} |\n|---|{}", head.join(" | "), "---:|".repeat(measured.len()));
    let row = |name: &str, cost: &dyn Fn(&Costs) -> Duration| {
        let cells: Vec<String> =
            measured.iter().map(|one| format!("{:.1}", cost(of(one)).as_secs_f64() * unit)).collect();
        println!("| {name} | {} |", cells.join(" | "));
    };
    for (_, name) in Stage::ALL {
        row(name, &|costs| costs.stages.get(name).copied().unwrap_or_default());
    }
    row("the rest: pipes, threads, waiting", &|costs| {
        costs.whole.saturating_sub(costs.stages.values().sum::<Duration>())
    });
    row("all", &|costs| costs.whole);
}

/// Opens a draft, then toggles a figure between right and wrong.
fn measure(size: usize) -> (usize, Costs, Costs) {
    let draft = draft(size, Layout::Departments);
    let place = places(&draft).figure;
    let digit = draft.get(place.clone()).expect("a digit").to_owned();
    let wrong = if digit == "7" { "3" } else { "7" };
    let text = Text::from(draft.as_str());
    let at = |offset| {
        let position = text.position(offset, Encoding::Utf8);
        json!({ "line": position.line, "character": position.character })
    };
    let range = json!({ "start": at(place.start), "end": at(place.end) });
    let (ours, theirs) = tokio::io::duplex(PIPE);
    let server = thread::spawn(|| {
        // On the thread that the work of opening is shared out to: there is no waiting for another one in any stage.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
        pool.install(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let (input, output) = tokio::io::split(theirs);
            runtime.block_on(budget_lsp::lsp::converse(input, output));
        });
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let costs = runtime.block_on(async {
        let mut editor = Editor { pipe: BufReader::new(ours) };
        let general = json!({ "general": { "positionEncodings": ["utf-8"] } });
        let capabilities = json!({ "processId": null, "rootUri": null, "capabilities": general });
        editor.say(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": capabilities })).await;
        editor.hear("\"id\":1").await;
        editor.say(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} })).await;
        let document = json!({ "uri": URI, "languageId": "markdown", "version": 0, "text": draft });
        let opened = framed(&notification("didOpen", json!({ "textDocument": document })));
        costs(Instant::now());
        let start = Instant::now();
        editor.write(&opened).await;
        editor.hear("publishDiagnostics").await;
        let open = costs(start);
        let start = Instant::now();
        for version in 1..=KEYS {
            let typed = if version % 2 == 0 { digit.as_str() } else { wrong };
            let document = json!({ "uri": URI, "version": version });
            let changes = json!([{ "range": range, "text": typed }]);
            editor
                .say(&notification("didChange", json!({ "textDocument": document, "contentChanges": changes })))
                .await;
            editor.hear("publishDiagnostics").await;
        }
        let key = costs(start);
        editor.say(&json!({ "jsonrpc": "2.0", "method": "exit" })).await;
        (draft.len(), open, key)
    });
    server.join().expect("the server ends");
    costs
}

fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": format!("textDocument/{method}"), "params": params })
}

fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The other end of the pipes.
struct Editor {
    pipe: BufReader<DuplexStream>,
}

impl Editor {
    async fn say(&mut self, message: &Value) {
        self.write(&framed(message)).await;
    }

    async fn write(&mut self, bytes: &[u8]) {
        self.pipe.write_all(bytes).await.expect("the server reads");
    }

    /// Reads up to a message that holds a text.
    async fn hear(&mut self, text: &str) {
        loop {
            let mut length = 0;
            loop {
                let mut line = String::new();
                self.pipe.read_line(&mut line).await.expect("the server writes");
                if line.trim().is_empty() {
                    break;
                }
                if let Some(value) = line.strip_prefix("Content-Length: ") {
                    length = value.trim().parse().expect("a number");
                }
            }
            let mut body = vec![0; length];
            self.pipe.read_exact(&mut body).await.expect("a whole message");
            if String::from_utf8_lossy(&body).contains(text) {
                return;
            }
        }
    }
}
