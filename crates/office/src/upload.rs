//! A form with files, bounded before anything is kept.

use std::collections::HashMap;

use axum::extract::{FromRequest, Multipart, Request};
use db::Tx;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{
    Office, Once, PageError, Visit,
    once::Sending,
    sent::{NOTHING, ONCE, is_key, not_ours, route_of},
};

/// Most bytes of one file.
const MOST: usize = 20 * 1024 * 1024;
/// Most files and fields of one form.
const MOST_PARTS: usize = 60;

/// One file as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// The name it had there; never used as a path.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A form with files (`multipart/form-data`). `T` is strict, as in [`crate::Sent`].
#[derive(Debug)]
pub struct SentFiles<T> {
    /// The other fields.
    pub fields: T,
    /// Files by the name of their field; an empty choice is left out.
    pub files: HashMap<String, SentFile>,
    sending: Sending,
}

impl<T> SentFiles<T> {
    /// Takes the form's key in the deed's transaction: it is new, or it was done before and here is its answer.
    pub async fn once(&self, tx: &mut Tx, visit: &Visit) -> Result<Once, PageError> {
        self.sending.begin(tx, visit).await
    }
}

impl<T: DeserializeOwned> FromRequest<Office> for SentFiles<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, office: &Office) -> Result<Self, PageError> {
        let route = route_of(&request);
        let mut parts = Multipart::from_request(request, office).await.map_err(|_| not_ours())?;
        let (mut key, mut files, mut digest) = (None, HashMap::new(), Sha256::new());
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut count = 0;
        while let Some(part) = parts.next_field().await.map_err(|_| not_ours())? {
            count += 1;
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| too_large())?;
            if count > MOST_PARTS || bytes.len() > MOST {
                return Err(too_large());
            }
            digest.update(name.as_bytes());
            digest.update([0]);
            digest.update(Sha256::digest(&bytes));
            match file {
                Some(_) if bytes.is_empty() => {}
                Some(given) if given.contains(NOTHING) => return Err(not_ours()),
                Some(given) => {
                    files.insert(name, SentFile { name: given, bytes: bytes.to_vec() });
                }
                None => {
                    let text = std::str::from_utf8(&bytes).map_err(|_| not_ours())?;
                    if name.contains(NOTHING) || text.contains(NOTHING) {
                        return Err(not_ours());
                    }
                    if name == ONCE {
                        key = Some(text.to_owned());
                    } else {
                        pairs.push((name, text.to_owned()));
                    }
                }
            }
        }
        let key = key.filter(|key| is_key(key)).ok_or_else(not_ours)?;
        let rest = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let fields = serde_html_form::from_bytes(rest.as_bytes()).map_err(|_| not_ours())?;
        let sending = Sending { key: Some(key), route, digest: digest.finalize().to_vec() };
        Ok(Self { fields, files, sending })
    }
}

fn too_large() -> PageError {
    PageError::refused("The file is too large", "Nothing was saved. Send a file of at most 20 MB.")
}
