//! Opening rounds whose day has come, and reminding those who are asked.

use std::{pin::Pin, sync::Arc};

use db::Tx;
use jiff::{ToSpan, civil::Date};
use jobs::{JobError, Registry, Rhythm};
use serde::Serialize;

use crate::{
    deeds::open_due,
    model::{Addressee, Round, RoundId, RoundState, Slip, SlipState},
    store,
};

/// The kind of the job that opens and reminds.
pub(crate) const REMIND: &str = "round.remind";

/// What somebody is told about. Each is told once per round.
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
}

impl Notice {
    /// The page the message leads to, a path inside the area. It opens after signing in.
    pub fn path(&self) -> &'static str {
        match self.stage {
            Stage::SignOff | Stage::SignOffLate => "office/my-answers/sign-off",
            Stage::Asked | Stage::DueSoon | Stage::Late | Stage::SentBack => "office/my-answers",
        }
    }
}

/// A notice under way.
pub type Telling<'a> = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send + 'a>>;

/// Where notices go. The program plugs in what queues mail in the same transaction.
pub trait Notify: Send + Sync {
    /// Queues a message for the addressee, or for those who answer or sign for the organisation.
    fn tell<'a>(&'a self, tx: &'a mut Tx, notice: &'a Notice) -> Telling<'a>;
}

/// Adds the work of rounds: every morning at seven, and at once when a round opens.
pub fn register(registry: &mut Registry, notify: Arc<dyn Notify>) {
    registry.reconcile(REMIND, Rhythm::Nightly { hour: 7 }, move |context| {
        let notify = Arc::clone(&notify);
        Box::pin(async move {
            let (actor, now, today) = (context.actor(), context.clock.now(), context.clock.today());
            open_due(&mut context.tx, &actor, now).await.map_err(|error| JobError::Retry(error.to_string()))?;
            for notice in due(&mut context.tx, today).await? {
                // Remembered in the same transaction as the message: a job that runs twice tells once.
                if store::note_told(&mut context.tx, notice.round, notice.stage, &notice.addressee, now).await? {
                    notify.tell(&mut context.tx, &notice).await?;
                }
            }
            Ok(())
        })
    });
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
    let mut notices = Vec::new();
    let mut tell = |stage, addressee| {
        let notice = Notice { round: round.id, stage, addressee };
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    };
    for slip in slips {
        if slip.state.is_answered() {
            for organisation in slip.unsigned() {
                tell(Stage::of_sign_off(round, today), Addressee::Organisation(organisation.clone()));
            }
        } else {
            let returned = matches!(slip.state, SlipState::SentBack { .. });
            let stage = if returned { Stage::SentBack } else { Stage::of_answers(round, today) };
            for addressee in slip.addressees() {
                tell(stage, addressee);
            }
        }
    }
    notices
}
