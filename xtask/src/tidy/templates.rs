//! Templates: nothing inline, so that the content security policy can forbid it for everyone.

use super::Fault;
use crate::scan::line_of;
use crate::source::Tree;

/// The one style sheet that stands in the page: an area's own colours, allowed by their hash.
const SHELL: &str = "crates/web/templates/web/shell.html";

/// No template has an inline script, an inline style or a handler written into an element.
pub(super) fn inline(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.of(&["html", "svg"]).filter(|file| !file.is_test()) {
        for (at, tag) in elements(&file.text) {
            if let Some(what) = fault(tag).filter(|_| tag != "<style" || file.path != SHELL) {
                faults.push(Fault::new(&file.path, line_of(&file.text, at), what));
            }
        }
    }
    faults
}

/// The opening tags of a text and where they begin.
fn elements(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('<').filter_map(|(at, _)| {
        let rest = &text[at..];
        let opens = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
        opens.then(|| (at, &rest[..rest.find('>').unwrap_or(rest.len())]))
    })
}

fn fault(tag: &str) -> Option<&'static str> {
    let lower = tag.to_lowercase();
    let name: String = lower[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    let attributes: Vec<&str> = lower.split_whitespace().skip(1).collect();
    let named = |name: &str| attributes.iter().any(|a| a.starts_with(&format!("{name}=")));
    if name == "style" {
        Some("an inline style sheet; put it into the style sheet of the house")
    } else if name == "script" && !named("src") {
        Some("an inline script; put it into a module of its own")
    } else if named("style") {
        Some("a style attribute; give the element a class")
    } else if attributes.iter().any(|a| is_reaction(a)) {
        Some("a script written into an element; listen for it in a module")
    } else {
        None
    }
}

/// `onclick=` and its kin.
fn is_reaction(attribute: &str) -> bool {
    attribute
        .strip_prefix("on")
        .and_then(|rest| rest.split_once('='))
        .is_some_and(|(event, _)| !event.is_empty() && event.chars().all(|c| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tree;

    #[test]
    fn what_a_strict_policy_would_block_is_refused() {
        for text in [
            "<p>\n<script>alert(1)</script>",
            "<style>p { color: red }</style>",
            "<p style=\"color: red\">",
            "<a href=\"#\" onclick=\"go()\">",
        ] {
            assert_eq!(inline(&tree(&[("crates/web/templates/a.html", text)])).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_module_by_its_address_and_plain_words_are_kept() {
        let text = "<script type=\"module\" src=\"waymark.js\"></script><p class=\"on\">style=none, once=only</p>{% if a < b %}";
        assert_eq!(inline(&tree(&[("crates/web/templates/a.html", text)])), []);
    }
}
