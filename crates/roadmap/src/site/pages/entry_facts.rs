//! The parts of an entry's page: four judgements, moments in time, owners, proof, and the chain up and down.

use web::{
    Link, Place,
    components::{SummaryList, SummaryRow, SummaryText},
};

use crate::{
    difference::{day_words, when_words},
    model::{Evidence, Finding, Inspection, Mark, Node, Owner, Part, PlaceChange, Theme},
    site::{context::Site, lines, words},
};

/// Four judgements, each with who made it and when, or the plain statement that nobody has.
pub(crate) fn judgements(entry: &Node) -> SummaryList {
    let row = |question: &str, answer: String| SummaryRow {
        key: SummaryText { text: question.to_owned(), ..SummaryText::default() },
        value: SummaryText { text: answer, ..SummaryText::default() },
        ..SummaryRow::default()
    };
    let rows = vec![
        row("How far is it?", said(entry.delivery.as_ref(), entry.delivery.as_ref().map(|mark| mark.value.plain()))),
        row(
            "How sure are they that it will be on time?",
            said(entry.confidence.as_ref(), entry.confidence.as_ref().map(|mark| mark.value.plain())),
        ),
        row(
            "What do those who check on it say?",
            said(entry.oversight.as_ref(), entry.oversight.as_ref().map(|mark| mark.value.plain())),
        ),
        row("Do families notice it?", said(entry.felt.as_ref(), entry.felt.as_ref().map(|mark| mark.value.plain()))),
    ];
    SummaryList { rows, ..SummaryList::default() }
}

/// A judgement in words: what, in which published word, why, by whom and when.
fn said<T: Copy + std::fmt::Display>(mark: Option<&Mark<T>>, plain: Option<&str>) -> String {
    let (Some(mark), Some(plain)) = (mark, plain) else {
        return "Nobody has said.".to_owned();
    };
    let mut parts = vec![format!("{plain}.")];
    parts.extend(lines::said_word(Some(mark)).map(|word| format!("Their word: \u{201c}{word}\u{201d}.")));
    parts.extend(mark.note.as_deref().map(words::stopped));
    parts.push(format!("Said by {} on {}.", mark.by, day_words(mark.on)));
    parts.join(" ")
}

/// One point in the life of a date.
pub(crate) struct Moment {
    pub(crate) heading: String,
    /// The machine-readable date, where HTML has a form for it.
    pub(crate) machine: Option<String>,
    pub(crate) when: String,
    pub(crate) text: String,
    pub(crate) happened: bool,
}

/// First promised, every move with its reason and its makers, and what happened.
pub(crate) fn moments(entry: &Node) -> Vec<Moment> {
    let timing = &entry.timing;
    let meant = |when| words::days_meant(when).map(|meant| format!("This means {meant}.")).unwrap_or_default();
    let mut moments = vec![Moment {
        heading: lines::first_date_words(entry).to_owned(),
        machine: words::machine_date(&timing.baseline),
        when: when_words(&timing.baseline),
        text: meant(&timing.baseline),
        happened: false,
    }];
    for revision in &timing.revisions {
        let approval = revision.approver.as_ref().map_or_else(
            || "Nobody is named who approved it.".to_owned(),
            |approver| format!("{approver} approved it."),
        );
        moments.push(Moment {
            heading: "Moved to".to_owned(),
            machine: words::machine_date(&revision.to),
            when: when_words(&revision.to),
            text: format!(
                "{} {} moved it on {}. {approval}",
                lines::reason_line(revision.reason.as_deref()),
                words::capitalised(&revision.author),
                day_words(revision.on)
            ),
            happened: false,
        });
    }
    if let Some(actual) = &timing.actual {
        let mut text: Vec<String> = lines::late(entry, &actual.when).into_iter().collect();
        text.extend(actual.note.as_deref().map(words::stopped));
        text.push(format!("Recorded on {}.", day_words(actual.recorded_on)));
        moments.push(Moment {
            heading: "Happened".to_owned(),
            machine: words::machine_date(&actual.when),
            when: when_words(&actual.when),
            text: text.join(" "),
            happened: true,
        });
    }
    moments
}

/// "8 places at opening, 20 when full."
pub(crate) fn place_sentence(place: &PlaceChange) -> String {
    let mut parts = Vec::new();
    parts.extend(place.added.map(|added| format!("{} added", words::counted(added as usize, "place", "places"))));
    parts.extend(place.at_opening.map(|count| format!("{count} on the first day")));
    parts.extend(place.full.map(|count| format!("{count} when full")));
    if parts.is_empty() { "No number of places is given.".to_owned() } else { format!("{}.", parts.join(", ")) }
}

/// Who answers for it, in what part, from when to when.
pub(crate) fn owners(site: &Site, entry: &Node) -> Vec<String> {
    let part = |part| match part {
        Part::Lead => "leads it",
        Part::Accountable => "must answer for it",
        Part::Responsible => "does the work",
        Part::Support => "helps",
    };
    let sentence = |owner: &Owner| {
        let since = owner.since.map_or_else(String::new, |day| format!(", since {}", day_words(day)));
        let until = owner.until.map_or_else(String::new, |day| format!(", until {}", day_words(day)));
        format!("{} {}{since}{until}", site.owner_name(owner), part(owner.part))
    };
    entry.owners.iter().map(sentence).collect()
}

/// Something that shows how it stands.
pub(crate) struct Proof<'a> {
    pub(crate) evidence: &'a Evidence,
    pub(crate) on: Option<String>,
    /// Where it can be read, when the address is one a browser may follow.
    pub(crate) href: Option<String>,
}

impl<'a> Proof<'a> {
    pub(crate) fn of(evidence: &'a Evidence, here: &Place) -> Self {
        let href = evidence.address.as_ref().and_then(|address| Link::outside("", address).href(here));
        Self { evidence, on: evidence.on.map(day_words), href }
    }
}

/// A node in words, with the way to its page, and its plan where that is not the roadmap.
pub(crate) struct Linked<'a> {
    pub(crate) words: &'a str,
    pub(crate) href: String,
    pub(crate) plan: String,
}

impl<'a> Linked<'a> {
    pub(crate) fn to(site: &Site<'a>, here: &Place, node: &'a Node) -> Self {
        let plan = if site.is_entry(node) { String::new() } else { site.place_in_plan(node) };
        Self { words: node.words(), href: here.to(&site.path_of(node)), plan }
    }
}

/// What an entry hangs together with: findings and commitments above it, nodes below it, its pair.
pub(crate) struct Chain<'a> {
    pub(crate) findings: Vec<(&'a Inspection, &'a Finding)>,
    pub(crate) commitments: Vec<Linked<'a>>,
    pub(crate) parts: Vec<(&'static str, Vec<Linked<'a>>)>,
    pub(crate) themes: Vec<&'a Theme>,
}

impl<'a> Chain<'a> {
    pub(crate) fn of(site: &Site<'a>, here: &Place, entry: &Node) -> Self {
        let nodes = &site.content.tree.nodes;
        let key = Some(entry.key.as_str());
        let link = |node: &'a Node| Linked::to(site, here, node);
        // A commitment's page lists the entries that carry it out by themselves, with their dates.
        let listed = if site.is_entry(entry) { Vec::new() } else { site.entries_for(&entry.key) };
        let helpers = site.carried_out_by(&entry.key).iter().copied();
        let helpers = helpers.filter(|node| listed.iter().all(|other| other.key != node.key));
        let named =
            |key: &Option<String>| key.as_deref().and_then(|key| site.node(key)).map(link).into_iter().collect();
        let mut parts: Vec<(&str, Vec<Linked>)> = vec![
            ("It is part of", named(&entry.parent)),
            ("It is made up of", site.parts(&entry.key).iter().copied().map(link).collect()),
            ("It is helped by", helpers.map(link).collect()),
            ("It will be compared with", named(&entry.baseline_of)),
            ("It is compared with", nodes.iter().filter(|node| node.baseline_of.as_deref() == key).map(link).collect()),
        ];
        parts.retain(|(_, nodes)| !nodes.is_empty());
        Self {
            findings: findings_answered(site, entry),
            commitments: entry.contributes_to.iter().filter_map(|key| site.node(key)).map(link).collect(),
            parts,
            themes: entry.themes.iter().filter_map(|key| site.theme(key)).collect(),
        }
    }
}

/// The findings an entry answers by itself or through a commitment it helps to carry out, each once.
pub(crate) fn findings_answered<'a>(site: &Site<'a>, entry: &Node) -> Vec<(&'a Inspection, &'a Finding)> {
    let through = entry.contributes_to.iter().filter_map(|key| site.node(key)).flat_map(|node| &node.answers);
    let mut findings: Vec<(&Inspection, &Finding)> = Vec::new();
    for found in entry.answers.iter().chain(through).filter_map(|key| site.finding(key)) {
        if findings.iter().all(|(_, met)| met.key != found.1.key) {
            findings.push(found);
        }
    }
    findings
}
