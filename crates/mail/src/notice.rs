//! What a mail may say, and to whom it may go.

use std::{fmt, str::FromStr};

use kernel::Area;

/// The fixed words of one kind of mail. All of them are written in the program, so that nobody's name, answer or
/// circumstances can get into a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    /// What kind of mail it is, such as `inbox.confirm`.
    pub kind: &'static str,
    /// The subject, before the area's name.
    pub title: &'static str,
    /// What stands before the link, a paragraph each.
    pub before: &'static [&'static str],
    /// The words of the link.
    pub link: &'static str,
    /// What stands after the link, a paragraph each.
    pub after: &'static [&'static str],
}

/// A mail without its recipient: fixed words, the area's name and a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    words: &'static Wording,
    area: String,
    link: Link,
    leave: Option<Link>,
}

impl Notice {
    /// A notice of an area that leads to a page.
    pub fn new(words: &'static Wording, area: &Area, link: Link) -> Self {
        Self { words, area: area.name.clone(), link, leave: None }
    }

    /// The same notice, with an address where one click ends such mail (RFC 8058) and a link to it in the text.
    #[must_use]
    pub fn with_leave(mut self, leave: Link) -> Self {
        self.leave = Some(leave);
        self
    }

    /// What kind of mail it is.
    pub fn kind(&self) -> &'static str {
        self.words.kind
    }

    /// The subject line.
    pub fn subject(&self) -> String {
        format!("{} ({})", self.words.title, self.area)
    }

    /// The text for readers of plain mail.
    pub fn text(&self) -> String {
        let mut parts: Vec<String> = self.words.before.iter().map(|&words| words.to_owned()).collect();
        parts.push(format!("{}:\n{}", self.words.link, self.link.0));
        parts.extend(self.words.after.iter().map(|&words| words.to_owned()));
        parts.extend(self.leave.as_ref().map(|leave| format!("{LEAVE}:\n{}", leave.0)));
        parts.join("\n\n") + "\n"
    }

    /// The same text as a document without pictures, styles or anything that is fetched.
    pub fn html(&self) -> String {
        let paragraph = |words: &&str| format!("<p>{}</p>\n", escaped(words));
        let anchor = |words: &str, to: &Link| format!("<p><a href=\"{}\">{}</a></p>\n", escaped(&to.0), escaped(words));
        let before: String = self.words.before.iter().map(paragraph).collect();
        let after: String = self.words.after.iter().map(paragraph).collect();
        let leave = self.leave.as_ref().map(|leave| anchor(LEAVE, leave)).unwrap_or_default();
        format!(
            "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\n\
             {before}{link}{after}{leave}</body></html>\n",
            title = escaped(&self.subject()),
            link = anchor(self.words.link, &self.link),
        )
    }

    /// Where one click ends such mail.
    pub fn leave(&self) -> Option<&Link> {
        self.leave.as_ref()
    }

    /// The host of the link, which stands in the mail's identifier.
    pub(crate) fn host(&self) -> &str {
        let after = self.link.0.split_once("://").map_or("", |(_, rest)| rest);
        let authority = after.split(['/', '?', '#']).next().unwrap_or_default();
        authority.split(':').next().unwrap_or_default()
    }
}

const LEAVE: &str = "Stop these e-mails";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// An address of a page of ours, for a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link(String);

/// The text is no address for a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a link in a mail begins with https:// or http://, then a host, and holds printable ASCII letters only")]
pub struct NotALink;

impl Link {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Link {
    type Err = NotALink;

    fn from_str(text: &str) -> Result<Self, NotALink> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or(NotALink)?;
        let named = rest.starts_with(|first: char| first.is_ascii_alphanumeric());
        // A line break would end the header that the address stands in.
        let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'\\'));
        (named && plain && text.len() <= 1_000).then(|| Self(text.to_owned())).ok_or(NotALink)
    }
}

/// An e-mail address. It shows itself nowhere: neither in logs nor in failures.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Recipient(String);

/// The text is no e-mail address. It is not repeated, because failures are logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an e-mail address such as name@example.org")]
pub struct NotARecipient;

impl Recipient {
    /// The address, for whoever stores it or sends to it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipient(…)")
    }
}

impl FromStr for Recipient {
    type Err = NotARecipient;

    /// Takes addresses as people have them: one `@`, no spaces, no quotes, a host with a dot (RFC 5321 section 4.1.2
    /// allows more, and no provider gives it). The host is compared in lower case, so it is kept so.
    fn from_str(text: &str) -> Result<Self, NotARecipient> {
        let (name, host) = text.trim().split_once('@').ok_or(NotARecipient)?;
        let named = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+-/=?^_`{|}~".contains(&byte);
        let name_fits = (1..=64).contains(&name.len())
            && name.bytes().all(named)
            && !name.starts_with('.')
            && !name.ends_with('.')
            && !name.contains("..");
        let label_fits = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let host_fits = host.len() <= 189 && host.contains('.') && host.split('.').all(label_fits);
        if !name_fits || !host_fits {
            return Err(NotARecipient);
        }
        Ok(Self(format!("{name}@{}", host.to_ascii_lowercase())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_people_have_it_and_never_shows_itself() {
        for right in ["amina@example.org", " o'neil+send@Mail.Example.co.uk "] {
            assert!(right.parse::<Recipient>().is_ok(), "{right}");
        }
        let wrong = [
            "",
            "amina",
            "@example.org",
            "a@b",
            "a b@example.org",
            "a@example.org\r\nBcc: x@example.org",
            "a@b@example.org",
            "a..b@example.org",
            ".a@example.org",
            "a@-x.org",
            "a@example..org",
            "\"a\"@example.org",
            "a@ex\u{e4}mple.org",
        ];
        for wrong in wrong {
            assert!(wrong.parse::<Recipient>().is_err(), "{wrong:?} passed");
        }
        let shown = format!("{:?}", "amina@example.org".parse::<Recipient>().unwrap());
        assert!(!shown.contains("amina"), "{shown}");
    }

    #[test]
    fn a_link_cannot_end_the_header_it_stands_in() {
        assert!("https://send.example.org/a?token=1".parse::<Link>().is_ok());
        for wrong in ["/a", "javascript:alert(1)", "https://", "https://x\r\nBcc: a@b.c", "https://x/<a>", "https:///a"]
        {
            assert!(wrong.parse::<Link>().is_err(), "{wrong:?} passed");
        }
    }
}
