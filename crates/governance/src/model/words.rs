//! Words of fixed lists: stored as they are spelt here, shown in plain English.

/// Writes an enum whose stored word and plain words stand side by side.
macro_rules! words {
    ($(#[$about:meta])* $name:ident, $($(#[$what:meta])* $variant:ident $word:literal $plain:literal),+ $(,)?) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$what])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Stored word and plain words of each, in the order lists show them.
            pub const CHOICES: &[(&str, &str)] = &[$(($word, $plain)),+];

            /// The stored word, also used in addresses and in JSON.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The words people read.
            pub fn plain(self) -> &'static str {
                match self { $(Self::$variant => $plain),+ }
            }
        }
    };
}
pub(crate) use words;
