use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What stands on every page of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imprint {
    /// The area's name, such as `Ridgeway`. Must not be empty.
    pub area: String,
    /// Who issues the paper, such as `Ridgeway local area SEND partnership`; empty when it is the area itself.
    #[serde(default)]
    pub issued_by: String,
    /// Which paper of its kind it is, such as `Edition 4` or `Draft 2`; empty when it has no such word.
    #[serde(default)]
    pub label: String,
    /// The day printed on it and kept as the day it was made. PDF/A asks for one.
    pub dated: Date,
    /// Who may read it.
    pub audience: Audience,
    /// Whose copy this is, printed across each page; empty for none.
    #[serde(default)]
    pub reader: String,
    /// A sentence printed on the first page, such as "Ridgeway is an invented county"; empty for none.
    #[serde(default)]
    pub notice: String,
}

/// Who may read a paper. Printed on every page in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Anyone.
    Public,
    /// Only those it was given to.
    Private,
}
