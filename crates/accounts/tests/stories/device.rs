//! A device with a passkey, in software: it makes ES256 keys and signs as the `WebAuthn` standard says (Level 3, sections
//! 6.1 and 7).

use std::cell::Cell;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The person's finger is on it (bit 0); the device checked the person (bit 2); a new key is enclosed (bit 6).
const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const ENCLOSED: u8 = 64;

pub(crate) struct Device {
    key: SigningKey,
    id: Vec<u8>,
    owner: Cell<Option<String>>,
    counter: Cell<u32>,
    /// Whether it checks the person.
    pub(crate) verifies: bool,
    /// The site it believes to be on.
    pub(crate) origin: &'static str,
}

impl Device {
    pub(crate) fn new() -> Self {
        Self {
            key: SigningKey::from_slice(&kernel::random_bytes::<32>()).unwrap(),
            id: kernel::random_bytes::<16>().to_vec(),
            owner: Cell::new(None),
            counter: Cell::new(0),
            verifies: true,
            origin: super::world::ORIGIN,
        }
    }

    /// Makes a passkey as asked.
    pub(crate) fn make(&self, options: &Value) -> String {
        let asked = &options["publicKey"];
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        self.owner.set(Some(asked["user"]["id"].as_str().unwrap().to_owned()));
        let client = self.client("webauthn.create", asked);
        let mut signed = self.head(asked["rp"]["id"].as_str().unwrap(), ENCLOSED);
        signed.extend([0; 16]);
        signed.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        signed.extend(&self.id);
        signed.extend(self.cose());
        // {"fmt": "none", "attStmt": {}, "authData": bytes} in CBOR (RFC 8949).
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(signed.len()).unwrap());
        object.extend(signed);
        let response = json!({ "attestationObject": text(&object), "clientDataJSON": text(client.as_bytes()) });
        self.answer(&response)
    }

    /// Shows its passkey as asked.
    pub(crate) fn show(&self, options: &Value) -> String {
        let asked = &options["publicKey"];
        let client = self.client("webauthn.get", asked);
        let signed = self.head(asked["rpId"].as_str().unwrap(), 0);
        let both = [signed.as_slice(), &Sha256::digest(client.as_bytes())].concat();
        let signature: Signature = self.key.sign(&both);
        let owner = self.owner.take();
        self.owner.set(owner.clone());
        self.answer(&json!({
            "authenticatorData": text(&signed),
            "clientDataJSON": text(client.as_bytes()),
            "signature": text(signature.to_der().as_bytes()),
            "userHandle": owner,
        }))
    }

    fn client(&self, kind: &str, asked: &Value) -> String {
        json!({ "type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
    }

    fn head(&self, site: &str, flags: u8) -> Vec<u8> {
        self.counter.set(self.counter.get() + 1);
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut bytes = Sha256::digest(site.as_bytes()).to_vec();
        bytes.push(PRESENT | verified | flags);
        bytes.extend(self.counter.get().to_be_bytes());
        bytes
    }

    /// The public key: EC2, ES256, P-256, x and y (RFC 9053 section 7.1).
    fn cose(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_encoded_point(false);
        let mut bytes = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".to_vec();
        bytes.extend(point.x().unwrap());
        bytes.extend(b"\x22\x58\x20");
        bytes.extend(point.y().unwrap());
        bytes
    }

    fn answer(&self, response: &Value) -> String {
        let id = text(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {} }).to_string()
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
