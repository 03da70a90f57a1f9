//! An invented county in every state a roadmap can be in.

use jiff::civil::{Date, date};
use roadmap::{
    model::{
        Actual, AreaFacts, Body, Confidence, Content, Delivery, Evidence, EvidenceKind, Felt, Finding, FindingKind,
        Inspection, InspectionKind, Kind, Mark, Nature, Node, NodeUpdate, Oversight, Owner, Part, PlaceChange, Plan,
        Precision, Retired, RetiredKind, Revision, Sensitivity, SuccessMeasure, Theme, Timing, Tree, When,
    },
    notices::notices,
    site::Edition,
};

/// The day of the newest edition.
pub(crate) const TODAY: Date = date(2026, 6, 22);

pub(crate) fn area() -> AreaFacts {
    AreaFacts {
        slug: "saltmarsh".to_owned(),
        name: "Saltmarsh".to_owned(),
        profile: kernel::AreaProfile {
            partnership: "Saltmarsh SEND partnership".to_owned(),
            colour: "#5b2333".to_owned(),
            contact_email: "send@saltmarsh.example".to_owned(),
            contact_phone: "01632 960000".to_owned(),
            forum: "Saltmarsh Parent Voice".to_owned(),
            notice: "Saltmarsh is an invented county.".to_owned(),
        },
    }
}

/// A month's name that stands for a quarter.
pub(crate) fn quarter(year: i16, month: i8) -> When {
    let first = date(year, month, 1);
    When {
        text: Some(first.strftime("%B %Y").to_string()),
        earliest: Some(first),
        latest: Some(date(year, month + 2, 1).last_of_month()),
        precision: Precision::QuarterLabel,
        kind: Kind::In,
    }
}

pub(crate) fn day(on: Date) -> When {
    let text = on.strftime("%-d %B %Y").to_string();
    When { text: Some(text), earliest: Some(on), latest: Some(on), precision: Precision::Day, kind: Kind::On }
}

pub(crate) fn month(year: i16, month: i8) -> When {
    let first = date(year, month, 1);
    let text = first.strftime("%B %Y").to_string();
    When {
        text: Some(text),
        earliest: Some(first),
        latest: Some(first.last_of_month()),
        precision: Precision::Month,
        kind: Kind::In,
    }
}

/// An entry with a date and nothing else.
pub(crate) fn entry(key: &str, wording: &str, when: When) -> Node {
    Node {
        key: key.to_owned(),
        plan: "roadmap".to_owned(),
        parent: None,
        level: "entry".to_owned(),
        reference: None,
        section: when.text.clone(),
        wording: wording.to_owned(),
        plain: None,
        why: None,
        nature: Nature::Action,
        recurs: false,
        timing: Timing::new(when),
        delivery: None,
        confidence: None,
        oversight: None,
        felt: None,
        owners: vec![],
        themes: vec![],
        answers: vec![],
        contributes_to: vec![],
        baseline_of: None,
        evidence: vec![],
        places: vec![],
        measures: vec![],
        updates: vec![],
        retired: None,
        came_from: Vec::new(),
        consent_from: Vec::new(),
        private: None,
    }
}

pub(crate) fn mark<T>(value: T, word: Option<&str>, on: Date) -> Mark<T> {
    Mark { value, word: word.map(str::to_owned), on, by: "the programme board".to_owned(), note: None }
}

pub(crate) fn moved(to: When, reason: Option<&str>, on: Date) -> Revision {
    Revision {
        to,
        reason: reason.map(str::to_owned),
        author: "the programme board".to_owned(),
        approver: reason.map(|_| "The partnership board".to_owned()),
        on,
    }
}

fn done(mut node: Node, word: &str, on: Date) -> Node {
    node.delivery = Some(mark(Delivery::Done, Some(word), on));
    node
}

fn owner(body: &str, part: Part) -> Owner {
    Owner { body: Some(body.to_owned()), role: None, person: None, part, since: None, until: None }
}

/// What edition 1 said.
fn first_entries() -> Vec<Node> {
    let said = date(2025, 12, 10);
    let mut definition =
        done(entry("e-01", "Partnership definition of co-production agreed.", quarter(2025, 10)), "agreed", said);
    definition.plain = Some("Everyone agrees what working together with families means".to_owned());
    definition.why = Some("Families told us that they were asked too late.".to_owned());
    definition.evidence = vec!["charter".to_owned(), "minutes".to_owned()];
    definition.themes = vec!["together".to_owned()];
    definition.owners =
        vec![owner("council", Part::Lead), Owner { until: Some(date(2026, 1, 31)), ..owner("forum", Part::Support) }];
    definition.contributes_to = vec!["p-1".to_owned()];
    let mut conversation = entry("e-02", "Saltmarsh Conversations", day(date(2025, 11, 20)));
    conversation.section = Some("October 2025".to_owned());
    conversation.nature = Nature::Event;
    conversation.recurs = true;
    conversation.themes = vec!["together".to_owned()];
    let mut base = entry("e-03", "Parent carers baseline survey", quarter(2025, 10));
    base.nature = Nature::Survey;
    base.baseline_of = Some("e-08".to_owned());
    let mut open =
        entry("e-04", "Planned opening of Heron Primary resource base, with eight additional places", quarter(2026, 1));
    open.nature = Nature::Opening;
    open.places = vec![PlaceChange {
        provision: "Heron Primary".to_owned(),
        kind: "resource base".to_owned(),
        added: Some(8),
        at_opening: Some(4),
        full: Some(8),
    }];
    open.delivery = Some(mark(Delivery::Planned, None, said));
    open.themes = vec!["places".to_owned()];
    open.contributes_to = vec!["p-4".to_owned()];
    open.owners = vec![owner("council", Part::Responsible)];
    let mut better = entry("e-05", "Improved timeliness of EHCP advice from partners.", quarter(2026, 1));
    better.nature = Nature::OutcomeClaim;
    better.answers = vec!["f-1".to_owned()];
    let mut pilot = entry("e-06", "Ongoing enhanced pathways pilot", quarter(2025, 10));
    pilot.nature = Nature::Pilot;
    pilot.delivery = Some(mark(Delivery::Ongoing, Some("ongoing"), date(2025, 1, 15)));
    let training = entry("e-07", "Training framework for all staff", quarter(2026, 1));
    let mut follow_up = entry("e-08", "Parent carers follow-up survey", month(2026, 7));
    follow_up.nature = Nature::Survey;
    let report = entry(
        "e-09",
        "A yearly report to the Schools Forum",
        When { text: Some("ongoing".to_owned()), kind: Kind::Ongoing, ..When::default() },
    );
    let vanished = entry("e-10", "A list of all short breaks", quarter(2026, 1));
    vec![definition, conversation, base, open, better, pilot, training, follow_up, report, vanished]
}

/// What edition 2 said: a move with a reason, one without, something dropped, something gone without a word.
fn second_entries() -> Vec<Node> {
    let on = date(2026, 3, 20);
    let mut nodes = first_entries();
    nodes[3].timing.revisions.push(moved(quarter(2026, 4), Some("The builders found damp in the walls"), on));
    nodes[3].confidence = Some(mark(Confidence::Amber, None, on));
    nodes[4].timing.revisions.push(moved(quarter(2026, 7), None, on));
    nodes[6].retired = Some(Retired {
        kind: RetiredKind::Dropped,
        on,
        reason: Some("The national training covers it".to_owned()),
        into: Vec::new(),
    });
    nodes.retain(|node| node.key != "e-10");
    let mut charter = entry("e-11", "Co-production charter in every school", quarter(2026, 4));
    charter.owners = vec![Owner {
        role: Some("Head of inclusion".to_owned()),
        since: Some(date(2026, 1, 1)),
        ..owner("council", Part::Accountable)
    }];
    charter.measures = vec![SuccessMeasure {
        text: "Schools that use the charter".to_owned(),
        target: Some("all 120".to_owned()),
        due: Some("July 2026".to_owned()),
    }];
    charter.reference = Some("4.2".to_owned());
    nodes.push(charter);
    nodes
}

/// What the newest edition says: the opening happened, late and with more places, and families were asked.
fn third_entries() -> Vec<Node> {
    let on = date(2026, 6, 15);
    let mut nodes = second_entries();
    nodes[3].timing.actual =
        Some(Actual { when: day(date(2026, 6, 1)), recorded_on: on, note: Some("The school told us".to_owned()) });
    nodes[3].delivery = Some(mark(Delivery::Done, Some("open"), on));
    nodes[3].places[0].added = Some(10);
    nodes[3].felt = Some(Mark {
        note: Some("Eleven of twenty families said so.".to_owned()),
        by: "Saltmarsh Parent Voice".to_owned(),
        ..mark(Felt::Partly, None, on)
    });
    nodes[3].oversight = Some(mark(Oversight::Monitored, None, on));
    nodes[0].plain = Some("Everyone agrees what planning together with families means".to_owned());
    nodes[8].updates = vec![NodeUpdate {
        on,
        period: Some("spring term".to_owned()),
        text: "The first report went to the Schools Forum.".to_owned(),
        by: "the council".to_owned(),
    }];
    nodes[7].delivery = Some(mark(Delivery::InProgress, None, on));
    nodes
}

fn plan(key: &str, kind: &str, title: &str, is_roadmap: bool) -> Plan {
    Plan {
        key: key.to_owned(),
        kind: kind.to_owned(),
        title: title.to_owned(),
        levels: vec!["entry".to_owned()],
        source: Some("https://saltmarsh.example/plan".to_owned()),
        published_on: Some(date(2025, 12, 1)),
        period_from: Some(date(2025, 10, 1)),
        period_to: Some(date(2026, 9, 30)),
        review_cycle: Some("quarterly".to_owned()),
        introduction: Some("The main steps of the SEND programme.".to_owned()),
        is_roadmap,
        gave_way: None,
    }
}

fn commitment(key: &str, wording: &str, answers: &[&str]) -> Node {
    let mut node = entry(key, wording, quarter(2026, 1));
    "action-plan".clone_into(&mut node.plan);
    node.reference = Some("1.1".to_owned());
    node.answers = answers.iter().map(|key| (*key).to_owned()).collect();
    node
}

/// What stands in the action plan: an area with its action, a promise nobody carries out, a look from outside, a school
/// that the roadmap speaks of too, and, in the first edition alone, a promise that then vanishes.
fn commitments(number: u32) -> Vec<Node> {
    let mut area = commitment("p-0", "Families are heard.", &[]);
    "area".clone_into(&mut area.level);
    area.reference = Some("1".to_owned());
    area.timing = Timing::default();
    let mut take_part = commitment("p-1", "Agree how families take part", &["f-2"]);
    take_part.parent = Some("p-0".to_owned());
    take_part.themes = vec!["together".to_owned()];
    take_part.owners = vec![owner("council", Part::Responsible)];
    take_part.evidence = vec!["minutes".to_owned()];
    let mut review = commitment("p-3", "Stocktake by the department", &[]);
    review.nature = Nature::OversightReview;
    let mut school = commitment("p-4", "More places at Heron Primary", &[]);
    school.timing = Timing::new(quarter(2025, 1));
    school.places = vec![PlaceChange {
        provision: "Heron  primary".to_owned(),
        kind: "resource base".to_owned(),
        added: Some(8),
        at_opening: None,
        full: Some(12),
    }];
    if number > 1 {
        school.timing.revisions.push(moved(quarter(2025, 7), Some("The money came late"), date(2026, 1, 12)));
    }
    let mut nodes = vec![area, take_part, commitment("p-2", "Publish how long plans take", &["f-1"]), review, school];
    if number == 1 {
        nodes.push(commitment("p-5", "A second school at Reedham", &[]));
    }
    nodes
}

fn inspections() -> Vec<Inspection> {
    let finding = |key: &str, kind, wording: &str, plain: Option<&str>| Finding {
        key: key.to_owned(),
        kind,
        wording: wording.to_owned(),
        plain: plain.map(str::to_owned),
        bodies: vec!["council".to_owned(), "health-board".to_owned()],
        oversight: Some(mark(Oversight::Monitored, None, date(2026, 2, 1))),
    };
    let inspection = |key: &str, kind, title: &str, findings| Inspection {
        key: key.to_owned(),
        kind,
        title: title.to_owned(),
        expected: None,
        started_on: Some(date(2025, 7, 10)),
        ended_on: Some(date(2025, 7, 21)),
        published_on: Some(date(2025, 9, 15)),
        outcome: Some("Widespread failings.".to_owned()),
        findings,
    };
    let full = inspection(
        "full-2025",
        InspectionKind::Full,
        "Full inspection 2025",
        vec![
            finding(
                "f-1",
                FindingKind::PriorityAction,
                "Timeliness and quality of EHC plans must improve.",
                Some("Plans must be good and on time"),
            ),
            finding("f-2", FindingKind::Improvement, "Partners should plan transitions together.", None),
            finding("f-3", FindingKind::Improvement, "Waiting times for therapies should fall.", None),
        ],
    );
    let visit = Inspection {
        expected: Some(When { text: Some("around October 2025".to_owned()), ..month(2025, 10) }),
        started_on: Some(date(2026, 5, 18)),
        ended_on: Some(date(2026, 5, 20)),
        published_on: None,
        outcome: None,
        ..inspection("visit-2026", InspectionKind::Monitoring, "Monitoring visit 2026", vec![])
    };
    vec![full, visit]
}

fn evidence() -> Vec<Evidence> {
    let proof = |key: &str, title: &str, address: Option<&str>| Evidence {
        key: key.to_owned(),
        title: title.to_owned(),
        kind: EvidenceKind::Document,
        on: Some(date(2025, 12, 9)),
        address: address.map(str::to_owned),
        shows: Some("The words that were agreed.".to_owned()),
        sensitivity: Sensitivity::Public,
        document: None,
        supersedes: None,
    };
    vec![
        proof("charter", "Charter of co-production", Some("https://saltmarsh.example/charter")),
        proof("minutes", "Minutes of the board", None),
    ]
}

fn content(number: u32, title: &str, as_at: Date, mut entries: Vec<Node>) -> Content {
    let body =
        |key: &str, name: &str, kind: &str| Body { key: key.to_owned(), name: name.to_owned(), kind: kind.to_owned() };
    let theme = |key: &str, name: &str| Theme {
        key: key.to_owned(),
        name: name.to_owned(),
        plain: format!("{name}, for every child."),
    };
    entries.extend(commitments(number));
    let tree = Tree {
        bodies: vec![
            body("council", "Saltmarsh County Council", "council"),
            body("health-board", "Saltmarsh Integrated Care Board", "NHS board"),
            body("forum", "Saltmarsh Parent Voice", "parent carer forum"),
        ],
        themes: vec![theme("together", "Working together"), theme("places", "The right places")],
        inspections: inspections(),
        plans: vec![
            plan("roadmap", "roadmap", "SEND roadmap", true),
            plan("action-plan", "priority action plan", "Priority action plan", false),
        ],
        nodes: entries,
        evidence: evidence(),
    };
    Content { area: area(), number, title: title.to_owned(), as_at, note: format!("The {title} edition."), tree }
}

/// Three editions, the newest with all its notices.
pub(crate) fn saltmarsh() -> Edition {
    let content_now = content(3, "summer 2026", TODAY, third_entries());
    Edition {
        notices: notices(&content_now, TODAY),
        content: content_now,
        earlier: vec![
            content(1, "winter 2025", date(2025, 12, 15), first_entries()),
            content(2, "spring 2026", date(2026, 3, 23), second_entries()),
        ],
    }
}

/// The first edition of an area that has nothing yet.
pub(crate) fn empty() -> Edition {
    let area = AreaFacts { slug: "nowhere".to_owned(), name: "Nowhere".to_owned(), ..AreaFacts::default() };
    let content =
        Content { area, number: 1, title: String::new(), as_at: TODAY, note: String::new(), tree: Tree::default() };
    Edition { content, earlier: vec![], notices: vec![] }
}

/// An edition of so many ordinary entries, spread over six quarters.
pub(crate) fn of_size(count: usize) -> Edition {
    let words = "Key performance indicators and data dashboard developed, including outcomes for children, number";
    let one = |at: usize| {
        let at_quarter = i16::try_from(at % 6).unwrap();
        let mut node = entry(
            &format!("e-{at:04}"),
            &format!("{words} {at}"),
            quarter(2024 + at_quarter / 4, (at_quarter % 4 * 3 + 1).try_into().unwrap()),
        );
        if at.is_multiple_of(3) {
            node = done(node, "implemented", date(2025, 6, 1));
        }
        node
    };
    let mut content = content(1, "one", TODAY, (0..count).map(one).collect());
    content.tree.nodes.retain(|node| node.plan == "roadmap");
    Edition { notices: notices(&content, TODAY), content, earlier: vec![] }
}
