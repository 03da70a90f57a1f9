//! What whoever sent something reads next: thanks, what to look at again, or why not.

use hyper::StatusCode;

use crate::{
    Received, Refused,
    notice::{FieldAgain, FormAgain, Notice},
    receive::{Slot, Typed, Unfit},
};

/// What follows a letter that is in the box.
pub(crate) fn received(received: Received) -> Notice {
    let said = |title, sentence| Notice::new(StatusCode::OK, title, sentence);
    match received {
        Received::LookInYourMail => said(
            "Now look in your e-mail",
            "If this address is new to us, we have sent an e-mail to it. Open it and follow the link.",
        )
        .and_say("Nothing else is sent until you do. If no e-mail comes, look in the folder for junk mail."),
        Received::Confirmed => said("You will get e-mails", "We write to you when the roadmap changes.")
            .and_say("Each e-mail has a link to stop them."),
        Received::Left => said("You will get no more e-mails", "We have deleted your e-mail address."),
        Received::CommentKept => said("Thank you", "A person will read what you told us.").and_say(
            "If we answer, we put your words and our answer on this site. We leave out your name and anything that \
             shows who you are.",
        ),
    }
}

/// What follows a letter that is not in the box. What was typed is kept where there is something to do about it.
pub(crate) fn refused(refused: Refused, slot: Slot, typed: &Typed) -> Notice {
    match refused {
        Refused::NotAnAddress => {
            let wrong = "Write an e-mail address with an @ in it, such as name@example.org.";
            again(StatusCode::UNPROCESSABLE_ENTITY, slot, typed, "email", wrong)
        }
        Refused::LinkEnded => Notice::new(
            StatusCode::GONE,
            "This link does not work any more",
            "It is too old, or a part of it is missing. You can ask for a new one.",
        ),
        Refused::NoMailHere => Notice::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "We cannot send e-mails yet",
            "E-mail has not been set up for this site. Your address was not kept. You can use our news feed instead. It tells \
             you when something changes, and you do not need to tell us your address.",
        ),
        Refused::BoxFull => {
            let wrong = "So many people have written to us that we must read those messages first. Yours was not saved. \
                         Copy your words and send them again in a few days.";
            again(StatusCode::SERVICE_UNAVAILABLE, slot, typed, "", wrong)
        }
        Refused::NotNow => {
            let wrong = "Something went wrong on our side. Nothing was saved. Try again in a minute.";
            again(StatusCode::SERVICE_UNAVAILABLE, slot, typed, "", wrong)
        }
    }
}

/// The same form again with what was typed and what is wrong with it.
pub(crate) fn again(
    status: StatusCode,
    slot: Slot,
    typed: &Typed,
    wrong_field: &'static str,
    wrong: &'static str,
) -> Notice {
    let field = |name, label, lines| FieldAgain {
        name,
        label,
        lines,
        value: typed.get(name).cloned().unwrap_or_default(),
        wrong: (name == wrong_field).then_some(wrong),
    };
    let (fields, button) = match slot {
        Slot::Subscribe => (vec![field("email", "Your e-mail address", 1)], "Send me the e-mail"),
        Slot::Comment => (
            vec![
                field("about", "", 0),
                field("text", "What do you want to tell us?", 8),
                field("name", "Your name (you can leave this empty)", 1),
                field("email", "Your e-mail address (you can leave this empty)", 1),
            ],
            "Send it",
        ),
        Slot::Confirm | Slot::Leave => (Vec::new(), "Try again"),
    };
    let notice = Notice::new(status, "There is a problem", if wrong_field.is_empty() { wrong } else { LOOK_AGAIN });
    notice.with_form(FormAgain { fields, button })
}

const LOOK_AGAIN: &str = "Nothing was sent yet. Put it right below and send it again.";

/// Why what was sent is no letter at all.
pub(crate) fn unfit(unfit: Unfit) -> Notice {
    let sentence = match unfit {
        Unfit::FromElsewhere => "It was sent by a page of another site. Use the form on this site.",
        Unfit::NotAForm => "Only the forms on this site can send something here.",
        Unfit::TooLong => "It is too long. Send less text.",
        Unfit::BrokenOff => "It did not arrive to its end. Go back and send it again.",
        Unfit::StrangeField => "It does not fit our form. Go back, load the page again and send it again.",
        Unfit::AboutNothing => "The page it is about is not here any more. Find the page and use the form there.",
    };
    Notice::new(unfit.status(), "This could not be taken", sentence)
}
