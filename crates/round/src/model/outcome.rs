//! What came of a round: the counts the public may read, and what is missing by name.

use serde::{Deserialize, Serialize};

use super::{Slip, SlipState, Terms};

/// The public record of a round. It names no person and no organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundRecord {
    /// The round's name.
    pub name: String,
    /// First day of the period.
    pub period_from: jiff::civil::Date,
    /// Last day of the period.
    pub period_to: jiff::civil::Date,
    /// Commitments asked about.
    pub asked: usize,
    /// Those with an answer.
    pub answered: usize,
    /// Those whose answer every organisation concerned signed off.
    pub signed_off: usize,
    /// Answers that came after the day they were due.
    pub late: usize,
    /// Live commitments nobody could be asked about.
    pub not_asked: usize,
}

impl RoundRecord {
    /// The counts of these slips; `not_asked` commitments had nobody to ask.
    pub fn of(terms: &Terms, slips: &[Slip], not_asked: usize) -> Self {
        let count = |counts: fn(&Slip) -> bool| slips.iter().filter(|slip| counts(slip)).count();
        Self {
            name: terms.name.clone(),
            period_from: terms.period_from,
            period_to: terms.period_to,
            asked: slips.len(),
            answered: count(|slip| slip.standing_answer().is_some()),
            signed_off: count(|slip| slip.signed_off_answer().is_some()),
            late: count(|slip| slip.standing_answer().is_some_and(|sent| sent.late)),
            not_asked,
        }
    }

    /// The record in a sentence or two, as the edition's note gives it to the public.
    pub fn sentence(&self) -> String {
        let were = |count: usize| format!("{count} {}", if count == 1 { "was" } else { "were" });
        let late = if self.late > 0 { format!(", {} came late", self.late) } else { String::new() };
        let unasked = match self.not_asked {
            0 => String::new(),
            count => format!(" Nobody could be asked about {}.", counted(count, "other promise")),
        };
        format!(
            "In the round {} we asked about {}: {} answered, {} signed off{late}.{unasked}",
            self.name,
            counted(self.asked, "promise"),
            were(self.answered),
            were(self.signed_off),
        )
    }
}

fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// Why a commitment's part in the round left nothing in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// Nobody could be asked.
    NotAsked,
    /// No answer was sent, or one was sent back and not sent again.
    NotAnswered,
    /// An answer was sent and not signed off by all who must.
    NotSignedOff,
    /// It left the plan while the round was open.
    Retired,
}

impl LeftOut {
    /// Every reason, in the order they are listed to people.
    pub const ALL: &[Self] = &[Self::NotAnswered, Self::NotSignedOff, Self::NotAsked, Self::Retired];

    /// The heading of its list.
    pub fn plain(self) -> &'static str {
        match self {
            Self::NotAsked => "Nobody could be asked",
            Self::NotAnswered => "Not answered",
            Self::NotSignedOff => "Answered, but not signed off",
            Self::Retired => "Taken out of the plan while the round was open",
        }
    }

    /// Why this slip leaves nothing, if it does not.
    pub(crate) fn of(slip: &Slip) -> Option<Self> {
        match slip.state {
            SlipState::SignedOff { .. } => None,
            SlipState::Sent { .. } => Some(Self::NotSignedOff),
            SlipState::Asked | SlipState::Drafted | SlipState::SentBack { .. } => Some(Self::NotAnswered),
        }
    }
}

/// What came of a round when it was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The counts.
    pub record: RoundRecord,
    /// Commitments that left nothing in the plan, by key, and why.
    pub left_out: Vec<(String, LeftOut)>,
    /// Commitments whose date waits for the consent of other bodies before it moves.
    pub moves_waiting: Vec<String>,
    /// Commitments whose wanted move could not even be proposed, because an earlier one still waits for consent.
    pub moves_held_up: Vec<String>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_record_reads_as_a_sentence_for_one_and_for_many() {
        let record = RoundRecord {
            name: "Autumn 2026".to_owned(),
            period_from: date(2026, 7, 1),
            period_to: date(2026, 9, 30),
            asked: 3,
            answered: 1,
            signed_off: 0,
            late: 0,
            not_asked: 0,
        };
        assert_eq!(
            record.sentence(),
            "In the round Autumn 2026 we asked about 3 promises: 1 was answered, 0 were signed off."
        );
        let late = RoundRecord { asked: 1, signed_off: 1, late: 1, not_asked: 2, ..record };
        assert_eq!(
            late.sentence(),
            "In the round Autumn 2026 we asked about 1 promise: 1 was answered, 1 was signed off, 1 came late. \
             Nobody could be asked about 2 other promises."
        );
    }
}
