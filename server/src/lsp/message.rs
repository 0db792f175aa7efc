//! What a message of a client is (JSON-RPC 2.0, and LSP 3.17, "Base Protocol"), and what is answered where it is none.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, de::IgnoredAny};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// What a client sent.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A request or a notification.
    Request(Request),
    /// The answer to a request of ours.
    Response(Response),
    /// No message, with the answer to it.
    Broken(Response),
    /// Nothing that could be answered.
    Nothing,
}

/// A body that is no JSON.
#[derive(Debug)]
pub(super) struct Undecodable {
    /// Where it ends: what stands behind a whole value belongs to the next message.
    pub(super) end: usize,
    pub(super) answer: Response,
}

/// The answer to bytes that are no message, with the reason.
pub(super) fn refused(reason: impl Into<Cow<'static, str>>) -> Response {
    answer(Id::Null, ErrorCode::ParseError, reason)
}

fn answer(id: Id, code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Response {
    Response::from_error(id, Error { code, message: message.into(), data: None })
}

/// A message, each member as it stands. The text of a document is copied once, out of the bytes.
#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow, default)]
    jsonrpc: Cow<'a, str>,
    method: Option<String>,
    #[serde(default, deserialize_with = "present")]
    id: Option<Value>,
    params: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    result: Option<Value>,
    error: Option<Value>,
}

/// What can be read of a message whose other members cannot.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default, deserialize_with = "present")]
    id: Option<Value>,
    method: Option<IgnoredAny>,
}

/// A member that is there, be it `null`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Incoming {
    /// Reads a body. Cost: one pass, and a second one where it is no message.
    pub(super) fn decode(body: &mut [u8]) -> Result<Self, Undecodable> {
        let marked = if body.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let Some(json) = body.get_mut(marked..) else { return Ok(Self::Nothing) };
        // A struct may be read from an array too, member by member; the protocol has no batches.
        if json.trim_ascii_start().first() == Some(&b'[') {
            return is_json(json).map_or_else(
                |(end, reason)| Err(Undecodable { end: marked + end, answer: refused(reason) }),
                |()| Ok(Self::Broken(invalid(Id::Null, "there are no batches"))),
            );
        }
        let error = match message(json) {
            Ok(message) => return Ok(message.into()),
            Err(error) => error,
        };
        if mend_surrogates(json)
            && let Ok(message) = message(json)
        {
            return Ok(message.into());
        }
        diagnose(json, marked, &error)
    }
}

/// Reads a message. Whole bodies are checked for UTF-8 several times as fast as their strings, one by one, are by the
/// reader.
fn message(json: &[u8]) -> Result<Message<'_>, serde_json::Error> {
    match simdutf8::basic::from_utf8(json) {
        Ok(json) => serde_json::from_str(json),
        Err(_) => serde_json::from_slice(json),
    }
}

/// Why JSON is no message, in the order in which JSON-RPC has it: no JSON, no request, no parameters.
fn diagnose(json: &[u8], marked: usize, error: &serde_json::Error) -> Result<Incoming, Undecodable> {
    if let Err((end, reason)) = is_json(json) {
        return Err(Undecodable { end: marked + end, answer: refused(reason) });
    }
    let reason = error.to_string();
    let Ok(Envelope { id, method }) = serde_json::from_slice::<Envelope>(json) else {
        return Ok(Incoming::Broken(invalid(Id::Null, reason)));
    };
    let is_deep = !error.is_data();
    Ok(match (id, method) {
        (Some(id), Some(_)) if is_deep => match read_id(id) {
            Some(id) => Incoming::Broken(answer(id, ErrorCode::InvalidParams, reason)),
            None => Incoming::Broken(invalid(Id::Null, NO_ID)),
        },
        (None, Some(_)) if is_deep => {
            tracing::warn!(%reason, "a notification cannot be read and is ignored");
            Incoming::Nothing
        }
        (id, _) => Incoming::Broken(invalid(id.and_then(read_id).unwrap_or_default(), reason)),
    })
}

/// Whether bytes are one JSON value; else where it ends, and what is wrong.
fn is_json(bytes: &[u8]) -> Result<(), (usize, String)> {
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err((bytes.len(), error.to_string()));
    }
    let mut values = serde_json::Deserializer::from_slice(bytes).into_iter::<IgnoredAny>();
    let reason = match values.next() {
        Some(Ok(_)) => match bytes.get(values.byte_offset()..).map(<[u8]>::trim_ascii) {
            None | Some([]) => return Ok(()),
            Some(_) => return Err((values.byte_offset(), "the body goes on behind its JSON value".to_owned())),
        },
        Some(Err(error)) => error.to_string(),
        None => "the body is empty".to_owned(),
    };
    Err((bytes.len(), reason))
}

const NO_ID: &str = "an id is a string or an integer";

fn invalid(id: Id, reason: impl Into<Cow<'static, str>>) -> Response {
    answer(id, ErrorCode::InvalidRequest, reason)
}

/// The id of a request (LSP 3.17: an integer or a string).
fn read_id(id: Value) -> Option<Id> {
    match id {
        Value::String(id) => Some(Id::String(id)),
        Value::Number(id) => id.as_i64().map(Id::Number),
        _ => None,
    }
}

impl From<Message<'_>> for Incoming {
    fn from(message: Message<'_>) -> Self {
        let Message { jsonrpc, method, id, params, result, error } = message;
        let is_request = id.is_some();
        let id = id.and_then(read_id);
        if method.is_none() && (result.is_some() || error.is_some()) {
            return id.map_or(Self::Nothing, |id| Self::Response(response(id, result, error)));
        }
        if jsonrpc != "2.0" {
            return Self::Broken(invalid(id.unwrap_or_default(), "the member jsonrpc is not \"2.0\""));
        }
        let Some(method) = method else {
            return Self::Broken(invalid(id.unwrap_or_default(), "neither a method nor a result"));
        };
        if is_request && id.is_none() {
            return Self::Broken(invalid(Id::Null, NO_ID));
        }
        let mut request = Request::build(method);
        if let Some(params) = params {
            request = request.params(params);
        }
        if let Some(id) = id {
            request = request.id(id);
        }
        Self::Request(request.finish())
    }
}

/// The answer of a client; one that gives both is meant as what says more.
fn response(id: Id, result: Option<Value>, error: Option<Value>) -> Response {
    match error {
        Some(error) => {
            Response::from_error(id, serde_json::from_value(error).unwrap_or_else(|_| Error::internal_error()))
        }
        None => Response::from_ok(id, result.unwrap_or_default()),
    }
}

/// Puts U+FFFD in the place of escaped surrogates that have no other half, and gives whether there were any.
///
/// An editor whose strings are UTF-16 may hold half a character, and sends it as `\ud800`. It counts one unit, as
/// U+FFFD does, so that the places behind it stay right.
fn mend_surrogates(json: &mut [u8]) -> bool {
    let (mut at, mut are_any) = (0, false);
    while let Some(next) = json.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += next;
        match (escaped(json, at), escaped(json, at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at += 12,
            (Some(0xd800..=0xdfff), _) => {
                json.iter_mut().skip(at + 2).zip(b"fffd").for_each(|(old, new)| *old = *new);
                (at, are_any) = (at + 6, true);
            }
            _ => at += 2,
        }
    }
    are_any
}

/// The unit of UTF-16 that is written as `\uXXXX` at a place.
fn escaped(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_characters_are_mended_and_nothing_else_is() {
        let mended = |text: &str| {
            let mut bytes = text.as_bytes().to_vec();
            let are_any = mend_surrogates(&mut bytes);
            (are_any, String::from_utf8(bytes).unwrap())
        };
        for whole in [r"\ud83d\ude00", r"\\ud800", r"\u597d", r"\n\u", r"\"] {
            assert_eq!(mended(whole), (false, whole.to_owned()));
        }
        assert_eq!(mended(r"a\ud800b\udc00\ud83d\ude00"), (true, r"a\ufffdb\ufffd\ud83d\ude00".to_owned()));
        assert_eq!(mended(r"\ud800\ud83d\ude00"), (true, r"\ufffd\ud83d\ude00".to_owned()));
    }

    #[test]
    fn deep_nesting_costs_no_stack_and_the_request_is_answered() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let mut body = format!(r#"{{"jsonrpc":"2.0","id":7,"method":"a","params":{deep}}}"#).into_bytes();
        let Ok(Incoming::Broken(answer)) = Incoming::decode(&mut body) else { panic!("no answer") };
        assert_eq!((answer.id(), answer.error().map(|error| error.code.code())), (&Id::Number(7), Some(-32602)));
    }
}
