//! The page of one entry: what is written, what happened, what the public reads, and what can be done.

use askama::Template;
use axum::{extract::Path, response::Response};
use db::Tx;
use office::{May, PageError, Subject, Visit, staff_page};
use serde_json::{Value, json};
use web::{Html, Link};

use crate::{
    deeds::NotDone,
    model::{Event, Kept, Kind, Summary},
    pack, store,
};

use super::{
    blocks, board,
    family::{Blanks, Family, Papers, check_over, with_kind},
    field::{Ask, Field, Shown, day_words},
    list::table,
    lookup::Lookup,
    typed::from_json,
};

/// A label and what stands under it.
pub(crate) struct Row {
    pub(super) label: &'static str,
    pub(super) text: String,
    pub(super) blocks: Vec<Html>,
}

/// A longer history is folded, so that what stands today comes first.
const OPEN_HISTORY: usize = 3;

struct Happened {
    on: String,
    title: &'static str,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "governance/entry.html")]
struct EntryPage<'a> {
    kind: &'static str,
    key: &'a str,
    title: String,
    state: String,
    rows: Vec<Row>,
    happened: Vec<Happened>,
    open_history: usize,
    more: Html,
    summary: Option<(&'a Summary, String)>,
    version: i64,
    at: String,
    acts: Vec<(&'static str, &'static str)>,
    may_write: bool,
    once: Html,
}

/// `GET` of one entry.
pub(crate) async fn entry<F: Family>(may: May<F::Read>, Path(blanks): Path<Blanks>) -> Result<Response, PageError> {
    with_kind!(F::kind(&blanks)?, M => of_kind::<F, M>(&may, &blanks).await)
}

/// The entry a pattern's blanks name, if whoever asks may read it.
pub(crate) async fn asked_for<F: Family, M: Shown, A: office::Act>(
    tx: &mut Tx,
    may: &May<A>,
    blanks: &Blanks,
) -> Result<Kept<M>, PageError> {
    let key = blanks.get("key").map(String::as_str).unwrap_or_default();
    let kept = store::entry::<M>(tx, key).await?.ok_or(PageError::NotFound)?;
    check_over::<F, M, A>(tx, may, &kept.about).await?;
    Ok(kept)
}

async fn of_kind<F: Family, M: Shown>(may: &May<F::Read>, blanks: &Blanks) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let kept = asked_for::<F, M, _>(&mut tx, may, blanks).await?;
    let lookup = Lookup::of(&mut tx, may).await?;
    let about = serde_json::to_value(&kept.about).map_err(PageError::ours)?;
    let path = format!("{}/{}", F::path(M::KIND), kept.key);
    let more = match M::KIND {
        Kind::Meeting => of_meeting(&mut tx, may, &kept.key, &lookup).await?,
        Kind::Board => board::of_board(&mut tx, may, &kept.key, &lookup).await?,
        _ => Html::default(),
    };
    let state = M::state(&kept, may.today());
    let offered = M::EVENTS.iter().filter(|event| M::offers(state, event.word));
    let may_write = may.can(F::writes(), &Subject::Area);
    let page = EntryPage {
        kind: M::KIND.plain(),
        key: &kept.key,
        title: kept.about.title(),
        state: M::state_words(&kept, may.today()),
        rows: rows(&about, &M::shown_fields(may_write), &lookup),
        happened: happened(&kept, may_write, &lookup)?,
        open_history: OPEN_HISTORY,
        more,
        summary: kept.extract.as_ref().map(|extract| (&extract.summary, day_words(extract.since))),
        version: kept.version,
        at: may.here.at(&path),
        acts: offered.map(|event| (event.word, event.title)).collect(),
        may_write,
        once: may.once_field(),
    };
    let mut shell = staff_page(may, &path, &kept.about.title(), Html::of(&page));
    shell.breadcrumbs = vec![Link::inside(M::PLURAL, &F::path(M::KIND))];
    Ok(may.show(&shell))
}

/// What an object holds, by the table of fields. Empty fields are left out.
pub(crate) fn rows(value: &Value, fields: &[Field], lookup: &Lookup) -> Vec<Row> {
    let typed = from_json(value, fields);
    let row = |field: &Field| {
        let written = typed.get(field.name).map_or("", String::as_str);
        let is_text = !matches!(field.ask, Ask::Blocks);
        let blocks = if is_text { Vec::new() } else { blocks::shown(&value[field.name]) };
        let text = if is_text { lookup.words(field.ask, written) } else { String::new() };
        Row { label: field.label, text, blocks }
    };
    fields.iter().map(row).filter(|row| !row.text.is_empty() || !row.blocks.is_empty()).collect()
}

fn happened<M: Shown>(kept: &Kept<M>, writes: bool, lookup: &Lookup) -> Result<Vec<Happened>, PageError> {
    let past = kept.latest_first().into_iter();
    past.map(|dated| {
        let form = M::EVENTS.iter().find(|form| form.word == dated.event.word());
        let value = serde_json::to_value(&dated.event).map_err(PageError::ours)?;
        let (title, fields) = form.map_or(("", Vec::new()), |form| (form.past, M::shown_event(form, writes)));
        Ok(Happened { on: day_words(dated.on), title, rows: rows(&value, &fields, lookup) })
    })
    .collect()
}

/// The agenda of a meeting with its papers, and what came of it.
async fn of_meeting(tx: &mut Tx, visit: &Visit, key: &str, lookup: &Lookup) -> Result<Html, PageError> {
    let Some(pack) = pack::pack(tx, key).await? else { return Ok(Html::default()) };
    let day = visit.today();
    let new = |kind: Kind| visit.here.at(&format!("{}/new?board={}&meeting={key}", Papers::path(kind), pack.board.key));
    let (items, papers): (Vec<_>, Vec<_>) = pack.agenda.into_iter().unzip();
    let papers: Vec<_> = papers.into_iter().flatten().chain(pack.further).collect();
    let actions: Vec<_> = store::of_meeting::<crate::model::Action>(tx, key).await?;
    let sections = vec![
        ("Agenda", table::<Papers, _>(visit, "Agenda", &items, day, lookup), items.len(), new(Kind::Item)),
        ("Papers", table::<Papers, _>(visit, "Papers", &papers, day, lookup), papers.len(), new(Kind::Paper)),
        (
            "Decisions",
            table::<Papers, _>(visit, "Decisions", &pack.decisions, day, lookup),
            pack.decisions.len(),
            new(Kind::Decision),
        ),
        ("Actions", table::<Papers, _>(visit, "Actions", &actions, day, lookup), actions.len(), new(Kind::Action)),
    ];
    let writes = visit.can(office::Action::RunBoards, &Subject::Area);
    Ok(Html::of(&MeetingParts { sections, writes }))
}

#[derive(Template)]
#[template(path = "governance/meeting.html")]
struct MeetingParts {
    sections: Vec<(&'static str, Html, usize, String)>,
    writes: bool,
}

#[derive(Template)]
#[template(path = "governance/earlier.html")]
struct EarlierPage {
    title: String,
    versions: Vec<(i64, String, String, Vec<Row>)>,
    back: String,
}

/// `GET` of every version of an entry.
pub(crate) async fn earlier<F: Family>(may: May<F::Read>, Path(blanks): Path<Blanks>) -> Result<Response, PageError> {
    with_kind!(F::kind(&blanks)?, M => earlier_of::<F, M>(&may, &blanks).await)
}

async fn earlier_of<F: Family, M: Shown>(may: &May<F::Read>, blanks: &Blanks) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let kept = asked_for::<F, M, _>(&mut tx, may, blanks).await?;
    let lookup = Lookup::of(&mut tx, may).await?;
    let fields = M::shown_fields(may.can(F::writes(), &Subject::Area));
    let versions = store::earlier::<M>(&mut tx, &kept.key).await?.into_iter().map(|version| {
        let about = serde_json::to_value(&version.kept.about).unwrap_or_else(|_| json!({}));
        let day = day_words(kernel::london_date(version.at));
        (version.kept.version, day, lookup.author(&version.by), rows(&about, &fields, &lookup))
    });
    let path = format!("{}/{}", F::path(M::KIND), kept.key);
    let page = EarlierPage { title: kept.about.title(), versions: versions.collect(), back: may.here.at(&path) };
    Ok(may.show(&staff_page(may, &format!("{path}/earlier"), "Earlier versions", Html::of(&page))))
}

impl From<NotDone> for PageError {
    fn from(reason: NotDone) -> Self {
        let words = reason.to_string();
        match reason {
            NotDone::NoSuch { .. } => Self::NotFound,
            NotDone::Engine(error) => error.into(),
            NotDone::Clash(_) => Self::Changed(words),
            NotDone::Wrong(_) | NotDone::Taken { .. } => Self::refused("This cannot be kept", &words),
        }
    }
}
