//! A plan is led over into the one that follows.

use askama::Template;
use axum::{extract::Path, response::Response};
use office::{May, Once, PageError, Sent, acts, staff_page};
use roadmap::{
    change::{Seen, save as save_change},
    history::Kind,
    model::{GaveWay, Node, Plan, Tree},
    store,
    succession::{Answer, NotReady, Outcome, open_commitments, succession, told},
};
use web::Html;

use super::node_path;
use crate::{
    edits::{or_nothing, why},
    fields::{Typed, Wrongs},
    form::{Ask, Form, Named},
    saving::{held, refused, who},
};

/// One plan that can give way, with the plans that could follow.
struct Leads {
    title: String,
    to: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "workspace/succession.html")]
struct ChoosePage {
    open: Vec<Leads>,
    told: Vec<String>,
}

/// `GET /office/plan/succession`
pub(crate) async fn choose(may: May<acts::SucceedPlan>) -> Result<Response, PageError> {
    let tree = store::load_tree(&mut may.read().await?).await?;
    let stands = |plan: &&Plan| plan.gave_way.is_none();
    let leads = |old: &Plan| Leads {
        title: old.title.clone(),
        to: tree
            .plans
            .iter()
            .filter(stands)
            .filter(|new| new.key != old.key)
            .map(|new| (may.here.at(&format!("office/plan/succession/{}/{}", old.key, new.key)), new.title.clone()))
            .collect(),
    };
    let sentence = |told: &roadmap::succession::Told<'_>| {
        let count = told.fates.len();
        format!(
            "{} gave way to {}: {}. Commitments led over: {count}.",
            told.old.title, told.new.title, told.way.reason
        )
    };
    let main = ChoosePage {
        open: tree.plans.iter().filter(stands).map(leads).collect(),
        told: told(&tree).iter().map(sentence).collect(),
    };
    Ok(may.show(&staff_page(&may, "office/plan/succession", "Lead a plan over into the next", Html::of(&main))))
}

fn outcomes() -> Vec<Named> {
    let all = [
        ("carried", "It goes on as a commitment of the new plan"),
        ("merged", "It is taken into a wider commitment of the new plan"),
        ("closed", "Nothing of it is left to do"),
        ("dropped", "It is given up"),
    ];
    or_nothing("Choose one", all.map(|(word, plain)| (word.to_owned(), plain.to_owned())).to_vec())
}

fn form(tree: &Tree, old: &str, new: &str, version: i64) -> Result<Form, PageError> {
    let plan = |key: &str| tree.plans.iter().find(|plan| plan.key == key).ok_or(PageError::NotFound);
    let (from, to) = (plan(old)?, plan(new)?);
    if from.gave_way.is_some() || old == new {
        return Err(PageError::NotFound);
    }
    let stands = |node: &&Node| node.plan == new && node.retired.is_none();
    let targets: Vec<Named> =
        tree.nodes.iter().filter(stands).map(|node| (node.key.clone(), node.words().to_owned())).collect();
    let mut asks = Vec::new();
    for node in open_commitments(tree, old) {
        let name = |field: &str| format!("{field}.{}", node.key);
        let words = node.words();
        asks.push(Ask::one_of(&name("outcome"), &format!("What becomes of \u{201c}{words}\u{201d}?"), outcomes(), ""));
        asks.push(Ask::one_of(
            &name("target"),
            "In which commitment of the new plan does it go on?",
            or_nothing("In none", targets.clone()),
            "",
        ));
        asks.push(Ask::line(&name("why"), "Why?", ""));
    }
    asks.push(why().hinted("Why the plan as a whole gives way. It is published."));
    Ok(Form {
        path: format!("office/plan/succession/{old}/{new}"),
        title: format!("{} gives way to {}", from.title, to.title),
        about: Html::default(),
        asks,
        hidden: vec![("version".to_owned(), version.to_string())],
        button: "Let it give way".to_owned(),
        leave: "office/plan/succession".to_owned(),
    })
}

/// `GET /office/plan/succession/{old}/{new}`
pub(crate) async fn page(
    may: May<acts::SucceedPlan>,
    Path((old, new)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let tree = store::load_tree(&mut tx).await?;
    let version = store::version(&mut tx, Kind::Plan, &old).await?.ok_or(PageError::NotFound)?;
    Ok(may.show(&form(&tree, &old, &new, version)?.page(&may, &Wrongs::none())))
}

/// The answers typed; what has none yet is left for the refusal, which names it.
fn answers(tree: &Tree, old: &str, typed: &Typed, wrongs: &mut Wrongs) -> Vec<Answer> {
    let mut answers = Vec::new();
    for node in open_commitments(tree, old) {
        let name = |field: &str| format!("{field}.{}", node.key);
        let target = typed.some(&name("target"));
        let outcome = match (typed.one(&name("outcome")), target) {
            ("carried", Some(to)) => Outcome::Carried { to },
            ("merged", Some(into)) => Outcome::Merged { into },
            ("closed", _) => Outcome::Closed,
            ("dropped", _) => Outcome::Dropped,
            ("carried" | "merged", None) => {
                wrongs.add(&name("target"), "Choose the commitment it goes on in");
                continue;
            }
            _ => {
                wrongs.add(&name("outcome"), &format!("Say what becomes of \u{201c}{}\u{201d}", node.words()));
                continue;
            }
        };
        let reason = wrongs.needed(typed, &name("why"), &format!("Say why for \u{201c}{}\u{201d}", node.words()));
        answers.push(Answer { node: node.key.clone(), outcome, reason });
    }
    answers
}

/// The field that a refusal is about.
fn field_of(reason: &NotReady) -> String {
    match reason {
        NotReady::NoReason(node) => format!("why.{node}"),
        NotReady::WrongTarget { node, .. } => format!("target.{node}"),
        _ => "reason".to_owned(),
    }
}

/// `POST /office/plan/succession/{old}/{new}`
pub(crate) async fn save(
    may: May<acts::SucceedPlan>,
    Path((old, new)): Path<(String, String)>,
    sent: Sent<Typed>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let tree = held(&mut tx).await?;
    let typed = &sent.fields;
    let version = typed.one("version").parse().unwrap_or_default();
    let form = form(&tree, &old, &new, version)?;
    // A commitment answered or added since the page was opened is no stranger: the form is shown again as it is now.
    let mut wrongs = Wrongs::none();
    let reason = wrongs.needed(typed, "reason", "Say why the plan gives way");
    let answers = answers(&tree, &old, typed, &mut wrongs);
    let way = GaveWay { to: new, on: may.today(), reason: reason.clone() };
    let ready = wrongs.or(()).and_then(|()| {
        succession(&tree, &old, &way, &answers)
            .map_err(|reason| Wrongs::one(&field_of(&reason), &crate::saving::sentence(&reason.to_string())))
    });
    let deeds = match ready {
        Ok(deeds) => deeds,
        Err(wrongs) => return Err(form.again(&may, typed, &wrongs)),
    };
    typed.check(&form.asks, &["version"])?;
    let seen = [Seen { kind: Kind::Plan, key: old, version }];
    let (actor, at) = who(&may);
    if let Err(error) = save_change(&mut tx, (&actor, at), tree, &seen, (deeds, Some(&reason))).await {
        return Err(refused((&mut tx, &may), (form, &[]), typed, error).await?);
    }
    let first = answers.first().map_or_else(|| "office/plan".to_owned(), |answer| node_path(&answer.node));
    let answer = ticket.go_to(&mut tx, &may, &first).await?;
    tx.commit().await?;
    Ok(answer)
}
