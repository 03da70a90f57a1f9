//! Examples of components in rows.

use super::Sample;
use crate::components::{
    CardTitle, Cell, Component, ScrollRegion, SummaryAction, SummaryActions, SummaryCard, SummaryList, SummaryRow,
    Table, Tag, Task, TaskList, TaskStatus,
};

pub(super) fn samples() -> Vec<Sample> {
    let head = ["Provision", "Opens", "Places at opening", "Places when full"];
    let body = [
        ["Northfield special school", "September 2026", "24", "120"],
        ["Resource base, Mill Lane", "January 2027", "8", "16"],
    ];
    let table = Table {
        caption: "New places".to_owned(),
        caption_classes: "govuk-table__caption--m".into(),
        head: Some(head.map(Cell::from).to_vec()),
        rows: body.iter().map(|row| row.iter().map(|words| Cell::from(*words)).collect()).collect(),
        first_cell_is_header: true,
        ..Table::default()
    };
    let change = SummaryAction {
        text: "Change".to_owned(),
        href: "#owner".to_owned(),
        visually_hidden_text: "owner".to_owned(),
        ..SummaryAction::default()
    };
    let owner = SummaryRow {
        key: "Owner".into(),
        value: "Inclusion board".into(),
        actions: Some(SummaryActions { items: vec![change], ..SummaryActions::default() }),
        ..SummaryRow::default()
    };
    let date = SummaryRow { key: "Expected".into(), value: "By April 2027".into(), ..SummaryRow::default() };
    let title =
        CardTitle { text: "Open a new special school".to_owned(), heading_level: Some(3), ..CardTitle::default() };
    let list = SummaryList {
        rows: vec![owner, date],
        card: Some(SummaryCard { title: Some(title), ..SummaryCard::default() }),
        ..SummaryList::default()
    };
    let done = TaskStatus { text: "Completed".to_owned(), ..TaskStatus::default() };
    let open = TaskStatus {
        tag: Some(Tag { classes: "govuk-tag--blue".into(), ..Tag::from("Incomplete") }),
        ..TaskStatus::default()
    };
    let task = |title: &str, status: TaskStatus| Task {
        title: title.into(),
        href: "#task".to_owned(),
        status,
        ..Task::default()
    };
    let tasks =
        TaskList { items: vec![task("Write the update", done), task("Attach evidence", open)], ..TaskList::default() };
    vec![
        ("scroll-region", ScrollRegion { label: "New places".to_owned(), contents: table.html() }.html()),
        ("summary-list", list.html()),
        (
            "table",
            Table {
                caption: "New places, again".to_owned(),
                head: Some(vec!["Year".into()]),
                rows: vec![vec!["2026".into()]],
                ..Table::default()
            }
            .html(),
        ),
        ("task-list", tasks.html()),
    ]
}
