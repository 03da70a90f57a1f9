//! How a command ends when it cannot do what was asked.

/// The sentence for the person at the terminal. The exit status is 1.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] crate::config::BadConfig),
    /// The database could not be opened.
    #[error(transparent)]
    Open(#[from] db::OpenError),
    /// The schema.
    #[error(transparent)]
    Migrate(#[from] db::MigrateError),
    /// The schema is behind the program.
    #[error("the database lacks {0} migration(s); run `waymark migrate` first")]
    Behind(usize),
    /// No such area.
    #[error(transparent)]
    NoSuchArea(#[from] db::NoSuchArea),
    /// A word that is not an area's.
    #[error(transparent)]
    NotASlug(#[from] kernel::NotASlug),
    /// A file.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The signing key.
    #[error(transparent)]
    Key(#[from] audit::KeyError),
    /// The signing key is not where it should be.
    #[error(transparent)]
    WrongKey(#[from] crate::keys::WrongKey),
    /// A backup or a restore.
    #[error(transparent)]
    Archive(#[from] db::ArchiveError),
    /// A page that could not be read.
    #[error(transparent)]
    Unreadable(#[from] reading::Unreadable),
    /// A programme file.
    #[error("{path}: {source}")]
    Programme {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: roadmap::programme::BadProgramme,
    },
    /// Deeds that were refused.
    #[error(transparent)]
    NotDone(#[from] roadmap::deeds::NotDone),
    /// An edition that was refused.
    #[error(transparent)]
    Edition(#[from] roadmap::editions::EditionRefused),
    /// The database's own message.
    #[error("the database refused: {0}")]
    Engine(#[from] sqlx::Error),
    /// The list of releases.
    #[error(transparent)]
    Releases(#[from] publication::ReadError),
    /// Anything said in full already.
    #[error("{0}")]
    Said(String),
}

impl Failure {
    /// A file's failure.
    pub fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |source| Self::File { path, source }
    }
}
