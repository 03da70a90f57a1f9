//! Tokens for programs: end-dated, with the least scope that does, shown once.

use audit::record;
use db::Tx;
use jiff::{Timestamp, ToSpan, civil::Date};
use kernel::{Actor, fresh_id, london_date};
use permission::{Action, Permit, PersonId};
use serde_json::json;
use uuid::Uuid;

use super::{all_right, name_of};
use crate::{
    model::{TOKEN_DAYS, TokenListed},
    refusal::{NotDone, Wrong},
    secret::{Purpose, Secret},
    store,
};

/// What a token is to be.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its owner calls it, such as "Data warehouse".
    pub name: String,
    /// The only actions it may be used for.
    pub scope: Vec<Action>,
    /// The last day it works, at most [`TOKEN_DAYS`] from today.
    pub last_day: Date,
}

/// Issues a token for whoever holds the permit ([`Action::IssueToken`]), and gives the secret that is shown once.
///
/// What wants proof that it is really they cannot be in a scope: a program has none to give.
pub async fn issue_token(
    tx: &mut Tx,
    permit: &Permit,
    actor: &Actor,
    new: &NewToken,
    now: Timestamp,
) -> Result<(TokenListed, Secret), NotDone> {
    if permit.action() != Action::IssueToken || permit.who().area != tx.area() {
        return Err(NotDone::NotFound);
    }
    let mut wrong = Vec::new();
    let name = name_of("name", &new.name, &mut wrong);
    if new.scope.is_empty() || new.scope.iter().any(|action| action.is_sensitive()) {
        let remedy = "Choose at least one thing the program may do, and none that a person has to confirm";
        wrong.push(Wrong { field: "scope", remedy: remedy.to_owned() });
    }
    let today = london_date(now);
    if new.last_day < today || new.last_day > today.saturating_add(TOKEN_DAYS.days()) {
        let remedy = format!("Enter a last day from today to {TOKEN_DAYS} days from now");
        wrong.push(Wrong { field: "last_day", remedy });
    }
    all_right(wrong)?;
    let person = permit.who().person;
    let scope: Vec<String> = new.scope.iter().map(|action| action.word().to_owned()).collect();
    let token = TokenListed { id: fresh_id(now), name, scope, last_day: new.last_day };
    let secret = Secret::fresh_token();
    let digest = Purpose::Token.digest(tx.area(), secret.reveal());
    let epochs = store::epochs(tx, person).await?.ok_or(NotDone::NotFound)?;
    store::add_token(tx, person, &token, &digest, epochs, now).await?;
    let detail = json!({ "scope": token.scope, "last_day": token.last_day });
    record(tx, actor, "accounts.issue-token", &format!("token {}", token.id), &detail, now).await?;
    Ok((token, secret))
}

/// Ends a token of one's own.
pub async fn end_token(tx: &mut Tx, actor: &Actor, person: PersonId, id: Uuid, now: Timestamp) -> Result<(), NotDone> {
    if !store::remove_token(tx, person, id).await? {
        return Err(NotDone::NotFound);
    }
    record(tx, actor, "accounts.end-token", &format!("token {id}"), &json!({}), now).await?;
    Ok(())
}
