//! Examples of components that ask.

use super::Sample;
use crate::Html;
use crate::components::{
    Affix, CharacterCount, Checkboxes, Choice, Component, DateInput, ErrorMessage, Fieldset, FileUpload, Hint, Input,
    Label, Legend, Radios, Select, SelectOption, Textarea,
};

pub(super) fn samples() -> Vec<Sample> {
    [typed(), chosen(), parts()].concat()
}

fn typed() -> Vec<Sample> {
    let places = Input {
        name: "places".to_owned(),
        label: "Places at opening".into(),
        suffix: Some(Affix { text: "places".to_owned(), ..Affix::default() }),
        inputmode: "numeric".to_owned(),
        classes: "govuk-input--width-4".into(),
        ..Input::default()
    };
    let name = Input {
        id: "sample-input".to_owned(),
        name: "school".to_owned(),
        label: "Name of the school".into(),
        hint: Some("As it is on the school's own page".into()),
        error_message: Some("Enter the name of the school".into()),
        ..Input::default()
    };
    vec![
        (
            "character-count",
            CharacterCount {
                name: "reason".to_owned(),
                label: "Why did the date move?".into(),
                maxlength: Some(200),
                ..CharacterCount::default()
            }
            .html(),
        ),
        (
            "file-upload",
            FileUpload {
                name: "evidence".to_owned(),
                label: "Evidence".into(),
                hint: Some("A PDF or a picture, up to 10 MB".into()),
                javascript: true,
                ..FileUpload::default()
            }
            .html(),
        ),
        ("input", Html::join([name.html(), places.html()])),
        (
            "textarea",
            Textarea {
                name: "update".to_owned(),
                label: "What happened since last time?".into(),
                ..Textarea::default()
            }
            .html(),
        ),
    ]
}

fn question(words: &str) -> Fieldset {
    Fieldset {
        legend: Legend { classes: "govuk-fieldset__legend--m".into(), ..Legend::from(words) },
        ..Fieldset::default()
    }
}

fn chosen() -> Vec<Sample> {
    let choice =
        |value: &str, words: &str| Choice { value: value.to_owned(), text: words.to_owned(), ..Choice::default() };
    let option = |value: &str, words: &str| SelectOption {
        value: Some(value.to_owned()),
        text: words.to_owned(),
        ..SelectOption::default()
    };
    vec![
        (
            "checkboxes",
            Checkboxes {
                name: "felt-by".to_owned(),
                fieldset: Some(question("Who has felt the change?")),
                hint: Some("Choose all that apply".into()),
                items: vec![choice("families", "Families"), choice("schools", "Schools")],
                values: vec!["families".to_owned()],
                ..Checkboxes::default()
            }
            .html(),
        ),
        (
            "date-input",
            DateInput {
                id: "done-on".to_owned(),
                name_prefix: "done-on".to_owned(),
                fieldset: Some(question("When was it done?")),
                hint: Some("For example, 27 3 2026".into()),
                ..DateInput::default()
            }
            .html(),
        ),
        (
            "radios",
            Radios {
                name: "status".to_owned(),
                fieldset: Some(question("How does it stand?")),
                items: vec![
                    choice("delivered", "Delivered"),
                    Choice { hint: Some("A new date is needed".into()), ..choice("moved", "Moved") },
                ],
                value: "moved".to_owned(),
                ..Radios::default()
            }
            .html(),
        ),
        (
            "select",
            Select {
                name: "theme".to_owned(),
                label: "Theme".into(),
                items: vec![option("1", "Inclusion"), option("2", "Getting ready for adult life")],
                value: "2".to_owned(),
                ..Select::default()
            }
            .html(),
        ),
    ]
}

/// The parts fields are made of, which a page may also use alone.
fn parts() -> Vec<Sample> {
    vec![
        ("error-message", ErrorMessage::from("Enter a year of four figures").html()),
        ("fieldset", Fieldset { html: Html::of(&Paragraph), ..question("Where do you live?") }.html()),
        ("hint", Hint::from("We ask so that we can tell you about places near you").html()),
        (
            "label",
            Html::join([
                Label { for_id: "sample-label".to_owned(), ..Label::from("Postcode") }.html(),
                Html::of(&Control),
            ]),
        ),
    ]
}

#[derive(askama::Template)]
#[template(source = r#"<p class="govuk-body">The questions of the group stand here.</p>"#, ext = "html")]
struct Paragraph;

#[derive(askama::Template)]
#[template(
    source = r#"<input class="govuk-input govuk-input--width-10" id="sample-label" name="postcode" type="text">"#,
    ext = "html"
)]
struct Control;
