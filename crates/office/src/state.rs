//! What every handler can reach.

use std::{any::Any, any::TypeId, collections::HashMap, sync::Arc};

use audit::SigningKey;
use axum::extract::FromRef;
use db::Db;
use kernel::Clock;

use crate::{Doorkeeper, People, Section};

/// What the program gives the office when it opens.
pub struct Desk {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// The key editions are signed with.
    pub key: SigningKey,
    /// Says who somebody is.
    pub doorkeeper: Arc<dyn Doorkeeper>,
    /// Says what somebody is called.
    pub people: Arc<dyn People>,
    /// Own host names of areas: host to the area's word.
    pub hosts: HashMap<String, String>,
    /// Whether readers reach us over TLS.
    pub behind_tls: bool,
    /// The sections of the office's navigation, in order.
    pub sections: Vec<Section>,
}

/// The state of every office route: cheap to clone.
#[derive(Clone)]
pub struct Office {
    desk: Arc<Desk>,
    parts: Arc<HashMap<TypeId, Box<dyn Any + Send + Sync>>>,
}

impl Office {
    /// Opens the office.
    pub fn new(desk: Desk) -> Self {
        Self { desk: Arc::new(desk), parts: Arc::default() }
    }

    /// The same office with one more part that a slice needs, such as where its notices go.
    ///
    /// Parts are given before the office opens; one given later replaces none that a clone already holds.
    #[must_use]
    pub fn with<T: Any + Send + Sync + Clone>(self, part: T) -> Self {
        let mut parts: HashMap<TypeId, Box<dyn Any + Send + Sync>> = HashMap::new();
        if let Ok(held) = Arc::try_unwrap(self.parts) {
            parts = held;
        }
        parts.insert(TypeId::of::<T>(), Box::new(part));
        Self { desk: self.desk, parts: Arc::new(parts) }
    }

    /// A part given with [`Office::with`].
    pub fn part<T: Any + Send + Sync + Clone>(&self) -> Option<&T> {
        self.parts.get(&TypeId::of::<T>()).and_then(|part| part.downcast_ref())
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.desk.db
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        &self.desk.clock
    }

    /// The key editions are signed with.
    pub fn key(&self) -> &SigningKey {
        &self.desk.key
    }

    /// Says what people are called.
    pub fn people(&self) -> &dyn People {
        &*self.desk.people
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }
}

impl FromRef<Office> for Clock {
    fn from_ref(office: &Office) -> Self {
        office.clock().clone()
    }
}
