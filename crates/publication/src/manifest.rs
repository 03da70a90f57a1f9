//! The signed list of a release.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The use the signature is made for; it keeps a signature of something else from passing here.
pub const SIGNED_AS: &str = "waymark publication";

/// What a release holds. Its bytes are JSON without spaces, keys in this order, pages in the order of their paths; they
/// are signed and stored as they are, and never written again from what was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form of this list: 1.
    pub format: u32,
    /// The area's word in addresses.
    pub area: String,
    /// The series it continues.
    pub series: String,
    /// Its place in the series, from 1.
    pub number: u32,
    /// Its word in permanent addresses.
    pub label: String,
    /// What it is called.
    pub title: String,
    /// What changed and why.
    pub note: String,
    /// The day its statements are true of.
    pub as_at: Date,
    /// When it was released.
    pub released_at: Timestamp,
    /// The SHA-256 of the manifest before it in its series, in hexadecimal; `null` for the first.
    pub previous: Option<String>,
    /// Every page.
    pub pages: Vec<ManifestPage>,
}

/// One page of a [`Manifest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestPage {
    /// Its path inside the area.
    pub path: String,
    /// Its media type.
    pub media_type: String,
    /// Its title, for a page of HTML; otherwise empty.
    pub title: String,
    /// How many bytes it has, uncompressed.
    pub bytes: u64,
    /// The SHA-256 of those bytes, in hexadecimal.
    pub sha256: String,
}

/// The stored list cannot be read; only a change by other hands can cause it.
#[derive(Debug, thiserror::Error)]
#[error("the list of a release cannot be read: {0}")]
pub struct NotAManifest(#[from] serde_json::Error);

impl Manifest {
    /// The bytes to sign and store.
    pub fn to_bytes(&self) -> Result<Vec<u8>, NotAManifest> {
        Ok(serde_json::to_vec(self)?)
    }

    /// Reads stored bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, NotAManifest> {
        Ok(serde_json::from_slice(bytes)?)
    }

    /// Digest by path.
    pub(crate) fn digests(&self) -> BTreeMap<String, String> {
        self.pages.iter().map(|page| (page.path.clone(), page.sha256.clone())).collect()
    }

    /// Whether the release holds this path.
    pub(crate) fn holds(&self, path: &str) -> bool {
        self.pages.binary_search_by(|page| page.path.as_str().cmp(path)).is_ok()
    }
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
