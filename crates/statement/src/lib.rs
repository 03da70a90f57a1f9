//! The list of every SQL text in the program.
//!
//! A crate of its own because the list is declared here and filled from other crates: the linker's
//! section that holds it may then be named without any crate allowing unsafe code.

pub use linkme;
use linkme::distributed_slice;

/// One SQL text of the program and where it stands.
#[derive(Debug)]
pub struct Statement {
    /// The text as it is sent to either engine.
    pub text: &'static str,
    /// The source file.
    pub file: &'static str,
    /// The line in it.
    pub line: u32,
}

/// Every SQL text of the program, collected across crates when it is linked.
#[distributed_slice]
pub static STATEMENTS: [Statement];

/// Registers an SQL text in [`STATEMENTS`] and gives it back, so that one test can prepare all of
/// them on both engines.
#[macro_export]
macro_rules! sql {
    ($text:expr) => {{
        #[$crate::linkme::distributed_slice($crate::STATEMENTS)]
        #[linkme(crate = $crate::linkme)]
        static STATEMENT: $crate::Statement = $crate::Statement { text: $text, file: file!(), line: line!() };
        STATEMENT.text
    }};
}
