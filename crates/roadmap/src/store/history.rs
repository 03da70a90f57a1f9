//! The memory of changes: what was done, to which side of what, and how it could be taken back.

use std::collections::{BTreeSet, HashMap};

use db::{InstantCol, Tx, on, sql};
use jiff::Timestamp;
use sqlx::types::Json;

use super::load::unknown;
use crate::{
    deeds::Because,
    history::{Facet, Kept, Kind, Past, Side},
};

/// How many deeds of a thing's history are shown at once.
const SHOWN: i64 = 200;

/// Begins a change and returns its number. The caller holds the tree, so numbers have no gaps that matter.
pub(crate) async fn open_change(tx: &mut Tx, actor: &str, at: Timestamp, because: &Because<'_>) -> sqlx::Result<i64> {
    const SQL: &str = sql!(
        "INSERT INTO plan_change (area_id, number, actor, changed_at, reason, undoes)
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM plan_change WHERE area_id = $1
         RETURNING number"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(area).bind(actor).bind(InstantCol(at)).bind(because.reason).bind(because.undoes)
        .fetch_one(conn).await)
}

/// Keeps one deed of a change.
pub(crate) async fn remember(
    tx: &mut Tx,
    (change, part): (i64, i64),
    side: &Side,
    deed: &str,
    (before, after): (Option<&str>, Option<String>),
    version: i64,
    inverse: Option<Kept>,
) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO plan_change_deed (area_id, number, part, subject_kind, subject, facet, deed, before_text,
            after_text, version, inverse)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(change).bind(part).bind(side.kind.word()).bind(&side.key).bind(side.facet.word()).bind(deed)
        .bind(before).bind(after).bind(version).bind(inverse.map(Json))
        .execute(conn).await.map(|_| ()))
}

/// The version of a thing after a deed. Nodes count every deed; plans and evidence count their own writing.
pub(crate) async fn next_version(tx: &mut Tx, kind: Kind, key: &str) -> sqlx::Result<i64> {
    const NODE: &str =
        sql!("UPDATE node SET version = version + 1 WHERE area_id = $1 AND node_key = $2 RETURNING version");
    const PLAN: &str = sql!("SELECT version FROM plan WHERE area_id = $1 AND plan_key = $2");
    const EVIDENCE: &str = sql!("SELECT version FROM evidence WHERE area_id = $1 AND evidence_key = $2");
    let text = match kind {
        Kind::Node => NODE,
        Kind::Plan => PLAN,
        Kind::Evidence => EVIDENCE,
        _ => return Ok(0),
    };
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(text).bind(area).bind(key).fetch_one(conn).await)
}

/// The version of a node, plan or piece of evidence, for the form that is to change it.
pub async fn version(tx: &mut Tx, kind: Kind, key: &str) -> sqlx::Result<Option<i64>> {
    const NODE: &str = sql!("SELECT version FROM node WHERE area_id = $1 AND node_key = $2");
    const PLAN: &str = sql!("SELECT version FROM plan WHERE area_id = $1 AND plan_key = $2");
    const EVIDENCE: &str = sql!("SELECT version FROM evidence WHERE area_id = $1 AND evidence_key = $2");
    let text = match kind {
        Kind::Node => NODE,
        Kind::Plan => PLAN,
        Kind::Evidence => EVIDENCE,
        _ => return Ok(None),
    };
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(text).bind(area).bind(key).fetch_optional(conn).await)
}

/// Takes a thing for a change by somebody who saw this version; `false` when it has another by now.
pub(crate) async fn claim(tx: &mut Tx, kind: Kind, key: &str, version: i64) -> sqlx::Result<bool> {
    const NODE: &str =
        sql!("UPDATE node SET version = version + 1 WHERE area_id = $1 AND node_key = $2 AND version = $3");
    const PLAN: &str =
        sql!("UPDATE plan SET version = version + 1 WHERE area_id = $1 AND plan_key = $2 AND version = $3");
    const EVIDENCE: &str =
        sql!("UPDATE evidence SET version = version + 1 WHERE area_id = $1 AND evidence_key = $2 AND version = $3");
    let text = match kind {
        Kind::Node => NODE,
        Kind::Plan => PLAN,
        Kind::Evidence => EVIDENCE,
        _ => return Ok(true),
    };
    let area = tx.area_key();
    let rows = on!(tx, conn => sqlx::query(text)
        .bind(area).bind(key).bind(version).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

#[derive(sqlx::FromRow)]
struct PastRow {
    number: i64,
    part: i64,
    subject_kind: String,
    subject: String,
    facet: String,
    deed: String,
    before_text: Option<String>,
    after_text: Option<String>,
    version: i64,
    can_be_undone: bool,
    actor: String,
    changed_at: InstantCol,
    reason: Option<String>,
    undoes: Option<i64>,
}

impl PastRow {
    fn into_past(self, undoing: &Undoing) -> sqlx::Result<Past> {
        let side = Side {
            kind: self.subject_kind.parse().map_err(unknown)?,
            key: self.subject,
            facet: self.facet.parse().map_err(unknown)?,
        };
        Ok(Past {
            change: self.number,
            part: self.part,
            side,
            deed: self.deed,
            before: self.before_text,
            after: self.after_text,
            version: self.version,
            actor: self.actor,
            at: self.changed_at.0,
            reason: self.reason,
            undoes: self.undoes,
            undone_by: undoing.undone_by(self.number),
            can_be_undone: self.can_be_undone,
        })
    }
}

/// What happened to one thing, newest first, at most the last two hundred deeds.
pub async fn history(tx: &mut Tx, kind: Kind, key: &str) -> sqlx::Result<Vec<Past>> {
    const SQL: &str = sql!(
        "SELECT d.number, d.part, d.subject_kind, d.subject, d.facet, d.deed, d.before_text, d.after_text, d.version,
                d.inverse IS NOT NULL AS can_be_undone, c.actor, c.changed_at, c.reason, c.undoes
         FROM plan_change_deed AS d JOIN plan_change AS c ON c.area_id = d.area_id AND c.number = d.number
         WHERE d.area_id = $1 AND d.subject_kind = $2 AND d.subject = $3
         ORDER BY d.number DESC, d.part DESC LIMIT $4"
    );
    let area = tx.area_key();
    let rows: Vec<PastRow> = on!(tx, conn => sqlx::query_as(SQL)
        .bind(area).bind(kind.word()).bind(key).bind(SHOWN).fetch_all(conn).await)?;
    let undoing = Undoing::load(tx).await?;
    rows.into_iter().map(|row| row.into_past(&undoing)).collect()
}

/// Which of the changes that touched a thing also touched, on this or anything else, such a facet.
pub async fn changes_touching(tx: &mut Tx, kind: Kind, key: &str, facet: Facet) -> sqlx::Result<BTreeSet<i64>> {
    const SQL: &str = sql!(
        "SELECT DISTINCT o.number FROM plan_change_deed AS d
         JOIN plan_change_deed AS o ON o.area_id = d.area_id AND o.number = d.number
         WHERE d.area_id = $1 AND d.subject_kind = $2 AND d.subject = $3 AND o.facet = $4"
    );
    let area = tx.area_key();
    let numbers: Vec<i64> = on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(area).bind(kind.word()).bind(key).bind(facet.word()).fetch_all(conn).await)?;
    Ok(numbers.into_iter().collect())
}

/// The deeds of one change, in their order; none when there is no such change.
pub async fn change(tx: &mut Tx, number: i64) -> sqlx::Result<Vec<Past>> {
    const SQL: &str = sql!(
        "SELECT d.number, d.part, d.subject_kind, d.subject, d.facet, d.deed, d.before_text, d.after_text, d.version,
                d.inverse IS NOT NULL AS can_be_undone, c.actor, c.changed_at, c.reason, c.undoes
         FROM plan_change_deed AS d JOIN plan_change AS c ON c.area_id = d.area_id AND c.number = d.number
         WHERE d.area_id = $1 AND d.number = $2 ORDER BY d.part"
    );
    let area = tx.area_key();
    let rows: Vec<PastRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(number).fetch_all(conn).await)?;
    let undoing = Undoing::load(tx).await?;
    rows.into_iter().map(|row| row.into_past(&undoing)).collect()
}

/// The deeds that would take a change back, in the change's own order; `None` where a deed has no inverse.
pub(crate) async fn inverses(tx: &mut Tx, number: i64) -> sqlx::Result<Vec<Option<Kept>>> {
    const SQL: &str = sql!("SELECT inverse FROM plan_change_deed WHERE area_id = $1 AND number = $2 ORDER BY part");
    let area = tx.area_key();
    let rows: Vec<Option<Json<Kept>>> =
        on!(tx, conn => sqlx::query_scalar(SQL).bind(area).bind(number).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|row| row.map(|json| json.0)).collect())
}

/// Which change took which back.
struct Undoing(HashMap<i64, Vec<i64>>);

impl Undoing {
    async fn load(tx: &mut Tx) -> sqlx::Result<Self> {
        const SQL: &str =
            sql!("SELECT undoes, number FROM plan_change WHERE area_id = $1 AND undoes IS NOT NULL ORDER BY number");
        let area = tx.area_key();
        let rows: Vec<(i64, i64)> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
        let mut by_undone: HashMap<i64, Vec<i64>> = HashMap::new();
        for (undone, number) in rows {
            by_undone.entry(undone).or_default().push(number);
        }
        Ok(Self(by_undone))
    }

    /// The change that took this one back, unless that was itself taken back.
    fn undone_by(&self, number: i64) -> Option<i64> {
        let undoers = self.0.get(&number)?;
        undoers.iter().copied().find(|undoer| self.undone_by(*undoer).is_none())
    }
}
