//! How rounds stand: the list, one round, one answer; and what the office does with a round.

use askama::Template;
use axum::response::Response;
use office::{Action, May, Names, Once, PageError, Sent, Subject, acts};
use roadmap::{difference::day_words, store::load_tree};
use serde::Deserialize;
use web::{
    Html, Link,
    paths::{Parsed, Path},
};

use super::{Lines, addressee_name, organisations, round_path, under_rounds};
use crate::{
    deeds::{self, By},
    model::{LeftOut, Line, Organisations, Outcome, Problem, Round, RoundId, RoundState, Slip, Standing},
    reads,
};

#[derive(Template)]
#[template(path = "round/list.html")]
struct List {
    rows: Vec<(String, Round, String)>,
    new: Option<String>,
}

/// `GET /office/rounds`
pub(super) async fn list(may: May<acts::ReadRound>) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let rounds = reads::rounds(&mut tx).await?;
    let row = |round: Round| (may.here.at(&round_path(round.id)), day_words(round.terms.answers_due), round);
    let main = List {
        rows: rounds.into_iter().map(row).map(|(href, due, round)| (href, round, due)).collect(),
        new: may.can(Action::RunRound, &Subject::Area).then(|| may.here.at("office/rounds/new")),
    };
    let page = office::staff_page(&may, "office/rounds", "Rounds", Html::of(&main));
    Ok(may.show(&page))
}

#[derive(Template)]
#[template(path = "round/overview.html")]
struct Overview<'a> {
    round: &'a Round,
    period: String,
    opens: String,
    due: String,
    sign_off_due: String,
    standing: &'a Standing,
    outcome: Vec<Html>,
    lists: Vec<Html>,
    themes: Vec<(String, String)>,
    edition: Option<String>,
    runs: Option<Running>,
    once: Html,
}

/// Where the office's own buttons lead.
struct Running {
    ask: String,
    close: String,
    terms: String,
    open: bool,
    planned: bool,
}

/// `GET /office/rounds/{round}`
pub(super) async fn show(
    may: May<acts::ReadRound>,
    Path(Parsed(id)): Path<Parsed<RoundId>>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let round = reads::round(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let slips = reads::slips(&mut tx, id).await?;
    let problems = match round.state {
        RoundState::Planned | RoundState::Open => reads::problems(&mut tx, &round, may.today()).await?,
        _ => Vec::new(),
    };
    let outcome = reads::outcome(&mut tx, id).await?;
    let tree = load_tree(&mut tx).await?;
    let unasked = problems.iter().filter(|(.., problem)| *problem != Problem::NobodySigns).count();
    let names = Organisations::of(&tree);
    let mut standing = Standing::of(&round.terms, &slips, unasked, &names);
    if let Some(outcome) = &outcome {
        standing.record = outcome.record.clone();
    }
    let at = may.here.at(&round_path(id));
    let lists = lists(&at, &standing, &problems, &names, &may.names(&mut tx).await?);
    let runs = may.can(Action::RunRound, &Subject::Area).then(|| Running {
        ask: format!("{at}/ask"),
        close: format!("{at}/close"),
        terms: format!("{at}/terms"),
        open: round.state == RoundState::Open,
        planned: round.state == RoundState::Planned,
    });
    let main = Overview {
        period: format!("{} to {}", day_words(round.terms.period_from), day_words(round.terms.period_to)),
        opens: day_words(round.terms.opens_on),
        due: day_words(round.terms.answers_due),
        sign_off_due: day_words(round.terms.sign_off_due),
        standing: &standing,
        outcome: outcome.as_ref().map(|outcome| left_out(outcome, &slips, &tree)).unwrap_or_default(),
        lists,
        themes: tree.themes.iter().map(|theme| (format!("{at}/themes/{}", theme.key), theme.name.clone())).collect(),
        edition: outcome.as_ref().map(|_| format!("{at}/edition")),
        runs,
        once: may.once_field(),
        round: &round,
    };
    Ok(may.show(&under_rounds(&may, &round_path(id), &round.terms.name, None, Html::of(&main))))
}

/// The lists of a round's page, each with links to the answers.
fn lists(
    at: &str,
    standing: &Standing,
    problems: &[(String, String, Problem)],
    organisations: &Organisations,
    people: &Names,
) -> Vec<Html> {
    let linked = |title: &str, lines: &[Line]| {
        let lines = lines.iter().map(|line| (line, Some(format!("{at}/answers/{}", line.node)))).collect();
        Html::of(&Lines { title: title.to_owned(), lines })
    };
    let troubles: Vec<Line> = problems
        .iter()
        .map(|(node, wording, problem)| Line {
            node: node.clone(),
            wording: wording.clone(),
            says: problem.plain().to_owned(),
        })
        .collect();
    let troubles = Lines {
        title: "Nobody to ask, or nobody to sign".to_owned(),
        lines: troubles.iter().map(|line| (line, None)).collect(),
    };
    let mut lists = vec![Html::of(&troubles)];
    for (addressee, lines) in &standing.unanswered {
        let title = format!("Not answered: {}", addressee_name(addressee, organisations, people));
        lists.push(linked(&title, lines));
    }
    lists.extend([
        linked("Sent back", &standing.sent_back),
        linked("Waiting to be signed off", &standing.unsigned),
        linked("Dates that are to move", &standing.moves),
        linked("Help wanted", &standing.help),
        linked("Nothing shows it yet", &standing.without_evidence),
        linked("Late answers", &standing.late),
    ]);
    lists
}

/// What a closed round left nothing of in the plan, by reason.
pub(super) fn left_out(outcome: &Outcome, slips: &[Slip], tree: &roadmap::model::Tree) -> Vec<Html> {
    let line = |node: &String| {
        let asked = slips.iter().find(|slip| slip.node == *node).map(|slip| slip.before.wording.clone());
        let wording = asked.or_else(|| tree.node(node).map(|held| held.words().to_owned()));
        Line { node: node.clone(), wording: wording.unwrap_or_else(|| node.clone()), says: String::new() }
    };
    let listed = |title: &str, nodes: Vec<&String>| {
        let lines: Vec<Line> = nodes.into_iter().map(line).collect();
        Html::of(&Lines { title: title.to_owned(), lines: lines.iter().map(|line| (line, None)).collect() })
    };
    let because =
        |why: LeftOut| outcome.left_out.iter().filter(move |(_, held)| *held == why).map(|(node, _)| node).collect();
    let mut lists: Vec<Html> = LeftOut::ALL.iter().map(|why| listed(why.plain(), because(*why))).collect();
    lists.push(listed("Dates that wait for consent", outcome.moves_waiting.iter().collect()));
    let held_up = "Dates not put forward, because an earlier move still waits for consent";
    lists.push(listed(held_up, outcome.moves_held_up.iter().collect()));
    lists
}

#[derive(Template)]
#[template(path = "round/answer.html")]
pub(super) struct AnswerPage<'a> {
    pub(super) round: &'a Round,
    pub(super) slip: &'a Slip,
    pub(super) rows: Vec<(&'static str, String)>,
    pub(super) after: Html,
}

/// `GET /office/rounds/{round}/answers/{node}`
pub(super) async fn answer(may: May<acts::ReadRound>, which: super::mine::Which) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let (round, slip) = super::mine::found(&mut tx, which).await?;
    let names = organisations(&mut tx).await?;
    let rows = answer_rows(&slip, &names, &may.names(&mut tx).await?);
    let main = AnswerPage { rows, after: Html::default(), round: &round, slip: &slip };
    let path = format!("{}/answers/{}", round_path(round.id), slip.node);
    let above = Link::inside(&round.terms.name, &round_path(round.id));
    Ok(may.show(&under_rounds(&may, &path, &slip.before.wording, Some(above), Html::of(&main))))
}

/// An answer as facts; a draft is nobody's business but its writers'.
pub(super) fn answer_rows(slip: &Slip, organisations: &Organisations, people: &Names) -> Vec<(&'static str, String)> {
    let mut rows = vec![("State", slip.state.plain().to_owned())];
    let Some(sent) = &slip.answer else { return rows };
    let name = people.get(&sent.by).cloned().unwrap_or_default();
    let of = sent.organisation.as_deref().map(|key| format!(", {}", organisations.name(key))).unwrap_or_default();
    let late = if sent.late { ", late" } else { "" };
    let answer = &sent.answer;
    rows.extend([
        ("Sent", format!("{} by {name}{of}{late}", day_words(sent.on))),
        ("What happened", answer.happened.clone()),
        ("How far it is", answer.delivery.plain().to_owned()),
    ]);
    rows.extend(answer.done_on.map(|day| ("Done on", day_words(day))));
    rows.push((
        if answer.evidence.is_missing() { "No evidence yet" } else { "Evidence" },
        answer.evidence.words().to_owned(),
    ));
    if let Some(moved) = &answer.moved {
        let to = roadmap::difference::when_words(&moved.to);
        rows.push(("New date", format!("{to}, because: {}", moved.because)));
    }
    rows.push(("How sure they are", format!("{}. {}", answer.confidence.plain(), answer.confidence_because)));
    rows.extend(answer.help.clone().map(|help| ("Help wanted", help)));
    rows
}

/// A button pressed over a round as it was seen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pressed {
    version: i64,
}

/// `POST /office/rounds/{round}/ask`
pub(super) async fn ask(
    may: May<acts::RunRound>,
    Path(Parsed(id)): Path<Parsed<RoundId>>,
    sent: Sent<Pressed>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    deeds::ask_again(&mut tx, by, id, sent.fields.version).await?;
    let answer = ticket.go_to(&mut tx, &may, &round_path(id)).await?;
    tx.commit().await?;
    Ok(answer)
}

#[derive(Template)]
#[template(path = "round/close.html")]
struct Closing<'a> {
    round: &'a Round,
    standing: Standing,
    unanswered: usize,
    action: String,
    back: String,
    once: Html,
}

/// `GET /office/rounds/{round}/close`
pub(super) async fn before_closing(
    may: May<acts::RunRound>,
    Path(Parsed(id)): Path<Parsed<RoundId>>,
) -> Result<Response, PageError> {
    let mut tx = may.read().await?;
    let round = reads::round(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    round
        .state
        .must_be(RoundState::Open)
        .map_err(|not| PageError::refused("This cannot be done now", &not.to_string()))?;
    let slips = reads::slips(&mut tx, id).await?;
    let problems = reads::problems(&mut tx, &round, may.today()).await?;
    let unasked = problems.iter().filter(|(.., problem)| *problem != Problem::NobodySigns).count();
    let names = organisations(&mut tx).await?;
    let standing = Standing::of(&round.terms, &slips, unasked, &names);
    let path = format!("{}/close", round_path(id));
    let main = Closing {
        unanswered: standing.record.asked - standing.record.answered,
        standing,
        action: may.here.at(&path),
        back: may.here.at(&round_path(id)),
        once: may.once_field(),
        round: &round,
    };
    let above = Link::inside(&round.terms.name, &round_path(id));
    Ok(may.show(&under_rounds(&may, &path, "Close the round", Some(above), Html::of(&main))))
}

/// `POST /office/rounds/{round}/close`
pub(super) async fn close(
    may: May<acts::RunRound>,
    Path(Parsed(id)): Path<Parsed<RoundId>>,
    sent: Sent<Pressed>,
) -> Result<Response, PageError> {
    let mut tx = may.write().await?;
    let ticket = match sent.once(&mut tx, &may).await? {
        Once::First(ticket) => ticket,
        Once::Again(answer) => return Ok(answer),
    };
    let actor = may.actor();
    let by = By { permit: may.permit(), actor: &actor, at: may.now };
    deeds::close(&mut tx, by, id, sent.fields.version).await?;
    let answer = ticket.go_to(&mut tx, &may, &round_path(id)).await?;
    tx.commit().await?;
    Ok(answer)
}
