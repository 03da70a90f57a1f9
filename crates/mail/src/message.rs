//! A parcel as an internet message (RFC 5322).

use std::time::{Duration, SystemTime};

use lettre::{
    Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};

use crate::{Parcel, Undelivered};

/// Who sends: the address that replies and returned mail go to, and the name people see.
#[derive(Debug, Clone)]
pub struct Sender(Mailbox);

/// The text does not name a sender.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a sender such as `SEND programme office <send@example.org>`")]
pub struct NotASender(String);

impl std::str::FromStr for Sender {
    type Err = NotASender;

    fn from_str(text: &str) -> Result<Self, NotASender> {
        text.parse().map(Self).map_err(|_| NotASender(text.to_owned()))
    }
}

/// The message with its envelope. It says that a machine wrote it, so that no absence note answers (RFC 3834).
pub(crate) fn composed(parcel: &Parcel, sender: &Sender) -> Result<Message, Undelivered> {
    let unfit = |what: &str| Undelivered::Never(format!("the mail cannot be written: {what}"));
    let to = parcel.to.as_str().parse().map_err(|_| unfit("its recipient"))?;
    let header = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
    let seconds = u64::try_from(parcel.at.as_second()).unwrap_or(0);
    let mut builder = Message::builder()
        .from(sender.0.clone())
        .to(Mailbox::new(None, to))
        .subject(&parcel.subject)
        .message_id(Some(format!("<{}>", parcel.message_id)))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()));
    if let Some(url) = &parcel.leave_url {
        builder = builder
            .raw_header(header("List-Unsubscribe", format!("<{url}>")))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    let message = match &parcel.html {
        Some(html) => builder.multipart(MultiPart::alternative_plain_html(parcel.text.clone(), html.clone())),
        None => builder.body(parcel.text.clone()),
    };
    message.map_err(|_| unfit("its parts"))
}
