//! Who may read which document: by its range, and for a board's document by who sits on that board.

use db::Tx;
use documents::{About, DocumentError, Keys, Sensitivity, StoredDocument};
use governance::{
    model::{Board, Kept},
    store,
};
use office::{Act, Action, May, PageError, Subject, Visit, acts};
use uuid::Uuid;

/// The kind of thing a board's document belongs to; its key is the board's.
pub(crate) const BOARD: &str = "board";
/// The kind of thing a document about a commitment belongs to; its key is the commitment's.
pub(crate) const COMMITMENT: &str = "commitment";
/// The kind of thing all other documents belong to.
pub(crate) const PROGRAMME: &str = "programme";

/// Documents that one right opens. Two shelves have the same pages under guards of their own.
pub(crate) trait Shelf: Send + Sync + 'static {
    /// The right to read.
    type Read: Act;
    /// Where its pages stand inside an area.
    const PATH: &'static str;

    /// Whether it holds documents of this range.
    fn holds(range: Sensitivity) -> bool;
}

/// Documents for the public, the partnership or the office.
pub(crate) struct Partnership;

impl Shelf for Partnership {
    type Read = acts::ReadDocument;
    const PATH: &'static str = "office/documents";

    fn holds(range: Sensitivity) -> bool {
        range != Sensitivity::Board
    }
}

/// Documents of boards.
pub(crate) struct Boards;

impl Shelf for Boards {
    type Read = acts::ReadBoardPapers;
    const PATH: &'static str = "office/board-documents";

    fn holds(range: Sensitivity) -> bool {
        range == Sensitivity::Board
    }
}

/// Where a document's page stands inside an area.
pub(crate) fn path_of(document: &StoredDocument) -> String {
    let shelf = if Boards::holds(document.sensitivity) { Boards::PATH } else { Partnership::PATH };
    format!("{shelf}/{}", document.id)
}

/// Where a document's page stands for whoever handed it in, who may not be among its readers.
pub(crate) fn own_path(document: &StoredDocument) -> String {
    format!("{}/{}/handed-in", Partnership::PATH, document.id)
}

/// The ranges of the partnership's shelf that somebody may read. What is for the office is for those who keep the plan.
pub(crate) fn ranges(visit: &Visit) -> Vec<Sensitivity> {
    let mut ranges = vec![Sensitivity::Public, Sensitivity::Partnership];
    if visit.can(Action::EditPlan, &Subject::Area) {
        ranges.push(Sensitivity::Office);
    }
    ranges
}

/// A board as the decision function asks about it.
pub(crate) fn board_subject(board: &Kept<Board>, visit: &Visit) -> Subject {
    Subject::Board { key: board.key.clone(), members: board.people(visit.today()) }
}

/// The boards whose papers somebody may read.
pub(crate) async fn boards(tx: &mut Tx, visit: &Visit) -> Result<Vec<Kept<Board>>, PageError> {
    let mut boards = store::entries::<Board>(tx).await?;
    boards.retain(|board| visit.can(Action::ReadBoardPapers, &board_subject(board, visit)));
    Ok(boards)
}

/// A document of this shelf that whoever asks may read; "not found" alike for one that they may not read and one that
/// is not there.
pub(crate) async fn found<S: Shelf>(
    tx: &mut Tx,
    may: &May<S::Read>,
    keys: &Keys,
    id: Uuid,
) -> Result<StoredDocument, PageError> {
    let held = documents::document(tx, keys, id).await.map_err(refused)?;
    let document = held.filter(|held| S::holds(held.sensitivity)).ok_or(PageError::NotFound)?;
    if document.sensitivity == Sensitivity::Board {
        let board = board_of(tx, &document.about).await?.ok_or(PageError::NotFound)?;
        may.over(&board_subject(&board, may))?;
    } else if !ranges(may).contains(&document.sensitivity) {
        return Err(PageError::NotFound);
    }
    Ok(document)
}

async fn board_of(tx: &mut Tx, about: &About) -> Result<Option<Kept<Board>>, PageError> {
    if about.kind != BOARD {
        return Ok(None);
    }
    Ok(store::entry::<Board>(tx, &about.key).await?)
}

/// Whether somebody may take a document back: whoever handed it in, and those who keep the shelf it is on.
pub(crate) fn may_withdraw(visit: &Visit, document: &StoredDocument) -> bool {
    let keeps = if Boards::holds(document.sensitivity) { Action::RunBoards } else { Action::EditPlan };
    let hands_in = visit.can(Action::AddDocument, &Subject::Area);
    hands_in && (is_own(visit, document) || visit.can(keeps, &Subject::Area))
}

/// Whether somebody handed a document in themselves, with a session or a token of theirs.
pub(crate) fn is_own(visit: &Visit, document: &StoredDocument) -> bool {
    added_by(document) == Some(visit.person().0)
}

/// Who handed it in, where it was a person.
pub(crate) fn added_by(document: &StoredDocument) -> Option<Uuid> {
    // As `kernel::Actor` prints people: "person: <id>", with a token after it.
    let rest = document.added_by.strip_prefix("person: ")?;
    rest.get(..36)?.parse().ok()
}

/// What a refused deed on a document is to whoever asked.
pub(crate) fn refused(error: DocumentError) -> PageError {
    let words = error.to_string();
    match error {
        DocumentError::NoSuchDocument(_) => PageError::NotFound,
        DocumentError::Changed(_) => PageError::Changed(sentence(&words)),
        DocumentError::Withdrawn(_) | DocumentError::Destroyed(_) => {
            PageError::refused("The document can no longer be read", &sentence(&words))
        }
        DocumentError::AreaDestroyed
        | DocumentError::NotCheckedForPublication
        | DocumentError::NotFitForPublication(_)
        | DocumentError::Words { .. } => PageError::refused("The document was not accepted", &sentence(&words)),
        DocumentError::Altered(_) | DocumentError::OtherKeys | DocumentError::Keys(_) | DocumentError::Engine(_) => {
            PageError::ours(error)
        }
    }
}

/// Words as a sentence.
pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
