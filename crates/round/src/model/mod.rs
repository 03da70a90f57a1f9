//! What a quarterly round consists of: values with invariants, no storage and no pages.

mod addressing;
mod answer;
mod organisations;
mod outcome;
mod report;
mod round;
mod sheet;
mod slip;
mod standing;

pub use addressing::{Asking, NewSlip, Problem, ask};
pub use answer::{Answer, EvidenceGiven, Moved};
pub use organisations::Organisations;
pub use outcome::{LeftOut, Outcome, RoundRecord};
pub use report::{Beside, HighlightReport, Milestone, ReportLine};
pub use round::{NotNow, Round, RoundId, RoundState, Terms};
pub use sheet::{Sheet, Wrong, new_date, new_day};
pub use slip::{Addressee, Before, SentAnswer, Settled, Signature, Slip, SlipState};
pub use standing::{Line, Standing};
