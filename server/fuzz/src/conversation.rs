//! Any bytes as what a client says, with the server in the same program.

use std::{
    collections::HashMap,
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use serde_json::Value;
use tokio::io::AsyncWrite;

/// Parts the bytes of a conversation into messages.
const NEXT: u8 = b'\n';
/// Begins a message that is sent as it is, without a header.
const RAW: u8 = b'!';

/// How long a conversation may take. No message asks for anything that takes long, and one that never ends is a fault.
const PATIENCE: Duration = Duration::from_secs(20);

/// What every conversation begins with: a client that asks for nothing outside of its documents, so that no folder is
/// walked.
const GREETING: [&str; 2] = [
    r#"{"jsonrpc":"2.0","id":"greeting","method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{"general":{"positionEncodings":["utf-16"]},"textDocument":{"hover":{"contentFormat":["markdown"]},"codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":[]}}}}},"initializationOptions":{"workspace":{"closed-documents":false}}}}"#,
    r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#,
];

/// Serves a client that greets and then says any bytes, a message a line: what comes back are whole messages, and no
/// request is answered twice.
///
/// # Panics
///
/// Where the law is broken, or the server ends with a fault.
pub fn protocol(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let said = said(bytes);
    let written = Written::default();
    runtime.block_on(async {
        let conversation = budget_lsp::lsp::converse(said.as_slice(), written.clone());
        tokio::time::timeout(PATIENCE, conversation).await.expect("the conversation ends with its input")
    });
    runtime.shutdown_timeout(PATIENCE);
    let answers = written.messages().into_iter().filter(|message| message.get("method").is_none());
    let lines = || bytes.split(|byte| *byte == NEXT);
    if lines().any(|line| line.first() == Some(&RAW)) {
        // Where headers are what they like, so is where a message begins.
        return answers.for_each(drop);
    }
    let asked: Vec<Result<Value, _>> = lines().map(serde_json::from_slice::<Value>).collect();
    // Bytes that are nearly JSON may be understood where their id can be told, which may be any: half a character, or
    // what is no UTF-8.
    let mut inexact = asked.iter().filter(|message| message.is_err()).count();
    let mut open: HashMap<String, usize> = HashMap::from([("\"greeting\"".to_owned(), 1)]);
    asked.iter().flatten().for_each(|message| *open.entry(message["id"].to_string()).or_default() += 1);
    for message in answers {
        let id = message["id"].to_string();
        // What cannot be read has no id, and is answered with null.
        if id == "null" {
            continue;
        }
        let left = open.get_mut(&id).filter(|left| **left > 0).unwrap_or(&mut inexact);
        *left = left.checked_sub(1).unwrap_or_else(|| panic!("nobody asked, or it is answered twice: {message}"));
    }
}

fn said(bytes: &[u8]) -> Vec<u8> {
    let mut said = Vec::new();
    let greeting = GREETING.iter().map(|message| message.as_bytes());
    for message in greeting.chain(bytes.split(|byte| *byte == NEXT)) {
        match message {
            [RAW, raw @ ..] => said.extend(raw),
            body => {
                said.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes());
                said.extend(body);
            }
        }
    }
    said
}

/// What the server wrote.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn messages(&self) -> Vec<Value> {
        let written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rest = std::str::from_utf8(&written).expect("UTF-8");
        let mut messages = Vec::new();
        while !rest.is_empty() {
            let (header, behind) = rest.split_once("\r\n\r\n").expect("a header ends");
            let length = header.lines().find_map(|line| line.strip_prefix("Content-Length: ")).expect("a length");
            let (body, behind) = behind.split_at(length.parse().expect("a number"));
            messages.push(serde_json::from_str(body).expect("JSON"));
            rest = behind;
        }
        messages
    }
}

impl AsyncWrite for Written {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
