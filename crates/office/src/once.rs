//! A form or a call sent twice has one effect and the same answer.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use db::Tx;
use jobs::receipt::{self, Begun, StoredAnswer};

use crate::{PageError, Visit};

/// Whether something sent was seen before.
pub enum Once {
    /// It is new: do it, then [`Ticket::go_to`] or [`Ticket::json`] in the same transaction.
    First(Ticket),
    /// It was done before: give this answer again.
    Again(Response),
}

/// The duty to keep the answer, so that a repeat gets the same one.
#[must_use = "what was done once must keep its answer in the same transaction"]
pub struct Ticket(Option<receipt::Ticket>);

/// What makes a request the one it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sending {
    /// The key it carries; `None` where a program sent none and so takes care of repeats itself.
    pub(crate) key: Option<String>,
    /// Method and path.
    pub(crate) route: String,
    /// A digest of the body.
    pub(crate) digest: Vec<u8>,
}

impl Sending {
    pub(crate) async fn begin(&self, tx: &mut Tx, visit: &Visit) -> Result<Once, PageError> {
        let Some(key) = &self.key else {
            return Ok(Once::First(Ticket(None)));
        };
        // Whoever sends the same key is shown only an answer of their own.
        let key = format!("{}:{key}", visit.person());
        match receipt::begin(tx, &key, &self.route, &self.digest, visit.now).await? {
            Begun::Fresh(ticket) => Ok(Once::First(Ticket(Some(ticket)))),
            Begun::Replay(answer) => Ok(Once::Again(replayed(answer))),
            Begun::Mismatch => Err(PageError::refused(
                "This form was sent before with other answers",
                "What you sent first was done. Open the page again, look at what is there now, and change it from there.",
            )),
        }
    }
}

impl Ticket {
    /// Keeps the answer that sends the reader on to a path inside the area, and gives it.
    pub async fn go_to(self, tx: &mut Tx, visit: &Visit, path: &str) -> Result<Response, PageError> {
        let location = visit.here.at(path);
        self.keep(tx, StoredAnswer { status: 303, content_type: None, location: Some(location), body: Vec::new() })
            .await
    }

    /// Keeps a JSON answer, and gives it.
    pub async fn json(
        self,
        tx: &mut Tx,
        status: StatusCode,
        body: &impl serde::Serialize,
    ) -> Result<Response, PageError> {
        let body = serde_json::to_vec(body).map_err(PageError::ours)?;
        let content_type = Some("application/json".to_owned());
        self.keep(tx, StoredAnswer { status: status.as_u16(), content_type, location: None, body }).await
    }

    async fn keep(self, tx: &mut Tx, answer: StoredAnswer) -> Result<Response, PageError> {
        if let Some(ticket) = self.0 {
            receipt::store(tx, ticket, &answer).await?;
        }
        Ok(replayed(answer))
    }
}

fn replayed(stored: StoredAnswer) -> Response {
    let mut answer = Response::new(Body::from(stored.body));
    *answer.status_mut() = StatusCode::from_u16(stored.status).unwrap_or(StatusCode::OK);
    let named = [(header::CONTENT_TYPE, stored.content_type), (header::LOCATION, stored.location)];
    for (name, value) in named {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}
