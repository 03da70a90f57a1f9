//! How a round stands, for the office: who has not answered, what moved, what help is wanted, what nothing shows.

use std::collections::BTreeMap;

use roadmap::difference::when_words;
use serde::Serialize;

use super::{Addressee, Organisations, RoundRecord, SentAnswer, Slip, SlipState, Terms};

/// One commitment in a list of the office, with what the list is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Key of the commitment.
    pub node: String,
    /// Its words.
    pub wording: String,
    /// What is said of it here.
    pub says: String,
}

/// How a round stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The counts as they are now.
    pub record: RoundRecord,
    /// Those who have not answered, each with the commitments they are asked about.
    pub unanswered: Vec<(Addressee, Vec<Line>)>,
    /// Dates that are to move, and where consent is still needed.
    pub moves: Vec<Line>,
    /// Help that is wanted.
    pub help: Vec<Line>,
    /// Answers without evidence, and why.
    pub without_evidence: Vec<Line>,
    /// Answers that came late.
    pub late: Vec<Line>,
    /// Answers that were sent back and not sent again.
    pub sent_back: Vec<Line>,
    /// Answers that wait for a signature.
    pub unsigned: Vec<Line>,
}

impl Standing {
    /// Reads how a round stands from its slips; `not_asked` commitments had nobody to ask.
    pub fn of(terms: &Terms, slips: &[Slip], not_asked: usize, names: &Organisations) -> Self {
        let answered = |says: &dyn Fn(&Slip, &SentAnswer) -> Option<String>| {
            let each = slips.iter().filter_map(|slip| Some(line(slip, says(slip, slip.standing_answer()?)?)));
            each.collect::<Vec<Line>>()
        };
        let returned = slips.iter().filter_map(|slip| match &slip.state {
            SlipState::SentBack { because, .. } => Some(line(slip, because.clone())),
            _ => None,
        });
        Self {
            record: RoundRecord::of(terms, slips, not_asked),
            unanswered: unanswered(slips),
            moves: answered(&|slip, sent| sent.answer.moved.as_ref().map(|_| move_words(slip, sent, names))),
            help: answered(&|_, sent| sent.answer.help.clone()),
            without_evidence: answered(&|_, sent| {
                sent.answer.evidence.is_missing().then(|| sent.answer.evidence.words().to_owned())
            }),
            late: answered(&|_, sent| sent.late.then(|| roadmap::difference::day_words(sent.on))),
            sent_back: returned.collect(),
            unsigned: answered(&|slip, _| slip.unsigned().next().map(|_| names.names(slip.unsigned()))),
        }
    }
}

fn line(slip: &Slip, says: String) -> Line {
    Line { node: slip.node.clone(), wording: slip.before.wording.clone(), says }
}

fn unanswered(slips: &[Slip]) -> Vec<(Addressee, Vec<Line>)> {
    let mut by_addressee: BTreeMap<Addressee, Vec<Line>> = BTreeMap::new();
    for slip in slips.iter().filter(|slip| !slip.state.is_answered()) {
        for addressee in slip.addressees() {
            by_addressee.entry(addressee).or_default().push(line(slip, slip.state.plain().to_owned()));
        }
    }
    by_addressee.into_iter().collect()
}

/// A move in words: from when to when, why, and whose consent it waits for.
fn move_words(slip: &Slip, sent: &SentAnswer, names: &Organisations) -> String {
    let Some(moved) = &sent.answer.moved else { return String::new() };
    let (from, to) = (when_words(&slip.before.when), when_words(&moved.to));
    let waits = match slip.before.consent_from.as_slice() {
        [] => String::new(),
        bodies => format!(" It moves once these consent: {}.", names.names(bodies)),
    };
    format!("From {from} to {to}. {}{waits}", moved.because)
}
