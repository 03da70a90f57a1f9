//! The pages themselves, as a pure function of what is public. Posts and organisations stand here, never a person.

use askama::Template;
use jiff::civil::Date;
use roadmap::{
    editions::BOARDS,
    history::body_name,
    model::Tree,
    site::{BOARDS_ABOUT, BOARDS_TITLE, Leaf, Page, commitment, entry, finding, framed},
};
use web::{
    Component, Html, Place,
    components::{Cell, ScrollRegion, Table},
};

use super::Sources;
use crate::{
    model::Summary,
    public::{PublicBoard, PublicDecision, PublicMeeting, PublicReview, PublicSeat, PublicStrategy},
};

const STRATEGIES: &str = "boards/strategies";
const REVIEWS: &str = "boards/reviews";

/// Words somebody published, paragraph by paragraph.
#[derive(Template)]
#[template(path = "governance/site/words.html")]
struct Words<'a> {
    said: Vec<&'a str>,
    will_do: Vec<&'a str>,
    means: Vec<&'a str>,
}

#[derive(Template)]
#[template(path = "governance/site/boards.html")]
struct BoardsPage<'a> {
    here: Place,
    boards: Vec<(String, &'a PublicBoard, Html, Html)>,
}

#[derive(Template)]
#[template(path = "governance/site/board.html")]
struct BoardPage<'a> {
    here: Place,
    board: &'a PublicBoard,
    words: Html,
    seats: Html,
    above: Vec<(String, &'a str)>,
    after: Option<(String, &'a str)>,
    meetings: Vec<(&'a PublicMeeting, Html, Vec<Html>)>,
    decisions: Vec<(&'a PublicDecision, Html, Ways<'a>)>,
}

/// Published pages that something speaks of, as path and title.
type Ways<'a> = Vec<(String, &'a str)>;

#[derive(Template)]
#[template(path = "governance/site/strategies.html")]
struct StrategiesPage<'a> {
    strategies: Vec<(&'a PublicStrategy, Html, Html)>,
}

#[derive(Template)]
#[template(path = "governance/site/reviews.html")]
struct ReviewsPage<'a> {
    here: Place,
    reviews: Vec<Check<'a>>,
}

/// One look from outside.
struct Check<'a> {
    review: &'a PublicReview,
    words: Html,
    /// What was said, under its heading.
    lists: [(&'static str, &'a [String]); 3],
    about: Ways<'a>,
}

/// Every page, the list of boards first.
pub(crate) fn all(sources: &Sources<'_>, as_at: Date) -> Vec<Page> {
    let page = |path: &str, title: &str, about: &str, main: Html| {
        let below = (path != BOARDS).then_some((BOARDS_TITLE, BOARDS));
        framed(sources.area, as_at, Leaf { path, title, about, below, main })
    };
    let shown = sources.shown;
    let mut pages = vec![
        page(BOARDS, BOARDS_TITLE, BOARDS_ABOUT, Html::of(&first(sources))),
        page(
            STRATEGIES,
            "Our strategies",
            "The longer plans of the partnership and how far each one is.",
            Html::of(&StrategiesPage {
                strategies: shown.strategies.iter().map(|one| (one, words(&one.summary), stages(one))).collect(),
            }),
        ),
        page(
            REVIEWS,
            "Who checks our work",
            "What those who check our work said about it.",
            Html::of(&checks(sources)),
        ),
    ];
    pages.extend(shown.boards.iter().map(|board| {
        let about = format!("What {} talked about and decided.", board.name);
        page(&board_path(&board.key), &title(sources, board), &about, Html::of(&one(sources, board)))
    }));
    pages
}

fn first<'a>(sources: &Sources<'a>) -> BoardsPage<'a> {
    let boards = sources.shown.boards.iter();
    let boards = boards.map(|board| (board_path(&board.key), board, words(&board.summary), seats(sources.tree, board)));
    BoardsPage { here: place(BOARDS), boards: boards.collect() }
}

fn checks<'a>(sources: &Sources<'a>) -> ReviewsPage<'a> {
    let reviews = sources.shown.reviews.iter().map(|review| Check {
        review,
        words: words(&review.summary),
        lists: [
            ("What they saw us do well", &review.recognised),
            ("What is still to do", &review.still_to_do),
            ("What they no longer check", &review.no_longer_monitored),
        ],
        about: review.findings.iter().filter_map(|key| way(sources, finding(key))).collect(),
    });
    ReviewsPage { here: place(REVIEWS), reviews: reviews.collect() }
}

/// A page, if it is published.
fn way<'a>(sources: &Sources<'a>, path: String) -> Option<(String, &'a str)> {
    sources.titles.get(&path).map(|title| (path, title.as_str()))
}

/// The board's name, with its key where two of the pages would otherwise be called the same.
fn title(sources: &Sources<'_>, board: &PublicBoard) -> String {
    let twin = sources.shown.boards.iter().any(|other| other.key != board.key && other.name == board.name);
    let taken = [BOARDS_TITLE, "Our strategies", "Who checks our work"].contains(&board.name.as_str());
    if twin || taken { format!("{} ({})", board.name, board.key) } else { board.name.clone() }
}

fn one<'a>(sources: &Sources<'a>, board: &'a PublicBoard) -> BoardPage<'a> {
    let shown = sources.shown;
    let named = |key: &String| {
        let found = shown.boards.iter().find(|board| board.key == *key)?;
        Some((board_path(key), found.name.as_str()))
    };
    let meetings = shown.meetings.iter().filter(|meeting| meeting.board == board.key);
    let agenda = |meeting: &PublicMeeting| meeting.agenda.iter().map(|item| words(&item.summary)).collect();
    let decisions = shown.decisions.iter().filter(|decision| decision.board == board.key).map(|decision| {
        let about = decision.commitments.iter();
        let ways = about.filter_map(|key| way(sources, entry(key)).or_else(|| way(sources, commitment(key))));
        (decision, words(&decision.summary), ways.collect())
    });
    BoardPage {
        here: place(&board_path(&board.key)),
        board,
        words: words(&board.summary),
        seats: seats(sources.tree, board),
        above: board.reports_to.iter().filter_map(named).collect(),
        after: board.replaced_by.as_ref().and_then(named),
        meetings: meetings.map(|meeting| (meeting, words(&meeting.summary), agenda(meeting))).collect(),
        decisions: decisions.collect(),
    }
}

/// The page of a board. A key holds no underscore, so a board called like one of the other pages keeps its own address.
fn board_path(key: &str) -> String {
    let path = format!("{BOARDS}/{key}");
    if path == STRATEGIES || path == REVIEWS { format!("{path}_") } else { path }
}

fn place(path: &str) -> Place {
    Place::new(path).unwrap_or_default()
}

fn words(summary: &Summary) -> Html {
    Html::of(&Words {
        said: paragraphs(&summary.said),
        will_do: summary.will_do.as_deref().map(paragraphs).unwrap_or_default(),
        means: summary.means.as_deref().map(paragraphs).unwrap_or_default(),
    })
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands its values over by reference")]
fn day_words(day: &Date) -> String {
    roadmap::difference::day_words(*day)
}

fn seats(tree: &Tree, board: &PublicBoard) -> Html {
    let row = |seat: &PublicSeat| {
        let organisation =
            seat.organisation.as_ref().map_or_else(|| "Independent".to_owned(), |key| body_name(tree, key));
        vec![
            Cell::from(seat.post.as_str()),
            Cell::from(seat.part),
            Cell::from(organisation.as_str()),
            Cell::from(day_words(&seat.since).as_str()),
        ]
    };
    let rows = board.members.iter().map(row).collect();
    table(format!("Who sits on {}", board.name), &["Job", "Part on the board", "From", "Since"], rows)
}

fn stages(strategy: &PublicStrategy) -> Html {
    let row = |(stage, day): &(crate::model::Stage, Date)| {
        vec![Cell::from(stage.plain()), Cell::from(day_words(day).as_str())]
    };
    let rows = strategy.stages.iter().map(row).collect();
    table(format!("Steps of {}", strategy.name), &["Step", "Since"], rows)
}

/// A table that can be moved sideways on a small screen; nothing where there are no rows.
fn table(caption: String, head: &[&str], rows: Vec<Vec<Cell>>) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    let table = Table {
        caption: caption.clone(),
        caption_classes: "govuk-table__caption--s".into(),
        head: Some(head.iter().map(|words| Cell::from(*words)).collect()),
        rows,
        first_cell_is_header: true,
        ..Table::default()
    };
    ScrollRegion { label: caption, contents: table.html() }.html()
}
