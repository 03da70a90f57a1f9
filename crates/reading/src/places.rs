//! How many places an entry states.

use crate::words::{has_any, number, words};

/// Counts of places in the words of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Places {
    /// None is stated.
    None,
    /// One count.
    Stated(u32),
    /// The words leave open how many.
    Open(Vec<u32>),
}

/// Reads "eight additional places", "16 new places", "up to 30 places".
pub(crate) fn of(text: &str) -> Places {
    let list = words(text);
    let mut counts: Vec<u32> = Vec::new();
    let mut open = false;
    for (at, word) in list.iter().enumerate() {
        // "a 30-place unit"
        if let Some(count) = word.lower.strip_suffix("-place").and_then(number) {
            counts.push(count);
            continue;
        }
        if word.lower == "placements" && has_any(&list, &["internships", "internship", "apprenticeships", "work"]) {
            continue;
        }
        if !matches!(word.lower.as_str(), "place" | "places" | "placements") {
            continue;
        }
        let window = list.get(at.saturating_sub(5)..at).unwrap_or_default();
        let Some((near, count)) =
            window.iter().enumerate().rev().find_map(|(index, before)| Some((index, number(&before.lower)?)))
        else {
            continue;
        };
        let describing = window.get(near + 1..).unwrap_or_default();
        // "16 schools with places": another noun stands between the number and the places.
        if describing.len() > 3 || describing.iter().any(|word| NOUNS.contains(&word.lower.as_str())) {
            continue;
        }
        counts.push(count);
        let before: Vec<&str> = window.get(..near).unwrap_or_default().iter().map(|word| word.lower.as_str()).collect();
        let each = list.get(at + 1).is_some_and(|next| matches!(next.lower.as_str(), "each" | "per"));
        let vague = before.ends_with(&["up", "to"])
            || before.last().is_some_and(|word| {
                matches!(
                    *word,
                    "about" | "around" | "approximately" | "over" | "nearly" | "to" | "and" | "or" | "than" | "almost"
                )
            });
        open |= each || vague && !matches!(before.as_slice(), [.., "from", _, "to"]);
        if describing.iter().any(|word| word.lower == "to") {
            open = true;
        }
        let low = window.get(..near).and_then(|part| part.iter().rev().take(2).find_map(|word| number(&word.lower)));
        if let (true, Some(low)) = (vague, low) {
            counts.push(low);
        }
    }
    counts.dedup();
    match counts.as_slice() {
        [] => Places::None,
        [only] if !open => Places::Stated(*only),
        _ => Places::Open(counts),
    }
}

const NOUNS: &[&str] = &[
    "schools", "children", "areas", "year", "years", "pupils", "bases", "units", "with", "in", "for", "of", "at", "by",
    "who", "the", "their",
];

#[cfg(test)]
mod tests {
    use super::{Places, of};

    #[test]
    fn a_count_is_read_where_it_stands_with_its_places() {
        assert_eq!(of("resource base opened with eight additional places"), Places::Stated(8));
        assert_eq!(of("We opened 2,440 new specialist school places"), Places::Stated(2440));
        assert_eq!(of("twenty-four places"), Places::Stated(24));
    }

    #[test]
    fn a_vague_count_is_left_open() {
        assert_eq!(of("up to 30 places"), Places::Open(vec![30]));
        assert_eq!(of("two bases with 8 places each"), Places::Open(vec![8]));
        assert_eq!(of("8 places in 2024 rising to 16 places"), Places::Open(vec![8, 16]));
    }

    #[test]
    fn places_without_a_count_are_none() {
        assert_eq!(of("Make sure school places meet need"), Places::None);
        assert_eq!(of("In 2 schools children have places"), Places::None);
    }
}
