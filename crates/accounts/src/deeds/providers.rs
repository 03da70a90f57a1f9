//! Outside sign-ins: linked to an account, and let go.

use db::Tx;
use jiff::Timestamp;
use permission::PersonId;
use serde_json::json;

use super::{record_on_person, tell, themself};
use crate::{model::NoticeKind, providers::Outside, refusal::NotDone, store};

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

/// Lets every account of somebody at an issuer go: it signs them in no more. They are told.
pub(crate) async fn unlink_provider(
    tx: &mut Tx,
    person: PersonId,
    provider: &str,
    issuer: &str,
    now: Timestamp,
) -> Result<(), NotDone> {
    if !store::unlink_outside(tx, person, issuer).await? {
        return Err(NotDone::NotFound);
    }
    let detail = json!({ "provider": provider });
    record_on_person(tx, &themself(person), "accounts.unlink-provider", person, &detail, now).await?;
    Ok(tell(tx, person, NoticeKind::ProviderUnlinked, now).await?)
}
