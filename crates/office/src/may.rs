//! The guard in a handler's signature: it is there only for somebody who may.

use std::marker::PhantomData;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use db::Tx;
use jiff::{Timestamp, civil::Date};
use kernel::Actor;
use permission::{Act, Action, Permit, PersonId, Subject, decide};

use crate::{Credential, Here, Names, Office, PageError, SignedIn};

/// Somebody signed in, in their area, at one request.
#[derive(Clone)]
pub struct Visit {
    /// Who.
    pub signed_in: SignedIn,
    /// Where.
    pub here: Here,
    /// With what.
    pub office: Office,
    /// When the request came.
    pub now: Timestamp,
}

impl Visit {
    /// Whoever asks, read afresh from their credential; an error leads to the sign-in page.
    pub async fn of(parts: &mut Parts, office: &Office) -> Result<Self, PageError> {
        let here = Here::from_request_parts(parts, office).await?;
        let now = office.clock().now();
        let credential = credential(&parts.headers, &here).ok_or(PageError::SignInFirst)?;
        let desk = office.desk();
        let signed_in = desk.doorkeeper.who(&desk.db, here.area.id, &credential, now).await?;
        let signed_in = signed_in.ok_or(PageError::SignInFirst)?;
        Ok(Self { signed_in, here, office: office.clone(), now })
    }

    /// Whether they may do something to something: for links and buttons only, a deed asks again.
    pub fn can(&self, action: Action, subject: &Subject) -> bool {
        self.decide(action, subject).is_ok()
    }

    /// Whether they may once they have shown that it is they: such a link is offered too.
    pub fn could(&self, action: Action, subject: &Subject) -> bool {
        matches!(self.decide(action, subject), Ok(_) | Err(permission::Denied::StepUpFirst))
    }

    fn decide(&self, action: Action, subject: &Subject) -> Result<Permit, permission::Denied> {
        decide(&self.signed_in.who, action, self.here.area.id, subject, self.now)
    }

    /// As the audit record names them.
    pub fn actor(&self) -> Actor {
        self.signed_in.actor()
    }

    /// Their identifier.
    pub fn person(&self) -> PersonId {
        self.signed_in.who.person
    }

    /// Today in London.
    pub fn today(&self) -> Date {
        kernel::london_date(self.now)
    }

    /// A transaction that reads the area.
    pub async fn read(&self) -> Result<Tx, PageError> {
        Ok(self.office.db().read(self.here.area.id).await?)
    }

    /// A transaction that writes for the area.
    pub async fn write(&self) -> Result<Tx, PageError> {
        Ok(self.office.db().write(self.here.area.id).await?)
    }

    /// Names of the area's people, read in a transaction that is open.
    pub async fn names(&self, tx: &mut Tx) -> Result<Names, PageError> {
        Ok(self.office.people().names(tx).await?)
    }
}

/// Proof that whoever asks may do `A` in this area; see [`May::over`] for one thing in it.
pub struct May<A> {
    visit: Visit,
    permit: Permit,
    act: PhantomData<A>,
}

impl<A: Act> May<A> {
    /// Decides the same action about one thing, such as a commitment of an organisation.
    ///
    /// A refusal is "not found", as for a thing that does not exist.
    pub fn over(&self, subject: &Subject) -> Result<Permit, PageError> {
        Ok(self.visit.decide(A::ACTION, subject)?)
    }

    /// The permit for the area as a whole.
    pub fn permit(&self) -> &Permit {
        &self.permit
    }

    /// The visit, to be kept beyond the guard.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }
}

impl<A> std::ops::Deref for May<A> {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl<A: Act> FromRequestParts<Office> for May<A> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, PageError> {
        let visit = Visit::of(parts, office).await?;
        let permit = visit.decide(A::ACTION, &Subject::Area)?;
        Ok(Self { visit, permit, act: PhantomData })
    }
}

/// A token where a program sends one; otherwise the area's cookie. The JSON interface takes no cookie, so that no page
/// anywhere can make a browser use it.
fn credential(headers: &HeaderMap, here: &Here) -> Option<Credential> {
    if here.is_api() {
        let line = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = line.split_once(' ')?;
        return scheme.eq_ignore_ascii_case("bearer").then(|| Credential::Bearer(token.trim().to_owned()));
    }
    let name = here.cookie();
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, secret)| Credential::Cookie(secret.to_owned()))
}
