use serde::{Deserialize, Serialize};

use crate::{Entry, Head, PublicKey, Signature, SigningKey, entry::length_prefixed};

/// The deed of an entry that admits a lost stretch ([`crate::record_gap`]).
pub const GAP: &str = "audit.gap";

/// Keeps signatures of gaps apart from those of heads and publications made with the same key.
const SIGNING_DOMAIN: &str = "waymark audit gap 1";

/// A stretch that was lost and said to be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The entry that says so.
    pub sequence: i64,
    /// When it was recorded, RFC 3339.
    pub recorded_at: String,
    /// The reason, the last head known before the loss, and the signature, as JSON text.
    pub detail: String,
    /// The key whose signature it bears. Anybody has a key: only the installation's own counts.
    pub signed_by: PublicKey,
}

/// The last head known before the loss.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LastKnown {
    sequence: i64,
    hash: String,
}

/// The detail of a gap's entry.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Admission {
    reason: String,
    last_known: Option<LastKnown>,
    key: String,
    signature: String,
}

/// What is signed: place and time too, so that an honest gap cannot be moved or dated later to
/// excuse a second loss. Each field is prefixed by its length, as in [`Entry::canonical_bytes`];
/// without a last known head there are two fields fewer.
fn canonical_bytes(entry: &Entry, reason: &str, last_known: Option<&LastKnown>) -> Vec<u8> {
    let sequence = entry.sequence.to_be_bytes();
    let known = last_known.map(|known| known.sequence.to_be_bytes());
    let mut fields: Vec<&[u8]> =
        vec![entry.area.0.as_bytes(), &sequence, &entry.previous.0, entry.recorded_at.as_bytes(), reason.as_bytes()];
    if let (Some(sequence), Some(known)) = (&known, last_known) {
        fields.extend([sequence.as_slice(), known.hash.as_bytes()]);
    }
    length_prefixed(&fields)
}

impl Entry {
    /// The same entry as a gap admitted and signed in its place; its hash is still to be set.
    ///
    /// Fails only where the words cannot be written as JSON, which texts always can.
    pub fn admitting_gap(
        mut self,
        key: &SigningKey,
        reason: &str,
        last_known: Option<&Head>,
    ) -> serde_json::Result<Self> {
        let last_known = last_known.map(|head| LastKnown { sequence: head.sequence, hash: head.hash.to_string() });
        let signature = key.sign(SIGNING_DOMAIN, &canonical_bytes(&self, reason, last_known.as_ref()));
        let admission = Admission {
            reason: reason.to_owned(),
            last_known,
            key: key.public().to_string(),
            signature: signature.to_string(),
        };
        GAP.clone_into(&mut self.deed);
        self.detail = serde_json::to_string(&admission)?;
        Ok(self)
    }
}

impl Gap {
    /// The gap an entry admits, if it bears a signature that fits it; whose, the caller must look at.
    pub(crate) fn of(entry: &Entry) -> Option<Self> {
        let admission: Admission = serde_json::from_str(&entry.detail).ok()?;
        let key: PublicKey = admission.key.parse().ok()?;
        let signature: Signature = admission.signature.parse().ok()?;
        let bytes = canonical_bytes(entry, &admission.reason, admission.last_known.as_ref());
        key.verifies(SIGNING_DOMAIN, &bytes, &signature).then(|| Self {
            sequence: entry.sequence,
            recorded_at: entry.recorded_at.clone(),
            detail: entry.detail.clone(),
            signed_by: key,
        })
    }
}
