//! What is tidied at night: sessions and sign-ins that ended by themselves.

use jobs::{Registry, Rhythm};

use crate::{
    model::{ABSOLUTE_LIMIT, IDLE_LIMIT},
    store,
};

/// Adds the reconciler that drops sessions and sign-ins that ended. They are refused from the moment they end; this
/// only keeps the tables small.
pub fn jobs(registry: &mut Registry) {
    registry.reconcile("accounts.forget", Rhythm::Nightly { hour: 3 }, |context| {
        Box::pin(async move {
            let now = context.clock.now();
            store::forget_sessions(&mut context.tx, now - ABSOLUTE_LIMIT, now - IDLE_LIMIT).await?;
            store::forget_ceremonies(&mut context.tx, now).await?;
            Ok(())
        })
    });
}
