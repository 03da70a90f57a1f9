//! The parts of a running program: started together, stopped together, and missed when one is gone.

use std::{future::Future, time::Duration};

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::{JoinError, JoinSet},
    time::timeout,
};

use crate::failure::Failure;

/// What the person or the system asked for: first to stop, then perhaps to stop at once.
#[derive(Clone)]
pub struct Stopping {
    first: watch::Receiver<bool>,
    again: watch::Receiver<bool>,
}

impl Stopping {
    /// Listens for interrupts and requests to terminate from now on.
    pub fn listen() -> Result<Self, Failure> {
        let refused = |error| Failure::Said(format!("the system's signals cannot be listened for: {error}"));
        let mut interrupt = signal(SignalKind::interrupt()).map_err(refused)?;
        let mut terminate = signal(SignalKind::terminate()).map_err(refused)?;
        let (stop, first) = watch::channel(false);
        let (stop_at_once, again) = watch::channel(false);
        tokio::spawn(async move {
            one_of(&mut interrupt, &mut terminate).await;
            tracing::info!("stopping");
            stop.send_replace(true);
            one_of(&mut interrupt, &mut terminate).await;
            stop_at_once.send_replace(true);
        });
        Ok(Self { first, again })
    }

    /// Resolves when the program is told to stop.
    pub fn told(&self) -> impl Future<Output = ()> + Send + 'static {
        until(self.first.clone())
    }
}

async fn one_of(interrupt: &mut Signal, terminate: &mut Signal) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

async fn until(mut told: watch::Receiver<bool>) {
    // A sender that is gone means stop as well.
    let _gone = told.wait_for(|told| *told).await.is_err();
}

/// The parts, and how they learn that it is time.
#[derive(Default)]
pub struct Parts {
    tasks: JoinSet<&'static str>,
    stop: watch::Sender<bool>,
}

impl Parts {
    /// Turns true when the parts are to end.
    pub fn stop(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Resolves when the parts are to end.
    pub fn stopped(&self) -> impl Future<Output = ()> + Send + 'static {
        until(self.stop())
    }

    /// Starts a part under the name that people know it by.
    pub fn start(&mut self, name: &'static str, part: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(async move {
            part.await;
            name
        });
    }

    /// Waits until told to stop, then at most `limit` for open answers and the job in hand.
    ///
    /// What is not done by then is broken off: a transaction that did not commit leaves nothing, and its job is done
    /// again when its lease ends. A part that ends unasked ends the program, so that whatever supervises it sees it.
    pub async fn run(mut self, stopping: &Stopping, limit: Duration) -> Result<(), Failure> {
        let lost = tokio::select! {
            () = stopping.told() => None,
            ended = self.tasks.join_next() => Some(ended),
        };
        self.stop.send_replace(true);
        let end = async { while self.tasks.join_next().await.is_some() {} };
        tokio::select! {
            ended = timeout(limit, end) => if ended.is_err() {
                tracing::warn!("stopped before everything open had ended");
            },
            () = until(stopping.again.clone()) => tracing::warn!("told twice to stop; stopped at once"),
        }
        lost.map_or(Ok(()), |ended| Err(Failure::Said(gone(ended.as_ref()))))
    }
}

fn gone(ended: Option<&Result<&'static str, JoinError>>) -> String {
    match ended {
        Some(Ok(name)) => format!("{name} ended by itself, so the program stops; the log says why"),
        Some(Err(_)) => "a part of the program broke off, so the program stops; the log says where".to_owned(),
        None => "the program had nothing to do".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_that_ends_unasked_ends_the_program_with_its_name() {
        let mut parts = Parts::default();
        let stopped = parts.stopped();
        parts.start("the first part", stopped);
        parts.start("the second part", async {});
        let failure = parts.run(&Stopping::listen().unwrap(), Duration::from_secs(5)).await.unwrap_err();
        assert!(failure.to_string().contains("the second part ended by itself"), "{failure}");
    }

    #[tokio::test]
    async fn a_part_that_does_not_end_is_broken_off() {
        let mut parts = Parts::default();
        parts.start("a stubborn part", std::future::pending());
        parts.start("a part", async {});
        let failure = parts.run(&Stopping::listen().unwrap(), Duration::from_millis(50)).await.unwrap_err();
        assert!(failure.to_string().contains("a part ended by itself"), "{failure}");
    }
}
