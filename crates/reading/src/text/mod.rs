//! Plain text into blocks: bullets, tables in three disguises, cards, headings, paragraphs.

mod bullet;
mod flat;
mod glued;
mod inline;
mod shape;
mod signed;

use crate::{
    block::{Block, Body, Document, Table},
    fields, headings,
    words::collapsed,
};

/// A line that is not empty.
#[derive(Debug, Clone)]
pub(crate) struct Line<'a> {
    /// Number from 1.
    pub(crate) no: usize,
    /// As it stands, without the white space at its end.
    pub(crate) raw: &'a str,
    /// Without the white space around it.
    pub(crate) text: &'a str,
    /// An empty line stands before it.
    pub(crate) gap: bool,
}

impl Line<'_> {
    fn indent(&self) -> usize {
        let lead = self.raw.len() - self.raw.trim_start().len();
        self.raw.get(..lead).unwrap_or_default().chars().map(|sign| if sign == '\t' { 4 } else { 1 }).sum()
    }
}

/// Brings plain text into blocks.
pub(crate) fn document(text: &str) -> Document {
    let mut document = Document::default();
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut gap = false;
    for (at, raw) in text.lines().enumerate() {
        document.total = at + 1;
        let raw = raw.trim_end();
        let shown =
            raw.trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '\u{feff}' | '\u{200b}' | '\u{200e}'));
        if shown.is_empty() {
            document.blank += 1;
            gap = true;
            continue;
        }
        lines.push(Line { no: at + 1, raw, text: shown, gap });
        gap = false;
    }
    let mut at = head(&lines, &mut document);
    while at < lines.len() {
        at = step(&lines, at, &mut document);
    }
    shape::settle(&mut document);
    document
}

/// A first line that is an address, and a bracketed note after it.
fn head(lines: &[Line<'_>], document: &mut Document) -> usize {
    let Some(first) = lines.first() else { return 0 };
    let address = |text: &str| {
        (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www."))
            && !text.contains(char::is_whitespace)
    };
    let label = ["source:", "url:", "address:"].iter().find_map(|label| {
        first.text.to_lowercase().starts_with(label).then(|| first.text.get(label.len()..).unwrap_or_default().trim())
    });
    let source = label.unwrap_or(first.text);
    if !address(source) {
        return 0;
    }
    document.source = Some(source.to_owned());
    document.blocks.push(Block::new(Body::Furniture(first.text.to_owned()), first.no));
    let Some(second) = lines.get(1).filter(|line| line.text.starts_with('(') && line.text.ends_with(')') && !line.gap)
    else {
        return 1;
    };
    document.blocks.push(Block::new(Body::Furniture(second.text.to_owned()), second.no));
    2
}

/// Marks a cell whose figures could not be parted.
pub(crate) const RUN_TOGETHER: &str = "run together";

/// A layout of tables: the table that begins at a line and the line after it, when one does.
type Layout = fn(&[Line<'_>], usize) -> Option<(Table, usize)>;

/// Reads what begins at a line and gives the line after it.
fn step(lines: &[Line<'_>], at: usize, document: &mut Document) -> usize {
    let Some(line) = lines.get(at) else { return at + 1 };
    let placed = |mut block: Block| {
        block.gap = line.gap;
        block
    };
    if headings::furniture(line.text) || rule(line.text) {
        let underline = rule(line.text) && line.text.starts_with(['=', '-']) && !line.gap && line.text.len() >= 3;
        if underline {
            underlined(document);
        }
        document.blocks.push(placed(Block::new(Body::Furniture(line.text.to_owned()), line.no)));
        return at + 1;
    }
    let layouts: [Layout; 8] = [
        signed::pipes,
        signed::tabs,
        signed::spaced,
        glued::figures,
        inline::semicolons,
        inline::dashed,
        flat::one_line,
        flat::cell_a_line,
    ];
    for layout in layouts {
        if let Some((table, next)) = layout(lines, at) {
            let last = lines.get(next - 1).map_or(line.no, |line| line.no);
            document.blocks.push(placed(Block { body: Body::Table(table), first: line.no, last, gap: false }));
            return next;
        }
    }
    if let Some(level) = hashes(line.text) {
        let text = collapsed(line.text.trim_matches(|sign| sign == '#' || sign == ' '));
        document.blocks.push(placed(Block::new(Body::Heading { level, text }, line.no)));
        return at + 1;
    }
    // A single starred line under a table is its footnote.
    let under_table = document.blocks.last().is_some_and(|block| matches!(block.body, Body::Table(_)));
    let more = lines.get(at + 1).is_some_and(|next| next.text.starts_with('*'));
    if under_table && line.text.starts_with('*') && !more {
        document.blocks.push(placed(Block::new(Body::Furniture(line.text.to_owned()), line.no)));
        return at + 1;
    }
    if let Some((label, value)) = card_field(lines, at) {
        let taken = value.1;
        let last = lines.get(taken - 1).map_or(line.no, |line| line.no);
        document.blocks.push(placed(Block {
            body: Body::Field { label, text: value.0 },
            first: line.no,
            last,
            gap: false,
        }));
        return taken;
    }
    if let Some(blocks) = glued::list(line.text) {
        document.blocks.extend(blocks.into_iter().map(|body| placed(Block::new(body, line.no))));
        return at + 1;
    }
    let (body, next) = if let Some((mark, text)) = bullet::mark(line.text) {
        let (text, next) = bullet::continued(lines, at, text);
        (Body::Bullet { depth: u8::try_from(line.indent().min(200)).unwrap_or(0), mark, text }, next)
    } else {
        let (text, next) = wrapped(lines, at);
        (Body::Para(text), next)
    };
    let last = lines.get(next - 1).map_or(line.no, |line| line.no);
    document.blocks.push(placed(Block { body, first: line.no, last, gap: false }));
    next
}

fn rule(text: &str) -> bool {
    text.chars().count() >= 2 && text.chars().all(|sign| matches!(sign, '-' | '=' | '_' | '*' | '~' | ' ' | '–' | '—'))
}

/// A rule directly under a short line makes that line a heading.
fn underlined(document: &mut Document) {
    if let Some(block) = document.blocks.last_mut()
        && let Body::Para(text) = &block.body
        && text.len() < 120
        && block.first == block.last
    {
        block.body = Body::Heading { level: 0, text: text.clone() };
    }
}

fn hashes(text: &str) -> Option<u8> {
    let count = text.chars().take_while(|sign| *sign == '#').count();
    let spaced = text.get(count..).is_some_and(|rest| rest.starts_with(' '));
    ((1..=6).contains(&count) && spaced).then(|| u8::try_from(count).unwrap_or(6))
}

/// "Lead: Head of SEND", or "Lead" with its value on the next line.
fn card_field(lines: &[Line<'_>], at: usize) -> Option<(String, (String, usize))> {
    let line = lines.get(at)?;
    let next_label = |at: usize| {
        lines
            .get(at)
            .and_then(|next| next.text.split_once(':'))
            .is_some_and(|(label, _)| fields::exact(label).is_some())
    };
    // "Date achieved:" with nothing after it, at the end of a card or before its next label.
    let empty = line.text.strip_suffix(':').filter(|label| {
        fields::exact(label).is_some_and(|field| !matches!(field, fields::Field::Entries(_) | fields::Field::Section))
    });
    let in_card = at > 0
        && !line.gap
        && lines
            .get(at - 1)
            .is_some_and(|before| before.text.split_once(':').is_some_and(|(label, _)| fields::exact(label).is_some()));
    if let Some(label) =
        empty.filter(|_| in_card && lines.get(at + 1).is_none_or(|next| next.gap || next_label(at + 1)))
    {
        return Some((label.to_owned(), (String::new(), at + 1)));
    }
    let marked = bullet::mark(line.text);
    // One labelled entry among others of a list ("RAG: amber - protocol") is no card.
    let neighbour = |at: usize| {
        lines
            .get(at)
            .and_then(|line| bullet::mark(line.text))
            .is_some_and(|(_, text)| text.split_once(':').is_some_and(|(label, _)| fields::label(label).is_some()))
    };
    if marked.is_some() && !neighbour(at + 1) && !(at > 0 && neighbour(at - 1)) {
        return None;
    }
    let text = marked.map_or(line.text.to_owned(), |(_, text)| text);
    if let Some((label, value)) = text
        .split_once(':')
        .filter(|(label, value)| !value.trim().is_empty() && label.len() < 60 && !value.starts_with("//"))
    {
        // "Action 1.1: Publish …" numbers the card.
        let known = fields::label(label).or_else(|| numbered_label(label).filter(|_| next_label(at + 1)));
        known.filter(|field| !matches!(field, fields::Field::Entries(_)))?;
        let mut next = at + 1;
        let mut full = collapsed(value);
        while let Some(more) = lines.get(next).filter(|more| !more.gap && continues(more.text)) {
            full.push(' ');
            full.push_str(&collapsed(more.text));
            next += 1;
        }
        return Some((label.trim().to_owned(), (full, next)));
    }
    None
}

/// "Action 3" or "Action 1.1" as a card's first label.
fn numbered_label(label: &str) -> Option<fields::Field> {
    let (word, number) = label.trim().rsplit_once(' ')?;
    let digits = number.chars().all(|sign| sign.is_ascii_digit() || sign == '.');
    (digits && fields::exact(word) == Some(fields::Field::Text)).then_some(fields::Field::Text)
}

fn continues(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase) && bullet::mark(text).is_none() && !text.contains(": ")
}

/// A paragraph broken over lines: a line goes on when it has no stop and the next begins in lower case.
fn wrapped(lines: &[Line<'_>], at: usize) -> (String, usize) {
    let mut next = at + 1;
    let Some(line) = lines.get(at) else { return (String::new(), next) };
    let mut text = collapsed(line.text);
    while let Some(more) = lines.get(next) {
        let open = !text.ends_with(['.', '!', '?', ':', ';']);
        let long = line.text.len() > 60
            && !more.text.ends_with(':')
            && text.len() > 60
            && crate::dates::whole(more.text).is_none();
        let goes_on = continues(more.text)
            || long && lines.get(next - 1).is_some_and(|last| last.text.len() > 60) && text.ends_with(',');
        if more.gap || !open || !goes_on || more.text.contains('|') || more.text.contains('\t') {
            break;
        }
        text.push(' ');
        text.push_str(&collapsed(more.text));
        next += 1;
    }
    (text, next)
}
