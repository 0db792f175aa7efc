//! One run of one server, as its client.

use std::{
    io::BufReader,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use budget_tests::bench::wire::{Frame, Head, names_line, read};
use serde_json::{Value, json};

use super::{
    documents::State,
    prepared::Prepared,
    servers::{Proof, Server, Way},
};

/// How long a measurement may take.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// How long findings may be other than they should be, once the server has answered.
const SETTLING: Duration = Duration::from_secs(10);

/// Why there is no figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It took more than [`PATIENCE`].
    Slow,
    /// The server answered, and the finding was not there.
    Never,
    /// The server ended, or answered with an error.
    Gone(String),
}

type Measured<T> = Result<T, Trouble>;

/// A message of the server, and when it was there as a whole.
struct Message {
    at: Instant,
    body: Vec<u8>,
    head: Head,
}

/// A running server. Dropping it ends it.
pub struct Session<'a> {
    server: &'a Server,
    child: Arc<Mutex<Child>>,
    pid: u32,
    input: ChildStdin,
    output: Receiver<(Instant, Vec<u8>)>,
    guard: Arc<Guard>,
    id: i64,
    version: i64,
    /// How many lists of findings came since the last keystroke was written.
    publishes: usize,
    /// What the server said about itself.
    pub capabilities: Value,
    /// From before its process is made until its answer to `initialize` is there.
    pub start: Duration,
}

/// Ends a server that does not read what is written to it: a write can be given up in no other way.
struct Guard {
    began: Instant,
    /// In milliseconds since `began`; 0 where nothing is being written.
    until: AtomicU64,
    was_needed: AtomicBool,
}

impl Guard {
    fn watch(self: Arc<Self>, child: Arc<Mutex<Child>>) {
        while Arc::strong_count(&self) > 1 {
            thread::sleep(Duration::from_millis(100));
            let until = self.until.load(Ordering::Relaxed);
            if until != 0 && self.began.elapsed() > Duration::from_millis(until) {
                self.was_needed.store(true, Ordering::Relaxed);
                drop(child.lock().unwrap_or_else(PoisonError::into_inner).kill());
            }
        }
    }

    fn set(&self, patience: Option<Duration>) {
        let until = patience.map_or(0, |patience| (self.began.elapsed() + patience).as_millis());
        self.until.store(u64::try_from(until).unwrap_or(u64::MAX), Ordering::Relaxed);
    }
}

impl<'a> Session<'a> {
    /// Starts a server in an empty folder and shakes hands with it.
    pub fn start(server: &'a Server, folder: &Path) -> Measured<Self> {
        let gone = |error: std::io::Error| Trouble::Gone(error.to_string());
        let (program, arguments) = server.command.split_first().ok_or(Trouble::Never)?;
        let mut command = Command::new(program);
        command.args(arguments).current_dir(folder).env("HOME", folder).env("XDG_CACHE_HOME", folder.join("caches"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let began = Instant::now();
        let mut child = command.spawn().map_err(gone)?;
        let pid = child.id();
        let input = child.stdin.take().expect("piped");
        let mut reader = BufReader::with_capacity(1 << 16, child.stdout.take().expect("piped"));
        let (sender, output) = channel();
        thread::spawn(move || {
            while let Ok(Some(body)) = read(&mut reader) {
                if sender.send((Instant::now(), body)).is_err() {
                    break;
                }
            }
        });
        let child = Arc::new(Mutex::new(child));
        let guard = Arc::new(Guard { began, until: AtomicU64::new(0), was_needed: AtomicBool::new(false) });
        let watched = (guard.clone(), child.clone());
        thread::spawn(move || watched.0.watch(watched.1));
        let (capabilities, start) = (Value::Null, Duration::ZERO);
        let mut session =
            Self { server, child, pid, input, output, guard, id: 0, version: 1, publishes: 0, capabilities, start };
        let answer = session.request("initialize", &initialize(server.way, folder))?;
        session.start = answer.at - began;
        let answer: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        session.capabilities = answer["result"]["capabilities"].clone();
        session.write(&Frame::new(&message("initialized", &json!({}))))?;
        Ok(session)
    }

    /// Opens the document with its first place wrong; the time until that is found.
    pub fn open(&mut self, prepared: &Prepared) -> Measured<Duration> {
        let frame = prepared.open(self.version);
        let start = Instant::now();
        self.write(&frame)?;
        Ok(self.findings(prepared, State::First)? - start)
    }

    /// One keystroke between two states; the time until the findings are those of the second.
    pub fn keystroke(&mut self, prepared: &Prepared, from: State, to: State) -> Measured<Duration> {
        self.version += 1;
        let frame = prepared.change(self.version, from, to);
        let start = Instant::now();
        self.write(&frame)?;
        Ok(self.findings(prepared, to)? - start)
    }

    /// A hundred keystrokes that wait for nothing, beginning and ending where the document is wrong; the time until the
    /// findings of the last are there, and how many lists of findings came.
    pub fn burst(&mut self, prepared: &Prepared) -> Measured<(Duration, usize)> {
        let mut state = State::First;
        let frames: Vec<Frame> = (1..=100)
            .map(|number| {
                let to = match number {
                    100 => State::Last,
                    _ if state == State::First => State::Right,
                    _ => State::First,
                };
                self.version += 1;
                prepared.change(self.version, std::mem::replace(&mut state, to), to)
            })
            .collect();
        self.publishes = 0;
        let start = Instant::now();
        for frame in &frames {
            self.write(frame)?;
        }
        let time = self.findings(prepared, State::Last)? - start;
        // What a server takes to read them counts as well.
        if time > PATIENCE { Err(Trouble::Slow) } else { Ok((time, self.publishes)) }
    }

    /// The time until a hover is answered, whatever it says; `None` where the server offers none.
    pub fn hover(&mut self, prepared: &Prepared) -> Measured<Option<Duration>> {
        if matches!(self.capabilities["hoverProvider"], Value::Null | Value::Bool(false)) {
            return Ok(None);
        }
        let params = prepared.hover();
        let start = Instant::now();
        Ok(Some(self.request("textDocument/hover", &params)?.at - start))
    }

    /// Resident memory now and at most so far, in kB.
    pub fn memory(&self) -> Option<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid)).ok()?;
        let kilobytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        Some((kilobytes("VmRSS:")?, kilobytes("VmHWM:")?))
    }

    /// When findings of the current version are there that are those of the state.
    fn findings(&mut self, prepared: &Prepared, state: State) -> Measured<Instant> {
        let mut patience = PATIENCE;
        let mut trouble = Trouble::Slow;
        let began = Instant::now();
        loop {
            let left = patience.saturating_sub(began.elapsed());
            let came = match self.server.way {
                Way::Pull => self.ask(prepared, left),
                Way::Push => self.published(prepared.uri(), left),
            };
            let message = match came {
                Err(Trouble::Slow) => return Err(trouble),
                other => other?,
            };
            let is_right = match (self.server.proof, prepared.wrong_line(state)) {
                (Proof::Version, _) => true,
                (Proof::Line, Some(line)) => names_line(&message.body, line),
                (Proof::Line, None) => State::ALL
                    .iter()
                    .filter_map(|state| prepared.wrong_line(*state))
                    .all(|line| !names_line(&message.body, line)),
            };
            if is_right {
                return Ok(message.at);
            }
            if trouble == Trouble::Slow {
                (trouble, patience) = (Trouble::Never, PATIENCE.min(began.elapsed() + SETTLING));
            }
        }
    }

    fn ask(&mut self, prepared: &Prepared, patience: Duration) -> Measured<Message> {
        let id = self.post("textDocument/diagnostic", &json!({ "textDocument": { "uri": prepared.uri() } }))?;
        self.answer(id, patience)
    }

    fn published(&mut self, uri: &str, patience: Duration) -> Measured<Message> {
        let version = self.version;
        self.until(patience, |head| head.publishes(uri, version))
    }

    fn request(&mut self, method: &str, params: &Value) -> Measured<Message> {
        let id = self.post(method, params)?;
        self.answer(id, PATIENCE)
    }

    fn post(&mut self, method: &str, params: &Value) -> Measured<i64> {
        self.id += 1;
        let request = json!({ "jsonrpc": "2.0", "id": self.id, "method": method, "params": params });
        self.write(&Frame::new(&request.to_string()))?;
        Ok(self.id)
    }

    fn answer(&mut self, id: i64, patience: Duration) -> Measured<Message> {
        let message = self.until(patience, |head| head.answers(id))?;
        match &message.head.error {
            Some(error) => Err(Trouble::Gone(error.to_string())),
            None => Ok(message),
        }
    }

    /// The next message of the kind; what the server asks meanwhile is answered.
    fn until(&mut self, patience: Duration, is: impl Fn(&Head) -> bool) -> Measured<Message> {
        let end = Instant::now() + patience;
        loop {
            let (at, body) = match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(came) => came,
                Err(RecvTimeoutError::Timeout) => return Err(Trouble::Slow),
                Err(RecvTimeoutError::Disconnected) => return Err(self.gone()),
            };
            let head = Head::of(&body);
            self.publishes += usize::from(head.is("textDocument/publishDiagnostics"));
            if is(&head) {
                return Ok(Message { at, body, head });
            }
            if let (Some(id), Some(method)) = (&head.id, &head.method) {
                let result = reply(method, &body);
                self.write(&Frame::new(&json!({ "jsonrpc": "2.0", "id": id, "result": result }).to_string()))?;
            }
        }
    }

    fn write(&mut self, frame: &Frame) -> Measured<()> {
        self.guard.set(Some(PATIENCE));
        let written = frame.write_to(&mut self.input);
        self.guard.set(None);
        written.map_err(|_| self.gone())
    }

    /// Why nothing more comes; what the server has not ended by itself is ended.
    fn gone(&self) -> Trouble {
        if self.guard.was_needed.load(Ordering::Relaxed) {
            return Trouble::Slow;
        }
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = child.kill().and_then(|()| child.wait());
        Trouble::Gone(ended.map_or_else(|error| error.to_string(), |status| format!("it ended with {status}")))
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        // It may have ended by itself; either way nothing is left behind that would disturb the next one.
        drop(child.kill());
        drop(child.wait());
    }
}

/// A notification.
fn message(method: &str, params: &Value) -> String {
    json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string()
}

fn initialize(way: Way, folder: &Path) -> Value {
    let root = format!("file://{}", folder.display());
    let mut document = json!({
        "synchronization": {},
        "publishDiagnostics": { "relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true },
        "hover": { "contentFormat": ["markdown", "plaintext"] },
    });
    if way == Way::Pull {
        document["diagnostic"] = json!({});
    }
    json!({
        "processId": std::process::id(),
        "rootUri": root,
        "workspaceFolders": [{ "uri": root, "name": "drafts" }],
        "capabilities": { "general": { "positionEncodings": ["utf-8", "utf-16"] }, "textDocument": document },
    })
}

/// What a client without settings says to what a server asks.
fn reply(method: &str, body: &[u8]) -> Value {
    if method != "workspace/configuration" {
        return Value::Null;
    }
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let count = request["params"]["items"].as_array().map_or(0, Vec::len);
    vec![Value::Null; count].into()
}
