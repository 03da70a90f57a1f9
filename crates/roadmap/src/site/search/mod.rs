//! Search without a server's memory: an index frozen with the edition, and a pure rule that reads it.

pub(crate) mod index;
pub(crate) mod rule;
mod spelling;

/// Where the search stands.
pub(crate) const PATH: &str = "roadmap/search";
/// Where its index stands.
pub(crate) const INDEX: &str = "roadmap/search-index.json";
/// The title of the page while nobody has asked; the rule puts the number of results before it.
pub(crate) const TITLE: &str = "Search";
/// Results take the place of everything between these two marks. Text of an edition cannot contain them: its `<` is
/// escaped wherever it is printed.
pub(crate) const START: &str = "<!--search-->";
/// The end of what results replace.
pub(crate) const END: &str = "<!--/search-->";
