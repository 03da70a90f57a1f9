//! Cells a page lost the edges of: "Workforce1. By March we will …2. By May we will …".

use super::{Line, RUN_TOGETHER};
use crate::{
    block::{Body, Row, Table},
    fields::{self, Field},
    words::collapsed,
};

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

/// A table of figures whose cells touch: `IndicatorBaselineTargetActual Mar 26` over "Plans on time12% (May 24)90%31%".
pub(super) fn figures(lines: &[Line<'_>], at: usize) -> Option<(Table, usize)> {
    let head = lines.get(at)?;
    let names = names(head.text);
    if names.len() > 60 {
        return None;
    }
    let known: Vec<Option<Field>> = names.iter().map(|name| fields::column(name)).collect();
    let indicator = known.first() == Some(&Some(Field::Indicator));
    if names.len() < 4 || !indicator || known.iter().any(Option::is_none) {
        return None;
    }
    let mut rows = vec![Row { cells: names.clone(), first: head.no, last: head.no }];
    for line in lines.get(at + 1..)? {
        let Some(cells) = row(line.text, names.len()).filter(|_| !line.gap) else { break };
        rows.push(Row { cells, first: line.no, last: line.no });
    }
    let next = at + rows.len();
    (rows.len() >= 2).then_some((Table { rows, flattened: false, cut: None }, next))
}

/// Column names: a capital directly after a small letter, a number or a bracket begins the next.
fn names(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut last = ' ';
    for (at, sign) in line.char_indices() {
        if sign.is_uppercase() && (last.is_lowercase() || last.is_ascii_digit() || last == ')') {
            out.push(collapsed(line.get(from..at).unwrap_or_default()));
            from = at;
        }
        last = sign;
    }
    out.push(collapsed(line.get(from..).unwrap_or_default()));
    out
}

/// The name of a figure, its values as far as a sign parts them, and what cannot be parted marked as such.
fn row(line: &str, width: usize) -> Option<Vec<String>> {
    let mut last = ' ';
    let glued = line.char_indices().find(|(_, sign)| {
        let begins = sign.is_ascii_digit() && (last.is_alphabetic() || ")’'”".contains(last));
        last = *sign;
        begins
    });
    let (name, rest) = line.split_at(glued?.0);
    let mut values: Vec<String> = Vec::new();
    let mut from = 0;
    let mut depth = 0_u32;
    let mut last = ' ';
    for (at, sign) in rest.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 && sign.is_ascii_digit() && matches!(last, '%' | ')') => {
                values.push(collapsed(rest.get(from..at)?));
                from = at;
            }
            _ => {}
        }
        last = sign;
    }
    values.push(collapsed(rest.get(from..)?));
    let mut cells = vec![collapsed(name)];
    if values.len() + 1 == width {
        cells.extend(values);
    } else {
        // Baseline and target carry their dates in brackets or stand first; where the others belong is open.
        let sure = values.iter().take(2).take_while(|value| value.ends_with(['%', ')'])).count();
        cells.extend(values.iter().take(sure).cloned());
        let open: Vec<String> = values.into_iter().skip(sure).collect();
        if !open.is_empty() && cells.len() < width {
            cells.push(format!("{RUN_TOGETHER}: {}", open.join(" ")));
        }
        cells.resize(width, String::new());
    }
    Some(cells)
}

#[cfg(test)]
mod tests {
    use super::{list, names, row};
    use crate::block::Body;

    #[test]
    fn figures_are_parted_where_a_sign_parts_them_and_nowhere_else() {
        assert_eq!(
            names("IndicatorBaseline (date)TargetActual Mar 26"),
            ["Indicator", "Baseline (date)", "Target", "Actual Mar 26"]
        );
        assert_eq!(row("Plans on time12% (May 24)90%31%", 4).unwrap(), ["Plans on time", "12% (May 24)", "90%", "31%"]);
        let open = row("Weeks waited (median)31.2 (May 24)18 (England)2219.5", 5).unwrap();
        assert_eq!(open[1..4], ["31.2 (May 24)", "18 (England)", "run together: 2219.5"]);
    }

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
