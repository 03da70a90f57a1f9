//! Pages of documents under `office/documents` and `office/board-documents`; what can be printed under `office/print`.

mod add;
pub(crate) mod edit;
pub(crate) mod highlight;
mod list;
mod one;
pub(crate) mod pack;
pub(crate) mod print;
mod printable;
pub(crate) mod wanted;

pub(crate) use add::{Fields, explained, meant};
pub(crate) use list::{After, Filter, board_documents, own_documents};
pub(crate) use one::{content, withdrawable};

use db::Tx;
use documents::{Media, Sensitivity, StoredDocument};
use governance::model::{Board, Kept};
use office::{Access, Action, Names, PageError, PersonId, Routes, Section};
use roadmap::{difference::day_words, model::Tree};

use crate::shelf::{BOARD, Boards, COMMITMENT, Partnership, Shelf, added_by};

/// Path of what can be printed.
const PRINT: &str = "office/print";

/// The sections of the office's navigation that are ours, in order.
pub const SECTIONS: [Section; 4] = [
    Section {
        text: "Documents",
        path: Partnership::PATH,
        action: Action::ReadDocument,
        says: "Files that were handed in, and who they are for.",
    },
    Section {
        text: "Documents you handed in",
        path: list::MINE,
        action: Action::AddDocument,
        says: "Hand a document in, and follow what you handed in.",
    },
    Section {
        text: "Documents of boards",
        path: Boards::PATH,
        action: Action::ReadBoardPapers,
        says: "Files of the boards whose papers you may read.",
    },
    Section {
        text: "Print",
        path: PRINT,
        action: Action::ReadPlan,
        says: "Editions, reports, packs and logs as files.",
    },
];

/// Every page.
pub(crate) fn routes() -> Routes {
    use Action::{AddDocument, ReadBoardPapers, ReadDocument, ReadDraftEdition, ReadPlan, ReadRegisters, ReadRound};
    let to = Access::To;
    Routes::new()
        .get("/office/documents", to(ReadDocument), list::list)
        .get("/office/documents/mine", to(AddDocument), list::mine)
        .get("/office/documents/new", to(AddDocument), add::ask)
        .post("/office/documents/new", to(AddDocument), add::take)
        .get("/office/documents/{document}", to(ReadDocument), one::one::<Partnership>)
        .get("/office/documents/{document}/file", to(ReadDocument), one::file::<Partnership>)
        .get("/office/documents/{document}/handed-in", to(AddDocument), one::handed_in)
        .get("/office/documents/{document}/edit", to(AddDocument), edit::ask)
        .post("/office/documents/{document}/edit", to(AddDocument), edit::save)
        .post("/office/documents/{document}/withdraw", to(AddDocument), one::withdraw)
        .get("/office/board-documents", to(ReadBoardPapers), list::of_boards)
        .get("/office/board-documents/{document}", to(ReadBoardPapers), one::one::<Boards>)
        .get("/office/board-documents/{document}/file", to(ReadBoardPapers), one::file::<Boards>)
        .get("/office/rounds/{round}/themes/{theme}", to(ReadRound), highlight::page)
        .get("/office/print", to(ReadPlan), printable::list)
        .get("/office/print/edition/{file}", to(ReadPlan), print::edition)
        .get("/office/print/draft/{file}", to(ReadDraftEdition), print::draft)
        .get("/office/print/round/{round}/{file}", to(ReadRound), print::highlight)
        .get("/office/print/meeting/{file}", to(ReadBoardPapers), pack::meeting)
        .get("/office/print/meeting-files/{key}", to(ReadBoardPapers), pack::with_files)
        .get("/office/print/log/actions/{file}", to(ReadBoardPapers), print::actions)
        .get("/office/print/log/decisions/{file}", to(ReadBoardPapers), print::decisions)
        .get("/office/print/log/risks/{file}", to(ReadRegisters), print::risks)
}

/// What documents are named by beside themselves: commitments, boards, people.
struct Lookup {
    tree: Tree,
    boards: Vec<Kept<Board>>,
    people: Names,
}

impl Lookup {
    async fn of(tx: &mut Tx, people: Names) -> Result<Self, PageError> {
        let tree = roadmap::store::load_tree(tx).await?;
        let boards = governance::store::entries::<Board>(tx).await?;
        Ok(Self { tree, boards, people })
    }

    /// What a document belongs to, in words.
    fn about(&self, document: &StoredDocument) -> String {
        let key = &document.about.key;
        let words = match document.about.kind.as_str() {
            BOARD => self.boards.iter().find(|board| board.key == *key).map(|board| board.about.name.clone()),
            COMMITMENT => self.tree.node(key).map(|node| node.words().to_owned()),
            _ => Some("The programme".to_owned()),
        };
        words.unwrap_or_else(|| key.clone())
    }

    /// Who handed it in, with the day.
    fn added(&self, document: &StoredDocument) -> String {
        let name = added_by(document).and_then(|person| self.people.get(&PersonId(person)));
        let name = name.map_or_else(String::new, |name| format!(" by {name}"));
        format!("{}{name}", day_words(kernel::london_date(document.added_at)))
    }
}

/// What a document is called; one whose key was destroyed has no name any more.
fn called(document: &StoredDocument) -> &str {
    document.card.as_ref().map_or("A document that was destroyed", |card| card.name.as_str())
}

/// A kind of file as people call it.
fn kind(media: Media) -> &'static str {
    match media {
        Media::Pdf => "PDF",
        Media::Docx => "Word",
        Media::Xlsx => "Excel",
        Media::Csv => "CSV",
        Media::Text => "Text",
        Media::Png => "Picture (PNG)",
        Media::Jpeg => "Picture (JPEG)",
    }
}

/// Who a document is for.
fn range_words(range: Sensitivity) -> &'static str {
    match range {
        Sensitivity::Public => "Everybody",
        Sensitivity::Partnership => "The partnership",
        Sensitivity::Office => "The office that runs the programme",
        Sensitivity::Board => "Those who sit on a board",
    }
}

/// A size as people read it.
fn size(bytes: u64) -> String {
    match bytes {
        ..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{} kB", bytes.div_ceil(1_024)),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// How a document stands.
fn state(document: &StoredDocument) -> &'static str {
    if document.shredded_at.is_some() {
        "Destroyed"
    } else if document.withdrawn.is_some() {
        "Withdrawn"
    } else {
        "Can be read"
    }
}
