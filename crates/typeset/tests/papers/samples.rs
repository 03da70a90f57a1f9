use jiff::civil::date;
use typeset::{
    Action, AgendaItem, Audience, Bar, Bars, Block, Confidence, DateMove, Decision, EditionEntry, EditionPaper,
    EditionSection, Fact, HighlightReport, Imprint, MeetingPack, PackPaper, PlainPaper, Standing, Table,
};
#[cfg(feature = "pdf")]
use typeset::{Measure, Milestone, Risk};

pub(crate) fn imprint(label: &str, audience: Audience) -> Imprint {
    Imprint {
        area: "Ridgeway".into(),
        issued_by: "Ridgeway local area SEND partnership".into(),
        label: label.into(),
        dated: date(2026, 12, 1),
        audience,
        reader: String::new(),
        notice: "Ridgeway is an invented county. Nothing here is about a real place.".into(),
    }
}

/// The least an imprint may have.
pub(crate) fn bare_imprint() -> Imprint {
    Imprint {
        area: "R".into(),
        issued_by: String::new(),
        label: String::new(),
        dated: date(2026, 12, 1),
        audience: Audience::Private,
        reader: String::new(),
        notice: String::new(),
    }
}

pub(crate) fn moved() -> DateMove {
    DateMove {
        what: "Open the new resource base at Hill Lane".into(),
        old: "September 2026".into(),
        new: "January 2027".into(),
        reason: "The contractor found that the roof must be renewed first.".into(),
        agreed_by: "Improvement board, 3 November 2026".into(),
    }
}

pub(crate) fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: text.into() }
}

pub(crate) fn heading(text: &str, level: u8) -> Block {
    Block::Heading { text: text.into(), level }
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

/// Every kind of block once.
pub(crate) fn all_blocks() -> Vec<Block> {
    vec![
        heading("What we found", 1),
        paragraph(
            "Waits for an assessment fell in every quarter of the year.\nThey are still longer than we promised.\n\nFamilies told us that they hear nothing while they wait.",
        ),
        Block::Bullets { items: texts(&["Letters are sent within two days", "A named person answers the telephone"]) },
        heading("What we ask", 2),
        Block::Numbered { items: texts(&["Agree the new date", "Tell families why it moved"]) },
        Block::Facts {
            rows: vec![
                Fact { name: "Cost".into(), value: "£240,000 a year".into() },
                Fact { name: "Paid by".into(), value: String::new() },
            ],
        },
        Block::Standing(Standing {
            about: "Waiting times".into(),
            now: Confidence::Amber,
            before: Some(Confidence::Red),
            reason: "Two of three posts are filled.".into(),
        }),
        Block::DateMoves { rows: vec![moved()] },
        Block::Table(Table {
            caption: "Assessments finished in time".into(),
            columns: texts(&["Quarter", "Requests", "In time", "What it means"]),
            rows: vec![
                vec!["January to March".into(), "212".into(), "61%".into(), "Below the national figure".into()],
                vec!["April to June".into(), "198".into(), "74%".into(), String::new()],
            ],
        }),
        Block::Bars(Bars {
            title: "Promises by how sure we are".into(),
            alternative: String::new(),
            bars: vec![
                Bar { label: "Complete (blue)".into(), count: 14 },
                Bar { label: "On track (green)".into(), count: 31 },
                Bar { label: "At risk (amber)".into(), count: 9 },
                Bar { label: "Off track (red)".into(), count: 0 },
            ],
        }),
        Block::Quote {
            text: "We were told in June. Nobody rang us in July.".into(),
            source: "A father, Parent Carer Forum".into(),
        },
        Block::Link {
            text: "The roadmap on the web".into(),
            address: "https://send.example.org/ridgeway/roadmap".into(),
        },
    ]
}

pub(crate) fn edition(sections: usize, entries: usize) -> EditionPaper {
    let entry = |section: usize, at: usize| EditionEntry {
        title: format!("Write to every family within {at} weeks of a request"),
        reference: format!("{section}.{at}"),
        text: format!(
            "A family that asks for an assessment hears what happens next, who decides, and when ({section}.{at})."
        ),
        owners: texts(&["Director of children's services", "Integrated care board"]),
        due: "Autumn term 2026".into(),
        delivery: "Under way".into(),
        confidence: Some([Confidence::Green, Confidence::Amber, Confidence::Red, Confidence::Blue][at % 4]),
        oversight: "Still being checked".into(),
        families: "Some families notice it".into(),
        moves: if at.is_multiple_of(3) { vec![DateMove { what: String::new(), ..moved() }] } else { Vec::new() },
    };
    let section = |at: usize| EditionSection {
        heading: ["Waiting less", "Being heard", "Places near home", "Growing up", "Working together"][at % 5].into(),
        introduction: vec![paragraph("What families asked for in the survey of May 2026.")],
        entries: (1..=entries).map(|entry_at| entry(at + 1, entry_at)).collect(),
    };
    EditionPaper {
        imprint: imprint("Edition 4", Audience::Public),
        title: "SEND improvement roadmap".into(),
        summary: vec![paragraph(
            "What the council, the NHS, schools and the parent carer forum have promised children and young people with special educational needs and disabilities, and how it goes.",
        )],
        changes: texts(&["Six promises are done.", "Two dates moved: 1.3 and 2.3."]),
        sections: (0..sections).map(section).collect(),
    }
}

#[cfg(feature = "pdf")]
pub(crate) fn highlight() -> HighlightReport {
    HighlightReport {
        imprint: imprint("Round 7", Audience::Private),
        theme: "Waiting less".into(),
        period: "July to September 2026".into(),
        lead: "Head of the SEND service".into(),
        overall: Some(Confidence::Amber),
        overall_before: Some(Confidence::Red),
        overall_reason: "Posts are filled; the backlog is not yet gone.".into(),
        done: texts(&["Two educational psychologists began in September.", "Every open case has a named person."]),
        next: texts(&["Clear the cases older than 40 weeks.", "Ask families again in November."]),
        milestones: vec![
            Milestone {
                reference: "1.1".into(),
                title: "Every request answered within six weeks".into(),
                due: "December 2026".into(),
                confidence: Some(Confidence::Green),
                before: Some(Confidence::Green),
                note: "94% in September.".into(),
            },
            Milestone {
                reference: "1.2".into(),
                title: "No case older than 40 weeks".into(),
                due: "March 2027".into(),
                confidence: Some(Confidence::Red),
                before: Some(Confidence::Amber),
                note: "61 cases remain.".into(),
            },
            Milestone { title: "Letters in plain English".into(), ..Milestone::default() },
        ],
        moves: vec![moved()],
        measures: vec![Measure {
            name: "Plans finished within 20 weeks".into(),
            before: "48% (June)".into(),
            latest: "57% (September)".into(),
            wanted: "75%".into(),
            note: "Better in each of three quarters.".into(),
        }],
        risks: vec![Risk {
            reference: "R12".into(),
            text: "If locum contracts end in December, advice will be late again.".into(),
            weight: "Likely, serious".into(),
            response: "Extend two contracts; recruit in January.".into(),
            owner: "Integrated care board".into(),
        }],
        heard: texts(&["Parents say that letters are clearer.", "Young people want to be asked before the meeting."]),
        decisions_asked: texts(&["Agree to extend two locum contracts until March 2027."]),
        more: all_blocks(),
    }
}

pub(crate) fn pack() -> MeetingPack {
    let paper = |reference: &str, title: &str, blocks: Vec<Block>| PackPaper {
        reference: reference.into(),
        title: title.into(),
        purpose: "To decide".into(),
        from: "Head of the SEND service".into(),
        audience: Audience::Private,
        blocks,
    };
    let item = |number: &str, title: &str, paper: &str| AgendaItem {
        number: number.into(),
        title: title.into(),
        purpose: "To assure".into(),
        lead: "Independent chair".into(),
        time: "10:00".into(),
        paper: paper.into(),
    };
    MeetingPack {
        imprint: imprint("", Audience::Private),
        board: "SEND improvement board".into(),
        held: "Tuesday 8 December 2026, 10:00".into(),
        details: vec![
            Fact { name: "Place".into(), value: "County Hall, committee room 2, and by video".into() },
            Fact { name: "Chair".into(), value: "Independent chair".into() },
            Fact { name: "Quorum".into(), value: "Five members, of them one from the parent carer forum".into() },
        ],
        agenda: vec![
            item("1", "Welcome, and what families told us", ""),
            item("2", "Highlight report: waiting less", "A"),
            item("3", "Strategy for places near home", "B"),
            item("4", "Letter to the Department for Education", "C"),
        ],
        papers: vec![
            paper("A", "Highlight report: waiting less", all_blocks()),
            paper("B", "Strategy for places near home", long_text(24)),
            paper("C", "Letter to the Department for Education", vec![paragraph("We write to tell you how it goes.")]),
        ],
        actions: (1..=24).map(action).collect(),
        decisions: vec![Decision {
            reference: "D7".into(),
            on: "3 November 2026".into(),
            text: "The opening of Hill Lane moves to January 2027.".into(),
            options: "Open half of it in September".into(),
            authority: "Terms of reference, 4.2".into(),
        }],
    }
}

fn action(at: usize) -> Action {
    Action {
        reference: format!("A{at}"),
        from: "3 November 2026".into(),
        text: "Write to the families whose date moved, with the reason.".into(),
        owner: "Communications lead".into(),
        due: "20 November 2026".into(),
        state: if at.is_multiple_of(2) { "Closed 18 November 2026".into() } else { "Open".into() },
    }
}

/// Text that no two pages share.
pub(crate) fn long_text(parts: usize) -> Vec<Block> {
    let reason = |part: usize, at: usize| format!("Reason {part}.{at}: places near home mean shorter journeys.");
    let part = |at: usize| {
        let reasons: Vec<String> = (1..12).map(|line| reason(at, line)).collect();
        [heading(&format!("Part {at}"), if at % 4 == 1 { 1 } else { 2 }), paragraph(&reasons.join(" "))]
    };
    (1..=parts).flat_map(part).collect()
}

pub(crate) fn plain() -> PlainPaper {
    PlainPaper {
        imprint: imprint("Version 2, agreed", Audience::Public),
        title: "Strategy for special educational needs and disabilities 2026 to 2029".into(),
        subtitle: "Agreed by the Health and Wellbeing Board".into(),
        reference: "RW/2026/118".into(),
        addressed_to: texts(&["Department for Education", "Sanctuary Buildings"]),
        contents: true,
        blocks: all_blocks().into_iter().chain(long_text(12)).collect(),
        signed: texts(&["Director of children's services", "Ridgeway County Council"]),
    }
}

/// The four papers with only what they must have.
pub(crate) fn bare() -> (EditionPaper, HighlightReport, MeetingPack, PlainPaper) {
    let imprint = bare_imprint();
    (
        EditionPaper {
            imprint: imprint.clone(),
            title: "E".into(),
            summary: vec![],
            changes: vec![],
            sections: vec![],
        },
        HighlightReport {
            imprint: imprint.clone(),
            theme: "T".into(),
            period: String::new(),
            lead: String::new(),
            overall: None,
            overall_before: None,
            overall_reason: String::new(),
            done: vec![],
            next: vec![],
            milestones: vec![],
            moves: vec![],
            measures: vec![],
            risks: vec![],
            heard: vec![],
            decisions_asked: vec![],
            more: vec![],
        },
        MeetingPack {
            imprint: imprint.clone(),
            board: "B".into(),
            held: String::new(),
            details: vec![],
            agenda: vec![],
            papers: vec![],
            actions: vec![],
            decisions: vec![],
        },
        PlainPaper {
            imprint,
            title: "P".into(),
            subtitle: String::new(),
            reference: String::new(),
            addressed_to: vec![],
            contents: false,
            blocks: vec![],
            signed: vec![],
        },
    )
}
