//! From a request to an answer. Nothing here waits, and a page found costs no copy of its bytes.

use std::{collections::HashMap, io::Write as _, net::IpAddr, sync::Arc};

use axum::body::Bytes;
use flate2::{Compression, write::GzEncoder};
use http_body_util::Full;
use hyper::{
    Method, Request, Response, StatusCode,
    header::{
        ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HOST,
        HeaderMap, HeaderValue, LOCATION, RETRY_AFTER,
    },
};

use crate::{
    Absence, Answer, AreaPages, Frozen, Rule, Settings, Shelf, Snapshot,
    address::{bare_host, decoded},
    headers::{FOR_A_MINUTE, FOR_EVER, NOT_KEPT, NOTICE, on_every_answer},
    limit::Turnstile,
    negotiate::{Accepted, Encoding, is_known},
    notice::Notice,
};

/// The longest query that is read, in bytes as sent.
const LONGEST_QUERY: usize = 1_000;
/// Answers made on the spot are compressed from this size on.
const WORTH_PACKING: usize = 1_000;

/// Where the public is answered: a shelf, and how to answer from it.
pub(crate) struct Counter {
    shelf: Arc<Shelf>,
    settings: Settings,
    rules: HashMap<String, Arc<dyn Rule>>,
    turnstile: Option<Turnstile>,
    every_answer: HeaderMap,
}

/// What stands at an address.
enum Found<'a> {
    Page(&'a Frozen, &'static HeaderValue),
    Answer(Answer),
    Elsewhere(String, &'static HeaderValue),
    Notice(Notice),
}

/// An area, and where on this host its pages begin.
struct Mount<'a> {
    area: &'a AreaPages,
    own_host: bool,
}

impl Mount<'_> {
    /// The address of a path inside the area.
    fn at(&self, path: &str) -> String {
        if self.own_host { format!("/{path}") } else { format!("/{}/{path}", self.area.slug()) }
    }
}

impl Counter {
    pub(crate) fn new(shelf: Arc<Shelf>, settings: Settings) -> Self {
        let rules = settings.rules.iter().map(|rule| (rule.path().to_owned(), Arc::clone(rule))).collect();
        let turnstile = settings.rate_limit.map(Turnstile::new);
        let every_answer = on_every_answer(settings.behind_tls);
        Self { shelf, settings, rules, turnstile, every_answer }
    }

    /// Answers one request. `peer` is the address at the other end of the connection, where it is known.
    pub(crate) fn answer<B>(&self, request: &Request<B>, peer: Option<IpAddr>) -> Response<Full<Bytes>> {
        if let Some(wait) = self.has_to_wait(request, peer) {
            let mut response = self.notice(&Notice::too_many(), request);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.max(1)));
            return response;
        }
        let snapshot = self.shelf.present();
        match self.find(&snapshot, request) {
            Found::Page(page, lasting) => self.page(page, lasting, request),
            Found::Answer(answer) => self.packed(answer.status, &answer.media_type, &answer.csp, answer.body, request),
            Found::Elsewhere(address, lasting) => self.elsewhere(&address, lasting),
            Found::Notice(notice) => self.notice(&notice, request),
        }
    }

    /// Whole seconds the visitor has to wait, if any.
    fn has_to_wait<B>(&self, request: &Request<B>, peer: Option<IpAddr>) -> Option<u64> {
        let turnstile = self.turnstile.as_ref()?;
        let told = || {
            let line = request.headers().get_all("x-forwarded-for").iter().next_back()?;
            line.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
        };
        let visitor = if self.settings.behind_proxy { told().or(peer) } else { peer };
        turnstile.pass(visitor?).err().map(|wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    }

    fn find<'a, B>(&self, snapshot: &'a Snapshot, request: &Request<B>) -> Found<'a> {
        let query = request.uri().query().unwrap_or("");
        if *request.method() != Method::GET && *request.method() != Method::HEAD {
            return Found::Notice(Notice::wrong_method().way_out("Read this site from its first page", "/".to_owned()));
        }
        if query.len() > LONGEST_QUERY {
            return Found::Notice(Notice::question_too_long().way_out("Go to the first page", "/".to_owned()));
        }
        let path = decoded(request.uri().path());
        let path = path.as_deref().and_then(|path| path.strip_prefix('/'));
        if let Some(slug) = self.own_area(request) {
            return match (snapshot.area(slug), path) {
                (Some(area), Some(path)) => self.inside(&Mount { area, own_host: true }, path, query),
                (Some(area), None) => no_such_page(&Mount { area, own_host: true }),
                (None, _) => Found::Notice(Notice::no_such_page()),
            };
        }
        let nowhere = || Found::Notice(Notice::no_such_page().way_out("See all areas", "/".to_owned()));
        let Some(path) = path else { return nowhere() };
        if path.is_empty() {
            let link = |area: &Arc<AreaPages>| (area.name().to_owned(), format!("/{}/", area.slug()));
            let areas = snapshot.areas();
            let dress = areas.first().and_then(|area| dress(&Mount { area, own_host: false }));
            return Found::Notice(Notice::list_of_areas(areas.iter().map(|area| link(area))).dressed(dress));
        }
        let (slug, rest) = path.split_once('/').map_or((path, None), |(slug, rest)| (slug, Some(rest)));
        match (snapshot.area(slug), rest) {
            (Some(area), Some(rest)) => self.inside(&Mount { area, own_host: false }, rest, query),
            (Some(area), None) => elsewhere(Mount { area, own_host: false }.at(""), query),
            (None, _) => nowhere(),
        }
    }

    /// The slug of the area that owns the host asked at. HTTP/2 names the host in the address itself.
    fn own_area<B>(&self, request: &Request<B>) -> Option<&str> {
        if self.settings.hosts.is_empty() {
            return None;
        }
        let named = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        let authority = request.uri().authority().map(hyper::http::uri::Authority::as_str).or(named)?;
        self.settings.hosts.get(&bare_host(authority)).map(String::as_str)
    }

    /// What stands at a path inside an area.
    fn inside<'a>(&self, mount: &Mount<'a>, path: &str, query: &str) -> Found<'a> {
        if let Some(rest) = path.strip_prefix("editions/") {
            return self.in_edition(mount, rest, query);
        }
        if let Some(answer) = self.rules.get(path).and_then(|rule| rule.answer(mount.area, &pairs(query))) {
            return Found::Answer(answer);
        }
        if let Some(page) = mount.area.page(path) {
            // The names of assets are made of their bytes.
            let lasting = if path.starts_with("assets/") { &FOR_EVER } else { &FOR_A_MINUTE };
            return Found::Page(page, lasting);
        }
        if let Some(absence) = mount.area.absence(path) {
            return absent(mount, absence);
        }
        if path.is_empty() && mount.area.page(&self.settings.first_page).is_some() {
            return elsewhere(mount.at(&self.settings.first_page), query);
        }
        match path.strip_suffix('/') {
            Some(shorter) if self.stands(mount.area, shorter) => elsewhere(mount.at(shorter), query),
            _ => no_such_page(mount),
        }
    }

    /// What stands in one release; `rest` is the address after `editions/`.
    fn in_edition<'a>(&self, mount: &Mount<'a>, rest: &str, query: &str) -> Found<'a> {
        let (label, path) = rest.split_once('/').map_or((rest, None), |(label, path)| (label, Some(path)));
        let Some(release) = mount.area.release(label) else {
            return no_such_page(mount);
        };
        if let Some(withdrawn) = &release.withdrawn {
            return absent(mount, &Absence::Withdrawn(withdrawn.reason.clone()));
        }
        let Some(path) = path else {
            return elsewhere(mount.at(&format!("editions/{label}/")), query);
        };
        let page = match path {
            "manifest.json" => Some(&release.manifest),
            "signature" => Some(&release.signature),
            path => release.pages.get(path),
        };
        if let Some(page) = page {
            return Found::Page(page, &FOR_EVER);
        }
        if release.held_back.iter().any(|held| held == path) {
            return absent(mount, &Absence::HeldBack);
        }
        let first = &self.settings.first_page;
        match path {
            "" if release.pages.contains_key(first) => elsewhere(mount.at(&format!("editions/{label}/{first}")), query),
            // Assets keep their names, so the way to them may be remembered too.
            path if path.starts_with("assets/") && mount.area.page(path).is_some() => {
                Found::Elsewhere(mount.at(path), &FOR_EVER)
            }
            path if self.stands(mount.area, path) => elsewhere(mount.at(path), query),
            path => match path.strip_suffix('/') {
                Some(shorter) if release.pages.contains_key(shorter) => {
                    elsewhere(mount.at(&format!("editions/{label}/{shorter}")), query)
                }
                Some(shorter) if self.stands(mount.area, shorter) => elsewhere(mount.at(shorter), query),
                _ => no_such_page(mount),
            },
        }
    }

    /// Whether the latest address of this path answers with anything but "no such page".
    fn stands(&self, area: &AreaPages, path: &str) -> bool {
        area.page(path).is_some() || area.absence(path).is_some() || self.rules.contains_key(path)
    }

    fn page<B>(&self, page: &Frozen, lasting: &HeaderValue, request: &Request<B>) -> Response<Full<Bytes>> {
        let (encoding, bytes) = page.best_copy(Accepted::read(request.headers()));
        let tag = page.tag(encoding);
        let mut headers = self.every_answer.clone();
        headers.insert(CONTENT_SECURITY_POLICY, page.csp().clone());
        headers.insert(CACHE_CONTROL, lasting.clone());
        headers.insert(ETAG, tag.clone());
        if is_known(request.headers(), tag) {
            return assembled(StatusCode::NOT_MODIFIED, headers, Bytes::new());
        }
        headers.insert(CONTENT_TYPE, page.media_type().clone());
        whole(StatusCode::OK, headers, encoding, bytes.clone(), request)
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
        let mut response = self.packed(notice.status, &HTML, &NOTICE, notice.render().into(), request);
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

fn elsewhere<'a>(mut address: String, query: &str) -> Found<'a> {
    if !query.is_empty() {
        address.push('?');
        address.push_str(query);
    }
    Found::Elsewhere(address, &FOR_A_MINUTE)
}

fn absent<'a>(mount: &Mount<'_>, absence: &Absence) -> Found<'a> {
    let notice = match absence {
        Absence::Withdrawn(reason) => Notice::withdrawn(reason),
        Absence::HeldBack => Notice::held_back(),
    };
    Found::Notice(with_way_out(notice, mount))
}

fn no_such_page<'a>(mount: &Mount<'_>) -> Found<'a> {
    Found::Notice(with_way_out(Notice::no_such_page(), mount))
}

fn with_way_out(notice: Notice, mount: &Mount<'_>) -> Notice {
    let notice =
        notice.dressed(dress(mount)).way_out(&format!("Go to the first page of {}", mount.area.name()), mount.at(""));
    if mount.own_host { notice } else { notice.way_out("See all areas", "/".to_owned()) }
}

/// The address of the area's style sheet on this host.
fn dress(mount: &Mount<'_>) -> Option<String> {
    mount.area.stylesheet().map(|path| mount.at(path))
}

fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn gzipped(body: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 3), Compression::new(4));
    encoder.write_all(body).ok()?;
    encoder.finish().ok().map(Bytes::from)
}
