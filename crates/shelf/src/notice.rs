//! Pages of our own: "no such page", "withdrawn", the list of areas. Each says what happened and offers a way out.

use std::fmt::Write as _;

use hyper::StatusCode;

/// A small page about the request itself. It never repeats what was asked for.
#[derive(Debug)]
pub(crate) struct Notice {
    pub(crate) status: StatusCode,
    title: &'static str,
    sentences: Vec<String>,
    /// Words and address of each way out.
    ways_out: Vec<(String, String)>,
    form: Option<FormAgain>,
    stylesheet: Option<String>,
}

/// A form with what was typed into it before. It is sent to the address the notice stands at.
#[derive(Debug)]
pub(crate) struct FormAgain {
    pub(crate) fields: Vec<FieldAgain>,
    pub(crate) button: &'static str,
}

/// One field of a [`FormAgain`].
#[derive(Debug)]
pub(crate) struct FieldAgain {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    /// 0 for a field nobody sees, 1 for one line, else a box of so many.
    pub(crate) lines: u8,
    pub(crate) value: String,
    /// What is wrong with it.
    pub(crate) wrong: Option<&'static str>,
}

impl Notice {
    pub(crate) fn new(status: StatusCode, title: &'static str, sentence: &str) -> Self {
        let sentences = vec![sentence.to_owned()];
        Self { status, title, sentences, ways_out: Vec::new(), form: None, stylesheet: None }
    }

    /// Adds a sentence.
    pub(crate) fn and_say(mut self, sentence: &str) -> Self {
        self.sentences.push(sentence.to_owned());
        self
    }

    /// Adds a form.
    pub(crate) fn with_form(mut self, form: FormAgain) -> Self {
        self.form = Some(form);
        self
    }

    /// Whether something can be sent from it.
    pub(crate) fn has_form(&self) -> bool {
        self.form.is_some()
    }

    pub(crate) fn no_such_page() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "There is no such page",
            "If you typed the address, check it. If you followed a link, the page may never have been published here.",
        )
    }

    pub(crate) fn withdrawn(reason: &str) -> Self {
        let mut notice =
            Self::new(StatusCode::GONE, "This page was withdrawn", "It was published and has since been taken back.");
        notice.sentences.push(format!("The reason given: {reason}"));
        notice
    }

    pub(crate) fn held_back() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "This page is held back",
            "Our copy no longer matches what was signed when it was released, so we do not show it. We have been told.",
        )
    }

    pub(crate) fn wrong_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "This page can only be read", "Nothing can be sent to this address.")
    }

    pub(crate) fn question_too_long() -> Self {
        Self::new(StatusCode::URI_TOO_LONG, "The question is too long", "Try again with fewer words.")
    }

    pub(crate) fn too_many() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "Too many pages were asked for",
            "More pages were asked for from your connection than we can give at once. Wait a few seconds and try again.",
        )
    }

    /// The first page of a site of several areas.
    pub(crate) fn list_of_areas(areas: impl Iterator<Item = (String, String)>) -> Self {
        let mut notice = Self::new(StatusCode::OK, "Local areas", "Choose an area to read what it has published.");
        notice.ways_out.extend(areas);
        if notice.ways_out.is_empty() {
            notice.sentences = vec!["Nothing has been published here yet.".to_owned()];
        }
        notice
    }

    /// Adds a way out: the words of the link, and its address.
    pub(crate) fn way_out(mut self, words: &str, address: String) -> Self {
        self.ways_out.push((words.to_owned(), address));
        self
    }

    /// Dresses the notice like the area's pages; `address` is where the style sheet stands.
    pub(crate) fn dressed(mut self, address: Option<String>) -> Self {
        self.stylesheet = address;
        self
    }

    /// The whole document.
    pub(crate) fn render(&self) -> String {
        let mut page = String::with_capacity(1_200);
        page.push_str(
            "<!DOCTYPE html>\n<html lang=\"en-GB\" class=\"govuk-template\">\n<head>\n<meta charset=\"utf-8\">\n",
        );
        page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        if self.status != StatusCode::OK {
            page.push_str("<meta name=\"robots\" content=\"noindex\">\n");
        }
        let _ = writeln!(page, "<title>{}</title>", self.title);
        if let Some(address) = &self.stylesheet {
            let _ = writeln!(page, "<link rel=\"stylesheet\" href=\"{}\">", Escaped(address));
        }
        page.push_str("</head>\n<body class=\"govuk-template__body\">\n<div class=\"govuk-width-container\">\n<main class=\"govuk-main-wrapper\" id=\"main-content\">\n");
        let _ = writeln!(page, "<h1 class=\"govuk-heading-l\">{}</h1>", self.title);
        for sentence in &self.sentences {
            let _ = writeln!(page, "<p class=\"govuk-body\">{}</p>", Escaped(sentence));
        }
        if let Some(form) = &self.form {
            form.render(&mut page);
        }
        if !self.ways_out.is_empty() {
            page.push_str("<ul class=\"govuk-list\">\n");
            for (words, address) in &self.ways_out {
                let _ = writeln!(
                    page,
                    "<li><a class=\"govuk-link\" href=\"{}\">{}</a></li>",
                    Escaped(address),
                    Escaped(words)
                );
            }
            page.push_str("</ul>\n");
        }
        page.push_str("</main>\n</div>\n</body>\n</html>\n");
        page
    }
}

impl FormAgain {
    fn render(&self, page: &mut String) {
        // Without an action a form is sent to the address it stands at, the token in it included.
        page.push_str("<form method=\"post\" novalidate>\n");
        for field in &self.fields {
            field.render(page);
        }
        let _ = writeln!(page, "<button type=\"submit\" class=\"govuk-button\">{}</button>\n</form>", self.button);
    }
}

impl FieldAgain {
    fn render(&self, page: &mut String) {
        let (name, value) = (self.name, Escaped(&self.value));
        if self.lines == 0 {
            let _ = writeln!(page, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
            return;
        }
        let group = if self.wrong.is_some() { " govuk-form-group--error" } else { "" };
        let _ = writeln!(page, "<div class=\"govuk-form-group{group}\">");
        let _ = writeln!(page, "<label class=\"govuk-label govuk-label--s\" for=\"{name}\">{}</label>", self.label);
        let mut described = "";
        if let Some(wrong) = self.wrong {
            let _ = writeln!(
                page,
                "<p id=\"wrong\" class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">Error:</span> {wrong}</p>"
            );
            described = " aria-describedby=\"wrong\" aria-invalid=\"true\"";
        }
        let _ = if self.lines == 1 {
            writeln!(page, "<input class=\"govuk-input\" id=\"{name}\" name=\"{name}\" value=\"{value}\"{described}>")
        } else {
            let lines = self.lines;
            writeln!(
                page,
                "<textarea class=\"govuk-textarea\" id=\"{name}\" name=\"{name}\" rows=\"{lines}\"{described}>\n{value}</textarea>"
            )
        };
        page.push_str("</div>\n");
    }
}

/// Text with the letters that mean something in HTML written as references.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => f.write_str("&amp;"),
                '<' => f.write_str("&lt;"),
                '>' => f.write_str("&gt;"),
                '"' => f.write_str("&quot;"),
                '\'' => f.write_str("&#39;"),
                other => f.write_char(other),
            }?;
        }
        Ok(())
    }
}
