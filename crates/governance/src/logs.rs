//! Logs and plans as questions put to the entries, as at a day.

use db::Tx;
use jiff::civil::Date;

use crate::{
    model::{Action, ActionState, Board, Concern, Decision, Item, Kept, Matter, Meeting, Purpose, Risk},
    store,
};

/// Entries of a kind as they stood at the end of a day.
pub async fn as_at<M: Matter>(tx: &mut Tx, day: Date) -> sqlx::Result<Vec<Kept<M>>> {
    let all = store::entries::<M>(tx).await?;
    Ok(all.iter().filter_map(|kept| kept.as_at(day)).collect())
}

/// How many actions there are in each state, as published scorecards count them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActionCount {
    /// To be done by their first date.
    pub open: usize,
    /// To be done by a later date.
    pub delayed: usize,
    /// Done.
    pub closed: usize,
    /// Of those not done: their date has passed.
    pub past_due: usize,
}

impl ActionCount {
    /// Counts actions as at a day.
    pub fn of(actions: &[Kept<Action>], day: Date) -> Self {
        let mut count = Self::default();
        for action in actions {
            match action.state() {
                ActionState::Open => count.open += 1,
                ActionState::Delayed => count.delayed += 1,
                ActionState::Closed => count.closed += 1,
            }
            count.past_due += usize::from(action.is_past_due(day));
        }
        count
    }
}

/// A coming meeting with its agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// The meeting.
    pub meeting: Kept<Meeting>,
    /// Its items, in their order.
    pub items: Vec<Kept<Item>>,
}

/// What comes before the boards.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ForwardPlan {
    /// Meetings to come, the next one first.
    pub meetings: Vec<Ahead>,
    /// Items that wait for a meeting, those wanted first at the head.
    pub waiting: Vec<Kept<Item>>,
}

/// The forward plan on a day, of one board or of all.
pub async fn forward_plan(tx: &mut Tx, board: Option<&str>, day: Date) -> sqlx::Result<ForwardPlan> {
    let of = |key: &str| board.is_none_or(|board| board == key);
    let mut meetings = store::entries::<Meeting>(tx).await?;
    meetings.retain(|meeting| of(&meeting.about.board) && meeting.is_coming(day));
    meetings.sort_by(|a, b| (a.about.on, &a.key).cmp(&(b.about.on, &b.key)));
    let mut items = store::entries::<Item>(tx).await?;
    items.retain(|item| of(&item.about.board) && item.is_open());
    items.sort_by(|a, b| (a.about.place, &a.key).cmp(&(b.about.place, &b.key)));
    let (mut waiting, placed): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.about.meeting.is_none());
    waiting.sort_by_key(|item| (item.about.wanted_by.is_none(), item.about.wanted_by));
    let ahead = |meeting: Kept<Meeting>| {
        let on_it = |item: &&Kept<Item>| item.about.meeting.as_ref() == Some(&meeting.key);
        let items: Vec<_> = placed.iter().filter(on_it).cloned().collect();
        Ahead { meeting, items }
    };
    Ok(ForwardPlan { meetings: meetings.into_iter().map(ahead).collect(), waiting })
}

/// What a highlight report says about a theme from the boards' side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ThemeReading {
    /// Risks that rose or are new since the last report, the highest first.
    pub risks_up: Vec<Kept<Risk>>,
    /// Items that ask a coming meeting to decide.
    pub decisions_asked: Vec<Kept<Item>>,
    /// Actions not done.
    pub actions_open: Vec<Kept<Action>>,
}

/// Reads a theme between the day of the last report and a day; every theme with `None`.
pub async fn theme_reading(tx: &mut Tx, theme: Option<&str>, since: Date, day: Date) -> sqlx::Result<ThemeReading> {
    let of = |themes: &[String]| theme.is_none_or(|theme| themes.iter().any(|held| held == theme));
    let mut risks_up = as_at::<Risk>(tx, day).await?;
    risks_up.retain(|risk| of(&risk.about.themes) && risk.went_up(since, day));
    risks_up.sort_by_key(|risk| std::cmp::Reverse(risk.score(day).product()));
    let plan = forward_plan(tx, None, day).await?;
    let coming = plan.meetings.into_iter().flat_map(|ahead| ahead.items).chain(plan.waiting);
    let decisions_asked =
        coming.filter(|item| item.about.purpose == Purpose::Decide && of(&item.about.themes)).collect();
    let mut actions_open = as_at::<Action>(tx, day).await?;
    actions_open.retain(|action| of(&action.about.themes) && action.state() != ActionState::Closed);
    actions_open.sort_by_key(Kept::<Action>::due);
    Ok(ThemeReading { risks_up, decisions_asked, actions_open })
}

/// What stands against one commitment of the plan: the chain walked back from it to the boards.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CommitmentReading {
    /// Decisions about it.
    pub decisions: Vec<Kept<Decision>>,
    /// Actions about it.
    pub actions: Vec<Kept<Action>>,
    /// Risks to it that are on the register.
    pub risks: Vec<Kept<Risk>>,
    /// Assumptions, issues and dependencies that are on the register.
    pub concerns: Vec<Kept<Concern>>,
}

/// Reads what boards hold about a commitment, as at a day.
pub async fn commitment_reading(tx: &mut Tx, commitment: &str, day: Date) -> sqlx::Result<CommitmentReading> {
    let about = |keys: &[String]| keys.iter().any(|key| key == commitment);
    let mut reading = CommitmentReading {
        decisions: as_at(tx, day).await?,
        actions: as_at(tx, day).await?,
        risks: as_at(tx, day).await?,
        concerns: as_at(tx, day).await?,
    };
    reading.decisions.retain(|kept| about(&kept.about.commitments));
    reading.actions.retain(|kept| about(&kept.about.commitments));
    reading.risks.retain(|kept| about(&kept.about.commitments) && kept.is_open());
    reading.concerns.retain(|kept| about(&kept.about.commitments) && kept.is_open());
    Ok(reading)
}

/// Boards that exist on a day, in the order they began.
pub async fn boards(tx: &mut Tx, day: Date) -> sqlx::Result<Vec<Kept<Board>>> {
    let mut boards = as_at::<Board>(tx, day).await?;
    boards.retain(|board| board.stands(day));
    Ok(boards)
}
