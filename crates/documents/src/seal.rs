//! Sealing: XChaCha20-Poly1305 (RFC 8439 with the long nonce of draft-irtf-cfrg-xchacha), a random nonce
//! in front of each sealed text, and associated data that says where the text belongs.
//!
//! The long nonce may be chosen at random for every text without fear of a repetition.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hmac::{Hmac, Mac};
use kernel::{AreaId, random_bytes};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A key. It is overwritten when it is let go.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Bytes of a chunk before it is sealed.
pub(crate) const CHUNK: usize = 256 << 10;
const NONCE: usize = 24;

/// The text is not what was sealed here under this key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotSealedHere;

/// HMAC-SHA-256 (RFC 2104) of these parts for one use. Lengths go before the parts, so that no two lists
/// of parts read alike.
pub(crate) fn keyed_digest(key: &Secret, used_for: &str, parts: &[&[u8]]) -> Secret {
    // The algorithm itself fills a short key up to a block with zeros.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(&**key);
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in [used_for.as_bytes()].iter().chain(parts) {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    Secret::new(mac.finalize().into_bytes().into())
}

/// Where a sealed text belongs; each part is bound to it.
pub(crate) fn belonging(used_for: &str, area: AreaId, parts: &[&[u8]]) -> Vec<u8> {
    let mut bound = Vec::new();
    for part in [b"waymark documents 1".as_slice(), used_for.as_bytes(), area.0.as_bytes()].iter().chain(parts) {
        bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bound.extend_from_slice(part);
    }
    bound
}

/// Where chunk `number` of `of` belongs, from 0.
pub(crate) fn chunk_place(area: AreaId, address: &str, number: i64, of: i64) -> Vec<u8> {
    belonging("chunk", area, &[address.as_bytes(), &number.to_be_bytes(), &of.to_be_bytes()])
}

/// Seals a text for the place `bound` describes.
pub(crate) fn seal(key: &Secret, bound: &[u8], text: &[u8]) -> Result<Vec<u8>, NotSealedHere> {
    let nonce: [u8; NONCE] = random_bytes();
    let cipher = XChaCha20Poly1305::new((&**key).into());
    let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: text, aad: bound }).map_err(|_| NotSealedHere)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens a text sealed for this place.
pub(crate) fn open(key: &Secret, bound: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotSealedHere> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(NotSealedHere)?;
    let cipher = XChaCha20Poly1305::new((&**key).into());
    let text = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: bound });
    text.map(Zeroizing::new).map_err(|_| NotSealedHere)
}

/// Opens a key sealed for this place.
pub(crate) fn open_key(key: &Secret, bound: &[u8], sealed: &[u8]) -> Result<Secret, NotSealedHere> {
    let bytes = open(key, bound, sealed)?;
    <[u8; 32]>::try_from(bytes.as_slice()).map(Secret::new).map_err(|_| NotSealedHere)
}
