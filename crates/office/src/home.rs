//! The office's first page: what waits for somebody, and what they can do here.

use askama::Template;
use axum::response::Response;
use permission::{Action, Subject, acts};
use web::Html;

use crate::{Access, Errand, May, PageError, Routes, Section, staff_page};

#[derive(Template)]
#[template(path = "office/home.html")]
struct HomePage<'a> {
    name: &'a str,
    errands: Vec<(String, Errand)>,
    roles: Vec<String>,
    sections: Vec<(Section, String)>,
    account: String,
}

/// The route of the first page.
pub fn home() -> Routes {
    Routes::new().get("/office", Access::To(Action::EnterOffice), page)
}

/// `GET /office`
async fn page(may: May<acts::EnterOffice>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let errands = may.errands(&mut tx).await?.into_iter();
    let errands = errands.map(|errand| (may.here.at(&errand.path), errand)).collect();
    drop(tx);
    let who = &may.signed_in.who;
    let roles = who.roles.iter().filter(|held| held.holds_on(may.today()));
    let roles = roles.map(|held| format!("{}: {}", held.role.name(), held.role.does())).collect();
    let open = may.office.desk().sections.iter().filter(|section| section.path != "office");
    let open = open.filter(|section| may.could(section.action, &Subject::Area));
    let sections = open.map(|section| (*section, may.here.at(section.path))).collect();
    let main = HomePage { name: &may.signed_in.name, errands, roles, sections, account: may.here.at("account") };
    Ok(may.show(&staff_page(&may, "office", "Office", Html::of(&main))))
}
