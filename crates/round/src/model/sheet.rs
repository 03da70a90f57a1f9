//! What somebody typed on a slip, kept as typed, and what must be there before it can be sent.

use jiff::civil::Date;
use kernel::{DAY_REMEDY, typed_day, typed_month};
use roadmap::{
    difference::day_words,
    model::{Delivery, Kind, Precision, When},
};
use serde::{Deserialize, Serialize};

use super::{Answer, Before, EvidenceGiven, Moved};

/// A field that has to be put right, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// The field's name, the same in the form and in the JSON interface.
    pub field: &'static str,
    /// What to do about it.
    pub message: String,
}

impl Wrong {
    /// Something to put right in a field.
    pub fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }
}

/// The fields of a slip exactly as typed. A draft may hold anything; [`Sheet::answer`] says what is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sheet {
    /// What happened in the period.
    pub happened: String,
    /// How far it is: a word of [`Delivery`].
    pub delivery: String,
    /// The day it was done, such as `30 September 2026`; asked for when it is done.
    pub done_on: String,
    /// `link`, `document` or `none_yet`.
    pub evidence: String,
    /// What the evidence is.
    pub evidence_title: String,
    /// Where it can be read.
    pub evidence_address: String,
    /// The identifier of the document in the office's store.
    pub evidence_document: String,
    /// Why there is none yet.
    pub evidence_because: String,
    /// The new date, such as `30 September 2026` or `September 2026`; empty when the date holds.
    pub moved_to: String,
    /// Why the date moves.
    pub moved_because: String,
    /// How sure they are: a word of [`roadmap::model::Confidence`].
    pub confidence: String,
    /// Why, in a sentence.
    pub confidence_because: String,
    /// What help is wanted, if any.
    pub help: String,
}

/// The longest text of one field, in letters. A slip is a short form.
const LONGEST: usize = 2_000;
/// The longest address, in letters.
const LONGEST_ADDRESS: usize = 500;

impl Sheet {
    /// Fields that are too long to be kept at all, even in a draft.
    pub fn overlong(&self) -> Vec<Wrong> {
        let fields = [
            ("happened", &self.happened, LONGEST),
            ("delivery", &self.delivery, 40),
            ("done_on", &self.done_on, 40),
            ("evidence", &self.evidence, 40),
            ("evidence_title", &self.evidence_title, 200),
            ("evidence_address", &self.evidence_address, LONGEST_ADDRESS),
            ("evidence_document", &self.evidence_document, 80),
            ("evidence_because", &self.evidence_because, LONGEST),
            ("moved_to", &self.moved_to, 40),
            ("moved_because", &self.moved_because, LONGEST),
            ("confidence", &self.confidence, 40),
            ("confidence_because", &self.confidence_because, LONGEST),
            ("help", &self.help, LONGEST),
        ];
        let overlong = fields.into_iter().filter(|(_, text, most)| text.chars().count() > *most);
        overlong.map(|(field, _, most)| Wrong::new(field, format!("Shorten this to {most} letters or fewer"))).collect()
    }

    /// The whole answer, or everything that is still missing or wrong, in the order of the form.
    ///
    /// `on` is the day it is sent: nothing can have been done after it.
    pub fn answer(&self, before: &Before, on: Date) -> Result<Answer, Vec<Wrong>> {
        let mut wrong = self.overlong();
        let happened = said(&self.happened, "happened", "Say what happened in this period", &mut wrong);
        let delivery = self.delivery(&mut wrong);
        let done_on = self.done_on(delivery, on, &mut wrong);
        let evidence = self.evidence_given(&mut wrong);
        let moved = self.moved(before, delivery, &mut wrong);
        let confidence = self.confidence.parse().ok();
        if confidence.is_none() {
            wrong.push(Wrong::new("confidence", "Choose how sure you are that it will be done in time"));
        }
        let because = "Say in a sentence why you are that sure";
        let confidence_because = said(&self.confidence_because, "confidence_because", because, &mut wrong);
        let help = Some(self.help.trim().to_owned()).filter(|help| !help.is_empty());
        match (delivery, evidence, confidence) {
            (Some(delivery), Some(evidence), Some(confidence)) if wrong.is_empty() => {
                Ok(Answer { happened, delivery, done_on, evidence, moved, confidence, confidence_because, help })
            }
            _ => Err(wrong),
        }
    }

    fn delivery(&self, wrong: &mut Vec<Wrong>) -> Option<Delivery> {
        let delivery = self.delivery.parse().ok();
        if delivery.is_none() {
            wrong.push(Wrong::new("delivery", "Choose how far it is"));
        }
        delivery
    }

    fn done_on(&self, delivery: Option<Delivery>, on: Date, wrong: &mut Vec<Wrong>) -> Option<Date> {
        if delivery != Some(Delivery::Done) {
            return None;
        }
        let day = typed_day(&self.done_on);
        match day {
            None => wrong.push(Wrong::new("done_on", DAY_REMEDY)),
            Some(day) if day > on => wrong.push(Wrong::new("done_on", "The day it was done cannot be in the future")),
            Some(_) => {}
        }
        day
    }

    fn evidence_given(&self, wrong: &mut Vec<Wrong>) -> Option<EvidenceGiven> {
        match self.evidence.as_str() {
            "link" => {
                let title = said(&self.evidence_title, "evidence_title", "Say what the evidence is", wrong);
                let address = self.evidence_address.trim().to_owned();
                if !is_web_address(&address) {
                    let message = "Enter the whole address of the evidence, beginning with https://";
                    wrong.push(Wrong::new("evidence_address", message));
                }
                Some(EvidenceGiven::Link { title, address })
            }
            "document" => {
                let title = said(&self.evidence_title, "evidence_title", "Say what the evidence is", wrong);
                let document = self.evidence_document.trim().parse().ok();
                if document.is_none() {
                    wrong.push(Wrong::new("evidence_document", "Choose a document that was brought into the office"));
                }
                document.map(|document| EvidenceGiven::Document { title, document })
            }
            "none_yet" => {
                let because =
                    said(&self.evidence_because, "evidence_because", "Say why there is no evidence yet", wrong);
                Some(EvidenceGiven::NoneYet { because })
            }
            _ => {
                wrong.push(Wrong::new("evidence", "Choose a link, a document, or that there is no evidence yet"));
                None
            }
        }
    }

    fn moved(&self, before: &Before, delivery: Option<Delivery>, wrong: &mut Vec<Wrong>) -> Option<Moved> {
        if self.moved_to.trim().is_empty() {
            if !self.moved_because.trim().is_empty() {
                wrong.push(Wrong::new("moved_to", "Enter the new date, or take the reason for moving it out"));
            }
            return None;
        }
        let Some(to) = new_date(&self.moved_to) else {
            wrong.push(Wrong::new(
                "moved_to",
                "Enter a month and a year, with the day if you know it, such as 18 December 2026",
            ));
            return None;
        };
        if delivery == Some(Delivery::Done) {
            wrong.push(Wrong::new("moved_to", "Something that is done needs no new date; take it out"));
        }
        if (to.earliest, to.latest) == (before.when.earliest, before.when.latest) {
            wrong.push(Wrong::new("moved_to", "This is the date it has already; enter another or take it out"));
        }
        let because = said(&self.moved_because, "moved_because", "Say why the date moves", wrong);
        Some(Moved { to, because })
    }
}

/// Text without the white space around it; empty is wrong.
fn said(text: &str, field: &'static str, missing: &str, wrong: &mut Vec<Wrong>) -> String {
    let text = text.trim();
    if text.is_empty() {
        wrong.push(Wrong::new(field, missing));
    }
    text.to_owned()
}

/// Only what a browser can open without running anything.
fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
}

/// A single day as a date of the plan.
pub fn new_day(day: Date) -> When {
    let text = Some(day_words(day));
    When { text, earliest: Some(day), latest: Some(day), precision: Precision::Day, kind: Kind::On }
}

/// A date as people type it, such as `30 September 2026` or, where only the month is known, `September 2026`.
pub fn new_date(text: &str) -> Option<When> {
    if let Some(day) = typed_day(text) {
        return Some(new_day(day));
    }
    let first = typed_month(text)?;
    Some(When {
        text: Some(first.strftime("%B %Y").to_string()),
        earliest: Some(first),
        latest: Some(first.last_of_month()),
        precision: Precision::Month,
        kind: Kind::In,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use roadmap::model::Confidence;

    use super::*;

    fn before() -> Before {
        Before { when: new_date("2026-09").unwrap(), ..Before::default() }
    }

    fn whole() -> Sheet {
        Sheet {
            happened: " Two schools opened a base. ".to_owned(),
            delivery: "in_progress".to_owned(),
            evidence: "none_yet".to_owned(),
            evidence_because: "The head counts are due in November".to_owned(),
            confidence: "amber".to_owned(),
            confidence_because: "One building is late".to_owned(),
            ..Sheet::default()
        }
    }

    fn fields(sheet: &Sheet) -> Vec<&'static str> {
        sheet.answer(&before(), date(2026, 10, 5)).unwrap_err().iter().map(|wrong| wrong.field).collect()
    }

    #[test]
    fn an_empty_slip_names_every_field_that_is_missing_in_the_order_of_the_form() {
        assert_eq!(fields(&Sheet::default()), ["happened", "delivery", "evidence", "confidence", "confidence_because"]);
    }

    #[test]
    fn a_whole_slip_is_an_answer_without_stray_white_space() {
        let answer = whole().answer(&before(), date(2026, 10, 5)).unwrap();
        assert_eq!(answer.happened, "Two schools opened a base.");
        assert_eq!(answer.confidence, Confidence::Amber);
        assert_eq!(answer.help, None);
    }

    #[test]
    fn a_date_moves_only_with_a_reason_and_to_another_date() {
        let moved =
            |to: &str, because: &str| Sheet { moved_to: to.to_owned(), moved_because: because.to_owned(), ..whole() };
        let answer = moved("2026-12-18", "Planning permission came late").answer(&before(), date(2026, 10, 5)).unwrap();
        assert_eq!(answer.moved.unwrap().to.latest, Some(date(2026, 12, 18)));
        assert_eq!(fields(&moved("2026-12", "")), ["moved_because"]);
        assert_eq!(fields(&moved("", "Late")), ["moved_to"]);
        assert_eq!(fields(&moved("2026-09", "Late")), ["moved_to"]);
        for typed in ["18 December 2026", "18 dec 2026", "18/12/2026", "18.12.2026", "2026-12-18"] {
            assert_eq!(new_date(typed).unwrap().latest, Some(date(2026, 12, 18)), "{typed}");
        }
        for typed in ["December 2026", "12 2026", "2026-12"] {
            assert_eq!(new_date(typed).unwrap().earliest, Some(date(2026, 12, 1)), "{typed}");
        }
        for typed in ["soon", "2026-13", "2026-02-30", "26-9", "2026-9-1-1", "--"] {
            assert_eq!(fields(&moved(typed, "Late")), ["moved_to"], "{typed}");
        }
    }

    #[test]
    fn something_done_names_its_day_and_moves_no_more() {
        let done = Sheet { delivery: "done".to_owned(), ..whole() };
        assert_eq!(fields(&done), ["done_on"]);
        assert_eq!(fields(&Sheet { done_on: "2026-10-06".to_owned(), ..done.clone() }), ["done_on"]);
        let dated = Sheet { done_on: "2026-9-3".to_owned(), ..done };
        assert_eq!(dated.answer(&before(), date(2026, 10, 5)).unwrap().done_on, Some(date(2026, 9, 3)));
        let moving = Sheet { moved_to: "2026-12".to_owned(), moved_because: "Late".to_owned(), ..dated };
        assert_eq!(fields(&moving), ["moved_to"]);
    }

    #[test]
    fn evidence_is_a_link_a_document_or_a_reason_why_not() {
        let link = |address: &str| Sheet {
            evidence: "link".to_owned(),
            evidence_title: "Board paper".to_owned(),
            evidence_address: address.to_owned(),
            ..whole()
        };
        assert!(link("https://example.org/paper").answer(&before(), date(2026, 10, 5)).is_ok());
        for address in ["", "javascript:alert(1)", "example.org/paper", "https://example.org/a b", "https://"] {
            assert_eq!(fields(&link(address)), ["evidence_address"], "{address}");
        }
        assert_eq!(
            fields(&Sheet { evidence: "document".to_owned(), ..whole() }),
            ["evidence_title", "evidence_document"]
        );
        assert_eq!(fields(&Sheet { evidence_because: " ".to_owned(), ..whole() }), ["evidence_because"]);
    }

    #[test]
    fn a_text_beyond_its_length_is_refused_even_in_a_draft() {
        let long = Sheet { help: "x".repeat(2_001), ..whole() };
        assert_eq!(long.overlong().iter().map(|wrong| wrong.field).collect::<Vec<_>>(), ["help"]);
        assert_eq!(Sheet { help: "é".repeat(2_000), ..whole() }.overlong(), []);
    }
}
