use std::{fmt, str::FromStr};

use kernel::AreaId;
use sha2::{Digest, Sha256};

/// A SHA-256 digest; shown as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = hex::FromHexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)?;
        Ok(Self(bytes))
    }
}

impl TryFrom<Vec<u8>> for Hash {
    type Error = Vec<u8>;

    fn try_from(bytes: Vec<u8>) -> Result<Self, Vec<u8>> {
        bytes.try_into().map(Self)
    }
}

/// One deed in the record, exactly as stored and hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The area whose chain it belongs to.
    pub area: AreaId,
    /// Its place in the chain, from 1, without gaps.
    pub sequence: i64,
    /// When, as RFC 3339 text in UTC; text, so that what was hashed is what is stored.
    pub recorded_at: String,
    /// Who, by role and reference ([`kernel::Actor`]'s text).
    pub actor: String,
    /// What was done, such as `roadmap.release`.
    pub deed: String,
    /// What it was done to, as a reference.
    pub subject: String,
    /// The particulars, as JSON text.
    pub detail: String,
    /// The hash of the entry before, or [`genesis`] for the first.
    pub previous: Hash,
    /// The hash of this entry: [`Entry::digest`].
    pub hash: Hash,
}

/// Keeps these hashes apart from any other use of SHA-256 in the program.
const ENTRY_DOMAIN: &[u8] = b"waymark audit entry";
const GENESIS_DOMAIN: &[u8] = b"waymark audit genesis";
/// Changes when the canonical bytes do; old entries keep their version.
const FORMAT_VERSION: u8 = 1;

impl Entry {
    /// The bytes that are hashed.
    ///
    /// Each field is its length in bytes as an unsigned 64-bit big-endian number, then the bytes,
    /// so that no two different entries have the same bytes. In order: the words
    /// `waymark audit entry`; one byte, the format version 1; the area's 16 bytes; the sequence as
    /// a signed 64-bit big-endian number; the previous hash's 32 bytes; then in UTF-8 the time,
    /// the actor, the deed, the subject and the detail as they are stored.
    pub fn canonical_bytes(&self) -> Vec<u8> {
        let sequence = self.sequence.to_be_bytes();
        let fields: [&[u8]; 10] = [
            ENTRY_DOMAIN,
            &[FORMAT_VERSION],
            self.area.0.as_bytes(),
            &sequence,
            &self.previous.0,
            self.recorded_at.as_bytes(),
            self.actor.as_bytes(),
            self.deed.as_bytes(),
            self.subject.as_bytes(),
            self.detail.as_bytes(),
        ];
        length_prefixed(&fields)
    }

    /// SHA-256 of [`Entry::canonical_bytes`].
    pub fn digest(&self) -> Hash {
        Hash(Sha256::digest(self.canonical_bytes()).into())
    }

    /// The same entry with its hash set to what its content gives.
    #[must_use]
    pub fn sealed(mut self) -> Self {
        self.hash = self.digest();
        self
    }
}

/// What the first entry of an area names as the hash before it: it differs from area to area, so
/// that not even a whole chain can change places.
pub fn genesis(area: AreaId) -> Hash {
    let bytes = length_prefixed(&[GENESIS_DOMAIN, &[FORMAT_VERSION], area.0.as_bytes()]);
    Hash(Sha256::digest(bytes).into())
}

pub(crate) fn length_prefixed(fields: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(fields.iter().map(|field| field.len() + 8).sum());
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn an_entry() -> Entry {
        let area = AreaId(Uuid::from_u128(7));
        Entry {
            area,
            sequence: 1,
            recorded_at: "2026-01-05T12:00:00Z".to_owned(),
            actor: "command line: programme office".to_owned(),
            deed: "roadmap.release".to_owned(),
            subject: "edition 1".to_owned(),
            detail: "{}".to_owned(),
            previous: genesis(area),
            hash: Hash([0; 32]),
        }
    }

    /// Worked out in Python from the documentation of the bytes, not with this program.
    #[test]
    fn the_hash_of_a_known_entry_never_changes() {
        let known = "4e4c8347d3640211cc03277e8af6caaeadcf4e07061b942490a6365c4d269682";
        assert_eq!(an_entry().digest().to_string(), known);
    }

    #[test]
    fn moving_a_letter_across_a_field_changes_the_hash() {
        let mut moved = an_entry();
        moved.deed = "roadmap.releas".to_owned();
        moved.subject = "eedition 1".to_owned();
        assert_ne!(moved.digest(), an_entry().digest());
    }
}
