use std::fmt;

use jiff::Timestamp;
use kernel::AreaId;

use crate::{Entry, GAP, Gap, Hash, Head, PublicKey, genesis};

/// The verification of one chain, fed with its entries in order; pure, so that it can be tried on
/// thousands of falsified chains without a database.
#[derive(Debug, Clone)]
pub struct Chain<'a> {
    area: AreaId,
    sequence: i64,
    hash: Hash,
    gaps: Vec<Gap>,
    witness: Option<Witness<'a>>,
    /// The witness named an entry that is no longer as it was.
    contradicted: bool,
}

/// A head known from elsewhere that a chain must still contain, and the installation's key: only a
/// gap signed with it explains why the head no longer fits.
#[derive(Debug, Clone, Copy)]
pub struct Witness<'a> {
    /// The head, as it was signed and taken elsewhere.
    pub head: &'a Head,
    /// The key a gap must be signed with.
    pub key: &'a PublicKey,
}

/// A chain without a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many entries there are.
    pub entries: i64,
    /// The hash of the last.
    pub hash: Hash,
    /// The gaps the record admits to; show them to whoever asked.
    pub gaps: Vec<Gap>,
    /// The gap that explains why a signed head given for comparison no longer fits.
    pub explained_by: Option<Gap>,
}

/// The first place where a chain is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the audit record is broken at entry {sequence}: {what}")]
pub struct Broken {
    /// The place of the first bad or missing entry.
    pub sequence: i64,
    /// What is wrong there.
    pub what: What,
}

/// What is wrong with a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// An entry of another area stands here.
    OtherArea,
    /// Another entry stands in this place: one was removed, added or moved.
    OutOfPlace {
        /// The sequence number met instead.
        found: i64,
    },
    /// It does not follow from the entry before it.
    DoesNotFollow,
    /// Its content is not what was hashed.
    ContentChanged,
    /// The row cannot even be read as an entry.
    Unreadable(String),
    /// The head row is missing although there are entries.
    HeadMissing,
    /// The head row, or a head signed earlier, names this entry, and it is not there.
    Missing {
        /// The last entry that is known to have existed.
        until: i64,
    },
    /// There are entries beyond the one the head row calls the last.
    BeyondHead,
    /// The head row has another hash for the last entry.
    HeadDiffers,
    /// A head signed earlier has another hash for this entry.
    SignedHeadDiffers,
    /// The head given for comparison belongs to another area.
    HeadOfOtherArea,
    /// It admits a lost stretch, but without the signature of the installation.
    ForgedGap {
        /// The last entry that a signed head shows to be gone behind it.
        until: Option<i64>,
    },
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherArea => f.write_str("an entry of another area stands there"),
            Self::OutOfPlace { found } => write!(f, "entry {found} stands in its place"),
            Self::DoesNotFollow => f.write_str("it does not follow from the entry before"),
            Self::ContentChanged => f.write_str("its content was changed after it was recorded"),
            Self::Unreadable(why) => write!(f, "it cannot be read ({why})"),
            Self::HeadMissing => f.write_str("the row that names the last entry is gone"),
            Self::Missing { until } => write!(f, "the entries from there to {until} are missing"),
            Self::BeyondHead => f.write_str("it lies beyond the last entry the head names"),
            Self::HeadDiffers => f.write_str("the head names another hash for the last entry"),
            Self::SignedHeadDiffers => f.write_str("a head signed earlier has another hash for it"),
            Self::HeadOfOtherArea => f.write_str("the signed head belongs to another area"),
            Self::ForgedGap { until: None } => f.write_str("a gap that nobody signed stands there"),
            Self::ForgedGap { until: Some(until) } => write!(
                f,
                "the entries from there to {until} are gone; a gap that this installation never signed stands there"
            ),
        }
    }
}

impl<'a> Chain<'a> {
    /// Begins before the first entry; without a `witness` a cut tail goes unseen.
    pub fn start(area: AreaId, witness: Option<Witness<'a>>) -> Self {
        Self { area, sequence: 0, hash: genesis(area), gaps: Vec::new(), witness, contradicted: false }
    }

    /// The place of the last entry accepted.
    pub fn sequence(&self) -> i64 {
        self.sequence
    }

    /// Accepts the next entry, or says what is wrong with it.
    pub fn check(&mut self, entry: &Entry) -> Result<(), Broken> {
        let sequence = self.sequence + 1;
        let fault = if entry.area != self.area {
            Some(What::OtherArea)
        } else if entry.sequence != sequence {
            let found = entry.sequence;
            Some(What::OutOfPlace { found })
        } else if entry.previous != self.hash {
            Some(What::DoesNotFollow)
        } else if entry.digest() != entry.hash {
            Some(What::ContentChanged)
        } else {
            None
        };
        if let Some(what) = fault {
            return Err(Broken { sequence, what });
        }
        self.sequence = sequence;
        self.hash = entry.hash;
        if entry.deed == GAP {
            let unsigned = || {
                let behind = self.witness.filter(|witness| is_behind(witness.head, sequence, &entry.recorded_at));
                Broken { sequence, what: What::ForgedGap { until: behind.map(|witness| witness.head.sequence) } }
            };
            self.gaps.push(Gap::of(entry).ok_or_else(unsigned)?);
        }
        if let Some(witness) = self.witness.filter(|witness| witness.head.sequence == sequence) {
            self.contradicted = witness.head.hash != entry.hash;
        }
        Ok(())
    }

    /// Ends the verification with what the head row says: the last entry's place and hash.
    pub fn finish(self, head: Option<(i64, Hash)>) -> Result<Verified, Broken> {
        let at = |sequence, what| Err(Broken { sequence, what });
        match head {
            None if self.sequence > 0 => return at(self.sequence, What::HeadMissing),
            Some((until, _)) if until > self.sequence => {
                return at(self.sequence + 1, What::Missing { until });
            }
            Some((last, _)) if last < self.sequence => {
                return at(last.max(0) + 1, What::BeyondHead);
            }
            Some((_, hash)) if hash != self.hash => return at(self.sequence, What::HeadDiffers),
            _ => {}
        }
        let explained_by = self.compare_with_witness()?;
        Ok(Verified { entries: self.sequence, hash: self.hash, gaps: self.gaps, explained_by })
    }

    /// A head taken before a recorded gap may speak of entries the gap admits to be lost, if the
    /// installation itself said so: whoever cuts a tail could write a gap as well.
    fn compare_with_witness(&self) -> Result<Option<Gap>, Broken> {
        let Some(Witness { head, key }) = self.witness else {
            return Ok(None);
        };
        let until = head.sequence;
        if head.area != self.area {
            return Err(Broken { sequence: until, what: What::HeadOfOtherArea });
        }
        let missing = until > self.sequence;
        // Entry 0 is the beginning itself; an honest head of an empty chain has its hash.
        let wrong_beginning = until < 1 && head.hash != genesis(self.area);
        if !missing && !self.contradicted && !wrong_beginning {
            return Ok(None);
        }
        let explaining = || self.gaps.iter().filter(|gap| is_behind(head, gap.sequence, &gap.recorded_at));
        if let Some(gap) = explaining().find(|gap| gap.signed_by == *key) {
            return Ok(Some(gap.clone()));
        }
        Err(match explaining().next() {
            Some(forged) => Broken { sequence: forged.sequence, what: What::ForgedGap { until: Some(until) } },
            None if missing => Broken { sequence: self.sequence + 1, what: What::Missing { until } },
            None => Broken { sequence: until, what: What::SignedHeadDiffers },
        })
    }
}

/// Whether a gap in this place and of this time stands where the head knew other entries.
fn is_behind(head: &Head, sequence: i64, recorded_at: &str) -> bool {
    let recorded: Result<Timestamp, _> = recorded_at.parse();
    sequence <= head.sequence && recorded.is_ok_and(|at| head.at <= at)
}
