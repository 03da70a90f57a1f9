//! Style sheets, scripts and pictures: released in a series of their own, in which nothing is ever dropped.

use db::Tx;
use kernel::Actor;
use web::assets::Asset;

use crate::{
    Draft, DraftPage, LabelRule, Manifest, Press, ReleaseRefused, Released,
    store::{self, Outline},
};

/// The series assets are released in, and the folder they stand in.
const SERIES: &str = "assets";

impl Press<'_> {
    /// Releases assets whose names are new, together with all earlier ones: an old edition keeps the style it was released
    /// with. `None` when every name is there already. Their names change with their bytes ([`web::assets`]).
    pub async fn release_assets(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        assets: &[Asset],
    ) -> Result<Option<Released>, ReleaseRefused> {
        let outlines = store::outlines(tx).await?;
        let mut pages = match crate::press::current(&outlines, SERIES) {
            Some(outline) => pages_of(tx, outline).await?,
            None => Vec::new(),
        };
        let before = pages.len();
        for asset in assets {
            let path = format!("{SERIES}/{}", asset.name);
            if pages.iter().all(|page| page.path != path) {
                pages.push(DraftPage::file(&path, asset.media_type, asset.bytes));
            }
        }
        if pages.len() == before {
            return Ok(None);
        }
        let title = "Style sheets, scripts and pictures";
        let draft = Draft::new(SERIES, LabelRule::SeriesAndNumber, title, self.today(), pages);
        self.release(tx, actor, draft).await.map(Some)
    }
}

/// The pages of a stored release, as a draft would hold them.
async fn pages_of(tx: &mut Tx, outline: &Outline) -> Result<Vec<DraftPage>, ReleaseRefused> {
    let stored = store::release_labelled(tx, &outline.label).await?.ok_or(sqlx::Error::RowNotFound)?;
    let mut pages = Vec::new();
    for page in Manifest::read(&stored.manifest)?.pages {
        let content = store::content(tx, &page.sha256).await?.ok_or(sqlx::Error::RowNotFound)?;
        pages.push(DraftPage { path: page.path, media_type: page.media_type, body: content.identity });
    }
    Ok(pages)
}
