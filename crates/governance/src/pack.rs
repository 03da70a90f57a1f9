//! A meeting pack: everything members read, in the order of the agenda.

use db::Tx;

use crate::{
    logs::as_at,
    model::{Action, ActionState, Board, Decision, Item, Kept, Meeting, Paper},
    store,
};

/// All that a meeting's pack is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// The board.
    pub board: Kept<Board>,
    /// The meeting.
    pub meeting: Kept<Meeting>,
    /// The agenda in its order, each item with its papers.
    pub agenda: Vec<(Kept<Item>, Vec<Kept<Paper>>)>,
    /// Papers that belong to no item.
    pub further: Vec<Kept<Paper>>,
    /// Decisions of this meeting, once it was held.
    pub decisions: Vec<Kept<Decision>>,
    /// The board's actions not done by the meeting's day, the earliest due first.
    pub actions: Vec<Kept<Action>>,
}

/// The pack of a meeting; `None` where there is no such meeting.
pub async fn pack(tx: &mut Tx, meeting: &str) -> sqlx::Result<Option<Pack>> {
    let Some(meeting) = store::entry::<Meeting>(tx, meeting).await? else { return Ok(None) };
    let Some(board) = store::entry::<Board>(tx, &meeting.about.board).await? else { return Ok(None) };
    let mut items = store::of_meeting::<Item>(tx, &meeting.key).await?;
    items.sort_by(|a, b| (a.about.place, &a.key).cmp(&(b.about.place, &b.key)));
    let papers = store::of_meeting::<Paper>(tx, &meeting.key).await?;
    let (mut further, belonging): (Vec<_>, Vec<_>) =
        papers.into_iter().filter(Kept::<Paper>::stands).partition(|paper| paper.about.item.is_none());
    // A paper of an item that went to another meeting stays in this pack, for which it was written.
    let here = |paper: &Kept<Paper>| items.iter().any(|item| paper.about.item.as_ref() == Some(&item.key));
    further.extend(belonging.iter().filter(|paper| !here(paper)).cloned());
    let with_papers = |item: Kept<Item>| {
        let own = belonging.iter().filter(|paper| paper.about.item.as_ref() == Some(&item.key)).cloned().collect();
        (item, own)
    };
    let agenda = items.clone().into_iter().map(with_papers).collect();
    let decisions = store::of_meeting::<Decision>(tx, &meeting.key).await?;
    let mut actions = as_at::<Action>(tx, meeting.about.on).await?;
    actions.retain(|action| action.about.board == board.key && action.state() != ActionState::Closed);
    actions.sort_by_key(Kept::<Action>::due);
    Ok(Some(Pack { board, meeting, agenda, further, decisions, actions }))
}
