//! Where areas' pages stand, as seen from a mail.

use std::collections::HashMap;

use mail::{Link, NotALink};

/// The public addresses of areas: of the whole site, and of areas with a host of their own.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    site: Option<Link>,
    own: HashMap<String, String>,
    own_scheme: &'static str,
}

impl Roots {
    /// Areas under one site, such as `https://waymark.example`, with the hosts some have of their own: host to the area's
    /// word, as in [`shelf::Settings::hosts`].
    pub fn new(site: &str, hosts: &HashMap<String, String>) -> Result<Self, NotALink> {
        let site: Link = site.trim_end_matches('/').parse()?;
        let own_scheme = if site.as_str().starts_with("https:") { "https" } else { "http" };
        let own = hosts.iter().map(|(host, slug)| (slug.clone(), host.clone())).collect();
        Ok(Self { site: Some(site), own, own_scheme })
    }

    /// No address is known, so no mail can lead anywhere: nobody can subscribe.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// The address of a path inside an area; `None` where no address of the site is known.
    pub fn link(&self, slug: &str, path: &str) -> Option<Link> {
        let site = self.site.as_ref()?;
        let address = match self.own.get(slug) {
            Some(host) => format!("{}://{host}/{path}", self.own_scheme),
            None => format!("{}/{slug}/{path}", site.as_str()),
        };
        address.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_leads_to_the_areas_own_host_where_it_has_one() {
        let hosts = HashMap::from([("send.ridgeway.example".to_owned(), "ridgeway".to_owned())]);
        let roots = Roots::new("https://waymark.example/", &hosts).unwrap();
        let at = |slug: &str| roots.link(slug, "subscribe/confirm?token=x").unwrap().as_str().to_owned();
        assert_eq!(at("ridgeway"), "https://send.ridgeway.example/subscribe/confirm?token=x");
        assert_eq!(at("kent"), "https://waymark.example/kent/subscribe/confirm?token=x");
        assert!(Roots::unknown().link("kent", "").is_none());
        assert!(Roots::new("waymark.example", &hosts).is_err());
    }
}
