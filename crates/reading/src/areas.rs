//! Which local area a page is of.

/// English local authorities with education duties, as on GOV.UK's register, without "Council".
const AREAS: &[&str] = &[
    "Barking and Dagenham",
    "Barnet",
    "Barnsley",
    "Bath and North East Somerset",
    "Bedford",
    "Bexley",
    "Birmingham",
    "Blackburn with Darwen",
    "Blackpool",
    "Bolton",
    "Bournemouth, Christchurch and Poole",
    "Bracknell Forest",
    "Bradford",
    "Brent",
    "Brighton and Hove",
    "Bristol",
    "Bromley",
    "Buckinghamshire",
    "Bury",
    "Calderdale",
    "Cambridgeshire",
    "Camden",
    "Central Bedfordshire",
    "Cheshire East",
    "Cheshire West and Chester",
    "City of London",
    "Cornwall",
    "Coventry",
    "Croydon",
    "Cumberland",
    "Darlington",
    "Derby",
    "Derbyshire",
    "Devon",
    "Doncaster",
    "Dorset",
    "Dudley",
    "Durham",
    "Ealing",
    "East Riding of Yorkshire",
    "East Sussex",
    "Enfield",
    "Essex",
    "Gateshead",
    "Gloucestershire",
    "Greenwich",
    "Hackney",
    "Halton",
    "Hammersmith and Fulham",
    "Hampshire",
    "Haringey",
    "Harrow",
    "Hartlepool",
    "Havering",
    "Herefordshire",
    "Hertfordshire",
    "Hillingdon",
    "Hounslow",
    "Hull",
    "Isle of Wight",
    "Isles of Scilly",
    "Islington",
    "Kensington and Chelsea",
    "Kent",
    "Kingston upon Thames",
    "Kirklees",
    "Knowsley",
    "Lambeth",
    "Lancashire",
    "Leeds",
    "Leicester",
    "Leicestershire",
    "Lewisham",
    "Lincolnshire",
    "Liverpool",
    "Luton",
    "Manchester",
    "Medway",
    "Merton",
    "Middlesbrough",
    "Milton Keynes",
    "Newcastle",
    "Newham",
    "Norfolk",
    "North East Lincolnshire",
    "North Lincolnshire",
    "North Northamptonshire",
    "North Somerset",
    "North Tyneside",
    "North Yorkshire",
    "Northumberland",
    "Nottingham",
    "Nottinghamshire",
    "Oldham",
    "Oxfordshire",
    "Peterborough",
    "Plymouth",
    "Portsmouth",
    "Reading",
    "Redbridge",
    "Redcar and Cleveland",
    "Richmond upon Thames",
    "Rochdale",
    "Rotherham",
    "Rutland",
    "Salford",
    "Sandwell",
    "Sefton",
    "Sheffield",
    "Shropshire",
    "Slough",
    "Solihull",
    "Somerset",
    "South Gloucestershire",
    "South Tyneside",
    "Southampton",
    "Southend",
    "Southwark",
    "St Helens",
    "Staffordshire",
    "Stockport",
    "Stockton-on-Tees",
    "Stoke-on-Trent",
    "Suffolk",
    "Sunderland",
    "Surrey",
    "Sutton",
    "Swindon",
    "Tameside",
    "Telford and Wrekin",
    "Thurrock",
    "Torbay",
    "Tower Hamlets",
    "Trafford",
    "Wakefield",
    "Walsall",
    "Waltham Forest",
    "Wandsworth",
    "Warrington",
    "Warwickshire",
    "West Berkshire",
    "West Northamptonshire",
    "West Sussex",
    "Westminster",
    "Westmorland and Furness",
    "Wigan",
    "Wiltshire",
    "Windsor and Maidenhead",
    "Wirral",
    "Wokingham",
    "Wolverhampton",
    "Worcestershire",
    "York",
];

/// The area a text names first; a longer name wins over one inside it ("Nottinghamshire" over "Nottingham").
pub(crate) fn in_text(text: &str) -> Option<&'static str> {
    let mut best: Option<(usize, &'static str)> = None;
    for name in AREAS {
        for (at, _) in text.match_indices(name) {
            let after = text.get(at + name.len()..).and_then(|rest| rest.chars().next());
            let before = text.get(..at).and_then(|start| start.chars().next_back());
            // "Reading list" and "Kent's" are words of their own; a name goes on with a letter when it is another.
            let alone = !after.is_some_and(char::is_alphabetic)
                && !before.is_some_and(char::is_alphabetic)
                && *name != "Reading";
            let better =
                best.is_none_or(|(known_at, known)| at < known_at || at == known_at && name.len() > known.len());
            if alone && better {
                best = Some((at, name));
            }
        }
    }
    best.map(|(_, name)| name)
}

/// The area an address names.
pub(crate) fn in_address(address: &str) -> Option<&'static str> {
    let lower = address.to_lowercase();
    let host = lower.split("://").last().unwrap_or_default().split('/').next().unwrap_or_default().to_owned();
    let bare = |name: &str| name.to_lowercase().chars().filter(|sign| sign.is_alphabetic()).collect::<String>();
    // Short names ("Kent", "Bury") stand inside other words; they count only as a whole label.
    AREAS
        .iter()
        .filter(|name| {
            let name = bare(name);
            if name.len() >= 7 {
                host.replace('-', "").contains(&name)
            } else {
                host.split(['.', '-']).any(|label| label == name)
            }
        })
        .max_by_key(|name| name.len())
        .copied()
}

/// A title that begins with its area: "Ridgeway SEND improvement plan".
pub(crate) fn begins_title(title: &str) -> Option<String> {
    const PLAIN: &[&str] = &[
        "Our",
        "The",
        "Local",
        "Joint",
        "Strategic",
        "Draft",
        "Priority",
        "Area",
        "Transformation",
        "National",
        "Improving",
        "Children",
        "Annual",
    ];
    let (before, _) = title.split_once(" SEND ")?;
    let before = before.trim_end_matches(" Area").trim_end_matches(" local area").trim_end_matches(" Local");
    let capital =
        |word: &str| word.chars().next().is_some_and(char::is_uppercase) || matches!(word, "and" | "of" | "upon");
    let words: Vec<&str> = before.split_whitespace().collect();
    let fits = (1..=4).contains(&words.len())
        && words.iter().all(|word| capital(word))
        && !words.first().is_some_and(|word| PLAIN.contains(word));
    fits.then(|| before.to_owned())
}

/// A name the page itself gives its area: "Ridgeway local area partnership", "Ridgeway County Council".
pub(crate) fn by_form(text: &str) -> Option<String> {
    const AFTER: &[&str] = &[
        " local area partnership",
        " area partnership",
        " County Council",
        " Borough Council",
        " City Council",
        " Council",
        " SEND partnership",
        " SEND Partnership",
        " Local Area Partnership",
        " LAP ",
    ];
    let at = AFTER.iter().filter_map(|form| text.find(form)).min()?;
    let before = text.get(..at)?;
    let mut name: Vec<&str> = before
        .split_whitespace()
        .rev()
        .take(4)
        .take_while(|word| {
            word.chars().next().is_some_and(char::is_uppercase) || matches!(*word, "and" | "of" | "upon")
        })
        .filter(|word| *word != "The" && *word != "SEND")
        .collect();
    name.reverse();
    while name.first().is_some_and(|word| word.chars().next().is_some_and(char::is_lowercase)) {
        name.remove(0);
    }
    let name = name.join(" ");
    (!name.is_empty() && name.len() < 50).then_some(name)
}
