//! Work that is done later, and requests that are done once.
//!
//! A deed queues its follow-up work with [`enqueue`] in its own transaction: both happen or neither.
//! A [`Worker`] claims a job under a lease with a fencing number, runs its deed in one transaction
//! and completes the job in the same. A worker that lost its lease cannot complete, so whatever it
//! wrote goes too: a job may be *started* more than once, its effect is *there* once.
//!
//! Reconcilers are jobs without input that run on a [`Rhythm`], compare what is with what should be
//! and write what is missing; a night missed costs nothing. Jobs that failed for good are kept, with
//! their last error, until somebody [`revive`]s them.
//!
//! [`receipt`] keeps the answers of unsafe requests, so that a double submit has one effect.

mod queue;
pub mod receipt;
mod registry;
mod schedule;
mod store;
mod worker;

pub use queue::{
    Claim, DeadJob, Enqueued, NewJob, Standing, claim, complete, dead, enqueue, extend, fail, retry_delay, revive,
    standing,
};
pub use registry::{JobContext, JobError, JobFuture, Registry};
pub use schedule::{Rhythm, tick};
pub use worker::{Settings, Tally, Worker};
