//! What can be printed, by whoever looks.

use askama::Template;
use axum::response::Response;
use db::Tx;
use governance::model::{Kept, Meeting};
use office::{Action, May, PageError, Subject, Visit, acts, staff_page};
use roadmap::{difference::day_words, store::load_tree};
use round::model::{Round, RoundState};
use web::Html;

use super::{
    PRINT,
    print::{NOW, standing},
};
use crate::shelf::boards;

/// Papers of one kind.
struct Part {
    heading: &'static str,
    lines: Vec<Line>,
    empty: &'static str,
}

/// One paper with the forms it has.
struct Line {
    words: String,
    links: Vec<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "records/printable.html")]
struct Printable {
    parts: Vec<Part>,
}

/// `GET /office/print`
pub(crate) async fn list(may: May<acts::ReadPlan>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let mut parts = vec![editions(&mut tx, &may).await?];
    if may.can(Action::ReadRound, &Subject::Area) {
        parts.push(reports(&mut tx, &may).await?);
    }
    if may.can(Action::ReadBoardPapers, &Subject::Area) {
        parts.push(packs(&mut tx, &may).await?);
    }
    parts.extend(logs(&may));
    Ok(may.show(&staff_page(&may, PRINT, "Print", Html::of(&Printable { parts }))))
}

/// A line whose paper has all three forms.
fn in_three_forms(visit: &Visit, words: String, path: &str) -> Line {
    let forms = [("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")];
    let link = |(ending, form): (&str, &'static str)| (visit.here.at(&format!("{PRINT}/{path}.{ending}")), form);
    Line { words, links: forms.map(link).to_vec() }
}

async fn editions(tx: &mut Tx, visit: &Visit) -> Result<Part, PageError> {
    let released = standing(tx).await?.into_iter().rev().map(|edition| {
        let words = format!("Edition {}, {}, {}", edition.number, edition.title, day_words(edition.as_at));
        in_three_forms(visit, words, &format!("edition/{}", edition.number))
    });
    let mut lines: Vec<Line> = released.collect();
    if visit.can(Action::ReadDraftEdition, &Subject::Area) {
        lines.insert(0, in_three_forms(visit, "The plan as it is now, as a draft".to_owned(), &format!("draft/{NOW}")));
        for round in round::rounds(tx).await?.into_iter().filter(|round| round.state == RoundState::Closed) {
            if round::edition::draft_of(tx, round.id).await?.is_some() {
                let words = format!("The draft prepared after the round {}", round.terms.name);
                lines.insert(0, in_three_forms(visit, words, &format!("draft/{}", round.id)));
            }
        }
    }
    Ok(Part { heading: "Editions", lines, empty: "No edition was released yet." })
}

async fn reports(tx: &mut Tx, visit: &Visit) -> Result<Part, PageError> {
    let themes = load_tree(tx).await?.themes;
    let begun = |round: &Round| round.state != RoundState::Planned;
    let lines = round::rounds(tx).await?.into_iter().filter(begun).flat_map(|round| {
        let line = |theme: &roadmap::model::Theme| {
            let words = format!("{}: {}", round.terms.name, theme.name);
            in_three_forms(visit, words, &format!("round/{}/{}", round.id, theme.key))
        };
        themes.iter().map(line).collect::<Vec<_>>()
    });
    let lines = lines.collect();
    Ok(Part { heading: "Highlight reports", lines, empty: "No round has begun yet, or the plan has no themes." })
}

async fn packs(tx: &mut Tx, visit: &Visit) -> Result<Part, PageError> {
    let open = boards(tx, visit).await?;
    let mut meetings = governance::store::entries::<Meeting>(tx).await?;
    meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.about.on));
    let line = |meeting: Kept<Meeting>| {
        let board = open.iter().find(|board| board.key == meeting.about.board)?;
        let words = format!("{}, {}", board.about.name, day_words(meeting.about.on));
        let href = visit.here.at(&format!("{PRINT}/meeting/{}.pdf", meeting.key));
        Some(Line { words, links: vec![(href, "PDF")] })
    };
    let lines = meetings.into_iter().filter_map(line).collect();
    Ok(Part {
        heading: "Meeting packs",
        lines,
        empty: "No meeting of a board whose papers you may read was set up yet.",
    })
}

fn logs(visit: &Visit) -> Option<Part> {
    let logs = [
        ("actions", "The action log", Action::ReadBoardPapers),
        ("decisions", "The decision log", Action::ReadBoardPapers),
        ("risks", "The risk register", Action::ReadRegisters),
    ];
    let line = |(log, words, _): (&str, &str, Action)| {
        let link = |ending: &str| visit.here.at(&format!("{PRINT}/log/{log}/log.{ending}"));
        Line { words: words.to_owned(), links: vec![(link("xlsx"), "Excel"), (link("csv"), "CSV")] }
    };
    let lines: Vec<Line> =
        logs.into_iter().filter(|(.., action)| visit.can(*action, &Subject::Area)).map(line).collect();
    (!lines.is_empty()).then_some(Part { heading: "Logs and registers", lines, empty: "" })
}
