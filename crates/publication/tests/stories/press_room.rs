//! What the stories stand on: an area with a press, and a public that asks.

use std::{io::Write, os::unix::fs::PermissionsExt, sync::Arc};

use audit::{PublicKey, SigningKey};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use db::Db;
use jiff::civil::{Date, date};
use kernel::{Actor, Area};
use publication::{Draft, DraftPage, LabelRule, Press, ReleaseRefused, Released, WithdrawRefused, load_snapshot};
use shelf::{Settings, Shelf};
use testing::fixed;
use tower::ServiceExt;

/// The example key of RFC 8410 section 10.3: everybody knows it, so it is good for examples only.
const EXAMPLE_KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";

/// The public half of the example key, as the RFC prints it (its last 32 bytes).
pub(crate) const EXAMPLE_PUBLIC_KEY: &str = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

/// The day on which everything in these stories happens.
pub(crate) const DAY: Date = date(2026, 6, 30);

pub(crate) struct PressRoom {
    pub(crate) db: Db,
    pub(crate) area: Area,
    pub(crate) key: SigningKey,
}

/// An answer as a reader sees it.
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) headers: header::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

pub(crate) fn example_key() -> SigningKey {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(EXAMPLE_KEY.as_bytes()).unwrap();
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o600)).unwrap();
    SigningKey::load(file.path()).unwrap()
}

/// A page with a title, and a link to each of these addresses.
pub(crate) fn page(path: &str, words: &str, links: &[&str]) -> DraftPage {
    let links: Vec<String> = links.iter().map(|link| format!("<a href=\"{link}\">{link}</a>")).collect();
    let links = links.concat();
    let document =
        format!("<!DOCTYPE html><html><head><title>{path}</title></head><body><h1>{words}</h1>{links}</body></html>");
    DraftPage::html(path, document)
}

pub(crate) fn roadmap(pages: Vec<DraftPage>) -> Draft {
    Draft::new("roadmap", LabelRule::Number, "Edition", DAY, pages)
}

pub(crate) fn site(pages: Vec<DraftPage>) -> Draft {
    Draft::new("site", LabelRule::SeriesAndNumber, "Site", DAY, pages)
}

impl PressRoom {
    pub(crate) async fn open(db: Db) -> Self {
        let area = testing::an_area(&db, "ridgeway").await;
        Self { db, area, key: example_key() }
    }

    pub(crate) fn keys(&self) -> [PublicKey; 1] {
        [self.key.public()]
    }

    pub(crate) async fn release(&self, draft: Draft) -> Result<Released, ReleaseRefused> {
        Ok(self.release_together(vec![draft]).await?.remove(0))
    }

    pub(crate) async fn release_together(&self, drafts: Vec<Draft>) -> Result<Vec<Released>, ReleaseRefused> {
        let clock = fixed(DAY);
        let mut tx = self.db.write(self.area.id).await.unwrap();
        let press = Press::new(&self.area, &self.key, &clock);
        let released = press.release_together(&mut tx, &Actor::operator("programme office"), drafts).await?;
        tx.commit().await.unwrap();
        Ok(released)
    }

    pub(crate) async fn withdraw(&self, label: &str, reason: &str) -> Result<(), WithdrawRefused> {
        let clock = fixed(DAY);
        let mut tx = self.db.write(self.area.id).await.unwrap();
        let press = Press::new(&self.area, &self.key, &clock);
        press.withdraw(&mut tx, &Actor::operator("programme office"), label, reason).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    /// What the public reads at an address now.
    pub(crate) async fn read(&self, address: &str) -> Seen {
        self.read_as(address, "").await
    }

    pub(crate) async fn read_as(&self, address: &str, accepted: &str) -> Seen {
        let loaded = load_snapshot(&self.db, &self.keys()).await.unwrap();
        let router = shelf::router(Arc::new(Shelf::new(loaded.snapshot)), Settings::default());
        let request = Request::get(address).header(header::ACCEPT_ENCODING, accepted).body(Body::empty()).unwrap();
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        Seen { status: parts.status, headers: parts.headers, body: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
    }
}
