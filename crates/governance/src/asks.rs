//! What waits for somebody from boards: the actions that name them.

use db::Tx;
use office::{Errand, Errands, PageError, Subject, Visit, Waiting};
use roadmap::difference::day_words;

use crate::{
    model::{Action, ActionState, Board, Kept, Kind, Matter},
    pages::{Family, Papers, board_subject},
    store,
};

/// Asks the boards.
#[derive(Debug, Clone, Copy)]
pub struct Asks;

impl Errands for Asks {
    fn waiting<'a>(&'a self, tx: &'a mut Tx, visit: &'a Visit) -> Waiting<'a, Result<Vec<Errand>, PageError>> {
        Box::pin(async move {
            if !visit.can(Papers::reads(), &Subject::Area) {
                return Ok(Vec::new());
            }
            let actions = store::entries::<Action>(tx).await?.into_iter();
            let mine = actions.filter(|action| action.about.person == Some(visit.person()));
            let open: Vec<_> = mine.filter(|action| action.state() != ActionState::Closed).collect();
            if open.is_empty() {
                return Ok(Vec::new());
            }
            let boards = store::entries::<Board>(tx).await?;
            let today = visit.today();
            // An action is for who sits on its board; a link that leads to "not found" helps nobody.
            let reads = |action: &&Kept<Action>| {
                let board = boards.iter().find(|board| board.key == action.about.board);
                board.is_some_and(|board| visit.can(Papers::reads(), &board_subject(board, today)))
            };
            let errand = |action: &Kept<Action>| Errand {
                text: action.about.title(),
                path: format!("{}/{}", Papers::path(Kind::Action), action.key),
                says: format!("An action of a board, due by {}.", day_words(action.due())),
                is_late: action.is_past_due(today),
            };
            Ok(open.iter().filter(reads).map(errand).collect())
        })
    }
}
