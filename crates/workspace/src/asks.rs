//! What waits for somebody in the plan: a move that wants their consent, a page under review.

use db::Tx;
use office::{Action, Errand, Errands, PageError, Subject, Visit, Waiting};
use roadmap::{difference::when_words, store as plan};

use crate::{
    pages::{answer_path, speaks_for},
    store,
};

/// Asks the plan.
#[derive(Debug, Clone, Copy)]
pub struct Asks;

impl Errands for Asks {
    fn waiting<'a>(&'a self, tx: &'a mut Tx, visit: &'a Visit) -> Waiting<'a, Result<Vec<Errand>, PageError>> {
        Box::pin(async move {
            let mut found = Vec::new();
            if visit.can(Action::ConsentToMove, &Subject::Area) {
                found.extend(moves(tx, visit).await?);
            }
            if visit.can(Action::ImportPage, &Subject::Area) {
                let pages = store::pages(tx).await?.into_iter().filter(|(_, _, _, state)| state == "open");
                found.extend(pages.map(|(id, name, _, _)| Errand {
                    text: format!("Review the page {name}"),
                    path: format!("office/plan/imports/{id}"),
                    says: "It was read, and nothing of it is in the plan yet.".to_owned(),
                    is_late: false,
                }));
            }
            Ok(found)
        })
    }
}

async fn moves(tx: &mut Tx, visit: &Visit) -> Result<Vec<Errand>, PageError> {
    let held = plan::waiting_proposals(tx).await?;
    // The plan is large and moves that wait are rare.
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let tree = plan::load_tree(tx).await?;
    let mine = held.iter().filter(|held| !speaks_for(visit, &tree, held).is_empty());
    let errand = |held: &roadmap::consent::ProposedMove| Errand {
        text: "Say whether a date may move".to_owned(),
        path: answer_path(held.id),
        says: format!(
            "{}: to {}",
            tree.node(&held.node).map_or_else(String::new, |node| node.words().to_owned()),
            when_words(&held.to)
        ),
        is_late: false,
    };
    Ok(mine.map(errand).collect())
}
