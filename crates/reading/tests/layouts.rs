//! One plan, set in many layouts: the same entries come back, and no line is lost.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::fmt::Write;

use proptest::prelude::*;
use reading::{Options, PeriodLabels, Reading, StatusReading, read_bytes};

/// An entry as it was before it was set.
#[derive(Debug, Clone)]
struct Entry {
    text: String,
    done: bool,
    month: usize,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const LAST: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const THINGS: [&str; 8] = [
    "Outreach team",
    "Travel guide",
    "Parent forum",
    "Therapy contract",
    "Inclusion charter",
    "Sensory hub",
    "Transition protocol",
    "Training offer",
];
const VERBS: [&str; 4] = ["agreed", "launched", "published", "approved"];

fn plan() -> impl Strategy<Value = Vec<Entry>> {
    let entry = (0usize..8, 0usize..4, any::<bool>(), 0usize..12);
    prop::collection::vec(entry, 4..14).prop_map(|drawn| {
        let mut entries: Vec<Entry> = drawn
            .into_iter()
            .enumerate()
            .map(|(at, (thing, verb, done, month))| {
                let ending = if done { format!(" {}", VERBS[verb]) } else { String::new() };
                Entry {
                    text: format!(
                        "{} for group {}{ending}",
                        THINGS[thing],
                        ["K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X"][at]
                    ),
                    done,
                    month,
                }
            })
            .collect();
        entries.sort_by_key(|entry| entry.month);
        entries
    })
}

fn by_month(entries: &[Entry], mark: &str, heading: impl Fn(&str) -> String, gap: &str) -> String {
    let mut out = String::from("Ridgeway SEND roadmap\n\nThis page tells what is planned.\n");
    let mut last = usize::MAX;
    for entry in entries {
        if entry.month != last {
            write!(out, "\n{}\n{gap}", heading(&format!("{} 2025", MONTHS[entry.month]))).unwrap();
            last = entry.month;
        }
        writeln!(out, "{mark}{}", entry.text).unwrap();
    }
    out
}

fn table(entries: &[Entry], sign: &str, lead: &str) -> String {
    let mut out = format!("Ridgeway SEND action plan\n\n{lead}Action{sign}Due date{sign}Lead{sign}Status\n");
    for entry in entries {
        let status = if entry.done { "Complete" } else { "Not started" };
        writeln!(out, "{lead}{}{sign}{} 2025{sign}ICB{sign}{status}", entry.text, MONTHS[entry.month]).unwrap();
    }
    out
}

fn cards(entries: &[Entry]) -> String {
    let mut out = String::from("Ridgeway SEND action plan\n");
    for entry in entries {
        let status = if entry.done { "Complete" } else { "Not started" };
        write!(out, "\nAction: {}\nLead: ICB\nDeadline: {} 2025\nStatus: {status}\n", entry.text, MONTHS[entry.month])
            .unwrap();
    }
    out
}

fn cells_down(entries: &[Entry]) -> String {
    let mut out = String::from("Ridgeway SEND action plan\n\nAction\nDue date\nLead\nStatus\n");
    for entry in entries {
        let status = if entry.done { "Complete" } else { "Not started" };
        write!(out, "{}\n{} 2025\nICB\n{status}\n", entry.text, MONTHS[entry.month]).unwrap();
    }
    out
}

fn html(entries: &[Entry]) -> String {
    let mut out = String::from(
        "<html><body><h1>Ridgeway SEND action plan</h1><table><tr><th>Action</th><th>Due date</th><th>Status</th></tr>",
    );
    for entry in entries {
        let status = if entry.done { "Complete" } else { "Not started" };
        write!(out, "<tr><td>{}</td><td>{} 2025</td><td>{status}</td></tr>", entry.text, MONTHS[entry.month]).unwrap();
    }
    out + "</table></body></html>"
}

fn check(layout: &str, entries: &[Entry], reading: &Reading) -> Result<(), TestCaseError> {
    let lines = &reading.lines;
    prop_assert_eq!(
        lines.total,
        lines.blank + lines.item + lines.heading + lines.note + lines.unread.len(),
        "{}",
        layout
    );
    prop_assert!(lines.unread.is_empty(), "{}: {:?}", layout, lines.unread);
    let got: Vec<&str> = reading.items.iter().map(|item| item.text.as_str()).collect();
    let want: Vec<&str> = entries.iter().map(|entry| entry.text.as_str()).collect();
    prop_assert_eq!(got, want, "{}", layout);
    for (entry, item) in entries.iter().zip(&reading.items) {
        let last = format!("2025-{:02}-{:02}", entry.month + 1, LAST[entry.month]);
        prop_assert_eq!(item.when.latest.map(|day| day.to_string()), Some(last), "{}: {}", layout, entry.text);
        let done = item.status.reading == StatusReading::Done;
        prop_assert_eq!(done, entry.done, "{}: {}", layout, entry.text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_plan_comes_back_from_every_layout(entries in plan()) {
        let plain = |month: &str| month.to_owned();
        let pages = [
            ("bullets", "a.txt", by_month(&entries, "  • ", plain, "\n")),
            ("dashes under colons", "a.txt", by_month(&entries, "- ", |month| format!("{month}:"), "")),
            ("tabs and rounds", "a.txt", by_month(&entries, "\t●\t", plain, "\n")),
            ("numbers", "a.txt", by_month(&entries, "1) ", |month| format!("## {month}"), "")),
            ("no signs", "a.txt", by_month(&entries, "", plain, "")),
            ("pipes", "a.txt", table(&entries, " | ", "")),
            ("led pipes", "a.txt", table(&entries, " | ", "| ")),
            ("tabs", "a.txt", table(&entries, "\t", "")),
            ("flattened", "a.txt", table(&entries, " ", "")),
            ("commas", "a.csv", table(&entries, ",", "")),
            ("semicolons", "a.csv", table(&entries, ";", "")),
            ("cards", "a.txt", cards(&entries)),
            ("a cell a line", "a.txt", cells_down(&entries)),
            ("web table", "a.html", html(&entries)),
        ];
        let options = Options { period_labels: PeriodLabels::Month };
        for (layout, name, page) in pages {
            let reading = read_bytes(name, page.as_bytes(), &options).unwrap();
            check(layout, &entries, &reading)?;
        }
    }

    #[test]
    fn a_page_compared_with_itself_has_not_changed(entries in plan()) {
        let page = by_month(&entries, "• ", str::to_owned, "");
        let reading = read_bytes("a.txt", page.as_bytes(), &Options::default()).unwrap();
        prop_assert!(reading::diff(&reading, &reading).changes.is_empty());
    }
}
