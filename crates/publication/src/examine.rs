//! Reads the pages of a draft, on all cores at once.

use std::{num::NonZero, sync::Arc, thread};

use crate::{
    DraftPage,
    links::{Anchors, anchors},
    manifest::digest,
};

/// A page of a draft, read.
#[derive(Debug)]
pub(crate) struct Examined {
    pub(crate) path: String,
    pub(crate) media_type: String,
    pub(crate) body: Arc<[u8]>,
    pub(crate) digest: String,
    /// What was found in a page of HTML.
    pub(crate) anchors: Option<Anchors>,
}

impl Examined {
    fn of(page: DraftPage) -> Self {
        let digest = digest(&page.body);
        let text = page.media_type.starts_with("text/html").then(|| String::from_utf8_lossy(&page.body));
        let anchors = text.map(|text| anchors(&text));
        Self { path: page.path, media_type: page.media_type, body: page.body.into(), digest, anchors }
    }
}

/// Reads pages in no time worth a progress bar, and gives them back in the order of their paths.
pub(crate) async fn examine(pages: Vec<DraftPage>) -> Result<Vec<Examined>, WorkerLost> {
    let mut examined = on_all_cores(pages, Examined::of).await?;
    examined.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(examined)
}

/// A thread died at its work; nothing was released.
#[derive(Debug, thiserror::Error)]
#[error("a worker thread was lost: {0}")]
pub struct WorkerLost(#[from] tokio::task::JoinError);

/// Does the same work on every item, on as many blocking threads as there are cores. The order is kept.
pub(crate) async fn on_all_cores<T, R>(items: Vec<T>, work: fn(T) -> R) -> Result<Vec<R>, WorkerLost>
where
    T: Send + 'static,
    R: Send + 'static,
{
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    // Several parts a core, so that one heavy part does not leave the other cores idle.
    let size = items.len().div_ceil(cores * 4).max(1);
    let mut rest = items;
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let after = rest.split_off(size.min(rest.len()));
        let part = std::mem::replace(&mut rest, after);
        parts.push(tokio::task::spawn_blocking(move || part.into_iter().map(work).collect::<Vec<R>>()));
    }
    let mut done = Vec::new();
    for part in parts {
        done.extend(part.await?);
    }
    Ok(done)
}
