//! An edition on paper: the same frozen content that its pages were built from.

use std::collections::BTreeMap;

use roadmap::{
    difference::{day_words, difference, when_words},
    model::{Content, Delivery, Mark, Node, Owner, Plan},
};
use typeset::{
    Audience, Bar, Bars, Block, DateMove, EditionEntry, EditionPaper, EditionSection, Fact, Imprint, NotTypeset,
};

/// Whether an edition is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Anyone may read it.
    Released,
    /// It waits for its release; its number and its words may change.
    Draft,
}

/// A released edition as tagged PDF, to be published beside its pages.
///
/// `earlier` is the edition that stands before it, for what changed. A pure function of both: the same editions give
/// the same words, set in whatever faces the machine has.
pub fn edition_pdf(content: &Content, earlier: Option<&Content>) -> Result<Vec<u8>, NotTypeset> {
    typeset::edition(&edition(content, earlier, Standing::Released))
}

/// An edition as a paper.
pub(crate) fn edition(content: &Content, earlier: Option<&Content>, standing: Standing) -> EditionPaper {
    let profile = &content.area.profile;
    let (word, audience) = match standing {
        Standing::Released => ("Edition", Audience::Public),
        Standing::Draft => ("Draft of edition", Audience::Private),
    };
    let changes = earlier.map(|earlier| difference(earlier, content)).unwrap_or_default();
    EditionPaper {
        imprint: Imprint {
            area: content.area.name.clone(),
            issued_by: profile.partnership.clone(),
            label: format!("{word} {}", content.number),
            dated: content.as_at,
            audience,
            reader: String::new(),
            notice: profile.notice.clone(),
        },
        title: title(content),
        summary: summary(content),
        changes: changes.into_iter().map(|change| change.sentence).collect(),
        sections: sections(content),
    }
}

/// The roadmap's own title with the edition's, where they differ.
fn title(content: &Content) -> String {
    let plan = content.tree.plans.iter().find(|plan| plan.is_roadmap).map_or("", |plan| plan.title.trim());
    let own = content.title.trim();
    match (plan, own) {
        ("", own) => own.to_owned(),
        (plan, "") => plan.to_owned(),
        (plan, own) if plan == own => plan.to_owned(),
        (plan, own) => format!("{plan}: {own}"),
    }
}

fn summary(content: &Content) -> Vec<Block> {
    let live: Vec<&Node> = content.entries().filter(|entry| entry.retired.is_none()).collect();
    let mut blocks = Vec::new();
    if !content.note.trim().is_empty() {
        blocks.push(Block::Paragraph { text: content.note.clone() });
    }
    let fact = |name: &str, value: String| Fact { name: name.to_owned(), value };
    blocks.push(Block::Facts {
        rows: vec![
            fact("True as at", day_words(content.as_at)),
            fact("Promises", live.len().to_string()),
            fact("Given up or taken into others", (content.entries().count() - live.len()).to_string()),
        ],
    });
    let mut counts: BTreeMap<Delivery, u32> = BTreeMap::new();
    for mark in live.iter().filter_map(|entry| entry.delivery.as_ref()) {
        *counts.entry(mark.value).or_default() += 1;
    }
    if !counts.is_empty() {
        let bar = |(delivery, count): (Delivery, u32)| Bar { label: delivery.plain().to_owned(), count };
        let bars = counts.into_iter().map(bar).collect();
        blocks.push(Block::Bars(Bars { title: "How far things are".to_owned(), alternative: String::new(), bars }));
    }
    blocks
}

/// The entries under their headings in page order, those given up, and what other plans promise.
fn sections(content: &Content) -> Vec<EditionSection> {
    let mut sections: Vec<EditionSection> = Vec::new();
    for node in content.entries().filter(|entry| entry.retired.is_none()) {
        let heading = node.section.as_deref().map_or("Under no heading", str::trim);
        put(&mut sections, heading, Vec::new, entry(content, node));
    }
    for node in content.entries().filter(|entry| entry.retired.is_some()) {
        put(&mut sections, "No longer in the plan", Vec::new, entry(content, node));
    }
    for plan in content.tree.plans.iter().filter(|plan| !plan.is_roadmap) {
        for node in content.commitments().filter(|node| node.plan == plan.key) {
            put(&mut sections, &plan.title, || introduction(plan), entry(content, node));
        }
    }
    sections
}

/// Puts an entry under its heading; what a later edition adds to an early heading belongs there.
fn put(
    sections: &mut Vec<EditionSection>,
    heading: &str,
    introduction: impl FnOnce() -> Vec<Block>,
    entry: EditionEntry,
) {
    if let Some(section) = sections.iter_mut().find(|section| section.heading == heading) {
        section.entries.push(entry);
        return;
    }
    let introduction = introduction();
    sections.push(EditionSection { heading: heading.to_owned(), introduction, entries: vec![entry] });
}

fn introduction(plan: &Plan) -> Vec<Block> {
    let told = plan.introduction.iter().filter(|text| !text.trim().is_empty());
    told.map(|text| Block::Paragraph { text: text.clone() }).collect()
}

fn entry(content: &Content, node: &Node) -> EditionEntry {
    let mut text: Vec<String> = Vec::new();
    if node.plain.is_some() {
        text.push(format!("As published: {}", node.wording));
    }
    text.extend(node.why.clone());
    if let Some(retired) = &node.retired {
        let reason = retired.reason.as_deref().map_or_else(String::new, |reason| format!(": {reason}"));
        text.push(format!("{}{reason}", retired.kind.plain()));
    }
    EditionEntry {
        title: node.words().to_owned(),
        reference: node.reference.clone().unwrap_or_default(),
        text: text.join("\n\n"),
        owners: node.owners.iter().map(|owner| owner_words(content, owner)).collect(),
        due: when_words(node.timing.current()),
        delivery: marked(node.delivery.as_ref(), Delivery::plain),
        confidence: node.confidence.as_ref().map(|mark| super::confidence(mark.value)),
        oversight: marked(node.oversight.as_ref(), roadmap::model::Oversight::plain),
        families: marked(node.felt.as_ref(), roadmap::model::Felt::plain),
        moves: moves(node),
    }
}

/// A judgement with what was said about it; empty when there is none.
fn marked<T: Copy>(mark: Option<&Mark<T>>, plain: impl Fn(T) -> &'static str) -> String {
    let Some(mark) = mark else { return String::new() };
    let note = mark.note.as_deref().map_or_else(String::new, |note| format!(". {note}"));
    format!("{}{note}", plain(mark.value))
}

fn owner_words(content: &Content, owner: &Owner) -> String {
    let name = |key: &str| {
        content.tree.bodies.iter().find(|body| body.key == key).map_or_else(|| key.to_owned(), |body| body.name.clone())
    };
    match (owner.role.as_deref(), owner.body.as_deref().map(name)) {
        (Some(role), Some(body)) => format!("{role}, {body}"),
        (Some(role), None) => role.to_owned(),
        (None, body) => body.unwrap_or_default(),
    }
}

/// Each move of its date, from the one before it.
fn moves(node: &Node) -> Vec<DateMove> {
    let mut before = &node.timing.baseline;
    let mut moves = Vec::new();
    for revision in &node.timing.revisions {
        moves.push(DateMove {
            what: String::new(),
            old: when_words(before),
            new: when_words(&revision.to),
            reason: revision.reason.clone().unwrap_or_default(),
            agreed_by: revision.approver.clone().unwrap_or_default(),
        });
        before = &revision.to;
    }
    moves
}
