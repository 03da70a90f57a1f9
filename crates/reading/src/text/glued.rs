//! Cells a page lost the edges of: "Workforce1. By March we will …2. By May we will …".

use crate::{block::Body, words::collapsed};

/// The heading and the numbered entries of a line in which numbers stand directly after words.
pub(super) fn list(line: &str) -> Option<Vec<Body>> {
    let mut cuts: Vec<usize> = Vec::new();
    let mut wanted = 1_usize;
    let mut from = 0;
    while wanted <= 40 {
        let sign = format!("{wanted}. ");
        let Some(at) = line.get(from..)?.find(&sign).map(|at| at + from) else { break };
        let glued = line.get(..at)?.chars().next_back().is_some_and(|sign| sign.is_alphabetic() || ".)".contains(sign));
        let capital = line.get(at + sign.len()..)?.starts_with(char::is_uppercase);
        from = at + sign.len();
        if glued && capital {
            cuts.push(at);
            wanted += 1;
        }
    }
    let name = line.get(..*cuts.first()?)?.trim();
    // One number can be a slip of the pen; two that count on are a list.
    if cuts.len() < 2 || name.split_whitespace().count() > 10 {
        return None;
    }
    let mut out = vec![Body::Heading { level: 3, text: collapsed(name) }];
    for (index, at) in cuts.iter().enumerate() {
        let end = cuts.get(index + 1).copied().unwrap_or(line.len());
        let entry = line.get(*at..end)?;
        let (mark, text) = entry.split_once(". ")?;
        out.push(Body::Bullet { depth: 0, mark: Some(mark.to_owned()), text: collapsed(text) });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::list;
    use crate::block::Body;

    #[test]
    fn numbers_that_touch_the_word_before_them_part_the_entries() {
        let read =
            list("Inclusion1. By end of May 27, we will have met twice2. By end of June 27, we will report").unwrap();
        assert_eq!(read.len(), 3);
        assert!(matches!(&read[0], Body::Heading { text, .. } if text == "Inclusion"));
        assert!(matches!(&read[2], Body::Bullet { text, .. } if text == "By end of June 27, we will report"));
        assert!(list("In section 1. We say what we do. In section 2. We say when.").is_none());
    }
}
