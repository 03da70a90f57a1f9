//! What the press looks for before it releases: everything that would shame us in public.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Draft, Manifest, Trouble,
    examine::Examined,
    links::{Leads, leads},
};

const MOST_PAGES: usize = 20_000;
const MOST_BYTES_A_PAGE: usize = 16 * 1024 * 1024;
const MOST_BYTES: usize = 512 * 1024 * 1024;
const LONGEST_PATH: usize = 200;

/// A draft with its pages read.
pub(crate) struct Candidate {
    /// The draft, its pages taken out.
    pub(crate) draft: Draft,
    pub(crate) number: u32,
    pub(crate) label: String,
    pub(crate) pages: Vec<Examined>,
}

/// What is current in the area in one series.
pub(crate) struct Standing {
    pub(crate) manifest: Manifest,
    /// Which paths its pages link to, each with one page that does.
    pub(crate) links: BTreeMap<String, String>,
}

/// What the draft comes into.
#[derive(Default)]
pub(crate) struct Surroundings {
    /// The current release of each series.
    pub(crate) standing: BTreeMap<String, Standing>,
    /// Earlier releases that the drafts link to by label, not withdrawn.
    pub(crate) editions: BTreeMap<String, Manifest>,
    /// Every label of the area.
    pub(crate) labels: BTreeSet<String>,
    /// The page an area without a first page of its own leads to.
    pub(crate) first_page: String,
}

/// Every fault of drafts that are to be released together, in a stable order.
pub(crate) fn review(candidates: &[Candidate], around: &Surroundings) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    for candidate in candidates {
        form(candidate, &mut troubles);
        let same = candidates.iter().filter(|other| other.label == candidate.label).count();
        if same > 1 || around.labels.contains(&candidate.label) {
            troubles.push(Trouble::LabelTaken(candidate.label.clone()));
        }
        paths(candidate, candidates, around, &mut troubles);
        titles(candidate, &mut troubles);
    }
    let known = Known::of(candidates, around);
    for candidate in candidates {
        dead_links(candidate, &known, &mut troubles);
        orphans(candidate, candidates, around, &known, &mut troubles);
    }
    troubles
}

/// Which paths a page links to inside the area, as `(address as written, path, place)`.
fn inside(page: &Examined) -> impl Iterator<Item = (&String, String, String)> {
    let addresses = page.anchors.iter().flat_map(|anchors| &anchors.addresses);
    addresses.filter_map(|address| match leads(&page.path, address) {
        Leads::Inside { path, place } => Some((address, path, place)),
        Leads::Outside | Leads::Astray => None,
    })
}

/// Which paths the pages of a draft link to, each with one page that does.
pub(crate) fn linked(pages: &[Examined]) -> BTreeMap<String, String> {
    let mut links = BTreeMap::new();
    for page in pages {
        for (_, path, _) in inside(page) {
            links.entry(path).or_insert_with(|| page.path.clone());
        }
    }
    links
}

/// The labels of other releases that the drafts link to.
pub(crate) fn labels_linked(candidates: &[Candidate]) -> BTreeSet<String> {
    let paths = candidates.iter().flat_map(|candidate| &candidate.pages).flat_map(inside).map(|(_, path, _)| path);
    paths.filter_map(|path| edition(&path).map(|(label, _)| label.to_owned())).collect()
}

/// The label and the rest of a path below `editions/`.
fn edition(path: &str) -> Option<(&str, &str)> {
    let rest = path.strip_prefix("editions/")?;
    Some(rest.split_once('/').unwrap_or((rest, "")))
}

fn form(candidate: &Candidate, troubles: &mut Vec<Trouble>) {
    let (draft, pages) = (&candidate.draft, &candidate.pages);
    let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let begins = draft.series.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    if !begins || draft.series.len() > 40 || !draft.series.bytes().all(word) {
        troubles.push(Trouble::SeriesName(draft.series.clone()));
    }
    if draft.title.trim().is_empty() {
        troubles.push(Trouble::NoReleaseTitle);
    }
    if pages.is_empty() || pages.len() > MOST_PAGES {
        troubles.push(Trouble::TooLarge(format!("{} pages, where 1 to {MOST_PAGES} can be released", pages.len())));
    }
    let total: usize = pages.iter().map(|page| page.body.len()).sum();
    if total > MOST_BYTES {
        troubles.push(Trouble::TooLarge(format!("{total} bytes in all, and the limit is {MOST_BYTES}")));
    }
    for page in pages.iter().filter(|page| page.body.len() > MOST_BYTES_A_PAGE) {
        let bytes = page.body.len();
        troubles.push(Trouble::TooLarge(format!(
            "{:?} has {bytes} bytes, and the limit is {MOST_BYTES_A_PAGE}",
            page.path
        )));
    }
    for page in pages {
        let media_type = &page.media_type;
        let visible = media_type.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if !visible || !media_type.contains('/') || media_type.len() > 100 {
            troubles.push(Trouble::BadMediaType { path: page.path.clone(), media_type: media_type.clone() });
        }
    }
}

/// Whether a path can be a page's: plain letters, no empty segment, none that the public side answers itself.
fn is_sound(path: &str) -> bool {
    let own = path.starts_with("editions/") || matches!(path, "manifest.json" | "signature");
    path.is_empty() || (path.len() <= LONGEST_PATH && !own && web::Place::new(path).is_ok())
}

fn paths(candidate: &Candidate, all: &[Candidate], around: &Surroundings, troubles: &mut Vec<Trouble>) {
    let series = &candidate.draft.series;
    let mut seen = BTreeSet::new();
    for page in &candidate.pages {
        let path = &page.path;
        if !is_sound(path) {
            troubles.push(Trouble::BadPath(path.clone()));
        }
        if !seen.insert(path) {
            troubles.push(Trouble::PathTwice(path.clone()));
        }
        let beside = all.iter().filter(|other| other.draft.series != *series);
        let beside =
            beside.filter(|other| other.pages.iter().any(|page| page.path == *path)).map(|other| &other.draft.series);
        let standing = around.standing.iter().filter(|(name, _)| all.iter().all(|other| other.draft.series != **name));
        let standing = standing.filter(|(_, standing)| standing.manifest.holds(path)).map(|(name, _)| name);
        troubles.extend(
            beside.chain(standing).map(|series| Trouble::PathTaken { path: path.clone(), series: series.clone() }),
        );
    }
}

fn titles(candidate: &Candidate, troubles: &mut Vec<Trouble>) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for page in &candidate.pages {
        let Some(anchors) = &page.anchors else { continue };
        let title = anchors.title.trim();
        if title.is_empty() || std::str::from_utf8(&page.body).is_err() {
            troubles.push(Trouble::NoTitle(page.path.clone()));
        } else if let Some(one) = seen.insert(title, &page.path) {
            let (one, other, title) = (one.to_owned(), page.path.clone(), title.to_owned());
            troubles.push(Trouble::SameTitle { one, other, title });
        }
    }
}

/// Everything that will answer once the drafts are released.
struct Known<'a> {
    /// Path, and the places in it where the page is part of a draft.
    paths: BTreeMap<&'a str, Option<&'a BTreeSet<String>>>,
    labels: BTreeMap<&'a str, BTreeSet<&'a str>>,
    first_page: &'a str,
}

impl<'a> Known<'a> {
    fn of(candidates: &'a [Candidate], around: &'a Surroundings) -> Self {
        let mut known = Self { paths: BTreeMap::new(), labels: BTreeMap::new(), first_page: &around.first_page };
        for (series, standing) in &around.standing {
            if candidates.iter().all(|candidate| candidate.draft.series != *series) {
                known.paths.extend(standing.manifest.pages.iter().map(|page| (page.path.as_str(), None)));
            }
        }
        for (label, manifest) in &around.editions {
            known.labels.insert(label, manifest.pages.iter().map(|page| page.path.as_str()).collect());
        }
        for candidate in candidates {
            for page in &candidate.pages {
                known.paths.insert(&page.path, page.anchors.as_ref().map(|anchors| &anchors.places));
            }
            known.labels.insert(&candidate.label, candidate.pages.iter().map(|page| page.path.as_str()).collect());
        }
        known
    }

    /// Whether a link to this path, and this place in it, leads to something.
    fn leads_somewhere(&self, path: &str, place: &str) -> bool {
        if let Some((label, path)) = edition(path) {
            let own = matches!(path, "" | "manifest.json" | "signature");
            return self
                .labels
                .get(label)
                .is_some_and(|held| own || held.contains(path) || self.paths.contains_key(path));
        }
        match self.paths.get(path) {
            // "top" is every page's beginning (HTML Standard 7.4.6.4).
            Some(Some(places)) => place.is_empty() || place.eq_ignore_ascii_case("top") || places.contains(place),
            Some(None) => true,
            None => path.is_empty() && self.paths.contains_key(self.first_page),
        }
    }
}

fn dead_links(candidate: &Candidate, known: &Known<'_>, troubles: &mut Vec<Trouble>) {
    for page in &candidate.pages {
        let addresses = page.anchors.iter().flat_map(|anchors| &anchors.addresses);
        let astray = addresses.filter(|address| leads(&page.path, address) == Leads::Astray);
        let astray = astray.map(|address| Trouble::LeavesArea { page: page.path.clone(), address: address.clone() });
        let dead = inside(page).filter(|(_, path, place)| !known.leads_somewhere(path, place));
        let dead = dead.map(|(address, ..)| Trouble::DeadLink { page: page.path.clone(), address: address.clone() });
        troubles.extend(astray.chain(dead));
    }
}

/// Pages that the draft takes away from under a link of another series.
fn orphans(
    candidate: &Candidate,
    all: &[Candidate],
    around: &Surroundings,
    known: &Known<'_>,
    troubles: &mut Vec<Trouble>,
) {
    let Some(before) = around.standing.get(&candidate.draft.series) else { return };
    for gone in before.manifest.pages.iter().filter(|page| !known.leads_somewhere(&page.path, "")) {
        for (series, standing) in &around.standing {
            if all.iter().any(|candidate| candidate.draft.series == *series) {
                continue;
            }
            if let Some(page) = standing.links.get(&gone.path) {
                let (path, page, series) = (gone.path.clone(), page.clone(), series.clone());
                troubles.push(Trouble::StillLinked { path, page, series });
            }
        }
    }
}
