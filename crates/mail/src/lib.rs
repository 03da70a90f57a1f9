//! Mail that leaves the house: an outbox in the database, and a postman who empties it.
//!
//! A deed queues a [`Notice`] with [`queue`] in its own transaction: both happen or neither. A notice is made of fixed
//! sentences, a link and the area's name, so no mail says anything about anybody; what it is about is read after signing
//! in, or on the public pages.
//!
//! SMTP has no way to send exactly once: between the last byte of a mail and the server's word that it took it, either
//! side can go away (RFC 5321 section 4.5.3.2.6). So the [`Postman`] writes down that he is handing a mail over, commits
//! that, and only then sends the last byte. Whatever ends before that mark is tried again by itself. Whatever ends after
//! it without an answer is *doubtful*: it is not sent again until a person says so ([`release`]). Two postmen never hold
//! one mail: each claim has a fencing number, and the mark is refused to whoever lost it.
//!
//! A restored database holds back all mail that was queued before, and mail about what happened before the backup was
//! taken: it may have been sent since. A copy of the database made in any other way is not recognised as one.

mod carrier;
mod folder;
mod message;
mod notice;
mod outbox;
mod postman;
mod smtp;
mod store;

pub use carrier::{Carrier, Carrying, Offer, Parcel, Undelivered};
pub use folder::Folder;
pub use message::{NotASender, Sender};
pub use notice::{Link, NotALink, NotARecipient, Notice, Recipient, Wording};
pub use outbox::{
    CONTENT_KEPT_DAYS, Fate, Kept, NewMail, Queued, RECIPIENT_KEPT_DAYS, Standing, discard, forget, keep_tidy, kept,
    queue, release, standing,
};
pub use postman::{Postman, Settings, Tally};
pub use smtp::{Credentials, Security, Smtp, SmtpSettings};
