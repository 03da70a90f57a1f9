//! The plan for programs: the same deeds, each behind the same right as its page.

use std::collections::BTreeMap;

pub(crate) mod moves;

use axum::{Json, extract::Path, http::StatusCode, response::Response};
use db::Tx;
use jiff::civil::Date;
use office::{Action, JsonSent, May, Once, PageError, Subject, Visit, acts};
use roadmap::{
    change::{NotSaved, Seen, save},
    deed::{Deed, Judgement, Links},
    deeds::NotDone,
    history::{Kind, Past, Side},
    model::{Evidence, GaveWay, Mark, Node, PrivateText, Tree, UnknownWord},
    store,
    succession::{Answer, Outcome, succession},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::saving::{held, may_undo, not_undone, sentence, who};

/// The tree without what this person may not read.
fn visible(visit: &Visit, mut tree: Tree) -> Tree {
    if !visit.can(Action::ReadPrivateEvidence, &Subject::Area) {
        tree.evidence.retain(Evidence::is_public);
        let shown: Vec<String> = tree.evidence.iter().map(|evidence| evidence.key.clone()).collect();
        for node in &mut tree.nodes {
            node.evidence.retain(|key| shown.contains(key));
        }
    }
    tree
}

/// The plan with the version of each plan and each piece of evidence, by key.
#[derive(Debug, Serialize)]
pub(crate) struct TreeAnswer {
    #[serde(flatten)]
    tree: Tree,
    plan_versions: BTreeMap<String, i64>,
    evidence_versions: BTreeMap<String, i64>,
}

/// The plan as the office keeps it, with `plan_versions` and `evidence_versions` by key: a change names the versions it
/// was made against.
#[utoipa::path(get, path = "/api/v1/plan/tree", tag = "plan", responses((status = 200, body = Object)))]
pub(crate) async fn tree(may: May<acts::ReadPlan>) -> Result<Json<TreeAnswer>, PageError> {
    let mut tx = may.read().await?;
    let tree = visible(&may, store::load_tree(&mut tx).await?);
    let (mut plan_versions, mut evidence_versions) = (BTreeMap::new(), BTreeMap::new());
    for plan in &tree.plans {
        plan_versions
            .extend(store::version(&mut tx, Kind::Plan, &plan.key).await?.map(|held| (plan.key.clone(), held)));
    }
    for evidence in &tree.evidence {
        let held = store::version(&mut tx, Kind::Evidence, &evidence.key).await?;
        evidence_versions.extend(held.map(|held| (evidence.key.clone(), held)));
    }
    Ok(Json(TreeAnswer { tree, plan_versions, evidence_versions }))
}

/// One commitment with its version and history.
#[derive(Debug, Serialize)]
pub(crate) struct NodeAnswer {
    node: Node,
    version: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    private: Option<String>,
    history: Vec<PastAnswer>,
}

/// One deed of a history.
#[derive(Debug, Serialize)]
struct PastAnswer {
    change: i64,
    deed: String,
    facet: &'static str,
    before: Option<String>,
    after: Option<String>,
    actor: String,
    at: jiff::Timestamp,
    reason: Option<String>,
    undoes: Option<i64>,
    undone_by: Option<i64>,
}

impl From<Past> for PastAnswer {
    fn from(past: Past) -> Self {
        Self {
            change: past.change,
            deed: past.deed,
            facet: past.side.facet.word(),
            before: past.before,
            after: past.after,
            actor: past.actor,
            at: past.at,
            reason: past.reason,
            undoes: past.undoes,
            undone_by: past.undone_by,
        }
    }
}

/// One commitment with its version and history.
#[utoipa::path(get, path = "/api/v1/plan/nodes/{node}", tag = "plan", params(("node" = String, Path,)),
    responses((status = 200, body = Object), (status = 404)))]
pub(crate) async fn node(may: May<acts::ReadPlan>, Path(key): Path<String>) -> Result<Json<NodeAnswer>, PageError> {
    let mut tx = may.read().await?;
    let tree = visible(&may, store::load_tree(&mut tx).await?);
    let node = tree.node(&key).ok_or(PageError::NotFound)?.clone();
    let version = store::version(&mut tx, Kind::Node, &key).await?.ok_or(PageError::NotFound)?;
    let history = store::history(&mut tx, Kind::Node, &key).await?.into_iter().map(PastAnswer::from).collect();
    let reads = may.can(Action::ReadPrivateText, &Subject::Area);
    let private = node.private.as_ref().filter(|_| reads).map(|text| text.for_the_office().to_owned());
    Ok(Json(NodeAnswer { node, version, private, history }))
}

/// Which version of what was seen.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SeenBody {
    /// node, plan or evidence.
    kind: String,
    key: String,
    version: i64,
}

/// Deeds to be done as one change.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeBody {
    /// The version of every commitment, plan and piece of evidence that the deeds change; none of what they add.
    #[serde(default)]
    seen: Vec<SeenBody>,
    reason: Option<String>,
    /// The deeds as the audit record writes them.
    #[schema(value_type = Vec<Object>)]
    deeds: Vec<Deed>,
    /// The office's own words by key of the commitment; deeds never carry them.
    #[serde(default)]
    private: BTreeMap<String, String>,
}

/// What it takes to do a deed beside the right to edit the plan; what families say is not the office's to say.
fn further(deed: &Deed) -> Action {
    match deed {
        Deed::Judge { judgement: Judgement::Felt(_), .. } => Action::JudgeFelt,
        Deed::FileEvidence(_) => Action::FileEvidence,
        Deed::GiveWay { .. } => Action::SucceedPlan,
        _ => Action::EditPlan,
    }
}

/// Does deeds as one change, against the versions seen.
#[utoipa::path(post, path = "/api/v1/plan/changes", tag = "plan", request_body = ChangeBody,
    responses((status = 201, body = Object), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn change(may: May<acts::EditPlan>, sent: JsonSent<ChangeBody>) -> Result<Response, PageError> {
    let body = &sent.body;
    if !body.deeds.iter().all(|deed| may.can(further(deed), &Subject::Area)) {
        return Err(PageError::NotFound);
    }
    if body.deeds.iter().any(|deed| matches!(deed, Deed::SetPrivateText { .. })) {
        return Err(PageError::refused("The body cannot be used", "Send the office's own words in \"private\"."));
    }
    let mut deeds = body.deeds.clone();
    for (node, words) in &body.private {
        deeds.push(Deed::SetPrivateText { node: node.clone(), text: PrivateText::new(words) });
    }
    let mut seen = Vec::with_capacity(body.seen.len());
    for one in &body.seen {
        let kind = one.kind.parse().map_err(|error: UnknownWord| unusable(&error))?;
        seen.push(Seen { kind, key: one.key.clone(), version: one.version });
    }
    done(&may, &sent, (deeds, body.reason.as_deref()), &seen).await
}

/// Saves deeds once, and answers with the number of the change.
async fn done<T>(
    visit: &Visit,
    sent: &JsonSent<T>,
    (deeds, reason): (Vec<Deed>, Option<&str>),
    seen: &[Seen],
) -> Result<Response, PageError> {
    let mut tx = visit.write().await?;
    let ticket = match sent.once(&mut tx, visit).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let (actor, at) = who(visit);
    let tree = held(&mut tx).await?;
    all_seen(&mut tx, &deeds, seen).await?;
    let done = save(&mut tx, (&actor, at), tree, seen, (deeds, reason)).await.map_err(not_saved)?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &json!({ "change": done })).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Refuses deeds on something that is there already without the version at which it was read: a program must not write
/// over what somebody changed meanwhile.
async fn all_seen(tx: &mut Tx, deeds: &[Deed], seen: &[Seen]) -> Result<(), PageError> {
    for deed in deeds {
        let side = Side::of(deed);
        if seen.iter().any(|seen| (seen.kind, &seen.key) == (side.kind, &side.key)) {
            continue;
        }
        if store::version(tx, side.kind, &side.key).await?.is_some() {
            let remedy = format!("Say in the body at which version you read the {} {:?}.", side.kind.word(), side.key);
            return Err(PageError::refused("Nothing was saved", &remedy));
        }
    }
    Ok(())
}

fn seen_at(kind: Kind, key: &str, version: i64) -> Seen {
    Seen { kind, key: key.to_owned(), version }
}

/// What families say of a commitment.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeltBody {
    node: String,
    /// The version of the commitment that was read.
    version: i64,
    /// yes, partly, no or `not_asked`.
    value: String,
    note: Option<String>,
    /// A body or a post, never a person's name.
    by: String,
}

/// Says what families feel.
#[utoipa::path(post, path = "/api/v1/plan/felt", tag = "plan", request_body = FeltBody,
    responses((status = 201, body = Object), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn felt(may: May<acts::JudgeFelt>, sent: JsonSent<FeltBody>) -> Result<Response, PageError> {
    let body = &sent.body;
    let value = body.value.parse().map_err(|error: UnknownWord| unusable(&error))?;
    let mark = Mark { value, word: None, on: may.today(), by: body.by.clone(), note: body.note.clone() };
    let subject = roadmap::deed::Subject::Node(body.node.clone());
    let seen = [seen_at(Kind::Node, &body.node, body.version)];
    done(&may, &sent, (vec![Deed::Judge { subject, judgement: Judgement::Felt(mark) }], None), &seen).await
}

/// Evidence for a commitment.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EvidenceBody {
    node: String,
    /// The version of the commitment that was read.
    version: i64,
    /// As in the programme file: key, title, kind, on, address, shows, sensitivity, document, supersedes.
    #[schema(value_type = Object)]
    evidence: Evidence,
}

/// Files new evidence and joins it to a commitment.
#[utoipa::path(post, path = "/api/v1/plan/evidence", tag = "plan", request_body = EvidenceBody,
    responses((status = 201, body = Object), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn evidence(
    may: May<acts::FileEvidence>,
    sent: JsonSent<EvidenceBody>,
) -> Result<Response, PageError> {
    let body = &sent.body;
    let mut tx = may.read().await?;
    let tree = store::load_tree(&mut tx).await?;
    let node = tree.node(&body.node).ok_or(PageError::NotFound)?;
    if let Some(document) = body.evidence.document
        && !may.may_name(&mut tx, document).await?
    {
        let remedy = "There is no such document, or not for you. Hand it in first, and name it by its identifier.";
        return Err(PageError::refused("Nothing was saved", remedy));
    }
    drop(tx);
    if tree.evidence.iter().any(|held| held.key == body.evidence.key) {
        return Err(PageError::refused("Nothing was saved", "This key is taken; file it under another one."));
    }
    let mut links = Links::of(node);
    links.evidence.push(body.evidence.key.clone());
    let deeds = vec![Deed::FileEvidence(body.evidence.clone()), Deed::Join { node: body.node.clone(), links }];
    let seen = [seen_at(Kind::Node, &body.node, body.version)];
    done(&may, &sent, (deeds, None), &seen).await
}

fn unusable(error: &UnknownWord) -> PageError {
    PageError::refused("The body cannot be used", &sentence(&error.to_string()))
}

fn not_saved(error: NotSaved) -> PageError {
    match error {
        NotSaved::Engine(error) | NotSaved::NotDone(NotDone::Engine(error)) => error.into(),
        NotSaved::Gone(..) => PageError::NotFound,
        error @ NotSaved::Clash(_) => PageError::Changed(sentence(&error.to_string())),
        error @ NotSaved::NotDone(_) => PageError::refused("Nothing was saved", &sentence(&error.to_string())),
    }
}

/// Why something is done.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReasonBody {
    reason: String,
}

/// Takes a change back by a new one.
#[utoipa::path(post, path = "/api/v1/plan/changes/{change}/undo", tag = "plan", params(("change" = i64, Path,)),
    request_body = ReasonBody, responses((status = 201, body = Object), (status = 404), (status = 422)))]
pub(crate) async fn undo(
    may: May<acts::EditPlan>,
    Path(number): Path<i64>,
    sent: JsonSent<ReasonBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    if !may_undo(&may, &store::change(&mut tx, number).await?) {
        return Err(PageError::NotFound);
    }
    let who = (&may.actor(), may.now);
    let done = roadmap::change::undo(&mut tx, who, may.today(), number, &sent.body.reason).await.map_err(not_undone)?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &json!({ "change": done })).await?;
    tx.commit().await?;
    Ok(answer)
}

/// What becomes of one commitment.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FateBody {
    node: String,
    /// The version of the commitment that was read.
    version: i64,
    /// carried, merged, closed or dropped.
    outcome: String,
    /// The commitment of the new plan it goes on in, where it is carried or merged.
    target: Option<String>,
    reason: String,
}

/// A plan gives way to the one that follows.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuccessionBody {
    old: String,
    /// The version of the old plan that was read.
    version: i64,
    new: String,
    reason: String,
    answers: Vec<FateBody>,
}

fn fates(body: &SuccessionBody) -> Result<Vec<Answer>, PageError> {
    let fate = |fate: &FateBody| {
        let outcome = match (fate.outcome.as_str(), fate.target.clone()) {
            ("carried", Some(to)) => Outcome::Carried { to },
            ("merged", Some(into)) => Outcome::Merged { into },
            ("closed", None) => Outcome::Closed,
            ("dropped", None) => Outcome::Dropped,
            _ => {
                let remedy = "An outcome is carried or merged, each with its target, or closed or dropped without one.";
                return Err(PageError::refused("The body cannot be used", remedy));
            }
        };
        Ok(Answer { node: fate.node.clone(), outcome, reason: fate.reason.clone() })
    };
    body.answers.iter().map(fate).collect()
}

fn way(body: &SuccessionBody, on: Date) -> GaveWay {
    GaveWay { to: body.new.clone(), on, reason: body.reason.clone() }
}

/// Lets a plan give way, with an answer for every open commitment.
#[utoipa::path(post, path = "/api/v1/plan/successions", tag = "plan", request_body = SuccessionBody,
    responses((status = 201, body = Object), (status = 404), (status = 409), (status = 422)))]
pub(crate) async fn succeed(
    may: May<acts::SucceedPlan>,
    sent: JsonSent<SuccessionBody>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let body = &sent.body;
    let tree = held(&mut tx).await?;
    let deeds = succession(&tree, &body.old, &way(body, may.today()), &fates(body)?)
        .map_err(|reason| PageError::refused("The plan does not give way yet", &sentence(&reason.to_string())))?;
    let (actor, at) = who(&may);
    let mut seen = vec![seen_at(Kind::Plan, &body.old, body.version)];
    seen.extend(body.answers.iter().map(|fate| seen_at(Kind::Node, &fate.node, fate.version)));
    let done = save(&mut tx, (&actor, at), tree, &seen, (deeds, Some(&body.reason))).await.map_err(not_saved)?;
    let answer = ticket.json(&mut tx, StatusCode::CREATED, &json!({ "change": done })).await?;
    tx.commit().await?;
    Ok(answer)
}
