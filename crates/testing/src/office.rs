//! An office for stories: fixed people of each role, asked over HTTP as a browser or a program would.

use std::sync::Arc;

use ::office::{
    Credential, Desk, Doorkeeper, Entrance, HeldRole, Names, Office, People, PersonId, Role, Routes, Section, SignedIn,
    SignedInBy, Waiting, Who,
};
use audit::SigningKey;
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use db::{Db, Tx};
use jiff::{Timestamp, civil::Date};
use kernel::{Area, AreaId, Clock};
use uuid::Uuid;

/// One person of a story: a role at an organisation. The same pair is always the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    /// Their role.
    pub role: Role,
    /// Key of the organisation.
    pub organisation: String,
    /// Tells apart two people of the same role and organisation.
    pub number: u128,
    /// Whether they showed a moment ago that it is they.
    pub stepped_up: bool,
}

impl Somebody {
    /// Their identifier, made of role, organisation and number.
    pub fn person(&self) -> PersonId {
        let seed = format!("{}@{}", self.role.word(), self.organisation);
        let sum = seed.bytes().fold(17_u128, |sum, byte| sum.wrapping_mul(257).wrapping_add(u128::from(byte)));
        PersonId(Uuid::from_u128(sum.wrapping_mul(31).wrapping_add(self.number)))
    }

    fn secret(&self) -> String {
        format!("{}.{}.{}.{}", self.role.word(), self.organisation, self.number, u8::from(self.stepped_up))
    }

    fn of(secret: &str) -> Option<Self> {
        let [role, organisation, number, stepped_up]: [&str; 4] =
            secret.split('.').collect::<Vec<_>>().try_into().ok()?;
        Some(Self {
            role: role.parse().ok()?,
            organisation: organisation.to_owned(),
            number: number.parse().ok()?,
            stepped_up: stepped_up == "1",
        })
    }
}

/// Believes what a story's people say of themselves. The real one is in `accounts`.
struct Believing;

impl Doorkeeper for Believing {
    fn who<'a>(
        &'a self,
        _db: &'a Db,
        area: AreaId,
        credential: &'a Credential,
        _now: Timestamp,
    ) -> Waiting<'a, sqlx::Result<Option<SignedIn>>> {
        let (secret, by_token) = match credential {
            Credential::Cookie(secret) => (secret, false),
            Credential::Bearer(secret) => (secret, true),
        };
        let found = Somebody::of(secret).map(|somebody| {
            let from = jiff::civil::date(2020, 1, 1);
            let (role, organisation) = (somebody.role, somebody.organisation.clone());
            let id = somebody.person().0;
            SignedIn {
                who: Who {
                    area,
                    person: somebody.person(),
                    roles: vec![HeldRole { role, organisation, from, until: None }],
                    stepped_up: somebody.stepped_up,
                    scope: None,
                },
                name: somebody.role.name().to_owned(),
                by: if by_token { SignedInBy::Token(id) } else { SignedInBy::Session(id) },
            }
        });
        Box::pin(std::future::ready(Ok(found)))
    }
}

impl People for Believing {
    fn names<'a>(&'a self, _tx: &'a mut Tx) -> Waiting<'a, sqlx::Result<Names>> {
        Box::pin(std::future::ready(Ok(Names::new())))
    }
}

/// An office with routes, open on a fixed day.
pub struct OfficeBed {
    entrance: Entrance,
    area: Area,
}

/// Somebody at the office's door who asks.
pub struct Caller<'a> {
    bed: &'a OfficeBed,
    somebody: Option<Somebody>,
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
    /// The body as it came, for files.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// Where the reader is sent on to; empty when nowhere.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of the first field of this name in the page's forms, such as `once` or `version`.
    pub fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\"");
        let rest = self.text.split_once(&start).unwrap_or_else(|| panic!("no field {name} in {}", self.text)).1;
        let value = rest.split_once("value=\"").expect("a value").1;
        value.split_once('"').expect("the end of the value").0.to_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

impl OfficeBed {
    /// Opens an office on `day` at noon. `dress` may add parts: `|office| office.with(…)`.
    pub fn open(db: &Db, area: &Area, day: Date, routes: Routes, dress: impl FnOnce(Office) -> Office) -> Self {
        let desk = Desk {
            db: db.clone(),
            clock: Clock::at_noon(day),
            key: SigningKey::fresh(),
            doorkeeper: Arc::new(Believing),
            people: Arc::new(Believing),
            hosts: [].into(),
            behind_tls: false,
            sections: vec![Section {
                text: "Office",
                path: "office",
                action: ::office::Action::EnterOffice,
                says: "Begin here.",
            }],
        };
        let office = dress(Office::new(desk));
        Self { entrance: Entrance::new(&office, routes, false), area: area.clone() }
    }

    /// Somebody of this role at this organisation, who has shown that it is they.
    pub fn signed_in(&self, role: Role, organisation: &str) -> Caller<'_> {
        self.caller(Some(Somebody { role, organisation: organisation.to_owned(), number: 0, stepped_up: true }))
    }

    /// Anybody, or nobody signed in.
    pub fn caller(&self, somebody: Option<Somebody>) -> Caller<'_> {
        Caller { bed: self, somebody }
    }
}

impl Caller<'_> {
    /// Their identifier.
    pub fn person(&self) -> PersonId {
        self.somebody.as_ref().expect("somebody signed in").person()
    }

    /// Opens a page; `path` is inside the area, such as `office/plan`.
    pub async fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path, None, Vec::new()).await
    }

    /// Sends a form's fields with a fresh key, as the page's own form would.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let once = hex::encode(kernel::random_bytes::<16>());
        let mut all = vec![("once", once.as_str())];
        all.extend_from_slice(fields);
        self.post_as_is(path, &all).await
    }

    /// Sends a form's fields as they are: with the key of the page that was opened, to send it twice.
    pub async fn post_as_is(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask(Method::POST, path, Some("application/x-www-form-urlencoded"), body.into_bytes()).await
    }

    /// Calls the JSON interface; `path` begins with `api/v1/`.
    pub async fn json(&self, method: Method, path: &str, body: &serde_json::Value) -> Reply {
        self.ask(method, path, Some("application/json"), body.to_string().into_bytes()).await
    }

    /// Sends a body of any kind.
    pub async fn ask(&self, method: Method, path: &str, kind: Option<&str>, body: Vec<u8>) -> Reply {
        let slug = &self.bed.area.slug;
        let mut request = Request::builder().method(method).uri(format!("/{slug}/{path}"));
        request = request.header(header::HOST, "localhost").header("sec-fetch-site", "same-origin");
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(somebody) = &self.somebody {
            let secret = somebody.secret();
            request = if path.starts_with("api/") {
                request.header(header::AUTHORIZATION, format!("Bearer {secret}"))
            } else {
                request.header(header::COOKIE, format!("__Host-waymark-{slug}={secret}"))
            };
        }
        let request = request.body(Body::from(body)).expect("a request");
        let answer = self.bed.entrance.answer(Some("localhost"), request).await;
        let (head, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status: head.status, headers: head.headers, text, bytes: bytes.to_vec() }
    }
}
