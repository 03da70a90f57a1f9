//! Between columns and model types.

use db::DateCol;
use jiff::civil::Date;
use reading::When;
use serde::{Serialize, de::DeserializeOwned};

/// The stored word of an enum, the same as in open data.
pub(super) fn word<T: Serialize>(value: &T) -> sqlx::Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(other) => Err(sqlx::Error::Encode(format!("{other} is not a word").into())),
        Err(error) => Err(sqlx::Error::Encode(error.into())),
    }
}

/// The enum of a stored word.
pub(super) fn meaning<T: DeserializeOwned>(word: &str) -> sqlx::Result<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|error| sqlx::Error::Decode(format!("stored word {word:?}: {error}").into()))
}

/// A day in a column.
pub(super) fn day(date: Option<Date>) -> Option<DateCol> {
    date.map(DateCol)
}

/// A published date in five columns.
#[derive(sqlx::FromRow)]
pub(super) struct WhenRow {
    published_text: Option<String>,
    earliest: Option<DateCol>,
    latest: Option<DateCol>,
    date_precision: String,
    kind: String,
}

impl WhenRow {
    /// The model's value.
    pub(super) fn into_when(self) -> sqlx::Result<When> {
        Ok(When {
            text: self.published_text,
            earliest: self.earliest.map(|day| day.0),
            latest: self.latest.map(|day| day.0),
            precision: meaning(&self.date_precision)?,
            kind: meaning(&self.kind)?,
        })
    }
}
