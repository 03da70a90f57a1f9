//! The room `web`: the page shell, form components and the HTTP safety layer of every slice.
//!
//! It gives pages the look and behaviour of the GOV.UK Design System without anything of GOV.UK's brand, and it knows
//! no slice: a slice renders its main content and hands it to a [`Shell`].

pub mod assets;
mod colour;
pub mod components;
pub mod csp;
mod error_page;
mod field_errors;
mod html;
mod link;
mod look;
pub mod paths;
mod place;
pub mod safety;
pub mod sample;
mod shell;

pub use colour::{Colour, ColourRefused};
pub use components::Component;
pub use error_page::{ErrorPage, document};
pub use field_errors::FieldErrors;
pub use html::{Attributes, Classes, Html};
pub use link::{Link, Target};
pub use look::AreaLook;
pub use place::{NotAPlace, Place};
pub use shell::{Alternate, Banner, NavigationItem, PageRecord, Robots, Shell, Sibling};

/// Constants written by `build.rs`: the bytes and names of the assets.
mod built {
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}
