//! Two people changed the same thing: the later one sees both texts and decides.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use web::Html;

use crate::{PageError, Visit, staff_page};

/// One field of the form that lost the race.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClashField {
    /// Name of the field in the form.
    pub name: String,
    /// Its label.
    pub label: String,
    /// As it is now, saved by somebody else.
    pub now: String,
    /// What was typed here.
    pub typed: String,
}

/// A save that came second.
#[derive(Debug, Clone)]
pub struct Clash {
    /// The page's place inside the area; the form is sent there again.
    pub path: String,
    /// What it is about, such as the wording of a commitment.
    pub about: String,
    /// Who saved first and when, in words; empty when it is not known.
    pub saved_by: String,
    /// The form's fields. Those alike in both texts are sent along without being shown.
    pub fields: Vec<ClashField>,
    /// Further fields to send along, the new version among them.
    pub hidden: Vec<(String, String)>,
    /// Where it can be read as it is now, a path inside the area.
    pub leave: String,
}

#[derive(Template)]
#[template(path = "office/clash.html")]
struct ClashPage<'a> {
    clash: &'a Clash,
    differing: Vec<&'a ClashField>,
    alike: Vec<&'a ClashField>,
    action: String,
    leave: String,
    once: Html,
}

impl Clash {
    /// The page with both texts, as an error of the handler: nothing was saved. Status 409.
    pub fn page(&self, visit: &Visit) -> PageError {
        let (alike, differing) = self.fields.iter().partition(|field| field.now == field.typed);
        let (action, leave) = (visit.here.at(&self.path), visit.here.at(&self.leave));
        let main = ClashPage { clash: self, differing, alike, action, leave, once: visit.once_field() };
        let page = staff_page(visit, &self.path, "Somebody changed this while you were writing", Html::of(&main));
        let mut answer: Response = visit.show(&page);
        *answer.status_mut() = StatusCode::CONFLICT;
        PageError::Shown(Box::new(answer))
    }
}
