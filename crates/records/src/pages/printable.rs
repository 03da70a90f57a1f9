//! What can be printed, by whoever looks.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use db::Tx;
use governance::model::{Meeting, Paper};
use office::{Action, May, PageError, Subject, Visit, acts, staff_page};
use roadmap::{difference::day_words, store::load_tree};
use round::model::{Round, RoundState};
use web::Html;

use super::{
    PRINT, called, kind,
    pack::{PaperFile, files},
    print::{NOW, standing},
    size,
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
    /// Files that come beside it.
    files: Vec<String>,
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
    Line { words, links: forms.map(link).to_vec(), files: Vec::new() }
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

/// What a pack's files are called, of what kind and how large.
async fn pack_files(tx: &mut Tx, visit: &Visit, meeting: &str) -> Result<Vec<String>, PageError> {
    let Some(pack) = governance::pack::pack(tx, meeting).await? else { return Ok(Vec::new()) };
    let said = |file: PaperFile| {
        let document = &file.document;
        let (kind, size) = (kind(document.media), size(document.bytes));
        format!("{} {}: {}, {kind}, {size}", file.reference, file.title, called(document))
    };
    Ok(files(tx, visit, &pack).await?.into_iter().map(said).collect())
}

async fn packs(tx: &mut Tx, visit: &Visit) -> Result<Part, PageError> {
    let open = boards(tx, visit).await?;
    let mut meetings = governance::store::entries::<Meeting>(tx).await?;
    meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.about.on));
    let papers = governance::store::entries::<Paper>(tx).await?;
    let of_files = papers.into_iter().filter(|paper| paper.about.document.is_some());
    let with_files: BTreeSet<String> = of_files.map(|paper| paper.about.meeting).collect();
    let mut lines = Vec::new();
    for meeting in meetings {
        let Some(board) = open.iter().find(|board| board.key == meeting.about.board) else { continue };
        let words = format!("{}, {}", board.about.name, day_words(meeting.about.on));
        let mut forms = vec![(visit.here.at(&format!("{PRINT}/meeting/{}.pdf", meeting.key)), "PDF")];
        let files = if with_files.contains(&meeting.key) { pack_files(tx, visit, &meeting.key).await? } else { vec![] };
        if !files.is_empty() {
            forms.push((visit.here.at(&format!("{PRINT}/meeting-files/{}", meeting.key)), "the pack with its files"));
        }
        lines.push(Line { words, links: forms, files });
    }
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
        Line { words: words.to_owned(), links: vec![(link("xlsx"), "Excel"), (link("csv"), "CSV")], files: Vec::new() }
    };
    let lines: Vec<Line> =
        logs.into_iter().filter(|(.., action)| visit.can(*action, &Subject::Area)).map(line).collect();
    (!lines.is_empty()).then_some(Part { heading: "Logs and registers", lines, empty: "" })
}
