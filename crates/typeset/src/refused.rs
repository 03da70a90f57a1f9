/// Why there is no paper. Nothing was made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTypeset {
    /// Something no paper can be without.
    #[error("{place} is empty: {remedy}")]
    Missing {
        /// Where, in words a person can follow, such as `section 2, entry 1, title`.
        place: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Something that contradicts itself or cannot be printed.
    #[error("{place} cannot be printed: {reason}")]
    Wrong {
        /// Where.
        place: String,
        /// What is wrong, and what would be right.
        reason: String,
    },
    /// More text than one paper holds.
    #[error("the paper has {bytes} bytes of text, and {most} is the most: divide it into several")]
    TooLong {
        /// How much there is.
        bytes: usize,
        /// How much there may be.
        most: usize,
    },
    /// The engine or the standards it keeps refused it; a fault of the templates rather than of the paper.
    #[error("the paper does not keep PDF/UA-1 and PDF/A-2a and was not made: {0}")]
    Standard(String),
    /// This program cannot make PDF.
    #[error("this program was built without PDF: build it with the feature `pdf` of the crate `typeset`")]
    LeftOut,
}
