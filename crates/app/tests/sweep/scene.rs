//! The whole office over one database, asked over HTTP as the program itself is asked.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
};

use app::{config::Config, installation::Installation, office::Side};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use kernel::Clock;
use shelf::Beside;

use crate::world::TODAY;

/// What somebody shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Nothing.
    Nothing,
    /// A session's secret, as the area's cookie.
    Cookie(String),
    /// A token.
    Bearer(String),
}

/// What is sent along.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sending {
    /// Nothing: a page is read.
    None,
    /// A form's fields; its key is added.
    Form(Vec<(String, String)>),
    /// A program's call.
    Json(serde_json::Value),
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    /// The status.
    pub(crate) status: StatusCode,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body as text.
    pub(crate) text: String,
}

/// An open office.
pub(crate) struct Scene {
    side: Side,
    /// The installation it stands on.
    pub(crate) installation: Installation,
}

/// Requests come from ever new addresses: how often one address may ask is another check's business.
static READER: AtomicU32 = AtomicU32::new(0x0A00_0001);

impl Scene {
    /// Opens the office over a database, with its keys in a folder.
    pub(crate) async fn open(database: &str, folder: &std::path::Path) -> Self {
        let config = Config {
            database: database.to_owned(),
            data_dir: folder.to_owned(),
            site: "http://localhost:8080".to_owned(),
            connections: 1,
            ..Config::default()
        };
        let installation = Installation::open(config).await.unwrap().at(Clock::at_noon(TODAY));
        let side = app::office::open(&installation, None).await.unwrap().unwrap();
        Self { side, installation }
    }

    /// Asks. `slug` is the area's word.
    pub(crate) async fn ask(&self, slug: &str, shown: &Shown, (method, path): (&str, &str), body: &Sending) -> Reply {
        let mut request = Request::builder().method(method).uri(format!("/{slug}{path}"));
        request = request.header(header::HOST, "localhost").header("sec-fetch-site", "same-origin");
        request = match shown {
            Shown::Nothing => request,
            Shown::Cookie(secret) => request.header(header::COOKIE, format!("__Host-waymark-{slug}={secret}")),
            Shown::Bearer(secret) => request.header(header::AUTHORIZATION, format!("Bearer {secret}")),
        };
        let body = match body {
            Sending::None => String::new(),
            Sending::Form(fields) => {
                request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                let once = hex::encode(kernel::random_bytes::<16>());
                let mut form = form_urlencoded::Serializer::new(String::new());
                form.append_pair("once", &once).extend_pairs(fields).finish()
            }
            Sending::Json(value) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                value.to_string()
            }
        };
        let reader = READER.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let answer = self.side.answer(request.body(Body::from(body)).unwrap(), SocketAddr::from((reader, 9))).await;
        let (head, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Reply { status: head.status, headers: head.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

/// What an answer comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Came {
    /// The handler did what was asked, or said what is wrong with it.
    In,
    /// As if it were not there.
    Nowhere,
    /// To the sign-in page; 401 for a program.
    ToTheDoor,
    /// To the page where one shows that it is really they.
    ToProof,
    /// A failure of ours, or an answer nobody expects.
    Wrong,
}

impl Reply {
    /// What it comes to.
    pub(crate) fn came(&self) -> Came {
        let location = self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        match self.status.as_u16() {
            303 if location.contains("/sign-in?to=") => Came::ToTheDoor,
            303 if location.contains("/account/confirm?to=") => Came::ToProof,
            200..=204 | 303 | 409 | 422 => Came::In,
            401 => Came::ToTheDoor,
            403 => Came::ToProof,
            404 => Came::Nowhere,
            _ => Came::Wrong,
        }
    }

    /// All that could tell one answer from another, with what differs by nature taken out: the identifier of the
    /// request, the moment, and the keys of `thing` where the address is repeated.
    pub(crate) fn likeness(&self, thing: &[String]) -> String {
        let mut headers: Vec<String> = self
            .headers
            .iter()
            .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()))
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("?")))
            .collect();
        headers.sort();
        let mut all = format!("{} {} {}", self.status, headers.join("\n"), self.text);
        for reference in self.headers.get("x-request-id").iter().filter_map(|value| value.to_str().ok()) {
            all = all.replace(reference, "");
        }
        let mut thing = thing.to_vec();
        thing.sort_by_key(|key| std::cmp::Reverse(key.len()));
        for key in thing {
            all = all.replace(key.as_str(), "");
        }
        all
    }
}
