//! Who takes a mail onwards. Two do: an SMTP server, and a folder for the demonstration and for tests.

use std::pin::Pin;

use jiff::Timestamp;
use uuid::Uuid;

use crate::Recipient;

/// A mail as it goes out.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// Which mail of the outbox.
    pub id: Uuid,
    /// To whom.
    pub to: Recipient,
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as a document, where there is one.
    pub html: Option<String>,
    /// Where one click ends such mail.
    pub leave_url: Option<String>,
    /// The same however often it is sent, without its angle brackets.
    pub message_id: String,
    /// The day and time it bears.
    pub at: Timestamp,
}

/// Why a mail was not delivered. The sentences are stored and logged, so they hold no address: a server's own words do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// It certainly did not arrive, and another time it may.
    #[error("{0}")]
    Later(String),
    /// It certainly did not arrive and never will.
    #[error("{0}")]
    Never(String),
    /// Nobody can tell whether it arrived.
    #[error("{0}")]
    Doubtful(String),
}

/// Carrying under way.
pub type Carrying<'a, T> = Pin<Box<dyn Future<Output = Result<T, Undelivered>> + Send + 'a>>;

/// Takes mail onwards, in two steps so that the moment of no return is known.
pub trait Carrier: Send + Sync {
    /// Asks everything that can be refused beforehand: is there a way, is the recipient taken? Nothing has left yet.
    fn offer<'a>(&'a self, parcel: &'a Parcel) -> Carrying<'a, Box<dyn Offer>>;
}

/// A mail that will be taken. Dropped without being handed over, it was never sent.
pub trait Offer: Send {
    /// Sends it.
    fn hand_over(self: Box<Self>) -> Carrying<'static, ()>;
}
