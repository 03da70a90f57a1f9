//! The nearest known word to a mistyped one.

/// The nearest of the known words, when it is near enough to be meant: one slip in a short word, two in a longer one.
/// Of several as near, the first in the order of the alphabet.
pub(crate) fn nearest<'w>(typed: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let typed: Vec<char> = typed.chars().collect();
    let allowed = match typed.len() {
        0..=3 => return None,
        4..=5 => 1,
        _ => 2,
    };
    let near = |word: &'w str| {
        let letters: Vec<char> = word.chars().collect();
        let possible = letters.len().abs_diff(typed.len()) <= allowed;
        possible
            .then(|| distance(&typed, &letters))
            .filter(|distance| *distance <= allowed)
            .map(|distance| (distance, word))
    };
    known.filter_map(near).min().map(|(_, word)| word)
}

/// Optimal string alignment: letters put in, left out, exchanged, or two neighbours swapped, no part touched twice.
fn distance(one: &[char], other: &[char]) -> usize {
    let width = other.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    let mut row: Vec<usize> = vec![0; width];
    for (i, a) in one.iter().enumerate() {
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let exchanged = above[j] + usize::from(a != b);
            let mut least = exchanged.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    above[width - 1]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn far(one: &str, other: &str) -> usize {
        distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>())
    }

    #[test]
    fn distances_agree_with_worked_examples() {
        for (one, other, expected) in [
            ("survey", "survey", 0),
            ("suvrey", "survey", 1),
            ("serveys", "survey", 2),
            ("", "abc", 3),
            ("ca", "abc", 3),
        ] {
            assert_eq!(far(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn a_slip_finds_its_word_and_another_word_does_not() {
        let known = ["banding", "survey", "windrush"];
        assert_eq!(nearest("windrsuh", known.into_iter()), Some("windrush"));
        assert_eq!(nearest("tribunal", known.into_iter()), None);
        assert_eq!(nearest("bad", known.into_iter()), None);
    }

    proptest! {
        #[test]
        fn a_distance_is_the_same_from_both_ends(one in "[a-d]{0,8}", other in "[a-d]{0,8}") {
            prop_assert_eq!(far(&one, &other), far(&other, &one));
            prop_assert_eq!(far(&one, &other) == 0, one == other);
        }
    }
}
