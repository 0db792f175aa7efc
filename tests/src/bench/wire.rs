//! The protocol's framing, cheap enough not to be what is measured.

use std::{
    io::{self, BufRead, Write},
    sync::Arc,
};

use serde::Deserialize;
use serde_json::Value;

/// Up to here a message is copied together and written at once.
const SMALL: usize = 1 << 16;

/// A message that is ready to be written; a large text in it is shared with others.
#[derive(Clone, Debug)]
pub struct Frame(Vec<Arc<[u8]>>);

impl Frame {
    /// A message with this body, in one piece.
    pub fn new(body: &str) -> Self {
        Self(vec![format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes().into()])
    }

    /// The message `before`, `text`, `after`; `text` is not copied unless it is small.
    pub fn around(before: &str, text: &Arc<[u8]>, after: &str) -> Self {
        let length = before.len() + text.len() + after.len();
        let start = format!("Content-Length: {length}\r\n\r\n{before}").into_bytes();
        if length <= SMALL {
            return Self(vec![[start.as_slice(), text, after.as_bytes()].concat().into()]);
        }
        Self(vec![start.into(), text.clone(), after.as_bytes().into()])
    }

    /// Writes it.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write_to(&self, output: &mut impl Write) -> io::Result<()> {
        self.0.iter().try_for_each(|part| output.write_all(part))?;
        output.flush()
    }
}

/// Reads the body of the next message; `None` at the end of the input.
///
/// # Errors
/// Where the input cannot be read, or ends inside a message, or a message has no length.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let header = line.trim_end();
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let length = length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a message without its length"))?;
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok(Some(body))
}

/// What a message is, without what it says.
#[derive(Debug, Default, Deserialize)]
pub struct Head {
    /// Of a request or an answer.
    pub id: Option<Value>,
    /// Of a request or a notification.
    pub method: Option<String>,
    /// Of an answer that is none.
    pub error: Option<Value>,
    #[serde(default)]
    params: About,
}

#[derive(Debug, Default, Deserialize)]
#[serde(from = "Loose")]
struct About {
    uri: Option<String>,
    version: Option<i64>,
}

/// Parameters may be anything, of which two members are of interest.
#[derive(Deserialize)]
#[serde(untagged)]
enum Loose {
    Named { uri: Option<String>, version: Option<i64> },
    Other(serde::de::IgnoredAny),
}

impl From<Loose> for About {
    fn from(loose: Loose) -> Self {
        match loose {
            Loose::Named { uri, version } => Self { uri, version },
            Loose::Other(_) => Self::default(),
        }
    }
}

impl Head {
    /// Reads it; what cannot be read is nothing at all.
    pub fn of(body: &[u8]) -> Self {
        serde_json::from_slice(body).unwrap_or_default()
    }

    /// Whether it is a request or notification of that method.
    pub fn is(&self, method: &str) -> bool {
        self.method.as_deref() == Some(method)
    }

    /// Whether it publishes findings of that document, and of no version before that one where it says which.
    pub fn publishes(&self, uri: &str, version: i64) -> bool {
        self.is("textDocument/publishDiagnostics")
            && self.params.uri.as_deref() == Some(uri)
            && self.params.version.is_none_or(|published| published >= version)
    }

    /// Whether it answers that request.
    pub fn answers(&self, id: i64) -> bool {
        self.method.is_none() && self.id.as_ref().and_then(Value::as_i64) == Some(id)
    }
}

/// Whether a place in that line, counted from 0, is named anywhere in the body.
pub fn names_line(body: &[u8], line: u32) -> bool {
    let text = String::from_utf8_lossy(body);
    text.split("\"line\":").skip(1).any(|rest| {
        let digits = rest.trim_start().split(|character: char| !character.is_ascii_digit()).next();
        digits.and_then(|digits| digits.parse().ok()) == Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(frame: &Frame) -> Vec<u8> {
        let mut output = Vec::new();
        frame.write_to(&mut output).unwrap();
        output
    }

    #[test]
    fn what_is_written_is_read_again() {
        let large: Arc<[u8]> = format!("\"{}\"", "预算".repeat(SMALL)).into_bytes().into();
        let small: Arc<[u8]> = "\"预算\"".as_bytes().into();
        let frames = [
            Frame::new("{}"),
            Frame::new("{\"text\":\"合计\"}"),
            Frame::around("{\"a\":", &small, "}"),
            Frame::around("{\"a\":", &large, "}"),
        ];
        let wire: Vec<u8> = frames.iter().flat_map(written).collect();
        let mut input = wire.as_slice();
        assert_eq!(read(&mut input).unwrap().unwrap(), b"{}");
        assert_eq!(read(&mut input).unwrap().unwrap(), "{\"text\":\"合计\"}".as_bytes());
        assert_eq!(read(&mut input).unwrap().unwrap(), "{\"a\":\"预算\"}".as_bytes());
        assert_eq!(read(&mut input).unwrap().unwrap().len(), large.len() + 6);
        assert!(read(&mut input).unwrap().is_none());
    }

    #[test]
    fn other_headers_and_spellings_are_read() {
        let mut input: &[u8] = b"Content-Type: application/vscode-jsonrpc\r\ncontent-length:2\r\n\r\n[]";
        assert_eq!(read(&mut input).unwrap().unwrap(), b"[]");
        assert!(read(&mut &b"Content-Type: a\r\n\r\n{}"[..]).is_err());
        assert!(read(&mut &b"Content-Length: 9\r\n\r\n{}"[..]).is_err());
    }

    #[test]
    fn messages_are_told_apart() {
        let publish = br#"{"method":"textDocument/publishDiagnostics","params":{"uri":"file:///a","version":7,"diagnostics":[]}}"#;
        let head = Head::of(publish);
        assert!(head.publishes("file:///a", 7) && head.publishes("file:///a", 6));
        assert!(!head.publishes("file:///a", 8) && !head.publishes("file:///b", 7));
        let unversioned =
            br#"{"method":"textDocument/publishDiagnostics","params":{"uri":"file:///a","diagnostics":[]}}"#;
        assert!(Head::of(unversioned).publishes("file:///a", 8));
        assert!(Head::of(br#"{"id":3,"result":{"version":"x"}}"#).answers(3));
        assert!(!Head::of(br#"{"id":3,"method":"workspace/configuration","params":{"items":[]}}"#).answers(3));
        assert!(
            Head::of(br#"{"id":"a","method":"workspace/configuration","params":[1]}"#).is("workspace/configuration")
        );
        assert!(!Head::of(b"no JSON").answers(3));
    }

    #[test]
    fn a_line_is_named_as_a_whole_number() {
        let body = br#"{"start":{"line":12,"character":3},"end":{"character":4,"line": 130}}"#;
        assert!(names_line(body, 12) && names_line(body, 130));
        assert!(!names_line(body, 1) && !names_line(body, 13) && !names_line(body, 3));
    }
}
