//! From what was typed to one change: the same way for every form.

use db::Tx;
use kernel::Actor;
use office::{Action, Clash, ClashField, Names, PageError, PersonId, Subject, Visit};
use roadmap::{
    change::{self, NotSaved, NotUndone},
    consent::NotAgreed,
    deeds::NotDone,
    difference::day_words,
    history::{Facet, Kind, Past},
};

use crate::{
    fields::{Typed, Wrongs},
    form::{Ask, Form, Way},
};

/// Who does something now, as deeds want to know it.
pub(crate) fn who(visit: &Visit) -> (Actor, jiff::Timestamp) {
    (visit.actor(), visit.now)
}

/// Whoever did a deed, by the name the office knows them under.
pub(crate) fn actor_words(actor: &str, names: &Names) -> String {
    let Some(rest) = actor.strip_prefix("person: ") else { return actor.to_owned() };
    let (id, by) = rest.split_once(' ').unwrap_or((rest, ""));
    let name = id.parse().ok().and_then(|id| names.get(&PersonId(id))).cloned();
    let name = name.unwrap_or_else(|| "somebody who is not known any more".to_owned());
    if by.is_empty() { name } else { format!("{name}, by a program") }
}

/// The day of a deed in words.
pub(crate) fn day_of(past: &Past) -> String {
    day_words(kernel::london_date(past.at))
}

/// A save that did not go through, as a page: both texts, the form with what is wrong, or nothing there.
pub(crate) async fn refused(
    (tx, visit): (&mut Tx, &Visit),
    (form, held): (Form, &[Ask]),
    typed: &Typed,
    reason: NotSaved,
) -> Result<PageError, PageError> {
    Ok(match reason {
        NotSaved::Clash(clash) => clash_page((tx, visit), &form, held, typed, &clash).await?,
        NotSaved::Gone(..) => PageError::NotFound,
        NotSaved::Engine(error) | NotSaved::NotDone(NotDone::Engine(error)) => error.into(),
        NotSaved::NotDone(error) => {
            let first = form.asks.first().map(|ask| ask.name.clone()).unwrap_or_default();
            let wrongs = Wrongs::one(&first, &error.to_string());
            form.again(visit, typed, &wrongs)
        }
    })
}

/// Shows both texts. What is chosen from a list is sent along as it was chosen; its difference is said in the sentence above.
async fn clash_page(
    (tx, visit): (&mut Tx, &Visit),
    form: &Form,
    held: &[Ask],
    typed: &Typed,
    clash: &change::Clash,
) -> Result<PageError, PageError> {
    let names = visit.names(tx).await?;
    let mine = form.clone().with(typed);
    let mut hidden: Vec<(String, String)> = form.hidden.iter().filter(|(name, _)| name != "version").cloned().collect();
    hidden.push(("version".to_owned(), clash.version.to_string()));
    let mut fields = Vec::new();
    for ask in &mine.asks {
        match ask.way {
            Way::One(_) | Way::Many(_) => {
                hidden.extend(ask.values.iter().map(|value| (ask.name.clone(), value.clone())));
            }
            Way::Line | Way::Text => fields.push(ClashField {
                name: ask.name.clone(),
                label: ask.label.clone(),
                now: held.iter().find(|now| now.name == ask.name).map(Ask::words).unwrap_or_default(),
                typed: ask.words(),
            }),
        }
    }
    let nothing = || "nothing".to_owned();
    let (now, yours) = (clash.theirs.clone().unwrap_or_else(nothing), clash.yours.clone().unwrap_or_else(nothing));
    let first = clash.since.first();
    let by = first.map(|past| format!("{} saved first, on {}. ", actor_words(&past.actor, &names), day_of(past)));
    let saved_by =
        format!("{}It now says: \u{201c}{now}\u{201d}. You wrote: \u{201c}{yours}\u{201d}.", by.unwrap_or_default());
    let about = clash.side.facet.plain().to_lowercase();
    let (path, leave) = (form.path.clone(), form.leave.clone());
    Ok(Clash { path, about, saved_by, fields, hidden, leave }.page(visit))
}

/// Whether somebody may take deeds back: taking back is a deed like any other, and needs the same right.
pub(crate) fn may_undo(visit: &Visit, done: &[Past]) -> bool {
    let further = |past: &Past| match (past.side.kind, past.side.facet) {
        // Only those who speak for families put right what families say; they say it anew.
        (_, Facet::Felt) => Action::JudgeFelt,
        (Kind::Evidence, _) => Action::FileEvidence,
        (Kind::Plan, Facet::Standing) => Action::SucceedPlan,
        _ => Action::EditPlan,
    };
    let can = |action| visit.can(action, &Subject::Area);
    can(Action::EditPlan) && done.iter().all(|past| can(further(past)))
}

/// A change that was not taken back, as a sentence on a page.
pub(crate) fn not_undone(error: NotUndone) -> PageError {
    match error {
        NotUndone::NoSuchChange(_) => PageError::NotFound,
        NotUndone::Engine(error) | NotUndone::NotDone(NotDone::Engine(error)) => error.into(),
        error => PageError::refused("This change was not taken back", &sentence(&error.to_string())),
    }
}

/// A move that was not proposed or answered, as a sentence on a page.
pub(crate) fn not_agreed(error: NotAgreed) -> PageError {
    match error {
        NotAgreed::NoSuch(_) => PageError::NotFound,
        NotAgreed::Engine(error) | NotAgreed::NotDone(NotDone::Engine(error)) => error.into(),
        error => PageError::refused("Nothing was saved", &sentence(&error.to_string())),
    }
}

/// An error's words as a sentence.
pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

/// The tree, held for this transaction.
pub(crate) async fn held(tx: &mut Tx) -> Result<roadmap::model::Tree, PageError> {
    Ok(roadmap::deeds::hold_tree(tx).await?)
}
