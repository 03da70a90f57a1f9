//! Moves that wait for the consent of other bodies, and what those bodies answered.

use db::{DateCol, Tx, on, sql};
use jiff::civil::Date;
use sqlx::types::Json;
use uuid::Uuid;

use super::load::unknown;
use crate::{
    consent::{Consent, ProposalState, ProposedMove},
    model::When,
};

/// Keeps a new proposal.
pub(crate) async fn add_proposal(tx: &mut Tx, proposal: &ProposedMove) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO proposed_move (area_id, proposal_id, node_key, wanted, reason, author, actor, proposed_on, state,
            version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(proposal.id).bind(&proposal.node).bind(Json(&proposal.to)).bind(&proposal.reason)
        .bind(&proposal.author).bind(&proposal.actor).bind(DateCol(proposal.on)).bind(proposal.state.word())
        .execute(conn).await.map(|_| ()))
}

#[derive(sqlx::FromRow)]
struct ProposalRow {
    proposal_id: Uuid,
    node_key: String,
    wanted: Json<When>,
    reason: String,
    author: String,
    actor: String,
    proposed_on: DateCol,
    state: String,
    ended_on: Option<DateCol>,
}

/// Every move proposed for a node, the latest first.
pub async fn proposals(tx: &mut Tx, node: &str) -> sqlx::Result<Vec<ProposedMove>> {
    const SQL: &str = sql!(
        "SELECT proposal_id, node_key, wanted, reason, author, actor, proposed_on, state, ended_on
         FROM proposed_move WHERE area_id = $1 AND node_key = $2 ORDER BY proposal_id DESC"
    );
    let area = tx.area_key();
    let rows: Vec<ProposalRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(node).fetch_all(conn).await)?;
    with_consents(tx, rows).await
}

/// One proposal.
pub async fn proposal(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<ProposedMove>> {
    const SQL: &str = sql!(
        "SELECT proposal_id, node_key, wanted, reason, author, actor, proposed_on, state, ended_on
         FROM proposed_move WHERE area_id = $1 AND proposal_id = $2"
    );
    let area = tx.area_key();
    let rows: Vec<ProposalRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(id).fetch_all(conn).await)?;
    Ok(with_consents(tx, rows).await?.pop())
}

/// Every move that waits for somebody, the oldest first.
pub async fn waiting_proposals(tx: &mut Tx) -> sqlx::Result<Vec<ProposedMove>> {
    const SQL: &str = sql!(
        "SELECT proposal_id, node_key, wanted, reason, author, actor, proposed_on, state, ended_on
         FROM proposed_move WHERE area_id = $1 AND state = 'waiting' ORDER BY proposal_id"
    );
    let area = tx.area_key();
    let rows: Vec<ProposalRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    with_consents(tx, rows).await
}

async fn with_consents(tx: &mut Tx, rows: Vec<ProposalRow>) -> sqlx::Result<Vec<ProposedMove>> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(ProposedMove {
            id: row.proposal_id,
            node: row.node_key,
            to: row.wanted.0,
            reason: row.reason,
            author: row.author,
            actor: row.actor,
            on: row.proposed_on.0,
            state: row.state.parse().map_err(unknown)?,
            ended_on: row.ended_on.map(|day| day.0),
            consents: consents(tx, row.proposal_id).await?,
        });
    }
    Ok(found)
}

async fn consents(tx: &mut Tx, proposal: Uuid) -> sqlx::Result<Vec<Consent>> {
    const SQL: &str = sql!(
        "SELECT body_key, gives, person_id, given_on, words
         FROM move_consent WHERE area_id = $1 AND proposal_id = $2 ORDER BY given_on, body_key"
    );
    let area = tx.area_key();
    let rows: Vec<(String, bool, Uuid, DateCol, String)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(proposal).fetch_all(conn).await)?;
    let consent =
        |(body, gives, person, on, words): (_, _, _, DateCol, _)| Consent { body, gives, person, on: on.0, words };
    Ok(rows.into_iter().map(consent).collect())
}

/// Keeps what a body answered.
pub(crate) async fn add_consent(tx: &mut Tx, proposal: Uuid, consent: &Consent) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO move_consent (area_id, proposal_id, body_key, gives, person_id, given_on, words)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(proposal).bind(&consent.body).bind(consent.gives).bind(consent.person)
        .bind(DateCol(consent.on)).bind(&consent.words)
        .execute(conn).await.map(|_| ()))
}

/// Ends a proposal that still waits; `false` when it has ended already.
pub(crate) async fn end_proposal(tx: &mut Tx, id: Uuid, state: ProposalState, on: Date) -> sqlx::Result<bool> {
    const SQL: &str = sql!(
        "UPDATE proposed_move SET state = $3, ended_on = $4, version = version + 1
         WHERE area_id = $1 AND proposal_id = $2 AND state = 'waiting'"
    );
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(id).bind(state.word()).bind(DateCol(on)).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
