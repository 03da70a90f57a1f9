//! The one decision function of the office: may this person do this to that, at this moment?
//!
//! The rights themselves are in `policies/office.cedar`, readable and validated against `policies/schema.cedarschema`.
//! Nothing here reads a database or the time. A [`Permit`] is made by [`decide`] alone, so a deed that asks for one
//! cannot be done without the question having been put.

mod action;
mod decide;
mod role;
mod who;

pub use action::{Act, Action, acts};
pub use decide::{BadPolicies, Denied, Permit, Rules, decide, policies_hold};
pub use role::{NotARole, Role};
pub use who::{HeldRole, PersonId, Subject, Who};
