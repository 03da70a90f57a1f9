//! Recovery codes: a printed sheet, each good for one sign-in.

use db::Tx;
use jiff::Timestamp;
use kernel::Actor;
use permission::PersonId;
use serde_json::json;

use super::{record_on_person, sessions, tell};
use crate::{
    model::{Means, NoticeKind, RECOVERY_CODES},
    refusal::NotDone,
    secret::{Code, Purpose, Secret},
    store,
};

/// Makes a new sheet of recovery codes in place of the old one, and tells the person. The codes are shown once.
pub async fn fresh_sheet(tx: &mut Tx, actor: &Actor, person: PersonId, now: Timestamp) -> Result<Vec<Code>, NotDone> {
    let sheet = make_sheet(tx, actor, person, now).await?;
    tell(tx, person, NoticeKind::SheetMade, now).await?;
    Ok(sheet)
}

/// Makes a sheet of recovery codes; an older one ends.
pub(super) async fn make_sheet(
    tx: &mut Tx,
    actor: &Actor,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<Code>, NotDone> {
    store::remove_recovery_codes(tx, person).await?;
    let sheet: Vec<Code> = (0..RECOVERY_CODES).map(|_| Code::fresh()).collect();
    for code in &sheet {
        store::add_recovery_code(tx, person, &code.digest(Purpose::Recovery, tx.area()), now).await?;
    }
    record_on_person(tx, actor, "accounts.recovery-sheet", person, &json!({}), now).await?;
    Ok(sheet)
}

/// Signs in with a code from the sheet, which is then used up. The person and their administrators are told.
pub async fn sign_in_by_code(tx: &mut Tx, typed: &str, now: Timestamp) -> Result<(PersonId, Secret), NotDone> {
    let person = use_up(tx, typed, now).await?;
    let session = sessions::begin_session(tx, person, Means::RecoveryCode, now).await?;
    tell(tx, person, NoticeKind::RecoveryCodeUsed, now).await?;
    Ok((person, session))
}

/// Uses up a code of somebody's sheet. What cannot be a code takes the same way as one that is unknown.
pub(super) async fn use_up(tx: &mut Tx, typed: &str, now: Timestamp) -> Result<PersonId, NotDone> {
    let code = Code::read(typed).unwrap_or_else(|_| Code::fresh());
    let digest = code.digest(Purpose::Recovery, tx.area());
    store::use_recovery_code(tx, &digest, now).await?.ok_or(NotDone::CodeRefused)
}
