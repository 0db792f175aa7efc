//! Where messages begin and end in the bytes of a client (LSP 3.17, "Base Protocol").
//!
//! The protocol library ends at the first message that it cannot read. A client that makes one mistake is told of it
//! here, and its next message is read: a head ends in a line break as it is, which no JSON string can hold, so that the
//! next one is found in any bytes.

use budget_grammar::stage::Stage;
use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::message::{Incoming, Undecodable, refused};

/// The longest message that is read. What claims to be longer is a mistake.
const MOST: usize = 1 << 30;
/// The longest head that is read.
const MOST_OF_HEAD: usize = 1 << 16;
/// How much room there is for what the client sends next; never what it claims that it will send.
const ROOM: usize = 1 << 16;
/// The most that is kept of the room that a long message needed.
const KEPT: usize = 1 << 20;

const TOO_LONG: &str = "a head of more than 64 KiB";

const LENGTH: &[u8] = b"content-length:";
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The messages of a client.
pub(super) struct Wire<R> {
    input: R,
    bytes: Bytes,
}

impl<R: AsyncRead + Unpin> Wire<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, bytes: Bytes::default() }
    }

    /// The next message, or what to answer to bytes that are none; `None` at the end of the input.
    pub(super) async fn next(&mut self) -> Option<Incoming> {
        loop {
            if let Some(incoming) = self.bytes.next() {
                return Some(incoming);
            }
            self.bytes.make_room();
            match self.input.read_buf(&mut self.bytes.read).await {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }
}

/// What was read so far.
#[derive(Default)]
struct Bytes {
    read: BytesMut,
    expected: Expected,
    /// Whether the client was told that its bytes are out of step; once is enough until a head is whole again.
    is_told: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Expected {
    #[default]
    Head,
    Body {
        length: usize,
        is_utf8: bool,
    },
    /// Whatever comes before the next head.
    Anything,
}

impl Bytes {
    fn make_room(&mut self) {
        if self.read.is_empty() && self.read.capacity() > KEPT {
            self.read = BytesMut::new();
        }
        self.read.reserve(ROOM);
    }

    /// The next message of what was read; `None` where there is none without more.
    fn next(&mut self) -> Option<Incoming> {
        loop {
            let incoming = match self.expected {
                Expected::Head => self.head()?,
                Expected::Body { length, is_utf8 } => Some(self.body(length, is_utf8)?),
                Expected::Anything => {
                    self.look_for_head()?;
                    None
                }
            };
            if incoming.is_some() {
                return incoming;
            }
        }
    }

    fn head(&mut self) -> Option<Option<Incoming>> {
        match Head::read(&self.read) {
            Head::Partial if self.read.len() > MOST_OF_HEAD => Some(self.lose(TOO_LONG)),
            Head::Partial => None,
            Head::Broken(reason) => Some(self.lose(reason)),
            Head::Refused { size, reason } => {
                self.read.advance(size);
                Some(self.lose(reason))
            }
            Head::Whole { size, length, is_utf8 } => {
                self.read.advance(size);
                (self.expected, self.is_told) = (Expected::Body { length, is_utf8 }, false);
                Some(None)
            }
        }
    }

    fn body(&mut self, length: usize, is_utf8: bool) -> Option<Incoming> {
        let body = self.read.get_mut(..length)?;
        self.expected = Expected::Head;
        let _stage = Stage::JsonIn.begin();
        let decoded = match is_utf8 {
            true => Incoming::decode(body),
            false => Err(Undecodable { end: length, answer: refused("the charset of Content-Type is not utf-8") }),
        };
        let (incoming, end) = match decoded {
            Ok(incoming) => (incoming, length),
            Err(Undecodable { end, answer }) => {
                self.is_told = true;
                (Incoming::Broken(answer), end)
            }
        };
        self.read.advance(end);
        Some(incoming)
    }

    /// What is read now is no message: what follows is left out up to the next head.
    fn lose(&mut self, reason: &'static str) -> Option<Incoming> {
        self.expected = Expected::Anything;
        let was_told = std::mem::replace(&mut self.is_told, true);
        (!was_told).then(|| Incoming::Broken(refused(reason)))
    }

    /// Leaves out what stands before the next head; `None` where there is none yet.
    fn look_for_head(&mut self) -> Option<()> {
        let is_length = |bytes: &[u8]| bytes.eq_ignore_ascii_case(LENGTH);
        let Some(at) = self.read.windows(LENGTH.len()).position(is_length) else {
            let kept = self.read.len().min(LENGTH.len() - 1);
            self.read.advance(self.read.len() - kept);
            return None;
        };
        self.read.advance(at);
        match Head::read(&self.read) {
            Head::Partial if self.read.len() <= MOST_OF_HEAD => return None,
            Head::Whole { .. } => self.expected = Expected::Head,
            // A document may speak of `Content-Length:` too.
            _ => self.read.advance(LENGTH.len()),
        }
        Some(())
    }
}

/// The head of a message.
#[derive(Debug, PartialEq, Eq)]
enum Head {
    /// It goes on behind what was read.
    Partial,
    /// It is one, and a body of `length` bytes stands behind its `size`.
    Whole { size: usize, length: usize, is_utf8: bool },
    /// It is one, and does not say where its body ends.
    Refused { size: usize, reason: &'static str },
    /// It is none.
    Broken(&'static str),
}

impl Head {
    fn read(bytes: &[u8]) -> Self {
        let unmarked = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        let mut size = bytes.len() - unmarked.len();
        let (mut length, mut is_utf8, mut is_begun) = (None, true, false);
        for line in unmarked.split_inclusive(|byte| *byte == b'\n') {
            if !line.ends_with(b"\n") {
                return Self::Partial;
            }
            size += line.len();
            if size > MOST_OF_HEAD {
                return Self::Broken(TOO_LONG);
            }
            let line = line.trim_ascii();
            match split(line) {
                // A line too many behind the message before does no harm.
                _ if line.is_empty() && !is_begun => continue,
                _ if line.is_empty() => return Self::whole(size, length, is_utf8),
                Some((name, value)) if name.eq_ignore_ascii_case("Content-Length") => {
                    length = Some(value.parse::<usize>().ok());
                }
                Some((name, value)) if name.eq_ignore_ascii_case("Content-Type") => is_utf8 = is_of_utf8(value),
                Some(_) => {}
                None => return Self::Broken("bytes that are neither a head nor a body"),
            }
            is_begun = true;
        }
        Self::Partial
    }

    fn whole(size: usize, length: Option<Option<usize>>, is_utf8: bool) -> Self {
        match length {
            Some(Some(length)) if length <= MOST => Self::Whole { size, length, is_utf8 },
            Some(Some(_)) => Self::Refused { size, reason: "a Content-Length of more than 1 GiB" },
            Some(None) => Self::Refused { size, reason: "a Content-Length that is no number of bytes" },
            None => Self::Refused { size, reason: "a head without Content-Length" },
        }
    }
}

/// The name and the value of a field, which is one only where its name is a token (RFC 9110, section 5.1).
fn split(line: &[u8]) -> Option<(&str, &str)> {
    let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    (!name.is_empty() && name.bytes().all(is_token)).then(|| (name, value.trim()))
}

/// Whether a content type says nothing else than UTF-8, for which `utf8` is to be taken too.
fn is_of_utf8(value: &str) -> bool {
    let parameters = value.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let mut charsets = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    charsets.all(|(_, charset)| {
        let charset = charset.trim().trim_matches('"');
        charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of some bytes, however they are cut: the methods of messages, and `!` for what is answered with an
    /// error.
    fn read(bytes: &[u8]) -> Vec<String> {
        let all = |pieces: &mut dyn Iterator<Item = &[u8]>| {
            let (mut wire, mut found) = (Bytes::default(), Vec::new());
            for piece in pieces {
                wire.read.extend_from_slice(piece);
                while let Some(incoming) = wire.next() {
                    found.push(match incoming {
                        Incoming::Request(request) => request.method().to_owned(),
                        Incoming::Response(_) => "response".to_owned(),
                        Incoming::Nothing => "nothing".to_owned(),
                        Incoming::Broken(_) => "!".to_owned(),
                    });
                }
            }
            found
        };
        let whole = all(&mut std::iter::once(bytes));
        for size in [1, 2, 7] {
            assert_eq!(all(&mut bytes.chunks(size)), whole, "in pieces of {size}");
        }
        whole
    }

    fn message(method: &str) -> String {
        let body = format!(r#"{{"jsonrpc":"2.0","method":"{method}"}}"#);
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn after_any_bytes_the_next_message_is_found() {
        let long = format!("X: {}\r\n", "x".repeat(MOST_OF_HEAD));
        let text = r#"{"jsonrpc":"2.0","method":"a","params":["Content-Length: 5, as they say"]}"#;
        let too_long = message("a").replace("Content-Length: 30", "Content-Length: 40");
        let too_short = message("a").replace("Content-Length: 30", "Content-Length: 20");
        for bad in ["}\n{", "no head\r\n\r\n", "Content-Length: -5\r\n\r\n{}", &long, text, &too_long, &too_short] {
            let bytes = format!("{}{bad}{}{}", message("first"), message("next"), message("last"));
            assert_eq!(read(bytes.as_bytes()), ["first", "!", "next", "last"], "{bad:.80}");
        }
    }

    #[test]
    fn heads_of_all_spellings_are_read() {
        let body = |head: &str| read(format!("{head}{}", r#"{"jsonrpc":"2.0","method":"a"}"#).as_bytes());
        for head in [
            "content-length: 30\r\n\r\n",
            "CONTENT-LENGTH:30\n\n",
            "\u{feff}Content-Length: 30\r\n\r\n",
            "\r\nContent-Length: 30\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n",
            "Content-Type: a/b; charset=UTF8\r\nContent-Length: 30\r\nX-Trace: 1\r\nY: 2\r\nZ: 3\r\n\r\n",
        ] {
            assert_eq!(body(head), ["a"], "{head}");
        }
        assert_eq!(body("Content-Length: 30\r\nContent-Type: a/b; charset=gbk\r\n\r\n"), ["!"]);
    }

    #[test]
    fn room_is_made_for_what_is_there_and_not_for_what_is_claimed() {
        let mut wire = Bytes::default();
        wire.read.extend_from_slice(b"Content-Length: 1000000000\r\n\r\n{");
        assert!(wire.next().is_none());
        wire.make_room();
        assert!(wire.read.capacity() < 4 * ROOM, "{}", wire.read.capacity());
    }
}
