//! The comments that wait for an answer or for somebody to let it out, oldest first.

use askama::Template;
use axum::{extract::Query, response::Response};
use office::{May, PageError, Visit, acts, staff_page};
use serde::Deserialize;
use web::Html;

use super::{COMMENTS, comment_path, day_words, standing::waits_for};
use crate::desk::{Comment, waiting};

/// Comments on one page.
const PAGE: i64 = 50;
/// Letters of a comment that the list shows.
const OPENING: usize = 160;

/// Where the list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    after: String,
}

struct Row {
    href: String,
    opening: String,
    about: String,
    about_href: String,
    received: String,
    waits_for: &'static str,
}

#[derive(Template)]
#[template(path = "inbox/list.html")]
struct ListPage {
    rows: Vec<Row>,
    goes_on: bool,
    later: Option<String>,
    first: String,
    published: String,
}

/// `GET /office/comments`
pub(crate) async fn page(may: May<acts::ReadComments>, Query(asked): Query<After>) -> Result<Response, PageError> {
    let after = asked.after.parse().ok();
    let mut tx = may.read().await?;
    // One more than is shown tells whether there is a next page.
    let mut comments = waiting(&mut tx, after, PAGE + 1).await?;
    let more = i64::try_from(comments.len()).is_ok_and(|count| count > PAGE);
    if more {
        comments.pop();
    }
    let last = comments.last().filter(|_| more);
    let main = ListPage {
        rows: comments.iter().map(|comment| row(&may, comment)).collect(),
        goes_on: after.is_some(),
        later: last.map(|last| may.here.at(&format!("{COMMENTS}?after={}", last.id))),
        first: may.here.at(COMMENTS),
        published: may.here.at("comments"),
    };
    Ok(may.show(&staff_page(&may, COMMENTS, "Comments from the public", Html::of(&main))))
}

fn row(visit: &Visit, comment: &Comment) -> Row {
    let mut opening: String = comment.text.chars().take(OPENING).collect();
    if opening.len() < comment.text.len() {
        opening.push('…');
    }
    Row {
        href: visit.here.at(&comment_path(comment.id)),
        opening,
        about: comment.about.clone(),
        about_href: visit.here.at(&comment.about),
        received: day_words(comment.received_at),
        waits_for: waits_for(comment),
    }
}
