//! Mail about accounts: fixed words and a link, never a code, a name or what happened.

use std::str::FromStr;

use db::Tx;
use jiff::Timestamp;
use mail::{Link, NewMail, Notice, Recipient, Wording};
use office::Here;
use permission::PersonId;

use crate::{Ways, model::Invitation, store};

static INVITED: Wording = Wording {
    kind: "accounts.invited",
    title: "You are invited",
    before: &["Somebody you work with invited you to the programme office. They give you a code themselves."],
    link: "Enter your code",
    after: &["The code works for 14 days. If you did not expect this, do nothing."],
};

static TOLD: Wording = Wording {
    kind: "accounts.told",
    title: "Something to read about an account",
    before: &["Something happened to an account that you should know about. Read it after signing in."],
    link: "Open your account",
    after: &["If you cannot sign in, ask your administrator."],
};

/// Tells somebody that an invitation waits, where an address is known. The code goes another way.
pub(crate) async fn invited(
    tx: &mut Tx,
    here: &Here,
    ways: &Ways,
    invitation: &Invitation,
    now: Timestamp,
) -> sqlx::Result<()> {
    let Some(email) = &invitation.email else {
        return Ok(());
    };
    post(tx, here, ways, (&INVITED, "invitation"), email, &invitation.id.to_string(), now).await
}

/// Sends on, to everybody who has an address here, that there is a notice about somebody's account made at this instant.
pub(crate) async fn told(tx: &mut Tx, here: &Here, ways: &Ways, about: PersonId, now: Timestamp) -> sqlx::Result<()> {
    for (notice, email) in store::notices_to_post(tx, about, now).await? {
        post(tx, here, ways, (&TOLD, "account"), &email, &notice.to_string(), now).await?;
    }
    Ok(())
}

/// Tells whoever reads the address that was left. `change` is the version the person now has.
pub(crate) async fn told_where_it_went(
    tx: &mut Tx,
    here: &Here,
    ways: &Ways,
    (about, change, left): (PersonId, i64, &str),
    now: Timestamp,
) -> sqlx::Result<()> {
    post(tx, here, ways, (&TOLD, "account"), left, &format!("left {about} {change}"), now).await
}

async fn post(
    tx: &mut Tx,
    here: &Here,
    ways: &Ways,
    (words, path): (&'static Wording, &str),
    email: &str,
    key: &str,
    now: Timestamp,
) -> sqlx::Result<()> {
    let address = format!("{}{}", ways.origin(&here.area).address.as_str().trim_end_matches('/'), here.at(path));
    // Addresses are looked at when they are typed; one that no longer fits is no reason to refuse the deed itself.
    let (Ok(to), Ok(link)) = (Recipient::from_str(email), Link::from_str(&address)) else {
        tracing::warn!(kind = words.kind, "a notice could not be addressed");
        return Ok(());
    };
    let notice = Notice::new(words, &here.area, link);
    let new = NewMail { to: &to, notice: &notice, key, happened_at: now, not_before: now };
    mail::queue(tx, new, now).await.map(|_| ())
}
