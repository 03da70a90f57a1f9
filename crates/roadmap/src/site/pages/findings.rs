//! What inspectors found, and what answers it.

use askama::Template;
use web::{Html, Place};

use crate::{
    difference::{day_words, lateness, when_words},
    model::{Body, Finding, FindingKind, Inspection, Mark, Node, Oversight},
    site::{
        Page,
        context::Site,
        frame::Sheet,
        lines::EntryLines,
        paths,
        words::{self, counted},
    },
};

/// Inspections, oldest first, each with what it found.
#[derive(Template)]
#[template(path = "roadmap/findings.html")]
struct Findings<'a> {
    here: Place,
    standing: String,
    inspections: Vec<(&'a Inspection, String, Vec<FindingLine<'a>>)>,
}

struct FindingLine<'a> {
    finding: &'a Finding,
    answered: String,
    nothing: bool,
}

#[derive(Template)]
#[template(path = "roadmap/finding.html")]
struct FindingPage<'a> {
    here: Place,
    finding: &'a Finding,
    inspection: &'a Inspection,
    visit: String,
    bodies: Vec<&'a Body>,
    oversight: String,
    heading: &'a str,
    commitments: Html,
    commitments_count: usize,
    entries: Html,
    entries_count: usize,
}

/// Everything that answers a finding.
struct Answers<'a> {
    commitments: Vec<&'a Node>,
    /// Entries that name the finding, or help to carry out a commitment that does.
    entries: Vec<&'a Node>,
}

impl<'a> Answers<'a> {
    fn to(site: &Site<'a>, finding: &Finding) -> Self {
        let answers = |node: &&Node| node.answers.contains(&finding.key) && node.retired.is_none();
        let commitments: Vec<&Node> = site.content.commitments().filter(answers).collect();
        let helps =
            |entry: &Node| entry.contributes_to.iter().any(|key| commitments.iter().any(|node| node.key == *key));
        let entries = site.live.iter().filter(|entry| answers(entry) || helps(entry)).copied().collect();
        Self { commitments, entries }
    }

    fn is_empty(&self) -> bool {
        self.commitments.is_empty() && self.entries.is_empty()
    }
}

/// The list of inspections and a page for each finding.
pub(crate) fn pages(site: &Site) -> Vec<Page> {
    let mut pages = vec![index(site)];
    for inspection in &site.content.tree.inspections {
        pages.extend(inspection.findings.iter().map(|finding| one(site, inspection, finding)));
    }
    pages
}

fn index(site: &Site) -> Page {
    let line = |finding| {
        let answers = Answers::to(site, finding);
        FindingLine { finding, nothing: answers.is_empty(), answered: answered(&answers) }
    };
    let inspections = site
        .content
        .tree
        .inspections
        .iter()
        .map(|inspection| (inspection, visit(inspection), inspection.findings.iter().map(line).collect()));
    let findings =
        Findings { standing: standing(site), inspections: inspections.collect(), here: paths::place(paths::FINDINGS) };
    let about = "What inspectors said must get better, and which promises answer it.";
    let sheet = Sheet::new(paths::FINDINGS, "What inspectors found", about, Html::of(&findings));
    site.frame()
        .page(sheet.below("Roadmap", paths::ROADMAP).beside("Easy read version of this page", "easy-read/findings"))
}

fn one(site: &Site, inspection: &Inspection, finding: &Finding) -> Page {
    let path = paths::finding(&finding.key);
    let here = paths::place(&path);
    let answers = Answers::to(site, finding);
    let page = FindingPage {
        finding,
        inspection,
        visit: visit(inspection),
        bodies: finding.bodies.iter().filter_map(|key| site.body(key)).collect(),
        oversight: oversight(finding.oversight.as_ref()),
        heading: words::headed(finding.plain.as_deref().unwrap_or(&finding.wording)),
        commitments: EntryLines::plain(site, &here, &answers.commitments),
        commitments_count: answers.commitments.len(),
        entries_count: answers.entries.len(),
        entries: EntryLines::plain(site, &here, &answers.entries),
        here,
    };
    let short = words::shortened(finding.plain.as_deref().unwrap_or(&finding.wording));
    let title = format!("{}: {short} ({})", finding.kind.plain(), finding.key);
    let sheet = Sheet::new(&path, &title, "What inspectors found, and what answers it.", Html::of(&page));
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP).below("Findings", paths::FINDINGS))
}

/// "Inspectors named 9 things that must get better. For 1, nothing on the roadmap or in another plan answers it."
pub(crate) fn standing(site: &Site) -> String {
    let all: Vec<&Finding> = site.content.tree.inspections.iter().flat_map(|inspection| &inspection.findings).collect();
    if all.is_empty() {
        return "No finding of inspectors is recorded here.".to_owned();
    }
    let priority = all.iter().filter(|finding| finding.kind == FindingKind::PriorityAction).count();
    let unanswered = all.iter().filter(|finding| Answers::to(site, finding).is_empty()).count();
    let mut sentences =
        vec![format!("Inspectors named {} that must get better.", counted(all.len(), "thing", "things"))];
    if priority > 0 {
        sentences.push(
            format!("{} so serious that it must be put right first.", counted(priority, "is", "are"))
                .replace("are so serious that it", "are so serious that they"),
        );
    }
    sentences.push(match unanswered {
        0 => "At least one promise answers each of them.".to_owned(),
        count => format!("Nothing here answers {count} of them."),
    });
    sentences.join(" ")
}

/// How many promises answer a finding, told apart by whether they are on the roadmap.
fn answered(answers: &Answers) -> String {
    match (answers.entries.len(), answers.commitments.len()) {
        (0, 0) => "Nothing here answers it.".to_owned(),
        (entries, 0) => {
            format!("{} it.", counted(entries, "promise on the roadmap answers", "promises on the roadmap answer"))
        }
        (0, commitments) => format!(
            "{} it, but nothing on the roadmap does.",
            counted(commitments, "promise in another plan answers", "promises in other plans answer")
        ),
        (entries, commitments) => format!(
            "{} and {} answer it.",
            counted(entries, "promise on the roadmap", "promises on the roadmap"),
            counted(commitments, "in another plan", "in other plans")
        ),
    }
}

/// When an inspection was expected, when it took place, and what came of it.
pub(crate) fn visit(inspection: &Inspection) -> String {
    let mut sentences = Vec::new();
    sentences
        .extend(inspection.expected.as_ref().map(|expected| format!("It was expected: {}.", when_words(expected))));
    sentences.push(match (inspection.started_on, inspection.ended_on) {
        (Some(first), Some(last)) if first != last => {
            format!("It took place from {} to {}.", day_words(first), day_words(last))
        }
        (Some(day), _) | (None, Some(day)) => format!("It took place on {}.", day_words(day)),
        (None, None) => "No date of the visit is recorded here.".to_owned(),
    });
    let happened = inspection.started_on.map(|day| crate::model::When {
        earliest: Some(day),
        latest: inspection.ended_on,
        ..crate::model::When::default()
    });
    if let Some((expected, happened)) = inspection.expected.as_ref().zip(happened) {
        sentences.extend(lateness(expected, &happened).map(|late| late.replace("first promised", "expected")));
    }
    sentences.extend(inspection.published_on.map(|day| format!("The report came out on {}.", day_words(day))));
    sentences.join(" ")
}

/// What those who check say about a finding since the visit.
fn oversight(mark: Option<&Mark<Oversight>>) -> String {
    let Some(mark) = mark else { return "Nobody has said since then how it stands.".to_owned() };
    let note = mark.note.as_deref().map_or_else(String::new, |note| format!(" {}", words::stopped(note)));
    format!("{}.{note} Said by {} on {}.", mark.value.plain(), mark.by, day_words(mark.on))
}
