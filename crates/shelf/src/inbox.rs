//! The one thing the public can send: a letter into a box that nothing comes out of.

use std::pin::Pin;

/// A box with a slot. Whoever holds it can put letters in and learns only [`Received`] or [`Refused`]: words that the
/// program is written with. Neither can carry a text, a number or a name out again.
pub trait Inbox: Send + Sync {
    /// Puts a letter to an area into the box. The answer to an address that is known already is the answer to any.
    fn put<'a>(&'a self, area_slug: &'a str, letter: Letter) -> Putting<'a>;
}

/// A letter on its way into the box.
pub type Putting<'a> = Pin<Box<dyn Future<Output = Result<Received, Refused>> + Send + 'a>>;

/// What the public can send. Every text is as it was typed, within the limits of [`Letter::LONGEST_TEXT`] and its like.
#[derive(Clone, PartialEq, Eq)]
pub enum Letter {
    /// Somebody wants an e-mail when something changes.
    Subscribe {
        /// Where to.
        email: String,
    },
    /// Somebody followed the link in the mail that asks whether it was they.
    Confirm {
        /// What the link bears.
        token: String,
    },
    /// Somebody wants no more e-mail.
    Leave {
        /// What the link bears.
        token: String,
    },
    /// Somebody says something about a page.
    Comment {
        /// Path of the page inside the area; the page exists.
        about: String,
        /// What they say.
        text: String,
        /// Who they are; empty when they do not say.
        name: String,
        /// Where an answer may be announced; empty when nowhere.
        email: String,
    },
}

impl Letter {
    /// Most letters of a comment.
    pub const LONGEST_TEXT: usize = 3_000;
    /// Most letters of a name.
    pub const LONGEST_NAME: usize = 100;
    /// Most letters of an e-mail address (RFC 5321 section 4.5.3.1).
    pub const LONGEST_EMAIL: usize = 254;
}

impl std::fmt::Debug for Letter {
    /// Says what kind of letter it is and nothing of its content.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Subscribe { .. } => "Subscribe",
            Self::Confirm { .. } => "Confirm",
            Self::Leave { .. } => "Leave",
            Self::Comment { .. } => "Comment",
        })
    }
}

/// A letter is in the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// If the address is new, a mail with a link is on its way there.
    LookInYourMail,
    /// E-mail will come.
    Confirmed,
    /// No more e-mail will come.
    Left,
    /// A person will read it.
    CommentKept,
}

/// A letter is not in the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// What stands in the field for an e-mail address is none.
    NotAnAddress,
    /// The link was too old, or cut off.
    LinkEnded,
    /// No e-mail is sent here.
    NoMailHere,
    /// As many comments wait to be read as may wait.
    BoxFull,
    /// Something is wrong on our side; later it may work.
    NotNow,
}

/// Both answers are bare words: were one of them to hold anything, the program would not compile.
const _: fn() = || {
    fn holds_nothing<T: Copy + 'static>() {
        const { assert!(size_of::<T>() == 1) }
    }
    holds_nothing::<Received>();
    holds_nothing::<Refused>();
};
