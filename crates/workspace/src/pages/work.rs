//! One form about one commitment, from its page to the saved change.

use axum::response::Response;
use db::Tx;
use office::{Action, Once, PageError, Sent, Subject, Visit};
use roadmap::{
    change::{Seen, save},
    consent::{Wanted, propose},
    deed::Deed,
    history::Kind,
    model::{Node, Tree},
    store,
};
use uuid::Uuid;
use web::Html;

use super::node_path;
use crate::{
    edits::{Desk, Edit, Meant, evidence, felt},
    fields::{Typed, Wrongs},
    form::{Ask, Form},
    saving::{held, not_agreed, refused, who},
};

/// What somebody does with a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Changes the plan.
    Edit(Edit),
    /// Says what families feel.
    Felt,
    /// Files evidence.
    Evidence,
}

impl Work {
    fn title(self) -> &'static str {
        match self {
            Self::Edit(edit) => edit.title(),
            Self::Felt => "Say what families feel",
            Self::Evidence => "File evidence",
        }
    }

    fn path(self, key: &str) -> String {
        match self {
            Self::Edit(edit) => format!("{}/{}", node_path(key), edit.word()),
            Self::Felt => format!("office/plan/felt/{key}"),
            Self::Evidence => format!("office/plan/evidence/{key}"),
        }
    }

    fn asks(self, desk: Desk<'_>) -> Vec<Ask> {
        match self {
            Self::Edit(edit) => edit.asks(desk),
            Self::Felt => felt::asks(desk),
            Self::Evidence => evidence::asks(desk),
        }
    }

    fn deeds(self, desk: Desk<'_>, typed: &Typed) -> Meant {
        match self {
            Self::Edit(edit) => edit.deeds(desk, typed),
            Self::Felt => felt::deeds(desk, typed),
            Self::Evidence => evidence::deeds(desk, typed),
        }
    }

    fn fits(self, node: &Node) -> bool {
        match self {
            Self::Edit(edit) => edit.fits(node),
            Self::Felt | Self::Evidence => node.retired.is_none(),
        }
    }

    fn form(self, desk: Desk<'_>, version: i64) -> Form {
        let key = &desk.node.key;
        Form {
            path: self.path(key),
            title: self.title().to_owned(),
            about: Html::of(&About { words: desk.node.words() }),
            asks: self.asks(desk),
            hidden: vec![("version".to_owned(), version.to_string())],
            button: "Save".to_owned(),
            leave: node_path(key),
        }
    }
}

#[derive(askama::Template)]
#[template(source = r#"<p class="govuk-body-l">{{ words }}</p>"#, ext = "html")]
struct About<'a> {
    words: &'a str,
}

/// The documents a form offers; only one asks for them.
async fn documents(tx: &mut Tx, visit: &Visit, work: Work) -> Result<Vec<(Uuid, String)>, PageError> {
    if work == Work::Evidence { visit.documents(tx).await } else { Ok(Vec::new()) }
}

fn desk<'a>(
    visit: &Visit,
    (tree, documents): (&'a Tree, &'a [(Uuid, String)]),
    work: Work,
    key: &str,
) -> Result<Desk<'a>, PageError> {
    let node = tree.node(key).filter(|node| work.fits(node)).ok_or(PageError::NotFound)?;
    let reads_private = visit.can(Action::ReadPrivateText, &Subject::Area);
    Ok(Desk { tree, node, today: visit.today(), reads_private, documents })
}

/// The form's page.
pub(super) async fn page(visit: &Visit, work: Work, key: &str) -> Result<Response, PageError> {
    let mut tx = visit.read().await?;
    let tree = store::load_tree(&mut tx).await?;
    let version = store::version(&mut tx, Kind::Node, key).await?.ok_or(PageError::NotFound)?;
    let documents = documents(&mut tx, visit, work).await?;
    let form = work.form(desk(visit, (&tree, &documents), work, key)?, version);
    Ok(visit.show(&form.page(visit, &Wrongs::none())))
}

/// Saves what was typed, once.
pub(super) async fn saved(visit: &Visit, work: Work, key: &str, sent: Sent<Typed>) -> Result<Response, PageError> {
    let typed = &sent.fields;
    let mut tx = visit.write().await?;
    let ticket = match sent.once(&mut tx, visit).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let tree = held(&mut tx).await?;
    let documents = documents(&mut tx, visit, work).await?;
    let desk = desk(visit, (&tree, &documents), work, key)?;
    let version = typed.one("version").parse().unwrap_or_default();
    let form = work.form(desk, version);
    typed.check(&form.asks, &["version"])?;
    let asks = form.asks.clone();
    let deeds = match work.deeds(desk, typed) {
        Ok(deeds) => deeds,
        Err(wrongs) => return Err(form.again(visit, typed, &wrongs)),
    };
    if let Some((to, reason, author)) = wants_consent(desk.node, &deeds) {
        let wanted = Wanted { node: key, to, reason: &reason, author: &author };
        propose(&mut tx, (&visit.actor(), visit.now), visit.today(), wanted).await.map_err(not_agreed)?;
    } else {
        let seen = [Seen { kind: Kind::Node, key: key.to_owned(), version }];
        let (actor, at) = who(visit);
        let reason = typed.some("reason");
        let done = save(&mut tx, (&actor, at), tree.clone(), &seen, (deeds, reason.as_deref())).await;
        if let Err(error) = done {
            return Err(refused((&mut tx, visit), (form, &asks), typed, error).await?);
        }
    }
    let answer = ticket.go_to(&mut tx, visit, &node_path(key)).await?;
    tx.commit().await?;
    Ok(answer)
}

/// The move that must be proposed because others have a say in it.
fn wants_consent(node: &Node, deeds: &[Deed]) -> Option<(roadmap::model::When, String, String)> {
    match deeds {
        [Deed::MoveDate { revision, .. }] if !node.consent_from.is_empty() => {
            Some((revision.to.clone(), revision.reason.clone().unwrap_or_default(), revision.author.clone()))
        }
        _ => None,
    }
}
