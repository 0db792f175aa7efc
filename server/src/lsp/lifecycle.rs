//! What a client may say when, and that every request has an answer (LSP 3.17, "Server lifecycle" and "Request
//! Message").

use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// How far a client has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// `initialize` was not answered yet.
    #[default]
    Before,
    Running,
    /// Nothing but `exit` is to come.
    ShutDown,
}

/// Whether a message is handled.
pub(super) enum Admission {
    Admitted(Request),
    /// It is not; a request has an answer.
    Refused(Option<Response>),
}

/// LSP 3.17, `ServerNotInitialized`.
const NOT_INITIALIZED: ErrorCode = ErrorCode::ServerError(-32002);

impl Stage {
    /// Lets in what may come now.
    pub(super) fn admit(&mut self, request: Request) -> Admission {
        let (code, message) = match (*self, request.method()) {
            (_, "exit") | (Self::Before, "initialize") => return Admission::Admitted(request),
            (Self::Before, _) => (NOT_INITIALIZED, "initialize comes first"),
            (Self::ShutDown, _) => (ErrorCode::InvalidRequest, "the server is shut down"),
            (Self::Running, "initialize") => (ErrorCode::InvalidRequest, "initialize was answered before"),
            // The library takes a notification for a request here.
            (Self::Running, "shutdown") if request.id().is_none() => return Admission::Refused(None),
            (Self::Running, "shutdown") => {
                *self = Self::ShutDown;
                return Admission::Admitted(without_params(request));
            }
            (Self::Running, _) => return Admission::Admitted(request),
        };
        let (method, id, _) = request.into_parts();
        match self {
            Self::Running => tracing::warn!("{method} is refused: {message}"),
            // What is still under way when a client ends, or not yet when it begins, is no fault to speak of.
            Self::Before | Self::ShutDown => tracing::info!("{method} is refused: {message}"),
        }
        let error = Error { code, message: message.into(), data: None };
        Admission::Refused(id.map(|id| Response::from_error(id, error)))
    }

    /// Only `initialize` is answered in this stage.
    pub(super) fn answered(&mut self, response: &Response) {
        if *self == Self::Before && response.is_ok() {
            *self = Self::Running;
        }
    }
}

/// `shutdown` has no parameters; what clients give all the same, such as `{}`, says nothing.
fn without_params(request: Request) -> Request {
    let (method, id, _) = request.into_parts();
    Request::build(method).id(id.unwrap_or_default()).finish()
}

/// What is to be answered: a request, by its method and id.
pub(super) struct Asked(Option<(Id, String)>);

impl Asked {
    pub(super) fn new(request: &Request) -> Self {
        Self(request.id().map(|id| (id.clone(), request.method().to_owned())))
    }

    /// The answer where the handler broke off.
    pub(super) fn failed(&self) -> Option<Response> {
        self.0.as_ref().map(|(id, _)| Response::from_error(id.clone(), Error::internal_error()))
    }

    /// The answer of the protocol library, made whole: it leaves methods that begin with `$/` unanswered, and says what
    /// is wrong with parameters without saying whose they are.
    pub(super) fn complete(self, answer: Option<Response>) -> Option<Response> {
        let (id, method) = self.0?;
        let Some(answer) = answer else {
            let data = Some(method.into());
            return Some(Response::from_error(id, Error { data, ..Error::method_not_found() }));
        };
        Some(match answer.into_parts() {
            (id, Err(error)) if error.code == ErrorCode::InvalidParams => {
                let message = format!("the parameters of {method} are not those of the protocol: {}", error.message);
                Response::from_error(id, Error { message: message.into(), ..error })
            }
            (id, result) => Response::from_parts(id, result),
        })
    }
}
