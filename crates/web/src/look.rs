//! What makes a page the area's own: its name, its colour, and how to reach a person.

use crate::{Colour, ColourRefused, Link};

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
    /// A sentence for every page when the area, or its use here, is not official; empty when it is.
    pub notice: String,
}

impl AreaLook {
    /// A look with the default colour and no contacts yet.
    pub fn new(name: &str, slug: &str) -> Self {
        Self {
            name: name.to_owned(),
            slug: slug.to_owned(),
            colour: Colour::DEFAULT,
            contact: Vec::new(),
            notice: String::new(),
        }
    }

    /// The look an area asks for in its profile, and why its colour is not used when it is refused.
    pub fn of(area: &kernel::Area) -> (Self, Option<ColourRefused>) {
        let profile = &area.profile;
        let (colour, refused) =
            if profile.colour.is_empty() { (Colour::DEFAULT, None) } else { Colour::or_default(&profile.colour) };
        let mail = |address: &String| Link::outside(address, &format!("mailto:{address}"));
        let telephone = |number: &String| {
            let digits: String = number.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
            // A number is not broken over two lines.
            Link::outside(&format!("Telephone\u{a0}{}", number.replace(' ', "\u{a0}")), &format!("tel:{digits}"))
        };
        let given = |text: &String| !text.is_empty();
        let by_mail = Some(&profile.contact_email).filter(|text| given(text)).map(mail);
        let by_phone = Some(&profile.contact_phone).filter(|text| given(text)).map(telephone);
        let name = if given(&profile.partnership) { &profile.partnership } else { &area.name };
        let look = Self {
            colour,
            contact: by_phone.into_iter().chain(by_mail).collect(),
            notice: profile.notice.clone(),
            ..Self::new(name, area.slug.as_str())
        };
        (look, refused)
    }

    /// The custom properties that colour a page. They are the only style inside a document; its hash stands in the
    /// content security policy, see [`crate::csp::for_document`].
    pub fn style_rules(&self) -> String {
        format!(":root{{--area-colour:{};--area-tint:{}}}", self.colour, self.colour.tint())
    }
}
