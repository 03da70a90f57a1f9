//! Four judgements that are independent of each other. None is inferred from today's date.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A judgement, who made it, when, and the page's own word for it where it was published elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark<T> {
    /// The judgement.
    pub value: T,
    /// The word as published, when it came from a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// The day it was made.
    pub on: Date,
    /// The role or body that made it; never a person's name.
    pub by: String,
    /// Why, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A stored word that no longer means anything to this program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is not one of {of}: {choices}")]
pub struct UnknownWord {
    pub(crate) word: String,
    pub(crate) of: &'static str,
    pub(crate) choices: String,
}

/// One list gives an enum its stored words, its plain words and the way back.
macro_rules! words {
    ($(#[$about:meta])* $name:ident, $of:literal, $($(#[$what:meta])* $variant:ident $word:literal $plain:literal),+ $(,)?) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$what])* $variant),+ }

        impl $name {
            /// Every value, in the order they are listed to people.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stored word, also used in open data.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The words a parent reads.
            pub fn plain(self) -> &'static str {
                match self { $(Self::$variant => $plain),+ }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                Self::ALL.iter().copied().find(|value| value.word() == text).ok_or_else(|| UnknownWord {
                    word: text.to_owned(),
                    of: $of,
                    choices: Self::ALL.iter().map(|value| value.word()).collect::<Vec<_>>().join(", "),
                })
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// How far the work is, by the word of those who do it.
    Delivery, "the delivery statuses",
    /// Nothing has begun.
    NotStarted "not_started" "Not started",
    /// Said to be meant to happen.
    Planned "planned" "Planned",
    /// Begun and not finished.
    InProgress "in_progress" "Under way",
    /// Carried on without an end.
    Ongoing "ongoing" "Ongoing",
    /// Late by their own word.
    Delayed "delayed" "Delayed",
    /// Put off.
    Postponed "postponed" "Put off",
    /// Finished.
    Done "done" "Done",
}

words! {
    /// How sure the partnership is that it will be done in time (blue, red, amber, green).
    Confidence, "the confidence colours",
    /// Blue: complete and working as usual.
    Blue "blue" "Complete (blue)",
    /// Green: on track.
    Green "green" "On track (green)",
    /// Amber: at risk.
    Amber "amber" "At risk (amber)",
    /// Red: off track.
    Red "red" "Off track (red)",
}

words! {
    /// What those who oversee say.
    Oversight, "the oversight statuses",
    /// Still watched.
    Monitored "monitored" "Still being checked",
    /// Inspectors or the department saw enough progress.
    SufficientProgress "sufficient_progress" "Enough progress seen",
    /// Moved into the ordinary work.
    BusinessAsUsual "business_as_usual" "Part of everyday work",
    /// No longer watched from outside.
    NoLongerMonitored "no_longer_monitored" "No longer checked from outside",
}

words! {
    /// What families say, as a judgement of its own beside delivery.
    Felt, "the judgements of families",
    /// Families notice it.
    Yes "yes" "Families notice it",
    /// Some do.
    Partly "partly" "Some families notice it",
    /// They do not.
    No "no" "Families do not notice it yet",
    /// Not asked yet.
    NotAsked "not_asked" "Families have not been asked yet",
}
