//! Why something was not released, in sentences for the person who tried.

use crate::{examine::WorkerLost, manifest::NotAManifest};

/// Why nothing was released. Whoever meets it drops the transaction, and nothing of the attempt remains.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseRefused {
    /// The draft has faults a reader would meet.
    #[error("nothing was released: {}", listed(.0))]
    Troubles(Vec<Trouble>),
    /// Not one page differs from the release before.
    #[error("nothing was released: no page of {series} differs from {label}")]
    NothingChanged {
        /// The series.
        series: String,
        /// The label of the release before.
        label: String,
    },
    /// Somebody released after the drafter compared.
    #[error(
        "nothing was released: {series} has {now} releases, and this draft was compared with number {followed}; compare again"
    )]
    Overtaken {
        /// The series.
        series: String,
        /// The number the drafter saw.
        followed: u32,
        /// The number there is.
        now: u32,
    },
    /// The transaction was opened for another area than the press.
    #[error("nothing was released: the transaction belongs to another area")]
    OtherArea,
    /// A stored list is damaged.
    #[error(transparent)]
    Manifest(#[from] NotAManifest),
    /// A thread died.
    #[error(transparent)]
    Worker(#[from] WorkerLost),
    /// The engine's own message.
    #[error("nothing was released: {0}")]
    Engine(#[from] sqlx::Error),
}

/// Why nothing was withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawRefused {
    /// There is no such release.
    #[error("there is no release with the label {0:?} in this area")]
    NoSuchRelease(String),
    /// It was withdrawn before.
    #[error("the release {0:?} is withdrawn already")]
    Already(String),
    /// The public has a right to a reason.
    #[error("a release is withdrawn with a reason the public can read; none was given")]
    NoReason,
    /// The transaction was opened for another area than the press.
    #[error("nothing was withdrawn: the transaction belongs to another area")]
    OtherArea,
    /// The engine's own message.
    #[error("nothing was withdrawn: {0}")]
    Engine(#[from] sqlx::Error),
}

/// One fault of a draft. Paths are inside the area; the empty path is shown as "the first page".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The series is not a word of lower-case letters, digits and hyphens.
    #[error("{0:?} is not a name for a series, such as roadmap")]
    SeriesName(String),
    /// A release needs a title.
    #[error("the release has no title")]
    NoReleaseTitle,
    /// Its label is taken by another series.
    #[error("the label {0:?} belongs to another series of this area")]
    LabelTaken(String),
    /// Not a path, or one that the public side answers itself.
    #[error("{0:?} cannot be a page's path")]
    BadPath(String),
    /// Two pages of the draft have one path.
    #[error("two pages have the path {0:?}")]
    PathTwice(String),
    /// Another series holds the path.
    #[error("the path {path:?} belongs to the series {series}")]
    PathTaken {
        /// The path.
        path: String,
        /// Who holds it.
        series: String,
    },
    /// The media type cannot be sent.
    #[error("{path:?} has the media type {media_type:?}, which cannot be sent")]
    BadMediaType {
        /// The page.
        path: String,
        /// Its media type.
        media_type: String,
    },
    /// A page of HTML is not UTF-8, or has no title.
    #[error("{0:?} is a page without a title, or not in UTF-8")]
    NoTitle(String),
    /// Two pages have one title, so that nobody can tell their tabs and search results apart.
    #[error("{one:?} and {other:?} have the same title {title:?}")]
    SameTitle {
        /// A page.
        one: String,
        /// Another.
        other: String,
        /// Their title.
        title: String,
    },
    /// A link or an asset leads to nothing.
    #[error("{page:?} links to {address:?}, and there is nothing at that address")]
    DeadLink {
        /// The page.
        page: String,
        /// The address as written on it.
        address: String,
    },
    /// A link leads above the area's root, where it would break at one of the addresses of the page.
    #[error("{page:?} links to {address:?}, which leaves the area; links are written relative to the page")]
    LeavesArea {
        /// The page.
        page: String,
        /// The address as written on it.
        address: String,
    },
    /// A page of another series would be left with a dead link.
    #[error("{path:?} would disappear, but {page:?} of the series {series} links to it")]
    StillLinked {
        /// The path that would disappear.
        path: String,
        /// A page that links to it.
        page: String,
        /// The series of that page.
        series: String,
    },
    /// Too many pages, or too many bytes.
    #[error("the draft is too large: {0}")]
    TooLarge(String),
}

/// The first few faults, and how many more there are.
fn listed(troubles: &[Trouble]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = troubles.iter().take(SHOWN).map(Trouble::to_string).collect();
    match troubles.len().saturating_sub(SHOWN) {
        0 => shown.join("; "),
        more => format!("{}; and {more} more", shown.join("; ")),
    }
}
