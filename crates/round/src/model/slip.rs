//! An answer slip: one commitment, those who are asked, and how far their answer is.

use jiff::{Timestamp, civil::Date};
use permission::{PersonId, Subject};
use roadmap::model::{Confidence, Delivery, Node, When};
use serde::{Deserialize, Serialize};

use super::{Answer, RoundId, Sheet};

/// Somebody a slip is addressed to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// An organisation, by its key.
    Organisation(String),
    /// A person, by their identifier.
    Person(PersonId),
}

/// How the commitment stood when the slip went out: what this period is compared with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Before {
    /// Its words.
    pub wording: String,
    /// Its date.
    pub when: When,
    /// How far it was.
    pub delivery: Option<Delivery>,
    /// How sure the partnership was.
    pub confidence: Option<Confidence>,
    /// Keys of the bodies that must consent before its date moves.
    pub consent_from: Vec<String>,
}

impl Before {
    /// How a commitment stands.
    pub fn of(node: &Node) -> Self {
        Self {
            wording: node.words().to_owned(),
            when: node.timing.current().clone(),
            delivery: node.delivery.as_ref().map(|mark| mark.value),
            confidence: node.confidence.as_ref().map(|mark| mark.value),
            consent_from: node.consent_from.clone(),
        }
    }
}

/// An organisation's word that an answer stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The organisation.
    pub organisation: String,
    /// Who signed for it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// How far the answer is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SlipState {
    /// Nobody has begun.
    Asked,
    /// Begun, and not sent.
    Drafted,
    /// Sent; organisations may have signed it, but not all that must.
    Sent {
        /// Those that have.
        signatures: Vec<Signature>,
    },
    /// An organisation's lead wants it changed.
    SentBack {
        /// The organisation.
        organisation: String,
        /// Why.
        because: String,
    },
    /// Every organisation that must sign has signed.
    SignedOff {
        /// All of them.
        signatures: Vec<Signature>,
    },
}

/// A step that the state of the slip does not allow, in words for the person who tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Settled {
    /// It is signed off.
    #[error("this answer is signed off; ask the organisation's lead to send it back if it must change")]
    SignedOff,
    /// There is no answer to sign or send back.
    #[error("no answer has been sent yet")]
    NotSent,
    /// The organisation has signed.
    #[error("your organisation has signed off this answer already")]
    SignedAlready,
}

impl SlipState {
    /// The stored word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Drafted => "drafted",
            Self::Sent { .. } => "sent",
            Self::SentBack { .. } => "sent_back",
            Self::SignedOff { .. } => "signed_off",
        }
    }

    /// The words in a list.
    pub fn plain(&self) -> &'static str {
        match self {
            Self::Asked => "Not answered",
            Self::Drafted => "Draft",
            Self::Sent { .. } => "Sent",
            Self::SentBack { .. } => "Sent back",
            Self::SignedOff { .. } => "Signed off",
        }
    }

    /// Signatures so far.
    pub fn signatures(&self) -> &[Signature] {
        match self {
            Self::Sent { signatures } | Self::SignedOff { signatures } => signatures,
            _ => &[],
        }
    }

    /// Whether an answer lies with the organisations' leads or beyond.
    pub fn is_answered(&self) -> bool {
        matches!(self, Self::Sent { .. } | Self::SignedOff { .. })
    }

    /// After something was typed and kept. What was sent stands until something else is sent.
    pub fn drafted(self) -> Result<Self, Settled> {
        match self {
            Self::Asked | Self::Drafted => Ok(Self::Drafted),
            Self::Sent { .. } | Self::SentBack { .. } => Ok(self),
            Self::SignedOff { .. } => Err(Settled::SignedOff),
        }
    }

    /// After an answer was sent: whoever signed an earlier one has to look again.
    pub fn sent(self) -> Result<Self, Settled> {
        match self {
            Self::SignedOff { .. } => Err(Settled::SignedOff),
            _ => Ok(Self::Sent { signatures: Vec::new() }),
        }
    }

    /// After organisations signed; `needed` are all that must.
    pub fn signed(self, new: Vec<Signature>, needed: &[String]) -> Result<Self, Settled> {
        let Self::Sent { mut signatures } = self else {
            return Err(if matches!(self, Self::SignedOff { .. }) { Settled::SignedAlready } else { Settled::NotSent });
        };
        let held = signatures.len();
        for signature in new {
            if !signatures.iter().any(|held| held.organisation == signature.organisation) {
                signatures.push(signature);
            }
        }
        if signatures.len() == held {
            return Err(Settled::SignedAlready);
        }
        let all = needed.iter().all(|key| signatures.iter().any(|signature| signature.organisation == *key));
        Ok(if all { Self::SignedOff { signatures } } else { Self::Sent { signatures } })
    }

    /// After a lead asked for a change.
    pub fn sent_back(self, organisation: &str, because: &str) -> Result<Self, Settled> {
        match self {
            Self::Sent { .. } | Self::SignedOff { .. } => {
                Ok(Self::SentBack { organisation: organisation.to_owned(), because: because.to_owned() })
            }
            _ => Err(Settled::NotSent),
        }
    }
}

/// An answer as it was sent. A later one stands beside it, not over it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentAnswer {
    /// What it says.
    pub answer: Answer,
    /// Who sent it.
    pub by: PersonId,
    /// The organisation they answered for; `None` where they answer as the person named.
    pub organisation: Option<String>,
    /// The day.
    pub on: Date,
    /// Whether the slip's first answer came after the day answers were due.
    pub late: bool,
}

/// A slip as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// The round.
    pub round: RoundId,
    /// The commitment.
    pub node: String,
    /// How the commitment stood when it went out.
    pub before: Before,
    /// Organisations that may answer.
    pub organisations: Vec<String>,
    /// Those of them that must sign.
    pub signers: Vec<String>,
    /// People who may answer.
    pub people: Vec<PersonId>,
    /// What is typed so far.
    pub sheet: Sheet,
    /// How far it is.
    pub state: SlipState,
    /// The last answer sent.
    pub answer: Option<SentAnswer>,
    /// How many answers were sent, the last one included.
    pub answers: u32,
    /// Grows with every change.
    pub version: i64,
}

impl Slip {
    /// What a permit to answer must be about.
    pub fn subject(&self) -> Subject {
        Subject::Commitment {
            key: self.node.clone(),
            organisations: self.organisations.clone(),
            people: self.people.clone(),
        }
    }

    /// What a permit to sign off must be about: only those that must sign may.
    pub fn signing_subject(&self) -> Subject {
        Subject::Commitment { key: self.node.clone(), organisations: self.signers.clone(), people: Vec::new() }
    }

    /// Everybody it is addressed to.
    pub fn addressees(&self) -> impl Iterator<Item = Addressee> {
        let organisations = self.organisations.iter().cloned().map(Addressee::Organisation);
        organisations.chain(self.people.iter().copied().map(Addressee::Person))
    }

    /// The answer that every signer stands by, if there is one.
    pub fn signed_off_answer(&self) -> Option<&SentAnswer> {
        self.answer.as_ref().filter(|_| matches!(self.state, SlipState::SignedOff { .. }))
    }

    /// The answer that lies with the leads or beyond; one that was sent back does not count.
    pub fn standing_answer(&self) -> Option<&SentAnswer> {
        self.answer.as_ref().filter(|_| self.state.is_answered())
    }

    /// Organisations that must still sign.
    pub fn unsigned(&self) -> impl Iterator<Item = &String> {
        let signed = |key: &String| self.state.signatures().iter().any(|signature| signature.organisation == *key);
        self.signers.iter().filter(move |key| !signed(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(organisation: &str) -> Signature {
        Signature { organisation: organisation.to_owned(), by: PersonId(uuid::Uuid::nil()), at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn an_answer_is_signed_off_once_every_signer_has_signed() {
        let needed = ["council".to_owned(), "trust".to_owned()];
        let sent = SlipState::Asked.drafted().unwrap().sent().unwrap();
        let one = sent.signed(vec![signature("council")], &needed).unwrap();
        assert_eq!(one.word(), "sent");
        assert_eq!(one.clone().signed(vec![signature("council")], &needed), Err(Settled::SignedAlready));
        let both = one.signed(vec![signature("trust")], &needed).unwrap();
        assert_eq!(both.word(), "signed_off");
        assert_eq!(both.clone().drafted(), Err(Settled::SignedOff));
        assert_eq!(both.clone().sent(), Err(Settled::SignedOff));
        assert_eq!(both.sent_back("trust", "Say which school").unwrap().word(), "sent_back");
    }

    #[test]
    fn an_answer_sent_again_has_to_be_signed_again() {
        let needed = ["council".to_owned(), "trust".to_owned()];
        let one = SlipState::Asked.sent().unwrap().signed(vec![signature("council")], &needed).unwrap();
        assert_eq!(one.sent().unwrap().signatures(), []);
    }

    #[test]
    fn what_was_not_sent_is_neither_signed_nor_sent_back() {
        for state in [SlipState::Asked, SlipState::Drafted] {
            assert_eq!(state.clone().signed(vec![signature("council")], &[]), Err(Settled::NotSent));
            assert_eq!(state.sent_back("council", "No"), Err(Settled::NotSent));
        }
    }

    #[test]
    fn a_slip_that_nobody_can_sign_is_never_signed_off() {
        let sent = SlipState::Asked.sent().unwrap();
        assert_eq!(sent.signed(Vec::new(), &[]), Err(Settled::SignedAlready));
    }
}
