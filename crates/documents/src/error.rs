use uuid::Uuid;

use crate::{Finding, KeyFileError, StoredDocument};

/// Why a document was not added, read, changed or destroyed. Nothing half done remains.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The area has no document of this name.
    #[error("there is no document {0} here; go back to the list and choose again")]
    NoSuchDocument(Uuid),
    /// Somebody else changed it since it was shown. The document as it is now is with it.
    #[error("the document {} was changed by somebody else meanwhile; look at it as it is now, and decide again", .0.id)]
    Changed(Box<StoredDocument>),
    /// It was taken back.
    #[error("the document {0} was withdrawn; its entry says why")]
    Withdrawn(Uuid),
    /// Its key is gone, so its content is too, in every backup.
    #[error("the content of document {0} was destroyed and cannot be brought back")]
    Destroyed(Uuid),
    /// The keys of all documents of this area are gone.
    #[error("the documents of this area were destroyed; no new ones can be kept for it")]
    AreaDestroyed,
    /// Something in the database is not as it was written, or was written under other keys.
    #[error(
        "document {0} cannot be opened: it was changed outside the program, or the key file is another's; restore both from the same installation"
    )]
    Altered(Uuid),
    /// The area's own key is not as it was written.
    #[error("the document key of this area cannot be opened; is the key file that of this installation?")]
    OtherKeys,
    /// A public document must hold nothing hidden, and this one was not looked at for that.
    #[error("the file was not checked for publication; check it for that before it is made public")]
    NotCheckedForPublication,
    /// A public document must hold nothing hidden, and this one does.
    #[error("the file cannot be made public: {}", .0.first().map(ToString::to_string).unwrap_or_default())]
    NotFitForPublication(Vec<Finding>),
    /// Something was not said that must be, or at too great a length.
    #[error("{field} must have {least} to {most} characters; it has {found}")]
    Words {
        /// Which text.
        field: &'static str,
        /// The fewest characters.
        least: usize,
        /// The most characters.
        most: usize,
        /// How many it has.
        found: usize,
    },
    /// The key file would not do.
    #[error(transparent)]
    Keys(#[from] KeyFileError),
    /// The engine's own message.
    #[error("the documents could not be read or written: {0}")]
    Engine(#[from] sqlx::Error),
}
