//! Background work: telling subscribers, and forgetting.

use db::Tx;
use jiff::{SignedDuration, Timestamp};
use jobs::{JobError, Registry, Rhythm};

use crate::{Roots, store, telling::tell_subscribers};

/// How long a wish for e-mail that nobody confirmed is kept, in days.
pub const UNCONFIRMED_KEPT_DAYS: i64 = 7;
/// How long it is kept who sent a comment, once it was answered or dismissed, in days.
pub const CONTACT_KEPT_DAYS: i64 = 90;

/// Forgets whoever never confirmed, and who sent comments that were dealt with long enough ago. Returns how many of each.
pub async fn forget(tx: &mut Tx, now: Timestamp) -> sqlx::Result<(u64, u64)> {
    let ago = |days: i64| now - SignedDuration::from_hours(24 * days);
    let unconfirmed = store::forget_unconfirmed(tx, ago(UNCONFIRMED_KEPT_DAYS)).await?;
    let contacts = store::forget_contacts(tx, ago(CONTACT_KEPT_DAYS)).await?;
    Ok((unconfirmed, contacts))
}

/// Adds the reconcilers: subscribers are told of releases of `series` by a mail that leads to `page`, and people are
/// forgotten in time.
pub fn register(registry: &mut Registry, roots: Roots, series: &'static str, page: &'static str) {
    registry.reconcile("inbox.forget", Rhythm::Nightly { hour: 2 }, |context| {
        Box::pin(async move {
            let now = context.clock.now();
            forget(&mut context.tx, now).await?;
            Ok(())
        })
    });
    registry.reconcile("inbox.tell_subscribers", Rhythm::Every { minutes: 5 }, move |context| {
        let roots = roots.clone();
        Box::pin(async move {
            let now = context.clock.now();
            let told = tell_subscribers(&mut context.tx, &roots, series, page, now).await;
            told.map(|_| ()).map_err(|error| JobError::Retry(error.to_string()))
        })
    });
}
