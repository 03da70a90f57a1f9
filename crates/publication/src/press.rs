//! The deeds: release, withdraw.

use std::{collections::BTreeMap, sync::Arc};

use audit::SigningKey;
use db::Tx;
use jiff::{Timestamp, civil::Date};
use kernel::{Actor, Area, Clock};
use serde_json::json;
use sqlx::types::Json;

use crate::{
    Comparison, Draft, Manifest, ManifestPage, ReleaseRefused, SIGNED_AS, WithdrawRefused,
    examine::{Examined, examine, on_all_cores},
    manifest::digest,
    packing::pack,
    review::{Candidate, Standing, Surroundings, labels_linked, linked, review},
    store::{self, Outline, StoredRelease},
};

/// Above this many new bytes a release is packed quickly rather than thoroughly.
const THOROUGH_UP_TO: usize = 300_000;

/// Where one area's pages are released. Who releases is an argument of each deed, so that a second person who approves
/// can become another.
#[derive(Debug)]
pub struct Press<'a> {
    area: &'a Area,
    key: &'a SigningKey,
    clock: &'a Clock,
    first_page: &'a str,
}

/// What was released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// The series.
    pub series: String,
    /// Its place in the series, from 1.
    pub number: u32,
    /// Its word in permanent addresses.
    pub label: String,
    /// What differs from the release before.
    pub comparison: Comparison,
}

impl<'a> Press<'a> {
    /// A press for this area, signing with this key.
    pub fn new(area: &'a Area, key: &'a SigningKey, clock: &'a Clock) -> Self {
        Self { area, key, clock, first_page: "roadmap" }
    }

    /// Where an area without a first page of its own leads: the same as [`shelf::Settings::first_page`].
    #[must_use]
    pub fn with_first_page(mut self, path: &'a str) -> Self {
        self.first_page = path;
        self
    }

    /// Releases one draft. Whoever called commits `tx`; only then is it published.
    pub async fn release(&self, tx: &mut Tx, actor: &Actor, draft: Draft) -> Result<Released, ReleaseRefused> {
        let mut released = self.release_together(tx, actor, vec![draft]).await?;
        released.pop().ok_or(ReleaseRefused::Engine(sqlx::Error::RowNotFound))
    }

    /// Releases drafts of several series at once, so that pages of each may link to new pages of the others: all of them
    /// or none.
    pub async fn release_together(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        drafts: Vec<Draft>,
    ) -> Result<Vec<Released>, ReleaseRefused> {
        if tx.area() != self.area.id {
            return Err(ReleaseRefused::OtherArea);
        }
        store::next_turn(tx).await?;
        let outlines = store::outlines(tx).await?;
        let mut candidates = Vec::new();
        for mut draft in drafts {
            let number = next_number(&outlines, &draft)?;
            let pages = examine(std::mem::take(&mut draft.pages)).await?;
            candidates.push(Candidate { label: draft.label_of(number), draft, number, pages });
        }
        let around = self.surroundings(tx, &outlines, &candidates).await?;
        let troubles = review(&candidates, &around);
        if !troubles.is_empty() {
            return Err(ReleaseRefused::Troubles(troubles));
        }
        store_pages(tx, &candidates).await?;
        let at = self.clock.now();
        let mut released = Vec::new();
        for candidate in candidates {
            released.push(self.release_one(tx, actor, candidate, &outlines, &around, at).await?);
        }
        for release in &released {
            let detail = json!({
                "series": release.series, "number": release.number, "added": release.comparison.added.len(),
                "changed": release.comparison.changed.len(), "removed": release.comparison.removed.len(),
            });
            audit::record(tx, actor, "publication.release", &release.label, &detail, at).await?;
        }
        Ok(released)
    }

    /// Takes a release back, with a reason the public reads at its address. The release before it stands again.
    pub async fn withdraw(&self, tx: &mut Tx, actor: &Actor, label: &str, reason: &str) -> Result<(), WithdrawRefused> {
        if tx.area() != self.area.id {
            return Err(WithdrawRefused::OtherArea);
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(WithdrawRefused::NoReason);
        }
        store::next_turn(tx).await?;
        let at = self.clock.now();
        if !store::withdraw(tx, label, actor, reason, at).await? {
            let known = store::outlines(tx).await?.iter().any(|outline| outline.label == label);
            let label = label.to_owned();
            return Err(if known { WithdrawRefused::Already(label) } else { WithdrawRefused::NoSuchRelease(label) });
        }
        audit::record(tx, actor, "publication.withdraw", label, &json!({ "reason": reason }), at).await?;
        Ok(())
    }

    /// What a draft changes against the current release of its series. Nothing is written.
    pub async fn compare(&self, tx: &mut Tx, draft: &Draft) -> Result<Comparison, ReleaseRefused> {
        let outlines = store::outlines(tx).await?;
        let standing = match current(&outlines, &draft.series) {
            Some(outline) => Some(standing(tx, &outline.label).await?),
            None => None,
        };
        let after = draft.pages.iter().map(|page| (page.path.clone(), digest(&page.body))).collect();
        Ok(compared(standing.as_ref(), &after))
    }

    pub(crate) fn today(&self) -> Date {
        self.clock.today()
    }

    async fn surroundings(
        &self,
        tx: &mut Tx,
        outlines: &[Outline],
        candidates: &[Candidate],
    ) -> Result<Surroundings, ReleaseRefused> {
        let mut around = Surroundings { first_page: self.first_page.to_owned(), ..Surroundings::default() };
        for outline in outlines {
            let is_current = current(outlines, &outline.series).is_some_and(|last| last.label == outline.label);
            if is_current {
                around.standing.insert(outline.series.clone(), standing(tx, &outline.label).await?);
            }
            around.labels.insert(outline.label.clone());
        }
        for label in labels_linked(candidates) {
            if let Some(stored) = store::release_labelled(tx, &label).await?
                && stored.withdrawn_at.is_none()
            {
                around.editions.insert(label, Manifest::read(&stored.manifest)?);
            }
        }
        Ok(around)
    }

    async fn release_one(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        candidate: Candidate,
        outlines: &[Outline],
        around: &Surroundings,
        at: Timestamp,
    ) -> Result<Released, ReleaseRefused> {
        let Candidate { draft, label, number, pages } = candidate;
        let before = around.standing.get(&draft.series);
        let after = pages.iter().map(|page| (page.path.clone(), page.digest.clone())).collect();
        let comparison = compared(before, &after);
        if comparison.is_nothing() && !draft.even_if_unchanged {
            let label = comparison.before.unwrap_or_default();
            return Err(ReleaseRefused::NothingChanged { series: draft.series, label });
        }
        // The chain runs over withdrawn releases too: none can be cut out unseen.
        let previous = match outlines.iter().rfind(|outline| outline.series == draft.series) {
            Some(outline) => store::release_labelled(tx, &outline.label).await?.map(|stored| digest(&stored.manifest)),
            None => None,
        };
        let links = Json(linked(&pages));
        let manifest = Manifest {
            format: 1,
            area: self.area.slug.to_string(),
            series: draft.series.clone(),
            number,
            label: label.clone(),
            title: draft.title,
            note: draft.note,
            as_at: draft.as_at,
            released_at: at,
            previous,
            pages: pages.iter().map(listed).collect(),
        };
        let manifest = manifest.to_bytes()?;
        let signature = self.key.sign(SIGNED_AS, &manifest).to_string();
        let release = StoredRelease {
            series: draft.series.clone(),
            number: i64::from(number),
            label: label.clone(),
            manifest,
            signature,
            links,
            released_by: actor.to_string(),
            withdrawn_at: None,
            withdrawn_because: None,
        };
        store::add_release(tx, &release).await?;
        Ok(Released { series: draft.series, number, label, comparison })
    }
}

/// The newest release of the series that is not withdrawn.
pub(crate) fn current<'o>(outlines: &'o [Outline], series: &str) -> Option<&'o Outline> {
    outlines.iter().rfind(|outline| outline.series == series && outline.withdrawn_at.is_none())
}

/// The number a draft would get; refused when the drafter did not see the last one.
fn next_number(outlines: &[Outline], draft: &Draft) -> Result<u32, ReleaseRefused> {
    let last = outlines.iter().rfind(|outline| outline.series == draft.series).map_or(0, |outline| outline.number);
    let now = u32::try_from(last).unwrap_or(u32::MAX);
    match draft.follows {
        Some(followed) if followed != now => {
            Err(ReleaseRefused::Overtaken { series: draft.series.clone(), followed, now })
        }
        _ => Ok(now.saturating_add(1)),
    }
}

async fn standing(tx: &mut Tx, label: &str) -> Result<Standing, ReleaseRefused> {
    let stored = store::release_labelled(tx, label).await?.ok_or(sqlx::Error::RowNotFound)?;
    Ok(Standing { manifest: Manifest::read(&stored.manifest)?, links: stored.links.0 })
}

fn compared(before: Option<&Standing>, after: &BTreeMap<String, String>) -> Comparison {
    let digests = before.map(|standing| standing.manifest.digests());
    let before = before.zip(digests.as_ref()).map(|(standing, digests)| (standing.manifest.label.as_str(), digests));
    Comparison::between(before, after)
}

fn listed(page: &Examined) -> ManifestPage {
    ManifestPage {
        path: page.path.clone(),
        media_type: page.media_type.clone(),
        title: page.anchors.as_ref().map_or_else(String::new, |anchors| anchors.title.trim().to_owned()),
        bytes: page.body.len() as u64,
        sha256: page.digest.clone(),
    }
}

/// Bytes that are not stored yet.
struct New {
    digest: String,
    body: Arc<[u8]>,
    thoroughly: bool,
}

/// Packs and stores the pages whose bytes are not stored yet, each once.
async fn store_pages(tx: &mut Tx, candidates: &[Candidate]) -> Result<(), ReleaseRefused> {
    let known = store::known_digests(tx).await?;
    let pages = candidates.iter().flat_map(|candidate| &candidate.pages);
    let new: BTreeMap<&String, &Arc<[u8]>> =
        pages.filter(|page| !known.contains(&page.digest)).map(|page| (&page.digest, &page.body)).collect();
    let thoroughly = new.values().map(|body| body.len()).sum::<usize>() <= THOROUGH_UP_TO;
    let new = new.into_iter().map(|(digest, body)| New { digest: digest.clone(), body: Arc::clone(body), thoroughly });
    let packed = |new: New| {
        let packed = pack(&new.body, new.thoroughly);
        (new, packed)
    };
    for (new, packed) in on_all_cores(new.collect(), packed).await? {
        store::add_content(tx, &new.digest, &new.body, &packed).await?;
    }
    Ok(())
}
