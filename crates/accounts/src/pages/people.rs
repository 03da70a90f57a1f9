//! The people of an organisation: who they are, invitations, the end of roles and sessions, a way back.

use axum::response::Response;
use jiff::civil::Date;
use kernel::{DAY_HINT, DAY_REMEDY, typed_day};
use office::{Access, Act, Action, May, Once, PageError, Permit, PersonId, Role, Routes, Sent, Subject, acts};
use serde::Deserialize;
use uuid::Uuid;
use web::{
    Component, FieldErrors, Html,
    components::{Cell, Checkboxes, Choice, Fieldset, Input, Label, Legend},
    paths::Path,
};

use super::{
    account::{NameForm, day_words, post_of_change},
    go_to,
    parts::{Form, Part, Parted, ShownOnce, errors_of, line, page, table},
    sign_in::Nothing,
    ways,
};
use crate::{
    Code, Colleague, NewInvitation, NotDone, Workplace, change_person, confirm_way_back, end_role, end_sessions,
    invite, letters,
    model::{PromisedRole, RoleHeld},
    offer_way_back, organisations, withdraw, workplace,
};

const INVITE: Access = Access::To(Action::InvitePerson);
const END: Access = Access::To(Action::EndRole);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/office/people", Access::To(Action::ListPeople), list)
        .get("/office/people/{organisation}", Access::To(Action::ListPeople), people)
        .post("/office/people/{organisation}/invite", INVITE, send_invitation)
        .post("/office/people/{organisation}/invitations/{invitation}/withdraw", INVITE, take_back)
        .post("/office/people/{organisation}/invitations/{invitation}/confirm", INVITE, confirm)
        .get("/office/people/{organisation}/{person}", Access::To(Action::ListPeople), person)
        .post("/office/people/{organisation}/{person}/name", INVITE, name)
        .post("/office/people/{organisation}/{person}/way-back", INVITE, way_back)
        .post("/office/people/{organisation}/{person}/end-sessions", END, sign_out_all)
        .post("/office/people/{organisation}/roles/{role}/end", END, end)
}

fn there(organisation: &str) -> Subject {
    Subject::Workplace { organisation: organisation.to_owned() }
}

fn path_to(organisation: &str) -> String {
    format!("office/people/{organisation}")
}

#[derive(askama::Template)]
#[template(
    source = r#"<ul class="govuk-list">
{%- for (name, address) in links %}
<li><a class="govuk-link" href="{{ address }}">{{ name }}</a></li>
{%- endfor %}
</ul>"#,
    ext = "html"
)]
struct Links {
    links: Vec<(String, String)>,
}

async fn list(may: May<acts::ListPeople>) -> Result<Response, PageError> {
    let all = organisations(&mut may.read().await?).await?;
    let open = all.into_iter().filter(|organisation| may.over(&there(&organisation.key)).is_ok());
    let links = open.map(|organisation| (organisation.name, may.here.at(&path_to(&organisation.key)))).collect();
    let section = Part {
        id: "organisations",
        title: "Organisations",
        lines: Vec::new(),
        parts: vec![Html::of(&Links { links })],
    };
    let main = Parted { title: "People".to_owned(), lines: Vec::new(), sections: vec![section] };
    Ok(page(&may, "office/people", "People", &main, &FieldErrors::new()))
}

async fn found<A: Act>(may: &May<A>, organisation: &str) -> Result<Workplace, PageError> {
    workplace(&mut may.read().await?, organisation, may.now).await?.ok_or(PageError::NotFound)
}

async fn people(may: May<acts::ListPeople>, Path(organisation): Path<String>) -> Result<Response, PageError> {
    may.over(&there(&organisation))?;
    let workplace = found(&may, &organisation).await?;
    let typed = InviteForm::default();
    Ok(shown(&may, &workplace, &typed, &FieldErrors::new()))
}

fn shown<A: Act>(may: &May<A>, workplace: &Workplace, typed: &InviteForm, errors: &FieldErrors) -> Response {
    let organisation = &workplace.organisation;
    let invites = may.could(Action::InvitePerson, &there(&organisation.key));
    let mut sections = vec![here_now(may, workplace)];
    if invites {
        sections.push(waiting(may, workplace));
        sections.push(inviting(may, workplace, typed, errors));
    }
    let title = format!("People of {}", organisation.name);
    let main = Parted { title: title.clone(), lines: Vec::new(), sections };
    page(may, &path_to(&organisation.key), &title, &main, errors)
}

fn here_now<A: Act>(may: &May<A>, workplace: &Workplace) -> Part {
    let key = &workplace.organisation.key;
    let ends = may.could(Action::EndRole, &there(key));
    let today = may.today();
    let mut rows = Vec::new();
    for Colleague { person, roles } in &workplace.people {
        for held in roles.iter().filter(|held| held.until.is_none_or(|until| until >= today)) {
            let address = may.here.at(&format!("{}/{}", path_to(key), person.id));
            let name = Html::of(&Links { links: vec![(person.name.clone(), address)] });
            let until = held.until.map_or_else(|| "No end set".to_owned(), day_words);
            let about = format!("{} of {}", held.role.name(), person.name);
            let end = Form::quiet(&may.here, &format!("{}/roles/{}/end", path_to(key), held.id), "End now", &about);
            let last = if ends { Cell::from(end.shown()) } else { Cell::from("") };
            rows.push(vec![Cell::from(name), held.role.name().into(), until.as_str().into(), last]);
        }
    }
    let heads = ["Name", "Role", "Until", "End"];
    let parts = vec![table("Roles in force", &heads, rows)];
    Part { id: "people", title: "Who works here", lines: Vec::new(), parts }
}

fn waiting<A: Act>(may: &May<A>, workplace: &Workplace) -> Part {
    let base = format!("{}/invitations", path_to(&workplace.organisation.key));
    let rows = workplace.invitations.iter().map(|invitation| {
        let back = invitation.back_to.is_some();
        let words: Vec<&str> = invitation.roles.iter().map(|promised| promised.role.name()).collect();
        let what = if back { "New way in".to_owned() } else { words.join(", ") };
        let withdraw =
            Form::quiet(&may.here, &format!("{base}/{}/withdraw", invitation.id), "Withdraw", &invitation.name);
        let mut deeds = vec![withdraw.shown()];
        let own = invitation.made_by == Some(may.person()) || invitation.back_to == Some(may.person());
        if back && !invitation.confirmed && !own {
            let path = format!("{base}/{}/confirm", invitation.id);
            deeds.push(Form::quiet(&may.here, &path, "Confirm", &invitation.name).shown());
        }
        let ends = day_words(kernel::london_date(invitation.ends_at));
        vec![invitation.name.as_str().into(), what.as_str().into(), ends.as_str().into(), Cell::from(Html::join(deeds))]
    });
    let heads = ["For", "What", "Ends", "Do"];
    let (lines, parts) = if workplace.invitations.is_empty() {
        (vec!["No invitation waits.".to_owned()], Vec::new())
    } else {
        (Vec::new(), vec![table("Invitations that wait", &heads, rows.collect())])
    };
    Part { id: "invitations", title: "Invitations", lines, parts }
}

fn inviting<A: Act>(may: &May<A>, workplace: &Workplace, typed: &InviteForm, errors: &FieldErrors) -> Part {
    let organisation = &workplace.organisation;
    let area_wide = may.signed_in.who.is(Role::AreaAdministrator, may.today());
    let offered = Role::ALL.into_iter().filter(|role| area_wide || organisation.grants.contains(role));
    let choice = |role: Role| Choice {
        value: role.word().to_owned(),
        text: role.name().to_owned(),
        hint: Some(role.does().into()),
        ..Choice::default()
    };
    let roles = Checkboxes {
        id_prefix: "role".to_owned(),
        name: "role".to_owned(),
        items: offered.map(choice).collect(),
        values: typed.role.clone(),
        fieldset: Some(Fieldset { legend: Legend::from("As what"), ..Fieldset::default() }),
        error_message: errors.message("role"),
        ..Checkboxes::default()
    };
    let until = &format!("{DAY_HINT} Leave it empty where no end is set.");
    let form = Form::to(&may.here, &format!("{}/invite", path_to(&organisation.key)), "Invite")
        .field(line("name", "Name", "", &typed.name, errors))
        .field(line("email", "E-mail address, for a notice without content", "", &typed.email, errors))
        .field(roles.html())
        .field(line("until", "Last day of the role", until, &typed.until, errors));
    let lines = vec!["You are shown a code that works once, for 14 days. Give it to them yourself.".to_owned()];
    Part { id: "invite", title: "Invite somebody", lines, parts: vec![form.shown()] }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct InviteForm {
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: Vec<String>,
    #[serde(default)]
    until: String,
}

impl InviteForm {
    fn read(&self, organisation: &str, today: Date) -> Result<NewInvitation, NotDone> {
        let until = match self.until.trim() {
            "" => None,
            typed => Some(typed_day(typed).ok_or_else(|| NotDone::wrong("until", DAY_REMEDY))?),
        };
        let promised = |word: &String| {
            let role = word.parse().map_err(|_| NotDone::wrong("role", "Choose a role from the list"))?;
            Ok(PromisedRole { role, from: today, until })
        };
        let roles: Result<Vec<_>, NotDone> = self.role.iter().map(promised).collect();
        let email = Some(self.email.clone());
        Ok(NewInvitation { organisation: organisation.to_owned(), roles: roles?, name: self.name.clone(), email })
    }
}

async fn send_invitation(
    may: May<acts::InvitePerson>,
    Path(organisation): Path<String>,
    sent: Sent<InviteForm>,
) -> Result<Response, PageError> {
    let permit = may.over(&there(&organisation))?;
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let made = match sent.fields.read(&organisation, may.today()) {
        Ok(new) => invite(&mut tx, &permit, &may.actor(), &new, may.now).await,
        Err(error) => Err(error),
    };
    match made {
        Ok((invitation, code)) => {
            // Sent twice, the form leads to the list: the code is shown once and kept nowhere.
            letters::invited(&mut tx, &may.here, ways(&may.office)?, &invitation, may.now).await?;
            ticket.go_to(&mut tx, &may, &path_to(&organisation)).await?;
            tx.commit().await?;
            Ok(code_page(&may, &organisation, &code, &day_words(kernel::london_date(invitation.ends_at))))
        }
        Err(error) => {
            drop(tx);
            let errors = errors_of(error)?;
            let workplace = found(&may, &organisation).await?;
            Err(PageError::form(shown(&may, &workplace, &sent.fields, &errors)))
        }
    }
}

fn code_page<A: Act>(may: &May<A>, organisation: &str, code: &Code, ends: &str) -> Response {
    let main = ShownOnce {
        title: "The code",
        lines: vec![
            "Write it down or read it out to them. They enter it on the sign-in page of this site.".to_owned(),
            format!("It works once, until {ends}."),
        ],
        secret: code.reveal(),
        back: may.here.at(&path_to(organisation)),
        back_words: "Back to the people",
    };
    page(may, &path_to(organisation), "The code", &main, &FieldErrors::new())
}

async fn take_back(
    may: May<acts::InvitePerson>,
    Path((organisation, id)): Path<(String, Uuid)>,
    _sent: Sent<Nothing>,
) -> Result<Response, PageError> {
    let permit = may.over(&there(&organisation))?;
    let mut tx = may.write().await?;
    withdraw(&mut tx, &permit, &may.actor(), id, may.now).await?;
    tx.commit().await?;
    Ok(go_to(&may.here, &path_to(&organisation)))
}

async fn confirm(
    may: May<acts::InvitePerson>,
    Path((organisation, id)): Path<(String, Uuid)>,
    _sent: Sent<Nothing>,
) -> Result<Response, PageError> {
    let permit = may.over(&there(&organisation))?;
    let mut tx = may.write().await?;
    confirm_way_back(&mut tx, &permit, &may.actor(), id, may.now).await?;
    tx.commit().await?;
    Ok(go_to(&may.here, &path_to(&organisation)))
}

async fn person(
    may: May<acts::ListPeople>,
    Path((organisation, id)): Path<(String, PersonId)>,
) -> Result<Response, PageError> {
    may.over(&there(&organisation))?;
    let workplace = found(&may, &organisation).await?;
    let colleague = workplace.people.into_iter().find(|it| it.person.id == id).ok_or(PageError::NotFound)?;
    let form = NameForm::of(&colleague.person);
    Ok(person_page(&may, &organisation, &colleague, &form, None, &FieldErrors::new()))
}

fn person_page<A: Act>(
    may: &May<A>,
    organisation: &str,
    colleague: &Colleague,
    typed: &NameForm,
    ending: Option<(Uuid, &str)>,
    errors: &FieldErrors,
) -> Response {
    let path = format!("{}/{}", path_to(organisation), colleague.person.id);
    let rows = colleague.roles.iter().map(|held| {
        let until = held.until.map_or_else(|| "No end set".to_owned(), day_words);
        vec![held.role.name().into(), day_words(held.from).as_str().into(), until.as_str().into()]
    });
    let mut roles = vec![table("Roles, ended ones too", &["Role", "From", "Until"], rows.collect())];
    if may.could(Action::EndRole, &there(organisation)) {
        roles.extend(endings(may, organisation, colleague, ending, errors));
    }
    let mut sections = vec![Part { id: "roles", title: "Roles", lines: Vec::new(), parts: roles }];
    if may.could(Action::InvitePerson, &there(organisation)) {
        let form = Form::to(&may.here, &format!("{path}/name"), "Save")
            .hidden("version", &typed.version.to_string())
            .field(line("name", "Name", "", &typed.name, errors))
            .field(line("email", "E-mail address", "", &typed.email, errors));
        sections.push(Part { id: "about", title: "Name and address", lines: Vec::new(), parts: vec![form.shown()] });
        sections.push(lost(may, &path));
    }
    let name = &colleague.person.name;
    let main = Parted { title: name.clone(), lines: Vec::new(), sections };
    page(may, &path, name, &main, errors)
}

/// A form per role that has not ended; `ending` is one whose day could not be used, and what was typed.
fn endings<A: Act>(
    may: &May<A>,
    organisation: &str,
    colleague: &Colleague,
    ending: Option<(Uuid, &str)>,
    errors: &FieldErrors,
) -> Vec<Html> {
    let hint = format!("{DAY_HINT} The role holds on that day too. Leave it empty to end the role at once.");
    let today = may.today();
    let live = colleague.roles.iter().filter(|held| held.until.is_none_or(|until| until >= today));
    let form = |held: &RoleHeld| {
        let wrong = ending.filter(|(id, _)| *id == held.id);
        let day = Input {
            // The summary of errors leads to the field by this name.
            id: if wrong.is_some() { "last_day".to_owned() } else { format!("last_day-{}", held.id) },
            name: "last_day".to_owned(),
            label: Label::from(format!("Last day as {}", held.role.name()).as_str()),
            hint: Some(hint.as_str().into()),
            value: Some(wrong.map_or("", |(_, typed)| typed).to_owned()),
            error_message: wrong.and_then(|_| errors.message("last_day")),
            autocomplete: "off".to_owned(),
            ..Input::default()
        };
        let path = format!("{}/roles/{}/end", path_to(organisation), held.id);
        Form::quiet(&may.here, &path, "End the role", held.role.name()).field(day.html()).shown()
    };
    live.map(form).collect()
}

/// What an administrator can do for somebody whose device is gone.
fn lost<A: Act>(may: &May<A>, path: &str) -> Part {
    let lines = vec![
        "If a device is lost, end all sessions first.".to_owned(),
        "A new way in works only after a second administrator confirmed it, or with a recovery code of their own. \
         All earlier passkeys and codes end when it is used."
            .to_owned(),
    ];
    let end = Form::to(&may.here, &format!("{path}/end-sessions"), "End all sessions").shown();
    let back = Form::to(&may.here, &format!("{path}/way-back"), "Make a new way in").shown();
    Part { id: "lost", title: "If they lost their keys", lines, parts: vec![end, back] }
}

async fn name(
    may: May<acts::InvitePerson>,
    Path((organisation, id)): Path<(String, PersonId)>,
    sent: Sent<NameForm>,
) -> Result<Response, PageError> {
    let permit = may.over(&there(&organisation))?;
    let path = format!("{}/{id}", path_to(&organisation));
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    match change_person(&mut tx, &permit, &may.actor(), &sent.fields.person(id), may.now).await {
        Ok(left) => {
            post_of_change(&mut tx, &may, &sent.fields.person(id), left.as_deref()).await?;
            let answer = ticket.go_to(&mut tx, &may, &path).await?;
            tx.commit().await?;
            Ok(answer)
        }
        Err(NotDone::PersonChanged(now)) => Err(sent.fields.clash(&format!("{path}/name"), &path, &now).page(&may)),
        Err(error) => {
            drop(tx);
            let errors = errors_of(error)?;
            let workplace = found(&may, &organisation).await?;
            let colleague = workplace.people.into_iter().find(|it| it.person.id == id).ok_or(PageError::NotFound)?;
            Err(PageError::form(person_page(&may, &organisation, &colleague, &sent.fields, None, &errors)))
        }
    }
}

async fn way_back(
    may: May<acts::InvitePerson>,
    Path((organisation, id)): Path<(String, PersonId)>,
    sent: Sent<Nothing>,
) -> Result<Response, PageError> {
    let permit: Permit = may.over(&there(&organisation))?;
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let (invitation, code) = offer_way_back(&mut tx, &permit, &may.actor(), id, &organisation, may.now).await?;
    letters::told(&mut tx, &may.here, ways(&may.office)?, id, may.now).await?;
    ticket.go_to(&mut tx, &may, &path_to(&organisation)).await?;
    tx.commit().await?;
    Ok(code_page(&may, &organisation, &code, &day_words(kernel::london_date(invitation.ends_at))))
}

async fn sign_out_all(
    may: May<acts::EndRole>,
    Path((organisation, id)): Path<(String, PersonId)>,
    _sent: Sent<Nothing>,
) -> Result<Response, PageError> {
    let permit = may.over(&there(&organisation))?;
    let mut tx = may.write().await?;
    end_sessions(&mut tx, &permit, &may.actor(), id, &organisation, may.now).await?;
    tx.commit().await?;
    Ok(go_to(&may.here, &format!("{}/{id}", path_to(&organisation))))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndForm {
    #[serde(default)]
    last_day: String,
}

impl EndForm {
    fn read(&self) -> Result<Option<Date>, NotDone> {
        let remedy = format!("{DAY_REMEDY}, or leave it empty to end the role at once");
        match self.last_day.trim() {
            "" => Ok(None),
            typed => typed_day(typed).map(Some).ok_or_else(|| NotDone::wrong("last_day", &remedy)),
        }
    }
}

async fn end(
    may: May<acts::EndRole>,
    Path((organisation, id)): Path<(String, Uuid)>,
    sent: Sent<EndForm>,
) -> Result<Response, PageError> {
    let permit = may.over(&there(&organisation))?;
    let mut tx = may.write().await?;
    let ended = match sent.fields.read() {
        Ok(last_day) => end_role(&mut tx, &permit, &may.actor(), id, last_day, may.now).await,
        Err(error) => Err(error),
    };
    if let Err(error) = ended {
        drop(tx);
        let errors = errors_of(error)?;
        let workplace = found(&may, &organisation).await?;
        let holds = |colleague: &Colleague| colleague.roles.iter().any(|held| held.id == id);
        let colleague = workplace.people.into_iter().find(holds).ok_or(PageError::NotFound)?;
        let (form, typed) = (NameForm::of(&colleague.person), sent.fields.last_day.as_str());
        return Err(PageError::form(person_page(&may, &organisation, &colleague, &form, Some((id, typed)), &errors)));
    }
    tx.commit().await?;
    Ok(go_to(&may.here, &path_to(&organisation)))
}
