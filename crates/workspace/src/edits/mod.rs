//! Every way to change one commitment: what its form asks, and the deeds that the answers mean.

mod dates;
mod joined;
mod judged;
mod placed;
mod worded;

use jiff::civil::Date;
use roadmap::{
    deed::Deed,
    model::{Node, Tree},
};
use uuid::Uuid;

use crate::{
    fields::{Typed, Wrongs},
    form::{Ask, Named},
};

pub(crate) use dates::when_asks;
pub(crate) use judged::felt;
pub(crate) use placed::free_key;
pub(crate) use worded::evidence;

/// What an edit works on.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    /// The tree as it is.
    pub(crate) tree: &'a Tree,
    /// The commitment.
    pub(crate) node: &'a Node,
    /// Today in London.
    pub(crate) today: Date,
    /// Whether the person may read what is not public.
    pub(crate) reads_private: bool,
    /// The documents that the person may name as evidence.
    pub(crate) documents: &'a [(Uuid, String)],
}

/// The deeds of what was typed, or what is wrong with it.
pub(crate) type Meant = Result<Vec<Deed>, Wrongs>;

/// Writes the list of edits once: word in the address, heading, questions, deeds.
macro_rules! edits {
    ($($edit:ident $word:literal $title:literal $asks:path, $deeds:path;)+) => {
        /// One way to change a commitment.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Edit { $($edit),+ }

        impl Edit {
            /// Every edit, in the order a page offers them.
            pub(crate) const ALL: &[Self] = &[$(Self::$edit),+];

            /// Its word in addresses.
            pub(crate) fn word(self) -> &'static str {
                match self { $(Self::$edit => $word),+ }
            }

            /// The heading of its page.
            pub(crate) fn title(self) -> &'static str {
                match self { $(Self::$edit => $title),+ }
            }

            /// What its form asks.
            pub(crate) fn asks(self, desk: Desk<'_>) -> Vec<Ask> {
                match self { $(Self::$edit => $asks(desk)),+ }
            }

            /// What the answers mean.
            pub(crate) fn deeds(self, desk: Desk<'_>, typed: &Typed) -> Meant {
                match self { $(Self::$edit => $deeds(desk, typed)),+ }
            }
        }
    };
}

edits! {
    Reword "words" "Change the words" worded::asks, worded::deeds;
    Note "note" "Add a note on progress" worded::note_asks, worded::note_deeds;
    Date "date" "Move the date" dates::asks, dates::deeds;
    Actual "actual" "Say when it happened" dates::actual_asks, dates::actual_deeds;
    NotActual "not-happened" "Take back that it happened" placed::reason_asks, dates::withdraw_deeds;
    Consent "consent" "Say whose consent a new date needs" dates::consent_asks, dates::consent_deeds;
    Delivery "delivery" "Say how far it is" judged::delivery_asks, judged::delivery_deeds;
    Confidence "confidence" "Say how sure we are" judged::confidence_asks, judged::confidence_deeds;
    Oversight "oversight" "Say what those who check say" judged::oversight_asks, judged::oversight_deeds;
    Owners "owners" "Say who answers for it" joined::owner_asks, joined::owner_deeds;
    Links "links" "Join it to what it answers" joined::link_asks, joined::link_deeds;
    Places "places" "Say which places it adds" joined::place_asks, joined::place_deeds;
    Measures "measures" "Say how we would know" joined::measure_asks, joined::measure_deeds;
    Move "place" "Move it in the plan" placed::asks, placed::deeds;
    Split "split" "Split it into several" placed::split_asks, placed::split_deeds;
    Merge "merge" "Merge it into another" placed::merge_asks, placed::merge_deeds;
    Retire "retire" "Take it out of the plan" placed::retire_asks, placed::retire_deeds;
    Restore "restore" "Take it back into the plan" placed::reason_asks, placed::restore_deeds;
}

impl Edit {
    /// The edit of a word in an address.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|edit| edit.word() == word)
    }

    /// Whether it makes sense for a commitment as it stands.
    pub(crate) fn fits(self, node: &Node) -> bool {
        match self {
            Self::Restore => node.retired.is_some(),
            Self::NotActual => node.timing.actual.is_some() && node.retired.is_none(),
            _ => node.retired.is_none(),
        }
    }
}

/// The question why, which every change but an addition asks.
pub(crate) fn why() -> Ask {
    Ask::text("reason", "Why?", "").hinted("It stands in the history. Write it so that others understand it later.")
}

/// The reason, which must be given.
pub(crate) fn reason(wrongs: &mut Wrongs, typed: &Typed) -> String {
    wrongs.needed(typed, "reason", "Say why")
}

/// Who says something: a body or a post, never a person's name, because it is published.
pub(crate) fn said_by() -> Ask {
    let hint = "A body or a post, not a person\u{2019}s name. It is published.";
    Ask::line("by", "Who says so?", "Programme office").hinted(hint)
}

/// The words of a list of values.
pub(crate) fn named<T: Copy>(
    all: &[T],
    word: impl Fn(T) -> &'static str,
    plain: impl Fn(T) -> &'static str,
) -> Vec<Named> {
    all.iter().map(|value| (word(*value).to_owned(), plain(*value).to_owned())).collect()
}

/// A first line that chooses nothing.
pub(crate) fn or_nothing(words: &str, mut options: Vec<Named>) -> Vec<Named> {
    options.insert(0, (String::new(), words.to_owned()));
    options
}
