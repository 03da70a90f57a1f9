//! Which right opens which kinds. One set of handlers serves all kinds; a family gives them their guards.

use std::{collections::HashMap, marker::PhantomData};

use db::Tx;
use office::{Act, Action, May, PageError, Subject, acts};

use crate::{
    model::{Board, Kept, Kind, Matter},
    store,
};

/// The blanks of a pattern by name.
pub(crate) type Blanks = HashMap<String, String>;

/// Kinds that the same right opens.
pub(crate) trait Family: Send + Sync + 'static {
    /// The right to read.
    type Read: Act;
    /// The right to write.
    type Write: Act;
    /// Where its pages stand inside an area. Patterns have `{kind}` after it where the family has several kinds.
    const PATH: &'static str;
    /// Its kinds.
    const KINDS: &'static [Kind];
    /// Whether an entry is read by those who sit on its board only.
    const BY_BOARD: bool;

    /// The kind a pattern's blanks name.
    fn kind(blanks: &Blanks) -> Result<Kind, PageError> {
        match Self::KINDS {
            [only] => Ok(*only),
            kinds => {
                let word = blanks.get("kind").map(String::as_str);
                kinds.iter().copied().find(|kind| Some(kind.word()) == word).ok_or(PageError::NotFound)
            }
        }
    }

    /// Path of a kind's list inside the area.
    fn path(kind: Kind) -> String {
        if Self::KINDS.len() == 1 { Self::PATH.to_owned() } else { format!("{}/{}", Self::PATH, kind.word()) }
    }

    /// The right to read, as an action.
    fn reads() -> Action {
        Self::Read::ACTION
    }

    /// The right to write, as an action.
    fn writes() -> Action {
        Self::Write::ACTION
    }
}

/// Boards themselves.
pub(crate) struct Boards(PhantomData<()>);

impl Family for Boards {
    type Read = acts::ReadBoards;
    type Write = acts::RunBoards;
    const PATH: &'static str = "office/boards";
    const KINDS: &'static [Kind] = &[Kind::Board];
    const BY_BOARD: bool = false;
}

/// What boards do at their meetings.
pub(crate) struct Papers(PhantomData<()>);

impl Family for Papers {
    type Read = acts::ReadBoardPapers;
    type Write = acts::RunBoards;
    const PATH: &'static str = "office/papers";
    const KINDS: &'static [Kind] = &[Kind::Meeting, Kind::Item, Kind::Paper, Kind::Decision, Kind::Action];
    const BY_BOARD: bool = true;
}

/// Registers that all who oversee the programme read.
pub(crate) struct Registers(PhantomData<()>);

impl Family for Registers {
    type Read = acts::ReadRegisters;
    type Write = acts::KeepRegisters;
    const PATH: &'static str = "office/registers";
    const KINDS: &'static [Kind] = &[Kind::Risk, Kind::Concern, Kind::Strategy, Kind::Review, Kind::Criterion];
    const BY_BOARD: bool = false;
}

/// A board as the decision function asks about it.
pub(crate) fn board_subject(board: &Kept<Board>, day: jiff::civil::Date) -> Subject {
    Subject::Board { key: board.key.clone(), members: board.people(day) }
}

/// Whether whoever asks may do this about an entry; "not found" where they may not.
pub(crate) async fn check_over<F: Family, M: Matter, A: Act>(
    tx: &mut Tx,
    may: &May<A>,
    about: &M,
) -> Result<(), PageError> {
    if !F::BY_BOARD {
        return Ok(());
    }
    let board = store::entry::<Board>(tx, about.board().unwrap_or_default()).await?.ok_or(PageError::NotFound)?;
    may.over(&board_subject(&board, may.today())).map(|_| ())
}

/// The same for words that come in: a board that is not there is left to the deed, which names the field.
pub(crate) async fn check_written<F: Family, M: Matter, A: Act>(
    tx: &mut Tx,
    may: &May<A>,
    about: &M,
) -> Result<(), PageError> {
    let board = store::entry::<Board>(tx, about.board().unwrap_or_default()).await?;
    if board.is_none() { Ok(()) } else { check_over::<F, M, A>(tx, may, about).await }
}

/// The entries whoever asks may read: for papers, those of boards they may read.
pub(crate) async fn readable<F: Family, M: Matter, A: Act>(
    tx: &mut Tx,
    may: &May<A>,
    entries: Vec<Kept<M>>,
) -> Result<Vec<Kept<M>>, PageError> {
    if !F::BY_BOARD {
        return Ok(entries);
    }
    let boards = store::entries::<Board>(tx).await?.into_iter();
    let open: Vec<String> =
        boards.filter(|board| may.over(&board_subject(board, may.today())).is_ok()).map(|board| board.key).collect();
    let is_open = |kept: &Kept<M>| kept.about.board().is_some_and(|board| open.iter().any(|key| key == board));
    Ok(entries.into_iter().filter(is_open).collect())
}

/// Runs one expression for the kind at hand; `$matter` is its type there.
macro_rules! with_kind {
    ($kind:expr, $matter:ident => $body:expr) => {{
        use $crate::model;
        match $kind {
            model::Kind::Board => {
                type $matter = model::Board;
                $body
            }
            model::Kind::Meeting => {
                type $matter = model::Meeting;
                $body
            }
            model::Kind::Item => {
                type $matter = model::Item;
                $body
            }
            model::Kind::Paper => {
                type $matter = model::Paper;
                $body
            }
            model::Kind::Decision => {
                type $matter = model::Decision;
                $body
            }
            model::Kind::Action => {
                type $matter = model::Action;
                $body
            }
            model::Kind::Risk => {
                type $matter = model::Risk;
                $body
            }
            model::Kind::Concern => {
                type $matter = model::Concern;
                $body
            }
            model::Kind::Strategy => {
                type $matter = model::Strategy;
                $body
            }
            model::Kind::Review => {
                type $matter = model::Review;
                $body
            }
            model::Kind::Criterion => {
                type $matter = model::Criterion;
                $body
            }
        }
    }};
}
pub(crate) use with_kind;
