//! A client of the language server, over its standard input and output.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, ExitStatus, Stdio},
    sync::{
        OnceLock,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

use serde_json::{Value, json};

/// How long an answer may take before a test gives up. Not a measure of speed.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the server must be silent for a test to believe that nothing more comes.
const SILENCE: Duration = Duration::from_millis(300);

/// The program under test: `$BUDGET_SERVER` where it is set, else built as the tests are.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(named) = std::env::var_os("BUDGET_SERVER").filter(|named| !named.is_empty()) {
            return named.into();
        }
        let own = std::env::current_exe().expect("the test has a path");
        let profile = own.ancestors().nth(2).expect("tests stand in target/PROFILE/deps");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build
            .args(["build", "--quiet", "--package", "budget-lsp", "--target-dir"])
            .arg(profile.parent().expect("target"));
        if profile.ends_with("release") {
            build.arg("--release");
        }
        build.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        assert!(build.status().expect("cargo runs").success(), "the server does not build");
        profile.join(format!("budget-lsp{}", std::env::consts::EXE_SUFFIX))
    })
}

/// How the server is started, with its three ends to be taken.
pub fn command(caches: &Path) -> Command {
    let mut command = Command::new(binary());
    command.env("XDG_CACHE_HOME", caches).env("HOME", caches).env("LOCALAPPDATA", caches);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A running server and the pipes to it. Dropping it ends the server.
pub struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    log: Receiver<String>,
    waiting: VecDeque<Value>,
    next_id: i64,
}

impl Client {
    /// Starts the server, with nothing said yet.
    pub fn start() -> Self {
        Self::start_with_caches(&binary().with_file_name("caches"))
    }

    /// The same, with a folder for what it keeps from one run to the next.
    pub fn start_with_caches(caches: &Path) -> Self {
        Self::start_as(command(caches))
    }

    /// The same, in an environment and a working folder of its own.
    pub fn start_as(mut command: Command) -> Self {
        let mut server = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = server.stdin.take();
        let mut reader = BufReader::new(server.stdout.take().expect("piped"));
        let (sender, output) = channel();
        thread::spawn(move || {
            while let Some(message) = read_message(&mut reader) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut errors = BufReader::new(server.stderr.take().expect("piped"));
        let (sender, log) = channel();
        thread::spawn(move || {
            let mut line = String::new();
            while errors.read_line(&mut line).is_ok_and(|length| length > 0) {
                if sender.send(std::mem::take(&mut line)).is_err() {
                    break;
                }
            }
        });
        Self { server, input, output, log, waiting: VecDeque::new(), next_id: 0 }
    }

    /// The next line that the server writes to its log.
    pub fn logged(&self) -> String {
        self.log.recv_timeout(PATIENCE).expect("something is logged")
    }

    /// Starts the server and shakes hands with it, offering `encodings`; gives the result of `initialize` too.
    pub fn initialized(encodings: &[&str]) -> (Self, Value) {
        let mut client = Self::start();
        let capabilities = json!({
            "general": { "positionEncodings": encodings },
            "textDocument": {
                "publishDiagnostics": { "relatedInformation": true, "versionSupport": true },
                "hover": { "contentFormat": ["plaintext"] },
            },
        });
        let result =
            client.request("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        client.notify("initialized", json!({}));
        (client, result)
    }

    /// Writes bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the pipe is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Value) {
        self.send_body(message.to_string().as_bytes());
    }

    /// Sends something as the body of a message, whatever it is.
    pub fn send_body(&mut self, body: &[u8]) {
        let head = format!("Content-Length: {}\r\n\r\n", body.len());
        self.write(&[head.as_bytes(), body].concat());
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and does not wait for its answer; gives the id.
    pub fn post(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params }));
        self.next_id
    }

    /// Sends a request and waits for its result.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.post(method, params);
        let answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The answer to a request that was sent.
    pub fn answer(&mut self, id: i64) -> Value {
        self.wait_for(|message| message["id"] == json!(id) && message.get("method").is_none())
    }

    /// The answer to a request with an id of any kind; to what was no request, the id is `null`.
    pub fn answer_to(&mut self, id: &Value) -> Value {
        self.wait_for(|message| message.get("id") == Some(id) && message.get("method").is_none())
    }

    /// The next diagnostics that are published for `uri`.
    pub fn diagnostics(&mut self, uri: &str) -> Value {
        let is = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == json!(uri)
        };
        self.wait_for(is)["params"].clone()
    }

    /// All diagnostics that are published until the server falls silent.
    pub fn all_diagnostics(&mut self) -> Vec<Value> {
        while let Ok(message) = self.output.recv_timeout(SILENCE) {
            self.waiting.push_back(message);
        }
        let (found, rest) =
            self.waiting.drain(..).partition(|message| message["method"] == "textDocument/publishDiagnostics");
        self.waiting = rest;
        let found: VecDeque<Value> = found;
        found.into_iter().map(|message| message["params"].clone()).collect()
    }

    /// The next request or notification of that method from the server.
    pub fn said(&mut self, method: &str) -> Value {
        self.wait_for(|message| message["method"] == method)
    }

    /// The answer to a request, if it has come.
    pub fn waiting_answer(&mut self, id: i64) -> Option<Value> {
        self.take(|message| message["id"] == json!(id) && message.get("method").is_none())
    }

    /// A request or notification of that method from the server, if one has come.
    pub fn waiting_message(&mut self, method: &str) -> Option<Value> {
        self.take(|message| message["method"] == method)
    }

    fn take(&mut self, is: impl Fn(&Value) -> bool) -> Option<Value> {
        self.waiting.extend(self.output.try_iter());
        let at = self.waiting.iter().position(is)?;
        self.waiting.remove(at)
    }

    /// The server's resident memory now and at most so far, in MB; 0 where the system does not say.
    pub fn memory(&self) -> (u64, u64) {
        memory(self.server.id())
    }

    /// The next message of the server, whatever it is.
    pub fn said_next(&mut self) -> Value {
        self.wait_for(|_| true)
    }

    /// Answers a request of the server.
    pub fn reply(&mut self, request: &Value, result: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }));
    }

    fn wait_for(&mut self, is: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.waiting.iter().position(&is) {
            return self.waiting.remove(at).expect("found just now");
        }
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(message) if is(&message) => return message,
                Ok(message) => self.waiting.push_back(message),
                Err(RecvTimeoutError::Timeout) => panic!("no answer; meanwhile: {:?}", self.waiting),
                Err(RecvTimeoutError::Disconnected) => panic!("the server went away; before: {:?}", self.waiting),
            }
        }
    }

    /// Opens a document.
    pub fn open(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes a document.
    pub fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Says nothing more.
    pub fn close_input(&mut self) {
        self.input = None;
    }

    /// Waits until the server has ended.
    pub fn exit_status(&mut self) -> ExitStatus {
        exit_status(&mut self.server)
    }
}

/// The resident memory of a process now and at most so far, in MB; 0 where the system does not say.
pub fn memory(process: u32) -> (u64, u64) {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kilobytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    let megabytes = |name: &str| kilobytes(name).unwrap_or_default() / 1_000;
    (megabytes("VmRSS:"), megabytes("VmHWM:"))
}

/// Waits until a server has ended.
pub fn exit_status(server: &mut Child) -> ExitStatus {
    for _ in 0..1200 {
        if let Some(status) = server.try_wait().expect("the server can be waited for") {
            return status;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("the server does not end");
}

impl Drop for Client {
    fn drop(&mut self) {
        // The server may have ended by itself; either way nothing is left behind.
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// The next message of a server; `None` where there is no more.
pub fn read_message(reader: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
