//! Boards: what they are for, who sits on them, to whom they report. All of it dated, because boards change shape
//! more often than the plans they watch.

use jiff::civil::Date;
use permission::PersonId;
use serde::{Deserialize, Serialize};

use super::{
    check::{Wrong, in_order, line, list, maybe_line, maybe_text, text},
    kept::{Dated, Event, Kept, Kind, Matter, Reference, Refers, To},
    words::words,
};

words! {
    /// Where a board stands in the partnership.
    Tier,
    /// Cabinet, integrated care board, health and wellbeing board, scrutiny, schools forum.
    Statutory "statutory" "Statutory or political",
    /// Owns the plan, with a chair from outside.
    Assurance "assurance" "Improvement or assurance board",
    /// Runs the work from day to day.
    Programme "programme" "Programme or operations group",
    /// Carries one theme.
    Workstream "workstream" "Workstream or theme group",
    /// Speaks for families and young people.
    Voice "voice" "Forum of families or young people",
}

words! {
    /// In what part somebody sits on a board.
    Part,
    /// Leads it alone.
    Chair "chair" "Chair",
    /// Leads it with others.
    CoChair "co_chair" "Co-chair",
    /// Leads it and belongs to none of the organisations.
    IndependentChair "independent_chair" "Independent chair",
    /// Stands in for the chair.
    DeputyChair "deputy_chair" "Deputy chair",
    /// Has a voice in decisions.
    Member "member" "Member",
    /// Advises and decides nothing, such as an adviser of the department.
    Adviser "adviser" "Adviser",
    /// Takes part for single items.
    InAttendance "in_attendance" "In attendance",
}

/// What is written about a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// Its name.
    pub name: String,
    /// The word in its address; made from nothing but small letters, digits and hyphens.
    pub word: String,
    /// Where it stands.
    pub tier: Tier,
    /// The day it began.
    pub since: Date,
    /// Where the office can be reached about it; a post or a mailbox, never a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// For the office only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Terms of reference: the newest version by day is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The version as printed on them, such as `1.1`.
    pub version: String,
    /// Why the board is there.
    pub purpose: String,
    /// What it oversees, one thing each.
    #[serde(default)]
    pub oversees: Vec<String>,
    /// The post that chairs it.
    pub chair: String,
    /// What it may decide itself, and how other decisions go back to each body.
    pub authority: String,
    /// When and to whom it passes on what it cannot settle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalates: Option<String>,
    /// How many must be there, and from where.
    pub quorum: String,
    /// How often it meets.
    pub frequency: String,
    /// By when they are looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_on: Option<Date>,
}

/// A seat: named by number, so that no person's name is needed to end it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// Its number on this board.
    pub seat: u32,
    /// The post that sits there.
    pub post: String,
    /// In what part.
    pub part: Part,
    /// Key of the organisation; none for somebody independent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Who sits there, where they have an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// What can happen to a board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", deny_unknown_fields)]
pub enum BoardEvent {
    /// New terms of reference come into force.
    TermsAgreed(Terms),
    /// Somebody takes a seat.
    SeatTaken(Seat),
    /// Somebody leaves it; the day is their last.
    SeatLeft {
        /// The seat's number.
        seat: u32,
    },
    /// It begins to report to another board.
    ReportsTo {
        /// Key of that board.
        board: String,
        /// On what.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_what: Option<String>,
    },
    /// It no longer does; the day is the last.
    NoLongerReportsTo {
        /// Key of that board.
        board: String,
    },
    /// It ends; the day is its last.
    Closed {
        /// Why.
        reason: String,
        /// Key of the board in its place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaced_by: Option<String>,
    },
}

impl Event for BoardEvent {
    fn word(&self) -> &'static str {
        match self {
            Self::TermsAgreed(_) => "terms_agreed",
            Self::SeatTaken(_) => "seat_taken",
            Self::SeatLeft { .. } => "seat_left",
            Self::ReportsTo { .. } => "reports_to",
            Self::NoLongerReportsTo { .. } => "no_longer_reports_to",
            Self::Closed { .. } => "closed",
        }
    }

    fn refers(&self) -> Vec<Reference> {
        let board = To::Kept(Kind::Board);
        let refers = match self {
            Self::SeatTaken(seat) => Refers::default().one("organisation", To::Organisation, &seat.organisation),
            Self::ReportsTo { board: key, .. } => Refers::default().one("board", board, key),
            Self::Closed { replaced_by, .. } => Refers::default().one("replaced_by", board, replaced_by),
            Self::TermsAgreed(_) | Self::SeatLeft { .. } | Self::NoLongerReportsTo { .. } => Refers::default(),
        };
        refers.0
    }
}

impl Matter for Board {
    type Event = BoardEvent;
    const KIND: Kind = Kind::Board;

    fn title(&self) -> String {
        self.name.clone()
    }

    fn since(&self) -> Date {
        self.since
    }

    fn check(&self) -> Result<(), Wrong> {
        line("name", &self.name)?;
        if self.word.parse::<kernel::Slug>().is_err() {
            return Err(Wrong::new("word", "use 2 to 40 small letters, digits and single hyphens"));
        }
        maybe_line("contact", self.contact.as_deref())?;
        maybe_text("note", self.note.as_deref())
    }

    fn admits(&self, past: &[Dated<BoardEvent>], next: &Dated<BoardEvent>) -> Result<(), Wrong> {
        in_order("on", self.since, Some(next.on))?;
        let closed = past.iter().any(|dated| matches!(dated.event, BoardEvent::Closed { .. }));
        if closed {
            return Err(Wrong::new("on", "the board is closed; open a new one"));
        }
        match &next.event {
            BoardEvent::TermsAgreed(terms) => terms.check(past, next.on),
            BoardEvent::SeatTaken(seat) => seat.check(past),
            BoardEvent::SeatLeft { seat } => {
                let sits = seats(past).into_iter().find(|(held, _)| held.seat == *seat);
                let (_, days) = sits.ok_or_else(|| Wrong::new("seat", format!("there is no seat {seat}")))?;
                if days.until.is_some() {
                    return Err(Wrong::new("seat", format!("seat {seat} was left already")));
                }
                in_order("on", days.from, Some(next.on))
            }
            BoardEvent::ReportsTo { board, on_what } => {
                maybe_line("on_what", on_what.as_deref())?;
                let known = lines(past).into_iter().any(|(key, _, days)| *key == *board && days.until.is_none());
                if known { Err(Wrong::new("board", "it reports there already")) } else { not_itself(self, board) }
            }
            BoardEvent::NoLongerReportsTo { board } => {
                let held = lines(past).into_iter().find(|(key, _, days)| *key == *board && days.until.is_none());
                let (_, _, days) = held.ok_or_else(|| Wrong::new("board", "it does not report there"))?;
                in_order("on", days.from, Some(next.on))
            }
            BoardEvent::Closed { reason, replaced_by } => {
                text("reason", reason)?;
                replaced_by.as_ref().map_or(Ok(()), |board| not_itself(self, board))
            }
        }
    }

    fn refers(&self) -> Vec<Reference> {
        Vec::new()
    }

    fn stem(&self) -> String {
        self.word.clone()
    }

    fn fixed(&self) -> Option<(&'static str, &str)> {
        Some(("word", &self.word))
    }
}

fn not_itself(board: &Board, other: &str) -> Result<(), Wrong> {
    if board.word == other { Err(Wrong::new("board", "name another board")) } else { Ok(()) }
}

impl Terms {
    fn check(&self, past: &[Dated<BoardEvent>], on: Date) -> Result<(), Wrong> {
        line("version", &self.version)?;
        text("purpose", &self.purpose)?;
        list("oversees", &self.oversees)?;
        line("chair", &self.chair)?;
        text("authority", &self.authority)?;
        maybe_text("escalates", self.escalates.as_deref())?;
        line("quorum", &self.quorum)?;
        line("frequency", &self.frequency)?;
        in_order("review_on", on, self.review_on)?;
        let same = |dated: &Dated<BoardEvent>| matches!(&dated.event, BoardEvent::TermsAgreed(held) if held.version == self.version);
        if past.iter().any(same) {
            return Err(Wrong::new("version", format!("version {} exists; give new terms a new one", self.version)));
        }
        Ok(())
    }
}

impl Seat {
    fn check(&self, past: &[Dated<BoardEvent>]) -> Result<(), Wrong> {
        line("post", &self.post)?;
        if self.organisation.is_none() && !matches!(self.part, Part::IndependentChair | Part::Adviser) {
            return Err(Wrong::new(
                "organisation",
                "name the organisation; only an independent chair or adviser has none",
            ));
        }
        let next = next_seat(past);
        if self.seat != next {
            return Err(Wrong::new("seat", format!("the next seat of this board is number {next}")));
        }
        let sole = |part: Part| matches!(part, Part::Chair | Part::IndependentChair);
        let held = seats(past).into_iter().filter(|(_, days)| days.until.is_none());
        if sole(self.part) && held.into_iter().any(|(seat, _)| sole(seat.part)) {
            return Err(Wrong::new("part", "the board has a chair; end that seat first, or name co-chairs"));
        }
        Ok(())
    }
}

/// First and last day of a seat or a reporting line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The last; `None` while it goes on.
    pub until: Option<Date>,
}

impl Days {
    /// Whether a day is among them.
    pub fn hold(self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// The number the next seat of a board must have.
pub fn next_seat(past: &[Dated<BoardEvent>]) -> u32 {
    let taken = past.iter().filter(|dated| matches!(dated.event, BoardEvent::SeatTaken(_))).count();
    u32::try_from(taken).unwrap_or(u32::MAX).saturating_add(1)
}

/// Every seat ever taken with its days.
pub fn seats(past: &[Dated<BoardEvent>]) -> Vec<(&Seat, Days)> {
    let mut seats: Vec<(&Seat, Days)> = Vec::new();
    for dated in past {
        match &dated.event {
            BoardEvent::SeatTaken(seat) => seats.push((seat, Days { from: dated.on, until: None })),
            BoardEvent::SeatLeft { seat: left } => {
                seats
                    .iter_mut()
                    .filter(|(seat, _)| seat.seat == *left)
                    .for_each(|(_, days)| days.until = Some(dated.on));
            }
            _ => {}
        }
    }
    seats
}

/// Every reporting line ever drawn: the board's key, on what, and its days.
pub fn lines(past: &[Dated<BoardEvent>]) -> Vec<(&str, Option<&str>, Days)> {
    let mut lines: Vec<(&str, Option<&str>, Days)> = Vec::new();
    for dated in past {
        match &dated.event {
            BoardEvent::ReportsTo { board, on_what } => {
                lines.push((board, on_what.as_deref(), Days { from: dated.on, until: None }));
            }
            BoardEvent::NoLongerReportsTo { board } => {
                let open = lines.iter_mut().find(|(key, _, days)| key == board && days.until.is_none());
                if let Some((_, _, days)) = open {
                    days.until = Some(dated.on);
                }
            }
            _ => {}
        }
    }
    lines
}

impl Kept<Board> {
    /// The terms in force on a day, and since when.
    pub fn terms(&self, day: Date) -> Option<(&Terms, Date)> {
        let agreed = self.past.iter().filter(|dated| dated.on <= day);
        let agreed = agreed.filter_map(|dated| match &dated.event {
            BoardEvent::TermsAgreed(terms) => Some((terms, dated.on)),
            _ => None,
        });
        // Of two agreed on one day the later recorded holds.
        agreed.max_by_key(|(_, on)| *on)
    }

    /// Who sits on it on a day, chairs first.
    pub fn members(&self, day: Date) -> Vec<(&Seat, Days)> {
        let mut held: Vec<_> = seats(&self.past).into_iter().filter(|(_, days)| days.hold(day)).collect();
        held.sort_by_key(|(seat, _)| (seat.part, seat.seat));
        held
    }

    /// The people with an account who sit on it on a day: those who may read its papers.
    pub fn people(&self, day: Date) -> Vec<PersonId> {
        self.members(day).into_iter().filter_map(|(seat, _)| seat.person).collect()
    }

    /// Its last day and the board in its place, when it has ended.
    pub fn closed(&self) -> Option<(Date, Option<&str>)> {
        self.past.iter().find_map(|dated| match &dated.event {
            BoardEvent::Closed { replaced_by, .. } => Some((dated.on, replaced_by.as_deref())),
            _ => None,
        })
    }

    /// Whether it exists on a day.
    pub fn stands(&self, day: Date) -> bool {
        self.about.since <= day && self.closed().is_none_or(|(until, _)| day <= until)
    }
}
