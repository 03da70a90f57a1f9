//! Links that are written once and printed relative to whatever page they stand on.

use crate::Place;

/// Words and where they lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub text: String,
    /// Where they lead.
    pub target: Target,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A path inside the same area, such as `roadmap/changes#new`.
    Inside(String),
    /// A full address: `https:`, `http:`, `mailto:` or `tel:`. Any other scheme is not printed as a link.
    Outside(String),
}

impl Link {
    /// A link to a page of the same area.
    pub fn inside(text: &str, path: &str) -> Self {
        Self { text: text.to_owned(), target: Target::Inside(path.to_owned()) }
    }

    /// A link to somewhere else, a mailbox or a telephone.
    pub fn outside(text: &str, address: &str) -> Self {
        Self { text: text.to_owned(), target: Target::Outside(address.to_owned()) }
    }

    /// The address as printed on the page at `here`, or nothing when its scheme could run a program.
    pub fn href(&self, here: &Place) -> Option<String> {
        match &self.target {
            Target::Inside(path) => Some(here.to(path)),
            Target::Outside(address) => {
                let known = ["https:", "http:", "mailto:", "tel:"];
                known.iter().any(|scheme| address.starts_with(scheme)).then(|| address.clone())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_would_run_a_program_is_not_a_link() {
        assert_eq!(Link::outside("x", "javascript:alert(1)").href(&Place::home()), None);
        assert_eq!(
            Link::outside("x", "mailto:send@example.org").href(&Place::home()).as_deref(),
            Some("mailto:send@example.org")
        );
    }
}
