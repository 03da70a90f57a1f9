//! Opening rounds whose day has come, and reminding those who are asked.

use std::{pin::Pin, sync::Arc};

use db::Tx;
use jiff::{Timestamp, ToSpan, civil::Date};
use jobs::{JobError, Registry, Rhythm};
use permission::PersonId;
use serde::Serialize;

use crate::{
    deeds::open_due,
    model::{Addressee, Round, RoundId, RoundState, Slip, SlipState},
    store,
};

/// The kind of the job that opens and reminds.
pub(crate) const REMIND: &str = "round.remind";

/// What somebody is told about: once per round, or once per answer where it is an answer that waits for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The round is open and answers are wanted.
    Asked,
    /// Answers are due within a week.
    DueSoon,
    /// The day answers were due has passed.
    Late,
    /// An answer was sent back.
    SentBack,
    /// Answers wait to be signed off.
    SignOff,
    /// The day sign-off was due has passed.
    SignOffLate,
}

impl Stage {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::DueSoon => "due_soon",
            Self::Late => "late",
            Self::SentBack => "sent_back",
            Self::SignOff => "sign_off",
            Self::SignOffLate => "sign_off_late",
        }
    }

    /// What those who have not answered are told about on a day: the latest only, so that days missed do not pile up.
    fn of_answers(round: &Round, today: Date) -> Self {
        let due = round.terms.answers_due;
        if today > due {
            Self::Late
        } else if due.checked_sub(7.days()).is_ok_and(|soon| today >= soon) && today > round.terms.opens_on {
            Self::DueSoon
        } else {
            Self::Asked
        }
    }

    /// What those who must sign are told about on a day.
    fn of_sign_off(round: &Round, today: Date) -> Self {
        if today > round.terms.sign_off_due { Self::SignOffLate } else { Self::SignOff }
    }
}

/// Something an addressee is to be told. It holds nothing of what is asked: the message says that answers are wanted and
/// where to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The round.
    pub round: RoundId,
    /// What it is about.
    pub stage: Stage,
    /// Who is told.
    pub addressee: Addressee,
    /// The answers it is about, each by its commitment and its number among the answers sent for that; empty where it
    /// is about the round.
    pub answers: Vec<(String, u32)>,
}

impl Notice {
    /// The page the message leads to, a path inside the area. It opens after signing in.
    pub fn path(&self) -> &'static str {
        match self.stage {
            Stage::SignOff | Stage::SignOffLate => "office/my-answers/sign-off",
            Stage::Asked | Stage::DueSoon | Stage::Late | Stage::SentBack => "office/my-answers",
        }
    }

    /// What is remembered as told, one line for the round or for each answer.
    fn told_about(&self) -> Vec<String> {
        let word = self.stage.word();
        let about = |(node, number): &(String, u32)| format!("{word} {node} {number}");
        if self.answers.is_empty() { vec![word.to_owned()] } else { self.answers.iter().map(about).collect() }
    }
}

/// A notice under way.
pub type Telling<'a> = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send + 'a>>;

/// Those whom a notice reaches, under way.
pub type Reaching<'a> = Pin<Box<dyn Future<Output = Result<Vec<PersonId>, JobError>> + Send + 'a>>;

/// Where notices go. The program plugs in what queues mail in the same transaction.
pub trait Notify: Send + Sync {
    /// Whom the notice can reach today: the person addressed, or those who answer or sign for the organisation.
    fn reaches<'a>(&'a self, tx: &'a mut Tx, notice: &'a Notice) -> Reaching<'a>;

    /// Queues a message for one of them. `about` is never the same for two messages to the same person.
    fn tell<'a>(&'a self, tx: &'a mut Tx, notice: &'a Notice, person: PersonId, about: &'a str) -> Telling<'a>;
}

/// Adds the work of rounds: every morning at seven, and at once when a round opens.
pub fn register(registry: &mut Registry, notify: Arc<dyn Notify>) {
    registry.reconcile(REMIND, Rhythm::Nightly { hour: 7 }, move |context| {
        let notify = Arc::clone(&notify);
        Box::pin(async move {
            let (actor, now, today) = (context.actor(), context.clock.now(), context.clock.today());
            open_due(&mut context.tx, &actor, now).await.map_err(|error| JobError::Retry(error.to_string()))?;
            for notice in due(&mut context.tx, today).await? {
                tell_all(&mut context.tx, &*notify, &notice, now).await?;
            }
            Ok(())
        })
    });
}

/// Tells each person whom the notice reaches and who was not told of all of it before: a colleague who joined later too.
///
/// Remembered in the same transaction as the message: a job that runs twice tells once.
async fn tell_all(tx: &mut Tx, notify: &dyn Notify, notice: &Notice, now: Timestamp) -> Result<(), JobError> {
    for person in notify.reaches(tx, notice).await? {
        let mut new = None;
        for about in notice.told_about() {
            if store::note_told(tx, notice.round, &about, person, now).await? {
                new = Some(about);
            }
        }
        // Several new answers are one message.
        if let Some(about) = new {
            notify.tell(tx, notice, person, &about).await?;
        }
    }
    Ok(())
}

/// Everything that is to be told on a day, told before or not.
async fn due(tx: &mut Tx, today: Date) -> sqlx::Result<Vec<Notice>> {
    let mut notices = Vec::new();
    let rounds = store::all_rounds(tx).await?;
    for round in rounds.into_iter().filter(|round| round.state == RoundState::Open) {
        let slips = store::slips_of(tx, round.id).await?;
        notices.extend(due_of(&round, &slips, today));
    }
    Ok(notices)
}

fn due_of(round: &Round, slips: &[Slip], today: Date) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    let mut tell = |stage, addressee, answer: Option<(String, u32)>| {
        let same = notices.iter_mut().find(|held| held.stage == stage && held.addressee == addressee);
        match same {
            Some(held) => held.answers.extend(answer),
            None => notices.push(Notice { round: round.id, stage, addressee, answers: answer.into_iter().collect() }),
        }
    };
    for slip in slips {
        let answer = || Some((slip.node.clone(), slip.answers));
        if slip.state.is_answered() {
            let stage = Stage::of_sign_off(round, today);
            for organisation in slip.unsigned() {
                tell(stage, Addressee::Organisation(organisation.clone()), answer());
            }
        } else {
            let returned = matches!(slip.state, SlipState::SentBack { .. });
            let stage = if returned { Stage::SentBack } else { Stage::of_answers(round, today) };
            for addressee in slip.addressees() {
                tell(stage, addressee, if returned { answer() } else { None });
            }
        }
    }
    notices
}
