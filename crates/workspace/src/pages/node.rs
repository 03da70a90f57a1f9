//! One commitment with everything the office knows of it.

use std::collections::BTreeSet;

use askama::Template;
use axum::{extract::Path, response::Response};
use office::{Action, May, Names, PageError, Subject, Visit, acts, staff_page};
use roadmap::{
    consent::{ProposalState, ProposedMove},
    difference::{day_words, when_words},
    history::{Facet, Kind, Past, Side, body_name},
    model::{Node, PrivateText, Tree},
    store,
};
use web::{Html, Link};

use super::node_path;
use crate::{
    edits::Edit,
    saving::{actor_words, day_of, may_undo},
};

/// A link to another commitment.
struct Beside {
    href: String,
    words: String,
    how: String,
}

/// One deed of the history.
struct Told {
    past: Past,
    by: String,
    on: String,
    undo: Option<String>,
}

/// A move that was proposed.
pub(super) struct Proposed {
    pub(super) wanted: String,
    pub(super) state: &'static str,
    pub(super) reason: String,
    pub(super) by: String,
    pub(super) on: String,
    pub(super) answers: Vec<String>,
    pub(super) open: Vec<String>,
    pub(super) answer: Option<String>,
    pub(super) withdraw: Option<String>,
    pub(super) once: Html,
}

/// A fact of a commitment: what it is called, what is said, and where one changes it.
struct Fact {
    name: &'static str,
    said: String,
}

#[derive(Template)]
#[template(path = "workspace/node.html")]
struct NodePage<'a> {
    node: &'a Node,
    facts: Vec<Fact>,
    private: Option<&'a str>,
    above: Vec<Beside>,
    below: Vec<Beside>,
    joined: Vec<Beside>,
    evidence: Vec<String>,
    notes: Vec<String>,
    moves: Vec<Proposed>,
    edits: Vec<(String, &'static str)>,
    history: Vec<Told>,
}

/// `GET /office/plan/nodes/{node}`
pub(crate) async fn page(may: May<acts::ReadPlan>, Path(key): Path<String>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let tree = store::load_tree(&mut tx).await?;
    let node = tree.node(&key).ok_or(PageError::NotFound)?;
    let history = store::history(&mut tx, Kind::Node, &key).await?;
    let felt = store::changes_touching(&mut tx, Kind::Node, &key, Facet::Felt).await?;
    let moves = store::proposals(&mut tx, &key).await?;
    let names = may.names(&mut tx).await?;
    drop(tx);
    let reads_private = may.can(Action::ReadPrivateText, &Subject::Area);
    let main = NodePage {
        node,
        facts: facts(&tree, node),
        private: node.private.as_ref().filter(|_| reads_private).map(PrivateText::for_the_office),
        above: tree.above(node).map(|above| beside(&may, above, "")).collect(),
        below: tree
            .nodes
            .iter()
            .filter(|held| held.parent.as_ref() == Some(&key))
            .map(|held| beside(&may, held, ""))
            .collect(),
        joined: joined(&may, &tree, node),
        evidence: evidence(&may, &tree, node),
        notes: node
            .updates
            .iter()
            .rev()
            .map(|note| format!("{}: {} ({})", day_words(note.on), note.text, note.by))
            .collect(),
        moves: moves.iter().map(|held| proposed(&may, &tree, &names, held)).collect(),
        edits: edits(&may, node),
        history: history.into_iter().map(|past| told(&may, &names, &felt, past)).collect(),
    };
    let page = staff_page(&may, &node_path(&key), node.words(), Html::of(&main));
    Ok(may.show(&web::Shell { breadcrumbs: vec![Link::inside("Plan", "office/plan")], ..page }))
}

/// Everything that can be said in a line, in the order people ask for it.
fn facts(tree: &Tree, node: &Node) -> Vec<Fact> {
    const SHOWN: [Facet; 12] = [
        Facet::Dates,
        Facet::Actual,
        Facet::Delivery,
        Facet::Confidence,
        Facet::Oversight,
        Facet::Felt,
        Facet::Owners,
        Facet::Places,
        Facet::Measures,
        Facet::Consent,
        Facet::Place,
        Facet::Standing,
    ];
    let side = |facet| Side { kind: Kind::Node, key: node.key.clone(), facet };
    let fact = |facet: Facet| Fact {
        name: facet.plain(),
        said: side(facet).said(tree).unwrap_or_else(|| "Nothing yet".to_owned()),
    };
    SHOWN.into_iter().map(fact).collect()
}

fn beside(visit: &Visit, node: &Node, how: &str) -> Beside {
    Beside { href: visit.here.at(&node_path(&node.key)), words: node.words().to_owned(), how: how.to_owned() }
}

/// What it is joined to in other plans, in both directions.
fn joined(visit: &Visit, tree: &Tree, node: &Node) -> Vec<Beside> {
    let of = |keys: &[String], how: &str| -> Vec<Beside> {
        keys.iter().filter_map(|key| tree.node(key)).map(|held| beside(visit, held, how)).collect()
    };
    let mut all = of(&node.contributes_to, "it helps to keep this");
    all.extend(of(&node.came_from, "it came out of this"));
    all.extend(node.retired.iter().flat_map(|retired| of(&retired.into, "it goes on in this")));
    for other in &tree.nodes {
        if other.contributes_to.contains(&node.key) {
            all.push(beside(visit, other, "this helps to keep it"));
        }
    }
    all
}

fn evidence(visit: &Visit, tree: &Tree, node: &Node) -> Vec<String> {
    let private = visit.can(Action::ReadPrivateEvidence, &Subject::Area);
    let held = tree.evidence.iter().filter(|held| node.evidence.contains(&held.key));
    let visible = held.filter(|held| private || held.is_public());
    visible
        .map(|held| {
            let on = held.on.map(|on| format!(", {}", day_words(on))).unwrap_or_default();
            let gone = tree.evidence.iter().any(|later| later.supersedes.as_ref() == Some(&held.key));
            let gone = if gone { "; newer evidence takes its place" } else { "" };
            format!("{} ({}{on}; {}{gone})", held.title, held.kind.plain(), held.sensitivity.plain().to_lowercase())
        })
        .collect()
}

/// A proposal with what has been answered and who has yet to.
pub(super) fn proposed(visit: &Visit, tree: &Tree, names: &Names, held: &ProposedMove) -> Proposed {
    let waiting = held.state == ProposalState::Waiting;
    let open: Vec<&str> = if waiting { held.unanswered(tree).collect() } else { Vec::new() };
    let has_say = |body: &&str| {
        let organisations = vec![(*body).to_owned()];
        let subject = Subject::Commitment { key: held.node.clone(), organisations, people: Vec::new() };
        visit.can(Action::ConsentToMove, &subject)
    };
    let may_withdraw = waiting && visit.can(Action::EditPlan, &Subject::Area);
    let answer = |consent: &roadmap::consent::Consent| {
        let verb = if consent.gives { "consented" } else { "refused" };
        let who = names.get(&office::PersonId(consent.person)).map_or("somebody", String::as_str);
        let (body, on) = (body_name(tree, &consent.body), day_words(consent.on));
        format!("{body} {verb} on {on}, through {who}: {}", consent.words)
    };
    Proposed {
        wanted: when_words(&held.to),
        state: held.state.plain(),
        reason: held.reason.clone(),
        by: actor_words(&held.actor, names),
        on: day_words(held.on),
        answers: held.consents.iter().map(answer).collect(),
        answer: open.iter().find(|body| has_say(body)).map(|_| visit.here.at(&super::answer_path(held.id))),
        withdraw: may_withdraw.then(|| visit.here.at(&format!("office/plan/moves/{}/withdraw", held.id))),
        open: open.into_iter().map(|body| body_name(tree, body)).collect(),
        once: visit.once_field(),
    }
}

fn edits(visit: &Visit, node: &Node) -> Vec<(String, &'static str)> {
    let may = |action| visit.can(action, &Subject::Area);
    let key = &node.key;
    let mut all = Vec::new();
    if may(Action::EditPlan) {
        let fitting = Edit::ALL.iter().filter(|edit| edit.fits(node));
        all.extend(fitting.map(|edit| (visit.here.at(&format!("{}/{}", node_path(key), edit.word())), edit.title())));
    }
    if may(Action::EditPlan) && node.retired.is_none() {
        let under = visit.here.at(&format!("office/plan/add?plan={}&parent={key}", node.plan));
        all.push((under, "Add something under it"));
    }
    if may(Action::FileEvidence) && node.retired.is_none() {
        all.push((visit.here.at(&format!("office/plan/evidence/{key}")), "File evidence"));
    }
    if may(Action::JudgeFelt) && node.retired.is_none() {
        all.push((visit.here.at(&format!("office/plan/felt/{key}")), "Say what families feel"));
    }
    all
}

/// A deed of the history. A change is taken back whole: one that also said what families feel, `felt`, only by those
/// who may say that.
fn told(visit: &Visit, names: &Names, felt: &BTreeSet<i64>, past: Past) -> Told {
    let whole = !felt.contains(&past.change) || visit.can(Action::JudgeFelt, &Subject::Area);
    let can = whole && past.can_be_undone && past.undone_by.is_none() && may_undo(visit, std::slice::from_ref(&past));
    let undo = can.then(|| visit.here.at(&format!("office/plan/changes/{}/undo", past.change)));
    Told { by: actor_words(&past.actor, names), on: day_of(&past), undo, past }
}
