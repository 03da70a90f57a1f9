//! Easy read: the main pages again, one idea a line, with a picture beside each.

use askama::Template;
use web::{Html, Place};

use super::roadmap::grouped;
use crate::{
    difference::{Change, ChangeKind, day_words, when_words},
    model::{Delivery, FindingKind, Node},
    site::{
        Page,
        context::Site,
        frame::Sheet,
        paths,
        pictures::Picture,
        words::{counted, stopped},
    },
};

#[derive(Template)]
#[template(path = "roadmap/easy.html")]
struct Easy {
    here: Place,
    title: String,
    parts: Vec<Part>,
}

/// A heading, which may be empty, and what stands under it.
struct Part {
    heading: String,
    ideas: Vec<Idea>,
}

/// A picture with its lines. The words say it all, so the picture has no words of its own.
struct Idea {
    picture: Picture,
    lines: Vec<String>,
    /// Words and path of the way onwards.
    link: Option<(String, String)>,
}

impl Idea {
    fn new(picture: Picture, lines: &[&str]) -> Self {
        Self { picture, lines: lines.iter().map(|line| (*line).to_owned()).collect(), link: None }
    }

    fn with_link(mut self, words: &str, path: &str) -> Self {
        self.link = Some((words.to_owned(), path.to_owned()));
        self
    }
}

/// The four easy-read pages.
pub(crate) fn pages(site: &Site) -> Vec<Page> {
    let page = |path: &str, title: String, sibling: &str, parts: Vec<Part>| {
        let easy = Easy { here: paths::place(path), title, parts };
        let full_title = format!("{} (easy read)", easy.title);
        let sheet = Sheet::new(path, &full_title, "The same page in easy words, with pictures.", Html::of(&easy));
        let sheet = if path == "easy-read" { sheet } else { sheet.below("Easy read", "easy-read") };
        site.frame().page(sheet.beside("Read the full page", sibling))
    };
    let name = &site.content.area.name;
    vec![
        page("easy-read", format!("Help for children with SEND in {name}"), "", home(site)),
        page("easy-read/roadmap", "What was promised".to_owned(), paths::ROADMAP, roadmap(site)),
        page("easy-read/changes", "What has changed".to_owned(), paths::CHANGES, changes(site)),
        page("easy-read/findings", "What the inspectors said".to_owned(), paths::FINDINGS, findings(site)),
    ]
}

/// What the site is and the ways into it, as easy-read pages only where there are any.
fn home(site: &Site) -> Vec<Part> {
    let content = site.content;
    let mut about = vec![
        Idea::new(
            Picture::People,
            &["SEND means special educational needs and disabilities.", "Some children need more help to learn."],
        ),
        Idea::new(
            Picture::Talk,
            &["The council, the NHS and schools work as a team.", "They made promises to do better."],
        ),
    ];
    if !content.area.profile.notice.is_empty() {
        about.insert(0, Idea::new(Picture::Unknown, &["Please note:", &content.area.profile.notice]));
    }
    let ways = vec![
        Idea::new(Picture::List, &["You can read what they promised."])
            .with_link("Read the promises", "easy-read/roadmap"),
        Idea::new(Picture::Moved, &["You can read what has changed."])
            .with_link("Read what has changed", "easy-read/changes"),
        Idea::new(Picture::Looking, &["Inspectors are people who check.", "You can read what they said."])
            .with_link("Read what inspectors said", "easy-read/findings"),
        Idea::new(Picture::Unknown, &["Some words are hard.", "You can read what they mean."])
            .with_link("Read the word list", paths::GLOSSARY),
        Idea::new(Picture::People, &["You can ask someone to read this with you."]).with_link("Ask for help", "help"),
    ];
    vec![
        Part { heading: String::new(), ideas: about },
        Part { heading: "What you can do here".to_owned(), ideas: ways },
    ]
}

/// Every live promise under its heading.
fn roadmap(site: &Site) -> Vec<Part> {
    let happened = site.count_said(Some(Delivery::Done));
    let counts = Idea::new(
        Picture::List,
        &[
            &format!("{} promised.", counted(site.live.len(), "thing was", "things were")),
            &format!("{} done.", counted(happened, "is", "are")),
        ],
    );
    let mut parts = vec![Part { heading: String::new(), ideas: vec![counts] }];
    parts.extend(grouped(&site.live).into_iter().map(|(heading, entries)| Part {
        heading: heading.unwrap_or("Other promises").to_owned(),
        ideas: entries.into_iter().map(of_entry).collect(),
    }));
    parts
}

/// A promise: its words, how far it is said to be, and whether its date moved.
fn of_entry(entry: &Node) -> Idea {
    let timing = &entry.timing;
    let (picture, said) = match entry.delivery.as_ref().map(|mark| mark.value) {
        Some(Delivery::Done) => (Picture::Done, "They say this is done."),
        Some(Delivery::InProgress | Delivery::Ongoing) => (Picture::Clock, "They say they are working on this."),
        Some(Delivery::Planned | Delivery::NotStarted) => (Picture::Clock, "They have not started this yet."),
        Some(Delivery::Delayed | Delivery::Postponed) => (Picture::Moved, "They say this is late."),
        None => (Picture::Unknown, "Nobody has said if this is done."),
    };
    let mut idea = Idea::new(picture, &[&stopped(entry.words()), said]);
    if let Some(last) = timing.revisions.last() {
        idea.lines.push("The date has changed.".to_owned());
        idea.lines.push(format!("It was: {}.", when_words(&timing.baseline)));
        idea.lines.push(format!("Now it is: {}.", when_words(&last.to)));
    }
    idea.with_link("Read more", &paths::entry(&entry.key))
}

/// What changed since the last edition, by kind.
fn changes(site: &Site) -> Vec<Part> {
    let Some(step) = site.steps.last() else {
        let first =
            Idea::new(Picture::New, &["This is the first time we show the promises.", "So nothing has changed yet."]);
        return vec![Part {
            heading: String::new(),
            ideas: vec![first.with_link("Read the promises", "easy-read/roadmap")],
        }];
    };
    let when = Idea::new(
        Picture::Clock,
        &[
            &format!("We last told you on {}.", day_words(step.from.as_at)),
            &format!("This is what has changed up to {}.", day_words(step.to.as_at)),
        ],
    );
    let mut parts = vec![Part { heading: String::new(), ideas: vec![when] }];
    for kind in ChangeKind::ALL {
        let ideas: Vec<Idea> =
            step.changes.iter().filter(|change| change.kind == *kind).map(|change| of_change(site, change)).collect();
        if !ideas.is_empty() {
            parts.push(Part { heading: kind.plain().to_owned(), ideas });
        }
    }
    parts
}

/// A change told line by line instead of in one sentence.
fn of_change(site: &Site, change: &Change) -> Idea {
    let entry = site
        .node(&change.entry)
        .or_else(|| site.departed.iter().find(|(node, _)| node.key == change.entry).map(|(node, _)| *node));
    let words = entry.map_or_else(|| change.sentence.clone(), |entry| stopped(entry.words()));
    let why = change
        .reason
        .as_deref()
        .map_or_else(|| "They did not say why.".to_owned(), |reason| format!("Why: {}", stopped(reason)));
    let (was, is) = (format!("It was: {}.", change.old), format!("Now it is: {}.", change.new));
    let idea = match change.kind {
        ChangeKind::Delivered => Idea::new(Picture::Done, &[&words, "They say this is done."]),
        ChangeKind::Moved => Idea::new(Picture::Moved, &[&words, "The date has changed.", &was, &is, &why]),
        ChangeKind::New => Idea::new(Picture::New, &[&words, "This is a new promise."]),
        ChangeKind::Dropped => Idea::new(Picture::Stopped, &[&words, "They will not do this any more.", &why]),
        ChangeKind::Merged => Idea::new(Picture::List, &[&words, "This is now part of something else.", &why]),
        ChangeKind::Split => Idea::new(Picture::List, &[&words, "This is now several smaller things.", &why]),
        ChangeKind::Carried => Idea::new(Picture::List, &[&words, "This goes on in the next plan.", &why]),
        ChangeKind::Closed => Idea::new(Picture::Done, &[&words, "There is nothing left to do here.", &why]),
        ChangeKind::NoLongerPublished => {
            Idea::new(Picture::Stopped, &[&words, "This is not on the list any more.", &why])
        }
        ChangeKind::StatusChanged => Idea::new(Picture::Clock, &[&words, &was, &is]),
        ChangeKind::PlacesChanged => {
            Idea::new(Picture::School, &[&words, "The number of places has changed.", &was, &is])
        }
        ChangeKind::Reworded => Idea::new(Picture::Talk, &[&words, "They now say this in other words."]),
    };
    if site.has_entry_page(&change.entry) { idea.with_link("Read more", &paths::entry(&change.entry)) } else { idea }
}

/// What inspectors found, with what must be fixed first.
fn findings(site: &Site) -> Vec<Part> {
    let intro = Idea::new(
        Picture::Looking,
        &["Inspectors are people who check.", "They come and look at how well we help children."],
    );
    let mut parts = vec![Part { heading: String::new(), ideas: vec![intro] }];
    for inspection in &site.content.tree.inspections {
        let mut ideas = Vec::new();
        if let Some(day) = inspection.started_on {
            ideas.push(Idea::new(Picture::Clock, &[&format!("They came on {}.", day_words(day))]));
        }
        ideas.extend(inspection.findings.iter().map(|finding| {
            let words = stopped(finding.plain.as_deref().unwrap_or(&finding.wording));
            let how = match finding.kind {
                FindingKind::PriorityAction => "This must be fixed first.",
                FindingKind::Improvement => "This should get better.",
            };
            Idea::new(Picture::List, &[&words, how]).with_link("Read more", &paths::finding(&finding.key))
        }));
        parts.push(Part { heading: inspection.title.clone(), ideas });
    }
    if site.content.tree.inspections.is_empty() {
        parts.push(Part {
            heading: String::new(),
            ideas: vec![Idea::new(Picture::Unknown, &["No visit is written down here yet."])],
        });
    }
    parts
}
