//! Organisations of the partnership, for the area's administrators.

use axum::response::Response;
use office::{Access, Action, Clash, ClashField, May, Once, PageError, Role, Routes, Sent, acts};
use serde::Deserialize;
use web::{
    Component, FieldErrors, Html,
    components::{Checkboxes, Choice, Fieldset, Legend},
    paths::Path,
};

use super::{
    cookies, go_to,
    parts::{Form, Part, Parted, errors_of, line, page, table},
    sign_in::Nothing,
};
use crate::{NotDone, add_organisation, change_organisation, end_all_sessions, model::Organisation, organisations};

const RUN: Access = Access::To(Action::RunOrganisations);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/office/organisations", RUN, list)
        .post("/office/organisations", RUN, add)
        .post("/office/organisations/end-all-sessions", RUN, end_all)
        .get("/office/organisations/{organisation}", RUN, organisation)
        .post("/office/organisations/{organisation}", RUN, change)
}

/// Path of the list inside the area.
const PATH: &str = "office/organisations";

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationForm {
    #[serde(default)]
    key: String,
    name: String,
    #[serde(default)]
    grants: Vec<String>,
    #[serde(default)]
    version: i64,
}

impl OrganisationForm {
    fn of(organisation: &Organisation) -> Self {
        Self {
            key: organisation.key.clone(),
            name: organisation.name.clone(),
            grants: organisation.grants.iter().map(|role| role.word().to_owned()).collect(),
            version: organisation.version,
        }
    }

    fn read(&self, key: &str) -> Result<Organisation, NotDone> {
        let role = |word: &String| word.parse().map_err(|_| NotDone::wrong("grants", "Choose roles from the list"));
        let grants: Result<Vec<Role>, NotDone> = self.grants.iter().map(role).collect();
        Ok(Organisation { key: key.to_owned(), name: self.name.clone(), grants: grants?, version: self.version })
    }
}

async fn list(may: May<acts::RunOrganisations>) -> Result<Response, PageError> {
    let all = organisations(&mut may.read().await?).await?;
    let grants = Organisation::OWN_ROLES.iter().map(|role| role.word().to_owned()).collect();
    let typed = OrganisationForm { grants, ..OrganisationForm::default() };
    Ok(shown(&may, &all, &typed, &FieldErrors::new()))
}

#[derive(askama::Template)]
#[template(source = r#"<a class="govuk-link" href="{{ address }}">{{ name }}</a>"#, ext = "html")]
struct Named<'a> {
    name: &'a str,
    address: String,
}

fn shown(
    may: &May<acts::RunOrganisations>,
    all: &[Organisation],
    typed: &OrganisationForm,
    errors: &FieldErrors,
) -> Response {
    let rows = all.iter().map(|organisation| {
        let address = may.here.at(&format!("{PATH}/{}", organisation.key));
        let name = Html::of(&Named { name: &organisation.name, address });
        let grants: Vec<&str> = organisation.grants.iter().map(|role| role.name()).collect();
        vec![name.into(), organisation.key.as_str().into(), grants.join(", ").as_str().into()]
    });
    let heads = ["Name", "Key", "Roles its administrators may give"];
    let table = table("Organisations of the partnership", &heads, rows.collect());
    let hint = "The same word as on the roadmap, such as county-council. It cannot be changed later.";
    let form = Form::to(&may.here, PATH, "Add")
        .field(line("key", "Key", hint, &typed.key, errors))
        .field(line("name", "Name", "", &typed.name, errors))
        .field(grants(typed, errors));
    let end = Form::to(&may.here, &format!("{PATH}/end-all-sessions"), "End everything now").shown();
    let warning = "Every session, token and invitation of the area ends at once, yours too.".to_owned();
    let part = |id, title, lines, parts| Part { id, title, lines, parts };
    let sections = vec![
        part("all", "All organisations", Vec::new(), vec![table]),
        part("new", "Add an organisation", Vec::new(), vec![form.shown()]),
        part("end", "In an emergency", vec![warning], vec![end]),
    ];
    let main = Parted { title: "Organisations".to_owned(), lines: Vec::new(), sections };
    page(may, PATH, "Organisations", &main, errors)
}

fn grants(typed: &OrganisationForm, errors: &FieldErrors) -> Html {
    let offered = Role::ALL.into_iter().filter(|role| *role != Role::AreaAdministrator);
    let choice = |role: Role| Choice {
        value: role.word().to_owned(),
        text: role.name().to_owned(),
        hint: Some(role.does().into()),
        ..Choice::default()
    };
    Checkboxes {
        id_prefix: "grants".to_owned(),
        name: "grants".to_owned(),
        items: offered.map(choice).collect(),
        values: typed.grants.clone(),
        fieldset: Some(Fieldset {
            legend: Legend::from("Roles its own administrators may give"),
            ..Fieldset::default()
        }),
        error_message: errors.message("grants"),
        ..Checkboxes::default()
    }
    .html()
}

async fn add(may: May<acts::RunOrganisations>, sent: Sent<OrganisationForm>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let added = match sent.fields.read(&sent.fields.key) {
        Ok(new) => add_organisation(&mut tx, may.permit(), &may.actor(), &new, may.now).await,
        Err(error) => Err(error),
    };
    match added {
        Ok(()) => {
            let answer = ticket.go_to(&mut tx, &may, PATH).await?;
            tx.commit().await?;
            Ok(answer)
        }
        Err(error) => {
            drop(tx);
            let errors = errors_of(error)?;
            let all = organisations(&mut may.read().await?).await?;
            Err(PageError::form(shown(&may, &all, &sent.fields, &errors)))
        }
    }
}

async fn organisation(may: May<acts::RunOrganisations>, Path(key): Path<String>) -> Result<Response, PageError> {
    let all = organisations(&mut may.read().await?).await?;
    let found = all.iter().find(|organisation| organisation.key == key).ok_or(PageError::NotFound)?;
    Ok(one(&may, found, &OrganisationForm::of(found), &FieldErrors::new()))
}

fn one(
    may: &May<acts::RunOrganisations>,
    held: &Organisation,
    typed: &OrganisationForm,
    errors: &FieldErrors,
) -> Response {
    let (key, called) = (&held.key, &held.name);
    let path = format!("{PATH}/{key}");
    let form = Form::to(&may.here, &path, "Save")
        .hidden("version", &typed.version.to_string())
        .field(line("name", "Name", "", &typed.name, errors))
        .field(grants(typed, errors));
    let people = Html::of(&Named { name: "Its people", address: may.here.at(&format!("office/people/{key}")) });
    let section = Part { id: "about", title: "About it", lines: Vec::new(), parts: vec![form.shown(), people] };
    let main = Parted { title: called.clone(), lines: Vec::new(), sections: vec![section] };
    page(may, &path, called, &main, errors)
}

async fn change(
    may: May<acts::RunOrganisations>,
    Path(key): Path<String>,
    sent: Sent<OrganisationForm>,
) -> Result<Response, PageError> {
    let path = format!("{PATH}/{key}");
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let changed = match sent.fields.read(&key) {
        Ok(new) => change_organisation(&mut tx, may.permit(), &may.actor(), &new, may.now).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => {
            let answer = ticket.go_to(&mut tx, &may, PATH).await?;
            tx.commit().await?;
            Ok(answer)
        }
        Err(NotDone::OrganisationChanged(now)) => Err(clash(&path, &sent.fields, &now).page(&may)),
        Err(error) => {
            let errors = errors_of(error)?;
            // What is typed may be no name at all, so the page is called what the organisation is called.
            let all = organisations(&mut tx).await?;
            let held = all.iter().find(|organisation| organisation.key == key).ok_or(PageError::NotFound)?;
            Err(PageError::form(one(&may, held, &sent.fields, &errors)))
        }
    }
}

/// Both texts of the name. The roles are kept as they are now: ticks side by side would help nobody.
fn clash(path: &str, typed: &OrganisationForm, now: &Organisation) -> Clash {
    let name = ClashField {
        name: "name".to_owned(),
        label: "Name".to_owned(),
        now: now.name.clone(),
        typed: typed.name.clone(),
    };
    let kept = now.grants.iter().map(|role| ("grants".to_owned(), role.word().to_owned()));
    Clash {
        path: path.to_owned(),
        about: "this organisation; the roles its administrators may give stay as they are now".to_owned(),
        saved_by: String::new(),
        fields: vec![name],
        hidden: kept.chain([("version".to_owned(), now.version.to_string())]).collect(),
        leave: path.to_owned(),
    }
}

async fn end_all(may: May<acts::RunOrganisations>, _sent: Sent<Nothing>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    end_all_sessions(&mut tx, may.permit(), &may.actor(), may.now).await?;
    tx.commit().await?;
    Ok(cookies::signed_out(&may.here, go_to(&may.here, "sign-in")))
}
