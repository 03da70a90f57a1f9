//! An organisation's own sign-in: OpenID Connect with the code flow, PKCE, a nonce, and a state bound to the browser
//! (OpenID Connect Core 1.0 section 3.1; OAuth 2.0 Security Best Current Practice, RFC 9700).

use jiff::Timestamp;
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, TokenResponse,
    core::{CoreClient, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType},
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

use crate::{
    model::STEP_UP_LASTS,
    settings::{ProviderSettings, Ways},
};

/// Signatures by a key that only the provider has. Those by a shared secret are not taken, nor is none at all.
const SIGNATURES: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
];

/// What must be remembered until the browser comes back from the provider.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct UnderWay {
    pub(crate) provider: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    /// Whether the provider was told to ask the person again.
    pub(crate) anew: bool,
    /// The session that asked, where somebody was signed in.
    pub(crate) session: Option<uuid::Uuid>,
    /// Where to go on to inside the area.
    pub(crate) to: String,
}

/// Somebody as a provider knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outside {
    pub(crate) issuer: String,
    pub(crate) subject: String,
}

/// Why a provider could not sign somebody in. The words are for the log; people read one sentence for all.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderRefusal {
    /// It did not answer, or not as the standard says.
    #[error("the provider did not answer as expected: {0}")]
    Unreachable(String),
    /// What it answered does not hold.
    #[error("the provider's answer does not hold: {0}")]
    Unproved(String),
}

/// The two texts made before a browser is sent on; a third, the state, is made where the ceremony is kept.
pub(crate) fn fresh_texts() -> (String, String) {
    let (nonce, verifier) = (crate::secret::Secret::fresh(), crate::secret::Secret::fresh());
    (nonce.reveal().to_owned(), verifier.reveal().to_owned())
}

/// Where to send the browser. `state` comes back with it.
pub(crate) async fn address_to_ask(
    ways: &Ways,
    provider: &ProviderSettings,
    back: &str,
    under_way: &UnderWay,
    state: &str,
) -> Result<String, ProviderRefusal> {
    let metadata = metadata(ways, provider).await?;
    let client = CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(provider.client_id.clone()),
        Some(ClientSecret::new(provider.client_secret.clone())),
    )
    .set_redirect_uri(redirect(back)?);
    let verifier = PkceCodeVerifier::new(under_way.verifier.clone());
    let (state, nonce) = (state.to_owned(), under_way.nonce.clone());
    let asked = client
        .authorize_url(
            AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
            || CsrfToken::new(state),
            || Nonce::new(nonce),
        )
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
    let asked = if under_way.anew { asked.set_max_age(Duration::ZERO) } else { asked };
    Ok(asked.url().0.to_string())
}

/// Exchanges the code the browser brought back, and checks what the provider says about who it is.
pub(crate) async fn outside(
    ways: &Ways,
    provider: &ProviderSettings,
    back: &str,
    under_way: &UnderWay,
    code: &str,
    now: Timestamp,
) -> Result<Outside, ProviderRefusal> {
    let client = CoreClient::from_provider_metadata(
        metadata(ways, provider).await?,
        ClientId::new(provider.client_id.clone()),
        Some(ClientSecret::new(provider.client_secret.clone())),
    )
    .set_redirect_uri(redirect(back)?);
    let exchange = client.exchange_code(AuthorizationCode::new(code.to_owned()));
    let exchange = exchange.map_err(|error| ProviderRefusal::Unreachable(error.to_string()))?;
    let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(under_way.verifier.clone()));
    let tokens = exchange.request_async(ways.client()).await;
    let tokens = tokens.map_err(|error| ProviderRefusal::Unproved(error.to_string()))?;
    let token = tokens.id_token().ok_or_else(|| ProviderRefusal::Unproved("no identity token".to_owned()))?;
    let second = now.as_second();
    let at = chrono::DateTime::from_timestamp(second, 0);
    let at = at.ok_or_else(|| ProviderRefusal::Unproved("no such time".to_owned()))?;
    let anew = under_way.anew;
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(SIGNATURES)
        .set_time_fn(move || at)
        .set_auth_time_verifier_fn(move |said| was_asked_anew(anew, said.map(|said| said.timestamp()), second));
    let claims = token.claims(&verifier, &Nonce::new(under_way.nonce.clone()));
    let claims = claims.map_err(|error| ProviderRefusal::Unproved(error.to_string()))?;
    Ok(Outside { issuer: claims.issuer().to_string(), subject: claims.subject().to_string() })
}

/// Whether the provider asked the person a moment ago, where we told it to (OpenID Connect Core 1.0 section 3.1.3.7).
fn was_asked_anew(anew: bool, said: Option<i64>, now: i64) -> Result<(), String> {
    let limit = STEP_UP_LASTS.as_secs();
    match said {
        _ if !anew => Ok(()),
        Some(said) if now - limit <= said && said <= now + limit => Ok(()),
        Some(_) => Err("the person was not asked anew".to_owned()),
        None => Err("the provider does not say when it asked the person".to_owned()),
    }
}

async fn metadata(ways: &Ways, provider: &ProviderSettings) -> Result<CoreProviderMetadata, ProviderRefusal> {
    let unreachable = |error: &dyn std::fmt::Display| ProviderRefusal::Unreachable(error.to_string());
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|error| unreachable(&error))?;
    CoreProviderMetadata::discover_async(issuer, ways.client()).await.map_err(|error| unreachable(&error))
}

fn redirect(back: &str) -> Result<RedirectUrl, ProviderRefusal> {
    RedirectUrl::new(back.to_owned()).map_err(|error| ProviderRefusal::Unreachable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_told_to_ask_anew_must_say_that_it_did() {
        let now = 1_800_000_000;
        assert!(was_asked_anew(false, None, now).is_ok());
        assert!(was_asked_anew(true, Some(now - 299), now).is_ok());
        assert!(was_asked_anew(true, Some(now - 301), now).is_err());
        assert!(was_asked_anew(true, Some(now + 301), now).is_err());
        assert!(was_asked_anew(true, None, now).is_err());
    }
}
