//! The pages from which something can be sent: a wish for e-mail, a comment. Each is frozen like any other; what is sent
//! goes to the address the page stands at (see [`shelf::Inbox`]), and opening a page changes nothing.

use askama::Template;
use jiff::civil::Date;
use web::{Html, Place};

use crate::{
    difference::day_words,
    model::AreaFacts,
    site::{
        Page, Reply,
        frame::{Frame, Sheet},
        paths,
    },
};

#[derive(Template)]
#[template(path = "roadmap/subscribe.html")]
struct Subscribe {
    here: Place,
}

#[derive(Template)]
#[template(path = "roadmap/subscribe-confirm.html")]
struct Confirm {
    here: Place,
}

#[derive(Template)]
#[template(path = "roadmap/subscribe-leave.html")]
struct Leave {
    here: Place,
}

/// Where the subscription is asked for.
const SUBSCRIBE: &str = "subscribe";
const SUBSCRIBE_TITLE: &str = "Get an e-mail when it changes";

/// The pages of a subscription: asking, confirming, leaving. They are the same for everybody: who confirms or leaves is
/// told by the link in the mail, which the browser sends along with the form.
pub(crate) fn of_subscription(frame: &Frame) -> Vec<Page> {
    let (confirm, leave) = ("subscribe/confirm", "subscribe/leave");
    let about = "Ask for an e-mail when a new edition of the roadmap is out.";
    let sheet = Sheet::new(SUBSCRIBE, SUBSCRIBE_TITLE, about, Html::of(&Subscribe { here: paths::place(SUBSCRIBE) }));
    let below = |path: &str, title: &str, about: &str, main: Html| {
        frame.page(Sheet::new(path, title, about, main).below(SUBSCRIBE_TITLE, SUBSCRIBE))
    };
    vec![
        frame.page(sheet),
        below(
            confirm,
            "Do you want e-mails from us?",
            "Say that it was you who asked for e-mails.",
            Html::of(&Confirm { here: paths::place(confirm) }),
        ),
        below(
            leave,
            "Stop the e-mails",
            "Stop our e-mails and have your address deleted.",
            Html::of(&Leave { here: paths::place(leave) }),
        ),
    ]
}

#[derive(Template)]
#[template(path = "roadmap/comments.html")]
struct Comments<'a> {
    here: Place,
    /// What the form on this page is about: the page itself.
    about: &'static str,
    replies: Vec<Told<'a>>,
}

/// A reply with its day in words and its texts paragraph by paragraph.
struct Told<'a> {
    reply: &'a Reply,
    on: String,
    said: Vec<&'a str>,
    answer: Vec<&'a str>,
}

/// The path of the page with comments and their answers.
const COMMENTS: &str = "comments";

/// What people said and what was answered, newest answer first.
pub(crate) fn comments(area: &AreaFacts, replies: &[Reply], as_at: Date) -> Page {
    let told = replies.iter().map(|reply| Told {
        reply,
        on: day_words(reply.on),
        said: paragraphs(&reply.said),
        answer: paragraphs(&reply.answer),
    });
    let comments = Comments { here: paths::place(COMMENTS), about: COMMENTS, replies: told.collect() };
    let frame = Frame { area, as_at, change: String::new() };
    let about = "What people said about the roadmap, and what was answered.";
    frame.page(Sheet::new(COMMENTS, "What people told us", about, Html::of(&comments)))
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}
