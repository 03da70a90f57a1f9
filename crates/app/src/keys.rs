//! The signing key: which one may sign for this database, and whose signatures are believed.
//!
//! A key made by mistake is worse than none: what it signs is held back by every server that knows the old one. So a
//! key is made without being asked for only where nothing was ever signed.

use std::{fs, os::unix::fs::DirBuilderExt, path::Path};

use audit::{PublicKey, SigningKey};
use publication::load_snapshot;

use crate::{failure::Failure, installation::Installation};

/// Why nothing may be signed.
#[derive(Debug, thiserror::Error)]
pub enum WrongKey {
    /// There is no key, and something was signed before.
    #[error(
        "the signing key {0} is not there, and another signed before: put it back, or correct data_dir. If it is lost, name its public half in public_keys and make a new one with `waymark key --new`"
    )]
    Lost(String),
    /// There is a key, but another signed what is published.
    #[error(
        "the latest release of {area} was not signed with the key {file}, nor with one of public_keys; \
         put the right key back, or correct data_dir. After a change of key, name the public half of the old one in \
         public_keys"
    )]
    Other {
        /// The area's word in addresses.
        area: String,
        /// The key file.
        file: String,
    },
    /// A key that is there is never replaced.
    #[error("{0} is a signing key already; move it to a safe place first, and name its public half in public_keys")]
    There(String),
    /// Nobody's signature would be believed.
    #[error(
        "there is no signing key {0} and public_keys is empty, so no release can be believed; \
         set public_keys to what `waymark key` prints where releases are signed"
    )]
    Nobody(String),
}

impl Installation {
    /// The key that signs for this database, made when nothing was ever signed. It is looked for once.
    ///
    /// Refuses when the key is not there although something was signed, or when the latest release of an area carries
    /// the signature of a key that is not known here.
    pub async fn key(&self) -> Result<&SigningKey, Failure> {
        self.signer
            .get_or_try_init(async || {
                if !self.config.key_file().exists() {
                    if !self.config.public_keys.is_empty() || self.signed_before().await? {
                        return Err(WrongKey::Lost(self.key_place()).into());
                    }
                    return self.make_key();
                }
                let key = self.key_there()?;
                self.refuse_other_signer().await?;
                Ok(key)
            })
            .await
    }

    /// The key in its file, without a look at the database.
    pub fn key_there(&self) -> Result<SigningKey, Failure> {
        let file = self.config.key_file();
        if !file.exists() {
            return Err(WrongKey::Lost(self.key_place()).into());
        }
        Ok(SigningKey::load(&file)?)
    }

    /// Makes a key because somebody asked for one: for the first time, or after the old one was put away.
    pub async fn new_key(&self) -> Result<SigningKey, Failure> {
        if self.config.key_file().exists() {
            return Err(WrongKey::There(self.key_place()).into());
        }
        self.refuse_other_signer().await?;
        self.make_key()
    }

    /// Whose signatures are believed: the own key's, when it is there, and those of the configuration.
    pub fn believed(&self) -> Result<Vec<PublicKey>, Failure> {
        let file = self.config.key_file();
        let mut keys = self.config.public_keys.clone();
        if file.exists() {
            keys.insert(0, SigningKey::load(&file)?.public());
        }
        if keys.is_empty() { Err(WrongKey::Nobody(self.key_place()).into()) } else { Ok(keys) }
    }

    fn make_key(&self) -> Result<SigningKey, Failure> {
        private_folder(&self.config.data_dir)?;
        Ok(SigningKey::load_or_create(&self.config.key_file())?)
    }

    /// Whether a release was made, or a head of an audit record exported to this folder.
    async fn signed_before(&self) -> Result<bool, Failure> {
        if fs::read_dir(self.config.heads_dir()).is_ok_and(|mut inside| inside.next().is_some()) {
            return Ok(true);
        }
        for area in self.areas().await? {
            let mut tx = self.db.read(area.id).await?;
            if !publication::releases(&mut tx).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Asks of every area whether its latest release was signed with a key that is believed.
    async fn refuse_other_signer(&self) -> Result<(), Failure> {
        let mut latest = Vec::new();
        for area in self.areas().await? {
            let mut tx = self.db.read(area.id).await?;
            let releases = publication::releases(&mut tx).await?;
            let last = releases.into_iter().max_by_key(|release| release.manifest.released_at);
            latest.extend(last.map(|release| (area.slug.to_string(), release.manifest.label)));
        }
        if latest.is_empty() {
            return Ok(());
        }
        let mut keys = self.config.public_keys.clone();
        if self.config.key_file().exists() {
            keys.push(self.key_there()?.public());
        }
        // Read as the public server reads, which puts nothing on the shelf that no believed key signed.
        let published = load_snapshot(&self.db, &keys).await?.snapshot;
        for (area, label) in latest {
            let shown = published.area(&area).is_some_and(|area| area.releases().any(|release| release.label == label));
            if !shown {
                return Err(WrongKey::Other { area, file: self.key_place() }.into());
            }
        }
        Ok(())
    }

    fn key_place(&self) -> String {
        self.config.key_file().display().to_string()
    }
}

/// Makes a folder that only its owner may enter; one that is there stays as it is.
pub fn private_folder(folder: &Path) -> Result<(), Failure> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(Failure::file(folder))
}
