//! Who a credential belongs to, as the database says at this moment.

use db::{Db, Tx};
use jiff::{SignedDuration, Timestamp};
use kernel::{AreaId, london_date};
use office::{Credential, Doorkeeper, Names, People, SignedIn, SignedInBy, Waiting};
use permission::Who;

use crate::{
    secret::{Purpose, SecretDigest},
    store,
};

/// How often a session in use is noted as such.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// The office's doorkeeper over the accounts in the database. It remembers nothing between two questions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Accounts;

impl Doorkeeper for Accounts {
    fn who<'a>(
        &'a self,
        db: &'a Db,
        area: AreaId,
        credential: &'a Credential,
        now: Timestamp,
    ) -> Waiting<'a, sqlx::Result<Option<SignedIn>>> {
        Box::pin(async move {
            match credential {
                Credential::Cookie(secret) => by_session(db, area, secret, now).await,
                Credential::Bearer(secret) => by_token(db, area, secret, now).await,
            }
        })
    }
}

impl People for Accounts {
    fn names<'a>(&'a self, tx: &'a mut Tx) -> Waiting<'a, sqlx::Result<Names>> {
        Box::pin(async move {
            let people = store::people(tx).await?;
            Ok(people.into_iter().map(|person| (person.id, person.name)).collect())
        })
    }
}

async fn by_session(db: &Db, area: AreaId, secret: &str, now: Timestamp) -> sqlx::Result<Option<SignedIn>> {
    let digest = Purpose::Session.digest(area, secret);
    let found = store::session_found(&mut db.read(area).await?, &digest).await?;
    let Some(found) = found.filter(|found| found.session.stands_at(now)) else {
        return Ok(None);
    };
    let session = found.session;
    if now.duration_since(session.seen_at) >= NOTED_EVERY {
        let mut tx = db.write(area).await?;
        store::session_seen(&mut tx, session.id, now).await?;
        tx.commit().await?;
    }
    let who = Who {
        area,
        person: session.person,
        roles: found.roles,
        stepped_up: session.is_stepped_up_at(now),
        scope: None,
    };
    Ok(Some(SignedIn { who, name: found.name, by: SignedInBy::Session(session.id) }))
}

async fn by_token(db: &Db, area: AreaId, secret: &str, now: Timestamp) -> sqlx::Result<Option<SignedIn>> {
    let digest: SecretDigest = Purpose::Token.digest(area, secret);
    let mut tx: Tx = db.read(area).await?;
    let found = store::token_found(&mut tx, &digest).await?;
    let Some(found) = found.filter(|found| london_date(now) <= found.last_day) else {
        return Ok(None);
    };
    // A program cannot show that it is really they.
    let who = Who { area, person: found.person, roles: found.roles, stepped_up: false, scope: Some(found.scope) };
    Ok(Some(SignedIn { who, name: found.name, by: SignedInBy::Token(found.id) }))
}
