//! From a request to an answer. Nothing here waits, and a page found costs no copy of its bytes.

use std::{io::Write as _, net::IpAddr, sync::Arc};

use axum::body::Bytes;
use flate2::{Compression, write::GzEncoder};
use http_body_util::Full;
use hyper::{
    Method, Request, Response, StatusCode,
    body::Body,
    header::{
        ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap,
        HeaderValue, LOCATION, RETRY_AFTER,
    },
};

use crate::{
    Frozen, Settings, Shelf,
    find::{Finder, Found, with_way_out},
    headers::{FOR_A_MINUTE, NOT_KEPT, NOTICE, NOTICE_WITH_FORM, insist_on_tls, on_every_answer},
    letter_box::LetterBox,
    limit::Turnstile,
    negotiate::{Accepted, Encoding, is_known},
    notice::Notice,
    plate::Press,
};

/// Answers made on the spot are compressed from this size on.
const WORTH_PACKING: usize = 1_000;

/// Where the public is answered: a shelf, and how to answer from it.
pub(crate) struct Counter {
    shelf: Arc<Shelf>,
    finder: Finder,
    behind_proxy: bool,
    behind_tls: bool,
    turnstile: Option<Turnstile>,
    every_answer: HeaderMap,
    letter_box: Option<LetterBox>,
}

impl Counter {
    pub(crate) fn new(shelf: Arc<Shelf>, settings: Settings) -> Self {
        Self {
            shelf,
            behind_proxy: settings.behind_proxy,
            behind_tls: settings.behind_tls,
            turnstile: settings.rate_limit.map(Turnstile::new),
            every_answer: on_every_answer(settings.behind_tls),
            letter_box: settings.inbox.clone().map(LetterBox::new),
            finder: Finder::new(settings),
        }
    }

    /// Answers one request. `peer` is the address at the other end of the connection, where it is known; `press` is the
    /// connection's own, where it has one.
    pub(crate) fn answer<B>(
        &self,
        request: &Request<B>,
        peer: Option<IpAddr>,
        press: Option<&Press>,
    ) -> Response<Full<Bytes>> {
        if let Some(wait) = self.has_to_wait(self.turnstile.as_ref(), request, peer) {
            return self.too_many(wait, request);
        }
        let snapshot = self.shelf.present();
        match self.finder.find(&snapshot, request) {
            Found::Page(page, lasting) => self.page(page, lasting, request, press),
            Found::Answer(answer) => self.packed(answer.status, &answer.media_type, &answer.csp, answer.body, request),
            Found::Elsewhere(address, lasting) => self.elsewhere(&address, lasting),
            Found::Notice(notice) => self.notice(&notice, request),
        }
    }

    /// Whether this request is for [`Counter::receive`] to answer.
    pub(crate) fn receives<B>(&self, request: &Request<B>) -> bool {
        *request.method() == Method::POST && self.letter_box.is_some()
    }

    /// Takes what was sent and says what became of it.
    pub(crate) async fn receive<B>(&self, request: Request<B>, peer: Option<IpAddr>) -> Response<Full<Bytes>>
    where
        B: Body<Data = Bytes>,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let (parts, body) = request.into_parts();
        let head = Request::from_parts(parts, ());
        let snapshot = self.shelf.present();
        let (Some(letter_box), Some((mount, slot))) = (&self.letter_box, self.finder.slot(&snapshot, &head)) else {
            return self.answer(&head, peer, None);
        };
        let waits = [self.turnstile.as_ref(), Some(&letter_box.turnstile)];
        if let Some(wait) = waits.into_iter().find_map(|turnstile| self.has_to_wait(turnstile, &head, peer)) {
            return self.too_many(wait, &head);
        }
        let notice = letter_box.take(&mount, slot, &head, body).await;
        let mut response = self.notice(&with_way_out(notice, &mount), &head);
        // It speaks of one moment, to one person.
        response.headers_mut().insert(CACHE_CONTROL, NOT_KEPT.clone());
        response
    }

    fn too_many<B>(&self, wait: u64, request: &Request<B>) -> Response<Full<Bytes>> {
        let mut response = self.notice(&Notice::too_many().way_out("Go to the first page", "/".to_owned()), request);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.max(1)));
        response
    }

    /// Whole seconds the visitor has to wait, if any.
    fn has_to_wait<B>(&self, turnstile: Option<&Turnstile>, request: &Request<B>, peer: Option<IpAddr>) -> Option<u64> {
        let turnstile = turnstile?;
        let told = || {
            let line = request.headers().get_all("x-forwarded-for").iter().next_back()?;
            line.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
        };
        let visitor = if self.behind_proxy { told().or(peer) } else { peer };
        turnstile.pass(visitor?).err().map(|wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    }

    fn page<B>(
        &self,
        page: &Frozen,
        lasting: &HeaderValue,
        request: &Request<B>,
        press: Option<&Press>,
    ) -> Response<Full<Bytes>> {
        let (encoding, bytes) = page.best_copy(Accepted::read(request.headers()));
        let mut headers = page.head(encoding, bytes.len());
        if self.behind_tls {
            insist_on_tls(&mut headers);
        }
        if *lasting != FOR_A_MINUTE {
            headers.insert(CACHE_CONTROL, lasting.clone());
        }
        if is_known(request.headers(), page.tag(encoding)) {
            for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
                headers.remove(name);
            }
            return assembled(StatusCode::NOT_MODIFIED, headers, Bytes::new());
        }
        if *request.method() == Method::HEAD {
            return assembled(StatusCode::OK, headers, Bytes::new());
        }
        if let (Some(press), Some(plate)) = (press, page.plate(encoding)) {
            press.lay(plate);
        }
        assembled(StatusCode::OK, headers, bytes.clone())
    }

    /// An answer made on the spot, compressed where the reader takes it.
    fn packed<B>(
        &self,
        status: StatusCode,
        media_type: &HeaderValue,
        csp: &HeaderValue,
        body: Bytes,
        request: &Request<B>,
    ) -> Response<Full<Bytes>> {
        let mut headers = self.every_answer.clone();
        headers.insert(CONTENT_SECURITY_POLICY, csp.clone());
        headers.insert(CONTENT_TYPE, media_type.clone());
        headers.insert(CACHE_CONTROL, if status == StatusCode::OK { FOR_A_MINUTE.clone() } else { NOT_KEPT.clone() });
        let wanted = body.len() >= WORTH_PACKING && Accepted::read(request.headers()).takes_gzip();
        match wanted.then(|| gzipped(&body)).flatten() {
            Some(small) => whole(status, headers, Encoding::Gzip, small, request),
            None => whole(status, headers, Encoding::Identity, body, request),
        }
    }

    fn notice<B>(&self, notice: &Notice, request: &Request<B>) -> Response<Full<Bytes>> {
        static HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
        let policy = if notice.has_form() { &NOTICE_WITH_FORM } else { &NOTICE };
        let mut response = self.packed(notice.status, &HTML, policy, notice.render().into(), request);
        if notice.status == StatusCode::METHOD_NOT_ALLOWED {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }

    fn elsewhere(&self, address: &str, lasting: &HeaderValue) -> Response<Full<Bytes>> {
        let mut headers = self.every_answer.clone();
        headers.insert(CACHE_CONTROL, lasting.clone());
        // Addresses here are made of published paths and of a query that arrived as a valid address.
        if let Ok(address) = HeaderValue::try_from(address) {
            headers.insert(LOCATION, address);
        }
        assembled(StatusCode::FOUND, headers, Bytes::new())
    }
}

/// Adds what depends on the body, and leaves the body out where only its headers were asked for.
fn whole<B>(
    status: StatusCode,
    mut headers: HeaderMap,
    encoding: Encoding,
    body: Bytes,
    request: &Request<B>,
) -> Response<Full<Bytes>> {
    if let Some(encoding) = encoding.header() {
        headers.insert(CONTENT_ENCODING, encoding);
    }
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    let body = if *request.method() == Method::HEAD { Bytes::new() } else { body };
    assembled(status, headers, body)
}

fn assembled(status: StatusCode, headers: HeaderMap, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn gzipped(body: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 3), Compression::new(4));
    encoder.write_all(body).ok()?;
    encoder.finish().ok().map(Bytes::from)
}
