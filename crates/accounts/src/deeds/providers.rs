//! Outside sign-ins: linked to an account, and let go.

use db::Tx;
use jiff::Timestamp;
use permission::PersonId;
use serde_json::json;

use super::{record_on_person, tell, themself};
use crate::{model::NoticeKind, providers::Outside, refusal::NotDone, settings::ProviderSettings, store};

/// Links an outside account to somebody, who is told. `provider` is the key of the settings, for the record.
pub(crate) async fn link_provider(
    tx: &mut Tx,
    person: PersonId,
    provider: &str,
    outside: &Outside,
    now: Timestamp,
) -> Result<(), NotDone> {
    if !store::link_outside(tx, &outside.issuer, &outside.subject, person, now).await? {
        return Err(NotDone::CodeRefused);
    }
    let detail = json!({ "provider": provider });
    record_on_person(tx, &themself(person), "accounts.link-provider", person, &detail, now).await?;
    Ok(tell(tx, person, NoticeKind::ProviderLinked, now).await?)
}

/// Lets every account of somebody at a provider go: it signs them in no more. They are told. `offered` are the issuers
/// that can be used to sign in here.
pub(crate) async fn unlink_provider(
    tx: &mut Tx,
    person: PersonId,
    provider: &ProviderSettings,
    offered: &[&str],
    now: Timestamp,
) -> Result<(), NotDone> {
    if !store::unlink_outside(tx, person, &provider.issuer).await? {
        return Err(NotDone::NotFound);
    }
    still_comes_in(tx, person, offered).await?;
    let detail = json!({ "provider": provider.key });
    record_on_person(tx, &themself(person), "accounts.unlink-provider", person, &detail, now).await?;
    Ok(tell(tx, person, NoticeKind::ProviderUnlinked, now).await?)
}

/// Refuses to take somebody's last way in, once it is taken; whoever called then commits nothing. Recovery codes do not
/// count: each is used up by coming back once, and a sheet can be lost. A sign-in that is no longer offered does not
/// count either.
pub(crate) async fn still_comes_in(tx: &mut Tx, person: PersonId, offered: &[&str]) -> Result<(), NotDone> {
    let by_passkey = !store::passkeys_of(tx, person).await?.is_empty();
    let outside = store::issuers_of(tx, person).await?;
    let comes_in = by_passkey || outside.iter().any(|issuer| offered.contains(&issuer.as_str()));
    comes_in.then_some(()).ok_or(NotDone::LastWayIn)
}
