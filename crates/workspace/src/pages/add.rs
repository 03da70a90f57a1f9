//! A new commitment.

use axum::{extract::Query, response::Response};
use office::{May, Once, PageError, Sent, acts};
use roadmap::{
    change::save as save_change,
    deed::Deed,
    model::{Node, Timing, Tree},
    store,
};
use serde::Deserialize;
use web::Html;

use super::node_path;
use crate::{
    edits::{free_key, or_nothing, when_asks},
    fields::{Typed, Wrongs},
    form::{Ask, Form},
    saving::{held, refused, who},
};

/// Where the new commitment is to stand, as a link says it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Under {
    #[serde(default)]
    plan: String,
    #[serde(default)]
    parent: String,
}

fn form(tree: &Tree, under: &Under) -> Form {
    let plans = tree.plans.iter().map(|plan| (plan.key.clone(), plan.title.clone())).collect();
    let nodes = tree.nodes.iter().filter(|node| node.retired.is_none());
    let nodes = nodes.map(|node| (node.key.clone(), node.words().to_owned())).collect();
    let levels = tree.plans.iter().find(|plan| plan.key == under.plan).map(|plan| plan.levels.join(", "));
    let level_hint = levels.map_or_else(|| "Such as action".to_owned(), |levels| format!("One of: {levels}"));
    let mut asks = vec![
        Ask::one_of("plan", "In which plan?", plans, &under.plan),
        Ask::one_of("parent", "Under what?", or_nothing("At the top", nodes), &under.parent),
        Ask::line("level", "At which level?", "").hinted(&level_hint),
        Ask::line("reference", "The plan\u{2019}s own number", ""),
        Ask::text("wording", "What is promised?", "").hinted("The words as they are to be published"),
        Ask::text("plain", "The same in plain English", ""),
        Ask::text("why", "Why it matters to families", ""),
    ];
    asks.extend(when_asks("When?"));
    Form {
        path: "office/plan/add".to_owned(),
        title: "Add a commitment".to_owned(),
        about: Html::default(),
        asks,
        hidden: Vec::new(),
        button: "Add it".to_owned(),
        leave: "office/plan".to_owned(),
    }
}

/// `GET /office/plan/add`
pub(crate) async fn page(may: May<acts::EditPlan>, Query(under): Query<Under>) -> Result<Response, PageError> {
    let tree = store::load_tree(&mut may.read().await?).await?;
    Ok(may.show(&form(&tree, &under).page(&may, &Wrongs::none())))
}

fn new_node(tree: &Tree, typed: &Typed) -> Result<Node, Wrongs> {
    let mut wrongs = Wrongs::none();
    let wording = wrongs.needed(typed, "wording", "Write what is promised");
    let level = wrongs.needed(typed, "level", "Say at which level");
    let parent = typed.some("parent");
    let plan = typed.one("plan").to_owned();
    let misplaced = |key: &String| tree.node(key).is_none_or(|above| above.plan != plan);
    if parent.as_ref().is_some_and(misplaced) {
        wrongs.add("parent", "Choose something in the same plan");
    }
    let says_when = ["when", "first", "last"].iter().any(|field| typed.some(field).is_some());
    let timing = if says_when { Timing::new(wrongs.when(typed)) } else { Timing::default() };
    wrongs.or(Node {
        key: free_key(tree, &[], &wording),
        plan,
        parent,
        level,
        reference: typed.some("reference"),
        wording,
        plain: typed.some("plain"),
        why: typed.some("why"),
        timing,
        ..Node::empty()
    })
}

/// `POST /office/plan/add`
pub(crate) async fn save(may: May<acts::EditPlan>, sent: Sent<Typed>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let tree = held(&mut tx).await?;
    let typed = &sent.fields;
    let form = form(&tree, &Under::default());
    typed.check(&form.asks, &[])?;
    let node = match new_node(&tree, typed) {
        Ok(node) => node,
        Err(wrongs) => return Err(form.again(&may, typed, &wrongs)),
    };
    let path = node_path(&node.key);
    let (actor, at) = who(&may);
    let deeds = vec![Deed::AddNode(Box::new(node))];
    if let Err(error) = save_change(&mut tx, (&actor, at), tree, &[], (deeds, None)).await {
        return Err(refused((&mut tx, &may), (form, &[]), typed, error).await?);
    }
    let answer = ticket.go_to(&mut tx, &may, &path).await?;
    tx.commit().await?;
    Ok(answer)
}
