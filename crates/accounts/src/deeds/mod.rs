//! What people do with accounts. Each deed checks, writes and records in the caller's transaction.

mod codes;
mod invitations;
mod organisations;
mod people;
mod providers;
mod rights;
mod sessions;
mod tokens;
mod ways_back;

pub use codes::{fresh_sheet, sign_in_by_code};
pub use invitations::{
    FirstAdministrator, Joined, NewInvitation, invitation_for, invite, invite_administrator, join, take_up, withdraw,
};
pub use organisations::{add_organisation, change_organisation};
pub(crate) use people::add_for_demonstration;
pub use people::{change_person, change_self, end_role, end_sessions};
pub(crate) use providers::{link_provider, still_comes_in, unlink_provider};
pub use sessions::{begin_session, end_after_restore, end_all_sessions, sign_out, sign_out_everywhere, step_up};
pub use tokens::{NewToken, end_token, issue_token};
pub use ways_back::{come_back, confirm_way_back, offer_way_back};

use std::collections::BTreeSet;

use audit::record;
use db::Tx;
use jiff::Timestamp;
use kernel::Actor;
use permission::PersonId;
use serde_json::{Value, json};

use crate::{
    model::{Notice, NoticeKind},
    refusal::{NotDone, Wrong},
    store,
};

/// Longest name of a person, an organisation, a passkey or a token, in characters.
const LONGEST_NAME: usize = 100;

/// Records what was done to a person, who is named by identifier.
async fn record_on_person(
    tx: &mut Tx,
    actor: &Actor,
    deed: &str,
    person: PersonId,
    detail: &Value,
    now: Timestamp,
) -> sqlx::Result<()> {
    record(tx, actor, deed, &format!("person {person}"), detail, now).await.map(|_| ())
}

/// Somebody's own deed.
fn themself(person: PersonId) -> Actor {
    Actor::Person(person.0)
}

/// Tells a person what happened to the account, and of a way back everybody who administers them too.
pub(crate) async fn tell(tx: &mut Tx, about: PersonId, kind: NoticeKind, now: Timestamp) -> sqlx::Result<()> {
    let mut told = BTreeSet::from([about]);
    if kind.is_for_administrators() {
        told.extend(rights::administrators_of(tx, about, kernel::london_date(now)).await?);
    }
    for person in told {
        let notice = Notice { id: kernel::fresh_id(now), about, kind, made_at: now };
        store::add_notice(tx, person, &notice).await?;
    }
    record_on_person(tx, &themself(about), "accounts.told", about, &json!({ "notice": kind.word() }), now).await
}

/// A name without blanks around it, or what is wrong with it.
fn name_of(field: &'static str, typed: &str, wrong: &mut Vec<Wrong>) -> String {
    let name = typed.trim();
    let mut refuse = |remedy: &str| wrong.push(Wrong { field, remedy: remedy.to_owned() });
    if name.is_empty() {
        refuse("Enter a name");
    } else if name.chars().count() > LONGEST_NAME {
        refuse(&format!("Use at most {LONGEST_NAME} characters for the name"));
    } else if name.chars().any(char::is_control) {
        refuse("Use letters, digits and signs only for the name");
    }
    name.to_owned()
}

/// An e-mail address, or none; it is looked at for slips of typing, not proved.
fn email_of(typed: Option<&str>, wrong: &mut Vec<Wrong>) -> Option<String> {
    let email = typed.map(str::trim).filter(|email| !email.is_empty())?;
    if email.parse::<mail::Recipient>().is_err() {
        let remedy = "Enter an e-mail address such as name@example.org, or leave it empty";
        wrong.push(Wrong { field: "email", remedy: remedy.to_owned() });
    }
    Some(email.to_owned())
}

/// Goes on where nothing is wrong.
fn all_right(wrong: Vec<Wrong>) -> Result<(), NotDone> {
    if wrong.is_empty() { Ok(()) } else { Err(NotDone::Wrong(wrong)) }
}
