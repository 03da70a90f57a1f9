//! An area with its office, its real doorkeeper, and browsers that keep cookies.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use accounts::{
    Accounts, DemoDoor, FirstAdministrator, ProviderSettings, Settings, Ways, invite_administrator, routes,
};
use audit::SigningKey;
use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use db::Db;
use jiff::{SignedDuration, Timestamp, civil::date};
use kernel::{Actor, Area, Clock};
use office::{Action, Desk, Entrance, Office, Section};
use permission::{PersonId, Role};
use serde_json::Value;
use testing::{Reply, an_area};

use crate::device::Device;

pub(crate) const ORIGIN: &str = "http://localhost:8080";
/// Key of the first administrator's organisation.
pub(crate) const COUNCIL: &str = "county-council";

/// Noon on the day the stories begin.
pub(crate) fn noon() -> Timestamp {
    Clock::at_noon(date(2026, 6, 1)).now()
}

pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) area: Area,
    pub(crate) now: Timestamp,
    entrance: Entrance,
    ways: Ways,
}

impl World {
    pub(crate) async fn open(db: &Db) -> Self {
        Self::open_as(db, "ridgeway").await
    }

    /// The same for an area of another word.
    pub(crate) async fn open_as(db: &Db, slug: &str) -> Self {
        let area = an_area(db, slug).await;
        Self::with(db, &area, noon(), ways(vec![]), None)
    }

    /// Where somebody's account stands.
    fn account(&self) -> String {
        format!("/{}/account", self.area.slug)
    }

    /// The same area with an organisation's own sign-in.
    pub(crate) async fn with_provider(db: &Db, issuer: &str) -> Self {
        let area = an_area(db, "ridgeway").await;
        let words = |text: &str| text.to_owned();
        let provider = ProviderSettings {
            key: words("county"),
            name: words("Ridgeway County Council"),
            areas: vec![],
            issuer: words(issuer),
            client_id: words("waymark"),
            client_secret: words("between-us"),
        };
        Self::with(db, &area, noon(), ways(vec![provider]), None)
    }

    pub(crate) fn with(db: &Db, area: &Area, now: Timestamp, ways: Ways, door: Option<DemoDoor>) -> Self {
        let desk = Desk {
            db: db.clone(),
            clock: Clock::Fixed(now),
            key: SigningKey::fresh(),
            doorkeeper: Arc::new(Accounts),
            people: Arc::new(Accounts),
            hosts: [].into(),
            behind_tls: false,
            sections: vec![Section {
                text: "People",
                path: "office/people",
                action: Action::ListPeople,
                says: "Who is here.",
            }],
        };
        let office = Office::new(desk).with(ways.clone());
        let office = if let Some(door) = door { office.with(door) } else { office };
        let entrance = Entrance::new(&office, routes(), false);
        Self { db: db.clone(), area: area.clone(), now, entrance, ways }
    }

    /// The same world some time later.
    pub(crate) fn later(&self, by: SignedDuration) -> Self {
        Self::with(&self.db, &self.area, self.now + by, self.ways.clone(), None)
    }

    /// The code of the first administrator's invitation.
    pub(crate) async fn first_code(&self) -> String {
        let mut tx = self.db.write(self.area.id).await.unwrap();
        let first = FirstAdministrator {
            organisation: COUNCIL.to_owned(),
            organisation_name: "Ridgeway County Council".to_owned(),
            name: "Ada Canary".to_owned(),
            email: None,
        };
        let actor = Actor::operator("operator");
        let (_, code) = invite_administrator(&mut tx, &actor, &first, self.now).await.unwrap();
        tx.commit().await.unwrap();
        code.reveal()
    }

    /// The first administrator, joined, with a passkey, and having just confirmed that it is they.
    pub(crate) async fn administrator(&self) -> Member {
        let code = self.first_code().await;
        let member = self.join(&code, "Ada Canary").await;
        member.confirm(self).await;
        member
    }

    /// Somebody who takes a code up, and makes a passkey.
    pub(crate) async fn join(&self, code: &str, name: &str) -> Member {
        let browser = Browser::new();
        let welcome = browser.post(self, "invitation/join", &[("code", code), ("name", name)]).await;
        assert_eq!(welcome.status, StatusCode::OK, "{}", welcome.text);
        let member = Member { browser, device: Device::new(), sheet: codes_in(&welcome.text) };
        let made = member.make_passkey(self, &member.device).await;
        assert_eq!((made.status, made.location()), (StatusCode::SEE_OTHER, &*self.account()), "{}", made.text);
        member
    }

    /// Somebody whom an administrator invites into an organisation as this.
    pub(crate) async fn invited(&self, by: &Member, organisation: &str, role: Role, name: &str) -> Member {
        let path = format!("office/people/{organisation}/invite");
        let made = by.browser.post(self, &path, &[("name", name), ("role", role.word())]).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text);
        self.join(&codes_in(&made.text)[0], name).await
    }

    /// Who has this name.
    pub(crate) async fn person(&self, organisation: &str, name: &str) -> PersonId {
        let mut tx = self.db.read(self.area.id).await.unwrap();
        let found = accounts::workplace(&mut tx, organisation, self.now).await.unwrap().unwrap();
        found.people.into_iter().find(|colleague| colleague.person.name == name).unwrap().person.id
    }
}

pub(crate) fn ways(providers: Vec<ProviderSettings>) -> Ways {
    Ways::open(Settings { origin: ORIGIN.to_owned(), providers, ..Settings::default() }).unwrap()
}

/// Somebody with an account, their browser and their device.
pub(crate) struct Member {
    pub(crate) browser: Browser,
    pub(crate) device: Device,
    pub(crate) sheet: Vec<String>,
}

impl Member {
    pub(crate) async fn make_passkey(&self, world: &World, device: &Device) -> Reply {
        let asked = self.browser.post(world, "account/passkeys/new", &[("passkey_name", "Laptop")]).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
        let credential = device.make(&options_in(&asked.text));
        let fields = [("ceremony", asked.field("ceremony")), ("credential", credential), ("name", asked.field("name"))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.browser.post(world, "account/passkeys/keep", &fields).await
    }

    /// Shows the passkey again, so that sensitive acts are open for five minutes.
    pub(crate) async fn confirm(&self, world: &World) {
        let asked = self.browser.post(world, "account/confirm/passkey", &[("to", "account")]).await;
        let answer = shown(&self.device, &asked);
        let answer: Vec<(&str, &str)> = answer.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let done = self.browser.post(world, "account/confirm/passkey/answer", &answer).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, &*world.account()), "{}", done.text);
    }

    /// Signs in anew with the passkey, in this browser.
    pub(crate) async fn sign_in(&self, world: &World, browser: &Browser) -> Reply {
        let asked = browser.post(world, "sign-in/passkey", &[("to", "account")]).await;
        let answer = shown(&self.device, &asked);
        let answer: Vec<(&str, &str)> = answer.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post(world, "sign-in/passkey/answer", &answer).await
    }
}

/// The fields of the form in which a device answers.
pub(crate) fn shown(device: &Device, asked: &Reply) -> Vec<(&'static str, String)> {
    let credential = device.show(&options_in(&asked.text));
    vec![("ceremony", asked.field("ceremony")), ("credential", credential), ("to", asked.field("to"))]
}

/// What a page asks of the device.
pub(crate) fn options_in(page: &str) -> Value {
    let rest = page.split_once("data-options=\"").unwrap_or_else(|| panic!("no options in {page}")).1;
    let text = rest.split_once('"').unwrap().0;
    let text = text.replace("&#34;", "\"").replace("&quot;", "\"").replace("&#38;", "&").replace("&amp;", "&");
    serde_json::from_str(&text).unwrap()
}

/// The codes a page shows.
pub(crate) fn codes_in(page: &str) -> Vec<String> {
    let parts = page.split("<code>").skip(1);
    parts.map(|part| part.split_once("</code>").unwrap().0.to_owned()).collect()
}

/// A browser of one person: it keeps cookies and sends forms with their key.
#[derive(Default)]
pub(crate) struct Browser {
    pub(crate) jar: RefCell<BTreeMap<String, String>>,
}

impl Browser {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) async fn get(&self, world: &World, path: &str) -> Reply {
        self.ask(world, Method::GET, path, String::new()).await
    }

    /// Sends a form with a fresh key.
    pub(crate) async fn post(&self, world: &World, path: &str, fields: &[(&str, &str)]) -> Reply {
        let key = uuid::Uuid::from_bytes(kernel::random_bytes()).to_string();
        let all = [&[("once", key.as_str())], fields].concat();
        self.post_as_is(world, path, &all).await
    }

    /// Sends a form as it is, so that it can be sent twice.
    pub(crate) async fn post_as_is(&self, world: &World, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask(world, Method::POST, path, body).await
    }

    async fn ask(&self, world: &World, method: Method, path: &str, body: String) -> Reply {
        let cookies: Vec<String> = self.jar.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(format!("/{}/{path}", world.area.slug))
            .header(header::HOST, "localhost")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookies.join("; "))
            .body(Body::from(body))
            .unwrap();
        let reply = answered(world, request).await;
        for line in reply.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"] {
                assert!(line.contains(part) && line.starts_with("__Host-"), "{line}");
            }
            let (name, rest) = line.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            let mut jar = self.jar.borrow_mut();
            if rest.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        reply
    }

    /// Whether this browser is signed in.
    pub(crate) async fn is_in(&self, world: &World) -> bool {
        let reply = self.get(world, "account").await;
        assert!(matches!(reply.status, StatusCode::OK | StatusCode::SEE_OTHER), "{}", reply.text);
        reply.status == StatusCode::OK
    }

    /// The secret in the area's cookie.
    pub(crate) fn session(&self) -> String {
        self.jar.borrow().get("__Host-waymark-ridgeway").cloned().unwrap_or_default()
    }

    pub(crate) fn of(session: &str) -> Self {
        let browser = Self::new();
        browser.jar.borrow_mut().insert("__Host-waymark-ridgeway".to_owned(), session.to_owned());
        browser
    }
}

/// Calls the JSON interface with a token.
pub(crate) async fn call(world: &World, method: Method, path: &str, token: &str, body: &str) -> Reply {
    let request = Request::builder()
        .method(method)
        .uri(format!("/{}/api/v1/{path}", world.area.slug))
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/json")
        .header("sec-fetch-site", "none")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::from(body.to_owned()))
        .unwrap();
    answered(world, request).await
}

async fn answered(world: &World, request: Request<Body>) -> Reply {
    let answer = world.entrance.answer(Some("localhost"), request).await;
    let (head, body) = answer.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Reply { status: head.status, headers: head.headers, text, bytes: bytes.to_vec() }
}
