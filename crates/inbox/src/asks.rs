//! What waits for somebody among the comments: an answer to write, or one of somebody else's to let out.

use db::Tx;
use office::{Action, Errand, Errands, PageError, Subject, Visit, Waiting};

use crate::{
    SECTION,
    desk::{Comment, waiting},
};

/// So many are counted; the page that is linked shows the rest.
const COUNTED: i64 = 50;

/// Asks the desk.
#[derive(Debug, Clone, Copy)]
pub struct Asks;

impl Errands for Asks {
    fn waiting<'a>(&'a self, tx: &'a mut Tx, visit: &'a Visit) -> Waiting<'a, Result<Vec<Errand>, PageError>> {
        Box::pin(async move {
            if !visit.can(Action::ReadComments, &Subject::Area) {
                return Ok(Vec::new());
            }
            let comments = waiting(tx, None, COUNTED).await?;
            let more = i64::try_from(comments.len()).is_ok_and(|count| count == COUNTED);
            let writes = visit.can(Action::ReplyToComment, &Subject::Area);
            let unanswered = comments.iter().filter(|comment| writes && comment.releasable().is_none());
            let releasable =
                |comment: &&Comment| comment.releasable().is_some_and(|one| visit.can(Action::ReleaseReply, &one));
            let errand = |text: &str, count: usize| Errand {
                text: text.to_owned(),
                path: SECTION.path.to_owned(),
                says: format!("{}{count} waiting.", if more { "At least " } else { "" }),
                is_late: false,
            };
            let kinds = [
                ("Answer comments from the public", unanswered.count()),
                ("Let answers out that somebody else wrote", comments.iter().filter(releasable).count()),
            ];
            Ok(kinds.into_iter().filter(|(_, count)| *count > 0).map(|(text, count)| errand(text, count)).collect())
        })
    }
}
