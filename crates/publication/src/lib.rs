//! Frozen pages: compared, released, signed, stored, and put on the public's shelf.
//!
//! A slice renders its public pages into a [`Draft`] and hands it to a [`Press`]. The press refuses what would shame us
//! in public (a dead link, two pages of one title, a path that belongs to somebody else), signs the list of pages, and
//! keeps the bytes for ever under the release's label. A [`Keeper`] sees that something was released and puts it on the
//! [`shelf::Shelf`], after checking every signature and every byte.
//!
//! # Checking a release by hand
//!
//! `/{area}/editions/{label}/manifest.json` is the signed list ([`Manifest`] names its fields). The SHA-256 of each page,
//! as served without compression, is in it. `/{area}/editions/{label}/signature` is an Ed25519 signature (RFC 8032) in
//! 128 hexadecimal digits. What is signed is four things in a row: the length of the words `waymark publication` (19) as
//! eight bytes, most significant first; those words; the length of the manifest in the same eight-byte form; the manifest,
//! byte for byte. The public key is the one the installation prints and publishes elsewhere: a key fetched from the same
//! site would prove nothing.

mod assets;
mod comparison;
mod draft;
mod examine;
mod keeper;
mod links;
mod load;
mod manifest;
mod packing;
mod press;
mod refusal;
mod review;
mod store;

pub use comparison::Comparison;
pub use draft::{Draft, DraftPage, LabelRule};
pub use examine::WorkerLost;
pub use keeper::Keeper;
pub use load::{Fault, Loaded, Loader, load_snapshot};
pub use manifest::{Manifest, ManifestPage, NotAManifest, SIGNED_AS};
pub use press::{Press, Released};
pub use refusal::{ReleaseRefused, Trouble, WithdrawRefused};
pub use store::{ReadError, ReleaseRow, manifest_of, releases};
