//! The pages of boards and registers.

mod ask;
mod blocks;
mod board;
mod entry;
mod family;
mod field;
mod kinds;
mod list;
mod lookup;
mod plan;
mod snapshots;
mod typed;
mod write;

pub(crate) use entry::asked_for;
pub(crate) use family::{Blanks, Boards, Family, Papers, Registers, board_subject, check_written, readable, with_kind};
pub(crate) use field::{Shown, withhold_private};
use office::{Access, Action, Routes};
pub(crate) use snapshots::snapshot_of;

/// Path of the forward plan inside the area.
const PLAN: &str = "office/forward-plan";
/// Path of the snapshots.
const SNAPSHOTS: &str = "office/snapshots";

/// Every page of boards and registers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/office/forward-plan", Access::To(Action::ReadBoards), plan::plan)
        .get("/office/snapshots", Access::To(Action::ReadRegisters), snapshots::snapshots)
        .post("/office/snapshots", Access::To(Action::KeepRegisters), snapshots::take)
        .get("/office/snapshots/{key}", Access::To(Action::ReadRegisters), snapshots::one)
        .and(of_family::<Boards>("/office/boards"))
        .and(of_family::<Papers>("/office/papers/{kind}"))
        .and(of_family::<Registers>("/office/registers/{kind}"))
}

/// The same pages for every kind of a family.
fn of_family<F: Family>(at: &str) -> Routes {
    let (reads, writes) = (Access::To(F::reads()), Access::To(F::writes()));
    let path = |rest: &str| format!("{at}{rest}");
    Routes::new()
        .get(at, reads, list::list::<F>)
        .get(&path("/new"), writes, write::ask_new::<F>)
        .post(&path("/new"), writes, write::take_new::<F>)
        .get(&path("/{key}"), reads, entry::entry::<F>)
        .get(&path("/{key}/earlier"), reads, entry::earlier::<F>)
        .get(&path("/{key}/edit"), writes, write::ask_edit::<F>)
        .post(&path("/{key}/edit"), writes, write::take_edit::<F>)
        .get(&path("/{key}/add/{event}"), writes, write::ask_add::<F>)
        .post(&path("/{key}/add/{event}"), writes, write::take_add::<F>)
        .get(&path("/{key}/publish"), writes, write::ask_publish::<F>)
        .post(&path("/{key}/publish"), writes, write::take_publish::<F>)
        .post(&path("/{key}/withhold"), writes, write::withhold::<F>)
}
