//! From an address to what stands there.

use std::{collections::HashMap, sync::Arc};

use hyper::{Method, Request, header::HeaderValue};

use crate::{
    Absence, Answer, AreaPages, Frozen, Rule, Settings, Snapshot,
    address::{authority, bare_host, decoded},
    headers::{FOR_A_MINUTE, FOR_EVER},
    notice::Notice,
    receive::Slot,
};

/// The longest query that is read, in bytes as sent.
const LONGEST_QUERY: usize = 1_000;

/// What stands at an address.
pub(crate) enum Found<'a> {
    Page(&'a Frozen, &'static HeaderValue),
    Answer(Answer),
    Elsewhere(String, &'static HeaderValue),
    Notice(Notice),
}

/// An area, and where on this host its pages begin.
pub(crate) struct Mount<'a> {
    pub(crate) area: &'a AreaPages,
    own_host: bool,
}

impl Mount<'_> {
    /// The address of a path inside the area.
    pub(crate) fn at(&self, path: &str) -> String {
        if self.own_host { format!("/{path}") } else { format!("/{}/{path}", self.area.slug()) }
    }
}

/// Knows which address means what; holds no page itself.
pub(crate) struct Finder {
    hosts: HashMap<String, String>,
    first_page: String,
    rules: HashMap<String, Arc<dyn Rule>>,
}

impl Finder {
    pub(crate) fn new(settings: Settings) -> Self {
        let rules = settings.rules.into_iter().map(|rule| (rule.path().to_owned(), rule)).collect();
        Self { hosts: settings.hosts, first_page: settings.first_page, rules }
    }

    /// What stands at the address of this request.
    pub(crate) fn find<'a, B>(&self, snapshot: &'a Snapshot, request: &Request<B>) -> Found<'a> {
        let query = request.uri().query().unwrap_or("");
        if *request.method() != Method::GET && *request.method() != Method::HEAD {
            return Found::Notice(Notice::wrong_method().way_out("Read this site from its first page", "/".to_owned()));
        }
        if query.len() > LONGEST_QUERY {
            return Found::Notice(Notice::question_too_long().way_out("Go to the first page", "/".to_owned()));
        }
        let path = decoded(request.uri().path());
        let path = path.as_deref().and_then(|path| path.strip_prefix('/'));
        if let Some(slug) = self.own_area(request) {
            return match (snapshot.area(slug), path) {
                (Some(area), Some(path)) => self.inside(&Mount { area, own_host: true }, path, query),
                (Some(area), None) => no_such_page(&Mount { area, own_host: true }),
                (None, _) => Found::Notice(Notice::no_such_page()),
            };
        }
        let nowhere = || Found::Notice(Notice::no_such_page().way_out("See all areas", "/".to_owned()));
        let Some(path) = path else { return nowhere() };
        if path.is_empty() {
            let link = |area: &Arc<AreaPages>| (area.name().to_owned(), format!("/{}/", area.slug()));
            let areas = snapshot.areas();
            let dress = areas.first().and_then(|area| dress(&Mount { area, own_host: false }));
            return Found::Notice(Notice::list_of_areas(areas.iter().map(|area| link(area))).dressed(dress));
        }
        let (slug, rest) = path.split_once('/').map_or((path, None), |(slug, rest)| (slug, Some(rest)));
        match (snapshot.area(slug), rest) {
            (Some(area), Some(rest)) => self.inside(&Mount { area, own_host: false }, rest, query),
            (Some(area), None) => elsewhere(Mount { area, own_host: false }.at(""), query),
            (None, _) => nowhere(),
        }
    }

    /// The area and the slot that something is sent to, if this address has one.
    pub(crate) fn slot<'a, B>(&self, snapshot: &'a Snapshot, request: &Request<B>) -> Option<(Mount<'a>, Slot)> {
        let path = decoded(request.uri().path())?;
        let path = path.strip_prefix('/')?;
        let (slug, path, own_host) = match self.own_area(request) {
            Some(slug) => (slug, path, true),
            None => path.split_once('/').map(|(slug, path)| (slug, path, false))?,
        };
        Some((Mount { area: snapshot.area(slug)?, own_host }, Slot::at(path)?))
    }

    /// The slug of the area that owns the host asked at.
    fn own_area<B>(&self, request: &Request<B>) -> Option<&str> {
        if self.hosts.is_empty() {
            return None;
        }
        self.hosts.get(&bare_host(authority(request)?)).map(String::as_str)
    }

    /// What stands at a path inside an area.
    fn inside<'a>(&self, mount: &Mount<'a>, path: &str, query: &str) -> Found<'a> {
        if let Some(rest) = path.strip_prefix("editions/") {
            return self.in_edition(mount, rest, query);
        }
        if let Some(answer) = self.rules.get(path).and_then(|rule| rule.answer(mount.area, &pairs(query))) {
            return Found::Answer(answer);
        }
        if let Some(page) = mount.area.page(path) {
            // The names of assets are made of their bytes.
            let lasting = if path.starts_with("assets/") { &FOR_EVER } else { &FOR_A_MINUTE };
            return Found::Page(page, lasting);
        }
        if let Some(absence) = mount.area.absence(path) {
            return absent(mount, absence);
        }
        if path.is_empty() && mount.area.page(&self.first_page).is_some() {
            return elsewhere(mount.at(&self.first_page), query);
        }
        match path.strip_suffix('/') {
            Some(shorter) if self.stands(mount.area, shorter) => elsewhere(mount.at(shorter), query),
            _ => no_such_page(mount),
        }
    }

    /// What stands in one release; `rest` is the address after `editions/`.
    fn in_edition<'a>(&self, mount: &Mount<'a>, rest: &str, query: &str) -> Found<'a> {
        let (label, path) = rest.split_once('/').map_or((rest, None), |(label, path)| (label, Some(path)));
        let Some(release) = mount.area.release(label) else {
            return no_such_page(mount);
        };
        if let Some(withdrawn) = &release.withdrawn {
            return absent(mount, &Absence::Withdrawn(withdrawn.reason.clone()));
        }
        let Some(path) = path else {
            return elsewhere(mount.at(&format!("editions/{label}/")), query);
        };
        // A question is answered from what is published now.
        if self.rules.contains_key(path) {
            return elsewhere(mount.at(path), query);
        }
        let page = match path {
            "manifest.json" => Some(&release.manifest),
            "signature" => Some(&release.signature),
            path => release.pages.get(path),
        };
        if let Some(page) = page {
            // Not for ever, although its bytes never change: what is withdrawn must leave other people's caches too.
            return Found::Page(page, &FOR_A_MINUTE);
        }
        if release.held_back.iter().any(|held| held == path) {
            return absent(mount, &Absence::HeldBack);
        }
        let first = &self.first_page;
        match path {
            // A page of this edition names another edition, relative to the area as everywhere.
            path if path.starts_with("editions/") => elsewhere(mount.at(path), query),
            "" if release.pages.contains_key(first) => elsewhere(mount.at(&format!("editions/{label}/{first}")), query),
            // Assets keep their names, so the way to them may be remembered too.
            path if path.starts_with("assets/") && mount.area.page(path).is_some() => {
                Found::Elsewhere(mount.at(path), &FOR_EVER)
            }
            path if self.stands(mount.area, path) => elsewhere(mount.at(path), query),
            path => match path.strip_suffix('/') {
                Some(shorter) if release.pages.contains_key(shorter) => {
                    elsewhere(mount.at(&format!("editions/{label}/{shorter}")), query)
                }
                Some(shorter) if self.stands(mount.area, shorter) => elsewhere(mount.at(shorter), query),
                _ => no_such_page(mount),
            },
        }
    }

    /// Whether the latest address of this path answers with anything but "no such page".
    fn stands(&self, area: &AreaPages, path: &str) -> bool {
        area.page(path).is_some() || area.absence(path).is_some() || self.rules.contains_key(path)
    }
}

fn elsewhere<'a>(mut address: String, query: &str) -> Found<'a> {
    if !query.is_empty() {
        address.push('?');
        address.push_str(query);
    }
    Found::Elsewhere(address, &FOR_A_MINUTE)
}

fn absent<'a>(mount: &Mount<'_>, absence: &Absence) -> Found<'a> {
    let notice = match absence {
        Absence::Withdrawn(reason) => Notice::withdrawn(reason),
        Absence::HeldBack => Notice::held_back(),
    };
    Found::Notice(with_way_out(notice, mount))
}

fn no_such_page<'a>(mount: &Mount<'_>) -> Found<'a> {
    Found::Notice(with_way_out(Notice::no_such_page(), mount))
}

pub(crate) fn with_way_out(notice: Notice, mount: &Mount<'_>) -> Notice {
    let notice =
        notice.dressed(dress(mount)).way_out(&format!("Go to the first page of {}", mount.area.name()), mount.at(""));
    if mount.own_host { notice } else { notice.way_out("See all areas", "/".to_owned()) }
}

/// The address of the area's style sheet on this host.
fn dress(mount: &Mount<'_>) -> Option<String> {
    mount.area.stylesheet().map(|path| mount.at(path))
}

fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}
