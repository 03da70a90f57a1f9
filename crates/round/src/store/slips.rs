//! Slips, whom they are addressed to, and the answers sent.

use std::collections::HashMap;

use db::{DateCol, Tx, on, sql};
use permission::PersonId;
use sqlx::types::Json;
use uuid::Uuid;

use super::unreadable;
use crate::model::{Answer, Before, NewSlip, RoundId, SentAnswer, Sheet, Signature, Slip, SlipState};

#[derive(sqlx::FromRow)]
struct SlipRow {
    node_key: String,
    stood: Json<Before>,
    sheet: Json<Sheet>,
    state: String,
    signatures: Json<Vec<Signature>>,
    returned_by: Option<String>,
    returned_because: Option<String>,
    version: i64,
}

impl SlipRow {
    fn into_slip(self, round: RoundId) -> sqlx::Result<Slip> {
        let signatures = self.signatures.0;
        let state = match (self.state.as_str(), self.returned_by, self.returned_because) {
            ("asked", ..) => SlipState::Asked,
            ("drafted", ..) => SlipState::Drafted,
            ("sent", ..) => SlipState::Sent { signatures },
            ("sent_back", Some(organisation), Some(because)) => SlipState::SentBack { organisation, because },
            ("signed_off", ..) => SlipState::SignedOff { signatures },
            (word, ..) => return Err(unreadable("state of a slip", word)),
        };
        Ok(Slip {
            round,
            node: self.node_key,
            before: self.stood.0,
            organisations: Vec::new(),
            signers: Vec::new(),
            people: Vec::new(),
            sheet: self.sheet.0,
            state,
            answer: None,
            answers: 0,
            version: self.version,
        })
    }
}

/// Every slip of a round, in the plans' order.
pub(crate) async fn slips_of(tx: &mut Tx, round: RoundId) -> sqlx::Result<Vec<Slip>> {
    const SQL: &str = sql!(
        "SELECT node_key, stood, sheet, state, signatures, returned_by, returned_because, version
         FROM answer_slip WHERE area_id = $1 AND round_id = $2 ORDER BY position, node_key"
    );
    let area = tx.area_key();
    let rows: Vec<SlipRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(round.0).fetch_all(conn).await)?;
    let mut slips = Vec::with_capacity(rows.len());
    for row in rows {
        slips.push(row.into_slip(round)?);
    }
    let places: HashMap<String, usize> =
        slips.iter().enumerate().map(|(place, slip)| (slip.node.clone(), place)).collect();
    for row in addressee_rows(tx, round).await? {
        if let Some(slip) = places.get(&row.node_key).and_then(|place| slips.get_mut(*place)) {
            row.put_on(slip)?;
        }
    }
    for row in answer_rows(tx, round).await? {
        if let Some(slip) = places.get(&row.node_key).and_then(|place| slips.get_mut(*place)) {
            row.put_on(slip);
        }
    }
    Ok(slips)
}

/// One slip.
pub(crate) async fn held_slip(tx: &mut Tx, round: RoundId, node: &str) -> sqlx::Result<Option<Slip>> {
    const SQL: &str = sql!(
        "SELECT node_key, stood, sheet, state, signatures, returned_by, returned_because, version
         FROM answer_slip WHERE area_id = $1 AND round_id = $2 AND node_key = $3"
    );
    const ADDRESSEES: &str = sql!(
        "SELECT node_key, kind, addressee, signs FROM slip_addressee
         WHERE area_id = $1 AND round_id = $2 AND node_key = $3 ORDER BY number"
    );
    const ANSWERS: &str = sql!(
        "SELECT node_key, answer, sent_by, sent_for, sent_on, late FROM slip_answer
         WHERE area_id = $1 AND round_id = $2 AND node_key = $3 ORDER BY number"
    );
    let area = tx.area_key();
    let row: Option<SlipRow> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(round.0).bind(node).fetch_optional(conn).await)?;
    let Some(row) = row else { return Ok(None) };
    let mut slip = row.into_slip(round)?;
    let rows: Vec<AddresseeRow> =
        on!(tx, conn => sqlx::query_as(ADDRESSEES).bind(area).bind(round.0).bind(node).fetch_all(conn).await)?;
    for row in rows {
        row.put_on(&mut slip)?;
    }
    let rows: Vec<AnswerRow> =
        on!(tx, conn => sqlx::query_as(ANSWERS).bind(area).bind(round.0).bind(node).fetch_all(conn).await)?;
    for row in rows {
        row.put_on(&mut slip);
    }
    Ok(Some(slip))
}

#[derive(sqlx::FromRow)]
struct AddresseeRow {
    node_key: String,
    kind: String,
    addressee: String,
    signs: bool,
}

impl AddresseeRow {
    fn put_on(self, slip: &mut Slip) -> sqlx::Result<()> {
        match self.kind.as_str() {
            "organisation" => {
                if self.signs {
                    slip.signers.push(self.addressee.clone());
                }
                slip.organisations.push(self.addressee);
            }
            "person" => {
                let person = self.addressee.parse().map_err(|_| unreadable("person", &self.addressee))?;
                slip.people.push(PersonId(person));
            }
            kind => return Err(unreadable("kind of addressee", kind)),
        }
        Ok(())
    }
}

async fn addressee_rows(tx: &mut Tx, round: RoundId) -> sqlx::Result<Vec<AddresseeRow>> {
    const SQL: &str = sql!(
        "SELECT node_key, kind, addressee, signs FROM slip_addressee
         WHERE area_id = $1 AND round_id = $2 ORDER BY node_key, number"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(round.0).fetch_all(conn).await)
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    node_key: String,
    answer: Json<Answer>,
    sent_by: Uuid,
    sent_for: Option<String>,
    sent_on: DateCol,
    late: bool,
}

impl AnswerRow {
    /// Rows come in order, so the last one stands.
    fn put_on(self, slip: &mut Slip) {
        slip.answers += 1;
        slip.answer = Some(SentAnswer {
            answer: self.answer.0,
            by: PersonId(self.sent_by),
            organisation: self.sent_for,
            on: self.sent_on.0,
            late: self.late,
        });
    }
}

async fn answer_rows(tx: &mut Tx, round: RoundId) -> sqlx::Result<Vec<AnswerRow>> {
    const SQL: &str = sql!(
        "SELECT node_key, answer, sent_by, sent_for, sent_on, late FROM slip_answer
         WHERE area_id = $1 AND round_id = $2 ORDER BY node_key, number"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(round.0).fetch_all(conn).await)
}

/// Writes a slip that goes out, at version 1.
pub(crate) async fn add_slip(tx: &mut Tx, round: RoundId, slip: &NewSlip, position: i64) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO answer_slip (area_id, round_id, node_key, stood, sheet, state, signatures, position, version)
         VALUES ($1, $2, $3, $4, $5, 'asked', $6, $7, 1)"
    );
    let area = tx.area_key();
    let unsigned: Json<Vec<Signature>> = Json(Vec::new());
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(round.0).bind(&slip.node).bind(Json(&slip.before)).bind(Json(Sheet::default()))
        .bind(unsigned).bind(position)
        .execute(conn).await.map(|_| ()))?;
    add_addressees(tx, round, slip).await
}

/// Addresses a slip to others than before, unless somebody wrote on it since: `false`.
pub(crate) async fn readdress(tx: &mut Tx, held: &Slip, slip: &NewSlip) -> sqlx::Result<bool> {
    const BUMP: &str = sql!(
        "UPDATE answer_slip SET version = version + 1
         WHERE area_id = $1 AND round_id = $2 AND node_key = $3 AND version = $4"
    );
    const CLEAR: &str = sql!("DELETE FROM slip_addressee WHERE area_id = $1 AND round_id = $2 AND node_key = $3");
    let (area, round) = (tx.area_key(), held.round);
    let done = on!(tx, conn => sqlx::query(BUMP)
        .bind(area).bind(round.0).bind(&held.node).bind(held.version)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if done == 0 {
        return Ok(false);
    }
    on!(tx, conn => sqlx::query(CLEAR).bind(area).bind(round.0).bind(&held.node).execute(conn).await.map(|_| ()))?;
    add_addressees(tx, round, slip).await?;
    Ok(true)
}

async fn add_addressees(tx: &mut Tx, round: RoundId, slip: &NewSlip) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO slip_addressee (area_id, round_id, node_key, kind, addressee, signs, number)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let area = tx.area_key();
    let organisations = slip.organisations.iter().map(|key| ("organisation", key.clone(), slip.signers.contains(key)));
    let people = slip.people.iter().map(|person| ("person", person.to_string(), false));
    for (number, (kind, addressee, signs)) in (1_i64..).zip(organisations.chain(people)) {
        on!(tx, conn => sqlx::query(SQL)
            .bind(area).bind(round.0).bind(&slip.node).bind(kind).bind(&addressee).bind(signs).bind(number)
            .execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

/// Writes how far a slip is, unless somebody changed it since: `false`.
pub(crate) async fn put_slip(tx: &mut Tx, slip: &Slip) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE answer_slip SET sheet = $5, state = $6, signatures = $7, returned_by = $8, returned_because = $9,
            version = version + 1
         WHERE area_id = $1 AND round_id = $2 AND node_key = $3 AND version = $4"
    );
    let area = tx.area_key();
    let (by, because) = match &slip.state {
        SlipState::SentBack { organisation, because } => (Some(organisation), Some(because)),
        _ => (None, None),
    };
    let done = on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(slip.round.0).bind(&slip.node).bind(slip.version).bind(Json(&slip.sheet))
        .bind(slip.state.word()).bind(Json(slip.state.signatures())).bind(by).bind(because)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Raises every slip's version, so that whoever is about to write one looks again, and waits for those who are writing.
pub(crate) async fn bump_slips(tx: &mut Tx, round: RoundId) -> sqlx::Result<()> {
    const SQL: &str = sql!("UPDATE answer_slip SET version = version + 1 WHERE area_id = $1 AND round_id = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(round.0).execute(conn).await.map(|_| ()))
}

/// Adds an answer that was sent beside those sent before. It is late where the first of them was.
pub(crate) async fn add_answer(tx: &mut Tx, slip: &Slip, sent: &SentAnswer) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO slip_answer (area_id, round_id, node_key, number, answer, sent_by, sent_for, sent_on, late)
         SELECT $1, $2, $3, COALESCE(MAX(number), 0) + 1, $4, $5, $6, $7, $8
         FROM slip_answer WHERE area_id = $1 AND round_id = $2 AND node_key = $3"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(slip.round.0).bind(&slip.node).bind(Json(&sent.answer)).bind(sent.by.0)
        .bind(&sent.organisation).bind(DateCol(sent.on)).bind(sent.late)
        .execute(conn).await.map(|_| ()))
}
