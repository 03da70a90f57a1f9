//! The forward plan of the boards.

use askama::Template;
use axum::{extract::Query, response::Response};
use office::{May, PageError, Subject, acts, staff_page};
use serde::Deserialize;
use web::Html;

use crate::{
    logs::{Ahead, forward_plan},
    model::{Item, Kept},
};

use super::{
    PLAN,
    family::{Family, Papers},
    field::{day_words, maybe_day},
    lookup::Lookup,
};

/// Which board's plan.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Whose {
    board: String,
}

struct Line {
    title: String,
    purpose: &'static str,
    lead: String,
    standing: bool,
    wanted: String,
}

struct Coming {
    words: String,
    papers_due: String,
    state: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "governance/plan.html")]
struct PlanPage<'a> {
    action: String,
    boards: &'a [(String, String)],
    board: &'a str,
    meetings: Vec<Coming>,
    waiting: Vec<Line>,
    add: Option<String>,
}

/// `GET` of the forward plan.
pub(crate) async fn plan(may: May<acts::ReadBoards>, Query(whose): Query<Whose>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let lookup = Lookup::of(&mut tx, &may).await?;
    let board = Some(whose.board.as_str()).filter(|board| !board.is_empty());
    let plan = forward_plan(&mut tx, board, may.today()).await?;
    let line = |item: &Kept<Item>| Line {
        title: item.about.title.clone(),
        purpose: item.about.purpose.plain(),
        lead: item.about.lead.as_deref().map_or_else(String::new, |key| lookup.organisation(key)),
        standing: item.about.standing,
        wanted: maybe_day(item.about.wanted_by),
    };
    let coming = |ahead: &Ahead| Coming {
        words: format!("{}, {}", lookup.board(&ahead.meeting.about.board), day_words(ahead.meeting.about.on)),
        papers_due: maybe_day(ahead.meeting.about.papers_due),
        state: ahead.meeting.state().plain(),
        lines: ahead.items.iter().map(line).collect(),
    };
    let writes = may.can(Papers::writes(), &Subject::Area);
    let page = PlanPage {
        action: may.here.at(PLAN),
        boards: lookup.boards(),
        board: &whose.board,
        meetings: plan.meetings.iter().map(coming).collect(),
        waiting: plan.waiting.iter().map(line).collect(),
        add: writes.then(|| may.here.at(&format!("{}/new", Papers::path(crate::model::Kind::Item)))),
    };
    Ok(may.show(&staff_page(&may, PLAN, "Forward plan", Html::of(&page))))
}
