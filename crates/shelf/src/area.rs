//! One area's pages: the latest of each series, and every release under its label.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{Frozen, Release};

/// Why a path that was published once has no page now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// Its release was withdrawn, for this reason, and no earlier one holds the path.
    Withdrawn(String),
    /// Its bytes no longer match what was signed.
    HeldBack,
}

/// What one area has published. Pure rules see this and nothing else.
#[derive(Debug)]
pub struct AreaPages {
    slug: String,
    name: String,
    stylesheet: Option<String>,
    latest: HashMap<String, Arc<Frozen>>,
    absent: HashMap<String, Absence>,
    releases: BTreeMap<String, Arc<Release>>,
}

impl AreaPages {
    /// Puts an area's releases in order.
    ///
    /// `slug` is the area's word in addresses, `name` the name families know. The latest page of a path is the one in
    /// the newest release of its series that is not withdrawn.
    pub fn new(slug: &str, name: &str, releases: Vec<Arc<Release>>) -> Self {
        let mut series: BTreeMap<&str, Vec<&Arc<Release>>> = BTreeMap::new();
        for release in &releases {
            series.entry(&release.series).or_default().push(release);
        }
        let (mut latest, mut absent) = (HashMap::new(), HashMap::new());
        for all in series.values_mut() {
            all.sort_by_key(|release| std::cmp::Reverse(release.number));
            for release in all.iter() {
                let Some(withdrawn) = &release.withdrawn else {
                    latest.extend(release.pages.iter().map(|(path, page)| (path.clone(), Arc::clone(page))));
                    absent.extend(release.held_back.iter().map(|path| (path.clone(), Absence::HeldBack)));
                    break;
                };
                for path in &withdrawn.paths {
                    absent.entry(path.clone()).or_insert_with(|| Absence::Withdrawn(withdrawn.reason.clone()));
                }
            }
        }
        absent.retain(|path, _| !latest.contains_key(path));
        let stylesheet = stylesheet_of(&latest);
        let releases = releases.into_iter().map(|release| (release.label.clone(), release)).collect();
        Self { slug: slug.to_owned(), name: name.to_owned(), stylesheet, latest, absent, releases }
    }

    /// The area's word in addresses.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// The name families know.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The latest page of that path inside the area.
    pub fn page(&self, path: &str) -> Option<&Arc<Frozen>> {
        self.latest.get(path)
    }

    /// Why a path that was published once has no page now.
    pub fn absence(&self, path: &str) -> Option<&Absence> {
        self.absent.get(path)
    }

    /// The release of that label, withdrawn or not.
    pub fn release(&self, label: &str) -> Option<&Arc<Release>> {
        self.releases.get(label)
    }

    /// Every release, by label.
    pub fn releases(&self) -> impl Iterator<Item = &Arc<Release>> {
        self.releases.values()
    }

    /// The path of a style sheet for notices such as "no such page".
    pub(crate) fn stylesheet(&self) -> Option<&str> {
        self.stylesheet.as_deref()
    }
}

/// The style sheet most pages of the area ask for: the one a page's first link names, else any.
fn stylesheet_of(latest: &HashMap<String, Arc<Frozen>>) -> Option<String> {
    let mut sheets: Vec<&String> = latest
        .iter()
        .filter(|(_, page)| page.media_type().as_bytes().starts_with(b"text/css"))
        .map(|(path, _)| path)
        .collect();
    sheets.sort();
    let front =
        latest.get("").or_else(|| latest.values().find(|page| page.media_type().as_bytes().starts_with(b"text/html")));
    let front = front.map_or("".into(), |page| String::from_utf8_lossy(&page.copies().identity));
    sheets.iter().find(|path| front.contains(path.as_str())).or(sheets.first()).map(|path| (*path).clone())
}
