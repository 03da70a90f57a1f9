//! Typed paths: a segment of an address that cannot be read is a page that does not exist.

use crate::ErrorPage;
use axum::extract::{FromRequestParts, Path as Segments};
use axum::http::request::Parts;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use std::fmt::Display;
use std::str::FromStr;

/// The parameters of a route, as axum's own `Path`, but a bad one answers with our page for 404.
///
/// ```
/// use web::paths::{Parsed, Path};
/// async fn entry(Path((Parsed(year), Parsed(number))): Path<(Parsed<i16>, Parsed<u32>)>) {}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path<T>(pub T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = ErrorPage;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ErrorPage> {
        let read = Segments::<T>::from_request_parts(parts, state).await;
        read.map(|Segments(value)| Self(value)).map_err(|_| ErrorPage::not_found())
    }
}

/// A parameter read with `FromStr`, so that a type's own rules hold at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parsed<T>(pub T);

impl<'de, T> Deserialize<'de> for Parsed<T>
where
    T: FromStr,
    T::Err: Display,
{
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source)?.parse().map(Self).map_err(D::Error::custom)
    }
}
