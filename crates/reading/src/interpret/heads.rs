//! What a heading is when it is more than a name: an entry, the title of a card, the lead of a list.

use super::{Reader, ledger::Fate, walk::Place};
use crate::{
    block::{Block, Body},
    dates,
    headings::{self, Class},
    words::folded,
};

/// The page breaks off inside a card's label: "Senior responsible officer (acc".
pub(super) fn cut_label(reader: &Reader<'_>, at: usize) -> bool {
    let blocks = &reader.document.blocks;
    let after_field = at > 0 && blocks.get(at - 1).is_some_and(|block| matches!(block.body, Body::Field { .. }));
    after_field
        && blocks.len() == at + 1
        && blocks.get(at).is_some_and(|block| crate::fields::begins_label(block.text()))
}

pub(super) fn cut_card(reader: &mut Reader<'_>, block: &Block) {
    reader.ledger.set(block.first, block.last, Fate::Item);
    let text = block.text().to_owned();
    reader.out.incomplete_tail = Some(format!("the last card is cut off in its label \"{text}\""));
    let item = reader.out.items.len().saturating_sub(1);
    if let Some(last) = reader.out.items.last_mut() {
        last.incomplete_tail = true;
    }
    reader.ask("incomplete_tail", item, format!("The page stops inside a card: \"{text}\"."), Vec::new());
}

/// A line over a list inside what is told of a day.
pub(super) fn leads_list(reader: &Reader<'_>, at: usize) -> bool {
    let theme =
        reader.document.blocks.get(at).is_some_and(|block| matches!(headings::class(block.text()), Class::Theme));
    theme && reader.document.blocks.get(at + 1).is_some_and(|next| matches!(next.body, Body::Bullet { .. }))
}

/// What stands under a heading until the next.
pub(super) fn below<'a>(reader: &Reader<'a>, at: usize) -> Vec<&'a Block> {
    let blocks = reader.document.blocks.get(at + 1..).unwrap_or_default();
    blocks
        .iter()
        .take_while(|block| !matches!(block.body, Body::Heading { .. } | Body::Table(_) | Body::Field { .. }))
        .filter(|block| !matches!(block.body, Body::Furniture(_)))
        .collect()
}

/// A heading is itself the entry when its body tells how it goes: prose under a numbered aim, or a month in brackets.
pub(super) fn entry_heading(reader: &Reader<'_>, place: &Place, at: usize, text: &str) -> bool {
    let body = below(reader, at);
    if body.is_empty() || place.period.is_some() || text.ends_with('?') {
        return false;
    }
    let dated = without_bracket(text).1.as_deref().is_some_and(|inner| dates::whole(inner).is_some());
    let told = crate::status::of_words(text).reading != crate::model::StatusReading::NotStated;
    let bullets = body.iter().any(|block| matches!(block.body, Body::Bullet { .. }));
    if opens(text, &body) {
        return true;
    }
    let aims = reader.page.numbered_aims && place.under_aim;
    let themed = place.theme.is_some();
    dated && (themed || bullets) || aims && (!bullets || told) || told && !bullets && themed
}

/// A heading that names a school or base, with prose under it that says when it opens.
pub(super) fn opens(text: &str, body: &[&Block]) -> bool {
    let named = crate::words::words(text).iter().any(|word| {
        matches!(word.lower.as_str(), "school" | "academy" | "base" | "unit" | "centre" | "hub" | "college" | "campus")
    });
    let told = body.first().is_some_and(|block| {
        let plain = folded(block.text());
        matches!(block.body, Body::Para(_))
            && ["is open", "are open", "opened", "due to open", "will open", "opens in"]
                .iter()
                .any(|verb| plain.contains(verb))
    });
    named && told && text.split_whitespace().count() <= 10
}

/// Whether a card, perhaps with its title line, follows.
pub(super) fn card_below(reader: &Reader<'_>, at: usize) -> bool {
    let blocks = reader.document.blocks.get(at + 1..).unwrap_or_default();
    blocks.iter().take(2).any(|block| matches!(block.body, Body::Field { .. }))
}

/// Whether the labelled values after a heading are of the heading's own entry.
pub(super) fn heads_card(reader: &Reader<'_>, at: usize) -> bool {
    let mut found = false;
    for block in reader.document.blocks.get(at + 1..).unwrap_or_default() {
        match &block.body {
            Body::Field { label, .. } if crate::fields::exact(label) == Some(crate::fields::Field::Text) => {
                return false;
            }
            Body::Field { .. } => found = true,
            Body::Furniture(_) => {}
            _ => break,
        }
    }
    found
}

/// "Collecting data (September 2024)" without its brackets, and what stood in them when it was a date.
pub(super) fn without_bracket(text: &str) -> (String, Option<String>) {
    let trimmed = text.trim();
    if let Some(open) = trimmed.rfind('(').filter(|_| trimmed.ends_with(')')) {
        let inner = trimmed.get(open + 1..trimmed.len() - 1).unwrap_or_default();
        if dates::whole(inner).is_some() {
            return (trimmed.get(..open).unwrap_or_default().trim().to_owned(), Some(inner.to_owned()));
        }
    }
    (trimmed.to_owned(), None)
}
