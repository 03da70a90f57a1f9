//! The words every room shares: areas, actors, the clock, identifiers.
//!
//! The kernel knows no slice, no SQL text and no HTML. It is the only place that asks the machine
//! what time it is or for randomness; everything else takes a [`Clock`] at the edge and a
//! [`jiff::civil::Date`] inside.

mod actor;
mod area;
mod clock;
mod identity;
mod typed_day;

pub use actor::Actor;
pub use area::{Area, AreaId, AreaProfile, NotASlug, Slug};
pub use clock::{Clock, london_date};
pub use identity::{fresh_id, random_bytes};
pub use typed_day::{DAY_HINT, DAY_REMEDY, typed_day, typed_month};
