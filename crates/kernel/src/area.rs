use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Identifies one local area partnership. The first column of every key that belongs to an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AreaId(pub Uuid);

impl fmt::Display for AreaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A local area partnership: its identity, its place in addresses and how it presents itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Never changes and never shows in an address.
    pub id: AreaId,
    /// The word in addresses, such as `oxfordshire`.
    pub slug: Slug,
    /// The name families know, such as `Oxfordshire`.
    pub name: String,
    /// What its public pages say about it.
    pub profile: AreaProfile,
}

/// What an area says about itself on its public pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AreaProfile {
    /// The partnership's full name, such as `Ridgeway local area SEND partnership`.
    pub partnership: String,
    /// The area's own colour as `#rrggbb`; empty for the house colour.
    pub colour: String,
    /// Where families write with a question about a page; empty when none is given.
    pub contact_email: String,
    /// A telephone number a person answers; empty when none is given.
    pub contact_phone: String,
    /// The parent carer forum's name; empty when none is given.
    pub forum: String,
    /// A sentence shown on every page when the area or its use here is not official,
    /// such as "Ridgeway is an invented county".
    pub notice: String,
}

/// The word that stands for an area in an address: lower-case letters, digits and single hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// The text given is not a [`Slug`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is not a name for an address: use 2 to 40 lower-case letters, digits and single hyphens, such as west-sussex"
)]
pub struct NotASlug(String);

impl Slug {
    /// The word itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = NotASlug;

    fn from_str(text: &str) -> Result<Self, NotASlug> {
        let letters = text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        let hyphens = text.starts_with('-') || text.ends_with('-') || text.contains("--");
        // Words the program itself answers on the first level of an address.
        let taken = matches!(text, "assets" | "health" | "ready" | "metrics" | "areas");
        if letters && !hyphens && !taken && (2..=40).contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotASlug(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Slug {
    type Error = NotASlug;

    fn try_from(text: String) -> Result<Self, NotASlug> {
        text.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_a_plain_word_of_an_address() {
        assert!("oxfordshire".parse::<Slug>().is_ok());
        assert!("west-sussex".parse::<Slug>().is_ok());
        for wrong in ["", "a", "Kent", "kent/", "-kent", "west--sussex", "../etc", "assets", "k\u{e9}nt"] {
            assert!(wrong.parse::<Slug>().is_err(), "{wrong:?} passed");
        }
    }
}
