//! Lists of documents, narrowed by what stands in the address.

use askama::Template;
use axum::{extract::Query, response::Response};
use documents::{About, Chosen, Media, Sensitivity, StoredDocument};
use office::{Action, May, PageError, Subject, Visit, acts, staff_page};
use serde::Deserialize;
use uuid::Uuid;
use web::{
    Component, Html,
    components::{Cell, ScrollRegion, Table},
};

use super::{Lookup, called, kind, range_words, size, state};
use crate::{
    deeds::keys,
    shelf::{BOARD, Boards, Partnership, Shelf, boards, own_path, path_of, ranges, refused},
};

/// Path of what somebody handed in themselves.
pub(super) const MINE: &str = "office/documents/mine";
/// Documents on one page of a list.
const MOST: u16 = 50;

/// What a list is narrowed to. An empty part narrows nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    kind: String,
    sensitivity: String,
    before: Option<Uuid>,
}

/// A choice of a filter: its word, its words, whether it is chosen.
type Offered = (&'static str, &'static str, bool);

#[derive(Template)]
#[template(path = "records/list.html")]
struct ListPage {
    title: &'static str,
    lead: &'static str,
    add: Option<String>,
    other: Option<(String, &'static str)>,
    action: String,
    kinds: Vec<Offered>,
    ranges: Vec<Offered>,
    unknown: bool,
    count: usize,
    table: Html,
    older: Option<String>,
}

#[derive(Template)]
#[template(source = r#"<a class="govuk-link" href="{{ href }}">{{ words }}</a>"#, ext = "html")]
struct Anchor<'a> {
    href: String,
    words: &'a str,
}

#[derive(Template)]
#[template(path = "records/mine.html")]
struct MinePage {
    add: String,
    later: bool,
    count: usize,
    table: Html,
    older: Option<String>,
}

/// Which page of a list that nothing else narrows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    /// The last document of the page before.
    pub(crate) before: Option<Uuid>,
}

impl Filter {
    fn media(&self) -> Option<Media> {
        Media::ALL.into_iter().find(|media| media.endings()[0] == self.kind)
    }

    fn range(&self) -> Option<Sensitivity> {
        Sensitivity::of_word(&self.sensitivity)
    }

    /// Whether something in the address is no choice of ours.
    fn is_unknown(&self, ranges: &[Sensitivity]) -> bool {
        let range_is_known = self.range().is_some_and(|range| ranges.contains(&range));
        (!self.kind.is_empty() && self.media().is_none()) || (!self.sensitivity.is_empty() && !range_is_known)
    }

    fn kinds(&self) -> Vec<Offered> {
        let offered = |media: Media| (media.endings()[0], kind(media), self.media() == Some(media));
        Media::ALL.into_iter().map(offered).collect()
    }

    /// What this asks for among ranges that may be read. A word we do not know narrows nothing, and says so.
    pub(crate) fn chosen(&self, open: &[Sensitivity]) -> Chosen {
        let wanted = self.range().filter(|range| open.contains(range));
        let sensitivities = wanted.map_or_else(|| open.to_vec(), |range| vec![range]);
        Chosen { sensitivities, media: self.media(), before: self.before, most: MOST }
    }
}

/// `GET /office/documents`
pub(crate) async fn list(may: May<acts::ReadDocument>, Query(filter): Query<Filter>) -> Result<Response, PageError> {
    let keys = keys(&may.office)?;
    let mut tx = may.read().await?;
    let people = may.names(&mut tx).await?;
    let open = ranges(&may);
    let found = documents::documents(&mut tx, keys, &filter.chosen(&open)).await.map_err(refused)?;
    let lookup = Lookup::of(&mut tx, people).await?;
    let offered = |range: &Sensitivity| (range.as_str(), range_words(*range), filter.range() == Some(*range));
    let older = found.last().filter(|_| found.len() == usize::from(MOST)).map(|last| {
        may.here.at(&format!(
            "{}?kind={}&sensitivity={}&before={}",
            Partnership::PATH,
            filter.kind,
            filter.sensitivity,
            last.id
        ))
    });
    let page = ListPage {
        title: "Documents",
        lead: "Files that were handed in. Each time one is opened is recorded.",
        add: may.can(Action::AddDocument, &Subject::Area).then(|| may.here.at("office/documents/new")),
        other: may
            .can(Action::ReadBoardPapers, &Subject::Area)
            .then(|| (may.here.at(Boards::PATH), "Documents of boards")),
        action: may.here.at(Partnership::PATH),
        kinds: filter.kinds(),
        ranges: open.iter().map(offered).collect(),
        unknown: filter.is_unknown(&open),
        count: found.len(),
        table: table(&may, &lookup, &found, path_of),
        older: older.filter(|_| !filter.is_unknown(&open)),
    };
    Ok(may.show(&staff_page(&may, Partnership::PATH, "Documents", Html::of(&page))))
}

/// `GET /office/board-documents`: those of every board whose papers the reader may read.
pub(crate) async fn of_boards(
    may: May<acts::ReadBoardPapers>,
    Query(filter): Query<Filter>,
) -> Result<Response, PageError> {
    let keys = keys(&may.office)?;
    let mut tx = may.read().await?;
    let people = may.names(&mut tx).await?;
    let mut found = board_documents(&mut tx, &may, keys).await?;
    found.retain(|document| filter.media().is_none_or(|media| document.media == media));
    let lookup = Lookup::of(&mut tx, people).await?;
    let page = ListPage {
        title: "Documents of boards",
        lead: "Files of the boards whose papers you may read. Each time one is opened is recorded.",
        add: may.can(Action::RunBoards, &Subject::Area).then(|| may.here.at("office/documents/new")),
        other: may
            .can(Action::ReadDocument, &Subject::Area)
            .then(|| (may.here.at(Partnership::PATH), "Other documents")),
        action: may.here.at(Boards::PATH),
        kinds: filter.kinds(),
        ranges: Vec::new(),
        unknown: filter.is_unknown(&[]),
        count: found.len(),
        table: table(&may, &lookup, &found, path_of),
        older: None,
    };
    Ok(may.show(&staff_page(&may, Boards::PATH, "Documents of boards", Html::of(&page))))
}

/// Documents of every board whose papers somebody may read, newest first.
pub(crate) async fn board_documents(
    tx: &mut db::Tx,
    visit: &Visit,
    keys: &documents::Keys,
) -> Result<Vec<StoredDocument>, PageError> {
    let mut found = Vec::new();
    for board in boards(tx, visit).await? {
        let about = About { kind: BOARD.to_owned(), key: board.key };
        let of_board = documents::documents_about(tx, keys, &about).await.map_err(refused)?;
        found.extend(of_board.into_iter().filter(|document| Boards::holds(document.sensitivity)));
    }
    found.sort_by_key(|document| std::cmp::Reverse(document.id));
    Ok(found)
}

/// `GET /office/documents/mine`: what somebody handed in themselves, whoever its readers are.
pub(crate) async fn mine(may: May<acts::AddDocument>, Query(after): Query<After>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let people = may.names(&mut tx).await?;
    let found = own_documents(&mut tx, &may, after.before).await?;
    let lookup = Lookup::of(&mut tx, people).await?;
    let older = found.last().filter(|_| found.len() == usize::from(MOST));
    let page = MinePage {
        add: may.here.at("office/documents/new"),
        later: after.before.is_some(),
        count: found.len(),
        table: table(&may, &lookup, &found, own_path),
        older: older.map(|last| may.here.at(&format!("{MINE}?before={}", last.id))),
    };
    Ok(may.show(&staff_page(&may, MINE, "Documents you handed in", Html::of(&page))))
}

/// A page of what somebody handed in themselves, newest first.
pub(crate) async fn own_documents(
    tx: &mut db::Tx,
    may: &May<acts::AddDocument>,
    before: Option<Uuid>,
) -> Result<Vec<StoredDocument>, PageError> {
    documents::handed_in_by(tx, keys(&may.office)?, may.person().0, before, MOST).await.map_err(refused)
}

/// A list of documents, each linked to its page.
fn table(visit: &Visit, lookup: &Lookup, found: &[StoredDocument], path: fn(&StoredDocument) -> String) -> Html {
    let row = |document: &StoredDocument| {
        let href = visit.here.at(&path(document));
        let name = Cell { html: Html::of(&Anchor { href, words: called(document) }), ..Cell::default() };
        let texts = [
            kind(document.media).to_owned(),
            size(document.bytes),
            range_words(document.sensitivity).to_owned(),
            lookup.about(document),
            lookup.added(document),
            state(document).to_owned(),
        ];
        std::iter::once(name).chain(texts.map(|text| Cell { text, ..Cell::default() })).collect()
    };
    let caption = match found.len() {
        1 => "1 document, newest first".to_owned(),
        count => format!("{count} documents, newest first"),
    };
    let heads = ["Name", "Kind", "Size", "For whom", "Belongs to", "Handed in", "State"];
    let contents = Table {
        caption: caption.clone(),
        caption_classes: "govuk-table__caption--m".into(),
        head: Some(heads.map(Cell::from).to_vec()),
        rows: found.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    };
    ScrollRegion { label: caption, contents: contents.html() }.html()
}
