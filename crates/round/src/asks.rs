//! What waits for somebody in rounds: answers, signatures, an edition to make or to release.

use db::Tx;
use office::{Action, Errand, Errands, PageError, Subject, Visit, Waiting};
use roadmap::difference::day_words;

use crate::{
    edition::{DraftState, draft_of},
    model::{Round, RoundState, Slip},
    pages::{addressees_of, edition_path, led, path_of, round_path, waits},
    reads,
};

/// Asks the rounds.
#[derive(Debug, Clone, Copy)]
pub struct Asks;

impl Errands for Asks {
    fn waiting<'a>(&'a self, tx: &'a mut Tx, visit: &'a Visit) -> Waiting<'a, Result<Vec<Errand>, PageError>> {
        Box::pin(async move {
            let mut found = Vec::new();
            let may = |action| visit.can(action, &Subject::Area);
            let (answers, signs) = (may(Action::AnswerRound), may(Action::SignOffAnswers));
            let (runs, prepares) = (may(Action::RunRound), may(Action::PrepareEdition));
            let releases = may(Action::ReadDraftEdition);
            if !(answers || signs || runs || prepares || releases) {
                return Ok(found);
            }
            for round in reads::rounds(tx).await? {
                match round.state {
                    RoundState::Open => {
                        let slips = reads::slips(tx, round.id).await?;
                        found.extend(answers.then(|| to_answer(visit, &round, &slips)).flatten());
                        found.extend(signs.then(|| to_sign(visit, &round, &slips)).flatten());
                        found.extend(runs.then(|| to_chase(visit, &round, &slips)).flatten());
                    }
                    RoundState::Closed if prepares || releases => {
                        found.extend(of_edition(tx, visit, &round, prepares).await?);
                    }
                    _ => {}
                }
            }
            Ok(found)
        })
    }
}

fn to_answer(visit: &Visit, round: &Round, slips: &[Slip]) -> Option<Errand> {
    let asked = addressees_of(visit);
    let mine = |slip: &&Slip| !slip.state.is_answered() && slip.addressees().any(|one| asked.contains(&one));
    let open: Vec<&Slip> = slips.iter().filter(mine).collect();
    let path = match open.as_slice() {
        [] => return None,
        [only] => path_of(only),
        _ => "office/my-answers".to_owned(),
    };
    let due = round.terms.answers_due;
    Some(Errand {
        text: format!("Answer: {}", round.terms.name),
        path,
        says: format!("{}, due by {}.", counted(open.len(), "answer"), day_words(due)),
        is_late: visit.today() > due,
    })
}

fn to_sign(visit: &Visit, round: &Round, slips: &[Slip]) -> Option<Errand> {
    let led = led(visit);
    let count = slips.iter().filter(|slip| waits(slip, &led)).count();
    let due = round.terms.sign_off_due;
    (count > 0).then(|| Errand {
        text: format!("Sign off: {}", round.terms.name),
        path: "office/my-answers/sign-off".to_owned(),
        says: format!("{} for your organisation, due by {}.", counted(count, "answer"), day_words(due)),
        is_late: visit.today() > due,
    })
}

/// What the office looks after once the day for answers has passed, and the closing itself after the day of signing.
fn to_chase(visit: &Visit, round: &Round, slips: &[Slip]) -> Option<Errand> {
    let today = visit.today();
    let missing = slips.iter().filter(|slip| !slip.state.is_answered()).count();
    let (text, says) = if today > round.terms.sign_off_due {
        let says = format!("The day to sign off was {}.", day_words(round.terms.sign_off_due));
        (format!("Close: {}", round.terms.name), says)
    } else if today > round.terms.answers_due && missing > 0 {
        let says = format!(
            "{} of {} not there. They were due by {}.",
            missing,
            counted(slips.len(), "answer"),
            day_words(round.terms.answers_due)
        );
        (format!("Ask again: {}", round.terms.name), says)
    } else {
        return None;
    };
    Some(Errand { text, path: round_path(round.id), says, is_late: true })
}

async fn of_edition(tx: &mut Tx, visit: &Visit, round: &Round, prepares: bool) -> Result<Option<Errand>, PageError> {
    let name = &round.terms.name;
    let (text, says) = match draft_of(tx, round.id).await? {
        None if prepares => (format!("Prepare the edition: {name}"), "The round is closed.".to_owned()),
        Some(draft) if draft.state == DraftState::Waiting => {
            // Whoever prepared it is not asked to release it: that takes somebody else.
            if !visit.could(Action::ReleaseEdition, &draft.subject()) {
                return Ok(None);
            }
            let on = day_words(kernel::london_date(draft.prepared_at));
            (format!("Release the edition: {}", draft.title), format!("Somebody else prepared it on {on}."))
        }
        _ => return Ok(None),
    };
    Ok(Some(Errand { text, path: edition_path(round.id), says, is_late: false }))
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
