//! The room `web`: the page shell, form components and the HTTP safety layer of every slice.
//!
//! It gives pages the look and behaviour of the GOV.UK Design System without anything of GOV.UK's brand, and it knows
//! no slice: a slice renders its main content and hands it to a [`Shell`].

pub mod assets;
mod colour;
pub mod components;
pub mod csp;
mod html;
mod link;
mod look;
mod place;
mod shell;

pub use colour::{Colour, ColourRefused};
pub use components::Component;
pub use html::{Attributes, Classes, Html};
pub use link::{Link, Target};
pub use look::AreaLook;
pub use place::{NotAPlace, Place};
pub use shell::{Alternate, Banner, NavigationItem, PageRecord, Robots, Shell, Sibling};

/// Constants written by `build.rs`: the bytes and names of the assets.
mod built {
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}
