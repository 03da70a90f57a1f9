//! Who answers for an entry, from an owner cell or the words after a date in a flattened row.

use crate::{
    model::{Owner, Part},
    words::{has_any, words},
};

/// Words that make a name a post.
const POSTS: &[&str] = &[
    "director",
    "head",
    "manager",
    "officer",
    "chair",
    "co-chair",
    "commissioner",
    "coordinator",
    "co-ordinator",
    "principal",
    "dco",
    "dsco",
    "dmo",
    "senco",
    "sencos",
    "chief",
    "consultant",
    "nurse",
    "adviser",
    "advisor",
    "strategist",
    "deputy",
    "assistant",
    "executive",
    "leader",
    "headteacher",
    "specialist",
    "superintendent",
    "cabinet",
    "lead",
    "leads",
    "psychologist",
];

/// Words that make a name an organisation or a group.
const BODIES: &[&str] = &[
    "council",
    "la",
    "icb",
    "nhs",
    "trust",
    "forum",
    "pcf",
    "partnership",
    "board",
    "schools",
    "school",
    "service",
    "services",
    "team",
    "teams",
    "health",
    "education",
    "care",
    "authority",
    "group",
    "partners",
    "ofsted",
    "dfe",
    "sendiass",
    "commissioning",
    "network",
    "hub",
    "cqc",
    "ccg",
    "la's",
    "provider",
    "providers",
    "committee",
    "settings",
    "local",
    "foundation",
    "charity",
    "voluntary",
    "parents",
    "carers",
    "all",
    "workstream",
    "college",
    "colleges",
    "police",
    "camhs",
    "sen",
    "send",
    "inclusion",
    "public",
];

/// Owners of a cell, and whether a person has to look at it.
pub(crate) fn of_cell(text: &str, part: Part) -> (Vec<Owner>, bool) {
    let mut out = Vec::new();
    let mut unclear = false;
    for piece in pieces(text) {
        let (piece, part) = labelled(piece, part);
        let piece = piece.trim().trim_end_matches(['.', ',', ';']).trim();
        if piece.is_empty() || matches!(piece.to_lowercase().as_str(), "-" | "n/a" | "–" | "none") {
            continue;
        }
        if matches!(piece.to_lowercase().as_str(), "tbc" | "tbd" | "to be confirmed" | "to be agreed" | "vacant") {
            unclear = true;
            continue;
        }
        let owner = owner(piece, part);
        unclear |= words(piece).len() > 14;
        out.push(owner);
    }
    (out, unclear)
}

/// Lines, semicolons and slashes part owners; a comma only does when both sides are posts or persons.
fn pieces(text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for line in text.split(['\n', ';']).flat_map(|line| line.split(" / ")) {
        let parts: Vec<&str> = line.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        let lists = parts.len() > 1 && parts.iter().all(|part| is_post(part) && !ends_open(part) || is_person(part));
        let pair = parts.len() == 2
            && parts.first().is_some_and(|part| is_person(part))
            && parts.get(1).is_some_and(|part| is_post(part));
        if lists && !pair { out.extend(parts) } else { out.push(line) }
    }
    out
}

fn ends_open(part: &str) -> bool {
    part.ends_with(" of") || part.ends_with(" for") || part.ends_with(" and")
}

/// "Support: the ICB" inside a cell changes the part.
fn labelled(piece: &str, part: Part) -> (&str, Part) {
    let Some((label, rest)) = piece.split_once(':') else { return (piece, part) };
    match label.trim().to_lowercase().as_str() {
        "lead" | "led by" | "lead officer" | "owner" => (rest, Part::Lead),
        "support" | "supported by" | "supporting" | "contributors" => (rest, Part::Support),
        "accountable" | "sro" | "senior responsible officer" => (rest, Part::Accountable),
        "responsible" => (rest, Part::Responsible),
        _ => (piece, part),
    }
}

fn is_post(text: &str) -> bool {
    let list = words(text);
    list.iter().any(|word| POSTS.contains(&word.lower.as_str()))
}

/// Two or three capitalised words none of which names a body or a post.
fn is_person(text: &str) -> bool {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let title = parts
        .first()
        .is_some_and(|first| matches!(first.trim_end_matches('.'), "Dr" | "Mr" | "Mrs" | "Ms" | "Cllr" | "Prof"));
    (2..=4).contains(&parts.len())
        && (title || parts.len() <= 3)
        && parts.iter().all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_uppercase)
                && letters.clone().count() > 0
                && letters.all(|sign| {
                    sign.is_lowercase()
                        || "'-’.".contains(sign)
                        || sign.is_uppercase() && part.contains(['\'', '-', '’'])
                })
        })
        && !words(text).iter().any(|word| BODIES.contains(&word.lower.as_str()) || POSTS.contains(&word.lower.as_str()))
        && !has_any(&words(text), &["early years", "social work", "data insight", "family hubs", "inclusion"])
}

fn owner(piece: &str, part: Part) -> Owner {
    let mut owner = Owner { part, ..Owner::default() };
    if let Some((name, post)) = piece.split_once([',', '(', '–']).or_else(|| piece.split_once(" - "))
        && is_person(name.trim())
        && is_post(post)
    {
        owner.person = Some(name.trim().to_owned());
        owner.role = Some(post.trim().trim_end_matches(')').trim().to_owned());
        return owner;
    }
    if is_person(piece) {
        owner.person = Some(piece.to_owned());
    } else if is_post(piece) {
        owner.role = Some(piece.to_owned());
    } else {
        owner.body = Some(piece.to_owned());
    }
    owner
}

/// Names an owner column begins with when no sign parts it from the next column.
const NAMES: &[&str] = &[
    "local authority",
    "county council",
    "borough council",
    "city council",
    "the council",
    "council",
    "la",
    "icb",
    "icbs",
    "nhs",
    "health",
    "education",
    "social care",
    "public health",
    "all partners",
    "partners",
    "schools",
    "pcf",
    "parent carer forum",
    "dfe",
    "dco",
    "dsco",
    "ccg",
    "camhs",
    "sendiass",
    "voluntary sector",
    "early years",
    "settings",
    "children's services",
    "childrens services",
    "adult social care",
    "school leaders",
    "families",
    "parents",
    "send team",
    "commissioners",
];

/// Words that join names into one owner.
const JOINS: &[&str] = &[
    "and",
    "&",
    "/",
    "with",
    "support",
    "from",
    "with support from",
    "supported by",
    ",",
    "plus",
    "in partnership with",
];

/// How many bytes of a text are an owner: known names and what joins them. `None` when it begins with no known name.
pub(crate) fn prefix(text: &str) -> Option<usize> {
    let list = words(text);
    let mut at = 0;
    let mut end = None;
    loop {
        let name = longest(&list, at, NAMES);
        let Some(length) = name else { break };
        // A capital after a name that stands alone begins the next column ("LA New system").
        at += length;
        end = list.get(at - 1).map(|word| word.end);
        let Some(joined) = join(text, &list, at) else { break };
        at = joined;
    }
    end
}

/// Where a known name stands between an entry's words and a post: "… toolkit Council Head of Early Years".
pub(crate) fn inside(text: &str) -> Option<(usize, usize)> {
    words(text).iter().skip(1).map(|word| word.start).find_map(|start| {
        let tail = text.get(start..).filter(|tail| tail.starts_with(char::is_uppercase))?;
        let end = prefix(tail)?;
        is_post(tail.get(end..)?).then_some((start, start + end))
    })
}

/// Where known names that take up the end of a text begin. `None` when it ends with no known name.
pub(crate) fn suffix(text: &str) -> Option<usize> {
    let list = words(text);
    list.iter().skip(1).map(|word| word.start).find(|start| {
        let tail = text.get(*start..).unwrap_or_default();
        // A name inside the entry's words is written small ("train schools"); a column's is not.
        tail.starts_with(char::is_uppercase) && prefix(tail) == Some(tail.trim_end().len())
    })
}

fn longest(list: &[crate::words::Word], at: usize, names: &[&str]) -> Option<usize> {
    names
        .iter()
        .filter(|name| {
            name.split(' ').enumerate().all(|(step, part)| list.get(at + step).is_some_and(|word| word.lower == part))
        })
        .map(|name| name.split(' ').count())
        .max()
}

/// The word after the joining words, when a known name follows them.
fn join(text: &str, list: &[crate::words::Word], at: usize) -> Option<usize> {
    let mut next = at;
    for phrase in ["with support from", "in partnership with", "supported by", "and", "with", "plus"] {
        if let Some(length) = longest(list, at, &[phrase]) {
            next = at + length;
            break;
        }
    }
    let gap = text.get(list.get(at.checked_sub(1)?)?.end..list.get(at)?.start)?;
    let sign = gap.trim();
    let joined = next > at || matches!(sign, "," | "/" | "&" | "+");
    (joined && longest(list, next, NAMES).is_some() && !JOINS.is_empty()).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::{of_cell, prefix};
    use crate::model::Part;

    #[test]
    fn an_owner_column_ends_where_the_known_names_end() {
        let row = "LA with support from all partners More families get a break.";
        assert_eq!(prefix(row).map(|end| &row[..end]), Some("LA with support from all partners"));
        let row = "LA New system joins partners.";
        assert_eq!(prefix(row).map(|end| &row[..end]), Some("LA"));
        assert_eq!(prefix("Joint evidence renewed"), None);
    }

    #[test]
    fn bodies_posts_and_persons_are_told_apart() {
        let (owners, unclear) = of_cell("Jane Smith, Head of SEND; ICB", Part::Responsible);
        assert!(!unclear);
        assert_eq!(
            (owners[0].person.as_deref(), owners[0].role.as_deref()),
            (Some("Jane Smith"), Some("Head of SEND"))
        );
        assert_eq!(owners[1].body.as_deref(), Some("ICB"));
        let (owners, _) = of_cell("Head of SEND, Designated Clinical Officer", Part::Lead);
        assert_eq!(owners.len(), 2);
        let (owners, _) = of_cell("LA and ICB", Part::Lead);
        assert_eq!(owners[0].body.as_deref(), Some("LA and ICB"));
    }

    #[test]
    fn an_owner_to_be_confirmed_is_a_question() {
        let (owners, unclear) = of_cell("TBC", Part::Lead);
        assert!(owners.is_empty() && unclear);
    }
}
