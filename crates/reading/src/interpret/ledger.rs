//! Where every source line goes. Each line has exactly one fate.

use crate::{
    block::Document,
    model::{Lines, Unread},
};

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nobody has claimed it.
    Open,
    Item,
    Heading,
    Note,
}

/// The fates of all lines that belong to a block.
pub(super) struct Ledger {
    fates: Vec<(Fate, String)>,
    claimed: Vec<bool>,
    blank: usize,
}

/// Characters of an unread line that are shown.
const SHOWN: usize = 200;

impl Ledger {
    pub(super) fn of(document: &Document) -> Self {
        let mut ledger = Self {
            fates: vec![(Fate::Open, String::new()); document.total],
            claimed: vec![false; document.total],
            blank: document.blank,
        };
        for block in &document.blocks {
            match &block.body {
                crate::block::Body::Table(table) => {
                    for row in &table.rows {
                        ledger.expect(row.first, row.last, &row.cells.join(" | "));
                    }
                }
                _ => ledger.expect(block.first, block.last, block.text()),
            }
        }
        ledger
    }

    /// These lines carry words and must be given a fate.
    fn expect(&mut self, first: usize, last: usize, text: &str) {
        for line in first..=last {
            if let (Some(claimed), Some(slot)) =
                (self.claimed.get_mut(line.wrapping_sub(1)), self.fates.get_mut(line.wrapping_sub(1)))
            {
                *claimed = true;
                slot.1 = text.chars().take(SHOWN).collect();
            }
        }
    }

    /// Gives lines their fate; the first fate given stays, except that an entry outweighs a note.
    pub(super) fn set(&mut self, first: usize, last: usize, fate: Fate) {
        for line in first..=last {
            if let Some(slot) = self.fates.get_mut(line.wrapping_sub(1))
                && (slot.0 == Fate::Open || slot.0 == Fate::Note && fate == Fate::Item)
            {
                slot.0 = fate;
            }
        }
    }

    pub(super) fn close(self) -> Lines {
        let mut lines = Lines { total: self.fates.len(), blank: self.blank, ..Lines::default() };
        let mut empty_inside = 0;
        for (at, ((fate, text), claimed)) in self.fates.into_iter().zip(self.claimed).enumerate() {
            match fate {
                _ if !claimed => empty_inside += 1,
                Fate::Item => lines.item += 1,
                Fate::Heading => lines.heading += 1,
                Fate::Note => lines.note += 1,
                Fate::Open => lines.unread.push(Unread { line: at + 1, text }),
            }
        }
        // Lines no block names are the empty ones; containers count them here for the first time.
        lines.blank = empty_inside;
        lines
    }
}
