//! Subscribers are told of a new edition: once each.

use db::{Tx, area_of};
use jiff::Timestamp;
use mail::{NewMail, Notice, Queued, Recipient, queue};
use publication::{ReadError, releases};

use crate::{Roots, store, token, words};

/// How many are told in one transaction; the rest follow in the next.
const AT_ONCE: i64 = 500;

/// Why nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum TellError {
    /// The releases cannot be read.
    #[error(transparent)]
    Released(#[from] ReadError),
    /// The database's own message.
    #[error("the subscribers could not be told: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Queues a mail for each confirmed subscriber who has not been told of the latest standing release of `series`, at most
/// 500 at once, and returns how many. Who confirmed after it was released is told of the next.
///
/// `page` is the path the mail leads to. Told or not is written in the same transaction as the mail is queued, and the
/// mail's key names release and subscriber: however often this runs, each gets one.
pub async fn tell_subscribers(
    tx: &mut Tx,
    roots: &Roots,
    series: &str,
    page: &str,
    now: Timestamp,
) -> Result<usize, TellError> {
    // The usual case, without reading any release.
    if !store::has_subscribers(tx).await? {
        return Ok(0);
    }
    let rows = releases(tx).await?.into_iter();
    let standing = rows.filter(|row| row.manifest.series == series && row.withdrawn.is_none());
    let Some(latest) = standing.map(|row| row.manifest).max_by_key(|manifest| manifest.number) else { return Ok(0) };
    let area = area_of(tx).await?;
    let slug = area.slug.as_str();
    // Without an address for the mail to lead to nobody counts as told.
    let Some(link) = roots.link(slug, page) else { return Ok(0) };
    let number = i64::from(latest.number);
    let untold = store::untold(tx, number, latest.released_at, AT_ONCE).await?;
    let mut told = 0;
    for (subscriber, email) in untold {
        store::told(tx, subscriber, number).await?;
        let (token, digest) = token::fresh();
        let leave = roots.link(slug, &format!("subscribe/leave?token={token}"));
        let (Ok(to), Some(leave)) = (email.parse::<Recipient>(), leave) else { continue };
        let notice = Notice::new(&words::CHANGED, &area, link.clone()).with_leave(leave);
        let key = format!("{series}/{number}/{subscriber}");
        let mail = NewMail { to: &to, notice: &notice, key: &key, happened_at: latest.released_at, not_before: now };
        if let Queued::New(_) = queue(tx, mail, now).await? {
            store::add_leave(tx, &digest, subscriber).await?;
            told += 1;
        }
    }
    Ok(told)
}
