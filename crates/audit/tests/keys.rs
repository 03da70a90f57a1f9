//! The installation's key: kept for its owner alone, and never shown.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use std::os::unix::fs::PermissionsExt;

use audit::{Hash, Head, KeyError, NotAHead, SignedHead, SigningKey};
use kernel::AreaId;
use uuid::Uuid;

fn a_head() -> Head {
    Head {
        area: AreaId(Uuid::from_u128(9)),
        sequence: 41,
        hash: Hash([7; 32]),
        at: "2026-03-02T12:00:00Z".parse().unwrap(),
    }
}

#[test]
fn a_key_is_made_once_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    let made = SigningKey::load_or_create(&path).unwrap();
    let found = SigningKey::load_or_create(&path).unwrap();
    assert_eq!(made.public(), found.public());
    let permissions = std::fs::metadata(&path).unwrap().permissions();
    assert_eq!(permissions.mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("-----BEGIN PRIVATE KEY-----\n"), "{text}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    SigningKey::load_or_create(&path).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let refused = SigningKey::load_or_create(&path).unwrap_err();
    assert!(matches!(refused, KeyError::Exposed { mode: 0o640, .. }), "{refused}");
}

#[test]
fn a_file_that_is_no_key_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    std::fs::write(&path, "something else").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let refused = SigningKey::load_or_create(&path).unwrap_err();
    assert!(matches!(refused, KeyError::NotAKey(_)), "{refused}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "something else");
}

#[test]
fn a_key_made_by_openssl_is_read() {
    // Ed25519 test vector of RFC 8032, section 7.1, test 1, as openssl writes it.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    let text = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let key = SigningKey::load(&path).unwrap();
    let known = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    assert_eq!(key.public().to_string(), known);
}

#[test]
fn the_private_half_shows_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    let key = SigningKey::load_or_create(&path).unwrap();
    let shown = format!("{key:?}");
    assert_eq!(shown, format!("SigningKey(public half {})", key.public()));
}

#[test]
fn a_signed_head_travels_as_json_and_shows_any_change() {
    let key = SigningKey::fresh();
    let text = a_head().signed(&key).to_json().unwrap();
    let back = SignedHead::from_json(&text).unwrap();
    assert_eq!(back.verified(&key.public()).unwrap(), a_head());

    for (from, to) in [("41", "40"), ("0707", "0706"), ("12:00:00", "12:00:01"), ("0009", "0008")] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        let refused = SignedHead::from_json(&changed).unwrap().verified(&key.public()).unwrap_err();
        assert!(matches!(refused, NotAHead::BadSignature), "{from}: {refused}");
    }
    let stranger = SigningKey::fresh();
    let refused = back.verified(&stranger.public()).unwrap_err();
    assert!(matches!(refused, NotAHead::OtherKey(_)), "{refused}");
}

#[test]
fn a_signature_for_one_use_does_not_pass_in_another() {
    let key = SigningKey::fresh();
    let signature = key.sign("one use", b"words");
    assert!(key.public().verifies("one use", b"words", &signature));
    assert!(!key.public().verifies("another use", b"words", &signature));
    assert!(!key.public().verifies("one us", b"ewords", &signature));
}
