//! A meeting's pack: on paper, and with the papers that were handed in as files.
//!
//! Such a paper is not put into the PDF. The pack can be read aloud and kept because every part of it is tagged (PDF/UA-1,
//! PDF/A-2a), and a file of somebody else's seldom is: inside, it would make the whole pack unreadable to some. So the
//! pack names it, and both come together in one ZIP.

use std::collections::HashMap;

use axum::response::Response;
use db::Tx;
use documents::{
    Media, Sensitivity, StoredDocument, download, download_bundle,
    export::{Bundled, bundle},
};
use governance::pack::{Pack, pack};
use office::{Action, May, PageError, Subject, Visit, acts};
use roadmap::store::load_tree;
use typeset::{Imprint, MeetingPack};
use uuid::Uuid;
use web::paths::{Parsed, Path};

use super::{
    print::{imprint, press},
    wanted::Wanted,
};
use crate::{
    deeds::{give_out, keys},
    papers::{self, Front, NotMade, referenced},
    shelf::{BOARD, board_subject, ranges, refused},
};

/// The most that the files of one pack may hold together. They are held in memory while they are put into one.
const MOST_BYTES: u64 = 60 * 1_024 * 1_024;

/// A paper of a pack that is a file which its reader may open.
pub(super) struct PaperFile {
    /// Its place in the pack, such as 2.1.
    pub(super) reference: String,
    /// The paper's title.
    pub(super) title: String,
    /// The file.
    pub(super) document: StoredDocument,
}

/// `GET /office/print/meeting/{file}`: everything members read, with contents and page numbers.
pub(crate) async fn meeting(
    may: May<acts::ReadBoardPapers>,
    Path(Parsed(wanted)): Path<Parsed<Wanted>>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let pack = asked_for(&mut tx, &may, &wanted.which).await?;
    if wanted.media != Media::Pdf {
        return Err(PageError::NotFound);
    }
    let files = files(&mut tx, &may, &pack).await?;
    let paper = set(&mut tx, &may, &pack, &files).await?;
    drop(tx);
    let bytes = press(move || typeset::meeting_pack(&paper).map_err(NotMade::from)).await?;
    Ok(download(&name_of(&pack), Media::Pdf, bytes))
}

/// `GET /office/print/meeting-files/{key}`: the pack with its files. That each was given out is recorded.
pub(crate) async fn with_files(
    may: May<acts::ReadBoardPapers>,
    Path(key): Path<String>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let pack = asked_for(&mut tx, &may, &key).await?;
    let files = files(&mut tx, &may, &pack).await?;
    let bytes: u64 = files.iter().map(|file| file.document.bytes).sum();
    if bytes > MOST_BYTES {
        return Err(PageError::refused(
            "These files are too large to come together",
            "Together they hold more than 60 MB. Save the pack as a PDF, and each file from the list of documents.",
        ));
    }
    let paper = set(&mut tx, &may, &pack, &files).await?;
    let mut together: Vec<Bundled> = Vec::new();
    let mut given: HashMap<Uuid, usize> = HashMap::new();
    for file in &files {
        let named = format!("{} {}", file.reference, file.title);
        // Two papers may be one file; it is opened, and recorded, once.
        let content = match given.get(&file.document.id) {
            Some(place) => together[*place].2.clone(),
            None => {
                give_out(&mut tx, keys(&may.office)?, &may.actor(), file.document.id, may.now).await.map_err(refused)?
            }
        };
        given.insert(file.document.id, together.len());
        together.push((named, file.document.media.endings()[0], content));
    }
    tx.commit().await?;
    let make = move || {
        let pack = typeset::meeting_pack(&paper)?;
        together.insert(0, ("Meeting pack".to_owned(), "pdf", pack));
        Ok(bundle(&together)?)
    };
    Ok(download_bundle(&format!("{} with its files", name_of(&pack)), press(make).await?))
}

/// The pack of a meeting of a board whose papers its reader may read.
async fn asked_for(tx: &mut Tx, may: &May<acts::ReadBoardPapers>, key: &str) -> Result<Pack, PageError> {
    let pack = pack(tx, key).await?.ok_or(PageError::NotFound)?;
    may.over(&board_subject(&pack.board, may))?;
    Ok(pack)
}

fn name_of(pack: &Pack) -> String {
    format!("{} {}", pack.board.about.name, pack.meeting.about.on)
}

async fn set(tx: &mut Tx, visit: &Visit, pack: &Pack, files: &[PaperFile]) -> Result<MeetingPack, PageError> {
    let tree = load_tree(tx).await?;
    let area = db::area_of(tx).await?;
    let imprint = Imprint { reader: visit.signed_in.name.clone(), ..imprint(&area, "Meeting pack", visit.today()) };
    let named = files.iter().filter_map(|file| {
        let card = file.document.card.as_ref()?;
        Some((file.document.id.to_string(), card.name.clone()))
    });
    Ok(papers::meeting(pack, Front { imprint, tree: &tree, files: &named.collect() }))
}

/// The papers of a pack that are files, as far as its reader may open them.
pub(super) async fn files(tx: &mut Tx, visit: &Visit, pack: &Pack) -> Result<Vec<PaperFile>, PageError> {
    let mut files = Vec::new();
    for (reference, paper, _) in referenced(pack) {
        let Some(id) = paper.about.document.as_ref().and_then(|key| key.parse().ok()) else { continue };
        let held = documents::document(tx, keys(&visit.office)?, id).await.map_err(refused)?;
        let opens = |document: &StoredDocument| may_open(visit, document, &pack.board.key);
        if let Some(document) = held.filter(opens) {
            files.push(PaperFile { reference, title: paper.about.title.clone(), document });
        }
    }
    Ok(files)
}

/// Whether somebody who reads this board's papers may open a document: one of the board, or one of a range they read.
fn may_open(visit: &Visit, document: &StoredDocument, board: &str) -> bool {
    let stands = document.withdrawn.is_none() && document.shredded_at.is_none();
    let reads = if document.sensitivity == Sensitivity::Board {
        document.about.kind == BOARD && document.about.key == board
    } else {
        visit.can(Action::ReadDocument, &Subject::Area) && ranges(visit).contains(&document.sensitivity)
    };
    stands && reads
}
