use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    str::FromStr,
};

use ed25519_dalek::{
    Signer, VerifyingKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding},
};

use crate::{NotAHead, entry::length_prefixed};

/// An Ed25519 key that signs for this installation (RFC 8032). Its private half never leaves this
/// type: it has no text, and its `Debug` shows the public half only.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

/// The half of a key that anyone may know; shown as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// An Ed25519 signature; shown as 128 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature(ed25519_dalek::Signature);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Others on the machine may read or change it.
    #[error(
        "the key file {path:?} can be reached by others than its owner (mode {mode:o}); make a new key, and give it mode 600"
    )]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It is not an Ed25519 key in PKCS #8 PEM.
    #[error("the file {0:?} is not an Ed25519 private key in PKCS #8 PEM form")]
    NotAKey(PathBuf),
    /// It cannot be read or written.
    #[error("the key file {path:?} cannot be used: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl SigningKey {
    /// A new key from the operating system's randomness.
    pub fn fresh() -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&kernel::random_bytes()))
    }

    /// Reads the key in `path`, or makes one there when there is no such file.
    ///
    /// The file is PKCS #8 PEM (RFC 5958, RFC 8410), as `openssl genpkey -algorithm ed25519`
    /// writes it, and only its owner may reach it.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyError> {
        match Self::create(path) {
            Err(KeyError::File { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => Self::load(path),
            other => other,
        }
    }

    /// Reads the key in `path`.
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let file = |source| KeyError::File { path: path.to_owned(), source };
        let mode = fs::metadata(path).map_err(file)?.permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            let path = path.to_owned();
            return Err(KeyError::Exposed { path, mode });
        }
        let text = fs::read_to_string(path).map_err(file)?;
        ed25519_dalek::SigningKey::from_pkcs8_pem(&text).map(Self).map_err(|_| KeyError::NotAKey(path.to_owned()))
    }

    /// Makes a new key in `path`, which must not exist yet.
    fn create(path: &Path) -> Result<Self, KeyError> {
        let key = Self::fresh();
        // Without the public half: the first version of the format, which every openssl reads.
        let bytes = KeypairBytes { secret_key: key.0.to_bytes(), public_key: None };
        let text = bytes.to_pkcs8_pem(LineEnding::LF).map_err(|_| KeyError::NotAKey(path.to_owned()))?;
        write_new(path, text.as_bytes()).map_err(|source| KeyError::File { path: path.to_owned(), source })?;
        Ok(key)
    }

    /// The half that verifies.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs bytes for one use. The domain keeps a signature made for one use from passing in
    /// another.
    pub fn sign(&self, domain: &str, bytes: &[u8]) -> Signature {
        Signature(self.0.sign(&message(domain, bytes)))
    }
}

/// The file appears whole or not at all, and never in the place of another.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", hex::encode(kernel::random_bytes::<4>())));
    let unfinished = PathBuf::from(name);
    let mut file: File = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::hard_link(&unfinished, path));
    fs::remove_file(&unfinished)?;
    written
}

fn message(domain: &str, bytes: &[u8]) -> Vec<u8> {
    length_prefixed(&[domain.as_bytes(), bytes])
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(public half {})", self.public())
    }
}

impl PublicKey {
    /// Whether the key signed exactly these bytes for this use.
    pub fn verifies(&self, domain: &str, bytes: &[u8], signature: &Signature) -> bool {
        // Strict: a signature has one form only, so a changed one never passes.
        self.0.verify_strict(&message(domain, bytes), &signature.0).is_ok()
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0.as_bytes()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for PublicKey {
    type Err = NotAHead;

    fn from_str(text: &str) -> Result<Self, NotAHead> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).map_err(|_| NotAHead::Malformed("key"))?;
        VerifyingKey::from_bytes(&bytes).map(Self).map_err(|_| NotAHead::Malformed("key"))
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0.to_bytes()))
    }
}

impl FromStr for Signature {
    type Err = NotAHead;

    fn from_str(text: &str) -> Result<Self, NotAHead> {
        let mut bytes = [0; 64];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAHead::Malformed("signature"))?;
        Ok(Self(ed25519_dalek::Signature::from_bytes(&bytes)))
    }
}
