//! Where deeds are done: checked, written, and recorded, in the caller's transaction.
//!
//! There are five, whatever the kind: open an entry, correct it, add what happened, publish, take back from the public.

use std::collections::HashSet;

use audit::record;
use db::Tx;
use jiff::{Timestamp, civil::Date};
use kernel::{Actor, london_date};
use serde_json::{Value, json};

use crate::{
    model::{Dated, Event, Extract, Kept, Kind, Matter, Meeting, Reference, Summary, To, Wrong},
    store::{self, Written},
};

/// Who does a deed, and when.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// When; the day of an act of publication is London's at that moment.
    pub at: Timestamp,
}

/// Somebody else changed the entry between reading and writing. Carries what is there now, so that both texts can be
/// shown.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{kind} {key} was changed meanwhile: it is at version {version}; look at both texts and send it again", kind = .kind.plain())]
pub struct Clash {
    /// The entry's kind.
    pub kind: Kind,
    /// Its key.
    pub key: String,
    /// The version it has now.
    pub version: i64,
    /// What is written about it now.
    pub now: Value,
}

/// Why a deed was not done. Nothing of it remains.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// A field holds what cannot be kept.
    #[error(transparent)]
    Wrong(#[from] Wrong),
    /// There is no such entry.
    #[error("there is no {kind} {key:?}", kind = .kind.word())]
    NoSuch {
        /// The kind asked for.
        kind: Kind,
        /// The key asked for.
        key: String,
    },
    /// The key is taken.
    #[error("there is a {kind} {key:?} already; give another key", kind = .kind.word())]
    Taken {
        /// The kind.
        kind: Kind,
        /// The key.
        key: String,
    },
    /// Somebody else was first.
    #[error(transparent)]
    Clash(#[from] Clash),
    /// The database's own message.
    #[error("the change could not be written: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Opens an entry under a key of one's own choice.
pub async fn open<M: Matter>(tx: &mut Tx, desk: Desk<'_>, key: &str, about: M) -> Result<Kept<M>, NotDone> {
    let letters = key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if !letters || key.is_empty() || key.len() > 100 {
        return Err(Wrong { field: "key", what: "use 1 to 100 small letters, digits and hyphens".to_owned() }.into());
    }
    let kept = Kept::new(key, about);
    kept.check()?;
    check_references(tx, kept.about.refers()).await?;
    check_meeting(tx, &kept.about).await?;
    let deed = format!("open_{}", M::KIND.word());
    if !store::insert(tx, &kept, written(&desk, &deed, &desk.actor.to_string())).await? {
        return Err(NotDone::Taken { kind: M::KIND, key: key.to_owned() });
    }
    note(tx, desk, &deed, &kept, json!({})).await?;
    Ok(kept)
}

/// Opens an entry under the next free key of its kind.
pub async fn open_next<M: Matter>(tx: &mut Tx, desk: Desk<'_>, about: M) -> Result<Kept<M>, NotDone> {
    about.check()?;
    let (stem, taken) = (about.stem(), store::keys_from(tx, M::KIND).await?);
    let taken: HashSet<String> = taken.into_iter().collect();
    // What has a word of its own keeps it bare; what is only counted is numbered from 1.
    let bare = (stem != M::KIND.word()).then(|| stem.clone());
    let numbered = (1..=taken.len() + 2).map(|number| format!("{stem}-{number}"));
    let free = bare.into_iter().chain(numbered).find(|key| !taken.contains(key));
    let key = free.ok_or_else(|| NotDone::Taken { kind: M::KIND, key: stem })?;
    open(tx, desk, &key, about).await
}

/// Corrects what is written about an entry. `version` is the one the words were read at.
pub async fn correct<M: Matter>(
    tx: &mut Tx,
    desk: Desk<'_>,
    key: &str,
    version: i64,
    about: M,
) -> Result<Kept<M>, NotDone> {
    let held = held::<M>(tx, key, version).await?;
    if let Some((field, _)) = held.about.fixed().filter(|fixed| about.fixed() != Some(*fixed)) {
        let what = "its key was made of this and stands in addresses; open a new entry instead";
        return Err(Wrong { field, what: what.to_owned() }.into());
    }
    check_references(tx, about.refers()).await?;
    check_meeting(tx, &about).await?;
    let deed = format!("correct_{}", M::KIND.word());
    write(tx, desk, &deed, Kept { about, ..held }, json!({})).await
}

/// Adds what happened to an entry.
pub async fn happen<M: Matter>(
    tx: &mut Tx,
    desk: Desk<'_>,
    key: &str,
    version: i64,
    next: Dated<M::Event>,
) -> Result<Kept<M>, NotDone> {
    let mut held = held::<M>(tx, key, version).await?;
    check_references(tx, next.event.refers()).await?;
    let deed = format!("{}_{}", M::KIND.word(), next.event.word());
    let detail = json!({ "on": next.on });
    held.past.push(next);
    write(tx, desk, &deed, held, detail).await
}

/// Publishes an extract of an entry, or another one in its place.
pub async fn publish<M: Matter>(
    tx: &mut Tx,
    desk: Desk<'_>,
    key: &str,
    version: i64,
    summary: Summary,
) -> Result<Kept<M>, NotDone> {
    let held = held::<M>(tx, key, version).await?;
    let since = held.extract.as_ref().map_or_else(|| today(desk), |extract| extract.since);
    let deed = format!("publish_{}", M::KIND.word());
    write(tx, desk, &deed, Kept { extract: Some(Extract { summary, since }), ..held }, json!({})).await
}

/// Takes an entry back from the public. What an edition has released stays readable there.
pub async fn withhold<M: Matter>(tx: &mut Tx, desk: Desk<'_>, key: &str, version: i64) -> Result<Kept<M>, NotDone> {
    let held = held::<M>(tx, key, version).await?;
    if held.extract.is_none() {
        return Err(Wrong { field: "said", what: "it is not public".to_owned() }.into());
    }
    write(tx, desk, &format!("withhold_{}", M::KIND.word()), Kept { extract: None, ..held }, json!({})).await
}

/// The London day of a deed.
pub(crate) fn today(desk: Desk<'_>) -> Date {
    london_date(desk.at)
}

/// The entry at the version that was read, or what is there instead.
async fn held<M: Matter>(tx: &mut Tx, key: &str, version: i64) -> Result<Kept<M>, NotDone> {
    let held = store::entry::<M>(tx, key).await?;
    let held = held.ok_or_else(|| NotDone::NoSuch { kind: M::KIND, key: key.to_owned() })?;
    if held.version == version { Ok(held) } else { Err(clash(&held)?.into()) }
}

fn clash<M: Matter>(held: &Kept<M>) -> sqlx::Result<Clash> {
    let now = serde_json::to_value(&held.about).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(Clash { kind: M::KIND, key: held.key.clone(), version: held.version, now })
}

/// Writes the version after the one held, if nobody else has by now.
async fn write<M: Matter>(
    tx: &mut Tx,
    desk: Desk<'_>,
    deed: &str,
    next: Kept<M>,
    detail: Value,
) -> Result<Kept<M>, NotDone> {
    let next = Kept { version: next.version + 1, ..next };
    next.check()?;
    if !store::replace(tx, &next, written(&desk, deed, &desk.actor.to_string())).await? {
        let now = store::entry::<M>(tx, &next.key).await?;
        let now = now.ok_or_else(|| NotDone::NoSuch { kind: M::KIND, key: next.key.clone() })?;
        return Err(clash(&now)?.into());
    }
    note(tx, desk, deed, &next, detail).await?;
    Ok(next)
}

fn written<'a>(desk: &Desk<'_>, deed: &'a str, by: &'a str) -> Written<'a> {
    Written { deed, by, at: desk.at }
}

/// The audit record holds that it was done and to what, never the words: more people may read the record than the
/// papers of a board, and a text may name a person.
async fn note<M: Matter>(tx: &mut Tx, desk: Desk<'_>, deed: &str, kept: &Kept<M>, detail: Value) -> sqlx::Result<()> {
    let mut detail = detail;
    detail["version"] = json!(kept.version);
    let subject = format!("{}/{}", M::KIND.word(), kept.key);
    record(tx, desk.actor, deed, &subject, &detail, desk.at).await.map(|_| ())
}

/// Refuses a name of something that is not there. Nothing is ever removed, so what is there now stays.
async fn check_references(tx: &mut Tx, references: Vec<Reference>) -> Result<(), NotDone> {
    let (own, roadmap): (Vec<_>, Vec<_>) =
        references.into_iter().partition(|reference| matches!(reference.to, To::Kept(_)));
    for reference in own {
        if let To::Kept(kind) = reference.to
            && !store::exists(tx, kind, &reference.key).await?
        {
            return Err(missing(&reference, kind.word()).into());
        }
    }
    if roadmap.is_empty() {
        return Ok(());
    }
    let tree = roadmap::store::load_tree(tx).await?;
    for reference in roadmap {
        let key = &reference.key;
        let (what, known) = match reference.to {
            To::Organisation => ("organisation", tree.bodies.iter().any(|body| body.key == *key)),
            To::Commitment => ("commitment", tree.node(key).is_some()),
            To::Finding => ("finding", tree.finding(key).is_some()),
            To::Theme => ("theme", tree.themes.iter().any(|theme| theme.key == *key)),
            To::Evidence => ("evidence", tree.evidence.iter().any(|evidence| evidence.key == *key)),
            To::Kept(kind) => (kind.word(), true),
        };
        if !known {
            return Err(missing(&reference, what).into());
        }
    }
    Ok(())
}

/// Refuses a meeting of another board: whoever may read one board's papers must not meet another's in its pack.
async fn check_meeting<M: Matter>(tx: &mut Tx, about: &M) -> Result<(), NotDone> {
    let (Some(meeting), Some(board)) = (about.meeting(), about.board()) else { return Ok(()) };
    let meeting = store::entry::<Meeting>(tx, meeting).await?;
    if meeting.is_none_or(|meeting| meeting.about.board == board) {
        return Ok(());
    }
    Err(Wrong { field: "meeting", what: "this is a meeting of another board".to_owned() }.into())
}

fn missing(reference: &Reference, what: &str) -> Wrong {
    let key = &reference.key;
    Wrong { field: reference.field, what: format!("there is no {what} {key:?}; name one that exists") }
}
