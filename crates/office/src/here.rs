//! Where a request is: in which area, and what stands before its paths.

use axum::{extract::FromRequestParts, http::request::Parts};
use kernel::Area;
use web::AreaLook;

use crate::PageError;

/// The area a request was made in.
#[derive(Debug, Clone)]
pub struct Here {
    /// The area.
    pub area: Area,
    /// The address of its root: `/` on its own host, otherwise `/oxfordshire/`.
    pub root: String,
    /// The path asked for inside the area, with its query, without a slash in front.
    pub path: String,
}

impl Here {
    /// An address on this host of a path inside the area.
    pub fn at(&self, path: &str) -> String {
        format!("{}{}", self.root, path.trim_start_matches('/'))
    }

    /// How the area looks.
    pub fn look(&self) -> AreaLook {
        AreaLook::of(&self.area).0
    }

    /// Whether the request is for the JSON interface.
    pub fn is_api(&self) -> bool {
        self.path.starts_with("api/")
    }

    /// The name of the area's session cookie. `__Host-` ties it to this host over TLS (or `localhost`), the slug to
    /// this area, so that two areas on one host keep their sessions apart.
    pub fn cookie(&self) -> String {
        format!("__Host-waymark-{}", self.area.slug)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Here {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        // Put there by the entrance, which every request of the office comes through.
        parts.extensions.get::<Self>().cloned().ok_or(PageError::NotFound)
    }
}
