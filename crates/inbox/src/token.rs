//! What a link bears: chance that nobody can guess, kept only as a digest.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A fresh token of 256 bits, as text for a link, with the digest that is kept.
pub(crate) fn fresh() -> (String, Vec<u8>) {
    let text = URL_SAFE_NO_PAD.encode(kernel::random_bytes::<32>());
    let digest = digest_of(&text);
    (text, digest)
}

/// The digest that a token is found by.
pub(crate) fn digest_of(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The digest of a comment: the same words about the same page are one comment.
pub(crate) fn digest_of_comment(about: &str, text: &str) -> Vec<u8> {
    // No path holds a line break, so no two pairs have the same bytes.
    digest_of(&format!("{about}\n{text}"))
}
