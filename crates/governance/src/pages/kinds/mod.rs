//! What the pages of each kind ask, list and offer.

mod boards;
mod meetings;
mod outcomes;
mod registers;
mod risks;
