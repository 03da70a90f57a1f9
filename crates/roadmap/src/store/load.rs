//! The whole tree of an area, assembled from its tables.

use std::collections::HashMap;

use db::{DateCol, Tx, on, sql};
use reading::When;
use sqlx::types::Json;

use super::{columns::meaning, parts};
use crate::model::{
    Body, Evidence, EvidenceKind, Finding, GaveWay, Inspection, Node, Plan, PrivateText, Retired, RetiredKind,
    Sensitivity, Theme, Tree, UnknownWord,
};

/// Everything the area holds about its improvement, in its own order.
pub async fn load_tree(tx: &mut Tx) -> sqlx::Result<Tree> {
    let mut tree = Tree {
        bodies: bodies(tx).await?,
        themes: themes(tx).await?,
        inspections: inspections(tx).await?,
        plans: plans(tx).await?,
        nodes: nodes(tx).await?,
        evidence: evidence(tx).await?,
    };
    parts::fill(tx, &mut tree).await?;
    Ok(tree)
}

async fn bodies(tx: &mut Tx) -> sqlx::Result<Vec<Body>> {
    const SQL: &str = sql!("SELECT body_key, name, kind FROM body WHERE area_id = $1 ORDER BY position");
    let area = tx.area_key();
    let rows: Vec<(String, String, String)> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(key, name, kind)| Body { key, name, kind }).collect())
}

async fn themes(tx: &mut Tx) -> sqlx::Result<Vec<Theme>> {
    const SQL: &str = sql!("SELECT theme_key, name, plain FROM theme WHERE area_id = $1 ORDER BY position");
    let area = tx.area_key();
    let rows: Vec<(String, String, String)> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(key, name, plain)| Theme { key, name, plain }).collect())
}

#[derive(sqlx::FromRow)]
struct EvidenceRow {
    evidence_key: String,
    title: String,
    kind: String,
    dated_on: Option<DateCol>,
    address: Option<String>,
    shows: Option<String>,
    private: bool,
    sensitivity: Option<String>,
    document_id: Option<uuid::Uuid>,
    supersedes: Option<String>,
}

impl EvidenceRow {
    fn into_evidence(self) -> sqlx::Result<Evidence> {
        let sensitivity = match self.sensitivity {
            Some(word) => word.parse().map_err(unknown)?,
            // Written before there were three ranges.
            None if self.private => Sensitivity::Office,
            None => Sensitivity::Public,
        };
        Ok(Evidence {
            key: self.evidence_key,
            title: self.title,
            kind: EvidenceKind::of_word(&self.kind).map_err(unknown)?,
            on: self.dated_on.map(|day| day.0),
            address: self.address,
            shows: self.shows,
            sensitivity,
            document: self.document_id,
            supersedes: self.supersedes,
        })
    }
}

async fn evidence(tx: &mut Tx) -> sqlx::Result<Vec<Evidence>> {
    const SQL: &str = sql!(
        "SELECT evidence_key, title, kind, dated_on, address, shows, private, sensitivity, document_id, supersedes
         FROM evidence WHERE area_id = $1 ORDER BY position"
    );
    let area = tx.area_key();
    let rows: Vec<EvidenceRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    rows.into_iter().map(EvidenceRow::into_evidence).collect()
}

#[derive(sqlx::FromRow)]
struct InspectionRow {
    inspection_key: String,
    kind: String,
    title: String,
    expected: Option<Json<When>>,
    started_on: Option<DateCol>,
    ended_on: Option<DateCol>,
    published_on: Option<DateCol>,
    outcome: Option<String>,
}

#[derive(sqlx::FromRow)]
struct FindingRow {
    finding_key: String,
    inspection_key: String,
    kind: String,
    wording: String,
    plain: Option<String>,
    bodies: Json<Vec<String>>,
}

async fn inspections(tx: &mut Tx) -> sqlx::Result<Vec<Inspection>> {
    const SQL: &str = sql!(
        "SELECT inspection_key, kind, title, expected, started_on, ended_on, published_on, outcome
         FROM inspection WHERE area_id = $1 ORDER BY position"
    );
    let area = tx.area_key();
    let rows: Vec<InspectionRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    let mut findings = findings(tx).await?;
    let model = |row: InspectionRow| -> sqlx::Result<Inspection> {
        Ok(Inspection {
            findings: findings.remove(&row.inspection_key).unwrap_or_default(),
            key: row.inspection_key,
            kind: row.kind.parse().map_err(unknown)?,
            title: row.title,
            expected: row.expected.map(|json| json.0),
            started_on: row.started_on.map(|day| day.0),
            ended_on: row.ended_on.map(|day| day.0),
            published_on: row.published_on.map(|day| day.0),
            outcome: row.outcome,
        })
    };
    rows.into_iter().map(model).collect()
}

async fn findings(tx: &mut Tx) -> sqlx::Result<HashMap<String, Vec<Finding>>> {
    const SQL: &str = sql!(
        "SELECT finding_key, inspection_key, kind, wording, plain, bodies
         FROM finding WHERE area_id = $1 ORDER BY position"
    );
    let area = tx.area_key();
    let rows: Vec<FindingRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    let mut by_inspection: HashMap<String, Vec<Finding>> = HashMap::new();
    for row in rows {
        by_inspection.entry(row.inspection_key).or_default().push(Finding {
            key: row.finding_key,
            kind: row.kind.parse().map_err(unknown)?,
            wording: row.wording,
            plain: row.plain,
            bodies: row.bodies.0,
            oversight: None,
        });
    }
    Ok(by_inspection)
}

#[derive(sqlx::FromRow)]
struct PlanRow {
    plan_key: String,
    kind: String,
    title: String,
    levels: Json<Vec<String>>,
    source: Option<String>,
    published_on: Option<DateCol>,
    period_from: Option<DateCol>,
    period_to: Option<DateCol>,
    review_cycle: Option<String>,
    introduction: Option<String>,
    is_roadmap: bool,
    gave_way_to: Option<String>,
    gave_way_on: Option<DateCol>,
    gave_way_reason: Option<String>,
}

impl PlanRow {
    fn into_plan(self) -> Plan {
        let gave_way = match (self.gave_way_to, self.gave_way_on, self.gave_way_reason) {
            (Some(to), Some(on), Some(reason)) => Some(GaveWay { to, on: on.0, reason }),
            _ => None,
        };
        Plan {
            key: self.plan_key,
            kind: self.kind,
            title: self.title,
            levels: self.levels.0,
            source: self.source,
            published_on: self.published_on.map(|day| day.0),
            period_from: self.period_from.map(|day| day.0),
            period_to: self.period_to.map(|day| day.0),
            review_cycle: self.review_cycle,
            introduction: self.introduction,
            is_roadmap: self.is_roadmap,
            gave_way,
        }
    }
}

async fn plans(tx: &mut Tx) -> sqlx::Result<Vec<Plan>> {
    const SQL: &str = sql!(
        "SELECT plan_key, kind, title, levels, source, published_on, period_from, period_to, review_cycle,
                introduction, is_roadmap, gave_way_to, gave_way_on, gave_way_reason
         FROM plan WHERE area_id = $1 ORDER BY position"
    );
    let area = tx.area_key();
    let rows: Vec<PlanRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(PlanRow::into_plan).collect())
}

#[derive(sqlx::FromRow)]
struct NodeRow {
    node_key: String,
    plan_key: String,
    parent_key: Option<String>,
    level: String,
    reference: Option<String>,
    section: Option<String>,
    wording: String,
    plain: Option<String>,
    why: Option<String>,
    nature: String,
    recurs: bool,
    retired_kind: Option<String>,
    retired_on: Option<DateCol>,
    retired_reason: Option<String>,
    retired_into: Option<Json<Vec<String>>>,
    came_from: Option<Json<Vec<String>>>,
    consent_from: Option<Json<Vec<String>>>,
    private_text: Option<String>,
}

async fn nodes(tx: &mut Tx) -> sqlx::Result<Vec<Node>> {
    const SQL: &str = sql!(
        "SELECT node.node_key, node.plan_key, node.parent_key, node.level, node.reference, node.section, node.wording,
                node.plain, node.why, node.nature, node.recurs, node.retired_kind, node.retired_on, node.retired_reason,
                node.retired_into, node.came_from, node.consent_from, node.private_text
         FROM node JOIN plan ON plan.area_id = node.area_id AND plan.plan_key = node.plan_key
         WHERE node.area_id = $1 ORDER BY plan.position, node.position"
    );
    let area = tx.area_key();
    let rows: Vec<NodeRow> = on!(tx, conn => sqlx::query_as(SQL).bind(area).fetch_all(conn).await)?;
    rows.into_iter().map(NodeRow::into_node).collect()
}

impl NodeRow {
    fn into_node(self) -> sqlx::Result<Node> {
        let keys = |list: Option<Json<Vec<String>>>| list.map(|list| list.0).unwrap_or_default();
        let retired = match (self.retired_kind, self.retired_on) {
            (Some(kind), Some(on)) => {
                let kind: RetiredKind = kind.parse().map_err(unknown)?;
                Some(Retired { kind, on: on.0, reason: self.retired_reason, into: keys(self.retired_into) })
            }
            _ => None,
        };
        Ok(Node {
            key: self.node_key,
            plan: self.plan_key,
            parent: self.parent_key,
            level: self.level,
            reference: self.reference,
            section: self.section,
            wording: self.wording,
            plain: self.plain,
            why: self.why,
            nature: meaning(&self.nature)?,
            recurs: self.recurs,
            retired,
            came_from: keys(self.came_from),
            consent_from: keys(self.consent_from),
            private: self.private_text.as_deref().and_then(PrivateText::new),
            ..Node::empty()
        })
    }
}

/// A stored word this program does not know.
pub(super) fn unknown(error: UnknownWord) -> sqlx::Error {
    sqlx::Error::Decode(Box::new(error))
}
