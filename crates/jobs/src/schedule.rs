use std::fmt;

use db::Db;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use kernel::{AreaId, Clock};
use serde_json::Value;

use crate::{Enqueued, NewJob, Registry, enqueue, store};

/// How often a reconciler runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// Every so many minutes, counted from 1970, so that all workers mean the same instants.
    Every {
        /// At least 1.
        minutes: u16,
    },
    /// Once a night, when London's clocks show this hour.
    Nightly {
        /// 0 to 23.
        hour: u8,
    },
}

impl fmt::Display for Rhythm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every { minutes } => write!(f, "every {minutes} minutes"),
            Self::Nightly { hour } => write!(f, "nightly at {hour:02}:00 in London"),
        }
    }
}

impl Rhythm {
    /// The first due instant after `now`.
    ///
    /// In the night the clocks go forward an hour that does not exist is the one after it; in the
    /// night they go back an hour that comes twice is the first.
    pub fn next_after(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Every { minutes } => {
                let step = i64::from(minutes.max(1)) * 60;
                let second = (now.as_second().div_euclid(step) + 1) * step;
                Timestamp::from_second(second).unwrap_or(Timestamp::MAX)
            }
            Self::Nightly { hour } => next_london_hour(now, hour).unwrap_or(now + SignedDuration::from_hours(24)),
        }
    }
}

fn next_london_hour(now: Timestamp, hour: u8) -> Option<Timestamp> {
    let london = TimeZone::get("Europe/London").ok()?;
    let hour = i8::try_from(hour.min(23)).ok()?;
    let today = now.to_zoned_datetime(london.clone()).date();
    let mut day = today;
    for _ in 0..3 {
        let due = day.at(hour, 0, 0, 0).to_zoned_datetime(london.clone()).ok()?.timestamp();
        if due > now {
            return Some(due);
        }
        day = day.tomorrow().ok()?;
    }
    None
}

/// Queues whatever of the registry's schedule is due in each area, and says how many.
///
/// A due instant is queued once however many workers ask, because only one of them moves it on;
/// after nights asleep it is queued once, not once a night: a reconciler catches up by itself. A
/// kind that is new to an area is first due at its next instant.
pub async fn tick(db: &Db, registry: &Registry, clock: &Clock) -> sqlx::Result<usize> {
    let mut tx = db.read_registry().await?;
    let areas = db::areas(&mut tx).await?;
    drop(tx);
    let mut queued = 0;
    for area in areas {
        queued += tick_area(db, area.id, registry, clock.now()).await?;
    }
    Ok(queued)
}

/// What is to be done about one kind on the schedule.
struct Step {
    kind: &'static str,
    rhythm: Rhythm,
    /// The instant it was due; `None` when the kind, or its rhythm, is new to the area.
    due: Option<Timestamp>,
}

pub(crate) async fn tick_area(db: &Db, area: AreaId, registry: &Registry, now: Timestamp) -> sqlx::Result<usize> {
    let steps = steps(db, area, registry, now).await?;
    // Nothing due, the usual case: the one writer of an embedded database is left in peace.
    if steps.is_empty() {
        return Ok(0);
    }
    take(db, area, &steps, now).await
}

async fn steps(db: &Db, area: AreaId, registry: &Registry, now: Timestamp) -> sqlx::Result<Vec<Step>> {
    let mut tx = db.read(area).await?;
    let known = store::schedule(&mut tx).await?;
    let mut steps = Vec::new();
    for (kind, rhythm) in registry.rhythms() {
        let written = known.iter().find(|(known, written, _)| known == kind && *written == rhythm.to_string());
        let due = written.map(|(_, _, due)| due.0);
        if due.is_none_or(|due| due <= now) {
            steps.push(Step { kind, rhythm, due });
        }
    }
    Ok(steps)
}

/// Takes the steps another worker has not taken since they were seen, and says how many jobs that
/// queued.
async fn take(db: &Db, area: AreaId, steps: &[Step], now: Timestamp) -> sqlx::Result<usize> {
    let mut queued = 0;
    let mut tx = db.write(area).await?;
    for step in steps {
        let next = step.rhythm.next_after(now);
        let Some(due) = step.due else {
            store::set_rhythm(&mut tx, step.kind, &step.rhythm.to_string(), next).await?;
            continue;
        };
        if store::move_due_time(&mut tx, step.kind, due, next).await? {
            let job = NewJob {
                kind: step.kind.to_owned(),
                payload: Value::Null,
                run_at: due,
                dedupe: Some("schedule".to_owned()),
            };
            let outcome = enqueue(&mut tx, &job, now).await?;
            queued += usize::from(outcome != Enqueued::AlreadyWaiting);
        }
    }
    tx.commit().await?;
    Ok(queued)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use testing::{an_area, fixed, on_both_engines};

    use super::*;

    #[tokio::test]
    async fn a_worker_that_looked_before_another_had_done_the_work_queues_none_of_it_again() {
        on_both_engines(async |db| {
            let area = an_area(&db, "here").await.id;
            let mut registry = Registry::new();
            registry.reconcile("notices", Rhythm::Every { minutes: 15 }, |_| Box::pin(async { Ok(()) }));
            let noon = fixed(date(2026, 3, 2)).now();
            assert_eq!(tick_area(&db, area, &registry, noon).await.unwrap(), 0);
            let due = noon + SignedDuration::from_mins(15);

            let (first, second) =
                (steps(&db, area, &registry, due).await.unwrap(), steps(&db, area, &registry, due).await.unwrap());
            assert_eq!(take(&db, area, &first, due).await.unwrap(), 1);
            // Claimed: the key no longer keeps a second one out, only the moved due time does.
            let mut tx = db.write(area).await.unwrap();
            assert!(crate::claim(&mut tx, due, SignedDuration::from_mins(1)).await.unwrap().is_some());
            tx.commit().await.unwrap();
            assert_eq!(take(&db, area, &second, due).await.unwrap(), 0);
        })
        .await;
    }

    fn next(rhythm: Rhythm, now: &str) -> String {
        rhythm.next_after(now.parse().unwrap()).to_string()
    }

    #[test]
    fn three_in_the_night_is_londons_three_in_summer_and_winter() {
        let rhythm = Rhythm::Nightly { hour: 3 };
        assert_eq!(next(rhythm, "2026-01-10T02:59:59Z"), "2026-01-10T03:00:00Z");
        assert_eq!(next(rhythm, "2026-01-10T03:00:00Z"), "2026-01-11T03:00:00Z");
        assert_eq!(next(rhythm, "2026-07-10T12:00:00Z"), "2026-07-11T02:00:00Z");
        // 23:30 in UTC is already the next day in London.
        assert_eq!(next(rhythm, "2026-07-10T23:30:00Z"), "2026-07-11T02:00:00Z");
    }

    #[test]
    fn the_nights_the_clocks_change_have_one_due_instant_each() {
        let rhythm = Rhythm::Nightly { hour: 1 };
        // 29 March 2026: 01:00 does not exist; 25 October 2026: 01:00 comes twice.
        assert_eq!(next(rhythm, "2026-03-28T12:00:00Z"), "2026-03-29T01:00:00Z");
        assert_eq!(next(rhythm, "2026-03-29T01:00:00Z"), "2026-03-30T00:00:00Z");
        assert_eq!(next(rhythm, "2026-10-24T12:00:00Z"), "2026-10-25T00:00:00Z");
        assert_eq!(next(rhythm, "2026-10-25T00:00:00Z"), "2026-10-26T01:00:00Z");
    }

    #[test]
    fn every_quarter_of_an_hour_means_the_same_instants_to_all() {
        let rhythm = Rhythm::Every { minutes: 15 };
        assert_eq!(next(rhythm, "2026-01-10T02:59:59Z"), "2026-01-10T03:00:00Z");
        assert_eq!(next(rhythm, "2026-01-10T03:00:00Z"), "2026-01-10T03:15:00Z");
    }
}
