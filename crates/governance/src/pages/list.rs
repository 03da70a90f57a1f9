//! The list of a kind: as at a day, filtered, with the filter in the address.

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::Response,
};
use jiff::civil::Date;
use kernel::{DAY_HINT, typed_day};
use office::{Action, May, PageError, Subject, staff_page};
use serde::Deserialize;
use web::{
    Component, Html,
    components::{Cell, ScrollRegion, Table},
};

use crate::{
    logs::as_at,
    model::{Kept, Kind},
};

use super::{
    SNAPSHOTS,
    family::{Blanks, Family, readable, with_kind},
    field::{Shown, day_words},
    lookup::Lookup,
};

/// What a list is narrowed to. An empty part narrows nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    board: String,
    state: String,
    as_at: String,
}

#[derive(Template)]
#[template(path = "governance/list.html")]
struct ListPage<'a> {
    title: &'a str,
    as_at: String,
    action: String,
    boards: &'a [(String, String)],
    by_board: bool,
    states: &'a [(&'a str, &'a str)],
    filter: &'a Filter,
    day_hint: &'static str,
    unreadable_day: bool,
    count: usize,
    empty: &'a str,
    table: Html,
    add: Option<String>,
    others: Vec<(String, &'static str)>,
}

/// The lists that stand beside this one, so that each is found from every other.
fn others<F: Family>(visit: &office::Visit, this: Kind) -> Vec<(String, &'static str)> {
    let kinds = F::KINDS.iter().copied().filter(|kind| *kind != this);
    let mut others: Vec<(String, &str)> =
        kinds.map(|kind| (visit.here.at(&F::path(kind)), with_kind!(kind, M => M::PLURAL))).collect();
    if F::reads() == Action::ReadRegisters {
        others.push((visit.here.at(SNAPSHOTS), "Snapshots"));
    }
    others
}

#[derive(Template)]
#[template(source = r#"<a class="govuk-link" href="{{ href }}">{{ words }}</a>"#, ext = "html")]
struct Anchor<'a> {
    href: String,
    words: &'a str,
}

/// A link in a cell, with its words cut to what a list can hold.
pub(crate) fn anchor(href: String, words: &str) -> Html {
    let cut: String = words.chars().take(160).collect();
    let words = if cut.len() < words.len() { format!("{cut}…") } else { cut };
    Html::of(&Anchor { href, words: &words })
}

/// `GET` of a kind's list.
pub(crate) async fn list<F: Family>(
    may: May<F::Read>,
    Path(blanks): Path<Blanks>,
    Query(filter): Query<Filter>,
) -> Result<Response, PageError> {
    with_kind!(F::kind(&blanks)?, M => of_kind::<F, M>(&may, &filter).await)
}

async fn of_kind<F: Family, M: Shown>(may: &May<F::Read>, filter: &Filter) -> Result<Response, PageError> {
    let typed = filter.as_at.trim();
    let asked = typed_day(typed);
    let day = asked.unwrap_or_else(|| may.today());
    let mut tx = may.read().await?;
    let entries = as_at::<M>(&mut tx, day).await?;
    let mut entries = readable::<F, M, _>(&mut tx, may, entries).await?;
    let narrowed = |wanted: &str, held: Option<&str>| wanted.is_empty() || held == Some(wanted);
    entries.retain(|kept| {
        narrowed(&filter.board, kept.about.board()) && narrowed(&filter.state, Some(M::state(kept, day)))
    });
    entries.reverse();
    entries.sort_by_key(|kept| std::cmp::Reverse(M::weight(kept, day)));
    let lookup = Lookup::of(&mut tx, may).await?;
    let caption = format!("{}: {} as at {}", M::PLURAL, entries.len(), day_words(day));
    let path = F::path(M::KIND);
    let writes = may.can(F::writes(), &Subject::Area);
    let page = ListPage {
        title: M::PLURAL,
        as_at: day_words(day),
        action: may.here.at(&path),
        boards: lookup.boards(),
        by_board: F::BY_BOARD,
        states: M::STATES,
        filter,
        day_hint: DAY_HINT,
        unreadable_day: !typed.is_empty() && asked.is_none(),
        count: entries.len(),
        empty: M::EMPTY,
        table: table::<F, M>(may, &caption, &entries, day, &lookup),
        add: writes.then(|| may.here.at(&format!("{path}/new"))),
        others: others::<F>(may, M::KIND),
    };
    Ok(may.show(&staff_page(may, &path, M::PLURAL, Html::of(&page))))
}

/// A table of entries, each a link to its page.
pub(crate) fn table<F: Family, M: Shown>(
    visit: &office::Visit,
    caption: &str,
    entries: &[Kept<M>],
    day: Date,
    lookup: &Lookup,
) -> Html {
    let row = |kept: &Kept<M>| {
        let href = visit.here.at(&format!("{}/{}", F::path(M::KIND), kept.key));
        let title = Cell { html: anchor(href, &kept.about.title()), ..Cell::default() };
        let cells = M::row(kept, day, lookup).into_iter().chain([M::state_words(kept, day)]);
        std::iter::once(title).chain(cells.map(|text| Cell { text, ..Cell::default() })).collect()
    };
    let heads = std::iter::once("What").chain(M::HEADS.iter().copied()).chain(["State"]);
    let contents = Table {
        caption: caption.to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: Some(heads.map(Cell::from).collect()),
        rows: entries.iter().map(row).collect(),
        first_cell_is_header: true,
        ..Table::default()
    };
    ScrollRegion { label: caption.to_owned(), contents: contents.html() }.html()
}
