//! The answer to "compare these two editions": a pure rule over frozen pages, one of which is the answer already.

use shelf::{Answer, AreaPages, Rule};

use super::paths;

/// Where the form is answered.
pub(crate) const PATH: &str = "roadmap/changes/compare";
/// What is wrong with a choice stands here. Text of an edition cannot contain the mark: its `<` is escaped wherever it
/// is printed.
pub(crate) const MARK: &str = "<!--compare-->";

/// Answers `roadmap/changes/compare?from=...&to=...` with the frozen comparison of that pair, in the order of time. A
/// choice without a comparison gets the form again, with what to do. Without a choice the path is left to the frozen form.
#[derive(Debug, Clone, Copy, Default)]
pub struct ChangesRule;

impl Rule for ChangesRule {
    fn path(&self) -> &str {
        PATH
    }

    fn answer(&self, pages: &AreaPages, query: &[(String, String)]) -> Option<Answer> {
        let chosen = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
        let (from, to) = (chosen("from"), chosen("to"));
        if from.is_none() && to.is_none() {
            return None;
        }
        let number = |chosen: Option<&str>| chosen.and_then(|words| words.parse::<u32>().ok());
        let pair = number(from).zip(number(to));
        let compared = pair.and_then(|(from, to)| pages.page(&paths::changes_between(from.min(to), from.max(to))));
        if let Some(page) = compared {
            let document = std::str::from_utf8(&page.copies().identity).ok()?;
            return Some(Answer::within(page, document.to_owned()));
        }
        let frame = pages.page(PATH)?;
        let document = std::str::from_utf8(&frame.copies().identity).ok()?;
        Some(Answer::within(frame, document.replacen(MARK, &wrong(pair), 1)))
    }
}

/// What is wrong with the choice, and what to do. The numbers are read, so they need no escaping.
fn wrong(pair: Option<(u32, u32)>) -> String {
    let words = match pair {
        Some((from, to)) if from == to => format!("You chose edition {from} twice. Choose two different editions."),
        Some((from, to)) => format!("Editions {from} and {to} are not both here. Choose two editions from the lists."),
        None => "That is not a pair of editions. Choose two editions from the lists.".to_owned(),
    };
    format!("<p class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">Error:</span> {words}</p>")
}
