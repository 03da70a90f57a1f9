//! Names for keys: what a page shows where an entry holds a key, and what a form offers to choose from.

use db::Tx;
use office::{Names, PageError, Visit};

use crate::{
    model::{Board, Item, Kept, Kind, Meeting},
    store,
};

use super::field::{Ask, day_words};

/// Names by key of all that forms offer and pages name.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    organisations: Vec<(String, String)>,
    themes: Vec<(String, String)>,
    boards: Vec<(String, String)>,
    meetings: Vec<(String, String)>,
    items: Vec<(String, String)>,
    people: Vec<(String, String)>,
}

impl Lookup {
    /// Reads the names of the area.
    pub(crate) async fn of(tx: &mut Tx, visit: &Visit) -> Result<Self, PageError> {
        let tree = roadmap::store::load_tree(tx).await?;
        let boards = store::entries::<Board>(tx).await?;
        let board_name = |key: &str| {
            boards
                .iter()
                .find(|board| board.key == key)
                .map_or_else(|| key.to_owned(), |board| board.about.name.clone())
        };
        let meeting = |meeting: Kept<Meeting>| {
            let words = format!("{}, {}", board_name(&meeting.about.board), day_words(meeting.about.on));
            (meeting.key, words)
        };
        let meetings = store::entries::<Meeting>(tx).await?.into_iter().map(meeting).collect();
        let items = store::entries::<Item>(tx).await?.into_iter().map(|item| (item.key, item.about.title)).collect();
        Ok(Self {
            organisations: tree.bodies.into_iter().map(|body| (body.key, body.name)).collect(),
            themes: tree.themes.into_iter().map(|theme| (theme.key, theme.name)).collect(),
            meetings,
            items,
            people: people(visit.names(tx).await?),
            boards: boards.into_iter().map(|board| (board.key, board.about.name)).collect(),
        })
    }

    /// What a field offers; `None` where anything may be typed.
    pub(crate) fn offered(&self, ask: Ask) -> Option<Vec<(String, String)>> {
        let fixed = |choices: &[(&str, &str)]| {
            choices.iter().map(|(word, plain)| ((*word).to_owned(), (*plain).to_owned())).collect()
        };
        match ask {
            Ask::Choice(choices) | Ask::Scale(choices) => Some(fixed(choices)),
            Ask::Yes => Some(fixed(&[("yes", "Yes"), ("no", "No")])),
            Ask::Organisation | Ask::Organisations => Some(self.organisations.clone()),
            Ask::Theme | Ask::Themes => Some(self.themes.clone()),
            Ask::Person => Some(self.people.clone()),
            Ask::One(Kind::Board) => Some(self.boards.clone()),
            Ask::One(Kind::Meeting) => Some(self.meetings.clone()),
            Ask::One(Kind::Item) => Some(self.items.clone()),
            Ask::Line | Ask::Text | Ask::Day | Ask::Lines | Ask::Number | Ask::Keys | Ask::Blocks | Ask::One(_) => None,
        }
    }

    /// The name of an organisation.
    pub(crate) fn organisation(&self, key: &str) -> String {
        named(&self.organisations, key)
    }

    /// The name of a board.
    pub(crate) fn board(&self, key: &str) -> String {
        named(&self.boards, key)
    }

    /// Who wrote something, by name where the audit record's words name a person with an account.
    pub(crate) fn author(&self, by: &str) -> String {
        let known = self.people.iter().find(|(person, _)| by.contains(person.as_str()));
        known.map_or_else(|| by.to_owned(), |(_, name)| name.clone())
    }

    /// Every board, to filter by.
    pub(crate) fn boards(&self) -> &[(String, String)] {
        &self.boards
    }

    /// Words for what a field holds.
    pub(crate) fn words(&self, ask: Ask, written: &str) -> String {
        match (ask, self.offered(ask)) {
            (Ask::Day, _) => written.parse().map_or_else(|_| written.to_owned(), day_words),
            (Ask::Organisations | Ask::Themes, Some(offered)) => {
                written.lines().map(|key| named(&offered, key)).collect::<Vec<_>>().join("\n")
            }
            (_, Some(offered)) if !written.is_empty() => named(&offered, written),
            _ => written.to_owned(),
        }
    }
}

fn people(names: Names) -> Vec<(String, String)> {
    let mut people: Vec<_> = names.into_iter().map(|(person, name)| (person.to_string(), name)).collect();
    people.sort_by(|a, b| a.1.cmp(&b.1));
    people
}

fn named(names: &[(String, String)], key: &str) -> String {
    names.iter().find(|(held, _)| held == key).map_or_else(|| key.to_owned(), |(_, name)| name.clone())
}
