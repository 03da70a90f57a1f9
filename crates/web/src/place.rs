//! Where a page stands inside its area, and the relative address of any other page from there.
//!
//! A frozen page is served under `/oxfordshire/…` and, where an area has its own host, at that host's root. Its links
//! must hold in both, so they never name the root.

use thiserror::Error;

/// The path of a page inside its area, without a slash at either end, such as `roadmap/entries/e-0012`. The area's first
/// page is the empty path; it must be served with its trailing slash (`/oxfordshire/`), or relative links miss the area.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Place {
    path: String,
    /// Set where the page's own address is not known or not the only one: the address of the area's root, ending in a
    /// slash.
    root: Option<String>,
}

/// The path has an empty segment, a `.` or `..`, or a character that would need escaping in an address.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is not a page's path such as roadmap/entries/e-0012")]
pub struct NotAPlace(String);

impl Place {
    /// Checks a path. Allowed in a segment are letters, digits and `-`, `.`, `_`, `~` (RFC 3986 section 2.3).
    pub fn new(path: &str) -> Result<Self, NotAPlace> {
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._~".contains(letter);
        let sound = |segment: &str| !matches!(segment, "" | "." | "..") && segment.chars().all(plain);
        if path.is_empty() || path.split('/').all(sound) {
            Ok(Self { path: path.to_owned(), root: None })
        } else {
            Err(NotAPlace(path.to_owned()))
        }
    }

    /// The area's first page.
    pub fn home() -> Self {
        Self::default()
    }

    /// Some unknown address inside the area whose root is `root`, such as `/oxfordshire/`. Links from there name that
    /// root; for error pages, which may stand at any depth and are never frozen.
    pub fn anywhere_under(root: &str) -> Self {
        Self::home().named_from(root)
    }

    /// The same page, which may also answer at other addresses inside the area whose root is `root`, as a page of a form
    /// answers at the form's address when something in it is wrong. Its links name that root.
    #[must_use]
    pub fn named_from(self, root: &str) -> Self {
        Self { root: Some(format!("/{}/", root.trim_matches('/')).replace("//", "/")), ..self }
    }

    /// The path itself.
    pub fn as_str(&self) -> &str {
        &self.path
    }

    /// The relative address, from this page, of `target`: a path inside the same area, which may end in `?…` or `#…`.
    /// A leading slash on `target` is read as the area's root.
    pub fn to(&self, target: &str) -> String {
        let target = target.trim_start_matches('/');
        if let Some(root) = &self.root {
            return format!("{root}{target}");
        }
        let (path, rest) = target.split_at(target.find(['?', '#']).unwrap_or(target.len()));
        let folders: Vec<&str> = self.path.split('/').rev().skip(1).collect();
        let wanted: Vec<&str> = path.split('/').collect();
        // The last segment of the target is its page, which is named even when both pages share every folder.
        let shared =
            folders.iter().rev().zip(&wanted[..wanted.len() - 1]).take_while(|(here, there)| here == there).count();
        let up = "../".repeat(folders.len() - shared);
        let down = wanted[shared..].join("/");
        // `a:b` alone would be read as a scheme, and an empty address as this very page (RFC 3986 section 4.2).
        let start = if up.is_empty() && (down.is_empty() || down.contains(':')) { "./" } else { "" };
        format!("{start}{up}{down}{rest}")
    }

    /// The relative address of one of [`crate::assets::ALL`], which every area serves under `assets/`.
    pub fn asset(&self, name: &str) -> String {
        self.to(&format!("assets/{name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_entry_links_to_the_changes_by_climbing_one_folder() {
        let here = Place::new("roadmap/entries/e-0012").unwrap();
        assert_eq!(here.to("roadmap/changes"), "../changes");
        assert_eq!(here.to("roadmap"), "../../roadmap");
        assert_eq!(here.to(""), "../../");
        assert_eq!(here.to("roadmap/entries/e-0013?q=1#dates"), "e-0013?q=1#dates");
        assert_eq!(Place::home().to("roadmap"), "roadmap");
        assert_eq!(Place::home().to(""), "./");
    }

    #[test]
    fn an_error_page_at_an_unknown_depth_names_the_root_of_its_area() {
        assert_eq!(Place::anywhere_under("/oxfordshire/").to("roadmap"), "/oxfordshire/roadmap");
        assert_eq!(Place::anywhere_under("/").to("help"), "/help");
        assert_eq!(Place::anywhere_under("").to(""), "/");
    }

    #[test]
    fn a_path_that_could_leave_the_area_is_refused() {
        for path in ["..", "a/../b", "/a", "a/", "a//b", "a b", "a?b", "a%2f", "a:b"] {
            assert!(Place::new(path).is_err(), "{path}");
        }
    }

    /// Reference resolution as a browser does it (RFC 3986 section 5.2), for path-only references.
    fn resolved(base: &str, reference: &str) -> String {
        let mut stack: Vec<&str> = base.split('/').collect();
        stack.pop();
        let segments: Vec<&str> = reference.split('/').collect();
        for (at, segment) in segments.iter().enumerate() {
            let last = at + 1 == segments.len();
            match *segment {
                "." if last => stack.push(""),
                "." => {}
                ".." => {
                    stack.pop();
                    if last {
                        stack.push("");
                    }
                }
                other => stack.push(other),
            }
        }
        stack.join("/")
    }

    fn any_path() -> impl Strategy<Value = String> {
        prop::collection::vec("[ab]{1,2}|roadmap|e-1", 0..5).prop_map(|segments| segments.join("/"))
    }

    proptest! {
        #[test]
        fn a_relative_address_leads_to_its_target_at_either_mount(here in any_path(), target in any_path()) {
            let place = Place::new(&here).unwrap();
            for mount in ["/", "/oxfordshire/"] {
                prop_assert_eq!(resolved(&format!("{mount}{here}"), &place.to(&target)), format!("{mount}{target}"));
            }
        }
    }
}
