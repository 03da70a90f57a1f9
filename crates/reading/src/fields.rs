//! What the names of columns and the labels of cards mean.

use std::{collections::HashMap, sync::LazyLock};

use crate::model::{Part, StatusReading};

/// What a column or label holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    /// The page's own number.
    Ref,
    /// What is to be done: the entry's words.
    Text,
    /// When it should be done.
    Due,
    /// When it begins.
    Start,
    /// When it was done.
    Achieved,
    /// How far it is.
    Status,
    /// A colour.
    Colour,
    /// Who answers for it.
    Owner(Part),
    /// What success looks like.
    Measure,
    /// How it goes, in prose.
    Update,
    /// The heading it belongs to.
    Section,
    /// Entries whose status the column's name gives.
    Entries(StatusReading),
    /// Anything worth keeping beside the entry.
    Notes,
    /// Name of a figure.
    Indicator,
    /// Where a figure started.
    Baseline,
    /// Where it should go.
    Target,
    /// Where it is.
    Value,
    /// What it counts.
    Unit,
    /// A point aimed at on the way.
    Milestone,
    /// What came at that point.
    Actual,
    /// The period of a figure.
    Period,
}

use Field::{
    Achieved, Actual, Baseline, Colour, Due, Entries, Indicator, Measure, Milestone, Notes, Owner, Ref, Section, Start,
    Status, Target, Text, Unit, Update, Value,
};

/// Labels in use, folded to lower case without punctuation. Longer labels stand for themselves before shorter ones.
const LABELS: &[(&str, Field)] = &[
    ("ref", Ref),
    ("ref no", Ref),
    ("reference", Ref),
    ("no", Ref),
    ("number", Ref),
    ("id", Ref),
    ("action no", Ref),
    ("action ref", Ref),
    ("action number", Ref),
    ("item", Ref),
    ("action", Text),
    ("actions", Text),
    ("activity", Text),
    ("activities", Text),
    ("key action", Text),
    ("key actions", Text),
    ("key activity", Text),
    ("key activities", Text),
    ("deliverable", Text),
    ("deliverables", Text),
    ("task", Text),
    ("tasks", Text),
    ("initiative", Text),
    ("project", Text),
    ("commitment", Text),
    ("what", Text),
    ("what we will do", Text),
    ("what will we do", Text),
    ("description", Text),
    ("action required", Text),
    ("actions required", Text),
    ("agreed action", Text),
    ("milestone", Text),
    ("milestones", Text),
    ("step", Text),
    ("key milestone", Text),
    ("key milestones", Text),
    ("our actions", Text),
    ("action description", Text),
    ("event", Text),
    ("specific action", Text),
    ("action to be taken", Text),
    ("actions to be taken", Text),
    ("planned action", Text),
    ("key deliverable", Text),
    ("key deliverables", Text),
    ("sub-action", Text),
    ("due date", Due),
    ("target date", Due),
    ("deadline", Due),
    ("date", Due),
    ("by when", Due),
    ("when", Due),
    ("timescale", Due),
    ("timescales", Due),
    ("timeframe", Due),
    ("time frame", Due),
    ("completion date", Due),
    ("due", Due),
    ("end date", Due),
    ("date due", Due),
    ("timeline", Due),
    ("target completion date", Due),
    ("planned completion date", Due),
    ("complete by", Due),
    ("expected completion", Due),
    ("expected completion date", Due),
    ("to be completed by", Due),
    ("target completion", Due),
    ("when by", Due),
    ("delivery date", Due),
    ("completed by", Due),
    ("target deadline", Due),
    ("planned date", Due),
    ("start date", Start),
    ("start", Start),
    ("date started", Start),
    ("date achieved", Achieved),
    ("actual date", Achieved),
    ("date completed", Achieved),
    ("completed date", Achieved),
    ("completed on", Achieved),
    ("date of completion", Achieved),
    ("actual completion date", Achieved),
    ("achieved on", Achieved),
    ("actual completion", Achieved),
    ("status", Status),
    ("current status", Status),
    ("progress status", Status),
    ("delivery status", Status),
    ("action status", Status),
    ("state", Status),
    ("open/closed", Status),
    ("overall status", Status),
    ("rag", Colour),
    ("brag", Colour),
    ("rag rating", Colour),
    ("brag rating", Colour),
    ("rag status", Colour),
    ("brag status", Colour),
    ("confidence", Colour),
    ("rating", Colour),
    ("rag rated", Colour),
    ("current rag", Colour),
    ("lead", Owner(Part::Lead)),
    ("leads", Owner(Part::Lead)),
    ("lead officer", Owner(Part::Lead)),
    ("lead officers", Owner(Part::Lead)),
    ("lead agency", Owner(Part::Lead)),
    ("lead agencies", Owner(Part::Lead)),
    ("owner", Owner(Part::Lead)),
    ("owners", Owner(Part::Lead)),
    ("led by", Owner(Part::Lead)),
    ("who", Owner(Part::Lead)),
    ("by whom", Owner(Part::Lead)),
    ("action owner", Owner(Part::Lead)),
    ("lead organisation", Owner(Part::Lead)),
    ("lead partner", Owner(Part::Lead)),
    ("lead body", Owner(Part::Lead)),
    ("action lead", Owner(Part::Lead)),
    ("who will do it", Owner(Part::Lead)),
    ("who will lead", Owner(Part::Lead)),
    ("lead role", Owner(Part::Lead)),
    ("lead professional", Owner(Part::Lead)),
    ("named lead", Owner(Part::Lead)),
    ("workstream lead", Owner(Part::Lead)),
    ("responsible", Owner(Part::Responsible)),
    ("responsible officer", Owner(Part::Responsible)),
    ("responsible officers", Owner(Part::Responsible)),
    ("responsible officer(s)", Owner(Part::Responsible)),
    ("roles responsible", Owner(Part::Responsible)),
    ("role responsible", Owner(Part::Responsible)),
    ("role(s) responsible", Owner(Part::Responsible)),
    ("person responsible", Owner(Part::Responsible)),
    ("responsibility", Owner(Part::Responsible)),
    ("who is responsible", Owner(Part::Responsible)),
    ("responsible lead", Owner(Part::Responsible)),
    ("responsible person", Owner(Part::Responsible)),
    ("responsible roles", Owner(Part::Responsible)),
    ("people responsible", Owner(Part::Responsible)),
    ("accountable", Owner(Part::Accountable)),
    ("accountable officer", Owner(Part::Accountable)),
    ("accountable officers", Owner(Part::Accountable)),
    ("senior responsible officer", Owner(Part::Accountable)),
    ("sro", Owner(Part::Accountable)),
    ("senior responsible officer accountable", Owner(Part::Accountable)),
    ("accountable lead", Owner(Part::Accountable)),
    ("executive lead", Owner(Part::Accountable)),
    ("sponsor", Owner(Part::Accountable)),
    ("senior responsible owner", Owner(Part::Accountable)),
    ("executive sponsor", Owner(Part::Accountable)),
    ("who is accountable", Owner(Part::Accountable)),
    ("support", Owner(Part::Support)),
    ("supported by", Owner(Part::Support)),
    ("supporting partners", Owner(Part::Support)),
    ("partners", Owner(Part::Support)),
    ("key partners", Owner(Part::Support)),
    ("contributors", Owner(Part::Support)),
    ("supporting", Owner(Part::Support)),
    ("partners involved", Owner(Part::Support)),
    ("success measure", Measure),
    ("success", Measure),
    ("impact and success", Measure),
    ("success indicator", Measure),
    ("success measures", Measure),
    ("success criteria", Measure),
    ("what does success look like", Measure),
    ("what will success look like", Measure),
    ("what success looks like", Measure),
    ("measure of success", Measure),
    ("measures of success", Measure),
    ("what we will see", Measure),
    ("how will we know", Measure),
    ("how we will know", Measure),
    ("how we will measure", Measure),
    ("how will we measure success", Measure),
    ("how we will measure success", Measure),
    ("impact measure", Measure),
    ("outcome measure", Measure),
    ("expected impact", Measure),
    ("intended impact", Measure),
    ("impact", Measure),
    ("the difference this will make", Measure),
    ("outcome", Measure),
    ("outcomes", Measure),
    ("expected outcome", Measure),
    ("expected outcomes", Measure),
    ("intended outcome", Measure),
    ("desired outcome", Measure),
    ("what difference will it make", Measure),
    ("impact measures", Measure),
    ("evidence of impact", Measure),
    ("progress", Update),
    ("progress update", Update),
    ("update", Update),
    ("updates", Update),
    ("latest update", Update),
    ("where are we now", Update),
    ("commentary", Update),
    ("comments", Update),
    ("progress to date", Update),
    ("latest progress", Update),
    ("position", Update),
    ("current position", Update),
    ("progress so far", Update),
    ("progress made", Update),
    ("progress notes", Update),
    ("update on progress", Update),
    ("theme", Section),
    ("area", Section),
    ("priority", Section),
    ("priority area", Section),
    ("workstream", Section),
    ("area of weakness", Section),
    ("aim", Section),
    ("objective", Section),
    ("improvement area", Section),
    ("focus area", Section),
    ("pillar", Section),
    ("section", Section),
    ("priority action", Section),
    ("recommendation", Section),
    ("area for improvement", Section),
    ("outcome area", Section),
    ("area of focus", Section),
    ("what we have done", Entries(StatusReading::Done)),
    ("what we have done so far", Entries(StatusReading::Done)),
    ("what we've done", Entries(StatusReading::Done)),
    ("achieved", Entries(StatusReading::Done)),
    ("what we are doing", Entries(StatusReading::InProgress)),
    ("what we will do next", Entries(StatusReading::Planned)),
    ("next steps", Entries(StatusReading::Planned)),
    ("coming next", Entries(StatusReading::Planned)),
    ("what we have achieved", Entries(StatusReading::Done)),
    ("what's next", Entries(StatusReading::Planned)),
    ("what we plan to do", Entries(StatusReading::Planned)),
    ("what we will do next term", Entries(StatusReading::Planned)),
    ("completed", Entries(StatusReading::Done)),
    ("planned", Entries(StatusReading::Planned)),
    ("in progress", Entries(StatusReading::InProgress)),
    ("notes", Notes),
    ("note", Notes),
    ("evidence", Notes),
    ("risks", Notes),
    ("risk", Notes),
    ("why", Notes),
    ("mitigation", Notes),
    ("short/medium term", Notes),
    ("short medium term", Notes),
    ("short or medium term", Notes),
    ("term", Notes),
    ("priority level", Notes),
    ("trend", Notes),
    ("direction of travel", Notes),
    ("short/medium/long term", Notes),
    ("resources", Notes),
    ("dependencies", Notes),
    ("reason", Notes),
    ("reason for shortfall", Notes),
    ("what was said", Notes),
    ("topic", Section),
    ("escalation", Notes),
    ("links", Notes),
    ("source", Notes),
    ("frequency", Notes),
    ("national average", Notes),
    ("england average", Notes),
    ("england", Notes),
    ("national", Notes),
    ("statistical neighbours", Notes),
    ("comparator", Notes),
    ("change", Notes),
    ("body", Notes),
    ("audience", Notes),
    ("location", Notes),
    ("venue", Notes),
    ("kpi", Indicator),
    ("kpis", Indicator),
    ("indicator", Indicator),
    ("key performance indicator", Indicator),
    ("performance indicator", Indicator),
    ("metric", Indicator),
    ("performance measure", Indicator),
    ("measure", Indicator),
    ("key measure", Indicator),
    ("indicators", Indicator),
    ("key performance indicators", Indicator),
    ("kpi description", Indicator),
    ("measures", Indicator),
    ("key indicator", Indicator),
    ("baseline", Baseline),
    ("starting point", Baseline),
    ("previous", Baseline),
    ("before", Baseline),
    ("previous year", Baseline),
    ("last year", Baseline),
    ("target", Target),
    ("end target", Target),
    ("final target", Target),
    ("ambition", Target),
    ("goal", Target),
    ("value", Value),
    ("current", Value),
    ("latest", Value),
    ("current performance", Value),
    ("latest performance", Value),
    ("performance", Value),
    ("result", Value),
    ("outturn", Value),
    ("figure", Value),
    ("now", Value),
    ("after", Value),
    ("latest figure", Value),
    ("current figure", Value),
    ("latest value", Value),
    ("latest position", Value),
    ("actual", Value),
    ("current value", Value),
    ("unit", Unit),
    ("units", Unit),
    ("period", Field::Period),
    ("reporting period", Field::Period),
    ("quarter", Field::Period),
    ("month", Field::Period),
];

/// The table by its names in plain form; the first meaning of a name stays.
static BY_NAME: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (name, field) in LABELS {
        names.entry(plain(name)).or_insert(*field);
    }
    names
});

/// A label in the form the table holds.
fn plain(label: &str) -> String {
    let lower = label.to_lowercase().replace('\u{2019}', "'");
    let kept: String = lower
        .chars()
        .filter(|sign| !matches!(sign, '?' | ':' | '*' | '.' | '#' | '(' | ')' | '_' | '"' | '“' | '”'))
        .collect();
    kept.replace(" / ", "/").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a label means, when it is known as a whole.
pub(crate) fn exact(label: &str) -> Option<Field> {
    if label.len() > 80 {
        return None;
    }
    BY_NAME.get(&plain(label)).copied()
}

/// What a column's name means; numbered milestones and dated baselines count too.
pub(crate) fn column(name: &str) -> Option<Field> {
    if let Some(field) = exact(name) {
        return Some(field);
    }
    let plain = plain(name);
    let words: Vec<&str> = plain.split(' ').collect();
    let first = *words.first()?;
    if words.len() > 9 {
        return None;
    }
    let numbered = words.get(1).is_some_and(|word| word.starts_with(|sign: char| sign.is_ascii_digit()));
    let dated = || !crate::dates::find(name).is_empty();
    match first {
        "milestone" if numbered || dated() => Some(Milestone),
        "actual" if dated() || words.len() == 2 => Some(Actual),
        "baseline" => Some(Baseline),
        "target" if dated() || words.len() <= 3 => Some(Target),
        "kpi" => Some(Indicator),
        _ if plain.contains("success") => Some(Measure),
        _ if plain.contains("accountable") => Some(Owner(Part::Accountable)),
        _ if plain.contains("responsible") => Some(Owner(Part::Responsible)),
        _ if plain.contains("lead ") && words.len() <= 4 || plain.ends_with(" lead") => Some(Owner(Part::Lead)),
        _ if plain.starts_with("progress") || plain.starts_with("update") => Some(Update),
        _ if plain.contains("rag ") || plain.ends_with(" rag") => Some(Colour),
        _ if plain.ends_with(" status") => Some(Status),
        _ if plain.contains("deadline")
            || plain.contains("due date")
            || plain.contains("timescale")
            || plain.contains("target date") =>
        {
            Some(Due)
        }
        _ if plain.contains("date") && (plain.contains("achieved") || plain.contains("completed")) => Some(Achieved),
        _ => None,
    }
}

/// Cuts one line into column names when nothing but known names stands in it.
pub(crate) fn header_line(line: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    if !(3..=40).contains(&words.len()) {
        return None;
    }
    let mut names = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=8.min(words.len() - at)).rev().find(|length| {
            let name = words.get(at..at + length).unwrap_or_default().join(" ");
            // "Action Lead" in a header is two columns unless the entry's words have one already.
            let two = *length == 2
                && words.get(at) == Some(&"Action")
                && !names.iter().any(|name: &String| exact(name) == Some(Text));
            !two && exact(&name).is_some() && name.chars().next().is_some_and(char::is_uppercase)
        })?;
        names.push(words.get(at..at + longest)?.join(" "));
        at += longest;
    }
    (names.len() >= 3).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::{Field, column, exact, header_line};
    use crate::model::Part;

    #[test]
    fn a_line_of_column_names_is_cut_between_them() {
        let names = header_line("Action Target Date Lead What does success look like? Status").unwrap();
        assert_eq!(names, ["Action", "Target Date", "Lead", "What does success look like?", "Status"]);
        assert_eq!(header_line("Action on the target date was late"), None);
    }

    #[test]
    fn owners_keep_their_part() {
        assert_eq!(exact("Senior responsible officer (accountable)"), Some(Field::Owner(Part::Accountable)));
        assert_eq!(exact("Responsible officer(s)"), Some(Field::Owner(Part::Responsible)));
    }

    #[test]
    fn numbered_milestones_and_their_actuals_are_columns_of_figures() {
        assert_eq!(column("Milestone 1 - March 2025"), Some(Field::Milestone));
        assert_eq!(column("Actual March"), Some(Field::Actual));
        assert_eq!(column("Baseline (July 2022)"), Some(Field::Baseline));
    }
}
