//! Documents point to each other and to the sources; every such link must arrive.

use super::Fault;
use crate::scan::line_of;
use crate::source::Tree;

/// Every link from a document to a file of the repository names one that is there.
pub(super) fn links(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in tree.of(&["md"]) {
        for (at, _) in file.text.match_indices("](") {
            let rest = &file.text[at + 2..];
            let Some((target, _)) = rest.split_once(')') else { continue };
            let target = target.split(['#', ' ']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let path = resolve(&file.path, target);
            let arrives =
                tree.files.iter().any(|known| known.path == path || known.path.starts_with(&format!("{path}/")));
            // Pictures are no text files, so they are looked for on disk.
            if !arrives && !crate::source::root().join(&path).exists() {
                faults.push(Fault::new(
                    &file.path,
                    line_of(&file.text, at),
                    format!("the link to {target} goes nowhere"),
                ));
            }
        }
    }
    faults
}

/// A relative link as a path from the root.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tree;

    #[test]
    fn a_link_to_nowhere_is_refused() {
        let house = tree(&[
            ("README.md", "[a](docs/a.md) [b](docs/gone.md) [c](https://example.org) [d](#below) [e](docs)"),
            ("docs/a.md", "[up](../README.md#top) [sideways](b.md)"),
        ]);
        let lost: Vec<_> = links(&house).into_iter().map(|fault| fault.what).collect();
        assert_eq!(lost, ["the link to docs/gone.md goes nowhere", "the link to b.md goes nowhere"]);
    }
}
