//! What the page of a board shows as at today: its terms in force, who sits on it, where it reports, its meetings.

use askama::Template;
use db::Tx;
use office::{Action, PageError, Subject, Visit};
use web::{
    Component, Html,
    components::{Cell, ScrollRegion, Table},
};

use crate::{
    model::{Board, Days, Kept, Kind, Meeting, Seat, lines},
    store,
};

use super::{
    entry::{Row, rows},
    family::{Family, Papers, board_subject},
    field::{Ask, Shown, day_words},
    list::table,
    lookup::Lookup,
};

#[derive(Template)]
#[template(path = "governance/board.html")]
struct BoardParts {
    terms: Option<(String, Vec<Row>)>,
    members: Option<Html>,
    reports_to: Vec<String>,
    meetings: Option<Html>,
    reads_papers: bool,
    add: Option<String>,
}

/// The parts of a board's page beside what was written and what happened.
pub(crate) async fn of_board(tx: &mut Tx, visit: &Visit, key: &str, lookup: &Lookup) -> Result<Html, PageError> {
    let board = store::entry::<Board>(tx, key).await?.ok_or(PageError::NotFound)?;
    let day = visit.today();
    let mut meetings = store::of_board::<Meeting>(tx, key).await?;
    meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.about.on));
    let reads_papers = visit.can(Action::ReadBoardPapers, &board_subject(&board, day));
    let reports_to = lines(&board.past).into_iter().filter(|(_, _, days)| days.hold(day));
    let line = |(to, on_what, days): (&str, Option<&str>, Days)| {
        let on_what = on_what.map_or_else(String::new, |on_what| format!(", on: {on_what}"));
        format!("{}, since {}{on_what}", lookup.board(to), day_words(days.from))
    };
    let writes = visit.can(Papers::writes(), &Subject::Area);
    let new = || visit.here.at(&format!("{}/new?board={key}", Papers::path(Kind::Meeting)));
    Ok(Html::of(&BoardParts {
        terms: terms(&board, day, lookup)?,
        members: members(&board, day, writes, lookup),
        reports_to: reports_to.map(line).collect(),
        meetings: (!meetings.is_empty())
            .then(|| table::<Papers, _>(visit, "Meetings, the latest first", &meetings, day, lookup)),
        reads_papers,
        add: writes.then(new),
    }))
}

fn terms(
    board: &Kept<Board>,
    day: jiff::civil::Date,
    lookup: &Lookup,
) -> Result<Option<(String, Vec<Row>)>, PageError> {
    let Some((terms, since)) = board.terms(day) else { return Ok(None) };
    let fields = Board::EVENTS.iter().find(|event| event.word == "terms_agreed").map_or(&[][..], |event| event.fields);
    let value = serde_json::to_value(terms).map_err(PageError::ours)?;
    Ok(Some((day_words(since), rows(&value, fields, lookup))))
}

fn members(board: &Kept<Board>, day: jiff::civil::Date, writes: bool, lookup: &Lookup) -> Option<Html> {
    let row = |(seat, days): &(&Seat, Days)| {
        let organisation = seat.organisation.as_deref().map_or_else(String::new, |key| lookup.organisation(key));
        let person = seat
            .person
            .filter(|_| writes)
            .map_or_else(String::new, |person| lookup.words(Ask::Person, &person.to_string()));
        let cells = [
            seat.post.clone(),
            seat.part.plain().to_owned(),
            organisation,
            person,
            day_words(days.from),
            seat.seat.to_string(),
        ];
        cells.into_iter().map(|text| Cell { text, ..Cell::default() }).collect()
    };
    let held = board.members(day);
    let caption = format!("Members on {}", day_words(day));
    let heads = ["Post", "Part", "Organisation", "Person", "Since", "Seat"];
    let contents = Table {
        caption: caption.clone(),
        caption_classes: "govuk-table__caption--m".into(),
        head: Some(heads.map(Cell::from).to_vec()),
        rows: held.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    };
    (!held.is_empty()).then(|| ScrollRegion { label: caption, contents: contents.html() }.html())
}
