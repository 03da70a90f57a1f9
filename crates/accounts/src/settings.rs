//! How people may sign in here: the addresses passkeys are bound to, and the organisations' own sign-ins.

use std::{collections::HashMap, sync::Arc, time::Duration};

use kernel::{Area, Slug};
use serde::Deserialize;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

/// How long we wait for an outside sign-in to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the configuration says about signing in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The address browsers reach us at, such as `https://send.example.org`. Passkeys are bound to its host.
    pub origin: String,
    /// Addresses of areas that have a host of their own, by the area's word.
    pub area_origins: HashMap<String, String>,
    /// Organisations' own sign-ins.
    pub providers: Vec<ProviderSettings>,
}

/// One OpenID Connect provider.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// The word in addresses, such as `county-council`.
    pub key: String,
    /// The name on the button, such as "Ridgeway County Council".
    pub name: String,
    /// Words of the areas whose people it signs in; every area where none is given.
    #[serde(default)]
    pub areas: Vec<String>,
    /// The issuer's address, under which it publishes what it can do.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// What we show it.
    pub client_secret: String,
}

impl std::fmt::Debug for ProviderSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without the secret.
        f.debug_struct("ProviderSettings").field("key", &self.key).field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// The configuration of signing in cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("signing in: {place}: {remedy}")]
pub struct BadSettings {
    place: String,
    remedy: String,
}

impl BadSettings {
    fn at(place: &str, remedy: &str) -> Self {
        Self { place: place.to_owned(), remedy: remedy.to_owned() }
    }
}

/// An address browsers reach us at, with what checks passkeys bound to it.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) address: Url,
    pub(crate) webauthn: Webauthn,
}

/// The ways to sign in, ready for use. Given to the office with `Office::with`.
#[derive(Debug, Clone)]
pub struct Ways(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    origin: Origin,
    area_origins: HashMap<String, Origin>,
    providers: Vec<ProviderSettings>,
    client: reqwest::Client,
}

impl Ways {
    /// Reads the settings; what cannot be used is named with its place and the remedy.
    pub fn open(settings: Settings) -> Result<Self, BadSettings> {
        let origin = origin("origin", &settings.origin)?;
        let mut area_origins = HashMap::new();
        for (area, address) in &settings.area_origins {
            area.parse::<Slug>().map_err(|error| BadSettings::at("area_origins", &error.to_string()))?;
            area_origins.insert(area.clone(), self::origin(&format!("area_origins.{area}"), address)?);
        }
        for provider in &settings.providers {
            let place = format!("provider {}", provider.key);
            provider.key.parse::<Slug>().map_err(|error| BadSettings::at(&place, &error.to_string()))?;
            address(&place, &provider.issuer)?;
        }
        // An answer that sends us elsewhere is not followed: it could send us inwards.
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).build();
        let client = client.map_err(|error| BadSettings::at("certificates of this machine", &error.to_string()))?;
        Ok(Self(Arc::new(Inner { origin, area_origins, providers: settings.providers, client })))
    }

    pub(crate) fn origin(&self, area: &Area) -> &Origin {
        self.0.area_origins.get(area.slug.as_str()).unwrap_or(&self.0.origin)
    }

    pub(crate) fn providers(&self, area: &Area) -> impl Iterator<Item = &ProviderSettings> {
        let slug = area.slug.as_str().to_owned();
        self.0.providers.iter().filter(move |provider| provider.areas.is_empty() || provider.areas.contains(&slug))
    }

    pub(crate) fn provider(&self, area: &Area, key: &str) -> Option<&ProviderSettings> {
        self.providers(area).find(|provider| provider.key == key)
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.0.client
    }
}

/// An address over TLS; without it only on this machine, where nobody listens in.
fn address(place: &str, text: &str) -> Result<Url, BadSettings> {
    let url: Url =
        text.parse().map_err(|_| BadSettings::at(place, "give a full address such as https://example.org"))?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() == "https" || (local && url.scheme() == "http") {
        Ok(url)
    } else {
        Err(BadSettings::at(place, "use an address that begins with https://"))
    }
}

fn origin(place: &str, text: &str) -> Result<Origin, BadSettings> {
    let address = address(place, text)?;
    let host = address.host_str().unwrap_or_default().to_owned();
    let refused = |_| BadSettings::at(place, "give a host name, not a number: a passkey is bound to a name");
    let builder = WebauthnBuilder::new(&host, &address).map_err(refused)?;
    // The demonstration takes whatever port is free.
    let webauthn = builder.rp_name("Waymark").allow_any_port(host == "localhost").build().map_err(refused)?;
    Ok(Origin { address, webauthn })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider(issuer: &str) -> ProviderSettings {
        let words = |text: &str| text.to_owned();
        ProviderSettings {
            key: words("county"),
            name: words("County"),
            areas: vec![],
            issuer: words(issuer),
            client_id: words("waymark"),
            client_secret: words("hush"),
        }
    }

    #[test]
    fn an_address_without_tls_is_refused_except_on_this_machine() {
        let opened = |origin: &str, issuer: &str| {
            let origin = origin.to_owned();
            Ways::open(Settings { origin, providers: vec![provider(issuer)], ..Settings::default() }).map(|_| ())
        };
        assert!(opened("https://send.example.org", "https://id.example.org").is_ok());
        assert!(opened("http://localhost:8080", "http://127.0.0.1:9000").is_ok());
        let refused = opened("http://send.example.org", "https://id.example.org").unwrap_err();
        assert_eq!(refused.to_string(), "signing in: origin: use an address that begins with https://");
        let refused = opened("https://send.example.org", "http://id.example.org").unwrap_err();
        assert_eq!(refused.to_string(), "signing in: provider county: use an address that begins with https://");
        assert!(opened("send", "https://id.example.org").is_err());
    }

    #[test]
    fn the_secret_of_a_provider_is_not_shown_in_a_log() {
        assert!(!format!("{:?}", provider("https://id.example.org")).contains("hush"));
    }
}
