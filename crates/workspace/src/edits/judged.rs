//! Judgements on four scales. Each has its own form, so that none is set in passing.

use std::str::FromStr;

use roadmap::{
    deed::{Deed, Judgement, Subject},
    model::{Confidence, Delivery, Mark, Oversight},
};

use super::{Desk, Meant, named, or_nothing, said_by};
use crate::{
    fields::{Typed, Wrongs},
    form::{Ask, Named},
};

fn asks(question: &str, options: Vec<Named>, held: Option<&str>) -> Vec<Ask> {
    vec![
        Ask::one_of("value", question, or_nothing("Choose one", options), held.unwrap_or_default()),
        Ask::text("note", "Why, in a sentence?", "").hinted("It is published."),
        said_by(),
    ]
}

fn judged<T: FromStr>(desk: Desk<'_>, typed: &Typed, wrap: fn(Mark<T>) -> Judgement) -> Meant {
    let mut wrongs = Wrongs::none();
    let by = wrongs.needed(typed, "by", "Say who says so");
    let Ok(value) = typed.one("value").parse::<T>() else {
        wrongs.add("value", "Choose one");
        return wrongs.or(Vec::new());
    };
    let mark = Mark { value, word: None, on: desk.today, by, note: typed.some("note") };
    let subject = Subject::Node(desk.node.key.clone());
    wrongs.or(vec![Deed::Judge { subject, judgement: wrap(mark) }])
}

pub(super) fn delivery_asks(desk: Desk<'_>) -> Vec<Ask> {
    let held = desk.node.delivery.as_ref().map(|mark| mark.value.word());
    asks("How far is it?", named(Delivery::ALL, Delivery::word, Delivery::plain), held)
}

pub(super) fn delivery_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    judged(desk, typed, Judgement::Delivery)
}

pub(super) fn confidence_asks(desk: Desk<'_>) -> Vec<Ask> {
    let held = desk.node.confidence.as_ref().map(|mark| mark.value.word());
    asks(
        "How sure are we that it will be done in time?",
        named(Confidence::ALL, Confidence::word, Confidence::plain),
        held,
    )
}

pub(super) fn confidence_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    judged(desk, typed, Judgement::Confidence)
}

pub(super) fn oversight_asks(desk: Desk<'_>) -> Vec<Ask> {
    let held = desk.node.oversight.as_ref().map(|mark| mark.value.word());
    asks("What do those who check say?", named(Oversight::ALL, Oversight::word, Oversight::plain), held)
}

pub(super) fn oversight_deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
    judged(desk, typed, Judgement::Oversight)
}

/// What families say: only who speaks for them may say it.
pub(crate) mod felt {
    use roadmap::model::Felt;

    use super::{Ask, Desk, Judgement, Meant, Typed, named};

    pub(crate) fn asks(desk: Desk<'_>) -> Vec<Ask> {
        let held = desk.node.felt.as_ref().map(|mark| mark.value.word());
        let mut asks = super::asks("What do families say?", named(Felt::ALL, Felt::word, Felt::plain), held);
        if let Some(by) = asks.iter_mut().find(|ask| ask.name == "by") {
            by.values = vec!["Parent carer forum".to_owned()];
        }
        asks
    }

    pub(crate) fn deeds(desk: Desk<'_>, typed: &Typed) -> Meant {
        super::judged(desk, typed, Judgement::Felt)
    }
}
