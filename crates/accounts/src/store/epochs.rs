use db::{Tx, on, sql};
use permission::PersonId;

/// Under which epochs something is given out: it stands as long as both are still the same.
#[derive(Debug, Clone, Copy, sqlx::FromRow)]
pub(crate) struct Epochs {
    pub(crate) person_epoch: i64,
    pub(crate) area_epoch: i64,
}

/// The present epochs of somebody and of the area; `None` for nobody.
pub(crate) async fn epochs(tx: &mut Tx, person: PersonId) -> sqlx::Result<Option<Epochs>> {
    const SQL: &str = sql!(
        "SELECT p.epoch AS person_epoch, COALESCE(a.epoch, 0) AS area_epoch
         FROM person p LEFT JOIN account_epoch a ON a.area_id = p.area_id
         WHERE p.area_id = $1 AND p.person_id = $2"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query_as(SQL).bind(area).bind(person.0).fetch_optional(conn).await)
}

/// The area's present epoch.
pub(crate) async fn area_epoch(tx: &mut Tx) -> sqlx::Result<i64> {
    const SQL: &str = sql!("SELECT epoch FROM account_epoch WHERE area_id = $1");
    let area = tx.area_key();
    let epoch: Option<i64> = on!(tx, conn => sqlx::query_scalar(SQL).bind(area).fetch_optional(conn).await)?;
    Ok(epoch.unwrap_or(0))
}

/// Begins a new epoch of the area.
pub(crate) async fn advance_area(tx: &mut Tx) -> sqlx::Result<()> {
    const SQL: &str = sql!(
        "INSERT INTO account_epoch (area_id, epoch) VALUES ($1, 1)
         ON CONFLICT (area_id) DO UPDATE SET epoch = account_epoch.epoch + 1"
    );
    let area = tx.area_key();
    on!(tx, conn => sqlx::query(SQL).bind(area).execute(conn).await.map(|_| ()))
}

/// Begins a new epoch of one person. What they began and did not finish, such as a new key, ends with the old one.
pub(crate) async fn advance_person(tx: &mut Tx, person: PersonId) -> sqlx::Result<()> {
    const EPOCH: &str = sql!("UPDATE person SET epoch = epoch + 1 WHERE area_id = $1 AND person_id = $2");
    const BEGUN: &str = sql!("DELETE FROM ceremony WHERE area_id = $1 AND person_id = $2");
    let area = tx.area_key();
    for text in [EPOCH, BEGUN] {
        on!(tx, conn => sqlx::query(text).bind(area).bind(person.0).execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}
