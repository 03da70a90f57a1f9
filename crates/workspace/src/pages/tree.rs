//! The whole plan as the office keeps it, by plan, with filters that stay in the address.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::Query, response::Response};
use jiff::civil::Date;
use kernel::{DAY_HINT, typed_day};
use office::{Action, May, PageError, Subject, acts, staff_page};
use roadmap::{
    difference::when_words,
    model::{Delivery, Node, Plan, Tree},
    store,
};
use serde::Deserialize;
use web::{Component, Html, components::Details};

use super::node_path;
use crate::{
    edits::{named, or_nothing},
    form::Ask,
};

/// What the reader wants to see.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    owner: String,
    theme: String,
    status: String,
    quiet: String,
}

impl Filter {
    fn is_empty(&self) -> bool {
        [&self.owner, &self.theme, &self.status, &self.quiet].iter().all(|field| field.trim().is_empty())
    }

    fn shows(&self, node: &Node) -> bool {
        let owned = || node.owners.iter().any(|owner| owner.body.as_deref() == Some(self.owner.as_str()));
        let status = || node.delivery.as_ref().map_or("none", |mark| mark.value.word()) == self.status;
        (self.owner.is_empty() || owned())
            && (self.theme.is_empty() || node.themes.contains(&self.theme))
            && (self.status.is_empty() || status())
            && typed_day(&self.quiet).is_none_or(|day| is_quiet_since(node, day))
    }

    fn asks(&self, tree: &Tree) -> Vec<Ask> {
        let owners = tree.bodies.iter().map(|body| (body.key.clone(), body.name.clone())).collect();
        let themes = tree.themes.iter().map(|theme| (theme.key.clone(), theme.name.clone())).collect();
        let mut statuses = named(Delivery::ALL, Delivery::word, Delivery::plain);
        statuses.push(("none".to_owned(), "Nothing said".to_owned()));
        vec![
            Ask::one_of("owner", "Who answers for it", or_nothing("Anybody", owners), &self.owner),
            Ask::one_of("theme", "Theme", or_nothing("Any", themes), &self.theme),
            Ask::one_of("status", "How far it is", or_nothing("Any", statuses), &self.status),
            Ask::line("quiet", "Nothing heard since", &self.quiet).hinted(DAY_HINT),
        ]
    }
}

/// Whether nothing was said of it since a day: no note, no judgement of delivery, no actual.
fn is_quiet_since(node: &Node, day: Date) -> bool {
    let said = node.updates.iter().map(|update| update.on);
    let judged = node.delivery.iter().map(|mark| mark.on);
    let happened = node.timing.actual.iter().map(|actual| actual.recorded_on);
    node.retired.is_none() && said.chain(judged).chain(happened).all(|on| on < day)
}

/// One commitment in the list.
struct Line<'a> {
    node: &'a Node,
    href: String,
    when: String,
    status: &'static str,
    under: Html,
}

#[derive(Template)]
#[template(path = "workspace/branch.html")]
struct Branch<'a> {
    lines: Vec<Line<'a>>,
}

#[derive(Template)]
#[template(path = "workspace/tree.html")]
struct TreePage {
    filters: Vec<Html>,
    plans: Vec<Html>,
    is_filtered: bool,
    links: Vec<(String, &'static str)>,
}

/// Nodes by the node above them; a node whose parent is filtered out stands at the top.
type Under<'a> = HashMap<Option<&'a str>, Vec<&'a Node>>;

fn branch(at: &dyn Fn(&str) -> String, under: &Under<'_>, parent: Option<&str>) -> Html {
    let Some(nodes) = under.get(&parent) else { return Html::default() };
    Html::of(&Branch { lines: nodes.iter().map(|node| line(at, under, node)).collect() })
}

fn line<'a>(at: &dyn Fn(&str) -> String, under: &Under<'a>, node: &'a Node) -> Line<'a> {
    Line {
        node,
        href: at(&node_path(&node.key)),
        when: when_words(node.timing.current()),
        status: node.retired.as_ref().map_or_else(
            || node.delivery.as_ref().map_or("", |mark| mark.value.plain()),
            |retired| retired.kind.plain(),
        ),
        under: branch(at, under, Some(&node.key)),
    }
}

fn plan_html(at: &dyn Fn(&str) -> String, plan: &Plan, nodes: &[&Node], open: bool) -> Html {
    let mut under: Under<'_> = HashMap::new();
    for node in nodes {
        let above = node.parent.as_deref().filter(|key| *key != node.key && nodes.iter().any(|held| held.key == *key));
        under.entry(above).or_default().push(node);
    }
    let summary_text = format!("{} ({})", plan.title, nodes.len());
    Details {
        summary_text,
        html: branch(at, &under, None),
        open,
        id: format!("plan-{}", plan.key),
        ..Details::default()
    }
    .html()
}

/// `GET /office/plan`
pub(crate) async fn page(may: May<acts::ReadPlan>, Query(filter): Query<Filter>) -> Result<Response, PageError> {
    let tree = store::load_tree(&mut may.read().await?).await?;
    let at = |path: &str| may.here.at(path);
    let shown: Vec<&Node> = tree.nodes.iter().filter(|node| filter.shows(node)).collect();
    let of_plan = |plan: &Plan| -> Html {
        let nodes: Vec<&Node> = shown.iter().copied().filter(|node| node.plan == plan.key).collect();
        plan_html(&at, plan, &nodes, plan.gave_way.is_none())
    };
    let offered = [
        (Action::EditPlan, "office/plan/add", "Add a commitment"),
        (Action::EditPlan, "office/plan/bulk", "Change several at once"),
        (Action::ImportPage, "office/plan/imports", "Bring a page in"),
        (Action::SucceedPlan, "office/plan/succession", "Lead a plan over into the next"),
        (Action::ReadPlan, "office/plan/moves", "Moves that wait for consent"),
    ];
    let may_open = |(action, _, _): &(Action, &str, &str)| may.could(*action, &Subject::Area);
    let main = TreePage {
        filters: filter.asks(&tree).iter().map(Ask::plain_html).collect(),
        plans: tree.plans.iter().map(of_plan).collect(),
        is_filtered: !filter.is_empty(),
        links: offered.into_iter().filter(may_open).map(|(_, path, words)| (at(path), words)).collect(),
    };
    Ok(may.show(&staff_page(&may, "office/plan", "Plan", Html::of(&main))))
}
