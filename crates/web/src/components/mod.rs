//! Components with the markup of the GOV.UK Design System (npm package `govuk-frontend` 6.6.0).
//!
//! Each is a plain struct with public fields: fill in what the page needs, leave the rest to `Default`, and print it
//! with [`Component::html`]. The names of the fields are the options of the package, and every component is tested
//! against all of the package's examples. Where an option exists as `text` and as `html`, `html` wins when it is given.

mod frame;
mod navigation;
mod words;

pub use frame::{
    FrameSlots, GenericHeader, PhaseBanner, ServiceLink, ServiceNavigation, SkipLink, SlotEnd,
};
pub use navigation::{BackLink, Breadcrumb, Breadcrumbs};
pub use words::Tag;

use crate::Html;

/// Anything that can be printed into a page.
pub trait Component {
    /// The markup, safe to print as it stands.
    fn html(&self) -> Html;
}

impl<T: askama::Template> Component for T {
    fn html(&self) -> Html {
        Html::of(self)
    }
}
