//! A meeting's pack on paper: agenda, papers, action log and decisions in one file.

use std::collections::HashMap;

use governance::{
    model::{Action, Block as Part, Decision, Item, Kept, Paper},
    pack::Pack,
};
use roadmap::{difference::day_words, model::Tree};
use typeset::{
    Action as ActionLine, AgendaItem, Audience, Block, Decision as DecisionLine, Fact, Imprint, MeetingPack, PackPaper,
    Table,
};

/// What a pack needs from other rooms.
pub(crate) struct Front<'a> {
    /// What stands on every page.
    pub(crate) imprint: Imprint,
    /// The plan, for the names of organisations.
    pub(crate) tree: &'a Tree,
    /// What papers that are files are called, by the identifier that the paper holds.
    pub(crate) files: &'a HashMap<String, String>,
}

/// The pack as a paper.
pub(crate) fn meeting(pack: &Pack, front: Front<'_>) -> MeetingPack {
    let (meeting, board) = (&pack.meeting.about, &pack.board);
    let hours = meeting.hours.as_deref().map_or_else(String::new, |hours| format!(", {hours}"));
    let printed = |(reference, paper, item): (String, _, _)| printed(&front, &reference, paper, item);
    let papers = referenced(pack).into_iter().map(printed).collect();
    let of_agenda = |(number, (item, own)): (usize, &(Kept<Item>, Vec<Kept<Paper>>))| {
        agenda_item(&front, number, item, (!own.is_empty()).then(|| format!("{number}.1")))
    };
    let agenda = (1..).zip(&pack.agenda).map(of_agenda).collect();
    let fact = |name: &str, value: Option<String>| value.map(|value| Fact { name: name.to_owned(), value });
    let terms = board.terms(meeting.on).map(|(terms, _)| terms);
    let details = [
        fact("Place", meeting.place.clone()),
        fact("Joining from afar", meeting.online.clone()),
        fact("Chair", terms.map(|terms| terms.chair.clone())),
        fact("Quorum", terms.map(|terms| terms.quorum.clone())),
        fact("Questions about these papers", board.about.contact.clone()),
    ];
    MeetingPack {
        board: board.about.name.clone(),
        held: format!("{}{hours}", meeting.on.strftime("%A %-d %B %Y")),
        details: details.into_iter().flatten().collect(),
        agenda,
        papers,
        actions: pack.actions.iter().map(|action| action_line(front.tree, action)).collect(),
        decisions: pack.decisions.iter().map(decision_line).collect(),
        imprint: front.imprint,
    }
}

/// A paper with its reference and the item it is for.
type Referenced<'a> = (String, &'a Kept<Paper>, Option<&'a Kept<Item>>);

/// The pack's papers in their order.
pub(crate) fn referenced(pack: &Pack) -> Vec<Referenced<'_>> {
    let mut papers = Vec::new();
    for (number, (item, own)) in (1..).zip(&pack.agenda) {
        papers.extend((1..).zip(own).map(|(place, paper)| (format!("{number}.{place}"), paper, Some(item))));
    }
    papers.extend((1..).zip(&pack.further).map(|(place, paper)| (format!("Further {place}"), paper, None)));
    papers
}

/// The name of an organisation; one that is not listed stands for itself.
pub(super) fn organisation(tree: &Tree, key: &str) -> String {
    tree.bodies.iter().find(|body| body.key == key).map_or_else(|| key.to_owned(), |body| body.name.clone())
}

/// A post and its organisation.
pub(super) fn answerable(tree: &Tree, post: Option<&str>, body: Option<&str>) -> String {
    let body = body.map(|key| organisation(tree, key));
    [post.map(str::to_owned), body].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn agenda_item(front: &Front<'_>, number: usize, item: &Kept<Item>, paper: Option<String>) -> AgendaItem {
    let about = &item.about;
    AgendaItem {
        number: number.to_string(),
        title: about.title.clone(),
        purpose: about.purpose.plain().to_owned(),
        lead: answerable(front.tree, about.post.as_deref(), about.lead.as_deref()),
        time: about.minutes.map_or_else(String::new, |minutes| format!("{minutes} minutes")),
        paper: paper.unwrap_or_default(),
    }
}

fn printed(front: &Front<'_>, reference: &str, paper: &Kept<Paper>, item: Option<&Kept<Item>>) -> PackPaper {
    let mut blocks: Vec<Block> = paper.about.blocks.iter().map(block).collect();
    if let Some(key) = &paper.about.document {
        let name = front.files.get(key).map_or("", String::as_str);
        let said = if name.is_empty() {
            "This paper is a file. Ask whoever sent you this pack for it.".to_owned()
        } else {
            format!(
                "This paper is a file: {name}. It is in the pack with its files, and among the documents you can read."
            )
        };
        blocks.push(Block::Paragraph { text: said });
    }
    PackPaper {
        reference: reference.to_owned(),
        title: paper.about.title.clone(),
        purpose: item.map_or_else(String::new, |item| item.about.purpose.plain().to_owned()),
        from: item.map_or_else(String::new, |item| {
            answerable(front.tree, item.about.post.as_deref(), item.about.lead.as_deref())
        }),
        audience: Audience::Private,
        blocks,
    }
}

fn block(part: &Part) -> Block {
    match part {
        Part::Heading { text } => Block::Heading { text: text.clone(), level: 1 },
        Part::Paragraph { text } => Block::Paragraph { text: text.clone() },
        Part::Points { points } => Block::Bullets { items: points.clone() },
        Part::Table { caption, head, rows } => {
            Block::Table(Table { caption: caption.clone(), columns: head.clone(), rows: rows.clone() })
        }
    }
}

fn action_line(tree: &Tree, action: &Kept<Action>) -> ActionLine {
    let about = &action.about;
    let moved = if action.due() == about.first_due {
        String::new()
    } else {
        format!(" (first due {})", day_words(about.first_due))
    };
    ActionLine {
        reference: action.key.clone(),
        from: day_words(about.raised_on),
        text: about.wording.clone(),
        owner: answerable(tree, about.post.as_deref(), Some(&about.organisation)),
        due: format!("{}{moved}", day_words(action.due())),
        state: action.state().plain().to_owned(),
    }
}

fn decision_line(decision: &Kept<Decision>) -> DecisionLine {
    DecisionLine {
        reference: decision.key.clone(),
        on: day_words(decision.about.decided_on),
        text: decision.about.wording.clone(),
        options: decision.about.options.join("; "),
        authority: decision.about.authority.clone(),
    }
}
