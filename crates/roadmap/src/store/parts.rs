//! What hangs on nodes and findings: dates, judgements, owners, links, places, measures, notes.

use std::collections::HashMap;

use db::{DateCol, Tx, on, sql};
use sqlx::FromRow;

use super::{
    columns::{WhenRow, meaning},
    load::unknown,
};
use crate::model::{Actual, Mark, Node, NodeUpdate, Owner, PlaceChange, Revision, SuccessMeasure, Tree};

/// Where each node stands in the list, by its key.
type Places = HashMap<String, usize>;

/// Fills in everything that hangs on the nodes and findings of a tree.
pub(super) async fn fill(tx: &mut Tx, tree: &mut Tree) -> sqlx::Result<()> {
    let places: Places = tree.nodes.iter().enumerate().map(|(at, node)| (node.key.clone(), at)).collect();
    dates(tx, &mut tree.nodes, &places).await?;
    judgements(tx, tree, &places).await?;
    owners(tx, &mut tree.nodes, &places).await?;
    links(tx, &mut tree.nodes, &places).await?;
    place_changes(tx, &mut tree.nodes, &places).await?;
    measures(tx, &mut tree.nodes, &places).await?;
    updates(tx, &mut tree.nodes, &places).await
}

#[derive(FromRow)]
struct DateRow {
    node_key: String,
    role: String,
    reason: Option<String>,
    author: Option<String>,
    approver: Option<String>,
    recorded_on: Option<DateCol>,
    #[sqlx(flatten)]
    when: WhenRow,
}

async fn dates(tx: &mut Tx, nodes: &mut [Node], places: &Places) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "SELECT node_key, role, published_text, earliest, latest, date_precision, kind, reason, author, approver, recorded_on
         FROM node_date WHERE area_id = $1 ORDER BY node_key, role, number"
    );
    let area = tx.area_key();
    let rows: Vec<DateRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    for row in rows {
        let Some(&at) = places.get(&row.node_key) else { continue };
        let when = row.when.into_when()?;
        let timing = &mut nodes[at].timing;
        match (row.role.as_str(), row.recorded_on) {
            ("baseline", _) => timing.baseline = when,
            ("revision", Some(on)) => timing.revisions.push(Revision {
                to: when,
                reason: row.reason,
                author: row.author.unwrap_or_default(),
                approver: row.approver,
                on: on.0,
            }),
            ("actual", Some(on)) => timing.actual = Some(Actual { when, recorded_on: on.0, note: row.reason }),
            (role, _) => return Err(sqlx::Error::Decode(format!("a date with role {role:?} is incomplete").into())),
        }
    }
    Ok(())
}

#[derive(FromRow)]
struct JudgementRow {
    subject_kind: String,
    subject_key: String,
    scale: String,
    judged: String,
    word: Option<String>,
    judged_on: DateCol,
    judged_by: String,
    note: Option<String>,
}

impl JudgementRow {
    fn mark<T: std::str::FromStr<Err = crate::model::UnknownWord>>(self) -> sqlx::Result<Option<Mark<T>>> {
        let value = self.judged.parse().map_err(unknown)?;
        Ok(Some(Mark { value, word: self.word, on: self.judged_on.0, by: self.judged_by, note: self.note }))
    }
}

async fn judgements(tx: &mut Tx, tree: &mut Tree, places: &Places) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "SELECT subject_kind, subject_key, scale, judged, word, judged_on, judged_by, note
         FROM judgement WHERE area_id = $1 ORDER BY subject_kind, subject_key, scale, number"
    );
    let area = tx.area_key();
    let rows: Vec<JudgementRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    // In order of number, so that the last one written here is the one that holds.
    for row in rows {
        if row.subject_kind == "finding" {
            let mut findings = tree.inspections.iter_mut().flat_map(|inspection| &mut inspection.findings);
            if let Some(finding) = findings.find(|finding| finding.key == row.subject_key) {
                finding.oversight = row.mark()?;
            }
            continue;
        }
        let Some(&at) = places.get(&row.subject_key) else { continue };
        let node = &mut tree.nodes[at];
        match row.scale.as_str() {
            "delivery" => node.delivery = row.mark()?,
            "confidence" => node.confidence = row.mark()?,
            "oversight" => node.oversight = row.mark()?,
            "felt" => node.felt = row.mark()?,
            scale => return Err(sqlx::Error::Decode(format!("unknown scale {scale:?}").into())),
        }
    }
    Ok(())
}

#[derive(FromRow)]
struct OwnerRow {
    node_key: String,
    body: Option<String>,
    post: Option<String>,
    person: Option<String>,
    part: String,
    since: Option<DateCol>,
    until: Option<DateCol>,
}

async fn owners(tx: &mut Tx, nodes: &mut [Node], places: &Places) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "SELECT node_key, body, post, person, part, since, until
         FROM node_owner WHERE area_id = $1 ORDER BY node_key, number"
    );
    let area = tx.area_key();
    let rows: Vec<OwnerRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    for row in rows {
        let Some(&at) = places.get(&row.node_key) else { continue };
        nodes[at].owners.push(Owner {
            body: row.body,
            role: row.post,
            person: row.person,
            part: meaning(&row.part)?,
            since: row.since.map(|day| day.0),
            until: row.until.map(|day| day.0),
        });
    }
    Ok(())
}

async fn links(tx: &mut Tx, nodes: &mut [Node], places: &Places) -> sqlx::Result<()> {
    const SQL: &str =
        sql!("SELECT node_key, kind, target FROM node_link WHERE area_id = $1 ORDER BY node_key, kind, number");
    let area = tx.area_key();
    let rows: Vec<(String, String, String)> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    for (key, kind, target) in rows {
        let Some(&at) = places.get(&key) else { continue };
        let node = &mut nodes[at];
        match kind.as_str() {
            "theme" => node.themes.push(target),
            "finding" => node.answers.push(target),
            "node" => node.contributes_to.push(target),
            "baseline" => node.baseline_of = Some(target),
            "evidence" => node.evidence.push(target),
            _ => return Err(sqlx::Error::Decode(format!("unknown kind of link {kind:?}").into())),
        }
    }
    Ok(())
}

type PlaceRow = (String, String, String, Option<i64>, Option<i64>, Option<i64>);

async fn place_changes(tx: &mut Tx, nodes: &mut [Node], places: &Places) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "SELECT node_key, provision, kind, added, at_opening, when_full
         FROM place_change WHERE area_id = $1 ORDER BY node_key, number"
    );
    let area = tx.area_key();
    let rows: Vec<PlaceRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    let count = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
    for (key, provision, kind, added, at_opening, full) in rows {
        let Some(&at) = places.get(&key) else { continue };
        let (added, at_opening, full) = (count(added), count(at_opening), count(full));
        nodes[at].places.push(PlaceChange { provision, kind, added, at_opening, full });
    }
    Ok(())
}

async fn measures(tx: &mut Tx, nodes: &mut [Node], places: &Places) -> sqlx::Result<()> {
    const SQL: &str =
        sql!("SELECT node_key, wording, target, due FROM success_measure WHERE area_id = $1 ORDER BY node_key, number");
    let area = tx.area_key();
    let rows: Vec<(String, String, Option<String>, Option<String>)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    for (key, text, target, due) in rows {
        let Some(&at) = places.get(&key) else { continue };
        nodes[at].measures.push(SuccessMeasure { text, target, due });
    }
    Ok(())
}

async fn updates(tx: &mut Tx, nodes: &mut [Node], places: &Places) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "SELECT node_key, given_on, period, wording, given_by
         FROM node_update WHERE area_id = $1 ORDER BY node_key, number"
    );
    let area = tx.area_key();
    let rows: Vec<(String, DateCol, Option<String>, String, String)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    for (key, on, period, text, by) in rows {
        let Some(&at) = places.get(&key) else { continue };
        nodes[at].updates.push(NodeUpdate { on: on.0, period, text, by });
    }
    Ok(())
}
