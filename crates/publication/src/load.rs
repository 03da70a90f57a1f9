//! From the database to the shelf, believing nothing: every signature and every byte is checked on the way.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
    sync::Arc,
};

use audit::{PublicKey, Signature};
use db::{Db, Tx};
use kernel::{Area, AreaId};
use shelf::{AreaPages, Copies, Frozen, Release, Snapshot, Withdrawn};

use crate::{
    Manifest, SIGNED_AS,
    examine::on_all_cores,
    manifest::digest,
    packing::{Packed, unpacks_to},
    store::{self, StoredContent, StoredRelease},
};

/// Up to this many missing pages are asked for one by one; above it all content is read through.
const FEW: usize = 40;
const CONTENT_AT_ONCE: i64 = 200;

/// Something stored that is not as it was released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The area's word in addresses.
    pub area: String,
    /// The label of the release.
    pub label: String,
    /// The page, or `None` for the release as a whole.
    pub path: Option<String>,
    /// What is wrong, as a sentence.
    pub what: &'static str,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { area, label, path, what } = self;
        match path {
            Some(path) => write!(f, "{area}, release {label}, page {path:?}: {what}"),
            None => write!(f, "{area}, release {label}: {what}"),
        }
    }
}

/// What was read from a database.
#[derive(Debug)]
pub struct Loaded {
    /// Everything that may be shown.
    pub snapshot: Snapshot,
    /// Everything that is held back, and why.
    pub faults: Vec<Fault>,
}

/// Reads everything published in a database. `keys` are the public keys whose signatures are believed: the present one,
/// and those used before it.
pub async fn load_snapshot(db: &Db, keys: &[PublicKey]) -> sqlx::Result<Loaded> {
    let mut loader = Loader::new(keys.to_vec());
    loader.look(db).await?;
    Ok(loader.loaded())
}

/// Reads what is published, and again only what changed.
#[derive(Debug)]
pub struct Loader {
    keys: Vec<PublicKey>,
    areas: BTreeMap<AreaId, Read>,
}

/// One area as last read.
#[derive(Debug)]
struct Read {
    area: Area,
    turn: i64,
    pages: Arc<AreaPages>,
    faults: Vec<Fault>,
}

/// Frozen pages by digest and media type.
type Stock = HashMap<(String, String), Arc<Frozen>>;

impl Loader {
    /// A loader that has read nothing yet and believes these keys.
    pub fn new(keys: Vec<PublicKey>) -> Self {
        Self { keys, areas: BTreeMap::new() }
    }

    /// Reads the areas whose releases changed since the last look, and says whether any did.
    pub async fn look(&mut self, db: &Db) -> sqlx::Result<bool> {
        let mut registry = db.read_registry().await?;
        let areas = db::areas(&mut registry).await?;
        drop(registry);
        let present: HashSet<AreaId> = areas.iter().map(|area| area.id).collect();
        let before = self.areas.len();
        self.areas.retain(|id, _| present.contains(id));
        let mut changed = self.areas.len() != before;
        for area in areas {
            let mut tx = db.read(area.id).await?;
            let turn = store::turn(&mut tx).await?;
            let last = self.areas.get(&area.id);
            if last.is_some_and(|last| last.turn == turn && last.area == area) {
                continue;
            }
            let stock = last.map(|last| stock_of(&last.pages)).unwrap_or_default();
            let read = read_area(&mut tx, area, turn, stock, &self.keys).await?;
            self.areas.insert(read.area.id, read);
            changed = true;
        }
        Ok(changed)
    }

    /// What was read, as it stands now.
    pub fn loaded(&self) -> Loaded {
        Loaded {
            snapshot: Snapshot::new(self.areas.values().map(|read| Arc::clone(&read.pages))),
            faults: self.areas.values().flat_map(|read| read.faults.clone()).collect(),
        }
    }
}

/// The pages an area held before: they were checked then and cannot have changed since.
fn stock_of(pages: &AreaPages) -> Stock {
    let pages = pages.releases().flat_map(|release| release.pages.values());
    let entry = |page: &Arc<Frozen>| {
        let media_type = String::from_utf8_lossy(page.media_type().as_bytes()).into_owned();
        ((page.digest().to_owned(), media_type), Arc::clone(page))
    };
    pages.map(entry).collect()
}

async fn read_area(tx: &mut Tx, area: Area, turn: i64, mut stock: Stock, keys: &[PublicKey]) -> sqlx::Result<Read> {
    let (mut faults, mut believed) = (Vec::new(), Vec::new());
    let mut previous: HashMap<String, String> = HashMap::new();
    for stored in store::stored_releases(tx).await? {
        let fault = |what| Fault { area: area.slug.to_string(), label: stored.label.clone(), path: None, what };
        let chained = previous.insert(stored.series.clone(), digest(&stored.manifest));
        match believe(&stored, &area, keys) {
            Err(what) => faults.push(fault(what)),
            Ok(manifest) => {
                if manifest.previous != chained {
                    faults.push(fault("the release before it is not the one it was released after"));
                }
                believed.push((stored, manifest));
            }
        }
    }
    let shown = || believed.iter().filter(|(stored, _)| stored.withdrawn_at.is_none()).map(|(_, manifest)| manifest);
    let wanted: HashSet<(String, String)> = shown()
        .flat_map(|manifest| &manifest.pages)
        .map(|page| (page.sha256.clone(), page.media_type.clone()))
        .filter(|page| !stock.contains_key(page))
        .collect();
    stock.extend(checked_pages(tx, wanted).await?);

    let mut releases = Vec::new();
    for (stored, manifest) in believed {
        let fault = |what, path| Fault { area: area.slug.to_string(), label: stored.label.clone(), path, what };
        match on_the_shelf(&stored, manifest, &stock) {
            Some(release) => {
                let held = release.held_back.iter().cloned();
                let what = "its stored bytes are missing or are not those that were released";
                faults.extend(held.map(|path| fault(what, Some(path))));
                releases.push(Arc::new(release));
            }
            None => faults.push(fault("it cannot be sent over HTTP", None)),
        }
    }
    let pages = Arc::new(AreaPages::new(area.slug.as_str(), &area.name, releases));
    Ok(Read { area, turn, pages, faults })
}

/// Reads the list of a release, if it was signed by one of us, for this area, under this label.
fn believe(stored: &StoredRelease, area: &Area, keys: &[PublicKey]) -> Result<Manifest, &'static str> {
    let signature: Signature = stored.signature.parse().map_err(|_| "its signature is not a signature")?;
    if !keys.iter().any(|key| key.verifies(SIGNED_AS, &stored.manifest, &signature)) {
        return Err("no key of ours signed its list of pages");
    }
    let manifest = Manifest::read(&stored.manifest).map_err(|_| "its list of pages cannot be read")?;
    let same_place = manifest.series == stored.series
        && i64::from(manifest.number) == stored.number
        && manifest.label == stored.label
        && manifest.area == area.slug.as_str();
    if same_place { Ok(manifest) } else { Err("it was signed for another place than the one it stands in") }
}

/// Fetches pages and checks them on all cores; those that fail are not among the answers.
async fn checked_pages(tx: &mut Tx, wanted: HashSet<(String, String)>) -> sqlx::Result<Stock> {
    let mut media_types: HashMap<String, Vec<String>> = HashMap::new();
    for (digest, media_type) in wanted {
        media_types.entry(digest).or_default().push(media_type);
    }
    let mut stock = Stock::new();
    if media_types.len() <= FEW {
        let mut found = Vec::new();
        for (digest, media_types) in media_types {
            found.extend(store::content(tx, &digest).await?.map(|content| (content, media_types)));
        }
        stock.extend(check(found).await?);
        return Ok(stock);
    }
    let mut after = String::new();
    loop {
        let contents = store::content_after(tx, &after, CONTENT_AT_ONCE).await?;
        let Some(last) = contents.last() else { return Ok(stock) };
        after.clone_from(&last.digest);
        let wanted = |content: StoredContent| media_types.get(&content.digest).cloned().map(|types| (content, types));
        stock.extend(check(contents.into_iter().filter_map(wanted).collect()).await?);
    }
}

type Fetched = (StoredContent, Vec<String>);

async fn check(contents: Vec<Fetched>) -> sqlx::Result<Vec<((String, String), Arc<Frozen>)>> {
    let checked = on_all_cores(contents, check_one).await.map_err(|_| sqlx::Error::WorkerCrashed)?;
    Ok(checked.into_iter().flatten().collect())
}

fn check_one((content, media_types): Fetched) -> Vec<((String, String), Arc<Frozen>)> {
    let StoredContent { digest: expected, identity, gzip, brotli } = content;
    let packed = Packed { gzip, brotli };
    if digest(&identity) != expected || !unpacks_to(&packed, &identity) {
        return Vec::new();
    }
    let copies =
        Copies { identity: identity.into(), gzip: packed.gzip.map(Into::into), brotli: packed.brotli.map(Into::into) };
    let freeze = |media_type: String| {
        let policy = policy(&media_type, &copies.identity);
        let page = Frozen::new(&expected, &media_type, &policy, copies.clone()).ok()?;
        Some(((expected.clone(), media_type), Arc::new(page)))
    };
    media_types.into_iter().filter_map(freeze).collect()
}

/// The content security policy of a page: made from its checked bytes, so that nobody can widen it in the database.
fn policy(media_type: &str, body: &[u8]) -> String {
    if media_type.starts_with("text/html") {
        web::csp::for_document(&String::from_utf8_lossy(body))
    } else {
        web::csp::NOTHING.to_owned()
    }
}

fn on_the_shelf(stored: &StoredRelease, manifest: Manifest, stock: &Stock) -> Option<Release> {
    let as_file = |media_type: &str, body: Vec<u8>| {
        let copies = Copies { identity: body.into(), gzip: None, brotli: None };
        Frozen::new(&digest(&copies.identity), media_type, web::csp::NOTHING, copies).ok().map(Arc::new)
    };
    let (mut pages, mut held_back, mut paths) = (BTreeMap::new(), Vec::new(), Vec::new());
    for page in manifest.pages {
        if stored.withdrawn_at.is_some() {
            paths.push(page.path);
        } else if let Some(frozen) = stock.get(&(page.sha256, page.media_type)) {
            pages.insert(page.path, Arc::clone(frozen));
        } else {
            held_back.push(page.path);
        }
    }
    let reason = stored.withdrawn_because.clone().unwrap_or_default();
    Some(Release {
        series: manifest.series,
        number: manifest.number,
        label: manifest.label,
        title: manifest.title,
        released_at: manifest.released_at,
        as_at: manifest.as_at,
        withdrawn: stored.withdrawn_at.map(|_| Withdrawn { reason, paths }),
        pages,
        held_back,
        manifest: as_file("application/json", stored.manifest.clone())?,
        signature: as_file("text/plain; charset=us-ascii", stored.signature.clone().into_bytes())?,
    })
}
