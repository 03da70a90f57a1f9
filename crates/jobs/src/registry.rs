use std::{collections::BTreeMap, fmt, pin::Pin, sync::Arc};

use db::Tx;
use kernel::{Actor, Clock};
use serde_json::Value;

use crate::Rhythm;

/// What a job's deed works with.
pub struct JobContext {
    /// The transaction of the job's area. What is written here is kept only together with the
    /// completion of the job. On the embedded engine it is the one writer: be quick, and never ask
    /// for another transaction that writes.
    pub tx: Tx,
    /// The time.
    pub clock: Clock,
    /// What is being done.
    pub kind: String,
    /// The number of this attempt, from 1.
    pub attempt: i64,
}

impl JobContext {
    /// The job as the audit record names it.
    pub fn actor(&self) -> Actor {
        Actor::job(&self.kind)
    }
}

/// How a job failed. The text is stored and logged: references only, no personal facts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// It may succeed later: try again.
    #[error("{0}")]
    Retry(String),
    /// It cannot succeed as it is: keep it dead until somebody looks.
    #[error("{0}")]
    Fail(String),
}

impl From<sqlx::Error> for JobError {
    /// A database that does not answer may do so later.
    fn from(error: sqlx::Error) -> Self {
        Self::Retry(error.to_string())
    }
}

/// A deed under way.
pub type JobFuture<'a> = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send + 'a>>;

type Deed = Arc<dyn for<'a> Fn(&'a mut JobContext, Value) -> JobFuture<'a> + Send + Sync>;

/// Which deed belongs to which kind of job, and which kinds run by the clock.
#[derive(Clone, Default)]
pub struct Registry {
    deeds: BTreeMap<&'static str, Deed>,
    rhythms: BTreeMap<&'static str, Rhythm>,
}

impl Registry {
    /// A registry that knows no job yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what is done for jobs of this kind:
    /// `registry.on("letter.send", |context, payload| Box::pin(async move { … }))`.
    pub fn on<F>(&mut self, kind: &'static str, deed: F)
    where
        F: for<'a> Fn(&'a mut JobContext, Value) -> JobFuture<'a> + Send + Sync + 'static,
    {
        self.deeds.insert(kind, Arc::new(deed));
    }

    /// Says what is done by the clock, in every area, without input.
    pub fn reconcile<F>(&mut self, kind: &'static str, rhythm: Rhythm, deed: F)
    where
        F: for<'a> Fn(&'a mut JobContext) -> JobFuture<'a> + Send + Sync + 'static,
    {
        self.on(kind, move |context, _| deed(context));
        self.rhythms.insert(kind, rhythm);
    }

    /// The kinds that run by the clock.
    pub fn rhythms(&self) -> impl Iterator<Item = (&'static str, Rhythm)> {
        self.rhythms.iter().map(|(kind, rhythm)| (*kind, *rhythm))
    }

    pub(crate) fn deed(&self, kind: &str) -> Option<Deed> {
        self.deeds.get(kind).cloned()
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.deeds.keys()).finish()
    }
}
