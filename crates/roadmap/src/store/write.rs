//! One deed, written.

use db::{DateCol, Tx, on, sql};
use sqlx::types::Json;

use super::columns::{day, word};
use crate::{
    deed::{Deed, Judgement, Links, Place, Subject},
    model::{
        Body, Evidence, Finding, GaveWay, Inspection, Mark, Node, NodeUpdate, Owner, PlaceChange, Plan, PrivateText,
        Retired, SuccessMeasure, Theme, Tree, When,
    },
};

/// Takes the area's tree for this transaction: whoever else wants to change it waits.
///
/// Returns the revision this change makes.
pub async fn hold_tree(tx: &mut Tx) -> sqlx::Result<i64> {
    const SQL: &str = sql!(
        "INSERT INTO roadmap_revision (area_id, revision) VALUES ($1, 1)
         ON CONFLICT (area_id) DO UPDATE SET revision = roadmap_revision.revision + 1
         RETURNING revision"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_scalar(SQL).bind(area).fetch_one(conn).await)
}

/// Writes one deed. `after` is the tree as the deed left it in memory.
pub async fn write_deed(tx: &mut Tx, after: &Tree, deed: &Deed) -> sqlx::Result<()> {
    match deed {
        Deed::ListBody(body) => put_body(tx, body).await,
        Deed::ListTheme(theme) => put_theme(tx, theme).await,
        Deed::FileEvidence(evidence) => put_evidence(tx, evidence).await,
        Deed::RecordInspection(inspection) => put_inspection(tx, inspection).await,
        Deed::RecordFinding { inspection, finding } => put_finding(tx, inspection, finding).await,
        Deed::OpenPlan(plan) => put_plan(tx, plan).await,
        Deed::AddNode(node) => add_node(tx, node).await,
        Deed::Reword { node, wording, plain, why } => reword(tx, node, wording, plain.as_deref(), why.as_deref()).await,
        Deed::MoveDate { node, revision } => {
            let by = Some((revision.author.as_str(), revision.approver.as_deref()));
            let dated = Dated { role: "revision", when: &revision.to, reason: revision.reason.as_deref(), by };
            add_date(tx, node, &dated, Some(revision.on)).await
        }
        Deed::RecordActual { node, actual } => {
            let dated = Dated { role: "actual", when: &actual.when, reason: actual.note.as_deref(), by: None };
            clear(tx, node, FORGET_ACTUAL).await?;
            add_date(tx, node, &dated, Some(actual.recorded_on)).await
        }
        Deed::Judge { subject, judgement } => judge(tx, subject, judgement).await,
        Deed::SetOwners { node, owners } => set_owners(tx, node, owners).await,
        Deed::Join { node, links } => join(tx, node, links).await,
        Deed::SetPlaces { node, places } => set_places(tx, node, places).await,
        Deed::SetMeasures { node, measures } => set_measures(tx, node, measures).await,
        Deed::AddUpdate { node, update } => add_update(tx, node, update).await,
        Deed::Retire { node, retired } => retire(tx, node, Some(retired)).await,
        Deed::Restore { node, .. } => retire(tx, node, None).await,
        Deed::Move { node, place, .. } => put_elsewhere(tx, after, node, place).await,
        Deed::SetPrivateText { node, text } => set_private_text(tx, node, text.as_ref()).await,
        Deed::RequireConsent { node, bodies } => require_consent(tx, node, bodies).await,
        Deed::WithdrawActual { node, .. } => clear(tx, node, FORGET_ACTUAL).await,
        Deed::GiveWay { plan, way } => give_way(tx, plan, way.as_ref()).await,
    }
}

const FORGET_ACTUAL: &str = sql!("DELETE FROM node_date WHERE area_id = $1 AND node_key = $2 AND role = 'actual'");

async fn put_body(tx: &mut Tx, body: &Body) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO body (area_id, body_key, name, kind, position, version)
         SELECT $1, $2, $3, $4, COALESCE(MAX(position), 0) + 1, 1 FROM body WHERE area_id = $1
         ON CONFLICT (area_id, body_key) DO UPDATE SET name = EXCLUDED.name, kind = EXCLUDED.kind, version = body.version + 1"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(&body.key).bind(&body.name).bind(&body.kind).execute(conn).await.map(|_| ()))
}

async fn put_theme(tx: &mut Tx, theme: &Theme) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO theme (area_id, theme_key, name, plain, position, version)
         SELECT $1, $2, $3, $4, COALESCE(MAX(position), 0) + 1, 1 FROM theme WHERE area_id = $1
         ON CONFLICT (area_id, theme_key) DO UPDATE SET name = EXCLUDED.name, plain = EXCLUDED.plain, version = theme.version + 1"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(&theme.key).bind(&theme.name).bind(&theme.plain).execute(conn).await.map(|_| ()))
}

async fn put_evidence(tx: &mut Tx, evidence: &Evidence) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO evidence (area_id, evidence_key, title, kind, dated_on, address, shows, private, sensitivity,
            document_id, supersedes, position, version)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, COALESCE(MAX(position), 0) + 1, 1 FROM evidence WHERE area_id = $1
         ON CONFLICT (area_id, evidence_key) DO UPDATE SET title = EXCLUDED.title, kind = EXCLUDED.kind,
            dated_on = EXCLUDED.dated_on, address = EXCLUDED.address, shows = EXCLUDED.shows,
            private = EXCLUDED.private, sensitivity = EXCLUDED.sensitivity, document_id = EXCLUDED.document_id,
            supersedes = EXCLUDED.supersedes, version = evidence.version + 1"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(&evidence.key).bind(&evidence.title).bind(evidence.kind.word()).bind(day(evidence.on))
        .bind(&evidence.address).bind(&evidence.shows).bind(!evidence.is_public()).bind(evidence.sensitivity.word())
        .bind(evidence.document).bind(&evidence.supersedes)
        .execute(conn).await.map(|_| ()))
}

async fn put_inspection(tx: &mut Tx, inspection: &Inspection) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO inspection (area_id, inspection_key, kind, title, expected, started_on, ended_on, published_on,
            outcome, position, version)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, COALESCE(MAX(position), 0) + 1, 1 FROM inspection WHERE area_id = $1
         ON CONFLICT (area_id, inspection_key) DO UPDATE SET kind = EXCLUDED.kind, title = EXCLUDED.title,
            expected = EXCLUDED.expected, started_on = EXCLUDED.started_on, ended_on = EXCLUDED.ended_on,
            published_on = EXCLUDED.published_on, outcome = EXCLUDED.outcome, version = inspection.version + 1"
    );
    let area = tx.area_key();
    let kind = word(&inspection.kind)?;
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(&inspection.key).bind(&kind).bind(&inspection.title)
        .bind(inspection.expected.as_ref().map(Json)).bind(day(inspection.started_on)).bind(day(inspection.ended_on))
        .bind(day(inspection.published_on)).bind(&inspection.outcome)
        .execute(conn).await.map(|_| ()))
}

async fn put_finding(tx: &mut Tx, inspection: &str, finding: &Finding) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO finding (area_id, finding_key, inspection_key, kind, wording, plain, bodies, position, version)
         SELECT $1, $2, $3, $4, $5, $6, $7, COALESCE(MAX(position), 0) + 1, 1 FROM finding WHERE area_id = $1
         ON CONFLICT (area_id, finding_key) DO UPDATE SET inspection_key = EXCLUDED.inspection_key,
            kind = EXCLUDED.kind, wording = EXCLUDED.wording, plain = EXCLUDED.plain, bodies = EXCLUDED.bodies,
            version = finding.version + 1"
    );
    let area = tx.area_key();
    let kind = word(&finding.kind)?;
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(&finding.key).bind(inspection).bind(&kind).bind(&finding.wording).bind(&finding.plain)
        .bind(Json(&finding.bodies))
        .execute(conn).await.map(|_| ()))
}

async fn put_plan(tx: &mut Tx, plan: &Plan) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO plan (area_id, plan_key, kind, title, levels, source, published_on, period_from, period_to,
            review_cycle, introduction, is_roadmap, position, version)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, COALESCE(MAX(position), 0) + 1, 1
         FROM plan WHERE area_id = $1
         ON CONFLICT (area_id, plan_key) DO UPDATE SET kind = EXCLUDED.kind, title = EXCLUDED.title,
            levels = EXCLUDED.levels, source = EXCLUDED.source, published_on = EXCLUDED.published_on,
            period_from = EXCLUDED.period_from, period_to = EXCLUDED.period_to,
            review_cycle = EXCLUDED.review_cycle, introduction = EXCLUDED.introduction,
            is_roadmap = EXCLUDED.is_roadmap, version = plan.version + 1"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(&plan.key).bind(&plan.kind).bind(&plan.title).bind(Json(&plan.levels)).bind(&plan.source)
        .bind(day(plan.published_on)).bind(day(plan.period_from)).bind(day(plan.period_to))
        .bind(&plan.review_cycle).bind(&plan.introduction).bind(plan.is_roadmap)
        .execute(conn).await.map(|_| ()))
}

async fn add_node(tx: &mut Tx, node: &Node) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO node (area_id, node_key, plan_key, parent_key, level, reference, section, wording, plain, why,
            nature, recurs, came_from, position, version)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, COALESCE(MAX(position), 0) + 1, 1
         FROM node WHERE area_id = $1"
    );
    let area = tx.area_key();
    let nature = word(&node.nature)?;
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(&node.key).bind(&node.plan).bind(&node.parent).bind(&node.level).bind(&node.reference)
        .bind(&node.section).bind(&node.wording).bind(&node.plain).bind(&node.why).bind(&nature).bind(node.recurs)
        .bind(some(&node.came_from))
        .execute(conn).await.map(|_| ()))?;
    let baseline = Dated { role: "baseline", when: &node.timing.baseline, reason: None, by: None };
    add_date(tx, &node.key, &baseline, None).await?;
    set_owners(tx, &node.key, &node.owners).await?;
    join(tx, &node.key, &Links::of(node)).await?;
    set_places(tx, &node.key, &node.places).await?;
    set_measures(tx, &node.key, &node.measures).await?;
    require_consent(tx, &node.key, &node.consent_from).await?;
    set_private_text(tx, &node.key, node.private.as_ref()).await
}

/// A list of keys, or nothing when it is empty.
fn some(keys: &[String]) -> Option<Json<&[String]>> {
    (!keys.is_empty()).then_some(Json(keys))
}

async fn set_private_text(tx: &mut Tx, node: &str, text: Option<&PrivateText>) -> sqlx::Result<()> {
    const SQL: &str = sql!("UPDATE node SET private_text = $3 WHERE area_id = $1 AND node_key = $2");
    let area = tx.area_key();
    let text = text.map(PrivateText::for_the_office);
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(node).bind(text).execute(conn).await.map(|_| ()))
}

async fn require_consent(tx: &mut Tx, node: &str, bodies: &[String]) -> sqlx::Result<()> {
    const SQL: &str = sql!("UPDATE node SET consent_from = $3 WHERE area_id = $1 AND node_key = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(node).bind(some(bodies)).execute(conn).await.map(|_| ()))
}

async fn give_way(tx: &mut Tx, plan: &str, way: Option<&GaveWay>) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "UPDATE plan SET gave_way_to = $3, gave_way_on = $4, gave_way_reason = $5, version = version + 1
         WHERE area_id = $1 AND plan_key = $2"
    );
    let area = tx.area_key();
    let (to, on) = (way.map(|way| way.to.as_str()), day(way.map(|way| way.on)));
    let reason = way.map(|way| way.reason.as_str());
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(plan).bind(to).bind(on).bind(reason).execute(conn).await.map(|_| ()))
}

/// Makes room after the neighbour and puts the node there with all that stands under it.
async fn put_elsewhere(tx: &mut Tx, after: &Tree, node: &str, place: &Place) -> sqlx::Result<()> {
    const NEIGHBOUR: &str = sql!("SELECT position FROM node WHERE area_id = $1 AND node_key = $2");
    const FIRST: &str = sql!("SELECT COALESCE(MIN(position), 1) - 1 FROM node WHERE area_id = $1 AND plan_key = $2");
    const ROOM: &str = sql!("UPDATE node SET position = position + $3 WHERE area_id = $1 AND position > $2");
    const STAND: &str = sql!("UPDATE node SET plan_key = $3, position = $4 WHERE area_id = $1 AND node_key = $2");
    const UNDER: &str = sql!("UPDATE node SET parent_key = $3, level = $4 WHERE area_id = $1 AND node_key = $2");
    let area = tx.area_key();
    let (text, key) = place.after.as_deref().map_or((FIRST, place.plan.as_str()), |after| (NEIGHBOUR, after));
    let position: i64 = on!(tx, conn => sqlx::query_scalar(text).bind(area).bind(key).fetch_one(conn).await)?;
    let moving: Vec<&str> = after.with_all_under(node).into_iter().map(|node| node.key.as_str()).collect();
    let room = i64::try_from(moving.len()).unwrap_or(i64::MAX);
    on!(tx, conn => sqlx::query(ROOM).bind(area).bind(position).bind(room).execute(conn).await.map(|_| ()))?;
    for (position, key) in (position + 1..).zip(moving) {
        on!(tx, conn => sqlx::query(STAND).bind(area).bind(key).bind(&place.plan).bind(position).execute(conn).await.map(|_| ()))?;
    }
    on!(tx, conn => sqlx::query(UNDER).bind(area).bind(node).bind(&place.parent).bind(&place.level).execute(conn).await.map(|_| ()))
}

async fn reword(tx: &mut Tx, node: &str, wording: &str, plain: Option<&str>, why: Option<&str>) -> sqlx::Result<()> {
    const SQL: &str = sql!("UPDATE node SET wording = $3, plain = $4, why = $5 WHERE area_id = $1 AND node_key = $2");
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).bind(node).bind(wording).bind(plain).bind(why).execute(conn).await.map(|_| ()))
}

/// One row of a node's dates.
struct Dated<'a> {
    role: &'static str,
    when: &'a When,
    reason: Option<&'a str>,
    by: Option<(&'a str, Option<&'a str>)>,
}

async fn add_date(tx: &mut Tx, node: &str, dated: &Dated<'_>, on: Option<jiff::civil::Date>) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO node_date (area_id, node_key, role, number, published_text, earliest, latest, date_precision,
            kind, reason, author, approver, recorded_on)
         SELECT $1, $2, $3, COALESCE(MAX(number), 0) + 1, $4, $5, $6, $7, $8, $9, $10, $11, $12
         FROM node_date WHERE area_id = $1 AND node_key = $2 AND role = $3"
    );
    let area = tx.area_key();
    let when = dated.when;
    let (precision, kind) = (word(&when.precision)?, word(&when.kind)?);
    let (author, approver) = dated.by.unzip();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(node).bind(dated.role).bind(&when.text).bind(day(when.earliest)).bind(day(when.latest))
        .bind(&precision).bind(&kind).bind(dated.reason).bind(author).bind(approver.flatten()).bind(day(on))
        .execute(conn).await.map(|_| ()))
}

async fn judge(tx: &mut Tx, subject: &Subject, judgement: &Judgement) -> sqlx::Result<()> {
    match judgement {
        Judgement::Delivery(mark) => add_mark(tx, subject, "delivery", mark.value.word(), mark).await,
        Judgement::Confidence(mark) => add_mark(tx, subject, "confidence", mark.value.word(), mark).await,
        Judgement::Oversight(mark) => add_mark(tx, subject, "oversight", mark.value.word(), mark).await,
        Judgement::Felt(mark) => add_mark(tx, subject, "felt", mark.value.word(), mark).await,
    }
}

async fn add_mark<T>(tx: &mut Tx, subject: &Subject, scale: &str, judged: &str, mark: &Mark<T>) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO judgement (area_id, subject_kind, subject_key, scale, number, judged, word, judged_on, judged_by, note)
         SELECT $1, $2, $3, $4, COALESCE(MAX(number), 0) + 1, $5, $6, $7, $8, $9
         FROM judgement WHERE area_id = $1 AND subject_kind = $2 AND subject_key = $3 AND scale = $4"
    );
    let area = tx.area_key();
    let (kind, key) = match subject {
        Subject::Node(key) => ("node", key),
        Subject::Finding(key) => ("finding", key),
    };
    let (word, on, by, note) = (mark.word.as_deref(), DateCol(mark.on), mark.by.as_str(), mark.note.as_deref());
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(kind).bind(key).bind(scale).bind(judged).bind(word).bind(on).bind(by).bind(note)
        .execute(conn).await.map(|_| ()))
}

/// Takes away a node's rows of one kind, before the new ones are written.
async fn clear(tx: &mut Tx, node: &str, text: &'static str) -> sqlx::Result<()> {
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(text).bind(area).bind(node).execute(conn).await.map(|_| ()))
}

async fn set_owners(tx: &mut Tx, node: &str, owners: &[Owner]) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO node_owner (area_id, node_key, number, body, post, person, part, since, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    clear(tx, node, sql!("DELETE FROM node_owner WHERE area_id = $1 AND node_key = $2")).await?;
    let area = tx.area_key();
    for (number, owner) in (1_i64..).zip(owners) {
        let part = word(&owner.part)?;
        on!(tx, conn => sqlx::query(SQL)
            .bind(area).bind(node).bind(number).bind(&owner.body).bind(&owner.role).bind(&owner.person).bind(&part)
            .bind(day(owner.since)).bind(day(owner.until))
            .execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

async fn join(tx: &mut Tx, node: &str, links: &Links) -> sqlx::Result<()> {
    const SQL: &str =
        sql!("INSERT INTO node_link (area_id, node_key, kind, target, number) VALUES ($1, $2, $3, $4, $5)");
    clear(tx, node, sql!("DELETE FROM node_link WHERE area_id = $1 AND node_key = $2")).await?;
    let area = tx.area_key();
    let groups = [
        ("theme", links.themes.as_slice()),
        ("finding", links.answers.as_slice()),
        ("node", links.contributes_to.as_slice()),
        ("baseline", links.baseline_of.as_slice()),
        ("evidence", links.evidence.as_slice()),
    ];
    for (kind, targets) in groups {
        for (number, target) in (1_i64..).zip(targets) {
            on!(tx, conn => sqlx::query(SQL).bind(area).bind(node).bind(kind).bind(target).bind(number).execute(conn).await.map(|_| ()))?;
        }
    }
    Ok(())
}

async fn set_places(tx: &mut Tx, node: &str, places: &[PlaceChange]) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO place_change (area_id, node_key, number, provision, kind, added, at_opening, when_full)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    clear(tx, node, sql!("DELETE FROM place_change WHERE area_id = $1 AND node_key = $2")).await?;
    let area = tx.area_key();
    for (number, place) in (1_i64..).zip(places) {
        let [added, at_opening, full] = [place.added, place.at_opening, place.full].map(|count| count.map(i64::from));
        on!(tx, conn => sqlx::query(SQL)
            .bind(area).bind(node).bind(number).bind(&place.provision).bind(&place.kind).bind(added).bind(at_opening).bind(full)
            .execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

async fn set_measures(tx: &mut Tx, node: &str, measures: &[SuccessMeasure]) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO success_measure (area_id, node_key, number, wording, target, due) VALUES ($1, $2, $3, $4, $5, $6)"
    );
    clear(tx, node, sql!("DELETE FROM success_measure WHERE area_id = $1 AND node_key = $2")).await?;
    let area = tx.area_key();
    for (number, measure) in (1_i64..).zip(measures) {
        on!(tx, conn => sqlx::query(SQL)
            .bind(area).bind(node).bind(number).bind(&measure.text).bind(&measure.target).bind(&measure.due)
            .execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

async fn add_update(tx: &mut Tx, node: &str, update: &NodeUpdate) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO node_update (area_id, node_key, number, given_on, period, wording, given_by)
         SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6 FROM node_update WHERE area_id = $1 AND node_key = $2"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(node).bind(DateCol(update.on)).bind(&update.period).bind(&update.text).bind(&update.by)
        .execute(conn).await.map(|_| ()))
}

async fn retire(tx: &mut Tx, node: &str, retired: Option<&Retired>) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "UPDATE node SET retired_kind = $3, retired_on = $4, retired_reason = $5, retired_into = $6
         WHERE area_id = $1 AND node_key = $2"
    );
    let area = tx.area_key();
    let (kind, on) = (retired.map(|retired| retired.kind.word()), day(retired.map(|retired| retired.on)));
    let reason = retired.and_then(|retired| retired.reason.as_deref());
    let into = retired.and_then(|retired| some(&retired.into));
    on!(tx, conn => sqlx::query(SQL)
        .bind(area).bind(node).bind(kind).bind(on).bind(reason).bind(into)
        .execute(conn).await.map(|_| ()))
}
