//! Words: public, private, notes, and evidence.

use kernel::DAY_HINT;
use roadmap::{
    deed::{Deed, Links},
    model::{Evidence, EvidenceKind, NodeUpdate, PrivateText, Sensitivity},
};

use super::{Desk, Meant, named, said_by};
use crate::{
    fields::{Typed, Wrongs},
    form::Ask,
};

pub(super) fn asks(desk: Desk<'_>) -> Vec<Ask> {
    let node = desk.node;
    let mut asks = vec![
        Ask::text("wording", "The words as published", &node.wording),
        Ask::text("plain", "The same in plain English", node.plain.as_deref().unwrap_or_default())
            .hinted("What a parent reads first. Leave it empty when the words above are plain."),
        Ask::text("why", "Why it matters to families", node.why.as_deref().unwrap_or_default()),
    ];
    if desk.reads_private {
        let private = node.private.as_ref().map_or("", |text| text.for_the_office());
        asks.push(
            Ask::text("private", "The office\u{2019}s own words", private)
                .hinted("Never published. No names of children, and nothing that would show who they are."),
        );
    }
    asks
}

pub(super) fn deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let wording = wrongs.needed(typed, "wording", "Write what is promised");
    let node = desk.node.key.clone();
    let mut deeds =
        vec![Deed::Reword { node: node.clone(), wording, plain: typed.some("plain"), why: typed.some("why") }];
    if desk.reads_private {
        deeds.push(Deed::SetPrivateText { node, text: PrivateText::new(typed.one("private")) });
    }
    wrongs.or(deeds)
}

pub(super) fn note_asks(_: Desk<'_>) -> Vec<Ask> {
    vec![
        Ask::text("text", "What happened?", "").hinted("It is published with the next edition."),
        Ask::line("period", "The time it speaks of", "").hinted("For example, January to March 2026"),
        said_by(),
    ]
}

pub(super) fn note_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    let mut wrongs = Wrongs::none();
    let update = NodeUpdate {
        on: desk.today,
        period: typed.some("period"),
        text: wrongs.needed(typed, "text", "Write what happened"),
        by: wrongs.needed(typed, "by", "Say who says so"),
    };
    wrongs.or(vec![Deed::AddUpdate { node: desk.node.key.clone(), update }])
}

/// Evidence of a commitment; whoever may file evidence may, also where they may not edit the plan.
pub(crate) mod evidence {
    use super::{Ask, DAY_HINT, Deed, Desk, Evidence, EvidenceKind, Links, Meant, Sensitivity, Typed, Wrongs, named};
    use roadmap::import::node_key;

    pub(crate) fn asks(desk: Desk<'_>) -> Vec<Ask> {
        let kinds = named(EvidenceKind::ALL, EvidenceKind::word, EvidenceKind::plain);
        let ranges = named(Sensitivity::ALL, Sensitivity::word, Sensitivity::plain);
        let shown = desk.tree.evidence.iter().filter(|held| desk.node.evidence.contains(&held.key));
        let visible = shown.filter(|held| held.is_public() || desk.reads_private);
        let earlier = visible.map(|held| (held.key.clone(), held.title.clone())).collect();
        let documents = desk.documents.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
        vec![
            Ask::line("title", "What is it?", "").hinted("Its title, without names of people"),
            Ask::one_of("kind", "What kind of proof is it?", kinds, ""),
            Ask::one_of("sensitivity", "Who may see it?", ranges, Sensitivity::Office.word()),
            Ask::line("on", "The day it speaks of", "").hinted(DAY_HINT),
            Ask::line("address", "Where it can be read", "").hinted("A link that begins with https://"),
            Ask::text("shows", "What it shows", "")
                .hinted("A figure needs what was counted, for which time, and by whom."),
            Ask::one_of(
                "document",
                "Which document that the office holds shows it?",
                super::super::or_nothing("None", documents),
                "",
            )
            .hinted("If it is not in the list, hand it in under Documents first."),
            Ask::one_of(
                "supersedes",
                "Does it take the place of other evidence?",
                super::super::or_nothing("No", earlier),
                "",
            ),
        ]
    }

    /// A key that no evidence has. More people read keys than may read what is not public, so they say nothing of it.
    fn free_key(desk: Desk<'_>, title: &str, sensitivity: Option<Sensitivity>) -> String {
        let is_public = sensitivity == Some(Sensitivity::Public);
        let wanted = if is_public { node_key(None, title) } else { "evidence".to_owned() };
        let held = &desk.tree.evidence;
        let numbers = held.len() + 1..;
        let mut keys = numbers.map(|number| format!("{wanted}-{number}"));
        keys.find(|key| held.iter().all(|held| held.key != *key)).unwrap_or(wanted)
    }

    pub(crate) fn deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
        let mut wrongs = Wrongs::none();
        let title = wrongs.needed(typed, "title", "Say what it is");
        let on = wrongs.day(typed, "on");
        let kind = typed.one("kind").parse().ok();
        let sensitivity = typed.one("sensitivity").parse().ok();
        if kind.is_none() {
            wrongs.add("kind", "Choose what kind of proof it is");
        }
        if sensitivity.is_none() {
            wrongs.add("sensitivity", "Choose who may see it");
        }
        let address = typed.some("address");
        if address.as_ref().is_some_and(|address| !address.starts_with("https://") && !address.starts_with("http://")) {
            wrongs.add("address", "The link must begin with https://");
        }
        let wanted = typed.some("document");
        let document = desk.documents.iter().map(|(id, _)| *id).find(|id| Some(id.to_string()) == wanted);
        if wanted.is_some() && document.is_none() {
            wrongs.add("document", "Choose one of the documents in the list, or hand the document in first");
        }
        let supersedes = typed.some("supersedes").filter(|key| desk.node.evidence.contains(key));
        let key = free_key(desk, &title, sensitivity);
        let evidence = Evidence {
            key: key.clone(),
            title,
            kind: kind.unwrap_or(EvidenceKind::Document),
            on,
            address,
            shows: typed.some("shows"),
            sensitivity: sensitivity.unwrap_or(Sensitivity::Office),
            document,
            supersedes,
        };
        let mut links = Links::of(desk.node);
        links.evidence.push(key);
        wrongs.or(vec![Deed::FileEvidence(evidence), Deed::Join { node: desk.node.key.clone(), links }])
    }
}
