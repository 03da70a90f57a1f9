//! The pictures of the easy-read pages: our own, a few plain shapes each.

use super::Page;

/// The media type of a picture.
pub(crate) const SVG: &str = "image/svg+xml";

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picture {
    /// Two people side by side.
    People,
    /// A list with ticks.
    List,
    /// A large tick.
    Done,
    /// A clock.
    Clock,
    /// A calendar with an arrow onwards.
    Moved,
    /// A question mark.
    Unknown,
    /// A magnifying glass.
    Looking,
    /// A house that could be a school.
    School,
    /// A speech bubble.
    Talk,
    /// A cross.
    Stopped,
    /// A star for something new.
    New,
}

impl Picture {
    const ALL: [Self; 11] = [
        Self::People,
        Self::List,
        Self::Done,
        Self::Clock,
        Self::Moved,
        Self::Unknown,
        Self::Looking,
        Self::School,
        Self::Talk,
        Self::Stopped,
        Self::New,
    ];

    /// Its path inside the area.
    pub(crate) fn path(self) -> String {
        format!("easy-read/pictures/{}.svg", self.drawn().0)
    }

    fn drawn(self) -> (&'static str, &'static str) {
        match self {
            Self::People => ("people", include_str!("../../templates/roadmap/pictures/people.svg")),
            Self::List => ("list", include_str!("../../templates/roadmap/pictures/list.svg")),
            Self::Done => ("done", include_str!("../../templates/roadmap/pictures/done.svg")),
            Self::Clock => ("clock", include_str!("../../templates/roadmap/pictures/clock.svg")),
            Self::Moved => ("moved", include_str!("../../templates/roadmap/pictures/moved.svg")),
            Self::Unknown => ("unknown", include_str!("../../templates/roadmap/pictures/unknown.svg")),
            Self::Looking => ("looking", include_str!("../../templates/roadmap/pictures/looking.svg")),
            Self::School => ("school", include_str!("../../templates/roadmap/pictures/school.svg")),
            Self::Talk => ("talk", include_str!("../../templates/roadmap/pictures/talk.svg")),
            Self::Stopped => ("stopped", include_str!("../../templates/roadmap/pictures/stopped.svg")),
            Self::New => ("new", include_str!("../../templates/roadmap/pictures/new.svg")),
        }
    }
}

/// Every picture as a file of its own.
pub(crate) fn files() -> Vec<Page> {
    Picture::ALL
        .map(|picture| Page { path: picture.path(), media_type: SVG, body: picture.drawn().1.to_owned() })
        .into()
}
