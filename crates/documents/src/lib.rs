//! Files that people hand in and files we write: checked, sealed, given out, destroyed.
//!
//! A file enters through [`check()`], which tells its kind from its bytes and refuses what is not plain
//! content. [`add`] seals it chunk by chunk; [`read`] opens it for a transaction of the same area only.
//! [`export`] writes tables and papers without a formula or anything hidden, and [`download()`] answers
//! a browser such that the file is saved and never run.
//!
//! **What holds of the keys.** The database and its backups hold ciphertext: opening anything needs the
//! key file ([`Keys`]). Each document has a leaf of the key file of its own; [`shred`] together with
//! [`finish_shredding`] cuts that leaf out, so that no backup of the database, however old, opens the
//! document with the key file as it then is. **What does not hold.** An older *copy of the key file* still
//! opens what was shredded later: whoever keeps copies must replace them after a shredding. A disk may keep
//! blocks of the file that was replaced. What somebody downloaded before is out of reach.
//!
//! This room does not know whose document it is: [`About`] is two words that the slice understands, and
//! who may read is decided before it is asked.

pub mod check;
mod deeds;
mod download;
mod error;
pub mod export;
mod keys;
mod model;
mod seal;
mod shredding;
mod store;

pub use check::{Checked, Finding, Media, Purpose, check};
pub use deeds::{add, amend, document, documents, documents_about, handed_in_by, read, withdraw};
pub use download::{download, download_bundle};
pub use error::DocumentError;
pub use keys::{KeyFileError, Keys};
pub use model::{About, Amendment, Card, Chosen, NewDocument, Sensitivity, StoredDocument, Withdrawal};
pub use shredding::{finish_shredding, shred, shred_area};
