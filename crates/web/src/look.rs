//! What makes a page the area's own: its name, its colour, and how to reach a person.

use crate::{Colour, Link};

/// How an area looks and whom to ask there.
#[derive(Debug, Clone)]
pub struct AreaLook {
    /// The partnership's name as printed in the header, such as "Oxfordshire SEND partnership".
    pub name: String,
    /// The area's word in addresses, such as `oxfordshire`.
    pub slug: String,
    /// The area's own colour.
    pub colour: Colour,
    /// Ways to reach a person, in the one order kept on every page (WCAG 2.2, 3.2.6 consistent help).
    pub contact: Vec<Link>,
}

impl AreaLook {
    /// A look with the default colour and no contacts yet.
    pub fn new(name: &str, slug: &str) -> Self {
        Self {
            name: name.to_owned(),
            slug: slug.to_owned(),
            colour: Colour::DEFAULT,
            contact: Vec::new(),
        }
    }

    /// The custom properties that colour a page. They are the only style inside a document; its hash stands in the
    /// content security policy, see [`crate::csp::for_document`].
    pub fn style_rules(&self) -> String {
        format!(
            ":root{{--area-colour:{};--area-tint:{}}}",
            self.colour,
            self.colour.tint()
        )
    }
}
