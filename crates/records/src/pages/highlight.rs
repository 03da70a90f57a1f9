//! A theme's highlight report: one reading for the page, for paper and for programs.

use askama::Template;
use axum::response::Response;
use db::Tx;
use governance::{
    logs::theme_reading,
    model::{Kept, Risk},
};
use office::{Action, May, PageError, Subject, Visit, acts, staff_page};
use round::model::{Beside, HighlightReport, Round, RoundId};
use web::{
    Html, Link, Shell,
    paths::{Parsed, Path},
};

use crate::shelf::boards;

#[derive(Template)]
#[template(path = "records/highlight.html")]
struct ReportPage<'a> {
    report: &'a HighlightReport,
}

/// `GET /office/rounds/{round}/themes/{theme}`
pub(crate) async fn page(
    may: May<acts::ReadRound>,
    Path((Parsed(id), theme)): Path<(Parsed<RoundId>, String)>,
) -> Result<Response, PageError> {
    let report = report(&mut may.read().await?, &may, id, &theme).await?;
    let (title, path) = (format!("{}: highlight report", report.theme), format!("office/rounds/{id}"));
    let breadcrumbs = vec![Link::inside("Rounds", "office/rounds"), Link::inside(&report.round, &path)];
    let main = Html::of(&ReportPage { report: &report });
    let page = Shell { breadcrumbs, ..staff_page(&may, &format!("{path}/themes/{theme}"), &title, main) };
    Ok(may.show(&page))
}

/// The report, with risks and the decisions asked for as far as its reader may read them.
pub(crate) async fn report(tx: &mut Tx, visit: &Visit, id: RoundId, theme: &str) -> Result<HighlightReport, PageError> {
    let round = round::round(tx, id).await?.ok_or(PageError::NotFound)?;
    let (slips, tree) = (round::slips(tx, id).await?, roadmap::store::load_tree(tx).await?);
    let beside = beside(tx, visit, &round, theme).await?;
    HighlightReport::of(theme, &round.terms, &slips, &tree, beside).ok_or(PageError::NotFound)
}

/// What boards and registers add to a theme's report.
async fn beside(tx: &mut Tx, visit: &Visit, round: &Round, theme: &str) -> Result<Beside, PageError> {
    let reading = theme_reading(tx, Some(theme), round.terms.period_from, visit.today()).await?;
    let open = boards(tx, visit).await?;
    let reads = |key: &str| open.iter().any(|board| board.key == key);
    let risks_up = if visit.can(Action::ReadRegisters, &Subject::Area) {
        let words = |risk: &Kept<Risk>| format!("{}, because of {}", risk.about.event, risk.about.cause);
        reading.risks_up.iter().map(words).collect()
    } else {
        Vec::new()
    };
    let asked = reading.decisions_asked.iter().filter(|item| reads(&item.about.board));
    Ok(Beside { risks_up, decisions_asked: asked.map(|item| item.about.title.clone()).collect() })
}
