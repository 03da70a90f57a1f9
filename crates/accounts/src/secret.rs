//! Secrets the office gives out: ids of sessions, tokens for programs, and codes that people type.
//!
//! Each is random, shown once, and kept as a digest only. They are long enough that SHA-256 without salt is enough: a
//! guess has at best one chance in 2^128 (OWASP ASVS 5.0, 7.2.3 and 6.5.1 ask for at least 128 and 112 bits).

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{AreaId, random_bytes};
use sha2::{Digest, Sha256};

/// Letters of a code: Crockford's, without I, L, O and U, so that a code survives paper and telephone.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters in a code: 26 of five bits hold 128.
const LENGTH: usize = 26;
/// How a program's token begins, so that one left in a file is found by those who look for such.
const TOKEN_START: &str = "waymark_";

/// What the database keeps of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SecretDigest(pub(crate) Vec<u8>);

/// What a secret is for. A digest of one kind is never found among another.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Session,
    Token,
    Invitation,
    Recovery,
    Ceremony,
    Browser,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Token => "token",
            Self::Invitation => "invitation",
            Self::Recovery => "recovery",
            Self::Ceremony => "ceremony",
            Self::Browser => "browser",
        }
    }

    /// The digest of a secret for this purpose in this area: the same secret gives another one in another area.
    pub(crate) fn digest(self, area: AreaId, secret: &str) -> SecretDigest {
        let mut hash = Sha256::new();
        hash.update(format!("waymark {} ", self.word()).as_bytes());
        hash.update(area.0.as_bytes());
        hash.update(secret.as_bytes());
        SecretDigest(hash.finalize().to_vec())
    }
}

/// A secret that a browser or a program carries: 256 random bits as 43 letters.
///
/// It prints itself only through [`Secret::reveal`], so that no log shows it by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub(crate) fn fresh() -> Self {
        Self(URL_SAFE_NO_PAD.encode(random_bytes::<32>()))
    }

    pub(crate) fn fresh_token() -> Self {
        Self(format!("{TOKEN_START}{}", Self::fresh().0))
    }

    /// The secret itself, to be given to its bearer and kept nowhere.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A code that a person types once: an invitation or a way back in. 128 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// The text typed cannot be a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code has {LENGTH} letters and digits, such as 7KQM2-…; check it letter by letter")]
pub struct NotACode;

impl Code {
    pub(crate) fn fresh() -> Self {
        let mut bits = u128::from_be_bytes(random_bytes());
        let mut letters = String::with_capacity(LENGTH);
        for _ in 0..LENGTH {
            let five = usize::try_from(bits & 31).unwrap_or(0);
            letters.push(char::from(LETTERS[five]));
            bits >>= 5;
        }
        Self(letters)
    }

    /// Reads what somebody typed: small or capital, with or without hyphens and blanks; O is 0, I and L are 1.
    pub fn read(typed: &str) -> Result<Self, NotACode> {
        let plain = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        let meant = plain.map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        });
        let letters: String = meant.take(LENGTH + 1).collect();
        let known = letters.bytes().all(|letter| LETTERS.contains(&letter));
        if known && letters.len() == LENGTH { Ok(Self(letters)) } else { Err(NotACode) }
    }

    /// The code as it is printed, in groups of five.
    pub fn reveal(&self) -> String {
        let groups: Vec<&str> = (0..LENGTH).step_by(5).map(|at| &self.0[at..LENGTH.min(at + 5)]).collect();
        groups.join("-")
    }

    pub(crate) fn digest(&self, purpose: Purpose, area: AreaId) -> SecretDigest {
        purpose.digest(area, &self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_code_is_read_as_people_copy_it_from_paper() {
        let code = Code("0123456789ABCDEFGHJKMNPQ11".to_owned());
        assert_eq!(code.reveal(), "01234-56789-ABCDE-FGHJK-MNPQ1-1");
        assert_eq!(Code::read(" o1234 56789-abcde-fghjk-mnpqi-l").unwrap(), code);
        for wrong in ["", "0123", "U1234-56789-ABCDE-FGHJK-MNPQ1-1", "01234-56789-ABCDE-FGHJK-MNPQ1-1-1", "é"] {
            assert_eq!(Code::read(wrong), Err(NotACode), "{wrong:?}");
        }
    }

    #[test]
    fn secrets_differ_and_do_not_show_themselves_in_a_log() {
        let (first, second) = (Secret::fresh(), Secret::fresh());
        assert_ne!(first, second);
        assert_eq!(first.reveal().len(), 43);
        assert_eq!(format!("{first:?} {:?}", Code::fresh()), "Secret(…) Code(…)");
        assert_ne!(Code::fresh(), Code::fresh());
        assert_eq!(Code::read(&Code::fresh().reveal()).map(|code| code.0.len()), Ok(LENGTH));
    }

    #[test]
    fn a_secret_of_one_area_or_purpose_means_nothing_in_another() {
        let (here, there) = (AreaId(Uuid::from_u128(1)), AreaId(Uuid::from_u128(2)));
        let digest = Purpose::Session.digest(here, "x");
        assert_ne!(digest, Purpose::Session.digest(there, "x"));
        assert_ne!(digest, Purpose::Token.digest(here, "x"));
        assert_eq!(digest, Purpose::Session.digest(here, "x"));
    }
}
