//! The fixed words of every mail to the public, in plain English.

use mail::Wording;

pub(crate) static CONFIRM: Wording = Wording {
    kind: "inbox.confirm",
    title: "Please say that it was you",
    before: &[
        "Somebody asked us to send e-mails to this address when the roadmap changes.",
        "If it was you, open this page and press the button.",
    ],
    link: "Yes, send me e-mails",
    after: &["If it was not you, do nothing. We will not write again. We forget this address after 7 days."],
};

pub(crate) static CHANGED: Wording = Wording {
    kind: "inbox.changed",
    title: "The roadmap has changed",
    before: &["A new edition of the roadmap is out. It says what is done, what moved and what is new."],
    link: "Read what changed",
    after: &["You get this e-mail because you asked for it on our site."],
};

pub(crate) static ANSWERED: Wording = Wording {
    kind: "inbox.answered",
    title: "We have answered",
    before: &["You told us something about the roadmap. We have answered it on our site. Your name is not shown."],
    link: "Read the answer",
    after: &["This is the only e-mail we send about it."],
};
