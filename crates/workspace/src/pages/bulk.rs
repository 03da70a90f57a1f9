//! One change to several commitments: chosen, looked at, then done as one.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use office::{May, Once, PageError, Sent, Visit, acts, staff_page};
use roadmap::{
    change::{NotSaved, Seen, save as save_change},
    deed::{Deed, Links},
    history::{Kind, Side},
    model::{NodeUpdate, Owner, Part, Tree},
    store,
};
use web::Html;

use crate::{
    edits::{or_nothing, why},
    fields::{Typed, Wrongs},
    form::{Ask, Form},
    saving::{held, sentence, who},
};

fn form(tree: &Tree) -> Form {
    let stands = tree.nodes.iter().filter(|node| node.retired.is_none());
    let nodes = stands.map(|node| (node.key.clone(), node.words().to_owned())).collect();
    let bodies = tree.bodies.iter().map(|body| (body.key.clone(), body.name.clone())).collect();
    let themes = tree.themes.iter().map(|theme| (theme.key.clone(), theme.name.clone())).collect();
    let what = [("owner", "Add an owner"), ("theme", "Add a theme"), ("note", "Add a note on progress")];
    let what = what.map(|(word, plain)| (word.to_owned(), plain.to_owned())).to_vec();
    Form {
        path: "office/plan/bulk".to_owned(),
        title: "Change several at once".to_owned(),
        about: Html::default(),
        asks: vec![
            Ask::any_of("nodes", "Which commitments?", nodes, Vec::new()),
            Ask::one_of("what", "What is to change?", or_nothing("Choose one", what), ""),
            Ask::one_of("owner", "Which organisation answers for them too?", or_nothing("None", bodies), ""),
            Ask::one_of("theme", "Which theme do they belong to too?", or_nothing("None", themes), ""),
            Ask::text("note", "What happened?", "").hinted("It is published with the next edition."),
            why(),
        ],
        hidden: vec![("step".to_owned(), "look".to_owned())],
        button: "Look at what would change".to_owned(),
        leave: "office/plan".to_owned(),
    }
}

/// `GET /office/plan/bulk`
pub(crate) async fn page(may: May<acts::EditPlan>) -> Result<Response, PageError> {
    let tree = store::load_tree(&mut may.read().await?).await?;
    Ok(may.show(&form(&tree).page(&may, &Wrongs::none())))
}

fn deeds(tree: &Tree, typed: &Typed, today: Date) -> Result<Vec<Deed>, Wrongs> {
    let mut wrongs = Wrongs::none();
    let nodes = typed.all("nodes");
    if nodes.is_empty() {
        wrongs.add("nodes", "Choose at least one commitment");
    }
    wrongs.needed(typed, "reason", "Say why");
    let what = typed.one("what");
    match what {
        "owner" | "theme" | "note" => drop(wrongs.needed(typed, what, "Say what is to be added")),
        _ => wrongs.add("what", "Choose what is to change"),
    }
    wrongs.or(())?;
    let stands = nodes.iter().filter_map(|key| tree.node(key)).filter(|node| node.retired.is_none());
    let deed = |node: &roadmap::model::Node| -> Deed {
        let key = node.key.clone();
        match what {
            "owner" => {
                let mut owners = node.owners.clone();
                let body = typed.some("owner");
                if owners.iter().all(|owner| owner.body != body) {
                    let part = Part::Responsible;
                    owners.push(Owner { body, role: None, person: None, part, since: Some(today), until: None });
                }
                Deed::SetOwners { node: key, owners }
            }
            "theme" => {
                let mut links = Links::of(node);
                let theme = typed.some("theme").filter(|theme| !links.themes.contains(theme));
                links.themes.extend(theme);
                Deed::Join { node: key, links }
            }
            _ => {
                let (text, by) = (typed.one("note").to_owned(), "Programme office".to_owned());
                Deed::AddUpdate { node: key, update: NodeUpdate { on: today, period: None, text, by } }
            }
        }
    };
    Ok(stands.map(deed).collect())
}

/// What one commitment says before and after.
struct Row {
    words: String,
    before: String,
    after: String,
}

#[derive(Template)]
#[template(path = "workspace/preview.html")]
struct Preview {
    rows: Vec<Row>,
    fields: Vec<(String, String)>,
    action: String,
    leave: String,
    once: Html,
}

async fn preview(
    visit: &Visit,
    tx: &mut db::Tx,
    tree: &Tree,
    typed: &Typed,
    deeds: &[Deed],
) -> Result<Response, PageError> {
    let mut after = tree.clone();
    let (mut rows, mut fields) = (Vec::new(), Vec::new());
    for deed in deeds {
        let side = Side::of(deed);
        let said = |tree: &Tree| side.said(tree).unwrap_or_else(|| "Nothing".to_owned());
        let before = said(tree);
        after
            .apply(deed)
            .map_err(|reason| PageError::refused("This cannot be done", &sentence(&reason.to_string())))?;
        let words = tree.node(&side.key).map_or_else(String::new, |node| node.words().to_owned());
        rows.push(Row { words, before, after: said(&after) });
        let version = store::version(tx, Kind::Node, &side.key).await?.ok_or(PageError::NotFound)?;
        fields.push(("seen".to_owned(), format!("{version} {}", side.key)));
    }
    let own = typed.pairs().filter(|(name, _)| !matches!(*name, "step" | "seen"));
    fields.extend(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
    fields.push(("step".to_owned(), "do".to_owned()));
    let (action, leave) = (visit.here.at("office/plan/bulk"), visit.here.at("office/plan"));
    let main = Preview { rows, fields, action, leave, once: visit.once_field() };
    Ok(visit.show(&staff_page(visit, "office/plan/bulk", "What would change", Html::of(&main))))
}

/// The versions that the preview showed.
fn seen(typed: &Typed) -> Vec<Seen> {
    let one = |pair: String| {
        let (version, key) = pair.split_once(' ')?;
        Some(Seen { kind: Kind::Node, key: key.to_owned(), version: version.parse().ok()? })
    };
    typed.all("seen").into_iter().filter_map(one).collect()
}

/// `POST /office/plan/bulk`
pub(crate) async fn save(may: May<acts::EditPlan>, sent: Sent<Typed>) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let tree = held(&mut tx).await?;
    let typed = &sent.fields;
    let form = form(&tree);
    typed.check(&form.asks, &["step", "seen"])?;
    let deeds = match deeds(&tree, typed, may.today()) {
        Ok(deeds) => deeds,
        Err(wrongs) => return Err(form.again(&may, typed, &wrongs)),
    };
    if typed.one("step") != "do" {
        return preview(&may, &mut tx, &tree, typed, &deeds).await;
    }
    let (actor, at) = who(&may);
    match save_change(&mut tx, (&actor, at), tree.clone(), &seen(typed), (deeds.clone(), Some(typed.one("reason"))))
        .await
    {
        Ok(_) => {}
        // Somebody changed one of them: the preview shows all of them again as they are now.
        Err(NotSaved::Clash(_)) => return preview(&may, &mut tx, &tree, typed, &deeds).await,
        Err(error) => return Err(crate::saving::refused((&mut tx, &may), (form, &[]), typed, error).await?),
    }
    let answer = ticket.go_to(&mut tx, &may, "office/plan").await?;
    tx.commit().await?;
    Ok(answer)
}
