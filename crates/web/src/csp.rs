//! Content security policies. No page has an inline script or a style attribute, so none needs a nonce; the one inline
//! style element, with the area's colours, is allowed by its hash.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The policy for answers that are not documents of ours: nothing may load, nothing may frame them.
pub const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The policy for one document of ours, frozen or not.
///
/// Style elements are looked for in the head alone, which only the shell writes: a style that reached the main content
/// is never allowed by this.
pub fn for_document(document: &str) -> String {
    let head = document.split_once("</head>").map_or("", |(head, _)| head);
    let hashes: String = head
        .split("<style>")
        .skip(1)
        .filter_map(|rest| rest.split_once("</style>"))
        .map(|(rules, _)| hash_source(rules))
        .collect();
    format!(
        "default-src 'none'; style-src 'self'{hashes}; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

fn hash_source(text: &str) -> String {
    format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_colours_are_allowed_by_hash_and_a_style_in_the_contents_is_not() {
        // Hash of `a{}` as computed by openssl dgst -sha256 -binary | base64.
        let policy = for_document("<head><style>a{}</style></head><main><style>b{}</style></main>");
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(policy.contains("style-src 'self' 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='"), "{policy}");
        assert!(!policy.contains("unsafe"));
    }

    #[test]
    fn a_document_without_colours_of_its_own_needs_no_hash() {
        assert!(for_document("<p>plain").contains("style-src 'self';"));
    }
}
