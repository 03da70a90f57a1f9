use std::{
    fs::File,
    io::{self, Write},
    path::Path,
};

use jiff::Timestamp;
use kernel::AreaId;
use serde::{Deserialize, Serialize};

use crate::{Hash, PublicKey, Signature, SigningKey, entry::length_prefixed};

/// The end of an area's chain at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The area.
    pub area: AreaId,
    /// The last entry's place; 0 while nothing was recorded.
    pub sequence: i64,
    /// The last entry's hash; [`crate::genesis`] while nothing was recorded.
    pub hash: Hash,
    /// When the head was read.
    pub at: Timestamp,
}

/// Keeps signatures of heads apart from those of publications made with the same key.
const SIGNING_DOMAIN: &str = "waymark audit head 1";

impl Head {
    fn canonical_bytes(&self) -> Vec<u8> {
        length_prefixed(&[
            self.area.0.as_bytes(),
            &self.sequence.to_be_bytes(),
            &self.hash.0,
            &self.at.as_second().to_be_bytes(),
        ])
    }

    /// Signs the head, to be kept where whoever can change the database cannot reach.
    pub fn signed(self, key: &SigningKey) -> SignedHead {
        let signature = key.sign(SIGNING_DOMAIN, &self.canonical_bytes());
        SignedHead {
            format: SIGNING_DOMAIN.to_owned(),
            area: self.area,
            sequence: self.sequence,
            hash: self.hash.to_string(),
            at: self.at,
            key: key.public().to_string(),
            signature: signature.to_string(),
        }
    }
}

/// A head with its Ed25519 signature, as a small JSON file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedHead {
    format: String,
    area: AreaId,
    sequence: i64,
    hash: String,
    at: Timestamp,
    key: String,
    signature: String,
}

/// Why a file is not a head that can be trusted.
#[derive(Debug, thiserror::Error)]
pub enum NotAHead {
    /// It is not the JSON we write.
    #[error("the file is not a signed head of an audit record: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// One of its values is not of its kind.
    #[error("the signed head has an unreadable {0}")]
    Malformed(&'static str),
    /// Another key signed it.
    #[error("the head was signed with key {0}, not with the expected one")]
    OtherKey(String),
    /// It was changed after it was signed.
    #[error("the signature does not fit the head: it was changed after signing")]
    BadSignature,
}

impl SignedHead {
    /// Reads what [`SignedHead::to_json`] wrote. The signature is not looked at yet.
    pub fn from_json(text: &str) -> Result<Self, NotAHead> {
        Ok(serde_json::from_str(text)?)
    }

    /// The head as a line of JSON.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self).map(|text| text + "\n")
    }

    /// The public key it says it was signed with, in hexadecimal; who trusts it must know it from
    /// elsewhere.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The head, if `key` signed it.
    pub fn verified(&self, key: &PublicKey) -> Result<Head, NotAHead> {
        if self.format != SIGNING_DOMAIN {
            return Err(NotAHead::Malformed("format"));
        }
        if self.key != key.to_string() {
            return Err(NotAHead::OtherKey(self.key.clone()));
        }
        let hash = self.hash.parse();
        let head = Head {
            area: self.area,
            sequence: self.sequence,
            hash: hash.map_err(|_| NotAHead::Malformed("hash"))?,
            at: self.at,
        };
        let signature: Signature = self.signature.parse()?;
        if key.verifies(SIGNING_DOMAIN, &head.canonical_bytes(), &signature) {
            Ok(head)
        } else {
            Err(NotAHead::BadSignature)
        }
    }

    /// Writes the file whole or not at all: under another name first, then renamed.
    pub fn write_to(&self, path: &Path) -> io::Result<()> {
        let unfinished = path.with_extension("unfinished");
        let mut file = File::create(&unfinished)?;
        file.write_all(self.to_json()?.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&unfinished, path)
    }
}
