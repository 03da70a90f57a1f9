//! Rounds.

use db::{DateCol, Tx, on, sql};
use sqlx::types::Json;
use uuid::Uuid;

use super::unreadable;
use crate::model::{Outcome, Round, RoundId, RoundState, Terms};

#[derive(sqlx::FromRow)]
struct RoundRow {
    round_id: Uuid,
    name: String,
    period_from: DateCol,
    period_to: DateCol,
    opens_on: DateCol,
    answers_due: DateCol,
    sign_off_due: DateCol,
    plans: Json<Vec<String>>,
    state: String,
    edition: Option<i64>,
    version: i64,
}

impl TryFrom<RoundRow> for Round {
    type Error = sqlx::Error;

    fn try_from(row: RoundRow) -> sqlx::Result<Self> {
        let edition = row.edition.and_then(|number| u32::try_from(number).ok());
        let state = match (row.state.as_str(), edition) {
            ("planned", None) => RoundState::Planned,
            ("open", None) => RoundState::Open,
            ("closed", None) => RoundState::Closed,
            ("published", Some(number)) => RoundState::Published(number),
            (word, _) => return Err(unreadable("state of a round", word)),
        };
        let terms = Terms {
            name: row.name,
            period_from: row.period_from.0,
            period_to: row.period_to.0,
            opens_on: row.opens_on.0,
            answers_due: row.answers_due.0,
            sign_off_due: row.sign_off_due.0,
            plans: row.plans.0,
        };
        Ok(Self { id: RoundId(row.round_id), terms, state, version: row.version })
    }
}

/// Every round, the newest first.
pub(crate) async fn all_rounds(tx: &mut Tx) -> sqlx::Result<Vec<Round>> {
    const SQL: &str = sql!(
        "SELECT round_id, name, period_from, period_to, opens_on, answers_due, sign_off_due, plans, state, edition,
            version
         FROM answer_round WHERE area_id = $1 ORDER BY opens_on DESC, round_id DESC"
    );
    let area = tx.area_key();
    let rows: Vec<RoundRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    rows.into_iter().map(TryFrom::try_from).collect()
}

/// One round.
pub(crate) async fn held_round(tx: &mut Tx, round: RoundId) -> sqlx::Result<Option<Round>> {
    const SQL: &str = sql!(
        "SELECT round_id, name, period_from, period_to, opens_on, answers_due, sign_off_due, plans, state, edition,
            version
         FROM answer_round WHERE area_id = $1 AND round_id = $2"
    );
    let area = tx.area_key();
    let row: Option<RoundRow> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(round.0).fetch_optional(conn).await)?;
    row.map(TryFrom::try_from).transpose()
}

/// Writes a new round, at version 1.
pub(crate) async fn add_round(tx: &mut Tx, id: RoundId, terms: &Terms) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO answer_round (area_id, round_id, name, period_from, period_to, opens_on, answers_due,
            sign_off_due, plans, state, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned', 1)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(id.0).bind(&terms.name).bind(DateCol(terms.period_from)).bind(DateCol(terms.period_to))
        .bind(DateCol(terms.opens_on)).bind(DateCol(terms.answers_due)).bind(DateCol(terms.sign_off_due))
        .bind(Json(&terms.plans))
        .execute(conn).await.map(|_| ()))
}

/// Writes a round with its state and perhaps its outcome, unless somebody changed it since: `false`.
pub(crate) async fn put_round(tx: &mut Tx, round: &Round, outcome: Option<&Outcome>) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE answer_round SET name = $4, period_from = $5, period_to = $6, opens_on = $7, answers_due = $8,
            sign_off_due = $9, plans = $10, state = $11, edition = $12, outcome = COALESCE($13, outcome),
            version = version + 1
         WHERE area_id = $1 AND round_id = $2 AND version = $3"
    );
    let (area, terms) = (tx.area_key(), &round.terms);
    let edition = match round.state {
        RoundState::Published(number) => Some(i64::from(number)),
        _ => None,
    };
    let done = on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(round.id.0).bind(round.version).bind(&terms.name)
        .bind(DateCol(terms.period_from)).bind(DateCol(terms.period_to)).bind(DateCol(terms.opens_on))
        .bind(DateCol(terms.answers_due)).bind(DateCol(terms.sign_off_due)).bind(Json(&terms.plans))
        .bind(round.state.word()).bind(edition).bind(outcome.map(Json))
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// What came of a round, once it was closed.
pub(crate) async fn kept_outcome(tx: &mut Tx, round: RoundId) -> sqlx::Result<Option<Outcome>> {
    const SQL: &str = sql!("SELECT outcome FROM answer_round WHERE area_id = $1 AND round_id = $2");
    let area = tx.area_key();
    let found: Option<Option<Json<Outcome>>> =
        on!(tx, conn => sqlx::query_scalar(SQL).bind(area).bind(round.0).fetch_optional(conn).await)?;
    Ok(found.flatten().map(|outcome| outcome.0))
}
