//! Papers as downloads: made when they are asked for, of what their reader may read at that moment.

use std::collections::HashMap;

use axum::{extract::Query, response::Response};
use db::{Tx, area_of};
use documents::{
    Media, download,
    export::{self, ExportError, Table},
};
use governance::{
    logs::as_at,
    model::{Action as BoardAction, Board, Decision, Kept, Matter, Risk},
    store::entries,
};
use jiff::civil::Date;
use kernel::Area;
use office::{May, PageError, acts};
use publication::releases;
use roadmap::{
    difference::day_words,
    editions::EDITIONS,
    model::Content,
    store::{editions, load_tree},
};
use round::model::RoundId;
use serde::Deserialize;
use tokio::sync::Semaphore;
use typeset::{Audience, Imprint, NotTypeset};
use web::paths::{Parsed, Path};

use super::{highlight::report, wanted::Wanted};
use crate::{
    papers::{self, Form, NotMade, Paper, Standing},
    shelf::{boards, sentence},
};

/// Papers that are made at once; setting type takes a whole core.
static PRESS: Semaphore = Semaphore::const_new(2);
/// The draft of the plan as it is now.
pub(crate) const NOW: &str = "now";

/// `GET /office/print/edition/{file}`: an edition that was released and not taken back.
pub(crate) async fn edition(
    may: May<acts::ReadPlan>,
    Path(Parsed(wanted)): Path<Parsed<Wanted>>,
) -> Result<Response, PageError> {
    let editions = standing(&mut may.read().await?).await?;
    let place = editions.iter().position(|edition| edition.number.to_string() == wanted.which);
    let place = place.ok_or(PageError::NotFound)?;
    let earlier = place.checked_sub(1).and_then(|before| editions.get(before));
    let paper = papers::edition(&editions[place], earlier, Standing::Released);
    printed(Paper::Edition(Box::new(paper)), wanted.media, format!("Edition {}", wanted.which)).await
}

/// `GET /office/print/draft/{file}`: what a round prepared, by the round's identifier, or the plan as it is `now`.
pub(crate) async fn draft(
    may: May<acts::ReadDraftEdition>,
    Path(Parsed(wanted)): Path<Parsed<Wanted>>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let content = if wanted.which == NOW {
        as_it_is(&mut tx, may.today()).await?
    } else {
        let round: RoundId = wanted.which.parse().map_err(|_| PageError::NotFound)?;
        let draft = round::edition::draft_of(&mut tx, round).await?.ok_or(PageError::NotFound)?;
        may.over(&draft.subject())?;
        draft.prepared.content
    };
    let editions = standing(&mut tx).await?;
    drop(tx);
    let earlier = editions.iter().rev().find(|edition| edition.number < content.number);
    let paper = papers::edition(&content, earlier, Standing::Draft);
    printed(Paper::Edition(Box::new(paper)), wanted.media, format!("Draft of edition {}", content.number)).await
}

/// The editions that were released and stand, oldest first.
pub(crate) async fn standing(tx: &mut Tx) -> Result<Vec<Content>, PageError> {
    let rows = releases(tx).await.map_err(PageError::ours)?;
    let stands = |number: u32| {
        rows.iter()
            .any(|row| row.manifest.series == EDITIONS && row.manifest.number == number && row.withdrawn.is_none())
    };
    let mut editions = editions(tx).await?;
    editions.retain(|edition| stands(edition.number));
    Ok(editions)
}

/// The public part of the plan on a day, as the next edition would freeze it.
async fn as_it_is(tx: &mut Tx, today: Date) -> Result<Content, PageError> {
    let area = area_of(tx).await?;
    let number = editions(tx).await?.last().map_or(1, |last| last.number + 1);
    let content = Content::freeze(&area, load_tree(tx).await?, number, "As the plan is now", "", today);
    if content.entries().next().is_none() {
        return Err(PageError::refused("There is nothing to print yet", "Bring a page or a plan in first."));
    }
    Ok(content)
}

/// `GET /office/print/round/{round}/{file}`: a theme's highlight report, as its page has it.
pub(crate) async fn highlight(
    may: May<acts::ReadRound>,
    Path((Parsed(id), Parsed(wanted))): Path<(Parsed<RoundId>, Parsed<Wanted>)>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let report = report(&mut tx, &may, id, &wanted.which).await?;
    let name = format!("{} {}", report.theme, report.round);
    let imprint = imprint(&area_of(&mut tx).await?, "Highlight report", may.today());
    drop(tx);
    printed(Paper::Highlight(Box::new(papers::highlight(report, imprint))), wanted.media, name).await
}

/// The day a log stands for; today when none is named.
#[derive(Debug, Deserialize)]
pub(crate) struct AsAt {
    as_at: Option<Date>,
}

/// `GET /office/print/log/actions/{file}`
pub(crate) async fn actions(
    may: May<acts::ReadBoardPapers>,
    Path(Parsed(wanted)): Path<Parsed<Wanted>>,
    Query(AsAt { as_at: day }): Query<AsAt>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let day = day.unwrap_or_else(|| may.today());
    let open = boards(&mut tx, &may).await?;
    let held = of_boards(as_at::<BoardAction>(&mut tx, day).await?, &open);
    let table = papers::actions(&held, &names(open), &load_tree(&mut tx).await?);
    drop(tx);
    log(table, &wanted, day).await
}

/// `GET /office/print/log/decisions/{file}`
pub(crate) async fn decisions(
    may: May<acts::ReadBoardPapers>,
    Path(Parsed(wanted)): Path<Parsed<Wanted>>,
    Query(AsAt { as_at: day }): Query<AsAt>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let day = day.unwrap_or_else(|| may.today());
    let open = boards(&mut tx, &may).await?;
    let held = of_boards(as_at::<Decision>(&mut tx, day).await?, &open);
    drop(tx);
    log(papers::decisions(&held, &names(open)), &wanted, day).await
}

/// `GET /office/print/log/risks/{file}`
pub(crate) async fn risks(
    may: May<acts::ReadRegisters>,
    Path(Parsed(wanted)): Path<Parsed<Wanted>>,
    Query(AsAt { as_at: day }): Query<AsAt>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let day = day.unwrap_or_else(|| may.today());
    let held = as_at::<Risk>(&mut tx, day).await?;
    let names = names(entries::<Board>(&mut tx).await?);
    let table = papers::risks(&held, &names, &load_tree(&mut tx).await?, day);
    drop(tx);
    log(table, &wanted, day).await
}

/// Entries of these boards.
fn of_boards<M: Matter>(mut entries: Vec<Kept<M>>, open: &[Kept<Board>]) -> Vec<Kept<M>> {
    entries.retain(|entry| entry.about.board().is_some_and(|key| open.iter().any(|board| board.key == key)));
    entries
}

fn names(boards: Vec<Kept<Board>>) -> HashMap<String, String> {
    boards.into_iter().map(|board| (board.key, board.about.name)).collect()
}

/// A log as a workbook or as text. Logs are called `log` in their addresses, whatever they hold.
async fn log(table: Table, wanted: &Wanted, day: Date) -> Result<Response, PageError> {
    let media = wanted.media;
    if wanted.which != "log" || !matches!(media, Media::Xlsx | Media::Csv) {
        return Err(PageError::NotFound);
    }
    let title = format!("{} as at {}", table.title, day_words(day));
    let heading = title.clone();
    let write = move || match media {
        Media::Csv => export::csv(&table).map_err(NotMade::from),
        _ => export::xlsx(&heading, day, std::slice::from_ref(&table)).map_err(NotMade::from),
    };
    Ok(download(&title, media, press(write).await?))
}

pub(super) fn imprint(area: &Area, label: &str, today: Date) -> Imprint {
    Imprint {
        area: area.name.clone(),
        issued_by: area.profile.partnership.clone(),
        label: label.to_owned(),
        dated: today,
        audience: Audience::Private,
        reader: String::new(),
        notice: area.profile.notice.clone(),
    }
}

/// A paper as a download.
async fn printed(paper: Paper, media: Media, name: String) -> Result<Response, PageError> {
    let form = Form::of(media).ok_or(PageError::NotFound)?;
    let bytes = press(move || paper.printed(form)).await?;
    Ok(download(&name, media, bytes))
}

/// Makes a file beside the threads that answer, and never more than a few at once.
pub(super) async fn press(
    make: impl FnOnce() -> Result<Vec<u8>, NotMade> + Send + 'static,
) -> Result<Vec<u8>, PageError> {
    let _turn = PRESS.acquire().await.map_err(PageError::ours)?;
    tokio::task::spawn_blocking(make).await.map_err(PageError::ours)?.map_err(not_made)
}

/// What stands against printing: told to the reader where they can do something about it.
fn not_made(error: NotMade) -> PageError {
    let theirs = matches!(
        error,
        NotMade::Typeset(
            NotTypeset::Missing { .. } | NotTypeset::Wrong { .. } | NotTypeset::TooLong { .. } | NotTypeset::LeftOut
        ) | NotMade::Export(ExportError::TooLarge { .. })
    );
    if theirs {
        PageError::refused("This cannot be printed as it is", &sentence(&error.to_string()))
    } else {
        PageError::ours(error)
    }
}
