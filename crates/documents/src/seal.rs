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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const OURS: AreaId = AreaId(Uuid::from_u128(1));
    const THEIRS: AreaId = AreaId(Uuid::from_u128(2));

    /// Two chunks of one content, sealed for the places that `bound` gives them.
    fn two_chunks(key: &Secret, bound: impl Fn(i64) -> Vec<u8>) -> [Vec<u8>; 2] {
        [0, 1].map(|number| seal(key, &bound(number), format!("part {number}").as_bytes()).unwrap())
    }

    #[test]
    fn a_chunk_opens_in_its_own_place_only() {
        let key = Secret::new([3; 32]);
        let [first, second] = two_chunks(&key, |number| chunk_place(OURS, "a", number, 2));
        assert_eq!(*open(&key, &chunk_place(OURS, "a", 0, 2), &first).unwrap(), b"part 0");
        for other in [
            chunk_place(OURS, "a", 1, 2),
            chunk_place(OURS, "a", 0, 1),
            chunk_place(OURS, "b", 0, 2),
            chunk_place(THEIRS, "a", 0, 2),
        ] {
            assert_eq!(open(&key, &other, &first), Err(NotSealedHere));
        }
        assert_eq!(open(&key, &chunk_place(OURS, "a", 0, 2), &second), Err(NotSealedHere));
        assert_eq!(open(&Secret::new([4; 32]), &chunk_place(OURS, "a", 0, 2), &first), Err(NotSealedHere));
        assert_eq!(open(&key, &[], &[]), Err(NotSealedHere));
    }

    /// The broken variant that the test above must tell from ours.
    #[test]
    fn without_its_place_bound_in_a_swapped_chunk_would_pass() {
        let key = Secret::new([3; 32]);
        let [_, second] = two_chunks(&key, |_| Vec::new());
        assert_eq!(*open(&key, &[], &second).unwrap(), b"part 1");
    }

    #[test]
    fn the_digest_is_the_one_of_the_standard() {
        // RFC 4231, test case 2 has a short key; ours are of 32 bytes, so: the same key, filled up with zeros.
        let mut key = Secret::new([0; 32]);
        key[..4].copy_from_slice(b"Jefe");
        let mut mac = Hmac::<Sha256>::new_from_slice(b"Jefe").unwrap();
        mac.update(&1u64.to_be_bytes());
        mac.update(b"x");
        assert_eq!(keyed_digest(&key, "x", &[]).as_slice(), mac.finalize().into_bytes().as_slice());
    }

    #[test]
    fn parts_do_not_run_into_one_another() {
        let key = Secret::new([3; 32]);
        assert_ne!(keyed_digest(&key, "x", &[b"ab", b"c"]), keyed_digest(&key, "x", &[b"a", b"bc"]));
        assert_ne!(belonging("x", OURS, &[b"ab", b"c"]), belonging("x", OURS, &[b"a", b"bc"]));
    }
}
