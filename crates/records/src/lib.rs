//! Documents that people hand in, and papers that are printed of what the partnership holds.
//!
//! A document is checked, sealed and given out by the room `documents`; who may read which is decided here, by what the
//! document says of itself, and each time one is given out is in the audit record. A paper is made when it is asked
//! for, from what its reader may read at that moment; nothing printed is kept.
//!
//! The keys of the documents are a part of the office: `office.with(keys)` with [`documents::Keys`].

mod api;
mod deeds;
mod holdings;
mod pages;
mod papers;
mod printing;
mod shelf;

pub use holdings::Shelves;
pub use pages::SECTIONS;
pub use papers::edition_pdf;

/// Every page and address of documents and papers, with what it takes to use it.
pub fn routes() -> office::Routes {
    pages::routes().and(api::routes()).and(printing::routes())
}
