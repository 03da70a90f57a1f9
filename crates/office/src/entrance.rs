//! The way in: from an address on this host to an area and a path inside it, and to the right answer when it fails.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use db::area_by_slug;
use kernel::{Area, Slug};
use tower::ServiceExt;
use utoipa::openapi::OpenApi;
use web::{
    ErrorPage, assets,
    safety::{ClientAddress, Frame, Limiter, Rate, Safety, guard},
};

use crate::{
    Here, Office, PageError, Routes, Visit,
    answer::{LeadsTo, problem},
    page::ASSETS,
    sent::is_unsafe,
};

/// First words of paths inside an area that belong to the office.
const WORDS: [&str; 6] = ["office", "account", "sign-in", "sign-out", "invitation", "api"];
/// Most bytes of a request: a form with a document.
const MOST: usize = 24 * 1024 * 1024;
/// Requests a minute from one address, after a burst.
const RATE: Rate = Rate { burst: 300, per_minute: 1_200, most_clients: 20_000 };

/// The office's door: decides which addresses are the office's and answers them.
#[derive(Clone)]
pub struct Entrance {
    office: Office,
    router: Router,
}

impl Entrance {
    /// Opens the office with these routes. `behind_proxy` says that the last entry of `X-Forwarded-For` is the reader.
    pub fn new(office: &Office, routes: Routes, behind_proxy: bool) -> Self {
        let (inner, text) = routes.open();
        let text = Arc::new(described(text));
        let openapi = get(async move || axum::Json(OpenApi::clone(&text)));
        let inner = inner
            .route("/api/v1/openapi.json", openapi)
            .route(&format!("/{ASSETS}/{{name}}"), get(asset))
            .fallback(nowhere)
            .with_state(office.clone());
        let frame = Frame { behind_tls: office.desk().behind_tls, ..Frame::new(office.clock().clone()) };
        let address = if behind_proxy { ClientAddress::Proxy } else { ClientAddress::Peer };
        let limiter = Arc::new(Limiter::new(RATE, address, office.clock().clone()));
        let safety = Safety { limiter, body_limit: MOST, ..Safety::new(frame) };
        Self { office: office.clone(), router: guard(inner, safety) }
    }

    /// Whether an address is the office's. `host` is the host asked at, in lower case and without port.
    pub fn takes(&self, host: Option<&str>, path: &str) -> bool {
        let mut words = path.strip_prefix('/').unwrap_or(path).split('/');
        if !host.is_some_and(|host| self.office.desk().hosts.contains_key(host)) {
            words.next();
        }
        words.next().is_some_and(|word| WORDS.contains(&word))
    }

    /// Answers a request. `host` as in [`Entrance::takes`].
    pub async fn answer(&self, host: Option<&str>, request: Request) -> Response {
        let here = match self.here(host, request.uri()).await {
            Ok(Some(here)) => here,
            Ok(None) => return ErrorPage::not_found().into_response(),
            Err(error) => return PageError::from(error).into_response(),
        };
        // The character that stands for nothing is in no address of ours, and PostgreSQL looks for no text that has it.
        if here.path.contains("%00") {
            return dressed(&here, PageError::NotFound.into_response(), is_unsafe(request.method()));
        }
        let Ok(inside) = format!("/{}", here.path).parse::<Uri>() else {
            return ErrorPage::not_found().into_response();
        };
        let asked = request.method().clone();
        let mut request = request;
        *request.uri_mut() = inside;
        request.extensions_mut().insert(here.clone());
        let answer = match self.router.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        dressed(&here, answer, is_unsafe(&asked))
    }

    async fn here(&self, host: Option<&str>, uri: &Uri) -> sqlx::Result<Option<Here>> {
        let path = uri.path().strip_prefix('/').unwrap_or_default();
        let own = host.and_then(|host| self.office.desk().hosts.get(host));
        let (slug, inside, root) = if let Some(slug) = own {
            (slug.as_str(), path, "/".to_owned())
        } else {
            let (slug, inside) = path.split_once('/').unwrap_or((path, ""));
            (slug, inside, format!("/{slug}/"))
        };
        let Some(area) = self.area(slug).await? else {
            return Ok(None);
        };
        let query = uri.query().map_or_else(String::new, |query| format!("?{query}"));
        Ok(Some(Here { area, root, path: format!("{inside}{query}") }))
    }

    async fn area(&self, slug: &str) -> sqlx::Result<Option<Area>> {
        let Ok(slug) = slug.parse::<Slug>() else {
            return Ok(None);
        };
        let mut tx = self.office.db().read_registry().await?;
        area_by_slug(&mut tx, &slug).await
    }
}

/// A failed answer in the look of the area, or as a problem for programs; somebody not signed in is led to the door.
fn dressed(here: &Here, answer: Response, was_unsafe: bool) -> Response {
    let leads_to = answer.extensions().get::<LeadsTo>().copied();
    let Some(page) = answer.extensions().get::<ErrorPage>().cloned() else {
        return answer;
    };
    let dressed = if here.is_api() {
        problem(&page)
    } else if let Some(leads_to) = leads_to {
        led(here, leads_to, was_unsafe)
    } else {
        page.answer(here.look(), &here.root)
    };
    // The safety layer's headers stay, but for those that describe the body that was replaced.
    let (mut head, body) = dressed.into_parts();
    for (name, value) in answer.headers() {
        let of_body = [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::CONTENT_SECURITY_POLICY].contains(name);
        if !of_body && !head.headers.contains_key(name) {
            head.headers.append(name, value.clone());
        }
    }
    Response::from_parts(head, body)
}

/// To the sign-in page, or to where one confirms who one is, and from there back. What was being sent is not repeated:
/// the reader returns to the office's first page and sends it again.
fn led(here: &Here, leads_to: LeadsTo, was_unsafe: bool) -> Response {
    let door = match leads_to {
        LeadsTo::SignIn => "sign-in",
        LeadsTo::StepUp => "account/confirm",
    };
    let back = if was_unsafe { "office" } else { here.path.as_str() };
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("to", back).finish();
    let mut answer = StatusCode::SEE_OTHER.into_response();
    if let Ok(location) = HeaderValue::try_from(here.at(&format!("{door}?{query}"))) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(web::csp::NOTHING));
    answer
}

/// What is not there: whoever is not signed in cannot tell it from what is.
async fn nowhere(State(office): State<Office>, request: Request<Body>) -> PageError {
    let (mut parts, _) = request.into_parts();
    match Visit::of(&mut parts, &office).await {
        Ok(_) => PageError::NotFound,
        Err(error) => error,
    }
}

/// The office's own style sheet, script and icon; their names are made of their bytes.
async fn asset(Path(name): Path<String>) -> Result<Response, PageError> {
    let asset = assets::named(&name).ok_or(PageError::NotFound)?;
    let headers =
        [(header::CONTENT_TYPE, asset.media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.bytes).into_response())
}

/// The interface's description with what is said about the interface as a whole.
fn described(mut text: OpenApi) -> OpenApi {
    use utoipa::openapi::{
        InfoBuilder, LicenseBuilder,
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    };
    let licence = LicenseBuilder::new().name("MIT").identifier(Some("MIT")).build();
    text.info = InfoBuilder::new()
        .title("Waymark office")
        .description(Some("Everything an officer can do, for programs. Tokens are made on the account page, end-dated, with the least scope that does."))
        .version(env!("CARGO_PKG_VERSION"))
        .license(Some(licence))
        .build();
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    text.components.get_or_insert_default().add_security_scheme("token", bearer);
    text.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
    text
}
