//! What changed between two versions of one page.
#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

use reading::{ChangeKind, Diff, Options, diff, read_bytes};

fn compare(old: &str, new: &str) -> Diff {
    let read = |text: &str| read_bytes("page.txt", text.as_bytes(), &Options::default()).unwrap();
    diff(&read(old), &read(new))
}

fn kinds(diff: &Diff) -> Vec<(ChangeKind, &str)> {
    diff.changes
        .iter()
        .map(|change| (change.kind, change.new.as_ref().or(change.old.as_ref()).map_or("", |side| side.text.as_str())))
        .collect()
}

const OLD: &str = "Ridgeway SEND action plan\n\nAction | Due date | Status | Progress\n--- | --- | --- | ---\n\
    1.1 Publish a travel guide | May 2025 | On track | Drafting\n\
    1.2 Open a sensory hub | June 2025 | On track | Site found\n\
    1.3 Hold a summer event | July 2025 | Planned | -\n\
    1.4 Review transport | Ongoing | In progress | -\n";

const NEW: &str = "Ridgeway SEND action plan\n\nAction | Due date | Status | Progress\n--- | --- | --- | ---\n\
    1.1 Publish a travel guide | May 2025 | Complete | Published\n\
    1.2 Open a sensory hub | September 2025 | Delayed | Moved because the builder withdrew late.\n\
    1.3 Hold a summer event | July 2025 | Cancelled | Stopped due to low interest.\n\
    1.5 Recruit two advisers | July 2025 | Planned | -\n";

#[test]
fn delivered_moved_dropped_new_and_gone_are_told_apart() {
    let found = compare(OLD, NEW);
    assert_eq!(
        kinds(&found),
        [
            (ChangeKind::Delivered, "Publish a travel guide"),
            (ChangeKind::Moved, "Open a sensory hub"),
            (ChangeKind::Dropped, "Hold a summer event"),
            (ChangeKind::New, "Recruit two advisers"),
            (ChangeKind::NoLongerPublished, "Review transport"),
        ]
    );
    assert_eq!(found.changes[1].reason.as_deref(), Some("because the builder withdrew late"));
    assert_eq!(found.changes[2].reason.as_deref(), Some("due to low interest"));
    assert_eq!(found.changes[4].reason, None);
}

#[test]
fn a_reworded_entry_is_the_same_entry() {
    let old =
        "Roadmap\n\nMay 2025\n\n• Agree a joint protocol for health advice.\n• Parent survey.\n• Staff training.\n";
    let new = "Roadmap\n\nMay 2025\n\n• Agree one joint protocol for all health advice.\n• Parent survey.\n• Staff training.\n";
    assert_eq!(kinds(&compare(old, new)), [(ChangeKind::Reworded, "Agree one joint protocol for all health advice.")]);
}

#[test]
fn entries_with_the_same_words_keep_to_their_periods() {
    let old =
        "Roadmap\n\nMay 2025\n\n• Parent conversations.\n• Charter agreed.\n\nJune 2025\n\n• Parent conversations.\n";
    let new = "Roadmap\n\nMay 2025\n\n• Charter agreed.\n\nJune 2025\n\n• Parent conversations.\n";
    let found = compare(old, new);
    assert_eq!(kinds(&found), [(ChangeKind::NoLongerPublished, "Parent conversations.")]);
    assert_eq!(found.changes[0].old.as_ref().unwrap().section.as_deref(), Some("May 2025"));
}

#[test]
fn a_reason_is_never_made_up() {
    let old = "Roadmap\n\nAction: Open the hub\nDeadline: May 2025\n\nAction: Train staff\nDeadline: May 2025\n";
    let new = "Roadmap\n\nAction: Open the hub\nDeadline: June 2025\n\nAction: Train staff\nDeadline: May 2025\n";
    let found = compare(old, new);
    assert_eq!(kinds(&found), [(ChangeKind::Moved, "Open the hub")]);
    assert_eq!(found.changes[0].reason, None);
    assert!(found.to_string().contains("Moved from May 2025 to June 2025: Open the hub"));
}

#[test]
fn two_addresses_for_one_page_are_remarked_on() {
    let old = "https://example.gov.uk/plan-2024\n\nRoadmap\n\nMay 2025\n\n• Survey.\n";
    let new = "https://example.gov.uk/our-plan\n\nRoadmap\n\nMay 2025\n\n• Survey.\n";
    let found = compare(old, new);
    assert!(found.changes.is_empty());
    assert_eq!(found.warnings[0].code, "address_changed");
}
