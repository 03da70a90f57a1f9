//! One's own account: what one is called, roles, keys, codes, sessions.

use axum::{extract::State, response::Response};
use db::Tx;
use office::{Clash, ClashField, May, Office, Once, PageError, PersonId, Routes, Sent, Visit, acts};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;
use web::{
    FieldErrors, Html,
    components::{Cell, Component, InsetText},
    paths::Path,
};

use super::{
    OWN,
    cookies::{self, Browser},
    go_to,
    invitation::SheetPage,
    parts::{Form, Part, Parted, errors_of, line, page, table},
    passkey::AskPage,
    provider::{Errand, begin, continue_page},
    session_of,
    sign_in::Nothing,
    ways,
};
use crate::{
    Code, NotDone, OwnAccount,
    ceremony::Kind,
    change_self,
    deeds::unlink_provider,
    fresh_sheet, letters,
    model::Person,
    own_account,
    passkeys::{self, Answered},
    roster::own_session,
    settings::Ways,
    sign_out, sign_out_everywhere, store,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/account", OWN, account)
        .post("/account/name", OWN, name)
        .post("/account/passkeys/new", OWN, new_passkey)
        .post("/account/passkeys/keep", OWN, keep_passkey)
        .post("/account/passkeys/{passkey}/remove", OWN, remove_passkey)
        .post("/account/providers/{provider}/link", OWN, link)
        .post("/account/providers/{provider}/unlink", OWN, unlink)
        .post("/account/sheet", OWN, sheet)
        .post("/account/sessions/{session}/end", OWN, end_session)
        .post("/account/sign-out-everywhere", OWN, everywhere)
        .post("/account/notices/put-away", OWN, put_away)
}

/// Path of the page inside the area.
const PATH: &str = "account";

async fn account(may: May<acts::EnterOffice>) -> Result<Response, PageError> {
    let own = own_account(&mut may.read().await?, may.person(), may.now).await?;
    let typed = own.person.clone();
    shown(&may, &own, &typed, &FieldErrors::new()).await
}

async fn shown(
    may: &May<acts::EnterOffice>,
    own: &OwnAccount,
    typed: &Person,
    errors: &FieldErrors,
) -> Result<Response, PageError> {
    let mut sections = Vec::new();
    if !own.notices.is_empty() {
        sections.push(notices(may, own).await?);
    }
    sections.extend([about(may, typed, errors), roles(may, own).await?, keys(may, own, errors)?, codes(may, own)]);
    sections.extend([sessions(may, own)?, programs(may)]);
    let main = Parted { title: "Your account".to_owned(), lines: Vec::new(), sections };
    Ok(page(may, PATH, "Your account", &main, errors))
}

async fn notices(may: &May<acts::EnterOffice>, own: &OwnAccount) -> Result<Part, PageError> {
    let names = may.names(&mut may.read().await?).await?;
    let lines = own.notices.iter().map(|notice| {
        let theirs = if notice.about == may.person() { "Your account" } else { "The account of" };
        let name = names.get(&notice.about).filter(|_| notice.about != may.person());
        let whose = name.map_or_else(|| theirs.to_owned(), |name| format!("{theirs} {name}"));
        let day = day_words(kernel::london_date(notice.made_at));
        let text = format!("{whose}, {day}: {}", notice.kind.sentence());
        InsetText { text, ..InsetText::default() }.html()
    });
    let away = Form::to(&may.here, "account/notices/put-away", "I have read this").shown();
    let unless =
        "If this was not you or your colleague, end all sessions and ask your administrator at once.".to_owned();
    Ok(Part { id: "told", title: "What you should know", lines: vec![unless], parts: lines.chain([away]).collect() })
}

fn about(may: &May<acts::EnterOffice>, typed: &Person, errors: &FieldErrors) -> Part {
    let hint = "For notices that say nothing but that there is something to read here. You may leave it empty. To change \
                it, you need to confirm that it is you.";
    let form = Form::to(&may.here, "account/name", "Save")
        .hidden("version", &typed.version.to_string())
        .field(line("name", "Your name, as colleagues know it", "", &typed.name, errors))
        .field(line("email", "E-mail address", hint, typed.email.as_deref().unwrap_or_default(), errors));
    Part { id: "about", title: "About you", lines: Vec::new(), parts: vec![form.shown()] }
}

async fn roles(may: &May<acts::EnterOffice>, own: &OwnAccount) -> Result<Part, PageError> {
    let organisations = store::organisations(&mut may.read().await?).await?;
    let rows = own.roles.iter().filter(|held| held.until.is_none_or(|until| until >= may.today())).map(|held| {
        let found = organisations.iter().find(|organisation| organisation.key == held.organisation);
        let organisation = found.map_or(held.organisation.as_str(), |organisation| organisation.name.as_str());
        let until = held.until.map_or_else(|| "No end set".to_owned(), day_words);
        vec![held.role.name().into(), organisation.into(), day_words(held.from).as_str().into(), until.as_str().into()]
    });
    let parts = vec![table("Your roles", &["Role", "Organisation", "From", "Until"], rows.collect())];
    Ok(Part { id: "roles", title: "What you do here", lines: Vec::new(), parts })
}

fn keys(may: &May<acts::EnterOffice>, own: &OwnAccount, errors: &FieldErrors) -> Result<Part, PageError> {
    let here = &may.here;
    let rows = own.passkeys.iter().map(|key| {
        let used = key.used_at.map_or_else(|| "Not yet".to_owned(), |at| day_words(kernel::london_date(at)));
        let path = format!("account/passkeys/{}/remove", key.id);
        let remove = Form::quiet(here, &path, "Remove", &format!("passkey {}", key.name)).shown();
        let made = day_words(kernel::london_date(key.made_at));
        vec![key.name.as_str().into(), made.as_str().into(), used.as_str().into(), Cell::from(remove)]
    });
    let mut parts = Vec::new();
    if !own.passkeys.is_empty() {
        parts.push(table("Your passkeys", &["Name", "Made", "Last used", "Remove"], rows.collect()));
    }
    let hint = "Such as Work laptop. It helps you to know which is which.";
    let new = Form::to(here, "account/passkeys/new", "Make a passkey");
    parts.push(new.field(line("passkey_name", "Name of the device", hint, "", errors)).shown());
    for provider in ways(&may.office)?.providers(&here.area) {
        let linked = own.issuers.contains(&provider.issuer);
        let (deed, begin, end) = if linked { ("unlink", "Stop using", "") } else { ("link", "Use", " too") };
        let words = format!("{begin} the sign-in of {}{end}", provider.name);
        parts.push(Form::quiet(here, &format!("account/providers/{}/{deed}", provider.key), &words, "").shown());
    }
    let linked = ways(&may.office)?.providers(&here.area).filter(|provider| own.issuers.contains(&provider.issuer));
    let lines = linked.map(|provider| format!("You can also sign in through {}.", provider.name)).collect();
    Ok(Part { id: "keys", title: "How you sign in", lines, parts })
}

fn codes(may: &May<acts::EnterOffice>, own: &OwnAccount) -> Part {
    let lines = vec![
        format!("You have {} unused recovery codes.", own.codes_left),
        "A new sheet ends the old one. You need to confirm that it is you.".to_owned(),
    ];
    let form = Form::to(&may.here, "account/sheet", "Make a new sheet of codes").shown();
    Part { id: "codes", title: "Recovery codes", lines, parts: vec![form] }
}

fn sessions(may: &May<acts::EnterOffice>, own: &OwnAccount) -> Result<Part, PageError> {
    let mine = session_of(may)?;
    let rows = own.sessions.iter().map(|session| {
        let began = instant_words(session.began_at);
        let path = format!("account/sessions/{}/end", session.id);
        let end = Form::quiet(&may.here, &path, "End", &format!("session begun {began}")).shown();
        let last = if session.id == mine { Cell::from("This one") } else { Cell::from(end) };
        vec![began.as_str().into(), session.means.name().into(), instant_words(session.seen_at).as_str().into(), last]
    });
    let table = table("Where you are signed in", &["Began", "How", "Last used", "End"], rows.collect());
    let out = Form::to(&may.here, "sign-out", "Sign out").shown();
    let everywhere = Form::to(&may.here, "account/sign-out-everywhere", "Sign out everywhere").shown();
    let lines = vec!["Signing out everywhere also ends every token you gave to a program.".to_owned()];
    Ok(Part { id: "sessions", title: "Sessions", lines, parts: vec![table, out, everywhere] })
}

fn programs(may: &May<acts::EnterOffice>) -> Part {
    let link = Html::of(&TokensLink { address: may.here.at("account/tokens") });
    Part { id: "programs", title: "Programs", lines: Vec::new(), parts: vec![link] }
}

#[derive(askama::Template)]
#[template(
    source = r#"<p class="govuk-body"><a class="govuk-link" href="{{ address }}">Tokens for programs</a></p>"#,
    ext = "html"
)]
struct TokensLink {
    address: String,
}

/// A day as people write it.
pub(super) fn day_words(day: jiff::civil::Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

pub(super) fn instant_words(at: jiff::Timestamp) -> String {
    let zone = jiff::tz::TimeZone::get("Europe/London").unwrap_or(jiff::tz::TimeZone::UTC);
    at.to_zoned_datetime(zone).strftime("%-d %B %Y, %H:%M").to_string()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameForm {
    pub(super) name: String,
    #[serde(default)]
    pub(super) email: String,
    pub(super) version: i64,
}

impl NameForm {
    /// Filled in as it is.
    pub(super) fn of(person: &Person) -> Self {
        let email = person.email.clone().unwrap_or_default();
        Self { name: person.name.clone(), email, version: person.version }
    }

    pub(super) fn person(&self, id: PersonId) -> Person {
        let email = Some(self.email.clone()).filter(|email| !email.trim().is_empty());
        Person { id, name: self.name.clone(), email, version: self.version }
    }

    /// Both texts, where somebody else saved first.
    pub(super) fn clash(&self, path: &str, leave: &str, now: &Person) -> Clash {
        let field = |name: &str, label: &str, now: &str, typed: &str| ClashField {
            name: name.to_owned(),
            label: label.to_owned(),
            now: now.to_owned(),
            typed: typed.to_owned(),
        };
        Clash {
            path: path.to_owned(),
            about: "the name and address of this person".to_owned(),
            saved_by: String::new(),
            fields: vec![
                field("name", "Name", &now.name, &self.name),
                field("email", "E-mail address", now.email.as_deref().unwrap_or_default(), &self.email),
            ],
            hidden: vec![("version".to_owned(), now.version.to_string())],
            leave: leave.to_owned(),
        }
    }
}

async fn name(may: May<acts::EnterOffice>, sent: Sent<NameForm>) -> Result<Response, PageError> {
    let person = sent.fields.person(may.person());
    let mut tx = may.write().await?;
    if store::person(&mut tx, may.person()).await?.is_some_and(|now| moves(&now, &person)) {
        drop(tx);
        fresh_proof(&may).await?;
        tx = may.write().await?;
    }
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    match change_self(&mut tx, &may.actor(), &person, may.now).await {
        Ok(left) => {
            post_of_change(&mut tx, &may, &person, left.as_deref()).await?;
            let answer = ticket.go_to(&mut tx, &may, PATH).await?;
            tx.commit().await?;
            Ok(answer)
        }
        Err(NotDone::PersonChanged(now)) => Err(sent.fields.clash("account/name", PATH, &now).page(&may)),
        Err(error) => {
            drop(tx);
            let errors = errors_of(error)?;
            let own = own_account(&mut may.read().await?, may.person(), may.now).await?;
            Err(PageError::form(shown(&may, &own, &person, &errors).await?))
        }
    }
}

/// Whether mail would go elsewhere, as the address would be kept.
fn moves(now: &Person, typed: &Person) -> bool {
    now.email.as_deref() != typed.email.as_deref().map(str::trim)
}

/// Sends on, to the new address and to the one that was left, that the account was changed.
pub(super) async fn post_of_change(
    tx: &mut Tx,
    visit: &Visit,
    person: &Person,
    left: Option<&str>,
) -> Result<(), PageError> {
    if let Some(left) = left {
        let (here, ways) = (&visit.here, ways(&visit.office)?);
        letters::told(tx, here, ways, person.id, visit.now).await?;
        letters::told_where_it_went(tx, here, ways, (person.id, person.version + 1, left), visit.now).await?;
    }
    Ok(())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPasskeyForm {
    #[serde(default)]
    passkey_name: String,
}

async fn new_passkey(
    may: May<acts::EnterOffice>,
    browser: Browser,
    sent: Sent<NewPasskeyForm>,
) -> Result<Response, PageError> {
    let origin = ways(&may.office)?.origin(&may.here.area);
    let mut tx = may.write().await?;
    let own = own_account(&mut tx, may.person(), may.now).await?;
    let session = own_session(&mut tx, may.person(), session_of(&may)?, may.now).await?;
    let asked = passkeys::ask_for_new(&mut tx, origin, &own.person, &session, browser.secret(), may.now).await?;
    tx.commit().await?;
    let main = AskPage::to_make(&may.here, "account/passkeys/keep", asked, &sent.fields.passkey_name, PATH);
    let answer = page(&may, "account/passkeys/new", main.title(), &main, &FieldErrors::new());
    Ok(browser.keep(&may.here, answer))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MadeForm {
    ceremony: String,
    credential: String,
    #[serde(default)]
    name: String,
}

async fn keep_passkey(
    may: May<acts::EnterOffice>,
    browser: Browser,
    sent: Sent<MadeForm>,
) -> Result<Response, PageError> {
    let origin = ways(&may.office)?.origin(&may.here.area);
    let MadeForm { ceremony, credential, name } = &sent.fields;
    let answered = Answered { browser: browser.secret(), ceremony, credential };
    let mut tx = may.write().await?;
    let kept = passkeys::keep_new(&mut tx, origin, may.person(), &may.actor(), name, answered, may.now).await;
    if kept.is_ok() {
        letters::told(&mut tx, &may.here, ways(&may.office)?, may.person(), may.now).await?;
    }
    // Refused or not, this making is used up; only the database's own failure leaves it.
    if !matches!(kept, Err(NotDone::Engine(_))) {
        tx.commit().await?;
    }
    kept?;
    Ok(go_to(&may.here, PATH))
}

async fn remove_passkey(
    may: May<acts::EnterOffice>,
    Path(id): Path<Uuid>,
    _sent: Sent<Nothing>,
) -> Result<Response, PageError> {
    fresh_proof(&may).await?;
    let mut tx = may.write().await?;
    let ways = ways(&may.office)?;
    passkeys::remove(&mut tx, &may.actor(), (may.person(), &offered(ways, &may)), id, may.now).await?;
    letters::told(&mut tx, &may.here, ways, may.person(), may.now).await?;
    tx.commit().await?;
    Ok(go_to(&may.here, PATH))
}

async fn link(
    may: May<acts::EnterOffice>,
    State(office): State<Office>,
    browser: Browser,
    Path(key): Path<String>,
    _sent: Sent<Nothing>,
) -> Result<Response, PageError> {
    fresh_proof(&may).await?;
    let provider = ways(&office)?.provider(&may.here.area, &key).ok_or(PageError::NotFound)?;
    let (person, session) = (Some(may.person()), Some(session_of(&may)?));
    let errand = Errand { kind: Kind::ProviderLinked, person, session, to: PATH };
    let address = begin(&may.here, &office, &browser, provider, errand).await?;
    let path = format!("account/providers/{key}/link");
    Ok(browser.keep(&may.here, continue_page(&may.here, &path, provider, &address, PATH)))
}

async fn unlink(
    may: May<acts::EnterOffice>,
    Path(key): Path<String>,
    _sent: Sent<Nothing>,
) -> Result<Response, PageError> {
    fresh_proof(&may).await?;
    let ways = ways(&may.office)?;
    let provider = ways.provider(&may.here.area, &key).ok_or(PageError::NotFound)?;
    let mut tx = may.write().await?;
    unlink_provider(&mut tx, may.person(), provider, &offered(ways, &may), may.now).await?;
    letters::told(&mut tx, &may.here, ways, may.person(), may.now).await?;
    tx.commit().await?;
    Ok(go_to(&may.here, PATH))
}

/// The issuers that can be used to sign in to this area.
fn offered<'a>(ways: &'a Ways, may: &May<acts::EnterOffice>) -> Vec<&'a str> {
    ways.providers(&may.here.area).map(|provider| provider.issuer.as_str()).collect()
}

async fn sheet(may: May<acts::EnterOffice>, _sent: Sent<Nothing>) -> Result<Response, PageError> {
    fresh_proof(&may).await?;
    let mut tx = may.write().await?;
    let sheet = fresh_sheet(&mut tx, &may.actor(), may.person(), may.now).await?;
    letters::told(&mut tx, &may.here, ways(&may.office)?, may.person(), may.now).await?;
    tx.commit().await?;
    let main = SheetPage { sheet: sheet.iter().map(Code::reveal).collect(), account: may.here.at(PATH) };
    Ok(page(&may, "account/sheet", "Your recovery codes", &main, &FieldErrors::new()))
}

/// Keys and codes are changed only with proof that it is really they, or soon after a code was used up for it.
async fn fresh_proof(may: &May<acts::EnterOffice>) -> Result<(), PageError> {
    let session = own_session(&mut may.read().await?, may.person(), session_of(may)?, may.now).await?;
    if session.may_add_key_at(may.now) { Ok(()) } else { Err(PageError::StepUpFirst) }
}

async fn end_session(
    may: May<acts::EnterOffice>,
    Path(id): Path<Uuid>,
    _sent: Sent<Nothing>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    sign_out(&mut tx, may.person(), id, may.now).await?;
    tx.commit().await?;
    Ok(go_to(&may.here, PATH))
}

async fn everywhere(may: May<acts::EnterOffice>, _sent: Sent<Nothing>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    sign_out_everywhere(&mut tx, may.person(), may.now).await?;
    tx.commit().await?;
    Ok(cookies::signed_out(&may.here, go_to(&may.here, "sign-in")))
}

async fn put_away(may: May<acts::EnterOffice>, _sent: Sent<Nothing>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    store::put_notices_away(&mut tx, may.person(), may.now).await?;
    let subject = format!("person {}", may.person());
    audit::record(&mut tx, &may.actor(), "accounts.read-notices", &subject, &json!({}), may.now).await?;
    tx.commit().await?;
    Ok(go_to(&may.here, PATH))
}
